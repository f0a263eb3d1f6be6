"""The programme, per role: what it says first, what filters what, and that nobody sees another's wijk."""

import re

import pytest

from dashboard.screens.programma import overview
from tests.app.conftest import html_of
from wijkkompas_core.domain.nederlands import MAANDEN
from wijkkompas_core.domain.toegang import Rol

ALL = {
    "De Rietlanden", "Kastanjebuurt", "Kouwenhoek", "Lindenhof", "Molenkwartier",
    "Oude Werf", "Sterrenveld", "Vlietzicht", "Zuiderpoort-Oost",
}  # fmt: skip
URGENT = {"De Rietlanden", "Molenkwartier", "Kastanjebuurt", "Kouwenhoek"}


def everything(test) -> str:
    """All that the page sends: HTML, charts and choices."""
    charts = " ".join(str(chart.proto) for chart in test.get("plotly_chart"))
    return html_of(test) + charts + " ".join(str(box.options) for box in test.selectbox)


def groups(test) -> dict[str, list[str]]:
    """The names in the table of groups, from top to bottom, under the heading of each group."""
    body = html_of(test).split('<div class="wk-groepen"', 1)[1].split("</table>", 1)[0]
    found: dict[str, list[str]] = {}
    for part in body.split('<tr class="wk-groeprij">')[1:]:
        head = re.sub(r"<[^>]+>", "", part.split("</th>", 1)[0]).split(" · ")[0]
        found[head] = re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', part)
    return found


def names(test) -> list[str]:
    return [name for members in groups(test).values() for name in members]


def figures(test):
    """The page with the table of all figures opened."""
    test.session_state["programma_cijfers"] = True
    return test.run()


def table(test) -> list[str]:
    """The names in the table of all figures, from top to bottom."""
    body = html_of(test).split("wk-programma", 1)[1]
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', body)


def cards(test) -> list[str]:
    return re.findall(r"<li><h2><a [^>]*>([^<]*)</a>", html_of(test))


@pytest.mark.parametrize("rol", list(Rol))
def test_everyone_sees_the_lines_of_the_wijken_they_may_see_and_no_trace_of_others(run_page, rol):
    test = figures(run_page("programma.py", rol.value))
    assert not test.exception and not test.error
    shown = set(names(test))
    assert shown == set(table(test))
    assert shown == ALL if rol in (Rol.BEHEERDER, Rol.PROGRAMMAMANAGER) else shown < ALL
    for hidden in ALL - shown:
        assert hidden not in everything(test)


def test_the_title_names_the_wijken_that_ask_for_it_now_and_each_of_three_cards_has_one_thing_to_do(run_page):
    page = run_page("programma.py", "programmamanager")
    title = re.search(r'<h1 class="wk-kopzin"[^>]*>([^<]*)</h1>', html_of(page))
    assert title is not None and re.match(r"De Rietlanden ligt al \d+ dagen stil\. In Molenkwartier en", title[1])
    assert cards(page) == groups(page)["Nu heen"][:3]
    assert html_of(page).count('<p class="wk-daad"><a href="/') == 3


def test_the_wijken_stand_in_three_groups_by_how_urgent_they_are(run_page):
    found = groups(run_page("programma.py", "programmamanager"))
    assert list(found) == ["Nu heen", "Let op", "Op koers"] and set(found["Nu heen"]) == URGENT
    assert {name for members in found.values() for name in members} == ALL


def test_of_a_long_group_the_rest_is_drawn_when_it_is_opened(run_page, monkeypatch):
    whole = groups(run_page("programma.py", "programmamanager"))
    monkeypatch.setattr(overview, "MOST_ROWS", 2)
    page = run_page("programma.py", "programmamanager")
    found = groups(page)
    assert (found["Nu heen"], found["Let op"]) == (whole["Nu heen"][:2], whole["Let op"][:2])
    assert found["Op koers"] == whole["Op koers"]
    ways = re.findall(r'href="([^"]*)"[^>]*>(Nog \d+ wijk(?:en)? tonen)', html_of(page))
    assert [words for _, words in ways] == ["Nog 2 wijken tonen", "Nog 1 wijk tonen"]
    opened = groups(run_page("programma.py", "programmamanager", groepheel="nu_heen"))
    assert opened["Nu heen"] == whole["Nu heen"] and opened["Let op"] == whole["Let op"][:2]
    assert "groepheel=nu_heen" in ways[0][0]


