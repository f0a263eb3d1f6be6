"""Files that only the holder of a key can read, in the format of age (age-encryption.org): `age -d` opens them too."""

from pathlib import Path
from typing import Any

import pyrage as _pyrage

from wijkkompas_core.storage.backup import BackupFout

pyrage: Any = _pyrage  # its types are in files of its own that name none of what it has
SUFFIX = ".age"
_BEGINS = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")


def recipients(text: str) -> list[Any]:
    """The public keys in a setting, with commas between them; raises `BackupFout` that names a wrong one."""
    found = []
    for one in (part.strip() for part in text.split(",")):
        if not one:
            continue
        try:
            kind = pyrage.ssh if one.startswith("ssh-") else pyrage.x25519
            found.append(kind.Recipient.from_str(one))
        except (pyrage.RecipientError, ValueError) as error:
            shown = one[:12] + ("…" if len(one) > 12 else "")  # who swaps the two keys must not see the secret in a log
            raise BackupFout(
                f"'{shown}' in WIJKKOMPAS_BACKUP_SLEUTEL is geen publieke sleutel van age (age1…) of ssh (ssh-…)."
            ) from error
    return found


def encrypt(source: Path, target: Path, keys: list[Any]) -> None:
    """Write `source` to `target`, a new file, so that each of these keys opens it."""
    with source.open("rb") as plain, target.open("xb") as sealed:
        pyrage.encrypt_io(plain, sealed, keys)


def is_encrypted(path: Path) -> bool:
    """Whether a file is one of age."""
    with path.open("rb") as file:
        return file.read(40).startswith(_BEGINS)


def decrypt(source: Path, target: Path, identity_file: str) -> None:
    """Write what is in `source` to `target`, a new file; raises `BackupFout` when that cannot be done."""
    if not identity_file:
        raise BackupFout(
            f"{source} is versleuteld. Noem in WIJKKOMPAS_BACKUP_IDENTITEIT het bestand met de geheime sleutel."
        )
    try:
        with source.open("rb") as sealed, target.open("xb") as plain:
            pyrage.decrypt_io(sealed, plain, _identities(Path(identity_file)))
    except (pyrage.DecryptError, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise BackupFout(
            f"{source} gaat niet open met de sleutel in {identity_file}: het is een andere sleutel, of het bestand is "
            "beschadigd."
        ) from error


def _identities(path: Path) -> list[Any]:
    wrong = BackupFout(f"In {path} staat geen geheime sleutel van age of ssh zonder wachtwoord.")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BackupFout(f"{path} met de geheime sleutel is niet te lezen: {error.strerror}.") from error
    try:
        if content.startswith(b"-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(content)]
        lines = [line.strip() for line in content.decode("utf-8").splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (pyrage.IdentityError, ValueError) as error:
        raise wrong from error
    if not found:
        raise wrong
    return found
