"""An installation of an earlier version, full of data, comes through an upgrade whole."""

import pytest
from sqlalchemy import Column, MetaData, Table, delete, insert, select

from wijkkompas_core.__main__ import main
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.migrations import differences, migrate
from wijkkompas_core.storage.tables import Base, ContactmomentRow, StroomRow


def tables_of(database: Database) -> list[Table]:
    """The tables as they are in this database, each with the columns that it has, and their types from the code."""
    found = MetaData()
    found.reflect(database.engine, only=lambda name, _: name in Base.metadata.tables)
    return [
        Table(t.name, MetaData(), *(Column(c.name, Base.metadata.tables[t.name].c[c.name].type) for c in t.columns))
        for t in found.sorted_tables
    ]


def contents(database: Database, tables: list[Table]) -> dict[str, list[tuple[object, ...]]]:
    """All rows of these columns."""
    with database.engine.connect() as connection:
        return {t.name: sorted(map(tuple, connection.execute(select(t))), key=repr) for t in tables}


def test_what_the_first_version_kept_is_still_there_and_can_be_found(
    demo_database: Database, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(empty_url)
    migrate(database.engine, "0001")
    tables = tables_of(database)
    demo = contents(demo_database, tables)
    with database.engine.begin() as connection:
        for table in tables:
            connection.execute(delete(table))
            rows = [dict(zip(table.columns.keys(), row, strict=True)) for row in demo[table.name]]
            if rows:
                connection.execute(insert(table), rows)

    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", empty_url)
    assert main(["migrate"]) == 0

    assert differences(database.engine) == []
    kept = contents(database, tables)
    changes = {"installatie", "logboek"}  # the upgrade itself is written down, and counts as a change
    assert {n: r for n, r in kept.items() if n not in changes} == {n: r for n, r in demo.items() if n not in changes}
    with database.reading() as session:
        found = session.scalars(select(StroomRow.object_id).where(StroomRow.soort == "contactmoment")).all()
        assert set(found) == {str(key) for key in session.scalars(select(ContactmomentRow.id))}
    database.close()
