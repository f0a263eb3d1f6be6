"""The command backup-proef: that a backup can be put back, holds what it says, and that people can work with it."""

import os
import secrets
import subprocess
import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from wijkkompas_core.cli.backup import UNPACKED, opened, own_folder, put_back
from wijkkompas_core.cli.gereedschap import migrate_with_method, new_database
from wijkkompas_core.cli.noteren import noted
from wijkkompas_core.cli.parser import say
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.queries.taken import Taak
from wijkkompas_core.settings import PREFIX, ROOT, Settings
from wijkkompas_core.storage.backup import BackupFout
from wijkkompas_core.storage.backupmap import newest
from wijkkompas_core.storage.proefplaats import proof_place
from wijkkompas_core.storage.vluchtig import fleeting_folder

MOST_SECONDS = 300


def run_backup_proef(arguments: Namespace, settings: Settings) -> int:
    """Prove one backup; how it went is written down in the database, also when it failed."""
    begun = now()
    with noted(settings, Taak.PROEF) as said:
        path = arguments.bestand or _newest(own_folder(settings))
        proven = _prove(path, settings)
        said.append(f"{path.name}: {proven}")
    say(
        f"De proef met {path} is gelukt in {nl.count(round((now() - begun).total_seconds()), 'seconde', 'seconden')}.",
        proven[:1].upper() + proven[1:],
    )
    return 0


def _newest(folder: Path) -> Path:
    name = newest(path.name for path in folder.iterdir()) if folder.is_dir() else None
    if name is None:
        raise BackupFout(f"In {folder} staat nog geen back-up. Maak er eerst een met: backup")
    return folder / name


def _prove(path: Path, settings: Settings) -> str:
    """What was found, in one sentence; raises `BackupFout` when the backup is worth nothing."""
    with opened(path, settings) as (manifest, copy), fleeting_folder(UNPACKED) as folder:
        server = settings.backup_proef_url or settings.database_url
        with proof_place(manifest["database"], server, folder) as place:
            rows = sum(table.rijen for table in put_back(place, manifest, copy).tabellen.values())
            elsewhere = replace(settings, database_url=place)
            with new_database(elsewhere) as database:
                migrate_with_method(database, elsewhere)
            used = _use(elsewhere, folder)
    return f"{nl.count(rows, 'rij', 'rijen')} teruggezet en gelijk aan de back-up; de app gestart, ingelogd, {used}."


def _use(settings: Settings, folder: Path) -> str:
    """Start the app on the database and work with it for a moment, in a process that has no other settings."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)} | {
        "WIJKKOMPAS_DATABASE_URL": settings.database_url,
        "WIJKKOMPAS_REFERENTIE": settings.referentie,
        "WIJKKOMPAS_GEHEIM": secrets.token_urlsafe(48),  # what was sealed with the real one, the proof need not open
        "WIJKKOMPAS_TWEEDE_FACTOR": "niemand",
        "HOME": str(folder),
    }
    command = [sys.executable, "-m", "dashboard.proef"]
    try:
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=MOST_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise BackupFout(f"De app op de teruggezette back-up was na {MOST_SECONDS} seconden niet klaar.") from error
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["geen uitleg"])[-1]
        raise BackupFout(f"Met de teruggezette back-up kan niet worden gewerkt: {last}")
    return done.stdout.strip().splitlines()[-1]
