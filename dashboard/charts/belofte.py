"""Belofte en praktijk (rekenregels §4), and the houding over time: categories on an axis, never averaged as numbers."""

from math import isfinite
from statistics import median
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import columns, figure, moment
from dashboard.charts.assen import title_block
from dashboard.charts.namen import aantal, lege_figuur, lijn, rij_naam, rijen_as, schoon, voluit
from dashboard.theme import datumas, plotly_template, tone
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.domain import nederlands as nl

Schaal = list[tuple[str, str]]
"""Slugs and names of a scale, in order."""
_MOST = 30
"""So many rows in a chart; the table has the rest."""
NIETS = "nog geen"


def _gaps(frame: pd.DataFrame) -> list[float]:
    return [float(gat) for gat in columns(frame, "gat")[0] if gat is not None and isfinite(gat)]


def _place(slug: object, niveaus: Schaal) -> int | None:
    return next((i for i, (known, _) in enumerate(niveaus) if known == slug), None)


def _niveaus_tekst(n: float) -> str:
    whole = nl.decimal(abs(n), 0 if n == int(n) else 1)
    return f"{whole} {'niveau' if abs(n) == 1 else 'niveaus'}"


def _gap_tekst(gat: object) -> str:
    if not isinstance(gat, (int, float)) or not isfinite(gat):
        return ""
    if gat == 0:
        return "gehaald"
    return f"{abs(gat):g} {'lager' if gat > 0 else 'hoger'}".replace(".", ",")


def _mediaan_tekst(frame: pd.DataFrame) -> str:
    gaps = _gaps(frame)
    if not gaps:
        return "geen mediaan: nog niets te vergelijken"
    middle = median(gaps)
    if middle == 0:
        return "mediaan: geen verschil"
    return f"mediaan: {_niveaus_tekst(middle)} {'lager' if middle > 0 else 'hoger'} dan beloofd"


def belofte_praktijk(frame: pd.DataFrame, niveaus: Schaal, *, dark: bool = False, smal: bool = False) -> go.Figure:
    """A dumbbell per belanghebbende: the level promised (open) and the highest level reached (filled).

    `frame`: `naam, beloofd, gehaald` (slug of a niveau or None), `gat` (promised − reached, in levels, or None).
    The largest gaps stand on top, at most 30 of them.
    """
    values = columns(frame, "naam", "beloofd", "gehaald", "gat")
    rows = [row for row in zip(*values, strict=True) if _place(row[1], niveaus) is not None]
    if not rows:
        return lege_figuur("Er is nog geen belofte vastgelegd.", dark)
    ground = tone(dark)
    rows.sort(key=lambda r: (-r[3] if r[3] is not None and isfinite(r[3]) else 99, schoon(r[0]).casefold()))
    shown = rows[:_MOST]
    none_yet = any(_place(row[2], niveaus) is None for row in shown)
    first = -1 if none_yet else 0
    step, left, right = (44, 12, 62) if smal else (28, 224, 84)
    promised: list[tuple[int, float]] = []
    reached: list[tuple[int, float]] = []
    notes, shapes, hovers = [], [], []
    for i, (naam, beloofd, gehaald, gat) in enumerate(shown):
        y = i * step + (step - 12 if smal else step / 2)
        a, b = _place(beloofd, niveaus), _place(gehaald, niveaus)
        assert a is not None
        promised.append((a, y))
        reached.append((-1 if b is None else b, y))
        shapes.append(lijn(reached[-1][0], y, a, y, ground.secondary, width=3, layer="below"))
        notes.append(rij_naam(naam, i * step + 2 if smal else y, lengte=40 if smal else 26, smal=smal, dark=dark))
        got = "nog niets gehaald" if b is None else f"hoogste niveau: {voluit(niveaus[b][1])}"
        hovers.append(f"<b>{voluit(naam)}</b><br>beloofd: {voluit(niveaus[a][1])}<br>{got}")
        place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 10, "y": y, "yref": "y", "yanchor": "middle"}
        font = {"size": 13, "color": ground.ink if gat and gat > 0 else ground.secondary}
        notes.append({"text": _gap_tekst(gat), "showarrow": False, "borderpad": 0, "font": font, **place})
    names = [name.lower() for _, name in niveaus]
    ticks = [NIETS, *names] if none_yet else names
    for i in range(first, len(niveaus)):
        shapes.append(lijn(i, 0, i, len(shown) * step, ground.quiet, layer="below"))
    more = f" De {_MOST} grootste verschillen; de andere {len(rows) - _MOST} staan in de tabel." * (len(rows) > _MOST)
    who = aantal(len(rows), "belanghebbende", "belanghebbenden")
    what = f"○ beloofd, ● gehaald in de laatste {STANDAARD.praktijk_dagen} dagen. {who}; {_mediaan_tekst(frame)}.{more}"
    title, title_px = title_block("", what, left, smal, dark)
    axis_px = 40 if smal else 24
    layout = {
        "template": plotly_template(dark),
        "height": title_px + axis_px + len(shown) * step + 12,
        "margin": {"l": left, "r": right, "t": title_px + axis_px, "b": 12},
        "xaxis": {
            "range": [first - (0.35 if smal else 0.2), len(niveaus) - 0.8 + (0.15 if smal else 0)],
            "side": "top",
            "tickvals": list(range(first, len(niveaus))),
            "tickangle": 0,
            # On a phone the names stand in turn one line higher, else they run into each other.
            "ticktext": [f"{voluit(t)}<br>\u00a0" if smal and i % 2 else voluit(t) for i, t in enumerate(ticks)],
            "tickfont": {"size": 12 if smal else 13, "color": ground.secondary},
        },
        "yaxis": rijen_as(len(shown) * step),
        "shapes": shapes,
        "annotations": [*(note | {"yshift": note["yshift"] + axis_px} for note in title), *notes],
    }
    open_mark = {"symbol": "circle", "size": 15, "color": ground.paper, "line": {"color": ground.ink, "width": 2}}
    data = [
        _dots("beloofd", promised, hovers, open_mark),
        _dots("gehaald", reached, hovers, {"symbol": "circle", "size": 8, "color": ground.ink}),
    ]
    return figure(data, layout)


