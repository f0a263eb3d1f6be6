"""The logboek in the browser: record a besluit, find it, change it, see how it was and put that back."""

import re

from playwright.sync_api import expect

WAT = "De kabelgoot komt onder de stoep <b>en niet</b> in de tuin."
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_a_teamlid_records_a_besluit_finds_it_changes_it_and_puts_the_first_version_back(
    demo_server, demo_wachtwoord, page, log_in
):
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/logboek?wijk=lindenhof")
    page.get_by_role("button", name="Besluit vastleggen").click()
    page.get_by_label(re.compile("^Wat is er besloten")).fill(WAT)
    page.get_by_label(re.compile("^(Wie besloot|Door wie|Wie heeft)")).fill("Stuurgroep")
    page.get_by_label(re.compile("^(Op welke grond|Waarom)")).fill("De tuinen zijn te smal.")
    chosen = page.get_by_role("combobox", name=re.compile("contactmoment", re.IGNORECASE))
    chosen.click()
    page.get_by_role("option").first.click()
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Besluit vastleggen").click()
    expect(page.get_by_role("heading", name=WAT)).to_be_visible()
    expect(page.get_by_text("Wat hieraan voorafging")).to_be_visible()

    page.get_by_role("link", name="Logboek", exact=True).click()
    page.get_by_role("textbox", name="Zoeken").fill("kabelg")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text("kabelgoot")
    page.get_by_role("link", name=WAT).click()

    page.get_by_role("link", name="Besluit wijzigen").click()
    page.get_by_label(re.compile("^(Op welke grond|Waarom)")).fill("De bewoners willen het niet.")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Wijziging opslaan").click()
    expect(page.get_by_role("cell", name="De bewoners willen het niet.")).to_be_visible()
    expect(page.get_by_role("cell", name="De tuinen zijn te smal.").first).to_be_visible()
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()
    older = page.get_by_role("combobox", name="Oudere versie terugzetten")
    older.scroll_into_view_if_needed()
    page.evaluate(TWO_FRAMES)  # a list closes when the page scrolls under it
    older.click()
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="Deze versie terugzetten").click()
    expect(page.locator(".wk-alinea").filter(has_text="De tuinen zijn te smal.")).to_be_visible()
    expect(page.get_by_role("cell", name="versie terugzetten")).to_be_visible()

    page.get_by_role("link", name="Besluit wijzigen").click()
    page.get_by_role("button", name="Verwijderen").click()
    expect(page.locator(".st-key-wk-gedaan")).to_be_visible()


def test_a_lezer_reads_the_logboek_without_history_and_can_change_nothing(demo_server, demo_wachtwoord, page, log_in):
    log_in(page, demo_server.url, "lezer", demo_wachtwoord, "/logboek?wijk=vlietzicht&soort=besluit")
    main = page.locator('[data-testid="stMain"]')
    expect(main.get_by_role("button", name="Besluit vastleggen")).to_have_count(0)
    main.locator(".wk-tijdlijst a").first.click()
    expect(page.get_by_role("heading", name="Wat hieraan voorafging")).to_be_visible()
    expect(page.get_by_role("heading", name="Geschiedenis")).to_have_count(0)
    for name in ("wijzigen", "vastleggen"):
        expect(main.get_by_role("link", name=re.compile(name))).to_have_count(0)
    for name in ("Deze versie terugzetten", "Terugzetten", "Verwijderen"):
        expect(main.get_by_role("button", name=name)).to_have_count(0)
