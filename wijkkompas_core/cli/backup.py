"""The commands backup and restore.

A backup is one file: a zip with the copy that the database made of itself and a manifest that says what is in it.
"""

import json
import os
import signal
import sys
import threading
import zipfile
import zlib
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select, update

from wijkkompas_core.cli.gereedschap import ACTOR, migrate_with_method, new_database
from wijkkompas_core.cli.noteren import noted
from wijkkompas_core.cli.parser import say
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import AMSTERDAM, now
from wijkkompas_core.domain.toegang import Actie
from wijkkompas_core.queries.taken import Taak
from wijkkompas_core.settings import VERSIE, Settings
from wijkkompas_core.storage.backup import BackupFout, Kopie, copy_database, inspect_database, restore_database
from wijkkompas_core.storage.backupmap import DRAFT, NAAM, Bewaartermijn, alone_in, superfluous
from wijkkompas_core.storage.inhoud import Tabelinhoud, content_hash
from wijkkompas_core.storage.logboek import log
from wijkkompas_core.storage.migrations import knows
from wijkkompas_core.storage.tables import ContactmomentRow, InlogpogingRow, InlogticketRow, SessieRow, UitnodigingRow
from wijkkompas_core.storage.versleuteld import SUFFIX, decrypt, encrypt, is_encrypted, recipients
from wijkkompas_core.storage.vluchtig import fleeting_folder

FORMAAT = 1
MANIFEST = "manifest.json"
PAYLOAD = {"sqlite": "wijkkompas.db", "postgresql": "wijkkompas.dump"}
BLOCK = 1 << 20
UNPACKED = "wijkkompas-uitgepakt-"
UNREADABLE = (zipfile.BadZipFile, zlib.error, KeyError, TypeError, ValueError, EOFError, NotImplementedError)


def run_backup(arguments: Namespace, settings: Settings) -> int:
    """The whole database in one file, made while people may be writing; in the folder of backups old ones go."""
    with noted(settings, Taak.BACKUP) as said:
        if arguments.bestand is not None:
            said.append(_make(arguments.bestand, settings))
            return 0
        folder = own_folder(settings)
        name = NAAM.format(now().astimezone(AMSTERDAM)) + (SUFFIX if settings.backup_sleutel else "")
        said.append(_make(folder / name, settings))
    termijn = Bewaartermijn(
        settings.backup_dagen, settings.backup_weken, settings.backup_maanden, settings.backup_jaren
    )
    old = superfluous((path.name for path in folder.iterdir()), termijn)
    for name in old:
        (folder / name).unlink(missing_ok=True)
    if old:
        say(f"Opgeruimd: {nl.count(len(old), 'oude back-up', 'oude back-ups')}.")
    return 0


def own_folder(settings: Settings) -> Path:
    """The folder of backups that are made by the clock; raises `BackupFout` when no setting names one."""
    if not settings.backup_map:
        raise BackupFout("Noem een bestand, of zet in WIJKKOMPAS_BACKUP_MAP de map voor back-ups.")
    return Path(settings.backup_map)


def _make(target: Path, settings: Settings) -> str:
    """Make a backup and tell of it; answers in a few words what was made."""
    if target.exists():
        raise BackupFout(f"{target} bestaat al. Kies een andere naam; een back-up overschrijft nooit iets.")
    if not target.parent.is_dir():
        raise BackupFout(f"{target} is niet te schrijven: de map bestaat niet.")
    keys = recipients(settings.backup_sleutel)
    with (
        _stopped_cleanly(),
        alone_in(target.parent),
        fleeting_folder(DRAFT, target.parent) as place,
        # With a key nothing that can be read ever stands in the folder of backups, not even for a moment.
        fleeting_folder(UNPACKED) if keys else nullcontext(place) as plain,
    ):
        copy = plain / "kopie"
        kopie = copy_database(settings.database_url, copy)
        manifest = _manifest(kopie, copy)
        draft = plain / "backup.zip"
        # PostgreSQL has compressed its copy itself.
        packing = zipfile.ZIP_STORED if kopie.soort == "postgresql" else zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(draft, "x", packing, compresslevel=6) as archive:
            archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
            archive.write(copy, manifest["bestand"]["naam"])
        if keys:
            encrypt(draft, place / "backup.age", keys)
            draft = place / "backup.age"
        draft.chmod(0o600)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        try:
            os.link(draft, target)
        except FileExistsError as error:
            raise BackupFout(f"{target} bestaat al. Er is niets overschreven.") from error
    rows = sum(table.rijen for table in kopie.tabellen.values())
    say(
        f"De back-up staat in {target} ({max(0.1, target.stat().st_size / 1e6):.1f} MB, {rows} rijen).",
        f"Inhoud: sha256 {manifest['inhoud_sha256']}",
        "Hij is versleuteld: zonder de geheime sleutel gaat hij nooit meer open."
        if keys
        else "Er staan persoonsgegevens en wachtwoord-hashes in: bewaar hem veilig.",
    )
    return f"{target.name}, {nl.count(rows, 'rij', 'rijen')}{', versleuteld' if keys else ''}."


