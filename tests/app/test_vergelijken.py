"""Wijken side by side on the screen."""

import json
import re
from html import unescape

import pytest
from sqlalchemy import select

from tests.app.conftest import html_of
from wijkkompas_core.domain.toegang import Rol
from wijkkompas_core.storage.tables import BelanghebbendeRow, BelanghebbendeTypeRow, WijkRow

TWO = "lindenhof,molenkwartier"


@pytest.mark.parametrize("rol", [Rol.BEHEERDER, Rol.PROGRAMMAMANAGER, Rol.PROJECTLEIDER])
def test_the_facts_of_two_wijken_stand_side_by_side_by_name(run_page, rol):
    test = run_page("vergelijken.py", rol.value, wijken="molenkwartier,lindenhof")
    assert not test.exception and not test.error
    html = html_of(test).split("wk-vergelijk", 1)[1]
    assert html.index("Lindenhof") < html.index("Molenkwartier")
    for fact in ("Fase", "Dekking", "Balans, 12 maanden", "Signalen"):
        assert f'scope="row">{fact}' in html
    assert len(test.get("plotly_chart")) == 3
    balance = re.findall("<td[^>]*>(.*?)</td>", html.split('scope="row">Balans, 12 maanden')[1].split("</tr>")[0])
    assert balance == ["6 van 10 over techniek", "9 van 10 over techniek"]


def rows_of(html: str, table: str) -> dict[str, list[str]]:
    """The rows of a table by their name."""
    body = html.split(f'aria-label="{table}"')[1].split("</table>")[0]
    found = re.findall(r'<th[^>]* scope="row">(.*?)</th>(.*?)</tr>', body)
    return {unescape(name): re.findall("<td[^>]*>(.*?)</td>", row) for name, row in found}


def test_only_what_differs_is_shown_and_what_is_alike_is_named_until_asked_for(run_page):
    test = run_page("vergelijken.py", "programmamanager", wijken=TWO)
    html = html_of(test)
    shown = {name: rows_of(html, name) for name in ("Wijken naast elkaar", "Belanghebbenden naast elkaar")}
    assert all(len(set(cells)) > 1 for rows in shown.values() for cells in rows.values())
    (switch,) = [one for one in test.toggle if one.label == "Toon ook wat gelijk is"]
    html_all = html_of(switch.set_value(True).run())
    for name, rows in shown.items():
        everything = rows_of(html_all, name)
        alike = {fact: cells for fact, cells in everything.items() if len(set(cells)) == 1}
        assert alike and rows == {fact: cells for fact, cells in everything.items() if fact not in alike}
        for fact, cells in alike.items():
            assert f"{fact[:1].lower()}{fact[1:]} ({cells[0]})" in unescape(html)
    assert "In al deze wijken gelijk" in html and "In al deze wijken gelijk" not in html_all


def test_the_vakken_of_every_wijk_are_a_grid_that_leads_to_its_kompas(run_page):
    html = html_of(run_page("vergelijken.py", "programmamanager", wijken=TWO))
    assert html.count('<div class="wk-vakraster"') == 2
    for slug in TWO.split(","):
        assert len(re.findall(rf'href="/kompas\?wijk={slug}&amp;selectie=[^"]+" target="_self" data-kies=', html)) == 36
    assert re.search(r"\d+ van \d+ vakken hebben contact; in fase 4 zijn er \d stil", html)


def test_without_a_choice_the_wijken_in_the_same_fase_are_one_click_each(run_page, demo_database):
    html = html_of(run_page("vergelijken.py", "programmamanager"))
    links = re.findall(r'<li><a href="/vergelijken\?wijken=([^"]+)" target="_self"><strong>Fase (\d)', html)
    assert len(links) >= 2
    for slugs, fase in links:
        together = unescape(slugs).replace("%2C", ",")
        assert 2 <= len(together.split(",")) <= 6
        shown = html_of(run_page("vergelijken.py", "programmamanager", wijken=together))
        heads = re.findall(r"Fase (\d) [^<]*, loopt nu", shown)
        assert heads.count(fase) == len(together.split(","))
        assert "Wijken in dezelfde fase" not in shown


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


