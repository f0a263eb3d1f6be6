"""The balance between the sporen over time, and how much attention each aspect got."""

from dataclasses import dataclass
from math import isfinite
from typing import Any

import pandas as pd

from dashboard.charts import columns, figure
from dashboard.charts.assen import (
    BOTTOM,
    HOVER_TITLE,
    RIGHT,
    Per,
    bar_width,
    middles,
    period_ends,
    periode_naam,
    round_top,
    time_axis,
    title_block,
    window_of,
)
from dashboard.charts.band import numbers
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import letterlijk
from dashboard.charts.tijdlijn import (
    LABEL_PX,
    LANE_PX,
    Label,
    Span,
    Window,
    fase_band,
    fase_spans,
    mijlpaal_labels,
    mijlpaal_lines,
    rows_needed,
)
from dashboard.theme import plotly_template, rgba, spoor_fills, spoor_inks, tone
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.balans import UITLEG
from wijkkompas_core.analysis.betrouwbaarheid import UITLEG as CONFIDENCE_EXPLAINED
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas

_LEFT = 76
_LINE_PX, _BARS_PX, _GAP_PX = 232, 160, 32


def _band(frame: pd.DataFrame, xs: list[str], starts: list[pd.Timestamp], per: Per) -> tuple[list, list]:
    """The interval as closed outlines, one per unbroken run of periods; a run of one gets a little width."""
    low, high = (numbers(values) for values in columns(frame, "laag", "hoog"))
    ends = period_ends(starts, per)
    runs: list[list[int]] = []
    for i, value in enumerate(low):
        if value is None or high[i] is None:
            continue
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    x: list[str | None] = []
    y: list[float | None] = []
    for run in runs:
        if len(run) == 1:
            (i,) = run
            margin = (ends[i] - starts[i]) * 0.3
            left, right = (starts[i] + margin).isoformat(), (ends[i] - margin).isoformat()
            x += [left, right, right, left, left, None]
            y += [high[i], high[i], low[i], low[i], high[i], None]
        else:
            x += [xs[i] for i in run] + [xs[i] for i in reversed(run)] + [xs[run[0]], None]
            y += [high[i] for i in run] + [low[i] for i in reversed(run)] + [high[run[0]], None]
    return x, y


def _balans_hover(frame: pd.DataFrame) -> list[str]:
    texts = []
    for balans, low, high, n in zip(*columns(frame, "balans", "laag", "hoog", "n"), strict=True):
        interval = f"<br>tussen {nl.signed(low)} en {nl.signed(high)}" if isfinite(low) else ""
        noun = "contactmoment" if n == 1 else "contactmomenten"
        texts.append(f"balans {nl.signed(balans)}{interval}<br>{int(n)} {noun}" if isfinite(balans) else "")
    return texts


def _bars(frame: pd.DataFrame, xs: list[str], kompas: Kompas, per: Per, dark: bool) -> list[dict[str, Any]]:
    """The weighted sums: the first spoor up, the others down."""
    ground, fills = tone(dark), spoor_fills(kompas)
    bars = []
    for i, spoor in enumerate(kompas.sporen):
        sums, counts = columns(frame, f"som_{spoor.slug}", f"n_{spoor.slug}")
        hover = [
            f"{letterlijk(spoor.kort.lower())} {nl.decimal(som, 1)} gewogen, {int(n)} keer geraakt"
            for som, n in zip(sums, counts, strict=True)
        ]
        bars.append(
            {
                "type": "bar",
                "x": xs,
                "y": [som if i == 0 else -som for som in sums],
                "xaxis": "x",
                "yaxis": "y2",
                "name": letterlijk(spoor.naam),
                "width": bar_width(per),
                "hovertext": hover,
                "hovertemplate": "%{hovertext}<extra></extra>",
                "marker": {
                    "color": fills[spoor.slug],
                    "line": {"color": ground.ink, "width": [0.6 if som else 0 for som in sums]},
                },
            }
        )
    return bars


def _value_axis(domain: list[float], kompas: Kompas, dark: bool) -> dict[str, Any]:
    ground, inks = tone(dark), spoor_inks(kompas, dark)
    two = len(kompas.sporen) == 2
    if two:
        up, down = (
            f'<span style="color:{inks[s.slug]}">meer<br>{letterlijk(s.kort.lower())}</span>' for s in kompas.sporen
        )
        values, texts = [-1, 0, 1], [down, "in<br>evenwicht", up]
    else:
        values, texts = [0, 1], ["alles bij<br>één spoor", "overal<br>evenveel"]
    return {
        "domain": domain,
        "anchor": "x",
        "range": [-1.04 if two else -0.04, 1.04],
        "tickvals": values,
        "ticktext": texts,
        "showgrid": True,
        "zeroline": True,
        "zerolinecolor": ground.ink,
        "zerolinewidth": 1.5,
        "gridcolor": ground.quiet,
    }


