"""A wijk in a fase beside the others when they were there: coverage, contactmomenten and balance by days."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import columns, figure
from dashboard.charts.assen import round_top, title_block
from dashboard.charts.band import numbers
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import letterlijk, voluit
from dashboard.theme import plotly_template, rgba, tone
from wijkkompas_core.analysis.band import MINSTE_WIJKEN
from wijkkompas_core.analysis.zelfde_fase import AANTAL, BALANS, DEKKING, MATEN, STAP, UITLEG
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas

_PANEL_PX, _HEAD_PX, _LEFT = 128, 44, 76
_KOLOM = {DEKKING: "Vakken", AANTAL: "Contactmomenten", BALANS: "Balans"}
_KOPPEN = {DEKKING: "Vakken van deze fase met contact", AANTAL: "Contactmomenten", BALANS: "Balans"}


@dataclass(frozen=True)
class Verloop:
    """A wijk in a fase (its name) up to day `dag`, beside the others; the frames as `analysis.zelfde_fase` gives them.

    `kromme` is of the wijk alone. `namen` has the names of the others by id, `vereist` is the number of vakken that
    the wijk has to cover.
    """

    naam: str
    fase: str
    dag: int
    vereist: int
    kromme: pd.DataFrame
    band: pd.DataFrame
    stippen: pd.DataFrame
    namen: Mapping[int, str]


def zelfde_fase_grafiek(verloop: Verloop, kompas: Kompas, *, dark: bool = False, smal: bool = False) -> Grafiek:
    """Three panels on one axis of days: how many vakken were covered, how many contactmomenten, and the balance.

    The wijk is a line that breaks where it was not in the fase, the others a light band, or dots where there are too
    few.
    """
    finding = zelfde_fase_tekst(verloop)
    return Grafiek(
        figuur=_figuur(verloop, kompas, dark, smal),
        alt=zelfde_fase_alt(finding, verloop.kromme, dag=verloop.dag),
        bevinding=finding,
        tabel=lambda: _tabel(verloop),
        cijfers=lambda: _cijfers(verloop),
        uitleg=UITLEG,
    )


def _anderen(verloop: Verloop, maat: str, dag: int) -> str:
    """What the others had on a day, in words: the middle half, or each by name."""
    found = verloop.band.loc[(verloop.band["maat"] == maat) & (verloop.band["dag"] == dag)]
    if len(found):
        low, high = (waarde_tekst(maat, found[name].iloc[0]) for name in ("laag", "hoog"))
        return f"{low} tot {high} ({found['n'].iloc[0]} wijken)"
    dots = verloop.stippen.loc[(verloop.stippen["maat"] == maat) & (verloop.stippen["dag"] == dag)]
    pairs = sorted((verloop.namen.get(w, ""), v) for w, v in zip(dots["wijk"], dots["waarde"], strict=True))
    return "; ".join(f"{naam}: {waarde_tekst(maat, v)}" for naam, v in pairs) or "geen"


def _tabel(verloop: Verloop) -> pd.DataFrame:
    days = verloop.kromme["dag"].tolist()
    shown: dict[str, list[str]] = {"Dag": [nl.whole(day) for day in days]}
    for maat in MATEN:
        shown[_KOLOM[maat]] = [waarde_tekst(maat, float(v)) for v in verloop.kromme[maat].tolist()]
        shown[f"{_KOLOM[maat]} bij anderen"] = [_anderen(verloop, maat, day) for day in days]
    return pd.DataFrame(shown)


def _cijfers(verloop: Verloop) -> pd.DataFrame:
    """The same numbers for a spreadsheet: a row per day, the bounds of the band in columns of their own."""
    frame = verloop.kromme.drop(columns=["wijk"])
    for maat in MATEN:
        part = verloop.band.loc[verloop.band["maat"] == maat, ["dag", "laag", "hoog", "n"]]
        part = part.rename(columns={"laag": f"{maat}_p25", "hoog": f"{maat}_p75", "n": f"{maat}_wijken"})
        frame = frame.merge(part, on="dag", how="left")
    return frame.assign(wijk=verloop.naam)


def _figuur(verloop: Verloop, kompas: Kompas, dark: bool, smal: bool) -> go.Figure:
    kromme, band, stippen = verloop.kromme, verloop.band, verloop.stippen
    naam, vereist = verloop.naam, verloop.vereist
    ground = tone(dark)
    subtitle = (
        f"Lijn: {naam}. Grijs vlak: de middelste helft van de andere wijken op die dag. "
        f"Stippen: elke andere wijk apart, waar het er minder dan {MINSTE_WIJKEN} zijn."
    )
    notes, top = title_block("", subtitle, _LEFT, smal, dark)
    total = len(MATEN) * (_PANEL_PX + _HEAD_PX)
    last = max(1.0, *(float(day) for frame in (kromme, band, stippen) for day in frame["dag"].tolist()))
    data: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    for place, maat in enumerate(MATEN):
        number = "" if place == 0 else str(place + 1)
        high = 1 - (place * (_PANEL_PX + _HEAD_PX) + _HEAD_PX) / total
        low = 1 - (place + 1) * (_PANEL_PX + _HEAD_PX) / total
        of_band, of_dots = (frame.loc[[one == maat for one in frame["maat"].tolist()]] for frame in (band, stippen))
        value_axis, reach = _value_axis(maat, kromme, of_band, of_dots, kompas, vereist, smal, dark)
        axes[f"yaxis{number}"] = value_axis | {"domain": [max(0.0, low), high], "anchor": "x"}
        data += [*_band(of_band, number, dark), *_dots(of_dots, maat, verloop.namen, number, dark)]
        data += _line(kromme, maat, naam, number, dark)
        notes.append(_head(maat, high, vereist, smal, dark))
        if maat == BALANS and reach[0] < 0:
            axes[f"yaxis{number}"] |= {"zeroline": True, "zerolinecolor": ground.ink, "zerolinewidth": 1}
    layout = {
        "template": plotly_template(dark),
        "height": top + total + 58,
        "margin": {"l": _LEFT, "r": 56, "t": top, "b": 58},
        "hovermode": "closest",
        "xaxis": {
            "range": [-0.02 * last, last * 1.02],
            "anchor": f"y{len(MATEN)}",
            "title": {"text": "dagen sinds de start van de fase", "font": {"size": 13, "color": ground.secondary}},
            "nticks": 4 if smal else 10,
            "tickformat": ",d",
            "ticks": "outside",
            "ticklen": 4,
            "tickcolor": ground.quiet,
        },
        "annotations": notes,
    }
    return figure(data, layout | axes)


def zelfde_fase_tekst(verloop: Verloop) -> str:
    """The finding: how many vakken the wijk had covered on its last day, and the others on that same day."""
    dag, vereist, naam, fase = verloop.dag, verloop.vereist, verloop.naam, verloop.fase
    kromme, band, stippen = verloop.kromme, verloop.band, verloop.stippen
    (covered,) = kromme.loc[kromme["dag"] == dag, DEKKING].tolist()
    part = f"{covered} van {nl.count(vereist, 'vak', 'vakken')}"
    own = f"{naam} had na {nl.count(dag, 'dag', 'dagen')} {fase} contact in {part}"
    found = band.loc[(band["maat"] == DEKKING) & (band["dag"] == dag)]
    if len(found):
        low, high, n = (found[name].iloc[0] for name in ("laag", "hoog", "n"))
        return f"{own}; de middelste helft van {n} andere wijken had er toen {_between(low, high)}"
    values = stippen.loc[(stippen["maat"] == DEKKING) & (stippen["dag"] == dag), "waarde"].tolist()
    if not values:
        return f"{own}; geen andere wijk was zo lang in deze fase"
    others = "één andere wijk had" if len(values) == 1 else f"{len(values)} andere wijken hadden"
    return f"{own}; {others} er toen {_between(min(values), max(values))}"


def zelfde_fase_alt(finding: str, kromme: pd.DataFrame, *, dag: int) -> str:
    """The chart in words: the finding, and where the other two panels end."""
    row = kromme.loc[kromme["dag"] == dag]
    n, balans = row[AANTAL].iloc[0], row[BALANS].iloc[0]
    tail = f", balans {nl.signed(balans)}" if isfinite(balans) else ", nog geen balans"
    return (
        f"{finding}. Op die dag: {nl.count(int(n), 'contactmoment', 'contactmomenten')}{tail}. "
        f"De getallen van elke {STAP} dagen staan in de tabel."
    )


def waarde_tekst(maat: str, value: float) -> str:
    """A value of one of the three measures in words; nothing for a missing one."""
    if not isfinite(value):
        return ""
    if maat == BALANS:
        return nl.signed(value)
    return nl.decimal(value, 0 if value == round(value) else 1)


def _between(low: float, high: float) -> str:
    first, second = waarde_tekst(DEKKING, low), waarde_tekst(DEKKING, high)
    return first if first == second else f"{first} tot {second}"


def _head(maat: str, y: float, vereist: int, smal: bool, dark: bool) -> dict[str, Any]:
    text = _KOPPEN[maat]
    if maat == DEKKING:
        text = f"Vakken met contact (van {vereist})" if smal else f"{text} ({vereist} vereist)"
    return {
        "text": f"<b>{text}</b>",
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": y,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 8,
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": 14, "color": tone(dark).ink},
    }


def _value_axis(
    maat: str,
    kromme: pd.DataFrame,
    band: pd.DataFrame,
    dots: pd.DataFrame,
    kompas: Kompas,
    vereist: int,
    smal: bool,
    dark: bool,
) -> tuple[dict[str, Any], tuple[float, float]]:
    if maat == BALANS and len(kompas.sporen) == 2:
        up, down = (f"meer<br>{letterlijk(spoor.kort.lower())}" for spoor in kompas.sporen)
        values, texts, reach = [-1.0, 0.0, 1.0], [down, "0", up], (-1.06, 1.06)
    elif maat == BALANS:
        values, texts, reach = [0.0, 1.0], ["0", "1"], (-0.04, 1.06)
    else:
        known = [*kromme[maat].tolist(), *band["hoog"].tolist(), *dots["waarde"].tolist()]
        top = float(max(vereist, *known, 1)) if maat == DEKKING else float(round_top(max([1.0, *known])))
        values = [0.0, top] if maat == DEKKING else [0.0, top / 2, top]
        texts, reach = [nl.decimal(v, 0 if v == round(v) else 1) for v in values], (-0.04 * top, top * 1.08)
    axis = {
        "range": list(reach),
        "tickvals": values,
        "ticktext": texts,
        "showgrid": True,
        "gridcolor": tone(dark).quiet,
        "tickfont": {"size": 12, "color": tone(dark).secondary},
    }
    return axis, reach


def _band(band: pd.DataFrame, number: str, dark: bool) -> list[dict[str, Any]]:
    """The middle half of the others: closed outlines, the hover on their points."""
    if band.empty:
        return []
    days, low, high, counts = columns(band, "dag", "laag", "hoog", "n")
    hover = [
        f"dag {day}: {n} andere wijken<br>de middelste helft: {_words(a)} tot {_words(b)}"
        for day, a, b, n in zip(days, low, high, counts, strict=True)
    ]
    ground = tone(dark)
    shared = {"type": "scatter", "yaxis": f"y{number}", "xaxis": "x"}
    edge = {"color": ground.secondary, "width": 0.8}
    return [
        shared
        | {
            "mode": "lines",
            "name": "andere wijken",
            "x": [*days, *reversed(days)],
            "y": [*high, *reversed(low)],
            "fill": "toself",
            "fillcolor": rgba(ground.secondary, 0.2),
            "line": edge,
            "hoverinfo": "skip",
        },
        shared
        | {
            "mode": "markers",
            "name": "midden",
            "x": days,
            "y": [(a + b) / 2 for a, b in zip(low, high, strict=True)],
            "marker": {"size": 16, "opacity": 0},
            "hovertext": hover,
            "hovertemplate": "%{hovertext}<extra></extra>",
        },
    ]


def _words(value: float) -> str:
    return nl.decimal(value, 0 if value == round(value) else 2)


def _dots(dots: pd.DataFrame, maat: str, namen: Mapping[int, str], number: str, dark: bool) -> list[dict[str, Any]]:
    if dots.empty:
        return []
    ground = tone(dark)
    days, wijken, values = columns(dots, "dag", "wijk", "waarde")
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "andere wijken apart",
            "x": days,
            "y": values,
            "xaxis": "x",
            "yaxis": f"y{number}",
            "marker": {"size": 7, "color": ground.paper, "line": {"color": ground.secondary, "width": 1.5}},
            "hovertext": [
                f"<b>{voluit(namen.get(w, ''))}</b><br>dag {day}: {waarde_tekst(maat, v)}"
                for day, w, v in zip(days, wijken, values, strict=True)
            ],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
    ]


def _line(kromme: pd.DataFrame, maat: str, naam: str, number: str, dark: bool) -> list[dict[str, Any]]:
    """The wijk itself, with its last value beside it."""
    ground = tone(dark)
    days, values = columns(kromme, "dag", maat)
    xs: list[float | None] = []
    ys: list[float | None] = []
    for day, value in zip(days, numbers([float(v) for v in values]), strict=True):
        if xs and xs[-1] is not None and day - xs[-1] > 30:  # it was elsewhere in between
            xs.append(None)
            ys.append(None)
        xs.append(day)
        ys.append(value)
    end = "" if ys[-1] is None else waarde_tekst(maat, ys[-1])
    return [
        {
            "type": "scatter",
            "mode": "lines+markers+text",
            "name": letterlijk(naam),
            "x": xs,
            "y": ys,
            "xaxis": "x",
            "yaxis": f"y{number}",
            "connectgaps": False,
            "cliponaxis": False,
            "text": [""] * (len(xs) - 1) + [f"<b>{end}</b>" if end else ""],
            "textposition": "middle right",
            "textfont": {"size": 14, "color": ground.ink},
            "line": {"color": ground.ink, "width": 2.5, "shape": "linear"},
            "marker": {"color": ground.ink, "size": 4},
            "hovertext": [
                "" if x is None or y is None else f"<b>{voluit(naam)}</b><br>dag {x}: {waarde_tekst(maat, y)}"
                for x, y in zip(xs, ys, strict=True)
            ],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
    ]
