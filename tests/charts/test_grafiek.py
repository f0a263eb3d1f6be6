"""No chart is without words: what it says beside its figure, and that nothing else can reach a screen."""

import ast
import inspect
import re
from importlib import import_module
from pkgutil import iter_modules

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import charts
from dashboard.charts.balans import Rondom, balans_grafiek
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.noten import Noot, met_noten
from dashboard.charts.per_aspect import per_aspect_grafiek
from tests.architecture.house import ROOT
from tests.charts.conftest import (
    build_balans,
    build_kompas,
    build_mijlpalen,
    build_per_aspect,
    build_perioden,
)

KOMPAS = build_kompas()
PAPER = {"figure", "lege_figuur"}
"""What every figure is made with."""
LEFT = {
    "band.band_stippen", "belanghebbenden.spreiding_figuur", "belofte.belofte_praktijk", "belofte.houding_verloop",
    "fasebalken.fasebalken", "gantt.tijdlijn", "kompas.methode_sunburst", "kompas.sunburst", "matrix.matrix",
    "programmabalans.kleine_figuur", "programmabalans.over_elkaar", "voortgang.cijfer_verloop",
    "wijk.stilte_figuur", "zelfde_fase.zelfde_fase_figuur",
}  # fmt: skip
"""Charts that still give their figure alone, so that their screen makes the Grafiek; this only shrinks."""


def made() -> dict[str, Grafiek]:
    balance = balans_grafiek(build_balans(KOMPAS), KOMPAS, Rondom(build_perioden(), build_mijlpalen()), per="maand")
    return {
        "balans.balans_grafiek": balance,
        "per_aspect.per_aspect_grafiek": per_aspect_grafiek(build_per_aspect(KOMPAS), KOMPAS, per="maand"),
    }


def marks(grafiek: Grafiek) -> int:
    """The most bars of one trace, or the sectors of the outer ring without its middle."""
    traces = grafiek.figuur.to_dict()["data"]
    bars = (len(trace["x"]) for trace in traces if trace["type"] == "bar")
    return max((*bars, *(len(trace["ids"]) - 1 for trace in traces if trace["type"] == "sunburst")))


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
    assert {name for name, kind in found.items() if kind is go.Figure} == LEFT
    assert {name for name, kind in found.items() if kind is Grafiek} == set(made())


@pytest.mark.parametrize("name", made())
def test_a_chart_has_words_with_a_number_a_finding_a_rule_and_a_table_of_what_it_shows(name: str) -> None:
    one = made()[name]
    assert re.search(r"\d", one.alt) and one.alt.endswith(".")
    assert len(one.bevinding) > 20 and not one.bevinding.endswith(".")
    assert one.uitleg.endswith(".")
    table, numbers = one.tabel(), one.cijfers()
    assert len(table) == len(numbers) == marks(one) > 1
    assert all(isinstance(cell, str) for row in table.itertuples(index=False) for cell in row)
    assert table.notna().all(axis=None)


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
