"""A real server in a process of its own, and a real browser. Every browser test fails on an error in the console."""

import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from sqlalchemy import update

from dashboard.reading.who import cookie_name, device_cookie_name
from tests.e2e.bewaard import Voorraad
from tests.e2e.geboorte import run_module
from tests.vaste_dag import ZONE, shift
from wijkkompas_core.services.toegang import inlogstappen, sessies
from wijkkompas_core.settings import Settings
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import SessieRow

# The first draws the same with a sixth less work, having no windows.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# Letters are as wide as in a window, and one process serves all pages of a browser: what it made of Streamlit's scripts
# for the first is there for the next. No page of a test is open so long that making its scripts faster pays for itself.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--process-per-site",
    "--font-render-hinting=none",
    "--js-flags=--no-opt,--no-maglev",
]
# Streamlit asks for its own health next to a deep address first; that this is not there is no fault.
HARMLESS = ("/_stcore/health", "/_stcore/host-config")
START_SECONDS = 60
# Streamlit tries whether WebAssembly may be used and goes on without it; we do not allow it.
VIOLATION = """addEventListener("securitypolicyviolation", event => {
    if (event.blockedURI !== "wasm-eval") console.error(`CSP: ${event.effectiveDirective} ${event.blockedURI}`);
});"""
# The browser's clock says what that of the tests says.
CLOCK = """const there = Date, now = () => there.now() + %d;
Date = new Proxy(there, {
    construct: (date, given, made) => Reflect.construct(date, given.length ? given : [now()], made),
    apply: () => new there(now()).toString(),
    get: (date, name) => name === "now" ? now : Reflect.get(date, name),
});"""
UVICORN = (
    "uvicorn", "dashboard.server:app", "--port", "{port}", "--log-level", "warning",
    "--timeout-graceful-shutdown", "1",
)  # fmt: skip
STREAMLIT = ("streamlit", "run", "dashboard/server.py", "--server.port", "{port}", "--server.address", "127.0.0.1")

SERVED: dict[str, str] = {}
"""The address of each server that was started, with that of its database."""

expect.set_options(timeout=30_000)


