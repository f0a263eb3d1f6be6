"""A list of meetings as someone keeps it in Excel: pasted, understood, put right, imported, seen, and undone."""

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from tests.e2e.conftest import SERVED
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import LogboekRow

MESSY = Path(__file__).parents[1] / "data" / "contactenlijst.xlsx"

DAY = today() - timedelta(days=40)
FORMS = ("Bewonersavond", "overleg", "Werkgroep", "Keukentafelgesprek", "Nieuwsbrief")
ABOUT = ("Bewoners", "Bewoners doen mee", "bewoners; vastgoed")
WHO = ("Bewonersgroep Zomerlindelaan", "Waterschap Daal en Lande", "VvE De Nieuwe Hof")
LEVEL = ("meedenken", "Raadplegen", "informeren")


def meeting_list() -> str:
    """Thirty rows under a title, with a total below; one of them is wrong, and one holds a word for a number."""
    lines = ["Contactenlijst projectteam\t\t\t\t\t\t", "", "Wanneer\tSoort\tWaarover\tMet wie\tAantal\tNiveau\tVerslag"]
    for n in range(30):
        day = DAY + timedelta(days=n % 28)
        when = (f"{day.day}-{day.month}-{day.year}", f"{day:%d-%m-%y}", f"{day:%Y-%m-%d}")[n % 3]
        if n == 4:
            when = "31-02-2024"
        count = "dertig" if n == 9 else str(5 + n)
        lines.append(f"{when}\t{FORMS[n % 5]}\t{ABOUT[n % 3]}\t{WHO[n % 3]}\t{count}\t{LEVEL[n % 3]}\tVerslag {n}")
    return "\n".join([*lines, "Totaal\t\t\t\t500\t\t"])


def choose(page: Page, label: str, option: str | re.Pattern[str]) -> None:
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option).first.click()


def choose_by(box: Locator, option: str) -> None:
    box.click()
    box.press_sequentially(option)  # the list is long: what is typed is looked for
    box.page.get_by_role("option", name=option).first.click()
    expect(box).to_have_value(option)


def wait_until_kept(file: Path, text: str, seconds: int = 15) -> None:
    """Wait until this stands in an import that is kept: the screen does not tell when the server has it."""
    until = monotonic() + seconds
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        while monotonic() < until:
            if any(text in inhoud for (inhoud,) in database.execute("SELECT inhoud FROM importconcept")):
                return
            sleep(0.05)
    pytest.fail(f"No import with '{text}' was kept.", pytrace=False)


def balance(page: Page, url: str) -> str:
    """The finding above the balance of Lindenhof, with its table of counts."""
    page.goto(f"{url}/balans?wijk=lindenhof")
    expect(page.locator(".wk-bevinding").first).to_be_visible()
    page.get_by_text("Tabel, download").first.click()
    expect(page.locator(".wk-tabel table").first).to_be_visible()
    return page.locator(".wk-tabel table").first.inner_text()


def test_a_meeting_list_is_pasted_corrected_imported_seen_in_the_balance_and_undone(
    page: Page, log_in, demo_server, demo_wachtwoord
) -> None:
    url = demo_server.url
    log_in(page, url, "projectleider", demo_wachtwoord)
    before = balance(page, url)
    page.goto(f"{url}/uitwisseling")
    page.get_by_role("radio", name="Plakken").click()
    page.get_by_role("textbox", name="Plak hier de rijen").fill(meeting_list())
    page.get_by_role("button", name="Verder", exact=True).click()
    expect(page.get_by_text("30 rijen gevonden")).to_be_visible()
    choose(page, "Wijk voor alle rijen", "Lindenhof")
    expect(page.get_by_role("combobox", name="Wijk voor alle rijen", exact=True)).to_have_value("Lindenhof")
    expect(page.get_by_role("combobox", name="Fase voor alle rijen")).to_have_value("De fase die toen open was")
    page.get_by_role("button", name="Verder", exact=True).click()

    # Two words are asked once each; the guesses are right, so they only have to be looked at.
    expect(page.get_by_text("2 woorden uit je lijst kennen we niet")).to_be_visible()
    expect(page.get_by_role("combobox", name=re.compile("meedenken"))).to_have_value("Adviseren")
    page.get_by_role("button", name="Verder", exact=True).click()

    expect(page.get_by_text("29 rijen zijn nieuw en 1 kan niet mee.")).to_be_visible()
    page.get_by_role("textbox", name="Rij 8, datum").fill(f"{DAY:%d-%m-%Y}")
    expect(
        page.get_by_text("1 cel bij aantal deelnemers past niet en wordt een opmerking bij de rij: dertig")
    ).to_be_visible()
    page.get_by_role("button", name="Kijk opnieuw na").click()
    expect(page.get_by_text("30 rijen zijn nieuw.")).to_be_visible()
    page.get_by_role("button", name="Importeer 30 rijen").click()
    expect(page.get_by_text("30 rijen zijn geïmporteerd")).to_be_visible()

    after = balance(page, url)
    assert after != before
    page.goto(f"{url}/uitwisseling?deel=eerder")
    expect(page.get_by_role("link", name="Logboek")).to_be_visible()  # the menu stays, whatever part is chosen
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_text("Teruggedraaid op")).to_be_visible()
    assert balance(page, url) == before


