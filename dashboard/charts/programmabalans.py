"""The balance of many wijken on one scale: as small multiples, or laid over each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from textwrap import shorten
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import CLICKABLE, columns, figure, moment
from dashboard.charts.assen import BOTTOM, RIGHT, Per, bar_width, time_axis, title_block, window_of
from dashboard.charts.band import Band, balance_words, dashed, numbers
from dashboard.charts.namen import letterlijk
from dashboard.charts.noten import Noot, op_dagen
from dashboard.charts.panelen import Panelen, Plek
from dashboard.charts.tijdlijn import Window
from dashboard.theme import plotly_template, rgba, tone
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas

_PANEL_PX, _HEAD_PX = 104, 54


@dataclass(frozen=True, slots=True)
class Paneel:
    """One wijk in a figure: its name, a quiet line under it, where a click goes, and the band of its open fase."""

    naam: str
    onder: str = ""
    adres: str = ""
    band: Band | None = None
    band_van: date | None = None


def _place(n: int, across: int) -> list[Plek]:
    """The places of `n` panels in rows of `across`."""
    panels = Panelen(-(-n // across), across, 0.035, _PANEL_PX, _HEAD_PX)
    return [panels.plek(i, *divmod(i, across), lowest=i + across >= n) for i in range(n)]


def kleine_figuur(
    reeks: pd.DataFrame,
    panelen: Mapping[int, Paneel],
    kompas: Kompas,
    *,
    per: Per,
    dark: bool = False,
    smal: bool = False,
) -> go.Figure:
    """A small chart per wijk (id), in the order of `panelen`, all with the same axes.

    `reeks` as `analysis.programmabalans.reeksen` gives it; the interval is a light band, the band of the fase two
    dashed lines from its start. Raises ValueError without a single wijk.
    """
    parts = _per_wijk(reeks)
    shown = [(key, panel) for key, panel in panelen.items() if key in parts]
    if not shown:
        raise ValueError("een figuur heeft ten minste één wijk nodig")
    starts = sorted({moment(value) for value in reeks["periode"].tolist()})
    window, left = window_of(starts, per, smal), 34 if smal else 62
    across = min(2 if smal else 4, len(shown))
    subtitle = f"{_axis_words(kompas)} Lichte band: hoe weinig gegevens er zijn. Per {per}, {_span(starts, per)}."
    notes, top = title_block("", subtitle, left, smal, dark)
    data: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    for (key, panel), plek in zip(shown, _place(len(shown), across), strict=True):
        axes |= _axes(plek, window, kompas, smal, dark)
        data += _panel_traces(parts[key], panel, plek.number, per, dark)
        notes += _panel_head(panel, plek, across, smal, dark)
        if panel.band is not None:
            since = max(window.start, moment(panel.band_van or window.start))
            shapes += dashed(panel.band, since.isoformat(), window.end.isoformat(), plek.number, dark)
    layout = {
        "template": plotly_template(dark),
        "height": top + -(-len(shown) // across) * (_PANEL_PX + _HEAD_PX) + BOTTOM,
        "margin": {"l": left, "r": RIGHT, "t": top, "b": BOTTOM},
        "hovermode": "closest",
        "shapes": shapes,
        "annotations": notes,
    }
    return figure(data, layout | axes)


def _axes(plek: Plek, window: Window, kompas: Kompas, smal: bool, dark: bool) -> dict[str, Any]:
    return {
        f"xaxis{plek.number}": time_axis(window, f"y{plek.number}", smal, 3)
        | {
            "domain": [plek.left, plek.right],
            "showticklabels": plek.lowest,
            "tickfont": {"size": 12, "color": tone(dark).secondary},
        },
        f"yaxis{plek.number}": _value_axis(kompas, dark, smal, plek.outer)
        | {"domain": [plek.low, plek.high], "anchor": f"x{plek.number}"},
    }


@dataclass(frozen=True, slots=True)
class Gekozen:
    """The wijk (id) that stands out among the others, with its noten, each with its day since the start of the fase."""

    wijk: int
    noten: Sequence[tuple[int, Noot]] = ()


def over_elkaar(
    uitgelijnd: pd.DataFrame,
    namen: Mapping[int, str],
    kompas: Kompas,
    *,
    per: Per,
    band: Band | None = None,
    gekozen: Gekozen | None = None,
    dark: bool = False,
    smal: bool = False,
) -> go.Figure:
    """A line per wijk (id) against the days since the start of its fase; the chosen one is thick and has its name.

    `uitgelijnd` as `analysis.programmabalans.uitgelijnd` gives it. `customdata` of a point is the id of its wijk.
    """
    ground, left = tone(dark), 76
    subtitle = f"{_axis_words(kompas)} Elke lijn is een wijk, per {per}, vanaf de start van de fase."
    title, top = title_block("", subtitle, left, smal, dark)
    picked = gekozen.wijk if gekozen else None
    parts = _per_wijk(uitgelijnd)
    # The chosen one last, so on top.
    data = [
        _curve(key, parts[key], namen.get(key, ""), None if picked is None else key == picked, per, dark)
        for key in sorted(parts, key=lambda one: one == picked)
    ]
    name = [] if picked is None or picked not in parts else _end_name(parts[picked], namen.get(picked, ""), dark)
    last = max((float(day) for day in uitgelijnd["dag"].tolist()), default=1.0)
    start, end = -0.02 * last, last * 1.03
    lines, marks = op_dagen(gekozen.noten if gekozen else (), last, dark)
    layout = {
        "template": plotly_template(dark),
        "height": top + 380 + BOTTOM + 10,
        "margin": {"l": left, "r": RIGHT, "t": top, "b": BOTTOM + 10},
        "hovermode": "closest",
        "xaxis": {
            "range": [start, end],
            "title": {"text": "dagen sinds de start van de fase", "font": {"size": 13, "color": ground.secondary}},
            "nticks": 5 if smal else 10,
            "tickformat": ",d",
            "ticks": "outside",
            "ticklen": 4,
            "tickcolor": ground.quiet,
        },
        "yaxis": _value_axis(kompas, dark, smal=False, labels=True),
        "shapes": [*([] if band is None else dashed(band, start, end, "", dark)), *lines],
        "annotations": [*title, *name, *marks],
        **CLICKABLE,
    }
    return figure(data, layout)


def _curve(wijk: int, part: pd.DataFrame, naam: str, gekozen: bool | None, per: Per, dark: bool) -> dict[str, Any]:
    """The line of one wijk; `gekozen` None: no wijk is chosen, so none stands out."""
    ground = tone(dark)
    days, starts, values, counts = columns(part, "dag", "periode", "balans", "n")
    colour = ground.secondary if gekozen is False else ground.ink
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": days,
        "y": numbers(values),
        "customdata": [wijk] * len(days),
        "name": letterlijk(naam),
        "opacity": 1.0 if gekozen else 0.55 if gekozen is None else 0.3,
        "line": {"color": colour, "width": 3 if gekozen else 1.2},
        "marker": {"color": colour, "size": 7 if gekozen else 4},
        "connectgaps": False,
        "hovertext": [
            f"<b>{letterlijk(naam)}</b><br>{balance_words(value, n)}"
            f"<br>{nl.month_or_quarter(start, per)}, dag {day:.0f}"
            for day, start, value, n in zip(days, starts, values, counts, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _end_name(part: pd.DataFrame, naam: str, dark: bool) -> list[dict[str, Any]]:
    """The name of the chosen wijk at the last balance that is known; nothing without one."""
    ground = tone(dark)
    known = [(day, value) for day, value in zip(*columns(part, "dag", "balans"), strict=True) if isfinite(value)]
    return [
        {
            "text": f"<b>{letterlijk(shorten(naam, 24, placeholder='…'))}</b>",
            "x": day,
            "y": value,
            "xanchor": "right",
            "yanchor": "bottom",
            "yshift": 6,
            "showarrow": False,
            "bgcolor": rgba(ground.paper, 0.85),
            "font": {"size": 13, "color": ground.ink},
        }
        for day, value in known[-1:]
    ]


def _panel_traces(part: pd.DataFrame, panel: Paneel, number: str, per: Per, dark: bool) -> list[dict[str, Any]]:
    ground = tone(dark)
    starts, ends, values, lows, highs, counts = columns(part, "periode", "einde", "balans", "laag", "hoog", "n")
    middles = [(start + (end - start) / 2).isoformat() for start, end in zip(starts, ends, strict=True)]
    axes = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
    drawn = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": middles,
            "y": numbers(values),
            "connectgaps": False,
            "name": letterlijk(panel.naam),
            "line": {"color": ground.ink, "width": 1.6},
            "marker": {"color": ground.ink, "size": 3.5},
            "hovertext": [
                f"<b>{letterlijk(panel.naam)}</b><br>{nl.month_or_quarter(start, per)}<br>{balance_words(value, n)}"
                for start, value, n in zip(starts, values, counts, strict=True)
            ],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
        | axes
    ]
    if any(isfinite(low) for low in lows):
        heights = [high - low for low, high in zip(lows, highs, strict=True)]
        interval = {
            "type": "bar",
            "x": middles,
            "base": numbers(lows),
            "y": numbers(heights),
            "width": bar_width(per) / 0.74,
            "hoverinfo": "skip",
            "marker": {"color": rgba(ground.secondary, 0.18), "line": {"width": 0}},
        }
        drawn.insert(0, interval | axes)
    return drawn


def _panel_head(panel: Paneel, plek: Plek, across: int, smal: bool, dark: bool) -> list[dict[str, Any]]:
    ground = tone(dark)
    room = (36 if smal else 100) // across
    name = f"<b>{letterlijk(shorten(panel.naam, room, placeholder='…') or panel.naam[: room - 1] + '…')}</b>"
    if panel.adres:
        name = f'<a href="{letterlijk(panel.adres)}" target="_self" style="color:{ground.ink}">{name}</a>'
    under = letterlijk(shorten(panel.onder, room + 6, placeholder="…"))
    place = {"x": plek.left, "xref": "paper", "y": plek.high, "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    look = {"showarrow": False, "align": "left", "borderpad": 0}
    title = {"text": name, "yshift": 22, "hovertext": letterlijk(panel.naam), "font": {"size": 14, "color": ground.ink}}
    quiet = {"text": under, "yshift": 4, "font": {"size": 12, "color": ground.secondary}}
    return [place | look | title, *([place | look | quiet] if under else [])]


def _value_axis(kompas: Kompas, dark: bool, smal: bool, labels: bool) -> dict[str, Any]:
    ground = tone(dark)
    if len(kompas.sporen) != 2:
        values, texts, reach = [0, 1], ["0", "1"], [-0.04, 1.04]
    elif smal:
        values, texts, reach = [-1, 0, 1], ["−1", "0", "+1"], [-1.06, 1.06]
    else:
        up, down = (f"meer<br>{letterlijk(spoor.kort.lower())}" for spoor in kompas.sporen)
        values, texts, reach = [-1, 0, 1], [down, "0", up], [-1.06, 1.06]
    return {
        "range": reach,
        "tickvals": values,
        "ticktext": texts,
        "showticklabels": labels,
        "tickfont": {"size": 12, "color": ground.secondary},
        "showgrid": True,
        "gridcolor": ground.quiet,
        "zeroline": True,
        "zerolinecolor": ground.ink,
        "zerolinewidth": 1,
    }


def _axis_words(kompas: Kompas) -> str:
    if len(kompas.sporen) != 2:
        return "0: alle aandacht bij één spoor, 1: overal evenveel."
    first, second = (spoor.kort.lower() for spoor in kompas.sporen)
    return f"Boven 0: meer {first}, onder 0: meer {second}."


def _span(starts: list[pd.Timestamp], per: Per) -> str:
    first, last = nl.month_or_quarter(starts[0], per), nl.month_or_quarter(starts[-1], per)
    return first if first == last else f"{first} tot en met {last}"


def _per_wijk(frame: pd.DataFrame) -> dict[int, pd.DataFrame]:
    keys = frame["wijk"].to_numpy()
    return {key: frame.loc[keys == key] for key in dict.fromkeys(keys.tolist())}


def noten_per_paneel(panelen: Iterable[int], noten: Mapping[int, Sequence[Noot]]) -> dict[str, Sequence[Noot]]:
    """The noten per panel of `kleine_figuur`: number of its axes → those of its wijk; `panelen` are ids in order."""
    return {"" if place == 0 else str(place + 1): noten.get(wijk, ()) for place, wijk in enumerate(panelen)}
