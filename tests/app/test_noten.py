"""Noten on every page with a chart over time: who sees them, who can add and change, and what never shows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dashboard.access.by_link import DeelLezer
from dashboard.reading.lezer import Lezer
from tests.app.conftest import html_of
from wijkkompas_core.domain.annotaties import AnnotatieInvoer
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, Rol, link_actor, system_actor
from wijkkompas_core.domain.weergaven import read_beeld
from wijkkompas_core.queries.deellinks import Gedeeld
from wijkkompas_core.services.annotaties import record_annotatie
from wijkkompas_core.storage.tables import AnnotatieRow, WijkRow

SYSTEM = system_actor("test")
HERE, THERE, EVERYWHERE = "Proefwoning gesloten", "Sporthal gesloopt", "Verkiezingen geweest"
DAY = today() - timedelta(days=100)
PAGES = [
    ("balans.py", {"wijk": "vlietzicht"}, "balans"),
    ("programmabalans.py", {}, "programma"),
    ("programmabalans.py", {"beeld": "over", "wijk": "vlietzicht"}, "programma"),
    ("vergelijken.py", {"wijken": "vlietzicht,lindenhof"}, "vergelijken"),
    ("voortgang.py", {"wijk": "vlietzicht"}, "tijdlijn"),
    ("voortgang.py", {"wijk": "vlietzicht", "beeld": "cijfers"}, "cijfer"),
    ("wijk.py", {"wijk": "vlietzicht"}, None),
]


@pytest.fixture
def noten(demo_database):
    """A noot at Vlietzicht, one at Lindenhof and one at all wijken."""
    with demo_database.writing(SYSTEM, Actie.ANNOTATIE_WIJZIGEN) as session:
        wijken = dict(session.execute(select(WijkRow.slug, WijkRow.id)).all())
        for slug, text in (("vlietzicht", HERE), ("lindenhof", THERE), (None, EVERYWHERE)):
            record_annotatie(session, AnnotatieInvoer(wijken.get(slug), DAY, text))
    return wijken


def everything(test) -> str:
    """What is on the page: HTML, figures with their alternatives, and choices."""
    drawn = [element.proto.spec + str(element.proto) for element in test.get("plotly_chart")]
    return html_of(test) + "".join(drawn) + str([list(box.options) for box in test.selectbox])


def unfold(test, key):
    """Open the list under the chart."""
    test.session_state[f"noten_{key}"] = True
    return test.run()


def press(test, label):
    return next(button for button in test.button if button.label == label).click().run()


def pick(test, key):
    """Choose a noot (its id) to change."""
    (choice,) = [box for box in test.selectbox if box.label == "Wat wil je doen?"]
    return choice.set_value(key).run()


def stored(demo):
    with demo.reading() as session:
        query = select(AnnotatieRow).where(AnnotatieRow.verwijderd_op.is_(None)).order_by(AnnotatieRow.id.desc())
        return session.scalars(query).first()


@pytest.mark.parametrize(("page", "query", "key"), PAGES)
def test_every_chart_over_time_shows_the_noten_that_concern_it(run_page, noten, page, query, key):
    shown = everything(run_page(page, "programmamanager", **query))
    assert HERE in shown and EVERYWHERE in shown


@pytest.mark.parametrize(("page", "query", "key"), PAGES)
def test_a_lezer_of_one_wijk_sees_them_changes_nothing_and_finds_no_trace_of_another_wijk(
    run_page, noten, page, query, key
):
    test = run_page(page, "lezer", **query)
    if key and page != "vergelijken.py":
        test = unfold(test, key)
        assert HERE in html_of(test) and EVERYWHERE in html_of(test)
    assert not test.exception and THERE not in everything(test)
    assert not [button for button in test.button if "oot" in button.label] and not test.text_area
    assert not [one for one in test.expander if "toevoegen" in one.label]


@pytest.mark.parametrize("rol", list(Rol))
def test_who_may_write_is_offered_to_and_only_who_steers_all_wijken_may_choose_all_of_them(run_page, noten, rol):
    test = unfold(run_page("balans.py", rol.value, wijk="lindenhof"), "balans")
    where = [box for box in test.selectbox if box.label == "Bij welke wijk?"]
    assert bool(test.text_area) is (rol is not Rol.LEZER)
    assert bool(where) is (rol in (Rol.PROGRAMMAMANAGER, Rol.BEHEERDER))
    if rol is Rol.TEAMLID:  # of the noten in the list only the own wijk's can be changed, not those about all
        (choice,) = [box for box in test.selectbox if box.label == "Wat wil je doen?"]
        with_all = [line for line in html_of(test).split("<li>") if "Alle wijken" in line]
        assert with_all and len(choice.options) == html_of(test).count("wk-wanneer") - len(with_all) + 1


def test_a_noot_is_added_seen_changed_and_taken_back(run_page, demo_database):
    test = unfold(run_page("balans.py", "teamlid", wijk="lindenhof"), "balans")
    press(test, "Noot toevoegen")
    assert "Schrijf op wat er gebeurde." in html_of(test)
    test.text_area[0].set_value("Wijkbus rijdt weer.").run()
    press(test, "Noot toevoegen")
    assert stored(demo_database).tekst == "Wijkbus rijdt weer." and "Wijkbus rijdt weer." in everything(test)
    press(test, "Ongedaan maken")
    assert "Wijkbus rijdt weer." not in everything(test)

    test.text_area[0].set_value("Wijkbus rijdt weer.").run()
    press(test, "Noot toevoegen")
    pick(test, stored(demo_database).id)
    assert test.text_area[0].value == "Wijkbus rijdt weer."
    test.text_area[0].set_value("Wijkbus rijdt vaker.").run()
    press(test, "Wijziging opslaan")
    assert stored(demo_database).tekst == "Wijkbus rijdt vaker."
    press(test, "Ongedaan maken")
    assert stored(demo_database).tekst == "Wijkbus rijdt weer."
    pick(test, stored(demo_database).id)
    press(test, "Verwijderen")
    assert "Wijkbus" not in everything(test).replace("de noot is verwijderd", "")
    press(test, "Ongedaan maken")
    assert "Wijkbus rijdt weer." in everything(test)


def test_a_noot_for_all_wijken_appears_in_every_wijk(run_page, noten, demo_database):
    test = unfold(run_page("balans.py", "programmamanager", wijk="lindenhof"), "balans")
    next(box for box in test.selectbox if box.label == "Bij welke wijk?").set_value(0)
    test.text_area[0].set_value("Rijksbegroting bekend.").run()
    press(test, "Noot toevoegen")
    assert stored(demo_database).wijk_id is None
    assert "Rijksbegroting bekend." in everything(run_page("balans.py", "lezer"))


def test_a_text_that_was_typed_stays_text_everywhere(run_page, demo_database, noten):
    evil = "<script>alert(1)</script><b>\u202e🎉"
    with demo_database.writing(SYSTEM, Actie.ANNOTATIE_WIJZIGEN) as session:
        record_annotatie(session, AnnotatieInvoer(noten["vlietzicht"], DAY, evil))
    for page, query, key in PAGES:
        test = run_page(page, "programmamanager", **query)
        shown = html_of(unfold(test, key) if key else test)
        assert "<script>" not in shown and "&lt;script&gt;" in shown
        assert "<script>" not in "".join(element.proto.spec for element in test.get("plotly_chart"))


def test_someone_elses_change_is_shown_and_nothing_typed_is_lost(run_page, demo_database, noten):
    test = unfold(run_page("balans.py", "programmamanager", wijk="vlietzicht"), "balans")
    with demo_database.reading() as session:
        key = session.scalars(select(AnnotatieRow.id).where(AnnotatieRow.tekst == HERE)).one()
    pick(test, key)
    with demo_database.writing(SYSTEM, Actie.ANNOTATIE_WIJZIGEN) as session:
        row = session.get_one(AnnotatieRow, key)
        row.tekst = "Van iemand anders"
    test.text_area[0].set_value("Van mij")
    press(test, "Wijziging opslaan")
    assert "Iemand anders heeft dit intussen gewijzigd" in html_of(test)
    assert test.text_area[0].value == "Van mij" and "Van iemand anders" in html_of(test)
    press(test, "Wijziging opslaan")
    with demo_database.reading() as session:
        assert session.scalars(select(AnnotatieRow.tekst).where(AnnotatieRow.tekst == "Van mij")).all()


def test_the_balance_page_has_one_element_more_for_noten_and_none_for_who_has_nothing_there(run_page, demo_database):
    with demo_database.writing(SYSTEM, Actie.ANNOTATIE_WIJZIGEN) as session:
        for row in session.scalars(select(AnnotatieRow)):
            row.verwijderd_op = row.ingevoerd_op
    assert not [one for one in run_page("balans.py", "lezer").expander if one.label.startswith("Noten")]
    shown = [one for one in run_page("balans.py", "teamlid").expander if one.label.startswith("Noten")]
    assert [one.label for one in shown] == ["Noten · noot toevoegen"] and not shown[0].children


def test_the_tables_under_the_charts_have_them_too(run_page, noten):
    test = run_page("balans.py", "lezer")
    for key in ("balans_tabel", "aspecten_tabel"):
        test.session_state[key] = True
    assert html_of(test.run()).count(HERE) == 2


@pytest.mark.parametrize("vrije_tekst", [False, True])
def test_a_share_link_shows_noten_only_with_free_text_and_then_without_names_and_those_for_all_wijken(
    run_page, noten, vrije_tekst
):
    run_page("balans.py", "lezer")  # points the pages at this database
    actor = link_actor(1, frozenset({noten["vlietzicht"]}))
    view = Gedeeld(1, actor, read_beeld("/balans?wijk=vlietzicht"), None, vrije_tekst, today())
    found = DeelLezer(view).noten((noten["vlietzicht"],))
    assert (HERE in [noot.tekst for noot in found]) is vrije_tekst
    assert all(noot.wijk is not None and noot.door == "" for noot in found)
    assert all(noot.door for noot in Lezer(SYSTEM).noten((noten["vlietzicht"],)))


def test_what_was_saved_without_a_change_can_be_undone(run_page, demo_database, noten):
    test = unfold(run_page("balans.py", "programmamanager", wijk="vlietzicht"), "balans")
    with demo_database.reading() as session:
        key = session.scalars(select(AnnotatieRow.id).where(AnnotatieRow.tekst == HERE)).one()
    press(pick(test, key), "Wijziging opslaan")
    press(test, "Ongedaan maken")
    assert not test.exception and "Niet ongedaan gemaakt" not in html_of(test)
