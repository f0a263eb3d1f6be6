"""Logging in and out in a real browser against a real server."""

import shutil
from collections.abc import Callable
from datetime import date
from itertools import count
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from wijkkompas_core.domain.paginas import PAGINAS
from wijkkompas_core.domain.toegang import Actie, Rol, Toekenning, system_actor
from wijkkompas_core.services.toegang import accounts, sessies
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import WijkRow

SYSTEM = system_actor("test")
GOOD = "een lange zin met woorden"
SECRET = "Geheime Wijk"
CLOSED = [info for info in PAGINAS if info.recht is not None]
_numbers = count(1)


@pytest.fixture(scope="module")
def filled(_empty_file, tmp_path_factory):
    """A database with the method and one wijk, shared by these tests; each test makes its own accounts."""
    path = tmp_path_factory.mktemp("login") / "login.db"
    shutil.copyfile(_empty_file, path)
    database = Database(f"sqlite:///{path}")
    with database.writing(SYSTEM, Actie.WIJKEN_LADEN) as session:
        session.add(WijkRow(slug="geheime-wijk", naam=SECRET, start=date(2024, 1, 1)))
    yield database
    database.close()


@pytest.fixture(scope="module")
def server(serve, filled):
    return serve(filled.url)


@pytest.fixture
def account(filled) -> Callable[..., tuple[int, str]]:
    """Makes accounts: answers the id and the user name."""

    def make(rol: Rol = Rol.TEAMLID, **extra) -> tuple[int, str]:
        naam = f"collega{next(_numbers)}"
        with filled.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
            invoer = accounts.GebruikerInvoer(naam, naam.title(), GOOD, (Toekenning(rol),), **extra)
            return accounts.add_gebruiker(session, invoer), naam

    return make


def manage(database: Database, use_case: Callable, *arguments) -> None:
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        use_case(session, *arguments)


def fill_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("Gebruikersnaam").fill(name)
    page.get_by_label("Wachtwoord", exact=True).fill(password)
    page.get_by_role("button", name="Inloggen").click()


def expect_form(page: Page) -> None:
    expect(page.get_by_label("Gebruikersnaam")).to_be_visible()
    expect(page.get_by_role("button", name="Uitloggen")).to_have_count(0)


def expect_inside(page: Page, naam: str) -> None:
    expect(page.get_by_test_id("stSidebar").get_by_text(naam.title())).to_be_visible()
    expect(page.get_by_label("Gebruikersnaam")).to_have_count(0)


def go_to(page: Page, titel: str) -> None:
    """Follow the menu: an action within the session that is open, without loading the page again."""
    page.get_by_test_id("stSidebar").get_by_role("link", name=titel).click()


@pytest.mark.parametrize("info", CLOSED, ids=lambda info: info.adres)
def test_a_fresh_server_asked_for_a_deep_link_first_shows_only_the_login_form(info, serve, filled, page):
    server = serve(filled.url)
    try:
        page.goto(f"{server.url}/{info.adres}?wijk=geheime-wijk")
        expect_form(page)
        assert SECRET not in page.content()
    finally:
        page.close()  # a server that stops waits for who is there
        server.stop()


def test_a_reload_keeps_the_session(server, account, page, log_in_by_form):
    _key, naam = account()
    log_in_by_form(page, server.url, naam, GOOD)
    for _ in range(3):
        page.reload()
        expect_inside(page, naam)


def test_a_deep_link_survives_the_login(server, account, page, log_in_by_form):
    _key, naam = account()
    log_in_by_form(page, server.url, naam, GOOD, "/kompas?wijk=geheime-wijk&selectie=sociaal-maatschappelijk")
    expect(page.get_by_text(SECRET).first).to_be_visible()
    address = urlsplit(page.url)
    assert address.path == "/kompas"
    assert parse_qs(address.query) == {"wijk": ["geheime-wijk"], "selectie": ["sociaal-maatschappelijk"]}


def test_the_login_page_leads_a_teamlid_to_its_wijk(server, account, page):
    _key, naam = account()
    page.goto(f"{server.url}/inloggen")
    fill_in(page, naam, GOOD)
    page.wait_for_url("**/wijk*")
    expect_inside(page, naam)


