"""The second factor: a code of six digits from an authenticator app (TOTP, RFC 6238), or a recovery code.

Asked after the password and before a session exists. A code counts once, even within its half minute; wrong ones are
counted and locked as passwords are, and besides over days (`codefouten`).
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import compare_digest, token_urlsafe
from typing import Any

from pyotp import random_base32
from pyotp.totp import TOTP
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie, Actor
from wijkkompas_core.errors import Forbidden, InvalidInput
from wijkkompas_core.services.toegang.anonimiseren import forget_second_factor
from wijkkompas_core.services.toegang.codefouten import INSIDE, one_at_a_time, try_one, was_right, where_from
from wijkkompas_core.services.toegang.eigen_account import count_own
from wijkkompas_core.services.toegang.geheimen import GeheimOnleesbaar, is_plain, seal, unseal
from wijkkompas_core.services.toegang.herstelcodes import (
    HOW_MANY,
    NieuweCodes,
    hashes_of,
    looks_like_one,
    new_codes,
    store_codes,
    use_up,
)
from wijkkompas_core.services.toegang.inlogstappen import (
    TOO_LATE,
    Refusal,
    Stap,
    Ticket,
    claim_ticket,
    log_failure,
    must_have_second_factor,
    new_ticket,
    sha256_of,
    writing,
)
from wijkkompas_core.services.toegang.pogingen import NOWHERE, Herkomst, count, keys_for, network, succeeded
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.logboek import WritingSession, log
from wijkkompas_core.storage.tables import GebruikerRow, HerstelcodeRow, InlogticketRow, TweedeFactorRow

ISSUER = "Wijkkompas"
PURPOSE = "tweede factor"
TIME_TO_KEEP_CODES = timedelta(minutes=15)
"""After setting up at the login somebody first writes down the recovery codes."""
STEP_SECONDS = 30
WRONG = "Deze code klopt niet of is al gebruikt. Wacht op de volgende code in je app en vul die in."
WRONG_AT_SETUP = "Deze code klopt niet. Kijk of de klok van je telefoon goed staat, en vul de nieuwste code in."
MUST_KEEP = "Voor jouw rol is een tweede factor verplicht."


@dataclass(frozen=True, slots=True)
class NieuweFactor:
    """A secret that is shown but not in use yet; `uri` is what the QR code says."""

    geheim: str
    uri: str


@dataclass(frozen=True, slots=True)
class Factor:
    """The second factor that an account has."""

    sinds: datetime
    herstelcodes: int


def new_factor(gebruikersnaam: str) -> NieuweFactor:
    """A fresh secret of 160 bits."""
    geheim = random_base32()
    return NieuweFactor(geheim, TOTP(geheim).provisioning_uri(name=gebruikersnaam, issuer_name=ISSUER))


def whose(database: Database, ticket: Ticket, moment: datetime | None = None) -> str:
    """The user name that a ticket is for, to name the account in the app; raises `Forbidden` when it is no good."""
    with database.reading() as session:
        found = session.scalar(
            select(GebruikerRow.gebruikersnaam)
            .join(InlogticketRow, InlogticketRow.gebruiker_id == GebruikerRow.id)
            .where(
                InlogticketRow.ticket_hash == sha256_of(ticket.waarde), InlogticketRow.verloopt_op > (moment or now())
            )
        )
    if found is None:
        raise Forbidden(TOO_LATE)
    return found


def check_code(
    database: Database,
    ticket: Ticket,
    typed: str,
    settings: Settings,
    *,
    herkomst: Herkomst = NOWHERE,
    moment: datetime | None = None,
) -> Ticket | Refusal:
    """Check a code of the app or a recovery code; answers the ticket that starts a session.

    After a wrong code the ticket is still good, until it expires. Raises `Forbidden` when it is no good any more.
    """
    moment = moment or now()
    with writing(database) as session:
        gebruiker = session.scalar(
            select(InlogticketRow.gebruiker_id).where(
                InlogticketRow.ticket_hash == sha256_of(ticket.waarde),
                InlogticketRow.stap == Stap.CODE,
                InlogticketRow.verloopt_op > moment,
            )
        )
        if gebruiker is None:
            raise Forbidden(TOO_LATE)
        session.adres = network(herkomst.adres)
        one_at_a_time(session, gebruiker)
        wat = "herstelcode" if looks_like_one(typed) else "code"  # who guesses one does not close the other
        sleutels = keys_for(session, wat, str(gebruiker), gebruiker, herkomst)
        waar, ronde = where_from(session, gebruiker, herkomst), sha256_of(ticket.waarde)
        telling = count(session, sleutels, moment, settings)
        if telling.op_slot:
            log_failure(session, gebruiker, "code: op slot")
        refusal = telling.weigering or try_one(session, gebruiker, waar, ronde, typed, moment)
    if refusal:
        return Refusal(refusal)
    hashes = _slow_hashes(database, gebruiker, typed)
    with writing(database) as session:
        session.adres = network(herkomst.adres)
        if not _use(session, gebruiker, typed, hashes, settings, moment):
            log_failure(session, gebruiker, "code onjuist")
            return Refusal(WRONG)
        claim_ticket(session, ticket.waarde, Stap.CODE, moment)
        succeeded(session, sleutels)
        was_right(session, gebruiker, waar, ronde)
        _become(session, gebruiker)
        log(session, object="gebruiker", object_id=gebruiker)
        return new_ticket(session, gebruiker, Stap.SESSIE, moment)


def set_up_at_login(
    database: Database, ticket: Ticket, geheim: str, typed: str, settings: Settings, moment: datetime | None = None
) -> tuple[Ticket, tuple[str, ...]]:
    """Begin to use a second factor before the first session; answers the next ticket and the recovery codes.

    Raises `InvalidInput` for `code`, and `Forbidden` when the ticket is no good or the account has a second factor
    by now: a password alone must not replace that.
    """
    moment = moment or now()
    step = _right_step(geheim, typed, moment)
    if step is None:
        raise InvalidInput({"code": WRONG_AT_SETUP})
    codes = new_codes()
    with writing(database) as session:
        gebruiker = claim_ticket(session, ticket.waarde, Stap.INSTELLEN, moment)
        _become(session, gebruiker)
        shown = _begin(session, gebruiker, geheim, step, codes, settings, moment)
        return new_ticket(session, gebruiker, Stap.SESSIE, moment, TIME_TO_KEEP_CODES), shown


def set_up(
    session: WritingSession,
    geheim: str,
    typed: str,
    codes: NieuweCodes,
    settings: Settings,
    moment: datetime | None = None,
) -> tuple[str, ...]:
    """Begin to use a second factor of one's own accord (Actie.TWEEDE_FACTOR_WIJZIGEN); answers the recovery codes."""
    moment = moment or now()
    step = _right_step(geheim, typed, moment)
    if step is None:
        raise InvalidInput({"code": WRONG_AT_SETUP})
    return _begin(session, _own(session), geheim, step, codes, settings, moment)


