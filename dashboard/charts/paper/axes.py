"""The axes of a figure as our SVG needs them: from values to pixels, and their lines, ticks and labels."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboard.charts.paper.text import LINE, Font, draw


def number(value: Any) -> float | None:
    """A place on an axis: a number as it is, a moment in milliseconds; nothing stays nothing."""
    if value is None or value != value:
        return None
    if isinstance(value, (int, float)):
        return float(value)
    moment = datetime.fromisoformat(value if isinstance(value, str) else value.isoformat())
    return (moment.replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds() * 1000


@dataclass(frozen=True)
class Frame:
    """The rectangle of the plot in pixels."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Axis:
    """One axis: `low` lies at the pixel `start`, `high` at `end`. `look` is how plotly describes it."""

    name: str
    low: float
    high: float
    start: float
    end: float
    look: dict[str, Any]

    def at(self, value: Any) -> float | None:
        """The pixel of a value; nothing for one that is missing."""
        place = number(value)
        return None if place is None else self.start + (self.end - self.start) * self.share(place)

    def share(self, place: float) -> float:
        """How far along the axis a place lies, 0 to 1 within its range."""
        return (place - self.low) / (self.high - self.low) if self.high != self.low else 0.5


def axes_of(layout: dict[str, Any], data: Iterable[dict[str, Any]], frame: Frame) -> dict[str, Axis]:
    """Every axis of a layout by the name that traces use: x, x2, …, y, y2, …"""
    found: dict[str, Axis] = {}
    traces = [trace for trace in data if trace["type"] != "sunburst"]
    names = {trace.get(f"{kind}axis", kind) for trace in traces for kind in "xy"} | {"x", "y"}
    for name in sorted(names):
        kind = name[0]
        look = layout.get(f"{kind}axis{name[1:]}", {})
        low, high = (number(bound) for bound in look.get("range") or _range(traces, name))
        assert low is not None and high is not None
        first, last = look.get("domain", (0, 1))
        if kind == "x":
            start, end = frame.left + first * frame.width, frame.left + last * frame.width
        else:
            start, end = frame.top + (1 - first) * frame.height, frame.top + (1 - last) * frame.height
        found[name] = Axis(name, low, high, start, end, look)
    return found


def _range(traces: list[dict[str, Any]], name: str) -> tuple[float, float]:
    """From the least to the greatest value on an axis that says no range itself."""
    kind = name[0]
    values = [number(v) for trace in traces if trace.get(f"{kind}axis", kind) == name for v in trace.get(kind) or ()]
    known = [value for value in values if value is not None]
    return (min(known), max(known)) if known else (0.0, 1.0)


def _line(x0: float, y0: float, x1: float, y1: float, colour: str, width: float) -> str:
    return f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}" stroke="{colour}" stroke-width="{width}" fill="none"/>'


def grid(axis: Axis, across: Axis) -> str:
    """Grid lines at the ticks, the zero line and the axis line, drawn under the traces."""
    look, parts = axis.look, []
    if look.get("visible") is False:
        return ""

    def line(pixel: float, colour: str, width: float) -> str:
        if axis.name[0] == "x":
            return _line(pixel, across.start, pixel, across.end, colour, width)
        return _line(across.start, pixel, across.end, pixel, colour, width)

    if look.get("showgrid"):
        parts += [line(p, look["gridcolor"], 1) for v in look.get("tickvals", ()) if (p := axis.at(v)) is not None]
    if look.get("zeroline") and axis.low <= 0 <= axis.high:
        zero = axis.at(0)
        assert zero is not None
        parts.append(line(zero, look.get("zerolinecolor", "#444"), look.get("zerolinewidth", 1)))
    if look.get("showline"):
        x = axis.name[0] == "x"
        ends = (axis.start, across.start, axis.end, across.start) if x else (across.start, axis.start,
                                                                            across.start, axis.end)  # fmt: skip
        parts.append(_line(*ends, look["linecolor"], 1))
    return "".join(parts)


def labels(axis: Axis, across: Axis) -> str:
    """Ticks with their texts, and the title of the axis."""
    look, parts = axis.look, []
    if look.get("visible") is False:
        return ""
    values = look.get("tickvals")
    if values is None and look.get("showticklabels", True):
        raise ValueError(f"the ticks of {axis.name} have to be named")
    letters = look.get("tickfont", {})
    font = Font(letters.get("size", 13), letters.get("color", "#444"))
    outside = look.get("ticks") == "outside"
    reach = look.get("ticklen", 5) if outside else 0
    x, top = axis.name[0] == "x", look.get("side") == "top"
    edge = (across.end if top else across.start) if x else across.start
    away = -1 if top or not x else 1
    for value, text in zip(values or (), look.get("ticktext", ()), strict=True):
        pixel = axis.at(value)
        if pixel is None or not -1e-6 <= axis.share(number(value) or 0.0) <= 1 + 1e-6:
            continue
        if outside:
            colour = look.get("tickcolor", font.colour)
            ends = (pixel, edge, pixel, edge + away * reach) if x else (edge, pixel, edge + away * reach, pixel)
            parts.append(_line(*ends, colour, 1))
        if not look.get("showticklabels", True):
            continue
        if x:
            stand = "bottom" if top else "top"
            parts.append(draw(str(text), pixel, edge + away * (reach + 2), font, anchor="center", stand=stand))
        else:
            parts.append(draw(str(text), edge - reach - 4, pixel, font, anchor="right"))
    return "".join(parts) + _title(axis, look, edge, away, font)


def _title(axis: Axis, look: dict[str, Any], edge: float, away: int, font: Font) -> str:
    title = look.get("title") or {}
    if not title.get("text"):
        return ""
    own = Font(title.get("font", {}).get("size", 13), title.get("font", {}).get("color", font.colour))
    lines = max((str(text).count("<br>") + 1 for text in look.get("ticktext", ())), default=1)
    middle = (axis.start + axis.end) / 2
    if axis.name[0] == "x":
        return draw(title["text"], middle, edge + away * (font.size * LINE * lines + 8), own, anchor="center",
                    stand="top")  # fmt: skip
    widest = max((len(str(text)) for text in look.get("ticktext", ())), default=0)
    return draw(title["text"], edge - widest * font.size * 0.55 - 14, middle, own, anchor="center", turn=-90)
