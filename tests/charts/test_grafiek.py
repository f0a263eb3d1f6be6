"""No chart is without words: what it says beside its figure, and that nothing else can reach a screen."""

import ast
import inspect
import re
from datetime import date
from importlib import import_module
from pkgutil import iter_modules

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import charts
from dashboard.charts.balans import Rondom, balans_grafiek
from dashboard.charts.band import band_stippen
from dashboard.charts.belanghebbenden import spreiding_grafiek
from dashboard.charts.belofte import belofte_praktijk
from dashboard.charts.fasebalken import Fasebalk, fasebalken
from dashboard.charts.gantt import tijdlijn
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.houding import houding_verloop
from dashboard.charts.kompas import methode_sunburst, sunburst
from dashboard.charts.matrix import matrix
from dashboard.charts.noten import Noot, met_noten
from dashboard.charts.over_elkaar import over_elkaar
from dashboard.charts.per_aspect import per_aspect_grafiek
from dashboard.charts.programmabalans import Paneel, naast_elkaar
from dashboard.charts.voortgang import cijfer_verloop
from dashboard.charts.wijk import stilte_grafiek
from dashboard.charts.zelfde_fase import zelfde_fase_grafiek
from dashboard.kit.chart import columns_of_numbers
from dashboard.kit.vakraster import raster_van
from tests.architecture.house import ROOT
from tests.charts.conftest import (
    build_balans,
    build_kompas,
    build_mijlpalen,
    build_per_aspect,
    build_perioden,
    build_vakken,
)
from tests.charts.test_belanghebbenden_charts import HOUDINGEN, NIVEAUS, counts, promises, register, stands
from tests.charts.test_programmabalans_charts import make_sums
from tests.charts.test_programmabalans_charts import series as reeksen_van
from tests.charts.test_voortgang import BACK, MARKS, PLAN, SHARES
from tests.charts.test_voortgang import PEIL as DAY
from tests.charts.test_wijk import silence
from tests.charts.test_zelfde_fase_chart import verloop
from wijkkompas_core.analysis.band import fasestanden
from wijkkompas_core.analysis.programmabalans import uitgelijnd
from wijkkompas_core.domain import nederlands as nl

KOMPAS = build_kompas()
PAPER = {"figure", "lege_figuur"}
"""What every figure is made with."""
NAMEN = {wijk: f"Wijk {wijk}" for wijk in range(1, 6)}


def of_wijken() -> dict[str, Grafiek]:
    """The charts of many wijken."""
    series = reeksen_van(KOMPAS, 5)
    starts = {wijk: date(2023, wijk, 1) for wijk in NAMEN}
    spells = [Fasebalk("samen-starten", date(2023, 1, 1), date(2024, 1, 1)), Fasebalk("uitvoering", DAY, None)]
    more = {"fase": "Keuzes maken", "minimaal_n": 8}
    panels = {wijk: Paneel(naam) for wijk, naam in NAMEN.items()}
    return {
        "band.band_stippen": band_stippen(fasestanden(make_sums(KOMPAS, 5), KOMPAS), NAMEN, KOMPAS, None, **more),
        "fasebalken.fasebalken": fasebalken([("Eén", spells), ("Twee", spells[:1])], KOMPAS, peildatum=DAY),
        "over_elkaar.over_elkaar": over_elkaar(uitgelijnd(series, starts), NAMEN, KOMPAS, per="kwartaal"),
        "programmabalans.naast_elkaar": naast_elkaar(series, panels, KOMPAS, per="kwartaal"),
        "zelfde_fase.zelfde_fase_grafiek": zelfde_fase_grafiek(verloop(), KOMPAS),
    }


