"""Logging in and staying logged in: passwords are checked, attempts counted and sessions kept in the database.

The way in has two steps. `verify` checks name and password and gives a ticket, good for seconds and once; `start`
trades the ticket for a session and answers the value of its cookie. Of ticket and cookie only the hash is kept.
"""

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, Integer, Update, bindparam, delete, insert, or_, select, text, update
from sqlalchemy.orm import Session

from wijkkompas_core.domain.tijd import AMSTERDAM, now
from wijkkompas_core.domain.toegang import Actie, Actor, Rol, Toekenning, system_actor
from wijkkompas_core.errors import Forbidden
from wijkkompas_core.services.accounts import normal_gebruikersnaam, password_matches
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.logboek import FAILED, WritingSession, log
from wijkkompas_core.storage.tables import (
    GebruikerRow,
    InlogpogingRow,
    InlogticketRow,
    InstallatieRow,
    SessieRow,
    ToekenningRow,
    UtcDateTime,
)

WRONG = "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar. Kijk ze na en probeer het opnieuw."
TICKET_LIFE = timedelta(seconds=30)
TOUCH_EVERY = timedelta(minutes=5)
FREE_ATTEMPTS = 3
"""Wrong attempts without a wait; after that each one waits twice as long as the one before."""
LONGEST_WAIT = timedelta(seconds=60)
KEEP_ENDED = timedelta(days=30)
KEEP_ATTEMPTS = timedelta(days=1)
# The hash of a password that nobody has, of the same cost as real ones: an unknown name takes as long as a known one.
NOBODY = "$2b$12$LzCRGpinkUVYU3rwUXJECOrGd8sk/aQsrJm/o/Eah8dTCsTPtCoQ6"

_COUNT = text(
    "INSERT INTO inlogpoging (naam_hash, aantal, laatste_op, op_slot_tot) VALUES (:naam_hash, 1, :nu, NULL) "
    "ON CONFLICT (naam_hash) DO UPDATE SET aantal = inlogpoging.aantal + 1, laatste_op = excluded.laatste_op "
    "RETURNING aantal, op_slot_tot"
)
_COUNT = _COUNT.bindparams(bindparam("nu", type_=UtcDateTime()))
_COUNT = _COUNT.columns(aantal=Integer(), op_slot_tot=UtcDateTime())


@dataclass(frozen=True, slots=True)
class Ticket:
    """Name and password were right: `waarde` may start one session within half a minute."""

    waarde: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """No login: `bericht` is the sentence for the user."""

    bericht: str


@dataclass(frozen=True, slots=True)
class OpenSessie:
    """The session of a cookie: who it is, and whether its last use must be written down (see `touch`)."""

    actor: Actor
    touch_due: bool


def verify(
    database: Database,
    naam: str,
    wachtwoord: str,
    settings: Settings,
    *,
    matches: Callable[[str, str], bool] = password_matches,
    moment: datetime | None = None,
) -> Ticket | Refusal:
    """Check a typed name and password.

    An unknown name, a wrong password and a closed account take the same time and give the same sentence. Each attempt
    is counted under the name before the password is looked at, so that parallel guesses cannot slip past the count.
    After three wrong ones the next must wait 2, 4, 8 … seconds, after `settings.inlogpogingen` the name is locked,
    whether an account has it or not. `matches(typed, hash)` compares a password.
    """
    moment = moment or now()
    naam = normal_gebruikersnaam(naam)[:400]
    naam_hash = _sha256(naam)
    with _writing(database) as session:
        row = session.execute(
            select(GebruikerRow.id, GebruikerRow.gebruikersnaam, GebruikerRow.wachtwoord_hash).where(
                GebruikerRow.gebruikersnaam == naam, GebruikerRow.actief
            )
        ).one_or_none()
        wait_until, locked = _count_attempt(session, naam_hash, moment, settings)
        if wait_until is not None:
            _log_failure(session, row.id if row else None, "op slot" if locked else "te snel")
            return Refusal(_wait_sentence(wait_until, moment, locked=locked))
    # Outside the transaction: a quarter of a second of computing must not hold up those who write.
    right = matches(wachtwoord, row.wachtwoord_hash if row else NOBODY) and row is not None
    with _writing(database) as session:
        if row is None or not right:
            _log_failure(session, row.id if row else None, "naam of wachtwoord onjuist")
            return Refusal(WRONG)
        session.actor = replace(session.actor, gebruiker=row.id, gebruikersnaam=row.gebruikersnaam)
        session.execute(
            update(InlogpogingRow).where(InlogpogingRow.naam_hash == naam_hash).values(aantal=0, op_slot_tot=None)
        )
        ticket = secrets.token_urlsafe(32)
        session.execute(
            insert(InlogticketRow).values(
                ticket_hash=_sha256(ticket), gebruiker_id=row.id, verloopt_op=moment + TICKET_LIFE
            )
        )
        log(session, object="gebruiker", object_id=row.id)
    return Ticket(ticket)


