"""Recovery codes: ten that each work once, for who has lost the telephone. Only slow hashes of them are kept.

The codes of an account share one salt. So a typed code is hashed once, outside the transaction, and found by its hash.
"""

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import bcrypt
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from wijkkompas_core.services.toegang import wachtwoorden
from wijkkompas_core.services.toegang.inlogstappen import sha256_of
from wijkkompas_core.storage.tables import HerstelcodeRow

HOW_MANY = 10
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""Thirty-two signs that do not look like each other: five bits each."""
_SIGNS = 16
_SALT_LENGTH = 29
_BCRYPT = "$2"
"""How a hash of bcrypt begins; codes of before are kept under a fast one, which begins with a hexadecimal digit."""


@dataclass(frozen=True, slots=True)
class NieuweCodes:
    """Fresh recovery codes: as they are shown, once, and as they are kept."""

    getoond: tuple[str, ...]
    hashes: tuple[str, ...]


def new_codes() -> NieuweCodes:
    """Ten recovery codes. Takes a while, by design: not within a transaction."""
    codes = tuple("".join(secrets.choice(_ALPHABET) for _ in range(_SIGNS)) for _ in range(HOW_MANY))
    # Ten at a time, of eighty bits of chance each: a quarter of the work for a password is plenty.
    salt = bcrypt.gensalt(max(4, wachtwoorden.BCRYPT_COST - 2))
    with ThreadPoolExecutor(2) as pool:
        hashes = tuple(pool.map(partial(_slow, salt), codes))
    return NieuweCodes(tuple("-".join(code[n : n + 4] for n in range(0, _SIGNS, 4)) for code in codes), hashes)


def _slow(salt: bytes, code: str) -> str:
    return bcrypt.hashpw(code.encode(), salt).decode()


def store_codes(session: Session, gebruiker: int, codes: NieuweCodes) -> tuple[str, ...]:
    """Let these replace the recovery codes of an account; answers them as they are shown."""
    session.execute(delete(HerstelcodeRow).where(HerstelcodeRow.gebruiker_id == gebruiker))
    session.add_all(HerstelcodeRow(gebruiker_id=gebruiker, code_hash=one) for one in codes.hashes)
    session.flush()
    return codes.getoond


def as_typed(typed: str) -> str:
    """A code without what does not matter: spaces, dashes and capitals."""
    return "".join(typed[:100].split()).replace("-", "").casefold()


def looks_like_one(typed: str) -> bool:
    """Whether this can only be meant as a recovery code."""
    plain = as_typed(typed)
    return len(plain) == _SIGNS and plain.isascii() and "\0" not in plain


def hashes_of(session: Session, gebruiker: int, typed: str) -> tuple[str, ...]:
    """Under which hashes an account may have kept what was typed. Takes a while: not while others wait."""
    if not looks_like_one(typed):
        return ()
    plain = as_typed(typed)
    kept = select(HerstelcodeRow.code_hash).where(HerstelcodeRow.gebruiker_id == gebruiker)
    salts = {one[:_SALT_LENGTH] for one in session.scalars(kept) if one.startswith(_BCRYPT)}
    slow = tuple(_slow(salt.encode(), plain) for salt in salts)
    return (*slow, sha256_of(f"herstelcode|{gebruiker}|{plain}"))


def use_up(session: Session, gebruiker: int, hashes: tuple[str, ...]) -> bool:
    """Whether there is a code with one of these hashes; then it is gone. Of two at once only one finds it."""
    used = delete(HerstelcodeRow).where(HerstelcodeRow.gebruiker_id == gebruiker, HerstelcodeRow.code_hash.in_(hashes))
    return bool(hashes) and session.scalar(used.returning(HerstelcodeRow.id)) is not None