def chromium() -> str | None:
    """Where Chromium is: `WIJKKOMPAS_CHROMIUM`, the first that is on the path, or nothing: then Playwright's own."""
    return os.environ.get("WIJKKOMPAS_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)


@dataclass
class Server:
    """A server process on its own port and database; `url` is its address without a slash at the end."""

    database_url: str
    environment: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: BaseProcess | None = None
    command: tuple[str, ...] = UVICORN

    @property
    def url(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it is ready."""
        if not self.port:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
        SERVED[self.url] = self.database_url
        command = [part.format(port=self.port) for part in self.command]
        self.process = run_module(
            command, {**os.environ, "WIJKKOMPAS_DATABASE_URL": self.database_url, **self.environment}
        )
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if not self.process.is_alive():
                pytest.fail("The server stopped while starting.", pytrace=False)
            try:
                if urlopen(f"{self.url}/gereed", timeout=5).status == 200:
                    return
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        pytest.fail("The server did not become ready.", pytrace=False)

    def stop(self) -> None:
        """Stop it; the port is kept for the next start."""
        if self.process is not None:
            self.process.terminate()
            self.process.join(10)
            if self.process.is_alive():
                self.process.kill()
                self.process.join()
            self.process = None


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., Server]]:
    """Starts servers: `serve(database_url, NAME="value" …)`. All are stopped when the tests end."""
    servers: list[Server] = []

    def start(database_url: str, *, by_streamlit: bool = False, **environment: str) -> Server:
        server = Server(database_url, environment, command=STREAMLIT if by_streamlit else UVICORN)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def demo_server(serve: Callable[..., Server], demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server with the demo, shared by the tests: leave it as you found it, or use a wijk of your own."""
    copy = tmp_path_factory.mktemp("server") / "demo.db"
    shutil.copyfile(demo_file, copy)
    return serve(f"sqlite:///{copy}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def console_errors() -> list[str]:
    """What the browser complained about; a test that provokes a complaint clears the list."""
    return []


@pytest.fixture(scope="session")
def browsers(browser: Browser) -> Voorraad:
    """What `new_context` takes its browsers from."""

    def make(**options: object) -> BrowserContext:
        context = browser.new_context(**{"locale": "nl-NL", "timezone_id": ZONE, **options})  # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        context.add_init_script(VIOLATION)
        context.add_init_script(CLOCK % (shift() * 1000))
        return context

    return Voorraad(make)


@pytest.fixture
def new_context(browsers: Voorraad, console_errors: list[str]) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browsers that know nothing of each other or of other tests; an error in the console of any is a failure."""

    def note(message: object) -> None:
        kind, text = getattr(message, "type", "error"), getattr(message, "text", str(message))
        url = (getattr(message, "location", None) or {}).get("url", "")
        if kind == "error" and not url.endswith(HARMLESS):
            console_errors.append(f"{text} ({url})")

    def watch(page: Page) -> None:
        page.on("console", note)
        page.on("pageerror", lambda error: console_errors.append(str(error)))

    yield partial(browsers.take, watch)
    browsers.give_back()
    assert console_errors == []


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A page in a browser of its own, 1440 pixels wide."""
    return new_context(viewport={"width": 1440, "height": 900}).new_page()


@pytest.fixture
def log_in_by_form() -> Callable[..., None]:
    """Log in as people do: `log_in_by_form(page, base_url, name, password, path)`, for where that is what is tested."""
    return _log_in_by_form


@pytest.fixture
def log_in() -> Callable[..., None]:
    """Log in: `log_in(page, base_url, name, password, path)` brings you to `path`, if there is one.

    The same services give the cookie, but nobody fills in the form: that takes longer than most of what comes after it.
    """
    return _log_in


def _log_in(page: Page, base_url: str, name: str, password: str, path: str = "") -> None:
    if base_url not in SERVED:  # a server behind nginx
        _log_in_by_form(page, base_url, name, password, path or "/account")
        return
    database, settings = Database(SERVED[base_url]), Settings.from_env()
    if path == "/inloggen":  # it is the form that leads on
        _no_news(database)
        _log_in_by_form(page, base_url, name, password, path)
        return
    ticket = sessies.verify(database, name, password, settings)
    assert isinstance(ticket, inlogstappen.Ticket), ticket
    cookies = sessies.start(database, ticket.waarde, settings)
    _no_news(database)
    for key, value in ((cookie_name(settings), cookies.sessie), (device_cookie_name(settings), cookies.toestel)):
        page.context.add_cookies([{"name": key, "value": value, "url": base_url, "httpOnly": True, "sameSite": "Lax"}])
    if path:
        page.goto(base_url + path)
        expect(page.get_by_role("button", name="Uitloggen").first).to_be_visible()


def _no_news(database: Database) -> None:
    """Every test is a new browser of the same account; here that is not told on top of the page."""
    with database.engine.begin() as connection:
        connection.execute(update(SessieRow).values(nieuw=False))
    database.close()


def _log_in_by_form(page: Page, base_url: str, name: str, password: str, path: str = "/account") -> None:
    page.goto(base_url + path)
    _fill_in(page, name, password)
    expect(page.get_by_role("button", name="Uitloggen").first).to_be_visible()


def _fill_in(page: Page, name: str, password: str) -> None:
    """Fill in the login form that is on the page and send it."""
    page.get_by_label("Gebruikersnaam").fill(name)
    page.get_by_label("Wachtwoord", exact=True).fill(password)
    page.get_by_role("button", name="Inloggen").click()


def sideways(page: Page) -> int:
    """How many pixels the whole page can be pushed to the side; only what has its own bar, as a table, may do that."""
    return page.evaluate(
        """() => Math.max(...[document.documentElement, document.querySelector("[data-testid=stMain]")]
            .map(one => one.scrollWidth - one.clientWidth))"""
    )


def stands_still(page: Page) -> None:
    """Wait until nothing runs and what was scrolled or changed has been drawn."""
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def fill_in_contactmoment(page: Page, text: str) -> None:
    """Fill in what a contactmoment needs, with this text, once nothing runs."""
    vorm = page.get_by_role("combobox", name="Vorm", exact=True)
    vorm.scroll_into_view_if_needed()  # a list shuts when the page scrolls, and that is told a frame later
    stands_still(page)
    vorm.fill("Bewonersavond")
    expect(page.get_by_role("option", name="Bewonersavond")).to_be_visible()
    vorm.press("Enter")
    page.get_by_role("button", name="Bewoners doen mee").click()
    page.get_by_role("textbox", name="Wat leverde het op?").fill(text)
    page.keyboard.press("Tab")
    expect(vorm).to_have_value("Bewonersavond")
