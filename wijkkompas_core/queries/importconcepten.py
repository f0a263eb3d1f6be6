"""Reads one's own imports that are not finished."""

import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actor, Recht
from wijkkompas_core.queries.concepten import KEPT
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.storage.tables import ImportconceptRow


@dataclass(frozen=True, slots=True)
class Importconcept:
    """An import that was left half-way: where it was, and when that was kept."""

    id: int
    inhoud: dict[str, Any]
    bewaard_op: datetime


@vraag(persoonlijk=True)
def importconcepten(session: Session, actor: Actor) -> tuple[Importconcept, ...]:
    """The imports that this actor left half-way, the last one first, without their files."""
    rows = session.scalars(_own(actor).order_by(ImportconceptRow.bewaard_op.desc(), ImportconceptRow.id.desc()))
    return tuple(Importconcept(row.id, dict(row.inhoud), row.bewaard_op) for row in rows)


@vraag(persoonlijk=True)
def importbestand(session: Session, actor: Actor, key: int) -> bytes | None:
    """The file of an import that this actor left half-way; nothing when it is not there any more."""
    row = session.scalar(_own(actor).where(ImportconceptRow.id == key))
    return None if row is None else zlib.decompress(row.bestand)


def _own(actor: Actor) -> Select[ImportconceptRow]:
    gebruiker = actor.gebruiker if actor.may(Recht.VASTLEGGEN) else None
    return select(ImportconceptRow).where(
        ImportconceptRow.gebruiker_id == gebruiker, ImportconceptRow.bewaard_op >= now() - KEPT
    )
