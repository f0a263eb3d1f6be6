"""The fasen of a wijk in time: planned against real, with steps back and mijlpalen."""

from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import columns, figure, moment
from dashboard.charts.assen import time_axis, title_block
from dashboard.charts.namen import ingekort, lege_figuur, lijn, rij_naam, rijen_as, voluit
from dashboard.charts.tijdlijn import Window
from dashboard.theme import mix, plotly_template, tone
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Fase, Kompas

_PLAN_PX, _BAR_PX, _LABEL_PX = 7, 14, 20
_CHARACTER_PX = 6.8
OUTCOMES = {
    "go": ("circle", "go"),
    "no-go": ("x", "no-go"),
    "voorwaarden": ("triangle-up", "go met voorwaarden"),
    "": ("diamond", "uitkomst onbekend"),
    "gepland": ("diamond-open", "gepland"),
}


@dataclass(frozen=True, slots=True)
class Spell:
    """One stretch of time in a fase; `end` None while it is open; `back` says what kind of step back it was."""

    fase: Fase
    start: pd.Timestamp
    end: pd.Timestamp | None
    back: str = ""
    source: Fase | None = None
    """The fase it came back from."""


@dataclass(frozen=True, slots=True)
class Mijlpaal:
    """One mijlpaal; `soort` is a key of OUTCOMES."""

    fase: Fase
    datum: pd.Timestamp
    soort: str
    naam: str


def spells_of(perioden: pd.DataFrame, kompas: Kompas, peildatum: date) -> list[Spell]:
    """The real spells up to the peildatum by start, with the steps back among them."""
    today = moment(peildatum)
    rows = sorted(zip(*columns(perioden, "begonnen_op", "fase", "afgesloten_op"), strict=True), key=lambda r: r[:2])
    spells: list[Spell] = []
    for start, slug, closed in rows:
        fase = kompas.fase.get(slug)
        if fase is None or pd.isna(start) or start > today:
            continue
        end = None if pd.isna(closed) or closed > today else closed
        before = max((spell.fase for spell in spells), key=lambda f: f.nummer, default=None)
        again = any(spell.fase == fase for spell in spells)
        back, source = "", None
        if before and before.nummer > fase.nummer:
            back, source = "terug", before
        elif again:
            back = "heropend"
        spells.append(Spell(fase, start, end, back, source))
    return spells


def plans_of(planning: pd.DataFrame, kompas: Kompas) -> list[tuple[Fase, pd.Timestamp, pd.Timestamp]]:
    """The planned stretches: fase, first and last day."""
    return [
        (kompas.fase[slug], moment(van), moment(tot))
        for slug, van, tot in zip(*columns(planning, "fase", "gepland_van", "gepland_tot"), strict=True)
        if slug in kompas.fase and not pd.isna(van) and not pd.isna(tot)
    ]


def mijlpalen_of(mijlpalen: pd.DataFrame, kompas: Kompas) -> list[Mijlpaal]:
    """The mijlpalen with a date, by date."""
    found = []
    for slug, datum, gepland, uitkomst, naam in zip(
        *columns(mijlpalen, "fase", "datum", "gepland", "uitkomst", "naam"), strict=True
    ):
        if slug in kompas.fase and not pd.isna(datum):
            outcome = uitkomst if isinstance(uitkomst, str) and uitkomst in OUTCOMES else ""
            soort = outcome or ("gepland" if gepland else "")
            found.append(Mijlpaal(kompas.fase[slug], moment(datum), soort, naam))
    return sorted(found, key=lambda m: m.datum)


def _fase_naam(fase: Fase) -> str:
    return f"{fase.nummer} {fase.naam}"


def _window(moments: list[pd.Timestamp], smal: bool) -> Window:
    """From the first to the last moment, with a margin; at least a quarter of a year."""
    first, last = min(moments), max(moments)
    margin = max((last - first) * 0.03, pd.Timedelta(days=21))
    end = max(last, first + pd.Timedelta(days=60)) + margin
    return Window(moment(first - margin), moment(end), 310 if smal else 620)


