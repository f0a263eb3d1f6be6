"""One figure of the voortgang over the years."""

from math import isfinite
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import columns, figure, moment
from dashboard.charts.assen import round_top, title_block
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import lege_figuur, schoon
from dashboard.theme import datumas, plotly_template, tone
from wijkkompas_core.domain import nederlands as nl

UITLEG = "Het percentage is het aantal gedeeld door het geheel op dezelfde peildatum. Er wordt niets bijgeschat."
Meting = tuple[pd.Timestamp, float, str]
"""The day, the value and the value as a text."""


def _metingen(frame: pd.DataFrame) -> tuple[list[Meting], bool, int]:
    """Date, value and text of each meting; whether they are percentages; how many could not be used.

    Percentages as soon as one row has a noemer: a row without (or with 0) cannot stand on that scale.
    """
    rows = [
        (moment(day), float(teller), float(noemer) if noemer is not None and isfinite(noemer) else None)
        for day, teller, noemer in zip(*columns(frame, "peildatum", "teller", "noemer"), strict=True)
        if not pd.isna(day) and teller is not None and isfinite(teller)
    ]
    share = any(noemer is not None for *_, noemer in rows)
    found = []
    for day, teller, noemer in sorted(rows, key=lambda row: row[0]):
        if not share:
            found.append((day, teller, _getal(teller)))
        elif noemer:
            value = teller / noemer * 100
            digits = 0 if value == round(value) or abs(value) > 100 else 1
            found.append((day, value, nl.percentage(teller / noemer, digits)))
    return found, share, len(frame) - len(found)


def _getal(value: float) -> str:
    return nl.decimal(value, 0 if value == round(value) or abs(value) >= 100 else 1)


def cijfer_verloop(frame: pd.DataFrame, *, naam: str, dark: bool = False, smal: bool = False) -> Grafiek:
    """One figure over time: a line through the metingen, labelled, from zero; a percentage where there is a noemer.

    `frame`: `peildatum, teller, noemer` (None: a plain number), `bron`; `naam` is what is counted.
    """
    return Grafiek(
        figuur=_figuur(frame, naam, dark, smal),
        alt=cijfer_alt(frame, naam=naam),
        bevinding=cijfer_tekst(frame, naam=naam),
        tabel=lambda: _tabel(frame),
        cijfers=lambda: frame,
        uitleg=UITLEG,
    )


def _tabel(frame: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (
            nl.day(day),
            nl.number(teller),
            nl.number(noemer) if noemer and isfinite(noemer) else "",
            nl.percentage(teller / noemer) if noemer and isfinite(noemer) else "",
            bron,
        )
        for day, teller, noemer, bron in zip(*columns(frame, "peildatum", "teller", "noemer", "bron"), strict=True)
    ]
    return pd.DataFrame(rows, columns=pd.Index(["Peildatum", "Aantal", "Van", "Percentage", "Bron"]))


def _figuur(frame: pd.DataFrame, naam: str, dark: bool, smal: bool) -> go.Figure:
    rows, share, unused = _metingen(frame)
    if not rows:
        return lege_figuur("Er is nog geen meting om te laten zien.", dark)
    left, kind = 52, "percentage" if share else "aantal"
    skipped = f" {nl.count(unused, 'meting past', 'metingen passen')} niet op deze schaal." if unused else ""
    what = f"{schoon(naam)}, {kind}; {nl.count(len(rows), 'meting', 'metingen')}.{skipped}"
    title, title_px = title_block("", what, left, smal, dark)
    layout = {
        "template": plotly_template(dark),
        "height": title_px + 220 + 48,
        "margin": {"l": left, "r": 24, "t": title_px, "b": 48},
        "xaxis": _days([day for day, _, _ in rows], smal) | {"tickcolor": tone(dark).quiet},
        "yaxis": _values([value for _, value, _ in rows], "%" if share else "")
        | {"zerolinecolor": tone(dark).secondary},
        "annotations": title,
    }
    return figure([_line(rows, _parts(frame, len(rows), share), kind, smal, dark)], layout)


