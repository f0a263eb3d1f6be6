"""The main job in a real browser: read the kompas, record a contactmoment, see kompas and balance move, undo."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from wijkkompas_core.domain.toegang import Actie, Rol, Toekenning, system_actor
from wijkkompas_core.services.toegang import accounts
from wijkkompas_core.storage.database import Database

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"


LONG = "een lange zin met woorden"


def add_ada(database: Database, rol: Rol) -> None:
    """An account of this role in every wijk."""
    with database.writing(system_actor("test"), Actie.GEBRUIKER_BEHEREN) as session:
        accounts.add_gebruiker(session, accounts.GebruikerInvoer("ada", "Ada", LONG, (Toekenning(rol),)))


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of a selectbox by its visible name."""
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def fact(page: Page, name: str):
    """One of the facts beside the kompas, such as the status of the chosen vak."""
    return page.locator(".wk-feiten > div").filter(has_text=name).locator("dd")


def this_month(page: Page) -> int:
    """How many contactmomenten the balance table has for the present month, read from the screen."""
    page.get_by_role("link", name="Balans", exact=True).click()
    expect(page.locator(".wk-balk-naam")).to_have_text("Balans")
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("radio", name="maand").or_(page.get_by_text("maand", exact=True)).first.click()
    expect(page).to_have_url(re.compile("per=maand"))
    page.keyboard.press("Escape")
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()
    table = page.locator(".wk-tabel table").first
    page.get_by_text("Tabel, download").first.click()
    expect(table).to_be_visible()
    expect(page.get_by_text("Elk contactmoment telt voor 1 mee").first).to_be_visible()
    return int(table.locator("tbody tr").last.locator("td").nth(3).inner_text())


def test_from_login_to_a_changed_kompas_and_balance_and_back(demo_server, demo_wachtwoord, page, log_in_by_form):
    log_in_by_form(page, demo_server.url, "teamlid", demo_wachtwoord, "/kompas?wijk=lindenhof")
    before = this_month(page)

    page.get_by_role("link", name="Kompas").click()
    page.locator("g.slice").filter(has_text=re.compile("Vastgoed.*leeg")).first.click()
    expect(page).to_have_url(re.compile("zakelijke-vastgoedeigenaren-doen-mee"))
    expect(fact(page, "Status")).to_have_text("leeg")
    expect(fact(page, "Contactmomenten")).to_have_text("0 keer")
    view = page.url

    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_role("heading", name="Vastleggen")).to_be_visible()
    choose(page, "Vorm", "Werkgroep")
    page.get_by_role("textbox", name="Wat leverde het op?").fill("=HYPERLINK(1) <b>geen opmaak</b>")
    page.get_by_role("button", name="Vastleggen").last.click()
    expect(page.get_by_text("Vastgelegd:")).to_be_visible()

    page.get_by_role("button", name="Bekijk").click()
    expect(fact(page, "Status")).to_have_text("gedaan")
    expect(page.locator(".wk-contact").first).to_contain_text("=HYPERLINK(1) <b>geen opmaak</b>")
    assert page.url == view
    assert this_month(page) == before + 1

    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_text("Vastgelegd:")).to_have_count(0)
    page.get_by_role("link", name="Kompas").click()
    assert this_month(page) == before
    page.goto(view)
    expect(fact(page, "Status")).to_have_text("leeg")


def test_a_reload_keeps_the_view(demo_server, demo_wachtwoord, page, log_in):
    address = "/kompas?wijk=lindenhof&selectie=karakteriseren%2Ftechnisch-economisch&van=2024-01-01&tot=2025-12-31"
    log_in(page, demo_server.url, "lezer", demo_wachtwoord, "/kompas")
    own = re.search("wijk=([a-z-]+)", page.url)
    page.goto(demo_server.url + address.replace("lindenhof", own.group(1) if own else "lindenhof"))
    expect(page.get_by_role("heading", name="Technisch-economisch")).to_be_visible()
    shown = page.locator(".wk-feiten").inner_text()
    page.reload()
    expect(page.get_by_role("heading", name="Technisch-economisch")).to_be_visible()
    assert page.locator(".wk-feiten").inner_text() == shown
    expect(page.get_by_text("01-01-2024 t/m 31-12-2025").first).to_be_visible()


def test_the_list_does_by_keyboard_what_a_click_does(demo_server, demo_wachtwoord, page, log_in):
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/kompas?wijk=lindenhof")
    page.get_by_role("button", name="Filters").press("Enter")
    box = page.get_by_role("combobox", name="Onderdeel")
    box.focus()
    page.keyboard.type("2. Karakteriseren van het gebied › Sociaal-maatschappelijk › Bewoners")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("selectie=karakteriseren"))
    expect(page.get_by_role("heading", name="Bewoners doen mee")).to_be_visible()


