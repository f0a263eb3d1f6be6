"""The steps of logging in and the tickets between them: each good for one step, once, and not for long.

Of a ticket only the hash is kept.
"""

import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.toegang import Actie, Rol, system_actor
from wijkkompas_core.errors import Forbidden
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.logboek import FAILED, WritingSession, log
from wijkkompas_core.storage.tables import GebruikerRow, InlogticketRow, ToekenningRow, TweedeFactorRow

TOO_LATE = "Het inloggen duurde te lang. Probeer het opnieuw."


class Stap(StrEnum):
    """The next step of logging in."""

    SESSIE = "sessie"
    CODE = "code"
    INSTELLEN = "instellen"


TICKET_LIFE = {
    Stap.SESSIE: timedelta(seconds=30),
    Stap.CODE: timedelta(minutes=5),
    Stap.INSTELLEN: timedelta(minutes=15),
}


@dataclass(frozen=True, slots=True)
class Ticket:
    """What was asked so far is right: `waarde` may take the step `stap`, once."""

    waarde: str
    stap: Stap = Stap.SESSIE


@dataclass(frozen=True, slots=True)
class Refusal:
    """No login: `bericht` is the sentence for the user."""

    bericht: str


def next_step(session: Session, gebruiker: int, settings: Settings) -> Stap:
    """What somebody whose password was right has to do next."""
    if session.get(TweedeFactorRow, gebruiker) is not None:
        return Stap.CODE
    return Stap.INSTELLEN if must_have_second_factor(session, gebruiker, settings) else Stap.SESSIE


def must_have_second_factor(session: Session, gebruiker: int, settings: Settings) -> bool:
    """Whether one of the roles of an account asks for a second factor."""
    held = session.scalars(select(ToekenningRow.rol).where(ToekenningRow.gebruiker_id == gebruiker))
    return bool(settings.tweede_factor_rollen & {Rol(rol) for rol in held})


def new_ticket(
    session: WritingSession, gebruiker: int, stap: Stap, moment: datetime, life: timedelta | None = None
) -> Ticket:
    """A ticket for the next step, good for as long as that step may take."""
    ticket = secrets.token_urlsafe(32)
    session.execute(
        insert(InlogticketRow).values(
            ticket_hash=sha256_of(ticket),
            gebruiker_id=gebruiker,
            verloopt_op=moment + (life or TICKET_LIFE[stap]),
            stap=stap,
        )
    )
    return Ticket(ticket, stap)


def claim_ticket(session: WritingSession, ticket: str, stap: Stap, moment: datetime) -> int:
    """Use up a ticket and answer whose it is; raises `Forbidden` when it is not good for this step, or not any more."""
    # Deleting is what claims the ticket: of two at once only one finds it.
    gebruiker = session.scalar(
        delete(InlogticketRow)
        .where(
            InlogticketRow.ticket_hash == sha256_of(ticket),
            InlogticketRow.stap == stap,
            InlogticketRow.verloopt_op > moment,
        )
        .returning(InlogticketRow.gebruiker_id)
    )
    if gebruiker is None or not session.scalar(select(GebruikerRow.actief).where(GebruikerRow.id == gebruiker)):
        raise Forbidden(TOO_LATE)
    return gebruiker


def log_failure(session: WritingSession, gebruiker: int | None, reden: str) -> None:
    """Without the typed name: people type their password in that field by mistake."""
    log(session, object="gebruiker", object_id=gebruiker, resultaat=FAILED, nieuw={"reden": reden})


def writing(database: Database) -> AbstractContextManager[WritingSession]:
    """A transaction of logging in, by the system: nobody is there yet."""
    return database.writing(system_actor("aanmelding"), Actie.INLOGGEN)


def sha256_of(value: str) -> str:
    """The hash of a ticket or cookie."""
    return sha256(value.encode()).hexdigest()
