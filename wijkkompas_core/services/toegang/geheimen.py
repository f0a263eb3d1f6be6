"""Secrets that have to be read again, such as that of an authenticator app: encrypted with the key of the installation.

The key is made from the secret in the environment (`Settings.key_for`), so a copy of the database alone does not give
them away. Without a key they are kept as they are: then the database has to be guarded like the secrets themselves.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken

from wijkkompas_core.errors import WijkkompasError

_PLAIN, _SEALED = "open:", "v1:"


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
    if not sleutel:
        return f"{_PLAIN}{text}"
    return _SEALED + _fernet(sleutel).encrypt(f"{owner}:{text}".encode()).decode()


def unseal(stored: str, owner: int, sleutel: str) -> str:
    """A stored secret of an account; raises `GeheimOnleesbaar` when the key or the account is not the one it is for."""
    if stored.startswith(_PLAIN):
        return stored.removeprefix(_PLAIN)
    try:
        if sleutel:
            whose, _, text = _fernet(sleutel).decrypt(stored.removeprefix(_SEALED)).decode().partition(":")
            if whose == str(owner):
                return text
    except InvalidToken:
        pass
    raise GeheimOnleesbaar()


@lru_cache(maxsize=4)
def _fernet(sleutel: str) -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(sleutel.encode()).digest()))
