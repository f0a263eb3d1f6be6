"""What stands around a chart over time: the window on its axis, and the fasen as bars.

Widths of texts are estimated, since the chart is made for the least width that it can get.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.charts import columns, moment
from dashboard.charts.namen import letterlijk
from dashboard.theme import tone
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas

LANE_PX = 22
_CHARACTER_PX = 7.0


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time on the x axis, and about how many pixels it gets."""

    start: pd.Timestamp
    end: pd.Timestamp
    width: float

    def px(self, moment: pd.Timestamp) -> float:
        """Pixels from the left edge."""
        return (moment - self.start) / (self.end - self.start) * self.width


@dataclass(frozen=True, slots=True)
class Span:
    """A spell in a fase, in the lane where it overlaps no other."""

    lane: int
    start: pd.Timestamp
    end: pd.Timestamp
    nummer: int
    kort: str
    hover: str
    open: bool


def fase_spans(perioden: pd.DataFrame, kompas: Kompas, window: Window, tot: date | None = None) -> list[Span]:
    """The spells of fasen inside the window, each in the first lane where it overlaps no other.

    What is open ends after the day `tot`, or with the window.
    """
    spells = []
    until_now = window.end if tot is None else min(window.end, moment(tot + timedelta(days=1)))
    rows = zip(*columns(perioden, "begonnen_op", "fase", "afgesloten_op"), strict=True)
    for begin, slug, closed in sorted(rows, key=lambda row: row[:2]):
        fase, open_ended = kompas.fase.get(slug), pd.isna(closed)
        end = until_now if open_ended else closed
        if fase is None or end <= window.start or begin >= window.end:
            continue
        until = "loopt nog" if open_ended else f"tot {nl.day(end)}"
        hover = f"Fase {fase.nummer} {letterlijk(fase.naam)}<br>van {nl.day(begin)}, {until}"
        spells.append((max(begin, window.start), min(end, window.end), fase, hover, bool(open_ended)))
    ends: list[pd.Timestamp] = []
    spans = []
    for begin, end, fase, hover, open_ended in spells:
        lane = next((i for i, busy in enumerate(ends) if busy <= begin), len(ends))
        ends[lane : lane + 1] = [end]
        spans.append(Span(lane, begin, end, fase.nummer, fase.kort, hover, open_ended))
    return spans


def lanes_needed(spans: Iterable[Span]) -> int:
    """How many lanes are in use."""
    return max((span.lane for span in spans), default=-1) + 1


def fase_balken(spans: list[Span], top: float, unit: float, window: Window, dark: bool) -> tuple[list, list]:
    """The fasen as bars in lanes down from `top` (paper), the open ones in ink, and their names.

    `unit` is the height of one pixel in paper coordinates.
    """
    ground = tone(dark)
    lanes, notes = [], []
    for span in spans:
        high = top - span.lane * LANE_PX * unit
        fill, ink = (ground.ink, ground.paper) if span.open else (ground.band, ground.secondary)
        lanes.append(
            {
                "type": "rect",
                "xref": "x",
                "yref": "paper",
                "layer": "below",
                "fillcolor": fill,
                "x0": span.start.isoformat(),
                "x1": span.end.isoformat(),
                "y0": high - (LANE_PX - 3) * unit,
                "y1": high,
                "line": {"width": 1.5, "color": ground.paper},
            }
        )
        room = window.px(span.end) - window.px(span.start) - 6
        words = (f"{span.nummer} {letterlijk(span.kort)}", str(span.nummer))
        text = next((t for t in words if len(t) * _CHARACTER_PX < room), "")
        if text:
            notes.append(_name(span, text, high - (LANE_PX - 3) / 2 * unit, ink))
    return lanes, notes


def _name(span: Span, text: str, y: float, ink: str) -> dict[str, Any]:
    return {
        "x": (span.start + (span.end - span.start) / 2).isoformat(),
        "y": y,
        "xref": "x",
        "yref": "paper",
        "yanchor": "middle",
        "text": text,
        "hovertext": span.hover,
        "showarrow": False,
        "font": {"size": 13, "color": ink, "weight": 600 if span.open else 400},
        "borderpad": 0,
    }
