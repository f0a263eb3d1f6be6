"""The balance of many wijken on one scale, as small multiples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import columns, figure, moment
from dashboard.charts.assen import BOTTOM, MIDDLE, RIGHT, WIDE, Per, time_axis, window_of
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
from dashboard.charts.band import Band, balance_words, dashed, numbers
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import in_regels, ingekort, letterlijk
from dashboard.charts.noten import Noot, in_panelen
from dashboard.charts.panelen import Panelen, Plek
from dashboard.charts.programmabalanswoorden import (
    looptijd,
    ondertitel,
    per_wijk,
    reeks_alt,
    reeks_cijfers,
    reeks_tabel,
)
from dashboard.charts.tijdlijn import Window
from dashboard.theme import plotly_template, spoor_inks, tone
from wijkkompas_core.analysis.balans import UITLEG as BALANS_UITLEG
from wijkkompas_core.analysis.band import UITLEG as BAND_UITLEG
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas

_PANEL_PX, _HEAD_PX = 108, 90
_LETTER_PX, _LINE_PX, _MOST_LINES = 7.4, 20, 9
"""How wide a letter of a name is on average, how high its lines are (a head has room for two), and how many at most."""


@dataclass(frozen=True, slots=True)
class Paneel:
    """One wijk in a figure: its name, a quiet line under it, where a click goes, and the band of its open fase.

    `laatste` is its last contactmoment, where a silence since then has to be seen; `noten` are those that concern it.
    """

    naam: str
    onder: str = ""
    adres: str = ""
    band: Band | None = None
    band_van: date | None = None
    laatste: date | None = None
    noten: Sequence[Noot] = ()


def _place(n: int, across: int, head: int) -> list[Plek]:
    """The places of `n` panels in rows of `across`, each with a `head` of so many pixels."""
    panels = Panelen(-(-n // across), across, 0.035, _PANEL_PX, head)
    return [panels.plek(i, *divmod(i, across), lowest=i + across >= n) for i in range(n)]


def naast_elkaar(
    reeks: pd.DataFrame,
    panelen: Mapping[int, Paneel],
    kompas: Kompas,
    *,
    per: Per,
    bevinding: str = "",
    tot: date | None = None,
    dark: bool = False,
    breed: int = WIDE,
) -> Grafiek:
    """A small chart per wijk (id), in the order of `panelen`, all with the same axes.

    `reeks` as `analysis.programmabalans.reeksen` gives it; each is filled by the hue of the spoor it leans to, with its
    band around it and how it ends said above it. A silence up to the day `tot` is hatched; the band of the fase is two
    dashed lines from its start. `bevinding`: without one it says how many wijken there are. Raises ValueError without a
    single wijk.
    """
    known = per_wijk(reeks)
    shown = [_Beeld.of(panel, known[key], tot) for key, panel in panelen.items() if key in known]
    if not shown:
        raise ValueError("een figuur heeft ten minste één wijk nodig")
    parts = {key: known[key] for key in panelen if key in known}
    namen = {key: panelen[key].naam for key in parts}
    noten = {key: panelen[key].noten for key in parts}
    count = nl.count(len(parts), "wijk", "wijken")
    said = bevinding or f"De balans van {count} op één schaal, {looptijd(reeks, per)}"
    ends = [(one.panel.naam, _ending(one.line, one.stil, kompas, dark)[0]) for one in shown]
    return Grafiek(
        figuur=_klein(shown, kompas, per, dark, breed),
        alt=reeks_alt(said, ends, noten),
        bevinding=said,
        tabel=lambda: reeks_tabel(parts, namen, per, nu={key: panelen[key].onder for key in parts}, noten=noten),
        cijfers=lambda: reeks_cijfers(parts, namen),
        uitleg=f"{BALANS_UITLEG} {BAND_UITLEG}",
        ondertitel=ondertitel(reeks, kompas, per),
    )


@dataclass(frozen=True)
class _Beeld:
    """The panel of a wijk with its rows, its line and its silence."""

    panel: Paneel
    part: pd.DataFrame
    line: Reeks
    stil: Stilte | None

    @classmethod
    def of(cls, panel: Paneel, part: pd.DataFrame, tot: date | None) -> Self:
        """What there is to draw of a wijk up to this day."""
        line = Reeks.of(part, [moment(end) for end in part["einde"].tolist()])
        return cls(panel, part, line, stilte(panel.laatste, tot) if tot else None)


def _klein(shown: Sequence[_Beeld], kompas: Kompas, per: Per, dark: bool, breed: int) -> go.Figure:
    starts = sorted({moment(value) for one in shown for value in one.part["periode"].tolist()})
    smal = breed < MIDDLE
    window, left = window_of(starts, per, smal), 58 if smal else 66
    across = min(4 if breed >= WIDE else 2, len(shown))
    room = int(0.94 * (breed - left - RIGHT) / across / _LETTER_PX)
    lines = max(in_regels(one.panel.naam, room, _MOST_LINES).count("<br>") + 1 for one in shown)
    head = _HEAD_PX + _LINE_PX * max(0, lines - 2)
    notes: list[dict[str, Any]] = []
    data: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    for one, plek in zip(shown, _place(len(shown), across, head), strict=True):
        panel = one.panel
        axes |= _axes(plek, window, kompas, dark)
        data += _panel_traces(one, plek.number, kompas, per, dark)
        notes += _panel_head(panel, _ending(one.line, one.stil, kompas, dark), plek, room, smal, dark)
        if panel.band is not None:
            since = max(window.start, moment(panel.band_van or window.start))
            shapes += dashed(panel.band, since.isoformat(), window.end.isoformat(), plek.number, dark)
    layout = {
        "template": plotly_template(dark),
        "height": -(-len(shown) // across) * (_PANEL_PX + head) + BOTTOM,
        "margin": {"l": left, "r": RIGHT, "t": 0, "b": BOTTOM},
        "barmode": "overlay",
        "hovermode": "closest",
        "shapes": shapes,
        "annotations": notes,
    }
    noten = {"" if place == 0 else str(place + 1): one.panel.noten for place, one in enumerate(shown)}
    return in_panelen(figure(data, layout | axes), noten, breed=0.9 * (breed - left - RIGHT) / across, dark=dark)


def _axes(plek: Plek, window: Window, kompas: Kompas, dark: bool) -> dict[str, Any]:
    return {
        f"xaxis{plek.number}": time_axis(window, f"y{plek.number}", smal=False, hoogstens=3)
        | {"domain": [plek.left, plek.right], "showticklabels": plek.lowest},
        f"yaxis{plek.number}": as_in_woorden(kompas, dark)
        | {"domain": [plek.low, plek.high], "anchor": f"x{plek.number}", "showticklabels": plek.outer},
    }


def _panel_traces(beeld: _Beeld, number: str, kompas: Kompas, per: Per, dark: bool) -> list[dict[str, Any]]:
    part, line, panel, stil = beeld.part, beeld.line, beeld.panel, beeld.stil
    ground, (counts,) = tone(dark), columns(part, "n")
    axes = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
    alone = {run[0] for run in line.runs() if len(run) == 1}
    sizes = [7 if i == line.laatste and not stil else 4 if i in alone else 0 for i in range(len(counts))]
    curve = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [at.isoformat() for at in line.midden],
        "y": numbers(line.balans),
        "connectgaps": False,
        "name": letterlijk(panel.naam),
        "line": {"color": ground.ink, "width": 1.8},
        "marker": {"color": ground.ink, "size": sizes, "opacity": 1},
        "hovertext": [
            f"<b>{letterlijk(panel.naam)}</b><br>{nl.month_or_quarter(start, per)}<br>{balance_words(value, n)}"
            for start, value, n in zip(line.begin, line.balans, counts, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    low = -REACH if len(kompas.sporen) == 2 else -0.05
    block = [gearceerd(stil, axes, (low, REACH), dark)] if stil else []
    return [*vlakken(line, kompas, dark, axes), curve | axes, *block]


def _ending(line: Reeks, stil: Stilte | None, kompas: Kompas, dark: bool) -> tuple[str, str]:
    """How a line ends, in words, and the ink for them; empty when there is nothing to say."""
    ground = tone(dark)
    if stil:
        return f"stil, {stil.dagen}", ground.ink
    said = einde(line, kompas)
    if said is None:
        return "", ground.ink
    return f"{said[0]} {said[1]}", spoor_inks(kompas, dark).get(said[2] or "", ground.ink)


def _panel_head(
    panel: Paneel, ending: tuple[str, str], plek: Plek, room: int, smal: bool, dark: bool
) -> list[dict[str, Any]]:
    """The name in lines of `room` letters, how its line ends, and the quiet line, under each other."""
    ground = tone(dark)
    name = f"<b>{in_regels(panel.naam, room, _MOST_LINES)}</b>"
    if panel.adres:
        name = f'<a href="{letterlijk(panel.adres)}" target="_self" style="color:{ground.ink}">{name}</a>'
    said, ink = ending
    said = said if not smal else said.removeprefix("nu: ")
    lines = [
        (name, 15, ground.ink),
        (f"<b>{said}</b>" if said else "", 13, ink),
        (ingekort(panel.onder, room + 4), 13, ground.secondary),
    ]
    place = {"x": plek.left, "xref": "paper", "y": plek.high, "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    look = {"showarrow": False, "align": "left", "borderpad": 0, "hovertext": letterlijk(panel.naam)}
    shown = [line for line in lines if line[0]]
    return [
        place | look | {"text": text, "yshift": 8 + 18 * (len(shown) - 1 - i), "font": {"size": high, "color": colour}}
        for i, (text, high, colour) in enumerate(shown)
    ]