@dataclass(frozen=True, slots=True)
class _Plek:
    """Where everything stands: the window with the middle of each period, what lies over it, and the heights.

    `unit` is the height of one pixel where the whole plot is 1, `top` the end of the axis of the bars.
    """

    window: Window
    starts: list[pd.Timestamp]
    xs: list[str]
    spans: list[Span]
    labels: list[Label]
    label_px: int
    unit: float
    top: float


def _place(
    balans: pd.DataFrame, kompas: Kompas, perioden: pd.DataFrame, mijlpalen: pd.DataFrame, per: Per, smal: bool
) -> _Plek:
    (starts,) = columns(balans, "periode")
    window = window_of(starts, per, smal)
    spans, labels = fase_spans(perioden, kompas, window), mijlpaal_labels(mijlpalen, kompas, window, smal)
    label_px = rows_needed(labels) * LABEL_PX
    head = label_px + rows_needed(spans) * LANE_PX + 8
    up, *down = columns(balans, *(f"som_{s.slug}" for s in kompas.sporen))
    return _Plek(
        window=window,
        starts=starts,
        xs=middles(starts, per),
        spans=spans,
        labels=labels,
        label_px=label_px,
        unit=1 / (head + _LINE_PX + _GAP_PX + _BARS_PX),
        top=round_top(max(1.0, *up, *(sum(sums) for sums in zip(*down, strict=True)))),
    )


def balans_grafiek(
    balans: pd.DataFrame,
    kompas: Kompas,
    perioden: pd.DataFrame,
    mijlpalen: pd.DataFrame,
    *,
    per: Per,
    bevinding: str = "",
    dark: bool = False,
    smal: bool = False,
) -> Grafiek:
    """The balance as a line with its band, above the weighted sums as mirrored bars, on one time axis.

    `balans` as made by `analysis.balans` (a row for every period, at least one), `perioden` the spells of fasen,
    `mijlpalen` with `fase, datum, gepland, uitkomst, naam`. A period without contactmomenten is a gap. `bevinding`:
    without one it says how much there was; `smal` sets labels and line lengths for a phone.
    """
    if balans.empty:
        raise ValueError("een balansfiguur heeft ten minste één periode nodig")
    plek, inks = _place(balans, kompas, perioden, mijlpalen, per, smal), spoor_inks(kompas, dark)
    title, title_px = title_block("", _ondertitel(balans, kompas, per), _LEFT, smal, dark)
    bands, lanes, names = fase_band(plek.spans, 1 - plek.label_px * plek.unit, plek.unit, plek.window, dark)
    lines, flags = mijlpaal_lines(plek.labels, 1, plek.unit, dark)
    directions = [
        _direct_label(f"{'▲' if i == 0 else '▼'} {letterlijk(s.naam if not smal else s.kort)}", inks[s.slug], i == 0)
        for i, s in enumerate(kompas.sporen[:2])
    ]
    layout = {
        "template": plotly_template(dark),
        "height": title_px + BOTTOM + round(1 / plek.unit),
        "margin": {"l": _LEFT, "r": RIGHT, "t": title_px, "b": BOTTOM},
        "barmode": "relative",
        "hovermode": "x unified",
        "hoversubplots": "axis",
        **_axes(plek, kompas, per, dark, smal),
        "shapes": [*bands, *lines, *lanes],
        "annotations": [*title, *names, *flags, *directions],
    }
    return Grafiek(
        figuur=figure([*_line(balans, plek, per, dark), *_bars(balans, plek.xs, kompas, per, dark)], layout),
        alt=_alt(balans, kompas, per),
        bevinding=bevinding or _hoeveel(balans, kompas, per),
        tabel=lambda: balans_tabel(balans, kompas, per),
        cijfers=lambda: balans,
        uitleg=f"{UITLEG} {CONFIDENCE_EXPLAINED}",
    )


def _line(balans: pd.DataFrame, plek: _Plek, per: Per, dark: bool) -> list[dict[str, Any]]:
    """The balance with its interval behind it."""
    ground = tone(dark)
    band_x, band_y = _band(balans, plek.xs, plek.starts, per)
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": band_x,
            "y": band_y,
            "fill": "toself",
            "hoverinfo": "skip",
            "fillcolor": rgba(ground.secondary, 0.18),
            "line": {"width": 0},
            "name": "hoe weinig gegevens",
        },
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": plek.xs,
            "y": numbers(balans["balans"].tolist()),
            "name": "balans",
            "connectgaps": False,
            "line": {"color": ground.ink, "width": 2},
            "marker": {"color": ground.ink, "size": 6, "line": {"color": ground.paper, "width": 1}},
            "hovertext": _balans_hover(balans),
            "hovertemplate": "%{hovertext}<extra></extra>",
        },
    ]


