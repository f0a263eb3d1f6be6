"""Somebody without an account tries to stop the server, while people work or while nobody does.

`python -m tests.torture.aanval ADDRESS SECONDS` does everything at once from one network address of this machine, for
so many seconds: pages of other sites that open sockets, two hundred screens that keep asking, files, messages of a
megabyte, endless login names, wrong passwords, guessed addresses of files, and every free address again and again.
"""

import asyncio
import json
import os
import ssl
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.conftest import fill_with_method
from tests.core.wijken import add_wijk
from tests.nginx import free_port, running_nginx
from tests.postgres import running_postgres
from tests.torture.sessies import Browser, Verslag, cookies, start_server, wait_for, work_together
from tests.torture.stoppen import Uitkomst, problems
from wijkkompas_core.settings import ROOT

FROM = "127.0.0.66"
SCREENS = 200
LARGE, HUGE_FILE = 1_000_000, 10_000_000
REST = 8.0
"""Seconds between two records of one person, at most: people at work, not a machine that is full already."""
MORE_MEMORY, SLOWER = 1.10, 2.0
TURNS = 4
"""Alone and under attack by turns: what else this machine does comes in both."""
_ANYONE = ssl._create_unverified_context()


@dataclass
class Aanvaller:
    """One attacker; `seen` counts what came of it."""

    url: str
    until: float
    seen: Counter[str] = field(default_factory=Counter)

    def _open(self, origin: str | None = None) -> connect:
        return connect(
            self.url.replace("http", "ws", 1) + "/_stcore/stream",
            origin=origin or self.url,  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            local_addr=(FROM, 0),
            ssl=_ANYONE if self.url.startswith("https") else None,
            max_size=None,
            ping_interval=None,
            open_timeout=20,
        )

    async def again(self, what: str, deed: Callable[[], Awaitable[str]], pause: float) -> None:
        """Do this until the time is over."""
        while time.monotonic() < self.until:
            try:
                self.seen[f"{what}: {await deed()}"] += 1
            except (OSError, WebSocketException, TimeoutError, httpx.HTTPError) as error:
                self.seen[f"{what}: {type(error).__name__}"] += 1
            await asyncio.sleep(pause)

    async def foreign(self) -> str:
        """A page of another site opens a socket."""
        async with self._open("https://evil.example"):
            return "open"

    async def screen(self) -> str:
        """A screen that keeps asking for the page, until it is closed."""
        async with self._open() as socket:
            while time.monotonic() < self.until:
                await _ask(socket)
                await asyncio.sleep(1)
        return "getekend"

    async def large(self) -> str:
        """A message of a megabyte."""
        async with self._open() as socket:
            message = BackMsg()
            message.rerun_script.query_string = "a" * LARGE
            await socket.send(message.SerializeToString())
            await socket.recv()
        return "beantwoord"

    async def guess(self) -> str:
        """A wrong password, with a login name as long as a message may be."""
        async with self._open() as socket:
            ids = await _ask(socket)
            states = [
                WidgetState(id=ids["Gebruikersnaam"], string_value="\ufdfa" * 4_000),
                WidgetState(id=ids["Wachtwoord"], string_value="een foute zin"),
                WidgetState(id=ids["Inloggen"], trigger_value=True),
            ]
            await _ask(socket, states)
        return "geprobeerd"

    async def upload(self, client: httpx.AsyncClient) -> str:
        """A file for a screen that is open, without an account."""
        address = f"{self.url}/_stcore/upload_file/00000000-0000-0000-0000-000000000000/1"
        answer = await client.put(address, files={"file": ("a.csv", b"a" * HUGE_FILE)})
        return str(answer.status_code)

    async def fetch(self, client: httpx.AsyncClient, path: str) -> str:
        """An address that anyone may ask."""
        return str((await client.get(self.url + path)).status_code)

    async def everything(self) -> None:
        """All of it at once."""
        transport = httpx.AsyncHTTPTransport(local_address=FROM, verify=False, limits=httpx.Limits(max_connections=40))
        async with httpx.AsyncClient(transport=transport, timeout=30) as client:
            paths = ("/", "/gereed", "/media/" + "a" * 56 + ".csv", "/_stcore/health", "/deel", "/_stcore/metrics")
            await asyncio.gather(
                *(self.again("scherm", self.screen, 1) for _ in range(SCREENS)),
                *(self.again("vreemde site", self.foreign, 0.2) for _ in range(3)),
                *(self.again("groot bericht", self.large, 0.2) for _ in range(3)),
                *(self.again("wachtwoord", self.guess, 0.2) for _ in range(3)),
                *(self.again("bestand", lambda: self.upload(client), 0.5) for _ in range(5)),
                *(self.again(path[:12], lambda path=path: self.fetch(client, path), 0.02) for path in paths),
            )


