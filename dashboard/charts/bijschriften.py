"""What is told at a moment in a chart over time: a dotted line with its text in full, where nothing else is drawn.

A text stands beside its line in a part of the plot that is free, else in a strip above the plot. What fits nowhere is a
short mark with the whole text in its hover. Places are worked out for the least width that the chart can get: wider,
everything only lies further apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import Any

import pandas as pd

from dashboard.charts.namen import Figuurtekst, letterlijk, schoon
from dashboard.charts.paper.text import Font, size
from dashboard.charts.tijdlijn import Window
from dashboard.theme import tone

FONT_PX = 13
_LINE_PX, _ASIDE, _STEP, _MARK_PX = 17, 6, 6, 18
_MOST_ABOVE, _MOST_ABOVE_NARROW = 140, 190
"""So high is the strip above the plot at most."""
_NARROW = 320
DASH = "1.5px,3px"


@dataclass(frozen=True, slots=True)
class Bijschrift:
    """A text at a moment. `kort` stands for it where it fits nowhere."""

    moment: pd.Timestamp
    tekst: str
    kort: str
    hover: Figuurtekst
    stil: bool = False
    """Whether it may recede behind the others."""


@dataclass(frozen=True, slots=True)
class Doos:
    """A rectangle in pixels, from the left of the plot and down from its top."""

    left: float
    top: float
    right: float
    bottom: float

    def raakt(self, other: "Doos") -> bool:
        """Whether both share a place."""
        beside = self.left < other.right and other.left < self.right
        return beside and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True, slots=True)
class Geplaatst:
    """Texts with where they stand: their top in pixels under the top of the plot (above it: negative), and the side.

    More than one are those that share a short mark.
    """

    bij: tuple[Bijschrift, ...]
    top: float
    rechts: bool
    regels: tuple[str, ...]
    """The lines of the whole text; none for a short mark."""


def geplaatst(
    bijschriften: Iterable[Bijschrift], window: Window, hoog: float, rand: float, bezet: Sequence[Doos]
) -> tuple[list[Geplaatst], float]:
    """Where each text stands in a plot of `hoog` pixels in which `bezet` is taken, and the height of the strip above.

    What lies outside the window is left out. In the strip a text may stick out `rand` pixels at the right.
    """
    inside = [one for one in bijschriften if window.start <= one.moment <= window.end]
    lines = {id(one): Doos(window.px(one.moment) - 2, 0, window.px(one.moment) + 2, hoog) for one in inside}
    busy, found, rest = list(bezet), [], []
    for one in sorted(inside, key=lambda b: (b.stil, b.moment)):
        others = [line for key, line in lines.items() if key != id(one)]
        here = next(
            (
                (box, right, text)
                for avoid in ([*busy, *others], busy)  # a text over the line of another is better than one far away
                for text in _wrapped(one, window.width)
                for box, right in _beside(text, window.px(one.moment), window.width, hoog)
                if not any(box.raakt(taken) for taken in avoid)
            ),
            None,
        )
        if here is None:
            rest.append(one)
            continue
        box, right, text = here
        busy.append(box)
        found.append(Geplaatst((one,), box.top, right, text))
    rest.sort(key=lambda b: b.moment)
    above, left_over, strip = _above(rest, window, rand)
    lesser = [one for one in reversed(rest) if one.stil]
    while lesser and any(not one.stil for one in left_over):  # these give way first
        rest.remove(lesser.pop(0))
        above, left_over, strip = _above(rest, window, rand)
    told = {id(one) for place in (*found, *above) for one in place.bij}
    left_over = sorted((one for one in inside if id(one) not in told), key=lambda b: b.moment)
    return [*found, *above, *_marks(left_over, window, hoog)], strip


def _wrapped(one: Bijschrift, width: float) -> list[tuple[str, ...]]:
    """Its lines, by the ways to break them: those that look best first."""
    text = schoon(one.tekst)
    most = int(width / 6.6)
    ways = [min(way, most) for way in ((24, 34) if len(text) < 90 else (24, 34, 48) if len(text) < 200 else (34, 60))]
    ways += [18] if width < _NARROW else []
    return [tuple(letterlijk(line) for line in wrap(text, way)) for way in dict.fromkeys(ways)]


def _extent(text: Sequence[str]) -> tuple[float, float]:
    return size("<br>".join(text), Font(FONT_PX))[0], len(text) * _LINE_PX


def _beside(text: Sequence[str], x: float, width: float, hoog: float) -> Iterable[tuple[Doos, bool]]:
    """The places beside a line at x, from the top and from the bottom inwards, right before left."""
    w, h = _extent(text)
    room = int(hoog - h)
    if room < 4:
        return
    downward = range(2, room, _STEP)
    tops = [top for pair in zip(downward, (room - top for top in downward), strict=True) for top in pair]
    for right in (True, False):
        left = x + _ASIDE if right else x - _ASIDE - w
        if left >= 0 and left + w <= width:
            yield from ((Doos(left - 2, top, left + w + 2, top + h), right) for top in tops)


def _above(rest: Sequence[Bijschrift], window: Window, rand: float) -> tuple[list[Geplaatst], list[Bijschrift], float]:
    """The strip above the plot: an earlier text higher than a later one beside it, so that no line crosses a text."""
    most = _MOST_ABOVE if window.width > _NARROW else _MOST_ABOVE_NARROW
    placed: list[tuple[Bijschrift, Doos, bool, tuple[str, ...]]] = []
    left_over: list[Bijschrift] = []
    for one in rest:
        x, found = window.px(one.moment), None
        for text in sorted(_wrapped(one, window.width), key=len):  # as low as can be
            w, h = _extent(text)
            right = x + w <= window.width + rand
            left = x if right else x - w
            beside = [box.bottom for _, box, _, _ in placed if box.left < left + w + 8 and left - 8 < box.right]
            top = max(beside, default=0.0)
            if left >= 0 and top + h <= most:
                found = (one, Doos(left, top, left + w, top + h), right, text)
                break
        if found:
            placed.append(found)
        else:
            left_over.append(one)
    strip = max((box.bottom for _, box, _, _ in placed), default=0.0)
    return [Geplaatst((one,), box.top - strip - 6, right, text) for one, box, right, text in placed], left_over, strip


def _marks(rest: Sequence[Bijschrift], window: Window, hoog: float) -> list[Geplaatst]:
    """Short marks under the plot; those too close together share one."""
    groups: list[list[Bijschrift]] = []
    for one in rest:
        if groups and window.px(one.moment) - window.px(groups[-1][-1].moment) < _MARK_PX:
            groups[-1].append(one)
        else:
            groups.append([one])
    return [Geplaatst(tuple(group), hoog + 2, True, ()) for group in groups]


def lijnen(places: Iterable[Geplaatst], top: float, unit: float, hoog: float, dark: bool) -> list[dict[str, Any]]:
    """The dotted lines, from each text or the top of the plot down to its bottom.

    `top` is the top of the plot and `unit` the height of a pixel, both as a share of the height (paper).
    """
    colour = tone(dark).secondary
    return [
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": one.moment.isoformat(),
            "x1": one.moment.isoformat(),
            "y0": top - hoog * unit,
            "y1": top - min(place.top, 0.0) * unit,
            "line": {"color": colour, "width": 1.5, "dash": DASH},
        }
        for place in places
        for one in place.bij
    ]


def teksten(places: Iterable[Geplaatst], top: float, unit: float, dark: bool) -> list[dict[str, Any]]:
    """The texts and the short marks; `top` and `unit` as in `lijnen`."""
    ground, notes = tone(dark), []
    for place in places:
        first, short = place.bij[0], not place.regels
        aside = {"xanchor": "center"}
        if not short:
            shift = _ASIDE if place.top >= 0 else 3
            aside = {"xanchor": "left", "xshift": shift} if place.rechts else {"xanchor": "right", "xshift": -shift}
        notes.append(
            {
                "text": f"<b>{', '.join(one.kort for one in place.bij)}</b>" if short else "<br>".join(place.regels),
                "hovertext": "<br>".join(one.hover for one in place.bij),
                "x": first.moment.isoformat(),
                "xref": "x",
                "y": top - place.top * unit,
                "yref": "paper",
                "yanchor": "top",
                "align": "left" if place.rechts else "right",
                "showarrow": False,
                "borderpad": 0,
                "bgcolor": ground.paper,
                "font": {"size": FONT_PX, "color": ground.secondary if first.stil else ground.ink},
                **aside,
            }
        )
    return notes


def dozen(points: Sequence[tuple[float, float, float]]) -> list[Doos]:
    """What a shape covers that goes along these points (x, its top, its bottom), as rectangles next to each other."""
    boxes = []
    for (x0, high0, low0), (x1, high1, low1) in pairwise(points):
        pieces = max(1, int((x1 - x0) / 10))
        for i in range(pieces):
            a, b = i / pieces, (i + 1) / pieces
            tops = [high0 + (high1 - high0) * share for share in (a, b)]
            bottoms = [low0 + (low1 - low0) * share for share in (a, b)]
            boxes.append(Doos(x0 + (x1 - x0) * a, min(tops) - 3, x0 + (x1 - x0) * b, max(bottoms) + 3))
    return boxes
