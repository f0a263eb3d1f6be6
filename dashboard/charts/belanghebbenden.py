"""The charts of the belanghebbenden; this module holds the spread of the contacts and names the others."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import columns, figure
from dashboard.charts.assen import title_block
from dashboard.charts.belofte import belofte_alt, belofte_praktijk, belofte_tekst
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.houding import houding_alt, houding_tekst, houding_verloop
from dashboard.charts.matrix import matrix, matrix_alt, matrix_tekst, niet_geplaatst
from dashboard.charts.namen import lege_figuur, meeste_regels, rij_naam, rijen_as, schoon, voluit
from dashboard.theme import context, plotly_template, tone
from wijkkompas_core.analysis.spreiding import UITLEG
from wijkkompas_core.domain import nederlands as nl

__all__ = [
    "belofte_alt",
    "belofte_praktijk",
    "belofte_tekst",
    "houding_alt",
    "houding_tekst",
    "houding_verloop",
    "matrix",
    "matrix_alt",
    "matrix_tekst",
    "niet_geplaatst",
    "spreiding_alt",
    "spreiding_grafiek",
    "spreiding_tekst",
]
_MOST = 25
_LINES = 3
"""So many lines has a long name at most."""


def _sorted(frame: pd.DataFrame) -> list[tuple[str, int]]:
    rows = [(naam, int(n)) for naam, n in zip(*columns(frame, "naam", "aantal"), strict=True) if n == n]
    return sorted(rows, key=lambda row: (-row[1], schoon(row[0]).casefold()))


def spreiding_grafiek(frame: pd.DataFrame, *, dark: bool = False, smal: bool = False) -> Grafiek:
    """How the contacts are spread: a bar per belanghebbende, most first, the first three dark and numbered.

    `frame`: `naam, type` (its name), `aantal` (contactmomenten). At most 25 bars; the rest is counted in the subtitle
    and stands in the table.
    """
    return Grafiek(
        figuur=_figuur(frame, dark, smal),
        alt=spreiding_alt(frame),
        bevinding=spreiding_tekst(frame),
        tabel=lambda: _tabel(frame),
        cijfers=lambda: frame,
        uitleg=UITLEG,
    )


def _tabel(frame: pd.DataFrame) -> pd.DataFrame:
    rows = sorted(zip(*columns(frame, "naam", "type", "aantal"), strict=True), key=lambda row: -row[2])
    shown = [(naam, soort, nl.whole(int(n))) for naam, soort, n in rows]
    return pd.DataFrame(shown, columns=pd.Index(["Belanghebbende", "Soort", "Contacten"]))


def _figuur(frame: pd.DataFrame, dark: bool, smal: bool) -> go.Figure:
    rows = _sorted(frame)
    total = sum(n for _, n in rows)
    if not total:
        return lege_figuur("Er zijn nog geen contactmomenten met een belanghebbende.", dark)
    ground = tone(dark)
    shown = rows[:_MOST]
    length = 42 if smal else 30
    lines = meeste_regels((naam for naam, _ in shown), length - 3, _LINES)
    step, left = (42 + (lines - 1) * 16, 12) if smal else (26 + (lines - 1) * 12, 236)
    top = max(n for _, n in shown)
    notes = [
        rij_naam(
            f"{i + 1}. {schoon(naam)}" if i < 3 and n else naam,
            i * step + 2 if smal else i * step + step / 2,
            lengte=length,
            smal=smal,
            dark=dark,
            regels=_LINES,
        )
        for i, (naam, n) in enumerate(shown)
    ]
    quiet = context(dark)
    bar = {
        "type": "bar",
        "orientation": "h",
        "name": "contactmomenten",
        "y": [i * step + (step - 12 if smal else step / 2) for i in range(len(shown))],
        "x": [n for _, n in shown],
        "width": 14,
        "text": [nl.whole(n) for _, n in shown],
        "textposition": "outside",
        "textfont": {"size": 13, "color": ground.ink},
        "cliponaxis": False,
        "hovertext": [
            f"<b>{voluit(naam)}</b><br>{nl.count(n, 'contactmoment', 'contactmomenten')}, "
            f"{nl.percentage(n / total)} van alle keren"
            for naam, n in shown
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": [ground.ink if i < 3 else quiet for i in range(len(shown))],
            "line": {"color": ground.ink, "width": [0.6 if n else 0 for _, n in shown]},
        },
    }
    more = f" Nog {len(rows) - _MOST} staan in de tabel." if len(rows) > _MOST else ""
    who = nl.count(len(rows), "belanghebbende", "belanghebbenden")
    what = f"Aantal contactmomenten per belanghebbende; {who}, donker: de eerste drie.{more}"
    title, title_px = title_block("", what, left, smal, dark)
    layout = {
        "template": plotly_template(dark),
        "height": title_px + len(shown) * step + 12,
        "margin": {"l": left, "r": 44, "t": title_px, "b": 12},
        "xaxis": {"range": [0, top], "showticklabels": False},
        "yaxis": rijen_as(len(shown) * step),
        "annotations": [*title, *notes],
    }
    return figure([bar], layout)


def spreiding_tekst(frame: pd.DataFrame) -> str:
    """The finding: the share of the first three in all contacts (rekenregels §7)."""
    rows = _sorted(frame)
    total = sum(n for _, n in rows)
    met = sum(n > 0 for _, n in rows)
    if not total:
        return "Er zijn nog geen contactmomenten met een belanghebbende"
    if met <= 3:
        return f"Alle contacten zijn met {nl.count(met, 'belanghebbende', 'belanghebbenden')}"
    share = sum(n for _, n in rows[:3]) / total
    return f"Drie van de {met} belanghebbenden met contact hebben {nl.percentage(share)} van de contacten"


def spreiding_alt(frame: pd.DataFrame) -> str:
    """The bars in words: the finding, the first three and how many have none."""
    rows = _sorted(frame)
    first = ", ".join(f"{schoon(naam)} ({n})" for naam, n in rows[:3] if n)
    none = sum(n == 0 for _, n in rows)
    tail = f" Zonder contact: {none}." if none else ""
    return f"{spreiding_tekst(frame)}." + (f" De meeste: {first}." if first else "") + tail
