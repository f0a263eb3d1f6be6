"""Counting failed attempts to log in, in the database: they hold after a restart and from every server.

Two counts slow down who guesses: one per name and one per address. Anyone can push up both, so neither may close the
door for who belongs here: an attempt from a browser in which the account logged in before counts apart, under name and
browser together, and looks at neither (docs/besluiten/0021-slot-op-het-inloggen.md).
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, Update, bindparam, text, update
from sqlalchemy.orm import Session

from wijkkompas_core.domain.accounts import LONGEST_WAIT, attempt_key
from wijkkompas_core.domain.tijd import AMSTERDAM
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import InlogpogingRow, ToestelRow, UtcDateTime

FREE_ATTEMPTS = 3
"""Wrong attempts without a wait; after that each one waits twice as long as the one before."""
_KNOWN = " Op een toestel waarop je eerder inlogde, kan het misschien wel."
_COUNT = (
    text(
        "INSERT INTO inlogpoging (sleutel, aantal, begonnen_op, laatste_op, op_slot_tot) "
        "VALUES (:sleutel, 1, :nu, :nu, NULL) "
        "ON CONFLICT (sleutel) DO UPDATE SET aantal = inlogpoging.aantal + 1, laatste_op = excluded.laatste_op "
        "RETURNING aantal, begonnen_op, op_slot_tot"
    )
    .bindparams(bindparam("nu", type_=UtcDateTime()))
    .columns(aantal=Integer(), begonnen_op=UtcDateTime(), op_slot_tot=UtcDateTime())
)


@dataclass(frozen=True, slots=True)
class Herkomst:
    """Where an attempt comes from: the address ("" when not known) and the cookie of the browser ("" without one)."""

    adres: str = ""
    toestel: str = ""


NOWHERE = Herkomst()
"""Somewhere that is not known, as for who is already inside."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What counting one attempt gave: the sentence that refuses it ("" lets it try), and whether it set a lock."""

    weigering: str = ""
    op_slot: bool = False


@dataclass(frozen=True, slots=True)
class Sleutels:
    """Under what an attempt is counted; `adres` is empty when only the name or browser counts."""

    naam: str
    adres: str = ""


def keys_for(session: Session, wat: str, naam: str, gebruiker: int | None, herkomst: Herkomst) -> Sleutels:
    """Under what an attempt at `wat` (a password, a code) of a name counts; `gebruiker` is the account, if any."""
    if gebruiker is not None and is_known(session, gebruiker, herkomst.toestel):
        return Sleutels(attempt_key(f"{wat}|{naam}|{herkomst.toestel}"))
    adres = network(herkomst.adres)
    return Sleutels(attempt_key(f"{wat}|{naam}"), attempt_key(f"adres|{adres}") if adres else "")


def is_known(session: Session, gebruiker: int, toestel: str) -> bool:
    """Whether this account logged in before in the browser with this cookie."""
    return bool(toestel) and session.get(ToestelRow, (attempt_key(toestel), gebruiker)) is not None


def network(adres: str) -> str:
    """The address to count under: of IPv6 the network, since one house has 2⁶⁴ addresses; empty when it is none."""
    try:
        parsed = ipaddress.ip_address(adres.strip())
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            return str(ipaddress.ip_network((parsed, 64), strict=False))
        parsed = parsed.ipv4_mapped
    return str(parsed)


def count(session: WritingSession, sleutels: Sleutels, moment: datetime, settings: Settings) -> Telling:
    """Count one attempt before it is looked at, so that parallel guesses cannot slip past the count.

    The rows stay locked until the transaction ends: two attempts at once never see the same number.
    """
    locked = False
    if sleutels.adres:
        telling = _count_address(session, sleutels.adres, moment, settings)
        if telling.weigering:
            return telling  # without a row for the name: who tries many names must not fill the table
        locked = telling.op_slot
    telling = _count_name(session, sleutels.naam, moment, settings)
    return Telling(telling.weigering, telling.op_slot or locked)


