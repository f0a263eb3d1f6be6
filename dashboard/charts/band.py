"""The band of a fase in charts: dashed lines in a balance chart, and the wijken as dots against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import columns, figure
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import letterlijk, schoon
from dashboard.theme import plotly_template, rgba, tone
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.band import UITLEG
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas

Band = tuple[float, float]
_DOT = 0.05


@dataclass(frozen=True, slots=True)
class _Stip:
    """One wijk: its balance, the place in the pile of those that fall together, and what a hover says."""

    x: float
    y: int
    hover: str
    open: bool


def _place(standen: pd.DataFrame, namen: Mapping[int, str], minimaal_n: int) -> list[_Stip]:
    rows = zip(*columns(standen, "wijk", "balans", "laag", "hoog", "n"), strict=True)
    stacks: dict[int, int] = {}
    dots = []
    for key, value, low, high, n in sorted(rows, key=lambda row: (row[1], row[0])):
        pile = round(value / _DOT)
        stacks[pile] = stacks.get(pile, 0) + 1
        between = f"tussen {nl.signed(low)} en {nl.signed(high)}"
        hover = f"<b>{letterlijk(namen.get(key, ''))}</b><br>{balance_words(value, n)}<br>{between}"
        dots.append(_Stip(value, stacks[pile], hover, n < minimaal_n))
    return dots


def band_stippen(
    standen: pd.DataFrame,
    namen: Mapping[int, str],
    kompas: Kompas,
    band: Band | None,
    *,
    fase: str,
    minimaal_n: int,
    dark: bool = False,
    smal: bool = False,
) -> Grafiek:
    """Every wijk in one fase as a dot at its balance, stacked where they fall together, with the band behind them.

    `standen` as `analysis.band.fasestanden` gives them, of one fase, which is called `fase`. Open dots have fewer than
    `minimaal_n` contactmomenten: too few to say something.
    """
    known = standen.loc[[isfinite(value) for value in standen["balans"].tolist()]].sort_values("balans")
    named = known.assign(wijk=[namen.get(key, "") for key in known["wijk"].tolist()])
    shown = (
        f"{nl.count(len(known), 'wijk', 'wijken')} met contactmomenten bij deze fase. Elke stip is een wijk; open "
        f"stippen hebben minder dan {minimaal_n} contactmomenten."
    )
    finding = _bevinding(named, fase)
    each = zip(*columns(named, "wijk", "balans"), strict=True)
    said = "; ".join(f"{schoon(naam)} {nl.signed(value)}" for naam, value in each)
    between = f" De band loopt van {nl.signed(band[0])} tot {nl.signed(band[1])}." if band else ""
    return Grafiek(
        figuur=_stippen(known, namen, kompas, band, minimaal_n, dark, smal),
        alt=f"{finding}. {shown}{f' {said}.' if said else ''}{between}",
        bevinding=finding,
        tabel=lambda: _tabel(named),
        cijfers=lambda: named,
        uitleg=UITLEG,
        ondertitel=shown,
    )


def _bevinding(named: pd.DataFrame, fase: str) -> str:
    """Between which values the balances of a fase lie."""
    (values,) = columns(named, "balans")
    if not values:
        return f"In fase {fase} heeft nog geen wijk een balans"
    low, high = nl.signed(values[0]), nl.signed(values[-1])
    if len(values) == 1:
        return f"In fase {fase} is de balans van {named['wijk'].iloc[0]} {low}"
    return f"In fase {fase} ligt de balans van {len(values)} wijken tussen {low} en {high}"


def _tabel(named: pd.DataFrame) -> pd.DataFrame:
    width = nl.percentage(STANDAARD.interval)
    wijken, counts, *values = columns(named, "wijk", "n", "balans", "laag", "hoog")
    shown = {"Wijk": wijken, "Contactmomenten": [nl.whole(n) for n in counts]}
    titles = ("Balans", f"Laag ({width})", f"Hoog ({width})")
    return pd.DataFrame(
        shown | {title: [nl.decimal(v) for v in own] for title, own in zip(titles, values, strict=True)}
    )


def _stippen(
    standen: pd.DataFrame,
    namen: Mapping[int, str],
    kompas: Kompas,
    band: Band | None,
    minimaal_n: int,
    dark: bool,
    smal: bool,
) -> go.Figure:
    ground = tone(dark)
    dots = _place(standen, namen, minimaal_n)
    most = max((dot.y for dot in dots), default=1)
    first, second = (spoor.kort.lower() for spoor in kompas.sporen[:2])
    texts = [f"alleen<br>{letterlijk(second)}", "−0,5", "0", "+0,5", f"alleen<br>{letterlijk(first)}"]
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": [dot.x for dot in dots],
        "y": [dot.y for dot in dots],
        "hovertext": [dot.hover for dot in dots],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "size": 11 if most < 12 else 7,
            "color": [ground.paper if dot.open else ground.ink for dot in dots],
            "line": {"color": ground.ink, "width": 1.5},
        },
    }
    layout = {
        "template": plotly_template(dark),
        "height": 130 + min(most, 12) * 12,
        "margin": {"l": 28, "r": 28, "t": 12, "b": 52},
        "xaxis": {
            "range": [-1.06, 1.06],
            "tickvals": [-1, -0.5, 0, 0.5, 1],
            "ticktext": texts,
            "ticks": "outside",
            "ticklen": 4,
            "tickfont": {"size": 12 if smal else 13, "color": ground.secondary},
        },
        "yaxis": {"range": [0, most + 1], "showticklabels": False},
        "shapes": _shapes(band, dark),
    }
    return figure([trace], layout)


def _shapes(band: Band | None, dark: bool) -> list[dict[str, Any]]:
    """The line of no difference, and the band as a light field between dashes."""
    ground = tone(dark)
    high = {"y0": 0, "y1": 1, "yref": "y domain"}
    zero = {"type": "line", "x0": 0, "x1": 0, "line": {"color": ground.ink}} | high
    if band is None:
        return [zero]
    edge = {"color": ground.ink, "width": 1.5, "dash": "dash"}
    look = {"layer": "below", "line": edge, "fillcolor": rgba(ground.secondary, 0.16)}
    return [zero, {"type": "rect", "x0": band[0], "x1": band[1]} | high | look]


def met_band(drawn: go.Figure, band: Band, van: date, tot: date, dark: bool) -> go.Figure:
    """A copy of a balance figure of one wijk with the band of its open fase as two dashed lines, up to `tot`."""
    plain = drawn.to_dict()
    layout = plain["layout"]
    start = max(str(layout["xaxis"]["range"][0]), van.isoformat())  # both as jjjj-mm-dd…, so they compare as text
    lines = dashed(band, start, tot.isoformat(), "", dark)
    return figure(plain["data"], {**layout, "shapes": [*layout.get("shapes", ()), *lines]})


def dashed(band: Band, x0: Any, x1: Any, number: str, dark: bool) -> list[dict[str, Any]]:
    """The bounds of a band as two dashed lines between two places on the x axis with this number ("": the first)."""
    line = {"color": tone(dark).ink, "width": 1.5, "dash": "dash"}
    where = {"type": "line", "xref": f"x{number}", "yref": f"y{number}", "x0": x0, "x1": x1, "line": line}
    return [{**where, "y0": value, "y1": value} for value in band]


def balance_words(value: float, n: int) -> str:
    """A balance with its number of contactmomenten, for a hover."""
    noun = "contactmoment" if n == 1 else "contactmomenten"
    return f"balans {nl.signed(value)}, {n} {noun}" if isfinite(value) else "geen contactmomenten"


def numbers(values: list[float]) -> list[float | None]:
    """Values for plotly: what is not there becomes None, a gap."""
    return [value if isfinite(value) else None for value in values]