def start(database: Database, ticket: str, settings: Settings, moment: datetime | None = None) -> str:
    """Trade a ticket for a session and answer its cookie value; raises `Forbidden` when the ticket is no good."""
    moment = moment or now()
    with _writing(database) as session:
        # Deleting is what claims the ticket: of two at once only one finds it.
        gebruiker = session.scalar(
            delete(InlogticketRow)
            .where(InlogticketRow.ticket_hash == _sha256(ticket), InlogticketRow.verloopt_op > moment)
            .returning(InlogticketRow.gebruiker_id)
        )
        if gebruiker is None or not session.scalar(select(GebruikerRow.actief).where(GebruikerRow.id == gebruiker)):
            raise Forbidden("Het inloggen duurde te lang. Probeer het opnieuw.")
        cookie = secrets.token_urlsafe(32)
        session.execute(
            insert(SessieRow).values(
                gebruiker_id=gebruiker, cookie_hash=_sha256(cookie), begonnen_op=moment, gezien_op=moment
            )
        )
        _forget_old(session, moment, settings)
    return cookie


_WHOSE_COOKIE = (
    select(
        SessieRow.id,
        SessieRow.gezien_op,
        GebruikerRow.id.label("gebruiker"),
        GebruikerRow.gebruikersnaam,
        GebruikerRow.naam,
        GebruikerRow.moet_wachtwoord_wijzigen,
        ToekenningRow.rol,
        ToekenningRow.wijk_id,
        select(InstallatieRow.dataversie).scalar_subquery().label("dataversie"),
    )
    .join(GebruikerRow, GebruikerRow.id == SessieRow.gebruiker_id)
    .outerjoin(ToekenningRow, ToekenningRow.gebruiker_id == GebruikerRow.id)
    .where(
        SessieRow.cookie_hash == bindparam("cookie"),
        SessieRow.beeindigd_op.is_(None),
        SessieRow.gezien_op > bindparam("seen_after"),
        SessieRow.begonnen_op > bindparam("begun_after"),
        GebruikerRow.actief,
    )
    .order_by(ToekenningRow.id)
)
"""Built once: building it costs more than running it."""


def actor_for_cookie(
    session: Session, cookie: str, settings: Settings, moment: datetime | None = None
) -> OpenSessie | None:
    """Whose session a cookie opens, with the rights of this moment, in one query; `None` when it opens none.

    It opens none when it is unknown, ended, unused or older than the settings allow, or the account is closed.
    """
    moment = moment or now()
    # Not through the ORM: this runs on every rerun, and plain rows come in half the time.
    values = {
        "cookie": _sha256(cookie),
        "seen_after": moment - _idle(settings),
        "begun_after": moment - timedelta(hours=settings.sessie_maximaal_uren),
    }
    rows = session.connection().execute(_WHOSE_COOKIE, values).all()
    if not rows:
        return None
    first = rows[0]
    actor = Actor(
        gebruiker=first.gebruiker,
        gebruikersnaam=first.gebruikersnaam,
        naam=first.naam,
        toekenningen=tuple(Toekenning(Rol(row.rol), row.wijk_id) for row in rows if row.rol is not None),
        sessie=first.id,
        moet_wachtwoord_wijzigen=first.moet_wachtwoord_wijzigen,
        dataversie=first.dataversie,
    )
    return OpenSessie(actor, touch_due=first.gezien_op <= moment - min(TOUCH_EVERY, _idle(settings) / 4))


def touch(database: Database, actor: Actor, moment: datetime | None = None) -> None:
    """Write down that the session of `actor` is in use; only when `touch_due`, or every click would be a write."""
    with _writing(database) as session:
        session.execute(
            update(SessieRow)
            .where(SessieRow.id == actor.sessie, SessieRow.beeindigd_op.is_(None))
            .values(gezien_op=moment or now())
        )


def end(database: Database, actor: Actor) -> None:
    """Log out: the session of `actor` ends, in every tab and for every copy of its cookie."""
    _end(database, actor, SessieRow.id == actor.sessie, object_id=actor.sessie)


def end_cookie(database: Database, cookie: str) -> None:
    """Log out by cookie, for a browser that says goodbye; an unknown or ended cookie is no error."""
    with database.reading() as session:
        row = session.execute(
            select(SessieRow.id, GebruikerRow.id.label("gebruiker"), GebruikerRow.gebruikersnaam, GebruikerRow.naam)
            .join(GebruikerRow, GebruikerRow.id == SessieRow.gebruiker_id)
            .where(SessieRow.cookie_hash == _sha256(cookie), SessieRow.beeindigd_op.is_(None))
        ).one_or_none()
    if row is not None:
        end(database, Actor(row.gebruiker, row.gebruikersnaam, row.naam, sessie=row.id))


