"""Voortgang in the browser: a projectleider steers the wijk, a lezer looks on."""

import re

from playwright.sync_api import expect


def bar(page):
    return page.locator(".st-key-wk-gedaan")


def undo(page):
    bar(page).get_by_role("button", name="Ongedaan maken").click()
    expect(bar(page)).to_have_count(0)


def test_a_projectleider_opens_a_fase_again_judges_and_counts_and_takes_it_all_back(
    demo_server, demo_wachtwoord, page, log_in
):
    log_in(page, demo_server.url, "projectleider", demo_wachtwoord, "/voortgang?wijk=molenkwartier")
    expect(page.get_by_role("heading", name=re.compile("Nu loopt fase"))).to_be_visible()
    page.get_by_role("radio", name="Fasen en mijlpalen").or_(page.get_by_text("Fasen en mijlpalen")).first.click()
    page.get_by_text("1. Starten", exact=True).click()
    page.get_by_text("Heropenen", exact=True).click()
    expect(page.get_by_text("Dit is een stap terug")).to_be_visible()
    page.get_by_role("button", name="Fase openen").click()
    expect(bar(page)).to_contain_text("is open vanaf")
    expect(page.get_by_role("cell", name=re.compile("loopt nu, heropend, stap terug"))).to_be_visible()
    page.get_by_text("Tijdlijn", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("stap terug"))).to_be_visible()
    undo(page)
    expect(page.get_by_role("heading", name=re.compile("stap terug"))).to_have_count(0)

    page.get_by_text("Oordelen", exact=True).click()
    page.get_by_role("radiogroup", name="Inhoud").get_by_text("Rood").click()
    page.get_by_label(re.compile("Inhoud.*Waarom|Waarom.*inhoud", re.IGNORECASE)).fill("De bron blijkt te klein.")
    page.get_by_role("button", name="Oordelen vastleggen").click()
    expect(bar(page)).to_be_visible()
    expect(page.locator(".wk-kaart").first).to_contain_text("De bron blijkt te klein.")
    undo(page)
    expect(page.locator(".wk-kaart").first).not_to_contain_text("De bron blijkt te klein.")


def test_a_lezer_sees_the_voortgang_of_its_wijk_and_nothing_to_change_it(demo_server, demo_wachtwoord, page, log_in):
    log_in(page, demo_server.url, "lezer", demo_wachtwoord, "/voortgang?wijk=vlietzicht")
    for view in ("Tijdlijn", "Fasen en mijlpalen", "Knooppunten", "Oordelen", "Cijfers"):
        page.get_by_text(view, exact=True).click()
        expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()
        expect(page.locator(".wk-tabel, .wk-kaart, .wk-legenda, .js-plotly-plot").first).to_be_visible()
        main = page.locator('[data-testid="stMain"]')
        for name in ("vastleggen", "opslaan", "Openen", "toevoegen", "weghalen"):
            expect(main.locator(".stButton").get_by_role("button", name=re.compile(name))).to_have_count(0)
        expect(main.locator("textarea, input[type=number]")).to_have_count(0)