def test_every_wijk_has_twelve_months_or_a_silence_and_a_cell_for_each_aspect(run_page):
    rows = html_of(run_page("programma.py", "programmamanager")).split('<div class="wk-groepen"')[1].split("<tr>")[2:]
    assert len(rows) == 9
    for row in rows:
        months, silent = row.count('data-kies="maand:'), re.search(r'wk-stilblok" style="flex:(\d+)"', row)
        assert months + (int(silent[1]) if silent else 0) == 12
        assert row.count('data-kies="aspect:') == 6


def test_the_address_sorts_groups_and_leaves_out_columns_of_all_figures(run_page):
    test = figures(run_page("programma.py", "programmamanager", sorteer="naam", kolommen="fase,telaat"))
    assert table(test) == sorted(ALL, key=str.casefold)
    body = html_of(test).split("wk-programma", 1)[1]
    assert "Afspraken te laat" in body and "Oordelen" not in body
    grouped = html_of(figures(run_page("programma.py", "programmamanager", groep="fase"))).split("wk-programma", 1)[1]
    heads = re.findall(r'scope="rowgroup">(\d)', grouped)
    assert heads == sorted(heads) and len(set(heads)) == len(heads) > 3


def test_choosing_an_aspect_counts_only_that_marks_it_and_takes_no_wijk_away(run_page):
    view = {"kolommen": "contacten", "sorteer": "naam"}
    whole = figures(run_page("programma.py", "programmamanager", **view))
    test = figures(run_page("programma.py", "programmamanager", **view, aspect="bewoners-doen-mee"))
    counts = [
        [int(n) for n in re.findall(r'<td class="getal">(\d+)</td>', html_of(t).split("wk-programma", 1)[1])]
        for t in (whole, test)
    ]
    assert all(few <= many for many, few in zip(*counts, strict=True)) and sum(counts[1]) < sum(counts[0])
    assert set(names(test)) == ALL and 'data-raster="aspect"' in html_of(test)
    pressed = re.findall(r'data-kies="(\S+)" aria-pressed="true"', html_of(test))
    assert pressed == ["aspect:bewoners-doen-mee"] * 9


def test_what_is_set_stands_in_a_chip_that_takes_it_away(run_page):
    test = run_page("programma.py", "programmamanager", aspect="bewoners-doen-mee", sorteer="naam")
    chip = re.search(r'<a class="wk-filterchip" href="([^"]*)"[^>]*><span dir="auto">([^<]*)</span>', html_of(test))
    assert chip is not None and chip[1] == "?sorteer=naam"
    assert re.fullmatch(r"Aspect: Bewoners, \d+ contactmomenten", chip[2])
    assert "wk-filterchip" not in html_of(run_page("programma.py", "programmamanager"))


def test_a_wijk_and_a_month_can_be_chosen_in_the_filters(run_page):
    test = run_page("programma.py", "programmamanager")
    next(box for box in test.selectbox if box.label == "Wijk").set_value("lindenhof").run()
    assert names(test) == ["Lindenhof"] and test.query_params["alleen"] == "lindenhof"
    month = next(box for box in test.selectbox if box.label == "Maand")
    month.set_value(month_keys(month)[1]).run()
    assert names(test) == ["Lindenhof"] and "maand" in test.query_params


def month_keys(box) -> list[str]:
    """The keys behind the names of the months, oldest first."""
    found = [option.split() for option in box.options if option != "Alle"]
    return [f"{year}-{MAANDEN.index(name) + 1:02d}" for name, year in found]


def test_nonsense_in_the_address_means_everything(run_page):
    test = run_page(
        "programma.py", "programmamanager", fase="x", alleen="<b>", aspect="y", maand="2020-99", sorteer="z", blad="-1",
        groep="q", kolommen="onzin", gebied="nergens", opkoers="?", groepheel="?",
    )  # fmt: skip
    assert not test.exception and set(names(test)) == ALL


def test_a_filter_that_nothing_fits_says_what_to_do(run_page):
    test = run_page("programma.py", "programmamanager", alleen="lindenhof", fase="uitvoering")
    assert "Geen wijk past bij deze filters" in html_of(test)
    assert html_of(test).count('class="wk-filterchip"') == 2


def test_while_looking_back_nothing_is_said_of_an_earlier_visit(run_page):
    assert "vorige bezoek" not in html_of(run_page("programma.py", "programmamanager", peildatum="2026-01-31"))
