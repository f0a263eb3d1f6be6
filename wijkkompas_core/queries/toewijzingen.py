"""The mappings of columns that were kept for the next file of the same make."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.domain.uitwisseling import Toewijzing
from wijkkompas_core.storage.tables import ToewijzingRow


@dataclass(frozen=True, slots=True)
class BewaardeIndeling:
    """A mapping that was kept under a name, for the next file of the same make."""

    id: int
    lijst: str
    naam: str
    toewijzing: Toewijzing


def bewaarde_indelingen(session: Session, _actor: Actor) -> tuple[BewaardeIndeling, ...]:
    """Every kept mapping by list and name; they hold words and titles, so every user may see them."""
    rows = session.scalars(select(ToewijzingRow).order_by(ToewijzingRow.lijst, ToewijzingRow.naam))
    return tuple(BewaardeIndeling(row.id, row.lijst, row.naam, Toewijzing.from_dict(row.inhoud)) for row in rows)


def toewijzingen(session: Session, _actor: Actor, lijst: str | None = None) -> dict[str, Toewijzing]:
    """Kept mappings by name, of one list or of all; they hold words and titles, so every user may see them."""
    query = select(ToewijzingRow).order_by(ToewijzingRow.gewijzigd_op.desc())
    if lijst is not None:
        query = query.where(ToewijzingRow.lijst == lijst)
    return {row.naam: Toewijzing.from_dict(row.inhoud) for row in session.scalars(query)}
