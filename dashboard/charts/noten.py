"""Noten in charts over time: a thin dotted line at the date, its number or a short label, and the whole text in hover.

The numbers are those of the list under the chart. Widths of texts are estimated, as in `tijdlijn`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import figure, moment
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import NIETS, Figuurtekst, ingekort, onder_elkaar, opmaak, schoon, voluit
from dashboard.theme import tone
from wijkkompas_core.domain import nederlands as nl

_CHARACTER_PX, _MARK_PX, _LEAST, _LONGEST, _WIDE = 6.6, 18, 8, 44, 720
ROW_PX = 24
"""Room for a row of marks under a chart with rows, in pixels."""
SPOKEN, SPOKEN_LENGTH = 8, 120
"""So many noten, and of each so many characters, are in the text for who cannot see the chart."""


@dataclass(frozen=True, slots=True)
class Noot:
    """A noot with its number; `waar` is the name of its wijk where a chart shows more than one."""

    nummer: int
    datum: date
    tekst: str
    waar: str = ""


@dataclass(frozen=True, slots=True)
class _Strook:
    """Where noten go: lines on x axis `nummer` from y0 to y1, marks at `y` (all in `yref`), hung by `anker`."""

    nummer: str
    yref: str
    y0: float
    y1: float
    y: float
    anker: str
    yshift: float
    breed: float
    labels: bool


def in_panelen(
    drawn: go.Figure,
    noten: Mapping[str, Sequence[Noot]],
    *,
    breed: float,
    labels: bool = False,
    dark: bool = False,
) -> go.Figure:
    """A copy of a figure with noten in its panels: per number of its axes ("": the first, then "2") those of it.

    Marks stand at the top inside a panel, which is about `breed` pixels wide; with `labels` they have words.
    """
    shown = {number: found for number, found in noten.items() if found}
    if not shown:
        return drawn
    stroken = [
        (_Strook(number, f"y{number} domain", 0, 1, 1, "top", 0, breed, labels), found)
        for number, found in shown.items()
    ]
    return _with(drawn, stroken, dark)


def panelen(drawn: go.Figure) -> tuple[str, ...]:
    """The numbers of the panels of a figure, in order: "" for the first."""
    return tuple(name.removeprefix("xaxis") for name in drawn.to_dict()["layout"] if name.startswith("xaxis"))


def onder_rijen(drawn: go.Figure, noten: Sequence[Noot], *, dark: bool = False, smal: bool = False) -> go.Figure:
    """A copy of a figure with rows (one unit of y is one pixel), with a row for noten under them."""
    if not noten:
        return drawn
    layout = drawn.to_dict()["layout"]
    high = layout["yaxis"]["range"][0]
    roomier = figure(
        drawn.to_dict()["data"],
        {**layout, "height": layout["height"] + ROW_PX, "yaxis": {**layout["yaxis"], "range": [high + ROW_PX, 0]}},
    )
    strook = _Strook("", "y", 0, high, high + 2, "top", 0, 310 if smal else _WIDE, not smal)
    return _with(roomier, [(strook, noten)], dark)


def op_dagen(noten: Sequence[tuple[int, Noot]], last: float, dark: bool) -> tuple[list[Any], list[Any]]:
    """Lines and numbers on an axis of days up to `last`: each noot at its day; what lies outside is left out."""
    inside = sorted((pair for pair in noten if 0 <= pair[0] <= last), key=lambda pair: pair[0])
    groups: list[list[tuple[int, Noot]]] = []
    for pair in inside:
        if groups and (pair[0] - groups[-1][-1][0]) * 600 < _MARK_PX * last:
            groups[-1].append(pair)
        else:
            groups.append([pair])
    strook = _Strook("", "y domain", 0, 1, 0, "bottom", 2, 600, False)
    marks = [_mark([noot for _, noot in group], group[0][0], strook, "", dark) for group in groups]
    return [_line(day, strook, dark) for day, _ in inside], marks


def in_rij(
    rijen: Sequence[tuple[float, float, Sequence[Noot]]], start: date, end: date, breed: float, dark: bool
) -> tuple[list[Any], list[Any]]:
    """Lines from the top to the bottom of each row (in units of y), with the numbers of its noten hanging under it."""
    lines: list[Any] = []
    marks: list[Any] = []
    for top, bottom, noten in rijen:
        strook = _Strook("", "y", top, bottom, bottom, "top", 0, breed, False)
        found = sorted(noten, key=lambda n: (n.datum, n.nummer))
        lines += [_line(noot.datum.isoformat(), strook, dark, "above") for noot in found]
        marks += _marks(found, strook, moment(start), moment(end), dark)
    return lines, marks


def met_noten(
    grafiek: Grafiek, noten: Sequence[Noot], change: Callable[[go.Figure], go.Figure], kolom: str = ""
) -> Grafiek:
    """A chart with noten: drawn in its figure by `change`, in its words, and in a column of its table.

    `kolom` names the column of its `cijfers` with the first day of each row; without one the table stays as it is.
    """
    if not noten:
        return grafiek
    with_noten = grafiek.op(change, noten_alt(noten))
    if not kolom:
        return with_noten

    def table() -> pd.DataFrame:
        starts = [moment(value).date() for value in grafiek.cijfers()[kolom]]
        return grafiek.tabel().assign(Noten=noten_column(starts, noten))

    return replace(with_noten, tabel=table)


def noten_column(starts: Sequence[date], noten: Sequence[Noot]) -> list[str]:
    """For the table of a chart: per period (its first day, in order) the noten in it; the first has the older ones."""
    found: list[list[str]] = [[] for _ in starts]
    for noot in noten:
        place = max(sum(start <= noot.datum for start in starts) - 1, 0)
        if found:
            found[place].append(f"{noot.nummer}. {noot.tekst}")
    return ["\n".join(lines) for lines in found]


def noot_hover(noten: Iterable[Noot]) -> Figuurtekst:
    """The whole texts, for a hover."""
    return onder_elkaar(
        opmaak(
            "<b>Noot {}</b>, {}{}<br>{}",
            noot.nummer,
            nl.day(noot.datum),
            opmaak(", {}", ingekort(noot.waar, 40)) if noot.waar else NIETS,
            voluit(noot.tekst),
        )
        for noot in noten
    )


def noten_alt(noten: Sequence[Noot]) -> str:
    """The noten in words, to follow on the text alternative of a chart; empty without any."""
    if not noten:
        return ""
    said = "; ".join(f"{noot.nummer}. {nl.day(noot.datum)}: {spoken(noot.tekst)}" for noot in noten[:SPOKEN])
    rest = f"; en nog {len(noten) - SPOKEN}" if len(noten) > SPOKEN else ""
    return f" Noten: {said}{rest}."


def spoken(tekst: str) -> str:
    """A text on one line, cut where it gets long."""
    line = schoon(tekst)
    return line if len(line) <= SPOKEN_LENGTH else line[: SPOKEN_LENGTH - 1].rstrip() + "…"


def _with(drawn: go.Figure, stroken: Sequence[tuple[_Strook, Sequence[Noot]]], dark: bool) -> go.Figure:
    plain = drawn.to_dict()
    layout = plain["layout"]
    shapes, marks = [*layout.get("shapes", ())], [*layout.get("annotations", ())]
    for strook, noten in stroken:
        start, end = (moment(value) for value in layout[f"xaxis{strook.nummer}"]["range"])
        inside = [noot for noot in noten if start <= moment(noot.datum) <= end]
        shapes += [_line(noot.datum.isoformat(), strook, dark) for noot in inside]
        marks += _marks(sorted(inside, key=lambda n: (n.datum, n.nummer)), strook, start, end, dark)
    return figure(plain["data"], {**layout, "shapes": shapes, "annotations": marks})


def _line(x: object, strook: _Strook, dark: bool, layer: str = "below") -> dict[str, Any]:
    return {
        "type": "line",
        "xref": f"x{strook.nummer}",
        "yref": strook.yref,
        "x0": x,
        "x1": x,
        "y0": strook.y0,
        "y1": strook.y1,
        "layer": layer,
        "line": {"color": tone(dark).secondary, "width": 1.5, "dash": "1.5px,3px"},
    }


def _marks(
    noten: Sequence[Noot], strook: _Strook, start: pd.Timestamp, end: pd.Timestamp, dark: bool
) -> list[dict[str, Any]]:
    """A number for each noot, with the start of its text where there is room; those too close together share one."""

    def px(noot: Noot) -> float:
        return (moment(noot.datum) - start) / (end - start) * strook.breed

    groups: list[list[Noot]] = []
    for noot in noten:
        if groups and px(noot) - px(groups[-1][-1]) < _MARK_PX:
            groups[-1].append(noot)
        else:
            groups.append([noot])
    marks = []
    for place, group in enumerate(groups):
        until = px(groups[place + 1][0]) if place + 1 < len(groups) else strook.breed
        room = int((until - px(group[0]) - _MARK_PX) / _CHARACTER_PX)
        spelled = strook.labels and len(group) == 1 and room >= _LEAST
        words = ingekort(group[0].tekst, min(room, _LONGEST)) if spelled else ""
        marks.append(_mark(group, group[0].datum.isoformat(), strook, words, dark))
    return marks


def _mark(group: Sequence[Noot], x: object, strook: _Strook, words: str, dark: bool) -> dict[str, Any]:
    """The numbers of these noten at `x`, with words behind them or in the middle of the line."""
    ground = tone(dark)
    return {
        "text": "<b>" + ", ".join(str(noot.nummer) for noot in group) + "</b>" + (f" {words}" if words else ""),
        "hovertext": noot_hover(group),
        "x": x,
        "y": strook.y,
        "xref": f"x{strook.nummer}",
        "yref": strook.yref,
        "xanchor": "left" if words else "center",
        "yanchor": strook.anker,
        "xshift": -4 if words else 0,
        "yshift": strook.yshift,
        "showarrow": False,
        "borderpad": 1,
        "bgcolor": ground.paper,
        "font": {"size": 12, "color": ground.ink},
    }
