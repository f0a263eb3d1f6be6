"""Many people record at once, through nginx and two servers, while a backup runs and one of the servers is killed."""

import asyncio
import os
import random
import secrets
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from dashboard.reading.who import cookie_name
from tests.conftest import fill_with_method
from tests.core.wijken import add_person, add_wijk
from tests.nginx import free_port, running_nginx
from tests.postgres import running_postgres
from tests.torture.stoppen import Uitkomst, problems
from wijkkompas_core.domain.toegang import Rol
from wijkkompas_core.services.toegang import sessies
from wijkkompas_core.settings import ROOT, Settings
from wijkkompas_core.storage.database import Database

RUN_SECONDS = 60
READY_SECONDS = 180
GEHEIM = "alleen-voor-de-proef-0123456789-abcdefghij"
TEXT, VORM, ASPECT, SAVE = "Wat leverde het op?", "Vorm", "Waar ging het over: sociaal-maatschappelijk", "Vastleggen"
_ANYONE = ssl._create_unverified_context()


@dataclass
class Verslag:
    """What came of it, in sentences, and everything that is wrong."""

    regels: list[str] = field(default_factory=list)
    fouten: list[str] = field(default_factory=list)


@dataclass
class Browser:
    """One person at the screen of `vastleggen`: fills in the form and presses the button, over a real websocket.

    After each it waits a while, at most `rust` seconds.
    """

    url: str
    cookie: str
    wijk: str
    rust: float = 1.0
    confirmed: list[tuple[float, str]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    cut: int = 0
    ids: dict[str, str] = field(default_factory=dict)
    text: str = ""
    start: int = 0
    shown: list[str] = field(default_factory=list)

    async def work(self, who: int, over: asyncio.Event) -> None:
        """Record one thing after another; a connection that is lost is made anew, as the page in a browser does."""
        number, chance = self.start, random.Random(who)
        while not over.is_set():
            try:
                async with connect(
                    self.url.replace("http", "ws", 1) + "/_stcore/stream",
                    origin=self.url,  # type: ignore[arg-type]
                    subprotocols=["streamlit"],  # type: ignore[list-item]
                    additional_headers={"Cookie": self.cookie},
                    ssl=_ANYONE if self.url.startswith("https") else None,
                    max_size=None,
                    ping_interval=None,
                ) as socket:
                    await self._run(socket, [])
                    while not over.is_set():
                        name = f"proef {who}-{number}"
                        number += 1
                        begun = time.monotonic()
                        await self._run(socket, self._filled_in(name))
                        self.seconds.append(time.monotonic() - begun)
                        if any("Vastgelegd" in part for part in self.shown) and self.text != name:
                            self.confirmed.append((time.time(), name))
                        await asyncio.sleep(self.rust * (0.2 + chance.random() * 0.8))
            except (OSError, WebSocketException, TimeoutError):
                self.cut += 1
                await asyncio.sleep(0.3)

    def _filled_in(self, name: str) -> list[WidgetState]:
        aspects = WidgetState(id=self.ids[ASPECT])
        aspects.string_array_value.data.append("Bewoners doen mee")
        return [
            WidgetState(id=self.ids[VORM], string_value="Bewonersavond"),
            aspects,
            WidgetState(id=self.ids[TEXT], string_value=name),
            WidgetState(id=self.ids[SAVE], trigger_value=True),
        ]

    async def _run(self, socket: ClientConnection, states: list[WidgetState]) -> None:
        message = BackMsg()
        message.rerun_script.query_string = f"wijk={self.wijk}"
        message.rerun_script.page_name = "vastleggen"
        message.rerun_script.widget_states.widgets.extend(states)
        message.rerun_script.context_info.url = f"{self.url}/vastleggen"
        self.shown.clear()
        async with asyncio.timeout(RUN_SECONDS):
            await socket.send(message.SerializeToString())
            while True:
                answer = ForwardMsg.FromString(await socket.recv(decode=False))
                if answer.WhichOneof("type") == "delta" and answer.delta.WhichOneof("type") == "new_element":
                    self._note(answer.delta.new_element)
                elif (
                    answer.WhichOneof("type") == "script_finished"
                    and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
                ):
                    return

    def _note(self, element: object) -> None:
        kind = element.WhichOneof("type")  # type: ignore[attr-defined]
        part = getattr(element, kind or "", None)
        if kind in ("html", "markdown", "alert"):
            self.shown.append(part.body)  # type: ignore[union-attr]
        elif kind in ("selectbox", "button_group", "text_area", "button"):
            self.ids[part.label.rsplit(": ", 1)[-1] if kind == "button" else part.label] = part.id  # type: ignore[union-attr]
            if part.label == TEXT:  # type: ignore[union-attr]
                self.text = part.value if part.set_value else part.default  # type: ignore[union-attr]


def cookie(database: Database, naam: str, *, https: bool) -> str:
    """The cookie of a new session of this account, as it stands in a header; with `https` as a server behind nginx."""
    ticket = sessies.verify(database, naam, "-", Settings.from_env(), matches=lambda _typed, _hash: True)
    assert isinstance(ticket, sessies.Ticket), ticket
    name = cookie_name(replace(Settings.from_env(), cookie_secure=https))
    return f"{name}={sessies.start(database, ticket.waarde, Settings.from_env()).sessie}"


def cookies(database: Database, wijk: int, people: int, *, https: bool = True) -> list[str]:
    """The cookies of so many people, each logged in and with a place of its own at nginx."""
    found: list[str] = []
    for number in range(people):
        add_person(database, f"proef{number}", Rol.TEAMLID, wijk)
        found.append(f"{cookie(database, f'proef{number}', https=https)}; wk_plek={secrets.token_hex(16)}")
    return found


def work_together(
    url: str, wijk: str, people: list[str], beside: Callable[[list[Browser]], None], rust: float = 1.0, start: int = 0
) -> list[Browser]:
    """Let all of them record while `beside` happens, and until it is over. Answers what each saw.

    The names of what they record count on from `start`: a second turn on one database begins higher.
    """

    async def all_of_them() -> list[Browser]:
        over = asyncio.Event()
        browsers = [Browser(url, cookie, wijk, rust, start=start) for cookie in people]

        async def meanwhile() -> None:
            try:
                await asyncio.to_thread(beside, browsers)
            finally:
                over.set()

        await asyncio.gather(meanwhile(), *(browser.work(who, over) for who, browser in enumerate(browsers)))
        return browsers

    with ThreadPoolExecutor(1) as other:  # the browser of the tests has an event loop in this thread already
        return other.submit(lambda: asyncio.run(all_of_them())).result()


def start_server(url: str, port: int, *, https: bool = True) -> subprocess.Popen[bytes]:
    """An app process on this database; with `https` it stands behind nginx."""
    environ = os.environ | {
        "WIJKKOMPAS_DATABASE_URL": url,
        "WIJKKOMPAS_POORT": str(port),
        "WIJKKOMPAS_GEHEIM": GEHEIM,
        "WIJKKOMPAS_COOKIE_SECURE": "ja" if https else "nee",
        "WIJKKOMPAS_ADRES_KOPREGEL": "X-Forwarded-For" if https else "",
    }
    command = [sys.executable, "-m", "dashboard"]
    return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for(port: int) -> None:
    """Wait until the app process at this port is ready."""
    from urllib.request import urlopen

    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        with suppress(OSError):
            if urlopen(f"http://127.0.0.1:{port}/gereed", timeout=5).status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("a server did not become ready")


def command(url: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """One command of the command line, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "wijkkompas_core", *map(str, arguments)],
        cwd=ROOT, env=os.environ | {"WIJKKOMPAS_DATABASE_URL": url}, capture_output=True, text=True,
    )  # fmt: skip


def record_together(folder: Path, people: int, seconds: float) -> Verslag:
    """The whole trial on a PostgreSQL, two servers and an nginx of its own."""
    report, backup = Verslag(), folder / "onderweg.zip"
    moments: dict[str, float] = {}
    with running_postgres(safe=True) as postgres:
        database = fill_with_method(url := postgres.new_database())
        wijk = add_wijk(database, "proefwijk")
        known = cookies(database, wijk, people)
        ports = [free_port(), free_port()]
        servers = [start_server(url, port) for port in ports]
        try:
            for port in ports:
                wait_for(port)

            def halfway(_: list[Browser]) -> None:
                time.sleep(seconds / 2)
                moments["begin"] = time.time()
                making = subprocess.Popen(
                    [sys.executable, "-m", "wijkkompas_core", "backup", str(backup)],
                    cwd=ROOT, env=os.environ | {"WIJKKOMPAS_DATABASE_URL": url}, stdout=subprocess.DEVNULL,
                )  # fmt: skip
                time.sleep(0.5)
                moments["tijdens"] = float(making.poll() is None)
                servers[0].kill()
                moments["gestopt"] = time.time()
                moments["backup"] = float(making.wait())
                moments["eind"] = time.time()
                time.sleep(max(0.0, seconds / 2 - (moments["eind"] - moments["begin"])))

            with running_nginx([f"127.0.0.1:{port}" for port in ports]) as nginx:
                browsers = work_together(nginx.url, "proefwijk", known, halfway)
        finally:
            for server in servers:
                server.kill()
                server.wait()
        confirmed = [name for browser in browsers for _, name in browser.confirmed]
        before = [name for b in browsers for moment, name in b.confirmed if moment < moments["begin"]]
        seen, past = Uitkomst(), Uitkomst()
        report.fouten += problems(database, confirmed, seen)
        if not confirmed or moments["backup"] or not any(browser.cut for browser in browsers):
            report.fouten.append(f"de proef deed het niet: {len(confirmed)} bevestigd, {moments}")
            return report
        restored_url = postgres.new_database()
        done = command(restored_url, "restore", backup)
        restored = Database(restored_url)
        report.fouten += [f"back-up: {text}" for text in problems(restored, before, past)] + (
            [] if done.returncode == 0 else [done.stderr]
        )
        for one in (url, restored_url):
            if (checked := command(one, "check")).returncode:
                report.fouten.append(checked.stdout + checked.stderr)
        cut = [browser for browser in browsers if browser.cut]
        went_on = [b for b in cut if b.confirmed and b.confirmed[-1][0] > moments["gestopt"] + 1]
        report.regels += [
            f"{people} sessies, {seconds:.0f} seconden: {len(confirmed)} vastleggingen bevestigd, {seen.gevonden} "
            f"gevonden, {len(report.fouten)} fouten.",
            f"De server die werd gestopt had {len(cut)} sessies; {len(went_on)} daarvan legden daarna weer vast, "
            "zonder opnieuw in te loggen.",
            f"Back-up in {moments['eind'] - moments['begin']:.1f} seconden"
            f"{', en bezig toen de server stopte' if moments['tijdens'] else ''}: {past.gevonden} vastleggingen, "
            f"waarvan {len(before)} bevestigd voordat hij begon.",
        ]
        restored.close()
        database.close()
    return report
