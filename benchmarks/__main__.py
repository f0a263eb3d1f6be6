"""`python -m benchmarks`: measure everything and write docs/prestaties.md; `--snel`: a short trial, only on screen.

`python -m benchmarks import`: a large import alone, with what another session notices of it.

`python -m benchmarks profile kompas|vastleggen|balans|wijk|logboek|belanghebbenden`: where the time of one rerun goes.
`python -m benchmarks rapport`: how long reports about 40 wijken take, and how much memory.
`python -m benchmarks schaal [--snel] [--map MAP]`: a programme of 400 wijken with a million contactmomenten.
`python -m benchmarks superset [--snel]`: beside Apache Superset over the same database.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import importeren, profiel, rapport, rapporten
from benchmarks.aanmelden import log_in
from benchmarks.browser import Browser, PageFailed, Run
from benchmarks.gegevens import ACCOUNT, WIJK, make_demo
from benchmarks.meten import Meetrun
from benchmarks.paginas import EIGEN, KAAL, TEAM, Pagina
from benchmarks.plan import SNEL, VOLLEDIG, Plan
from benchmarks.servers import KAAL as KAAL_SCRIPT
from benchmarks.servers import ROOT, Server
from wijkkompas_core.domain.tijd import today

RERUNS = 60
DOCUMENT = ROOT / "docs" / "prestaties.md"


async def _reruns(adres: str, cookie: str, pagina: Pagina, aantal: int) -> list[Run]:
    async with Browser(adres, cookie) as browser:
        await pagina.open(browser, WIJK)
        for number in range(profiel.OVERSLAAN):
            await pagina.rerun(browser, number)
        return [await pagina.rerun(browser, number) for number in range(aantal)]


def profile(pagina: Pagina, folder: Path) -> None:
    """Print what one rerun of the page sends and takes, beside the bare page, and which functions take it."""
    url = make_demo(folder / "demo.db")
    environ = {"WIJKKOMPAS_DATABASE_URL": url}
    runs, cpu = {}, {}
    with (
        Server("wijkkompas", "wijkkompas", folder, environ=environ) as own,
        Server("kaal", KAAL_SCRIPT, folder) as bare,
    ):
        cookie = log_in(own.adres, url, ACCOUNT)
        for page, server in ((KAAL, bare), (pagina, own)):
            asyncio.run(_reruns(server.adres, cookie, page, 1))
            before = server.cpu()
            runs[page] = asyncio.run(_reruns(server.adres, cookie, page, RERUNS))
            cpu[page] = (server.cpu() - before) / RERUNS
    for page, found in runs.items():
        last, p50 = found[-1], statistics.median(run.milliseconds for run in found)
        print(
            f"{page.naam}: p50 {p50:.1f} ms, rekentijd van de server {cpu[page]:.1f} ms, "
            f"{last.elementen} berichten, {last.bytes} bytes, {dict(last.soorten)}"
        )
    path = folder / "profiel"
    with Server("profiel", "wijkkompas", folder, environ=environ, profiel=path) as own:
        asyncio.run(_reruns(own.adres, log_in(own.adres, url, ACCOUNT), pagina, RERUNS))
    print("\nHet profiel zelf vertraagt: kijk naar de verhoudingen.\n" + profiel.report(path))


def measure(plan: Plan, folder: Path) -> int:
    """Measure, print the report and publish it; answers 1 when a page failed, since then there is no report.

    An aim that was not reached is no failure: the report says so.
    """
    start = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - start:5.0f} s  {what}", file=sys.stderr, flush=True)

    try:
        text = rapport.report(Meetrun(plan, folder, tell)(), today())
    except PageFailed as error:
        print(f"De meting is gestopt, want een pagina deed het niet: {error}", file=sys.stderr)
        return 1
    print(text)
    if rapport.publish(text, plan, DOCUMENT):
        print(f"\nGeschreven in {DOCUMENT.relative_to(ROOT)}.", file=sys.stderr)
    return 0


def main(arguments: list[str]) -> int:
    """Run the command; answers an exit code."""
    if arguments[:1] == ["schaal"]:
        from benchmarks.schaal import main as measure_programme

        return measure_programme(arguments[1:])
    if arguments[:1] == ["superset"]:  # has needs of its own: PostgreSQL, Chromium and Superset
        from benchmarks.superset.meten import main as beside_superset

        return beside_superset(arguments[1:])
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="meet de snelheid van Wijkkompas")
    parser.add_argument(
        "--snel", action="store_true", help="een korte proefrun; docs/prestaties.md blijft zoals het is"
    )
    commands = parser.add_subparsers(dest="commando")
    command = commands.add_parser("profile", help="waar de tijd van één rerun heen gaat")
    commands.add_parser("import", help="een import van 100.000 rijen, en wat een ander ervan merkt")
    command.add_argument("pagina", choices=[page.adres for page in (*EIGEN, *TEAM)])
    commands.add_parser("rapport", help="hoe lang rapporten over 40 wijken duren, en hoeveel geheugen ze vragen")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        if chosen.commando == "rapport":
            print(rapport.reports_table(rapporten.measure(Path(folder))))
            return 0
        if chosen.commando is None:
            return measure(SNEL if chosen.snel else VOLLEDIG, Path(folder))
        if chosen.commando == "import":
            rijen = importeren.SNEL if chosen.snel else importeren.RIJEN
            print(text := importeren.report(importeren.measure(Path(folder), rijen), today()))
            if not chosen.snel:
                importeren.publish(text)
            return 0
        profile(next(page for page in (*EIGEN, *TEAM) if page.adres == chosen.pagina), Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
