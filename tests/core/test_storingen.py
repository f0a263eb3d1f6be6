"""When the database fails: a sentence that says what is wrong, nothing half saved, and it works again afterwards."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, func, select, text

from tests.conftest import fill_with_method
from tests.core.wijken import add_person, add_wijk, record, right_input
from tests.postgres import Postgres
from wijkkompas_core.__main__ import main
from wijkkompas_core.domain.toegang import Actie, Actor, Rol
from wijkkompas_core.errors import Unavailable
from wijkkompas_core.services.contactmomenten import record_contactmoment
from wijkkompas_core.storage import engine as engine_module
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.engine import Pool
from wijkkompas_core.storage.tables import ContactmomentRow, LogboekRow

NOBODY = 65534


def path_of(database: Database) -> Path:
    assert database.engine.url.database
    return Path(database.engine.url.database)


def ready(database: Database) -> tuple[Actor, int]:
    """A teamlid and the wijk in which something can be recorded."""
    wijk = add_wijk(database)
    return add_person(database, "tess", Rol.TEAMLID, wijk), wijk


def counts(database: Database) -> tuple[int, int]:
    """Contactmomenten, and lines about them in the logboek."""
    with database.reading() as session:
        moments = session.scalar(select(func.count(ContactmomentRow.id))) or 0
        lines = session.scalar(select(func.count()).where(LogboekRow.actie == "contactmoment vastleggen")) or 0
        return moments, lines


def test_a_full_disk_is_told_and_keeps_nothing_half(database: Database) -> None:
    actor, wijk = ready(database)
    with closing(sqlite3.connect(path_of(database))) as direct:
        pages = direct.execute("PRAGMA page_count").fetchone()[0]
    database.engine.dispose()

    def no_room(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    event.listen(database.engine, "connect", no_room)
    done = 0
    with pytest.raises(Unavailable, match=r"schijf van de server is vol.*wat je invulde staat er nog"):
        while done < 50:
            record(database, actor, right_input(wijk, opbrengst="x" * 2000))
            done += 1
    assert counts(database) == (done, done)
    event.remove(database.engine, "connect", no_room)
    database.engine.dispose()
    record(database, actor, right_input(wijk))
    assert counts(database) == (done + 1, done + 1)


@pytest.fixture
def readable_only(database: Database) -> Iterator[Database]:
    """A database in a file that this process may read but not write; root may always, so it steps down meanwhile."""
    folder = Path(tempfile.mkdtemp(prefix="wk-ro-"))
    target = folder / "alleen-lezen.db"
    ready(database)
    database.close()
    shutil.copyfile(path_of(database), target)
    with closing(sqlite3.connect(target)) as direct:
        direct.execute("PRAGMA journal_mode = DELETE")
    target.chmod(0o444)
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    other = Database(f"sqlite:///{target}")
    try:
        yield other
    finally:
        other.close()
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_file_that_may_only_be_read_is_told(readable_only: Database) -> None:
    with pytest.raises(Unavailable, match=r"kan nu alleen worden gelezen.*wat je invulde staat er nog"):
        add_wijk(readable_only, "nieuw")


def test_a_file_that_another_program_keeps_locked_is_told_and_free_again_it_works(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_MILLISECONDS", 100)
    actor, wijk = ready(database)
    database.engine.dispose()
    with closing(sqlite3.connect(path_of(database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="Het opslaan van iemand anders duurt lang"):
            record(database, actor, right_input(wijk))
        assert counts(database) == (0, 0), "reading goes on"
        other.execute("ROLLBACK")
    record(database, actor, right_input(wijk))
    assert counts(database) == (1, 1)


def test_a_file_that_was_taken_away_is_told_and_no_empty_one_comes_in_its_place(database: Database) -> None:
    """An open file goes on existing for who has it open: without a check, what is recorded then is lost in silence."""
    actor, wijk = ready(database)
    record(database, actor, right_input(wijk))
    path, aside = path_of(database), path_of(database).with_suffix(".weg")
    path.rename(aside)
    with pytest.raises(Unavailable, match="niet bereikbaar"):
        record(database, actor, right_input(wijk))
    with pytest.raises(Unavailable, match="niet bereikbaar"):
        database.data_version()
    assert not path.exists()
    aside.rename(path)
    record(database, actor, right_input(wijk))
    assert counts(database) == (2, 2)


def test_a_file_that_was_replaced_by_a_restore_is_opened_anew(database: Database, tmp_path: Path) -> None:
    actor, wijk = ready(database)
    database.engine.dispose()
    kept = tmp_path / "kopie.db"
    with closing(sqlite3.connect(path_of(database))) as direct:
        direct.execute("VACUUM INTO ?", (str(kept),))
    record(database, actor, right_input(wijk))
    assert counts(database) == (1, 1)
    for name in ("-wal", "-shm"):
        path_of(database).with_name(path_of(database).name + name).unlink(missing_ok=True)
    kept.replace(path_of(database))
    assert counts(database) == (0, 0)
    record(database, actor, right_input(wijk))
    assert counts(database) == (1, 1)


@pytest.mark.parametrize("damage", ["start", "middle"])
def test_a_damaged_file_is_told_found_by_check_and_a_backup_brings_back_what_there_was(
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    damage: str,
) -> None:
    actor, wijk = ready(database)
    for _ in range(20):
        record(database, actor, right_input(wijk))
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", database.url)
    assert main(["backup", str(tmp_path / "b.zip")]) == 0
    database.close()
    path = path_of(database)
    with closing(sqlite3.connect(path)) as direct:
        direct.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(0 if damage == "start" else 4096)
        file.write(os.urandom(4096 if damage == "start" else size - 8192))
    broken = Database(database.url)
    with pytest.raises(Unavailable, match="beschadigd"):
        record(broken, actor, right_input(wijk))
    broken.close()
    assert main(["check"]) == 1
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err and shown.err

    elsewhere = f"sqlite:///{tmp_path / 'terug.db'}"
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", elsewhere)
    assert main(["restore", str(tmp_path / "b.zip")]) == 0
    restored = Database(elsewhere)
    assert counts(restored) == (20, 20)
    restored.close()


def test_a_full_pool_is_told_and_free_again_it_works(postgres_url: str) -> None:
    fill_with_method(postgres_url).close()
    database = Database(postgres_url, Pool(grootte=1, extra=0, wachttijd=1))
    with database.reading() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(Unavailable, match="niet bereikbaar"):
            database.data_version()
    assert database.data_version() >= 0
    database.close()


@pytest.fixture
def on_postgres(own_postgres: Postgres) -> Iterator[tuple[Postgres, Database]]:
    database = fill_with_method(own_postgres.new_database())
    yield own_postgres, database
    database.close()


def test_lost_connections_are_replaced_without_anyone_noticing(on_postgres: tuple[Postgres, Database]) -> None:
    server, database = on_postgres
    actor, wijk = ready(database)
    record(database, actor, right_input(wijk))
    counts(database)
    assert server.cut_connections() >= 2
    record(database, actor, right_input(wijk))
    assert server.cut_connections() >= 1
    assert counts(database) == (2, 2)


def test_a_connection_that_is_lost_halfway_saves_nothing_and_the_next_action_works(
    on_postgres: tuple[Postgres, Database],
) -> None:
    server, database = on_postgres
    actor, wijk = ready(database)
    with (
        pytest.raises(Unavailable, match=r"niet bereikbaar.*Wat je invulde staat er nog"),
        database.writing(actor, Actie.CONTACTMOMENT_VASTLEGGEN, wijk) as session,
    ):
        record_contactmoment(session, right_input(wijk))
        assert server.cut_connections() >= 1
    assert counts(database) == (0, 0)
    record(database, actor, right_input(wijk))
    assert counts(database) == (1, 1)


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_database_server_that_stops_is_told_and_after_its_start_everything_works(
    on_postgres: tuple[Postgres, Database], mode: str
) -> None:
    server, database = on_postgres
    actor, wijk = ready(database)
    record(database, actor, right_input(wijk))
    server.stop(mode)
    attempts: list[Callable[[], object]] = [
        lambda: counts(database),
        lambda: record(database, actor, right_input(wijk)),
    ]
    for attempt in attempts:
        with pytest.raises(Unavailable, match="niet bereikbaar"):
            attempt()
    server.start()
    record(database, actor, right_input(wijk))
    assert counts(database) == (2, 2)


def test_a_postgresql_that_may_only_be_read_is_told(on_postgres: tuple[Postgres, Database]) -> None:
    """As a standby that has not been promoted yet."""
    _, database = on_postgres
    actor, wijk = ready(database)
    name = database.engine.url.database
    with database.engine.begin() as connection:
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    database.close()
    with pytest.raises(Unavailable, match="alleen worden gelezen"):
        record(database, actor, right_input(wijk))
    assert counts(database) == (0, 0)
