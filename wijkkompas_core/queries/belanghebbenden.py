"""Reads about the belanghebbenden of a wijk. A duplicate counts as the one it was merged into, and is not listed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.tabel import Frame, frame
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.storage.tables import (
    BelanghebbendeRow,
    BelofteRow,
    ContactmomentRow,
    GebruikerRow,
    HoudingsmetingRow,
    ToekenningRow,
    contactmoment_belanghebbende,
)

MAIN: ColumnElement[int] = func.coalesce(BelanghebbendeRow.hoofd_id, BelanghebbendeRow.id)
"""The one that a belanghebbende counts as."""


@dataclass(frozen=True, slots=True)
class Belanghebbende:
    """An organisation or group in a wijk; `ook` are the names of those that were merged into it."""

    id: int
    naam: str
    type: str
    aan_tafel: bool
    ook: tuple[str, ...] = ()


@vraag(wijk_alleen=True)
def belanghebbenden(session: Session, actor: Actor, wijk: int) -> tuple[Belanghebbende, ...]:
    """Those of one wijk, by name; each once, whatever was merged into it."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    query = (
        select(
            BelanghebbendeRow.id,
            BelanghebbendeRow.naam,
            BelanghebbendeRow.type,
            BelanghebbendeRow.aan_tafel,
            BelanghebbendeRow.hoofd_id,
        )
        .where(BelanghebbendeRow.wijk_id == wijk)
        .order_by(func.lower(BelanghebbendeRow.naam), BelanghebbendeRow.id)
    )
    rows = session.execute(query).all()
    also: dict[int, list[str]] = {}
    for row in rows:
        if row.hoofd_id is not None:
            also.setdefault(row.hoofd_id, []).append(row.naam)
    return tuple(
        Belanghebbende(row.id, row.naam, row.type, row.aan_tafel, tuple(also.get(row.id, ())))
        for row in rows
        if row.hoofd_id is None
    )


@vraag(wijk_alleen=True, rechten_van_nu=True)
def register(session: Session, actor: Actor, wijk: int) -> Frame:
    """The register of a wijk, by name, one row per belanghebbende.

    Columns: `id, naam, type, aspecten (tuple of slugs), belang, invloed, aan_tafel, contactpersoon (name or None),
    notitie, ook (tuple of names), aantal (contactmomenten), laatste (datetime64), huidig, gewenst (slugs or None),
    houding_sinds (datetime64), versie`. The notitie is for who records here; it is empty for others.
    """
    require(actor, Recht.WIJK_ZIEN, wijk)
    records = actor.may(Recht.VASTLEGGEN, wijk)
    rows = session.execute(
        select(BelanghebbendeRow, GebruikerRow.naam)
        .outerjoin(GebruikerRow, GebruikerRow.id == BelanghebbendeRow.contactpersoon_id)
        .where(BelanghebbendeRow.wijk_id == wijk, BelanghebbendeRow.hoofd_id.is_(None))
        .order_by(func.lower(BelanghebbendeRow.naam), BelanghebbendeRow.id)
    ).all()
    also = {b.id: b.ook for b in belanghebbenden(session, actor, wijk)}
    contacts = {main: (n, last) for main, n, last in _contacts(session, wijk)}
    stands = _houdingen(session, wijk)
    columns = (
        "id, naam, type, aspecten, belang, invloed, aan_tafel, contactpersoon, notitie, ook, "
        "aantal, laatste, huidig, gewenst, houding_sinds, versie"
    )
    values = [
        (
            row.id,
            row.naam,
            row.type,
            tuple(row.aspecten),
            row.belang,
            row.invloed,
            row.aan_tafel,
            owner,
            row.notitie if records else "",
            also.get(row.id, ()),
            *contacts.get(row.id, (0, None)),
            *stands.get(row.id, (None, None, None)),
            row.versie,
        )
        for row, owner in rows
    ]
    return frame(columns, values, dagen="laatste, houding_sinds", soorten={"aantal": int, "aan_tafel": bool})


