"""Afspraken: recording, changing, finishing, deleting, and the lists of them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.core.wijken import SYSTEM, add_person, add_wijk, record, right_input, set_role
from wijkkompas_core.domain.afspraken import KLAAR, OPEN, VERVALLEN, AfspraakInvoer
from wijkkompas_core.domain.belanghebbenden import BelanghebbendeInvoer
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Rol
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries import afspraken as reads
from wijkkompas_core.services import afspraken as services
from wijkkompas_core.services.belanghebbenden import merge_belanghebbende, record_belanghebbende
from wijkkompas_core.services.contactmomenten import delete_contactmoment
from wijkkompas_core.storage.tables import AfspraakRow, GebruikerRow, LogboekRow, ToekenningRow

HOSTILE = [
    "<script>alert(1)</script><b>vet</b>",
    "=cmd|' /C calc'!A0",
    "'; DROP TABLE afspraak; --",
    "🏘️ naïef \u202eomgekeerd עברית",
    "regel een\r\nregel twee",
]


@pytest.fixture
def wijk(any_database):
    return add_wijk(any_database)


@pytest.fixture
def teamlid(any_database, wijk):
    return add_person(any_database, "tess", Rol.TEAMLID, wijk)


def invoer(wijk: int, actor, **more: Any) -> AfspraakInvoer:
    return replace(AfspraakInvoer(wijk, "De raming delen.", actor.gebruiker, deadline=today()), **more)


def add(database, actor, wijk, **more) -> int:
    with database.writing(actor, Actie.AFSPRAAK_VASTLEGGEN, wijk) as session:
        return services.record_afspraak(session, invoer(wijk, actor, **more))


def write(database, actor, use_case, *args):
    """Do a use case on an afspraak."""
    with database.writing(actor, Actie.AFSPRAAK_WIJZIGEN) as session:
        return use_case(session, *args)


def party(database, actor, wijk, naam="VvE Zonzijde") -> int:
    with database.writing(actor, Actie.BELANGHEBBENDE_WIJZIGEN, wijk) as session:
        return record_belanghebbende(session, BelanghebbendeInvoer(wijk, naam, "vve"))


def one(database, actor, key) -> reads.Afspraak:
    with database.reading() as session:
        return reads.afspraak(session, actor, key)


def listed(database, actor, wijk=None, **more) -> list[str]:
    with database.reading() as session:
        return [a.wat for a in reads.afspraken(session, actor, wijk, today(), **more)]


def counted(database, actor, wijk=None, **more) -> dict[str, int]:
    with database.reading() as session:
        return reads.counts(session, actor, wijk, today(), **more)


def test_what_is_recorded_is_read_back_with_the_names_that_go_with_it(any_database, wijk, teamlid):
    vve = party(any_database, teamlid, wijk)
    moment = record(any_database, teamlid, right_input(wijk))
    key = add(any_database, teamlid, wijk, belanghebbende=vve, contactmoment=moment, deadline=date(2001, 2, 3))
    found = one(any_database, teamlid, key)
    assert found.wie == ("Tess", "VvE Zonzijde")
    assert (found.wijk_slug, found.wijk_naam, found.status) == ("dorp", "Dorp", OPEN)
    assert (found.deadline, found.contactmoment, found.contactmoment_leeft) == (date(2001, 2, 3), moment, True)
    assert found.days_overdue(date(2001, 2, 5)) == 2 and found.days_overdue(date(2001, 2, 3)) == 0
    assert found.as_invoer() == AfspraakInvoer(
        wijk, "De raming delen.", teamlid.gebruiker, vve, date(2001, 2, 3), moment
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_comes_back_as_it_was_typed(any_database, wijk, teamlid, text):
    key = add(any_database, teamlid, wijk, wat=f"  {text}\x00 ")
    assert one(any_database, teamlid, key).wat == text.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"wat": " \x00\n"}, "wat"),
        ({"wat": "x" * 2_001}, "wat"),
        ({"eigenaar": None}, "eigenaar"),
        ({"eigenaar": 999}, "eigenaar"),
        ({"belanghebbende": 999}, "belanghebbende"),
        ({"deadline": date(1949, 12, 31)}, "deadline"),
        ({"deadline": date(2101, 1, 1)}, "deadline"),
        ({"contactmoment": 999}, "contactmoment"),
    ],
)
def test_wrong_input_gets_a_sentence_at_its_field_and_saves_nothing(database, changes, field):
    wijk = add_wijk(database)
    teamlid = add_person(database, "tess", Rol.TEAMLID, wijk)
    with pytest.raises(InvalidInput) as error:
        add(database, teamlid, wijk, **changes)
    assert list(error.value.fields) == [field]
    assert error.value.fields[field].endswith(".")
    assert listed(database, teamlid) == []


def test_all_errors_come_at_once(database):
    wijk = add_wijk(database)
    teamlid = add_person(database, "tess", Rol.TEAMLID, wijk)
    with pytest.raises(InvalidInput) as error:
        add(database, teamlid, wijk, wat="", eigenaar=None, deadline=date(1, 1, 1), contactmoment=7)
    assert set(error.value.fields) == {"wat", "eigenaar", "deadline", "contactmoment"}


def test_only_who_works_in_the_wijk_can_own_and_who_left_keeps_what_there_is(any_database, wijk, teamlid):
    elders = add_person(any_database, "stan", Rol.TEAMLID, add_wijk(any_database, "elders"))
    with pytest.raises(InvalidInput):
        add(any_database, teamlid, wijk, eigenaar=elders.gebruiker)
    pia = add_person(any_database, "pia", Rol.TEAMLID, wijk)
    key = add(any_database, teamlid, wijk, eigenaar=pia.gebruiker)
    set_role(any_database, pia, None)
    kept = invoer(wijk, pia, wat="Anders.")
    write(any_database, teamlid, services.change_afspraak, key, 1, kept)
    assert one(any_database, teamlid, key).wat == "Anders."
    with pytest.raises(InvalidInput):
        add(any_database, teamlid, wijk, eigenaar=pia.gebruiker)


def test_a_blocked_account_cannot_get_an_afspraak(any_database, wijk, teamlid):
    pia = add_person(any_database, "pia", Rol.TEAMLID, wijk)
    with any_database.writing(teamlid, Actie.AFSPRAAK_WIJZIGEN) as session:
        session.get_one(GebruikerRow, pia.gebruiker).actief = False
    with pytest.raises(InvalidInput):
        add(any_database, teamlid, wijk, eigenaar=pia.gebruiker)


def test_the_contactmoment_has_to_be_one_of_the_same_wijk_that_is_still_there(any_database, wijk, teamlid):
    elders = add_wijk(any_database, "elders")
    manager = add_person(any_database, "mia", Rol.PROGRAMMAMANAGER, None)
    strange = record(any_database, manager, right_input(elders))
    gone = record(any_database, teamlid, right_input(wijk))
    key = add(any_database, teamlid, wijk, contactmoment=gone)
    with any_database.writing(teamlid, Actie.CONTACTMOMENT_VERWIJDEREN) as session:
        delete_contactmoment(session, gone, 1)
    for moment in (strange, gone):
        with pytest.raises(InvalidInput):
            add(any_database, teamlid, wijk, contactmoment=moment)
    found = one(any_database, teamlid, key)
    assert not found.contactmoment_leeft
    write(any_database, teamlid, services.change_afspraak, key, 1, replace(found.as_invoer(), wat="Nog steeds."))
    assert one(any_database, teamlid, key).contactmoment == gone


def test_sending_the_same_form_twice_records_once(any_database, wijk, teamlid):
    first = add(any_database, teamlid, wijk, sleutel="abc")
    assert add(any_database, teamlid, wijk, sleutel="abc", wat="Iets anders.") == first
    assert listed(any_database, teamlid) == ["De raming delen."]


def test_a_key_of_another_wijk_does_not_tell_what_is_there(any_database, wijk, teamlid):
    add(any_database, teamlid, wijk, sleutel="abc")
    other = add_wijk(any_database, "elders")
    stranger = add_person(any_database, "stan", Rol.TEAMLID, other)
    with pytest.raises(Forbidden):
        add(any_database, stranger, other, sleutel="abc")


def test_finishing_keeps_the_day_and_reopening_takes_it_back(any_database, wijk, teamlid):
    key = add(any_database, teamlid, wijk)
    versie = write(any_database, teamlid, services.set_status, key, 1, KLAAR)
    assert versie == 2
    assert (one(any_database, teamlid, key).status, one(any_database, teamlid, key).afgerond_op) == (KLAAR, today())
    assert write(any_database, teamlid, services.set_status, key, versie, KLAAR) == versie
    versie = write(any_database, teamlid, services.set_status, key, versie, VERVALLEN)
    assert one(any_database, teamlid, key).afgerond_op == today()
    write(any_database, teamlid, services.set_status, key, versie, OPEN)
    assert (one(any_database, teamlid, key).status, one(any_database, teamlid, key).afgerond_op) == (OPEN, None)
    with pytest.raises(InvalidInput):
        write(any_database, teamlid, services.set_status, key, 4, "weg")


def test_whoever_comes_second_gets_a_conflict_with_the_saved_version(any_database, wijk, teamlid):
    key = add(any_database, teamlid, wijk)
    write(any_database, teamlid, services.change_afspraak, key, 1, invoer(wijk, teamlid, wat="De eerste."))
    for use_case, *args in (
        (services.change_afspraak, invoer(wijk, teamlid, wat="De tweede.")),
        (services.set_status, KLAAR),
        (services.delete_afspraak,),
        (services.restore_afspraak,),
    ):
        with pytest.raises(Conflict) as error:
            write(any_database, teamlid, use_case, key, 1, *args)
        assert error.value.current.wat == "De eerste."
    assert listed(any_database, teamlid) == ["De eerste."]


def test_a_deleted_one_is_in_no_list_cannot_be_changed_and_comes_back(any_database, wijk, teamlid):
    key = add(any_database, teamlid, wijk)
    write(any_database, teamlid, services.delete_afspraak, key, 1)
    assert listed(any_database, teamlid) == [] and counted(any_database, teamlid)[OPEN] == 0
    assert one(any_database, teamlid, key).verwijderd
    with pytest.raises(Conflict):
        write(any_database, teamlid, services.set_status, key, 2, KLAAR)
    with pytest.raises(Conflict):
        write(any_database, teamlid, services.change_afspraak, key, 2, invoer(wijk, teamlid))
    write(any_database, teamlid, services.restore_afspraak, key, 2)
    assert listed(any_database, teamlid) == ["De raming delen."]


def test_a_lezer_sees_the_afspraken_of_its_wijk_and_can_change_nothing(any_database, wijk, teamlid):
    key = add(any_database, teamlid, wijk)
    lezer = add_person(any_database, "lex", Rol.LEZER, wijk)
    assert listed(any_database, lezer, wijk=wijk) == ["De raming delen."]
    for attempt in (
        lambda: add(any_database, lezer, wijk),
        lambda: write(any_database, lezer, services.change_afspraak, key, 1, invoer(wijk, lezer)),
        lambda: write(any_database, lezer, services.set_status, key, 1, KLAAR),
        lambda: write(any_database, lezer, services.delete_afspraak, key, 1),
        lambda: write(any_database, lezer, services.restore_afspraak, key, 1),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert one(any_database, lezer, key).versie == 1


def test_a_teamlid_elsewhere_who_only_reads_here_can_change_nothing_here(any_database, wijk, teamlid):
    key = add(any_database, teamlid, wijk)
    both = add_person(any_database, "bob", Rol.TEAMLID, add_wijk(any_database, "elders"))
    with any_database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        session.add(ToekenningRow(gebruiker_id=both.gebruiker, rol=Rol.LEZER.value, wijk_id=wijk))
    for attempt in (
        lambda: add(any_database, both, wijk),
        lambda: write(any_database, both, services.change_afspraak, key, 1, invoer(wijk, teamlid)),
        lambda: write(any_database, both, services.set_status, key, 1, KLAAR),
        lambda: write(any_database, both, services.delete_afspraak, key, 1),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert one(any_database, teamlid, key).versie == 1


def test_a_teamlid_of_another_wijk_neither_sees_nor_changes_them(any_database, wijk, teamlid):
    key = add(any_database, teamlid, wijk)
    other = add_wijk(any_database, "elders")
    stranger = add_person(any_database, "stan", Rol.TEAMLID, other)
    with pytest.raises(Forbidden):
        listed(any_database, stranger, wijk=wijk)
    with pytest.raises(Forbidden):
        add(any_database, stranger, wijk)
    with pytest.raises(NotFound):
        one(any_database, stranger, key)
    for use_case, *args in (
        (services.change_afspraak, invoer(other, stranger)),
        (services.set_status, KLAAR),
        (services.delete_afspraak,),
    ):
        with pytest.raises(NotFound):
            write(any_database, stranger, use_case, key, 1, *args)
    assert listed(any_database, stranger) == []


def test_an_afspraak_cannot_move_to_another_wijk(any_database, wijk, teamlid):
    manager = add_person(any_database, "mia", Rol.PROGRAMMAMANAGER, None)
    key = add(any_database, teamlid, wijk)
    other = add_wijk(any_database, "elders")
    with pytest.raises(InvalidInput):
        write(any_database, manager, services.change_afspraak, key, 1, invoer(other, manager))


def test_mine_are_those_i_own_in_every_wijk_where_i_still_have_a_role(any_database, wijk, teamlid):
    manager = add_person(any_database, "mia", Rol.PROGRAMMAMANAGER, None)
    other = add_wijk(any_database, "elders")
    add(any_database, teamlid, wijk, wat="Van Tess.")
    add(any_database, manager, wijk, wat="Van Mia hier.", deadline=today() - timedelta(days=1))
    add(any_database, manager, other, wat="Van Mia daar.", deadline=None)
    assert listed(any_database, manager, eigenaar=manager.gebruiker) == ["Van Mia hier.", "Van Mia daar."]
    mine = counted(any_database, manager, eigenaar=manager.gebruiker)
    assert mine == {OPEN: 2, reads.TE_LAAT: 1, KLAAR: 0, VERVALLEN: 0}
    assert len(listed(any_database, manager)) == 3
    with any_database.reading() as session:
        member = replace(manager, toekenningen=teamlid.toekenningen)
        kept = reads.afspraken(session, member, None, today(), eigenaar=manager.gebruiker)
        assert [a.wat for a in kept] == ["Van Mia hier."]


def test_the_lists_go_by_deadline_and_count_what_they_show(any_database, wijk, teamlid):
    for wat, days in (("zonder", None), ("later", 30), ("vandaag", 0), ("gisteren", -1), ("lang", -400)):
        deadline = None if days is None else today() + timedelta(days=days)
        add(any_database, teamlid, wijk, wat=wat, deadline=deadline)
    done = add(any_database, teamlid, wijk, wat="gedaan", deadline=today() - timedelta(days=9))
    write(any_database, teamlid, services.set_status, done, 1, KLAAR)
    shown = {name: listed(any_database, teamlid, wijk=wijk, filter=name) for name in reads.FILTERS}
    assert shown == {
        OPEN: ["lang", "gisteren", "vandaag", "later", "zonder"],
        reads.TE_LAAT: ["lang", "gisteren"],
        KLAAR: ["gedaan"],
        VERVALLEN: [],
    }
    assert counted(any_database, teamlid, wijk=wijk) == {name: len(rows) for name, rows in shown.items()}
    assert listed(any_database, teamlid, limit=2) == ["lang", "gisteren"]


def test_an_afspraak_with_a_duplicate_shows_the_main_one_and_splits_again(any_database, wijk, teamlid):
    leider = add_person(any_database, "piet", Rol.PROJECTLEIDER, wijk)
    twin, main = (party(any_database, teamlid, wijk, naam) for naam in ("Vve zonzij", "VvE Zonzijde"))
    key = add(any_database, teamlid, wijk, belanghebbende=twin)
    with any_database.writing(leider, Actie.BELANGHEBBENDE_SAMENVOEGEN, wijk) as session:
        merge_belanghebbende(session, twin, 1, main)
    found = one(any_database, teamlid, key)
    assert (found.belanghebbende, found.belanghebbende_naam) == (main, "VvE Zonzijde")
    write(any_database, teamlid, services.change_afspraak, key, 1, replace(found.as_invoer(), wat="Anders."))
    later = add(any_database, teamlid, wijk, belanghebbende=twin)
    with any_database.reading() as session:
        assert session.get_one(AfspraakRow, key).belanghebbende_id == twin
        assert session.get_one(AfspraakRow, later).belanghebbende_id == main


def test_everything_done_is_in_the_logboek_with_the_old_values(any_database, wijk, teamlid):
    key = add(any_database, teamlid, wijk)
    write(any_database, teamlid, services.set_status, key, 1, KLAAR)
    with any_database.reading() as session:
        query = select(LogboekRow).where(LogboekRow.object == "afspraak").order_by(LogboekRow.id)
        lines = session.scalars(query).all()
        total = session.scalar(select(func.count(AfspraakRow.id)))
    assert [line.actie for line in lines] == ["afspraak vastleggen", "afspraak wijzigen"]
    assert (
        lines[1].oud is not None
        and lines[1].oud["status"] == OPEN
        and lines[1].actor == f"gebruiker {lines[1].actor_id}"
    )
    assert total == 1
