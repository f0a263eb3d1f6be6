"""The start page of a wijk, per role: what asks attention, and who can do something about it."""

import re
from html import unescape
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import delete, func, select

from tests.app.conftest import html_of
from tests.core.wijken import SYSTEM
from wijkkompas_core.domain.toegang import RECHTEN, Actie, Recht, Rol
from wijkkompas_core.storage.tables import SignaalreactieRow, ToekenningRow, WijkRow

WIJK = {Rol.LEZER: "vlietzicht"}


def labels(test) -> set[str]:
    return {button.label for button in test.button}


def first_address(test, label: str) -> dict[str, str]:
    """The query of the first link with this label."""
    found = re.search(rf'href="/wijk\?([^"]*)"[^>]*>{label}<', html_of(test))
    assert found, label
    return dict(parse_qsl(unescape(found[1])))


@pytest.mark.parametrize("rol", list(Rol))
def test_everyone_sees_how_the_wijk_stands_and_only_who_records_gets_something_to_do(run_page, rol):
    test = run_page("wijk.py", rol.value, wijk=WIJK.get(rol, "lindenhof"))
    assert not test.exception and not test.error
    shown = html_of(test)
    for heading in ("Ook deze week", "Afspraken", "Laatst gebeurd", "Open fasen", "vakken hebben contact"):
        assert heading in shown
    records = Recht.VASTLEGGEN in RECHTEN[rol]
    assert ("Vastleggen" in labels(test)) is records
    shown = html_of(run_page("wijk.py", rol.value, wijk=WIJK.get(rol, "lindenhof"), alle="1"))
    assert (">Wegleggen<" in shown) is records
    assert (">N.v.t. met reden<" in shown) is (Recht.WIJK_STUREN in RECHTEN[rol])


def test_a_lezer_gets_no_form_by_its_address_either(run_page, demo_database):
    query = first_address(run_page("wijk.py", "projectleider", wijk="lindenhof", alle="1"), "Wegleggen")
    test = run_page("wijk.py", "lezer", **query)
    assert not test.text_area and "Wegleggen" not in labels(test)


def test_a_signal_is_set_aside_with_a_reason_and_taken_back(run_page, demo_database):
    test = run_page("wijk.py", "teamlid", wijk="lindenhof")
    query = first_address(test, "Wegleggen") | {"alle": "1"}
    test = run_page("wijk.py", "teamlid", **query)
    next(button for button in test.button if button.label == "Wegleggen").click().run()
    assert "Schrijf kort waarom" in html_of(test)
    test.text_area[0].set_value("Dat loopt via de corporatie.").run()
    next(button for button in test.button if button.label == "Wegleggen").click().run()
    assert "signaal" not in test.query_params and not test.text_area
    with demo_database.reading() as session:
        assert session.scalars(select(SignaalreactieRow.reden)).all() == ["Dat loopt via de corporatie."]
    assert any(expander.label == "Weggelegd (1)" for expander in test.expander)


def test_a_vak_that_does_not_apply_is_out_of_the_coverage_at_once(run_page):
    test = run_page("wijk.py", "projectleider", wijk="lindenhof", alle="1")
    before = re.search(r"(\d+) van (\d+) vakken hebben contact", html_of(test))
    query = first_address(test, "N.v.t. met reden")
    test = run_page("wijk.py", "projectleider", **query)
    test.text_area[0].set_value("Er zijn hier geen winkels.").run()
    next(button for button in test.button if button.label == "Op n.v.t. zetten").click().run()
    after = re.search(r"(\d+) van (\d+) vakken hebben contact", html_of(test))
    assert before and after and int(after[2]) == int(before[2]) - 1


def test_every_signal_says_what_it_is_and_why_and_all_are_a_click_away(run_page):
    test = run_page("wijk.py", "teamlid", wijk="lindenhof")
    assert 'class="wk-signaal"' not in html_of(test)
    number = re.search(r'href="\?wijk=lindenhof&amp;alle=1"[^>]*>Toon alles wat aandacht vraagt: (\d+)', html_of(test))
    opened = run_page("wijk.py", "teamlid", wijk="lindenhof", alle="1")
    assert number is not None and html_of(opened).count('class="wk-signaal"') == int(number[1])
    next(button for button in opened.button if button.label == "Verberg de losse signalen").click().run()
    assert 'class="wk-signaal"' not in html_of(opened)


def test_the_title_is_what_the_data_say_and_one_card_has_the_one_thing_to_do(run_page):
    shown = html_of(run_page("wijk.py", "teamlid", wijk="lindenhof"))
    assert '<h1 class="wk-kopzin" dir="auto">Beide sporen in evenwicht.</h1>' in shown
    assert shown.count('<section class="wk-verhaal">') == 1 and shown.count('class="wk-daadknop"') == 1
    lines = shown.split('<ol class="wk-ookweek">')[1].split("</ol>")[0]
    assert 1 <= lines.count("<li>") <= 6


def test_the_title_of_a_wijk_that_is_silent_says_since_when(run_page):
    shown = html_of(run_page("wijk.py", "programmamanager", wijk="de-rietlanden"))
    assert re.search(r'<h1 class="wk-kopzin"[^>]*>Sinds \d+ \w+ 2026 geen contact; tot dan', shown)
    assert re.search(r"<li>Laatste contactmoment: <strong>\d\d-\d\d-2026, \d+ dagen geleden</strong>", shown)


def test_an_empty_wijk_says_what_will_come_here(run_page, demo_database):
    with demo_database.writing(SYSTEM, Actie.WIJKEN_LADEN) as session:
        wijk = WijkRow(slug="nieuwland", naam="Nieuwland", start=session.scalar(select(func.min(WijkRow.start))))
        session.add(wijk)
    test = run_page("wijk.py", "beheerder", wijk="nieuwland")
    assert not test.exception
    shown = html_of(test)
    assert "Er is nu geen fase open" in shown and "Geen open afspraken" in shown and "nog niets vastgelegd" in shown


def test_without_a_wijk_the_page_says_whom_to_ask(run_page, demo_database):
    with demo_database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        session.execute(delete(ToekenningRow))
    test = run_page("wijk.py", "teamlid")
    assert not test.exception and "wk-verhaal" not in html_of(test) and not labels(test)
