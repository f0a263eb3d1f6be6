"""Marks of what changed since a day, in charts that are drawn already: ◆ in the kompas, a hatched part in the bars."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import columns, figure
from dashboard.charts.namen import letterlijk
from dashboard.theme import tone
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.selectie import Selectie

RUIT = "◆"
"""Stands in the vakken of which the status changed."""


def veranderde_vakken(then: pd.DataFrame, now: pd.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    """(fase, aspect) → (status then, status now) of the vakken of which it differs; both frames are of `vakstatus`."""

    def states(frame: pd.DataFrame) -> dict[tuple[str, str], str]:
        return {(fase, aspect): s for fase, aspect, s in zip(*columns(frame, "fase", "aspect", "status"), strict=True)}

    was, is_ = states(then), states(now)
    return {vak: (was.get(vak, ""), status) for vak, status in is_.items() if was.get(vak, "") != status}


def met_ruiten(
    drawn: go.Figure, changed: Mapping[tuple[str, str], tuple[str, str]], kompas: Kompas, dag: str
) -> go.Figure:
    """The kompas with a diamond in each vak of which the status changed since `dag` (a day in words)."""
    nodes = {
        Selectie(fase, kompas.spoor_van[aspect], aspect).node: was
        for (fase, aspect), (was, _) in changed.items()
        if aspect in kompas.spoor_van
    }
    made = drawn.to_dict()
    data = [_marked(trace, nodes, dag) if "ids" in trace else trace for trace in made["data"]]
    return figure(data, made["layout"])


def _marked(trace: Mapping[str, Any], nodes: Mapping[str, str], dag: str) -> dict[str, Any]:
    ids = list(trace["ids"])
    text = [f"{RUIT} {one}" if key in nodes else one for key, one in zip(ids, trace["text"], strict=True)]
    hover = [
        f"{one}<br>{RUIT} Was op {letterlijk(dag)}: {letterlijk(nodes[key])}" if key in nodes else one
        for key, one in zip(ids, trace["hovertext"], strict=True)
    ]
    return {**trace, "text": text, "hovertext": hover}


def met_invoer_sinds(
    drawn: go.Figure, then: pd.DataFrame, now: pd.DataFrame, kompas: Kompas, dag: str, dark: bool
) -> go.Figure:
    """The balance chart with hatching in the part of each bar that was not known yet on `dag` (a day in words).

    `then` and `now` are frames of `analysis.balans` as known on that day and now. A bar that was higher then (something
    was taken away) is drawn as it is now, without hatching.
    """
    made, extra = drawn.to_dict(), []
    data: list[dict[str, Any]] = []
    names = {spoor.naam: (spoor.slug, 1 if i == 0 else -1) for i, spoor in enumerate(kompas.sporen)}
    for trace in made["data"]:
        known = names.get(trace.get("name", "")) if trace.get("type") == "bar" else None
        if known is None:
            data.append(trace)
            continue
        slug, sign = known
        was = dict(zip(*columns(then, "periode", f"som_{slug}"), strict=True)) if len(then) else {}
        sums = dict(zip(*columns(now, "periode", f"som_{slug}"), strict=True))
        old = [min(was.get(period, 0.0), total) for period, total in sums.items()]
        new = [total - part for part, total in zip(old, sums.values(), strict=True)]
        data.append({**trace, "y": [sign * part for part in old]})
        extra.append(_fresh(trace, [sign * part for part in new], dag, dark))
    return figure([*data, *extra], made["layout"])


def _fresh(trace: Mapping[str, Any], values: list[float], dag: str, dark: bool) -> dict[str, Any]:
    ground = tone(dark)
    hover = [f"{abs(value):.1f} gewogen, ingevoerd na {letterlijk(dag)}".replace(".", ",", 1) for value in values]
    return {
        **trace,
        "name": f"{trace['name']}, ingevoerd na {dag}",
        "y": values,
        "hovertext": [text if abs(value) > 1e-9 else "" for text, value in zip(hover, values, strict=True)],
        "marker": {
            "color": trace["marker"]["color"],
            "line": {"color": ground.ink, "width": [0.6 if abs(value) > 1e-9 else 0 for value in values]},
            "pattern": {"shape": "/", "fgcolor": ground.paper, "size": 6, "solidity": 0.35, "fillmode": "overlay"},
        },
    }