def succeeded(session: WritingSession, sleutels: Sleutels) -> None:
    """The attempt was right: begin the count of the name again, and take this one off that of the address."""
    if sleutels.adres:
        session.execute(_poging(sleutels.adres).values(aantal=InlogpogingRow.aantal - 1))
    session.execute(_poging(sleutels.naam).values(aantal=0, op_slot_tot=None))


def forget_attempts(session: WritingSession, gebruikersnaam: str) -> None:
    """Lift the lock on a name, for who got in by a link."""
    session.execute(_poging(attempt_key(f"wachtwoord|{gebruikersnaam}")).values(aantal=0, op_slot_tot=None))


def _count_address(session: WritingSession, sleutel: str, moment: datetime, settings: Settings) -> Telling:
    """So many attempts within a fixed time, then closed for as long; here a success must not begin it again."""
    slot = timedelta(minutes=settings.slot_minuten)
    aantal, begonnen_op, until = session.execute(_COUNT, {"sleutel": sleutel, "nu": moment}).one()
    if until is not None and until > moment:
        again = f"Probeer het opnieuw om {_clock(until)} uur.{_KNOWN}"
        return Telling(f"Vanaf jouw netwerk is te vaak geprobeerd in te loggen. {again}")
    if until is not None or begonnen_op <= moment - slot:
        aantal = 1
        session.execute(_poging(sleutel).values(aantal=1, begonnen_op=moment, op_slot_tot=None))
    locks = aantal >= settings.pogingen_per_adres
    if locks:
        session.execute(_poging(sleutel).values(op_slot_tot=moment + slot))
    return Telling(op_slot=locks)


def _count_name(session: WritingSession, sleutel: str, moment: datetime, settings: Settings) -> Telling:
    """After three wrong ones the next must wait 2, 4, 8 … seconds, after `inlogpogingen` it is locked."""
    aantal, _begonnen_op, until = session.execute(_COUNT, {"sleutel": sleutel, "nu": moment}).one()
    if until is not None and until <= moment and aantal > settings.inlogpogingen:
        aantal = 1  # the lock has passed: begin again
        session.execute(_poging(sleutel).values(aantal=1, begonnen_op=moment, op_slot_tot=None))
    if until is None or until <= moment:
        wait = _wait_after(aantal, settings)
        session.execute(_poging(sleutel).values(op_slot_tot=moment + wait if wait else None))
        return Telling(op_slot=aantal == settings.inlogpogingen)
    sets_lock = aantal == settings.inlogpogingen  # attempts that do not wait their turn count as well
    if sets_lock:
        until = moment + timedelta(minutes=settings.slot_minuten)
        session.execute(_poging(sleutel).values(op_slot_tot=until))
    if aantal >= settings.inlogpogingen:
        return Telling(f"Dit ging te vaak mis. Probeer het opnieuw om {_clock(until)} uur.{_KNOWN}", sets_lock)
    seconds = max(1, -int((moment - until).total_seconds() // 1))
    unit = "seconde" if seconds == 1 else "seconden"
    return Telling(f"Dat ging een paar keer mis. Wacht {seconds} {unit} en probeer het dan opnieuw.")


def _wait_after(aantal: int, settings: Settings) -> timedelta | None:
    """How long the next attempt must wait when this one, the `aantal`-th, is wrong."""
    if aantal >= settings.inlogpogingen:
        return timedelta(minutes=settings.slot_minuten)
    if aantal < FREE_ATTEMPTS:
        return None
    return min(timedelta(seconds=2 ** (aantal - FREE_ATTEMPTS + 1)), LONGEST_WAIT)


def _clock(until: datetime) -> str:
    return f"{(until + timedelta(minutes=1)).astimezone(AMSTERDAM):%H:%M}"  # rounded up to a whole minute


def _poging(sleutel: str) -> Update:
    return update(InlogpogingRow).where(InlogpogingRow.sleutel == sleutel)
