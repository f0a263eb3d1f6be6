"""Charts: DataFrame in, plotly Figure out; pure functions that know nothing of pages or storage."""

import json
from collections.abc import Mapping
from typing import Any
from zlib import crc32

import pandas as pd
import plotly.graph_objects as go

CLICKABLE = {"clickmode": "event+select", "dragmode": "pan"}
"""In the layout of a chart that answers clicks: Streamlit sets these anyway, and then draws it once more."""


class Figure(go.Figure):
    """A finished figure: it is turned into a dict once, since copying it at every drawing costs more than drawing.

    The browser gets every figure twice: Streamlit draws it, copies it and draws the copy. Plotly skips what it sees to
    be the same. So the dict names its data in `datarevision`, and has no `template`, which never is the same.
    """

    def to_dict(self) -> dict[str, Any]:
        """The figure as a dict, the same one each time: read it, never change it or the figure afterwards."""
        ready = self.__dict__.get("_ready")
        if ready is None:
            ready = super().to_dict()
            ready["layout"].pop("template", None)  # plotly puts an empty one in
            ready["layout"]["datarevision"] = crc32(json.dumps(ready["data"], default=str).encode())
            object.__setattr__(self, "_ready", ready)
        return ready


def figure(data: list[dict[str, Any]], layout: dict[str, Any]) -> go.Figure:
    """A figure from plain plotly dicts, unchecked: checking costs ten times the rest, so the tests do it instead.

    The `template` of the layout is written out: what the layout does not say itself, comes from there.
    """
    return Figure({"data": data, "layout": _written_out(layout, data)}, _validate=False)


def _written_out(layout: dict[str, Any], data: list[dict[str, Any]]) -> dict[str, Any]:
    defaults: dict[str, Any] = layout.get("template", {}).get("layout", {})
    own = {name: value for name, value in layout.items() if name != "template"}
    kinds = {"xaxis": defaults.get("xaxis", {}), "yaxis": defaults.get("yaxis", {})}
    axes = {name for name in own if name[:5] in kinds}
    if any(trace.get("type") != "sunburst" for trace in data):  # that stands on no axes
        axes |= kinds.keys()
    looks = {name: kinds[name[:5]] for name in axes}
    rest = {name: value for name, value in defaults.items() if name not in kinds}
    return _over(rest | looks, own) | {"template": {}}  # without one, plotly takes its own


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Both as one, at every depth; where both say something, what is above counts."""
    both = dict(below)
    for name, value in above.items():
        under = both.get(name)
        both[name] = _over(under, value) if isinstance(under, Mapping) and isinstance(value, Mapping) else value
    return both


def columns(frame: pd.DataFrame, *names: str) -> list[list[Any]]:
    """Columns of a frame as plain lists: for some tens of rows much quicker than working in the frame."""
    return [frame[name].tolist() for name in names]


def moment(value: Any) -> pd.Timestamp:
    """A moment that is known: the type of pandas leaves room for none. Raises `ValueError` for an unknown one."""
    found = pd.Timestamp(value)
    if not isinstance(found, pd.Timestamp):
        raise ValueError("an unknown moment")
    return found
