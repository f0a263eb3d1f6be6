"""The balance of many wijken on one scale: as small multiples, or laid over each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from math import isfinite
from textwrap import shorten
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import CLICKABLE, columns, figure, moment
from dashboard.charts.assen import BOTTOM, RIGHT, Per, bar_width, time_axis, title_block, window_of
from dashboard.charts.band import Band, balance_words, dashed, numbers
from dashboard.charts.noten import Noot, op_dagen
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
    ground = tone(dark)
    starts = sorted({moment(value) for value in reeks["periode"].tolist()})
    window = window_of(starts, per, smal)
    across = min(2 if smal else 4, len(shown))
    down = -(-len(shown) // across)
    left = 34 if smal else 62
    subtitle = f"{_axis_words(kompas)} Lichte band: hoe weinig gegevens er zijn. Per {per}, {_span(starts, per)}."
    notes, top = title_block("", subtitle, left, smal, dark)
    total = down * (_PANEL_PX + _HEAD_PX)
    data: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    width = (1 - 0.035 * (across - 1)) / across
    for place, (key, panel) in enumerate(shown):
        row, column = divmod(place, across)
        number = "" if place == 0 else str(place + 1)
        high = 1 - (row * (_PANEL_PX + _HEAD_PX) + _HEAD_PX) / total
        low = 1 - (row + 1) * (_PANEL_PX + _HEAD_PX) / total
        begin = column * (width + 0.035)
        at_bottom = place + across >= len(shown)
        ticks = time_axis(window, f"y{number}", smal, 3)
        axes[f"xaxis{number}"] = ticks | {
            "domain": [begin, begin + width],
            "showticklabels": at_bottom,
            "tickfont": {"size": 12, "color": ground.secondary},
        }
        axes[f"yaxis{number}"] = _value_axis(kompas, dark, smal, column == 0) | {
            "domain": [max(0.0, low), high],
            "anchor": f"x{number}",
        }
        data += _panel_traces(parts[key], panel, number, per, dark)
        notes += _panel_head(panel, begin, high, across, smal, dark)
        if panel.band is not None:
            since = max(window.start, moment(panel.band_van or window.start))
            shapes += dashed(panel.band, since.isoformat(), window.end.isoformat(), number, dark)
    layout = {
        "template": plotly_template(dark),
        "height": top + total + BOTTOM,
        "margin": {"l": left, "r": RIGHT, "t": top, "b": BOTTOM},
        "hovermode": "closest",
        "shapes": shapes,
        "annotations": notes,
    }
    return figure(data, layout | axes)


def over_elkaar(
    uitgelijnd: pd.DataFrame,
    namen: Mapping[int, str],
    kompas: Kompas,
    *,
    per: Per,
    band: Band | None = None,
    gekozen: int | None = None,
    noten: Sequence[tuple[int, Noot]] = (),
    dark: bool = False,
    smal: bool = False,
) -> go.Figure:
    """A line per wijk (id) against the days since the start of its fase; the chosen one is thick and has its name.

    `uitgelijnd` as `analysis.programmabalans.uitgelijnd` gives it. `customdata` of a point is the id of its wijk.
    `noten` are those of the chosen wijk, each with its day since that start.
    """
    ground = tone(dark)
    left, subtitle = 76, f"{_axis_words(kompas)} Elke lijn is een wijk, per {per}, vanaf de start van de fase."
    notes, top = title_block("", subtitle, left, smal, dark)
    data = []
    parts = _per_wijk(uitgelijnd)
    for key in sorted(parts, key=lambda one: one == gekozen):  # the chosen one last, so on top
        chosen = key == gekozen
        days, starts, values, counts = columns(parts[key], "dag", "periode", "balans", "n")
        name = f"<b>{escape(namen.get(key, ''))}</b>"
        hover = [
            f"{name}<br>{balance_words(value, n)}<br>{nl.month_or_quarter(start, per)}, dag {day:.0f}"
            for day, start, value, n in zip(days, starts, values, counts, strict=True)
        ]
        colour = ground.ink if chosen or gekozen is None else ground.secondary
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": days,
                "y": numbers(values),
                "customdata": [key] * len(days),
                "name": escape(namen.get(key, "")),
                "opacity": 1.0 if chosen else 0.55 if gekozen is None else 0.3,
                "line": {"color": colour, "width": 3 if chosen else 1.2},
                "marker": {"color": colour, "size": 7 if chosen else 4},
                "connectgaps": False,
                "hovertext": hover,
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
        known = [(day, value) for day, value in zip(days, values, strict=True) if isfinite(value)]
        if chosen and known:
            notes.append(
                {
                    "text": f"<b>{escape(shorten(namen.get(key, ''), 24, placeholder='…'))}</b>",
                    "x": known[-1][0],
                    "y": known[-1][1],
                    "xanchor": "right",
                    "yanchor": "bottom",
                    "yshift": 6,
                    "showarrow": False,
                    "bgcolor": rgba(ground.paper, 0.85),
                    "font": {"size": 13, "color": ground.ink},
                }
            )
    last = max((float(day) for day in uitgelijnd["dag"].tolist()), default=1.0)
    lines, marks = op_dagen(noten, last, dark)
    layout = {
        "template": plotly_template(dark),
        "height": top + 380 + BOTTOM + 10,
        "margin": {"l": left, "r": RIGHT, "t": top, "b": BOTTOM + 10},
        "hovermode": "closest",
        "xaxis": {
            "range": [-0.02 * last, last * 1.03],
            "title": {"text": "dagen sinds de start van de fase", "font": {"size": 13, "color": ground.secondary}},
            "nticks": 5 if smal else 10,
            "tickformat": ",d",
            "ticks": "outside",
            "ticklen": 4,
            "tickcolor": ground.quiet,
        },
        "yaxis": _value_axis(kompas, dark, smal=False, labels=True),
        "shapes": [*([] if band is None else dashed(band, -0.02 * last, last * 1.03, "", dark)), *lines],
        "annotations": [*notes, *marks],
        **CLICKABLE,
    }
    return figure(data, layout)


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
            "name": escape(panel.naam),
            "line": {"color": ground.ink, "width": 1.6},
            "marker": {"color": ground.ink, "size": 3.5},
            "hovertext": [
                f"<b>{escape(panel.naam)}</b><br>{nl.month_or_quarter(start, per)}<br>{balance_words(value, n)}"
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


def _panel_head(panel: Paneel, x: float, y: float, across: int, smal: bool, dark: bool) -> list[dict[str, Any]]:
    ground = tone(dark)
    room = (36 if smal else 100) // across
    name = f"<b>{escape(shorten(panel.naam, room, placeholder='…') or panel.naam[: room - 1] + '…')}</b>"
    if panel.adres:
        name = f'<a href="{escape(panel.adres)}" target="_self" style="color:{ground.ink}">{name}</a>'
    under = escape(shorten(panel.onder, room + 6, placeholder="…"))
    place = {"x": x, "xref": "paper", "y": y, "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    look = {"showarrow": False, "align": "left", "borderpad": 0}
    title = {"text": name, "yshift": 22, "hovertext": escape(panel.naam), "font": {"size": 14, "color": ground.ink}}
    quiet = {"text": under, "yshift": 4, "font": {"size": 12, "color": ground.secondary}}
    return [place | look | title, *([place | look | quiet] if under else [])]


def _value_axis(kompas: Kompas, dark: bool, smal: bool, labels: bool) -> dict[str, Any]:
    ground = tone(dark)
    if len(kompas.sporen) != 2:
        values, texts, reach = [0, 1], ["0", "1"], [-0.04, 1.04]
    elif smal:
        values, texts, reach = [-1, 0, 1], ["−1", "0", "+1"], [-1.06, 1.06]
    else:
        up, down = (f"meer<br>{escape(spoor.kort.lower())}" for spoor in kompas.sporen)
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
