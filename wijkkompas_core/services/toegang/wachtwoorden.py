"""Passwords: hashing, comparing, and choosing a new one.

Hashing costs a quarter of a second on purpose. So it is done before the transaction, which others wait for: `prepare`
answers a `NieuwWachtwoord`, and `store` writes it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

import bcrypt
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from zxcvbn import zxcvbn

from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.accounts import (
    EASY,
    LONGEST,
    NOBODY,
    REUSED,
    name_parts,
    normal_wachtwoord,
    wachtwoord_problem,
)
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.storage.logboek import WritingSession
from wijkkompas_core.storage.tables import (
    GebruikerRow,
    InstallatieRow,
    OudWachtwoordRow,
    SessieRow,
    UitnodigingRow,
    WijkRow,
)

BCRYPT_COST = 12
"""Two to the power of this many rounds: about a quarter of a second per check."""
FEWEST_GUESSES = 1e10
"""A password that is found in fewer guesses, by who knows how people choose them, is too easy (zxcvbn's score 4)."""
_WORDS_HERE = (
    "wachtwoord", "welkom", "paswoord", "ikhouvanjou", "gemeente", "wijkkompas", "kompas", "wijk", "wijkaanpak",
    "wijkteam", "warmtenet", "warmteprogramma", "beheerder", "beheer", "geheim", "voetbal", "zomer", "winter", "lente",
    "herfst", "nederland", "amsterdam", "rotterdam", "utrecht", "ajax", "feyenoord", "hallo", "inloggen", "account",
    "gebruiker", "mijn", *nl.MAANDEN, *nl.DAGEN,
)  # fmt: skip
"""What people here begin with, and no English list knows."""
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class NieuwWachtwoord:
    """A password that keeps the rules, hashed; `was` is the hash that it replaces."""

    hash: str
    was: str


def password_matches(typed: str, hashed: str) -> bool:
    """Whether `typed` is the password of `hashed`; takes the same time whatever was typed."""
    raw = normal_wachtwoord(typed).encode(errors="surrogatepass")
    fits = len(raw) <= LONGEST and b"\0" not in raw  # bcrypt refuses others; the check is done all the same
    return bcrypt.checkpw(raw if fits else b"-", hashed.encode()) and fits


def hash_password(wachtwoord: str) -> str:
    """The hash of a password."""
    return bcrypt.hashpw(normal_wachtwoord(wachtwoord).encode(), bcrypt.gensalt(BCRYPT_COST)).decode()


def earlier_hashes(session: Session, gebruiker: int, most: int) -> list[str]:
    """Hashes of the last `most` passwords before the present one, newest first."""
    query = select(OudWachtwoordRow.wachtwoord_hash).where(OudWachtwoordRow.gebruiker_id == gebruiker)
    return list(session.scalars(query.order_by(OudWachtwoordRow.id.desc()).limit(most)))


def problem_of(wachtwoord: str, gebruikersnaam: str, naam: str, bekend: Iterable[str]) -> str | None:
    """What is wrong with a new password, as a sentence: a rule of the domain that it breaks, or that it is found in few
    guesses by who tries common passwords, words, keys beside each other, years and `bekend`: names known to all here.
    """
    problem = wachtwoord_problem(wachtwoord, gebruikersnaam, naam)
    return problem or (EASY if _guesses(normal_wachtwoord(wachtwoord), bekend) < FEWEST_GUESSES else None)


def _guesses(wachtwoord: str, bekend: Iterable[str]) -> float:
    """How many guesses a password takes, as zxcvbn reckons (Wheeler, USENIX Security 2016)."""
    known = {part for name in bekend for part in name_parts(name)}
    with _one_at_a_time:  # the library keeps the words of a call where the next one looks too
        return float(zxcvbn(wachtwoord, [*_WORDS_HERE, *sorted(known)])["guesses"])


def names_here(session: Session) -> tuple[str, ...]:
    """The names that everyone here knows, and so no password is made of: of the gemeente and its wijken."""
    return (*session.scalars(select(InstallatieRow.gemeente)), *session.scalars(select(WijkRow.naam)))


def prepare(
    wachtwoord: str, gebruikersnaam: str, naam: str, *, was: str, earlier: Sequence[str], bekend: Sequence[str]
) -> NieuwWachtwoord | str:
    """Check a new password against every rule and hash it; a sentence when it breaks one. Slow, by design."""
    if problem := problem_of(wachtwoord, gebruikersnaam, naam, bekend):
        return problem
    if any(password_matches(wachtwoord, hashed) for hashed in (was, *earlier)):
        return REUSED
    return NieuwWachtwoord(hash_password(wachtwoord), was)


def store(session: WritingSession, row: GebruikerRow, hashed: str, *, must_change: bool, keep: int) -> None:
    """Give an account this hash, remember the old one (`keep` of them), end all sessions and cancel open links."""
    if row.wachtwoord_hash != NOBODY:
        session.add(OudWachtwoordRow(gebruiker_id=row.id, wachtwoord_hash=row.wachtwoord_hash, vervangen_op=now()))
        session.flush()
        kept = select(OudWachtwoordRow.id).where(OudWachtwoordRow.gebruiker_id == row.id)
        kept = kept.order_by(OudWachtwoordRow.id.desc()).limit(keep)
        session.execute(
            delete(OudWachtwoordRow)
            .where(OudWachtwoordRow.gebruiker_id == row.id, OudWachtwoordRow.id.not_in(list(session.scalars(kept))))
            .execution_options(synchronize_session=False)
        )
    row.wachtwoord_hash = hashed
    row.moet_wachtwoord_wijzigen = must_change
    end_sessions(session, row.id)
    session.execute(delete(UitnodigingRow).where(UitnodigingRow.gebruiker_id == row.id))


def end_sessions(session: WritingSession, gebruiker: int) -> None:
    """End all sessions of an account, at their next action."""
    session.execute(
        update(SessieRow)
        .where(SessieRow.gebruiker_id == gebruiker, SessieRow.beeindigd_op.is_(None))
        .values(beeindigd_op=now())
    )
