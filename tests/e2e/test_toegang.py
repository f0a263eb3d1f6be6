"""Getting in, staying in and being shut out, in a real browser and by forged messages over Streamlit's websocket."""

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from pyotp.totp import TOTP
from sqlalchemy import func, select
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect

from wijkkompas_core.domain.tijd import now
from wijkkompas_core.domain.toegang import Actie, Rol, Toekenning, system_actor
from wijkkompas_core.services.toegang import accounts, sessies
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import GebruikerRow, LogboekRow, WijkRow

SYSTEM = system_actor("test")
GOOD = "een lange zin met woorden"


@pytest.fixture(scope="module")
def filled(_empty_file, tmp_path_factory):
    """A database with one wijk and four accounts."""
    path = tmp_path_factory.mktemp("toegang") / "toegang.db"
    shutil.copyfile(_empty_file, path)
    database = Database(f"sqlite:///{path}")
    with database.writing(SYSTEM, Actie.WIJKEN_LADEN) as session:
        row = WijkRow(slug="lindenhof", naam="Lindenhof", start=date(2024, 1, 1))
        session.add(row)
        session.flush()
        wijk = row.id
    with database.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        for naam, toekenning in (
            ("baas", Toekenning(Rol.PROGRAMMAMANAGER)),
            ("leider", Toekenning(Rol.PROJECTLEIDER, wijk)),
            ("kijker", Toekenning(Rol.LEZER, wijk)),
        ):
            accounts.add_gebruiker(session, accounts.GebruikerInvoer(naam, naam.title(), GOOD, (toekenning,)))
    yield database
    database.close()


@pytest.fixture(scope="module")
def server(serve, filled):
    return serve(filled.url, WIJKKOMPAS_TWEEDE_FACTOR="beheerder")


def fill_in(page, name: str, password: str) -> None:
    page.get_by_label("Gebruikersnaam").fill(name)
    page.get_by_label("Wachtwoord", exact=True).fill(password)
    page.get_by_role("button", name="Inloggen").click()


