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
from dashboard.charts.assen import BOTTOM, MIDDLE, RIGHT, WIDE, Per, time_axis, window_of
from dashboard.charts.balanslijn import (
    REACH,
    Reeks,
    Stilte,
    as_in_woorden,
    einde,
    gearceerd,
    stilte,
    vlakken,
)
from dashboard.charts.band import Band, balance_words, dashed, numbers
from dashboard.charts.bijschriften import Doos
from dashboard.charts.namen import letterlijk
from dashboard.charts.noten import Noot, op_dagen
from dashboard.charts.panelen import Panelen, Plek
from dashboard.charts.paper.text import Font, size
from dashboard.charts.tijdlijn import Window
from dashboard.theme import context, plotly_template, rgba, spoor_inks, tone
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas

_PANEL_PX, _HEAD_PX = 108, 90
_HIGH_PX = 380


@dataclass(frozen=True, slots=True)
class Paneel:
    """One wijk in a figure: its name, a quiet line under it, where a click goes, and the band of its open fase.

    `laatste` is its last contactmoment, where a silence since then has to be seen.
    """

    naam: str
    onder: str = ""
    adres: str = ""
    band: Band | None = None
    band_van: date | None = None
    laatste: date | None = None


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
    tot: date | None = None,
    dark: bool = False,
    breed: int = WIDE,
) -> go.Figure:
    """A small chart per wijk (id), in the order of `panelen`, all with the same axes.

    `reeks` as `analysis.programmabalans.reeksen` gives it; each is filled by the hue of the spoor it leans to, with its
    band around it and how it ends said above it. A silence up to the day `tot` is hatched; the band of the fase is two
    dashed lines from its start. Raises ValueError without a single wijk.
    """
    parts = _per_wijk(reeks)
    shown = [(key, panel) for key, panel in panelen.items() if key in parts]
    if not shown:
        raise ValueError("een figuur heeft ten minste één wijk nodig")
    starts = sorted({moment(value) for value in reeks["periode"].tolist()})
    smal = breed < MIDDLE
    window, left = window_of(starts, per, smal), 58 if smal else 66
    across = min(4 if breed >= WIDE else 2, len(shown))
    notes: list[dict[str, Any]] = []
    data: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    for (key, panel), plek in zip(shown, _place(len(shown), across), strict=True):
        axes |= _axes(plek, window, kompas, dark)
        line = Reeks.of(parts[key], [moment(end) for end in parts[key]["einde"].tolist()])
        stil = stilte(panel.laatste, tot) if tot else None
        data += _panel_traces(parts[key], line, panel, stil, plek.number, kompas, per, dark)
        notes += _panel_head(panel, _ending(line, stil, kompas, dark), plek, across, smal, dark)
        if panel.band is not None:
            since = max(window.start, moment(panel.band_van or window.start))
            shapes += dashed(panel.band, since.isoformat(), window.end.isoformat(), plek.number, dark)
    layout = {
        "template": plotly_template(dark),
        "height": -(-len(shown) // across) * (_PANEL_PX + _HEAD_PX) + BOTTOM,
        "margin": {"l": left, "r": RIGHT, "t": 0, "b": BOTTOM},
        "barmode": "overlay",
        "hovermode": "closest",
        "shapes": shapes,
        "annotations": notes,
    }
    return figure(data, layout | axes)


def ondertitel(reeks: pd.DataFrame, kompas: Kompas, per: Per) -> str:
    """What `kleine_figuur` shows: by what period, of when, and what the edge around each line says."""
    starts = sorted({moment(value) for value in reeks["periode"].tolist()})
    sure = f"grijze rand: zo zeker is het ({nl.percentage(STANDAARD.interval)})"
    even = "0: alle aandacht bij één spoor, 1: overal evenveel"
    return f"per {per}, {_span(starts, per)} · {sure if len(kompas.sporen) == 2 else even}"


def _axes(plek: Plek, window: Window, kompas: Kompas, dark: bool) -> dict[str, Any]:
    return {
        f"xaxis{plek.number}": time_axis(window, f"y{plek.number}", smal=False, hoogstens=3)
        | {"domain": [plek.left, plek.right], "showticklabels": plek.lowest},
        f"yaxis{plek.number}": as_in_woorden(kompas, dark)
        | {"domain": [plek.low, plek.high], "anchor": f"x{plek.number}", "showticklabels": plek.outer},
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
    breed: int = WIDE,
) -> go.Figure:
    """A line per wijk (id) against the days since the start of its fase; the chosen one is thick and has its name.

    `uitgelijnd` as `analysis.programmabalans.uitgelijnd` gives it. `customdata` of a point is the id of its wijk.
    """
    ground, smal = tone(dark), breed < MIDDLE
    left, right = 66, 14 if smal else 150
    picked = gekozen.wijk if gekozen else None
    parts = _per_wijk(uitgelijnd)
    # The chosen one last, so on top.
    data = [
        _curve(key, parts[key], namen.get(key, ""), None if picked is None else key == picked, per, dark)
        for key in sorted(parts, key=lambda one: one == picked)
    ]
    last = max((float(day) for day in uitgelijnd["dag"].tolist()), default=1.0)
    start, end = -0.02 * last, last * 1.03
    ends = {key: known[-1] for key, part in parts.items() if (known := _known(part))}
    names = _end_names(ends, namen, picked, (breed - left - right, end - start), smal, dark)
    lines, marks = op_dagen(gekozen.noten if gekozen else (), last, dark)
    layout = {
        "template": plotly_template(dark),
        "height": 8 + _HIGH_PX + BOTTOM + 10,
        "margin": {"l": left, "r": right, "t": 8, "b": BOTTOM + 10},
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
        "yaxis": as_in_woorden(kompas, dark),
        "shapes": [*([] if band is None else dashed(band, start, end, "", dark)), *lines],
        "annotations": [*names, *marks],
        **CLICKABLE,
    }
    return figure(data, layout)


def _known(part: pd.DataFrame) -> list[tuple[float, float]]:
    """The days of which the balance is known, with that balance."""
    return [(day, value) for day, value in zip(*columns(part, "dag", "balans"), strict=True) if isfinite(value)]


def _end_names(
    ends: Mapping[int, tuple[float, float]],
    namen: Mapping[int, str],
    picked: int | None,
    span: tuple[float, float],
    smal: bool,
    dark: bool,
) -> list[dict[str, Any]]:
    """The names at the ends of their lines, the chosen one first; one that would stand over another is left out.

    `ends` per wijk the day and the balance; `span` the width in pixels and the days in it. On a narrow
    screen only the chosen one has its name.
    """
    ground, busy, notes = tone(dark), [], []
    for key in sorted(ends, key=lambda one: (one != picked, -ends[one][0])):
        if smal and key != picked:
            continue
        (day, value), chosen = ends[key], key == picked
        text = letterlijk(shorten(namen.get(key, ""), 24, placeholder="…"))
        text = f"<b>{text}</b>" if chosen else text
        wide, x, y = size(text, Font(13))[0], day * span[0] / span[1], -value * _HIGH_PX / (2 * REACH)
        before = smal and x + wide + 20 > span[0]
        left = x - wide if before else x + 7
        box = Doos(left, y - 9, left + wide, y + 9)
        if any(box.raakt(other) for other in busy):
            continue
        busy.append(box)
        aside = {"xanchor": "right", "yshift": 14} if before else {"xanchor": "left", "xshift": 7}
        look = {"font": {"size": 13, "color": ground.ink if chosen else ground.secondary}}
        place = {"x": day, "y": value, "yanchor": "middle", "showarrow": False, "borderpad": 0}
        place |= {"bgcolor": rgba(ground.paper, 0.85)}
        notes.append({"text": text, **place, **aside, **look})
    return notes


def _curve(wijk: int, part: pd.DataFrame, naam: str, gekozen: bool | None, per: Per, dark: bool) -> dict[str, Any]:
    """The line of one wijk; `gekozen` None: no wijk is chosen, so none stands out."""
    ground = tone(dark)
    days, starts, values, counts = columns(part, "dag", "periode", "balans", "n")
    colour = context(dark) if gekozen is False else ground.ink
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": days,
        "y": numbers(values),
        "customdata": [wijk] * len(days),
        "name": letterlijk(naam),
        "opacity": 0.55 if gekozen is None else 1.0,
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


def _panel_traces(
    part: pd.DataFrame,
    line: Reeks,
    panel: Paneel,
    stil: Stilte | None,
    number: str,
    kompas: Kompas,
    per: Per,
    dark: bool,
) -> list[dict[str, Any]]:
    ground, (counts,) = tone(dark), columns(part, "n")
    axes = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
    alone = {run[0] for run in line.runs() if len(run) == 1}
    sizes = [7 if i == line.laatste and not stil else 4 if i in alone else 0 for i in range(len(counts))]
    curve = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [at.isoformat() for at in line.midden],
        "y": numbers(line.balans),
        "connectgaps": False,
        "name": letterlijk(panel.naam),
        "line": {"color": ground.ink, "width": 1.8},
        "marker": {"color": ground.ink, "size": sizes, "opacity": 1},
        "hovertext": [
            f"<b>{letterlijk(panel.naam)}</b><br>{nl.month_or_quarter(start, per)}<br>{balance_words(value, n)}"
            for start, value, n in zip(line.begin, line.balans, counts, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    low = -REACH if len(kompas.sporen) == 2 else -0.05
    block = [gearceerd(stil, axes, (low, REACH), dark)] if stil else []
    return [*vlakken(line, kompas, dark, axes), curve | axes, *block]


def _ending(line: Reeks, stil: Stilte | None, kompas: Kompas, dark: bool) -> tuple[str, str]:
    """How a line ends, in words, and the ink for them; empty when there is nothing to say."""
    ground = tone(dark)
    if stil:
        return f"stil, {stil.dagen}", ground.ink
    said = einde(line, kompas)
    if said is None:
        return "", ground.ink
    return f"{said[0]} {said[1]}", spoor_inks(kompas, dark).get(said[2] or "", ground.ink)


def _panel_head(
    panel: Paneel, ending: tuple[str, str], plek: Plek, across: int, smal: bool, dark: bool
) -> list[dict[str, Any]]:
    """The name, how its line ends, and the quiet line, under each other."""
    ground = tone(dark)
    room = (40 if smal else 108) // across
    name = f"<b>{letterlijk(shorten(panel.naam, room, placeholder='…') or panel.naam[: room - 1] + '…')}</b>"
    if panel.adres:
        name = f'<a href="{letterlijk(panel.adres)}" target="_self" style="color:{ground.ink}">{name}</a>'
    said, ink = ending
    said = said if not smal else said.removeprefix("nu: ")
    lines = [
        (name, 15, ground.ink),
        (f"<b>{said}</b>" if said else "", 13, ink),
        (letterlijk(shorten(panel.onder, room + 4, placeholder="…")), 13, ground.secondary),
    ]
    place = {"x": plek.left, "xref": "paper", "y": plek.high, "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    look = {"showarrow": False, "align": "left", "borderpad": 0, "hovertext": letterlijk(panel.naam)}
    shown = [line for line in lines if line[0]]
    return [
        place | look | {"text": text, "yshift": 8 + 18 * (len(shown) - 1 - i), "font": {"size": high, "color": colour}}
        for i, (text, high, colour) in enumerate(shown)
    ]


def _span(starts: list[pd.Timestamp], per: Per) -> str:
    first, last = nl.month_or_quarter(starts[0], per), nl.month_or_quarter(starts[-1], per)
    return first if first == last else f"{first} tot en met {last}"


def _per_wijk(frame: pd.DataFrame) -> dict[int, pd.DataFrame]:
    keys = frame["wijk"].to_numpy()
    return {key: frame.loc[keys == key] for key in dict.fromkeys(keys.tolist())}


def noten_per_paneel(panelen: Iterable[int], noten: Mapping[int, Sequence[Noot]]) -> dict[str, Sequence[Noot]]:
    """The noten per panel of `kleine_figuur`: number of its axes → those of its wijk; `panelen` are ids in order."""
    return {"" if place == 0 else str(place + 1): noten.get(wijk, ()) for place, wijk in enumerate(panelen)}
