"""One run: start the servers, log in, and measure every cell in rounds that alternate between them."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks import load, rapporten
from benchmarks.aanmelden import log_in
from benchmarks.browser import Browser
from benchmarks.gegevens import ACCOUNT, WIJK, change, make_demo, make_large
from benchmarks.paginas import EIGEN, KAAL, TEAM, Pagina
from benchmarks.plan import DEMO, GEEN, VEEL, Cel, Meting, Plan, Uitkomst
from benchmarks.servers import KAAL as KAAL_SCRIPT
from benchmarks.servers import Hoe, Server

Zeg = Callable[[str], None]

ALLEEN = ((Hoe.EIGEN, DEMO), (Hoe.EIGEN, VEEL), (Hoe.STANDAARD, DEMO), (Hoe.STANDAARD_UVICORN, DEMO))
"""The servers of Wijkkompas that are measured with one session."""
SAMEN = ALLEEN[:3]
"""Those that are measured with many. With many the processor is what is scarce, not how messages are sent."""
KALE = ((Hoe.EIGEN, GEEN), (Hoe.STANDAARD, GEEN))
"""The servers of the bare page, for both."""


@dataclass
class Gegevens:
    """A database that is measured, and the cookies of the sessions that have logged in to it."""

    url: str = ""
    cookies: Sequence[str] = ()


class Meetrun:
    """One run of the program, in an empty `folder`; `zeg` is told how far it is."""

    def __init__(self, plan: Plan, folder: Path, zeg: Zeg) -> None:
        self._plan = plan
        self._folder = folder
        self._zeg = zeg
        self._uitkomst = Uitkomst(plan)
        self._gegevens = {GEEN: Gegevens(cookies=[""] * plan.sessies)}

    def __call__(self) -> Uitkomst:
        """Measure everything; raises `PageFailed` when a page fails, since then no figure means anything."""
        self._prepare()
        asyncio.run(self._alone())
        for pagina in (KAAL, *EIGEN):
            asyncio.run(self._together(pagina))
        if self._plan.volledig:
            self._zeg("rapporten over 40 wijken")
            self._uitkomst.rapporten = rapporten.measure(self._folder)
        return self._uitkomst

    def _prepare(self) -> None:
        """Make the databases, and let every session log in; sessions outlive the server on which they began."""
        self._zeg(f"gegevens maken: de demo, en {self._plan.contactmomenten} contactmomenten erbij")
        self._gegevens[DEMO] = Gegevens(make_demo(self._folder / "demo.db"))
        self._gegevens[VEEL] = Gegevens(make_large(self._folder / "veel.db", self._plan.contactmomenten))
        self._zeg(f"{self._plan.sessies} sessies laten inloggen")

        def sessions(gegevens: str) -> list[str]:
            url = self._gegevens[gegevens].url
            with self._server(Hoe.EIGEN, gegevens, "wijkkompas") as server:
                return [log_in(server.adres, url, ACCOUNT) for _ in range(self._plan.sessies)]

        # One database per thread: one account that logs in twice at once would be slowed down as an attack.
        with ThreadPoolExecutor() as threads:
            for gegevens, cookies in zip((DEMO, VEEL), threads.map(sessions, (DEMO, VEEL)), strict=True):
                self._gegevens[gegevens].cookies = cookies

    def _server(self, hoe: Hoe, gegevens: str, wat: str) -> Server:
        url = self._gegevens[gegevens].url
        name = f"{Path(wat).stem}-{hoe.name}-{gegevens}"
        return Server(name, wat, self._folder, hoe, {"WIJKKOMPAS_DATABASE_URL": url} if url else {})

    async def _alone(self) -> None:
        """One session at a time, on servers that all run during the whole measurement."""
        async with AsyncExitStack() as stack:
            cells: list[tuple[Cel, Pagina, Server, Browser]] = []
            for served, pages, wat in ((KALE, (KAAL,), KAAL_SCRIPT), (ALLEEN, EIGEN, "wijkkompas")):
                for hoe, gegevens in served:
                    self._zeg(f"1 sessie: {'kale pagina' if wat == KAAL_SCRIPT else wat}, {hoe}, {gegevens}")
                    server = stack.enter_context(self._server(hoe, gegevens, wat))
                    for pagina in pages + (TEAM if pages is EIGEN and hoe == Hoe.EIGEN else ()):
                        browser = Browser(server.adres, self._gegevens[gegevens].cookies[0])
                        await stack.enter_async_context(browser)
                        await pagina.open(browser, WIJK)
                        cells.append((Cel(pagina.naam, hoe, gegevens, 1), pagina, server, browser))
            for ronde in range(self._plan.ronden):
                self._zeg(f"1 sessie: ronde {ronde + 1} van {self._plan.ronden}")
                # Each round begins at another cell, so that none always follows the same one.
                for cel, pagina, server, browser in (*cells[ronde:], *cells[:ronde]):
                    meting = self._uitkomst.meting(cel)
                    own = cel.hoe == Hoe.EIGEN
                    aantal = self._plan.reruns if own else self._plan.reruns_standaard
                    before = server.cpu()
                    await load.one_by_one(browser, pagina.rerun, aantal, meting.reeks)
                    meting.cpu += server.cpu() - before
            await self._after_changes([cell for cell in cells if cell[0].hoe == Hoe.EIGEN and cell[0].gegevens != GEEN])

    async def _after_changes(self, cells: Sequence[tuple[Cel, Pagina, Server, Browser]]) -> None:
        self._zeg("1 sessie: na een wijziging van de gegevens")
        for number in range(self._plan.wijzigingen):
            for cel, pagina, _, browser in cells:
                change(self._gegevens[cel.gegevens].url)
                run = await pagina.rerun(browser, number)
                self._uitkomst.na_wijziging.setdefault((cel.pagina, cel.gegevens), []).append(run.milliseconds)

    async def _together(self, pagina: Pagina) -> None:
        """Many sessions on one page, on fresh servers, so that memory and collections are of these sessions alone."""
        wat, served = (KAAL_SCRIPT, KALE) if pagina is KAAL else ("wijkkompas", SAMEN)
        async with AsyncExitStack() as stack:
            cells: list[tuple[Meting, Server, list[Browser], float]] = []
            for hoe, gegevens in served:
                self._zeg(f"{self._plan.sessies} sessies: {pagina.naam}, {hoe}, {gegevens}")
                server = stack.enter_context(self._server(hoe, gegevens, wat))
                meting = self._uitkomst.meting(Cel(pagina.naam, hoe, gegevens, self._plan.sessies))
                browsers, before = await self._sessions(stack, pagina, server, self._gegevens[gegevens].cookies)
                cells.append((meting, server, browsers, before))
            for _, _, browsers, _ in cells:  # the first time threads and memory have to come from the system
                await load.all_at_once(browsers, pagina.rerun, 0, load.Reeks())
            for ronde in range(self._plan.ronden_samen):
                self._zeg(f"{self._plan.sessies} sessies: {pagina.naam}, ronde {ronde + 1}")
                for meting, server, browsers, _ in cells:
                    before = server.cpu()
                    await load.all_at_once(browsers, pagina.rerun, ronde + 1, meting.reeks)
                    meting.cpu += server.cpu() - before
            for meting, server, browsers, before in cells:
                meting.geheugen = (server.memory() - before) / (len(browsers) - 1)

    async def _sessions(
        self, stack: AsyncExitStack, pagina: Pagina, server: Server, cookies: Sequence[str]
    ) -> tuple[list[Browser], float]:
        """A session for each cookie, on the page; also the memory of the server in MB when it had only one."""
        browsers: list[Browser] = []
        memory = 0.0
        for cookie in cookies:
            browser = await stack.enter_async_context(Browser(server.adres, cookie))
            browsers.append(browser)
            if len(browsers) == 1:
                await pagina.open(browser, WIJK)
                memory = server.memory()
            else:
                await pagina.visit(browser, WIJK)
        return browsers, memory
