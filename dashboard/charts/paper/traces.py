"""The traces of our figures as SVG: lines and marks, bars, and the rings of the kompas."""

from collections.abc import Iterator
from html import escape
from math import atan2, cos, hypot, pi, radians, sin
from typing import Any

from dashboard.charts.paper.axes import Axis
from dashboard.charts.paper.text import Font, draw, size

Stacks = dict[tuple[str, str, float, bool], float]


def _each(value: Any, count: int) -> list[Any]:
    """A value per point: a list as it is, one value for all."""
    return list(value) if isinstance(value, (list, tuple)) else [value] * count


def colour(value: str, what: str = "fill") -> str:
    """A colour of plotly as attributes: `rgba(…)` becomes a colour and an opacity."""
    if value.startswith("rgba("):
        r, g, b, alpha = (part.strip() for part in value[5:-1].split(","))
        return f'{what}="rgb({r},{g},{b})" {what}-opacity="{float(alpha):g}"'
    return f'{what}="{value}"'


def stroke(line: dict[str, Any] | None, default: str = "#444") -> str:
    """The attributes of a line; `none` for one without width."""
    line = line or {}
    if not line.get("width", 2):
        return 'stroke="none"'
    dash = line.get("dash", "solid")
    dashed = "" if dash == "solid" else f' stroke-dasharray="{dash.replace("px", "").replace(",", " ")}"'
    return f'{colour(line.get("color", default), "stroke")} stroke-width="{line.get("width", 2):g}"{dashed}'


def scatter(trace: dict[str, Any], x: Axis, y: Axis) -> str:
    """Lines, marks and texts."""
    places = [(x.at(a), y.at(b)) for a, b in zip(trace["x"], trace["y"], strict=True)]
    mode, parts = trace["mode"].split("+"), []
    faded = f' opacity="{trace["opacity"]:g}"' if trace.get("opacity", 1) != 1 else ""
    if "lines" in mode:
        runs = "".join(_run(run, trace) for run in _unbroken(places))
        if runs:
            closed = trace.get("fill") == "toself"
            fill = colour(trace["fillcolor"]) if closed else 'fill="none"'
            parts.append(f'<path d="{runs}" {fill} {stroke(trace.get("line"))} stroke-linejoin="round"/>')
    marker = trace.get("marker", {})
    n = len(places)
    sizes = _each(marker.get("size", 6), n)
    if "markers" in mode and marker.get("opacity", 1):
        edge = marker.get("line", {})
        looks = zip(_each(marker.get("symbol", "circle"), n), sizes, _each(marker.get("color", "#444"), n),
                    _each(edge.get("color", "#444"), n), _each(edge.get("width", 0), n), strict=True)  # fmt: skip
        for (px, py), (symbol, wide, fill, ink, width) in zip(places, looks, strict=True):
            if px is not None and py is not None:
                parts.append(_mark(symbol, px, py, wide / 2, fill, ink, width))
    if "text" in mode:
        letters = trace.get("textfont", {})
        colours = _each(letters.get("color", "#444"), n)
        stands = _each(trace.get("textposition", "middle center"), n)
        for (px, py), text, ink, stand, wide in zip(places, trace["text"], colours, stands, sizes, strict=True):
            if px is not None and py is not None and text:
                bold = letters.get("weight", 400) >= 600
                parts.append(_beside(text, px, py, wide / 2, stand, Font(letters.get("size", 13), ink, bold)))
    return f"<g{faded}>{''.join(parts)}</g>"


def _unbroken(places: list[tuple[float | None, float | None]]) -> Iterator[list[tuple[float, float]]]:
    run: list[tuple[float, float]] = []
    for px, py in [*places, (None, None)]:
        if px is not None and py is not None:
            run.append((px, py))
        elif run:
            yield run
            run = []


def _run(run: list[tuple[float, float]], trace: dict[str, Any]) -> str:
    if len(run) == 1 and trace.get("fill") != "toself":
        return ""  # the mark shows it
    steps = [f"M{run[0][0]:.1f} {run[0][1]:.1f}"]
    for px, py in run[1:]:
        if trace.get("line", {}).get("shape") == "hv":
            steps.append(f"H{px:.1f}V{py:.1f}")
        else:
            steps.append(f"L{px:.1f} {py:.1f}")
    return "".join(steps) + ("Z" if trace.get("fill") == "toself" else "")