def tijdlijn(
    perioden: pd.DataFrame,
    planning: pd.DataFrame,
    mijlpalen: pd.DataFrame,
    kompas: Kompas,
    *,
    peildatum: date,
    dark: bool = False,
    smal: bool = False,
) -> go.Figure:
    """A row per fase: planned as a thin outline, real as a filled bar, mijlpalen under them as marks with a name.

    `perioden`: `fase, begonnen_op, afgesloten_op` (NaT: open; runs on to the peildatum with an open end).
    `planning`: `fase, gepland_van, gepland_tot`. `mijlpalen`: `fase, datum, gepland, uitkomst` (go, no-go,
    voorwaarden or None), `naam`. A step back has an arrow and a word. Spells that begin after the peildatum are left
    out.
    """
    spells, plans, marks = (
        spells_of(perioden, kompas, peildatum),
        plans_of(planning, kompas),
        mijlpalen_of(mijlpalen, kompas),
    )
    if not (spells or plans or marks):
        return lege_figuur("Er is nog geen fase begonnen en er is geen planning.", dark)
    ground, today = tone(dark), moment(peildatum)
    moments = [
        today,
        *(s.start for s in spells),
        *(m.datum for m in marks),
        *(day for _, *pair in plans for day in pair),
    ]
    window = _window(moments, smal)

    rows = {fase.slug: _label_rows([m for m in marks if m.fase == fase], window, smal) for fase in kompas.fasen}
    head = 20 if smal else 8
    tops: dict[str, float] = {}
    y = 0.0
    for fase in kompas.fasen:
        tops[fase.slug] = y
        depth = max((row for _, row in rows[fase.slug]), default=-1) + 1
        y += head + _PLAN_PX + 3 + _BAR_PX + depth * _LABEL_PX + 10
    high = y

    def bar_y(fase: Fase) -> float:
        return tops[fase.slug] + head + _PLAN_PX + 3 + _BAR_PX / 2

    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for i, fase in enumerate(kompas.fasen):
        top = tops[fase.slug]
        if i:
            rule = lijn(0, top, 1, top, ground.quiet, layer="below") | {"xref": "paper"}
            shapes.append(rule)
        naam = f"{fase.nummer} {fase.kort}"
        notes.append(rij_naam(naam, top + 3 if smal else bar_y(fase) - 4, lengte=24, smal=smal, dark=dark))
    for fase, van, tot in plans:
        top = tops[fase.slug] + head
        shapes.append(_box(van, tot, top, top + _PLAN_PX, "rgba(0,0,0,0)", ground.secondary))
    fill = mix(ground.ink, ground.paper, 0.45)
    for spell in spells:
        middle = bar_y(spell.fase)
        end = spell.end if spell.end is not None else today
        shapes.append(_box(spell.start, end, middle - _BAR_PX / 2, middle + _BAR_PX / 2, fill, fill))
        if spell.end is None:
            place = {"x": end.isoformat(), "xref": "x", "xanchor": "left", "y": middle, "yref": "y", "xshift": -2}
            font = {"size": 18, "color": fill}
            notes.append({"text": "▶", "showarrow": False, "borderpad": 0, "font": font, "yanchor": "middle", **place})
        if spell.back:
            notes.append(_back_note(spell, middle, bar_y, ground.ink, window))
    day = lijn(today.isoformat(), 0, today.isoformat(), high, ground.ink, width=1.5, dash="4px,3px")
    near_end = window.px(today) > window.width * 0.75
    place = {"x": today.isoformat(), "xref": "x", "y": 0, "yref": "y", "yanchor": "bottom", "yshift": 2}
    label = {"text": f"peildatum {nl.day(today)}", "showarrow": False, "borderpad": 0}
    notes.append(
        label | place | {"xanchor": "right" if near_end else "left", "font": {"size": 13, "color": ground.ink}}
    )

    def mark_y(fase: Fase, row: int) -> float:
        return tops[fase.slug] + head + _PLAN_PX + 3 + _BAR_PX + row * _LABEL_PX + _LABEL_PX / 2 + 2

    placed = [(m, mark_y(m.fase, row)) for fase in kompas.fasen for m, row in rows[fase.slug]]
    data = [_hover_bars(spells, plans, today, bar_y), _mark_trace(placed, window, smal, dark)]
    left = 12 if smal else 136
    what = "Dunne rand: gepland. Gevuld: echt; een pijl loopt door. ● go, ▲ go met voorwaarden, ✕ no-go, ◇ gepland."
    title, title_px = title_block("", what, left, smal, dark)
    layout = {
        "template": plotly_template(dark),
        "height": round(title_px + 22 + high + 46),
        "margin": {"l": left, "r": 20, "t": title_px + 22, "b": 46},
        "xaxis": time_axis(window, "y", smal),
        "yaxis": rijen_as(high),
        "shapes": [*shapes, day],
        "annotations": [*(note | {"yshift": note["yshift"] + 22} for note in title), *notes],
    }
    return figure([trace for trace in data if trace["x"]], layout)


def _box(x0: pd.Timestamp, x1: pd.Timestamp, y0: float, y1: float, fill: str, line: str) -> dict[str, Any]:
    box = {"type": "rect", "xref": "x", "yref": "y", "x0": x0.isoformat(), "x1": x1.isoformat(), "y0": y0, "y1": y1}
    return box | {"fillcolor": fill, "line": {"color": line, "width": 1.25}}