def test_a_wrong_file_gets_a_sentence_and_an_export_opens(page: Page, log_in, demo_server, demo_wachtwoord) -> None:
    url = demo_server.url
    log_in(page, url, "teamlid", demo_wachtwoord)
    page.goto(f"{url}/uitwisseling")
    verder = page.get_by_role("button", name="Verder", exact=True)
    expect(verder).to_be_disabled()  # until all of a file has come
    waiting = verder.evaluate("one => getComputedStyle(one).backgroundColor")
    page.locator("input[type=file]").set_input_files(
        {"name": "plaatje.xlsx", "mimeType": "application/octet-stream", "buffer": b"\x89PNG\r\n\x1a\n"}
    )
    expect(page.get_by_text("plaatje.xlsx")).to_be_visible()
    expect(verder).to_be_enabled()
    expect(verder, "it looks as if it can be pressed only when it can").not_to_have_css("background-color", waiting)
    verder.click()
    expect(page.get_by_text("Dit is een afbeelding, geen tabel.")).to_be_visible()
    page.get_by_role("radio", name="Exporteren").click()
    page.get_by_role("button", name="Besluiten").click()
    with page.expect_download() as file:
        page.get_by_role("button", name="Excel (XLSX)").click()
    assert file.value.suggested_filename == "besluiten.xlsx"


