"""Named views and share links in real browsers: what a link shows to whom, and when it stops."""

import re
import sqlite3
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.axe import settled, violations

GEHEIM = "een lange zin met woorden"
PEOPLE = (
    "SELECT naam FROM gebruiker UNION SELECT gebruikersnaam FROM gebruiker "
    "WHERE gebruikersnaam NOT IN ('lezer', 'beheerder', 'teamlid', 'projectleider', 'programmamanager')"
)
TEXTS = {
    "contactmoment": "opbrengst",
    "besluit": "wat",
    "afspraak": "wat",
    "nvt_vak": "reden",
    "knooppuntstatus": "reden",
    "mijlpaal": "naam",
    "annotatie": "tekst",
}


def ask(server, query: str) -> list[str]:
    """The first column of a query on the database of the server."""
    with sqlite3.connect(server.database_url.removeprefix("sqlite:///")) as connection:
        return [row[0] for row in connection.execute(query)]


def free_texts(server) -> list[str]:
    """Everything that people typed in the demo and that is long enough to be recognised."""
    found = [text for table, column in TEXTS.items() for text in ask(server, f"SELECT {column} FROM {table}")]
    return [text for text in found if text and len(text) > 12]


@pytest.fixture
def lead(demo_server, demo_wachtwoord, new_context, log_in) -> Page:
    page = new_context(viewport={"width": 1440, "height": 900}).new_page()
    log_in(page, demo_server.url, "projectleider", demo_wachtwoord)
    return page


@pytest.fixture
def boss(demo_server, demo_wachtwoord, new_context, log_in) -> Page:
    page = new_context(viewport={"width": 1440, "height": 900}).new_page()
    log_in(page, demo_server.url, "programmamanager", demo_wachtwoord)
    return page


def make_link(page: Page, url: str, adres: str, naam: str, wachtwoord: str = "", *, teksten: bool = False) -> str:
    """Make a share link on the screen and answer it."""
    page.goto(f"{url}/weergaven?doe=delen&adres={quote(adres, safe='')}")
    page.get_by_label("Voor wie is deze link?").fill(naam)
    if teksten:
        page.get_by_text("Laat ook zien wat mensen hebben opgeschreven").click()
        settled(page)
    if wachtwoord:
        page.locator("input[type=password]").fill(wachtwoord)
    page.get_by_role("button", name="Link maken").click()
    return page.locator("#wk-nieuwe-link").inner_text()


def stranger(new_context: Callable[..., BrowserContext], **options: object) -> Page:
    """A browser that knows nothing, with everything that comes in over its websocket in `page.frames_seen`."""
    page = new_context(viewport={"width": 1440, "height": 900}, **options).new_page()
    received: list[bytes] = []
    page.frames_seen = received  # type: ignore[attr-defined]

    def note(frame: str | bytes) -> None:
        received.append(frame if isinstance(frame, bytes) else frame.encode())

    page.on("websocket", lambda socket: socket.on("framereceived", note))
    return page


def sent_to(page: Page) -> str:
    """Everything that this browser got: the page as it stands and every message of the websocket."""
    seen: list[bytes] = page.frames_seen  # type: ignore[attr-defined]
    assert seen
    return page.content() + b"\n".join(seen).decode(errors="replace")


def opens(page: Page, link: str) -> None:
    page.goto(link)
    expect(page).to_have_url(re.compile(r"/gedeeld\?kenmerk=[0-9a-f]+$"))
    expect(page.get_by_text("Je kijkt mee via een link")).to_be_visible()
    settled(page)


def revoke(page: Page, url: str, naam: str) -> None:
    page.goto(f"{url}/weergaven")
    page.get_by_role("link", name=f"Intrekken: {naam}").click()
    page.get_by_role("button", name="Intrekken").click()
    expect(page.get_by_text(f"de link voor {naam} is ingetrokken")).to_be_visible()


BEELDEN = {
    "kompas": "/kompas?wijk=lindenhof&selectie=keuzes-maken",
    "balans": "/balans?wijk=lindenhof&per=maand",
    "wijk": "/wijk?wijk=lindenhof",
    "programma": "/programma",
    "programmabalans": "/programmabalans",
    "vergelijken": "/vergelijken?wijken=lindenhof,molenkwartier",
}