def of_belanghebbenden() -> dict[str, Grafiek]:
    """The charts of the belanghebbenden."""
    both = register(("A", "VvE", "hoog", "hoog", "neutraal", "leidend"), ("B", "VvE", "laag", "hoog", None, None))
    stand = stands((date(2025, 3, 1), "neutraal", "ondersteunend"), (date(2024, 1, 1), "weerstand", "neutraal"))
    promised = promises(("Klein", "raadplegen", "informeren", 1), ("Groot", "adviseren", None, 3))
    return {
        "belanghebbenden.spreiding_grafiek": spreiding_grafiek(counts(("B", 1), ("A", 7), ("C", 0))),
        "belofte.belofte_praktijk": belofte_praktijk(promised, NIVEAUS),
        "houding.houding_verloop": houding_verloop(stand, HOUDINGEN),
        "matrix.matrix": matrix(both),
    }


def made() -> dict[str, Grafiek]:
    """Every chart there is, by the name of its function."""
    around, vakken = Rondom(build_perioden(), build_mijlpalen()), build_vakken(KOMPAS)
    silent = silence(KOMPAS, (8, 40), (449, 449), (None, None))
    return {
        "balans.balans_grafiek": balans_grafiek(build_balans(KOMPAS), KOMPAS, around, per="maand"),
        "gantt.tijdlijn": tijdlijn(BACK, PLAN, MARKS, KOMPAS, peildatum=DAY),
        "kompas.methode_sunburst": methode_sunburst(KOMPAS),
        "kompas.sunburst": sunburst(raster_van(vakken, KOMPAS, ("keuzes-maken",), DAY), vakken, KOMPAS),
        "per_aspect.per_aspect_grafiek": per_aspect_grafiek(build_per_aspect(KOMPAS), KOMPAS, per="maand"),
        "voortgang.cijfer_verloop": cijfer_verloop(SHARES, naam="Woningen aardgasvrij"),
        "wijk.stilte_grafiek": stilte_grafiek(silent, KOMPAS, grens=60),
        **of_wijken(),
        **of_belanghebbenden(),
    }


LINES = {"houding.houding_verloop": "nu", "belofte.belofte_praktijk": "gehaald", "zelfde_fase.zelfde_fase_grafiek": "y"}
"""Of a chart with several points for each thing it shows: the name or the axis of the trace that has each once."""


def marks(name: str, grafiek: Grafiek) -> int:
    """How many things a chart shows: bars of one trace, sectors of the outer ring without its middle, else points."""
    drawn = grafiek.figuur.to_dict()
    traces, shapes = drawn["data"], drawn["layout"].get("shapes", ())
    if name == "gantt.tijdlijn":
        return sum(shape["type"] == "rect" for shape in shapes) + len(traces[-1]["x"])
    bars = [len(trace["x"]) for trace in traces if trace["type"] == "bar"]
    bars += [len(trace["ids"]) - 1 for trace in traces if trace["type"] == "sunburst"]
    if bars:
        return max(bars)
    points = [trace for trace in traces if "markers" in trace["mode"]]
    if name in LINES:
        points = [trace for trace in points if LINES[name] in (trace["name"], trace.get("yaxis"))][-1:]
    return sum(x is not None for trace in points for x in trace["x"])


