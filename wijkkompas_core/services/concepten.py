"""Keep a half-filled form, and throw it away; nothing counts it, and no line of it comes in the logboek (ADR 0013)."""

import json
from typing import Any

from sqlalchemy import delete, select, update

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.queries.concepten import KEPT
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import ConceptRow, GebruikerRow

LARGEST = 1_000_000
"""Bytes of a draft as JSON: more is not kept, so that nobody fills the database without recording anything."""


def save_concept(session: WritingSession, formulier: str, inhoud: dict[str, Any]) -> None:
    """Keep what is filled in at a form (`inhoud`: plain JSON values) for whoever writes; one draft per form.

    Drafts that have grown too old go at the same time.
    """
    gebruiker = session.actor.gebruiker
    # What JSON escapes does not count double: a text of emoji is as long as it is.
    if gebruiker is None or len(json.dumps(inhoud, ensure_ascii=False).encode(errors="surrogatepass")) > LARGEST:
        return
    _one_at_a_time(session)
    session.execute(
        delete(ConceptRow).where(ConceptRow.gebruiker_id == gebruiker, ConceptRow.bewaard_op < now() - KEPT)
    )
    row = session.get(ConceptRow, (gebruiker, formulier))
    if row is None:
        row = ConceptRow(gebruiker_id=gebruiker, formulier=formulier)
        session.add(row)
    row.inhoud = inhoud
    row.bewaard_op = now()


def set_aside(session: WritingSession, formulier: str, to: str) -> None:
    """Keep the draft of a form under another name, so that the next one does not overwrite it."""
    _one_at_a_time(session)
    drop_concept(session, to)
    mine = ConceptRow.gebruiker_id == session.actor.gebruiker, ConceptRow.formulier == formulier
    session.execute(update(ConceptRow).where(*mine).values(formulier=to))


def drop_concept(session: WritingSession, formulier: str) -> None:
    """Throw the draft of a form away, if there is one."""
    session.execute(
        delete(ConceptRow).where(ConceptRow.gebruiker_id == session.actor.gebruiker, ConceptRow.formulier == formulier)
    )


def _one_at_a_time(session: WritingSession) -> None:
    """Wait for another tab of the same account, maybe on another server, that is keeping a draft at this moment."""
    mine = GebruikerRow.id == session.actor.gebruiker
    session.execute(select(GebruikerRow.id).where(mine).with_for_update(key_share=True))
