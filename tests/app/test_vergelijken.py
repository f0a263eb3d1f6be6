"""Wijken side by side on the screen."""

import pytest

from tests.app.conftest import html_of
from wijkkompas_core.domain.toegang import Rol

TWO = "lindenhof,molenkwartier"


@pytest.mark.parametrize("rol", [Rol.BEHEERDER, Rol.PROGRAMMAMANAGER, Rol.PROJECTLEIDER])
def test_the_facts_of_two_wijken_stand_side_by_side_by_name(run_page, rol):
    test = run_page("vergelijken.py", rol.value, wijken="molenkwartier,lindenhof")
    assert not test.exception and not test.error
    html = html_of(test).split("wk-vergelijk", 1)[1]
    assert html.index("Lindenhof") < html.index("Molenkwartier")
    for fact in ("Fase", "Dekking", "Balans, 12 maanden", "Belanghebbenden", "Spreiding", "Afspraken te laat"):
        assert f'<th scope="row">{fact}' in html
    assert len(test.get("plotly_chart")) == 4


def test_a_wijk_that_one_may_not_see_is_not_compared_and_leaves_no_trace(run_page):
    test = run_page("vergelijken.py", "projectleider", wijken=f"{TWO},oude-werf")
    everything = html_of(test) + str([box.options for box in test.multiselect]) + str(test.get("plotly_chart"))
    assert "Molenkwartier" in everything and "Oude Werf" not in everything


def test_one_wijk_is_not_enough_and_the_page_says_what_to_do(run_page):
    html = html_of(run_page("vergelijken.py", "programmamanager", wijken="lindenhof,bestaat-niet"))
    assert "Kies hierboven ten minste twee wijken" in html
    assert "Ook in fase 4." in html and "De Rietlanden" in html


def test_who_has_one_wijk_reads_why_there_is_nothing_to_compare(run_page):
    assert "Vergelijken kan vanaf twee wijken" in html_of(run_page("vergelijken.py", "lezer"))
