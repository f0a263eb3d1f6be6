"""Making an account anonymous (AVG): name and user name go, rows and numbers stay.

The logboek holds numbers only, so nothing in it has to change. It cannot be undone.
"""

from sqlalchemy import delete

from wijkkompas_core.domain.accounts import NOBODY
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.services.toegang.wachtwoorden import end_sessions
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import (
    CodefoutRow,
    ConceptRow,
    GebruikerRow,
    HerstelcodeRow,
    ImportconceptRow,
    InlogticketRow,
    OudWachtwoordRow,
    ToestelRow,
    TweedeFactorRow,
    UitnodigingRow,
)


def wipe(session: WritingSession, row: GebruikerRow) -> None:
    """Take out of an account everything that tells who it was, and close it for good."""
    moment = now()
    row.gebruikersnaam, row.naam = f"anoniem-{row.id}", f"Anoniem {row.id}"
    row.wachtwoord_hash = NOBODY
    row.actief, row.moet_wachtwoord_wijzigen = False, False
    row.gesloten_op = row.gesloten_op or moment
    row.geanonimiseerd_op, row.gezien_op = moment, None
    row.toekenningen = []
    end_sessions(session, row.id)
    forget_links(session, row.id)
    forget_second_factor(session, row.id)
    for table in (ConceptRow, ImportconceptRow, OudWachtwoordRow):
        session.execute(delete(table).where(table.gebruiker_id == row.id))
    session.flush()


def forget_links(session: WritingSession, gebruiker: int) -> None:
    """Drop what opens an account besides the password: links, tickets and known browsers."""
    for table in (UitnodigingRow, InlogticketRow, ToestelRow):
        session.execute(delete(table).where(table.gebruiker_id == gebruiker))


def forget_second_factor(session: WritingSession, gebruiker: int) -> bool:
    """Drop the second factor and its recovery codes; answers whether there was one."""
    for table in (HerstelcodeRow, CodefoutRow):
        session.execute(delete(table).where(table.gebruiker_id == gebruiker))
    had = delete(TweedeFactorRow).where(TweedeFactorRow.gebruiker_id == gebruiker)
    return session.scalar(had.returning(TweedeFactorRow.gebruiker_id)) is not None
