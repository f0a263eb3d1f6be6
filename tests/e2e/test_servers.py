"""Two app processes on one PostgreSQL behind nginx: one installation for whoever uses it, also when a process dies."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.conftest import DEMO_WACHTWOORD
from tests.core.wijken import add_wijk
from tests.e2e.conftest import fill_in_contactmoment
from tests.nginx import Nginx, free_port, running_nginx
from tests.postgres import Postgres
from tests.torture.sessies import Browser, cookies, work_together
from tests.torture.stoppen import Uitkomst, problems
from wijkkompas_core.storage.backup import copy_database, restore_database
from wijkkompas_core.storage.database import Database

ROOT = Path(__file__).resolve().parents[2]
GEHEIM = "alleen-voor-de-tests-0123456789-abcdefghij"
AWAY = "Getypt vlak voordat de database wegviel"
DRAFT = "Half getypt toen de server wegviel"


@dataclass
class Installatie:
    """Two processes, the nginx before them and the database behind them."""

    nginx: Nginx
    postgres: Postgres
    database_url: str
    processes: dict[str, subprocess.Popen[bytes]]

    def ask(self, query: str) -> list[tuple[object, ...]]:
        """Read straight from the database."""
        with closing(psycopg.connect(self.database_url.replace("+psycopg", ""))) as connection:
            return connection.execute(query).fetchall()  # type: ignore[arg-type]

    def wait_for_draft(self, text: str) -> None:
        """Until a draft with this text is kept: then the run that the typing began has done its work."""
        until = time.monotonic() + 15
        while not self.ask(f"SELECT 1 FROM concept WHERE inhoud::text LIKE '%{text}%'"):
            assert time.monotonic() < until, "no draft was kept"
            time.sleep(0.05)

    @contextmanager
    def without_database(self) -> Iterator[None]:
        """The database is gone meanwhile; whatever happens, it comes back for the tests that follow."""
        self.postgres.stop()
        try:
            yield
        finally:
            self.postgres.start()


def start(url: str, port: int) -> subprocess.Popen[bytes]:
    environment = {
        "WIJKKOMPAS_DATABASE_URL": url,
        "WIJKKOMPAS_POORT": str(port),
        "WIJKKOMPAS_GEHEIM": GEHEIM,
        "WIJKKOMPAS_COOKIE_SECURE": "ja",
        "WIJKKOMPAS_DEMO_WACHTWOORD": DEMO_WACHTWOORD,
    }
    command = [sys.executable, "-m", "dashboard", "--demo"]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)


def wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail("A server stopped while starting.", pytrace=False)
        try:
            if urlopen(f"http://127.0.0.1:{port}/gereed", timeout=5).status == 200:
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail("A server did not become ready.", pytrace=False)


@pytest.fixture(scope="module")
def installatie(own_postgres: Postgres) -> Iterator[Installatie]:
    """Both processes start at the same moment on a database without a single table."""
    url = own_postgres.new_database()
    ports = [free_port(), free_port()]
    processes = {f"127.0.0.1:{port}": start(url, port) for port in ports}
    try:
        for port, process in zip(ports, processes.values(), strict=True):
            wait_until_ready(port, process)
        with running_nginx(list(processes)) as nginx:
            yield Installatie(nginx, own_postgres, url, processes)
    finally:
        for process in processes.values():
            process.kill()
            process.wait()


def on_server(
    installatie: Installatie, new_context: Callable[..., BrowserContext], avoid: str = ""
) -> tuple[BrowserContext, str]:
    """A browser, and the process that nginx sends it to: another one than `avoid`."""
    for _ in range(20):
        context = new_context(viewport={"width": 1440, "height": 900}, ignore_https_errors=True)
        context.request.get(f"{installatie.nginx.url}/gezond")
        plek = next(str(c.get("value")) for c in context.cookies() if c.get("name") == "wk_plek")
        server = installatie.nginx.upstream(plek)
        if server != avoid:
            return context, server
    pytest.fail("nginx sends every browser to one process", pytrace=False)


def test_two_processes_that_start_at_once_make_the_tables_and_the_demo_once(installatie: Installatie) -> None:
    assert len(installatie.ask("SELECT version_num FROM alembic_version")) == 1
    assert installatie.ask("SELECT count(*) FROM gebruiker") == [(5,)]
    assert installatie.ask("SELECT count(*) FROM logboek WHERE object = 'fase' AND actie = 'referentie laden'") in (
        [(6,)],
        [(0,)],
    )


def test_nginx_keeps_a_browser_at_one_process_and_what_is_not_public_closed(
    installatie: Installatie, new_context: Callable[..., BrowserContext]
) -> None:
    context, server = on_server(installatie, new_context)
    plek = next(str(c.get("value")) for c in context.cookies() if c.get("name") == "wk_plek")
    for path in ("/", "/kompas", "/stijl.css"):
        answer = context.request.get(installatie.nginx.url + path)
        assert answer.ok and "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "max-age" in answer.headers["strict-transport-security"]
        assert "set-cookie" not in answer.headers or "wk_plek" not in answer.headers["set-cookie"]
        assert installatie.nginx.upstream(plek) == server
    assert context.request.get(f"{installatie.nginx.url}/_stcore/metrics").status == 404


def save(page: Page) -> None:
    page.get_by_role("button", name="Vastleggen").last.click()
    expect(page.get_by_text("Vastgelegd:")).to_be_visible()


def test_a_database_that_is_gone_for_a_while_gives_a_sentence_and_costs_nothing_that_was_typed(
    installatie: Installatie,
    new_context: Callable[..., BrowserContext],
    log_in: Callable[..., None],
    demo_wachtwoord: str,
) -> None:
    page = on_server(installatie, new_context)[0].new_page()
    log_in(page, installatie.nginx.url, "teamlid", demo_wachtwoord, "/vastleggen?wijk=lindenhof")
    fill_in_contactmoment(page, AWAY)
    installatie.wait_for_draft(AWAY)
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()
    with installatie.without_database():
        page.get_by_role("button", name="Vastleggen").last.click()
        expect(page.get_by_text("De gegevens zijn nu even niet bereikbaar.").first).to_be_visible()
        page.get_by_role("button", name="Probeer opnieuw").click()
        expect(page.get_by_text("De gegevens zijn nu even niet bereikbaar.").first).to_be_visible()
    page.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.get_by_role("textbox", name="Wat leverde het op?")).to_have_value(AWAY)
    save(page)
    query = (
        "SELECT count(*) FROM contactmoment JOIN contactmoment_aspect ON id = contactmoment_id WHERE opbrengst = '{}'"
    )
    assert installatie.ask(query.format(AWAY)) == [(1,)]


def test_people_who_record_together_lose_nothing_when_a_backup_runs_and_a_process_dies(
    installatie: Installatie, tmp_path: Path
) -> None:
    """A short turn of what `make torture` does with fifty people for two minutes."""
    url, server = installatie.database_url, next(iter(installatie.processes))
    database = Database(url)
    wijk = add_wijk(database, "proefwijk")
    known = cookies(database, wijk, 4)
    copied: list[bool] = []

    def disaster(_: list[Browser]) -> None:
        time.sleep(4)
        installatie.processes[server].kill()
        copy_database(url, tmp_path / "kopie")
        copied.append(True)
        time.sleep(4)

    browsers = work_together(installatie.nginx.url, "proefwijk", known, disaster)
    port = int(server.rpartition(":")[2])
    installatie.processes[server].wait()
    installatie.processes[server] = start(url, port)

    confirmed = [name for browser in browsers for _, name in browser.confirmed]
    seen, past = Uitkomst(), Uitkomst()
    assert problems(database, confirmed, seen) == []
    assert copied and confirmed and len(confirmed) <= seen.gevonden
    database.close()
    restored = Database(installatie.postgres.new_database())
    restore_database(restored.engine.url.render_as_string(hide_password=False), "postgresql", tmp_path / "kopie")
    assert problems(restored, [], past) == [] and past.gevonden <= seen.gevonden
    restored.close()
    wait_until_ready(port, installatie.processes[server])


def test_a_change_is_seen_by_the_other_process_and_a_process_that_dies_costs_no_login_and_no_text(
    installatie: Installatie,
    new_context: Callable[..., BrowserContext],
    log_in: Callable[..., None],
    demo_wachtwoord: str,
    console_errors: list[str],
) -> None:
    url = installatie.nginx.url
    first, here = on_server(installatie, new_context)
    second, there = on_server(installatie, new_context, avoid=here)
    page, other = first.new_page(), second.new_page()
    log_in(page, url, "projectleider", demo_wachtwoord, "/vastleggen?wijk=lindenhof")
    log_in(other, url, "programmamanager", demo_wachtwoord, "/logboek?wijk=lindenhof")
    assert {here, there} == set(installatie.processes)

    fill_in_contactmoment(page, "Vastgelegd op het ene proces")
    save(page)

    search = other.get_by_role("textbox", name="Zoeken")
    search.fill("Vastgelegd op het ene proces")
    search.press("Enter")
    expect(other.get_by_text("Vastgelegd op het ene proces").first).to_be_visible()

    fill_in_contactmoment(page, DRAFT)
    field = page.get_by_role("textbox", name="Wat leverde het op?")
    installatie.wait_for_draft(DRAFT)
    installatie.processes[here].kill()
    installatie.processes[here].wait()

    expect(page.get_by_role("button", name="Uitloggen").first).to_be_visible(timeout=30_000)
    page.reload()
    expect(page.get_by_role("button", name="Uitloggen").first).to_be_visible(timeout=30_000)
    expect(page.get_by_label("Gebruikersnaam")).to_have_count(0)
    page.get_by_role("button", name="Verder invullen").click()
    expect(field).to_have_value(DRAFT)
    expect(page.get_by_role("combobox", name="Vorm", exact=True)).to_have_value("Bewonersavond")
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()
    save(page)
    last = "SELECT opbrengst FROM contactmoment ORDER BY id DESC LIMIT 1"
    assert installatie.ask(last) == [(DRAFT,)]
    assert installatie.ask(f"SELECT count(*) FROM contactmoment WHERE opbrengst = '{DRAFT}'") == [(1,)]
    console_errors.clear()  # the browser complains of the connection that was cut
