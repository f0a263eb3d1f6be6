"""The command line: what it answers, in Dutch, with which exit code, and that it never leaves half a change."""

import csv
import io
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import func, select, text

from wijkkompas_core.__main__ import build_parser, main
from wijkkompas_core.analysis.balans import balans
from wijkkompas_core.domain.tijd import at, today
from wijkkompas_core.domain.toegang import Actie, system_actor
from wijkkompas_core.queries.contactmomenten import aanrakingen
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.wijken import wijken
from wijkkompas_core.services.toegang.wachtwoorden import password_matches
from wijkkompas_core.services.voortgang import mark_nvt
from wijkkompas_core.settings import ROOT
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.migrations import differences
from wijkkompas_core.storage.tables import ContactmomentRow, GebruikerRow, KnooppuntRow, LogboekRow, WijkRow

COMMANDS = (
    "migrate", "load-demo", "add-gebruiker", "load-wijken", "check", "export", "load", "backup", "restore", "cijfers",
)  # fmt: skip
SHARED = ROOT.parent / "shared" / "data"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run a command on a database (default: a new one of this test): exit code, stdout and stderr."""
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def call(*arguments: object, url: str = f"sqlite:///{tmp_path / 'cli.db'}") -> tuple[int, str, str]:
        monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", url)
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def process(*arguments: str, url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "wijkkompas_core", *arguments],
        cwd=ROOT,
        env=os.environ | {"WIJKKOMPAS_DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_every_command_explains_itself_in_dutch(run: Run, command: tuple[str, ...]) -> None:
    code, out, err = run(*command, "--help")
    assert (code, err) == (0, "")
    assert out.startswith("gebruik: ") and "toon deze uitleg" in out
    assert not re.search(r"\b(usage|options|positional|show this)\b", out)
    assert set(COMMANDS) <= set(out.split()) or command


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "geef ook op: OPDRACHT"),
        (("vlieg",), "OPDRACHT kan niet 'vlieg' zijn; kies uit"),
        (("migrate", "--snel"), "onbekend: --snel"),
        (("migrate", "--eerste-beheerder=ja"), "--eerste-beheerder heeft geen waarde"),
        (("add-gebruiker", "jan"), "geef ook op: --rol"),
        (("add-gebruiker", "jan", "--rol", "baas"), "--rol kan niet 'baas' zijn; kies uit"),
        (("add-gebruiker", "jan", "--rol", "lezer", "--wijk"), "--wijk heeft minstens één waarde nodig"),
        (("load-wijken",), "geef ook op: BESTAND"),
        (("load-wijken", "x", "--editie", "24"), "--editie: '24' is geen jaartal; schrijf JJJJ"),
        (("load-demo", "--tot", "1-2-2024"), "--tot: '1-2-2024' is geen datum; schrijf JJJJ-MM-DD"),
        (("cijfers", "balans", "--wijk"), "--wijk heeft een waarde nodig"),
        (("cijfers", "winst", "--wijk", "x"), "cijfer kan niet 'winst' zijn"),
        (("cijfers", "balans", "--wijk", "x", "--per", "dag"), "--per kan niet 'dag' zijn"),
        (("cijfers", "balans", "--wijk", "x", "--van", "2025-01-02", "--tot", "2025-01-01"), "--van ligt na --tot"),
        (("export", "a", "b"), "onbekend: b"),
    ],
)
def test_wrong_use_gives_one_dutch_line_and_exit_code_2(run: Run, arguments: tuple[str, ...], reason: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert reason in err and err.count("\n") == 1
    assert not re.search(r"\b(argument|invalid|expected|required|choose|unrecognized)\b", err)


@pytest.mark.parametrize("command", ["check", "export -", "cijfers balans --wijk x", "add-gebruiker jan --rol lezer"])
def test_without_a_database_a_command_says_what_to_do_and_makes_no_file(run: Run, command: str, tmp_path: Path) -> None:
    code, _, err = run(*command.split())
    assert code == 1
    assert "bestaat niet. Draai eerst: python -m wijkkompas_core migrate" in err
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_is_no_database_is_refused_in_one_sentence(run: Run) -> None:
    assert run("migrate", url="mysql://x")[0] == 1
    code, _, err = run("migrate", url="sqlite:////bestaat/niet/x.db")
    assert code == 1 and err.startswith("De database is niet te gebruiken") and "Traceback" not in err


def test_a_wrong_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKKOMPAS_POORT", "veel")
    code, _, err = run("migrate")
    assert code == 1 and "WIJKKOMPAS_POORT" in err


def test_migrate_makes_tables_and_method_and_can_be_repeated(run: Run, empty_url: str) -> None:
    code, out, _ = run("migrate", url=empty_url)
    assert code == 0 and "bijgewerkt" in out and "6 fasen, 2 sporen, 6 aspecten, 36 vakken" in out
    database = Database(empty_url)
    assert differences(database.engine) == []
    with database.reading() as session:
        lines = session.scalar(select(func.count(LogboekRow.id)))
    code, out, _ = run("migrate", url=empty_url)
    assert code == 0 and "waren al bij" in out
    with database.reading() as session:
        assert session.scalar(select(func.count(LogboekRow.id))) == lines
    database.close()
    code, out, _ = run("check", url=empty_url)
    assert code == 0 and out.endswith("\nAlles klopt.\n")


def test_two_processes_may_migrate_at_once(empty_url: str) -> None:
    started = [process("migrate", "--eerste-beheerder", url=empty_url) for _ in range(2)]
    ends = [(p.communicate(timeout=120), p.returncode) for p in started]
    assert [code for _, code in ends] == [0, 0], ends
    assert sum("Wachtwoord voor de eerste keer" in out for (out, _), _ in ends) == 1
    database = Database(empty_url)
    assert differences(database.engine) == []
    with database.reading() as session:
        assert (session.scalar(select(func.count()).select_from(KnooppuntRow)) or 0) > 70
        assert session.scalars(select(GebruikerRow.gebruikersnaam)).all() == ["beheerder"]
    database.close()


def test_a_wrong_method_stops_migrate_before_anything_happens(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WIJKKOMPAS_REFERENTIE", str(tmp_path))
    code, _, err = run("migrate")
    assert code == 1 and "fasen.csv: het bestand ontbreekt" in err
    assert not (tmp_path / "cli.db").exists()


def test_the_first_beheerder_is_made_once_and_must_choose_a_password(run: Run, database: Database) -> None:
    code, out, _ = run("migrate", "--eerste-beheerder", url=database.url)
    found = re.search(r"inloggen: (\S+)\n", out)
    assert code == 0 and found
    with database.reading() as session:
        row = session.scalars(select(GebruikerRow)).one()
        assert row.gebruikersnaam == "beheerder" and row.moet_wachtwoord_wijzigen
        assert password_matches(found[1], row.wachtwoord_hash)
    code, out, _ = run("migrate", "--eerste-beheerder", url=database.url)
    assert code == 0 and "Er zijn al accounts" in out


def test_load_demo_prints_address_accounts_and_password(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKKOMPAS_DEMO_WACHTWOORD", "zonnig-dal-2024")
    monkeypatch.setenv("WIJKKOMPAS_POORT", "8765")
    code, out, _ = run("load-demo", "--tot", "2026-03-31")
    assert code == 0 and "http://127.0.0.1:8765" in out and "zonnig-dal-2024" in out
    assert all(role in out for role in ("beheerder", "programmamanager", "projectleider", "teamlid", "lezer"))
    assert run("check")[1].endswith("\nAlles klopt.\n")
    code, out, _ = run("load-demo")
    assert code == 0 and "stond er al" in out
    assert run("load-demo", "--opnieuw")[0] == 0


def test_load_demo_leaves_a_database_in_use_alone(run: Run, database: Database) -> None:
    run("add-gebruiker", "jan", "--rol", "lezer", url=database.url)
    code, out, err = run("load-demo", url=database.url)
    assert (code, out) == (1, "") and "in gebruik" in err
    with database.reading() as session:
        assert session.scalar(select(func.count(WijkRow.id))) == 0


def test_add_gebruiker_gives_a_role_in_the_named_wijken(run: Run, demo_database: Database) -> None:
    command = ("add-gebruiker", "Saida", "--rol", "teamlid", "--wijk", "lindenhof", "--wijk", "vlietzicht")
    code, out, _ = run(*command, url=demo_database.url)
    found = re.search(r"inloggen: (\S+)\n", out)
    assert code == 0 and "teamlid in Lindenhof, Vlietzicht" in out and found
    with demo_database.reading() as session:
        row = session.scalars(select(GebruikerRow).where(GebruikerRow.gebruikersnaam == "saida")).one()
        assert [t.rol for t in row.toekenningen] == ["teamlid"] * 2
        assert row.moet_wachtwoord_wijzigen and password_matches(found[1], row.wachtwoord_hash)
    assert run(*command, url=demo_database.url)[0] == 1
    code, _, err = run("add-gebruiker", "piet", "--rol", "lezer", "--wijk", "nergens", url=demo_database.url)
    assert code == 1 and "nergens" in err and "lindenhof" in err


@pytest.mark.parametrize(
    ("typed", "made"), [(["lang genoeg wachtwoord"] * 2, True), (["een wachtwoord", "een ander"], False)]
)
def test_a_typed_password_is_asked_twice(
    run: Run, database: Database, monkeypatch: pytest.MonkeyPatch, typed: list[str], made: bool
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    answers = iter(typed)
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _question: next(answers))
    code, out, _ = run("add-gebruiker", "jan", "--rol", "beheerder", url=database.url)
    assert (code == 0) is made and typed[0] not in out
    with database.reading() as session:
        assert session.scalar(select(func.count(GebruikerRow.id))) == int(made)


@pytest.mark.skipif(not SHARED.exists(), reason="de CBS-bestanden in ../shared/data zijn er niet")
def test_a_real_gemeente_starts_in_one_command(run: Run, database: Database) -> None:
    geo, figures = SHARED / "cbs_wijken_gm0014_2023.geojson", SHARED / "cbs_kerncijfers_2024.json"
    command = ("load-wijken", geo, "--kerncijfers", figures, "--start", "2025-01-01")
    code, out, _ = run(*command, url=database.url)
    assert code == 0 and "20 nieuw" in out and "Kerncijfers 2024" in out
    assert "20 waren al goed" in run(*command, url=database.url)[1]
    assert run("check", url=database.url)[0] == 0


def test_a_wrong_file_of_wijken_lists_the_problems_and_loads_nothing(
    run: Run, database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "fout.geojson"
    path.write_text('{"type": "FeatureCollection", "features": [{"type": "Feature"}, 3]}')
    code, out, err = run("load-wijken", path, url=database.url)
    assert (code, out) == (1, "") and "- feature 1: " in err and "- feature 2: " in err
    with database.reading() as session:
        assert session.scalar(select(func.count(WijkRow.id))) == 0


def test_export_and_load_bring_an_installation_over(
    run: Run, demo_database: Database, empty_url: str, tmp_path: Path
) -> None:
    file, again = tmp_path / "export.json", tmp_path / "opnieuw.json"
    code, out, err = run("export", file, url=demo_database.url)
    assert (code, out) == (0, "") and "bewaar hem veilig" in err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert run("export", "-", url=demo_database.url)[1] == file.read_text(encoding="utf-8")
    code, out, _ = run("load", file, url=empty_url)
    assert code == 0 and "9 wijken" in out
    assert run("export", again, url=empty_url)[0] == 0
    assert again.read_bytes() == file.read_bytes()
    code, out, _ = run("check", url=empty_url)
    assert code == 0 and out.endswith("\nAlles klopt.\n")
    code, _, err = run("load", file, url=empty_url)
    assert code == 1 and "in gebruik" in err


def test_a_file_that_cannot_be_loaded_or_written_is_told_in_a_sentence(
    run: Run, database: Database, tmp_path: Path
) -> None:
    wrong = tmp_path / "fout.json"
    wrong.write_text('{"schema_versie": 99}')
    assert "$.schema_versie: dit moet 5 zijn" in run("load", wrong, url=database.url)[2]
    assert "het bestand bestaat niet" in run("load", tmp_path / "weg.json", url=database.url)[2]
    code, _, err = run("export", tmp_path / "weg" / "x.json", url=database.url)
    assert code == 1 and err == f"{tmp_path / 'weg' / 'x.json'} is niet te schrijven: de map bestaat niet.\n"
    assert run("export", tmp_path, url=database.url)[0] == 1
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".json") == ["fout.json"]


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ("UPDATE contactmoment SET aantal_aspecten = 9 WHERE id = 3", "contactmoment 3: aantal_aspecten"),
        ("UPDATE contactmoment SET vorm = 'dans' WHERE id = 3", "vorm 'dans' staat niet in de schaal vorm"),
        ("DELETE FROM wijkfase WHERE wijk_id = 1", "zit in geen enkele fase"),
        ("ALTER TABLE wijk ADD COLUMN kleur TEXT", "tabellen: "),
    ],
)
def test_check_finds_what_is_wrong_and_exits_with_1(
    run: Run, demo_database: Database, damage: str, reason: str
) -> None:
    with demo_database.engine.begin() as connection:
        connection.execute(text(damage))
    code, out, err = run("check", url=demo_database.url)
    assert code == 1 and reason in err and "1 keer" in out


def test_check_finds_broken_references_on_sqlite(run: Run, demo_database: Database) -> None:
    with demo_database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")  # foreign keys can only be switched off outside a transaction
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("UPDATE contactmoment SET wijk_id = 99 WHERE id = 1")
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
    code, _, err = run("check", url=demo_database.url)
    assert code == 1 and "verwijzing klopt niet" in err


def test_check_names_an_older_schema_and_a_wrong_method(
    run: Run, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    monkeypatch.setenv("WIJKKOMPAS_REFERENTIE", str(tmp_path / "weg"))
    code, _, err = run("check", url=database.url)
    assert code == 1 and "past niet bij deze versie" in err and "- methode: fasen.csv" in err


def test_the_balans_on_the_command_line_is_the_one_of_the_screen(run: Run, demo_database: Database) -> None:
    tot = today()
    van = tot.replace(year=tot.year - 2, month=1, day=1)
    with demo_database.reading() as session:
        actor, kompas = system_actor("test"), methode(session).kompas
        wijk = next(wijk for wijk in wijken(session, actor) if wijk.slug == "de-rietlanden")
        expected = balans(aanrakingen(session, actor, wijk.id), kompas, van=van, tot=tot, per="kwartaal")
    command = ("cijfers", "balans", "--wijk", "de-rietlanden", "--van", van, "--tot", tot, "--per", "kwartaal")
    code, out, _ = run(*command, url=demo_database.url)
    rows: list[dict[str, Any]] = json.loads(out)
    assert code == 0 and list(rows[0]) == list(expected.columns)
    assert [row["periode"] for row in rows] == [f"{day:%Y-%m-%d}" for day in expected["periode"]]
    got = pd.DataFrame(rows).drop(columns="periode").astype(float)
    pd.testing.assert_frame_equal(got, expected.drop(columns="periode").astype(float))
    assert rows[-1]["balans"] is None and rows[-1]["n"] == 0

    code, out, _ = run(*command, "--format", "csv", url=demo_database.url)
    table = list(csv.DictReader(io.StringIO(out)))
    assert [row["n"] for row in table] == [str(row["n"]) for row in rows]
    assert table[-1]["balans"] == ""


def test_the_dekking_has_a_row_per_vak_and_its_totals(run: Run) -> None:
    with at(datetime(2026, 11, 27, 12, tzinfo=UTC)):  # the demo, and what is old in it, follows the clock
        assert run("load-demo")[0] == 0
        command = ("cijfers", "dekking", "--wijk", "lindenhof", "--per", "maand")
        content = json.loads(run(*command)[1])
        table = list(csv.DictReader(io.StringIO(run(*command, "--format", "csv")[1])))
    assert len(content["vakken"]) == 36
    for name in ("gedekt", "vereist", "nvt"):
        assert content[name] == sum(vak[name] for vak in content["vakken"])
    assert len(table) == 37 and table[-1]["fase"] == "totaal"
    assert [table[-1][name] for name in ("gedekt", "vereist", "nvt")] == ["22", "23", "2"]
    assert table[0]["aantal"].isdecimal()


def test_the_dekking_up_to_a_day_has_what_did_not_apply_as_it_was_known_then(run: Run) -> None:
    run("load-demo")
    database = Database(os.environ["WIJKKOMPAS_DATABASE_URL"])
    yesterday = (today() - timedelta(days=1)).isoformat()

    def nvt(*more: str) -> int:
        return json.loads(run("cijfers", "dekking", "--wijk", "lindenhof", *more)[1])["nvt"]

    actor, now, then = system_actor("test"), nvt(), nvt("--tot", yesterday)
    with database.reading() as session:
        wijk = next(one for one in wijken(session, actor) if one.slug == "lindenhof")
        kompas = methode(session).kompas
    with database.writing(actor, Actie.NVT_WIJZIGEN, wijk.id) as session:
        mark_nvt(session, wijk.id, kompas.fasen[2].slug, kompas.aspecten[0].slug, 0, "Hier niet")
    assert (nvt(), nvt("--tot", yesterday), nvt("--tot", today().isoformat())) == (now + 1, then, now + 1)
    database.close()


def test_figures_of_an_unknown_wijk_are_refused_with_the_wijken_there_are(run: Run, demo_database: Database) -> None:
    code, out, err = run("cijfers", "balans", "--wijk", "nergens", url=demo_database.url)
    assert (code, out) == (1, "") and "'nergens'" in err and "lindenhof" in err


def test_the_module_runs_as_a_process_and_a_closed_pipe_is_no_error(demo_database: Database) -> None:
    wrong = process("vlieg", url=demo_database.url)
    assert wrong.communicate(timeout=60)[1].count("\n") == 1 and wrong.returncode == 2
    exporting = process("export", "-", url=demo_database.url)
    assert exporting.stdout is not None and exporting.stderr is not None
    exporting.stdout.readline()
    exporting.stdout.close()
    assert "Traceback" not in exporting.stderr.read()
    exporting.wait(timeout=60)


def test_the_demo_is_loaded_by_a_command_into_any_database(run: Run, empty_url: str) -> None:
    assert run("load-demo", url=empty_url)[0] == 0
    database = Database(empty_url)
    with database.reading() as session:
        assert (session.scalar(select(func.count(ContactmomentRow.id))) or 0) > 1000
    database.close()


def test_every_command_is_listed() -> None:
    assert all(name in build_parser().format_help() for name in COMMANDS)


def test_the_triage_names_every_wijk_the_most_urgent_first_with_its_headline(run: Run, demo_database: Database) -> None:
    code, out, err = run("cijfers", "triage", url=demo_database.url)
    rows = json.loads(out)
    assert (code, err) == (0, "") and set(rows[0]) == {"wijk", "groep", "punten", "redenen", "kop"}
    assert [row["punten"] for row in rows] == sorted((row["punten"] for row in rows), reverse=True)
    assert rows[0]["wijk"] == "de-rietlanden" and rows[0]["groep"] == "nu heen"
    assert rows[0]["redenen"][0].endswith("dagen geen contact.") and "geen contact; tot dan " in rows[0]["kop"]
    _, csv_out, _ = run("cijfers", "triage", "--format", "csv", url=demo_database.url)
    table = list(csv.DictReader(io.StringIO(csv_out)))
    assert [row["redenen"] for row in table] == [" ".join(row["redenen"]) for row in rows]


def test_the_headline_of_a_wijk_is_the_one_of_the_triage_and_says_why(run: Run, demo_database: Database) -> None:
    found = {row["wijk"]: row["kop"] for row in json.loads(run("cijfers", "triage", url=demo_database.url)[1])}
    answer = json.loads(run("cijfers", "kop", "--wijk", "kastanjebuurt", url=demo_database.url)[1])
    assert answer["kop"] == found["kastanjebuurt"] and answer["kop"].endswith("van de 10 contacten over techniek")
    assert any(fact.startswith("Contactmomenten in 12 maanden: ") for fact in answer["waarom"])


def test_without_a_wijk_the_headline_is_that_of_the_programme(run: Run, demo_database: Database) -> None:
    answer = json.loads(run("cijfers", "kop", url=demo_database.url)[1])
    assert answer["wijk"] is None and answer["kop"].startswith("De Rietlanden ligt al ")
    assert answer["kop"].endswith("In Molenkwartier en Kastanjebuurt is het sociale spoor weg. Ook nu heen: Kouwenhoek")


def test_every_signal_is_listed_story_by_story(run: Run, demo_database: Database) -> None:
    rows = json.loads(run("cijfers", "signalen", "--wijk", "lindenhof", url=demo_database.url)[1])
    numbers = [row["verhaal"] for row in rows]
    assert numbers == sorted(numbers) and {row["wijk"] for row in rows} == {"lindenhof"}
    assert {"belofte", "stilte", "afspraak"} <= {row["soort"] for row in rows if row["verhaal"] == 1}


def test_on_a_peildatum_triage_headline_and_signals_are_as_they_were_known_then(
    run: Run, demo_database: Database
) -> None:
    day = today() - timedelta(days=200)
    now, then = (
        {row["wijk"]: row for row in json.loads(run("cijfers", "triage", *more, url=demo_database.url)[1])}
        for more in ((), ("--peildatum", day.isoformat()))
    )
    assert then["de-rietlanden"]["punten"] < now["de-rietlanden"]["punten"]
    answer = run("cijfers", "kop", "--wijk", "de-rietlanden", "--peildatum", day.isoformat(), url=demo_database.url)[1]
    assert json.loads(answer)["kop"] == then["de-rietlanden"]["kop"] != now["de-rietlanden"]["kop"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("balans",), "Noem bij balans de wijk met --wijk."),
        (("triage", "--peildatum", "2999-01-01"), "De peildatum ligt na vandaag."),
        (("dekking", "--wijk", "lindenhof", "--peildatum", "2026-01-01"), "gebruik hier --tot"),
        (("triage", "--wijk", "nergens"), "De wijk 'nergens' is er niet."),
    ],
)
def test_what_a_figure_cannot_be_asked_is_said(run: Run, demo_database: Database, arguments, sentence: str) -> None:
    code, out, err = run("cijfers", *arguments, url=demo_database.url)
    assert code == 1 and out == "" and sentence in err


def test_without_wijken_the_lists_are_empty(run: Run, database: Database) -> None:
    assert json.loads(run("cijfers", "triage", url=database.url)[1]) == []
    assert run("cijfers", "triage", "--format", "csv", url=database.url)[1] == "wijk,groep,punten,redenen,kop\n"


def test_a_name_that_looks_like_a_formula_is_text_in_every_figure_as_csv(run: Run, demo_database: Database) -> None:
    with demo_database.engine.begin() as connection:
        connection.execute(text("UPDATE belanghebbende SET naam = '=1+1 ' || naam"))
        connection.execute(text("UPDATE wijk SET naam = '=2+2 ' || naam"))
    for figure in ("signalen", "kop", "triage"):
        rows = csv.reader(io.StringIO(run("cijfers", figure, "--format", "csv", url=demo_database.url)[1]))
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell.startswith("=")]
        assert figure == "triage" or any("=" in cell for cell in cells)