def _dots(name: str, points: list[tuple[int, float]], hovers: list[str], marker: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "hovertext": hovers,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
        "marker": marker,
    }


def belofte_tekst(frame: pd.DataFrame, niveaus: Schaal) -> str:
    """The finding: for how many belanghebbenden the practice stays behind the promise."""
    promised = [_place(slug, niveaus) is not None for slug in columns(frame, "beloofd")[0]]
    if not any(promised):
        return "Er is nog geen belofte vastgelegd"
    gaps = _gaps(frame)
    if not gaps:
        return "Er zijn beloften, maar nog geen contacten om ze mee te vergelijken"
    behind = sum(gat > 0 for gat in gaps)
    whose = f"{len(gaps)} {'belofte' if len(gaps) == 1 else 'beloften'}"
    if not behind:
        return "De belofte is gehaald" if len(gaps) == 1 else f"Alle {whose} zijn gehaald"
    if len(gaps) == 1:
        return f"De belofte is nog niet gehaald: de praktijk ligt {_niveaus_tekst(gaps[0])} lager"
    verb = "is" if behind == 1 else "zijn"
    return f"{behind} van de {whose} {verb} nog niet gehaald"


def belofte_alt(frame: pd.DataFrame, niveaus: Schaal) -> str:
    """The dumbbells in words: the finding, the median and the largest gaps."""
    rows = [row for row in zip(*columns(frame, "naam", "gat"), strict=True) if row[1] is not None and row[1] > 0]
    worst = sorted(rows, key=lambda row: -row[1])[:3]
    names = ", ".join(f"{schoon(naam)} ({_niveaus_tekst(gat)} lager)" for naam, gat in worst)
    tail = f" Grootste verschillen: {names}." if names else ""
    return f"{belofte_tekst(frame, niveaus)}; {_mediaan_tekst(frame)}.{tail}"


def _houding_name(slug: object, houdingen: Schaal) -> str:
    return next((name.lower() for known, name in houdingen if known == slug), "onbekend")


