"""The balance between the sporen over time."""

from dataclasses import dataclass
from datetime import date
from math import ceil, isfinite
from typing import Any

import pandas as pd

from dashboard.charts import columns, figure
from dashboard.charts import moment as as_moment
from dashboard.charts.assen import HOVER_TITLE, MIDDLE, WIDE, Per, bar_width, middles, period_ends, round_top, time_axis
from dashboard.charts.balanslijn import (
    REACH,
    Reeks,
    Stilte,
    as_in_woorden,
    einde,
    gearceerd,
    stilte,
    vlakken,
)
from dashboard.charts.balanswoorden import alt_tekst, balans_tabel, hoeveel, ondertitel
from dashboard.charts.band import numbers
from dashboard.charts.bijschriften import Bijschrift, Doos, Geplaatst, dozen, geplaatst, lijnen, teksten
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import letterlijk, onder_elkaar, opmaak, voluit
from dashboard.charts.noten import Noot, met_noten, noot_hover
from dashboard.charts.tijdlijn import LANE_PX, Span, Window, fase_balken, fase_spans, lanes_needed
from dashboard.theme import mix, plotly_template, spoor_fills, spoor_inks, tone
from wijkkompas_core.analysis.balans import UITLEG
from wijkkompas_core.analysis.betrouwbaarheid import UITLEG as CONFIDENCE_EXPLAINED
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas

_TOP, _BOTTOM, _BOTTOM_YEARS = 4, 48, 32
_PANEL_PX, _GAP_PX, _BARS_PX, _AIR_PX = 196, 26, 64, 12
_END_PX = 96, 38
"""How wide and high the words are that say how the line ends."""
_BLOCK_PX, _NARROW_BLOCK_PX = 68, 46
"""From these widths on a block of silence holds its own words, on two lines or on three."""


@dataclass(frozen=True)
class Rondom:
    """What stands around the balance of a wijk: its name, fasen and mijlpalen, noten, and until when it is told.

    `perioden` the spells of fasen, `mijlpalen` with `fase, datum, gepland, uitkomst, naam`; `laatste` the last
    contactmoment up to `tot`, the day of the view.
    """

    perioden: pd.DataFrame
    mijlpalen: pd.DataFrame
    noten: tuple[Noot, ...] = ()
    wijk: str = ""
    laatste: date | None = None
    tot: date | None = None


@dataclass(frozen=True, slots=True)
class _Plek:
    """Where everything stands: the window with the balance on it, what lies over it, and the heights.

    `unit` is the height of one pixel where the whole plot is 1, `high` the top of the balance in that measure and `top`
    the end of the axis of the bars. `left` and `right` are the margins in pixels; where the right one is too small for
    how the line ends, that stands in the plot at `einde`.
    """

    window: Window
    reeks: Reeks
    spans: list[Span]
    teksten: list[Geplaatst]
    stil: Stilte | None
    smal: bool
    einde: Doos | None
    left: int
    right: int
    unit: float
    high: float
    top: float

    @property
    def low(self) -> float:
        """The bottom of the balance."""
        return self.high - _PANEL_PX * self.unit

    @property
    def jaren(self) -> int | None:
        """How many ticks there are where each stands for a year; None for a time so short that months are told."""
        months = (self.window.end - self.window.start).days / 30.4
        return ceil(months / 12) if months >= 24 else None