def test_scripts_cannot_read_the_session_cookie(server, account, page, log_in_by_form):
    _key, naam = account()
    log_in_by_form(page, server.url, naam, GOOD)
    ours = [cookie for cookie in page.context.cookies() if cookie["name"] == "wijkkompas"]
    assert [(cookie["httpOnly"], cookie["sameSite"], cookie["path"]) for cookie in ours] == [(True, "Lax", "/")]
    names = {part.split("=")[0].strip() for part in page.evaluate("document.cookie").split(";")} - {""}
    harmless = {"_streamlit_xsrf", "wijkkompas-breedte"}  # Streamlit's own token, and how wide a chart can be
    assert names <= harmless, "what can be read may open nothing"


def test_logging_out_acts_on_a_second_tab_at_its_next_action(server, account, page, log_in_by_form):
    _key, naam = account()
    log_in_by_form(page, server.url, naam, GOOD)
    second = page.context.new_page()
    second.goto(f"{server.url}/account")
    expect_inside(second, naam)
    page.get_by_role("button", name="Uitloggen").first.click()
    page.wait_for_url(f"{server.url}/")
    assert "wijkkompas" not in [cookie["name"] for cookie in page.context.cookies()]
    go_to(second, "Kompas")
    expect_form(second)
    assert SECRET not in second.content()


def test_a_copied_cookie_is_worthless_after_logging_out(server, account, page, log_in_by_form, new_context):
    _key, naam = account()
    log_in_by_form(page, server.url, naam, GOOD)
    stolen = [cookie for cookie in page.context.cookies() if cookie["name"] == "wijkkompas"]
    thief = new_context()
    thief.add_cookies(stolen)
    before = thief.new_page()
    before.goto(f"{server.url}/account")
    expect_inside(before, naam)
    page.get_by_role("button", name="Uitloggen").first.click()
    page.wait_for_url(f"{server.url}/")
    thief.add_cookies(stolen)
    after = thief.new_page()
    after.goto(f"{server.url}/account")
    expect_form(after)


def test_a_closed_account_is_out_at_the_next_click(server, filled, account, page, log_in_by_form):
    key, naam = account()
    log_in_by_form(page, server.url, naam, GOOD)
    manage(filled, accounts.deactivate, key)
    go_to(page, "Kompas")
    expect_form(page)
    fill_in(page, naam, GOOD)
    expect(page.get_by_text(sessies.WRONG)).to_be_visible()


def test_a_demotion_acts_at_the_next_click(server, filled, account, page, log_in_by_form):
    key, naam = account()
    log_in_by_form(page, server.url, naam, GOOD)
    expect(page.get_by_test_id("stSidebar").get_by_role("link", name="Vastleggen")).to_be_visible()
    manage(filled, accounts.set_toekenningen, key, [Toekenning(Rol.LEZER)])
    go_to(page, "Vastleggen")
    expect(page.get_by_text("Geen toegang")).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_role("link", name="Vastleggen")).to_have_count(0)


def test_changing_the_password_logs_out_everywhere(server, account, page, log_in_by_form, new_context):
    _key, naam = account()
    log_in_by_form(page, server.url, naam, GOOD)
    elsewhere = new_context().new_page()
    log_in_by_form(elsewhere, server.url, naam, GOOD)
    page.get_by_label("Huidig wachtwoord").fill(GOOD)
    page.get_by_label("Nieuw wachtwoord", exact=True).fill("een heel andere lange zin")
    page.get_by_label("Nieuw wachtwoord, nog een keer").fill("een heel andere lange zin")
    page.get_by_role("button", name="Wachtwoord wijzigen").click()
    expect(page.get_by_text("Je wachtwoord is gewijzigd")).to_be_visible()
    expect_form(page)
    go_to(elsewhere, "Kompas")
    expect_form(elsewhere)
    fill_in(page, naam, "een heel andere lange zin")
    expect_inside(page, naam)


