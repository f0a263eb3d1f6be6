"""Drafts: kept per person and form, counted nowhere; and the afspraken that are born with a contactmoment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.core.wijken import add_person, add_wijk, record, right_input
from wijkkompas_core.domain.betrokkenheid import MAX_AFSPRAKEN, NieuweAfspraak
from wijkkompas_core.domain.tijd import now, today
from wijkkompas_core.domain.toegang import Actie, Rol
from wijkkompas_core.errors import Forbidden, InvalidInput
from wijkkompas_core.queries.concepten import concept
from wijkkompas_core.services.afspraken import delete_afspraak, set_status
from wijkkompas_core.services.concepten import LARGEST, drop_concept, save_concept, set_aside
from wijkkompas_core.services.contactmomenten import delete_contactmoment, restore_contactmoment
from wijkkompas_core.services.versies import restore_version
from wijkkompas_core.storage.tables import AfspraakRow, ConceptRow, ContactmomentRow, LogboekRow

FORM = "contactmoment-nieuw"


@pytest.fixture
def wijk(any_database):
    return add_wijk(any_database)


@pytest.fixture
def teamlid(any_database, wijk):
    return add_person(any_database, "tess", Rol.TEAMLID, wijk)


def keep(database, actor, inhoud, form=FORM):
    with database.writing(actor, Actie.CONCEPT_BEWAREN) as session:
        save_concept(session, form, inhoud)


def drop(database, actor, form=FORM):
    with database.writing(actor, Actie.CONCEPT_BEWAREN) as session:
        drop_concept(session, form)


def kept(database, actor, form=FORM):
    with database.reading() as session:
        found = concept(session, actor, form)
    return found.inhoud if found else None


def test_the_last_version_of_a_draft_is_kept_per_form_until_it_is_dropped(any_database, teamlid):
    keep(any_database, teamlid, {"opbrengst": "Half"})
    keep(any_database, teamlid, {"opbrengst": "Heel 🏘️ שלום", "aspecten": ["a", "b"], "aantal": None})
    keep(any_database, teamlid, {"opbrengst": "Anders"}, "contactmoment-7")
    assert kept(any_database, teamlid) == {"opbrengst": "Heel 🏘️ שלום", "aspecten": ["a", "b"], "aantal": None}
    drop(any_database, teamlid)
    drop(any_database, teamlid)
    assert kept(any_database, teamlid) is None
    assert kept(any_database, teamlid, "contactmoment-7") == {"opbrengst": "Anders"}


def test_a_draft_set_aside_keeps_its_moment_and_makes_room_for_the_next(any_database, teamlid):
    def moment():
        with any_database.reading() as session:
            found = concept(session, teamlid, "contactmoment-nieuw-eerder")
            return found and found.bewaard_op

    keep(any_database, teamlid, {"opbrengst": "Oudste"}, "contactmoment-nieuw-eerder")
    keep(any_database, teamlid, {"opbrengst": "Eerste"})
    with any_database.writing(teamlid, Actie.CONCEPT_BEWAREN) as session:
        session.execute(update(ConceptRow).values(bewaard_op=now() - timedelta(days=2)))
    before = moment()
    with any_database.writing(teamlid, Actie.CONCEPT_BEWAREN) as session:
        set_aside(session, FORM, "contactmoment-nieuw-eerder")
        save_concept(session, FORM, {"opbrengst": "Tweede"})
    assert kept(any_database, teamlid) == {"opbrengst": "Tweede"}
    assert kept(any_database, teamlid, "contactmoment-nieuw-eerder") == {"opbrengst": "Eerste"}
    assert moment() == before


def test_two_tabs_that_keep_a_draft_at_the_same_moment_do_not_get_in_each_others_way(any_database, teamlid):
    def keep_often(tab: int) -> None:
        for turn in range(25):
            with any_database.writing(teamlid, Actie.CONCEPT_BEWAREN) as session:
                set_aside(session, FORM, "contactmoment-nieuw-eerder")
                save_concept(session, FORM, {"opbrengst": f"{tab} {turn}"})

    with ThreadPoolExecutor(4) as tabs:
        list(tabs.map(keep_often, range(4)))
    texts = [kept(any_database, teamlid, form)["opbrengst"] for form in (FORM, "contactmoment-nieuw-eerder")]
    assert texts[0] != texts[1]


def test_nobody_sees_the_draft_of_another(any_database, wijk, teamlid):
    other = add_person(any_database, "anna", Rol.BEHEERDER, None)
    keep(any_database, teamlid, {"opbrengst": "Van mij"})
    assert kept(any_database, other) is None
    drop(any_database, other)
    assert kept(any_database, teamlid) == {"opbrengst": "Van mij"}


def test_a_draft_counts_nowhere(any_database, teamlid):
    def counted():
        with any_database.reading() as session:
            return session.scalar(select(func.count(LogboekRow.id)))

    before = (any_database.data_version(), counted())
    keep(any_database, teamlid, {"opbrengst": "Half"})
    drop(any_database, teamlid)
    assert (any_database.data_version(), counted()) == before


def test_a_text_of_a_hundred_thousand_characters_fits_and_a_flood_does_not(any_database, teamlid):
    keep(any_database, teamlid, {"opbrengst": "é" * 100_000})
    assert kept(any_database, teamlid) == {"opbrengst": "é" * 100_000}
    keep(any_database, teamlid, {"opbrengst": "🏘" * 100_000})
    keep(any_database, teamlid, {"opbrengst": "x" * LARGEST})
    assert kept(any_database, teamlid) == {"opbrengst": "🏘" * 100_000}


def test_after_thirty_days_a_draft_is_not_offered_and_goes_with_the_next(any_database, teamlid):
    keep(any_database, teamlid, {"opbrengst": "Oud"})
    with any_database.writing(teamlid, Actie.CONCEPT_BEWAREN) as session:
        session.execute(update(ConceptRow).values(bewaard_op=now() - timedelta(days=31)))
    assert kept(any_database, teamlid) is None
    keep(any_database, teamlid, {"opbrengst": "Nieuw"}, "contactmoment-7")
    with any_database.reading() as session:
        assert session.scalars(select(ConceptRow.formulier)).all() == ["contactmoment-7"]


def test_a_lezer_keeps_no_draft_since_it_can_record_nothing(any_database, wijk):
    lezer = add_person(any_database, "lena", Rol.LEZER, wijk)
    with pytest.raises(Forbidden):
        keep(any_database, lezer, {"opbrengst": "Half"})


def afspraken(database):
    with database.reading() as session:
        return session.scalars(select(AfspraakRow).order_by(AfspraakRow.id)).all()


def test_afspraken_are_born_with_their_contactmoment_and_only_once(any_database, wijk, teamlid):
    made = (NieuweAfspraak("Bellen", teamlid.gebruiker), NieuweAfspraak("Mailen", teamlid.gebruiker, None, today()))
    invoer = right_input(wijk, afspraken=made, sleutel="s" * 32)
    key = record(any_database, teamlid, invoer)
    assert record(any_database, teamlid, invoer) == key
    assert [(a.wat, a.contactmoment_id, a.deadline) for a in afspraken(any_database)] == [
        ("Bellen", key, None),
        ("Mailen", key, today()),
    ]


def test_a_wrong_afspraak_is_told_with_everything_else_and_nothing_is_saved(any_database, wijk, teamlid):
    made = (NieuweAfspraak("Bellen", teamlid.gebruiker), NieuweAfspraak("", None))
    with pytest.raises(InvalidInput) as refused:
        record(any_database, teamlid, right_input(wijk, vorm="", afspraken=made))
    assert set(refused.value.fields) == {"vorm", "afspraak_1_wat", "afspraak_1_eigenaar"}
    with pytest.raises(InvalidInput):
        record(any_database, teamlid, right_input(wijk, afspraken=made))
    with any_database.reading() as session:
        assert session.scalar(select(func.count(ContactmomentRow.id))) == 0
    assert afspraken(any_database) == []


def test_undoing_a_contactmoment_takes_its_fresh_afspraken_along_and_deleting_it_later_does_not(
    any_database, wijk, teamlid
):
    made = (NieuweAfspraak("Bellen", teamlid.gebruiker),)
    for with_afspraken in (True, False):
        key = record(any_database, teamlid, right_input(wijk, afspraken=made))
        with any_database.writing(teamlid, Actie.CONTACTMOMENT_VERWIJDEREN, wijk) as session:
            delete_contactmoment(session, key, 1, with_afspraken=with_afspraken)
    gone, stays = afspraken(any_database)
    assert gone.verwijderd_op is not None and stays.verwijderd_op is None


def test_putting_a_contactmoment_back_brings_the_afspraken_that_went_along_with_it(any_database, wijk, teamlid):
    made = tuple(NieuweAfspraak(wat, teamlid.gebruiker) for wat in ("Bellen", "Mailen", "Gedaan"))
    key = record(any_database, teamlid, right_input(wijk, afspraken=made))
    first, second, third = (a.id for a in afspraken(any_database))
    with any_database.writing(teamlid, Actie.AFSPRAAK_WIJZIGEN, wijk) as session:
        delete_afspraak(session, first, 1)
    with any_database.writing(teamlid, Actie.AFSPRAAK_WIJZIGEN, wijk) as session:
        set_status(session, third, 1, "klaar")

    def gone():
        return [a.id for a in afspraken(any_database) if a.verwijderd_op is not None]

    with any_database.writing(teamlid, Actie.CONTACTMOMENT_VERWIJDEREN, wijk) as session:
        delete_contactmoment(session, key, 1, with_afspraken=True)
    assert gone() == [first, second]
    with any_database.writing(teamlid, Actie.CONTACTMOMENT_TERUGZETTEN, wijk) as session:
        restore_contactmoment(session, key, 2)
    assert gone() == [first]


def test_putting_a_version_back_from_the_history_brings_them_back_as_well(any_database, wijk, teamlid):
    key = record(any_database, teamlid, right_input(wijk, afspraken=(NieuweAfspraak("Bellen", teamlid.gebruiker),)))
    with any_database.writing(teamlid, Actie.CONTACTMOMENT_VERWIJDEREN, wijk) as session:
        delete_contactmoment(session, key, 1, with_afspraken=True)
    with any_database.reading() as session:
        line = session.scalars(
            select(LogboekRow.id).where(LogboekRow.object == "contactmoment").order_by(LogboekRow.id.desc())
        ).first()
    with any_database.writing(teamlid, Actie.VERSIE_TERUGZETTEN, wijk) as session:
        restore_version(session, wijk, f"contactmoment-{key}", 2, line)
    assert [a.verwijderd_op for a in afspraken(any_database)] == [None]


def test_too_many_afspraken_are_refused_and_not_left_out_in_silence(any_database, wijk, teamlid):
    made = (NieuweAfspraak("Bellen", teamlid.gebruiker),) * (MAX_AFSPRAKEN + 1)
    with pytest.raises(InvalidInput) as refused:
        record(any_database, teamlid, right_input(wijk, afspraken=made))
    assert set(refused.value.fields) == {"afspraken"}