def balans_grafiek(
    balans: pd.DataFrame,
    kompas: Kompas,
    rondom: Rondom,
    *,
    per: Per,
    bevinding: str = "",
    dark: bool = False,
    breed: int = WIDE,
) -> Grafiek:
    """The balance filled by the hue of its spoor, with its band, above the weighted sums as small mirrored bars.

    `balans` as made by `analysis.balans` (a row for every period, at least one). A period without contactmomenten is a
    gap, a silence at the end a hatched block. `bevinding`: without one it says how much there was. `breed` is the least
    width in pixels that the chart gets.
    """
    if balans.empty:
        raise ValueError("een balansfiguur heeft ten minste één periode nodig")
    plek = _place(balans, kompas, rondom, per, breed)
    lanes, names = fase_balken(plek.spans, 1, plek.unit, plek.window, dark)
    bottom = _BOTTOM_YEARS if plek.jaren else _BOTTOM
    layout = {
        "template": plotly_template(dark),
        "height": _TOP + bottom + round(1 / plek.unit),
        "margin": {"l": plek.left, "r": plek.right, "t": _TOP, "b": bottom},
        "plot_bgcolor": "rgba(0,0,0,0)",  # the axes of the silence lie over the others
        "barmode": "relative",
        "hovermode": "x unified",
        "hoversubplots": "axis",
        **_axes(plek, kompas, per, dark),
        "shapes": [*lanes, *lijnen(plek.teksten, plek.high, plek.unit, _PANEL_PX, dark)],
        "annotations": [
            *names,
            *teksten(plek.teksten, plek.high, plek.unit, dark),
            *_ending(plek, kompas, dark),
        ],
    }
    traces = [
        *vlakken(plek.reeks, kompas, dark, {}),
        _line(balans, plek, dark),
        *_bars(balans, plek, kompas, per, dark),
    ]
    if plek.stil:
        traces.append(gearceerd(plek.stil, {"xaxis": "x", "yaxis": "y3"}, (0, 1), dark))
    grafiek = Grafiek(
        figuur=figure(traces, layout),
        alt=alt_tekst(balans, kompas, per, plek.stil),
        bevinding=bevinding or hoeveel(balans, kompas, per),
        ondertitel=ondertitel(balans, kompas, per, rondom.wijk),
        tabel=lambda: balans_tabel(balans, kompas, per),
        cijfers=lambda: balans,
        uitleg=f"{UITLEG} {CONFIDENCE_EXPLAINED}",
    )
    return met_noten(grafiek, rondom.noten, lambda drawn: drawn, "periode")


def _place(balans: pd.DataFrame, kompas: Kompas, rondom: Rondom, per: Per, breed: int) -> _Plek:
    (starts,) = columns(balans, "periode")
    reeks, smal = Reeks.of(balans, period_ends(starts, per)), breed < MIDDLE
    left, right = (66, 14) if smal else (78, 116)
    window = Window(starts[0], reeks.eind[-1], breed - left - right)
    spans = fase_spans(rondom.perioden, kompas, window, rondom.tot)
    stil = stilte(rondom.laatste, rondom.tot) if rondom.tot else None
    told = [*_noten(rondom.noten), *_mijlpalen(rondom.mijlpalen)]
    taken = _taken(reeks, window, kompas, stil)
    end = None
    if smal and not (stil and _stil_words(stil, window)) and reeks.laatste is not None:
        edge = window.px(as_moment(stil.van)) - 2 if stil else window.width
        end = _end_place(taken, edge, reeks.balans[reeks.laatste] < 0)
    found, strip = geplaatst(told, window, _PANEL_PX, right - 8, [*taken, *([end] if end else [])])
    head = lanes_needed(spans) * LANE_PX + _AIR_PX + (strip + _AIR_PX if strip else 0)
    unit = 1 / (head + _PANEL_PX + _GAP_PX + _BARS_PX)
    up, *down = columns(balans, *(f"som_{s.slug}" for s in kompas.sporen))
    return _Plek(
        window=window,
        reeks=reeks,
        spans=spans,
        teksten=found,
        stil=stil,
        smal=smal,
        einde=end,
        left=left,
        right=right,
        unit=unit,
        high=1 - head * unit,
        top=round_top(max(1.0, *up, *(sum(sums) for sums in zip(*down, strict=True)))),
    )


def _noten(noten: tuple[Noot, ...]) -> list[Bijschrift]:
    return [Bijschrift(as_moment(noot.datum), noot.tekst, str(noot.nummer), noot_hover([noot])) for noot in noten]


