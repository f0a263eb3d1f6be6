"""Contactmomenten counted per vak, belanghebbende and month: of a wijk with years behind it, only what is new.

Counts of different contactmomenten can be added up. So a `Voorraad` keeps those of a wijk up to and including a
number, with a stamp of the records that were counted: as long as the stamp is the same, only later ones are counted.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, func, select, true
from sqlalchemy.orm import Session

from wijkkompas_core.analysis.betrouwbaarheid import GEEN, Betrouwbaarheid, betrouwbaarheden
from wijkkompas_core.analysis.tabel import kolommen
from wijkkompas_core.domain.betrokkenheid import PARTICIPATIENIVEAU
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.parameters import Rekenparameters
from wijkkompas_core.queries.belanghebbenden import MAIN
from wijkkompas_core.queries.contactmomenten import invoer_van, vakken_geteld
from wijkkompas_core.queries.programmabalans import maandrijen
from wijkkompas_core.storage.tables import (
    BelanghebbendeRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    SchaalwaardeRow,
    contactmoment_belanghebbende,
)

Stempel = tuple[object, ...]
Maand = tuple[int, int]
"""Year and number."""
Maandsom = tuple[float, ...]
"""Numbers of one month, as `programmabalans.maandrijen` gives them after its groups."""


@dataclass(frozen=True)
class Venster:
    """The days [van, tot] of which months and data confidence are counted, and by which method and parameters."""

    van: date
    tot: date
    kompas: Kompas
    parameters: Rekenparameters


@dataclass(frozen=True)
class Telling:
    """Of one wijk: per vak (fase, aspect) how many and the last day; per vak and belanghebbende how many and the
    highest level as place on its scale (None: no level). Within a `Venster`: the sums per month, and what is known
    about the entry."""

    vakken: dict[tuple[str, str], tuple[int, date]] = field(default_factory=dict)
    betrokken: dict[tuple[str, str, int], tuple[int, int | None]] = field(default_factory=dict)
    maanden: dict[Maand, Maandsom] = field(default_factory=dict)
    invoer: Betrouwbaarheid = GEEN

    def plus(self, other: "Telling") -> "Telling":
        """Both together; they have counted different contactmomenten."""
        vakken, betrokken, maanden = dict(self.vakken), dict(self.betrokken), dict(self.maanden)
        for vak, (n, last) in other.vakken.items():
            before, day = vakken.get(vak, (0, last))
            vakken[vak] = before + n, max(day, last)
        for key, (n, level) in other.betrokken.items():
            before, highest = betrokken.get(key, (0, None))
            betrokken[key] = before + n, max((one for one in (highest, level) if one is not None), default=None)
        for maand, values in other.maanden.items():
            maanden[maand] = _added(maanden.get(maand), values)
        return Telling(vakken, betrokken, maanden, self.invoer.plus(other.invoer))


def _added(one: Maandsom | None, other: Maandsom) -> Maandsom:
    return other if one is None else tuple(a + b for a, b in zip(one, other, strict=True))


@dataclass(frozen=True)
class _Bewaard:
    tot: int
    """The highest number that was counted."""
    stempel: Stempel
    venster: Venster | None
    telling: Telling


class Voorraad:
    """The counts of wijken of one database, to start from the next time. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[int, _Bewaard] = {}

    def get(self, wijk: int) -> _Bewaard | None:
        """What is kept of a wijk (its id)."""
        with self._lock:
            return self._kept.get(wijk)

    def put(self, wijk: int, bewaard: _Bewaard) -> None:
        """Keep this of a wijk instead of what there was."""
        with self._lock:
            self._kept[wijk] = bewaard


def tellingen(
    session: Session, wijken: Collection[int], voorraad: Voorraad | None = None, venster: Venster | None = None
) -> dict[int, Telling]:
    """The counts of these wijken (ids); without a `venster` no months and no data confidence.

    With a `voorraad` only those contactmomenten are counted that were not counted before; the answer is the same. The
    caller checks the right.
    """
    if voorraad is None:
        return _count(session, wijken, true(), venster)
    kept = {wijk: known for wijk in wijken if (known := voorraad.get(wijk)) is not None and known.venster == venster}
    stamps = _stamps(session, wijken, {wijk: known.tot for wijk, known in kept.items()})
    still = {wijk for wijk, known in kept.items() if stamps[wijk].tot_nu == known.stempel}
    # Bounded by what was stamped: a record that comes in between is for the next time.
    upto = {wijk: stamps[wijk].hoogste for wijk in wijken}
    anew = [wijk for wijk in wijken if wijk not in still]
    grown = [wijk for wijk in still if upto[wijk] > kept[wijk].tot]
    fresh = _count(session, anew, ContactmomentRow.id <= _per_wijk(upto, anew), venster) if anew else {}
    if grown:
        since = {wijk: kept[wijk].tot for wijk in grown}
        between = and_(ContactmomentRow.id > _per_wijk(since, grown), ContactmomentRow.id <= _per_wijk(upto, grown))
        fresh |= {w: kept[w].telling.plus(new) for w, new in _count(session, grown, between, venster).items()}
    for wijk, telling in fresh.items():
        voorraad.put(wijk, _Bewaard(upto[wijk], stamps[wijk].alles, venster, telling))
    return {wijk: fresh[wijk] if wijk in fresh else kept[wijk].telling for wijk in wijken}


