"""What was measured of a whole programme, in Dutch."""

import statistics
from datetime import date

from benchmarks.load import verhouding
from benchmarks.programmagegevens import Omvang
from benchmarks.rapport import Streven, geheel, getal, machine, put_between, strevens_table, table
from benchmarks.schaalplan import POSTGRESQL, SQLITE, VOLLEDIG, Schaalplan, Uitkomst
from benchmarks.servers import ROOT

DOCUMENT = ROOT / "docs" / "prestaties.md"
BEGIN, EINDE = "<!-- schaal: begin -->", "<!-- schaal: einde -->"
MAX_KEER_KLEIN = 2.0
MAX_MB = 1000.0


def strevens(plan: Schaalplan, uitkomst: Uitkomst) -> list[Streven]:
    """Every aim, computed from this run."""
    found: list[Streven] = []
    for kind in (SQLITE, POSTGRESQL):
        small, large = uitkomst[kind, plan.klein], uitkomst[kind, plan.groot]
        against = f"met {geheel(plan.groot.contactmomenten)} tegenover {geheel(plan.klein.contactmomenten)}"
        warm = verhouding(large.warm.p50_per_ronde, small.warm.p50_per_ronde)
        found.append(Streven(f"programma, {kind}: p50 van een rerun {against}", MAX_KEER_KLEIN, warm, "×"))
        changed = statistics.median(large.na_wijziging) / statistics.median(small.na_wijziging)
        text = f"programma, {kind}: eerste rerun na een wijziging in een wijk {against}"
        found.append(Streven(text, MAX_KEER_KLEIN, changed, "×"))
        text = f"programma, {kind}: geheugen van de server met {geheel(plan.groot.contactmomenten)}, elke wijk bekeken"
        found.append(Streven(text, MAX_MB, large.geheugen, " MB"))
    return found


def report(plan: Schaalplan, uitkomst: Uitkomst, dag: date) -> str:
    """The report of a run as Markdown."""
    trial = "" if plan is VOLLEDIG else "**Proefrun:** kort en klein; niet om te bewaren.\n\n"
    return "\n\n".join(
        [
            f"{trial}Gemeten op {dag:%d-%m-%Y}: {machine()} en PostgreSQL.",
            strevens_table(strevens(plan, uitkomst)),
            _figures(plan, uitkomst),
            _pages(plan, uitkomst),
        ]
    )


def publish(text: str) -> None:
    """Put the report in the document."""
    put_between(text, DOCUMENT, BEGIN, EINDE)


def _rows(plan: Schaalplan) -> list[tuple[str, Omvang]]:
    return [(kind, omvang) for kind in (SQLITE, POSTGRESQL) for omvang in (plan.klein, plan.groot)]


def _figures(plan: Schaalplan, uitkomst: Uitkomst) -> str:
    heads = ("Database", "Contactmomenten", "eerste pagina na de allereerste start (ms)",
             "eerste pagina na een herstart (ms)", "rerun p50 (ms)", "rerun p95 (ms)", "na een wijziging p50 (ms)",
             "in de grootste wijk (ms)", "geheugen (MB)")  # fmt: skip
    rows = []
    for kind, omvang in _rows(plan):
        found = uitkomst[kind, omvang]
        rows.append(
            (
                kind,
                geheel(omvang.contactmomenten),
                getal(found.eerste, 0),
                getal(found.herstart, 0),
                getal(statistics.median(found.warm.p50_per_ronde)),
                getal(found.warm.percentiel(0.95)),
                getal(statistics.median(found.na_wijziging)),
                getal(statistics.median(found.grootste_wijk)),
                getal(found.geheugen, 0),
            )
        )
    return table(heads, rows, right=range(1, len(heads)))


def _pages(plan: Schaalplan, uitkomst: Uitkomst) -> str:
    names = list(uitkomst[SQLITE, plan.klein].paginas)
    heads = ("Database", "Contactmomenten", *(f"{name}: p50 en langste (ms)" for name in names))
    rows = []
    for kind, omvang in _rows(plan):
        pages = uitkomst[kind, omvang].paginas
        cells = (f"{getal(statistics.median(pages[name]), 0)} · {getal(max(pages[name]), 0)}" for name in names)
        rows.append((kind, geheel(omvang.contactmomenten), *cells))
    return table(heads, rows, right=range(1, len(heads)))
