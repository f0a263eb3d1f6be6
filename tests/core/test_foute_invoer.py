"""Whatever is filled in: a service does it or refuses it in a sentence, and a refusal changes nothing."""

import shutil
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, delete, insert, select, text

from tests.foute_invoer import NASTY, NOT_FROM_PEOPLE, UseCase, bombard, hash_of, strategy, use_cases
from wijkkompas_core.domain.selectie import Selectie
from wijkkompas_core.services.laden.referentie_lezen import read_referentie
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.engine import continue_numbering
from wijkkompas_core.storage.migrations import migrate
from wijkkompas_core.storage.stroombronnen import SOORTEN, primary_key
from wijkkompas_core.storage.tables import Base, InstallatieRow

EXAMPLES = 8
KOMPAS = read_referentie(Path(Settings().referentie)).kompas
CASES = use_cases()


@pytest.fixture(scope="module")
def bombed(request: pytest.FixtureRequest, demo_file, tmp_path_factory, postgres_server):
    """The demo on SQLite and on PostgreSQL, shared by all use cases: nothing may change in it."""
    copy = tmp_path_factory.mktemp("fout") / "demo.db"
    shutil.copyfile(demo_file, copy)
    lite = Database(f"sqlite:///{copy}")
    name = f"fout_{uuid4().hex[:8]}"
    server = create_engine(f"{postgres_server}/postgres", isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    post = Database(f"{postgres_server}/{name}")
    migrate(post.engine)
    with lite.engine.connect() as source, post.engine.begin() as target:
        target.execute(delete(InstallatieRow))  # the only row that the migrations make
        for table in Base.metadata.sorted_tables:
            rows = [dict(row) for row in source.execute(select(table)).mappings()]
            if rows:
                target.execute(insert(table), rows)
        continue_numbering(target, [table for table in Base.metadata.sorted_tables if "id" in table.c])
    yield {"sqlite": lite, "postgresql": post}
    lite.close()
    post.close()
    server.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("use_case", CASES, ids=lambda one: one.name)
def test_bad_input_is_refused_in_a_sentence(bombed, use_case: UseCase, kind: str) -> None:
    refused, accepted = bombard(bombed[kind], use_case, EXAMPLES)
    assert refused + accepted > 0


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_bad_input_changes_nothing(bombed, kind: str) -> None:
    before = hash_of(bombed[kind])
    for use_case in CASES:
        bombard(bombed[kind], use_case, 1)
    assert hash_of(bombed[kind]) == before


def test_no_service_is_forgotten() -> None:
    assert len(CASES) > 50
    for use_case in CASES:
        for hint in use_case.hints.values():
            strategy(hint)
    names = {case.name for case in CASES}
    assert not names & set(NOT_FROM_PEOPLE)


@settings(max_examples=500, deadline=None, database=None)
@given(st.text(max_size=80) | st.sampled_from(NASTY))
def test_any_text_in_the_address_is_a_selection_or_everything(typed: str) -> None:
    assert isinstance(Selectie.from_node(typed, KOMPAS), Selectie)


@settings(max_examples=300, deadline=None, database=None)
@given(st.sampled_from(sorted(SOORTEN)), st.text(max_size=40) | st.sampled_from(NASTY) | st.integers().map(str))
def test_any_text_is_the_key_of_an_item_or_none(soort: str, typed: str) -> None:
    primary_key(SOORTEN[soort], typed)