def test_wrong_input_for_a_new_password_is_told_at_the_field(server, account, page, log_in_by_form):
    _key, naam = account()
    log_in_by_form(page, server.url, naam, GOOD)
    page.get_by_label("Huidig wachtwoord").fill("niet het oude")
    page.get_by_label("Nieuw wachtwoord", exact=True).fill("kort")
    page.get_by_label("Nieuw wachtwoord, nog een keer").fill("kort")
    page.get_by_role("button", name="Wachtwoord wijzigen").click()
    expect(page.get_by_text("Dit is niet je huidige wachtwoord.")).to_be_visible()
    expect(page.get_by_text("Kies een wachtwoord van minstens 12 tekens.")).to_be_visible()


def test_who_must_choose_a_password_sees_nothing_else(server, account, page, log_in_by_form):
    _key, naam = account(moet_wachtwoord_wijzigen=True)
    log_in_by_form(page, server.url, naam, GOOD, "/kompas?wijk=geheime-wijk")
    expect(page.get_by_text("Kies een eigen wachtwoord")).to_be_visible()
    assert SECRET not in page.content()


def test_streamlit_run_serves_the_same_app(serve, filled, account, page, log_in_by_form):
    _key, naam = account()
    server = serve(filled.url, by_streamlit=True)
    log_in_by_form(page, server.url, naam, GOOD)
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    page.close()
    server.stop()


def test_the_session_survives_a_restart_of_the_server(serve, filled, account, page, log_in_by_form, console_errors):
    _key, naam = account()
    server = serve(filled.url)
    log_in_by_form(page, server.url, naam, GOOD)
    server.stop()
    server.start()
    console_errors.clear()  # that the server was gone for a moment is what this test is about
    page.reload()
    expect_inside(page, naam)
    server.stop()
    page.close()
    console_errors.clear()


def test_an_unknown_name_and_a_wrong_password_give_the_same_sentence(server, account, page):
    _key, naam = account()
    page.goto(f"{server.url}/account")
    for typed in (naam, "niemand-die-bestaat"):
        fill_in(page, typed, "niet het wachtwoord")
        expect(page.get_by_text(sessies.WRONG)).to_be_visible()
        expect(page.get_by_label("Gebruikersnaam")).to_have_value(typed)
        expect(page.get_by_label("Wachtwoord", exact=True)).to_have_value("")
        page.reload()


def test_a_lock_holds_from_another_browser(filled, serve, account, page, new_context):
    _key, naam = account()
    server = serve(filled.url, WIJKKOMPAS_INLOGPOGINGEN="2")
    try:
        page.goto(f"{server.url}/account")
        for sentence in (sessies.WRONG, sessies.WRONG, "Dit ging te vaak mis"):
            fill_in(page, naam, "niet het wachtwoord")
            expect(page.get_by_label("Wachtwoord", exact=True)).to_have_value("")
            expect(page.get_by_text(sentence)).to_be_visible()
        other = new_context().new_page()
        other.goto(f"{server.url}/account")
        fill_in(other, naam, GOOD)
        expect(other.get_by_text("Dit ging te vaak mis")).to_be_visible()
    finally:
        server.stop()
        page.close()


def test_a_login_that_cannot_be_finished_says_so_and_can_be_tried_again(server, account, page, console_errors):
    _key, naam = account()
    page.goto(f"{server.url}/account")
    page.route("**/sessie/start", lambda route: route.abort())
    fill_in(page, naam, GOOD)
    expect(page.get_by_text("Het inloggen is niet afgerond")).to_be_visible()
    page.unroute("**/sessie/start")
    console_errors.clear()  # the request that was cut off
    fill_in(page, naam, GOOD)
    expect_inside(page, naam)


def test_password_managers_know_the_fields(server, page):
    page.goto(f"{server.url}/account")
    expect(page.get_by_label("Gebruikersnaam")).to_have_attribute("autocomplete", "username")
    expect(page.get_by_label("Wachtwoord", exact=True)).to_have_attribute("autocomplete", "current-password")
    expect(page.get_by_role("button", name="Toon wachtwoord")).to_be_visible()
    expect(page.get_by_text("Press Enter")).to_have_count(0)


def test_the_public_page_shows_no_wijk_and_offers_to_log_in_by_form(server, page):
    page.goto(f"{server.url}/")
    expect(page.get_by_test_id("stSidebar").get_by_role("link", name="Inloggen")).to_be_visible()
    expect(page.get_by_role("button", name="Inloggen")).to_be_visible()
    assert SECRET not in page.content()