def test_from_the_invitation_to_later_logins_with_a_recovery_code_and_a_new_code(server, filled, page):
    with filled.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        invoer = accounts.GebruikerInvoer("nieuw", "Nieuwe Beheerder", None, (Toekenning(Rol.BEHEERDER),))
        key, code = accounts.invite_gebruiker(session, invoer, Settings.from_env())
    page.goto(f"{server.url}/uitnodiging#{code}")
    expect(page.get_by_role("heading", name="Kies je wachtwoord")).to_be_visible()
    assert code not in page.url, "the code leaves the address"
    for label in ("Nieuw wachtwoord", "Nieuw wachtwoord, nog een keer"):
        page.get_by_label(label, exact=True).fill(GOOD)
    page.get_by_role("button", name="Wachtwoord opslaan").click()
    expect(page.get_by_text("Log nu in als nieuw")).to_be_visible()

    fill_in(page, "nieuw", GOOD)
    expect(page.get_by_role("heading", name="Stel een tweede factor in")).to_be_visible()
    assert "wijkkompas" not in [cookie["name"] for cookie in page.context.cookies()], "no session before the code"
    expect(page.get_by_alt_text("QR-code")).to_be_visible()
    expect(page.get_by_label("Code uit je app")).to_have_attribute("autocomplete", "one-time-code")
    page.get_by_text("Lukt scannen niet?").click()
    geheim = page.locator("details code").inner_text().replace(" ", "")
    moment = now()
    page.get_by_label("Code uit je app").fill(TOTP(geheim).at(moment))
    page.get_by_role("button", name="Verder").click()
    codes = page.get_by_label("Herstelcodes").locator("code")
    expect(codes).to_have_count(10)
    recovery = codes.first.inner_text()
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    expect(page.get_by_role("button", name="Uitloggen").first).to_be_visible()

    page.get_by_role("button", name="Uitloggen").first.click()
    page.wait_for_url(f"{server.url}/")
    page.goto(f"{server.url}/inloggen")
    fill_in(page, "nieuw", GOOD)
    expect(page.get_by_label("Code", exact=True)).to_have_attribute("autocomplete", "one-time-code")
    page.get_by_label("Code", exact=True).fill(TOTP(geheim).at(moment))
    page.get_by_label("Code", exact=True).press("Enter")
    expect(page.get_by_text("klopt niet of is al gebruikt")).to_be_visible()
    page.get_by_label("Code", exact=True).fill(recovery)
    page.get_by_label("Code", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Uitloggen").first).to_be_visible()
    with filled.reading() as session:
        assert session.get(GebruikerRow, key).gezien_op is not None

    page.get_by_role("button", name="Uitloggen").first.click()
    page.wait_for_url(f"{server.url}/")
    page.goto(f"{server.url}/inloggen")
    fill_in(page, "nieuw", GOOD)
    page.get_by_label("Code", exact=True).fill(recovery)
    page.get_by_label("Code", exact=True).press("Enter")
    expect(page.get_by_text("klopt niet of is al gebruikt")).to_be_visible()
    page.get_by_label("Code", exact=True).fill(TOTP(geheim).at(max(now(), moment + timedelta(seconds=30))))
    page.get_by_label("Code", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Uitloggen").first).to_be_visible()


def test_a_projectleider_adds_a_teamlid_whose_window_loses_its_rights_at_the_next_click(
    server, filled, page, log_in_by_form, new_context
):
    log_in_by_form(page, server.url, "leider", GOOD, "/beheer")
    page.get_by_label("Gebruikersnaam").fill("petra")
    page.get_by_label("Naam", exact=True).fill("Petra")
    page.get_by_label("Naam", exact=True).press("Tab")
    page.get_by_role("button", name="Toevoegen").click()
    link = page.get_by_test_id("stCode")
    expect(link).to_contain_text("/uitnodiging#")
    other = new_context(viewport={"width": 390, "height": 844}).new_page()
    other.goto(link.inner_text().strip())
    for label in ("Nieuw wachtwoord", "Nieuw wachtwoord, nog een keer"):
        other.get_by_label(label, exact=True).fill(GOOD)
    other.get_by_role("button", name="Wachtwoord opslaan").click()
    expect(other.get_by_text("Log nu in als petra")).to_be_visible()
    fill_in(other, "petra", GOOD)
    other.wait_for_url("**/wijk*")
    other.goto(f"{server.url}/vastleggen")
    expect(other.get_by_role("button", name="Vastleggen")).to_be_visible()
    with filled.writing(SYSTEM, Actie.GEBRUIKER_BEHEREN) as session:
        key = session.scalar(select(GebruikerRow.id).where(GebruikerRow.gebruikersnaam == "petra"))
        accounts.deactivate(session, key)
    other.get_by_role("button", name="Vastleggen").click()
    expect(other.get_by_label("Gebruikersnaam")).to_be_visible()


def cookie_of(database: Database, naam: str) -> str:
    ticket = sessies.verify(database, naam, GOOD, Settings.from_env())
    return sessies.start(database, ticket.waarde, Settings.from_env()).sessie


class Socket:
    """A browser that says whatever it likes: it keeps the ids of the widgets that it was shown."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie = port, cookie
        self.fields: dict[str, str] = {}

    async def run(self, page: str, states: list[WidgetState] | None = None) -> tuple[dict[str, str], str]:
        """Open a page with these widget states; answers ids of buttons by label, and all that was shown as text."""
        headers = {"Cookie": f"wijkkompas={self.cookie}"} if self.cookie else {}
        async with connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream", origin=f"http://127.0.0.1:{self.port}",  # type: ignore[arg-type]
            subprotocols=["streamlit"], additional_headers=headers, max_size=None,  # type: ignore[list-item]
        ) as socket:  # fmt: skip
            found = await self._send(socket, page, [])
            if states:
                found = await self._send(socket, page, states)
            return found

    async def _send(self, socket, page: str, states: list[WidgetState]) -> tuple[dict[str, str], str]:
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = "wijk=lindenhof"
        message.rerun_script.widget_states.widgets.extend(states)
        await socket.send(message.SerializeToString())
        buttons, shown = {}, ""
        while True:
            answer = ForwardMsg.FromString(await asyncio.wait_for(socket.recv(decode=False), 60))
            if answer.WhichOneof("type") == "delta":
                element = answer.delta.new_element
                shown += str(element)
                if element.WhichOneof("type") == "button":
                    buttons[element.button.label] = element.button.id
                elif element.WhichOneof("type") == "text_input":
                    self.fields[element.text_input.label] = element.text_input.id
            finished = answer.WhichOneof("type") == "script_finished"
            if finished and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return buttons, shown


def in_a_thread(work):
    """Wait for it; Playwright already has a loop in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def changes(database: Database) -> int:
    with database.reading() as session:
        done = select(func.count()).select_from(LogboekRow).where(LogboekRow.resultaat == "gelukt")
        return session.scalar(done.where(LogboekRow.actie.not_in(("inloggen", "uitloggen"))))


@pytest.mark.parametrize(
    ("page", "label", "holder"),
    [("vastleggen", "Vastleggen", "leider"), ("beheer", "Toevoegen", "leider"), ("voortgang", None, "leider"),
     ("wijken", None, "baas")],
)  # fmt: skip
@pytest.mark.parametrize("forger", ["kijker", ""])
def test_forged_messages_with_the_widgets_of_another_change_nothing(server, filled, page, label, holder, forger):
    """The ids of every button that somebody with the right is shown, pressed by a lezer and by nobody at all."""
    port = server.port
    buttons, _shown = in_a_thread(Socket(port, cookie_of(filled, holder)).run(page))
    assert label is None or label in buttons
    before = changes(filled)
    pressed = [WidgetState(id=one, trigger_value=True) for name, one in buttons.items() if name != "Uitloggen"]
    forged = Socket(port, cookie_of(filled, forger) if forger else "")
    _buttons, shown = in_a_thread(forged.run(page, pressed))
    assert changes(filled) == before
    if page in ("vastleggen", "beheer", "wijken"):
        assert ("Geen toegang" in shown) is bool(forger)
    if not forger:
        assert "Lindenhof" not in shown and "Inloggen" in shown


def test_a_whole_filled_in_form_of_a_projectleider_does_nothing_for_a_lezer_and_works_for_its_owner(server, filled):
    """The control as well: the same message does change something when it comes from who may."""
    owner = Socket(server.port, cookie_of(filled, "leider"))
    buttons, _shown = in_a_thread(owner.run("beheer"))
    typed = {"Gebruikersnaam": "vervalst", "Naam": "Vervalst"}
    message = [WidgetState(id=owner.fields[label], string_value=value) for label, value in typed.items()]
    message.append(WidgetState(id=buttons["Toevoegen"], trigger_value=True))
    before = changes(filled)
    for forger in (Socket(server.port, cookie_of(filled, "kijker")), Socket(server.port, "")):
        in_a_thread(forger.run("beheer", message))
    assert changes(filled) == before
    in_a_thread(owner.run("beheer", message))
    assert changes(filled) > before
