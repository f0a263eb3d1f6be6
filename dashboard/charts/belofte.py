"""Belofte en praktijk (rekenregels §4): what was promised to each belanghebbende beside what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from statistics import median
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import columns, figure
from dashboard.charts.assen import title_block
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import lege_figuur, lijn, meeste_regels, rij_naam, rijen_as, schoon, voluit
from dashboard.theme import plotly_template, tone
from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.belofte import UITLEG
from wijkkompas_core.domain import nederlands as nl

Schaal = list[tuple[str, str]]
"""Slugs and names of a scale, in order."""
_MOST = 30
"""So many rows in a chart; the table has the rest."""
_STEP, _STEP_SMAL = 28, 44
"""Height of a row in pixels, with a name on one line."""
_NAME, _NAME_SMAL, _LINES, _LINE_PX = 30, 44, 3, 14
"""So many characters on a line of a name, at most so many lines, and how high each line after the first is."""
NIETS = "nog geen"


def _gaps(frame: pd.DataFrame) -> list[float]:
    return [float(gat) for gat in columns(frame, "gat")[0] if gat is not None and isfinite(gat)]


def trede(slug: object, niveaus: Schaal) -> int | None:
    """The place of a step in its scale; nothing for one that is not in it."""
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


def _place_rows(frame: pd.DataFrame, niveaus: Schaal, smal: bool) -> tuple[list[_Rij], int]:
    """Who has a promise, the largest gap first, and how high a row is in pixels."""
    found = [
        (naam, promised, trede(gehaald, niveaus), gat)
        for naam, beloofd, gehaald, gat in zip(*columns(frame, "naam", "beloofd", "gehaald", "gat"), strict=True)
        if (promised := trede(beloofd, niveaus)) is not None
    ]
    found.sort(key=lambda r: (-r[3] if r[3] is not None and isfinite(r[3]) else 99, schoon(r[0]).casefold()))
    step = _step((row[0] for row in found[:_MOST]), smal)
    return [_Rij(*row, i * step, i * step + (step - 12 if smal else step / 2)) for i, row in enumerate(found)], step


def _step(namen: Iterable[str], smal: bool) -> int:
    """How high a row is: for the name that takes the most lines."""
    one = _STEP_SMAL if smal else _STEP
    return one + (meeste_regels(namen, _NAME_SMAL if smal else _NAME, _LINES) - 1) * _LINE_PX


def belofte_praktijk(frame: pd.DataFrame, niveaus: Schaal, *, dark: bool = False, smal: bool = False) -> Grafiek:
    """A dumbbell per belanghebbende: the level promised (open) and the highest level reached (filled).

    `frame`: `naam, beloofd, gehaald, mediaan` (slug of a niveau or None), `contacten` (with a niveau), `gat` (promised
    − reached, in levels, or None). The largest gaps stand on top, at most 30 of them; the table has all.
    """
    return Grafiek(
        figuur=_figuur(frame, niveaus, dark, smal),
        alt=belofte_alt(frame, niveaus),
        bevinding=belofte_tekst(frame, niveaus),
        tabel=lambda: _tabel(frame, niveaus),
        cijfers=lambda: frame,
        uitleg=UITLEG,
    )


def _tabel(frame: pd.DataFrame, niveaus: Schaal) -> pd.DataFrame:
    names = dict(niveaus)

    def named(column: str) -> list[str]:
        return [names.get(slug, slug) if isinstance(slug, str) else "nog niets" for slug in columns(frame, column)[0]]

    return pd.DataFrame(
        {
            "Belanghebbende": frame["naam"],
            "Beloofd": named("beloofd"),
            "Gehaald (hoogste)": named("gehaald"),
            "Meestal (mediaan)": named("mediaan"),
            "Contacten met niveau": [nl.whole(n) for n in columns(frame, "contacten")[0]],
            "Verschil (stappen)": [_gap_tekst(gat) for gat in columns(frame, "gat")[0]],
        }
    )


def _figuur(frame: pd.DataFrame, niveaus: Schaal, dark: bool, smal: bool) -> go.Figure:
    rows, step = _place_rows(frame, niveaus, smal)
    if not rows:
        return lege_figuur("Er is nog geen belofte vastgelegd.", dark)
    ground, shown = tone(dark), rows[:_MOST]
    high = len(shown) * step
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
        rij_naam(
            row.naam,
            row.top + 2 if smal else row.y,
            lengte=_NAME_SMAL if smal else _NAME,
            smal=smal,
            dark=dark,
            regels=_LINES,
        ),
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
    promised = [trede(slug, niveaus) is not None for slug in columns(frame, "beloofd")[0]]
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