def test_clicking_the_chosen_sector_goes_one_step_back(demo_server, demo_wachtwoord, page, log_in):
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/kompas?wijk=lindenhof")
    sector = page.locator("g.slice").filter(has_text="Energienet")
    sector.first.click()
    expect(page).to_have_url(re.compile("energienetwerk"))
    chosen = page.url
    # The chart is drawn anew with the sector outlined: a click before that would be on the old one.
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()
    page.locator("g.slice").filter(has_text="Energienet").first.click()
    expect(page).not_to_have_url(chosen)
    expect(page).to_have_url(re.compile("technisch-economisch$"))


def test_two_browsers_that_edit_one_record_get_a_conflict_and_lose_nothing(
    demo_server, demo_wachtwoord, new_context, log_in
):
    first, second = (new_context(viewport={"width": 1440, "height": 900}).new_page() for _ in range(2))
    for page in (first, second):
        log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/kompas?wijk=lindenhof")
        page.get_by_role("link", name=re.compile("^Wijzigen: contactmoment")).first.click()
        expect(page.get_by_role("heading", name="Contactmoment wijzigen")).to_be_visible()
    for page, text in ((first, "De eerste was hier"), (second, "De tweede ook")):
        page.get_by_role("textbox", name="Wat leverde het op?").fill(text)
        page.get_by_role("button", name="Wijziging opslaan").click()
    expect(first.get_by_text("Gewijzigd:")).to_be_visible()
    expect(second.get_by_text("Iemand anders heeft dit intussen gewijzigd.")).to_be_visible()
    expect(second.get_by_role("cell", name="De eerste was hier")).to_be_visible()
    expect(second.get_by_role("textbox", name="Wat leverde het op?")).to_have_value("De tweede ook")
    second.get_by_role("button", name="Mijn versie bewaren").click()
    expect(second.get_by_text("Gewijzigd:")).to_be_visible()
    expect(second.locator(".wk-contact").first).to_contain_text("De tweede ook")


def test_what_is_half_written_is_still_there_after_looking_elsewhere(demo_server, demo_wachtwoord, page, log_in):
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/vastleggen")
    choose(page, "Vorm", "Werkgroep")
    page.get_by_role("textbox", name="Wat leverde het op?").fill("Nog niet klaar")
    page.get_by_role("link", name="Balans", exact=True).click()
    expect(page.locator(".wk-balk-naam")).to_have_text("Balans")
    page.get_by_role("link", name="Vastleggen").click()
    expect(page.get_by_role("textbox", name="Wat leverde het op?")).to_have_value("Nog niet klaar")


def test_the_screen_speaks_dutch_also_where_streamlit_does_not(demo_server, demo_wachtwoord, page, log_in):
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord, "/vastleggen")
    who = page.get_by_role("combobox", name="Wie waren erbij")
    who.click()
    who.type("Gloednieuwe club")
    expect(page.get_by_role("option", name="Nieuw: Gloednieuwe club")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("wat voor belanghebbende is Gloednieuwe club?")).to_be_visible()


def test_who_opens_an_empty_database_begins_the_first_wijk_there(database, serve, page, log_in):
    add_ada(database, Rol.BEHEERDER)
    server = serve(database.url)
    log_in(page, server.url, "ada", LONG, "/programma")
    page.get_by_role("button", name="Wijk beginnen").click()
    expect(page.get_by_role("heading", name="Wijken beheren")).to_be_visible()
    page.get_by_role("textbox", name="Naam").fill("Nieuwland")
    page.get_by_role("button", name="Wijk beginnen").click()
    expect(page.get_by_text("Nieuwland is begonnen")).to_be_visible()
    page.get_by_role("link", name="Programma", exact=True).click()
    expect(page.locator("h1")).to_have_text("Nieuwland ligt op koers.")
    expect(page.get_by_role("link", name="Nieuwland").first).to_be_visible()


@pytest.mark.skipif(not SHARED.exists(), reason="the real CBS files are not beside the project")
def test_a_gemeente_starts_with_its_real_wijken_and_records_in_one_of_them(database, serve, page, log_in):
    command = [sys.executable, "-m", "wijkkompas_core", "load-wijken", str(SHARED / "cbs_wijken_gm0014_2023.geojson")]
    command += ["--kerncijfers", str(SHARED / "cbs_kerncijfers_2024.json")]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "WIJKKOMPAS_DATABASE_URL": database.url}, check=True)
    add_ada(database, Rol.PROGRAMMAMANAGER)
    server = serve(database.url)
    log_in(page, server.url, "ada", LONG, "/vastleggen")
    choose(page, "Wijk", "Oud-West")
    expect(page).to_have_url(re.compile("wijk=oud-west"))
    choose(page, "Vorm", "Bewonersavond")
    page.get_by_role("button", name="Bewoners doen mee").click()
    page.get_by_role("button", name="Vastleggen").last.click()
    expect(page.get_by_text("Vastgelegd:")).to_be_visible()
    page.get_by_role("button", name="Bekijk").click()
    expect(fact(page, "Status")).to_have_text("eenmalig")
