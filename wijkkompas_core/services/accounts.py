"""Accounts: add them, give them roles, close them, and set their passwords.

Run inside `database.writing(actor, Actie.GEBRUIKER_BEHEREN)` (a gebruiker's own password: `WACHTWOORD_WIJZIGEN`).
Accounts hold for the whole gemeente, so only who may BEHEREN in every wijk manages them.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import bcrypt
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actor, Recht, Toekenning
from wijkkompas_core.errors import Forbidden, InvalidInput, NotFound
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import GebruikerRow, SessieRow, ToekenningRow, WijkRow

BCRYPT_COST = 12
"""Two to the power of this many rounds: about a quarter of a second per check."""
SHORTEST, LONGEST = 12, 72
"""Bytes of a password in UTF-8; bcrypt looks at no more than 72."""
EASY = "Dit wachtwoord is makkelijk te raden. Kies liever een zin of een paar woorden achter elkaar."
_GEBRUIKERSNAAM = re.compile(r"[a-z0-9._@-]{2,80}")
_LONGEST_NAAM = 200
_BASE_WORDS = frozenset(
    ("wachtwoord", "welkom", "welcome", "password", "qwerty", "qwertyuiop", "asdfghjkl", "letmein", "iloveyou",
     "gemeente", "wijkkompas", "admin", "administrator", "beheerder", "geheim", "abcdefgh", "voetbal", "zomer",
     "winter", "lente", "herfst", "nederland")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GebruikerInvoer:
    """A new account with its roles; with `moet_wachtwoord_wijzigen` the first login asks for another password."""

    gebruikersnaam: str
    naam: str
    wachtwoord: str
    toekenningen: tuple[Toekenning, ...] = ()
    moet_wachtwoord_wijzigen: bool = False


def normal_gebruikersnaam(typed: str) -> str:
    """A user name as it is stored and compared: without spaces around it, in small letters."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def normal_wachtwoord(typed: str) -> str:
    """A password as it is hashed: keyboards write é in two ways, which must count as the same."""
    return unicodedata.normalize("NFC", typed)


