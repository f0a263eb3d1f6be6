"""Engines for SQLite and PostgreSQL; everything in which the two differ is here."""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    StaticPool,
    Table,
    create_engine,
    event,
    func,
    insert,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.orm import Session

from wijkkompas_core.errors import InvalidInput

BUSY_MILLISECONDS = 15_000
MIGRATION_LOCK = 7_204_711
ROOM = 10_000_000
"""So many bytes are free at least on a disk that can still be written."""


# A server that is gone is noticed within half a minute, instead of after the hours that TCP would wait for it.
PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}


# Nobody who works waits longer than this, in milliseconds: for one statement, for what somebody else holds, and for a
# transaction that does nothing. What takes long by itself, as a migration or a large import, has an engine without.
LIMITS = {"statement_timeout": 60_000, "lock_timeout": 15_000, "idle_in_transaction_session_timeout": 60_000}
MIGRATION_LOCK_MILLISECONDS = 3_000
"""So long a migration waits for a table in use, since whoever asks for the table after it waits as well."""


@dataclass(frozen=True)
class Pool:
    """How many connections an engine keeps, how many may be added for a moment, and the seconds to wait for one.

    Streamlit serves each session from a thread of its own; waiting a little for a connection beats failing.
    """

    grootte: int = 15
    extra: int = 5
    wachttijd: int = 15
    begrensd: bool = False
    """Whether no statement may take longer than `LIMITS`, as where people wait for it."""

    def options(self) -> dict[str, Any]:
        """As SQLAlchemy calls them, with what every engine of ours has."""
        return {
            "pool_size": self.grootte,
            "max_overflow": self.extra,
            "pool_timeout": self.wachttijd,
            "hide_parameters": True,  # what people typed, and hashes, never stand in the log of an error
        }


def build_engine(url: str, *, read_only: bool = False, pool: Pool | None = None) -> Engine:
    """An engine for `url` (sqlite:///… or postgresql+psycopg://…); a read-only one cannot write at all."""
    pool = pool or Pool()
    options = pool.options()
    try:
        backend = make_url(url).get_backend_name()
    except Exception:
        backend = ""
    if backend == "sqlite":
        return _sqlite(url, read_only, options)
    if backend == "postgresql":
        return _postgresql(url, read_only, options, LIMITS if pool.begrensd else {})
    raise InvalidInput({"database_url": "De database is sqlite:///pad of postgresql+psycopg://gebruiker@server/naam."})


def _sqlite(url: str, read_only: bool, options: dict[str, Any]) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False}, **options)

    _watch_file(engine)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own implicit BEGIN would come too late and too weak
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        if read_only:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A write transaction takes the lock at once: upgrading later loses updates without any error.
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _watch_file(engine: Engine) -> None:
    """Notice that the file was removed or replaced while it is open: what is written to it then is lost for all.

    An open connection goes on with the old file, and a new one would make an empty file in its place.
    """
    path = engine.url.database
    if not path or path == ":memory:":
        return
    opened = False

    @event.listens_for(engine, "do_connect")
    def open_again(_dialect: Any, _record: Any, _arguments: Any, _options: Any) -> None:
        if not os.path.exists(path):
            if opened:
                raise sqlite3.OperationalError(f"{path} is gone")
            _make_private(path)

    @event.listens_for(engine, "connect")
    def remember(_connection: Any, record: Any) -> None:
        nonlocal opened
        opened = True
        record.info["file"] = _identity(path)

    @event.listens_for(engine, "checkout")
    def compare(_connection: Any, record: Any, _proxy: Any) -> None:
        if _identity(path) != record.info["file"]:
            raise DisconnectionError(f"{path} is another file now")  # the pool then opens it anew


def _make_private(path: str) -> None:
    """An empty file that only its owner may read; what SQLite puts beside it (-wal, -shm, -journal) gets the same."""
    with suppress(OSError):  # SQLite itself tells why it cannot be made
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _postgresql(url: str, read_only: bool, options: dict[str, Any], limits: Mapping[str, int]) -> Engine:
    # Each connection is tried before it is used: one that was lost meanwhile is replaced without anyone noticing.
    patience = PATIENCE | dict(make_url(url).query)
    if limits:
        ours = " ".join(f"-c {name}={milliseconds}" for name, milliseconds in limits.items())
        patience["options"] = f"{ours} {patience.get('options', '')}".strip()
    engine = create_engine(url, connect_args=patience, pool_pre_ping=True, pool_recycle=1800, **options)
    return engine.execution_options(postgresql_readonly=True) if read_only else engine


def memory_engine() -> Engine:
    """An empty SQLite database in memory behind one connection: only one may use it at a time."""
    return create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})


