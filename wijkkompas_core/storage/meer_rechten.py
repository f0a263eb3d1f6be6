"""Who gets more rights comes in anew: open links and unfinished logins of the account go, and its sessions end.

A link or a session from before was given for less, and without the second factor that the new role may ask for. It
hangs on the flush, so every way to give a role goes past it.
"""

from typing import Any, cast

from sqlalchemy import CursorResult, delete, event, inspect, select, update
from sqlalchemy.orm import UOWTransaction

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Rol, Toekenning, adds_rights
from wijkkompas_core.storage.logboek import WritingSession, deleted_rows, log
from wijkkompas_core.storage.tables import InlogticketRow, SessieRow, ToekenningRow, UitnodigingRow


@event.listens_for(WritingSession, "after_flush")
def _come_in_anew(session: WritingSession, context: UOWTransaction) -> None:
    taken = [row for row in deleted_rows(context) if isinstance(row, ToekenningRow)]
    given = [row for row in (*session.new, *session.dirty) if isinstance(row, ToekenningRow)]
    for gebruiker in sorted({row.gebruiker_id for row in given if row not in taken}):
        held, now_held = _held(session, gebruiker, given, taken)
        if any(adds_rights(one, held) for one in now_held):
            _close_what_is_open(session, gebruiker)


def _held(
    session: WritingSession, gebruiker: int, given: list[ToekenningRow], taken: list[ToekenningRow]
) -> tuple[list[Toekenning], list[Toekenning]]:
    """What an account held before this flush, and what it was given in it."""
    fresh = {row.id for row in given}
    columns = select(ToekenningRow.id, ToekenningRow.rol, ToekenningRow.wijk_id)
    stored = session.execute(columns.where(ToekenningRow.gebruiker_id == gebruiker)).all()
    before = [Toekenning(Rol(rol), wijk) for key, rol, wijk in stored if key not in fresh]
    before += [Toekenning(Rol(row.rol), row.wijk_id) for row in taken if row.gebruiker_id == gebruiker]
    before += [_as_it_was(row) for row in given if row.gebruiker_id == gebruiker and row not in session.new]
    return before, [Toekenning(Rol(rol), wijk) for key, rol, wijk in stored if key in fresh]


def _as_it_was(row: ToekenningRow) -> Toekenning:
    """A role that was changed in place, before that."""

    def was(name: str) -> Any:
        return next(iter(inspect(row).attrs[name].history.deleted or ()), getattr(row, name))

    return Toekenning(Rol(was("rol")), was("wijk_id"))


def _close_what_is_open(session: WritingSession, gebruiker: int) -> None:
    links = _run(session, delete(UitnodigingRow).where(UitnodigingRow.gebruiker_id == gebruiker))
    _run(session, delete(InlogticketRow).where(InlogticketRow.gebruiker_id == gebruiker))
    running = update(SessieRow).where(SessieRow.gebruiker_id == gebruiker, SessieRow.beeindigd_op.is_(None))
    sessies = _run(session, running.values(beeindigd_op=now()))
    if links or sessies:
        nieuw = {"reden": "meer rechten", "sessies beëindigd": sessies, "links vervallen": links}
        log(session, object="sessie", object_id=gebruiker, nieuw=nieuw)


def _run(session: WritingSession, statement: Any) -> int:
    done = session.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], done).rowcount