def _mark(symbol: str, x: float, y: float, r: float, fill: str, ink: str, width: float) -> str:
    """One mark; an open one has no fill and an edge in its own colour, as plotly draws it."""
    if symbol.endswith("-open"):
        fill, ink, symbol = "none", fill, symbol.removesuffix("-open")
    look = f'fill="{fill}" ' + (f'{colour(ink, "stroke")} stroke-width="{width:g}"' if width else 'stroke="none"')
    if symbol == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.2f}" {look}/>'
    side, down, up = r * 2 / 3**0.5, r, r / 2
    a = r * 0.4 * 2**0.5
    points = {
        "square": [(-r, -r), (r, -r), (r, r), (-r, r)],
        "diamond": [(0, -r * 1.3), (r * 1.3, 0), (0, r * 1.3), (-r * 1.3, 0)],
        "triangle-up": [(-side, up), (side, up), (0, -down)],
        "triangle-down": [(-side, -up), (side, -up), (0, down)],
        "x": [(0, a), (a, a * 2), (a * 2, a), (a, 0), (a * 2, -a), (a, -a * 2), (0, -a), (-a, -a * 2), (-a * 2, -a),
              (-a, 0), (-a * 2, a), (-a, a * 2)],
    }  # fmt: skip
    if symbol not in points:
        raise ValueError(f"the mark {symbol} cannot be drawn")
    path = "L".join(f"{x + dx:.1f} {y + dy:.1f}" for dx, dy in points[symbol])
    return f'<path d="M{path}Z" {look}/>'


def _beside(text: str, x: float, y: float, r: float, place: str, font: Font) -> str:
    stand, side = place.split()
    anchor = {"left": "right", "right": "left", "center": "center"}[side]
    px = x + {"left": -r - 2, "right": r + 2, "center": 0}[side]
    py = y + {"top": -r - 2, "bottom": r + 2, "middle": 0}[stand]
    return draw(text, px, py, font, anchor=anchor, stand={"top": "bottom", "bottom": "top", "middle": "middle"}[stand])


def bars(trace: dict[str, Any], x: Axis, y: Axis, stacks: Stacks, patterns: dict[str, str]) -> str:
    """Bars, upright or lying; those of one place stand on each other, below zero downwards (`barmode` relative)."""
    lying = trace.get("orientation") == "h"
    along, across = (y, x) if lying else (x, y)
    places, values = (trace["y"], trace["x"]) if lying else (trace["x"], trace["y"])
    n, marker = len(places), trace.get("marker", {})
    edge = marker.get("line", {})
    looks = zip(_each(trace["width"], n), _each(trace.get("base"), n), _each(marker.get("color", "#444"), n),
                _each(edge.get("color", "#444"), n), _each(edge.get("width", 0), n), strict=True)  # fmt: skip
    texts, hatch = _each(trace.get("text", ""), n), marker.get("pattern")
    parts = []
    for place, value, text, (wide, base, fill, ink, width) in zip(places, values, texts, looks, strict=True):
        middle = along.at(place)
        if middle is None or value is None or value != value:
            continue
        if base is None:
            key = (x.name, y.name, round(middle, 3), value < 0)
            base = stacks.get(key, 0.0)
            stacks[key] = base + value
            first, last = across.at(base), across.at(base + value)
        else:
            from_ = across.at(base)
            assert from_ is not None
            first = from_
            last = from_ + (across.end - across.start) * float(value) / (across.high - across.low)
        assert first is not None and last is not None
        half = abs((along.end - along.start) * float(wide) / (along.high - along.low)) / 2
        left, top, w, h = (min(first, last), middle - half, abs(last - first), half * 2) if lying else (
            middle - half, min(first, last), half * 2, abs(last - first))  # fmt: skip
        line = f'{colour(ink, "stroke")} stroke-width="{width:g}"' if width else 'stroke="none"'
        look = f'fill="{_pattern(patterns, fill, hatch["fgcolor"], hatch["size"])}"' if hatch else colour(fill)
        parts.append(f'<rect x="{left:.1f}" y="{top:.1f}" width="{w:.1f}" height="{h:.1f}" {look} {line}/>')
        if text:
            parts.append(_bar_text(str(text), trace, left, top, w, h))
    return "".join(parts)


def _bar_text(text: str, trace: dict[str, Any], left: float, top: float, w: float, h: float) -> str:
    letters = trace.get("textfont") or trace.get("insidetextfont") or {}
    ink = letters.get("color", "#444")
    font = Font(letters.get("size", 13), ink if isinstance(ink, str) else "#444")
    if trace.get("textposition") == "outside":
        return draw(text, left + w + 4, top + h / 2, font)
    return draw(text, left + w / 2, top + h / 2, font, anchor="center")