def _axes(plek: _Plek, kompas: Kompas, per: Per, dark: bool, smal: bool) -> dict[str, Any]:
    """Time under both parts, the balance beside the upper one and the sums beside the lower one."""
    top, low, high = plek.top, (_BARS_PX + _GAP_PX) * plek.unit, (_BARS_PX + _GAP_PX + _LINE_PX) * plek.unit
    return {
        "xaxis": time_axis(plek.window, "y2", smal) | {"unifiedhovertitle": {"text": HOVER_TITLE[per]}},
        "yaxis": _value_axis([low, high], kompas, dark),
        "yaxis2": {
            "domain": [0, _BARS_PX * plek.unit],
            "anchor": "x",
            "range": [-1.22 * top, 1.22 * top],
            "tickvals": [-top, 0, top],
            "ticktext": [f"{top:g}", "0", f"{top:g}"],
            "zeroline": True,
            "zerolinecolor": tone(dark).ink,
            "zerolinewidth": 1,
            "showgrid": True,
        },
    }


def _direct_label(text: str, colour: str, up: bool) -> dict[str, Any]:
    return {
        "text": f"<b>{text}</b>",
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 4,
        "showarrow": False,
        "y": 1 if up else 0,
        "yref": "y2 domain",
        "yanchor": "bottom" if up else "top",
        "yshift": -14 if up else 14,
        "font": {"size": 13, "color": colour},
    }


def _hoeveel(balans: pd.DataFrame, kompas: Kompas, per: Per) -> str:
    starts, counts = columns(balans, "periode", "n")
    what = f"Balans per {per}" if len(kompas.sporen) == 2 else f"Verdeling over de sporen per {per}"
    span = nl.month_or_quarter(starts[0], per)
    span += "" if len(starts) == 1 else f" tot en met {nl.month_or_quarter(starts[-1], per)}"
    noun = "contactmoment" if sum(counts) == 1 else "contactmomenten"
    return f"{what}, {span}, {int(sum(counts))} {noun}"


def _ondertitel(balans: pd.DataFrame, kompas: Kompas, per: Per) -> str:
    known = any(isfinite(value) for value in columns(balans, "laag")[0])
    tail = " Lichte band: hoe weinig gegevens er zijn." if known else ""
    return f"{_hoeveel(balans, kompas, per)}; onder: gewogen aantal.{tail}"


def balans_tabel(frame: pd.DataFrame, kompas: Kompas, per: Per) -> pd.DataFrame:
    """The balance per period as texts: the sums of the sporen, the contactmomenten and the interval."""
    width = nl.percentage(STANDAARD.interval)
    shown = {per.capitalize(): [periode_naam(p, per) for p in frame["periode"]]}
    for spoor in kompas.sporen:
        shown[f"{spoor.naam} (gewogen)"] = [nl.decimal(v) for v in frame[f"som_{spoor.slug}"]]
    shown["Contactmomenten"] = [str(n) for n in frame["n"]]
    for column, title in (("balans", "Balans"), ("laag", f"Laag ({width})"), ("hoog", f"Hoog ({width})")):
        shown[title] = [nl.decimal(v) for v in frame[column]]
    return pd.DataFrame(shown)


def _alt(balans: pd.DataFrame, kompas: Kompas, per: Per) -> str:
    """The balance chart in two sentences, for who cannot see it."""
    known = [row for row in zip(*columns(balans, "periode", "balans"), strict=True) if isfinite(row[1])]
    if not known:
        return "Er zijn in deze periode geen contactmomenten, dus er is geen balans."
    start, value = known[-1]
    sums = " en ".join(
        f"{nl.decimal(sum(*columns(balans, f'som_{s.slug}')), 1)} {s.kort.lower()}" for s in kompas.sporen
    )
    gaps = len(balans) - len(known)
    empty = f"; {gaps} van de {len(balans)} perioden zijn leeg" if gaps else ""
    scale = "−1 tot +1" if len(kompas.sporen) == 2 else "0 tot 1"
    return (
        f"Laatste balans, {nl.month_or_quarter(start, per)}: {nl.signed(value)} "
        f"op een schaal van {scale}. "
        f"Gewogen aantal contactmomenten: {sums}{empty}."
    )
