"""How the installation is doing: each thing that can be wrong is told, with what to do, and nothing else is."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from wijkkompas_core.__main__ import main
from wijkkompas_core.domain.tijd import at, now
from wijkkompas_core.domain.toegang import Actor, Rol, Toekenning, system_actor
from wijkkompas_core.errors import Forbidden
from wijkkompas_core.queries.taken import Taak
from wijkkompas_core.services.taken import note
from wijkkompas_core.services.toestand import Toestand, toestand
from wijkkompas_core.settings import VERSIE, Settings
from wijkkompas_core.storage.database import Database

SYSTEM = system_actor("test")


@pytest.fixture
def settings(tmp_path: Path, any_database: Database) -> Settings:
    return Settings(database_url=any_database.url, backup_map=str(tmp_path), schijf_megabytes=1)


@pytest.fixture
def in_order(any_database: Database, settings: Settings) -> Database:
    """A database in which every job was done a moment ago; its clock is that of the database server."""
    path = make_url(any_database.url).database or ""
    if any_database.engine.dialect.name == "sqlite":
        os.chmod(path, 0o600)
    for taak in Taak:
        note(any_database, taak, "gelukt", begun=now())
    return any_database


@pytest.fixture
def its_clock(in_order: Database) -> Iterator[None]:
    """The tests may stand at another day than a PostgreSQL server, so what is late is asked at the moment there."""
    with in_order.engine.connect() as connection:
        postgres = connection.dialect.name == "postgresql"
        moment = connection.scalar(text("SELECT clock_timestamp()")) if postgres else now()
    with at(moment):
        for taak in Taak:
            note(in_order, taak, "gelukt", begun=now())
        yield


def told(found: Toestand) -> dict[str, str]:
    return {one.soort: f"{one.wat} {one.doe}" for one in found.waarschuwingen}


def test_when_nothing_is_wrong_it_says_so_with_the_facts(in_order: Database, settings: Settings, its_clock) -> None:
    found = toestand(in_order, settings, SYSTEM, {"Zwaar werk": "niets"})
    facts = dict(found.feiten)
    assert (told(found), found.kop) == ({}, "Alles in orde")
    assert facts["Versie"] == VERSIE and facts["Zwaar werk"] == "niets" and facts["Sessies"] == "0 open sessies"
    assert facts["Database"].startswith(("SQLite 3", "PostgreSQL ")) and facts["Mail"].startswith("niet ingericht")
    assert any(name.startswith("Schijf van ") and " vrij van " in value for name, value in facts.items())
    assert [one.naam for one in found.taken if one.gelukt and one.volgende and one.volgende > found.moment] == [
        "Back-up", "Proef van de back-up", "Opruimen", "Regels van het programma",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("taak", "late", "said"),
    [
        (Taak.BACKUP, timedelta(hours=37), "langer dan 36 uur geleden. Draai `python -m wijkkompas_core backup`"),
        (Taak.PROEF, timedelta(days=36), "Proef van de back-up: niet gedaan sinds"),
        (Taak.OPRUIMEN, timedelta(days=4), "Opruimen: niet gedaan sinds"),
        (Taak.REGELS, timedelta(hours=4), "Regels van het programma: niet gedaan sinds"),
    ],
)
def test_a_job_that_is_late_is_told_alone(in_order, settings, its_clock, taak, late, said) -> None:
    with at(now() - late):
        note(in_order, taak, "gelukt", begun=now())
    found = toestand(in_order, settings, SYSTEM)
    assert list(told(found)) == [taak.value] and said in told(found)[taak.value]
    assert found.kop == "Eén ding vraagt aandacht"


def test_a_job_that_failed_is_told_with_what_it_said(in_order, settings, its_clock) -> None:
    note(in_order, Taak.BACKUP, "De schijf is vol.", begun=now(), gelukt=False)
    note(in_order, Taak.PROEF, "Tabel fase verschilt.", begun=now(), gelukt=False)
    found = toestand(in_order, settings, SYSTEM)
    assert "mislukt: De schijf is vol." in told(found)["backup"]
    assert "mislukt: Tabel fase verschilt." in told(found)["backup-proef"]
    assert found.kop == "Twee dingen vragen aandacht"


def test_a_disk_with_less_room_than_the_setting_is_told(in_order, settings, its_clock) -> None:
    full = shutil.disk_usage(settings.backup_map).free // 1_000_000 + 10_000
    found = told(toestand(in_order, replace(settings, schijf_megabytes=full), SYSTEM))
    assert set(found) == {"schijf"} and "is nog maar" in found["schijf"] and "Maak ruimte" in found["schijf"]


@pytest.mark.parametrize("any_database", ["postgresql"], indirect=True)
def test_a_database_that_can_only_be_read_is_told(in_order, settings, its_clock) -> None:
    owner = create_engine(in_order.url, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        name = make_url(in_order.url).database
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    owner.dispose()
    in_order.close()  # it holds for connections from now on
    assert "alleen te lezen" in told(toestand(in_order, settings, SYSTEM))["database"]


def test_a_schema_of_another_version_and_no_database_at_all_are_told(in_order, settings, its_clock) -> None:
    with in_order.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0015'"))
    found = toestand(in_order, settings, SYSTEM)
    assert "mist een migratie" in told(found)["database"]
    assert dict(found.feiten)["Tabellen"].startswith("0015 (deze versie kent ")
    away = Database("postgresql+psycopg://wie:geheim-woord@127.0.0.1:1/niets")
    gone = toestand(away, replace(settings, database_url=away.url), SYSTEM)
    away.close()
    assert list(told(gone)) == ["database"] and "geheim-woord" not in json.dumps(gone.as_dict())


def test_a_clock_that_stands_behind_what_was_written_or_beside_that_of_the_database_is_told(
    in_order, settings, its_clock
) -> None:
    with at(now() - timedelta(hours=1)):
        found = told(toestand(in_order, settings, SYSTEM))
    assert "klok" in found and "NTP" in found["klok"]


@pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
def test_a_file_that_others_may_read_is_told_with_the_command_that_closes_it(in_order, settings, its_clock) -> None:
    path = Path(make_url(in_order.url).database or "")
    path.chmod(0o644)
    found = told(toestand(in_order, settings, SYSTEM))
    assert set(found) == {"rechten"} and f"chmod 600 {path}*" in found["rechten"]


@pytest.mark.parametrize("rol", [rol for rol in Rol if rol is not Rol.BEHEERDER])
def test_only_a_beheerder_may_know(database: Database, rol: Rol) -> None:
    with pytest.raises(Forbidden):
        toestand(database, Settings(database_url=database.url), Actor(1, "x", "X", (Toekenning(rol),)))


def test_the_command_says_the_same_and_answers_one_when_something_needs_attention(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", database.url)
    os.chmod(make_url(database.url).database or "", 0o600)
    monkeypatch.setenv("WIJKKOMPAS_SCHIJF_MEGABYTES", "1")
    assert main(["toestand", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["kop"] == "Drie dingen vragen aandacht" and answer["in_orde"] is False
    assert [one["soort"] for one in answer["waarschuwingen"]] == ["backup", "backup-proef", "opruimen"]
    for taak in Taak:
        note(database, taak, "gelukt", begun=now())
    assert main(["toestand"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Alles in orde.\n") and f"Versie                  {VERSIE}" in out
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", f"sqlite:///{tmp_path / 'weg.db'}")
    assert main(["toestand"]) == 1
    assert "bestaat niet" in capsys.readouterr().out and not (tmp_path / "weg.db").exists()


def test_a_moment_in_the_answer_for_machines_is_in_utc(database: Database) -> None:
    settings = Settings(database_url=database.url)
    with at(datetime(2026, 3, 1, 3, tzinfo=UTC)):
        note(database, Taak.BACKUP, "gelukt", begun=now())
        found = toestand(database, settings, SYSTEM).as_dict()
    assert found["moment"] == found["taken"][0]["laatst"] == "2026-03-01T03:00:00+00:00"
