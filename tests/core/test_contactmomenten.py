"""Recording, changing, deleting and restoring contactmomenten, on SQLite and PostgreSQL."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.core.wijken import (
    FASE,
    SOCIAAL,
    START,
    TECHNIEK,
    add_person,
    add_wijk,
    read,
    record,
    right_input,
    set_role,
)
from wijkkompas_core.domain.betrokkenheid import NieuweBelanghebbende
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Rol
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries.belanghebbenden import belanghebbenden
from wijkkompas_core.queries.contactmomenten import latest, per_vak
from wijkkompas_core.services.contactmomenten import (
    change_contactmoment,
    delete_contactmoment,
    record_contactmoment,
    restore_contactmoment,
)
from wijkkompas_core.storage.tables import ContactmomentRow, LogboekRow

NASTY = [
    '=HYPERLINK("https://voorbeeld.nl";"klik")',
    "<script>alert(1)</script><b>vet</b>",
    "**vet** [link](javascript:alert(1)) :red[x]",
    "مرحبا بالجيران في الحي",
    "👩‍👩‍👧‍👦 energie ⚡ één",
    "'; DROP TABLE contactmoment; --",
    "a" * 100_000,
]


@pytest.fixture
def wijk(any_database):
    return add_wijk(any_database)


@pytest.fixture
def teamlid(any_database, wijk):
    return add_person(any_database, "tess", Rol.TEAMLID, wijk)


def test_what_is_recorded_is_read_back_as_it_was(any_database, wijk, teamlid):
    invoer = right_input(
        wijk,
        aspecten=(TECHNIEK, SOCIAAL),
        participatieniveau="adviseren",
        nieuwe_belanghebbenden=(NieuweBelanghebbende("Woonstichting De Brug", "woningcorporatie"),),
        aantal_deelnemers=42,
        opbrengst="Veel zorgen over de kosten.",
        links=("https://zonnedaal.example/verslag",),
    )
    found = read(any_database, teamlid, record(any_database, teamlid, invoer))
    assert (found.datum, found.fase, found.vorm) == (invoer.datum, FASE, "bewonersavond")
    assert set(found.aspecten) == {SOCIAAL, TECHNIEK}
    assert [naam for _, naam in found.belanghebbenden] == ["Woonstichting De Brug"]
    assert (found.participatieniveau, found.aantal_deelnemers) == ("adviseren", 42)
    assert (found.opbrengst, found.links) == (invoer.opbrengst, invoer.links)
    assert found.ingevoerd_door == "Tess"


@pytest.mark.parametrize("text", NASTY, ids=lambda t: t[:12])
def test_any_text_is_kept_as_data(any_database, wijk, teamlid, text):
    key = record(any_database, teamlid, right_input(wijk, opbrengst=text))
    assert read(any_database, teamlid, key).opbrengst == text


def test_control_characters_that_no_database_holds_are_left_out(any_database, wijk, teamlid):
    key = record(any_database, teamlid, right_input(wijk, opbrengst="voor\x00 en\ud800 na\r\nregel twee"))
    assert read(any_database, teamlid, key).opbrengst == "voor en na\nregel twee"


def wrong_inputs():
    tomorrow, before = today() + timedelta(days=1), START - timedelta(days=1)
    return [
        ({"datum": None}, "datum"),
        ({"datum": tomorrow}, "datum"),
        ({"datum": before}, "datum"),
        ({"fase": "onbekend"}, "fase"),
        ({"aspecten": ()}, "aspecten"),
        ({"aspecten": ("onbekend",)}, "aspecten"),
        ({"aspecten": (SOCIAAL, SOCIAAL)}, "aspecten"),
        ({"vorm": ""}, "vorm"),
        ({"participatieniveau": "bevelen"}, "participatieniveau"),
        ({"belanghebbenden": (9999,)}, "belanghebbenden"),
        ({"nieuwe_belanghebbenden": (NieuweBelanghebbende("  ", "vve"),)}, "nieuwe_belanghebbenden"),
        ({"nieuwe_belanghebbenden": (NieuweBelanghebbende("Naam", ""),)}, "nieuwe_belanghebbenden"),
        ({"aantal_deelnemers": -1}, "aantal_deelnemers"),
        ({"opbrengst": "a" * 100_001}, "opbrengst"),
        ({"links": ("javascript:alert(1)",)}, "links"),
        ({"links": ("zomaar tekst",)}, "links"),
        ({"links": ("https://[stuk",)}, "links"),
    ]


@pytest.mark.parametrize(("changes", "field"), wrong_inputs())
def test_wrong_input_gets_a_sentence_at_its_field_and_saves_nothing(database, changes, field):
    wijk = add_wijk(database)
    actor = add_person(database, "tess", Rol.TEAMLID, wijk)
    with pytest.raises(InvalidInput) as error:
        record(database, actor, right_input(wijk, **changes))
    assert list(error.value.fields) == [field]
    assert error.value.fields[field].endswith((".", "?"))
    with database.reading() as session:
        assert session.scalar(select(func.count(ContactmomentRow.id))) == 0


def test_every_wrong_field_is_named_at_once(database):
    wijk = add_wijk(database)
    actor = add_person(database, "tess", Rol.TEAMLID, wijk)
    with pytest.raises(InvalidInput) as error:
        record(database, actor, right_input(wijk, datum=None, aspecten=(), vorm="", links=("x",)))
    assert set(error.value.fields) == {"datum", "aspecten", "vorm", "links"}


def test_sending_the_same_form_twice_records_once(any_database, wijk, teamlid):
    invoer = right_input(wijk, sleutel="een-formulier")
    assert record(any_database, teamlid, invoer) == record(any_database, teamlid, invoer)
    with any_database.reading() as session:
        assert session.scalar(select(func.count(ContactmomentRow.id))) == 1


def test_a_name_that_differs_only_in_case_accents_or_points_is_the_same_belanghebbende(any_database, wijk, teamlid):
    for naam in ("VvE Zonzijde", "vve  zonzijde", "V.v.E. Zonzijde", "VVE ZONZĲDE", "VvÉ-Zonzijde"):
        party = NieuweBelanghebbende(naam, "vve")
        record(any_database, teamlid, right_input(wijk, nieuwe_belanghebbenden=(party,)))
    with any_database.reading() as session:
        names = [b.naam for b in belanghebbenden(session, teamlid, wijk)]
    assert names == ["V.v.E. Zonzijde", "VvE Zonzijde"]


def test_a_lezer_cannot_record_a_contactmoment(any_database, wijk):
    lezer = add_person(any_database, "lex", Rol.LEZER, wijk)
    with pytest.raises(Forbidden):
        record(any_database, lezer, right_input(wijk))


def test_a_teamlid_cannot_record_in_another_wijk(any_database, wijk, teamlid):
    other = add_wijk(any_database, "elders")
    with pytest.raises(Forbidden):
        record(any_database, teamlid, right_input(other))
    with pytest.raises(Forbidden), any_database.writing(teamlid, Actie.CONTACTMOMENT_VASTLEGGEN) as session:
        record_contactmoment(session, right_input(other))


def test_a_belanghebbende_of_another_wijk_is_refused(any_database, wijk, teamlid):
    other = add_wijk(any_database, "elders")
    boss = add_person(any_database, "pia", Rol.PROGRAMMAMANAGER, None)
    party = NieuweBelanghebbende("Buurtkracht", "bewonersinitiatief")
    record(any_database, boss, right_input(other, nieuwe_belanghebbenden=(party,)))
    with any_database.reading() as session:
        elsewhere = belanghebbenden(session, boss, other)[0].id
    with pytest.raises(InvalidInput) as error:
        record(any_database, teamlid, right_input(wijk, belanghebbenden=(elsewhere,)))
    assert list(error.value.fields) == ["belanghebbenden"]


def test_someone_who_was_just_demoted_cannot_record_with_what_was_loaded_before(any_database, wijk, teamlid):
    set_role(any_database, teamlid, Rol.LEZER, wijk)
    with pytest.raises(Forbidden):
        record(any_database, teamlid, right_input(wijk))


def change(database, actor, key, versie, invoer):
    with database.writing(actor, Actie.CONTACTMOMENT_WIJZIGEN, invoer.wijk) as session:
        change_contactmoment(session, key, versie, invoer)


def test_a_change_is_saved_and_logged_with_the_old_and_new_values(any_database, wijk, teamlid):
    key = record(any_database, teamlid, right_input(wijk, opbrengst="Eerst"))
    change(any_database, teamlid, key, 1, right_input(wijk, opbrengst="Later", aspecten=(TECHNIEK,)))
    found = read(any_database, teamlid, key)
    assert (found.opbrengst, found.aspecten, found.versie) == ("Later", (TECHNIEK,), 2)
    with any_database.reading() as session:
        lines = session.scalars(
            select(LogboekRow).where(LogboekRow.object == "contactmoment").order_by(LogboekRow.id)
        ).all()
    assert [line.actie for line in lines] == ["contactmoment vastleggen", "contactmoment wijzigen"]
    assert lines[1].oud["opbrengst"] == "Eerst"
    assert lines[1].nieuw["opbrengst"] == "Later"
    assert (lines[1].oud["aspecten"], lines[1].nieuw["aspecten"]) == ([SOCIAAL], [TECHNIEK])
    assert {line.actor for line in lines} == {teamlid.logboeknaam}


def test_a_change_that_only_touches_aspecten_raises_the_version_too(any_database, wijk, teamlid):
    key = record(any_database, teamlid, right_input(wijk))
    change(any_database, teamlid, key, 1, right_input(wijk, aspecten=(SOCIAAL, TECHNIEK)))
    assert read(any_database, teamlid, key).versie == 2
    with pytest.raises(Conflict):
        change(any_database, teamlid, key, 1, right_input(wijk))


def test_whoever_saves_second_gets_a_conflict_with_the_saved_version(any_database, wijk, teamlid):
    key = record(any_database, teamlid, right_input(wijk))
    change(any_database, teamlid, key, 1, right_input(wijk, opbrengst="De eerste"))
    with pytest.raises(Conflict, match="Iemand anders") as error:
        change(any_database, teamlid, key, 1, right_input(wijk, opbrengst="De tweede"))
    assert error.value.current.opbrengst == "De eerste"
    assert read(any_database, teamlid, key).opbrengst == "De eerste"


def test_deleting_takes_it_out_of_every_count_and_restoring_brings_it_back(any_database, wijk, teamlid):
    key = record(any_database, teamlid, right_input(wijk))

    def counted() -> tuple[int, int]:
        with any_database.reading() as session:
            _, total = latest(session, teamlid, wijk, Kompas((), (), (), {}))
            return total, len(per_vak(session, teamlid, wijk))

    assert counted() == (1, 1)
    with any_database.writing(teamlid, Actie.CONTACTMOMENT_VERWIJDEREN, wijk) as session:
        delete_contactmoment(session, key, 1)
    assert counted() == (0, 0)
    with any_database.writing(teamlid, Actie.CONTACTMOMENT_TERUGZETTEN, wijk) as session:
        restore_contactmoment(session, key, 2)
    assert counted() == (1, 1)


def test_a_record_of_another_wijk_does_not_exist_for_you(any_database, wijk, teamlid):
    key = record(any_database, teamlid, right_input(wijk))
    other = add_wijk(any_database, "elders")
    stranger = add_person(any_database, "stan", Rol.PROJECTLEIDER, other)
    with pytest.raises(NotFound):
        read(any_database, stranger, key)
    with pytest.raises(NotFound), any_database.writing(stranger, Actie.CONTACTMOMENT_VERWIJDEREN) as session:
        delete_contactmoment(session, key, 1)
    with pytest.raises(NotFound), any_database.writing(stranger, Actie.CONTACTMOMENT_WIJZIGEN) as session:
        change_contactmoment(session, key, 1, right_input(other))
    assert read(any_database, teamlid, key).verwijderd is False


def test_twenty_threads_recording_at_once_lose_nothing(any_database, wijk, teamlid):
    ready = threading.Barrier(20)

    def one(number: int) -> list[int]:
        ready.wait()
        return [
            record(any_database, teamlid, right_input(wijk, sleutel=f"{number}-{turn}", opbrengst=f"{number}-{turn}"))
            for turn in range(5)
        ]

    before = any_database.data_version()
    with ThreadPoolExecutor(20) as pool:
        keys = [key for answer in pool.map(one, range(20)) for key in answer]
    assert len(set(keys)) == 100
    with any_database.reading() as session:
        texts = set(session.scalars(select(ContactmomentRow.opbrengst)))
        lines = session.scalar(select(func.count(LogboekRow.id)).where(LogboekRow.object == "contactmoment"))
    assert texts == {f"{number}-{turn}" for number in range(20) for turn in range(5)}
    assert lines == 100
    assert any_database.data_version() == before + 100


def test_of_twenty_changes_to_one_version_exactly_one_wins(any_database, wijk, teamlid):
    key = record(any_database, teamlid, right_input(wijk))
    ready = threading.Barrier(20)

    def one(number: int) -> bool:
        ready.wait()
        try:
            change(any_database, teamlid, key, 1, right_input(wijk, opbrengst=str(number)))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(one, range(20))) == 1
    assert read(any_database, teamlid, key).versie == 2


@pytest.fixture
def filled(database):
    """A database with a wijk and a teamlid in it."""
    wijk = add_wijk(database)
    return database, wijk, add_person(database, "tess", Rol.TEAMLID, wijk)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    opbrengst=st.text(max_size=300),
    naam=st.text(min_size=1, max_size=60),
    aantal=st.one_of(st.none(), st.integers(-5, 200_000)),
    link=st.text(max_size=60),
    fase=st.one_of(st.just(FASE), st.text(max_size=20)),
)
def test_whatever_is_typed_is_either_saved_or_refused_with_sentences(filled, opbrengst, naam, aantal, link, fase):
    database, wijk, actor = filled
    invoer = right_input(wijk, opbrengst=opbrengst, aantal_deelnemers=aantal, links=(link,) if link else (), fase=fase)
    invoer = replace(invoer, nieuwe_belanghebbenden=(NieuweBelanghebbende(naam, "vve"),))
    try:
        key = record(database, actor, invoer)
    except InvalidInput as error:
        refused = [sentence for sentence in error.fields.values() if sentence.endswith((".", "?"))]
        assert len(refused) == len(error.fields)  # noqa: PT017
    else:
        assert read(database, actor, key).aantal_deelnemers == aantal