def _back_note(spell: Spell, y: float, bar_y: Any, colour: str, window: Window) -> dict[str, Any]:
    """The word at the start of a step back, with an arrow from the fase it came from."""
    right = window.px(spell.start) > 70
    note = {
        "text": f"↩ {spell.back}",
        "x": spell.start.isoformat(),
        "y": y,
        "xref": "x",
        "yref": "y",
        "font": {"size": 12, "color": colour, "weight": 600},
        "borderpad": 1,
        "xanchor": "right" if right else "left",
        "yanchor": "middle" if right else "top",
        "xshift": -3 if right else 0,
        "showarrow": False,
    }
    if spell.source is None:
        return note
    # The tail of the arrow lies in the row of the fase that was left; the word stands at the tail.
    tail = {"showarrow": True, "axref": "x", "ayref": "y", "ax": spell.start.isoformat(), "ay": bar_y(spell.source)}
    look = {
        "arrowhead": 2,
        "arrowwidth": 2,
        "arrowcolor": colour,
        "xanchor": "center",
        "yanchor": "middle",
        "xshift": 0,
    }
    return note | tail | look


def _outcome_text(mark: Mijlpaal) -> str:
    return OUTCOMES[mark.soort][1]


def _mark_label(mark: Mijlpaal, window: Window, smal: bool) -> tuple[str, bool]:
    """Name and outcome beside a mark, and whether they stand at its left; unescaped length is what counts for width.

    Where neither side has room for it the name is shortened to what the widest side has.
    """
    left = window.px(mark.datum)
    right = window.width - left
    room = max(left, right)
    tail = "" if mark.soort in ("", "gepland") else f" · {mark.soort}"
    text = ingekort(mark.naam, 22 if smal else 34) + tail
    wide = len(text) * _CHARACTER_PX + 14
    if wide <= room:
        return text, wide > right
    fitting = int((room - 14) / _CHARACTER_PX) - len(tail)
    return ingekort(mark.naam, max(fitting, 4)) + tail, left > right


def _label_rows(marks: list[Mijlpaal], window: Window, smal: bool) -> list[tuple[Mijlpaal, int]]:
    """Each mijlpaal of a fase with the first row where its label hides no other."""
    busy: list[float] = []
    placed = []
    for mark in marks:
        text, to_left = _mark_label(mark, window, smal)
        at, wide = window.px(mark.datum), len(text) * _CHARACTER_PX + 22
        begin, end = (at - wide, at + 10) if to_left else (at - 8, at + wide)
        row = next((i for i, until in enumerate(busy) if until <= begin), len(busy))
        busy[row : row + 1] = [end]
        placed.append((mark, row))
    return placed


def _mark_trace(placed: list[tuple[Mijlpaal, float]], window: Window, smal: bool, dark: bool) -> dict[str, Any]:
    ground = tone(dark)
    labels = [_mark_label(m, window, smal) for m, _ in placed]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": "mijlpalen",
        "x": [m.datum.isoformat() for m, _ in placed],
        "y": [y for _, y in placed],
        "text": [text for text, _ in labels],
        "textposition": ["middle left" if to_left else "middle right" for _, to_left in labels],
        "textfont": {"size": 12 if smal else 13, "color": ground.ink},
        "cliponaxis": False,
        "hovertext": [
            f"<b>{voluit(m.naam)}</b><br>{nl.day(m.datum)}, {_outcome_text(m)}<br>Fase {escape(_fase_naam(m.fase))}"
            for m, _ in placed
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "symbol": [OUTCOMES[m.soort][0] for m, _ in placed],
            "size": 11,
            "color": ground.ink,
            "line": {"color": ground.ink, "width": 1.5},
        },
    }


def _hover_bars(spells: list[Spell], plans: list[Any], today: pd.Timestamp, bar_y: Any) -> dict[str, Any]:
    """Invisible points in the middle of the bars, since shapes have no hover."""
    rows = []
    for spell in spells:
        end = today if spell.end is None else spell.end
        until = "loopt nog" if spell.end is None else f"tot {nl.day(spell.end)}"
        extra = {"terug": "<br>stap terug", "heropend": "<br>heropend"}.get(spell.back, "")
        text = f"Fase {escape(_fase_naam(spell.fase))}<br>van {nl.day(spell.start)}, {until}{extra}"
        for own, van, tot in plans:
            if own == spell.fase:
                text += f"<br>gepland: {nl.day(van)} tot {nl.day(tot)}"
        rows.append(((spell.start + (end - spell.start) / 2).isoformat(), bar_y(spell.fase), text))
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "fasen",
        "x": [row[0] for row in rows],
        "y": [row[1] for row in rows],
        "hovertext": [row[2] for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"size": 18, "opacity": 0},
    }
