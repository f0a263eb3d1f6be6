"""What lies in deploy/ does what it says, as far as it can be run here."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from wijkkompas_core.settings import PREFIX, ROOT, Settings
from wijkkompas_core.storage.database import Database

DEPLOY = ROOT / "deploy"


def backup(database: Database, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {
        "WIJKKOMPAS_DATABASE_URL": database.url,
        "WIJKKOMPAS_BACKUP_MAP": str(folder),
        "WIJKKOMPAS_PYTHON": sys.executable,
    }
    return subprocess.run([DEPLOY / "backup.sh"], env=environ | more, capture_output=True, text=True, timeout=60)


def test_the_nightly_backup_cleans_up_only_after_a_new_one_is_there(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    old, other = folder / "wijkkompas-20200101-000000.zip", folder / "iets-anders.zip"
    for path in (old, other):
        path.write_bytes(b"oud")
        os.utime(path, (0, 0))
    failed = backup(database, folder, WIJKKOMPAS_DATABASE_URL="sqlite:////bestaat/niet.db")
    assert failed.returncode != 0 and old.exists()
    done = backup(database, folder)
    assert done.returncode == 0, done.stderr
    assert not old.exists() and other.exists()
    assert len(list(folder.glob("wijkkompas-*.zip"))) == 1


@pytest.mark.parametrize("path", [p for p in DEPLOY.rglob("*") if p.is_file()], ids=lambda p: p.name)
def test_every_setting_that_deploy_names_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    known = {name.upper() for name in Settings.__dataclass_fields__}
    own = {"BACKUP_MAP", "BACKUP_DAGEN", "PYTHON", "HOST"}
    named = {word.split(PREFIX)[1] for word in re.findall(PREFIX + "[A-Z_]+", text)}
    assert {name.removesuffix("_BESTAND") for name in named} - known - own == set()