def everything(test) -> str:
    drawn = "".join(element.proto.spec + str(element.proto) for element in test.get("plotly_chart"))
    return html_of(test) + drawn + str([list(box.options) for box in test.selectbox])


@pytest.mark.parametrize("number", [2, 6])
def test_the_belanghebbenden_per_type_are_what_the_registers_hold(run_page, demo_database, number):
    with demo_database.reading() as session:
        wijken = session.execute(select(WijkRow.id, WijkRow.slug).order_by(WijkRow.naam).limit(number)).all()
        parties = session.execute(
            select(BelanghebbendeRow.wijk_id, BelanghebbendeTypeRow.naam, BelanghebbendeRow.aan_tafel)
            .join(BelanghebbendeTypeRow, BelanghebbendeTypeRow.slug == BelanghebbendeRow.type)
            .where(BelanghebbendeRow.hoofd_id.is_(None))
        ).all()
    test = run_page("vergelijken.py", "programmamanager", wijken=",".join(slug for _, slug in wijken))
    assert not test.exception
    test = next(one for one in test.toggle if one.label == "Toon ook wat gelijk is").set_value(True).run()
    cells = rows_of(html_of(test), "Belanghebbenden naast elkaar")
    assert cells["In het register"] == [str(sum(w == key for w, _, _ in parties)) for key, _ in wijken]
    for naam in {naam for w, naam, _ in parties if w in {key for key, _ in wijken}}:
        for (key, _), cell in zip(wijken, cells[naam], strict=True):
            seats = [at for w, n, at in parties if (w, n) == (key, naam)]
            away = seats.count(False)
            tail = ", nog niet aan tafel" if away == len(seats) else f", van wie {away} nog niet"
            expected = f"{len(seats)}{tail if away else ''}"
            assert cell == (expected if seats else "–")


def test_the_same_fase_elsewhere_is_a_band_of_the_other_wijken_and_a_table(run_page):
    test = run_page("vergelijken.py", "programmamanager", wijken="lindenhof", fase="karakteriseren")
    assert not test.exception
    shown = everything(test)
    assert "Lindenhof had na" in shown and "7 andere wijken in deze fase geweest" in shown
    figure = json.loads(test.get("plotly_chart")[-1].proto.spec)
    assert "andere wijken" in {trace["name"] for trace in figure["data"]}
    test.session_state["zelfde_fase_tabel"] = True
    table = html_of(test.run())
    assert "Vakken bij anderen" in table and "(7 wijken)" in table


def test_who_sees_two_wijken_finds_only_those_in_the_curves_and_dots_instead_of_a_band(run_page, demo_database):
    test = run_page("vergelijken.py", "projectleider", wijken=TWO, fase="karakteriseren", fasewijk="lindenhof")
    shown = everything(test)
    figure = json.loads(test.get("plotly_chart")[-1].proto.spec)
    assert {trace["name"] for trace in figure["data"]} == {"andere wijken apart", "Lindenhof"}
    assert "Molenkwartier" in shown and "1 andere wijk in deze fase geweest" in shown
    with demo_database.reading() as session:
        others = session.scalars(select(WijkRow.naam).where(WijkRow.slug.not_in(TWO.split(",")))).all()
    assert others and not [naam for naam in others if naam in shown]


def test_an_address_that_makes_no_sense_means_the_last_fase_of_the_first_wijk(run_page):
    test = run_page("vergelijken.py", "programmamanager", wijken="lindenhof", fase="<b>", fasewijk="nergens")
    assert not test.exception and "Keuzes maken" in str([box.value for box in test.selectbox]) + html_of(test)


def test_the_start_page_of_a_wijk_leads_there_for_who_sees_more_wijken_than_one(run_page):
    link = "Andere wijken in deze fase"
    assert "/vergelijken?wijken=lindenhof&amp;fase=keuzes-maken" in html_of(
        run_page("wijk.py", "projectleider", wijk="lindenhof")
    )
    assert link not in html_of(run_page("wijk.py", "lezer"))
