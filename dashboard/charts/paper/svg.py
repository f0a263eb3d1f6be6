"""A figure of ours as SVG, drawn on the server: what plotly shows on screen, for paper.

It knows the parts of plotly that the charts in this package use, and refuses the rest with a `ValueError`: a chart
that grows must not lose something on paper without anyone noticing. Texts stay texts, so they can be selected.
"""

from typing import Any

import plotly.graph_objects as go

from dashboard.charts.paper.axes import Axis, Frame, axes_of, grid, labels
from dashboard.charts.paper.text import FONTS, Font, draw, size
from dashboard.charts.paper.traces import Stacks, bars, colour, ring, scatter, stroke

SHEET = "#FFFFFF"
"""The ground of a drawing that brings none of its own: a sheet of paper."""
KNOWN = frozenset({"scatter", "bar", "sunburst"})


def svg(figure: go.Figure, width: float, *, paper: bool = True) -> str:
    """The figure `width` pixels wide, as high as it says itself; without `paper` its ground stays open."""
    whole = figure.to_dict()
    data, layout = list(whole.get("data", ())), whole["layout"]
    if unknown := {trace["type"] for trace in data} - KNOWN:
        raise ValueError(f"traces of the kind {', '.join(sorted(unknown))} cannot be drawn")
    height, margin = layout["height"], layout["margin"]
    frame = Frame(margin["l"], margin["t"], width - margin["l"] - margin["r"], height - margin["t"] - margin["b"])
    axes = axes_of(layout, data, frame)
    patterns: dict[str, str] = {}
    stacks: Stacks = {}
    parts: list[str] = []
    if paper:
        parts.append(f'<rect width="{width:g}" height="{height:g}" fill="{layout["paper_bgcolor"]}"/>')
    shapes = layout.get("shapes", ())
    parts += [_shape(shape, axes, frame) for shape in shapes if shape.get("layer") == "below"]
    pairs = _pairs(axes, data)
    if not all(trace["type"] == "sunburst" for trace in data) or not data:
        for x, y in pairs:
            parts += [grid(x, y), grid(y, x)]
    for trace in data:
        if trace["type"] == "sunburst":
            parts.append(ring(trace, frame.left, frame.top, frame.width, frame.height))
            continue
        x, y = axes[trace.get("xaxis", "x")], axes[trace.get("yaxis", "y")]
        parts.append(scatter(trace, x, y) if trace["type"] == "scatter" else bars(trace, x, y, stacks, patterns))
    for x, y in pairs:
        parts += [labels(axis, other) for axis, other in ((x, y), (y, x)) if _labelled(axis, other)]
    parts += [_shape(shape, axes, frame) for shape in shapes if shape.get("layer") != "below"]
    for note in layout.get("annotations", ()):
        hides = not paper and note.get("bgcolor") == layout["paper_bgcolor"]
        parts.append(_annotation({**note, "bgcolor": SHEET} if hides else note, axes, frame))
    if layout.get("showlegend"):
        parts.append(_legend(data, layout["legend"], frame))
    defs = f"<defs>{''.join(patterns.values())}</defs>" if patterns else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="{FONTS}">{defs}{"".join(parts)}</svg>'
    )


def _pairs(axes: dict[str, Axis], data: list[dict[str, Any]]) -> list[tuple[Axis, Axis]]:
    """The pairs of axes that traces stand on, each once."""
    names = dict.fromkeys(
        (trace.get("xaxis", "x"), trace.get("yaxis", "y")) for trace in data if trace["type"] != "sunburst"
    )
    return [(axes[x], axes[y]) for x, y in names or {("x", "y"): None}]


def _labelled(axis: Axis, other: Axis) -> bool:
    """Whether an axis that several others share carries its labels here: at the one it is anchored to."""
    return axis.look.get("anchor", other.name) == other.name


def _place(value: Any, ref: str, axes: dict[str, Axis], frame: Frame, upright: bool) -> float:
    """The pixel of a coordinate: in a share of the plot (`paper`), of one axis (`y2 domain`), or on an axis."""
    if ref == "paper":
        if upright:
            return frame.top + frame.height * (1 - float(value))
        return frame.left + frame.width * float(value)
    name, _, domain = ref.partition(" ")
    axis = axes[name]
    if domain:
        return axis.start + (axis.end - axis.start) * float(value)
    pixel = axis.at(value)
    assert pixel is not None
    return pixel