def ring(trace: dict[str, Any], left: float, top: float, wide: float, high: float) -> str:
    """One ring of the kompas: the leaves of a sunburst, anticlockwise from the top; the rest of the disc is empty."""
    (x0, x1), (y0, y1) = trace["domain"]["x"], trace["domain"]["y"]
    radius = min(wide * (x1 - x0), high * (y1 - y0)) / 2
    cx, cy = left + wide * (x0 + x1) / 2, top + high * (1 - (y0 + y1) / 2)
    ids, parents = trace["ids"], trace["parents"]
    covers = len({parent for parent in parents if parent})
    inner = radius * covers / (covers + 1)
    total = sum(trace["values"][covers:])
    marker, angle, parts = trace["marker"], 0.0, []
    line = marker["line"]
    for i in range(covers, len(ids)):
        end = angle + 360 * trace["values"][i] / total
        fill = marker["colors"][i]
        path = _sector(cx, cy, inner, radius, angle, end)
        parts.append(f'<path d="{path}" fill="{fill}" stroke="{line["color"]}" stroke-width="{line["width"]}"/>')
        letters = trace["insidetextfont"]
        parts.append(_label(trace["text"][i], (cx, cy), (inner, radius), (angle, end), trace["insidetextorientation"],
                            Font(letters["size"], letters["color"][i])))  # fmt: skip
        angle = end
    if trace["text"][0]:
        letters = trace["insidetextfont"]
        parts.append(draw(trace["text"][0], cx, cy, Font(letters["size"] + 1, letters["color"][0]), anchor="center"))
    return "".join(parts)


def _pattern(patterns: dict[str, str], fill: str, ink: str, step: float) -> str:
    """The hatching in this ink on this fill, as a fill; each kind is drawn once."""
    mark = f"<!--{fill}{ink}-->"
    key = next((known for known, drawn in patterns.items() if drawn.startswith(mark)), f"p{len(patterns)}")
    patterns.setdefault(key, mark + _hatch(key, fill, ink, step))
    return f"url(#{key})"


def _hatch(key: str, fill: str, ink: str, step: float) -> str:
    a = step
    return (
        f'<pattern id="{escape(key)}" width="{a}" height="{a}" patternUnits="userSpaceOnUse">'
        f'<rect width="{a}" height="{a}" fill="{fill}"/><path d="M{-a / 4} {a / 4}L{a / 4} {-a / 4}M0 {a}L{a} 0'
        f'M{a * 0.75} {a * 1.25}L{a * 1.25} {a * 0.75}" stroke="{ink}" stroke-width="{a * 0.22:.2f}"/></pattern>'
    )


def _point(cx: float, cy: float, r: float, angle: float) -> tuple[float, float]:
    """A point at `angle` degrees anticlockwise from twelve o'clock."""
    return cx - r * sin(radians(angle)), cy - r * cos(radians(angle))


def _sector(cx: float, cy: float, inner: float, outer: float, start: float, end: float) -> str:
    if end - start >= 360:
        end = start + 359.99
    (ax, ay), (bx, by) = _point(cx, cy, outer, start), _point(cx, cy, outer, end)
    (dx, dy), (ex, ey) = _point(cx, cy, inner, end), _point(cx, cy, inner, start)
    large = 1 if end - start > 180 else 0
    return (
        f"M{ax:.2f} {ay:.2f}A{outer:.2f} {outer:.2f} 0 {large} 0 {bx:.2f} {by:.2f}"
        f"L{dx:.2f} {dy:.2f}A{inner:.2f} {inner:.2f} 0 {large} 1 {ex:.2f} {ey:.2f}Z"
    )


def _label(text: str, centre: tuple[float, float], rim: tuple[float, float], angles: tuple[float, float],
           orientation: str, font: Font) -> str:  # fmt: skip
    """The text of a sector, as large as fits, along the radius or the rim or simply upright."""
    if not text:
        return ""
    (inner, outer), (start, end) = rim, angles
    middle, deep = (start + end) / 2, outer - inner
    along = 90 - middle if middle < 180 else 270 - middle
    around = -middle if middle <= 90 or middle >= 270 else 180 - middle
    turns = {"radial": (along,), "tangential": (around,), "auto": (0.0, around, along)}[orientation]
    box = size(text, font)
    scale, turn = max(((_fitting(box, t, rim, angles), t) for t in turns), key=lambda pair: pair[0])
    x, y = _point(*centre, inner + deep / 2, middle)
    return draw(text, x, y, Font(font.size * scale, font.colour, font.bold), anchor="center", turn=turn)


def _fitting(box: tuple[float, float], turn: float, rim: tuple[float, float], angles: tuple[float, float]) -> float:
    """How much of its size a text can keep (1 at most) so that its corners stay inside a sector."""
    (inner, outer), (start, end) = rim, angles
    half, middle = radians(min(end - start, 359)) / 2, radians((start + end) / 2)
    r, a = (inner + outer) / 2, radians(turn)
    for scale in (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55):
        # A letter has no ink in the very corner of its box.
        w, h = box[0] * scale / 2, box[1] * scale / 2 * 0.85
        for cx, cy in ((w, h), (w, -h), (-w, h), (-w, -h), (0, h), (0, -h)):
            x = -r * sin(middle) + cx * cos(a) - cy * sin(a)
            y = -r * cos(middle) + cx * sin(a) + cy * cos(a)
            off = atan2(-x, -y) - middle
            if not inner + 1 <= hypot(x, y) <= outer - 1 or abs((off + pi) % (2 * pi) - pi) > half:
                break
        else:
            return scale
    return 0.5
