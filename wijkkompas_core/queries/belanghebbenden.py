"""Reads about the belanghebbenden of a wijk."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.toegang import Actor, Recht, require
from wijkkompas_core.storage.tables import BelanghebbendeRow, contactmoment_belanghebbende


@dataclass(frozen=True, slots=True)
class Belanghebbende:
    """An organisation or group in a wijk; `contacten` is in how many contactmomenten it took part."""

    id: int
    naam: str
    type: str
    aan_tafel: bool
    contacten: int


def belanghebbenden(session: Session, actor: Actor, wijk: int) -> tuple[Belanghebbende, ...]:
    """Those of one wijk, by name."""
    require(actor, Recht.WIJK_ZIEN, wijk)
    link = contactmoment_belanghebbende
    query = (
        select(
            BelanghebbendeRow.id,
            BelanghebbendeRow.naam,
            BelanghebbendeRow.type,
            BelanghebbendeRow.aan_tafel,
            func.count(link.c.contactmoment_id),
        )
        .outerjoin(link, link.c.belanghebbende_id == BelanghebbendeRow.id)
        .where(BelanghebbendeRow.wijk_id == wijk)
        .group_by(BelanghebbendeRow.id)
        .order_by(func.lower(BelanghebbendeRow.naam))
    )
    return tuple(Belanghebbende(*row) for row in session.execute(query))
