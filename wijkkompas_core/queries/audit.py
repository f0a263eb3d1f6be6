"""The logboek of the installation as a beheerder searches it: newest first, a page at a time, by its indexes.

A page begins after a line (`voor`) rather than at a number of lines, so that the hundredth costs as much as the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.tijd import midnight
from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.errors import Forbidden, NotFound
from wijkkompas_core.storage.tables import GebruikerRow, LogboekRow, WijkRow


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines: an id of a gebruiker or wijk, an actie, an object (with its number), a result, and days."""

    wie: int | None = None
    wijk: int | None = None
    actie: str = ""
    object: str = ""
    resultaat: str = ""
    van: date | None = None
    tot: date | None = None


@dataclass(frozen=True, slots=True)
class Regel:
    """One line, with the names that its numbers have now."""

    id: int
    tijdstip: datetime
    wie: str
    actie: str
    object: str
    object_id: str
    wijk: str
    resultaat: str
    oorsprong: str
    oud: dict[str, Any]
    nieuw: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bladzijde:
    """Some lines, and whether there are older ones."""

    regels: tuple[Regel, ...]
    meer: bool


def audit(session: Session, actor: Actor, wanted: Filter, *, voor: int | None = None, limit: int = 50) -> Bladzijde:
    """The newest lines, or the newest before line `voor`; raises `Forbidden` for who is no beheerder."""
    _require_beheerder(actor)
    query = _narrowed(select(LogboekRow), wanted)
    if voor is not None:
        query = query.where(LogboekRow.id < voor)
    rows = list(session.scalars(query.order_by(LogboekRow.id.desc()).limit(limit + 1)))
    return Bladzijde(tuple(_lines(session, rows[:limit])), len(rows) > limit)


def regel(session: Session, actor: Actor, key: int) -> Regel:
    """One line; raises `NotFound`."""
    _require_beheerder(actor)
    row = session.get(LogboekRow, key)
    if row is None:
        raise NotFound("Deze regel staat niet in het logboek.")
    return _lines(session, [row])[0]


def people(session: Session, actor: Actor) -> dict[int, str]:
    """Everybody who can stand in the logboek, by number."""
    _require_beheerder(actor)
    rows = session.execute(select(GebruikerRow.id, GebruikerRow.naam).order_by(GebruikerRow.naam))
    return dict(rows.all())


def _narrowed(query: Select[LogboekRow], wanted: Filter) -> Select[LogboekRow]:
    soort, _, key = wanted.object.partition("/")
    for column, value in (
        (LogboekRow.actor_id, wanted.wie),
        (LogboekRow.wijk_id, wanted.wijk),
        (LogboekRow.actie, wanted.actie or None),
        (LogboekRow.object, soort or None),
        (LogboekRow.object_id, key or None),
        (LogboekRow.resultaat, wanted.resultaat or None),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.van:
        query = query.where(LogboekRow.tijdstip >= midnight(wanted.van))
    if wanted.tot:
        query = query.where(LogboekRow.tijdstip < midnight(wanted.tot + timedelta(days=1)))
    return query


def _lines(session: Session, rows: Sequence[LogboekRow]) -> list[Regel]:
    names = _names(session, GebruikerRow, {row.actor_id for row in rows})
    wijken = _names(session, WijkRow, {row.wijk_id for row in rows})
    return [
        Regel(
            id=row.id,
            tijdstip=row.tijdstip,
            wie=names.get(row.actor_id or 0, row.actor),
            actie=row.actie,
            object=row.object,
            object_id=row.object_id or "",
            wijk=wijken.get(row.wijk_id or 0, ""),
            resultaat=row.resultaat,
            oorsprong=row.oorsprong,
            oud=row.oud or {},
            nieuw=row.nieuw or {},
        )
        for row in rows
    ]


def _names(session: Session, table: type[GebruikerRow] | type[WijkRow], keys: set[int | None]) -> dict[int, str]:
    found = session.execute(select(table.id, table.naam).where(table.id.in_(keys - {None})))
    return dict(found.all())


def _require_beheerder(actor: Actor) -> None:
    if not actor.is_beheerder:
        raise Forbidden()
