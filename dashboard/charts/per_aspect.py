"""How much attention each aspect got over time, as small bar charts on one scale."""

from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import pandas as pd

from dashboard.charts import columns, figure
from dashboard.charts.assen import (
    BOTTOM,
    HOVER_TITLE,
    RIGHT,
    Per,
    bar_width,
    middles,
    periode_naam,
    round_top,
    time_axis,
    window_of,
)
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import letterlijk
from dashboard.charts.panelen import Panelen, Plek
from dashboard.charts.tijdlijn import Window
from dashboard.theme import aspect_fills, plotly_template, spoor_inks, tone
from wijkkompas_core.analysis.balans import UITLEG
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Aspect, Kompas

_LEFT, _PANEL_PX, _HEAD_PX = 40, 76, 52


Sums = dict[str, dict[pd.Timestamp, float]]
"""Slug of each aspect → weighted sum by start of the period."""


def _sums(per_aspect: pd.DataFrame, kompas: Kompas) -> Sums:
    sums: Sums = {aspect.slug: {} for aspect in kompas.aspecten}
    for start, slug, som in zip(*columns(per_aspect, "periode", "aspect", "som"), strict=True):
        sums[slug][start] = som
    return sums


@dataclass(frozen=True, slots=True)
class _Paneel:
    """The small chart of one aspect, and its place."""

    aspect: Aspect
    plek: Plek


def _place(kompas: Kompas, smal: bool) -> tuple[list[_Paneel], int]:
    """The panels column by column, and their height together in pixels."""
    grid = [list(kompas.aspecten_van(spoor.slug)) for spoor in kompas.sporen]
    grid = [[aspect for column in grid for aspect in column]] if smal else grid
    panels = Panelen(max(map(len, grid)), len(grid), 0.09, _PANEL_PX, _HEAD_PX)
    placed: list[_Paneel] = []
    for column, aspecten in enumerate(grid):
        for row, aspect in enumerate(aspecten):
            plek = panels.plek(len(placed), row, column, lowest=row == len(aspecten) - 1)
            placed.append(_Paneel(aspect, plek))
    return placed, panels.height


def per_aspect_grafiek(
    per_aspect: pd.DataFrame, kompas: Kompas, *, per: Per, dark: bool = False, smal: bool = False
) -> Grafiek:
    """A small bar chart per aspect, all on one scale: a column per spoor (the first one left), one column if `smal`.

    `per_aspect` as made by `analysis.per_aspect`: `periode, aspect, som`, every period present.
    """
    if per_aspect.empty:
        raise ValueError("een figuur per aspect heeft ten minste één periode nodig")
    sums = _sums(per_aspect, kompas)
    starts = sorted({start for values in sums.values() for start in values})
    panels, total = _place(kompas, smal)
    top = round_top(max(1.0, *(value for values in sums.values() for value in values.values())))
    first, last = nl.month_or_quarter(starts[0], per), nl.month_or_quarter(starts[-1], per)
    what = f"gewogen aantal contactmomenten per {per}, {first} tot en met {last}, overal dezelfde schaal"
    layout = {
        "template": plotly_template(dark),
        "height": BOTTOM + total,
        "margin": {"l": _LEFT, "r": RIGHT, "t": 0, "b": BOTTOM},
        "hovermode": "x unified",
        "annotations": [_name(panel, kompas, dark) for panel in panels],
    }
    for panel in panels:
        layout |= _axes(panel, window_of(starts, per, smal), top, per, smal, dark)
    values = {slug: [of.get(start, 0.0) for start in starts] for slug, of in sums.items()}
    data = [_bars(panel, middles(starts, per), values[panel.aspect.slug], kompas, per, dark) for panel in panels]
    return Grafiek(
        figuur=figure(data, layout),
        alt=_alt(sums, kompas, per),
        bevinding=_bevinding(sums, kompas),
        tabel=lambda: _tabel(_wide(per_aspect, kompas), kompas, per),
        cijfers=lambda: _wide(per_aspect, kompas),
        uitleg=UITLEG,
        ondertitel=what,
    )


