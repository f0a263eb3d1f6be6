"""What every test may use: a fresh database, the demo in one, and a real PostgreSQL server."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, text

import tests.vaste_dag.begin  # noqa: F401 - it sets the clock, so it comes before all else of ours
from tests.postgres import Postgres, running_postgres
from wijkkompas_core.domain.toegang import Actie, system_actor
from wijkkompas_core.services.laden.referentie_laden import load_referentie
from wijkkompas_core.services.laden.referentie_lezen import read_referentie
from wijkkompas_core.services.toegang import wachtwoorden
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.migrations import migrate

DEMO_WACHTWOORD = "Demo-wachtwoord-voor-tests-1"

# The same check, of a hash that does not take a quarter of a second: every test that logs in would wait for it.
wachtwoorden.BCRYPT_COST = 4

# A beheerder needs a code as well, but the tests that are not about logging in do without.
os.environ["WIJKKOMPAS_TWEEDE_FACTOR"] = "niemand"

# How long an example takes depends on what else the machine does; no test is about that.
settings.register_profile("zonder klok", deadline=None)
settings.load_profile("zonder klok")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests in a browser come first: their files take longest, and at the end no worker should wait for another."""
    items.sort(key=lambda item: "e2e" not in item.path.parts)


def fill_with_method(url: str) -> Database:
    """An open database with the newest schema and the method in it, and nothing else."""
    database = Database(url)
    migrate(database.engine)
    with database.writing(system_actor("test"), Actie.REFERENTIE_LADEN) as session:
        load_referentie(session, read_referentie(Path(Settings().referentie)))
    return database


@pytest.fixture(scope="session")
def _empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with schema and method, made once; tests work on copies."""
    path = tmp_path_factory.mktemp("leeg") / "leeg.db"
    fill_with_method(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the demo up to today, made once: copy it before you write to it."""
    from wijkkompas_core.demo.load import load_demo

    path = tmp_path_factory.mktemp("demo") / "demo.db"
    database = fill_with_method(f"sqlite:///{path}")
    with database.writing(system_actor("test"), Actie.DEMO_LADEN) as session:
        load_demo(session, wachtwoord=DEMO_WACHTWOORD)
    database.close()
    return path


def copied(source: Path, folder: Path) -> Iterator[Database]:
    target = folder / source.name
    shutil.copyfile(source, target)
    database = Database(f"sqlite:///{target}")
    yield database
    database.close()


@pytest.fixture
def database(_empty_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A database of this test alone: schema and method, no wijken, no accounts."""
    yield from copied(_empty_file, tmp_path)


@pytest.fixture
def demo_database(demo_file: Path, tmp_path: Path) -> Iterator[Database]:
    """The demo, for this test alone; every account has the password `DEMO_WACHTWOORD`."""
    yield from copied(demo_file, tmp_path)


@pytest.fixture
def demo_wachtwoord() -> str:
    """The password of the accounts in `demo_database` and `demo_file`."""
    return DEMO_WACHTWOORD


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server of our own, shared by the tests; answers its address without a database name."""
    with running_postgres() as server:
        yield server.url


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for the tests of one file, which they may stop and cut off; they leave it running."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def _filled_postgres(postgres_server: str) -> str:
    """The name of a PostgreSQL database with schema and method, made once; tests work on copies."""
    server = create_engine(f"{postgres_server}/postgres", isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE gevuld"))
    server.dispose()
    fill_with_method(f"{postgres_server}/gevuld").close()
    return "gevuld"


@pytest.fixture
def new_postgres(postgres_server: str) -> Iterator[Callable[..., str]]:
    """Makes PostgreSQL databases, empty or as the one named: each call answers the address of a new one."""
    server = create_engine(f"{postgres_server}/postgres", isolation_level="AUTOCOMMIT")
    names: list[str] = []

    def make(template: str = "template1") -> str:
        names.append(f"test_{uuid4().hex[:12]}")
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {names[-1]} TEMPLATE {template}"))
        return f"{postgres_server}/{names[-1]}"

    yield make
    with server.connect() as connection:
        for name in names:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def postgres_url(new_postgres: Callable[..., str]) -> str:
    """The address of an empty PostgreSQL database of this test alone."""
    return new_postgres()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'nieuw.db'}"
    return request.getfixturevalue("postgres_url")


@pytest.fixture(params=["sqlite", "postgresql"])
def any_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """As `database`, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("database")
        return
    template = request.getfixturevalue("_filled_postgres")
    database = Database(request.getfixturevalue("new_postgres")(template))
    yield database
    database.close()
