"""A whole installation from one kind of database into another, row by row, so that its size asks for no memory."""

from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from wijkkompas_core.storage.engine import continue_numbering
from wijkkompas_core.storage.inhoud import PORTION, Tabelinhoud, contents
from wijkkompas_core.storage.tables import Base, InstallatieRow


def move(source: Connection, target: Connection) -> tuple[dict[str, Tabelinhoud], list[str]]:
    """Copy every table into `target`, which has the tables of this software and nothing in them.

    Answers what `source` holds, and the names of the tables that came out otherwise. Both read and write within their
    transaction: nothing of it stays when the caller ends that of `target` without a commit.
    """
    target.execute(delete(InstallatieRow))  # the only row that the migrations make
    tables = Base.metadata.sorted_tables
    for table in tables:
        _copy(source, target, table)
    continue_numbering(target, [table for table in tables if _counts_on(table)])
    before, after = contents(source), contents(target)
    return before, [name for name in sorted(before | after) if before.get(name) != after.get(name)]


def _copy(source: Connection, target: Connection, table: Table) -> None:
    """What refers to a row of the same table is filled in when all of them are there."""
    own = [c.name for c in table.columns if any(key.column.table is table for key in c.foreign_keys)]
    later: list[dict[str, Any]] = []
    query = select(table).execution_options(stream_results=True, yield_per=PORTION)
    for portion in source.execute(query).mappings().partitions():
        target.execute(insert(table), [dict(row) | dict.fromkeys(own) for row in portion])
        later += [
            {"sleutel": row["id"], **{name: row[name] for name in own}}
            for row in portion
            if any(row[name] is not None for name in own)
        ]
    if later:
        target.execute(update(table).where(table.c.id == bindparam("sleutel")), later)


def _counts_on(table: Table) -> bool:
    return "id" in table.c and table.c.id.primary_key and table.c.id.autoincrement is not False
