"""What charts over time share: the window on the axis, Dutch ticks, the title block and a round top."""

from html import escape
from textwrap import wrap
from typing import Any, Literal

import pandas as pd

from dashboard.charts.tijdlijn import Window
from dashboard.theme import datumas, tone

Per = Literal["maand", "kwartaal"]
MONTHS: dict[Per, int] = {"maand": 1, "kwartaal": 3}
RIGHT, BOTTOM = 16, 48
"""Margins in pixels."""


def bar_width(per: Per) -> float:
    """Width of a bar in milliseconds, three quarters of a period."""
    return 86_400_000 * 30.4 * MONTHS[per] * 0.74


def period_ends(starts: list[pd.Timestamp], per: Per) -> list[pd.Timestamp]:
    """The first day after each period."""
    return [*starts[1:], starts[-1] + pd.DateOffset(months=MONTHS[per])]


def window_of(starts: list[pd.Timestamp], per: Per, smal: bool) -> Window:
    return Window(starts[0], period_ends(starts, per)[-1], 250 if smal else 620)


def middles(starts: list[pd.Timestamp], per: Per) -> list[str]:
    return [(a + (b - a) / 2).isoformat() for a, b in zip(starts, period_ends(starts, per), strict=True)]


def title_block(title: str, subtitle: str, smal: bool, dark: bool) -> tuple[dict[str, Any], int]:
    """The title block and its height in pixels; plotly does not wrap, so we do."""
    lines = wrap(title, 30 if smal else 64)
    quiet = wrap(subtitle, 44 if smal else 92)
    text = "<br>".join(f"<b>{escape(line)}</b>" for line in lines)
    colour = tone(dark).secondary
    small = "<br>".join(f'<span style="font-size:14px;color:{colour}">{escape(line)}</span>' for line in quiet)
    height = len(lines) * 27 + len(quiet) * 20 + 20
    return {"text": "<br>".join(part for part in (text, small) if part), "y": 1, "yref": "container",
            "yanchor": "top", "pad": {"t": 8, "l": 8}}, height  # fmt: skip


def time_axis(window: Window, anchor: str, smal: bool, hoogstens: int | None = None) -> dict[str, Any]:
    last = (window.end - pd.Timedelta(days=1)).date()
    ticks, texts = datumas(window.start.date(), last, hoogstens or (5 if smal else 10))
    return {
        "type": "date", "anchor": anchor, "range": [window.start.isoformat(), window.end.isoformat()],
        "tickmode": "array", "tickvals": [tick.isoformat() for tick in ticks], "ticktext": texts,
        "ticks": "outside", "ticklen": 4, "tickcolor": "rgba(128,128,128,0.6)", "showspikes": False,
    }  # fmt: skip


def round_top(value: float) -> float:
    """A round number at or above a value, for the end of an axis."""
    for step in (1, 2, 4, 5, 10, 15, 20, 30, 40, 50, 100, 200, 500, 1000):
        if value <= step:
            return step
    return value
