"""The stream of a wijk: what happened, newest first, searched by the database itself, and one item by its name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select, tuple_
from sqlalchemy.orm import Session

from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.domain.vrije_tekst import recht_om_te_wijzigen
from wijkkompas_core.errors import NotFound
from wijkkompas_core.queries.logboek_items import describe
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.storage.stroom import search_words
from wijkkompas_core.storage.stroombronnen import SOORTEN as BRONNEN
from wijkkompas_core.storage.tables import StroomRow
from wijkkompas_core.storage.zoekindex import contains, found_by_index

SOORTEN: tuple[str, ...] = tuple(BRONNEN)
TABEL: dict[str, str] = {soort: row_class.__tablename__ for soort, row_class in BRONNEN.items()}
"""The table that a soort comes from."""
READ, MOST = 2_000, 1_000
"""So many of the newest rows are read before the index is asked; and so many finds are counted, of more only told."""
NEWEST_FIRST = (StroomRow.datum.desc(), StroomRow.id.desc())
UNKNOWN = "Dit staat niet (meer) in het logboek van deze wijk."


@dataclass(frozen=True, slots=True)
class Filter:
    """What to look for: words that all have to be there, and where to look; empty means everything."""

    zoek: str = ""
    soorten: tuple[str, ...] = ()
    fase: str | None = None
    van: date | None = None
    tot: date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that happened, in words. `sleutel` is its key within its soort; `belanghebbende` whom it is about."""

    soort: str
    sleutel: str
    datum: date
    fase: str | None
    titel: str
    tekst: str
    details: tuple[tuple[str, str], ...]
    versie: int
    verwijderd: bool
    belanghebbende: int | None = None

    @property
    def naam(self) -> str:
        """The name by which an address points to it."""
        return f"{self.soort}-{self.sleutel}"


@dataclass(frozen=True, slots=True)
class Logboekbeeld:
    """A part of the stream. With `meer` there are more than `totaal`; `per_soort` is empty when nobody counted."""

    items: tuple[Item, ...]
    totaal: int
    per_soort: dict[str, int]
    meer: bool = False


@vraag(logboek=True)
def logboek(
    session: Session,
    actor: Actor,
    wijk: int,
    methode: Methode,
    filter: Filter,
    *,
    offset: int = 0,
    limit: int = 25,
) -> Logboekbeeld:
    """The stream of a wijk from `offset` on, newest first, and how much there is: per soort as if all were chosen."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    words = search_words(filter.zoek)
    if filter.zoek.strip() and not words:
        return Logboekbeeld((), 0, {})
    where = _within(wijk, filter)
    if words:
        return _searched(session, methode, filter, where, words, offset, limit)
    counted = select(StroomRow.soort, func.count().label("aantal")).where(where).group_by(StroomRow.soort)
    per_soort = {row.soort: row.aantal for row in session.execute(counted)}
    totaal = sum(n for soort, n in per_soort.items() if not filter.soorten or soort in filter.soorten)
    rows = _newest(session, and_(where, _soort(filter)), offset, limit)
    return Logboekbeeld(_items(session, methode, rows), totaal, per_soort)


@vraag(logboek=True, rechten_van_nu=True)
def item(session: Session, actor: Actor, wijk: int, methode: Methode, naam: str) -> Item:
    """One item by its name, for who may change it also a deleted one; raises `NotFound` when there is none."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    soort, _, sleutel = naam.partition("-")
    row = session.scalar(
        select(StroomRow).where(StroomRow.wijk_id == wijk, StroomRow.soort == soort, StroomRow.object_id == sleutel)
    )
    if row is None or (row.verwijderd and not actor.may(recht_om_te_wijzigen(soort), wijk)):
        raise NotFound(UNKNOWN)
    return _items(session, methode, [row])[0]


def _within(wijk: int, filter: Filter) -> ColumnElement[bool]:
    """Everything of the filter but the words and the soorten."""
    wanted = [StroomRow.wijk_id == wijk, StroomRow.verwijderd.is_(False)]
    if filter.fase:
        wanted.append(StroomRow.fase == filter.fase)
    if filter.van:
        wanted.append(StroomRow.datum >= filter.van)
    if filter.tot:
        wanted.append(StroomRow.datum <= filter.tot)
    return and_(*wanted)


def _soort(filter: Filter) -> ColumnElement[bool]:
    return StroomRow.soort.in_(filter.soorten or SOORTEN)


def _newest(session: Session, where: ColumnElement[bool], offset: int, limit: int) -> list[StroomRow]:
    return list(session.scalars(select(StroomRow).where(where).order_by(*NEWEST_FIRST).offset(offset).limit(limit)))


def _searched(
    session: Session,
    methode: Methode,
    filter: Filter,
    where: ColumnElement[bool],
    words: Sequence[str],
    offset: int,
    limit: int,
) -> Logboekbeeld:
    """Read the newest rows first: that is enough in a small wijk, and for words that stand everywhere.

    Only what is rare in a large wijk is worth the index, which first gathers every row of the database with the words.
    """
    columns = select(StroomRow.id, StroomRow.soort, StroomRow.datum)
    beyond = session.execute(columns.where(where).order_by(*NEWEST_FIRST).offset(READ).limit(1)).one_or_none()
    if beyond is None:
        found, rows = session.execute(columns.where(where, contains(words))).all(), []
    else:
        wanted = and_(where, _soort(filter), contains(words))
        recent = tuple_(StroomRow.datum, StroomRow.id) > tuple_(beyond.datum, beyond.id)
        found, rows = None, _newest(session, and_(wanted, recent), offset, limit + 1)
        if len(rows) <= limit:
            index = found_by_index(session.get_bind().dialect.name, words)
            found = session.execute(columns.where(where, index).limit(MOST + 1)).all()
            if len(found) > MOST:
                found, rows = None, _newest(session, wanted, offset, limit + 1)
    if found is None:
        items = _items(session, methode, rows[:limit])
        return Logboekbeeld(items, offset + len(items) if items else 0, {}, meer=len(rows) > limit)
    chosen = [row for row in found if not filter.soorten or row.soort in filter.soorten]
    page = sorted(chosen, key=lambda row: (row.datum, row.id), reverse=True)[offset : offset + limit]
    by_id = {row.id: row for row in session.scalars(select(StroomRow).where(StroomRow.id.in_([r.id for r in page])))}
    items = _items(session, methode, [by_id[row.id] for row in page])
    return Logboekbeeld(items, len(chosen), dict(Counter(row.soort for row in found)))


def _items(session: Session, methode: Methode, rows: Sequence[StroomRow]) -> tuple[Item, ...]:
    """The rows as they are shown; everything of one soort is read at once."""
    words = describe(session, methode, [(row.soort, row.object_id) for row in rows])
    return tuple(
        Item(
            soort=row.soort,
            sleutel=row.object_id,
            datum=row.datum,
            fase=row.fase,
            titel=said.titel,
            tekst=said.tekst,
            details=said.details,
            versie=said.versie,
            verwijderd=row.verwijderd,
            belanghebbende=said.belanghebbende,
        )
        for row in rows
        if (said := words.get((row.soort, row.object_id))) is not None
    )