def read_at_one_moment(session: Session) -> None:
    """Let everything that this fresh session reads be of one moment, whatever others commit meanwhile.

    On SQLite a transaction sees one moment by itself.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


@contextmanager
def migration_lock(engine: Engine) -> Iterator[Connection]:
    """One connection in a transaction in which the schema may be changed; two servers starting wait for each other.

    It waits for a table in use for `MIGRATION_LOCK_MILLISECONDS` only; then it raises what `is_in_use` knows.
    """
    with engine.begin() as connection:
        take_install_lock(connection)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {MIGRATION_LOCK_MILLISECONDS}")
        yield connection


def is_in_use(error: OperationalError) -> bool:
    """Whether something was not done since somebody else held it longer than one may wait."""
    return getattr(error.orig, "sqlstate", None) == "55P03"


def take_install_lock(connection: Connection) -> None:
    """Until this transaction ends, no other process changes the schema or loads an installation's base data."""
    if connection.dialect.name == "postgresql":  # on SQLite a write transaction is alone already
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})


def continue_numbering(connection: Connection, tables: Iterable[Table]) -> None:
    """After rows were inserted with a number of their own: let new rows in `tables` count on from the highest.

    SQLite does this by itself.
    """
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        sequence = connection.scalar(text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table.name})
        highest = connection.scalar(select(func.max(table.c.id)))
        connection.execute(select(func.setval(sequence, highest or 1, highest is not None)))


_INVALID = text(
    "SELECT 'index', indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid "
    "UNION ALL SELECT 'voorwaarde', conname::text FROM pg_constraint WHERE NOT convalidated"
)


def database_version(connection: Connection) -> str:
    """The database and its version, as "SQLite 3.40.1"."""
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    version = connection.dialect.server_version_info or ()
    return f"{names[connection.dialect.name]} {'.'.join(str(part) for part in version)}"


def reserve_ids(connection: Connection, table: Table, count: int) -> list[int]:
    """Numbers for `count` new rows, in order; inside a write transaction nobody else gets them."""
    if connection.dialect.name == "postgresql":
        query = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
        return sorted(row[0] for row in connection.execute(query, {"table": table.name, "count": count}))
    highest = connection.scalar(select(func.max(table.c.id))) or 0
    return list(range(highest + 1, highest + 1 + count))


def insert_as_one(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, all with the same columns of plain values, as one statement.

    On SQLite a trigger that follows a table, such as the search index, is then about five times as fast as when the
    rows come one after the other.
    """
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        connection.execute(insert(table), rows)
        return
    names = list(rows[0])
    values = json.dumps([[_as_stored(row[name]) for name in names] for row in rows], ensure_ascii=False)
    picked = ", ".join(f"value ->> {place}" for place in range(len(names)))
    statement = f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {picked} FROM json_each(?)"  # noqa: S608
    connection.exec_driver_sql(statement, (values,))


def _as_stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def check_integrity(connection: Connection) -> list[str]:
    """What the database itself finds wrong with its files and references; empty when all is well."""
    if connection.dialect.name == "postgresql":
        return [f"{what} {name} is niet te vertrouwen" for what, name in connection.execute(_INVALID)]
    problems = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
    problems += [
        f"verwijzing klopt niet: {tuple(row)}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    return problems


def can_be_written(engine: Engine) -> bool:
    """Whether the database takes what people save: it is no standby, not only to be read, and its disk has room.

    On SQLite one that somebody else is writing at this moment is one that can be written.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            question = "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean"
            return not connection.scalar(text(question))
    path = engine.url.database or ""
    if shutil.disk_usage(os.path.dirname(os.path.abspath(path))).free < ROOM:
        return False
    with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=rw", uri=True, timeout=0)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
                return False
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
    return True


_REFUSAL = "het logboek verandert niet"
_REFUSE = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
_SQLITE_GUARDS = {
    "logboek_niet_wijzigen": "BEFORE UPDATE ON logboek",
    "logboek_niet_wissen": "BEFORE DELETE ON logboek",
    # "insert or replace" deletes without asking the one above
    "logboek_niet_vervangen": "BEFORE INSERT ON logboek WHEN EXISTS (SELECT 1 FROM logboek WHERE id = NEW.id)",
}


def guard_logboek(connection: Connection) -> None:
    """From now on the database refuses to change or delete a line of the logboek, whoever asks."""
    if connection.dialect.name != "postgresql":
        for name, moment in _SQLITE_GUARDS.items():
            connection.exec_driver_sql(f"CREATE TRIGGER {name} {moment} {_REFUSE}")
        return
    connection.exec_driver_sql(
        "CREATE OR REPLACE FUNCTION logboek_verandert_niet() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    connection.exec_driver_sql(
        "CREATE TRIGGER logboek_verandert_niet BEFORE UPDATE OR DELETE OR TRUNCATE ON logboek "
        "FOR EACH STATEMENT EXECUTE FUNCTION logboek_verandert_niet()"
    )


@contextmanager
def logboek_unguarded(connection: Connection) -> Iterator[None]:
    """Within this transaction lines of the logboek may be deleted: for starting an installation anew, and for the law.

    On PostgreSQL only the owner of the table can do this, so not the role under which the app runs.
    """
    names = ["logboek_verandert_niet"] if connection.dialect.name == "postgresql" else list(_SQLITE_GUARDS)
    on = " ON logboek" if connection.dialect.name == "postgresql" else ""
    for name in names:
        connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")
    yield
    guard_logboek(connection)
