"""Measure both over one PostgreSQL database with a million contactmomenten, in one run, in the same Chromium."""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright
from sqlalchemy import select

from benchmarks.aanmelden import log_in
from benchmarks.gegevens import ACCOUNT
from benchmarks.postgres import Postgres
from benchmarks.programmagegevens import MILJOEN, TIENDUIZEND, Omvang, make_programme
from benchmarks.servers import ROOT, Server, own_environ
from benchmarks.superset.beelden import (
    VIEWPORT,
    Beurt,
    log_in_superset,
    log_in_wijkkompas,
    visit_superset,
    visit_wijkkompas,
)
from benchmarks.superset.dashboard import Api, make_dashboard
from benchmarks.superset.peer import Superset, SupersetMissing, find_venv, pss
from benchmarks.superset.verslag import Meting, publish, report
from benchmarks.telling import wait_until_kept
from dashboard.screens.programma.figures import PER_PAGE
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import WijkRow

DOCUMENT = ROOT / "docs" / "prestaties.md"
BEURTEN = 5
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main(arguments: list[str]) -> int:
    """Run the command; answers an exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks superset", description="meet Wijkkompas naast Apache Superset"
    )
    parser.add_argument("--snel", action="store_true", help="met 10.000 contactmomenten en twee beurten, op het scherm")
    parser.add_argument("--map", type=Path, help="map waarin de gegevens blijven staan voor een volgende keer")
    chosen = parser.parse_args(arguments)
    try:
        venv = find_venv()
    except SupersetMissing as missing:
        print(missing, file=sys.stderr)
        return 2
    omvang, beurten = (TIENDUIZEND, 2) if chosen.snel else (MILJOEN, BEURTEN)
    with _folder(chosen.map) as folder:
        metingen = measure(venv, folder, omvang, beurten)
    text = report(metingen, omvang.contactmomenten, omvang.wijken, today())
    print(text)
    if not chosen.snel:
        publish(text, DOCUMENT)
        print(f"\nGeschreven in {DOCUMENT.relative_to(ROOT)}.", file=sys.stderr)
    return 0


def measure(venv: Path, folder: Path, omvang: Omvang, beurten: int) -> list[Meting]:
    """Both sides, one after the other, so that neither waits for the other's work."""
    naam = f"programma{omvang.contactmomenten}"
    with Postgres(folder / "postgres") as postgres:
        url = postgres.url(naam)
        if not (folder / naam).exists():
            _tell(f"{omvang.contactmomenten} contactmomenten maken")
            make_programme(url, omvang, ACCOUNT)
            (folder / naam).touch()
        database = Database(url)
        with database.reading() as session:
            kompas = methode(session).kompas
            names = session.scalars(select(WijkRow.naam).order_by(WijkRow.naam).limit(PER_PAGE)).all()
        database.close()
        peer = Superset(venv, folder / "superset")
        _tell("Superset klaarzetten")
        peer.prepare()
        with peer:
            pad = make_dashboard(Api(peer.adres), url, kompas, naam, names)
        found = []
        with sync_playwright() as playwright:
            program = os.environ.get("WIJKKOMPAS_CHROMIUM") or shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
            # Started again, so that the first visit finds an empty cache.
            with peer:
                context = browser.new_context(viewport=VIEWPORT)  # type: ignore[arg-type]
                log_in_superset(context, peer.adres)
                visit = lambda: visit_superset(context, peer.adres, pad)  # noqa: E731
                found.append(_visit("Superset", visit, peer.memory, beurten))
                context.close()
            # It too has run before: Superset knows its dashboard, Wijkkompas what it counted.
            with Server("wijkkompas", "wijkkompas", folder, environ=own_environ(url)):
                _tell("Wijkkompas klaarzetten")
                wait_until_kept(url, omvang.wijken)
            with Server("wijkkompas", "wijkkompas", folder, environ=own_environ(url)) as own:
                context = browser.new_context(viewport=VIEWPORT)  # type: ignore[arg-type]
                log_in_wijkkompas(context, own.adres, log_in(own.adres, url, ACCOUNT))
                visit = lambda: visit_wijkkompas(context, own.adres)  # noqa: E731
                found.append(_visit("Wijkkompas", visit, lambda: pss(own.pid), beurten))
                context.close()
            browser.close()
        return found


def _visit(naam: str, visit: Callable[[], Beurt], memory: Callable[[], float], beurten: int) -> Meting:
    """The first visit with everything empty, then `beurten` more in the same browser."""
    _tell(f"{naam}: eerste bezoek")
    first = visit()
    later: list[Beurt] = []
    for number in range(beurten):
        _tell(f"{naam}: beurt {number + 1} van {beurten}")
        later.append(visit())
    return Meting(
        naam,
        eerst=first,
        openen=statistics.median(beurt.openen for beurt in later),
        klik=statistics.median(beurt.klik for beurt in later),
        geheugen=memory(),
    )


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    # Not under the folder for temporary files of the user: PostgreSQL runs as somebody else.
    with tempfile.TemporaryDirectory(prefix="wk-superset-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