def _parts(frame: pd.DataFrame, metingen: int, share: bool) -> list[str]:
    """What each percentage is a part of, for the hover; nothing when it is not known of every one."""
    found = [
        (moment(day), f"<br>{_getal(teller)} van {_getal(noemer)}")
        for day, teller, noemer in zip(*columns(frame, "peildatum", "teller", "noemer"), strict=True)
        if share and noemer and isfinite(noemer)
    ]
    return [text for _, text in sorted(found)] if len(found) == metingen else [""] * metingen


def _line(rows: list[Meting], parts: list[str], kind: str, smal: bool, dark: bool) -> dict[str, Any]:
    """The line; its points are labelled while they are few, else the first, the last and the extremes are."""
    ground, values = tone(dark), [value for _, value, _ in rows]
    key = {0, len(rows) - 1, values.index(max(values)), values.index(min(values))}
    few = len(rows) <= (5 if smal else 9)
    return {
        "type": "scatter",
        "mode": "lines+markers+text",
        "name": kind,
        "x": [day.isoformat() for day, _, _ in rows],
        "y": values,
        "text": [text if few or i in key else "" for i, (_, _, text) in enumerate(rows)],
        "textposition": "top center",
        "textfont": {"size": 13, "color": ground.ink},
        "cliponaxis": False,
        "line": {"color": ground.ink, "width": 2},
        "marker": {"size": 8, "color": ground.ink, "line": {"color": ground.paper, "width": 1}},
        "hovertext": [f"{nl.day(day)}: <b>{text}</b>{e}" for (day, _, text), e in zip(rows, parts, strict=True)],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _days(days: list[pd.Timestamp], smal: bool) -> dict[str, Any]:
    """The axis under the metingen, with some room before the first and after the last."""
    first, last = days[0], days[-1]
    pad = max((last - first) * 0.06, pd.Timedelta(days=20))
    start, end = moment(first - pad), moment(last + pad)
    ticks, texts = datumas(start.date(), end.date(), 4 if smal else 8)
    ticks, texts = (ticks, texts) if len(days) > 1 else ([first.date()], [nl.day(first)])
    return {
        "type": "date",
        "range": [start.isoformat(), end.isoformat()],
        "tickvals": [tick.isoformat() for tick in ticks],
        "ticktext": texts,
        "ticks": "outside",
        "ticklen": 4,
    }


def _values(values: list[float], unit: str) -> dict[str, Any]:
    """The axis beside the line, from zero, or from the lowest value below it."""
    top, bottom = round_top(max([1.0, *values])), min([0.0, *values])
    ticks = [bottom, 0, top / 2, top] if bottom else [0, top / 2, top]
    return {
        "range": [bottom, top + (top - bottom) * 0.12],
        "tickvals": ticks,
        "ticktext": [f"{_getal(value)}{unit}" for value in ticks],
        "showgrid": True,
        "zeroline": True,
    }


def cijfer_tekst(frame: pd.DataFrame, *, naam: str) -> str:
    """The finding: the last value, its date and how it changed."""
    rows, share, _ = _metingen(frame)
    if not rows:
        return f"{schoon(naam)}: er is nog geen meting"
    day, value, text = rows[-1]
    now = f"{schoon(naam)}: {text} op {nl.day(day)}"
    if len(rows) == 1:
        return f"{now}, de eerste meting"
    before_day, before, _ = rows[-2]
    change = round(value - before, 1)
    if not change:
        return f"{now}, evenveel als op {nl.day(before_day)}"
    unit = " procentpunt" if share else ""
    return f"{now}, {_getal(abs(change))}{unit} {'meer' if change > 0 else 'minder'} dan op {nl.day(before_day)}"


def cijfer_alt(frame: pd.DataFrame, *, naam: str) -> str:
    """The line in words: the finding and the metingen, at most the last eight."""
    rows, _, _ = _metingen(frame)
    shown = "; ".join(f"{nl.day(day)} {text}" for day, _, text in rows[-8:])
    head = "" if len(rows) <= 8 else f"De laatste 8 van {len(rows)} metingen. "
    return f"{cijfer_tekst(frame, naam=naam)}." + (f" {head}{shown}." if len(rows) > 1 else "")
