"""Settings and secrets: where they may come from, and which are refused before anything has happened."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from wijkkompas_core.domain.toegang import Rol
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


TYPED = {
    "GEHEIM": "Zq8-$HOME#$(pwd)`x`kfLw0_xR7v\\Tn2 B'c\"Yp5=Hs",
    "DEMO_WACHTWOORD": "zin # met hekje",
    "ADRES": "127.0.0.1",
}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A file with settings as somebody types them."""
    lines = ["# eerst een uitleg", "", *(f"WIJKKOMPAS_{name}={value}" for name, value in TYPED.items())]
    (tmp_path / ".env").write_text("\n".join([*lines, ' WIJKKOMPAS_REFERENTIE = "/een pad/met spatie" ']) + "\n")
    return tmp_path / ".env"


def test_a_value_in_a_file_of_settings_stands_as_it_was_typed_and_the_environment_goes_before_it(kept: Path) -> None:
    found = Settings.from_env({"WIJKKOMPAS_INSTELLINGEN": str(kept)})
    assert [found.geheim, found.demo_wachtwoord, found.adres] == list(TYPED.values())
    assert found.referentie == "/een pad/met spatie"
    (kept.parent / "geheim").write_text(GOOD)
    environ = {"WIJKKOMPAS_INSTELLINGEN": str(kept), "WIJKKOMPAS_ADRES": "::1", "WIJKKOMPAS_DEMO_WACHTWOORD": ""}
    found = Settings.from_env(environ | {"WIJKKOMPAS_GEHEIM_BESTAND": str(kept.parent / "geheim")})
    assert (found.adres, found.geheim, found.demo_wachtwoord) == ("::1", GOOD, "zin # met hekje")


@pytest.mark.parametrize("line", ["WIJKKOMPAS_ADRES", "een zin = niets", "=x", "WIJKKOMPAS ADRES=x"])
def test_a_line_that_is_no_setting_is_named_with_its_number(tmp_path: Path, line: str) -> None:
    (tmp_path / "x").write_text(f"# uitleg\n{line}\n")
    with pytest.raises(InvalidInput, match="Regel 2 van "):
        Settings.from_env({"WIJKKOMPAS_INSTELLINGEN": str(tmp_path / "x")})
    with pytest.raises(InvalidInput, match="is niet te lezen"):
        Settings.from_env({"WIJKKOMPAS_INSTELLINGEN": str(tmp_path / "weg")})


def test_make_hands_on_the_file_with_settings_and_changes_nothing_in_it(kept: Path) -> None:
    """Through a real make: what it would start prints what it read."""
    shutil.copy(ROOT / "Makefile", kept.parent)
    python = kept.parent / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    say = "from wijkkompas_core.settings import Settings as S; s = S.from_env(); print(s.geheim, s.demo_wachtwoord)"
    python.write_text(f"#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -c '{say}'\n")
    python.chmod(0o755)
    (kept.parent / "requirements.txt").write_text("")
    (kept.parent / ".venv" / "run.stamp").write_text("")
    ours = ("WIJKKOMPAS_", "MAKE", "MFLAGS")  # the tests themselves may have been started by a make
    environ = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    for target in ("run", "demo"):
        done = subprocess.run(["make", target], cwd=kept.parent, env=environ, capture_output=True, text=True)
        assert done.stdout == f"{TYPED['GEHEIM']} {TYPED['DEMO_WACHTWOORD']}\n", done.stderr


def test_a_beheerder_must_have_a_second_factor_unless_a_setting_says_that_nobody_must() -> None:
    assert Settings.from_env({}).tweede_factor_rollen == {Rol.BEHEERDER}
    assert Settings.from_env({"WIJKKOMPAS_TWEEDE_FACTOR": "niemand"}).tweede_factor_rollen == frozenset()


def test_what_is_no_secret_does_not_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "poort"
    file.write_text("9999")
    assert Settings.from_env({"WIJKKOMPAS_POORT_BESTAND": str(file)}).poort == 8501


def test_the_key_is_the_same_on_every_server_and_another_for_another_purpose() -> None:
    one, other = Settings(geheim=GOOD, database_url=POSTGRES), Settings(geheim=GOOD)
    assert one.key_for("streamlit") == other.key_for("streamlit") != one.key_for("iets anders")
    assert GOOD not in one.key_for("streamlit") and len(one.key_for("streamlit")) == 64
    assert Settings(geheim=GOOD[:-1]).key_for("streamlit") != one.key_for("streamlit")


def test_on_sqlite_a_secret_is_made_once_beside_the_database_for_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'een.db'}")
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: settings.key_for("streamlit"), range(8)))
    assert len(keys) == 1, "of many servers that start at once all have the same"
    (file,) = tmp_path.iterdir()
    assert file.name == "een.db.geheim" and file.stat().st_mode & 0o777 == 0o600
    assert Settings(database_url=f"sqlite:///{tmp_path / 'twee.db'}").key_for("streamlit") not in keys
    assert replace(settings, geheim=GOOD).key_for("streamlit") not in keys, "what is set goes first"
    file.write_text("kort")
    with pytest.raises(InvalidInput, match="makkelijk te raden"):
        settings.key_for("streamlit")
    with pytest.raises(InvalidInput, match="niet te maken"):
        Settings(database_url=f"sqlite:///{tmp_path / 'weg' / 'een.db'}").key_for("streamlit")


def test_on_sqlite_a_key_may_not_be_weak() -> None:
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