async def _ask(socket: ClientConnection, states: list[WidgetState] | None = None) -> dict[str, str]:
    """Ask for the login page; answers the ids of its widgets by their labels."""
    message, ids = BackMsg(), {}
    message.rerun_script.page_name = "inloggen"
    message.rerun_script.widget_states.widgets.extend(states or [])
    async with asyncio.timeout(60):
        await socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await socket.recv(decode=False))
            if answer.WhichOneof("type") == "script_finished":
                return ids
            element = answer.delta.new_element
            part = getattr(element, element.WhichOneof("type") or "", None)
            if getattr(part, "id", "") and getattr(part, "label", ""):
                ids[part.label] = part.id  # type: ignore[union-attr]


def attack(url: str, seconds: float) -> subprocess.Popen[bytes]:
    """Start an attacker, in a process that leaves the processor to the server: its own machine would be another."""
    return subprocess.Popen(
        ["nice", "-n", "15", sys.executable, "-m", "tests.torture.aanval", url, str(seconds)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )


def megabytes(*processes: int) -> float:
    """The memory that these processes hold together."""
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in processes)
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def p95(browsers: list[Browser]) -> float:
    """Of all that was recorded, 95 % took at most so many seconds."""
    taken = [seconds for browser in browsers for seconds in browser.seconds]
    return quantiles(taken, n=20)[-1] if len(taken) > 1 else float("inf")


def under_attack(people: int, seconds: float) -> Verslag:
    """People record through nginx on two servers with a PostgreSQL: by turns alone and while somebody attacks."""
    report = Verslag()
    with running_postgres(safe=True) as postgres:
        database = fill_with_method(url := postgres.new_database())
        wijk = add_wijk(database, "proefwijk")
        known = cookies(database, wijk, people)
        ports = [free_port(), free_port()]
        servers = [start_server(url, port) for port in ports]
        alone: list[Browser] = []
        together: list[Browser] = []
        seen, peaks = Counter[str](), list[float]()
        try:
            for port in ports:
                wait_for(port)
            with running_nginx([f"127.0.0.1:{port}" for port in ports]) as nginx:
                ids = [server.pid for server in servers]
                work_together(nginx.url, "proefwijk", known, lambda _: time.sleep(seconds / TURNS), REST)
                before = megabytes(*ids)

                def beside(_: list[Browser]) -> None:
                    attacker = attack(nginx.url, seconds / TURNS)
                    while attacker.poll() is None:
                        peaks.append(megabytes(*ids))
                        time.sleep(1)
                    seen.update(json.loads(attacker.communicate()[0] or b"{}"))

                for turn in range(TURNS):
                    for browsers, meanwhile in ((alone, lambda _: time.sleep(seconds / TURNS)), (together, beside)):
                        number = 10_000 * (2 * turn + (browsers is together) + 1)
                        browsers += work_together(nginx.url, "proefwijk", known, meanwhile, REST, number)
                time.sleep(60)
                after = megabytes(*ids)
        finally:
            for server in servers:
                server.kill()
                server.wait()
        confirmed = [name for browser in (*alone, *together) for _, name in browser.confirmed]
        report.fouten += problems(database, confirmed, found := Uitkomst())
        report.regels += [
            f"De aanvaller: {dict(seen)}.",
            f"{people} mensen, {seconds:.0f} seconden: p95 {p95(alone):.2f} s alleen en {p95(together):.2f} s "
            f"tijdens de aanval; {len(confirmed)} bevestigd, {found.gevonden} gevonden. "
            f"Geheugen {before:.0f} MB vooraf, hoogstens {max(peaks):.0f} MB, een minuut later {after:.0f} MB.",
        ]
        if p95(together) > SLOWER * p95(alone):
            report.fouten.append("tijdens de aanval duurde vastleggen meer dan twee keer zo lang")
        if after > MORE_MEMORY * before:
            report.fouten.append("een minuut na de aanval is er meer dan 10 % geheugen bij")
        database.close()
    return report


async def _main(url: str, seconds: float) -> None:
    attacker = Aanvaller(url, time.monotonic() + seconds)
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds + 5):
            await attacker.everything()
    print(json.dumps(dict(sorted(attacker.seen.items())), ensure_ascii=False))


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], float(sys.argv[2])))
