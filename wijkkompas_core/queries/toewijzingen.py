"""The mappings of columns that were kept for the next file of the same make."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import Session

from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.domain.uitwisseling import Toewijzing
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.storage.tables import ToewijzingRow


@dataclass(frozen=True, slots=True)
class BewaardeIndeling:
    """A mapping that was kept under a name, for the next file of the same make."""

    id: int
    lijst: str
    naam: str
    toewijzing: Toewijzing


@vraag(persoonlijk=True)
def bewaarde_indelingen(session: Session, actor: Actor) -> tuple[BewaardeIndeling, ...]:
    """The kept mappings of this actor, and those that the system made, by list and name."""
    rows = session.scalars(_readable(actor).order_by(ToewijzingRow.lijst, ToewijzingRow.naam))
    return tuple(BewaardeIndeling(row.id, row.lijst, row.naam, Toewijzing.from_dict(row.inhoud)) for row in rows)


@vraag(persoonlijk=True)
def toewijzingen(session: Session, actor: Actor, lijst: str | None = None) -> dict[str, Toewijzing]:
    """The kept mappings of this actor, and those that the system made, by name; of one list or of all."""
    query = _readable(actor).order_by(ToewijzingRow.gewijzigd_op.desc())
    if lijst is not None:
        query = query.where(ToewijzingRow.lijst == lijst)
    return {row.naam: Toewijzing.from_dict(row.inhoud) for row in session.scalars(query)}


def _readable(actor: Actor) -> Select[ToewijzingRow]:
    return select(ToewijzingRow).where(own(actor) | ToewijzingRow.gewijzigd_door.is_(None))


def own(actor: Actor) -> ColumnElement[bool]:
    """Which kept mappings are of this actor: those they made. The words in them may be names of somebody's wijk.

    Who manages the whole gemeente, and the system, may see and replace all of them.
    """
    if actor.is_system or actor.is_beheerder:
        return true()
    return ToewijzingRow.gewijzigd_door == actor.gebruiker