def _mijlpalen(mijlpalen: pd.DataFrame) -> list[Bijschrift]:
    """The mijlpalen with a date; one that is still to come says so."""
    found = []
    for moment, gepland, uitkomst, naam in zip(
        *columns(mijlpalen, "datum", "gepland", "uitkomst", "naam"), strict=True
    ):
        if pd.isna(moment):
            continue
        details = [opmaak("<b>{}</b>", voluit(naam)), f"{'gepland op' if gepland else 'op'} {nl.day(moment)}"]
        details += [f"uitkomst: {uitkomst}"] if isinstance(uitkomst, str) and uitkomst else []
        text = f"◆ {naam}{' (gepland)' if gepland else ''}"
        found.append(Bijschrift(moment, text, "◆", onder_elkaar(details), stil=True))
    return found


def _taken(reeks: Reeks, window: Window, kompas: Kompas, stil: Stilte | None) -> list[Doos]:
    """Where in the plot of the balance no text can stand: the area with its band, zero, the silence and the end."""
    low, high = (-REACH, REACH) if len(kompas.sporen) == 2 else (-0.05, REACH)

    def px(value: float) -> float:
        return _PANEL_PX * (high - value) / (high - low)

    zero, middles = px(0), reeks.midden
    boxes = [Doos(0, zero - 3, window.width, zero + 3)]
    for run in reeks.runs():
        points = []
        for i in run:
            values = [v for v in (reeks.balans[i], reeks.laag[i], reeks.hoog[i], 0.0) if isfinite(v)]
            points.append((window.px(middles[i]), px(max(values)), px(min(values))))
        if len(run) == 1:
            points = [(window.px(at), *points[0][1:]) for at in (reeks.begin[run[0]], reeks.eind[run[0]])]
        boxes += dozen(points)
    if stil:
        boxes.append(Doos(window.px(as_moment(stil.van)), 0, window.width, _PANEL_PX))
    return boxes


def _end_place(taken: list[Doos], right: float, above: bool) -> Doos:
    """Where in the plot, up to `right`, there is room to say how the line ends; else at its top or bottom."""
    wide, high = _END_PX
    tops = sorted(range(2, _PANEL_PX - high, 6), key=lambda top: abs(top + (high - _PANEL_PX) / 2))
    places = [Doos(right - wide, top, right, top + high) for top in tops]
    rest = Doos(right - wide, 2 if above else _PANEL_PX - high, right, high + 2 if above else _PANEL_PX)
    return next((place for place in places if not any(place.raakt(one) for one in taken)), rest)


def _stil_words(stil: Stilte, window: Window) -> str | None:
    """What stands in the block of a silence; nothing where it does not fit."""
    start, end = (window.px(as_moment(day)) for day in (stil.van, stil.tot))
    wide = end - max(start, 0.0)
    if wide >= _BLOCK_PX:
        return f"<b>stil</b><br>{stil.dagen}"
    return "<b>stil</b><br>" + stil.dagen.replace(" ", "<br>") if wide >= _NARROW_BLOCK_PX else None


def _line(balans: pd.DataFrame, plek: _Plek, dark: bool) -> dict[str, Any]:
    """The balance itself; a mark where it ends, unless in silence, and where a period stands alone."""
    ground, last = tone(dark), plek.reeks.laatste
    alone = {run[0] for run in plek.reeks.runs() if len(run) == 1}
    ends = {last} if plek.stil is None else set()
    sizes = [9 if i in ends else 6 if i in alone else 0 for i in range(len(balans))]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [at.isoformat() for at in plek.reeks.midden],
        "y": numbers(plek.reeks.balans),
        "name": "balans",
        "connectgaps": False,
        "line": {"color": ground.ink, "width": 2.5},
        "marker": {"color": ground.ink, "size": sizes, "opacity": 1},
        "hovertext": _hover(balans),
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _hover(frame: pd.DataFrame) -> list[str]:
    texts = []
    for balans, low, high, n in zip(*columns(frame, "balans", "laag", "hoog", "n"), strict=True):
        interval = f"<br>tussen {nl.signed(low)} en {nl.signed(high)}" if isfinite(low) else ""
        words = nl.count(int(n), "contactmoment", "contactmomenten")
        texts.append(f"balans {nl.signed(balans)}{interval}<br>{words}" if isfinite(balans) else "")
    return texts