def renew_codes(session: WritingSession, codes: NieuweCodes) -> tuple[str, ...]:
    """Ten new recovery codes; the old ones stop working. The caller has asked for a code (`require_code`)."""
    gebruiker = _own(session)
    log(session, object="tweede factor", object_id=gebruiker, nieuw={"herstelcodes": HOW_MANY})
    return store_codes(session, gebruiker, codes)


def stop(session: WritingSession, settings: Settings) -> None:
    """Go on without a second factor, if no role of the actor asks for one. The caller has asked for a code."""
    gebruiker = _own(session)
    if must_have_second_factor(session, gebruiker, settings):
        raise InvalidInput({"code": MUST_KEEP})
    forget_second_factor(session, gebruiker)
    log(session, object="tweede factor", object_id=gebruiker, oud={"aan": True}, nieuw={"aan": False})


def require_code(
    database: Database, actor: Actor, typed: str, settings: Settings, moment: datetime | None = None
) -> None:
    """Check a code of somebody who is logged in, counted like any; raises `InvalidInput` for `code`."""
    moment, gebruiker, ronde = moment or now(), actor.gebruiker or 0, token_urlsafe()[:20]
    sleutels, refusal = count_own(database, actor, "code", settings, moment)
    if not refusal:
        with writing(database) as session:
            one_at_a_time(session, gebruiker)
            refusal = try_one(session, gebruiker, INSIDE, ronde, typed, moment)
    if refusal:
        raise InvalidInput({"code": refusal})
    hashes = _slow_hashes(database, gebruiker, typed)
    with database.writing(actor, Actie.TWEEDE_FACTOR_WIJZIGEN) as session:
        right = _use(session, gebruiker, typed, hashes, settings, moment)
        if right:
            succeeded(session, sleutels)
            was_right(session, gebruiker, INSIDE, ronde)
        else:
            log_failure(session, gebruiker, "code onjuist")
    if not right:
        raise InvalidInput({"code": WRONG})


