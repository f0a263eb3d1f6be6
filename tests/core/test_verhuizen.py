"""An installation moves from one kind of database to the other as a whole, with little memory."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from wijkkompas_core.__main__ import main
from wijkkompas_core.settings import ROOT
from wijkkompas_core.storage.backup import inspect_database
from wijkkompas_core.storage.database import Database

GEHEIM = "alleen-voor-de-tests-0123456789-abcdefghij"
RECORDS = 20_000
MEGABYTES = 300
ALONE = """
import re, sys
from pathlib import Path
from wijkkompas_core.__main__ import main
code = main(sys.argv[1:])
# Of this program alone: what getrusage tells begins with the memory of the process that started it.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
sys.exit(code)
"""
MORE = """
INSERT INTO logboek (tijdstip, actie, object, object_id, resultaat, oorsprong, actor, oud, nieuw)
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < {number})
SELECT '2026-01-01 12:00:00.000000', 'importeren', 'contactmoment', n, 'gelukt', 'scherm', 'systeem', NULL,
       '{{"opbrengst": "' || hex(randomblob(100)) || '"}}' FROM t
"""


def settings_of(url: str) -> dict[str, str]:
    return {"WIJKKOMPAS_DATABASE_URL": url, "WIJKKOMPAS_GEHEIM": GEHEIM}


def test_everything_moves_to_postgresql_within_a_bound_of_memory_and_back(
    demo_database: Database, new_postgres: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with demo_database.engine.begin() as connection:
        connection.execute(text(MORE.format(number=RECORDS).replace(":", r"\:")))
    there = new_postgres()
    done = subprocess.run(
        [sys.executable, "-c", ALONE, "verhuis", demo_database.url],
        env=os.environ | settings_of(there), cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *_, peak = done.stdout.split()
    assert "De inhoud is gelijk" in done.stdout and int(peak) < MEGABYTES
    moved = inspect_database(there).tabellen
    known = inspect_database(demo_database.url).tabellen
    assert {n: t for n, t in moved.items() if n != "logboek"} == {n: t for n, t in known.items() if n != "logboek"}
    for name, value in settings_of(there).items():
        monkeypatch.setenv(name, value)
    assert main(["check"]) == 0
    assert main(["opruimen", "--klok-klopt"]) == 0, "new rows get numbers of their own"

    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", f"sqlite:///{tmp_path}/terug.db")
    assert main(["verhuis", there]) == 0
    assert main(["check"]) == 0


def test_it_does_not_move_into_what_is_in_use_nor_out_of_what_is_not_there(
    demo_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", demo_database.url)
    assert main(["verhuis", f"sqlite:///{tmp_path}/weg.db"]) == 1
    assert "staat al iets" in capsys.readouterr().err
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", f"sqlite:///{tmp_path}/nieuw.db")
    assert main(["verhuis", f"sqlite:///{tmp_path}/weg.db"]) == 1
    assert "bestaat niet" in capsys.readouterr().err
    assert not (tmp_path / "weg.db").exists() and not (tmp_path / "nieuw.db").exists()
