"""Reads of noten: those of the wijken that are asked for, and those about every wijk."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.annotaties import AnnotatieInvoer
from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.storage.tables import AnnotatieRow, GebruikerRow

UNKNOWN = "Deze noot bestaat niet of is niet voor jou zichtbaar."


@dataclass(frozen=True, slots=True)
class Annotatie:
    """A noot as it is shown. `wijk` is an id, nothing for every wijk; `door` is the name of who recorded it."""

    id: int
    wijk: int | None
    datum: date
    tekst: str
    door: str
    ingevoerd_op: datetime
    versie: int

    def as_invoer(self) -> AnnotatieInvoer:
        """As it would be filled in."""
        return AnnotatieInvoer(self.wijk, self.datum, self.tekst)


def may_see(actor: Actor, wijk: int | None) -> bool:
    """Whether the actor sees noten of a wijk (its id); those about every wijk are for who sees any."""
    return actor.may(Recht.WIJK_ZIEN, wijk)


def annotaties(session: Session, actor: Actor, wijken: Collection[int]) -> tuple[Annotatie, ...]:
    """The noten of these wijken (ids) and those about every wijk, oldest first."""
    require(actor, Recht.WIJK_ZIEN)
    for wijk in wijken:
        require(actor, Recht.WIJK_ZIEN, wijk)
    rows = session.execute(
        select(AnnotatieRow, GebruikerRow.naam)
        .outerjoin(GebruikerRow, GebruikerRow.id == AnnotatieRow.ingevoerd_door)
        .where(
            AnnotatieRow.verwijderd_op.is_(None),
            or_(AnnotatieRow.wijk_id.is_(None), AnnotatieRow.wijk_id.in_(wijken)),
        )
        .order_by(AnnotatieRow.datum, AnnotatieRow.id)
    )
    return tuple(to_annotatie(row, naam) for row, naam in rows)


def noten_van(session: Session, actor: Actor, wijken: Collection[int]) -> dict[int, tuple[Annotatie, ...]]:
    """Id of each of these wijken → the noten that concern it, also those about every wijk, oldest first."""
    found = annotaties(session, actor, wijken)
    return {wijk: tuple(noot for noot in found if noot.wijk in (None, wijk)) for wijk in wijken}


def to_annotatie(row: AnnotatieRow, naam: str | None) -> Annotatie:
    """The row as a plain value."""
    return Annotatie(row.id, row.wijk_id, row.datum, row.tekst, naam or "onbekend", row.ingevoerd_op, row.versie)
