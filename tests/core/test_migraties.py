"""An installation of any earlier version, full of data, comes through an upgrade whole."""

import zipfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Column, MetaData, Table, delete, insert, select, update

from wijkkompas_core.__main__ import main
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.storage.backup import restore_database
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.engine import continue_numbering
from wijkkompas_core.storage.migrations import alembic_config, current, differences, migrate
from wijkkompas_core.storage.tables import Base, ContactmomentRow, StroomRow

REVISIONS = [script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()][::-1]
EARLIER = REVISIONS[:-1]
Contents = dict[str, list[tuple[object, ...]]]


def tables_of(database: Database) -> list[Table]:
    """The tables as they are in this database, each with the columns that it has, and their types from the code."""
    found = MetaData()
    replaced = {"inlogpoging"}  # counts of the last minutes, kept under other keys since
    known = Base.metadata.tables
    found.reflect(database.engine, only=lambda name, _: name in known.keys() - replaced)
    return [
        Table(
            t.name,
            MetaData(),
            *(Column(c.name, known[t.name].c[c.name].type) for c in t.columns if c.name in known[t.name].c),
        )
        for t in found.sorted_tables
    ]


def contents(database: Database, tables: list[Table]) -> Contents:
    """All rows of these columns."""
    with database.engine.connect() as connection:
        return {t.name: sorted(map(tuple, connection.execute(select(t))), key=repr) for t in tables}


def fill(database: Database, tables: list[Table], demo: Contents) -> None:
    """Put the demo into these tables, as far as they have its columns."""
    with database.engine.begin() as connection:
        for table in tables:
            if table.name == "installatie":  # the only row that the migrations make
                connection.execute(delete(table))
        for table in tables:
            rows = [dict(zip(table.columns.keys(), row, strict=True)) for row in demo[table.name]]
            if rows:
                connection.execute(insert(table), rows)
        continue_numbering(connection, [table for table in tables if "id" in table.c])


def assert_whole(database: Database, tables: list[Table], demo: Contents) -> None:
    """The schema is that of the code, every row is still there, and what happened can be found."""
    assert differences(database.engine) == []
    kept = contents(database, tables)
    changes = {
        "installatie",
        "logboek",
        "wijkversie",
        "stroom",
    }  # the upgrade is written down, and the stream made anew
    assert {n: r for n, r in kept.items() if n not in changes} == {n: r for n, r in demo.items() if n not in changes}
    # Names in the logboek were replaced by numbers when accounts could be anonymised.
    names = next(table.columns.keys() for table in tables if table.name == "logboek").index("actor")
    before, after = ({repr((*row[:names], *row[names + 1 :])) for row in one["logboek"]} for one in (demo, kept))
    assert before <= after
    with database.reading() as session:
        found = session.scalars(select(StroomRow.object_id).where(StroomRow.soort == "contactmoment")).all()
        assert set(found) == {str(key) for key in session.scalars(select(ContactmomentRow.id))}
    assert main(["check"]) == 0


