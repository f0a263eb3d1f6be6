"""Reads for the form of a besluit: the besluit itself, and the contactmomenten that it can follow from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, selectinload

from wijkkompas_core.domain.besluiten import BesluitInvoer
from wijkkompas_core.domain.betrokkenheid import VORM
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.errors import NotFound
from wijkkompas_core.queries.contactmomenten import to_contactmoments
from wijkkompas_core.queries.methode import Methode
from wijkkompas_core.storage.tables import BesluitRow, ContactmomentRow

UNKNOWN = "Dit besluit bestaat niet of is niet voor jou zichtbaar."
MOST = 200


@dataclass(frozen=True, slots=True)
class Besluit:
    """One besluit as input, and the version that it was read at."""

    id: int
    invoer: BesluitInvoer
    versie: int
    verwijderd: bool

    def as_invoer(self) -> BesluitInvoer:
        """As it would be filled in."""
        return self.invoer


@dataclass(frozen=True, slots=True)
class Keuze:
    """A contactmoment to choose: when, in which fase (slug) and vorm (name), and with whom."""

    id: int
    datum: date
    fase: str
    vorm: str
    wie: tuple[str, ...]
    verwijderd: bool


def besluit(session: Session, actor: Actor, key: int) -> Besluit:
    """One besluit, deleted or not; raises `NotFound` when it is not there for this actor."""
    row = session.get(BesluitRow, key)
    if row is None or not actor.may(Recht.WIJK_ZIEN, row.wijk_id):
        raise NotFound(UNKNOWN)
    if row.verwijderd_op is not None and not actor.may(Recht.VASTLEGGEN, row.wijk_id):
        raise NotFound(UNKNOWN)
    return to_besluit(row)


def besluit_in(session: Session, actor: Actor, wijk: int, key: int) -> Besluit:
    """The same, of this wijk only."""
    found = besluit(session, actor, key)
    if found.invoer.wijk != wijk:
        raise NotFound(UNKNOWN)
    return found


def to_besluit(row: BesluitRow) -> Besluit:
    """A row as a value."""
    invoer = BesluitInvoer(
        wijk=row.wijk_id,
        datum=row.datum,
        fase=row.fase,
        wat=row.wat,
        door=row.door,
        grond=row.grond,
        contactmomenten=tuple(sorted(c.id for c in row.contactmomenten)),
    )
    return Besluit(row.id, invoer, row.versie, row.verwijderd_op is not None)


def _seen(actor: Actor, wijk: int) -> list[ColumnElement[bool]]:
    return [] if actor.may(Recht.VASTLEGGEN, wijk) else [ContactmomentRow.verwijderd_op.is_(None)]


def keuzes(
    session: Session, actor: Actor, wijk: int, methode: Methode, also: Collection[int] = ()
) -> tuple[Keuze, ...]:
    """The newest contactmomenten of a wijk to choose from, and those in `also` (ids), older as they be.

    Deleted ones only for who may put them back.
    """
    require(actor, Recht.WIJK_ZIEN, wijk)
    newest = (
        select(ContactmomentRow.id)
        .where(ContactmomentRow.wijk_id == wijk, ContactmomentRow.verwijderd_op.is_(None))
        .order_by(ContactmomentRow.datum.desc(), ContactmomentRow.id.desc())
        .limit(MOST)
        .subquery()
    )
    wanted = or_(ContactmomentRow.id.in_(select(newest.c.id)), ContactmomentRow.id.in_(set(also)))
    query = (
        select(ContactmomentRow)
        .where(ContactmomentRow.wijk_id == wijk, wanted, *_seen(actor, wijk))
        .order_by(ContactmomentRow.datum.desc(), ContactmomentRow.id.desc())
        .options(selectinload(ContactmomentRow.aspecten), selectinload(ContactmomentRow.belanghebbenden))
    )
    return tuple(
        Keuze(
            c.id,
            c.datum,
            c.fase,
            methode.naam(VORM, c.vorm),
            tuple(naam for _, naam in c.belanghebbenden),
            c.verwijderd,
        )
        for c in to_contactmoments(session, list(session.scalars(query)))
    )