def add_gebruiker(session: WritingSession, invoer: GebruikerInvoer) -> int:
    """Add an account and answer its id; raises `InvalidInput` with every field that is wrong."""
    _require_everywhere(session)
    gebruikersnaam, naam = normal_gebruikersnaam(invoer.gebruikersnaam), invoer.naam.strip()
    errors: dict[str, str] = {}
    if not _GEBRUIKERSNAAM.fullmatch(gebruikersnaam):
        errors["gebruikersnaam"] = (
            "Kies een gebruikersnaam van 2 tot 80 tekens, met alleen letters a-z, cijfers en . _ - @."
        )
    elif session.scalar(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == gebruikersnaam)) is not None:
        errors["gebruikersnaam"] = f"De gebruikersnaam '{gebruikersnaam}' bestaat al. Kies een andere."
    if not 1 <= len(naam) <= _LONGEST_NAAM:
        errors["naam"] = f"Vul een naam in van hoogstens {_LONGEST_NAAM} tekens."
    if problem := _password_problem(invoer.wachtwoord, gebruikersnaam):
        errors["wachtwoord"] = problem
    if problem := _toekenningen_problem(session, invoer.toekenningen):
        errors["toekenningen"] = problem
    if errors:
        raise InvalidInput(errors)
    row = GebruikerRow(
        gebruikersnaam=gebruikersnaam,
        naam=naam,
        wachtwoord_hash=_hash(invoer.wachtwoord),
        moet_wachtwoord_wijzigen=invoer.moet_wachtwoord_wijzigen,
        toekenningen=_rows(invoer.toekenningen),
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:  # someone added the same name between the look and the write
        raise InvalidInput({"gebruikersnaam": f"De gebruikersnaam '{gebruikersnaam}' bestaat al."}) from error
    return row.id


def change_password(session: WritingSession, oud: str, nieuw: str) -> None:
    """Give the actor a new password and end all sessions of the account, the actor's own as well.

    Raises `InvalidInput` for `oud` (not the present password) or `nieuw` (breaks a rule).
    """
    if session.actor.gebruiker is None:
        raise Forbidden()
    row = _find(session, session.actor.gebruiker)
    errors: dict[str, str] = {}
    if not password_matches(oud, row.wachtwoord_hash):
        errors["oud"] = "Dit is niet je huidige wachtwoord."
    if problem := _password_problem(nieuw, row.gebruikersnaam):
        errors["nieuw"] = problem
    elif normal_wachtwoord(nieuw) == normal_wachtwoord(oud):
        errors["nieuw"] = "Het nieuwe wachtwoord is gelijk aan het oude. Kies een ander."
    if errors:
        raise InvalidInput(errors)
    _set_password(session, row, nieuw, must_change=False)


def reset_password(session: WritingSession, gebruiker_id: int, nieuw: str) -> None:
    """Give someone a new password, to be changed at the next login; ends all sessions of the account."""
    _require_everywhere(session)
    row = _find(session, gebruiker_id)
    if problem := _password_problem(nieuw, row.gebruikersnaam):
        raise InvalidInput({"wachtwoord": problem})
    _set_password(session, row, nieuw, must_change=True)


def deactivate(session: WritingSession, gebruiker_id: int) -> None:
    """Close an account; all its sessions end at their next action."""
    _require_everywhere(session)
    row = _find(session, gebruiker_id)
    if row.id == session.actor.gebruiker:
        raise InvalidInput({"gebruiker": "Je kunt je eigen account niet sluiten. Vraag dit aan een andere beheerder."})
    row.actief = False
    _end_sessions(session, row.id)


def activate(session: WritingSession, gebruiker_id: int) -> None:
    """Open a closed account again; its old sessions stay ended."""
    _require_everywhere(session)
    _find(session, gebruiker_id).actief = True


def set_toekenningen(session: WritingSession, gebruiker_id: int, toekenningen: Sequence[Toekenning]) -> None:
    """Replace all roles of an account; open sessions have the new rights at their next action."""
    _require_everywhere(session)
    row = _find(session, gebruiker_id)
    if problem := _toekenningen_problem(session, toekenningen):
        raise InvalidInput({"toekenningen": problem})
    probe = Actor(row.id, row.gebruikersnaam, row.naam, tuple(toekenningen))
    if row.id == session.actor.gebruiker and probe.wijken(Recht.BEHEREN) is not None:
        raise InvalidInput({"toekenningen": "Je kunt jezelf het beheer niet afnemen. Vraag een andere beheerder."})
    row.toekenningen = _rows(toekenningen)


def password_matches(typed: str, hashed: str) -> bool:
    """Whether `typed` is the password of `hashed`; takes the same time whatever was typed."""
    raw = normal_wachtwoord(typed).encode()
    fits = len(raw) <= LONGEST and b"\0" not in raw  # bcrypt refuses others; the check is done all the same
    return bcrypt.checkpw(raw if fits else b"-", hashed.encode()) and fits


def _hash(wachtwoord: str) -> str:
    return bcrypt.hashpw(normal_wachtwoord(wachtwoord).encode(), bcrypt.gensalt(BCRYPT_COST)).decode()


def _set_password(session: WritingSession, row: GebruikerRow, nieuw: str, *, must_change: bool) -> None:
    row.wachtwoord_hash = _hash(nieuw)
    row.moet_wachtwoord_wijzigen = must_change
    _end_sessions(session, row.id)


def _end_sessions(session: WritingSession, gebruiker_id: int) -> None:
    session.execute(
        update(SessieRow)
        .where(SessieRow.gebruiker_id == gebruiker_id, SessieRow.beeindigd_op.is_(None))
        .values(beeindigd_op=now())
    )


def _password_problem(wachtwoord: str, gebruikersnaam: str) -> str | None:
    """What is wrong with a new password, as a sentence."""
    normal = normal_wachtwoord(wachtwoord)
    length = len(normal.encode())
    if length < SHORTEST:
        return f"Kies een wachtwoord van minstens {SHORTEST} tekens. Een zin is makkelijk te onthouden."
    if length > LONGEST:
        return (
            f"Dit wachtwoord is te lang. Kies er een van hoogstens {LONGEST} tekens (letters als é tellen voor twee)."
        )
    if not normal.isprintable():
        return "In het wachtwoord staat een teken dat niet te zien is. Kies letters, cijfers, spaties en leestekens."
    plain = normal.casefold()
    if plain == gebruikersnaam or len(set(plain)) < 4:
        return EASY
    core = re.sub(r"[^a-z]", "", plain.replace("0", "o").replace("@", "a"))
    if plain.isdecimal() or core == gebruikersnaam or core in _BASE_WORDS or core[: len(core) // 2] * 2 == core != "":
        return EASY
    return None


def _toekenningen_problem(session: WritingSession, toekenningen: Sequence[Toekenning]) -> str | None:
    if len(set(toekenningen)) != len(toekenningen):
        return "Een rol staat er twee keer."
    wijken = {toekenning.wijk for toekenning in toekenningen if toekenning.wijk is not None}
    known = set(session.scalars(select(WijkRow.id).where(WijkRow.id.in_(wijken)))) if wijken else set()
    return "Een van de gekozen wijken bestaat niet." if wijken - known else None


def _rows(toekenningen: Sequence[Toekenning]) -> list[ToekenningRow]:
    return [ToekenningRow(rol=toekenning.rol.value, wijk_id=toekenning.wijk) for toekenning in toekenningen]


def _find(session: WritingSession, gebruiker_id: int) -> GebruikerRow:
    row = session.get(GebruikerRow, gebruiker_id)
    if row is None:
        raise NotFound("Dit account bestaat niet.")
    return row


def _require_everywhere(session: WritingSession) -> None:
    """A beheerder of one wijk must not be able to make a beheerder of all."""
    if session.actor.wijken(Recht.BEHEREN) is not None:
        raise Forbidden()