@vraag(wijk_alleen=True)
def deelnames(session: Session, actor: Actor, wijk: int, *, van: date | None = None, tot: date | None = None) -> Frame:
    """In how many contactmomenten of a period everyone in the register took part: `naam, type, aantal`, most first."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    counts = {main: n for main, n, _ in _contacts(session, wijk, van, tot)}
    rows = [(b.naam, b.type, counts.get(b.id, 0)) for b in belanghebbenden(session, actor, wijk)]
    rows.sort(key=lambda row: (-row[2], row[0].casefold()))
    return frame("naam, type, aantal", rows, soorten={"aantal": int})


def beloften(session: Session, actor: Actor, wijk: int) -> Frame:
    """What was promised in a wijk: `belanghebbende, naam, fase, niveau`, one row per belanghebbende and fase.

    The promise to the main one goes before those to its duplicates; of those the oldest counts.
    """
    require(actor, Recht.WIJK_ZIEN, wijk)
    names = {b.id: b.naam for b in belanghebbenden(session, actor, wijk)}
    rows = session.execute(
        select(MAIN.label("main"), BelofteRow.fase, BelofteRow.niveau, BelofteRow.belanghebbende_id)
        .join(BelanghebbendeRow, BelanghebbendeRow.id == BelofteRow.belanghebbende_id)
        .where(BelofteRow.wijk_id == wijk)
        .order_by(BelofteRow.id)
    ).all()
    found: dict[tuple[int, str], str] = {}
    for row in sorted(rows, key=lambda row: row.belanghebbende_id != row.main):
        found.setdefault((row.main, row.fase), row.niveau)
    values = [(main, names[main], fase, niveau) for (main, fase), niveau in found.items()]
    return frame("belanghebbende, naam, fase, niveau", values, soorten={})


def gehaalde_niveaus(
    session: Session, actor: Actor, wijk: int, peildatum: date, dagen: int = STANDAARD.praktijk_dagen
) -> Frame:
    """What came of promises in the last `dagen` days: `belanghebbende, niveau, aantal` (contactmomenten)."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    link = contactmoment_belanghebbende
    pairs = session.execute(
        select(MAIN, ContactmomentRow.id, ContactmomentRow.participatieniveau)
        .join(link, link.c.belanghebbende_id == BelanghebbendeRow.id)
        .join(ContactmomentRow, ContactmomentRow.id == link.c.contactmoment_id)
        .where(
            ContactmomentRow.wijk_id == wijk,
            ContactmomentRow.verwijderd_op.is_(None),
            ContactmomentRow.participatieniveau.is_not(None),
            ContactmomentRow.datum > peildatum - timedelta(days=dagen),
            ContactmomentRow.datum <= peildatum,
        )
        .distinct()
    )
    counts = Counter((main, niveau) for main, _, niveau in pairs)
    rows = [(main, niveau, n) for (main, niveau), n in sorted(counts.items())]
    return frame("belanghebbende, niveau, aantal", rows, soorten={})


def teamleden(session: Session, actor: Actor, wijk: int) -> dict[int, str]:
    """Who can be the contact person: active accounts with a role in this wijk or in all, id → name, by name."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    return active_members(session, wijk)


def active_members(session: Session, wijk: int) -> dict[int, str]:
    """Active accounts with a role in a wijk or in all, id → name, by name; the caller checks the right."""
    query = (
        select(GebruikerRow.id, GebruikerRow.naam)
        .join(ToekenningRow, ToekenningRow.gebruiker_id == GebruikerRow.id)
        .where(GebruikerRow.actief, (ToekenningRow.wijk_id == wijk) | ToekenningRow.wijk_id.is_(None))
        .order_by(GebruikerRow.naam)
    )
    return {row.id: row.naam for row in session.execute(query)}


def _contacts(
    session: Session, wijk: int, van: date | None = None, tot: date | None = None
) -> list[tuple[int, int, date]]:
    """(main one, number of contactmomenten, date of the last); a contactmoment with two duplicates counts once."""
    link = contactmoment_belanghebbende
    query = (
        select(MAIN, func.count(ContactmomentRow.id.distinct()), func.max(ContactmomentRow.datum))
        .join(link, link.c.belanghebbende_id == BelanghebbendeRow.id)
        .join(ContactmomentRow, ContactmomentRow.id == link.c.contactmoment_id)
        .where(ContactmomentRow.wijk_id == wijk, ContactmomentRow.verwijderd_op.is_(None))
        .group_by(MAIN)
    )
    if van:
        query = query.where(ContactmomentRow.datum >= van)
    if tot:
        query = query.where(ContactmomentRow.datum <= tot)
    return [(main, n, last) for main, n, last in session.execute(query)]


def _houdingen(session: Session, wijk: int) -> dict[int, tuple[str, str | None, date]]:
    """Main one → its latest houding: now, desired, since when."""
    query = (
        select(MAIN, HoudingsmetingRow.huidig, HoudingsmetingRow.gewenst, HoudingsmetingRow.datum)
        .join(BelanghebbendeRow, BelanghebbendeRow.id == HoudingsmetingRow.belanghebbende_id)
        .where(HoudingsmetingRow.wijk_id == wijk, HoudingsmetingRow.verwijderd_op.is_(None))
        .order_by(HoudingsmetingRow.datum, HoudingsmetingRow.id)
    )
    return {main: (huidig, gewenst, datum) for main, huidig, gewenst, datum in session.execute(query)}
