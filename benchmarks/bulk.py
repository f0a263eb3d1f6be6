"""Many rows into a table at once, by the fastest way that each database has."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table

PORTIE = 20_000


def insert_rows(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows with values in the order of `names`, in the transaction of `connection`.

    No more than a portion of them is in memory. What is stored is what the types of the columns make of the values,
    as always; a column that is not named stays empty or gets its default in the database.
    """
    dialect = connection.dialect
    makers = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]

    def stored(row: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(
            value if make is None or value is None else make(value) for make, value in zip(makers, row, strict=True)
        )

    cursor = connection.connection.cursor()
    quoted = ", ".join(f'"{name}"' for name in names)
    if dialect.name == "postgresql":
        with cursor.copy(f'COPY "{table.name}" ({quoted}) FROM STDIN') as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row(stored(row))
        return
    command = f'INSERT INTO "{table.name}" ({quoted}) VALUES ({", ".join("?" * len(names))})'
    waiting = iter(rows)
    while portion := [stored(row) for row in islice(waiting, PORTIE)]:
        cursor.executemany(command, portion)
