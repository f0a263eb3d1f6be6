"""The balance of the programme in the browser: look, set a band, see what it says, take it back."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import SHAPES, violations


def ready(page):
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()


def test_a_programmamanager_sets_a_band_sees_who_lags_behind_and_takes_it_back(
    demo_server, demo_wachtwoord, page, log_in
):
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord, "/programmabalans")
    expect(page.get_by_role("heading", name=re.compile("In hun huidige fase: .*van 9"))).to_be_visible()
    expect(page.locator(".js-plotly-plot").first).to_contain_text("Molenkwartier")
    ready(page)
    fase = page.get_by_role("combobox", name=re.compile("Bekijk een fase"))
    fase.scroll_into_view_if_needed()  # a list closes when the page scrolls under it
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    fase.press("ArrowDown")
    fase.fill("Strategie")
    page.get_by_role("option", name=re.compile("Strategie")).click()
    expect(page).to_have_url(re.compile("band=strategieen"))
    page.get_by_label("Ondergrens").fill("-0.3")
    page.get_by_label("Bovengrens").fill("0.3")
    page.get_by_label("Bovengrens").press("Tab")
    expect(page.get_by_text(re.compile("Zo wordt het als je opslaat"))).to_be_visible()
    page.get_by_label("Waarom deze band?").fill("Proef voor dit kwartaal.")
    page.get_by_role("button", name="Band opslaan").click()
    bar = page.locator(".st-key-wk-gedaan")
    expect(bar).to_contain_text("de band van fase Strategieën identificeren")
    expect(page.locator(".wk-banden")).to_contain_text("Sociaal loopt achter")
    expect(page.get_by_role("cell", name="Proef voor dit kwartaal.").first).to_be_visible()

    page.get_by_text("Over elkaar", exact=True).click()
    expect(page.locator(".js-plotly-plot").first).to_contain_text("dagen sinds de start van de fase")
    expect(page).to_have_url(re.compile("beeld=over"))
    page.locator(".wk-banden").get_by_role("link", name="Molenkwartier").click()
    expect(page.locator(".wk-bandzinnen")).to_contain_text("Sociaal loopt achter")

    page.goto(demo_server.url + "/programmabalans?band=strategieen-identificeren")
    page.get_by_label("Waarom deze band?").fill("De proef is klaar.")
    page.get_by_role("button", name="Band weghalen").click()
    expect(bar).to_contain_text("geen band meer")
    expect(page.get_by_role("cell", name="weggehaald")).to_be_visible()
    expect(page.locator(".wk-banden")).to_have_count(0)


def test_a_click_on_a_line_chooses_its_wijk(demo_server, demo_wachtwoord, page, log_in):
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord, "/programmabalans?beeld=over")
    chart = page.locator(".js-plotly-plot").first
    expect(chart).to_contain_text("dagen sinds de start van de fase")
    ready(page)
    chart.locator(".scatterlayer .trace .point").last.click(force=True)
    expect(page).to_have_url(re.compile("wijk=[a-z-]+"))
    expect(chart.locator(".annotation b, .annotation tspan").last).to_be_visible()


@pytest.mark.parametrize("shape", SHAPES)
def test_the_form_and_the_laid_over_lines_have_no_serious_violation(
    demo_server, demo_wachtwoord, new_context, log_in, shape
):
    width, height, scheme = SHAPES[shape]
    page = new_context(viewport={"width": width, "height": height}, color_scheme=scheme).new_page()
    log_in(
        page, demo_server.url, "programmamanager", demo_wachtwoord, "/programmabalans?beeld=over&band=karakteriseren"
    )
    expect(page.get_by_role("button", name="Band opslaan")).to_be_visible()
    ready(page)
    assert violations(page) == []
    page.goto(demo_server.url + "/programmabalans")
    expect(page.locator(".js-plotly-plot").first).to_contain_text("Lindenhof")
    ready(page)
    assert violations(page) == []