def _bars(panel: _Paneel, xs: list[str], values: list[float], kompas: Kompas, per: Per, dark: bool) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": xs,
        "y": values,
        "xaxis": f"x{panel.plek.number}",
        "yaxis": f"y{panel.plek.number}",
        "name": letterlijk(panel.aspect.naam),
        "hovertext": [f"{nl.decimal(value, 1)} gewogen contactmomenten" for value in values],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "width": bar_width(per),
        "marker": {
            "color": aspect_fills(kompas, dark)[panel.aspect.slug],
            "line": {"color": tone(dark).ink, "width": [0.5 if value else 0 for value in values]},
        },
    }


def _axes(panel: _Paneel, window: Window, top: float, per: Per, smal: bool, dark: bool) -> dict[str, Any]:
    return {
        f"xaxis{panel.plek.number}": time_axis(window, f"y{panel.plek.number}", smal, 5)
        | {
            "domain": [panel.plek.left, panel.plek.right],
            "showticklabels": panel.plek.lowest,
            "ticks": "outside" if panel.plek.lowest else "",
            "showline": True,
            "linecolor": tone(dark).secondary,
            "unifiedhovertitle": {"text": HOVER_TITLE[per]},
        },
        f"yaxis{panel.plek.number}": {
            "domain": [panel.plek.low, panel.plek.high],
            "anchor": f"x{panel.plek.number}",
            "range": [0, top * 1.04],
            "tickvals": [0, top],
            "ticktext": ["0", f"{top:g}"],
            "showgrid": True,
            "showticklabels": panel.plek.outer,
        },
    }


def _name(panel: _Paneel, kompas: Kompas, dark: bool) -> dict[str, Any]:
    colour = spoor_inks(kompas, dark)[kompas.spoor_van[panel.aspect.slug]]
    return {
        "text": "<br>".join(letterlijk(line) for line in wrap(panel.aspect.naam, 36)),
        "x": panel.plek.left,
        "xref": "paper",
        "xanchor": "left",
        "y": panel.plek.high,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
        "align": "left",
        "showarrow": False,
        "font": {"size": 13, "color": colour, "weight": 600},
    }


def _wide(per_aspect: pd.DataFrame, kompas: Kompas) -> pd.DataFrame:
    """A row per period, a column per aspect (slug)."""
    table = per_aspect.pivot(index="periode", columns="aspect", values="som")
    return table[[aspect.slug for aspect in kompas.aspecten]].reset_index()


def _tabel(wide: pd.DataFrame, kompas: Kompas, per: Per) -> pd.DataFrame:
    table = wide.rename(columns={aspect.slug: aspect.naam for aspect in kompas.aspecten})
    starts = table.pop("periode").tolist()
    table = table.map(nl.decimal)
    table.insert(0, per.capitalize(), [periode_naam(start, per) for start in starts])
    return table


def _bevinding(sums: Sums, kompas: Kompas) -> str:
    """What got most and what got least."""
    ranked = sorted(kompas.aspecten, key=lambda aspect: sum(sums[aspect.slug].values()))
    return f"Meeste aandacht voor {ranked[-1].kort.lower()}, minste voor {ranked[0].kort.lower()}"


def _alt(sums: Sums, kompas: Kompas, per: Per) -> str:
    """The charts per aspect in one sentence: what got most and what got least."""
    totals = {slug: sum(values.values()) for slug, values in sums.items()}
    most, least = max(totals, key=lambda slug: totals[slug]), min(totals, key=lambda slug: totals[slug])
    if not totals[most]:
        return "Voor geen enkel aspect zijn er contactmomenten in deze periode."
    return (
        f"Staafjes per {per} voor {len(totals)} aspecten: de meeste aandacht kreeg {kompas.aspect[most].naam} "
        f"({nl.decimal(totals[most], 1)} gewogen contactmomenten), de minste {kompas.aspect[least].naam} "
        f"({nl.decimal(totals[least], 1)})."
    )
