"""Charts: DataFrame in, plotly Figure out; pure functions that know nothing of pages or storage."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go


class Figure(go.Figure):
    """A finished figure: it is turned into a dict once, since copying it at every drawing costs more than drawing."""

    def to_dict(self) -> dict[str, Any]:
        """The figure as a dict, the same one each time: read it, never change it or the figure afterwards."""
        ready = self.__dict__.get("_ready")
        if ready is None:
            ready = super().to_dict()
            object.__setattr__(self, "_ready", ready)
        return ready


def figure(data: list[dict[str, Any]], layout: dict[str, Any]) -> go.Figure:
    """A figure from plain plotly dicts, unchecked: checking costs ten times the rest, so the tests do it instead."""
    return Figure({"data": data, "layout": layout}, _validate=False)


def columns(frame: pd.DataFrame, *names: str) -> list[list[Any]]:
    """Columns of a frame as plain lists: for some tens of rows much quicker than working in the frame."""
    return [frame[name].tolist() for name in names]


def moment(value: Any) -> pd.Timestamp:
    """A moment that is known: the type of pandas leaves room for none. Raises `ValueError` for an unknown one."""
    found = pd.Timestamp(value)
    if not isinstance(found, pd.Timestamp):
        raise ValueError("an unknown moment")
    return found