def end_all(database: Database, actor: Actor) -> None:
    """Log out everywhere: all sessions of the account of `actor` end, this one as well."""
    _end(database, actor, SessieRow.gebruiker_id == actor.gebruiker, object_id="alle")


def _end(database: Database, actor: Actor, which: ColumnElement[bool], object_id: object) -> None:
    # As the system: someone who has no rights left at all must still be able to leave.
    with database.writing(system_actor("aanmelding"), Actie.UITLOGGEN) as session:
        session.actor = replace(actor, oorsprong="scherm")
        session.execute(update(SessieRow).where(which, SessieRow.beeindigd_op.is_(None)).values(beeindigd_op=now()))
        log(session, object="sessie", object_id=object_id)


def _count_attempt(
    session: WritingSession, naam_hash: str, moment: datetime, settings: Settings
) -> tuple[datetime | None, bool]:
    """Count one attempt; answers until when it must wait (`None`: go on) and whether that is a lock.

    The row stays locked until the transaction ends, so two attempts at once cannot see the same count.
    """
    aantal, until = session.execute(_COUNT, {"naam_hash": naam_hash, "nu": moment}).one()
    waiting = until is not None and until > moment
    if until is not None and not waiting and aantal > settings.inlogpogingen:
        aantal = 1  # the lock has passed: begin again
        session.execute(_poging(naam_hash).values(aantal=1, op_slot_tot=None))
    if not waiting:
        wait = _wait_after(aantal, settings)
        session.execute(_poging(naam_hash).values(op_slot_tot=moment + wait if wait else None))
        return None, False
    if aantal == settings.inlogpogingen:  # attempts that do not wait their turn count as well
        until = moment + timedelta(minutes=settings.slot_minuten)
        session.execute(_poging(naam_hash).values(op_slot_tot=until))
    return until, aantal >= settings.inlogpogingen


def _poging(naam_hash: str) -> Update:
    return update(InlogpogingRow).where(InlogpogingRow.naam_hash == naam_hash)


def _wait_after(aantal: int, settings: Settings) -> timedelta | None:
    """How long the next attempt must wait when this one, the `aantal`-th, is wrong."""
    if aantal >= settings.inlogpogingen:
        return timedelta(minutes=settings.slot_minuten)
    if aantal < FREE_ATTEMPTS:
        return None
    return min(timedelta(seconds=2 ** (aantal - FREE_ATTEMPTS + 1)), LONGEST_WAIT)


def _wait_sentence(until: datetime, moment: datetime, *, locked: bool) -> str:
    if locked:
        at = (until + timedelta(minutes=1)).astimezone(AMSTERDAM)  # rounded up to a whole minute
        return f"Er is te vaak geprobeerd met deze gebruikersnaam in te loggen. Probeer het opnieuw om {at:%H:%M} uur."
    seconds = max(1, -int((moment - until).total_seconds() // 1))
    unit = "seconde" if seconds == 1 else "seconden"
    return f"Dat ging een paar keer mis. Wacht {seconds} {unit} en probeer het dan opnieuw."


def _log_failure(session: WritingSession, gebruiker: int | None, reden: str) -> None:
    """Without the typed name: people type their password in that field by mistake."""
    log(session, object="gebruiker", object_id=gebruiker, resultaat=FAILED, nieuw={"reden": reden})


def _forget_old(session: WritingSession, moment: datetime, settings: Settings) -> None:
    """Drop what no longer serves: used-up tickets, long-ended sessions, attempts of a past day."""
    session.execute(delete(InlogticketRow).where(InlogticketRow.verloopt_op <= moment))
    oldest = moment - timedelta(hours=settings.sessie_maximaal_uren)
    session.execute(
        delete(SessieRow).where(
            or_(SessieRow.beeindigd_op <= moment - KEEP_ENDED, SessieRow.begonnen_op <= oldest - KEEP_ENDED)
        )
    )
    session.execute(
        delete(InlogpogingRow).where(
            InlogpogingRow.laatste_op <= moment - KEEP_ATTEMPTS,
            or_(InlogpogingRow.op_slot_tot.is_(None), InlogpogingRow.op_slot_tot <= moment),
        )
    )


def _writing(database: Database) -> AbstractContextManager[WritingSession]:
    return database.writing(system_actor("aanmelding"), Actie.INLOGGEN)


def _idle(settings: Settings) -> timedelta:
    return timedelta(minutes=settings.sessie_inactief_minuten)


def _sha256(value: str) -> str:
    return sha256(value.encode()).hexdigest()
