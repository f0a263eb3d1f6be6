"""Reads about one belanghebbende: everything on its page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, selectinload

from wijkkompas_core.domain.afspraken import OPEN
from wijkkompas_core.domain.belanghebbenden import BelanghebbendeInvoer
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.errors import NotFound
from wijkkompas_core.queries.contactmomenten import Contactmoment, to_contactmoments
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.storage.tables import (
    AfspraakRow,
    BelanghebbendeRow,
    BelofteRow,
    BesluitRow,
    ContactmomentRow,
    GebruikerRow,
    HoudingsmetingRow,
    besluit_contactmoment,
    contactmoment_belanghebbende,
)

MOST = 50


@dataclass(frozen=True, slots=True)
class Belanghebbendegegevens:
    """The facts about one belanghebbende; `contactpersoon` is (id, name)."""

    id: int
    wijk: int
    naam: str
    type: str
    aspecten: tuple[str, ...]
    belang: str | None
    invloed: str | None
    aan_tafel: bool
    contactpersoon: tuple[int, str] | None
    notitie: str
    versie: int

    def as_invoer(self) -> BelanghebbendeInvoer:
        """The facts as input: what the form starts from, and what undo goes back to."""
        return BelanghebbendeInvoer(
            wijk=self.wijk,
            naam=self.naam,
            type=self.type,
            aspecten=self.aspecten,
            belang=self.belang,
            invloed=self.invloed,
            aan_tafel=self.aan_tafel,
            contactpersoon=self.contactpersoon[0] if self.contactpersoon else None,
            notitie=self.notitie,
        )


@dataclass(frozen=True, slots=True)
class Houdingsmeting:
    """One houding with its date; `naam` is whose it was when that is a duplicate."""

    id: int
    datum: date
    huidig: str
    gewenst: str | None
    toelichting: str
    door: str
    versie: int
    naam: str | None


@dataclass(frozen=True, slots=True)
class Samengevoegd:
    """A duplicate that counts as this belanghebbende; `in_` is what it was merged into, a step further."""

    id: int
    naam: str
    in_: int
    versie: int


@dataclass(frozen=True, slots=True)
class Afspraak:
    """An open afspraak with this belanghebbende; `eigenaar` is someone of the team."""

    id: int
    wat: str
    eigenaar: str | None
    deadline: date | None


@dataclass(frozen=True, slots=True)
class Besluit:
    """A besluit that a contactmoment with this belanghebbende led to."""

    id: int
    datum: date
    wat: str
    door: str


@dataclass(frozen=True, slots=True)
class Belanghebbendebeeld:
    """Everything on the page of one belanghebbende, newest first; `beloften` maps fase → niveau (slugs).

    `gevraagd` is the name of the duplicate that was asked for, when it was one.
    """

    gegevens: Belanghebbendegegevens
    metingen: tuple[Houdingsmeting, ...]
    beloften: dict[str, str]
    samengevoegd: tuple[Samengevoegd, ...]
    contactmomenten: list[Contactmoment]
    totaal: int
    afspraken: tuple[Afspraak, ...] = ()
    besluiten: tuple[Besluit, ...] = ()
    gevraagd: str | None = None


@vraag(rechten_van_nu=True)
def belanghebbende(session: Session, actor: Actor, wijk: int, key: int, *, limit: int = 20) -> Belanghebbendebeeld:
    """One belanghebbende of a wijk; the id of a duplicate answers the one it counts as.

    At most `limit` contactmomenten and 50 afspraken and besluiten; the notitie is for who records here.

    Raises `NotFound` when it is not in this wijk.
    """
    require(actor, Recht.WIJK_ZIEN, wijk)
    asked = session.get(BelanghebbendeRow, key)
    if asked is None or asked.wijk_id != wijk:
        raise NotFound("Deze belanghebbende staat niet in het register van deze wijk.")
    row = session.get_one(BelanghebbendeRow, asked.hoofd_id) if asked.hoofd_id else asked
    merged = session.scalars(
        select(BelanghebbendeRow).where(BelanghebbendeRow.hoofd_id == row.id).order_by(BelanghebbendeRow.naam)
    ).all()
    ids = [row.id, *(m.id for m in merged)]
    contacts, total = _contactmomenten(session, wijk, ids, limit)
    names = {m.id: m.naam for m in merged}
    return Belanghebbendebeeld(
        gegevens=facts(session, row) if actor.may(Recht.VASTLEGGEN, wijk) else replace(facts(session, row), notitie=""),
        metingen=_metingen(session, ids, names),
        beloften=_beloften(session, row.id, ids),
        samengevoegd=tuple(Samengevoegd(m.id, m.naam, m.samengevoegd_met or row.id, m.versie) for m in merged),
        contactmomenten=contacts,
        totaal=total,
        afspraken=_afspraken(session, wijk, ids),
        besluiten=_besluiten(session, wijk, ids),
        gevraagd=None if asked is row else asked.naam,
    )


def facts(session: Session, row: BelanghebbendeRow) -> Belanghebbendegegevens:
    """A row as a value, with the name of its contact person."""
    owner = session.get(GebruikerRow, row.contactpersoon_id) if row.contactpersoon_id else None
    return Belanghebbendegegevens(
        id=row.id,
        wijk=row.wijk_id,
        naam=row.naam,
        type=row.type,
        aspecten=tuple(row.aspecten),
        belang=row.belang,
        invloed=row.invloed,
        aan_tafel=row.aan_tafel,
        contactpersoon=(owner.id, owner.naam) if owner else None,
        notitie=row.notitie,
        versie=row.versie,
    )


def _took_part(ids: Sequence[int]) -> ColumnElement[bool]:
    link = contactmoment_belanghebbende
    return (
        select(link.c.contactmoment_id)
        .where(link.c.contactmoment_id == ContactmomentRow.id, link.c.belanghebbende_id.in_(ids))
        .exists()
    )


def _contactmomenten(session: Session, wijk: int, ids: Sequence[int], limit: int) -> tuple[list[Contactmoment], int]:
    live = (ContactmomentRow.wijk_id == wijk, ContactmomentRow.verwijderd_op.is_(None), _took_part(ids))
    query = (
        select(ContactmomentRow)
        .where(*live)
        .order_by(ContactmomentRow.datum.desc(), ContactmomentRow.id.desc())
        .limit(limit)
        .options(selectinload(ContactmomentRow.aspecten), selectinload(ContactmomentRow.belanghebbenden))
    )
    total = session.scalar(select(func.count(ContactmomentRow.id)).where(*live)) or 0
    return to_contactmoments(session, list(session.scalars(query))), total


def _metingen(session: Session, ids: Sequence[int], names: dict[int, str]) -> tuple[Houdingsmeting, ...]:
    query = (
        select(HoudingsmetingRow, GebruikerRow.naam)
        .outerjoin(GebruikerRow, GebruikerRow.id == HoudingsmetingRow.ingevoerd_door)
        .where(HoudingsmetingRow.belanghebbende_id.in_(ids), HoudingsmetingRow.verwijderd_op.is_(None))
        .order_by(HoudingsmetingRow.datum.desc(), HoudingsmetingRow.id.desc())
    )
    return tuple(
        Houdingsmeting(
            m.id, m.datum, m.huidig, m.gewenst, m.toelichting, door or "onbekend", m.versie,
            names.get(m.belanghebbende_id),
        )
        for m, door in session.execute(query)
    )  # fmt: skip


def _beloften(session: Session, main: int, ids: Sequence[int]) -> dict[str, str]:
    """Fase → niveau. The main one's own promise goes before those of its duplicates, then the oldest of those."""
    rows = session.scalars(select(BelofteRow).where(BelofteRow.belanghebbende_id.in_(ids)).order_by(BelofteRow.id))
    found: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: row.belanghebbende_id != main):
        found.setdefault(row.fase, row.niveau)
    return found


