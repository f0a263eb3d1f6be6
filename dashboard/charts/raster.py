"""Grids of square marks, a row per wijk: per aspect how long ago, per month how much. An open square is silence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import CLICKABLE, figure
from dashboard.charts.namen import lege_figuur, rij_naam, rijen_as
from dashboard.charts.noten import Noot, noot_hover
from dashboard.theme import ink_on, mix, plotly_template, tone
from wijkkompas_core.analysis import STANDAARD

ROW_PX, NAME_PX, MARK_PX, LINE_PX = 32, 20, 26, 18
STEPS = ((8, 1.0), (4, 0.75), (2, 0.5), (1, 0.28))
"""From so many contactmomenten in a month on: so much ink."""


@dataclass(frozen=True, slots=True)
class Cel:
    """One square: how many contactmomenten there were, the last of them (also before these months) and its hover."""

    aantal: int
    hover: str
    laatste: date | None = None
    noot: bool = False
    """Whether there is a noot; its text is in the hover, a small triangle in the corner points to it."""


@dataclass(frozen=True, slots=True)
class Rij:
    """One wijk (its slug and name) with a cell for each column."""

    slug: str
    naam: str
    cellen: tuple[Cel, ...]


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column: the key that a click gives, the text above it, for an aspect its colour, and noten about all rows."""

    sleutel: str
    kop: str
    kleur: str | None = None
    noten: tuple[Noot, ...] = ()


@dataclass(frozen=True, slots=True)
class _Vakje:
    """Where a square stands, what is in it and how full it is (0 to 1)."""

    rij: Rij
    kolom: Kolom
    cel: Cel
    x: int
    y: float
    sterkte: float
    gekozen: bool


def _place(
    rijen: Sequence[Rij],
    kolommen: Sequence[Kolom],
    peildatum: date,
    gekozen: tuple[str | None, str | None],
    smal: bool,
) -> list[_Vakje]:
    """The squares row by row; a chosen wijk marks its row, a chosen column its column, both together one square."""
    wijk, column = gekozen
    squares = []
    for place, rij in enumerate(rijen):
        y = _top(place, smal) + (NAME_PX if smal else 0) + ROW_PX / 2
        for x, (kolom, cel) in enumerate(zip(kolommen, rij.cellen, strict=True)):
            chosen = gekozen != (None, None) and wijk in (None, rij.slug) and column in (None, kolom.sleutel)
            squares.append(_Vakje(rij, kolom, cel, x, y, _strength(cel, kolom, peildatum), chosen))
    return squares


def _top(place: int, smal: bool) -> int:
    """Where the row at this place begins."""
    return place * (ROW_PX + (NAME_PX if smal else 0))


def raster(
    rijen: Sequence[Rij],
    kolommen: Sequence[Kolom],
    *,
    peildatum: date,
    gekozen: tuple[str | None, str | None] = (None, None),
    dark: bool = False,
    smal: bool = False,
) -> go.Figure:
    """The grid. Each square carries (slug of the wijk, key of the column) as `customdata`.

    A column with a colour shows how long ago the last contactmoment was, one without how many there were. `gekozen`
    is the wijk and the column that are chosen: a square of both has a thick edge, the rest recedes.
    """
    if not rijen:
        return lege_figuur("Geen wijk past bij deze filters.", dark)
    squares = _place(rijen, kolommen, peildatum, gekozen, smal)
    corners = [_corner(one.x, one.y, ink_on(_fill(one, dark))) for one in squares if one.cel.noot]
    shift, most = (0, 40) if smal else (ROW_PX / 2, 20)
    names = [
        rij_naam(rij.naam, _top(place, smal) + shift, lengte=most, smal=smal, dark=dark)
        for place, rij in enumerate(rijen)
    ]
    marks = [_number(column, kolom.noten, dark) for column, kolom in enumerate(kolommen) if kolom.noten]
    height, above = _top(len(rijen), smal), LINE_PX if marks else 0
    head = 8 + above + LINE_PX * max(kolom.kop.count("<br>") + 1 for kolom in kolommen)
    layout: dict[str, Any] = {
        "template": plotly_template(dark),
        "height": height + head + 8,
        "margin": {"l": 4 if smal else 156, "r": 4, "t": head, "b": 8},
        "xaxis": {
            "range": [-0.6, len(kolommen) - 0.4],
            "tickvals": list(range(len(kolommen))),
            "ticktext": [kolom.kop for kolom in kolommen],
            "side": "top",
            "tickangle": 0,
            "ticklabelstandoff": above,
            "tickfont": {"size": 12, "color": tone(dark).secondary},
        },
        "yaxis": rijen_as(height),
        "annotations": [*names, *corners, *marks],
        **CLICKABLE,
    }
    return figure([_squares(squares, dark)], layout)


def _squares(squares: Sequence[_Vakje], dark: bool) -> dict[str, Any]:
    fills = [_fill(one, dark) for one in squares]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": "wijken",
        "x": [one.x for one in squares],
        "y": [one.y for one in squares],
        "text": [str(one.cel.aantal) if one.cel.aantal else "" for one in squares],
        "textfont": {"size": 12, "color": [ink_on(fill) for fill in fills]},
        "customdata": [[one.rij.slug, one.kolom.sleutel] for one in squares],
        "hovertext": [one.cel.hover for one in squares],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
        "marker": {
            "symbol": "square",
            "size": MARK_PX,
            "color": fills,
            "opacity": 1,
            "line": {"color": [_edge(one, dark) for one in squares], "width": [_edge_px(one) for one in squares]},
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _fill(one: _Vakje, dark: bool) -> str:
    ground = tone(dark)
    return mix(ground.paper, one.kolom.kleur or ground.secondary, one.sterkte)


def _edge(one: _Vakje, dark: bool) -> str:
    ground = tone(dark)
    return ground.ink if one.gekozen else (one.kolom.kleur or ground.secondary)


def _edge_px(one: _Vakje) -> float:
    """Thick for what is chosen; else the paler the square, the more it needs its edge."""
    if one.gekozen:
        return 3
    return 1.5 if not one.sterkte else 1 if one.sterkte < 0.25 else 0


def _corner(x: int, y: float, ink: str) -> dict[str, Any]:
    """The mark of a noot in a square; without a hover of its own, so that the square keeps its click."""
    place = {"x": x, "y": y, "xref": "x", "yref": "y", "xshift": MARK_PX / 2 - 4, "yshift": MARK_PX / 2 - 5}
    return {"text": "◥", "showarrow": False, "borderpad": 0, "font": {"size": 9, "color": ink}} | place


def _number(x: int, noten: Sequence[Noot], dark: bool) -> dict[str, Any]:
    """The numbers of noten about every row, above a column."""
    return {
        "text": "<b>" + ", ".join(str(noot.nummer) for noot in noten) + "</b>",
        "hovertext": noot_hover(noten),
        "x": x,
        "y": 0,
        "xref": "x",
        "yref": "y",
        "yanchor": "bottom",
        "showarrow": False,
        "borderpad": 1,
        "font": {"size": 12, "color": tone(dark).ink},
    }


def _strength(cel: Cel, kolom: Kolom, peildatum: date) -> float:
    """How full the square is: 0 for silence, 1 for today or much."""
    if kolom.kleur is None:
        return next((share for least, share in STEPS if cel.aantal >= least), 0.0)
    if cel.laatste is None:
        return 0.0
    return max(0.12, 2 ** (-max(0, (peildatum - cel.laatste).days) / STANDAARD.halfwaardetijd_dagen))
