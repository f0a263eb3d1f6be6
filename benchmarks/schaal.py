"""The programme with ten thousand and with a million contactmomenten, on SQLite and on PostgreSQL, in one run.

`python -m benchmarks schaal [--snel] [--map MAP]`: measure, and write the figures in docs/prestaties.md. What is in the
folder from a run of the same day is used again, so that only the first run makes the data.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, ExitStack
from datetime import timedelta
from itertools import product
from pathlib import Path

from benchmarks import schaalrapport
from benchmarks.aanmelden import log_in
from benchmarks.browser import Browser
from benchmarks.gegevens import ACCOUNT
from benchmarks.load import one_by_one
from benchmarks.paginas import Pagina
from benchmarks.postgres import Postgres
from benchmarks.programmagegevens import Omvang, make_programme
from benchmarks.schaalplan import POSTGRESQL, SNEL, SQLITE, VOLLEDIG, Schaalmeting, Schaalplan, Uitkomst
from benchmarks.servers import Server, own_environ
from benchmarks.telling import forget, wait_until_kept
from wijkkompas_core.domain.betrokkenheid import ContactmomentInvoer
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actie, system_actor
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.wijken import wijken
from wijkkompas_core.services.contactmomenten import record_contactmoment
from wijkkompas_core.storage.database import Database

SORTEER = ("Sorteer op", ("Naam", "Wat aandacht vraagt"))
PROGRAMMA = Pagina("programma", "programma", "Programma", ("selectbox", "plotly_chart"), SORTEER)
PLAATSEN = (1, 3, 10, 30, 60, 100, 150, 200, 300, 400)
"""Which wijken are changed, by their place from many contactmomenten to few; the first is measured by itself."""
BLADEREN = ("wijk", "kompas", "balans")
"""The pages that are opened of every wijk, to see what memory that takes."""


def measure(plan: Schaalplan, folder: Path, tell: Callable[[str], None]) -> Uitkomst:
    """Measure everything; databases that are in `folder` already are used again."""
    found: Uitkomst = {}
    with Postgres(folder / "postgresql") as postgres:
        for kind in (SQLITE, POSTGRESQL):
            urls = {omvang: _database(kind, omvang, folder, postgres, tell) for omvang in (plan.klein, plan.groot)}
            found |= asyncio.run(_measure(plan, kind, urls, folder, tell))
    return found


def _database(kind: str, omvang: Omvang, folder: Path, postgres: Postgres, tell: Callable[[str], None]) -> str:
    """The address of a database with this programme; one that was made before is kept."""
    name = f"w{omvang.wijken}_c{omvang.contactmomenten}_{today():%Y%m%d}"
    ready = folder / f"{name}.{kind}.klaar"
    path = folder / f"{name}.db"
    url = f"sqlite:///{path}" if kind == SQLITE else postgres.url(name)
    if not ready.exists():
        tell(f"gegevens maken: {omvang.contactmomenten} contactmomenten in {omvang.wijken} wijken, {kind}")
        make_programme(url, omvang, ACCOUNT)
        ready.touch()
    return url


async def _measure(
    plan: Schaalplan, kind: str, urls: dict[Omvang, str], folder: Path, tell: Callable[[str], None]
) -> Uitkomst:
    """Both sizes on one kind of database, in turns."""
    found = {omvang: Schaalmeting() for omvang in urls}
    with ExitStack() as running:
        async with AsyncExitStack() as stack:
            servers: dict[Omvang, Server] = {}
            browsers: dict[Omvang, Browser] = {}
            for omvang, url in urls.items():
                tell(f"{kind}, {omvang.contactmomenten}: eerste pagina na de start")
                name = f"{kind}-{omvang.contactmomenten}"
                forget(url)
                with Server(name, "wijkkompas", folder, environ=own_environ(url)) as first:
                    async with Browser(first.adres, log_in(first.adres, url, ACCOUNT)) as browser:
                        found[omvang].eerste = (await PROGRAMMA.visit(browser, "")).milliseconds
                    wait_until_kept(url, omvang.wijken)
                server = running.enter_context(Server(name, "wijkkompas", folder, environ=own_environ(url)))
                browser = Browser(server.adres, log_in(server.adres, url, ACCOUNT))
                servers[omvang], browsers[omvang] = server, await stack.enter_async_context(browser)
                found[omvang].herstart = (await PROGRAMMA.visit(browser, "")).milliseconds
                await PROGRAMMA.open(browser, "")
            for ronde in range(plan.ronden):
                tell(f"{kind}: ronde {ronde + 1} van {plan.ronden}")
                for omvang, browser in browsers.items():
                    await one_by_one(browser, PROGRAMMA.rerun, plan.reruns, found[omvang].warm)
            tell(f"{kind}: na een wijziging in één wijk")
            for turn in range(plan.keren):
                for place in (place for place in PLAATSEN if place <= plan.klein.wijken):
                    for omvang, browser in browsers.items():
                        record(urls[omvang], place)
                        took = (await PROGRAMMA.rerun(browser, turn)).milliseconds
                        (found[omvang].grootste_wijk if place == 1 else found[omvang].na_wijziging).append(took)
            for omvang, browser in browsers.items():
                tell(f"{kind}, {omvang.contactmomenten}: elke wijk bekijken")
                for slug, page in product(_slugs(urls[omvang]), BLADEREN):
                    took = (await browser.open(page, wijk=slug)).milliseconds
                    found[omvang].paginas.setdefault(page, []).append(took)
                await PROGRAMMA.visit(browser, "")
                found[omvang].geheugen = servers[omvang].memory()
    return {(kind, omvang): meting for omvang, meting in found.items()}


def record(url: str, wijk: int) -> None:
    """Record a contactmoment in a wijk (its id), as someone of its team does."""
    database = Database(url)
    with database.reading() as session:
        kompas = methode(session).kompas
    invoer = ContactmomentInvoer(
        wijk=wijk,
        datum=today() - timedelta(days=1),
        fase=kompas.fasen[0].slug,
        aspecten=(kompas.aspecten[0].slug,),
        vorm="overleg",
        participatieniveau="raadplegen",
        belanghebbenden=(),
        aantal_deelnemers=3,
        opbrengst="Vastgelegd tijdens een meting.",
        links=(),
    )
    with database.writing(system_actor("benchmark"), Actie.CONTACTMOMENT_VASTLEGGEN, wijk=wijk) as session:
        record_contactmoment(session, invoer)
    database.close()


def _slugs(url: str) -> list[str]:
    database = Database(url)
    with database.reading() as session:
        found = [wijk.slug for wijk in wijken(session, system_actor("benchmark"))]
    database.close()
    return found


def main(arguments: Sequence[str]) -> int:
    """Run the command; answers an exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks schaal", description="meet een heel programma")
    parser.add_argument("--snel", action="store_true", help="kort en klein, alleen op het scherm")
    parser.add_argument("--map", type=Path, help="bewaar de gegevens hier, voor de volgende keer op dezelfde dag")
    chosen = parser.parse_args(arguments)
    plan, start = SNEL if chosen.snel else VOLLEDIG, time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - start:5.0f} s  {what}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="wk-schaal-") as temporary:
        folder = (chosen.map or Path(temporary)).resolve()
        folder.chmod(0o755)  # PostgreSQL runs as someone else
        text = schaalrapport.report(plan, measure(plan, folder, tell), today())
    print(text)
    if plan is VOLLEDIG:
        schaalrapport.publish(text)
    return 0
