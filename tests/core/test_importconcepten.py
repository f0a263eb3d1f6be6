"""An import on its way: kept with its file per account, offered to nobody else, and gone when it should be."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.core.test_importeren import bring_in, opdracht, seen
from tests.core.wijken import SYSTEM, add_person, add_wijk, record, right_input, set_role
from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie, Rol
from wijkkompas_core.errors import Forbidden, InvalidInput
from wijkkompas_core.queries.importconcepten import importbestand, importconcepten
from wijkkompas_core.services.importeren import concepten
from wijkkompas_core.services.importeren.concepten import MOST, drop_importconcept, save_importconcept
from wijkkompas_core.services.importeren.worker import EXECUTE, worker
from wijkkompas_core.services.onleesbaar import maak_onleesbaar
from wijkkompas_core.services.toegang.accounts import deactivate
from wijkkompas_core.services.toegang.opruimen import clean_up
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.tables import ImportconceptRow, LogboekRow

LIST = b"Datum;Vorm\n1-3-2025;Overleg\n"


@pytest.fixture
def wijk(any_database):
    return add_wijk(any_database)


@pytest.fixture
def tess(any_database, wijk):
    return add_person(any_database, "tess", Rol.TEAMLID, wijk)


def keep(database, actor, stap="kolommen", bestand=LIST, key=None):
    with database.writing(actor, Actie.CONCEPT_BEWAREN) as session:
        return save_importconcept(session, key, {"stap": stap}, bestand)


def steps(database, actor):
    with database.reading() as session:
        return [one.inhoud["stap"] for one in importconcepten(session, actor)]


def file_of(database, actor, key):
    with database.reading() as session:
        return importbestand(session, actor, key)


def test_an_import_is_kept_with_its_file_and_where_it_is_until_it_is_thrown_away(any_database, tess):
    key = keep(any_database, tess)
    assert keep(any_database, tess, "woorden", b"", key) == key
    assert steps(any_database, tess) == ["woorden"] and file_of(any_database, tess, key) == LIST
    with any_database.writing(tess, Actie.CONCEPT_BEWAREN) as session:
        drop_importconcept(session, key)
    assert steps(any_database, tess) == [] and file_of(any_database, tess, key) is None
    assert keep(any_database, tess, "voorbeeld", LIST, key) is not None  # another tab was still at it
    assert steps(any_database, tess) == ["voorbeeld"]


def test_nobody_else_sees_it_takes_its_file_or_throws_it_away(any_database, tess):
    other = add_person(any_database, "anna", Rol.BEHEERDER, None)
    key = keep(any_database, tess)
    assert steps(any_database, other) == [] and file_of(any_database, other, key) is None
    with any_database.writing(other, Actie.CONCEPT_BEWAREN) as session:
        drop_importconcept(session, key)
        assert save_importconcept(session, key, {"stap": "van anna"}, b"x") != key
    assert steps(any_database, tess) == ["kolommen"] and file_of(any_database, tess, key) == LIST


def test_it_counts_nowhere_and_a_lezer_keeps_none(any_database, wijk, tess):
    def counted():
        with any_database.reading() as session:
            return session.scalar(select(func.count(LogboekRow.id)))

    before = (any_database.data_version(), counted())
    keep(any_database, tess)
    assert (any_database.data_version(), counted()) == before
    with pytest.raises(Forbidden):
        keep(any_database, add_person(any_database, "lena", Rol.LEZER, wijk))


def test_only_a_few_are_kept_and_none_that_is_too_large(any_database, tess, monkeypatch):
    for n in range(MOST + 2):
        keep(any_database, tess, f"stap {n}")
    assert steps(any_database, tess) == [f"stap {n}" for n in range(MOST + 1, 1, -1)]
    monkeypatch.setattr(concepten, "LARGEST", 10)
    with pytest.raises(InvalidInput, match="te groot om te bewaren"):
        keep(any_database, tess)
    monkeypatch.setattr(concepten, "LONGEST", 10)
    with pytest.raises(InvalidInput, match="te groot om te bewaren"):
        keep(any_database, tess, "x" * 20)


def test_after_thirty_days_it_is_not_offered_and_is_thrown_away(any_database, tess):
    key = keep(any_database, tess)
    with any_database.writing(tess, Actie.CONCEPT_BEWAREN) as session:
        session.execute(update(ImportconceptRow).values(bewaard_op=now() - timedelta(days=31)))
    assert steps(any_database, tess) == [] and file_of(any_database, tess, key) is None
    with any_database.writing(SYSTEM, Actie.OPRUIMEN) as session:
        assert clean_up(session, Settings()).concepten == 1
        assert session.scalars(select(ImportconceptRow.id)).all() == []


def test_when_the_import_is_done_it_is_gone_in_the_same_transaction(any_database, tess):
    key, other = keep(any_database, tess), keep(any_database, tess, "een andere")
    bring_in(any_database, tess, replace(opdracht(any_database, tess), concept=key))
    assert steps(any_database, tess) == ["een andere"] and file_of(any_database, tess, other) == LIST


def test_a_worker_takes_it_along_as_well(database):
    tess = add_person(database, "tess", Rol.TEAMLID, add_wijk(database))
    one = replace(opdracht(database, tess), concept=keep(database, tess))
    worker(database, tess, EXECUTE, one, seen(database, tess, one).proef).follow(lambda *_: None)
    assert steps(database, tess) == []


def test_who_may_record_no_more_has_none_left_and_another_role_in_which_one_may_takes_nothing(any_database, wijk, tess):
    other = add_person(any_database, "otto", Rol.TEAMLID, wijk)
    keep(any_database, tess)
    keep(any_database, other)
    set_role(any_database, tess, Rol.PROJECTLEIDER, add_wijk(any_database, "stad"))
    assert steps(any_database, tess) == ["kolommen"]
    set_role(any_database, tess, Rol.LEZER, wijk)
    assert steps(any_database, tess) == [] and steps(any_database, other) == ["kolommen"]
    with any_database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        deactivate(session, other.gebruiker)
    with any_database.reading() as session:
        assert session.scalars(select(ImportconceptRow.id)).all() == []


def test_what_is_made_unreadable_does_not_wait_in_the_file_of_an_import(any_database, wijk, tess):
    leader = add_person(any_database, "leider", Rol.PROJECTLEIDER, wijk)
    key = record(any_database, tess, right_input(wijk, opbrengst="burgerservicenummer 123456782"))
    keep(any_database, tess)
    with any_database.writing(leader, Actie.ONLEESBAAR_MAKEN, wijk) as session:
        maak_onleesbaar(session, wijk, "contactmoment", str(key), "opbrengst", "hoort hier niet", "x" * 64)
    assert steps(any_database, tess) == []
