"""Backup and restore: made while people write, never over something, and equal by hash or refused."""

import json
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import delete, func, insert, select, text

from tests.core.opdrachten import Run, commands
from tests.core.wijken import add_person, add_wijk, record, right_input
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Rol
from wijkkompas_core.settings import VERSIE, Settings
from wijkkompas_core.storage.backup import BackupFout, client_program, inspect_database
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.inhoud import content_hash, contents
from wijkkompas_core.storage.migrations import migrate
from wijkkompas_core.storage.tables import Base, ContactmomentRow, InstallatieRow, LogboekRow, SessieRow


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return commands(monkeypatch, capsys)


@pytest.fixture
def elsewhere(any_database: Database, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """An empty place of the same kind as `any_database`."""
    if any_database.engine.dialect.name == "sqlite":
        return f"sqlite:///{tmp_path / 'elders.db'}"
    return request.getfixturevalue("new_postgres")()


def hash_of(url: str) -> str:
    return content_hash(inspect_database(url).tabellen)


def test_a_backup_that_is_made_while_people_write_comes_back_as_one_moment_of_the_past(
    any_database: Database, elsewhere: str, run: Run, tmp_path: Path
) -> None:
    wijk = add_wijk(any_database)
    actor = add_person(any_database, "tess", Rol.TEAMLID, wijk)
    confirmed, stop, first = [], Event(), Event()

    def write() -> None:
        while not stop.is_set():
            confirmed.append(record(any_database, actor, right_input(wijk, opbrengst="Gemaakt tijdens de back-up")))
            first.set()

    writer = Thread(target=write)
    writer.start()
    try:
        assert first.wait(30)
        already = list(confirmed)
        code, out, err = run(any_database.url, "backup", tmp_path / "nu.zip")
    finally:
        stop.set()
        writer.join()
    assert (code, err) == (0, "") and "De back-up staat in" in out

    code, out, err = run(elsewhere, "restore", tmp_path / "nu.zip")
    assert (code, err) == (0, "") and "De inhoud is gelijk: sha256" in out
    restored = Database(elsewhere)
    with restored.reading() as session:
        keys = session.scalars(select(ContactmomentRow.id).order_by(ContactmomentRow.id)).all()
        lines = session.scalar(select(func.count()).where(LogboekRow.actie == "contactmoment vastleggen"))
    restored.close()
    assert set(already) <= set(keys), "what was confirmed before the backup began is in it"
    assert keys == confirmed[: len(keys)], "and nothing later without all that came before"
    assert lines == len(keys), "every record with its line in the logboek"
    assert run(elsewhere, "check")[0] == 0


def test_after_a_restore_the_database_goes_on_counting_and_nobody_is_logged_in(
    any_database: Database, elsewhere: str, run: Run, tmp_path: Path
) -> None:
    wijk = add_wijk(any_database)
    actor = add_person(any_database, "tess", Rol.TEAMLID, wijk)
    first = record(any_database, actor, right_input(wijk))
    with any_database.engine.begin() as connection:
        moment = {"begonnen_op": now(), "gezien_op": now()}
        connection.execute(insert(SessieRow).values(gebruiker_id=actor.gebruiker, cookie_hash="x" * 64, **moment))
    assert run(any_database.url, "backup", tmp_path / "b.zip")[0] == 0
    assert run(elsewhere, "restore", tmp_path / "b.zip")[0] == 0
    restored = Database(elsewhere)
    assert record(restored, actor, right_input(wijk)) == first + 1
    with restored.reading() as session:
        assert session.scalar(select(SessieRow.id).where(SessieRow.beeindigd_op.is_(None))) is None
        assert session.scalar(select(func.count()).where(LogboekRow.actie == "back-up terugzetten")) == 1
    restored.close()


def test_a_restore_never_touches_a_place_where_something_stands(
    any_database: Database, elsewhere: str, run: Run, tmp_path: Path
) -> None:
    add_wijk(any_database)
    assert run(any_database.url, "backup", tmp_path / "b.zip")[0] == 0
    other = Database(elsewhere)
    migrate(other.engine)
    other.close()
    for url in (any_database.url, elsewhere):
        before = hash_of(url)
        code, _, err = run(url, "restore", tmp_path / "b.zip")
        assert code == 1 and ("bestaat al" in err or "staan al tabellen" in err)
        assert hash_of(url) == before


def test_a_backup_never_overwrites_a_file_and_only_its_owner_may_read_it(
    database: Database, run: Run, tmp_path: Path
) -> None:
    target = tmp_path / "b.zip"
    assert run(database.url, "backup", target)[0] == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    before = target.read_bytes()
    code, _, err = run(database.url, "backup", target)
    assert code == 1 and "bestaat al" in err and target.read_bytes() == before
    code, _, err = run(database.url, "backup", tmp_path / "geen-map" / "b.zip")
    assert code == 1 and "de map bestaat niet" in err
    assert os.listdir(tmp_path) and not list(tmp_path.glob(".wijkkompas-backup-*"))


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: b"PK" + os.urandom(200),
        lambda data: data[:3000] + bytes([data[3000] ^ 1]) + data[3001:],
    ],
    ids=["empty", "cut off", "no zip", "one bit"],
)
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    database: Database, run: Run, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    whole, broken = tmp_path / "b.zip", tmp_path / "stuk.zip"
    assert run(database.url, "backup", whole)[0] == 0
    broken.write_bytes(damage(whole.read_bytes()))
    code, _, err = run(f"sqlite:///{tmp_path / 'terug.db'}", "restore", broken)
    assert code == 1 and "beschadigd" in err and "Traceback" not in err
    assert not (tmp_path / "terug.db").exists()


