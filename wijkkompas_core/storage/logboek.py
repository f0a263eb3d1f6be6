"""The audit: one line per changed object with its old and new values, and the data version, written on flush.

After the commit each line also goes to the logger `wijkkompas.logboek`, or to `security` when it concerns access, for
who collects the logs of a server: who did what to which object and with what result, without the values.
"""

import json
import logging
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, delete, event, insert, inspect, select, update
from sqlalchemy.orm import Session, UOWTransaction

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import VEILIGHEID, Actie, Actor
from wijkkompas_core.storage.tables import Base, InstallatieRow, LogboekRow, WijkRow, WijkversieRow

logger = logging.getLogger("wijkkompas.logboek")
TOLD = ("actie", "object", "object_id", "wijk_id", "resultaat", "oorsprong", "actor", "actor_id")
DONE, FAILED, REFUSED = "gelukt", "mislukt", "geweigerd"
security = logging.getLogger("wijkkompas_core.veiligheid")
"""What concerns access, and what failed or was refused; apart from the rest, since the server always tells it."""
MANY = 20
"""More lines than this of one kind in one transaction are told as one, with how many there were."""
GEEN_WIJK = 0
"""Among the `dirty_wijken`: something changed that belongs to no wijk, and makes what is kept of none of them old."""


class WritingSession(Session):
    """A session that knows who writes and why. `dirty_wijken` are the ids of the wijken of which data changed.

    `None` in it stands for any wijk: who writes around the ORM adds that. `GEEN_WIJK` raises the data version and makes
    no wijk old. Empty: the data version stays.
    """

    actor: Actor
    actie: Actie
    adres: str = ""
    """The network address that somebody logs in from, where it is known; only for `security`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As any session; nothing has changed yet."""
        super().__init__(*args, **kwargs)
        self.dirty_wijken: set[int | None] = set()
        self.lines: list[dict[str, Any]] = []


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
    line = _line(session, object, object_id, wijk, resultaat, oud, nieuw)
    session.execute(insert(LogboekRow).values(**line))
    session.lines.append(line)


def log_rows(
    session: WritingSession, object: str, rows: Iterable[tuple[int, int | None, dict[str, Any], dict[str, Any]]]
) -> None:
    """A line per row (id, wijk, old and new values) that was changed around the ORM, as the flush would write them."""
    lines = [_line(session, object, key, wijk, DONE, oud, nieuw) for key, wijk, oud, nieuw in rows]
    if lines:
        session.execute(insert(LogboekRow), lines)


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
        "actor": actor.logboeknaam,
        "oud": oud,
        "nieuw": nieuw,
    }


def deleted_rows(context: UOWTransaction) -> list[Base]:
    """What a flush deleted, also what it deleted because its owner let go of it: `session.deleted` leaves that out."""
    return [
        cast(Base, state.obj()) for state, (gone, listed_only) in context.states.items() if gone and not listed_only
    ]


@event.listens_for(WritingSession, "after_flush")
def _audit(session: WritingSession, context: UOWTransaction) -> None:
    lines: list[dict[str, Any]] = []
    deleted = deleted_rows(context)
    changed = [row for row in session.dirty if row not in deleted]
    for rows, which in ((session.new, "new"), (changed, "dirty"), (deleted, "deleted")):
        for row in rows:
            assert isinstance(row, Base)
            if cast(Table, row.__table__).info.get("audit", True) is False:
                continue
            oud, nieuw = _values(row, which)
            if oud == nieuw:
                continue
            key = "/".join(str(part) for part in inspect(row).mapper.primary_key_from_instance(row))
            wijk = getattr(row, "wijk_id", row.id if row.__tablename__ == "wijk" else None)  # type: ignore[attr-defined]
            if cast(Table, row.__table__).info.get("data", True):
                session.dirty_wijken.add(GEEN_WIJK if wijk is None and not _seen_in_wijken(row, oud) else wijk)
            lines.append(_line(session, row.__tablename__, key, wijk, DONE, oud, nieuw))
    if lines:
        session.execute(insert(LogboekRow), lines)
        session.lines += lines


def _kind(line: dict[str, Any]) -> tuple[Any, ...]:
    return line["actie"], line["object"], line["wijk_id"], line["resultaat"]


@event.listens_for(WritingSession, "after_commit")
def _tell(session: WritingSession) -> None:
    """Only what really happened: not before the commit."""
    lines, session.lines = session.lines, []
    alike = Counter(_kind(line) for line in lines)
    at_once: set[tuple[Any, ...]] = set()
    for line in lines:
        channel = security if line["actie"] in VEILIGHEID or line["resultaat"] != DONE else logger
        if channel.isEnabledFor(logging.INFO):
            told = {"tijdstempel": line["tijdstip"].isoformat()} | {name: line[name] for name in TOLD}
            if channel is logger and alike[_kind(line)] > MANY:  # as an import does, or what takes it back
                if _kind(line) in at_once:
                    continue
                at_once.add(_kind(line))
                told |= {"object_id": None, "aantal": alike[_kind(line)]}
            if reden := (line["nieuw"] or {}).get("reden"):
                told["reden"] = reden
            if session.adres:
                told["adres"] = session.adres
            channel.info(json.dumps(told, ensure_ascii=False))


def _seen_in_wijken(row: Base, oud: dict[str, Any] | None) -> bool:
    """Whether what is kept per wijk may say something of this change in a row that belongs to no wijk.

    The `wijken` of its table tells: False is never, names of fields is when one of those was another before.
    """
    about = cast(Table, row.__table__).info.get("wijken", True)
    return not set(about).isdisjoint(oud or ()) if isinstance(about, tuple) else bool(about)


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
                oud[column.key], nieuw[column.key] = plain(before), plain(getattr(row, column.key))
        else:
            (nieuw if which == "new" else oud)[column.key] = plain(getattr(row, column.key))
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
        column.key: plain(getattr(row, column.key))
        for column in mapper.column_attrs
        if not column.columns[0].info.get("secret")
    }
    return fields | {
        relation.key: sorted(getattr(one, shown_as) for one in getattr(row, relation.key))
        for relation in mapper.relationships
        if (shown_as := relation.info.get("audit")) is not None
    }


def plain(value: Any) -> Any:
    """A value as it stands in the audit: dates and moments as text."""
    return value.isoformat() if isinstance(value, date | datetime) else value