def _bars(frame: pd.DataFrame, plek: _Plek, kompas: Kompas, per: Per, dark: bool) -> list[dict[str, Any]]:
    """The weighted sums: the first spoor up, the others down."""
    ground, fills = tone(dark), spoor_fills(kompas, dark)
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
                "x": middles(plek.reeks.begin, per),
                "y": [som if i == 0 else -som for som in sums],
                "xaxis": "x",
                "yaxis": "y2",
                "name": letterlijk(spoor.naam),
                "width": bar_width(per) * 0.85,
                "hovertext": hover,
                "hovertemplate": "%{hovertext}<extra></extra>",
                "marker": {
                    "color": mix(fills[spoor.slug], ground.paper, 0.45),
                    "line": {"color": fills[spoor.slug], "width": [1 if som else 0 for som in sums]},
                },
            }
        )
    return bars


def _axes(plek: _Plek, kompas: Kompas, per: Per, dark: bool) -> dict[str, Any]:
    """Time under both parts, the balance beside the upper one and the sums beside the lower one; over both silence."""
    ground, top = tone(dark), plek.top
    return {
        "xaxis": time_axis(plek.window, "y2", plek.smal, plek.jaren)
        | {"unifiedhovertitle": {"text": HOVER_TITLE[per]}},
        "yaxis": as_in_woorden(kompas, dark) | {"domain": [plek.low, plek.high], "anchor": "x"},
        "yaxis2": {
            "domain": [0, _BARS_PX * plek.unit],
            "anchor": "x",
            "range": [-1.05 * top, 1.05 * top],
            "tickvals": [0],
            "ticktext": ["aantal<br>contacten"],
            "zeroline": True,
            "zerolinecolor": ground.quiet,
            "zerolinewidth": 1,
        },
        "yaxis3": {"domain": [0, plek.high], "anchor": "x", "range": [0, 1], "visible": False},
    }


def _ending(plek: _Plek, kompas: Kompas, dark: bool) -> list[dict[str, Any]]:
    """What the chart ends with, said beside it: the days of silence in their block, or how the line lies now."""
    ground, inks = tone(dark), spoor_inks(kompas, dark)
    look = {"showarrow": False, "borderpad": 0, "yref": "y", "yanchor": "middle", "bgcolor": ground.paper}
    where = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "align": "left"}
    if plek.einde:
        where = {"xanchor": "right", "align": "right", "yref": "paper", "yanchor": "top"}
        where |= {"y": plek.high - plek.einde.top * plek.unit}
        edge = {"x": as_moment(plek.stil.van).isoformat(), "xref": "x"} if plek.stil else {"x": 1, "xref": "paper"}
        where |= edge
    if plek.stil:
        inside, middle = _stil_words(plek.stil, plek.window), 0 if len(kompas.sporen) == 2 else 0.5
        if inside:
            start, end = max(as_moment(plek.stil.van), plek.window.start), as_moment(plek.stil.tot)
            where = {"x": (start + (end - start) / 2).isoformat(), "xref": "x", "bgcolor": ground.band}
        words = {"text": inside or f"<b>stil</b><br>{plek.stil.dagen}", "font": {"size": 14, "color": ground.ink}}
        return [look | words | {"y": middle} | where]
    said = einde(plek.reeks, kompas)
    if said is None or plek.reeks.laatste is None:
        return []
    first, second, slug = said
    words = {"text": f"<b>{first}</b><br>{second}", "font": {"size": 14, "color": inks.get(slug or "", ground.ink)}}
    return [look | words | {"y": min(max(plek.reeks.balans[plek.reeks.laatste], -0.85), 0.85)} | where]
