"""Reads one's own drafts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.storage.tables import ConceptRow

KEPT = timedelta(days=30)
"""For so long a draft is kept."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A half-filled form: what was filled in, and when it was kept."""

    inhoud: dict[str, Any]
    bewaard_op: datetime


@vraag(persoonlijk=True)
def concept(session: Session, actor: Actor, formulier: str) -> Concept | None:
    """The draft that this actor left in a form, unless it is too old."""
    row = session.get(ConceptRow, (actor.gebruiker, formulier)) if actor.gebruiker is not None else None
    if row is None or row.bewaard_op < now() - KEPT:
        return None
    return Concept(dict(row.inhoud), row.bewaard_op)
