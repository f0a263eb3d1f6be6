"""`/gereed` tells whether people can work: the reason stands in it when they cannot, and it never lets wait."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import server
from dashboard.reading import opened
from dashboard.web import gereed
from wijkkompas_core.__main__ import main
from wijkkompas_core.domain.tijd import at, now
from wijkkompas_core.queries.taken import Taak
from wijkkompas_core.services.taken import note
from wijkkompas_core.settings import VERSIE
from wijkkompas_core.storage.database import Database

said: list[str] = []
"""What the last answers told after their first line."""


@pytest.fixture
def asked(any_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], tuple[int, str]]]:
    """The answer of `/gereed` of a server on this database."""
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", any_database.url)
    opened.settings.cache_clear()
    said.clear()
    client = TestClient(Starlette(routes=server.ROUTES), base_url="http://localhost")

    def ask() -> tuple[int, str]:
        answer = client.get("/gereed")
        first, _, rest = answer.text.partition("\n")
        said.append(rest)
        return answer.status_code, first

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


def test_it_tells_when_the_last_backup_was_made_and_whether_the_last_proof_went_well(any_database, asked):
    assert asked() == (200, "gereed")
    assert said[-1].startswith(f"versie: {VERSIE}\n")
    assert "back-up: nooit\nback-up te oud: ja\nproef: nooit" in said[-1]
    with at(datetime(2026, 3, 1, 3, tzinfo=UTC)):
        note(any_database, Taak.BACKUP, "x.zip", begun=now())
        note(any_database, Taak.PROEF, "x.zip", begun=now(), gelukt=False)
    assert asked()[0] == 200, "a late backup keeps nobody from working"
    assert "back-up: 2026-03-01T03:00:00+00:00\nback-up te oud: ja" in said[-1]
    assert "proef: 2026-03-01T03:00:00+00:00\nproef gelukt: nee" in said[-1]
    note(any_database, Taak.BACKUP, "y.zip", begun=now())
    note(any_database, Taak.PROEF, "y.zip", begun=now())
    asked()
    assert "back-up te oud: nee" in said[-1] and "proef gelukt: ja" in said[-1]


@pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
def test_a_probe_that_fails_for_hours_says_so_once_and_once_when_it_is_over(any_database, asked, caplog, monkeypatch):
    assert asked() == (200, "gereed")
    caplog.clear()
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", "postgresql+psycopg://wie:geheim-woord@127.0.0.1:1/niets")
    opened.settings.cache_clear()
    for _ in range(20):
        assert asked() == (503, "De database is niet bereikbaar.")
    assert len(caplog.records) == 2 and len(caplog.text) < 1_500 and "geheim-woord" not in caplog.text
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", any_database.url)
    opened.settings.cache_clear()
    assert [asked() for _ in range(5)] == [(200, "gereed")] * 5
    assert [one.getMessage() for one in caplog.records[2:]] == ["ready again"]