def repacked(source: Path, target: Path, **changes: object) -> Path:
    """The same backup with another manifest."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "x") as new:
        manifest = json.loads(old.read("manifest.json")) | changes
        new.writestr("manifest.json", json.dumps(manifest))
        new.writestr(manifest["bestand"]["naam"], old.read("wijkkompas.db"))
    return target


def test_a_backup_of_newer_software_or_another_kind_of_database_is_refused_with_the_way_out(
    database: Database, run: Run, tmp_path: Path, postgres_url: str
) -> None:
    assert run(database.url, "backup", tmp_path / "b.zip")[0] == 0
    place = f"sqlite:///{tmp_path / 'terug.db'}"
    code, _, err = run(place, "restore", repacked(tmp_path / "b.zip", tmp_path / "later.zip", revisie="9999"))
    assert code == 1 and "9999" in err and "nieuwere" in err
    code, _, err = run(postgres_url, "restore", tmp_path / "b.zip")
    assert code == 1 and "export en load" in err
    assert not (tmp_path / "terug.db").exists()


def test_content_that_is_not_what_the_manifest_promises_is_told(
    database: Database, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a restore program loses rows without saying so."""
    assert run(database.url, "backup", tmp_path / "b.zip")[0] == 0
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        tables = json.loads(archive.read("manifest.json"))["tabellen"]
    tables["fase"]["rijen"] += 1
    lines = "".join(f"{name} {t['rijen']} {t['sha256']}\n" for name, t in sorted(tables.items()))
    from hashlib import sha256

    promised = {"tabellen": tables, "inhoud_sha256": sha256(lines.encode()).hexdigest()}
    lying = repacked(tmp_path / "b.zip", tmp_path / "leugen.zip", **promised)
    code, _, err = run(f"sqlite:///{tmp_path / 'terug.db'}", "restore", lying)
    assert code == 1 and "niet gelijk" in err and "Tabel fase verschilt" in err


def test_a_backup_of_an_older_schema_is_restored_and_brought_up_to_date(run: Run, tmp_path: Path) -> None:
    old = f"sqlite:///{tmp_path / 'oud.db'}"
    database = Database(old)
    migrate(database.engine, "0001")
    database.close()
    assert run(old, "backup", tmp_path / "b.zip")[0] == 0
    place = f"sqlite:///{tmp_path / 'terug.db'}"
    code, out, err = run(place, "restore", tmp_path / "b.zip")
    assert (code, err) == (0, "") and "bijgewerkt" in out
    assert run(place, "check")[0] == 0


def test_the_same_content_has_the_same_hash_in_both_databases_and_any_other_content_has_another(
    demo_database: Database, postgres_url: str
) -> None:
    other = Database(postgres_url)
    migrate(other.engine)
    with demo_database.engine.connect() as source, other.engine.begin() as target:
        target.execute(delete(InstallatieRow))  # the only row that the migrations make
        for table in Base.metadata.sorted_tables:
            rows = [dict(row) for row in source.execute(select(table)).mappings()]
            if rows:
                target.execute(insert(table), rows)
    assert hash_of(postgres_url) == hash_of(demo_database.url)
    with other.engine.begin() as connection:
        before = contents(connection)
        connection.execute(text("UPDATE contactmoment SET opbrengst = opbrengst || '.' WHERE id = 1"))
        after = contents(connection)
    assert {name for name in before if before[name] != after[name]} == {"contactmoment"}
    other.close()


def test_without_the_programs_of_postgresql_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))
    with pytest.raises(BackupFout, match="Het programma pg_dump ontbreekt"):
        client_program("pg_dump")


def test_a_refused_password_does_not_show_in_the_sentence(run: Run, tmp_path: Path) -> None:
    code, _, err = run("postgresql+psycopg://wie:geheim-woord@127.0.0.1:1/niets", "backup", tmp_path / "b.zip")
    assert code == 1 and "geheim-woord" not in err and not (tmp_path / "b.zip").exists()


def test_check_tells_when_the_method_in_the_files_was_not_loaded(database: Database, run: Run) -> None:
    assert run(database.url, "check")[0] == 0
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE fase SET naam = 'Anders' WHERE slug = 'uitvoering'"))
    before = hash_of(database.url)
    code, out, err = run(database.url, "check")
    assert code == 1 and "draai: migrate" in err and f"Wijkkompas {VERSIE}" in out
    assert hash_of(database.url) == before


def test_the_method_lies_where_the_settings_look_for_it() -> None:
    assert Path(Settings().referentie).is_dir()
