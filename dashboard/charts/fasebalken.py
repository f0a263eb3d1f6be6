"""The fasen of several wijken under each other on one time axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import figure
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import in_regels, lege_figuur, letterlijk, rij_naam, rijen_as, schoon
from dashboard.charts.noten import Noot, in_rij, noten_alt
from dashboard.theme import context, datumas, ink_on, mix, plotly_template, tone
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas

BAR_PX, LINE_PX, GAP_PX, NOOT_PX = 22, 17, 8, 16
WIDE, NARROW, LINES = 20, 40, 12
"""So many characters of a name stand beside its bars, and above them where it is narrow, on at most so many lines."""
UITLEG = (
    "Elke balk is een tijd waarin de wijk in een fase was; het getal is het nummer van de fase. Loopt een wijk in twee "
    "fasen tegelijk, dan staan de balken onder elkaar. Deelprojecten staan er niet in."
)


@dataclass(frozen=True, slots=True)
class Fasebalk:
    """One spell of a wijk in a fase (slug); `tot` is None while it is open."""

    fase: str
    van: date
    tot: date | None


Wijken = Sequence[tuple[str, Sequence[Fasebalk]]]
"""Per wijk its name and its spells."""


@dataclass(frozen=True, slots=True)
class _Rij:
    """The row of a wijk in pixels: its bars with the middle of each and its last day, and where they begin and end."""

    naam: str
    y: float
    top: float
    onder: float
    balken: list[tuple[Fasebalk, date, float]]
    noten: list[Noot]

    @property
    def einde(self) -> float:
        """Where the row is over, with what hangs under its bars."""
        return self.onder + (NOOT_PX if self.noten else 0) + GAP_PX


def _place(
    wijken: Wijken,
    noten: Sequence[Sequence[Noot]],
    kompas: Kompas,
    span: tuple[date, date],
    peildatum: date,
    smal: bool,
) -> list[_Rij]:
    """The rows under each other: each bar in the first line of its row that is free by then."""
    first, last = span
    number = {fase.slug: fase.nummer for fase in kompas.fasen}
    rows, y = [], 0.0
    for place, (naam, balken) in enumerate(wijken):
        name = LINE_PX * (1 + in_regels(naam, NARROW if smal else WIDE, LINES).count("<br>"))
        top = y + (name + 3 if smal else 0)
        lanes: list[date] = []
        bars = []
        for balk in sorted(balken, key=lambda b: (b.van, number.get(b.fase, 0))):
            end = balk.tot or peildatum
            lane = next((i for i, until in enumerate(lanes) if until <= balk.van), len(lanes))
            lanes[lane : lane + 1] = [end]
            bars.append((balk, end, top + lane * BAR_PX + BAR_PX / 2))
        own = [noot for noot in (noten[place] if noten else ()) if first <= noot.datum <= last]
        high = max(1, len(lanes)) * BAR_PX
        rows.append(_Rij(naam, y, top, top + (high if smal else max(high, name)), bars, own))
        y = rows[-1].einde
    return rows


def fasebalken(
    wijken: Wijken,
    kompas: Kompas,
    *,
    peildatum: date,
    noten: Sequence[Sequence[Noot]] = (),
    dark: bool = False,
    smal: bool = False,
) -> Grafiek:
    """Per wijk (name and spells) its fasen as bars with their number, later ones darker; two at once in two lines.

    `noten` are those of each wijk, in the same order: dotted lines through its bars with their numbers under them.
    """
    every = sorted({noot for own in noten for noot in own}, key=lambda noot: noot.nummer)
    return Grafiek(
        figuur=_figuur(wijken, noten, kompas, peildatum, dark, smal),
        alt=_alt(wijken, kompas) + noten_alt(every),
        bevinding=_bevinding(wijken),
        tabel=lambda: _tabel(wijken, every, kompas),
        cijfers=lambda: _tabel(wijken, every, kompas),
        uitleg=UITLEG,
    )


def _fase(balk: Fasebalk, kompas: Kompas) -> str:
    fase = kompas.fase.get(balk.fase)
    return f"{fase.nummer}. {fase.naam}" if fase else balk.fase


def _bevinding(wijken: Wijken) -> str:
    """How many wijken there are, and in how many of them a fase runs."""
    running = sum(any(balk.tot is None for balk in balken) for _, balken in wijken)
    if len(wijken) == 1:
        return f"{wijken[0][0]} in de tijd: er loopt nu {'een' if running else 'geen'} fase"
    return f"In {running or 'geen'} van de {nl.count(len(wijken), 'wijk', 'wijken')} loopt nu een fase"


def _alt(wijken: Wijken, kompas: Kompas) -> str:
    """The bars in words: per wijk which fase began when."""
    said = [
        f"{schoon(naam)}: " + ("; ".join(f"{_fase(b, kompas)} vanaf {nl.day(b.van)}" for b in balken) or "geen fase")
        for naam, balken in wijken
    ]
    return f"Fasen als balken op één tijdas. {'. '.join(said)}."


def _tabel(wijken: Wijken, noten: Sequence[Noot], kompas: Kompas) -> pd.DataFrame:
    rows = [
        (naam, _fase(balk, kompas), nl.day(balk.van), nl.day(balk.tot) if balk.tot else "nog open")
        for naam, balken in wijken
        for balk in balken
    ]
    rows += [(noot.waar, f"Noot {noot.nummer}: {noot.tekst}", nl.day(noot.datum), "") for noot in noten]
    return pd.DataFrame(rows, columns=pd.Index(["Wijk", "Fase", "Begonnen", "Afgesloten"]))


def _figuur(
    wijken: Wijken, noten: Sequence[Sequence[Noot]], kompas: Kompas, peildatum: date, dark: bool, smal: bool
) -> go.Figure:
    spells = [balk for _, balken in wijken for balk in balken]
    if not spells:
        return lege_figuur("Er is in deze wijken nog geen fase begonnen.", dark)
    first, last = min(balk.van for balk in spells), max(peildatum, *(balk.tot or peildatum for balk in spells))
    rows = _place(wijken, noten, kompas, (first, last), peildatum, smal)
    names = [
        rij_naam(
            row.naam,
            row.y if smal else row.top + (row.onder - row.top) / 2,
            lengte=NARROW if smal else WIDE,
            regels=LINES,
            smal=smal,
            dark=dark,
        )
        for row in rows
    ]
    days, ticks = datumas(first, last, 4 if smal else 8)
    axis_end = last + timedelta(days=14)
    stroken = [(row.top, row.onder, row.noten) for row in rows if row.noten]
    lines, marks = in_rij(stroken, first, axis_end, 230 if smal else 700, dark)
    high = rows[-1].einde
    layout = {
        "template": plotly_template(dark),
        "height": high + 48,
        "margin": {"l": 8 if smal else 156, "r": 12, "t": 4, "b": 44},
        "barmode": "overlay",
        "xaxis": {
            "type": "date",
            "range": [first.isoformat(), axis_end.isoformat()],
            "tickvals": [day.isoformat() for day in days],
            "ticktext": ticks,
        },
        "yaxis": rijen_as(high),
        "shapes": lines,
        "annotations": [*names, *marks],
    }
    return figure([_bars([bar for row in rows for bar in row.balken], kompas, dark)], layout)


def _bars(balken: list[tuple[Fasebalk, date, float]], kompas: Kompas, dark: bool) -> dict[str, Any]:
    ground = tone(dark)
    number = {fase.slug: fase.nummer for fase in kompas.fasen}
    highest = max(number.values(), default=1)
    fills = [mix(ground.paper, ground.ink, 0.15 + 0.6 * number.get(balk.fase, 0) / highest) for balk, _, _ in balken]
    return {
        "type": "bar",
        "orientation": "h",
        "name": "fasen",
        "x": [(max(end, balk.van + timedelta(1)) - balk.van).days * 86_400_000 for balk, end, _ in balken],
        "base": [balk.van.isoformat() for balk, _, _ in balken],
        "y": [y for _, _, y in balken],
        "width": BAR_PX - 4,
        "text": [str(number.get(balk.fase, "")) for balk, _, _ in balken],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "insidetextfont": {"size": 12, "color": [ink_on(fill) for fill in fills]},
        "hovertext": [_hover(balk, kompas) for balk, _, _ in balken],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": fills, "line": {"width": 1, "color": context(dark)}},
    }


def _hover(balk: Fasebalk, kompas: Kompas) -> str:
    fase = kompas.fase.get(balk.fase)
    words = f"{fase.nummer}. {letterlijk(fase.naam)}" if fase else letterlijk(balk.fase)
    return f"{words}<br>{nl.day(balk.van)} tot {nl.day(balk.tot) if balk.tot else 'nu'}"