def test_a_shared_view_shows_that_view_and_nothing_that_people_typed(demo_server, new_context, lead, subtests):
    people, typed = ask(demo_server, PEOPLE), free_texts(demo_server)
    assert len(people) > 3 and len(typed) > 100
    shown = {"lindenhof", "molenkwartier"}
    others = [naam for naam in ask(demo_server, "SELECT naam FROM wijk") if naam.lower() not in shown]
    for pagina, adres in BEELDEN.items():
        link = make_link(lead, demo_server.url, adres, f"Kijker {pagina}")
        page = stranger(new_context)
        opens(page, link)
        with subtests.test(pagina):
            everything = sent_to(page)
            assert [naam for naam in people if naam in everything] == []
            assert [text for text in typed if text in everything] == []
            assert [naam for naam in others if naam in everything] == []
            assert page.locator("section[data-testid='stSidebar']").count() == 0
            assert page.locator("[data-testid='stMain'] a[href]").count() == 0
            assert link.partition("#")[2] not in everything
            assert violations(page) == []
        page.close()


def test_what_people_typed_comes_along_when_that_is_ticked_but_never_who_typed_it(demo_server, new_context, lead):
    link = make_link(lead, demo_server.url, "/kompas?wijk=lindenhof", "Met teksten", teksten=True)
    page = stranger(new_context)
    opens(page, link)
    expect(page.locator(".wk-contact").first).to_be_visible()
    everything = sent_to(page)
    assert [text for text in free_texts(demo_server) if text in everything]
    assert [naam for naam in ask(demo_server, PEOPLE) if naam in everything] == []


def test_after_revoking_nothing_is_left_at_the_next_action(demo_server, new_context, lead, console_errors):
    link = make_link(lead, demo_server.url, "/balans?wijk=lindenhof", "Even maar")
    page = stranger(new_context)
    opens(page, link)
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    revoke(lead, demo_server.url, "Even maar")
    page.get_by_text("Tabel, download").first.click()
    expect(page.get_by_text("Er is hier niets te zien.")).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(0)
    page.goto(link)
    expect(page.get_by_role("alert")).to_contain_text("Deze link werkt niet.")
    console_errors[:] = [text for text in console_errors if "/deel/open" not in text]


def test_when_the_maker_loses_the_right_the_link_stops(demo_server, new_context, lead):
    link = make_link(lead, demo_server.url, "/balans?wijk=lindenhof", "Tot de rol weg is")
    page = stranger(new_context)
    opens(page, link)
    path = demo_server.database_url.removeprefix("sqlite:///")
    role = "UPDATE toekenning SET rol = ? WHERE gebruiker_id = (SELECT id FROM gebruiker WHERE gebruikersnaam = ?)"
    with sqlite3.connect(path) as connection:
        connection.execute(role, ("teamlid", "projectleider"))
    try:
        page.reload()
        expect(page.get_by_text("Er is hier niets te zien.")).to_be_visible()
    finally:
        with sqlite3.connect(path) as connection:
            connection.execute(role, ("projectleider", "projectleider"))