def _afspraken(session: Session, wijk: int, ids: Sequence[int]) -> tuple[Afspraak, ...]:
    query = (
        select(AfspraakRow.id, AfspraakRow.wat, GebruikerRow.naam, AfspraakRow.deadline)
        .outerjoin(GebruikerRow, GebruikerRow.id == AfspraakRow.eigenaar_id)
        .outerjoin(ContactmomentRow, ContactmomentRow.id == AfspraakRow.contactmoment_id)
        .where(
            AfspraakRow.wijk_id == wijk,
            AfspraakRow.status == OPEN,
            AfspraakRow.verwijderd_op.is_(None),
            or_(
                AfspraakRow.belanghebbende_id.in_(ids),
                AfspraakRow.belanghebbende_id.is_(None) & ContactmomentRow.verwijderd_op.is_(None) & _took_part(ids),
            ),
        )
        .order_by(AfspraakRow.deadline.is_(None), AfspraakRow.deadline, AfspraakRow.id)
        .limit(MOST)
    )
    return tuple(Afspraak(*row) for row in session.execute(query))


def _besluiten(session: Session, wijk: int, ids: Sequence[int]) -> tuple[Besluit, ...]:
    led_to = (
        select(besluit_contactmoment.c.besluit_id)
        .join(ContactmomentRow, ContactmomentRow.id == besluit_contactmoment.c.contactmoment_id)
        .where(
            besluit_contactmoment.c.besluit_id == BesluitRow.id,
            ContactmomentRow.verwijderd_op.is_(None),
            _took_part(ids),
        )
    )
    query = (
        select(BesluitRow.id, BesluitRow.datum, BesluitRow.wat, BesluitRow.door)
        .where(BesluitRow.wijk_id == wijk, BesluitRow.verwijderd_op.is_(None), led_to.exists())
        .order_by(BesluitRow.datum.desc(), BesluitRow.id.desc())
        .limit(MOST)
    )
    return tuple(Besluit(*row) for row in session.execute(query))
