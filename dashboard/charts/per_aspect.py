"""How much attention each aspect got over time, as small bar charts on one scale."""

from html import escape
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import figure
from dashboard.charts.assen import BOTTOM, RIGHT, Per, bar_width, middles, round_top, time_axis, title_block, window_of
from dashboard.theme import aspect_fills, getal, periode_tekst, plotly_template, spoor_inks, tone
from wijkkompas_core.domain.kompas import Kompas


def per_aspect_figuur(
    per_aspect: pd.DataFrame, kompas: Kompas, *, per: Per, titel: str = "", dark: bool = False, smal: bool = False
) -> go.Figure:
    """A small bar chart per aspect, all on one scale: a column per spoor (the first one left), one column if `smal`.

    `per_aspect` as made by `analysis.per_aspect`: `periode, aspect, som`, every period present.
    """
    if per_aspect.empty:
        raise ValueError("een figuur per aspect heeft ten minste één periode nodig")
    ground, fills, inks = tone(dark), aspect_fills(kompas), spoor_inks(kompas, dark)
    starts = [pd.Timestamp(p) for p in sorted(per_aspect["periode"].unique())]
    window, xs = window_of(starts, per, smal), middles(starts, per)
    sums = {slug: group.sort_values("periode")["som"].tolist() for slug, group in per_aspect.groupby("aspect")}
    columns = [[(s, a) for a in kompas.aspecten_van(s.slug)] for s in kompas.sporen]
    columns = [[cell for column in columns for cell in column]] if smal else columns
    rows = max(len(column) for column in columns)
    panel, head = 76, 48 if not smal else 34
    unit = 1 / (rows * (panel + head))
    top = round_top(max(float(per_aspect["som"].max()), 1.0))
    gap = 0.09 if len(columns) > 1 else 0.0
    wide = (1 - gap * (len(columns) - 1)) / len(columns)

    data, notes, axes, number = [], [], {}, 0
    for c, column in enumerate(columns):
        left = c * (wide + gap)
        for r, (spoor, aspect) in enumerate(column):
            number += 1
            key = "" if number == 1 else str(number)
            high = 1 - (r * (panel + head) + head) * unit
            low = max(0.0, high - panel * unit)
            lowest = r == len(column) - 1
            hover = [f"<b>{periode_tekst(start, per)}</b><br>{getal(value, 1)} gewogen contactmomenten"
                     for start, value in zip(starts, sums.get(aspect.slug, []), strict=False)]  # fmt: skip
            data.append(
                {
                    "type": "bar", "x": xs, "y": sums.get(aspect.slug, [0.0] * len(xs)), "xaxis": f"x{key}",
                    "yaxis": f"y{key}", "name": aspect.naam, "hovertext": hover,
                    "hovertemplate": "%{hovertext}<extra></extra>", "width": bar_width(per),
                    "marker": {"color": fills[aspect.slug], "line": {"color": ground.ink, "width": 0.5}},
                }
            )  # fmt: skip
            axes[f"xaxis{key}"] = time_axis(window, f"y{key}", smal, 5) | {
                "domain": [left, left + wide], "showticklabels": lowest, "ticks": "outside" if lowest else "",
                "showline": True, "linecolor": ground.secondary,
            }  # fmt: skip
            axes[f"yaxis{key}"] = {
                "domain": [low, high], "anchor": f"x{key}", "range": [0, top * 1.04], "tickvals": [0, top],
                "ticktext": ["0", f"{top:g}"], "showgrid": True, "showticklabels": c == 0,
            }  # fmt: skip
            name = "<br>".join(escape(line) for line in wrap(aspect.naam, 40))
            notes.append({
                "text": name, "x": left, "xref": "paper", "xanchor": "left", "y": high, "yref": "paper",
                "yanchor": "bottom", "yshift": 4, "align": "left", "showarrow": False,
                "font": {"size": 13, "color": inks[spoor.slug], "weight": 600},
            })  # fmt: skip
    first, last = periode_tekst(starts[0], per), periode_tekst(starts[-1], per)
    what = f"Gewogen aantal contactmomenten per {per}, {first} tot en met {last}; alle grafieken hebben dezelfde schaal."
    title, title_px = title_block(titel, what, smal, dark)
    layout = {
        "template": plotly_template(dark),
        "title": title,
        "height": title_px + BOTTOM + round(1 / unit),
        "margin": {"l": 40, "r": RIGHT, "t": title_px, "b": BOTTOM},
        "annotations": notes,
        **axes,
    }
    return figure(data, layout)


def alt_per_aspect(per_aspect: pd.DataFrame, kompas: Kompas, *, per: Per) -> str:
    """The charts per aspect in one sentence: what got most and what got least."""
    totals = per_aspect.groupby("aspect")["som"].sum().reindex([a.slug for a in kompas.aspecten], fill_value=0.0)
    if totals.empty or totals.max() == 0:
        return "Voor geen enkel aspect zijn er contactmomenten in deze periode."
    most, least = totals.idxmax(), totals.idxmin()
    return (
        f"Staafjes per {per} voor {len(totals)} aspecten: de meeste aandacht kreeg {kompas.aspect[most].naam} "
        f"({getal(float(totals[most]), 1)} gewogen contactmomenten), de minste {kompas.aspect[least].naam} "
        f"({getal(float(totals[least]), 1)})."
    )