def _count(
    session: Session, wijken: Collection[int], which: ColumnElement[bool], venster: Venster | None
) -> dict[int, Telling]:
    found = {wijk: Telling() for wijk in wijken}
    for wijk, fase, aspect, n, last in session.execute(vakken_geteld(wijken).where(which)):
        found[wijk].vakken[fase, aspect] = n, last
    for wijk, fase, aspect, hoofd, n, highest in session.execute(_betrokken(wijken).where(which)):
        found[wijk].betrokken[fase, aspect, hoofd] = n, highest
    if venster is None:
        return found
    window = {"van": venster.van, "tot": venster.tot}
    for wijk, _fase, year, number, *values in maandrijen(session, wijken, venster.kompas, **window, which=which):
        maand = int(year), int(number)
        found[wijk].maanden[maand] = _added(found[wijk].maanden.get(maand), tuple(map(float, values)))
    rows = session.execute(invoer_van(wijken, **window).where(which))
    entries = kolommen("wijk, datum, ingevoerd_op, participatieniveau", rows)
    trust = betrouwbaarheden(entries, entries["wijk"], venster.parameters)
    return {wijk: replace(telling, invoer=trust.get(wijk, GEEN)) for wijk, telling in found.items()}


def _betrokken(wijken: Collection[int]) -> Select:
    """Per wijk, vak and belanghebbende: in how many contactmomenten, and the highest level as place on its scale."""
    link = contactmoment_belanghebbende.c
    return (
        select(
            ContactmomentRow.wijk_id,
            ContactmomentRow.fase,
            ContactmomentAspectRow.aspect,
            MAIN,
            func.count(distinct(ContactmomentRow.id)),
            func.max(SchaalwaardeRow.volgorde),
        )
        .select_from(ContactmomentRow)
        .join(ContactmomentAspectRow, ContactmomentAspectRow.contactmoment_id == ContactmomentRow.id)
        .join(contactmoment_belanghebbende, link.contactmoment_id == ContactmomentRow.id)
        .join(BelanghebbendeRow, BelanghebbendeRow.id == link.belanghebbende_id)
        .outerjoin(
            SchaalwaardeRow,
            and_(
                SchaalwaardeRow.schaal == PARTICIPATIENIVEAU,
                SchaalwaardeRow.slug == ContactmomentRow.participatieniveau,
            ),
        )
        .where(ContactmomentRow.wijk_id.in_(wijken), ContactmomentRow.verwijderd_op.is_(None))
        .group_by(ContactmomentRow.wijk_id, ContactmomentRow.fase, ContactmomentAspectRow.aspect, MAIN)
    )


@dataclass(frozen=True)
class _Stempels:
    hoogste: int
    tot_nu: Stempel
    """Of the records up to the number that was asked."""
    alles: Stempel


def _stamps(session: Session, wijken: Collection[int], tot: Mapping[int, int]) -> dict[int, _Stempels]:
    """What tells whether records were added, changed or removed: each change raises `versie` and `gewijzigd_op`.

    Belanghebbenden and the scale are in it too: whom one counts as, and how high a level is.
    """
    moment, party = ContactmomentRow, BelanghebbendeRow
    known = moment.id <= _per_wijk(tot, list(tot)) if tot else moment.id < 0
    query = (
        select(
            moment.wijk_id,
            func.max(moment.id),
            func.sum(case((known, 1), else_=0)),
            func.sum(case((known, moment.versie), else_=0)),
            func.max(case((known, moment.gewijzigd_op))),
            func.count(),
            func.sum(moment.versie),
            func.max(moment.gewijzigd_op),
        )
        .where(moment.wijk_id.in_(wijken), moment.verwijderd_op.is_(None))
        .group_by(moment.wijk_id)
    )
    rows: dict[int, list[Any]] = {wijk: rest for wijk, *rest in session.execute(query)}
    parties = {
        wijk: tuple(rest)
        for wijk, *rest in session.execute(
            select(party.wijk_id, func.count(), func.sum(party.versie), func.count(party.hoofd_id))
            .where(party.wijk_id.in_(wijken))
            .group_by(party.wijk_id)
        )
    }
    levels = select(SchaalwaardeRow.slug, SchaalwaardeRow.volgorde).where(SchaalwaardeRow.schaal == PARTICIPATIENIVEAU)
    scale = tuple(sorted(tuple(row) for row in session.execute(levels)))
    found: dict[int, _Stempels] = {}
    for wijk in wijken:
        highest, *numbers = rows.get(wijk, [0, 0, 0, None, 0, 0, None])
        around = (parties.get(wijk), scale)
        found[wijk] = _Stempels(highest, (*map(_plain, numbers[:3]), *around), (*map(_plain, numbers[3:]), *around))
    return found


def _plain(value: object) -> object:
    """Sums come back in types that differ per database."""
    return value if value is None or hasattr(value, "year") else int(str(value))


def _per_wijk(numbers: Mapping[int, int], wijken: Collection[int]) -> ColumnElement[int]:
    """The number that belongs to the wijk of a contactmoment; none of other wijken."""
    return case(*((ContactmomentRow.wijk_id == wijk, numbers[wijk]) for wijk in wijken), else_=-1)
