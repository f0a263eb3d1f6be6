"""Belanghebbenden in the browser: a projectleider adds, measures, merges and splits; a lezer looks."""

import re

from playwright.sync_api import Page, expect

ADDED = "Buurth. De Vang"
LIKE = "Buurthuis De Vang"
WIJK = "wijk=molenkwartier"


def choose(page: Page, label: str, option: str | re.Pattern[str]) -> None:
    page.get_by_label(label, exact=True).last.click()
    page.get_by_role("option", name=option).first.click()


def in_group(page: Page, label: str, option: str) -> None:
    page.get_by_role("radiogroup", name=label).get_by_role("radio", name=option, exact=True).click()


def test_a_projectleider_adds_one_measures_its_houding_merges_it_and_splits_it(
    page, demo_server, demo_wachtwoord, log_in
):
    log_in(page, demo_server.url, "projectleider", demo_wachtwoord, f"/belanghebbenden?{WIJK}")
    bar = page.locator(".st-key-wk-gedaan")
    page.get_by_role("button", name="Nieuwe belanghebbende").click()
    page.get_by_label("Naam van de organisatie of groep").press_sequentially(ADDED)
    like = page.locator(".wk-lijkt-op")
    expect(like).to_contain_text("Lijkt op: ")  # while typing, nothing else was pressed
    expect(like.get_by_role("link", name=LIKE, exact=True)).to_have_attribute("href", re.compile(r"belanghebbende=\d+"))
    choose(page, "Soort", "Welzijnsorganisatie")
    in_group(page, "Belang bij de aanpak", "Hoog")
    in_group(page, "Invloed op de aanpak", "Midden")
    page.get_by_role("button", name="Belanghebbende opslaan").click()
    expect(bar).to_contain_text(f"{ADDED} staat in het register")
    expect(page.get_by_role("heading", name=ADDED)).to_be_visible()
    address = page.url

    page.get_by_role("button", name="Houding vastleggen").click()
    in_group(page, "Hoe staat de belanghebbende erin?", "Neutraal")
    in_group(page, "Welke houding wens je? (mag leeg blijven)", "Ondersteunend")
    page.get_by_role("button", name="Houding opslaan").click()
    expect(bar).to_contain_text("is vastgelegd")
    expect(page.locator(".wk-meting")).to_contain_text("neutraal → ondersteunend")

    page.goto(f"{demo_server.url}/belanghebbenden?{WIJK}&beeld=matrix")
    page.get_by_text("Tabel, download en hoe is dit berekend?").click()
    row = page.get_by_role("row").filter(has_text=ADDED)
    expect(row).to_contain_text("hoog")
    expect(row.get_by_role("cell").nth(4)).to_have_text("neutraal")
    expect(row.get_by_role("cell").nth(5)).to_have_text("ondersteunend")

    page.goto(address)
    page.get_by_role("button", name="Samenvoegen met…").click()
    choose(page, "Samenvoegen met", re.compile(r"\(lijkt erop\)"))
    page.get_by_role("button", name="Samenvoegen", exact=True).click()
    expect(bar).to_contain_text(f"{ADDED} telt nu mee bij")
    expect(page.get_by_role("heading", name=LIKE)).to_be_visible()
    expect(page.locator(".wk-meting").filter(has_text=f"als {ADDED}")).to_have_count(1)
    page.get_by_role("button", name=f"{ADDED} weer splitsen").click()
    expect(bar).to_contain_text("staat weer apart in het register")
    expect(page.locator(".wk-meting").filter(has_text=f"als {ADDED}")).to_have_count(0)
    bar.get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_role("button", name=f"{ADDED} weer splitsen")).to_be_visible()

    page.locator(".wk-meting").filter(has_text=f"als {ADDED}").locator("xpath=following::button[1]").click()
    expect(bar).to_contain_text("is verwijderd")

    page.get_by_role("link", name="Belanghebbenden Molenkwartier").click()
    table = page.locator(".wk-register")
    expect(table.get_by_role("link", name=LIKE)).to_be_visible()
    expect(table.get_by_role("link", name=ADDED)).to_have_count(0)


def test_a_promise_is_taken_back_and_put_back(page, demo_server, demo_wachtwoord, log_in):
    log_in(page, demo_server.url, "projectleider", demo_wachtwoord, f"/belanghebbenden?{WIJK}&zoek=Wiekenplein")
    page.locator(".wk-register").get_by_role("link").click()
    promises = page.locator(".wk-tabel").filter(has_text="Wat is toegezegd")
    expect(promises).to_contain_text("Adviseren")
    page.get_by_role("button", name="Beloften wijzigen").click()
    field = page.locator(".st-key-wk-beloften .stSelectbox").filter(has_text="3. Strategieën identificeren")
    field.get_by_role("combobox").click()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")  # the first closes the list, the second empties the field
    page.get_by_role("button", name="Beloften opslaan").click()
    expect(page.get_by_text("Er is nog geen belofte vastgelegd.")).to_be_visible()
    page.locator(".st-key-wk-gedaan").get_by_role("button", name="Ongedaan maken").click()
    expect(promises).to_contain_text("Adviseren")


def test_a_lezer_sees_everything_of_its_wijk_and_can_change_nothing(page, demo_server, demo_wachtwoord, log_in):
    log_in(page, demo_server.url, "lezer", demo_wachtwoord, "/belanghebbenden")
    table = page.locator(".wk-register")
    expect(table.get_by_role("row").nth(1)).to_be_visible()
    page.get_by_role("button", name="Downloaden", exact=True).click()
    expect(page.get_by_role("button", name="Excel (XLSX)")).to_be_visible()
    for view in ("Matrix", "Belofte en praktijk", "Spreiding", "Lijst"):
        page.get_by_role("radio", name=view, exact=True).click()
        expect(page.locator(".wk-register" if view == "Lijst" else ".js-plotly-plot").first).to_be_visible()
    table.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Contactmomenten")).to_be_visible()
    expect(page.get_by_role("heading", name="Belofte per fase")).to_be_visible()
    for name in ("Nieuwe belanghebbende", "Houding vastleggen", "Gegevens wijzigen", "Verwijderen", "splitsen"):
        expect(page.locator(".stMain").get_by_role("button", name=name)).to_have_count(0)


def test_a_projectleider_merges_what_is_double_from_one_page_and_undoes_it(page, demo_server, demo_wachtwoord, log_in):
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord, "/belanghebbenden?wijk=lindenhof")
    page.get_by_role("button", name="2 dubbele namen?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 groepen namen zijn misschien dezelfde partij")
    expect(page.get_by_role("button", name="Voeg samen", exact=True)).to_be_disabled()
    page.get_by_role("button", name="Neem 2 voorstellen over").click()
    page.get_by_role("button", name="Voeg 2 namen samen").click()
    expect(page.get_by_text("Geen dubbele namen gevonden.")).to_be_visible()
    page.locator(".st-key-wk-gedaan").get_by_role("button", name="Ongedaan maken").click()
    expect(page.locator(".wk-dubbel li")).to_have_count(4)
