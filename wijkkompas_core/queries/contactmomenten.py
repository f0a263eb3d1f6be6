"""Reads about contactmomenten. Soft-deleted records count nowhere."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased, selectinload

from wijkkompas_core.analysis.tabel import Frame, frame, kolommen
from wijkkompas_core.domain.betrokkenheid import ContactmomentInvoer
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.selectie import ALLES, Selectie
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.errors import NotFound
from wijkkompas_core.storage.tables import (
    BelanghebbendeRow,
    ContactmomentAspectRow,
    ContactmomentRow,
    GebruikerRow,
    contactmoment_belanghebbende,
)


@dataclass(frozen=True, slots=True)
class Contactmoment:
    """One record as it is shown. `belanghebbenden` are (id, name) pairs, each duplicate as the one it counts as."""

    id: int
    wijk: int
    datum: date
    fase: str
    vorm: str
    participatieniveau: str | None
    aantal_deelnemers: int | None
    opbrengst: str
    links: tuple[str, ...]
    aspecten: tuple[str, ...]
    belanghebbenden: tuple[tuple[int, str], ...]
    ingevoerd_op: datetime
    ingevoerd_door: str
    gewijzigd_op: datetime
    verwijderd: bool
    versie: int

    def as_invoer(self) -> ContactmomentInvoer:
        """The record as input: what the form starts from when it is edited, and what undo goes back to."""
        return ContactmomentInvoer(
            wijk=self.wijk,
            datum=self.datum,
            fase=self.fase,
            aspecten=self.aspecten,
            vorm=self.vorm,
            participatieniveau=self.participatieniveau,
            belanghebbenden=tuple(key for key, _ in self.belanghebbenden),
            aantal_deelnemers=self.aantal_deelnemers,
            opbrengst=self.opbrengst,
            links=self.links,
        )


def _within(
    query: Select[*tuple[Any, ...]], wijk: int, kompas: Kompas, selectie: Selectie, van: date | None, tot: date | None
) -> Select[*tuple[Any, ...]]:
    """Limit a query over contactmomenten to what lives, in a wijk, a part of the kompas and a period."""
    conditions: list[ColumnElement[bool]] = [
        ContactmomentRow.wijk_id == wijk,
        ContactmomentRow.verwijderd_op.is_(None),
    ]
    if selectie.fase:
        conditions.append(ContactmomentRow.fase == selectie.fase)
    if selectie.spoor:
        touching = select(ContactmomentAspectRow.contactmoment_id).where(
            ContactmomentAspectRow.contactmoment_id == ContactmomentRow.id,
            ContactmomentAspectRow.aspect.in_(selectie.aspecten(kompas)),
        )
        conditions.append(touching.exists())
    if van:
        conditions.append(ContactmomentRow.datum >= van)
    if tot:
        conditions.append(ContactmomentRow.datum <= tot)
    return query.where(*conditions)


def contactmoment(session: Session, actor: Actor, key: int) -> Contactmoment:
    """One contactmoment, for who may change it also a deleted one; raises `NotFound` when this actor has none."""
    row = session.get(ContactmomentRow, key)
    recht = Recht.WIJK_ZIEN if row is None or row.verwijderd_op is None else Recht.VASTLEGGEN
    if row is None or not actor.may(recht, row.wijk_id):
        raise NotFound("Dit contactmoment bestaat niet of is niet voor jou zichtbaar.")
    return to_contactmoments(session, [row])[0]


def latest(
    session: Session,
    actor: Actor,
    wijk: int,
    kompas: Kompas,
    selectie: Selectie = ALLES,
    *,
    van: date | None = None,
    tot: date | None = None,
    places: range = range(20),
) -> tuple[list[Contactmoment], int]:
    """The contactmomenten of a wijk within a selection and period, newest first (those at these places), and how many
    there are."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    query = (
        _within(select(ContactmomentRow), wijk, kompas, selectie, van, tot)
        .order_by(ContactmomentRow.datum.desc(), ContactmomentRow.id.desc())
        .slice(places.start, places.stop)
        .options(selectinload(ContactmomentRow.aspecten), selectinload(ContactmomentRow.belanghebbenden))
    )
    rows = list(session.scalars(query))
    total = session.scalar(_within(select(func.count(ContactmomentRow.id)), wijk, kompas, selectie, van, tot)) or 0
    return to_contactmoments(session, rows), total


def to_contactmoments(session: Session, rows: list[ContactmomentRow]) -> list[Contactmoment]:
    """Rows as values, with the name of who entered them."""
    writers = {row.ingevoerd_door for row in rows if row.ingevoerd_door is not None}
    names: dict[int, str] = {}
    if writers:
        found = session.execute(select(GebruikerRow.id, GebruikerRow.naam).where(GebruikerRow.id.in_(writers)))
        names = {row.id: row.naam for row in found}
    merged = {b.hoofd_id for row in rows for b in row.belanghebbenden if b.hoofd_id is not None}
    mains: dict[int, str] = {}
    if merged:
        query = select(BelanghebbendeRow.id, BelanghebbendeRow.naam).where(BelanghebbendeRow.id.in_(merged))
        mains = {row.id: row.naam for row in session.execute(query)}
    return [
        Contactmoment(
            id=row.id,
            wijk=row.wijk_id,
            datum=row.datum,
            fase=row.fase,
            vorm=row.vorm,
            participatieniveau=row.participatieniveau,
            aantal_deelnemers=row.aantal_deelnemers,
            opbrengst=row.opbrengst,
            links=tuple(row.links),
            aspecten=tuple(a.aspect for a in row.aspecten),
            belanghebbenden=_parties(row, mains),
            ingevoerd_op=row.ingevoerd_op,
            ingevoerd_door=names.get(row.ingevoerd_door or 0, "onbekend"),
            gewijzigd_op=row.gewijzigd_op,
            verwijderd=row.verwijderd_op is not None,
            versie=row.versie,
        )
        for row in rows
    ]


