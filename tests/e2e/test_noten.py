"""A noot in the browser: written under a chart, seen in it, taken back; and nothing a screen reader stumbles over."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import SHAPES, violations

WORDS = "Proef met de wijkbus"


def ready(page):
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()


def test_a_teamlid_writes_a_noot_finds_it_in_the_chart_and_in_the_logboek_and_takes_it_back(
    demo_server, demo_wachtwoord, page, log_in
):
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/balans?wijk=lindenhof")
    chart = page.locator(".js-plotly-plot").first
    expect(chart).to_contain_text("Bewonerscollectief")
    page.get_by_text("noot toevoegen").click()
    field = page.get_by_label("Wat gebeurde er?")
    expect(field).to_be_visible()
    ready(page)
    field.fill(WORDS)
    field.press("Tab")
    ready(page)
    page.get_by_role("button", name="Noot toevoegen", exact=True).click()
    bar = page.locator(".st-key-wk-gedaan")
    expect(bar).to_contain_text("staat in de grafieken")
    ready(page)
    expect(page.locator(".wk-noten")).to_contain_text(WORDS)
    expect(chart.locator(".annotation", has_text=WORDS)).to_be_visible()
    ready(page)
    bar.get_by_role("button", name="Ongedaan maken").click()
    expect(bar).to_have_count(0)
    ready(page)
    expect(page.locator(".wk-noten")).not_to_contain_text(WORDS)

    page.goto(demo_server.url + "/logboek?wijk=lindenhof&soort=noot")
    page.get_by_role("link", name=re.compile("Winkeliers van de Schorsweg")).click()
    expect(page.get_by_role("link", name="Naar de balans")).to_be_visible()


@pytest.mark.parametrize("shape", SHAPES)
def test_the_list_and_the_form_have_no_serious_violation(demo_server, demo_wachtwoord, new_context, log_in, shape):
    width, height, scheme = SHAPES[shape]
    page = new_context(viewport={"width": width, "height": height}, color_scheme=scheme).new_page()
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord, "/balans?wijk=oude-werf")
    page.get_by_text("noot toevoegen").click()
    expect(page.get_by_label("Wat gebeurde er?")).to_be_visible()
    ready(page)
    assert violations(page) == []
