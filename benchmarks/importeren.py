"""`python -m benchmarks import`: how fast a large import is, what it takes, and what another session notices of it."""

import asyncio
import csv
import io
import shutil
import statistics
import threading
import time
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import psutil
from sqlalchemy import Table, insert, select

from benchmarks.aanmelden import log_in
from benchmarks.browser import Browser
from benchmarks.gegevens import ACCOUNT, WIJK, make_demo
from benchmarks.paginas import KOMPAS
from benchmarks.rapport import Streven, geheel, getal, machine, put_between, strevens_table, table
from benchmarks.servers import ROOT, Server
from wijkkompas_core.domain.tijd import today
from wijkkompas_core.domain.toegang import Actor, system_actor
from wijkkompas_core.queries.methode import methode
from wijkkompas_core.queries.uitwisseling import bekend
from wijkkompas_core.services.importeren.order import Opdracht, propose
from wijkkompas_core.services.importeren.worker import EXECUTE, PREVIEW, worker
from wijkkompas_core.storage.database import Database
from wijkkompas_core.storage.tables import (
    ContactmomentAspectRow,
    ContactmomentRow,
    ImportRow,
    contactmoment_belanghebbende,
)

DOCUMENT = ROOT / "docs" / "prestaties.md"
BEGIN, EINDE = "<!-- import: begin -->", "<!-- import: einde -->"
RIJEN, SNEL = 100_000, 5_000
MAX_KEER_INVOEGEN, MAX_GEHEUGEN, MAX_KEER_P50 = 4.0, 500.0, 2.0
RERUNS = 40
SYSTEEM = system_actor("benchmark")


@dataclass(frozen=True)
class Gemeten:
    """Seconds of the whole import and of inserting its rows, MB at the most, and p50 of another session in ms."""

    rijen: int
    voorbeeld: float
    importeren: float
    invoegen: float
    rekentijd: float
    """Processor time of the import divided by that of inserting: on a busy machine the steadier of the two."""
    geheugen: float
    p50_rust: float
    p50_tijdens: float

    @property
    def strevens(self) -> list[Streven]:
        """The aims with what was measured."""
        return [
            Streven(
                f"import van {geheel(self.rijen)} rijen tegenover invoegen met SQLAlchemy Core",
                MAX_KEER_INVOEGEN,
                self.importeren / self.invoegen,
                "×",
            ),
            Streven("import: geheugen van het werk", MAX_GEHEUGEN, self.geheugen, " MB"),
            Streven(
                "import: p50 van een andere sessie tegenover zonder import",
                MAX_KEER_P50,
                self.p50_tijdens / self.p50_rust,
                "×",
            ),
        ]


def measure(folder: Path, rijen: int) -> Gemeten:
    """Measure all of it: alone, in a copy of the demo, for its time; then beside somebody at work in the app."""
    url = make_demo(folder / "demo.db")
    kaal, alleen = folder / "kaal.db", folder / "alleen.db"
    for copy in (kaal, alleen):
        shutil.copyfile(folder / "demo.db", copy)
    database = Database(url)
    content = make_list(database, rijen)
    opdracht = Opdracht(content, "lijst.csv")
    opdracht = replace(opdracht, toewijzing=propose(database, SYSTEEM, opdracht.table(), "contactmomenten"))
    start = time.perf_counter()
    found = worker(database, SYSTEEM, PREVIEW, opdracht).follow(lambda _done, _all: None)["voorbeeld"]
    voorbeeld = time.perf_counter() - start
    assert found["aantallen"]["nieuw"] == rijen, found["aantallen"]
    other = Database(f"sqlite:///{alleen}")
    alone = _Work(other, SYSTEEM, opdracht, found["proef"])
    alone.thread.start()
    alone.thread.join()
    assert alone.answer["rijen"] == rijen
    seconds, cpu = _insert_plainly(other, alone.answer["import"], f"sqlite:///{kaal}")
    other.close()
    with Server("import", "wijkkompas", folder, environ={"WIJKKOMPAS_DATABASE_URL": url}) as server:
        cookie = log_in(server.adres, url, ACCOUNT)
        quiet = asyncio.run(_reruns(server.adres, cookie, None))
        work = _Work(database, SYSTEEM, opdracht, found["proef"])
        busy = asyncio.run(_reruns(server.adres, cookie, work))
        work.thread.join()
    assert work.answer["rijen"] == rijen
    database.close()
    return Gemeten(
        rijen=rijen,
        voorbeeld=voorbeeld,
        importeren=alone.seconds,
        invoegen=seconds,
        rekentijd=alone.cpu / cpu,
        geheugen=max(alone.memory, work.memory),
        p50_rust=statistics.median(quiet),
        p50_tijdens=statistics.median(busy),
    )


