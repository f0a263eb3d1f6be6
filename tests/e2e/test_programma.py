"""The programme in the browser: where a programmamanager lands, a click in a grid, and the way to a wijk."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, text

from benchmarks.gegevens import ACCOUNT
from benchmarks.programmagegevens import ZESTIG, make_programme
from tests.e2e.conftest import sideways, stands_still

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36"


def click_square(page, grid: int, number: int) -> None:
    """Click a square of a grid where it is drawn, once the page stands still."""
    chart = page.locator(".js-plotly-plot").nth(grid)
    chart.scroll_into_view_if_needed()
    stands_still(page)
    chart.locator("path.point").nth(number).click(force=True)  # plotly catches clicks in a layer above the squares


@pytest.fixture(scope="module")
def sixty(serve, tmp_path_factory):
    """A server with sixty wijken of ten years, and the address of its database."""
    url = f"sqlite:///{tmp_path_factory.mktemp('zestig') / 'zestig.db'}"
    make_programme(url, ZESTIG, ACCOUNT)
    return serve(url), url


def test_a_programmamanager_lands_on_the_programme_and_a_click_in_a_grid_filters_the_rest(
    demo_server, demo_wachtwoord, page, log_in
):
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord, "/inloggen")
    expect(page).to_have_url(re.compile("/programma"))
    rows = page.locator(".wk-programma tbody tr")
    expect(rows).to_have_count(9)
    third = rows.nth(2).locator("a").inner_text()
    click_square(page, 0, 2 * 6)
    expect(page).to_have_url(re.compile("alleen=.*aspect=bewoners-doen-mee"))
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text(third)
    click_square(page, 1, 3)
    expect(page).to_have_url(re.compile(r"maand=\d{4}-\d\d"))
    page.get_by_role("button", name="Wis filters").click()
    expect(page).not_to_have_url(re.compile("alleen|aspect|maand"))
    expect(rows).to_have_count(9)
    page.go_back()
    expect(rows).to_have_count(1)
    rows.first.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Mijn wijk")).to_be_visible()
    expect(page.get_by_role("combobox", name="Wijk", exact=True)).to_have_value(third)


def test_on_a_phone_the_programme_fits_and_a_lezer_sees_only_its_own_wijk(
    demo_server, demo_wachtwoord, new_context, log_in
):
    page = new_context(viewport={"width": 390, "height": 844}, user_agent=PHONE).new_page()
    log_in(page, demo_server.url, "lezer", demo_wachtwoord, "/programma")
    expect(page.locator(".wk-programma tbody tr")).to_have_count(1)
    assert sideways(page) == 0
    expect(page.locator("body")).not_to_contain_text("Molenkwartier")


def test_with_sixty_wijken_a_programmamanager_sees_where_to_go_and_finds_any_wijk(sixty, page, log_in):
    server, url = sixty
    log_in(page, server.url, ACCOUNT.naam, ACCOUNT.wachtwoord, "/inloggen")
    expect(page).to_have_url(re.compile("/programma"))
    expect(page.locator(".wk-aandacht > li")).to_have_count(5)
    page.get_by_role("button", name=re.compile(r"Toon meer \(\d+\)")).click()
    expect(page.locator(".wk-aandacht > li").nth(20)).to_be_visible()

    sort = page.get_by_role("combobox", name="Sorteer op")
    sort.scroll_into_view_if_needed()
    stands_still(page)
    sort.click()
    page.get_by_role("option", name="Naam").click()
    rows, names = page.locator(".wk-programma tbody tr"), page.locator(".wk-programma tbody th")
    with create_engine(url).connect() as connection:
        wijken = list(connection.execute(text("SELECT naam FROM wijk ORDER BY naam")).scalars())
        dates = connection.execute(
            text("SELECT c.datum FROM contactmoment c JOIN wijk w ON w.id = c.wijk_id WHERE w.naam = :naam"),
            {"naam": wijken[51]},
        )
        days = [date.fromisoformat(day) for (day,) in dates]
    assert len(wijken) == 60
    for part in (1, 2, 3):
        expect(page.get_by_text(f"bladzijde {part} van 3")).to_be_visible()
        expect(names).to_contain_text(wijken[25 * (part - 1) : 25 * part])
        if part < 3:
            page.get_by_role("button", name="Volgende").click()

    page.reload()
    expect(names).to_contain_text(wijken[50:])
    expect(rows.nth(1)).to_contain_text(f"{max(days):%d-%m-%Y}")

    click_square(page, 0, 6)
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text(wijken[51])
    page.get_by_role("button", name="Wis filters").click()
    expect(page.get_by_text("bladzijde 1 van 3")).to_be_visible()


def test_with_sixty_wijken_the_programme_fits_on_a_phone(sixty, new_context, log_in):
    page = new_context(viewport={"width": 390, "height": 844}, user_agent=PHONE).new_page()
    log_in(page, sixty[0].url, ACCOUNT.naam, ACCOUNT.wachtwoord, "/programma")
    expect(page.locator(".wk-programma tbody tr")).to_have_count(25)
    expect(page.locator(".js-plotly-plot")).to_have_count(2)
    assert sideways(page) == 0
