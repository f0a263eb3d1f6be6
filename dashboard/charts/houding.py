"""The houding of a belanghebbende over time: categories on an axis, never averaged as numbers."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import columns, figure, moment
from dashboard.charts.assen import title_block
from dashboard.charts.belofte import Schaal, trede
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import lege_figuur, voluit
from dashboard.theme import datumas, plotly_template, tone
from wijkkompas_core.domain import nederlands as nl

UITLEG = (
    "Elke stap is een houding zoals het team die op die dag zag, met de houding die het team wenst. Een houding geldt "
    "tot de volgende. De houdingen zijn groepen: hun volgorde is geen maat, en er wordt niets opgeteld of gemiddeld."
)


def _houding_name(slug: object, houdingen: Schaal) -> str:
    return next((name.lower() for known, name in houdingen if known == slug), "onbekend")


@dataclass(frozen=True, slots=True)
class _Stappen:
    """The metingen in order: their days, the places of the houding then and the one desired, and their hovers."""

    days: list[pd.Timestamp]
    nu: list[int | None]
    gewenst: list[int | None]
    hover: list[str]

    @property
    def bereikt(self) -> bool:
        """Whether the last houding is the one desired."""
        return self.nu[-1] == self.gewenst[-1]


def _place_steps(frame: pd.DataFrame, houdingen: Schaal) -> _Stappen:
    rows = sorted(zip(*columns(frame, "datum", "huidig", "gewenst"), strict=True), key=lambda row: row[0])
    hover = [
        f"{nl.day(moment(day))}<br>houding {_houding_name(now, houdingen)}, gewenst {_houding_name(wanted, houdingen)}"
        for day, now, wanted in rows
    ]
    now, wanted = ([trede(row[i], houdingen) for row in rows] for i in (1, 2))
    return _Stappen([moment(row[0]) for row in rows], now, wanted, hover)


def houding_verloop(frame: pd.DataFrame, houdingen: Schaal, *, dark: bool = False, smal: bool = False) -> Grafiek:
    """The houding of one belanghebbende in steps: the current one (full line) and the desired one (dashed).

    `frame`: `datum, huidig, gewenst` (slug or None: a gap), a row per houdingsmeting. A step lasts until the next
    meting. The houdingen are categories: their order on the axis is no measure.
    """
    return Grafiek(
        figuur=_figuur(frame, houdingen, dark, smal),
        alt=houding_alt(frame, houdingen),
        bevinding=houding_tekst(frame, houdingen),
        tabel=lambda: _tabel(frame, houdingen),
        cijfers=lambda: _tabel(frame, houdingen),
        uitleg=UITLEG,
    )


def _tabel(frame: pd.DataFrame, houdingen: Schaal) -> pd.DataFrame:
    rows = [
        (nl.day(moment(day)), _houding_name(now, houdingen), _houding_name(wanted, houdingen))
        for day, now, wanted in zip(*columns(frame, "datum", "huidig", "gewenst"), strict=True)
    ]
    return pd.DataFrame(rows, columns=pd.Index(["Datum", "Houding", "Gewenst"]))


def _figuur(frame: pd.DataFrame, houdingen: Schaal, dark: bool, smal: bool) -> go.Figure:
    steps = _place_steps(frame, houdingen)
    if not steps.days:
        return lege_figuur("Er is nog geen houding vastgelegd.", dark)
    days, left = steps.days, 112
    pad = max((days[-1] - days[0]) * 0.04, pd.Timedelta(days=10))
    start, end = moment(days[0] - pad), moment(days[-1] + pad)
    ticks, texts = datumas(start.date(), end.date(), 4 if smal else 8)
    ticks, texts = (ticks, texts) if len(ticks) > 1 else ([days[0].date()], [nl.day(days[0])])
    what = f"{nl.count(len(days), 'houdingsmeting', 'houdingsmetingen')}; groepen, geen cijfers."
    title, title_px = title_block("", what, left, smal, dark)
    data, names = _steps(steps, dark)
    layout = {
        "template": plotly_template(dark),
        "height": title_px + 40 * len(houdingen) + 52,
        "margin": {"l": left, "r": 24, "t": title_px, "b": 52},
        "xaxis": {
            "type": "date",
            "range": [start.isoformat(), end.isoformat()],
            "tickvals": [tick.isoformat() for tick in ticks],
            "ticktext": texts,
            "ticks": "outside",
            "ticklen": 4,
            "tickcolor": tone(dark).quiet,
        },
        "yaxis": {
            "range": [-0.4, len(houdingen) - 0.4],
            "tickvals": list(range(len(houdingen))),
            "ticktext": [voluit(name.lower()) for _, name in houdingen],
            "showgrid": True,
        },
        "annotations": [*title, *names],
    }
    return figure(data, layout)


def _steps(steps: _Stappen, dark: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The two lines and, at their ends, what they are called; one name where they end together."""
    ground = tone(dark)
    dashed = {"color": ground.secondary, "width": 2, "dash": "5px,4px", "shape": "hv"}
    ring = {"symbol": "circle", "size": 12, "color": ground.paper, "line": {"color": ground.secondary, "width": 2}}
    full = {"color": ground.ink, "width": 2.5, "shape": "hv"}
    dot = {"symbol": "circle", "size": 7, "color": ground.ink}
    xs = [day.isoformat() for day in steps.days]
    data, names = [], []
    for name, ys, line, marker in (("gewenst", steps.gewenst, dashed, ring), ("nu", steps.nu, full, dot)):
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": name,
                "x": xs,
                "y": ys,
                "connectgaps": False,
                "cliponaxis": False,
                "line": line,
                "marker": marker,
                "hovertext": steps.hover,
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
        if ys[-1] is not None and not (steps.bereikt and name == "gewenst"):
            text = "nu en gewenst" if steps.bereikt else name
            font = {"size": 13, "color": line["color"], "weight": 600}
            place = {"x": xs[-1], "xref": "x", "xanchor": "right", "y": ys[-1], "yref": "y", "yanchor": "bottom"}
            names.append({"text": text, "showarrow": False, "font": font, "yshift": 7, "borderpad": 0, **place})
    return data, names


def houding_tekst(frame: pd.DataFrame, houdingen: Schaal) -> str:
    """The finding: what the houding is now, since when, and what is desired."""
    rows = sorted(zip(*columns(frame, "datum", "huidig", "gewenst"), strict=True), key=lambda row: row[0])
    if not rows:
        return "Er is nog geen houding vastgelegd"
    _, now, wanted = rows[-1]
    since = next((rows[i][0] for i in range(len(rows) - 1, -1, -1) if i == 0 or rows[i - 1][1] != now), rows[-1][0])
    name = _houding_name(now, houdingen)
    if name == "onbekend":
        return "De houding van nu is onbekend"
    goal = _houding_name(wanted, houdingen)
    tail = ", zoals gewenst" if wanted == now else f"; gewenst is {goal}" if goal != "onbekend" else ""
    return f"De houding is {name} sinds {nl.day(moment(since))}{tail}"


def houding_alt(frame: pd.DataFrame, houdingen: Schaal) -> str:
    """The steps in words: the finding and what it was before."""
    rows = sorted(zip(*columns(frame, "datum", "huidig"), strict=True), key=lambda row: row[0])
    steps = [row for i, row in enumerate(rows) if i == 0 or rows[i - 1][1] != row[1]]
    path = ", ".join(f"{_houding_name(now, houdingen)} op {nl.day(moment(day))}" for day, now in steps[-6:])
    return f"{houding_tekst(frame, houdingen)}." + (f" Verloop: {path}." if len(steps) > 1 else "")
