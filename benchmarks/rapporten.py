"""How long reports take and how much memory: each made in a process of its own, as the page has them made."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from benchmarks.gegevens import ACCOUNT
from benchmarks.programmagegevens import Omvang, make_programme
from benchmarks.servers import ROOT
from wijkkompas_core.domain.rapport import Rapportsoort
from wijkkompas_core.domain.toegang import system_actor
from wijkkompas_core.queries.wijken import wijken
from wijkkompas_core.storage.database import Database

PROGRAMMA = Omvang(40, 8, 20_000)
MAX_SECONDEN_PER_BLAD = 1.0
MAX_GEHEUGEN = 500.0
"""MB at the peak, for 40 wijken."""


@dataclass(frozen=True)
class Rapportmeting:
    """One report: pages (0 for a workbook), seconds on the clock and of the processor, MB at the peak."""

    naam: str
    bladen: int
    seconden: float
    cpu: float
    geheugen: float

    @property
    def per_blad(self) -> float:
        """Seconds of the processor per page, starting up included."""
        return self.cpu / max(1, self.bladen)


def measure(folder: Path) -> list[Rapportmeting]:
    """Make a programme of 40 wijken and every kind of report about it."""
    url = f"sqlite:///{folder / 'rapporten.db'}"
    make_programme(url, PROGRAMMA, ACCOUNT)
    database = Database(url)
    with database.reading() as session:
        first = wijken(session, system_actor("benchmark"))[0].slug
    database.close()
    about = {Rapportsoort.WIJKRAPPORT: ["--wijk", first]}
    made = [_one(url, folder, soort, "pdf", about.get(soort, [])) for soort in Rapportsoort]
    return [*made, _one(url, folder, Rapportsoort.PROGRAMMARAPPORT, "xlsx", [])]


def _one(url: str, folder: Path, soort: Rapportsoort, form: str, about: list[str]) -> Rapportmeting:
    file = folder / f"{soort}.{form}"
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard.rapport", soort.value, str(file), *about],
        cwd=ROOT,
        env={**os.environ, "WIJKKOMPAS_DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{soort} ({form}) was not made")
    pages = 0
    if form == "pdf":
        with pikepdf.open(file) as document:
            pages = len(document.pages)
    name = f"{soort}, {1 if about else PROGRAMMA.wijken} {'wijk' if about else 'wijken'}, {form.upper()}"
    cpu = used.ru_utime + used.ru_stime
    return Rapportmeting(name, pages, time.perf_counter() - begin, cpu, used.ru_maxrss / 1024)
