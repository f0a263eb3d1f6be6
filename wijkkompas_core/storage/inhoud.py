"""What a database holds, as one number: two databases with the same rows have the same, whichever kind they are.

Every table counts but the bookkeeping of Alembic and the search index that the database keeps for itself (`zoek_…`).
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, MetaData, String, Table, column, inspect, select
from sqlalchemy.types import TypeEngine

from wijkkompas_core.storage.tables import Base

PORTION = 2_000
_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


@dataclass(frozen=True, slots=True)
class Tabelinhoud:
    """The rows of one table: how many, and the SHA-256 over all of them in the order of their key."""

    rijen: int
    sha256: str


def contents(connection: Connection) -> dict[str, Tabelinhoud]:
    """What each table holds. Reads everything: call it in a transaction in which nothing changes."""
    inspector = inspect(connection)
    names = sorted(name for name in inspector.get_table_names() if _counts(name))
    found = MetaData()
    found.reflect(connection, only=names, resolve_fks=False)
    return {name: _contents(connection, found.tables[name]) for name in names}


def content_hash(tables: dict[str, Tabelinhoud]) -> str:
    """One SHA-256 over names, numbers and hashes of all tables."""
    lines = (f"{name} {table.rijen} {table.sha256}\n" for name, table in sorted(tables.items()))
    return sha256("".join(lines).encode()).hexdigest()


def has_tables(connection: Connection) -> bool:
    """Whether anything stands in the database at all."""
    inspector = inspect(connection)
    return bool(inspector.get_table_names() or inspector.get_view_names())


def _counts(name: str) -> bool:
    return name != "alembic_version" and not name.startswith("zoek_")


def _contents(connection: Connection, table: Table) -> Tabelinhoud:
    """The types come from the code: SQLite has none of its own for a moment, a truth value or a list."""
    columns = {c.name: column(c.name, _type(table, c.name)) for c in table.columns}
    key = [c.name for c in table.primary_key.columns] or sorted(columns)
    names = sorted(columns)
    query = (
        select(*(columns[name] for name in names))
        .select_from(table)
        .order_by(*(_bytewise(connection, columns[name]) for name in key))
        .execution_options(stream_results=True, yield_per=PORTION)
    )
    digest, rows = sha256(orjson.dumps(names)), 0
    for row in connection.execute(query):
        digest.update(orjson.dumps(tuple(row), default=_bytes, option=_OPTIONS) + b"\n")
        rows += 1
    return Tabelinhoud(rows, digest.hexdigest())


def _type(table: Table, name: str) -> TypeEngine[Any]:
    known = Base.metadata.tables.get(table.name)
    return known.c[name].type if known is not None and name in known.c else table.c[name].type


def _bytewise(connection: Connection, wanted: ColumnElement[Any]) -> ColumnElement[Any]:
    """The order of a key is that of its bytes, as SQLite has it; PostgreSQL would ask the language."""
    text = isinstance(wanted.type, String) and connection.dialect.name == "postgresql"
    return wanted.collate("C") if text else wanted


def _bytes(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(type(value))
