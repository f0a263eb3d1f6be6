"""Logging in and staying logged in: passwords are checked, attempts counted and sessions kept in the database.

The way in has steps, and each gives a ticket for the next, good once and not for long. `verify` checks name and
password; who has a second factor, or must have one, takes that step in `services.tweede_factor`; `start` trades the
last ticket for a session and answers its cookie. Of tickets and cookies only the hash is kept.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from wijkkompas_core.domain.accounts import NOBODY, normal_gebruikersnaam
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie, Actor, Rol, Toekenning, adds_rights, system_actor
from wijkkompas_core.errors import NotFound
from wijkkompas_core.services.toegang.inlogstappen import (
    Refusal,
    Stap,
    Ticket,
    claim_ticket,
    log_failure,
    new_ticket,
    next_step,
    sha256_of,
    writing,
)
from wijkkompas_core.services.toegang.opruimen import clock_jumped, forget_old
from wijkkompas_core.services.toegang.pogingen import NOWHERE, Herkomst, count, keys_for, network, succeeded
from wijkkompas_core.services.toegang.wachtwoorden import password_matches
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.logboek import WritingSession, log
from wijkkompas_core.storage.tables import (
    GebruikerRow,
    InstallatieRow,
    SessieRow,
    ToekenningRow,
    ToestelRow,
)

WRONG = "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar. Kijk ze na en probeer het opnieuw."
TOUCH_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class OpenSessie:
    """The session of a cookie: who it is, and whether its last use must be written down (see `touch`)."""

    actor: Actor
    touch_due: bool


@dataclass(frozen=True, slots=True)
class Cookies:
    """What a login gives a browser: the cookie of the session, and the one by which it is known later."""

    sessie: str
    toestel: str


def verify(
    database: Database,
    naam: str,
    wachtwoord: str,
    settings: Settings,
    *,
    herkomst: Herkomst = NOWHERE,
    matches: Callable[[str, str], bool] = password_matches,
    moment: datetime | None = None,
) -> Ticket | Refusal:
    """Check a typed name and password.

    An unknown name, a wrong password and a closed account take the same time and give the same sentence. Each attempt
    is counted before the password is looked at (`services.pogingen`), whether an account has the name or not; while a
    lock holds, no password is looked at and nothing is written but the count. `matches(typed, hash)` compares.
    """
    moment = moment or now()
    naam = normal_gebruikersnaam(naam)
    with writing(database) as session:
        row = session.execute(
            select(GebruikerRow.id, GebruikerRow.gebruikersnaam, GebruikerRow.wachtwoord_hash).where(
                GebruikerRow.gebruikersnaam == naam, GebruikerRow.actief
            )
        ).one_or_none()
        session.adres = network(herkomst.adres)
        sleutels = keys_for(session, "wachtwoord", naam, row.id if row else None, herkomst)
        telling = count(session, sleutels, moment, settings)
        if telling.weigering:
            if telling.op_slot:
                log_failure(session, row.id if row else None, "op slot")
            return Refusal(telling.weigering)
    # Outside the transaction: a quarter of a second of computing must not hold up those who write.
    right = matches(wachtwoord, row.wachtwoord_hash if row else NOBODY) and row is not None
    with writing(database) as session:
        session.adres = network(herkomst.adres)
        if row is None or not right or row.wachtwoord_hash == NOBODY:
            reden = "naam of wachtwoord onjuist" + ("; op slot" if telling.op_slot else "")
            log_failure(session, row.id if row else None, reden)
            return Refusal(WRONG)
        session.actor = replace(session.actor, gebruiker=row.id, gebruikersnaam=row.gebruikersnaam)
        succeeded(session, sleutels)
        stap = next_step(session, row.id, settings)
        log(
            session, object="gebruiker", object_id=row.id, nieuw={"stap": "wachtwoord"} if stap != Stap.SESSIE else None
        )
        return new_ticket(session, row.id, stap, moment)


def start(
    database: Database,
    ticket: str,
    settings: Settings,
    moment: datetime | None = None,
    *,
    toestel: str = "",
    woorden: str = "",
) -> Cookies:
    """Trade a ticket for a session; raises `Forbidden` when the ticket is no good.

    `toestel` is the cookie by which the browser is known, if it has one, and `woorden` what it is, for its owner.
    """
    moment = moment or now()
    with writing(database) as session:
        gebruiker = claim_ticket(session, ticket, Stap.SESSIE, moment)
        cookie = secrets.token_urlsafe(32)
        known, is_new = _know_browser(session, gebruiker, toestel, moment)
        session.execute(
            insert(SessieRow).values(
                gebruiker_id=gebruiker,
                cookie_hash=sha256_of(cookie),
                begonnen_op=moment,
                gezien_op=moment,
                toestel=woorden[:200],
                nieuw=is_new,
            )
        )
        _seen(session, gebruiker, moment)
        if not clock_jumped(session, moment):
            forget_old(session, settings, moment)
    return Cookies(cookie, known)


def _know_browser(session: WritingSession, gebruiker: int, toestel: str, moment: datetime) -> tuple[str, bool]:
    """Remember that the account logged in here; answers the cookie, a new one when the browser had none of ours.

    And whether that is news to who uses the account: not the first browser of all, and none that it was used in before.
    """
    if not toestel or session.scalar(select(ToestelRow).where(ToestelRow.toestel_hash == sha256_of(toestel))) is None:
        toestel = secrets.token_urlsafe(32)
    row = session.get(ToestelRow, (sha256_of(toestel), gebruiker))
    if row is not None:
        row.laatst_op = moment
        return toestel, False
    others = session.scalar(select(ToestelRow.gebruiker_id).where(ToestelRow.gebruiker_id == gebruiker).limit(1))
    session.add(ToestelRow(toestel_hash=sha256_of(toestel), gebruiker_id=gebruiker, laatst_op=moment))
    return toestel, others is not None


def seen_news(database: Database, actor: Actor, toestel: str, moment: datetime | None = None) -> None:
    """The actor has seen in this browser what happened to the account; in other browsers it stays to be told."""
    with writing(database) as session:
        here = (ToestelRow.toestel_hash == sha256_of(toestel), ToestelRow.gebruiker_id == actor.gebruiker)
        session.execute(update(ToestelRow).where(*here).values(gezien_tot=moment or now()))


def _seen(session: WritingSession, gebruiker: int | None, moment: datetime) -> None:
    """On the account as well: sessions are forgotten, and whether somebody still comes must stay known."""
    table = cast(Table, GebruikerRow.__table__)
    session.execute(update(table).where(table.c.id == gebruiker).values(gezien_op=moment))


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
    return _open_session(session, sha256_of(cookie), settings, moment or now())


def _open_session(session: Session, cookie_hash: str, settings: Settings, moment: datetime) -> OpenSessie | None:
    # Not through the ORM: this runs on every rerun, and plain rows come in half the time.
    values = {
        "cookie": cookie_hash,
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


def keeps_rights(session: Session, actor: Actor, settings: Settings, moment: datetime | None = None) -> bool:
    """Whether somebody who was logged in still is, in the same session and with at least the rights of then."""
    moment = moment or now()
    cookie = session.scalar(
        select(SessieRow.cookie_hash).where(SessieRow.id == actor.sessie, SessieRow.gebruiker_id == actor.gebruiker)
    )
    found = None if cookie is None else _open_session(session, cookie, settings, moment)
    if found is None or found.actor.moet_wachtwoord_wijzigen:
        return False
    return not any(adds_rights(one, found.actor.toekenningen) for one in actor.toekenningen)


def touch(database: Database, actor: Actor, moment: datetime | None = None) -> None:
    """Write down that the session of `actor` is in use; only when `touch_due`, or every click would be a write."""
    with writing(database) as session:
        session.execute(
            update(SessieRow)
            .where(SessieRow.id == actor.sessie, SessieRow.beeindigd_op.is_(None))
            .values(gezien_op=moment or now())
        )
        _seen(session, actor.gebruiker, moment or now())


def end(database: Database, actor: Actor) -> None:
    """Log out: the session of `actor` ends, in every tab and for every copy of its cookie."""
    # As the system: someone who has no rights left at all must still be able to leave.
    with database.writing(system_actor("aanmelding"), Actie.UITLOGGEN) as session:
        session.actor = replace(actor, oorsprong="scherm")
        this = (SessieRow.id == actor.sessie, SessieRow.beeindigd_op.is_(None))
        session.execute(update(SessieRow).where(*this).values(beeindigd_op=now()))
        log(session, object="sessie", object_id=actor.sessie)


def end_cookie(database: Database, cookie: str) -> None:
    """Log out by cookie, for a browser that says goodbye; an unknown or ended cookie is no error."""
    with database.reading() as session:
        row = session.execute(
            select(SessieRow.id, GebruikerRow.id.label("gebruiker"), GebruikerRow.gebruikersnaam, GebruikerRow.naam)
            .join(GebruikerRow, GebruikerRow.id == SessieRow.gebruiker_id)
            .where(SessieRow.cookie_hash == sha256_of(cookie), SessieRow.beeindigd_op.is_(None))
        ).one_or_none()
    if row is not None:
        end(database, Actor(row.gebruiker, row.gebruikersnaam, row.naam, sessie=row.id))


def end_one(session: WritingSession, sessie: int) -> None:
    """End one of the sessions of the actor, elsewhere; raises `NotFound` for one of somebody else."""
    ended = session.scalar(
        update(SessieRow)
        .where(
            SessieRow.id == sessie,
            SessieRow.gebruiker_id == session.actor.gebruiker,
            SessieRow.beeindigd_op.is_(None),
        )
        .values(beeindigd_op=now())
        .returning(SessieRow.id)
    )
    if ended is None:
        raise NotFound("Deze sessie is al beëindigd.")
    log(session, object="sessie", object_id=sessie)


def end_others(session: WritingSession) -> int:
    """End all sessions of the actor but this one; answers how many."""
    ended = session.scalars(
        update(SessieRow)
        .where(
            SessieRow.gebruiker_id == session.actor.gebruiker,
            SessieRow.id != session.actor.sessie,
            SessieRow.beeindigd_op.is_(None),
        )
        .values(beeindigd_op=now())
        .returning(SessieRow.id)
    ).all()
    log(session, object="sessie", object_id="andere", nieuw={"aantal": len(ended)})
    return len(ended)


def _idle(settings: Settings) -> timedelta:
    return timedelta(minutes=settings.sessie_inactief_minuten)