class Clicks:
    """Counts what a person has to click."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, place: Locator) -> None:
        place.click()
        self.count += 1


def test_a_messy_list_of_years_is_in_within_fifteen_clicks_and_five_minutes(
    page: Page, log_in, demo_server, demo_wachtwoord
) -> None:
    url, click, begun = demo_server.url, Clicks(), monotonic()
    log_in(page, url, "teamlid", demo_wachtwoord)
    page.goto(f"{url}/uitwisseling")
    page.locator("input[type=file]").set_input_files(MESSY)
    expect(page.get_by_text("contactenlijst.xlsx")).to_be_visible()
    click(page.get_by_role("button", name="Verder", exact=True))
    expect(page.get_by_text("120 rijen gevonden")).to_be_visible()
    expect(page.locator(".wk-stappen .nu"), "who goes by the keyboard is at the step").to_be_focused()
    expect(page.get_by_role("combobox", name="Wijk voor alle rijen", exact=True)).to_have_value("Lindenhof")
    click(page.get_by_role("combobox", name="Vorm voor alle lege rijen"))
    click(page.get_by_role("option", name="Anders"))
    expect(page.get_by_role("combobox", name="Vorm voor alle lege rijen")).to_have_value("Anders")
    click(page.get_by_role("button", name="Verder", exact=True))

    # Only what is known is filled in; the rest is proposed, and two words point to nothing.
    expect(page.get_by_role("combobox", name=re.compile("telefonisch"))).to_have_value("Overleg")
    expect(page.get_by_role("combobox", name=re.compile("mail"))).to_have_value("")
    click(page.get_by_role("button", name=re.compile("Neem .* voorstellen over")))
    expect(page.get_by_role("combobox", name=re.compile("Nijestee.*18 keer"))).to_have_value(
        re.compile("woningcorporatie")
    )
    for word, aspect in (("wijkschouw", "Bewoners"), ("koppelkansen riolering", "Vastgoed")):
        about = page.get_by_role("radiogroup", name=re.compile(word))
        click(about.get_by_role("radio", name=aspect, exact=True))
        expect(about.get_by_role("radio", name=aspect, exact=True)).to_be_checked()
    click(page.get_by_role("button", name="Verder", exact=True))

    expect(page.get_by_role("heading", name="Wat viel op")).to_be_visible()
    expect(page.get_by_text("7 datums zijn alleen een week")).to_be_visible()
    expect(page.get_by_text("120 rijen zijn nieuw.")).to_be_visible()
    click(page.get_by_role("button", name="Importeer 120 rijen"))
    expect(page.get_by_text("120 rijen zijn geïmporteerd")).to_be_visible()
    assert click.count <= 15 and monotonic() - begun < 300
    database = Database(SERVED[url])
    with database.reading() as session:
        told = session.scalars(
            select(LogboekRow.nieuw).where(LogboekRow.object == "import").order_by(LogboekRow.id.desc())
        )
        assert (told.first() or {})["nieuwe belanghebbenden"] == 9  # and the gemeenteraad was there
    database.close()
    page.get_by_role("button", name="Ongedaan maken").first.click()
    expect(page.get_by_text("De import is teruggedraaid.")).to_be_visible()


def test_an_import_survives_a_reload_and_a_restart_and_a_refusal_is_gone_to(
    serve, demo_file, tmp_path, demo_wachtwoord, page, log_in
) -> None:
    copy = tmp_path / "demo.db"
    shutil.copyfile(demo_file, copy)
    server = serve(f"sqlite:///{copy}")
    page.set_viewport_size({"width": 390, "height": 700})
    log_in(page, server.url, "projectleider", demo_wachtwoord)
    page.goto(f"{server.url}/uitwisseling")
    page.locator("input[type=file]").set_input_files(MESSY)
    page.get_by_role("button", name="Verder", exact=True).click()
    expect(page.get_by_text("120 rijen gevonden")).to_be_visible()
    page.get_by_role("button", name="Verder", exact=True).click()
    expect(page.locator("#fout-wijk")).to_be_in_viewport()  # it stands far above the button
    choose(page, "Wijk voor alle rijen", "Lindenhof")
    wait_until_kept(copy, '"wijk": "lindenhof"')

    page.set_viewport_size({"width": 1280, "height": 900})
    page.reload()
    page.get_by_role("button", name="Ga verder met contactenlijst.xlsx").click()
    expect(page.get_by_role("combobox", name="Wijk voor alle rijen", exact=True)).to_have_value("Lindenhof")
    page.get_by_role("button", name="Verder", exact=True).click()
    expect(page.get_by_role("combobox", name=re.compile("mail"))).to_be_visible()
    choose_by(page.get_by_role("combobox", name=re.compile("mail")), "Laat leeg")
    wait_until_kept(copy, '_mail": ""')

    page.goto("about:blank")
    server.stop()
    server.start()
    page.goto(f"{server.url}/uitwisseling")
    expect(page.get_by_text("Je was bezig met contactenlijst.xlsx: 120 rijen, bij de stap Woorden.")).to_be_visible()
    page.get_by_role("button", name="Ga verder met contactenlijst.xlsx").click()
    expect(page.get_by_role("combobox", name=re.compile("mail"))).to_have_value("Laat leeg")


def test_several_files_of_the_same_kind_go_together_and_a_wrong_row_tells_in_which_it_stands(
    page: Page, log_in, demo_server, demo_wachtwoord
) -> None:
    log_in(page, demo_server.url, "teamlid", demo_wachtwoord)
    page.goto(f"{demo_server.url}/uitwisseling")
    page.get_by_text("Belanghebbenden: het register").click()
    files = [
        {"name": f"{year}.csv", "mimeType": "text/csv", "buffer": f"Naam;Soort\nClub {year};Wijkraad\n{naam}".encode()}
        for year, naam in ((2024, ";Wijkraad\n"), (2025, "Club 2024;Wijkraad\n"))
    ]
    page.locator("input[type=file]").set_input_files(files)
    expect(page.get_by_text("2025.csv")).to_be_visible()
    page.get_by_role("button", name="Verder", exact=True).click()
    expect(page.get_by_text("4 rijen gevonden in 2024.csv en 2025.csv.")).to_be_visible()
    page.get_by_role("button", name="Verder", exact=True).click()
    expect(page.get_by_role("textbox", name="Rij 3 van 2024.csv, naam")).to_be_visible()
    page.get_by_role("button", name="Importeer 2 rijen").click()
    expect(page.get_by_text("2 rijen zijn geïmporteerd uit 2 bestanden: 2024.csv, 2025.csv.")).to_be_visible()
    page.get_by_role("button", name="Ongedaan maken").first.click()
    expect(page.get_by_text("De import is teruggedraaid.")).to_be_visible()