def _parties(row: ContactmomentRow, mains: dict[int, str]) -> tuple[tuple[int, str], ...]:
    """Who took part, each once, by name."""
    pairs = {b.hoofd_id or b.id: mains.get(b.hoofd_id or b.id, b.naam) for b in row.belanghebbenden}
    return tuple(pairs.items()) if not mains else tuple(sorted(pairs.items(), key=lambda pair: pair[1]))


def vakken_geteld(
    wijken: Collection[int], van: date | None = None, tot: date | None = None
) -> Select[*tuple[Any, ...]]:
    """The question how many contactmomenten each vak has: `wijk, fase, aspect, aantal, laatste`; none gives no row.

    The caller checks the right.
    """
    moment, about = ContactmomentRow, ContactmomentAspectRow
    query = (
        select(moment.wijk_id, moment.fase, about.aspect, func.count(), func.max(moment.datum))
        .join(about, about.contactmoment_id == moment.id)
        .where(moment.wijk_id.in_(wijken), moment.verwijderd_op.is_(None))
        .group_by(moment.wijk_id, moment.fase, about.aspect)
    )
    if van:
        query = query.where(moment.datum >= van)
    return query.where(moment.datum <= tot) if tot else query


def per_vak(session: Session, actor: Actor, wijk: int, *, van: date | None = None, tot: date | None = None) -> Frame:
    """Contactmomenten counted per vak: `fase, aspect, aantal, laatste`; a vak without any has no row."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    rows = session.execute(vakken_geteld((wijk,), van, tot)).all()
    return frame("fase, aspect, aantal, laatste", [row[1:] for row in rows], dagen="laatste")


def aanrakingen(
    session: Session, actor: Actor, wijk: int, *, van: date | None = None, tot: date | None = None
) -> Frame:
    """One row per contactmoment × aspect: `contactmoment, datum, fase, aspect, k`, k = its number of aspecten."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    query = select(
        ContactmomentRow.id,
        ContactmomentRow.datum,
        ContactmomentRow.fase,
        ContactmomentAspectRow.aspect,
        ContactmomentRow.aantal_aspecten,
    ).join(ContactmomentAspectRow, ContactmomentAspectRow.contactmoment_id == ContactmomentRow.id)
    rows = session.execute(_within(query, wijk, _NO_KOMPAS, ALLES, van, tot))
    return frame("contactmoment, datum, fase, aspect, k", rows, dagen="datum")


def invoergegevens(
    session: Session, actor: Actor, wijk: int, *, van: date | None = None, tot: date | None = None
) -> dict[str, list[Any]]:
    """What the data-confidence label needs, one row per contactmoment: `datum, ingevoerd_op, participatieniveau`."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    rows = session.execute(invoer_van((wijk,), van, tot))
    return kolommen("datum, ingevoerd_op, participatieniveau", (row[1:] for row in rows))


def invoer_van(wijken: Collection[int], van: date | None = None, tot: date | None = None) -> Select[*tuple[Any, ...]]:
    """The same question about several wijken: `wijk, datum, ingevoerd_op, participatieniveau`.

    The caller checks the right.
    """
    moment = ContactmomentRow
    query = select(moment.wijk_id, moment.datum, moment.ingevoerd_op, moment.participatieniveau).where(
        moment.wijk_id.in_(wijken), moment.verwijderd_op.is_(None)
    )
    if van:
        query = query.where(moment.datum >= van)
    return query.where(moment.datum <= tot) if tot else query


def betrokkenen(
    session: Session,
    actor: Actor,
    wijk: int,
    kompas: Kompas,
    selectie: Selectie = ALLES,
    *,
    van: date | None = None,
    tot: date | None = None,
) -> Frame:
    """Who was involved within a selection and period: `naam, type, aantal, laatste`, most often first."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    link = contactmoment_belanghebbende
    main = aliased(BelanghebbendeRow)
    query = (
        select(
            main.naam,
            main.type,
            func.count(ContactmomentRow.id.distinct()).label("aantal"),
            func.max(ContactmomentRow.datum).label("laatste"),
        )
        .select_from(ContactmomentRow)
        .join(link, link.c.contactmoment_id == ContactmomentRow.id)
        .join(BelanghebbendeRow, BelanghebbendeRow.id == link.c.belanghebbende_id)
        .join(main, main.id == func.coalesce(BelanghebbendeRow.hoofd_id, BelanghebbendeRow.id))
        .group_by(main.id, main.naam, main.type)
        .order_by(func.count(ContactmomentRow.id.distinct()).desc(), main.naam)
    )
    rows = session.execute(_within(query, wijk, kompas, selectie, van, tot))
    return frame("naam, type, aantal, laatste", rows, dagen="laatste")


_NO_KOMPAS = Kompas((), (), (), {})