def make_list(database: Database, rijen: int) -> bytes:
    """A CSV of one wijk, as someone would keep it, with rows that are all new."""
    chance = Random(7)  # the same list at every run
    with database.reading() as session:
        base = bekend(session, SYSTEEM, methode(session), "contactmomenten")
    wijk = base.wijk_named(WIJK)
    assert wijk is not None
    names = sorted({naam for _, naam in wijk.partijen.values()})
    choices = {
        schaal: list(base.keuzes[schaal].values()) for schaal in ("fase", "vorm", "aspect", "participatieniveau")
    }
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(
        ["Wijk", "Datum", "Fase", "Vorm", "Aspecten", "Participatieniveau", "Belanghebbenden", "Aantal", "Opbrengst"]
    )
    days = (today() - wijk.start).days - 1
    for number in range(rijen):
        day: date = wijk.start + timedelta(days=chance.randrange(days))
        writer.writerow(
            [
                wijk.naam,
                f"{day:%d-%m-%Y}",
                *(chance.choice(choices[schaal]) for schaal in ("fase", "vorm")),
                "; ".join(chance.sample(choices["aspect"], chance.randint(1, 2))),
                chance.choice(choices["participatieniveau"]),
                "; ".join(chance.sample(names, 2)),
                chance.randint(1, 80),
                f"Regel {number}: wat er is besproken over de planning en wat we daarna gaan doen.",
            ]
        )
    return out.getvalue().encode("utf-8-sig")


class _Work:
    """The import in its own process, with how long it takes and the memory it has at the most."""

    def __init__(self, database: Database, actor: Actor, opdracht: Opdracht, proef: str) -> None:
        self.done = threading.Event()
        self.seconds = self.cpu = self.memory = 0.0
        self.answer: dict[str, Any] = {}
        self.work = worker(database, actor, EXECUTE, opdracht, proef)
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        start = time.perf_counter()
        watch = threading.Thread(target=self._watch)
        watch.start()
        try:
            self.answer = self.work.follow(lambda _done, _all: None)
            self.seconds = time.perf_counter() - start
        finally:
            self.done.set()
            watch.join()

    def _watch(self) -> None:
        while not self.done.wait(0.02):
            if self.work.pid is None:
                continue
            try:
                process = psutil.Process(self.work.pid)
                self.memory = max(self.memory, process.memory_info().rss / 1_000_000)
                used = process.cpu_times()
                self.cpu = used.user + used.system
            except psutil.Error:
                return


async def _reruns(adres: str, cookie: str, work: _Work | None) -> list[float]:
    """Milliseconds of reruns of the kompas by someone else: a number of them, or for as long as the work lasts."""
    async with Browser(adres, cookie) as browser:
        await KOMPAS.open(browser, WIJK)
        for number in range(5):
            await KOMPAS.rerun(browser, number)
        if work is None:
            return [(await KOMPAS.rerun(browser, number)).milliseconds for number in range(RERUNS)]
        work.thread.start()
        found: list[float] = []
        while not work.done.is_set():
            found.append((await KOMPAS.rerun(browser, len(found))).milliseconds)
        return found


def _insert_plainly(database: Database, key: int, url: str) -> tuple[float, float]:
    """Seconds, and those of the processor, that plain SQLAlchemy Core needs for the same rows in another database."""
    tables: list[Table] = [
        ContactmomentRow.__table__,  # type: ignore[list-item]
        ContactmomentAspectRow.__table__,  # type: ignore[list-item]
        contactmoment_belanghebbende,
    ]
    rows: list[list[dict[str, Any]]] = []
    with database.reading() as session:
        first, last = session.scalars(select(ImportRow.inhoud).where(ImportRow.id == key)).one()["nieuw"][
            "contactmoment"
        ][0]
        for table in tables:
            column = table.c.id if "id" in table.c else table.c.contactmoment_id
            rows.append(
                [dict(row._mapping) for row in session.execute(select(table).where(column.between(first, last)))]
            )
    other = Database(url)
    start, cpu = time.perf_counter(), time.process_time()
    with other.engine.begin() as connection:
        for table, some in zip(tables, rows, strict=True):
            connection.execute(insert(table), some)
    seconds, used = time.perf_counter() - start, time.process_time() - cpu
    other.close()
    return seconds, used


def report(gemeten: Gemeten, dag: date) -> str:
    """The figures of a run as Markdown."""
    rows = [
        ("voorbeeld van alle rijen", f"{getal(gemeten.voorbeeld)} s"),
        ("importeren", f"{getal(gemeten.importeren)} s"),
        ("dezelfde rijen invoegen met SQLAlchemy Core", f"{getal(gemeten.invoegen)} s"),
        ("rekentijd van het importeren tegenover die van het invoegen", f"{getal(gemeten.rekentijd, 2)}×"),
        ("kompas van een ander, p50 zonder import", f"{getal(gemeten.p50_rust)} ms"),
        ("kompas van een ander, p50 tijdens de import", f"{getal(gemeten.p50_tijdens)} ms"),
    ]
    return "\n\n".join(
        [
            f"Gemeten op {dag:%d-%m-%Y}: {machine()}, {geheel(gemeten.rijen)} rijen.",
            strevens_table(gemeten.strevens),
            table(("Wat", "Gemeten"), rows, (1,)),
        ]
    )


def publish(text: str) -> None:
    """Put the report in the document."""
    put_between(text, DOCUMENT, BEGIN, EINDE)
