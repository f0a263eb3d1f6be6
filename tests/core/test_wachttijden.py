"""Nobody waits for ever: not for a slow statement, not for what somebody else holds, not for a migration."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, text

from wijkkompas_core.errors import Unavailable
from wijkkompas_core.storage import engine as engines
from wijkkompas_core.storage import migrations
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.engine import Pool
from wijkkompas_core.storage.migrations import TablesInUse, head_revision, migrate
from wijkkompas_core.storage.storingen import BUSY


@pytest.fixture
def other(any_database):
    """A connection of somebody else."""
    engine = create_engine(any_database.url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize("any_database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("statement", ["SELECT pg_sleep(20)", "SELECT count(*) FROM wijk"])
def test_who_works_is_told_that_it_takes_too_long(any_database, other, monkeypatch, statement):
    monkeypatch.setattr(engines, "LIMITS", engines.LIMITS | {"statement_timeout": 1_500, "lock_timeout": 500})
    other.execute(text("LOCK TABLE wijk IN ACCESS EXCLUSIVE MODE"))
    database = Database(any_database.url, Pool(begrensd=True))
    started = time.monotonic()
    with pytest.raises(Unavailable, match=BUSY), database.reading() as session:
        session.execute(text(statement))
    assert time.monotonic() - started < 10
    database.close()


@pytest.mark.parametrize("any_database", ["postgresql"], indirect=True)
def test_what_takes_long_by_itself_has_no_limit_and_options_in_the_address_stay(any_database):
    shown = {}
    for begrensd in (True, False):
        database = Database(f"{any_database.url}?options=-c%20work_mem%3D5MB", Pool(begrensd=begrensd))
        with database.reading() as session:
            names = ("statement_timeout", "lock_timeout", "work_mem")
            shown[begrensd] = [session.scalar(text(f"SHOW {name}")) for name in names]
        database.close()
    assert shown == {True: ["1min", "15s", "5MB"], False: ["0", "0", "5MB"]}


def test_a_migration_lets_those_who_work_get_through_and_comes_after_them(postgres_url, monkeypatch):
    monkeypatch.setattr(engines, "MIGRATION_LOCK_MILLISECONDS", 500)
    monkeypatch.setattr(migrations, "PAUSES", (0.5,) * 40)
    database = Database(postgres_url)
    migrate(database.engine, "0011")
    reader, writer = (create_engine(postgres_url).connect() for _ in range(2))
    reader.execute(text("SELECT count(*) FROM sessie")).all()
    with ThreadPoolExecutor(1) as pool:
        upgrade = pool.submit(migrate, database.engine)
        for _ in range(5):
            started = time.monotonic()
            writer.execute(text("DELETE FROM sessie"))
            writer.commit()
            assert time.monotonic() - started < 5
            assert not upgrade.done()
            time.sleep(0.3)
        reader.rollback()
        upgrade.result(60)
    with database.reading() as session:
        assert migrations.current(session.connection()) == head_revision()
    for connection in (reader, writer):
        connection.close()
        connection.engine.dispose()
    database.close()


def test_a_migration_that_never_gets_its_turn_changes_nothing_and_says_so(postgres_url, monkeypatch):
    monkeypatch.setattr(engines, "MIGRATION_LOCK_MILLISECONDS", 100)
    monkeypatch.setattr(migrations, "PAUSES", (0.1,))
    database = Database(postgres_url)
    migrate(database.engine, "0011")
    reader = create_engine(postgres_url).connect()
    reader.execute(text("SELECT count(*) FROM sessie")).all()
    with pytest.raises(TablesInUse, match="in gebruik"):
        migrate(database.engine)
    with database.reading() as session:
        assert migrations.current(session.connection()) == "0011"
    reader.close()
    reader.engine.dispose()
    database.close()
