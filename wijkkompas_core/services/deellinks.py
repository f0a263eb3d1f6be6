"""Links that show one view to people without an account: make, revoke and open them.

The token of a link is shown once and kept as a hash. Opening it gives a browser a cookie of its own, bound to that
link; what it may see is asked of the database at every rerun (`queries.deellinks.gedeeld`).
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import bcrypt
from sqlalchemy import delete, select, update

from wijkkompas_core.domain.accounts import normal_wachtwoord
from wijkkompas_core.domain.betrokkenheid import clean_text
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.toegang import Actie, Recht, link_actor, system_actor
from wijkkompas_core.domain.weergaven import Beeld, DeellinkInvoer, check_deellink
from wijkkompas_core.errors import Conflict, InvalidInput, NotFound
from wijkkompas_core.queries.deellinks import SESSION_LIFE, hashed, may_revoke, rows_for_token, works
from wijkkompas_core.queries.wijken import wijken
from wijkkompas_core.services.toegang.wachtwoorden import BCRYPT_COST, password_matches
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.logboek import FAILED, WritingSession, log
from wijkkompas_core.storage.tables import DeellinkRow, DeelsessieRow

BROKEN = (
    "Deze link werkt niet. Misschien is hij verlopen of ingetrokken, of is het adres niet compleet. "
    "Vraag een nieuwe link aan wie je deze stuurde."
)
WRONG = "Dit wachtwoord klopt niet."
FREE_ATTEMPTS = 3
"""Wrong passwords without a wait; after that each one waits twice as long as the one before."""
LONGEST_WAIT = timedelta(seconds=60)
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class NieuweLink:
    """A share link that was just made; `token` is not kept anywhere."""

    id: int
    token: str


@dataclass(frozen=True, slots=True)
class Geopend:
    """A share link that was opened: the cookie for this browser, bound to the link with this `kenmerk`."""

    kenmerk: str
    cookie: str


@dataclass(frozen=True, slots=True)
class Wachtwoordvraag:
    """The link works, but asks for a password; `fout` says what was wrong with the one that was typed."""

    fout: str = ""


def shared_wijken(session: WritingSession, beeld: Beeld) -> dict[int, str]:
    """Id → name of the wijken that a view shows and its maker leads; raises `InvalidInput` when that is not enough."""
    leads = wijken(session, session.actor, Recht.WIJK_STUREN)
    if beeld.pagina == "programmabalans" or not beeld.wijken:
        chosen = leads if beeld.pagina in ("programma", "programmabalans") else ()
    else:
        chosen = tuple(one for one in leads if one.slug in beeld.wijken)
        if len(chosen) < len(beeld.wijken):
            raise InvalidInput({"beeld": "Je kunt alleen wijken delen die je zelf stuurt."})
    if len(chosen) < (2 if beeld.pagina == "vergelijken" else 1):
        raise InvalidInput({"beeld": "Kies eerst op de pagina welke wijk je wilt delen."})
    return {one.id: one.naam for one in chosen}


def make_deellink(session: WritingSession, invoer: DeellinkInvoer) -> NieuweLink:
    """Make a share link, in `writing(actor, Actie.DEELLINK_MAKEN)`; raises `InvalidInput` with every error."""
    assert session.actor.gebruiker is not None
    invoer = replace(invoer, naam=clean_text(invoer.naam), wachtwoord=normal_wachtwoord(invoer.wachtwoord))
    errors, shown = check_deellink(invoer, today=today()), {}
    if "beeld" not in errors and invoer.beeld is not None:
        try:
            shown = shared_wijken(session, invoer.beeld)
        except InvalidInput as error:
            errors |= error.fields
    if errors:
        raise InvalidInput(errors)
    assert invoer.beeld is not None and invoer.verloopt_op is not None
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = DeellinkRow(
        kenmerk=secrets.token_hex(6),
        token_hash=hashed(token),
        naam=invoer.naam,
        pagina=invoer.beeld.pagina,
        vraag=invoer.beeld.query,
        wijken=sorted(shown),
        peildatum=invoer.peildatum,
        vrije_tekst=invoer.vrije_tekst,
        wachtwoord_hash=_hash(invoer.wachtwoord) if invoer.wachtwoord else None,
        gemaakt_op=now(),
        gemaakt_door=session.actor.gebruiker,
        verloopt_op=invoer.verloopt_op,
    )
    session.add(row)
    session.flush()
    return NieuweLink(row.id, token)


def revoke_deellink(session: WritingSession, key: int, versie: int) -> int:
    """Revoke a share link for good: a token cannot be given again. Who has it open sees nothing at the next action."""
    row = session.get(DeellinkRow, key)
    if row is None or not may_revoke(session.actor, row):
        raise NotFound("Deze link is er niet, of je mag hem niet intrekken.")
    if row.versie != versie:
        raise Conflict()
    if row.ingetrokken_op is None:
        row.ingetrokken_op = now()
        session.flush()
        session.execute(delete(DeelsessieRow).where(DeelsessieRow.deellink_id == key))
    return row.versie


def open_deellink(
    database: Database, token: str, wachtwoord: str | None, settings: Settings, moment: datetime | None = None
) -> Geopend | Wachtwoordvraag:
    """Open a share link; raises `NotFound(BROKEN)` when it does not work, whatever the reason, after the same work.

    A password is counted before it is compared, so that parallel guesses cannot slip past the count. After three wrong
    ones the next waits 2, 4, 8 … seconds, after `settings.inlogpogingen` it waits `settings.slot_minuten`.
    """
    moment = moment or now()
    with database.reading() as session:
        rows = rows_for_token(session, token)
        if not works(rows, moment):
            raise NotFound(BROKEN)
        link = rows[0][0]
        key, kenmerk, kept, shown = link.id, link.kenmerk, link.wachtwoord_hash, frozenset(link.wijken)
    actor = link_actor(key, shown)
    if kept is not None:
        if wachtwoord is None:
            return Wachtwoordvraag()
        with database.writing(system_actor(actor.oorsprong), Actie.DEELLINK_OPENEN) as session:
            seconds = _count_attempt(session, key, moment, settings)
        if seconds:
            return Wachtwoordvraag(f"Er is te vaak een verkeerd wachtwoord ingevuld. Wacht {_words(seconds)}.")
        if not password_matches(wachtwoord, kept):
            with database.writing(system_actor(actor.oorsprong), Actie.DEELLINK_OPENEN) as session:
                log(session, object="deellink", object_id=key, resultaat=FAILED, nieuw={"reden": "wachtwoord onjuist"})
            return Wachtwoordvraag(WRONG)
    cookie = secrets.token_urlsafe(TOKEN_BYTES)
    with database.writing(system_actor(actor.oorsprong), Actie.DEELLINK_OPENEN) as session:
        session.execute(update(DeellinkRow).where(DeellinkRow.id == key).values(pogingen=0, wacht_tot=None))
        session.execute(delete(DeelsessieRow).where(DeelsessieRow.begonnen_op <= moment - SESSION_LIFE))
        session.add(DeelsessieRow(deellink_id=key, cookie_hash=hashed(cookie), begonnen_op=moment))
    return Geopend(kenmerk, cookie)


def count_opened(database: Database, key: int, moment: datetime | None = None) -> None:
    """Write down that the page behind a share link was opened once more."""
    with database.writing(system_actor("deellink"), Actie.DEELLINK_OPENEN) as session:
        session.execute(
            update(DeellinkRow)
            .where(DeellinkRow.id == key)
            .values(geopend=DeellinkRow.geopend + 1, laatst_geopend_op=moment or now())
        )


def _count_attempt(session: WritingSession, key: int, moment: datetime, settings: Settings) -> int:
    """Count one attempt; answers how many seconds it should have waited, 0 when it may go on.

    The row stays locked until the transaction ends, so two attempts at once cannot see the same count.
    """
    this = DeellinkRow.id == key
    session.execute(update(DeellinkRow).where(this).values(pogingen=DeellinkRow.pogingen + 1))
    attempts, until = session.execute(select(DeellinkRow.pogingen, DeellinkRow.wacht_tot).where(this)).one()
    if until is not None and until > moment:
        return max(1, -int((moment - until).total_seconds() // 1))
    if until is not None and attempts > settings.inlogpogingen:
        attempts = 1  # the long wait has passed: begin again
        session.execute(update(DeellinkRow).where(this).values(pogingen=1))
    wait = timedelta(0)
    if attempts >= settings.inlogpogingen:
        wait = timedelta(minutes=settings.slot_minuten)
    elif attempts >= FREE_ATTEMPTS:
        wait = min(timedelta(seconds=2 ** (attempts - FREE_ATTEMPTS + 1)), LONGEST_WAIT)
    session.execute(update(DeellinkRow).where(this).values(wacht_tot=moment + wait if wait else None))
    return 0


def _words(seconds: int) -> str:
    if seconds <= 90:
        return f"{seconds} {'seconde' if seconds == 1 else 'seconden'} en probeer het dan opnieuw"
    return f"{-(-seconds // 60)} minuten en probeer het dan opnieuw"


def _hash(wachtwoord: str) -> str:
    return bcrypt.hashpw(wachtwoord.encode(), bcrypt.gensalt(BCRYPT_COST)).decode()
