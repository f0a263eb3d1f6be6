"""Belofte en praktijk (rekenregels §4), and the houding over time: categories on an axis, never averaged as numbers."""

from dataclasses import dataclass
from math import isfinite
from statistics import median
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import columns, figure, moment
from dashboard.charts.assen import title_block
from dashboard.charts.namen import lege_figuur, lijn, rij_naam, rijen_as, schoon, voluit
from dashboard.theme import datumas, plotly_template, tone
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.domain import nederlands as nl

Schaal = list[tuple[str, str]]
"""Slugs and names of a scale, in order."""
_MOST = 30
"""So many rows in a chart; the table has the rest."""
_STEP, _STEP_SMAL = 28, 44
"""Height of a row in pixels."""
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


@dataclass(frozen=True, slots=True)
class _Rij:
    """A belanghebbende with the places of its levels (`gehaald` None: nothing yet), and where its row is."""

    naam: str
    beloofd: int
    gehaald: int | None
    gat: float | None
    top: float
    y: float

    @property
    def bereikt(self) -> int:
        """Where the filled mark stands: left of the levels while there is nothing."""
        return -1 if self.gehaald is None else self.gehaald


def _place_rows(frame: pd.DataFrame, niveaus: Schaal, smal: bool) -> list[_Rij]:
    """Who has a promise, the largest gap first."""
    step = _STEP_SMAL if smal else _STEP
    found = [
        (naam, promised, _place(gehaald, niveaus), gat)
        for naam, beloofd, gehaald, gat in zip(*columns(frame, "naam", "beloofd", "gehaald", "gat"), strict=True)
        if (promised := _place(beloofd, niveaus)) is not None
    ]
    found.sort(key=lambda r: (-r[3] if r[3] is not None and isfinite(r[3]) else 99, schoon(r[0]).casefold()))
    return [_Rij(*row, i * step, i * step + (step - 12 if smal else step / 2)) for i, row in enumerate(found)]


def belofte_praktijk(frame: pd.DataFrame, niveaus: Schaal, *, dark: bool = False, smal: bool = False) -> go.Figure:
    """A dumbbell per belanghebbende: the level promised (open) and the highest level reached (filled).

    `frame`: `naam, beloofd, gehaald` (slug of a niveau or None), `gat` (promised − reached, in levels, or None).
    The largest gaps stand on top, at most 30 of them.
    """
    rows = _place_rows(frame, niveaus, smal)
    if not rows:
        return lege_figuur("Er is nog geen belofte vastgelegd.", dark)
    ground, shown = tone(dark), rows[:_MOST]
    high = len(shown) * (_STEP_SMAL if smal else _STEP)
    left, right, axis_px = (12, 62, 40) if smal else (224, 84, 24)
    more = f" De {_MOST} grootste verschillen; de andere {len(rows) - _MOST} staan in de tabel." * (len(rows) > _MOST)
    who = nl.count(len(rows), "belanghebbende", "belanghebbenden")
    what = f"○ beloofd, ● gehaald in de laatste {STANDAARD.praktijk_dagen} dagen. {who}; {_mediaan_tekst(frame)}.{more}"
    title, title_px = title_block("", what, left, smal, dark)
    first, axis = _levels(shown, niveaus, smal)
    rods = [lijn(row.bereikt, row.y, row.beloofd, row.y, ground.secondary, width=3, layer="below") for row in shown]
    rules = [lijn(i, 0, i, high, ground.quiet, layer="below") for i in range(first, len(niveaus))]
    layout = {
        "template": plotly_template(dark),
        "height": title_px + axis_px + high + 12,
        "margin": {"l": left, "r": right, "t": title_px + axis_px, "b": 12},
        "xaxis": axis | {"tickfont": {"size": 12 if smal else 13, "color": ground.secondary}},
        "yaxis": rijen_as(high),
        "shapes": [*rods, *rules],
        "annotations": [
            *(note | {"yshift": note["yshift"] + axis_px} for note in title),
            *(note for row in shown for note in _row_notes(row, smal, dark)),
        ],
    }
    hovers = [_rij_hover(row, niveaus) for row in shown]
    open_mark = {"symbol": "circle", "size": 15, "color": ground.paper, "line": {"color": ground.ink, "width": 2}}
    full_mark = {"symbol": "circle", "size": 8, "color": ground.ink}
    data = [
        _dots("beloofd", [(row.beloofd, row.y) for row in shown], hovers, open_mark),
        _dots("gehaald", [(row.bereikt, row.y) for row in shown], hovers, full_mark),
    ]
    return figure(data, layout)


def _levels(shown: list[_Rij], niveaus: Schaal, smal: bool) -> tuple[int, dict[str, Any]]:
    """The first place on the axis (−1 while somebody has nothing yet) and the axis of levels above the rows."""
    names = [name.lower() for _, name in niveaus]
    none_yet = any(row.gehaald is None for row in shown)
    first, ticks = (-1, [NIETS, *names]) if none_yet else (0, names)
    return first, {
        "range": [first - (0.35 if smal else 0.2), len(niveaus) - 0.8 + (0.15 if smal else 0)],
        "side": "top",
        "tickvals": list(range(first, len(niveaus))),
        "tickangle": 0,
        # On a phone the names stand in turn one line higher, else they run into each other.
        "ticktext": [f"{voluit(t)}<br>\u00a0" if smal and i % 2 else voluit(t) for i, t in enumerate(ticks)],
    }


