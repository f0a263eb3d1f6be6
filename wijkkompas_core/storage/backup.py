"""A whole database into one file and back, by the means of the database itself; everything SQLite or PostgreSQL.

SQLite copies itself with `VACUUM INTO`, PostgreSQL is copied by its own `pg_dump`. Both see one moment of the database
while people go on writing. What was copied is counted and hashed from the copy (SQLite), or in the very snapshot that
is copied (PostgreSQL), so that a restore can prove that it gives the same.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text

from wijkkompas_core.errors import WijkkompasError
from wijkkompas_core.storage.engine import build_engine
from wijkkompas_core.storage.inhoud import Tabelinhoud, contents, has_tables

BUSY_SECONDS = 60


class BackupFout(WijkkompasError):
    """A backup could not be made or restored; the text says why."""


@dataclass(frozen=True, slots=True)
class Kopie:
    """What a copy holds: the kind of database, the revision of its schema, and its tables."""

    soort: str
    revisie: str | None
    tabellen: dict[str, Tabelinhoud]


def copy_database(url: str, target: Path) -> Kopie:
    """Write the database to `target`, a new file; people may go on writing meanwhile. Raises `BackupFout`."""
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        return _dump(address, target)
    source = _file(address)
    if not source.exists():
        raise BackupFout(f"De database {source} bestaat niet.")
    try:
        with closing(sqlite3.connect(source, timeout=BUSY_SECONDS, isolation_level=None)) as database:
            database.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise BackupFout(f"De database is niet te kopiëren: {error}.") from error
    return inspect_database(f"sqlite:///{target}")


def inspect_database(url: str) -> Kopie:
    """What a database holds now, read at one moment."""
    engine = build_engine(url, read_only=True)
    try:
        with engine.connect().execution_options(**_one_moment(engine)) as connection, connection.begin():
            return _inspect(connection)
    finally:
        engine.dispose()


def restore_database(url: str, soort: str, source: Path) -> None:
    """Put a copy back where nothing stands yet; raises `BackupFout`, and then nothing was overwritten."""
    address = make_url(url)
    if address.get_backend_name() != soort:
        raise BackupFout(
            f"Deze back-up is van {soort} en gaat niet in {address.get_backend_name()}. "
            "Ga van de ene soort database naar de andere met export en load."
        )
    if soort == "postgresql":
        _restore_dump(address, source)
        return
    target = _file(address)
    leftovers = [path for path in (target, *_beside(target)) if path.exists()]
    if leftovers:
        raise BackupFout(f"{leftovers[0]} bestaat al. Terugzetten gaat alleen naar een plek waar nog niets staat.")
    draft = target.with_name(f".{target.name}-terugzetten")
    try:
        shutil.copyfile(source, draft)
        draft.chmod(0o600)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        os.link(draft, target)  # unlike a rename this never replaces what someone made meanwhile
    except FileExistsError as error:
        raise BackupFout(f"{target} bestaat al. Er is niets overschreven.") from error
    except OSError as error:
        raise BackupFout(f"{target} is niet te schrijven: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)


def is_empty(url: str) -> bool:
    """Whether nothing stands at this address yet; raises `BackupFout` when there is no PostgreSQL database at all."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return not _file(address).exists()
    engine = create_engine(address)
    try:
        with engine.connect() as connection:
            return not has_tables(connection)
    finally:
        engine.dispose()


def _file(address: URL) -> Path:
    if not address.database or address.database == ":memory:":
        raise BackupFout("Deze database staat niet in een bestand.")
    return Path(address.database)


def _beside(path: Path) -> tuple[Path, ...]:
    """Files that SQLite would take for the latest changes of a database of this name."""
    return tuple(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", "-journal"))


def _one_moment(engine: Engine) -> dict[str, str]:
    """On SQLite every reading transaction sees one moment; on PostgreSQL it has to be asked for."""
    return {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}


def _inspect(connection: Connection) -> Kopie:
    revision = MigrationContext.configure(connection).get_current_revision()
    return Kopie(connection.dialect.name, revision, contents(connection))


def _dump(address: URL, target: Path) -> Kopie:
    with _snapshot(address) as (connection, snapshot):
        _run(
            "pg_dump", address, "--format=custom", "--no-owner", "--no-privileges",
            f"--snapshot={snapshot}", f"--file={target}",
        )  # fmt: skip
        return _inspect(connection)


@contextmanager
def _snapshot(address: URL) -> Iterator[tuple[Connection, str]]:
    """A transaction at one moment, and the name under which pg_dump can share it."""
    engine = create_engine(address)
    try:
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection, connection.scalar(text("SELECT pg_export_snapshot()"))
    finally:
        engine.dispose()


def _restore_dump(address: URL, source: Path) -> None:
    if not is_empty(address.render_as_string(hide_password=False)):
        raise BackupFout("In deze database staan al tabellen. Terugzetten gaat alleen in een lege database.")
    _run("pg_restore", address, "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(source))


def _run(name: str, address: URL, *options: str) -> None:
    """Run a client program of PostgreSQL; the password goes by the environment, where nobody can list it."""
    program = client_program(name)
    # `address.set(password=None)` would leave it, and write it as ***
    plain = URL.create(
        "postgresql", address.username, None, address.host, address.port, address.database, address.query
    ).render_as_string(hide_password=False)
    environment = dict(os.environ)
    if address.password:
        environment["PGPASSWORD"] = str(address.password)
    command = [program, f"--dbname={plain}", "--no-password", *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        reason = " ".join(done.stderr.split()) or f"uitkomst {done.returncode}"
        raise BackupFout(f"{name} is niet gelukt: {reason}")


def client_program(name: str) -> str:
    """The path of a client program of PostgreSQL, newest version first; raises `BackupFout` when it is not there."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_version, reverse=True)
    found = str(versions[0]) if versions else shutil.which(name)
    if found is None:
        raise BackupFout(
            f"Het programma {name} ontbreekt. Installeer de clientprogramma's van PostgreSQL (postgresql-client), van "
            "dezelfde versie als de server of nieuwer."
        )
    return found


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in path.parts[-3].split(".") if part.isdigit())
