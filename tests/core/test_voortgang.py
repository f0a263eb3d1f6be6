"""Fasen, mijlpalen, knooppunten, judgements, figures and deelprojecten, on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.core.wijken import FASE, SOCIAAL, START, add_person, add_wijk
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Rol
from wijkkompas_core.domain.voortgang import (
    CijferInvoer,
    Faseperiode,
    MijlpaalInvoer,
    OordeelInvoer,
    check_periode,
    open_fasen,
    steps_back,
)
from wijkkompas_core.errors import Conflict, Forbidden, InvalidInput, NotFound
from wijkkompas_core.queries import voortgang as queries
from wijkkompas_core.queries.wijken import perioden as wijkperioden
from wijkkompas_core.services import cijfers, deelprojecten, fasen, voortgang
from wijkkompas_core.storage.tables import LogboekRow, OordeelRow

FIRST, LATER = "samen-starten", "keuzes-maken"
NUMMERS = {FIRST: 1, FASE: 2, LATER: 4}


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)


@pytest.fixture
def wijk(any_database):
    return add_wijk(any_database)


@pytest.fixture
def leider(any_database, wijk):
    return add_person(any_database, "pieter", Rol.PROJECTLEIDER, wijk)


@pytest.fixture
def do(any_database, wijk, leider):
    """Do a use case in the wijk: `do(actie, service, *arguments, actor=…)`."""

    def run(actie, service, *arguments, actor=leider):
        with any_database.writing(actor, actie, wijk) as session:
            return service(session, *arguments)

    return run


@pytest.fixture
def see(any_database, wijk, leider):
    """Read about the wijk: `see(query, *arguments)`."""

    def run(query, *arguments):
        with any_database.reading() as session:
            return query(session, leider, wijk, *arguments)

    return run


def spells(see, fase, deelproject=None):
    return [p for p in see(queries.voortgang, deelproject).perioden if p.fase == fase]


def refused(do, actie, service, *arguments) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        do(actie, service, *arguments)
    return caught.value.fields


# --- fasen


def test_several_fasen_are_open_at_once_and_an_earlier_one_that_opens_later_is_a_step_back(do, see, wijk):
    do(Actie.FASE_WIJZIGEN, fasen.open_fase, wijk, None, LATER, days_ago(100))
    back = do(Actie.FASE_WIJZIGEN, fasen.open_fase, wijk, None, FIRST, days_ago(50))
    found = see(queries.voortgang).perioden
    assert open_fasen(found, today()) == {FASE, LATER, FIRST}
    assert steps_back(found, NUMMERS) == {back}


def test_a_closed_fase_that_opens_again_is_a_new_spell_and_the_old_one_stays(do, see, wijk):
    (spell,) = spells(see, FASE)
    do(Actie.FASE_WIJZIGEN, fasen.close_fase, spell.id, spell.versie, days_ago(90))
    assert open_fasen(see(queries.voortgang).perioden, today()) == set()
    do(Actie.FASE_WIJZIGEN, fasen.open_fase, wijk, None, FASE, days_ago(10))
    assert [(p.begonnen_op, p.afgesloten_op) for p in spells(see, FASE)] == [
        (START, days_ago(90)),
        (days_ago(10), None),
    ]


def test_a_fase_that_is_open_cannot_be_opened_again(do, see, wijk):
    fields = refused(do, Actie.FASE_WIJZIGEN, fasen.open_fase, wijk, None, FASE, days_ago(5))
    assert "was al open" in fields["begonnen_op"]
    assert len(spells(see, FASE)) == 1


@pytest.mark.parametrize(
    ("begin", "end", "field"),
    [
        (None, None, "begonnen_op"),
        (today() + timedelta(days=1), None, "begonnen_op"),
        (START - timedelta(days=1), None, "begonnen_op"),
        (days_ago(5), days_ago(6), "afgesloten_op"),
        (days_ago(5), today() + timedelta(days=1), "afgesloten_op"),
    ],
)
def test_dates_of_a_spell_that_cannot_be_are_refused_at_their_field(do, wijk, begin, end, field):
    assert list(refused(do, Actie.FASE_WIJZIGEN, fasen.open_fase, wijk, None, FIRST, begin, end)) == [field]


def test_a_spell_is_corrected_closed_and_deleted_at_the_version_it_was_read_at(do, see):
    (spell,) = spells(see, FASE)
    versie = do(Actie.FASE_WIJZIGEN, fasen.change_periode, spell.id, spell.versie, days_ago(400), days_ago(300))
    for service, more in (
        (fasen.change_periode, (days_ago(399), None)),
        (fasen.close_fase, (days_ago(1),)),
        (fasen.delete_periode, ()),
    ):
        with pytest.raises(Conflict):
            do(Actie.FASE_WIJZIGEN, service, spell.id, spell.versie, *more)
    assert spells(see, FASE)[0].begonnen_op == days_ago(400)
    do(Actie.FASE_WIJZIGEN, fasen.delete_periode, spell.id, versie)
    assert spells(see, FASE) == []


def test_a_deleted_spell_leaves_its_dates_in_the_logboek_and_can_be_put_back(do, see, wijk, any_database):
    (spell,) = spells(see, FASE)
    do(Actie.FASE_WIJZIGEN, fasen.delete_periode, spell.id, spell.versie)
    with any_database.reading() as session:
        line = session.scalars(select(LogboekRow).order_by(LogboekRow.id.desc())).first()
        assert line.actie == "fase wijzigen" and line.oud["begonnen_op"] == START.isoformat()
    do(Actie.FASE_WIJZIGEN, fasen.open_fase, wijk, None, FASE, spell.begonnen_op, spell.afgesloten_op)
    assert [(p.begonnen_op, p.afgesloten_op) for p in spells(see, FASE)] == [(START, None)]


def test_the_planning_of_a_fase_does_not_move_when_the_fase_itself_does(do, see, wijk):
    do(Actie.FASE_WIJZIGEN, fasen.plan_fase, wijk, None, FASE, 0, days_ago(200), days_ago(20))
    (spell,) = spells(see, FASE)
    do(Actie.FASE_WIJZIGEN, fasen.close_fase, spell.id, spell.versie, days_ago(3))
    plan = see(queries.voortgang).planning[FASE]
    assert (plan.gepland_van, plan.gepland_tot) == (days_ago(200), days_ago(20))
    with pytest.raises(Conflict):
        do(Actie.FASE_WIJZIGEN, fasen.plan_fase, wijk, None, FASE, 0, days_ago(1), days_ago(0))
    fields = refused(do, Actie.FASE_WIJZIGEN, fasen.plan_fase, wijk, None, FASE, plan.versie, days_ago(1), days_ago(2))
    assert list(fields) == ["gepland_tot"]
    do(Actie.FASE_WIJZIGEN, fasen.unplan_fase, wijk, None, FASE, plan.versie)
    assert see(queries.voortgang).planning == {}


MOMENT = st.integers(0, 60)
STEPS = st.lists(
    st.tuples(st.sampled_from([FIRST, FASE, LATER]), st.sampled_from(["open", "sluit"]), MOMENT), max_size=25
)


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_whatever_is_opened_and_closed_spells_of_one_fase_never_overlap_and_the_open_ones_equal_a_plain_model(steps):
    start, now = date(2026, 1, 1), date(2026, 3, 31)
    found: list[Faseperiode] = []
    model: dict[str, date | None] = {}  # fase → the day it opened, while it is open
    for number, (fase, what, offset) in enumerate(steps):
        day = start + timedelta(days=offset)
        others = [p for p in found if p.fase == fase]
        current = next((p for p in others if p.afgesloten_op is None), None)
        if what == "open":
            if not check_periode(day, None, others=others, start=start, today=now):
                found.append(Faseperiode(number, fase, day, None))
                assert model.get(fase) is None, "a fase that is open was opened again"
                model[fase] = day
        elif current is not None:
            rest = [p for p in others if p is not current]
            if not check_periode(current.begonnen_op, day, others=rest, start=start, today=now):
                found[found.index(current)] = replace(current, afgesloten_op=day)
                model[fase] = None
    assert open_fasen(found, now) == {fase for fase, since in model.items() if since is not None}
    for fase in NUMMERS:
        for offset in range(90):
            day = start + timedelta(days=offset)
            assert sum(p.fase == fase and p.open_on(day) for p in found) <= 1


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_after_any_sequence_the_database_has_the_same_fasen_open_as_the_model(database, steps):
    with database.reading() as session:
        number = session.scalar(select(func.count()).select_from(LogboekRow))
    wijk = add_wijk(database, f"wijk-{number}")
    leider = add_person(database, f"leider-{number}", Rol.PROJECTLEIDER, wijk)
    model: dict[str, list[list]] = {FASE: [[START, None]]}
    for fase, what, offset in steps:
        day = days_ago(60 - offset)
        history = model.setdefault(fase, [])
        running = next((s for s in history if s[1] is None), None)
        with database.reading() as session:
            found = queries.voortgang(session, leider, wijk).perioden
        spell = next((p for p in found if p.fase == fase and p.afgesloten_op is None), None)
        assert (spell is not None) is (running is not None)
        try:
            with database.writing(leider, Actie.FASE_WIJZIGEN, wijk) as session:
                if what == "open":
                    fasen.open_fase(session, wijk, None, fase, day)
                elif spell is not None:
                    fasen.close_fase(session, spell.id, spell.versie, day)
        except InvalidInput:
            continue
        if what == "open":
            history.append([day, None])
        elif running is not None:
            running[1] = day
    with database.reading() as session:
        frame = wijkperioden(session, leider, wijk)
    expected = sorted((fase, begin, end) for fase, all_ in model.items() for begin, end in all_ if end is None)
    running = frame[frame["afgesloten_op"].isna()]
    assert sorted((f, b.date(), None) for f, b in zip(running["fase"], running["begonnen_op"], strict=True)) == expected
    for history in model.values():
        ordered = sorted(history, key=lambda s: s[0])
        assert all(a[1] is not None and a[1] <= b[0] for a, b in pairwise(ordered))


# --- mijlpalen


def planned(wijk: int, **changes) -> MijlpaalInvoer:
    return replace(MijlpaalInvoer(wijk, None, FASE, "Besluit over het beeld van de wijk", days_ago(-30)), **changes)


def test_a_mijlpaal_is_planned_decided_and_opened_again(do, see, wijk):
    key = do(Actie.MIJLPAAL_WIJZIGEN, fasen.add_mijlpaal, planned(wijk))
    decided = planned(wijk, uitkomst="voorwaarden", besloten_op=days_ago(1), toelichting="Mits het geld er is.")
    versie = do(Actie.MIJLPAAL_WIJZIGEN, fasen.change_mijlpaal, key, 1, decided)
    (found,) = see(queries.voortgang).mijlpalen
    assert found.as_invoer() == decided
    do(Actie.MIJLPAAL_WIJZIGEN, fasen.reopen_mijlpaal, key, versie)
    (found,) = see(queries.voortgang).mijlpalen
    assert (found.uitkomst, found.besloten_op, found.gepland_op) == (None, None, decided.gepland_op)
    assert found.toelichting == "Mits het geld er is."


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"gepland_op": None}, "gepland_op"),
        ({"gepland_op": START - timedelta(days=1)}, "gepland_op"),
        ({"uitkomst": "go"}, "besloten_op"),
        ({"uitkomst": "go", "besloten_op": today() + timedelta(days=1)}, "besloten_op"),
        ({"besloten_op": days_ago(1)}, "uitkomst"),
        ({"uitkomst": "misschien", "besloten_op": days_ago(1), "toelichting": "x"}, "uitkomst"),
        ({"uitkomst": "no-go", "besloten_op": days_ago(1)}, "toelichting"),
        ({"uitkomst": "voorwaarden", "besloten_op": days_ago(1), "toelichting": "  "}, "toelichting"),
        ({"naam": " - "}, "naam"),
        ({"fase": "zevende"}, "fase"),
    ],
)
def test_a_mijlpaal_that_is_not_right_is_refused_at_its_field(do, wijk, changes, field):
    assert list(refused(do, Actie.MIJLPAAL_WIJZIGEN, fasen.add_mijlpaal, planned(wijk, **changes))) == [field]


def test_two_who_decide_the_same_mijlpaal_do_not_overwrite_each_other(do, wijk):
    key = do(Actie.MIJLPAAL_WIJZIGEN, fasen.add_mijlpaal, planned(wijk))
    go = planned(wijk, uitkomst="go", besloten_op=days_ago(1))
    do(Actie.MIJLPAAL_WIJZIGEN, fasen.change_mijlpaal, key, 1, go)
    with pytest.raises(Conflict):
        do(Actie.MIJLPAAL_WIJZIGEN, fasen.change_mijlpaal, key, 1, replace(go, naam="Anders"))


# --- knooppunten and vakken


@pytest.fixture
def knooppunt(see):
    from wijkkompas_core.queries.methode import methode

    return see(lambda session, *_: next(iter(methode(session).knooppunten.values()))[0].slug)


def test_a_teamlid_sets_the_status_of_a_knooppunt_but_no_fase(do, see, any_database, wijk, knooppunt):
    tess = add_person(any_database, "tess", Rol.TEAMLID, wijk)
    change = (wijk, knooppunt, 0, "gestart", "", days_ago(3))
    assert do(Actie.KNOOPPUNT_WIJZIGEN, voortgang.set_knooppuntstatus, *change, actor=tess) == 1
    stand = see(queries.knooppunten)[knooppunt]
    assert (stand.status, stand.sinds) == ("gestart", days_ago(3))
    for actie, service, arguments in (
        (Actie.FASE_WIJZIGEN, fasen.open_fase, (wijk, None, LATER, today())),
        (Actie.NVT_WIJZIGEN, voortgang.mark_nvt, (wijk, FASE, SOCIAAL, 0, "Past niet")),
        # The right is that of the action at the door: another action does not open it either.
        (Actie.KNOOPPUNT_WIJZIGEN, voortgang.set_knooppuntstatus, (wijk + 1, knooppunt, 0, "gestart", "", today())),
    ):
        with pytest.raises((Forbidden, NotFound)):
            do(actie, service, *arguments, actor=tess)


def test_nvt_needs_a_reason_and_a_stale_status_is_a_conflict(do, wijk, knooppunt):
    service = voortgang.set_knooppuntstatus
    assert list(refused(do, Actie.KNOOPPUNT_WIJZIGEN, service, wijk, knooppunt, 0, "nvt", " ", today())) == ["reden"]
    do(Actie.KNOOPPUNT_WIJZIGEN, service, wijk, knooppunt, 0, "nvt", "Geen huurders", today())
    with pytest.raises(Conflict) as caught:
        do(Actie.KNOOPPUNT_WIJZIGEN, service, wijk, knooppunt, 0, "gestart", "", today())
    assert caught.value.current.reden == "Geen huurders"
    assert do(Actie.KNOOPPUNT_WIJZIGEN, service, wijk, knooppunt, 1, "afgerond", "", today()) == 2
    fields = refused(do, Actie.KNOOPPUNT_WIJZIGEN, service, wijk, knooppunt, 2, "bijna", "", days_ago(-1))
    assert set(fields) == {"status", "sinds"}


def test_a_vak_is_marked_nvt_with_a_reason_and_taken_back(do, see, wijk):
    service = voortgang.mark_nvt
    assert list(refused(do, Actie.NVT_WIJZIGEN, service, wijk, FASE, SOCIAAL, 0, "")) == ["reden"]
    do(Actie.NVT_WIJZIGEN, service, wijk, FASE, SOCIAAL, 0, "Er wonen geen mensen")
    versie = do(Actie.NVT_WIJZIGEN, service, wijk, FASE, SOCIAAL, 1, "Er wonen nog geen mensen")
    found = see(queries.nvt_vakken)[FASE, SOCIAAL]
    assert (found.reden, found.sinds, found.versie) == ("Er wonen nog geen mensen", today(), versie)
    with pytest.raises(Conflict):
        do(Actie.NVT_WIJZIGEN, voortgang.unmark_nvt, wijk, FASE, SOCIAAL, 1)
    do(Actie.NVT_WIJZIGEN, voortgang.unmark_nvt, wijk, FASE, SOCIAAL, versie)
    assert see(queries.nvt_vakken) == {}


# --- judgements and figures


def oordeel(wijk: int, **changes) -> OordeelInvoer:
    return replace(OordeelInvoer(wijk, None, days_ago(1), "planning", "oranje", "De raad besluit later."), **changes)


def test_judgements_are_recorded_together_or_not_at_all(do, see, wijk):
    right, wrong = oordeel(wijk), oordeel(wijk, onderwerp="financien", kleur="rood", zin="")
    fields = refused(do, Actie.OORDEEL_VASTLEGGEN, cijfers.record_oordelen, (right, wrong))
    assert list(fields) == ["zin_financien"] and see(queries.oordelen) == ()
    green = oordeel(wijk, onderwerp="inhoud", kleur="groen", zin="")
    do(Actie.OORDEEL_VASTLEGGEN, cijfers.record_oordelen, (right, green))
    assert [(o.onderwerp, o.kleur, o.door) for o in see(queries.oordelen)] == [
        ("planning", "oranje", "Pieter"),
        ("inhoud", "groen", "Pieter"),
    ]


def test_an_onderwerp_has_one_judgement_per_peildatum_and_can_be_corrected(do, see, wijk):
    (key,) = do(Actie.OORDEEL_VASTLEGGEN, cijfers.record_oordelen, (oordeel(wijk),))
    assert list(refused(do, Actie.OORDEEL_VASTLEGGEN, cijfers.record_oordelen, (oordeel(wijk),))) == ["peildatum"]
    twice = (oordeel(wijk, peildatum=days_ago(2)),) * 2
    assert list(refused(do, Actie.OORDEEL_VASTLEGGEN, cijfers.record_oordelen, twice)) == ["kleur"]
    do(Actie.OORDEEL_VASTLEGGEN, cijfers.change_oordeel, key, 1, oordeel(wijk, kleur="groen", zin=""))
    assert [o.kleur for o in see(queries.oordelen)] == ["groen"]
    with pytest.raises(Conflict):
        do(Actie.OORDEEL_VASTLEGGEN, cijfers.delete_oordeel, key, 1)
    do(Actie.OORDEEL_VASTLEGGEN, cijfers.delete_oordeel, key, 2)
    assert see(queries.oordelen) == ()


def cijfer(wijk: int, **changes) -> CijferInvoer:
    return replace(CijferInvoer(wijk, None, "deelname", days_ago(1), 40, 100, "Enquête"), **changes)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"teller": 101.0}, "teller"),
        ({"teller": -1.0}, "teller"),
        ({"teller": float("nan")}, "teller"),
        ({"teller": None}, "teller"),
        ({"noemer": 0.0}, "noemer"),
        ({"noemer": None}, "noemer"),
        ({"peildatum": today() + timedelta(days=1)}, "peildatum"),
        ({"peildatum": None}, "peildatum"),
        ({"soort": " "}, "soort"),
    ],
)
def test_a_figure_that_is_not_right_is_refused_at_its_field(do, wijk, changes, field):
    assert list(refused(do, Actie.CIJFER_VASTLEGGEN, cijfers.record_cijfer, cijfer(wijk, **changes))) == [field]


def test_a_figure_with_a_name_of_its_own_needs_no_whole_and_keeps_one_name(do, see, wijk):
    service = cijfers.record_cijfer
    do(Actie.CIJFER_VASTLEGGEN, service, cijfer(wijk, soort="Zonnedaken", noemer=None, teller=12))
    do(Actie.CIJFER_VASTLEGGEN, service, cijfer(wijk, soort="zonnedaken ", noemer=None, peildatum=days_ago(0)))
    again = cijfer(wijk, soort="ZONNEDAKEN", noemer=None)
    assert list(refused(do, Actie.CIJFER_VASTLEGGEN, service, again)) == ["peildatum"]
    found = see(queries.cijfers)
    assert [(c.soort, c.teller) for c in found] == [("Zonnedaken", 12), ("Zonnedaken", 40)]
    do(Actie.CIJFER_VASTLEGGEN, cijfers.change_cijfer, found[0].id, 1, replace(found[0].as_invoer(), teller=13))
    with pytest.raises(Conflict):
        do(Actie.CIJFER_VASTLEGGEN, cijfers.delete_cijfer, found[0].id, 1)
    do(Actie.CIJFER_VASTLEGGEN, cijfers.delete_cijfer, found[0].id, 2)
    assert len(see(queries.cijfers)) == 1


# --- deelprojecten


def test_a_deelproject_has_a_voortgang_of_its_own_that_does_not_touch_the_wijk(do, see, wijk):
    part = do(Actie.DEELPROJECT_WIJZIGEN, deelprojecten.add_deelproject, wijk, "De flats")
    do(Actie.FASE_WIJZIGEN, fasen.open_fase, wijk, part, FASE, days_ago(9))
    do(Actie.FASE_WIJZIGEN, fasen.plan_fase, wijk, part, LATER, 0, days_ago(1), days_ago(0))
    do(Actie.MIJLPAAL_WIJZIGEN, fasen.add_mijlpaal, planned(wijk, deelproject=part))
    do(Actie.OORDEEL_VASTLEGGEN, cijfers.record_oordelen, (oordeel(wijk, deelproject=part),))
    do(Actie.CIJFER_VASTLEGGEN, cijfers.record_cijfer, cijfer(wijk, deelproject=part))
    whole, own = see(queries.voortgang), see(queries.voortgang, part)
    assert [p.begonnen_op for p in whole.perioden] == [START] and [p.begonnen_op for p in own.perioden] == [days_ago(9)]
    assert (whole.planning, whole.mijlpalen) == ({}, ()) and set(own.planning) == {LATER} and len(own.mijlpalen) == 1
    assert (len(see(queries.oordelen)), len(see(queries.oordelen, part))) == (0, 1)
    assert (len(see(queries.cijfers)), len(see(queries.cijfers, part))) == (0, 1)
    assert list(see(wijkperioden)["fase"]) == [FASE]


def test_a_closed_deelproject_stays_to_be_seen_but_takes_nothing_until_it_is_reopened(do, see, wijk):
    part = do(Actie.DEELPROJECT_WIJZIGEN, deelprojecten.add_deelproject, wijk, "De flats")
    versie = do(Actie.DEELPROJECT_WIJZIGEN, deelprojecten.close_deelproject, part, 1)
    assert [(d.naam, d.actief) for d in see(queries.deelprojecten)] == [("De flats", False)]
    fields = refused(do, Actie.FASE_WIJZIGEN, fasen.open_fase, wijk, part, FASE, days_ago(9))
    assert "Heropen" in fields["deelproject"]
    do(Actie.DEELPROJECT_WIJZIGEN, deelprojecten.reopen_deelproject, part, versie)
    do(Actie.FASE_WIJZIGEN, fasen.open_fase, wijk, part, FASE, days_ago(9))


def test_names_of_deelprojecten_are_told_apart_by_more_than_capitals(do, see, wijk):
    part = do(Actie.DEELPROJECT_WIJZIGEN, deelprojecten.add_deelproject, wijk, "De flats")
    add, rename = deelprojecten.add_deelproject, deelprojecten.rename_deelproject
    assert list(refused(do, Actie.DEELPROJECT_WIJZIGEN, add, wijk, "de  FLATS")) == ["naam"]
    do(Actie.DEELPROJECT_WIJZIGEN, rename, part, 1, "De Flats", "Zes gebouwen")
    with pytest.raises(Conflict):
        do(Actie.DEELPROJECT_WIJZIGEN, rename, part, 1, "Anders", "")
    assert see(queries.deelprojecten)[0].toelichting == "Zes gebouwen"


def test_a_deelproject_of_another_wijk_cannot_be_used(do, any_database, wijk, leider):
    other = add_wijk(any_database, "elders")
    boss = add_person(any_database, "petra", Rol.PROGRAMMAMANAGER, None)
    with any_database.writing(boss, Actie.DEELPROJECT_WIJZIGEN, other) as session:
        part = deelprojecten.add_deelproject(session, other, "Daar")
    with pytest.raises(NotFound):
        do(Actie.FASE_WIJZIGEN, fasen.open_fase, wijk, part, FASE, days_ago(9))
    with any_database.reading() as session:
        assert queries.voortgang(session, leider, wijk, part).perioden == ()


# --- rights


CHANGES = [
    (Actie.FASE_WIJZIGEN, lambda s, w: fasen.open_fase(s, w, None, FIRST, days_ago(9))),
    (Actie.FASE_WIJZIGEN, lambda s, w: fasen.plan_fase(s, w, None, FIRST, 0, days_ago(9), days_ago(8))),
    (Actie.MIJLPAAL_WIJZIGEN, lambda s, w: fasen.add_mijlpaal(s, planned(w))),
    (Actie.NVT_WIJZIGEN, lambda s, w: voortgang.mark_nvt(s, w, FASE, SOCIAAL, 0, "Past niet")),
    (Actie.OORDEEL_VASTLEGGEN, lambda s, w: cijfers.record_oordelen(s, (oordeel(w),))),
    (Actie.CIJFER_VASTLEGGEN, lambda s, w: cijfers.record_cijfer(s, cijfer(w))),
    (Actie.DEELPROJECT_WIJZIGEN, lambda s, w: deelprojecten.add_deelproject(s, w, "De flats")),
]


@pytest.mark.parametrize("rol", [Rol.LEZER, Rol.TEAMLID])
@pytest.mark.parametrize("change", CHANGES, ids=lambda c: c[0].value)
def test_a_lezer_or_teamlid_steers_nothing(database, rol, change):
    wijk = add_wijk(database)
    actor = add_person(database, "kim", rol, wijk)
    with pytest.raises(Forbidden), database.writing(actor, change[0], wijk) as session:
        change[1](session, wijk)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(OordeelRow)) == 0


@pytest.mark.parametrize("change", CHANGES, ids=lambda c: c[0].value)
def test_a_projectleider_of_one_wijk_changes_nothing_in_another(database, change):
    own, other = add_wijk(database), add_wijk(database, "elders")
    leider = add_person(database, "pieter", Rol.PROJECTLEIDER, own)
    with pytest.raises((Forbidden, NotFound)), database.writing(leider, change[0], own) as session:
        change[1](session, other)


def test_nobody_reads_the_voortgang_of_a_wijk_that_is_not_theirs(database):
    own, other = add_wijk(database), add_wijk(database, "elders")
    lezer = add_person(database, "leo", Rol.LEZER, own)
    reads = (queries.voortgang, queries.deelprojecten, queries.knooppunten, queries.nvt_vakken, queries.oordelen)
    with database.reading() as session:
        for query in (*reads, queries.cijfers):
            query(session, lezer, own)
            with pytest.raises(Forbidden):
                query(session, lezer, other)
