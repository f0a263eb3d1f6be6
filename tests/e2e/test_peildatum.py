"""Looking back in the browser: choose a day, see other figures, keep it through the menu, and return to today."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from wijkkompas_core.domain.tijd import today

DAY = today() - timedelta(days=400)


def settled(page: Page) -> None:
    """Wait until the run is over."""
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()


def test_a_programmamanager_looks_back_takes_the_day_along_and_returns(demo_server, demo_wachtwoord, page, log_in):
    page.set_default_timeout(30_000)
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord, "/programma")
    row = page.locator(".wk-groepen tbody tr").filter(has_text="Lindenhof")
    expect(row).to_be_visible()
    now = row.inner_text()
    page.get_by_role("button", name="Peildatum: vandaag").click()
    field = page.get_by_test_id("stDateInput").filter(has_text="Peildatum")
    field.get_by_role("spinbutton").first.click()
    page.keyboard.type(f"{DAY:%d%m%Y}")
    page.locator("h1").click()  # what is typed counts once the field is left
    expect(page).to_have_url(re.compile(f"peildatum={DAY}"))
    banner = page.get_by_text("Je kijkt naar wat op")
    expect(banner).to_contain_text(f"{DAY:%d-%m-%Y}")
    settled(page)
    expect(row).to_be_visible()
    assert row.inner_text() != now

    page.get_by_role("link", name="Kompas", exact=True).click()
    expect(page).to_have_url(re.compile(f"/kompas.*peildatum={DAY}"))
    expect(banner).to_be_visible()
    expect(page.locator(".wk-feiten")).to_contain_text(f"{DAY:%d-%m-%Y}")
    expect(page.get_by_role("button", name="Vastleggen", exact=True)).to_have_count(0)

    page.get_by_role("button", name="Terug naar vandaag").click()
    expect(banner).to_have_count(0)
    expect(page).not_to_have_url(re.compile("peildatum"))
    expect(page.locator(".wk-feiten")).to_contain_text(f"{today():%d-%m-%Y}")
    page.get_by_role("link", name="Programma", exact=True).click()
    expect(page).to_have_url(re.compile("/programma$"))
    expect(row).to_be_visible()
    settled(page)
    assert row.inner_text() == now
