"""The words beside the marks of mijlpalen in a timeline: whole, over more lines where there is little room."""

from dataclasses import dataclass
from typing import Any

from dashboard.charts.fasetijden import Mijlpaal
from dashboard.charts.namen import Figuurtekst, in_regels, schoon
from dashboard.charts.tijdlijn import Window
from dashboard.theme import tone

_LONGEST, _MOST_LINES, LINE_PX = 48, 4, 16
"""So many characters on a line of the name of a mijlpaal beside its mark, so many lines, and how high a line is."""
_CHARACTER_PX = 6.8


@dataclass(frozen=True, slots=True)
class Label:
    """The words beside the mark of a mijlpaal: how many lines and pixels, and whether they stand at its left."""

    text: Figuurtekst
    lines: int
    wide: float
    to_left: bool


def _mark_label(mark: Mijlpaal, window: Window) -> Label:
    """Name and outcome beside a mark, at the side where there is room; over more lines where neither side has it."""
    left = window.px(mark.datum)
    right = window.width - left
    room = max(left, right)
    text = schoon(mark.naam) + ("" if mark.soort in ("", "gepland") else f" · {mark.soort}")
    broad = min(_LONGEST, max(int((room - 14) / _CHARACTER_PX), 10))
    lines = in_regels(text, broad, _MOST_LINES)
    wide = min(len(text), broad) * _CHARACTER_PX + 14
    return Label(lines, lines.count("<br>") + 1, wide, to_left=wide > right and left > right)


def label_rows(marks: list[Mijlpaal], window: Window) -> list[list[tuple[Mijlpaal, Label]]]:
    """The mijlpalen of a fase in rows in which no label hides another, each in the first row where it fits."""
    busy: list[float] = []
    rows: list[list[tuple[Mijlpaal, Label]]] = []
    for mark in marks:
        label = _mark_label(mark, window)
        at, wide = window.px(mark.datum), label.wide + 8
        begin, end = (at - wide, at + 10) if label.to_left else (at - 8, at + wide)
        row = next((i for i, until in enumerate(busy) if until <= begin), len(busy))
        busy[row : row + 1] = [end]
        rows[row : row + 1] = [[*(rows[row] if row < len(rows) else []), (mark, label)]]
    return rows


def mark_note(mark: Mijlpaal, y: float, label: Label, smal: bool, dark: bool) -> dict[str, Any]:
    """The words beside a mark, on a ground of their own: lines of noten and of the peildatum run behind them."""
    ground = tone(dark)
    side = "right" if label.to_left else "left"
    return {
        "text": label.text,
        "align": side,
        "x": mark.datum.isoformat(),
        "xref": "x",
        "xanchor": side,
        "xshift": -8 if label.to_left else 8,
        "y": y - LINE_PX / 2 - 1,
        "yref": "y",
        "yanchor": "top",
        "showarrow": False,
        "borderpad": 0,
        "bgcolor": ground.paper,
        "font": {"size": 12 if smal else 13, "color": ground.ink},
    }
