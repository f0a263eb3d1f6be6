"""How much attention each aspect got over time, as small bar charts on one scale."""

from html import escape
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import columns, figure
from dashboard.charts.assen import (
    BOTTOM,
    HOVER_TITLE,
    RIGHT,
    Per,
    bar_width,
    middles,
    round_top,
    time_axis,
    title_block,
    window_of,
)
from dashboard.theme import aspect_fills, plotly_template, spoor_inks, tone
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas

_LEFT = 40


def _sums(per_aspect: pd.DataFrame, kompas: Kompas) -> dict[str, dict[pd.Timestamp, float]]:
    """Slug of each aspect → weighted sum by start of the period."""
    sums: dict[str, dict[pd.Timestamp, float]] = {aspect.slug: {} for aspect in kompas.aspecten}
    for start, slug, som in zip(*columns(per_aspect, "periode", "aspect", "som"), strict=True):
        sums[slug][start] = som
    return sums


def per_aspect_figuur(
    per_aspect: pd.DataFrame, kompas: Kompas, *, per: Per, titel: str = "", dark: bool = False, smal: bool = False
) -> go.Figure:
    """A small bar chart per aspect, all on one scale: a column per spoor (the first one left), one column if `smal`.

    `per_aspect` as made by `analysis.per_aspect`: `periode, aspect, som`, every period present.
    """
    if per_aspect.empty:
        raise ValueError("een figuur per aspect heeft ten minste één periode nodig")
    ground, fills, inks = tone(dark), aspect_fills(kompas), spoor_inks(kompas, dark)
    sums = _sums(per_aspect, kompas)
    starts = sorted({start for values in sums.values() for start in values})
    window, xs = window_of(starts, per, smal), middles(starts, per)
    grid = [[(s, a) for a in kompas.aspecten_van(s.slug)] for s in kompas.sporen]
    grid = [[cell for column in grid for cell in column]] if smal else grid
    rows = max(len(column) for column in grid)
    panel, head = 76, 52
    unit = 1 / (rows * (panel + head))
    top = round_top(max(1.0, *(value for values in sums.values() for value in values.values())))
    gap = 0.09 if len(grid) > 1 else 0.0
    wide = (1 - gap * (len(grid) - 1)) / len(grid)

    data, notes, axes, number = [], [], {}, 0
    for c, column in enumerate(grid):
        left = c * (wide + gap)
        for r, (spoor, aspect) in enumerate(column):
            number += 1
            key = "" if number == 1 else str(number)
            high = 1 - (r * (panel + head) + head) * unit
            low = max(0.0, high - panel * unit)
            lowest = r == len(column) - 1
            values = [sums[aspect.slug].get(start, 0.0) for start in starts]
            hover = [f"{nl.decimal(value, 1)} gewogen contactmomenten" for value in values]
            data.append(
                {
                    "type": "bar",
                    "x": xs,
                    "y": values,
                    "xaxis": f"x{key}",
                    "yaxis": f"y{key}",
                    "name": aspect.naam,
                    "hovertext": hover,
                    "hovertemplate": "%{hovertext}<extra></extra>",
                    "width": bar_width(per),
                    "marker": {
                        "color": fills[aspect.slug],
                        "line": {"color": ground.ink, "width": [0.5 if value else 0 for value in values]},
                    },
                }
            )
            axes[f"xaxis{key}"] = time_axis(window, f"y{key}", smal, 5) | {
                "domain": [left, left + wide],
                "showticklabels": lowest,
                "ticks": "outside" if lowest else "",
                "showline": True,
                "linecolor": ground.secondary,
                "unifiedhovertitle": {"text": HOVER_TITLE[per]},
            }
            axes[f"yaxis{key}"] = {
                "domain": [low, high],
                "anchor": f"x{key}",
                "range": [0, top * 1.04],
                "tickvals": [0, top],
                "ticktext": ["0", f"{top:g}"],
                "showgrid": True,
                "showticklabels": c == 0,
            }
            name = "<br>".join(escape(line) for line in wrap(aspect.naam, 36))
            notes.append(
                {
                    "text": name,
                    "x": left,
                    "xref": "paper",
                    "xanchor": "left",
                    "y": high,
                    "yref": "paper",
                    "yanchor": "bottom",
                    "yshift": 4,
                    "align": "left",
                    "showarrow": False,
                    "font": {"size": 13, "color": inks[spoor.slug], "weight": 600},
                }
            )
    first, last = nl.month_or_quarter(starts[0], per), nl.month_or_quarter(starts[-1], per)
    what = f"Gewogen aantal contactmomenten per {per}, {first} tot en met {last}, overal dezelfde schaal."
    title, title_px = title_block(titel, what, _LEFT, smal, dark)
    layout = {
        "template": plotly_template(dark),
        "height": title_px + BOTTOM + round(1 / unit),
        "margin": {"l": _LEFT, "r": RIGHT, "t": title_px, "b": BOTTOM},
        "hovermode": "x unified",
        "annotations": [*title, *notes],
        **axes,
    }
    return figure(data, layout)


def alt_per_aspect(per_aspect: pd.DataFrame, kompas: Kompas, *, per: Per) -> str:
    """The charts per aspect in one sentence: what got most and what got least."""
    totals = {slug: sum(values.values()) for slug, values in _sums(per_aspect, kompas).items()}
    most, least = max(totals, key=lambda slug: totals[slug]), min(totals, key=lambda slug: totals[slug])
    if not totals[most]:
        return "Voor geen enkel aspect zijn er contactmomenten in deze periode."
    return (
        f"Staafjes per {per} voor {len(totals)} aspecten: de meeste aandacht kreeg {kompas.aspect[most].naam} "
        f"({nl.decimal(totals[most], 1)} gewogen contactmomenten), de minste {kompas.aspect[least].naam} "
        f"({nl.decimal(totals[least], 1)})."
    )
