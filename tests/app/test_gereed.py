"""`/gereed` tells whether people can work: the reason stands in it when they cannot, and it never lets wait."""

import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import server
from dashboard.reading import opened
from dashboard.web import gereed
from wijkkompas_core.__main__ import main
from wijkkompas_core.storage.database import Database


@pytest.fixture
def asked(any_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], tuple[int, str]]]:
    """The answer of `/gereed` of a server on this database."""
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", any_database.url)
    opened.settings.cache_clear()
    client = TestClient(Starlette(routes=server.ROUTES), base_url="http://localhost")

    def ask() -> tuple[int, str]:
        answer = client.get("/gereed")
        return answer.status_code, answer.text

    yield ask
    opened.settings.cache_clear()


@pytest.fixture
def beside(any_database: Database) -> Iterator[Engine]:
    """Somebody else at the same database."""
    engine = create_engine(any_database.url, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


def test_it_is_ready_also_while_somebody_writes(any_database, asked, beside):
    assert asked() == (200, "gereed")
    with beside.connect() as other:
        if any_database.engine.dialect.name == "sqlite":
            other.exec_driver_sql("BEGIN IMMEDIATE")
        started = time.monotonic()
        assert asked() == (200, "gereed")
        assert time.monotonic() - started < gereed.SECONDS
        if any_database.engine.dialect.name == "sqlite":
            other.exec_driver_sql("ROLLBACK")


@pytest.mark.parametrize("arguments", [["migrate"], ["check"]], ids=" ".join)
def test_a_newer_database_is_told_by_the_server_and_by_every_command(any_database, asked, beside, capsys, arguments):
    with beside.connect() as other:
        other.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    status, why = asked()
    assert status == 503 and "nieuwer dan deze versie" in why and "migrate" not in why
    assert main(arguments) == 1
    assert why in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("any_database", ["postgresql"], indirect=True)
def test_a_database_that_can_only_be_read_is_not_ready(any_database, asked, beside):
    name = make_url(any_database.url).database
    with beside.connect() as other:
        other.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    any_database.close()  # it holds for connections from now on
    opened.database().close()
    status, why = asked()
    assert status == 503 and "alleen te lezen" in why


@pytest.mark.parametrize("any_database", ["postgresql"], indirect=True)
def test_a_database_that_does_not_answer_is_told_within_seconds_however_many_ask(any_database, asked, beside):
    assert asked()[0] == 200
    with beside.connect() as other:
        other.exec_driver_sql("BEGIN")
        other.exec_driver_sql("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE")
        for _ in range(2):
            started = time.monotonic()
            status, why = asked()
            assert status == 503 and "antwoordt niet" in why
            assert time.monotonic() - started < gereed.SECONDS + 2
        other.exec_driver_sql("ROLLBACK")
    until = time.monotonic() + 10
    while asked()[0] != 200:
        assert time.monotonic() < until
