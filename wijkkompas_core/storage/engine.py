"""Engines for SQLite and PostgreSQL; everything in which the two differ is here."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, func, make_url, select, text

from wijkkompas_core.errors import InvalidInput

# Streamlit serves each session from a thread of its own; waiting a little for a connection beats failing.
POOL: dict[str, Any] = {"pool_size": 20, "max_overflow": 40, "pool_timeout": 15}
BUSY_MILLISECONDS = 15_000
MIGRATION_LOCK = 7_204_711


def build_engine(url: str, *, read_only: bool = False) -> Engine:
    """An engine for `url` (sqlite:///… or postgresql+psycopg://…); a read-only one cannot write at all."""
    try:
        backend = make_url(url).get_backend_name()
    except Exception:
        backend = ""
    if backend == "sqlite":
        return _sqlite(url, read_only)
    if backend == "postgresql":
        return _postgresql(url, read_only)
    raise InvalidInput({"database_url": "De database is sqlite:///pad of postgresql+psycopg://gebruiker@server/naam."})


def _sqlite(url: str, read_only: bool) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False}, **POOL)

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


def _postgresql(url: str, read_only: bool) -> Engine:
    engine = create_engine(url, pool_pre_ping=True, pool_recycle=1800, **POOL)
    return engine.execution_options(postgresql_readonly=True) if read_only else engine


@contextmanager
def migration_lock(engine: Engine) -> Iterator[Connection]:
    """One connection in a transaction in which the schema may be changed; two servers starting wait for each other."""
    with engine.begin() as connection:
        take_install_lock(connection)
        yield connection


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


def check_integrity(connection: Connection) -> list[str]:
    """What the database itself finds wrong with its files and references; empty when all is well."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT 1"))
        return []
    problems = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
    problems += [
        f"verwijzing klopt niet: {tuple(row)}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    return problems
