"""One-time links: how somebody gets into a new account, or back into an old one, without a password going around.

The code in the link is 256 bits of chance; only its hash is kept. It is good for some days and once. No mail is sent:
the link is shown once to whoever made it, to hand over.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie, system_actor
from wijkkompas_core.errors import Conflict, InvalidInput, NotFound
from wijkkompas_core.services.toegang.pogingen import forget_attempts
from wijkkompas_core.services.toegang.wachtwoorden import NieuwWachtwoord, earlier_hashes, names_here, prepare, store
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.logboek import WritingSession, log
from wijkkompas_core.storage.tables import GebruikerRow, UitnodigingRow

UNKNOWN = (
    "Deze link werkt niet. Misschien is die al gebruikt, verlopen, of vervangen door een nieuwere. "
    "Vraag een nieuwe aan wie je de link gaf."
)
LONGEST_CODE = 100


@dataclass(frozen=True, slots=True)
class Uitnodiging:
    """Whom an open link is for."""

    gebruiker: int
    gebruikersnaam: str
    naam: str
    verloopt_op: datetime


def make_link(session: WritingSession, gebruiker: int, dagen: int, moment: datetime | None = None) -> str:
    """The code of a new link for an account; links made before stop working. The caller checks the right."""
    moment = moment or now()
    session.execute(delete(UitnodigingRow).where(UitnodigingRow.gebruiker_id == gebruiker))
    code = secrets.token_urlsafe(32)
    session.add(
        UitnodigingRow(
            gebruiker_id=gebruiker,
            code_hash=_hash(code),
            gemaakt_op=moment,
            verloopt_op=moment + timedelta(days=dagen),
        )
    )
    log(session, object="uitnodiging", object_id=gebruiker)
    return code


def find(session: Session, code: str, moment: datetime | None = None) -> Uitnodiging:
    """Whom a code is for; raises `NotFound` when it opens nothing."""
    row, account = _find(session, code, moment or now())
    return Uitnodiging(account.id, account.gebruikersnaam, account.naam, row.verloopt_op)


def accept(database: Database, code: str, wachtwoord: str, settings: Settings, moment: datetime | None = None) -> str:
    """Choose a password with a link and answer the user name; the link is used up by it.

    All sessions of the account end, and a lock on its name is lifted: who holds the link need not wait. A second
    factor stays. Raises `NotFound` for a link that does not work and `InvalidInput` for `wachtwoord`.
    """
    with database.reading() as session:
        _row, account = _find(session, code, moment or now())
        known = (account.id, account.gebruikersnaam, account.naam, account.wachtwoord_hash)
        earlier = earlier_hashes(session, account.id, settings.wachtwoorden_onthouden)
        bekend = names_here(session)
    key, gebruikersnaam, naam, was = known
    prepared = prepare(wachtwoord, gebruikersnaam, naam, was=was, earlier=earlier, bekend=bekend)
    if not isinstance(prepared, NieuwWachtwoord):
        raise InvalidInput({"wachtwoord": prepared})
    with database.writing(system_actor("uitnodiging"), Actie.UITNODIGING_AANNEMEN) as session:
        claimed = session.scalar(  # deleting is what claims the link: of two at once only one finds it
            delete(UitnodigingRow)
            .where(UitnodigingRow.code_hash == _hash(code), UitnodigingRow.verloopt_op > (moment or now()))
            .returning(UitnodigingRow.gebruiker_id)
        )
        row = session.get(GebruikerRow, key)
        if claimed != key or row is None or not row.actief:
            raise NotFound(UNKNOWN)
        if row.wachtwoord_hash != prepared.was:
            raise Conflict()
        session.actor = replace(session.actor, gebruiker=key, gebruikersnaam=gebruikersnaam)
        store(session, row, prepared.hash, must_change=False, keep=settings.wachtwoorden_onthouden)
        forget_attempts(session, gebruikersnaam)
        log(session, object="uitnodiging", object_id=key)
    return gebruikersnaam


def _find(session: Session, code: str, moment: datetime) -> tuple[UitnodigingRow, GebruikerRow]:
    found = (
        session.execute(
            select(UitnodigingRow, GebruikerRow)
            .join(GebruikerRow, GebruikerRow.id == UitnodigingRow.gebruiker_id)
            .where(
                UitnodigingRow.code_hash == _hash(code[:LONGEST_CODE]),
                UitnodigingRow.verloopt_op > moment,
                GebruikerRow.actief,
            )
        ).one_or_none()
        if code.isascii()
        else None
    )
    if found is None:
        raise NotFound(UNKNOWN)
    return found[0], found[1]


def _hash(code: str) -> str:
    return sha256(code.encode()).hexdigest()
