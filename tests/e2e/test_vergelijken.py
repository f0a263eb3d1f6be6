"""From a wijk to the other wijken in its fase, in the browser."""

import re

from playwright.sync_api import expect


def ready(page):
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()


def test_from_a_wijk_to_the_others_in_its_fase_and_to_another_fase(demo_server, demo_wachtwoord, page, log_in):
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord, "/wijk?wijk=lindenhof")
    page.get_by_role("link", name="Andere wijken in deze fase").click()
    expect(page).to_have_url(re.compile(r"/vergelijken\?wijken=lindenhof&fase=keuzes-maken"))
    expect(page.get_by_role("heading", name=re.compile("Lindenhof had na .* Keuzes maken"))).to_be_visible()
    chart = page.locator(".js-plotly-plot").last
    expect(chart).to_contain_text("dagen sinds de start van de fase")
    ready(page)
    fase = page.get_by_role("combobox", name="Welke fase?")
    fase.scroll_into_view_if_needed()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    fase.press("ArrowDown")
    fase.fill("Karakt")
    page.get_by_role("option", name=re.compile("Karakteriseren")).click()
    expect(page.get_by_role("heading", name=re.compile("Lindenhof had na .* Karakteriseren"))).to_be_visible()
    expect(page).to_have_url(re.compile("fase=karakteriseren"))
