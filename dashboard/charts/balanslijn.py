"""How a balance looks, large and small: filled by the hue of the spoor it leans to, with its band, and how it ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

import pandas as pd

from dashboard.charts import columns, moment
from dashboard.charts.namen import letterlijk
from dashboard.theme import rgba, spoor_fills, spoor_inks, tone
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.overwicht import tienden
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas

ZEKER = "zo zeker is het"
"""The name of the band around the line."""
REACH = 1.05
"""Where the axis of a balance ends, a little beyond what a balance can be."""
_ALONE = 0.3
"""A period with empty ones beside it is drawn as a piece that leaves this share of it open at both sides."""
_HATCH = {"fgopacity": 1, "size": 6, "solidity": 0.2}
Outline = tuple[list[str | None], list[float | None]]


@dataclass(frozen=True, slots=True)
class Reeks:
    """A balance over time: per period where it begins and ends, the balance and its interval; NaN where nothing was."""

    begin: list[pd.Timestamp]
    eind: list[pd.Timestamp]
    balans: list[float]
    laag: list[float]
    hoog: list[float]

    @classmethod
    def of(cls, frame: pd.DataFrame, ends: Sequence[pd.Timestamp]) -> "Reeks":
        """From a frame of `analysis.balans` or `analysis.programmabalans`, with the end of each period."""
        starts, *values = columns(frame, "periode", "balans", "laag", "hoog")
        return cls([moment(start) for start in starts], list(ends), *values)

    @property
    def midden(self) -> list[pd.Timestamp]:
        """The middle of each period: there stand the points."""
        return [a + (b - a) / 2 for a, b in zip(self.begin, self.eind, strict=True)]

    @property
    def laatste(self) -> int | None:
        """The place of the last period in which there was something; None without one."""
        return next((i for i in reversed(range(len(self.balans))) if isfinite(self.balans[i])), None)

    def runs(self) -> Iterator[list[int]]:
        """The places of the periods that follow each other without an empty one between them."""
        run: list[int] = []
        for i, value in enumerate(self.balans):
            if isfinite(value):
                run.append(i)
            elif run:
                yield run
                run = []
        if run:
            yield run

    def stukken(self, values: Sequence[float]) -> Iterator[list[tuple[pd.Timestamp, float]]]:
        """Per run the points of these values; a run of one period is a piece of it."""
        middles = self.midden
        for run in self.runs():
            if len(run) > 1:
                yield [(middles[i], values[i]) for i in run]
            else:
                (i,) = run
                margin = (self.eind[i] - self.begin[i]) * _ALONE
                yield [(self.begin[i] + margin, values[i]), (self.eind[i] - margin, values[i])]


def vlak(reeks: Reeks, up: bool) -> Outline:
    """The area between the line and zero, at one side of zero, as closed outlines."""
    x: list[str | None] = []
    y: list[float | None] = []
    for points in reeks.stukken(reeks.balans):
        for part in _one_side(points, up):
            x += [part[0][0].isoformat(), *(at.isoformat() for at, _ in part), part[-1][0].isoformat(), None]
            y += [0.0, *(value for _, value in part), 0.0, None]
    return x, y


def _one_side(points: list[tuple[pd.Timestamp, float]], up: bool) -> Iterator[list[tuple[pd.Timestamp, float]]]:
    """The stretches of a line that lie at one side of zero, each from where it leaves zero to where it comes back."""
    part: list[tuple[pd.Timestamp, float]] = []
    before: tuple[pd.Timestamp, float] | None = None
    for at, value in points:
        inside = value > 0 if up else value < 0
        if before is not None and before[1] * value < 0:
            crossing = before[0] + (at - before[0]) * (before[1] / (before[1] - value))
            part.append((crossing, 0.0))
            if not inside:
                yield part
                part = []
        if inside and not part and before is not None and before[1] == 0:
            part.append(before)
        if inside or (part and value == 0):
            part.append((at, value))
        elif part:
            yield part
            part = []
        before = (at, value)
    if len(part) > 1:
        yield part


def band(reeks: Reeks) -> Outline:
    """The interval as closed outlines, one per run of periods; nothing where it is not known."""
    x: list[str | None] = []
    y: list[float | None] = []
    for high, low in zip(reeks.stukken(reeks.hoog), reeks.stukken(reeks.laag), strict=True):
        outline = [*high, *reversed(low), high[0]]
        if all(isfinite(value) for _, value in outline):
            x += [*(at.isoformat() for at, _ in outline), None]
            y += [*(value for _, value in outline), None]
    return x, y


def vlakken(reeks: Reeks, kompas: Kompas, dark: bool, axes: dict[str, str]) -> list[dict[str, Any]]:
    """The areas in the hue of their spoor with the band over them; more sporen than two leave no hue to fill."""
    fills, drawn = list(spoor_fills(kompas, dark).items()), []
    look = {"type": "scatter", "mode": "lines", "fill": "toself", "hoverinfo": "skip", "line": {"width": 0}}
    if len(fills) == 2:
        for (slug, fill), up in zip(fills, (True, False), strict=True):
            x, y = vlak(reeks, up)
            drawn.append({**look, **axes, "x": x, "y": y, "fillcolor": fill, "name": f"vlak {slug}"})
    x, y = band(reeks)
    shade = rgba(tone(dark).ink, 0.16)
    return [*drawn, {**look, **axes, "x": x, "y": y, "fillcolor": shade, "name": ZEKER}]


@dataclass(frozen=True, slots=True)
class Stilte:
    """No contact from the day after `van` (the last one) up to and including `tot`, for so long that it is silence."""

    van: date
    tot: date

    @property
    def dagen(self) -> str:
        """How long, in words."""
        return nl.count((self.tot - self.van).days, "dag", "dagen")


def stilte(laatste: date | None, tot: date) -> Stilte | None:
    """The silence at the end, `laatste` being the last contactmoment; None while it is not that long ago."""
    long = laatste is not None and (tot - laatste).days >= STANDAARD.stilte_na_dagen
    return Stilte(laatste, tot) if laatste is not None and long else None


def gearceerd(stil: Stilte, axes: dict[str, str], reach: tuple[float, float], dark: bool) -> dict[str, Any]:
    """The hatched block of a silence: a bar over this reach of its y axis."""
    ground, (start, end) = tone(dark), (moment(stil.van), moment(stil.tot))
    return {
        "type": "bar",
        **axes,
        "x": [(start + (end - start) / 2).isoformat()],
        "y": [reach[1] - reach[0]],
        "base": [reach[0]],
        "width": [(end - start).total_seconds() * 1000],
        "name": "stil",
        "hoverinfo": "skip",
        "marker": {
            "color": ground.band,
            "line": {"width": 0},
            "pattern": {"shape": "/", "fgcolor": ground.quiet, "fillmode": "overlay"} | _HATCH,
        },
    }


def einde(reeks: Reeks, kompas: Kompas) -> tuple[str, str, str | None] | None:
    """How the line ends in two short lines ("nu: 9 van 10", "over techniek"), and the slug of the spoor it leans to.

    None when there is no balance, or more sporen than two.
    """
    place = reeks.laatste
    if place is None or len(kompas.sporen) != 2:
        return None
    when = "nu" if place == len(reeks.balans) - 1 else "laatst"
    value = reeks.balans[place]
    tenths = tienden(value)
    if tenths == 5:
        return f"{when}: half", "om half", None
    spoor = kompas.sporen[0 if value > 0 else 1]
    return f"{when}: {tenths} van 10", f"over {letterlijk(nl.in_sentence(spoor.kort))}", spoor.slug


def as_in_woorden(kompas: Kompas, dark: bool, font: int = 13) -> dict[str, Any]:
    """The axis of a balance in words instead of numbers, with a line at zero that shows."""
    ground, inks = tone(dark), spoor_inks(kompas, dark)
    if len(kompas.sporen) == 2:
        up, down = (
            f'<span style="color:{inks[s.slug]}">alles<br>{letterlijk(nl.in_sentence(s.kort))}</span>'
            for s in kompas.sporen
        )
        values, texts, reach = [-1, 0, 1], [down, "half<br>om half", up], [-REACH, REACH]
    else:
        values, texts, reach = [0, 1], ["alles bij<br>één spoor", "overal<br>evenveel"], [-0.05, REACH]
    return {
        "range": reach,
        "tickvals": values,
        "ticktext": texts,
        "tickfont": {"size": font, "color": ground.secondary},
        "showgrid": True,
        "gridcolor": ground.ring,
        "zeroline": True,
        "zerolinecolor": ground.ink,
        "zerolinewidth": 2,
    }
