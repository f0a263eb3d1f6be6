"""Beginning, changing and closing wijken: what is refused, what is copied, and who may."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.core.wijken import FASE, SOCIAAL, START, SYSTEM, add_person, add_wijk, record, right_input
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Rol
from wijkkompas_core.domain.wijken import WijkInvoer, check_wijk, read_codes
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.signalen import signaalstand
from wijkkompas_core.queries.wijkbeheer import beheerde_wijken
from wijkkompas_core.queries.wijken import wijken
from wijkkompas_core.services.voortgang import mark_nvt
from wijkkompas_core.services.wijken import change_wijk, create_wijk, set_wijkstatus
from wijkkompas_core.storage.tables import (
    BelanghebbendeRow,
    ContactmomentRow,
    FaseplanningRow,
    LogboekRow,
    NvtVakRow,
    WijkfaseRow,
    WijkRow,
)

RIGHT = WijkInvoer("Nieuwe Wijk", date(2026, 1, 5), "Noord", "gemeente", "WK036301", ("BU03630100", "BU0363010A"), 2024)


@pytest.fixture
def manager(any_database):
    return add_person(any_database, "pm", Rol.PROGRAMMAMANAGER, None)


def do(database, actor, use_case, wijk=None):
    with database.writing(actor, Actie.WIJK_BEHEREN, wijk) as session:
        return use_case(session)


def test_a_new_wijk_is_in_its_first_fase_and_can_be_used_at_once(any_database, manager):
    key = do(any_database, manager, lambda s: create_wijk(s, RIGHT))
    with any_database.reading() as session:
        (row,) = [one for one in beheerde_wijken(session, manager, today()) if one.id == key]
        assert row.as_invoer() == RIGHT and row.status == "actief" and row.slug == "nieuwe-wijk"
        assert row.fasen == ("samen-starten",)
    record(any_database, manager, right_input(key, fase="samen-starten", datum=date(2026, 1, 6)))


def test_the_set_up_of_another_wijk_comes_along_and_what_happened_there_does_not(any_database, manager):
    old = add_wijk(any_database)
    with any_database.writing(SYSTEM, Actie.WIJKEN_LADEN) as session:
        mark_nvt(session, old, FASE, SOCIAAL, 0, "Niet hier")
        plan = {"gepland_van": START + timedelta(30), "gepland_tot": START + timedelta(90)}
        session.add(FaseplanningRow(wijk_id=old, fase=FASE, **plan))
        session.add(BelanghebbendeRow(wijk_id=old, naam="Wijkraad", zoeknaam="wijkraad", type="wijkraad"))
    record(any_database, manager, right_input(old))
    start = START + timedelta(100)
    new = do(any_database, manager, lambda s: create_wijk(s, WijkInvoer("Kopie", start), old, belanghebbenden=True))
    bare = do(any_database, manager, lambda s: create_wijk(s, WijkInvoer("Kaal", start), old))
    with any_database.reading() as session:
        (vak,) = session.scalars(select(NvtVakRow).where(NvtVakRow.wijk_id == new))
        assert (vak.aspect, vak.reden, vak.sinds) == (SOCIAAL, "Niet hier", start)
        (plan,) = session.scalars(select(FaseplanningRow).where(FaseplanningRow.wijk_id == new))
        assert (plan.gepland_van, plan.gepland_tot) == (START + timedelta(130), START + timedelta(190))
        (party,) = session.scalars(select(BelanghebbendeRow).where(BelanghebbendeRow.wijk_id == new))
        assert (party.naam, party.aan_tafel) == ("Wijkraad", False)
        assert session.scalars(select(BelanghebbendeRow).where(BelanghebbendeRow.wijk_id == bare)).all() == []
        assert session.scalars(select(ContactmomentRow).where(ContactmomentRow.wijk_id == new)).all() == []
        assert len(session.scalars(select(WijkfaseRow).where(WijkfaseRow.wijk_id == new)).all()) == 1


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("naam", {"naam": " "}), ("naam", {"naam": "x" * 201}), ("naam", {"naam": "DORP"}), ("start", {"start": None}),
        ("cbs_code", {"cbs_code": "WK0363"}), ("cbs_code", {"cbs_code": "BU03630100"}),
        ("buurten", {"buurten": ("BU0363010",)}), ("buurten", {"buurten": ("WK036301", "BU03630100")}),
        ("cbs_editie", {"cbs_editie": None}), ("cbs_editie", {"cbs_editie": 1900}),
        ("gebied", {"gebied": "g" * 201}), ("regie", {"regie": "r" * 201}),
    ],
)  # fmt: skip
def test_wrong_input_is_refused_at_its_field_and_nothing_is_saved(any_database, manager, field, changed):
    add_wijk(any_database)
    values = {name: getattr(RIGHT, name) for name in RIGHT.__dataclass_fields__} | changed
    with pytest.raises(InvalidInput) as refused:
        do(any_database, manager, lambda s: create_wijk(s, WijkInvoer(**values)))
    assert set(refused.value.fields) == {field}
    with any_database.reading() as session:
        assert session.scalars(select(WijkRow.slug)).all() == ["dorp"]


def test_codes_are_found_however_they_are_divided_and_cbs_pads_them():
    assert read_codes(" bu03630100 , BU03630101;\nBU03630100  ") == ("BU03630100", "BU03630101")


@given(st.text(max_size=40))
def test_any_text_is_read_as_codes_without_breaking(text):
    codes = read_codes(text)
    assert len(set(codes)) == len(codes) and all(code.strip() == code for code in codes)
    errors = check_wijk(
        WijkInvoer("Wijk", date(2026, 1, 1), buurten=codes, cbs_editie=2024), taken=set(), today=today()
    )
    assert set(errors) <= {"buurten"}


def test_a_change_keeps_the_address_and_a_stale_one_is_a_conflict(any_database, manager):
    key = add_wijk(any_database)
    invoer = WijkInvoer("Andere Naam", START, gebied="Zuid")
    assert do(any_database, manager, lambda s: change_wijk(s, key, 1, invoer), key) == 2
    with pytest.raises(Conflict):
        do(any_database, manager, lambda s: change_wijk(s, key, 1, invoer), key)
    with any_database.reading() as session:
        row = session.get(WijkRow, key)
        assert (row.slug, row.naam, row.gebied) == ("dorp", "Andere Naam", "Zuid")
        line = session.scalars(select(LogboekRow).order_by(LogboekRow.id.desc())).first()
        assert line.actie == "wijk beheren" and line.oud["naam"] == "Dorp"


def test_the_start_cannot_come_after_a_fase_that_has_begun(any_database, manager):
    key = add_wijk(any_database)
    with pytest.raises(InvalidInput) as refused:
        do(any_database, manager, lambda s: change_wijk(s, key, 1, WijkInvoer("Dorp", START + timedelta(1))), key)
    assert set(refused.value.fields) == {"start"}


def test_a_paused_wijk_gives_no_signals_and_an_archived_one_is_in_no_list_until_it_is_reopened(any_database, manager):
    key = add_wijk(any_database)

    def seen():
        with any_database.reading() as session:
            return (
                [w.label for w in wijken(session, manager)],
                len(signaalstand(session, manager, key, methode(session), today()).signalen),
            )

    names, signals = seen()
    assert names == ["Dorp"] and signals > 0
    assert do(any_database, manager, lambda s: set_wijkstatus(s, key, 1, "gepauzeerd"), key) == 2
    assert seen() == (["Dorp (gepauzeerd)"], 0)
    do(any_database, manager, lambda s: set_wijkstatus(s, key, 2, "gearchiveerd"), key)
    assert seen() == ([], 0)
    with any_database.reading() as session:
        assert [one.status for one in beheerde_wijken(session, manager, today())] == ["gearchiveerd"]
    do(any_database, manager, lambda s: set_wijkstatus(s, key, 3, "actief"), key)
    assert seen() == (names, signals)
    with pytest.raises(InvalidInput):
        do(any_database, manager, lambda s: set_wijkstatus(s, key, 4, "weg"), key)


@pytest.mark.parametrize("rol", [Rol.LEZER, Rol.TEAMLID, Rol.PROJECTLEIDER])
def test_who_does_not_steer_the_programme_manages_no_wijk(any_database, rol):
    key = add_wijk(any_database)
    person = add_person(any_database, "wie", rol, None)
    with pytest.raises(Forbidden):
        do(any_database, person, lambda s: set_wijkstatus(s, key, 1, "gepauzeerd"), key)
    with any_database.reading() as session, pytest.raises(Forbidden):
        beheerde_wijken(session, person, today())


def test_who_steers_one_wijk_of_the_programme_manages_only_that_one_and_begins_none(any_database):
    here, there = add_wijk(any_database), add_wijk(any_database, "elders")
    person = add_person(any_database, "half", Rol.PROGRAMMAMANAGER, here)
    with any_database.reading() as session:
        assert [one.slug for one in beheerde_wijken(session, person, today())] == ["dorp"]
    with pytest.raises(Forbidden):
        do(any_database, person, lambda s: create_wijk(s, RIGHT), here)
    with pytest.raises((Forbidden, NotFound)):
        do(any_database, person, lambda s: set_wijkstatus(s, there, 1, "gepauzeerd"), here)
