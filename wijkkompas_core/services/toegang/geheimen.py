"""Secrets that have to be read again, such as that of an authenticator app: encrypted with the key of the installation.

The key is made from the secret of the installation (`Settings.key_for`), which is never in the database: so a copy of
that alone does not give them away.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken

from wijkkompas_core.errors import WijkkompasError

_PLAIN, _SEALED = "open:", "v1:"
"""What was kept before every installation had a key is plain, until `migrate` seals it."""


class GeheimOnleesbaar(WijkkompasError):
    """A secret was sealed with another key than this installation has."""

    def __init__(self) -> None:
        """The sentence that a user sees."""
        super().__init__(
            "De tweede factor van dit account is niet te lezen, omdat de sleutel van Wijkkompas is veranderd. "
            "Vraag de beheerder om je tweede factor weg te halen; dan stel je een nieuwe in."
        )


def seal(text: str, owner: int, sleutel: str) -> str:
    """A secret of an account (`owner`) as it is stored; bound to the account, so that it is no use in another row."""
    return _SEALED + _fernet(sleutel).encrypt(f"{owner}:{text}".encode()).decode()


def is_plain(stored: str) -> bool:
    """Whether a stored secret can be read by whoever has the database."""
    return stored.startswith(_PLAIN)


def unseal(stored: str, owner: int, sleutel: str) -> str:
    """A stored secret of an account; raises `GeheimOnleesbaar` when the key or the account is not the one it is for."""
    if is_plain(stored):
        return stored.removeprefix(_PLAIN)
    try:
        whose, _, text = _fernet(sleutel).decrypt(stored.removeprefix(_SEALED)).decode().partition(":")
        if whose == str(owner):
            return text
    except InvalidToken:
        pass
    raise GeheimOnleesbaar()


@lru_cache(maxsize=4)
def _fernet(sleutel: str) -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(sleutel.encode()).digest()))
