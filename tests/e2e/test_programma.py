"""The programme in the browser: where a programmamanager lands, a click in a grid, and the way to a wijk."""

import re

from playwright.sync_api import expect


def click_square(page, grid: int, number: int) -> None:
    """Click a square of a grid where it is drawn, once the page stands still."""
    chart = page.locator(".js-plotly-plot").nth(grid)
    chart.scroll_into_view_if_needed()
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    chart.locator("path.point").nth(number).click(force=True)  # plotly catches clicks in a layer above the squares


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
    page = new_context(
        viewport={"width": 390, "height": 844},
        user_agent="Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36",
    ).new_page()
    log_in(page, demo_server.url, "lezer", demo_wachtwoord, "/programma")
    expect(page.locator(".wk-programma tbody tr")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator("body")).not_to_contain_text("Molenkwartier")
