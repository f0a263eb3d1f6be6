"""Contactmomenten counted per vak, belanghebbende and month: of a wijk with years behind it, only what is new.

Counts of different contactmomenten can be added up. So a `Voorraad` keeps those of a wijk up to and including a
number, with a stamp of the records that were counted: as long as the stamp is the same, only later ones are counted.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, func, or_, select, true
from sqlalchemy.orm import Session

from wijkkompas_core.analysis.betrouwbaarheid import betrouwbaarheden
from wijkkompas_core.analysis.tabel import kolommen
from wijkkompas_core.analysis.telling import Maand, Telling, added
from wijkkompas_core.domain.betrokkenheid import PARTICIPATIENIVEAU
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.parameters import Rekenparameters
from wijkkompas_core.queries.belanghebbenden import MAIN
from wijkkompas_core.queries.contactmomenten import invoer_van, vakken_geteld
from wijkkompas_core.queries.programmabalans import maandrijen
from wijkkompas_core.queries.voorraad import Bewaard, Voorraad
from wijkkompas_core.storage.tables import (
    BelanghebbendeRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    SchaalwaardeRow,
    contactmoment_belanghebbende,
)


@dataclass(frozen=True)
class Venster:
    """The days [van, tot] of which months and data confidence are counted, and by which method and parameters."""

    van: date
    tot: date
    kompas: Kompas
    parameters: Rekenparameters

    @property
    def eerste(self) -> Maand:
        """The month it begins in."""
        return self.van.year, self.van.month

    @property
    def laatste(self) -> Maand:
        """The month it ends in."""
        return self.tot.year, self.tot.month

    @property
    def maat(self) -> str:
        """What the numbers of a month depend on, besides the contactmomenten."""
        aspecten = [(aspect.slug, aspect.spoor) for aspect in self.kompas.aspecten]
        sporen = [spoor.slug for spoor in self.kompas.sporen]
        return json.dumps([aspecten, sporen, self.parameters.tijdig_binnen_dagen])


def tellingen(
    session: Session, wijken: Collection[int], voorraad: Voorraad | None = None, venster: Venster | None = None
) -> dict[int, Telling]:
    """The counts of these wijken (ids); without a `venster` no months and no data confidence.

    With a `voorraad`, which needs a `venster`, only those contactmomenten are counted that were not counted before;
    the answer is the same. The caller checks the right.
    """
    if voorraad is None or venster is None:
        counted = _count(session, wijken, true())
        if venster is not None:
            within = ContactmomentRow.datum.between(venster.van, venster.tot)
            counted = _with_months(session, counted, within, venster)
        return counted
    kept = {
        wijk: known
        for wijk in wijken
        if (known := voorraad.get(wijk)) and known.maat == venster.maat and known.vanaf <= venster.eerste
    }
    stamps = _stamps(session, wijken, {wijk: known.tot for wijk, known in kept.items()})
    still = {wijk for wijk, known in kept.items() if stamps[wijk].tot_nu == known.stempel}
    # Bounded by what was stamped: a record that comes in between is for the next time.
    upto = {wijk: stamps[wijk].hoogste for wijk in wijken}
    anew = [wijk for wijk in wijken if wijk not in still]
    grown = [wijk for wijk in still if upto[wijk] > kept[wijk].tot]
    # Whole months: those are the same tomorrow, when the days of the window are others.
    since = ContactmomentRow.datum >= venster.van.replace(day=1)

    def count(these: Collection[int], which: ColumnElement[bool]) -> dict[int, Telling]:
        return _with_months(session, _count(session, these, which), and_(which, since), venster) if these else {}

    fresh = count(anew, ContactmomentRow.id <= _per_wijk(upto, anew))
    if grown:
        before = {wijk: kept[wijk].tot for wijk in grown}
        between = and_(ContactmomentRow.id > _per_wijk(before, grown), ContactmomentRow.id <= _per_wijk(upto, grown))
        fresh |= {wijk: kept[wijk].telling.plus(new) for wijk, new in count(grown, between).items()}
    for wijk, telling in fresh.items():
        vanaf = venster.eerste if wijk in anew else kept[wijk].vanaf
        voorraad.put(wijk, Bewaard(upto[wijk], stamps[wijk].alles, venster.maat, vanaf, telling))
    whole = {wijk: fresh[wijk] if wijk in fresh else kept[wijk].telling for wijk in wijken}
    inner = {wijk: telling.between(venster.eerste, venster.laatste) for wijk, telling in whole.items()}
    return _with_months(session, inner, and_(_edges(venster), ContactmomentRow.id <= _per_wijk(upto, wijken)), venster)


def _edges(venster: Venster) -> ColumnElement[bool]:
    """The days of the window in its first and its last month, which may be half months."""
    day, van, tot = ContactmomentRow.datum, venster.van, venster.tot
    second = date(van.year + van.month // 12, van.month % 12 + 1, 1)
    return and_(day.between(van, tot), or_(day < second, day >= tot.replace(day=1)))


def _count(session: Session, wijken: Collection[int], which: ColumnElement[bool]) -> dict[int, Telling]:
    """Of those contactmomenten of these wijken: per vak, and per vak and belanghebbende."""
    found = {wijk: Telling() for wijk in wijken}
    for wijk, fase, aspect, n, last in session.execute(vakken_geteld(wijken).where(which)):
        found[wijk].vakken[fase, aspect] = n, last
    for wijk, fase, aspect, hoofd, n, highest in session.execute(_betrokken(wijken).where(which)):
        found[wijk].betrokken[fase, aspect, hoofd] = n, highest
    return found


def _with_months(
    session: Session, counted: Mapping[int, Telling], which: ColumnElement[bool], venster: Venster
) -> dict[int, Telling]:
    """The same counts, with the months of those contactmomenten added to what months there are."""
    months = {wijk: Telling() for wijk in counted}
    for wijk, _fase, year, number, *values in maandrijen(session, list(counted), venster.kompas, which=which):
        own, maand = months[wijk].maanden, (int(year), int(number))
        own[maand] = added(own.get(maand), tuple(map(float, values)))  # a row for each fase
    rows = session.execute(invoer_van(list(counted)).where(which))
    entries = kolommen("wijk, datum, ingevoerd_op, participatieniveau", rows)
    moments = zip(entries["wijk"], entries["datum"], strict=True)
    groups = [wijk * 10**6 + day.year * 100 + day.month for wijk, day in moments]
    for group, entry in betrouwbaarheden(entries, groups, venster.parameters).items():
        wijk, month = divmod(group, 10**6)
        months[wijk].invoer[divmod(month, 100)] = entry
    return {wijk: telling.plus(months[wijk]) for wijk, telling in counted.items()}


def _betrokken(wijken: Collection[int]) -> Select[*tuple[Any, ...]]:
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
    tot_nu: str
    """Of the records up to the number that was asked."""
    alles: str


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
        wijk: rest
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
        found[wijk] = _Stempels(highest, _as_text(numbers[:3], around), _as_text(numbers[3:], around))
    return found


def _as_text(numbers: Sequence[Any], around: Sequence[Any]) -> str:
    """The numbers, which come back in types that differ per database, and moments."""
    plain = [value if value is None or isinstance(value, datetime) else int(value) for value in numbers]
    return json.dumps([plain, around], default=str)


def _per_wijk(numbers: Mapping[int, int], wijken: Collection[int]) -> ColumnElement[int]:
    """The number that belongs to the wijk of a contactmoment; none of other wijken."""
    return case(*((ContactmomentRow.wijk_id == wijk, numbers[wijk]) for wijk in wijken), else_=-1)