def _shape(shape: dict[str, Any], axes: dict[str, Axis], frame: Frame) -> str:
    xref, yref = shape.get("xref", "x"), shape.get("yref", "y")
    line = stroke(shape.get("line"))
    fill = colour(shape["fillcolor"]) if shape.get("fillcolor") else 'fill="none"'
    if shape["type"] == "path":
        return f'<path d="{_path(shape["path"], axes[xref], axes[yref])}" {fill} {line}/>'
    x0, x1 = (_place(shape[key], xref, axes, frame, False) for key in ("x0", "x1"))
    y0, y1 = (_place(shape[key], yref, axes, frame, True) for key in ("y0", "y1"))
    if shape["type"] == "line":
        return f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}" fill="none" {line}/>'
    if shape["type"] != "rect":
        raise ValueError(f"a shape of the kind {shape['type']} cannot be drawn")
    corner = f'x="{min(x0, x1):.1f}" y="{min(y0, y1):.1f}"'
    return f'<rect {corner} width="{abs(x1 - x0):.1f}" height="{abs(y1 - y0):.1f}" {fill} {line}/>'


def _path(path: str, x: Axis, y: Axis) -> str:
    """A path in units of the axes as one in pixels; our paths know M, L, C and Z with pairs of numbers."""
    out, pair = [], ""
    for char in path + " ":
        if char in "MLCZ ":
            if pair:
                a, b = pair.split(",")
                out.append(f"{x.at(float(a)):.1f} {y.at(float(b)):.1f} ")
            pair = ""
            out.append(char if char != " " else "")
        else:
            pair += char
    return "".join(out)


def _annotation(note: dict[str, Any], axes: dict[str, Axis], frame: Frame) -> str:
    xref, yref = note.get("xref", "x"), note.get("yref", "y")
    x = _place(note["x"], xref, axes, frame, False)
    y = _place(note["y"], yref, axes, frame, True)
    letters = note.get("font", {})
    font = Font(letters.get("size", 14), letters.get("color", "#444"), letters.get("weight", 400) >= 600)
    arrow = ""
    if note.get("showarrow"):
        ax, ay = (_place(note[k], note[f"{k}ref"], axes, frame, k == "ay") for k in ("ax", "ay"))
        arrow = _arrow(ax, ay, x, y, note)
        x, y = ax, ay
    anchor = note.get("xanchor", "auto")
    stand = note.get("yanchor", "auto")
    if anchor == "auto":
        anchor = _nearest(note["x"], ("left", "center", "right")) if xref == "paper" else "center"
    if stand == "auto":
        stand = _nearest(note["y"], ("bottom", "middle", "top")) if yref == "paper" else "middle"
    pad = note.get("borderpad", 1)
    x += note.get("xshift", 0) + {"left": pad, "right": -pad, "center": 0}[anchor]
    y -= note.get("yshift", 0)
    y += {"top": pad, "bottom": -pad, "middle": 0}[stand]
    ground = ""
    if note.get("bgcolor"):
        wide, high = size(note["text"], font)
        left = x - {"left": 0, "center": wide / 2, "right": wide}[anchor]
        top = y - {"top": 0, "middle": high / 2, "bottom": high}[stand]
        ground = (
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}" {colour(note["bgcolor"])}/>'
        )
    return arrow + ground + draw(note["text"], x, y, font, anchor=anchor, stand=stand)


def _nearest(share: Any, names: tuple[str, str, str]) -> str:
    return names[0] if float(share) < 1 / 3 else names[2] if float(share) > 2 / 3 else names[1]


def _arrow(ax: float, ay: float, x: float, y: float, note: dict[str, Any]) -> str:
    """A line from its tail to its head, which is a small triangle."""
    width, ink = note.get("arrowwidth", 1), note.get("arrowcolor", "#444")
    length = max(((x - ax) ** 2 + (y - ay) ** 2) ** 0.5, 1.0)
    ux, uy = (x - ax) / length, (y - ay) / length
    reach, half = 4.0 * width, 1.8 * width
    bx, by = x - ux * reach, y - uy * reach
    head = f"M{x:.1f} {y:.1f}L{bx - uy * half:.1f} {by + ux * half:.1f}L{bx + uy * half:.1f} {by - ux * half:.1f}Z"
    return (
        f'<path d="M{ax:.1f} {ay:.1f}L{bx:.1f} {by:.1f}" stroke="{ink}" stroke-width="{width}" fill="none"/>'
        f'<path d="{head}" fill="{ink}"/>'
    )


def _legend(data: list[dict[str, Any]], look: dict[str, Any], frame: Frame) -> str:
    """A row above the plot: the mark and name of every trace, each in a column of the same width."""
    letters, wide = look.get("font", {}), look.get("entrywidth", 120) + 30
    font = Font(letters.get("size", 13), letters.get("color", "#444"))
    parts, y = [], frame.top - 16
    per_row = max(1, int((frame.width + frame.left) // wide))
    for place, trace in enumerate(data):
        row, column = divmod(place, per_row)
        x, level = frame.left + column * wide + 10, y - (max(0, -(-len(data) // per_row) - 1 - row)) * 20
        here = Axis("x", 0, 1, x, x + 1, {}), Axis("y", 0, 1, level, level - 1, {})
        parts.append(scatter(trace | {"mode": "markers", "x": [0], "y": [0]}, *here))
        parts.append(draw(trace["name"], x + 14, level, font))
    return "".join(parts)
