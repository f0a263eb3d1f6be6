"""Keep an import that is on its way, with its file; it counts nowhere and makes no line in the logboek (ADR 0013)."""

import json
import zlib
from typing import Any

from sqlalchemy import delete, select

from wijkkompas_core.bestanden.inhoud import refused
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.queries.concepten import KEPT
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import GebruikerRow, ImportconceptRow

LARGEST = 20_000_000
"""Bytes of a packed file: more is not kept, so that nobody fills the database without importing anything."""
LONGEST = 4_000_000
"""Bytes of where it is, as JSON."""
MOST = 3
"""Imports of one account that are kept; of more the oldest goes."""
TOO_LARGE = "Deze lijst is te groot om te bewaren: houd dit tabblad open tot ze binnen is."


def save_importconcept(session: WritingSession, key: int | None, inhoud: dict[str, Any], bestand: bytes) -> int | None:
    """Keep where an import is (`inhoud`: plain JSON values) for whoever writes; answers its number.

    With the number of one that is still there its file stays as it is. Raises `InvalidInput` for what is too large.
    Those that have grown too old go at the same time.
    """
    gebruiker = session.actor.gebruiker
    if gebruiker is None:
        return None
    if len(json.dumps(inhoud, ensure_ascii=False).encode(errors="surrogatepass")) > LONGEST:
        raise refused(TOO_LARGE)
    # Another tab of the same account, maybe on another server, may be keeping one at this moment.
    session.execute(select(GebruikerRow.id).where(GebruikerRow.id == gebruiker).with_for_update(key_share=True))
    mine = ImportconceptRow.gebruiker_id == gebruiker
    session.execute(delete(ImportconceptRow).where(mine, ImportconceptRow.bewaard_op < now() - KEPT))
    row = session.scalar(select(ImportconceptRow).where(mine, ImportconceptRow.id == key)) if key else None
    if row is None:
        packed = zlib.compress(bestand)
        if len(packed) > LARGEST:
            raise refused(TOO_LARGE)
        row = ImportconceptRow(gebruiker_id=gebruiker, bestand=packed)
        session.add(row)
    row.inhoud = inhoud
    row.bewaard_op = now()
    session.flush()
    kept = (
        select(ImportconceptRow.id).where(mine).order_by(ImportconceptRow.bewaard_op.desc(), ImportconceptRow.id.desc())
    )
    session.execute(delete(ImportconceptRow).where(mine, ImportconceptRow.id.in_(session.scalars(kept).all()[MOST:])))
    return row.id


def drop_importconcept(session: WritingSession, key: int) -> None:
    """Throw an own one away, if it is there."""
    mine = ImportconceptRow.gebruiker_id == session.actor.gebruiker
    session.execute(delete(ImportconceptRow).where(mine, ImportconceptRow.id == key))