@contextmanager
def _stopped_cleanly() -> Iterator[None]:
    """Who is asked to stop clears up first, as after Ctrl-C; a thread that is not the first hears no signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def run_restore(arguments: Namespace, settings: Settings) -> int:
    """A backup into an empty place; proves by hash that the content is equal, and only then makes it ready for use."""
    with opened(arguments.bestand, settings) as (manifest, copy):
        found = put_back(settings.database_url, manifest, copy)
    say(
        f"Teruggezet: de back-up van {manifest['gemaakt_op']}, {sum(t.rijen for t in found.tabellen.values())} rijen.",
        f"De inhoud is gelijk: sha256 {manifest['inhoud_sha256']}",
    )
    with new_database(settings) as database:
        _, was_older = migrate_with_method(database, settings)
        if was_older:
            say("De tabellen zijn daarna bijgewerkt naar deze versie van de software.")
        with database.writing(ACTOR, Actie.BACKUP_TERUGZETTEN) as session:
            # Who logged out after the backup was made must not be let in again by an old cookie.
            session.execute(update(SessieRow).where(SessieRow.beeindigd_op.is_(None)).values(beeindigd_op=now()))
            for fleeting in (InlogticketRow, UitnodigingRow, InlogpogingRow):  # a used link must not work again
                session.execute(delete(fleeting))
            log(session, object="installatie", nieuw={"gemaakt_op": manifest["gemaakt_op"]})
            session.dirty_wijken.add(None)
            moments = session.scalar(select(func.count(ContactmomentRow.id)))
    say(
        "Is er na deze back-up iets onleesbaar gemaakt? Draai dan: python -m wijkkompas_core onleesbaar --opnieuw LIJST"
    )
    say(f"Er zijn {moments} contactmomenten. Iedereen logt opnieuw in: oude sessies tellen niet meer.")
    return 0


def put_back(url: str, manifest: dict[str, Any], copy: Path) -> Kopie:
    """Put an opened backup in an empty place and compare; raises `BackupFout` when what stands there is another."""
    _check_revision(manifest["revisie"])
    restore_database(url, manifest["database"], copy)
    found = inspect_database(url)
    if problems := _differences(manifest, found):
        raise BackupFout(
            "De teruggezette inhoud is niet gelijk aan die van de back-up; gebruik deze database niet. "
            + " ".join(problems)
        )
    return found


def _manifest(kopie: Kopie, copy: Path) -> dict[str, Any]:
    return {
        "formaat": FORMAAT,
        "gemaakt_op": now().isoformat(timespec="seconds"),
        "software": VERSIE,
        "database": kopie.soort,
        "revisie": kopie.revisie,
        "inhoud_sha256": content_hash(kopie.tabellen),
        "tabellen": {name: asdict(table) for name, table in kopie.tabellen.items()},
        "bestand": {"naam": PAYLOAD[kopie.soort], "bytes": copy.stat().st_size, "sha256": _sha256(copy)},
    }


@contextmanager
def opened(path: Path, settings: Settings) -> Iterator[tuple[dict[str, Any], Path]]:
    """The manifest of a backup and its copy, unpacked and compared with the manifest; raises `BackupFout`."""
    damaged = BackupFout(f"{path} is geen back-up van Wijkkompas, of het bestand is beschadigd.")
    with _stopped_cleanly(), fleeting_folder(UNPACKED) as folder:
        copy = folder / "kopie"
        if is_encrypted(path):
            decrypt(path, folder / "backup.zip", settings.backup_identiteit)
            path = folder / "backup.zip"
        try:
            with zipfile.ZipFile(path) as archive:
                manifest = json.loads(archive.read(MANIFEST))
                name = manifest["bestand"]["naam"]
                if manifest["formaat"] != FORMAAT or PAYLOAD.get(manifest["database"]) != name:
                    raise BackupFout(f"{path} is gemaakt door een nieuwere versie van Wijkkompas.")
                with archive.open(name) as packed, copy.open("wb") as plain:
                    while block := packed.read(BLOCK):
                        plain.write(block)
            if _sha256(copy) != manifest["bestand"]["sha256"]:
                raise damaged
            tables = {name: Tabelinhoud(**table) for name, table in manifest["tabellen"].items()}
            if content_hash(tables) != manifest["inhoud_sha256"]:
                raise damaged
        except UNREADABLE as error:
            raise damaged from error
        yield manifest, copy


def _check_revision(revision: str | None) -> None:
    if revision is not None and not knows(revision):
        raise BackupFout(
            f"Deze back-up heeft tabellen van versie {revision}, die deze software niet kent. Zet eerst de versie van "
            "de software neer waarmee hij is gemaakt, of een nieuwere."
        )


def _differences(manifest: dict[str, Any], found: Kopie) -> list[str]:
    """What is another in the restored database than the manifest says."""
    promised = {name: Tabelinhoud(**table) for name, table in manifest["tabellen"].items()}
    wrong = [name for name in sorted(promised | found.tabellen) if promised.get(name) != found.tabellen.get(name)]
    problems = [f"Tabel {name} verschilt." for name in wrong]
    if found.revisie != manifest["revisie"]:
        problems.append(f"De tabellen zijn van versie {found.revisie}, niet {manifest['revisie']}.")
    return problems


def _sha256(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