def chart_functions() -> dict[str, object]:
    """Every public function of the charts that answers a chart, by name; not those that draw over a figure."""
    found = {}
    for one in iter_modules(charts.__path__):
        if one.ispkg:
            continue
        module = import_module(f"{charts.__name__}.{one.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            sees = inspect.signature(function, eval_str=True)
            over = any(p.annotation in (go.Figure, Grafiek) for p in sees.parameters.values())
            public = function.__module__ == module.__name__ and not name.startswith("_") and name not in PAPER
            if public and not over and sees.return_annotation in (go.Figure, Grafiek):
                found[f"{one.name}.{name}"] = sees.return_annotation
    return found


def test_a_chart_function_gives_a_chart_with_all_it_says() -> None:
    found = chart_functions()
    assert [name for name, kind in found.items() if kind is not Grafiek] == []
    assert set(found) == set(made())


@pytest.mark.parametrize("name", made())
def test_a_chart_has_words_with_a_number_a_finding_a_rule_and_a_table_of_what_it_shows(name: str) -> None:
    one = made()[name]
    assert re.search(r"\d", one.alt) and one.alt.endswith(".")
    assert len(one.bevinding) > 20 and not one.bevinding.removesuffix("n.v.t.").endswith(".")
    assert one.uitleg.endswith(".")
    table, numbers = one.tabel(), one.cijfers()
    assert len(table) == len(numbers) == marks(name, one) > 1
    assert all(isinstance(cell, str) for row in table.itertuples(index=False) for cell in row)
    assert table.notna().all(axis=None)


@pytest.mark.parametrize(
    ("name", "trace", "column", "words"),
    [
        ("programmabalans.naast_elkaar", "Wijk 2", "Balans", lambda y: "" if y is None else nl.decimal(y)),
        ("over_elkaar.over_elkaar", "Wijk 2", "Balans", lambda y: "" if y is None else nl.decimal(y)),
        ("voortgang.cijfer_verloop", "percentage", "Percentage", lambda y: nl.percentage(y / 100)),
        ("houding.houding_verloop", "nu", "Houding", lambda y: HOUDINGEN[y][1].lower()),
    ],
)
def test_the_table_says_what_is_drawn(name: str, trace: str, column: str, words) -> None:
    one = made()[name]
    (ys,) = [list(t["y"]) for t in one.figuur.to_dict()["data"] if t["name"] == trace]
    table = one.tabel()
    said = table.loc[table["Wijk"] == trace, column] if "Wijk" in table else table[column]
    assert sorted(said) == sorted(words(y) for y in ys)


NUMBERS = {
    "belofte.belofte_praktijk": ["Contacten met niveau"],
    "fasebalken.fasebalken": [],
    "houding.houding_verloop": [],
    "kompas.sunburst": ["Contacten"],
    "voortgang.cijfer_verloop": ["Aantal", "Van", "Percentage"],
    "wijk.stilte_grafiek": ["Stil nu (dagen)", "Langste stilte (dagen)"],
    "band.band_stippen": ["Contactmomenten", "Balans", "Laag (80%)", "Hoog (80%)"],
}
"""Of some charts the columns of their table that hold numbers; the others hold texts and dates."""


@pytest.mark.parametrize("name", NUMBERS)
def test_in_the_table_under_a_chart_only_numbers_stand_to_the_right(name: str) -> None:
    table = made()[name].tabel()
    found = columns_of_numbers(list(table.itertuples(index=False)))
    assert [table.columns[place] for place in found] == NUMBERS[name]


def test_a_noot_is_in_the_figure_the_words_and_the_table_of_its_chart() -> None:
    plain = made()["balans.balans_grafiek"]
    noten = [Noot(1, pd.Timestamp(2024, 5, 3).date(), "De brug ging dicht")]
    around = Rondom(build_perioden(), build_mijlpalen(), tuple(noten))
    told = balans_grafiek(build_balans(KOMPAS), KOMPAS, around, per="maand")
    assert "De brug ging dicht" in str(told.figuur.to_dict()["layout"]["annotations"])
    assert told.alt.startswith(plain.alt) and "De brug ging dicht" in told.alt
    row = told.tabel().set_index("Maand")["Noten"]
    assert row["05-2024"] == "1. De brug ging dicht" and (row == "").sum() == len(row) - 1
    assert met_noten(plain, [], lambda drawn: drawn) is plain


def test_only_the_kit_puts_a_figure_on_the_screen() -> None:
    """`kit.chart` takes nothing but a Grafiek, so nothing is shown without words, finding and table."""
    calls = {
        str(path.relative_to(ROOT))
        for folder in ("dashboard", "pages")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "plotly_chart"
    }
    assert calls == {"dashboard/kit/chart.py"}
