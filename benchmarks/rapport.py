"""What a run has measured, in Dutch: the tables, and for each aim whether it was reached."""

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.load import verhouding
from benchmarks.paginas import BALANS, EIGEN, KAAL, KOMPAS, TEAM
from benchmarks.plan import DEMO, GEEN, VEEL, Cel, Meting, Plan, Uitkomst
from benchmarks.rapporten import MAX_GEHEUGEN as MAX_RAPPORTGEHEUGEN
from benchmarks.rapporten import MAX_SECONDEN_PER_BLAD, Rapportmeting
from benchmarks.servers import Hoe

BEGIN, EINDE = "<!-- meting: begin -->", "<!-- meting: einde -->"
PAKKETTEN = ("streamlit", "plotly", "pandas", "sqlalchemy", "uvicorn")

MAX_KEER_KAAL = 3.0
MAX_KEER_DEMO = 1.5
MIN_KEER_STANDAARD = 8.0
MAX_GEHEUGEN = 3.0
"""MB per extra session."""


@dataclass(frozen=True)
class Streven:
    """One aim with what was measured: `gemeten` must be at most `grens`, or with `minstens` at least."""

    tekst: str
    grens: float
    gemeten: float
    eenheid: str
    minstens: bool = False

    @property
    def bereikt(self) -> bool:
        """Whether the aim was reached."""
        return self.gemeten >= self.grens if self.minstens else self.gemeten <= self.grens


def strevens(uitkomst: Uitkomst) -> list[Streven]:
    """Every aim, computed from this run. A ratio is the median of the ratios per round."""
    plan, found = uitkomst.plan, []

    def meting(pagina: str, hoe: Hoe, gegevens: str, sessies: int) -> Meting:
        return uitkomst.metingen[Cel(pagina, hoe, gegevens, sessies)]

    def keer(one: Meting, other: Meting) -> float:
        return verhouding(one.reeks.p50_per_ronde, other.reeks.p50_per_ronde)

    bare = meting(KAAL.naam, Hoe.EIGEN, GEEN, 1)
    for pagina in (KOMPAS.naam, BALANS.naam):
        demo = meting(pagina, Hoe.EIGEN, DEMO, 1)
        text = f"{pagina}: p50 tegenover de kale pagina (1 sessie, demo)"
        found.append(Streven(text, MAX_KEER_KAAL, keer(demo, bare), "×"))
    for pagina in (p.naam for p in (KOMPAS, BALANS, *TEAM)):
        demo, veel = (meting(pagina, Hoe.EIGEN, gegevens, 1) for gegevens in (DEMO, VEEL))
        text = f"{pagina}: p50 met {geheel(plan.contactmomenten)} contactmomenten erbij tegenover de demo"
        found.append(Streven(text, MAX_KEER_DEMO, keer(veel, demo), "×"))
    for pagina in (p.naam for p in EIGEN):
        own, default = (meting(pagina, hoe, DEMO, plan.sessies) for hoe in (Hoe.EIGEN, Hoe.STANDAARD))
        ratio = verhouding(own.reeks.tempo_per_ronde, default.reeks.tempo_per_ronde)
        text = f"{pagina}: reruns per seconde tegenover Streamlits standaard ({plan.sessies} sessies, demo)"
        found.append(Streven(text, MIN_KEER_STANDAARD, ratio, "×", minstens=True))
    for pagina in (p.naam for p in EIGEN):
        used = max(meting(pagina, Hoe.EIGEN, gegevens, plan.sessies).geheugen or 0.0 for gegevens in (DEMO, VEEL))
        found.append(Streven(f"{pagina}: geheugen per extra sessie", MAX_GEHEUGEN, used, " MB"))
    return found + rapportstrevens(uitkomst.rapporten)


def rapportstrevens(rapporten: Sequence[Rapportmeting]) -> list[Streven]:
    """The aims of reports: processor time per page, and memory."""
    found = []
    for one in rapporten:
        if one.bladen:
            text = f"{one.naam}: rekentijd per bladzijde, opstarten meegeteld"
            found.append(Streven(text, MAX_SECONDEN_PER_BLAD, one.per_blad, " s"))
        found.append(Streven(f"{one.naam}: geheugen op het hoogste punt", MAX_RAPPORTGEHEUGEN, one.geheugen, " MB"))
    return found


