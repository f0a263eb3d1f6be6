"""What charts over time share: the window on the axis, Dutch ticks, the title block and a round top."""

from datetime import timedelta
from textwrap import wrap
from typing import Any, Literal

import pandas as pd

from dashboard.charts.namen import letterlijk
from dashboard.charts.tijdlijn import Window
from dashboard.theme import datumas, tone

Per = Literal["maand", "kwartaal"]
NARROW, MIDDLE, WIDE = 328, 480, 800
"""The widths in pixels for which a chart over the whole page is drawn: each is the least that it gets."""
MONTHS: dict[Per, int] = {"maand": 1, "kwartaal": 3}
RIGHT, BOTTOM = 16, 48
"""Margins in pixels."""
HOVER_TITLE: dict[Per, str] = {"maand": "<b>%{x|%B %Y}</b>", "kwartaal": "<b>%{x|%qe kwartaal %Y}</b>"}


def bar_width(per: Per) -> float:
    """Width of a bar in milliseconds, three quarters of a period."""
    return 86_400_000 * 30.4 * MONTHS[per] * 0.74


def period_ends(starts: list[pd.Timestamp], per: Per) -> list[pd.Timestamp]:
    """The first day after each period."""
    return [*starts[1:], starts[-1] + pd.DateOffset(months=MONTHS[per])]


def window_of(starts: list[pd.Timestamp], per: Per, smal: bool) -> Window:
    """From the first to the end of the last period, with a careful guess of the width in pixels."""
    return Window(starts[0], period_ends(starts, per)[-1], 250 if smal else 620)


def middles(starts: list[pd.Timestamp], per: Per) -> list[str]:
    """The middle of each period, as plotly wants it: there stand the points and the bars."""
    return [(a + (b - a) / 2).isoformat() for a, b in zip(starts, period_ends(starts, per), strict=True)]


def periode_naam(start: pd.Timestamp, per: Per) -> str:
    """A period as a table has it, short."""
    return f"{start:%m-%Y}" if per == "maand" else f"{start.quarter}e kwartaal {start.year}"


def title_block(title: str, subtitle: str, left: int, smal: bool, dark: bool) -> tuple[list[dict[str, Any]], int]:
    """Title and subtitle as annotations in the top margin, and the height of that margin; plotly does not wrap.

    `left` is the left margin in pixels. Annotations, because a plotly title has one size and weight.
    """
    ground = tone(dark)
    lines, quiet = wrap(title, 28 if smal else 64), wrap(subtitle, 42 if smal else 96)
    size = 18 if smal else 20
    high = len(lines) * round(size * 1.3)
    height = 8 + high + (6 if lines else 0) + len(quiet) * 18 + 16

    def block(texts: list[str], shift: int, **font: Any) -> dict[str, Any]:
        return {
            "text": "<br>".join(letterlijk(text) for text in texts),
            "showarrow": False,
            "align": "left",
            "borderpad": 0,
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 8 - left,
            "y": 1,
            "yref": "paper",
            "yanchor": "top",
            "yshift": shift,
            "font": font,
        }

    notes = [block(quiet, height - 8 - high - (6 if lines else 0), size=14, color=ground.secondary)]
    if lines:
        notes.append(block(lines, height - 8, size=size, color=ground.ink, weight=700))
    return notes, height


def time_axis(window: Window, anchor: str, smal: bool, hoogstens: int | None = None) -> dict[str, Any]:
    last = window.end.date() - timedelta(days=1)
    ticks, texts = datumas(window.start.date(), last, hoogstens or (5 if smal else 10))
    return {
        "type": "date",
        "anchor": anchor,
        "range": [window.start.isoformat(), window.end.isoformat()],
        "tickmode": "array",
        "tickvals": [tick.isoformat() for tick in ticks],
        "ticktext": texts,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": "rgba(128,128,128,0.6)",
        "showspikes": False,
    }


def round_top(value: float) -> float:
    """A round number at or above a value, for the end of an axis."""
    for step in (1, 2, 4, 5, 10, 15, 20, 30, 40, 50, 100, 200, 500, 1000):
        if value <= step:
            return step
    return value