def _row_notes(row: _Rij, smal: bool, dark: bool) -> list[dict[str, Any]]:
    """The name before a row and the gap behind it."""
    ground = tone(dark)
    place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 10, "y": row.y, "yref": "y", "yanchor": "middle"}
    font = {"size": 13, "color": ground.ink if row.gat and row.gat > 0 else ground.secondary}
    return [
        rij_naam(row.naam, row.top + 2 if smal else row.y, lengte=40 if smal else 26, smal=smal, dark=dark),
        {"text": _gap_tekst(row.gat), "showarrow": False, "borderpad": 0, "font": font, **place},
    ]


def _rij_hover(row: _Rij, niveaus: Schaal) -> str:
    got = "nog niets gehaald" if row.gehaald is None else f"hoogste niveau: {voluit(niveaus[row.gehaald][1])}"
    return f"<b>{voluit(row.naam)}</b><br>beloofd: {voluit(niveaus[row.beloofd][1])}<br>{got}"


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


@dataclass(frozen=True, slots=True)
class _Stappen:
    """The metingen in order: their days, the places of the houding then and the one desired, and their hovers."""

    days: list[pd.Timestamp]
    nu: list[int | None]
    gewenst: list[int | None]
    hover: list[str]

    @property
    def bereikt(self) -> bool:
        """Whether the last houding is the one desired."""
        return self.nu[-1] == self.gewenst[-1]


def _place_steps(frame: pd.DataFrame, houdingen: Schaal) -> _Stappen:
    rows = sorted(zip(*columns(frame, "datum", "huidig", "gewenst"), strict=True), key=lambda row: row[0])
    hover = [
        f"{nl.day(moment(day))}<br>houding {_houding_name(now, houdingen)}, gewenst {_houding_name(wanted, houdingen)}"
        for day, now, wanted in rows
    ]
    now, wanted = ([_place(row[i], houdingen) for row in rows] for i in (1, 2))
    return _Stappen([moment(row[0]) for row in rows], now, wanted, hover)


def houding_verloop(frame: pd.DataFrame, houdingen: Schaal, *, dark: bool = False, smal: bool = False) -> go.Figure:
    """The houding of one belanghebbende in steps: the current one (full line) and the desired one (dashed).

    `frame`: `datum, huidig, gewenst` (slug or None: a gap), a row per houdingsmeting. A step lasts until the next
    meting. The houdingen are categories: their order on the axis is no measure.
    """
    steps = _place_steps(frame, houdingen)
    if not steps.days:
        return lege_figuur("Er is nog geen houding vastgelegd.", dark)
    days, left = steps.days, 112
    pad = max((days[-1] - days[0]) * 0.04, pd.Timedelta(days=10))
    start, end = moment(days[0] - pad), moment(days[-1] + pad)
    ticks, texts = datumas(start.date(), end.date(), 4 if smal else 8)
    ticks, texts = (ticks, texts) if len(ticks) > 1 else ([days[0].date()], [nl.day(days[0])])
    what = f"{nl.count(len(days), 'houdingsmeting', 'houdingsmetingen')}; groepen, geen cijfers."
    title, title_px = title_block("", what, left, smal, dark)
    data, names = _steps(steps, dark)
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
            "tickcolor": tone(dark).quiet,
        },
        "yaxis": {
            "range": [-0.4, len(houdingen) - 0.4],
            "tickvals": list(range(len(houdingen))),
            "ticktext": [voluit(name.lower()) for _, name in houdingen],
            "showgrid": True,
        },
        "annotations": [*title, *names],
    }
    return figure(data, layout)


def _steps(steps: _Stappen, dark: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The two lines and, at their ends, what they are called; one name where they end together."""
    ground = tone(dark)
    dashed = {"color": ground.secondary, "width": 2, "dash": "5px,4px", "shape": "hv"}
    ring = {"symbol": "circle", "size": 12, "color": ground.paper, "line": {"color": ground.secondary, "width": 2}}
    full = {"color": ground.ink, "width": 2.5, "shape": "hv"}
    dot = {"symbol": "circle", "size": 7, "color": ground.ink}
    xs = [day.isoformat() for day in steps.days]
    data, names = [], []
    for name, ys, line, marker in (("gewenst", steps.gewenst, dashed, ring), ("nu", steps.nu, full, dot)):
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
                "hovertext": steps.hover,
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
        if ys[-1] is not None and not (steps.bereikt and name == "gewenst"):
            text = "nu en gewenst" if steps.bereikt else name
            font = {"size": 13, "color": line["color"], "weight": 600}
            place = {"x": xs[-1], "xref": "x", "xanchor": "right", "y": ys[-1], "yref": "y", "yanchor": "bottom"}
            names.append({"text": text, "showarrow": False, "font": font, "yshift": 7, "borderpad": 0, **place})
    return data, names


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
