"""The proof of a backup, on both databases; that it can be locked; and that nothing to read stays behind."""

import os
import re
import signal
import stat
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, make_url, text

from tests.core.opdrachten import Run, commands
from tests.core.test_backup import hash_of, repacked
from tests.core.wijken import add_person, add_wijk, record, right_input
from wijkkompas_core.domain.tijd import at, now
from wijkkompas_core.domain.toegang import Rol
from wijkkompas_core.queries.taken import Taak, Taakstand, taken
from wijkkompas_core.services.taken import note
from wijkkompas_core.settings import ROOT
from wijkkompas_core.storage.backupmap import newest
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.engine import build_engine

SECRET_SENTENCE = "Mevrouw Kanarievogel wil geen hekken langs het plantsoen"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """One command with a folder for backups, and a place for what is temporary that can be looked into."""
    for name in ("backups", "tijdelijk"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("WIJKKOMPAS_BACKUP_MAP", str(tmp_path / "backups"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tijdelijk"))

    return commands(monkeypatch, capsys)


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pyrage.x25519.Identity:
    """A pair of keys in the settings; the secret one in a file as age-keygen writes it."""
    identity = pyrage.x25519.Identity.generate()
    file = tmp_path / "identiteit"
    file.write_text(f"# created: 2026-03-01T03:00:00Z\n# public key: {identity.to_public()}\n{identity}\n")
    monkeypatch.setenv("WIJKKOMPAS_BACKUP_SLEUTEL", str(identity.to_public()))
    monkeypatch.setenv("WIJKKOMPAS_BACKUP_IDENTITEIT", str(file))
    return identity


def stand(database: Database, taak: Taak) -> Taakstand | None:
    with database.reading() as session:
        return taken(session).get(taak)


def fill(database: Database) -> None:
    wijk = add_wijk(database)
    record(database, add_person(database, "tess", Rol.TEAMLID, wijk), right_input(wijk, opbrengst=SECRET_SENTENCE))


def test_the_newest_backup_is_put_back_compared_started_and_searched_and_that_is_written_down(
    any_database: Database, run: Run, tmp_path: Path
) -> None:
    fill(any_database)
    before = hash_of(any_database.url)
    assert run(any_database.url, "backup")[0] == 0
    code, out, err = run(any_database.url, "backup-proef")
    assert (code, err) == (0, "")
    assert "gelijk aan de back-up; de app gestart, ingelogd, gezocht en gevonden" in out
    proof = stand(any_database, Taak.PROEF)
    assert proof is not None and proof.gelukt and re.match(r"wijkkompas-\d{8}-\d{6}\.zip: ", proof.melding)
    assert list((tmp_path / "tijdelijk").iterdir()) == [], "nothing of it stays"
    with any_database.engine.begin() as connection:
        connection.execute(text("DELETE FROM taak"))
        if connection.dialect.name == "postgresql":
            names = connection.scalars(text("SELECT datname FROM pg_database WHERE datname LIKE 'wijkkompas_proef%'"))
            assert names.all() == []
    assert hash_of(any_database.url) == before, "the database itself was only read"


def test_a_backup_that_lies_about_what_it_holds_fails_the_proof_and_that_is_written_down_as_well(
    database: Database, run: Run, tmp_path: Path
) -> None:
    assert run(database.url, "backup", tmp_path / "b.zip")[0] == 0
    with at(datetime.now().astimezone() - timedelta(days=3)):
        note(database, Taak.PROEF, "ging goed", begun=now())
    good = stand(database, Taak.PROEF)
    code, _, err = run(database.url, "backup-proef", repacked(tmp_path / "b.zip", tmp_path / "x.zip", revisie="9999"))
    assert code == 1 and "9999" in err
    proof = stand(database, Taak.PROEF)
    assert proof is not None and not proof.gelukt and "9999" in proof.melding
    assert good is not None and proof.gelukt_op == good.gelukt_op < proof.laatst_op


def test_without_a_backup_and_without_a_folder_it_says_what_to_do(
    database: Database, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _, err = run(database.url, "backup-proef")
    assert code == 1 and "staat nog geen back-up. Maak er eerst een met: backup" in err
    monkeypatch.setenv("WIJKKOMPAS_BACKUP_MAP", "")
    code, _, err = run(database.url, "backup-proef")
    assert code == 1 and "WIJKKOMPAS_BACKUP_MAP" in err


@pytest.mark.parametrize("any_database", ["postgresql"], indirect=True)
def test_a_role_that_may_make_no_database_is_told_what_is_missing_and_another_address_helps(
    any_database: Database, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = make_url(any_database.url)
    with any_database.engine.begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS zonder_rechten"))
        connection.execute(text("CREATE ROLE zonder_rechten LOGIN PASSWORD 'een-woord' NOCREATEDB"))
        connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO zonder_rechten"))
    poor = address.set(username="zonder_rechten", password="een-woord").render_as_string(hide_password=False)
    try:
        assert run(any_database.url, "backup")[0] == 0
        code, _, err = run(poor, "backup-proef")
        assert code == 1 and "mag op PostgreSQL geen tijdelijke database maken" in err
        assert "ALTER ROLE zonder_rechten CREATEDB" in err and "WIJKKOMPAS_BACKUP_PROEF_URL" in err
        monkeypatch.setenv("WIJKKOMPAS_BACKUP_PROEF_URL", any_database.url)
        code, out, err = run(poor, "backup-proef")
        assert code == 0 and "De proef met" in out
        assert "kon niet in de database worden genoteerd" in err, "this role may only read, and says so"
    finally:
        with any_database.engine.begin() as connection:
            connection.execute(text("DROP OWNED BY zonder_rechten"))
            connection.execute(text("DROP ROLE zonder_rechten"))


def test_with_a_key_a_backup_can_only_be_read_and_proven_with_the_secret_one(
    database: Database, run: Run, keys: pyrage.x25519.Identity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database)
    code, out, _ = run(database.url, "backup")
    assert code == 0 and "Hij is versleuteld" in out
    (path,) = (tmp_path / "backups").iterdir()
    assert path.name.endswith(".zip.age") and stat.S_IMODE(path.stat().st_mode) == 0o600
    sealed = path.read_bytes()
    assert sealed.startswith(b"age-encryption.org/v1\n-> X25519 ") and b"manifest" not in sealed
    assert pyrage.decrypt(sealed, [keys]).startswith(b"PK"), "whatever opens files of age opens it"
    assert run(database.url, "backup-proef")[0] == 0
    assert list((tmp_path / "tijdelijk").iterdir()) == []

    place = f"sqlite:///{tmp_path / 'terug.db'}"
    other = tmp_path / "andere"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    for value, sentence in (
        ("", "Noem in WIJKKOMPAS_BACKUP_IDENTITEIT het bestand"),
        (str(other), "een andere sleutel"),
        (str(path), "geen geheime sleutel"),
        (str(tmp_path / "weg"), "niet te lezen"),
    ):
        monkeypatch.setenv("WIJKKOMPAS_BACKUP_IDENTITEIT", value)
        code, _, err = run(place, "restore", path)
        assert code == 1 and sentence in err and "Traceback" not in err
    assert not (tmp_path / "terug.db").exists() and list((tmp_path / "tijdelijk").iterdir()) == []


def test_a_damaged_locked_backup_is_refused(
    database: Database, run: Run, keys: pyrage.x25519.Identity, tmp_path: Path
) -> None:
    assert run(database.url, "backup", tmp_path / "b.age")[0] == 0
    whole = (tmp_path / "b.age").read_bytes()
    for name, damaged in (
        ("kort", whole[: len(whole) // 2]),
        ("bit", whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:]),
    ):
        (tmp_path / name).write_bytes(damaged)
        code, _, err = run(f"sqlite:///{tmp_path / 'terug.db'}", "restore", tmp_path / name)
        assert code == 1 and "beschadigd" in err and not (tmp_path / "terug.db").exists()


@pytest.mark.parametrize("value", ["AGE-SECRET-KEY-1QQPQZZZ", "zomaar iets", "ssh-ed25519 niets"])
def test_a_wrong_public_key_stops_the_backup_and_a_secret_one_by_mistake_is_not_shown(
    database: Database, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("WIJKKOMPAS_BACKUP_SLEUTEL", value)
    code, _, err = run(database.url, "backup")
    assert code == 1 and "geen publieke sleutel" in err and "QQPQZZZ" not in err
    assert list((tmp_path / "backups").iterdir()) == []
    failed = stand(database, Taak.BACKUP)
    assert failed is not None and not failed.gelukt and failed.gelukt_op is None


def test_who_is_killed_leaves_nothing_to_read_neither_in_the_folder_nor_elsewhere(
    request: pytest.FixtureRequest, tmp_path: Path, keys: pyrage.x25519.Identity
) -> None:
    url = request.getfixturevalue("new_postgres")(request.getfixturevalue("_filled_postgres"))
    folder, scratch = tmp_path / "backups", tmp_path / "tijdelijk"
    folder.mkdir()
    scratch.mkdir()
    environ = os.environ | {"WIJKKOMPAS_DATABASE_URL": url, "WIJKKOMPAS_BACKUP_MAP": str(folder)}
    command = [sys.executable, "-m", "wijkkompas_core", "backup"]
    engine = create_engine(url)
    with engine.begin() as holder:
        holder.execute(text("LOCK TABLE contactmoment IN ACCESS EXCLUSIVE MODE"))  # there pg_dump waits
        with subprocess.Popen(command, cwd=ROOT, env=environ | {"TMPDIR": str(scratch)}) as process:
            while not holder.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                assert process.poll() is None
            assert [list(place.iterdir()) for place in folder.iterdir()] == [[]], "nothing plain beside the backups"
            assert len(list(scratch.iterdir())) == 1
            process.send_signal(signal.SIGKILL)
            process.wait(30)
        until = datetime.now() + timedelta(seconds=30)
        while list(scratch.iterdir()) or list(folder.iterdir()):
            assert datetime.now() < until, "somebody clears it away"
    engine.dispose()


def test_an_sqlite_database_and_all_beside_it_is_for_its_owner_only_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        engine = build_engine(f"sqlite:///{tmp_path / 'nieuw.db'}")
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE t (a)")
            connection.exec_driver_sql("INSERT INTO t VALUES (1)")
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
        engine.dispose()
    finally:
        os.umask(before)
    assert set(modes.values()) == {0o600} and "nieuw.db-wal" in modes


def test_check_warns_of_a_backup_that_is_late_and_does_not_call_the_database_wrong(
    database: Database, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _, err = run(database.url, "check")
    assert code == 0 and "Er is nog nooit een back-up gemaakt" in err, f"since a folder is set for them: {err}"
    with at(now() - timedelta(hours=37)):
        note(database, Taak.BACKUP, "x.zip", begun=now())
    code, _, err = run(database.url, "check")
    assert code == 0 and "Let op: De laatste back-up is van" in err and "langer dan 36 uur geleden" in err
    monkeypatch.setenv("WIJKKOMPAS_BACKUP_ALARM_UREN", "38")
    assert run(database.url, "check")[2] == ""


@given(st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2029, 12, 31)), max_size=5))
def test_the_newest_backup_is_told_by_its_name_locked_or_not(moments: list[datetime]) -> None:
    names = [f"wijkkompas-{one:%Y%m%d-%H%M%S}.zip{'.age' if n % 2 else ''}" for n, one in enumerate(moments)]
    found = newest([*names, "wijkkompas-verhuizing.zip", "zz.zip"])
    assert (found or "").removesuffix(".age") == max((name.removesuffix(".age") for name in names), default="")