@pytest.fixture
def empty_place(empty_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Gives the address of another empty place, in the same kind of database."""
    if empty_url.startswith("sqlite"):
        numbers = count()
        return lambda: f"sqlite:///{tmp_path}/elders-{next(numbers)}.db"
    return request.getfixturevalue("new_postgres")


@pytest.fixture
def upgrade(monkeypatch: pytest.MonkeyPatch) -> Callable[[Database], None]:
    """Bring a database up to date as an installation does."""

    def run(database: Database) -> None:
        monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
        assert main(["migrate"]) == 0

    return run


@pytest.mark.parametrize("revision", EARLIER)
def test_what_an_earlier_version_kept_is_still_there_and_can_be_found(
    demo_database: Database, empty_url: str, upgrade: Callable[[Database], None], revision: str
) -> None:
    database = Database(empty_url)
    migrate(database.engine, revision)
    tables = tables_of(database)
    demo = contents(demo_database, tables)
    fill(database, tables, demo)
    upgrade(database)
    assert_whole(database, tables, demo)
    database.close()


def test_an_installation_that_lived_through_every_version_is_whole(
    demo_database: Database, empty_url: str, upgrade: Callable[[Database], None]
) -> None:
    """Step by step, and at each step what is new in that version is filled."""
    database = Database(empty_url)
    known: set[str] = set()
    demo: Contents = {}
    tables: list[Table] = []
    for revision in EARLIER:
        migrate(database.engine, revision)
        there = tables_of(database)
        fresh = [table for table in there if table.name not in known]
        demo |= contents(demo_database, fresh)
        fill(database, fresh, demo)
        tables += fresh
        known |= {table.name for table in fresh}
    upgrade(database)
    assert_whole(database, tables, demo)
    database.close()


def test_the_way_back_gives_what_was_there_before_the_upgrade_and_forward_again_is_whole(
    demo_database: Database,
    empty_url: str,
    empty_place: Callable[[], str],
    upgrade: Callable[[Database], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As docs/beheer.md says; what the earlier software does with the copy is stood for by its schema and content."""
    database = Database(empty_url)
    migrate(database.engine, EARLIER[-1])
    tables = tables_of(database)
    fill(database, tables, demo := contents(demo_database, tables))
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", database.url)
    assert main(["backup", str(tmp_path / "voor.zip")]) == 0
    upgrade(database)
    assert main(["backup", str(tmp_path / "na.zip")]) == 0
    database.close()

    back = Database(empty_place())
    with zipfile.ZipFile(tmp_path / "voor.zip") as archive:
        name = next(one for one in archive.namelist() if one != "manifest.json")
        restore_database(back.url, back.engine.dialect.name, Path(archive.extract(name, tmp_path)))
    with back.engine.connect() as connection:
        assert current(connection) == EARLIER[-1]
    assert contents(back, tables_of(back)) == demo
    back.close()

    forward = Database(empty_place())
    monkeypatch.setenv("WIJKKOMPAS_DATABASE_URL", forward.url)
    assert main(["restore", str(tmp_path / "voor.zip")]) == 0
    assert differences(forward.engine) == []
    assert main(["check"]) == 0
    forward.close()


def test_names_that_were_kept_as_they_were_typed_are_found_again_and_two_that_are_one_stay_two(
    demo_database: Database, empty_url: str
) -> None:
    database = Database(empty_url)
    migrate(database.engine, "0014")
    tables = tables_of(database)
    fill(database, tables, contents(demo_database, tables))
    parties = Base.metadata.tables["belanghebbende"]
    wijk = select(parties.c.wijk_id).limit(1).scalar_subquery()
    with database.engine.begin() as connection:
        key, twin = connection.scalars(select(parties.c.id).where(parties.c.wijk_id == wijk).limit(2))
        for one, kept in ((key, "wijk\u200braad oost"), (twin, "wijkraad\u00a0oost")):
            naam = "Wijk\u200braad Oost" if one == key else "Wijkraad\u00a0Oost"
            connection.execute(update(parties).where(parties.c.id == one).values(naam=naam, zoeknaam=kept))
    migrate(database.engine)
    with database.engine.connect() as connection:
        found = dict(connection.execute(select(parties.c.id, parties.c.zoeknaam)).all())
        names = connection.execute(select(parties.c.id, parties.c.naam)).all()
    assert found[min(key, twin)] == "wijkraad oost" != found[max(key, twin)]
    assert {one: match_name(naam) for one, naam in names if one not in (key, twin)} == {
        one: folded for one, folded in found.items() if one not in (key, twin)
    }
    database.close()


def test_the_chain_of_revisions_is_one_line() -> None:
    files = {
        path.name.split("_")[0]
        for path in (
            Path(__file__).resolve().parents[2] / "wijkkompas_core" / "storage" / "migrations" / "versions"
        ).glob("0*.py")
    }
    assert sorted(files) == REVISIONS
