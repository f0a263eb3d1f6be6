"""The audit: one line per changed object with its old and new values, and the data version, written on flush."""

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, delete, event, insert, inspect, select, update
from sqlalchemy.orm import Session, UOWTransaction

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie, Actor
from wijkkompas_core.storage.tables import Base, InstallatieRow, LogboekRow, WijkRow, WijkversieRow

DONE, FAILED, REFUSED = "gelukt", "mislukt", "geweigerd"


class WritingSession(Session):
    """A session that knows who writes and why. `dirty_wijken` are the ids of the wijken of which data changed.

    `None` in it stands for any wijk: who writes around the ORM adds that. Empty: the data version stays.
    """

    actor: Actor
    actie: Actie

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As any session; nothing has changed yet."""
        super().__init__(*args, **kwargs)
        self.dirty_wijken: set[int | None] = set()


def log(
    session: WritingSession,
    *,
    object: str,
    object_id: object = None,
    wijk: int | None = None,
    resultaat: str = DONE,
    oud: dict[str, Any] | None = None,
    nieuw: dict[str, Any] | None = None,
) -> None:
    """Write one line for what happens now; for events that change no audited row, such as logging in."""
    session.execute(insert(LogboekRow).values(**_line(session, object, object_id, wijk, resultaat, oud, nieuw)))


def raise_data_version(session: WritingSession) -> None:
    """Tell every server process that what it has cached is old. Last in the transaction: the row is shared."""
    session.execute(update(InstallatieRow).values(dataversie=InstallatieRow.dataversie + 1))
    changed = session.dirty_wijken
    wijken = select(WijkRow.id)
    if None not in changed:
        wijken = wijken.where(WijkRow.id.in_(changed))
    version = select(InstallatieRow.dataversie).scalar_subquery()
    session.execute(delete(WijkversieRow).where(WijkversieRow.wijk_id.in_(wijken)))
    rows = wijken.add_columns(version)
    session.execute(insert(WijkversieRow).from_select(["wijk_id", "dataversie"], rows))


def _line(
    session: WritingSession,
    object: str,
    object_id: object,
    wijk: int | None,
    resultaat: str,
    oud: dict[str, Any] | None,
    nieuw: dict[str, Any] | None,
) -> dict[str, Any]:
    actor = session.actor
    return {
        "tijdstip": now(),
        "actie": session.actie.value,
        "object": object,
        "object_id": None if object_id is None else str(object_id),
        "wijk_id": wijk,
        "resultaat": resultaat,
        "oorsprong": actor.oorsprong,
        "actor_id": actor.gebruiker,
        "actor": actor.gebruikersnaam,
        "oud": oud,
        "nieuw": nieuw,
    }


@event.listens_for(WritingSession, "after_flush")
def _audit(session: WritingSession, _context: UOWTransaction) -> None:
    lines: list[dict[str, Any]] = []
    for rows, which in ((session.new, "new"), (session.dirty, "dirty"), (session.deleted, "deleted")):
        for row in rows:
            assert isinstance(row, Base)
            if cast(Table, row.__table__).info.get("audit", True) is False:
                continue
            oud, nieuw = _values(row, which)
            if oud == nieuw:
                continue
            key = "/".join(str(part) for part in inspect(row).mapper.primary_key_from_instance(row))
            wijk = getattr(row, "wijk_id", row.id if row.__tablename__ == "wijk" else None)  # type: ignore[attr-defined]
            session.dirty_wijken.add(wijk)
            lines.append(_line(session, row.__tablename__, key, wijk, DONE, oud, nieuw))
    if lines:
        session.execute(insert(LogboekRow), lines)


def _values(row: Base, which: str) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Old and new values of a row, as JSON: everything of a new or deleted row, only the changes of another."""
    oud: dict[str, Any] = {}
    nieuw: dict[str, Any] = {}
    state = inspect(row)
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if column.columns[0].info.get("secret"):
            if history.has_changes() and which == "dirty":
                oud[column.key], nieuw[column.key] = "…", "… (nieuw)"
            continue
        before = history.deleted[0] if history.deleted else None
        if which == "dirty":
            if history.has_changes() and before != getattr(row, column.key):
                oud[column.key], nieuw[column.key] = _plain(before), _plain(getattr(row, column.key))
        else:
            (nieuw if which == "new" else oud)[column.key] = _plain(getattr(row, column.key))
    for relation in state.mapper.relationships:
        shown_as = relation.info.get("audit")
        if shown_as is None:
            continue
        history = state.attrs[relation.key].history
        before = sorted(getattr(x, shown_as) for x in (*history.unchanged, *history.deleted))
        after = sorted(getattr(x, shown_as) for x in (*history.unchanged, *history.added))
        if which == "new":
            nieuw[relation.key] = after
        elif which == "deleted":
            oud[relation.key] = before
        elif before != after:
            oud[relation.key], nieuw[relation.key] = before, after
    if set(nieuw) == {"versie"}:
        return None, None
    return (oud or None, nieuw or None)


def snapshot(row: Base) -> dict[str, Any]:
    """A row as the audit would write it down now: every field, dates as text, what it is linked to as a list."""
    mapper = inspect(row).mapper
    fields = {
        column.key: _plain(getattr(row, column.key))
        for column in mapper.column_attrs
        if not column.columns[0].info.get("secret")
    }
    return fields | {
        relation.key: sorted(getattr(one, shown_as) for one in getattr(row, relation.key))
        for relation in mapper.relationships
        if (shown_as := relation.info.get("audit")) is not None
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