def seal_plain(session: WritingSession, settings: Settings) -> int:
    """Seal the secrets that an earlier version kept as they are; answers how many."""
    plain = [row for row in session.scalars(select(TweedeFactorRow)) if is_plain(row.geheim)]
    for row in plain:
        sleutel = settings.key_for(PURPOSE)
        row.geheim = seal(unseal(row.geheim, row.gebruiker_id, sleutel), row.gebruiker_id, sleutel)
    return len(plain)


def problems_of_secrets(session: Session, settings: Settings) -> list[str]:
    """What is the matter with the secrets that are kept: readable by anybody, or sealed with another key than ours."""
    problems: list[str] = []
    for row in session.scalars(select(TweedeFactorRow).order_by(TweedeFactorRow.gebruiker_id)):
        of = f"tweede factor van gebruiker {row.gebruiker_id}"
        if is_plain(row.geheim):
            problems.append(f"{of}: het geheim staat leesbaar in de database; draai: migrate")
            continue
        try:
            unseal(row.geheim, row.gebruiker_id, settings.key_for(PURPOSE))
        except GeheimOnleesbaar:
            problems.append(f"{of}: bewaard met een ander geheim dan hier; elke server hoort hetzelfde te hebben")
    return problems


def factor_of(session: Session, gebruiker: int) -> Factor | None:
    """The second factor of an account, if it has one."""
    row = session.get(TweedeFactorRow, gebruiker)
    left = select(func.count()).select_from(HerstelcodeRow).where(HerstelcodeRow.gebruiker_id == gebruiker)
    return None if row is None else Factor(row.sinds, session.scalar(left) or 0)


def _begin(
    session: WritingSession,
    gebruiker: int,
    geheim: str,
    step: int,
    codes: NieuweCodes,
    settings: Settings,
    moment: datetime,
) -> tuple[str, ...]:
    if session.get(TweedeFactorRow, gebruiker) is not None:
        raise Forbidden("Dit account heeft al een tweede factor. Log opnieuw in.")
    sealed = seal(geheim, gebruiker, settings.key_for(PURPOSE))
    session.add(TweedeFactorRow(gebruiker_id=gebruiker, geheim=sealed, laatste_stap=step, sinds=moment))
    session.flush()
    log(session, object="tweede factor", object_id=gebruiker, oud={"aan": False}, nieuw={"aan": True})
    return store_codes(session, gebruiker, codes)


def _slow_hashes(database: Database, gebruiker: int, typed: str) -> tuple[str, ...]:
    with database.reading() as session:
        return hashes_of(session, gebruiker, typed)


def _use(
    session: WritingSession, gebruiker: int, typed: str, hashes: tuple[str, ...], settings: Settings, moment: datetime
) -> bool:
    """Whether a code is right; then it is used up. Of two at once with the same code only one is right."""
    one_at_a_time(session, gebruiker)
    row = session.get(TweedeFactorRow, gebruiker)
    if row is None:
        return False
    if looks_like_one(typed):
        if use_up(session, gebruiker, hashes):
            log(session, object="tweede factor", object_id=gebruiker, nieuw={"herstelcode": "gebruikt"})
            return True
        return False
    step = _right_step(unseal(row.geheim, gebruiker, settings.key_for(PURPOSE)), typed, moment)
    if step is None:
        return False
    newer = update(TweedeFactorRow).where(
        TweedeFactorRow.gebruiker_id == gebruiker, TweedeFactorRow.laatste_stap < step
    )
    claimed: Any = session.execute(newer.values(laatste_stap=step).execution_options(synchronize_session=False))
    return claimed.rowcount == 1


def _right_step(geheim: str, typed: str, moment: datetime) -> int | None:
    """The half minute of which this is the code: the present one, or one next to it for a clock that is off."""
    plain = "".join(typed[:100].split()).replace("-", "")
    if len(plain) != 6 or not (plain.isascii() and plain.isdecimal()):
        return None
    totp, present = TOTP(geheim), int(moment.timestamp()) // STEP_SECONDS
    right = [step for step in (present - 1, present, present + 1) if _same(totp.generate_otp(step), plain)]
    return max(right, default=None)


def _same(one: str, other: str) -> bool:
    return compare_digest(one, other)


def _own(session: WritingSession) -> int:
    if session.actor.gebruiker is None:
        raise Forbidden()
    return session.actor.gebruiker


def _become(session: WritingSession, gebruiker: int) -> None:
    """From here on the logboek names who it is."""
    session.actor = replace(session.actor, gebruiker=gebruiker)
