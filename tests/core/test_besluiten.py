"""Recording, changing, deleting and restoring besluiten, on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.core.wijken import FASE, START, add_person, add_wijk, read, record, right_input
from wijkkompas_core.domain.besluiten import BesluitInvoer
from wijkkompas_core.domain.betrokkenheid import NieuweBelanghebbende
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Rol
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries.besluiten import besluit, keuzes
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.services.besluiten import change_besluit, delete_besluit, record_besluit, restore_besluit
from wijkkompas_core.services.contactmomenten import delete_contactmoment
from wijkkompas_core.storage.tables import BesluitRow, LogboekRow


@pytest.fixture
def wijk(any_database):
    return add_wijk(any_database)


@pytest.fixture
def teamlid(any_database, wijk):
    return add_person(any_database, "tess", Rol.TEAMLID, wijk)


def right_besluit(wijk, **changes):
    plain = BesluitInvoer(
        wijk=wijk,
        datum=today() - timedelta(days=2),
        fase=FASE,
        wat="We kiezen de plas als bron.",
        door="Stuurgroep",
        grond="De metingen laten genoeg warmte zien.",
    )
    return replace(plain, **changes)


def decide(database, actor, invoer):
    with database.writing(actor, Actie.BESLUIT_VASTLEGGEN, invoer.wijk) as session:
        return record_besluit(session, invoer)


def change(database, actor, key, versie, invoer):
    with database.writing(actor, Actie.BESLUIT_WIJZIGEN, invoer.wijk) as session:
        change_besluit(session, key, versie, invoer)


def do(database, actor, step, *arguments):
    with database.writing(actor, Actie.BESLUIT_WIJZIGEN) as session:
        step(session, *arguments)


def stands(database, actor, key):
    with database.reading() as session:
        return besluit(session, actor, key)


def test_a_besluit_is_read_back_as_it_was_recorded(any_database, wijk, teamlid):
    moments = tuple(record(any_database, teamlid, right_input(wijk, opbrengst=text)) for text in ("een", "twee"))
    invoer = right_besluit(wijk, contactmomenten=moments[::-1], wat="  Wij kiezen <b>de plas</b>.\n")
    found = stands(any_database, teamlid, decide(any_database, teamlid, invoer))
    assert found.invoer == replace(invoer, wat="Wij kiezen <b>de plas</b>.", contactmomenten=moments)
    assert (found.versie, found.verwijderd) == (1, False)


def test_every_error_of_a_besluit_is_told_at_once(any_database, wijk, teamlid):
    wrong = right_besluit(
        wijk,
        datum=today() + timedelta(days=1),
        fase="ooit",
        wat=" ",
        door="\x00",
        grond="x" * 100_001,
        contactmomenten=(999_999,),
    )
    with pytest.raises(InvalidInput) as raised:
        decide(any_database, teamlid, wrong)
    assert set(raised.value.fields) == {"datum", "fase", "wat", "door", "grond", "contactmomenten"}
    with any_database.reading() as session:
        assert session.scalar(select(BesluitRow.id)) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"datum": None}, "datum"),
        ({"datum": START - timedelta(days=1)}, "datum"),
        ({"grond": ""}, "grond"),
        ({"wat": "w" * 100_001}, "wat"),
        ({"door": "d" * 201}, "door"),
    ],
)
def test_a_besluit_without_what_makes_it_traceable_is_refused(database, changes, field):
    wijk = add_wijk(database)
    actor = add_person(database, "tess", Rol.TEAMLID, wijk)
    with pytest.raises(InvalidInput) as raised:
        decide(database, actor, right_besluit(wijk, **changes))
    assert set(raised.value.fields) == {field}


def test_a_besluit_follows_only_from_living_contactmomenten_of_its_own_wijk(any_database, wijk, teamlid):
    elsewhere = add_wijk(any_database, "stad")
    other = add_person(any_database, "otto", Rol.TEAMLID, elsewhere)
    foreign = record(any_database, other, right_input(elsewhere))
    gone = record(any_database, teamlid, right_input(wijk))
    with any_database.writing(teamlid, Actie.CONTACTMOMENT_VERWIJDEREN) as session:
        delete_contactmoment(session, gone, 1)
    for moment in (foreign, gone):
        with pytest.raises(InvalidInput, match="bestaat niet"):
            decide(any_database, teamlid, right_besluit(wijk, contactmomenten=(moment,)))


def test_a_contactmoment_that_was_deleted_later_does_not_hinder_changing_the_besluit(any_database, wijk, teamlid):
    moment = record(any_database, teamlid, right_input(wijk))
    key = decide(any_database, teamlid, right_besluit(wijk, contactmomenten=(moment,)))
    with any_database.writing(teamlid, Actie.CONTACTMOMENT_VERWIJDEREN) as session:
        delete_contactmoment(session, moment, 1)
    change(any_database, teamlid, key, 1, right_besluit(wijk, contactmomenten=(moment,), wat="Anders"))
    assert stands(any_database, teamlid, key).invoer.contactmomenten == (moment,)


def test_sending_the_same_form_twice_records_one_besluit(any_database, wijk, teamlid):
    invoer = right_besluit(wijk, sleutel="een-formulier")
    assert decide(any_database, teamlid, invoer) == decide(any_database, teamlid, invoer)
    with any_database.reading() as session:
        assert len(session.scalars(select(BesluitRow.id)).all()) == 1


def test_the_key_of_a_form_of_another_wijk_tells_nothing(any_database, wijk, teamlid):
    elsewhere = add_wijk(any_database, "stad")
    other = add_person(any_database, "otto", Rol.TEAMLID, elsewhere)
    decide(any_database, teamlid, right_besluit(wijk, sleutel="een-formulier"))
    with pytest.raises(Forbidden):
        decide(any_database, other, right_besluit(elsewhere, sleutel="een-formulier"))


def test_a_change_is_one_version_and_one_line_with_old_and_new(any_database, wijk, teamlid):
    moment = record(any_database, teamlid, right_input(wijk))
    key = decide(any_database, teamlid, right_besluit(wijk))
    change(any_database, teamlid, key, 1, right_besluit(wijk, door="College", contactmomenten=(moment,)))
    assert stands(any_database, teamlid, key).versie == 2
    with any_database.reading() as session:
        query = select(LogboekRow).where(LogboekRow.object == "besluit", LogboekRow.object_id == str(key))
        lines = session.scalars(query.order_by(LogboekRow.id)).all()
    assert len(lines) == 2
    assert lines[1].oud is not None and lines[1].nieuw is not None
    assert (lines[1].oud["door"], lines[1].nieuw["door"]) == ("Stuurgroep", "College")
    assert (lines[1].oud["contactmomenten"], lines[1].nieuw["contactmomenten"]) == ([], [moment])


def test_who_read_an_older_version_gets_a_conflict_with_the_present_one(any_database, wijk, teamlid):
    key = decide(any_database, teamlid, right_besluit(wijk))
    change(any_database, teamlid, key, 1, right_besluit(wijk, wat="De eerste was hier"))
    for step, more in ((change_besluit, (right_besluit(wijk, wat="De tweede"),)), (delete_besluit, ())):
        with pytest.raises(Conflict) as raised:
            do(any_database, teamlid, step, key, 1, *more)
        assert raised.value.current.invoer.wat == "De eerste was hier"
    assert stands(any_database, teamlid, key).invoer.wat == "De eerste was hier"


def test_a_deleted_besluit_cannot_be_changed_and_comes_back_whole(any_database, wijk, teamlid):
    moment = record(any_database, teamlid, right_input(wijk))
    key = decide(any_database, teamlid, right_besluit(wijk, contactmomenten=(moment,)))
    before = stands(any_database, teamlid, key)
    do(any_database, teamlid, delete_besluit, key, 1)
    assert stands(any_database, teamlid, key).verwijderd
    with pytest.raises(Conflict, match="verwijderd"):
        change(any_database, teamlid, key, 2, right_besluit(wijk, wat="Toch anders"))
    do(any_database, teamlid, restore_besluit, key, 2)
    assert stands(any_database, teamlid, key) == replace(before, versie=3)


def test_a_besluit_does_not_move_to_another_wijk(any_database, wijk, teamlid):
    elsewhere = add_wijk(any_database, "stad")
    everywhere = add_person(any_database, "pim", Rol.PROGRAMMAMANAGER, None)
    key = decide(any_database, teamlid, right_besluit(wijk))
    with pytest.raises(InvalidInput, match="staat vast"):
        change(any_database, everywhere, key, 1, right_besluit(elsewhere))


def test_a_lezer_reads_a_besluit_and_can_do_nothing_to_it(any_database, wijk, teamlid):
    lezer = add_person(any_database, "lea", Rol.LEZER, wijk)
    key = decide(any_database, teamlid, right_besluit(wijk))
    assert stands(any_database, lezer, key).invoer.door == "Stuurgroep"
    with pytest.raises(Forbidden):
        decide(any_database, lezer, right_besluit(wijk))
    for step, more in ((change_besluit, (right_besluit(wijk),)), (delete_besluit, ()), (restore_besluit, ())):
        with pytest.raises(Forbidden):
            do(any_database, lezer, step, key, 1, *more)


def test_someone_of_another_wijk_neither_sees_nor_changes_a_besluit(any_database, wijk, teamlid):
    other = add_person(any_database, "otto", Rol.TEAMLID, add_wijk(any_database, "stad"))
    key = decide(any_database, teamlid, right_besluit(wijk))
    with pytest.raises(NotFound):
        stands(any_database, other, key)
    for step, more in ((change_besluit, (right_besluit(wijk),)), (delete_besluit, ()), (restore_besluit, ())):
        with pytest.raises(NotFound):
            do(any_database, other, step, key, 1, *more)
    with pytest.raises(Forbidden):
        decide(any_database, other, right_besluit(wijk))
    with any_database.reading() as session, pytest.raises(Forbidden):
        keuzes(session, other, wijk, methode(session))


def test_the_contactmomenten_to_choose_from_come_newest_first_with_who_was_there(any_database, wijk, teamlid):
    who = (NieuweBelanghebbende("De Brug", "woningcorporatie"),)
    old = record(any_database, teamlid, right_input(wijk, datum=today() - timedelta(days=90)))
    new = record(any_database, teamlid, right_input(wijk, nieuwe_belanghebbenden=who))
    gone = record(any_database, teamlid, right_input(wijk, datum=today() - timedelta(days=30)))
    with any_database.writing(teamlid, Actie.CONTACTMOMENT_VERWIJDEREN) as session:
        delete_contactmoment(session, gone, 1)
    with any_database.reading() as session:
        plain = keuzes(session, teamlid, wijk, methode(session))
        with_linked = keuzes(session, teamlid, wijk, methode(session), also=(gone,))
    assert [k.id for k in plain] == [new, old]
    assert (plain[0].vorm, plain[0].wie) == ("Bewonersavond", ("De Brug",))
    assert [(k.id, k.verwijderd) for k in with_linked] == [(new, False), (gone, True), (old, False)]
    assert read(any_database, teamlid, gone).verwijderd
