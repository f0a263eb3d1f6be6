"""The fasen of several wijken under each other on one time axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import figure
from dashboard.charts.namen import lege_figuur, rij_naam, rijen_as
from dashboard.charts.noten import Noot, in_rij
from dashboard.theme import datumas, mix, plotly_template, tone
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas

BAR_PX, NAME_PX, GAP_PX, NOOT_PX = 22, 20, 8, 16


@dataclass(frozen=True, slots=True)
class Fasebalk:
    """One spell of a wijk in a fase (slug); `tot` is None while it is open."""

    fase: str
    van: date
    tot: date | None


def fasebalken(
    wijken: Sequence[tuple[str, Sequence[Fasebalk]]],
    kompas: Kompas,
    *,
    peildatum: date,
    noten: Sequence[Sequence[Noot]] = (),
    dark: bool = False,
    smal: bool = False,
) -> go.Figure:
    """Per wijk (name and spells) its fasen as bars with their number, later ones darker; two at once in two lines.

    `noten` are those of each wijk, in the same order: dotted lines through its bars with their numbers under them.
    """
    spells = [balk for _, balken in wijken for balk in balken]
    if not spells:
        return lege_figuur("Er is in deze wijken nog geen fase begonnen.", dark)
    ground = tone(dark)
    number = {fase.slug: fase.nummer for fase in kompas.fasen}
    highest = max(number.values(), default=1)
    first, last = min(balk.van for balk in spells), max(peildatum, *(balk.tot or peildatum for balk in spells))
    bars: dict[str, list[Any]] = {"x": [], "base": [], "y": [], "color": [], "text": [], "hover": [], "ink": []}
    names: list[dict[str, Any]] = []
    stroken: list[tuple[float, float, Sequence[Noot]]] = []
    y = 0.0
    for place, (naam, balken) in enumerate(wijken):
        head = NAME_PX if smal else 0
        lanes: list[date] = []
        top = y + head
        for balk in sorted(balken, key=lambda b: (b.van, number.get(b.fase, 0))):
            end = balk.tot or peildatum
            lane = next((i for i, until in enumerate(lanes) if until <= balk.van), len(lanes))
            lanes[lane : lane + 1] = [end]
            share = 0.15 + 0.6 * number.get(balk.fase, 0) / highest
            fase = kompas.fase.get(balk.fase)
            words = f"{fase.nummer}. {fase.naam}" if fase else balk.fase
            until = nl.day(balk.tot) if balk.tot else "nu"
            bars["x"].append((max(end, balk.van + timedelta(1)) - balk.van).days * 86_400_000)
            bars["base"].append(balk.van.isoformat())
            bars["y"].append(top + lane * BAR_PX + BAR_PX / 2)
            bars["color"].append(mix(ground.paper, ground.ink, share))
            bars["ink"].append(ground.paper if share > 0.5 else ground.ink)
            bars["text"].append(str(number.get(balk.fase, "")))
            bars["hover"].append(f"{words}<br>{nl.day(balk.van)} tot {until}")
        high = max(1, len(lanes)) * BAR_PX
        names.append(rij_naam(naam, y if smal else top + high / 2, lengte=40 if smal else 20, smal=smal, dark=dark))
        own = [noot for noot in (noten[place] if noten else ()) if first <= noot.datum <= last]
        if own:
            stroken.append((top, top + high, own))
            high += NOOT_PX
        y = top + high + GAP_PX
    trace = {
        "type": "bar",
        "orientation": "h",
        "name": "fasen",
        "x": bars["x"],
        "base": bars["base"],
        "y": bars["y"],
        "width": BAR_PX - 4,
        "text": bars["text"],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "insidetextfont": {"size": 12, "color": bars["ink"]},
        "hovertext": bars["hover"],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": bars["color"], "line": {"width": 0}},
    }
    days, ticks = datumas(first, last, 4 if smal else 8)
    axis_end = last + timedelta(days=14)
    lines, marks = in_rij(stroken, first, axis_end, 230 if smal else 700, dark)
    layout = {
        "template": plotly_template(dark),
        "height": y + 48,
        "margin": {"l": 8 if smal else 156, "r": 12, "t": 4, "b": 44},
        "barmode": "overlay",
        "xaxis": {
            "type": "date",
            "range": [first.isoformat(), axis_end.isoformat()],
            "tickvals": [day.isoformat() for day in days],
            "ticktext": ticks,
        },
        "yaxis": rijen_as(y),
        "shapes": lines,
        "annotations": [*names, *marks],
    }
    return figure([trace], layout)
