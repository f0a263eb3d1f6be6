"""The programme in the browser: what stands on the first screen, what a choice does, and the way to a wijk."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, text

from benchmarks.gegevens import ACCOUNT
from benchmarks.programmagegevens import ZESTIG, make_programme
from tests.e2e.conftest import sideways, stands_still

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36"


ROWS = ".wk-groepen tbody tr:not(.wk-groeprij)"
SEEN = """(rows) => rows.filter((row) => row.getBoundingClientRect().bottom <= window.innerHeight).length"""


def open_figures(page) -> None:
    """Unfold the table of all figures."""
    page.get_by_text("Alle cijfers per wijk").click()
    expect(page.locator(".wk-programma")).to_be_visible()


@pytest.fixture(scope="module")
def sixty(serve, tmp_path_factory):
    """A server with sixty wijken of ten years, and the address of its database."""
    url = f"sqlite:///{tmp_path_factory.mktemp('zestig') / 'zestig.db'}"
    make_programme(url, ZESTIG, ACCOUNT)
    return serve(url), url


def test_a_programmamanager_lands_on_the_programme_with_all_nine_wijken_on_the_first_screen(
    demo_server, demo_wachtwoord, page, log_in
):
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord, "/inloggen")
    expect(page).to_have_url(re.compile("/programma"))
    expect(page.locator(ROWS)).to_have_count(9)
    stands_still(page)
    assert page.locator(ROWS).evaluate_all(SEEN) == 9
    first = page.locator(".wk-nukaarten > li").first.bounding_box()
    assert first is not None and first["y"] <= 180  # the headline of today takes two lines


def test_a_choice_in_the_grid_stands_out_takes_no_wijk_away_and_can_be_taken_back(
    demo_server, demo_wachtwoord, page, log_in
):
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord, "/programma")
    rows = page.locator(ROWS)
    rows.nth(2).locator('[data-kies="aspect:bewoners-doen-mee"]').click()
    expect(page).to_have_url(re.compile("aspect=bewoners-doen-mee"))
    chip = page.locator(".wk-filterchip")
    expect(chip).to_contain_text("Aspect: Bewoners")
    expect(rows).to_have_count(9)
    expect(page.locator('[data-kies="aspect:bewoners-doen-mee"][aria-pressed="true"]')).to_have_count(9)
    rows.nth(4).locator('[data-kies^="maand:"]').first.click()
    expect(page).to_have_url(re.compile(r"maand=\d{4}-\d\d"))
    expect(page).not_to_have_url(re.compile("aspect="))
    expect(page.get_by_role("button", name="Filters (1)")).to_be_visible()
    chip.click()
    expect(page).not_to_have_url(re.compile("maand="))
    expect(page.locator('[aria-pressed="true"][data-kies]')).to_have_count(0)
    page.go_back()
    expect(chip).to_contain_text("Maand:")


def test_arrow_keys_walk_through_the_grid_and_enter_chooses_and_stays(demo_server, demo_wachtwoord, page, log_in):
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord, "/programma")
    page.locator(ROWS).nth(4).get_by_role("link").focus()
    for _ in range(13):
        page.keyboard.press("ArrowRight")
    focused = page.evaluate("() => document.activeElement.dataset.kies")
    assert focused == "aspect:bewoners-doen-mee"
    page.keyboard.press("Enter")
    expect(page.locator(".wk-filterchip")).to_contain_text("Aspect: Bewoners")
    stands_still(page)
    assert page.evaluate("() => document.activeElement.dataset.kies") == focused


def test_a_row_opens_its_wijk(demo_server, demo_wachtwoord, page, log_in):
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord, "/programma")
    row = page.locator(ROWS).nth(5)
    name = row.get_by_role("link").inner_text()
    row.locator(".wk-waarom").click(force=True)  # the link of the row lies over it
    expect(page).to_have_url(re.compile("/wijk"))
    expect(page.get_by_role("combobox", name="Wijk", exact=True)).to_have_value(name)


def test_on_a_phone_four_wijken_stand_on_the_first_screen(demo_server, demo_wachtwoord, new_context, log_in):
    page = new_context(viewport={"width": 390, "height": 844}, user_agent=PHONE).new_page()
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord, "/programma")
    rows = page.locator(ROWS)
    expect(rows).to_have_count(9)
    stands_still(page)
    tops = rows.evaluate_all("(rows) => rows.map((row) => row.querySelector('.wk-waarom').getBoundingClientRect().top)")
    assert sum(top < 844 for top in tops) >= 4 and sideways(page) == 0


def test_on_a_phone_the_programme_fits_and_a_lezer_sees_only_its_own_wijk(
    demo_server, demo_wachtwoord, new_context, log_in
):
    page = new_context(viewport={"width": 390, "height": 844}, user_agent=PHONE).new_page()
    log_in(page, demo_server.url, "lezer", demo_wachtwoord, "/programma")
    expect(page.locator(ROWS)).to_have_count(1)
    assert sideways(page) == 0
    expect(page.locator("body")).not_to_contain_text("Molenkwartier")


def test_with_sixty_wijken_a_programmamanager_sees_where_to_go_and_finds_any_wijk(sixty, page, log_in):
    server, url = sixty
    log_in(page, server.url, ACCOUNT.naam, ACCOUNT.wachtwoord, "/inloggen")
    expect(page).to_have_url(re.compile("/programma"))
    expect(page.locator(".wk-groeprij").last).to_contain_text("Op koers")
    urgent = page.locator(ROWS).count()
    assert 0 < urgent < 60
    page.locator(".wk-groeprij").last.get_by_role("link", name="tonen").click()
    expect(page.locator(ROWS)).to_have_count(60)

    open_figures(page)
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
    expect(rows.nth(1)).to_contain_text(f"{max(days):%d-%m-%Y}")


def test_with_sixty_wijken_the_programme_fits_on_a_phone(sixty, new_context, log_in):
    page = new_context(viewport={"width": 390, "height": 844}, user_agent=PHONE).new_page()
    log_in(page, sixty[0].url, ACCOUNT.naam, ACCOUNT.wachtwoord, "/programma")
    expect(page.locator(ROWS).first).to_be_visible()
    assert sideways(page) == 0