def test_a_guess_an_expired_and_a_revoked_link_get_the_same_sentence(demo_server, new_context, lead, console_errors):
    expired, revoked = (
        make_link(lead, demo_server.url, "/balans?wijk=lindenhof", naam) for naam in ("Verlopen", "Ingetrokken")
    )
    revoke(lead, demo_server.url, "Ingetrokken")
    with sqlite3.connect(demo_server.database_url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE deellink SET verloopt_op = '2020-01-01' WHERE naam = 'Verlopen'")
    page = new_context().new_page()
    said = set()
    for link in (expired, revoked, f"{demo_server.url}/deel#{'a' * 43}", f"{demo_server.url}/deel"):
        page.goto("about:blank")
        page.goto(link)
        said.add(page.get_by_role("alert").inner_text())
        assert "#" not in page.url
    assert len(said) == 1
    console_errors[:] = [text for text in console_errors if "/deel/open" not in text]


def test_a_password_is_asked_and_a_wrong_one_is_told(demo_server, new_context, lead):
    link = make_link(lead, demo_server.url, "/balans?wijk=lindenhof", "Met slot", GEHEIM)
    page = stranger(new_context)
    page.goto(link)
    field = page.get_by_label("Wachtwoord")
    expect(field).to_be_focused()
    assert violations(page) == []
    field.fill("iets anders")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Dit wachtwoord klopt niet.")
    field.fill(GEHEIM)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Je kijkt mee via een link")).to_be_visible()


def test_the_secret_is_in_no_request_line_and_in_no_referrer(demo_server, new_context, lead):
    link = make_link(lead, demo_server.url, "/balans?wijk=lindenhof", "Geheim")
    token = link.partition("#")[2]
    page = stranger(new_context)
    requests: list[str] = []
    page.on("request", lambda r: requests.append(f"{r.url} {r.headers}"))
    opens(page, link)
    assert requests and not [line for line in requests if token in line.replace(link, "")]
    assert token not in page.evaluate(
        "document.referrer + location.href + document.cookie + JSON.stringify(history.state)"
    )


def test_whatever_stands_in_the_address_the_view_stays_the_one_that_was_shared(demo_server, new_context, lead):
    link = make_link(lead, demo_server.url, "/balans?wijk=lindenhof", "Gesjoemel")
    page = stranger(new_context)
    opens(page, link)
    settled(page)
    title = page.get_by_role("heading", level=1).inner_text()
    page.goto(page.url + "&wijk=oude-werf&per=maand&van=2026-01-01&pagina=kompas&selectie=keuzes-maken")
    expect(page.get_by_text("Je kijkt mee via een link")).to_be_visible()
    settled(page)
    assert page.get_by_role("heading", level=1).inner_text() == title
    assert "Oude Werf" not in sent_to(page) and "per kwartaal" in sent_to(page)
    for pagina in ("kompas?wijk=lindenhof", "logboek?wijk=lindenhof", "programma", "weergaven", "account"):
        page.goto(f"{demo_server.url}/{pagina}")
        expect(page.get_by_label("Gebruikersnaam")).to_be_visible()


def test_the_link_of_a_view_brings_a_colleague_to_exactly_that_view_after_logging_in(
    demo_server, demo_wachtwoord, new_context, log_in, lead
):
    lead.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lead.goto(f"{demo_server.url}/kompas?wijk=lindenhof&selectie=keuzes-maken&van=2025-01-01&tot=2025-12-31")
    settled(lead)
    lead.locator("details.wk-delen summary").focus()
    lead.keyboard.press("Enter")
    lead.keyboard.press("Tab")
    lead.keyboard.press("Enter")
    expect(lead.get_by_text("De link is gekopieerd.")).to_be_visible()
    copied = lead.evaluate("navigator.clipboard.readText()")
    lead.keyboard.press("Escape")
    expect(lead.get_by_role("button", name="Kopieer link")).to_be_hidden()
    colleague = new_context(viewport={"width": 1440, "height": 900}).new_page()
    log_in(colleague, demo_server.url, "teamlid", demo_wachtwoord, copied.removeprefix(demo_server.url))
    assert colleague.url == copied
    expect(colleague.get_by_role("heading", name="4. Keuzes maken")).to_be_visible()
    other = new_context(viewport={"width": 1440, "height": 900}).new_page()
    log_in(other, demo_server.url, "lezer", demo_wachtwoord, copied.removeprefix(demo_server.url))
    settled(other)
    assert "Lindenhof" not in other.locator("[data-testid='stMain']").inner_text()


def test_a_view_is_kept_named_begun_with_and_taken_away_again(demo_server, demo_wachtwoord, lead, new_context, log_in):
    lead.goto(f"{demo_server.url}/balans?wijk=lindenhof&per=maand")
    settled(lead)
    lead.locator("details.wk-delen summary").click()
    lead.get_by_role("link", name="Bewaar als weergave").click()
    expect(lead.get_by_role("paragraph").filter(has_text="Balans · Lindenhof").first).to_be_visible()
    lead.get_by_label("Naam").fill("Maanden van Lindenhof")
    lead.get_by_text("Begin hier voortaan na het inloggen").click()
    lead.get_by_role("button", name="Bewaren").click()
    expect(lead.get_by_text("hier begin je")).to_be_visible()
    again = new_context(viewport={"width": 1440, "height": 900}).new_page()
    again.goto(f"{demo_server.url}/inloggen")
    again.get_by_label("Gebruikersnaam").fill("projectleider")
    again.get_by_label("Wachtwoord", exact=True).fill(demo_wachtwoord)
    again.get_by_role("button", name="Inloggen").click()
    expect(again).to_have_url(re.compile(r"/balans\?wijk=lindenhof&per=maand"))
    lead.get_by_role("link", name="Meer met Maanden van Lindenhof").click()
    lead.get_by_role("button", name="Verwijderen").click()
    expect(lead.get_by_text("Hier komen je weergaven te staan.")).to_be_visible()
    lead.get_by_role("button", name="Ongedaan maken").click()
    expect(lead.get_by_role("link", name="Maanden van Lindenhof", exact=True)).to_be_visible()
    lead.get_by_role("link", name="Meer met Maanden van Lindenhof").click()
    lead.get_by_role("button", name="Verwijderen").click()
    expect(lead.get_by_text("Hier komen je weergaven te staan.")).to_be_visible()
