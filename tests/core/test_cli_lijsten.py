"""The commands import, import-terug and export-lijst, run as a user runs them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from wijkkompas_core.__main__ import main
from wijkkompas_core.bestanden.lezen import read_file
from wijkkompas_core.storage.database import Database
from wijkkompas_core.uitwisseling.tabel import find_table

LIST = "Datum;Vorm;Aspecten;Niveau\n01-03-2024;overleg;Renovatie;Raadplegen\n02-03-2024;overleg;Renovatie;meedenken\n"
LIST += "03-03-2024;rondrit;Renovatie;\n"


@pytest.fixture
def run(demo_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", demo_database.url)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lijst.csv").write_text(LIST, encoding="utf-8")

    def command(*arguments: str) -> tuple[int, str]:
        code = main(list(arguments))
        told = capsys.readouterr()
        return code, told.out + told.err

    return command


def test_a_dry_run_tells_and_changes_nothing(run) -> None:
    first = run("import", "lijst.csv", "--soort", "contactmomenten", "--wijk", "lindenhof", "--dry-run")
    code, told = first
    assert code == 1 and "2 nieuw" in told and "1 fout" in told and "bedoel je Adviseren?" in told
    assert "Wat viel op: 1 cel bij participatieniveau past niet en wordt een opmerking bij de rij: meedenken." in told
    assert run("import", "lijst.csv", "--soort", "contactmomenten", "--wijk", "lindenhof", "--dry-run") == first


def test_a_list_is_imported_with_a_mapping_and_undone(run, tmp_path: Path) -> None:
    kolommen = {"datum": "Datum", "vorm": "Vorm", "aspecten": "Aspecten", "participatieniveau": "Niveau"}
    mapping = {
        "kolommen": kolommen,
        "woorden": {"participatieniveau": {"meedenken": "adviseren"}, "vorm": {"rondrit": "anders"}},
    }
    (tmp_path / "indeling.json").write_text(json.dumps(mapping), encoding="utf-8")
    base = ("import", "lijst.csv", "--soort", "contactmomenten", "--wijk", "lindenhof", "--mapping", "indeling.json")
    code, told = run(*base)
    assert code == 0 and "Geïmporteerd: 3 rijen" in told
    assert "3 staan er al" in run(*base, "--dry-run")[1]
    number = told.split()[-1]
    assert run("import-terug", number) == (0, "De import is teruggedraaid.\n")
    code, told = run("import-terug", number)
    assert code == 1 and "al teruggedraaid" in told


def test_all_or_nothing_writes_nothing_when_a_row_is_wrong(run) -> None:
    code, told = run("import", "lijst.csv", "--soort", "contactmomenten", "--wijk", "lindenhof", "--alles-of-niets")
    assert code == 1 and "niets geïmporteerd" in told
    assert "2 nieuw" in run("import", "lijst.csv", "--soort", "contactmomenten", "--wijk", "lindenhof", "--dry-run")[1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--mapping", "is-er-niet"), "geen bewaarde indeling"),
        (("--blad", "Blad9"), "geen blad Blad9"),
        ((), "wijk"),
    ],
)
def test_what_is_missing_is_told(run, arguments: tuple[str, ...], sentence: str) -> None:
    code, told = run("import", "lijst.csv", "--soort", "contactmomenten", *arguments)
    assert code == 1 and sentence in told


@pytest.mark.parametrize("naam", ["lijst.xlsx", "lijst.ods", "uit.csv"])
def test_a_list_is_exported_by_the_name_of_its_file(run, tmp_path: Path, naam: str) -> None:
    code, told = run("export-lijst", "contactmomenten", naam, "--wijk", "lindenhof", "--van", "2024-01-01")
    tabel = find_table(read_file((tmp_path / naam).read_bytes()).bladen[0])
    assert code == 0 and f"{len(tabel.rijen)} rijen" in told and set(tabel.column("Wijk")) == {"Lindenhof"}
    assert "1 fout" not in run("import", naam, "--soort", "contactmomenten", "--dry-run")[1]
    assert run("export-lijst", "contactmomenten", "lijst.pdf")[0] == 1
    assert run("export-lijst", "contactmomenten", naam, "--wijk", "nergens")[0] == 1


def test_the_commands_are_there_for_a_user(demo_database: Database) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wijkkompas_core", "import", "--help"],
        capture_output=True,
        text=True,
        env=dict(os.environ),
    )
    assert done.returncode == 0 and "--dry-run" in done.stdout and "--mapping" in done.stdout
