"""The balance of many wijken laid over each other since the start of their fase."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import CLICKABLE, columns, figure
from dashboard.charts.assen import BOTTOM, MIDDLE, WIDE, Per
from dashboard.charts.balanslijn import REACH, as_in_woorden
from dashboard.charts.band import Band, balance_words, dashed, numbers
from dashboard.charts.bijschriften import Doos
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import ingekort, letterlijk
from dashboard.charts.noten import Noot, op_dagen
from dashboard.charts.paper.text import Font, size
from dashboard.charts.programmabalanswoorden import bekend, per_wijk, reeks_alt, reeks_cijfers, reeks_tabel
from dashboard.theme import context, plotly_template, rgba, tone
from wijkkompas_core.analysis.balans import UITLEG as BALANS_UITLEG
from wijkkompas_core.analysis.band import UITLEG as BAND_UITLEG
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas

_HIGH_PX = 380


@dataclass(frozen=True, slots=True)
class Nadruk:
    """What stands out among the lines: the band of the fase, and a wijk (id).

    `noten` are those of that wijk, each with its day since the start of the fase.
    """

    band: Band | None = None
    wijk: int | None = None
    noten: Sequence[tuple[int, Noot]] = ()


def over_elkaar(
    uitgelijnd: pd.DataFrame,
    namen: Mapping[int, str],
    kompas: Kompas,
    *,
    per: Per,
    nadruk: Nadruk = Nadruk(),
    bevinding: str = "",
    dark: bool = False,
    breed: int = WIDE,
) -> Grafiek:
    """A line per wijk (id) against the days since the start of its fase; the chosen one is thick and has its name.

    `uitgelijnd` as `analysis.programmabalans.uitgelijnd` gives it. `customdata` of a point is the id of its wijk.
    `bevinding`: without one it says how many wijken there are.
    """
    parts = per_wijk(uitgelijnd)
    noten = {} if nadruk.wijk is None else {nadruk.wijk: [noot for _, noot in nadruk.noten]}
    said = bevinding or f"De balans van {nl.count(len(parts), 'wijk', 'wijken')} sinds de start van hun fase"
    ends = [
        (namen.get(key, ""), f"{nl.signed(known[-1][1])} na {nl.decimal(known[-1][0], 0)} dagen" if known else "")
        for key, part in parts.items()
        for known in [bekend(part, "dag")]
    ]
    return Grafiek(
        figuur=_over(parts, namen, kompas, per, nadruk, dark, breed),
        alt=reeks_alt(said, ends, noten),
        bevinding=said,
        tabel=lambda: reeks_tabel(parts, namen, per, nu={}, noten=noten),
        cijfers=lambda: reeks_cijfers(parts, namen),
        uitleg=f"{BALANS_UITLEG} {BAND_UITLEG}",
        ondertitel=f"elke lijn is een wijk, per {per}",
    )


def _over(
    parts: Mapping[int, pd.DataFrame],
    namen: Mapping[int, str],
    kompas: Kompas,
    per: Per,
    nadruk: Nadruk,
    dark: bool,
    breed: int,
) -> go.Figure:
    ground, smal = tone(dark), breed < MIDDLE
    left, right = 66, 14 if smal else 150
    picked, band = nadruk.wijk, nadruk.band
    # The chosen one last, so on top.
    data = [
        _curve(key, parts[key], namen.get(key, ""), None if picked is None else key == picked, per, dark)
        for key in sorted(parts, key=lambda one: one == picked)
    ]
    last = max((float(day) for part in parts.values() for day in part["dag"].tolist()), default=1.0)
    start, end = -0.02 * last, last * 1.03
    ends = {key: known[-1] for key, part in parts.items() if (known := bekend(part, "dag"))}
    names = _end_names(ends, namen, picked, (breed - left - right, end - start), smal, dark)
    lines, marks = op_dagen(nadruk.noten, last, dark)
    layout = {
        "template": plotly_template(dark),
        "height": 8 + _HIGH_PX + BOTTOM + 10,
        "margin": {"l": left, "r": right, "t": 8, "b": BOTTOM + 10},
        "hovermode": "closest",
        "xaxis": {
            "range": [start, end],
            "title": {"text": "dagen sinds de start van de fase", "font": {"size": 13, "color": ground.secondary}},
            "nticks": 5 if smal else 10,
            "tickformat": ",d",
            "ticks": "outside",
            "ticklen": 4,
            "tickcolor": ground.quiet,
        },
        "yaxis": as_in_woorden(kompas, dark),
        "shapes": [*([] if band is None else dashed(band, start, end, "", dark)), *lines],
        "annotations": [*names, *marks],
        **CLICKABLE,
    }
    return figure(data, layout)


def _end_names(
    ends: Mapping[int, tuple[float, float]],
    namen: Mapping[int, str],
    picked: int | None,
    span: tuple[float, float],
    smal: bool,
    dark: bool,
) -> list[dict[str, Any]]:
    """The names at the ends of their lines, the chosen one first; one that would stand over another is left out.

    `ends` per wijk the day and the balance; `span` the width in pixels and the days in it. On a narrow
    screen only the chosen one has its name.
    """
    ground, busy, notes = tone(dark), [], []
    for key in sorted(ends, key=lambda one: (one != picked, -ends[one][0])):
        if smal and key != picked:
            continue
        (day, value), chosen = ends[key], key == picked
        text = ingekort(namen.get(key, ""), 24)
        text = f"<b>{text}</b>" if chosen else text
        wide, x, y = size(text, Font(13))[0], day * span[0] / span[1], -value * _HIGH_PX / (2 * REACH)
        before = smal and x + wide + 20 > span[0]
        left = x - wide if before else x + 7
        box = Doos(left, y - 9, left + wide, y + 9)
        if any(box.raakt(other) for other in busy):
            continue
        busy.append(box)
        aside = {"xanchor": "right", "yshift": 14} if before else {"xanchor": "left", "xshift": 7}
        look = {"font": {"size": 13, "color": ground.ink if chosen else ground.secondary}}
        place = {"x": day, "y": value, "yanchor": "middle", "showarrow": False, "borderpad": 0}
        place |= {"bgcolor": rgba(ground.paper, 0.85)}
        notes.append({"text": text, **place, **aside, **look})
    return notes


def _curve(wijk: int, part: pd.DataFrame, naam: str, gekozen: bool | None, per: Per, dark: bool) -> dict[str, Any]:
    """The line of one wijk; `gekozen` None: no wijk is chosen, so none stands out."""
    ground = tone(dark)
    days, starts, values, counts = columns(part, "dag", "periode", "balans", "n")
    colour = context(dark) if gekozen is False else ground.ink
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": days,
        "y": numbers(values),
        "customdata": [wijk] * len(days),
        "name": letterlijk(naam),
        "opacity": 0.55 if gekozen is None else 1.0,
        "line": {"color": colour, "width": 3 if gekozen else 1.2},
        "marker": {"color": colour, "size": 7 if gekozen else 4},
        "connectgaps": False,
        "hovertext": [
            f"<b>{letterlijk(naam)}</b><br>{balance_words(value, n)}"
            f"<br>{nl.month_or_quarter(start, per)}, dag {day:.0f}"
            for day, start, value, n in zip(days, starts, values, counts, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