def report(uitkomst: Uitkomst, dag: date) -> str:
    """The whole report of a run as Markdown."""
    plan = uitkomst.plan
    kind = "" if plan.volledig else "**Proefrun:** kort en met weinig gegevens; niet om te bewaren.\n\n"
    reports = ["### Rapporten", reports_table(uitkomst.rapporten)] if uitkomst.rapporten else []
    return "\n\n".join(
        [
            f"{kind}Gemeten op {dag:%d-%m-%Y}: {machine()}.",
            "### Wat we nastreven",
            strevens_table(strevens(uitkomst)),
            "### De metingen",
            _cells_table(uitkomst),
            "### De eerste rerun na een wijziging",
            _changes_table(uitkomst),
            *reports,
        ]
    )


def publish(text: str, plan: Plan, path: Path) -> bool:
    """Put the report between the markers in the file; answers whether it did: a trial is never published."""
    if not plan.volledig:
        return False
    put_between(text, path, BEGIN, EINDE)
    return True


def put_between(text: str, path: Path, begin: str, einde: str) -> None:
    """Put the text between two markers in the file, instead of what stands there."""
    before, found, rest = path.read_text(encoding="utf-8").partition(begin)
    _, end, after = rest.partition(einde)
    if not found or not end:
        raise ValueError(f"{path.name}: the markers {begin} and {einde} are missing")
    path.write_text(f"{before}{begin}\n\n{text}\n\n{einde}{after}", encoding="utf-8")


def strevens_table(found: Sequence[Streven]) -> str:
    rows = [
        (
            streven.tekst,
            f"{'minstens' if streven.minstens else 'hooguit'} {getal(streven.grens)}{streven.eenheid}",
            f"{getal(streven.gemeten, 2)}{streven.eenheid}",
            "bereikt" if streven.bereikt else "**niet bereikt**",
        )
        for streven in found
    ]
    return table(("Wat", "Streven", "Gemeten", ""), rows, right=(1, 2))


def _cells_table(uitkomst: Uitkomst) -> str:
    heads = ("Pagina", "Instellingen", "Gegevens", "Sessies", "p50 (ms)", "p95 (ms)", "reruns/s",
             "rekentijd (ms)", "geheugen (MB)")  # fmt: skip
    order = [KAAL.naam, *(pagina.naam for pagina in (*EIGEN, *TEAM))]
    cells = sorted(uitkomst.metingen, key=lambda c: (order.index(c.pagina), c.sessies, list(Hoe).index(c.hoe)))
    rows = []
    for cel in cells:
        meting = uitkomst.metingen[cel]
        rows.append(
            (
                cel.pagina,
                cel.hoe.value,
                _data(cel.gegevens, uitkomst.plan),
                str(cel.sessies),
                getal(statistics.median(meting.reeks.p50_per_ronde)),
                getal(meting.reeks.percentiel(0.95)),
                getal(meting.reeks.tempo),
                getal(meting.cpu_per_rerun),
                "–" if meting.geheugen is None else getal(meting.geheugen, 2),
            )
        )
    return table(heads, rows, right=range(3, 9))


def _changes_table(uitkomst: Uitkomst) -> str:
    rows = [
        (pagina, _data(gegevens, uitkomst.plan), getal(statistics.median(times)), getal(max(times)))
        for (pagina, gegevens), times in uitkomst.na_wijziging.items()
    ]
    return table(("Pagina", "Gegevens", "p50 (ms)", "langste (ms)"), sorted(rows), right=(2, 3))


def reports_table(rapporten: Sequence[Rapportmeting]) -> str:
    """The measurements of reports as a table."""
    heads = ("Rapport", "bladzijden", "op de klok (s)", "rekentijd (s)", "per bladzijde (s)", "geheugen (MB)")
    rows = [
        (
            one.naam,
            str(one.bladen or "–"),
            getal(one.seconden),
            getal(one.cpu),
            getal(one.per_blad, 2) if one.bladen else "–",
            getal(one.geheugen, 0),
        )
        for one in rapporten
    ]
    return table(heads, rows, right=range(1, 6))


def _data(gegevens: str, plan: Plan) -> str:
    return f"demo + {geheel(plan.contactmomenten)}" if gegevens == VEEL else gegevens


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] | range) -> str:
    line = ["---:" if place in right else "---" for place in range(len(heads))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, line, *rows))


def machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PAKKETTEN)
    return (
        f"{platform.system()}, {os.cpu_count()} processorkernen ({_processor()}), "
        f"Python {platform.python_version()}, {packages}, SQLite"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "onbekend")


def getal(value: float, decimals: int = 1) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")


def geheel(value: int) -> str:
    return f"{value:,}".replace(",", ".")
