"""Settings and secrets: where they may come from, and which are refused before anything has happened."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wijkkompas_core.errors import InvalidInput
from wijkkompas_core.settings import ROOT, Settings

GOOD = "Zq8-3kfLw0_xR7vTn2BcYp5HsJ4mDgAe1uKi"
POSTGRES = "postgresql+psycopg://wie@127.0.0.1:1/niets"


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "geheim"
    file.write_text(f"{GOOD}\n")
    assert Settings.from_env({"WIJKKOMPAS_GEHEIM_BESTAND": str(file)}).geheim == GOOD


@pytest.mark.parametrize("name", ["GEHEIM", "DATABASE_URL", "DEMO_WACHTWOORD"])
def test_a_secret_file_that_is_missing_empty_or_double_is_named(tmp_path: Path, name: str) -> None:
    empty, absent = tmp_path / "leeg", tmp_path / "weg"
    empty.write_text(" \n")
    for environ in (
        {f"WIJKKOMPAS_{name}_BESTAND": str(absent)},
        {f"WIJKKOMPAS_{name}_BESTAND": str(empty)},
        {f"WIJKKOMPAS_{name}_BESTAND": str(empty), f"WIJKKOMPAS_{name}": "ook"},
    ):
        with pytest.raises(InvalidInput, match=f"WIJKKOMPAS_{name}"):
            Settings.from_env(environ)


def test_what_is_no_secret_does_not_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "poort"
    file.write_text("9999")
    assert Settings.from_env({"WIJKKOMPAS_POORT_BESTAND": str(file)}).poort == 8501


def test_the_key_is_the_same_on_every_server_and_another_for_another_purpose() -> None:
    one, other = Settings(geheim=GOOD, database_url=POSTGRES), Settings(geheim=GOOD)
    assert one.key_for("streamlit") == other.key_for("streamlit") != one.key_for("iets anders")
    assert GOOD not in one.key_for("streamlit") and len(one.key_for("streamlit")) == 64
    assert Settings(geheim=GOOD[:-1]).key_for("streamlit") != one.key_for("streamlit")


def test_on_sqlite_a_key_may_be_absent_but_not_weak() -> None:
    assert Settings().key_for("streamlit") == ""
    with pytest.raises(InvalidInput, match="makkelijk te raden"):
        Settings(geheim="geheim").key_for("streamlit")


@pytest.mark.parametrize("geheim", ["", "kort", "a" * 64, "abcabcabcabcabcabcabcabcabcabcabcabc"])
def test_with_postgresql_a_key_must_be_there_and_be_good(geheim: str) -> None:
    with pytest.raises(InvalidInput, match="WIJKKOMPAS_GEHEIM") as refusal:
        Settings(geheim=geheim, database_url=POSTGRES).key_for("streamlit")
    assert not geheim or geheim not in str(refusal.value)


@pytest.mark.parametrize("command", [("-m", "dashboard"), ("-m", "uvicorn", "dashboard.server:app", "--port", "0")])
def test_with_postgresql_no_server_starts_without_a_good_key(command: tuple[str, ...]) -> None:
    environ = os.environ | {"WIJKKOMPAS_DATABASE_URL": POSTGRES, "WIJKKOMPAS_GEHEIM": ""}
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "WIJKKOMPAS_GEHEIM ontbreekt" in done.stderr and "Traceback" not in done.stderr


def test_the_demo_does_not_start_on_a_database_that_is_no_demo(tmp_path: Path) -> None:
    environ = os.environ | {"WIJKKOMPAS_DATABASE_URL": f"sqlite:///{tmp_path / 'echt.db'}", "WIJKKOMPAS_POORT": "1"}
    first = subprocess.run(
        [sys.executable, "-m", "wijkkompas_core", "migrate", "--eerste-beheerder"],
        cwd=ROOT, env=environ, capture_output=True, timeout=60,
    )  # fmt: skip
    assert first.returncode == 0
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "--demo"],
        cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Deze database is in gebruik" in done.stderr and "Traceback" not in done.stderr
    assert "Wijkkompas draait op" not in done.stdout