def houding_verloop(frame: pd.DataFrame, houdingen: Schaal, *, dark: bool = False, smal: bool = False) -> go.Figure:
    """The houding of one belanghebbende in steps: the current one (full line) and the desired one (dashed).

    `frame`: `datum, huidig, gewenst` (slug or None: a gap), a row per houdingsmeting. A step lasts until the next
    meting. The houdingen are categories: their order on the axis is no measure.
    """
    rows = sorted(zip(*columns(frame, "datum", "huidig", "gewenst"), strict=True), key=lambda row: row[0])
    if not rows:
        return lege_figuur("Er is nog geen houding vastgelegd.", dark)
    ground = tone(dark)
    days = [moment(row[0]) for row in rows]
    pad = max((days[-1] - days[0]) * 0.04, pd.Timedelta(days=10))
    start, end = moment(days[0] - pad), moment(days[-1] + pad)
    xs = [day.isoformat() for day in days]
    hover = [
        f"{nl.day(day)}<br>houding {_houding_name(now, houdingen)}, gewenst {_houding_name(wanted, houdingen)}"
        for day, (_, now, wanted) in zip(days, rows, strict=True)
    ]
    now, wanted = ([_place(row[i], houdingen) for row in rows] for i in (1, 2))
    looks = (
        (
            "gewenst",
            wanted,
            {"color": ground.secondary, "width": 2, "dash": "5px,4px", "shape": "hv"},
            {"symbol": "circle", "size": 12, "color": ground.paper, "line": {"color": ground.secondary, "width": 2}},
        ),
        (
            "nu",
            now,
            {"color": ground.ink, "width": 2.5, "shape": "hv"},
            {"symbol": "circle", "size": 7, "color": ground.ink},
        ),
    )
    data, notes = [], []
    same = now[-1] == wanted[-1]
    for name, ys, line, marker in looks:
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": name,
                "x": xs,
                "y": ys,
                "connectgaps": False,
                "cliponaxis": False,
                "line": line,
                "marker": marker,
                "hovertext": hover,
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
        if ys[-1] is not None and not (same and name == "gewenst"):
            text = "nu en gewenst" if same else name
            font = {"size": 13, "color": line["color"], "weight": 600}
            place = {"x": xs[-1], "xref": "x", "xanchor": "right", "y": ys[-1], "yref": "y", "yanchor": "bottom"}
            notes.append({"text": text, "showarrow": False, "font": font, "yshift": 7, "borderpad": 0, **place})
    ticks, texts = datumas(start.date(), end.date(), 4 if smal else 8)
    ticks, texts = (ticks, texts) if len(ticks) > 1 else ([days[0].date()], [nl.day(days[0])])
    left = 112
    what = f"{aantal(len(rows), 'houdingsmeting', 'houdingsmetingen')}; groepen, geen cijfers."
    title, title_px = title_block("", what, left, smal, dark)
    layout = {
        "template": plotly_template(dark),
        "height": title_px + 40 * len(houdingen) + 52,
        "margin": {"l": left, "r": 24, "t": title_px, "b": 52},
        "xaxis": {
            "type": "date",
            "range": [start.isoformat(), end.isoformat()],
            "tickvals": [tick.isoformat() for tick in ticks],
            "ticktext": texts,
            "ticks": "outside",
            "ticklen": 4,
            "tickcolor": ground.quiet,
        },
        "yaxis": {
            "range": [-0.4, len(houdingen) - 0.4],
            "tickvals": list(range(len(houdingen))),
            "ticktext": [voluit(name.lower()) for _, name in houdingen],
            "showgrid": True,
        },
        "annotations": [*title, *notes],
    }
    return figure(data, layout)


def houding_tekst(frame: pd.DataFrame, houdingen: Schaal) -> str:
    """The finding: what the houding is now, since when, and what is desired."""
    rows = sorted(zip(*columns(frame, "datum", "huidig", "gewenst"), strict=True), key=lambda row: row[0])
    if not rows:
        return "Er is nog geen houding vastgelegd"
    _, now, wanted = rows[-1]
    since = next((rows[i][0] for i in range(len(rows) - 1, -1, -1) if i == 0 or rows[i - 1][1] != now), rows[-1][0])
    name = _houding_name(now, houdingen)
    if name == "onbekend":
        return "De houding van nu is onbekend"
    goal = _houding_name(wanted, houdingen)
    tail = ", zoals gewenst" if wanted == now else f"; gewenst is {goal}" if goal != "onbekend" else ""
    return f"De houding is {name} sinds {nl.day(moment(since))}{tail}"


def houding_alt(frame: pd.DataFrame, houdingen: Schaal) -> str:
    """The steps in words: the finding and what it was before."""
    rows = sorted(zip(*columns(frame, "datum", "huidig"), strict=True), key=lambda row: row[0])
    steps = [row for i, row in enumerate(rows) if i == 0 or rows[i - 1][1] != row[1]]
    path = ", ".join(f"{_houding_name(now, houdingen)} op {nl.day(moment(day))}" for day, now in steps[-6:])
    return f"{houding_tekst(frame, houdingen)}." + (f" Verloop: {path}." if len(steps) > 1 else "")
