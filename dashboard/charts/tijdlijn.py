"""What stands around a chart over time: the fasen as bands with a name, and the mijlpalen as lines with a label.

Widths of texts are estimated, since the chart does not know how wide it will be: `smal` is for a phone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

import pandas as pd

from dashboard.charts import columns
from dashboard.charts.namen import letterlijk
from dashboard.theme import tone
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas

LANE_PX = 20
LABEL_PX = 18
_CHARACTER_PX = 7.0
_MAX_ROWS = 4


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


@dataclass(frozen=True, slots=True)
class Label:
    """A mijlpaal with its text, in the row where that hides no other."""

    row: int
    moment: pd.Timestamp
    text: str
    hover: str
    to_left: bool
    gepland: bool


def fase_spans(perioden: pd.DataFrame, kompas: Kompas, window: Window) -> list[Span]:
    """The spells of fasen inside the window, each in the first lane where it overlaps no other."""
    spells = []
    rows = zip(*columns(perioden, "begonnen_op", "fase", "afgesloten_op"), strict=True)
    for begin, slug, closed in sorted(rows, key=lambda row: row[:2]):
        fase, open_ended = kompas.fase.get(slug), pd.isna(closed)
        end = window.end if open_ended else closed
        if fase is None or end <= window.start or begin >= window.end:
            continue
        until = "loopt nog" if open_ended else f"tot {nl.day(end)}"
        hover = f"Fase {fase.nummer} {letterlijk(fase.naam)}<br>van {nl.day(begin)}, {until}"
        spells.append((max(begin, window.start), min(end, window.end), fase, hover))
    ends: list[pd.Timestamp] = []
    spans = []
    for begin, end, fase, hover in spells:
        lane = next((i for i, busy in enumerate(ends) if busy <= begin), len(ends))
        ends[lane : lane + 1] = [end]
        spans.append(Span(lane, begin, end, fase.nummer, fase.kort, hover))
    return spans


def mijlpaal_labels(mijlpalen: pd.DataFrame, kompas: Kompas, window: Window, smal: bool) -> list[Label]:
    """The mijlpalen inside the window, each label in the first row where it hides no other."""
    labels: list[Label] = []
    busy: list[float] = []
    rows = zip(*columns(mijlpalen, "datum", "fase", "gepland", "uitkomst", "naam"), strict=True)
    inside = (row for row in rows if not pd.isna(row[0]) and window.start <= row[0] <= window.end)
    for moment, slug, gepland, uitkomst, naam in sorted(inside, key=lambda row: row[0]):
        fase = kompas.fase.get(slug)
        text = f"◆ {fase.nummer if fase else ''}" if smal else f"◆ {letterlijk(shorten(naam, 28, placeholder='…'))}"
        details = [f"<b>{letterlijk(naam)}</b>", f"{'gepland op' if gepland else 'op'} {nl.day(moment)}"]
        details += [f"uitkomst: {letterlijk(uitkomst)}"] if isinstance(uitkomst, str) and uitkomst else []
        left, wide = window.px(moment), len(text) * _CHARACTER_PX + 8
        to_left = left + wide > window.width
        begin, end = (left - wide, left) if to_left else (left, left + wide)
        place = next((i for i, until in enumerate(busy) if until <= begin), min(len(busy), _MAX_ROWS - 1))
        busy[place : place + 1] = [end]
        labels.append(Label(place, moment, text, "<br>".join(details), to_left, bool(gepland)))
    return labels


def rows_needed(items: Iterable[Span | Label]) -> int:
    """How many lanes or rows of labels are in use."""
    return max((item.lane if isinstance(item, Span) else item.row for item in items), default=-1) + 1


def _annotation(x: object, y: float, text: str, hover: str, colour: str, **more: Any) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "xref": "x",
        "yref": "paper",
        "text": text,
        "hovertext": hover,
        "showarrow": False,
        "font": {"size": 13, "color": colour},
        "borderpad": 0,
        **more,
    }


def fase_band(spans: list[Span], top: float, unit: float, window: Window, dark: bool) -> tuple[list, list, list]:
    """Quiet fills under every other span of the first lane, lanes down from `top` (paper), and their names.

    `unit` is the height of one pixel in paper coordinates.
    """
    ground = tone(dark)
    first = [span for span in spans if span.lane == 0]
    bands = [_rectangle(span, 0, top, ground.band) for span in first[::2]]
    lanes, notes = [], []
    for span in spans:
        high = top - span.lane * LANE_PX * unit
        lanes.append(_rectangle(span, high - (LANE_PX - 2) * unit, high, ground.ring, ground.paper))
        room = window.px(span.end) - window.px(span.start) - 6
        text = next(
            (t for t in (f"{span.nummer} {letterlijk(span.kort)}", str(span.nummer)) if len(t) * _CHARACTER_PX < room),
            "",
        )
        middle = span.start + (span.end - span.start) / 2
        if text:
            notes.append(
                _annotation(
                    middle.isoformat(), high - (LANE_PX - 2) / 2 * unit, text, span.hover, ground.ink, yanchor="middle"
                )
            )
    return bands, lanes, notes


def _rectangle(span: Span, low: float, high: float, fill: str, line: str | None = None) -> dict[str, Any]:
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "layer": "below",
        "fillcolor": fill,
        "x0": span.start.isoformat(),
        "x1": span.end.isoformat(),
        "y0": low,
        "y1": high,
        "line": {"width": 1 if line else 0, "color": line or fill},
    }


def mijlpaal_lines(labels: list[Label], top: float, unit: float, dark: bool) -> tuple[list, list]:
    """Shapes and annotations: a thin line from each label down to the bottom, dashed where it is still planned."""
    ground = tone(dark)
    shapes, notes = [], []
    for label in labels:
        high = top - label.row * LABEL_PX * unit
        x = label.moment.isoformat()
        line = {"color": ground.secondary, "width": 1, "dash": "4px,3px" if label.gepland else "solid"}
        shapes.append(
            {
                "type": "line",
                "xref": "x",
                "yref": "paper",
                "x0": x,
                "x1": x,
                "y0": 0,
                "y1": high - 4 * unit,
                "layer": "below",
                "line": line,
            }
        )
        side = {"xanchor": "right", "xshift": 5} if label.to_left else {"xanchor": "left", "xshift": -5}
        text = f"{label.text[2:]} {label.text[0]}" if label.to_left else label.text
        notes.append(_annotation(x, high, text, label.hover, ground.secondary, yanchor="top", **side))
    return shapes, notes
