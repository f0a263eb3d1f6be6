"""Add, rename, close and reopen the deelprojecten of a wijk."""

from sqlalchemy import select

from wijkkompas_core.domain.betrokkenheid import clean_text
from wijkkompas_core.domain.voortgang import check_deelproject
from wijkkompas_core.errors import Conflict, InvalidInput, NotFound
from wijkkompas_core.queries.voortgang import to_deelproject
from wijkkompas_core.services.voortgang import GONE, at_wijk
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import DeelprojectRow


def add_deelproject(session: WritingSession, wijk: int, naam: str, toelichting: str = "") -> int:
    """Add a part of a wijk with a voortgang of its own; answers its id."""
    at_wijk(session, wijk)
    row = DeelprojectRow(wijk_id=wijk, actief=True)
    _fill(session, row, naam, toelichting)
    session.add(row)
    session.flush()
    return row.id


def rename_deelproject(session: WritingSession, key: int, versie: int, naam: str, toelichting: str) -> int:
    """Change the name and explanation of a deelproject; answers the new version."""
    row = _find(session, key, versie)
    _fill(session, row, naam, toelichting)
    session.flush()
    return row.versie


def close_deelproject(session: WritingSession, key: int, versie: int) -> int:
    """Close a deelproject: what was recorded stays to be seen, nothing can be added. Answers the new version."""
    row = _find(session, key, versie)
    row.actief = False
    session.flush()
    return row.versie


def reopen_deelproject(session: WritingSession, key: int, versie: int) -> int:
    """Open a closed deelproject again; answers the new version."""
    row = _find(session, key, versie)
    row.actief = True
    session.flush()
    return row.versie


def _find(session: WritingSession, key: int, versie: int) -> DeelprojectRow:
    row = session.get(DeelprojectRow, key)
    if row is None:
        raise NotFound(GONE)
    at_wijk(session, row.wijk_id)
    session.refresh(row)
    if row.versie != versie:
        raise Conflict(current=to_deelproject(row))
    return row


def _fill(session: WritingSession, row: DeelprojectRow, naam: str, toelichting: str) -> None:
    query = select(DeelprojectRow.naam).where(DeelprojectRow.wijk_id == row.wijk_id, DeelprojectRow.id != (row.id or 0))
    errors = check_deelproject(naam, toelichting, others=list(session.scalars(query)))
    if errors:
        raise InvalidInput(errors)
    with session.no_autoflush:
        row.naam, row.toelichting = clean_text(naam), clean_text(toelichting)
