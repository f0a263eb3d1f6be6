"""The programme, per role: what comes first, what filters what, and that nobody sees another's wijk."""

import re

import pytest

from tests.app.conftest import html_of
from wijkkompas_core.domain.nederlands import MAANDEN
from wijkkompas_core.domain.toegang import Rol

ALL = {
    "De Rietlanden", "Kastanjebuurt", "Kouwenhoek", "Lindenhof", "Molenkwartier",
    "Oude Werf", "Sterrenveld", "Vlietzicht", "Zuiderpoort-Oost",
}  # fmt: skip


def everything(test) -> str:
    """All that the page sends: HTML, charts and choices."""
    charts = " ".join(str(chart.proto) for chart in test.get("plotly_chart"))
    return html_of(test) + charts + " ".join(str(box.options) for box in test.selectbox)


def table(test) -> list[str]:
    """The names in the table, from top to bottom."""
    body = html_of(test).split("wk-programma", 1)[1]
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', body)


def attention(test) -> list[str]:
    return re.findall(r"<strong>([^<]*)</strong></a>", html_of(test).split("Wijken op")[0])


@pytest.mark.parametrize("rol", list(Rol))
def test_everyone_sees_the_lines_of_the_wijken_they_may_see_and_no_trace_of_others(run_page, rol):
    test = run_page("programma.py", rol.value)
    assert not test.exception and not test.error
    shown = set(table(test))
    assert shown == ALL if rol in (Rol.BEHEERDER, Rol.PROGRAMMAMANAGER) else shown < ALL
    for hidden in ALL - shown:
        assert hidden not in everything(test)


def test_the_heaviest_signals_come_first_five_until_more_are_asked(run_page):
    test = run_page("programma.py", "programmamanager")
    assert len(attention(test)) == 5 and attention(test) == table(test)[:5]
    next(b for b in test.button if b.label.startswith("Toon meer (4)")).click().run()
    assert len(attention(test)) == 9


def test_the_address_sorts_groups_and_leaves_out_columns(run_page):
    test = run_page("programma.py", "programmamanager", sorteer="naam", kolommen="fase,telaat")
    assert table(test) == sorted(ALL, key=str.casefold)
    assert "Afspraken te laat" in html_of(test) and "Oordelen" not in html_of(test)
    grouped = html_of(run_page("programma.py", "programmamanager", groep="fase"))
    heads = re.findall(r'scope="rowgroup">(\d)', grouped)
    assert heads == sorted(heads) and len(set(heads)) == len(heads) > 3


def test_choosing_an_aspect_filters_signals_and_counts_and_everything_can_be_cleared(run_page):
    whole = run_page("programma.py", "programmamanager", kolommen="contacten", sorteer="naam")
    test = run_page(
        "programma.py", "programmamanager", kolommen="contacten", sorteer="naam", aspect="bewoners-doen-mee"
    )
    counts = [[int(n) for n in re.findall(r'<td class="getal">(\d+)</td>', html_of(t))] for t in (whole, test)]
    assert all(few <= many for many, few in zip(*counts, strict=True)) and sum(counts[1]) < sum(counts[0])
    next(b for b in test.button if b.label == "Wis filters").click().run()
    assert "aspect" not in test.query_params and test.query_params["sorteer"] == "naam"


def test_a_wijk_and_a_month_can_be_chosen_without_a_click_in_a_chart(run_page):
    test = run_page("programma.py", "programmamanager")
    next(box for box in test.selectbox if box.label == "Wijk").set_value("lindenhof").run()
    assert table(test) == ["Lindenhof"] and test.query_params["alleen"] == "lindenhof"
    month = next(box for box in test.selectbox if box.label == "Maand")
    month.set_value(month_keys(month)[1]).run()
    assert table(test) == ["Lindenhof"] and "maand" in test.query_params


def month_keys(box) -> list[str]:
    """The keys behind the names of the months, oldest first."""
    names = [option.split() for option in box.options if option != "Alle"]
    return [f"{year}-{MAANDEN.index(name) + 1:02d}" for name, year in names]


def test_nonsense_in_the_address_means_everything(run_page):
    test = run_page(
        "programma.py", "programmamanager", fase="x", alleen="<b>", aspect="y", maand="2020-99", sorteer="z", blad="-1",
        groep="q", kolommen="onzin", gebied="nergens",
    )  # fmt: skip
    assert not test.exception and set(table(test)) == ALL


def test_a_filter_that_nothing_fits_says_what_to_do(run_page):
    test = run_page("programma.py", "programmamanager", alleen="lindenhof", fase="uitvoering")
    assert "Geen wijk past bij deze filters" in html_of(test)
    assert any(b.label == "Wis filters" for b in test.button)
