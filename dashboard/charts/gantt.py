"""The fasen of a wijk in time: planned against real, with steps back and mijlpalen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import figure, moment
from dashboard.charts.assen import time_axis, title_block
from dashboard.charts.fasetijden import OUTCOMES, Mijlpaal, Spell, mijlpalen_of, plans_of, spells_of
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.mijlpaalnamen import LINE_PX, Label, label_rows, mark_note
from dashboard.charts.namen import lege_figuur, letterlijk, lijn, rij_naam, rijen_as, voluit
from dashboard.charts.noten import Noot, met_noten, onder_rijen
from dashboard.charts.tijdlijn import Window
from dashboard.charts.tijdlijnwoorden import UITLEG, tijdlijn_alt, tijdlijn_cijfers, tijdlijn_tabel, tijdlijn_tekst
from dashboard.theme import mix, plotly_template, tone
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Fase, Kompas

_PLAN_PX, _BAR_PX, _LABEL_PX = 7, 14, 20


def _fase_naam(fase: Fase) -> str:
    return f"{fase.nummer} {fase.naam}"


def _window(moments: list[pd.Timestamp], smal: bool) -> Window:
    """From the first to the last moment, with a margin; at least a quarter of a year."""
    first, last = min(moments), max(moments)
    margin = max((last - first) * 0.03, pd.Timedelta(days=21))
    end = max(last, first + pd.Timedelta(days=60)) + margin
    return Window(moment(first - margin), moment(end), 310 if smal else 620)


@dataclass(frozen=True, slots=True)
class _Plek:
    """Where everything stands: the window, the top of the row of each fase and the bottom of all, in pixels.

    `marks` are the mijlpalen with the height at which they stand, and their labels.
    """

    window: Window
    tops: dict[str, float]
    head: int
    high: float
    marks: list[tuple[Mijlpaal, float, Label]]

    def plan_y(self, fase: Fase) -> float:
        """The top of the outline of what was planned."""
        return self.tops[fase.slug] + self.head

    def bar_y(self, fase: Fase) -> float:
        """The middle of the bar of what is real."""
        return self.plan_y(fase) + _PLAN_PX + 3 + _BAR_PX / 2


@dataclass(frozen=True, slots=True)
class _Tijden:
    """What stands in a timeline: the real spells, the planned stretches and the mijlpalen, seen from a day."""

    spells: list[Spell]
    plans: list[tuple[Fase, pd.Timestamp, pd.Timestamp]]
    marks: list[Mijlpaal]
    today: pd.Timestamp


def _place(tijden: _Tijden, kompas: Kompas, smal: bool) -> _Plek:
    starts, dates = (s.start for s in tijden.spells), (m.datum for m in tijden.marks)
    window = _window([tijden.today, *starts, *dates, *(day for _, *pair in tijden.plans for day in pair)], smal)
    head = 25 if smal else 8
    tops: dict[str, float] = {}
    placed: list[tuple[Mijlpaal, float, Label]] = []
    y = 0.0
    for fase in kompas.fasen:
        tops[fase.slug] = y
        y += head + _PLAN_PX + 3 + _BAR_PX
        for row in label_rows([m for m in tijden.marks if m.fase == fase], window):
            placed += [(mark, y + _LABEL_PX / 2 + 2, label) for mark, label in row]
            y += _LABEL_PX + (max(label.lines for _, label in row) - 1) * LINE_PX
        y += 10
    return _Plek(window, tops, head, y, placed)


def tijdlijn(
    perioden: pd.DataFrame,
    planning: pd.DataFrame,
    mijlpalen: pd.DataFrame,
    kompas: Kompas,
    *,
    peildatum: date,
    bevinding: str = "",
    dark: bool = False,
    smal: bool = False,
) -> Grafiek:
    """A row per fase: planned as a thin outline, real as a filled bar, mijlpalen under them as marks with a name.

    `perioden`: `fase, begonnen_op, afgesloten_op` (NaT: open; runs on to the peildatum with an open end).
    `planning`: `fase, gepland_van, gepland_tot`. `mijlpalen`: `fase, datum, gepland, uitkomst` (go, no-go,
    voorwaarden or None), `naam`. A step back has an arrow and a word. Spells that begin after the peildatum are left
    out. `bevinding`: without one it says which fasen run.
    """
    tijden = _Tijden(
        spells_of(perioden, kompas, peildatum),
        plans_of(planning, kompas),
        mijlpalen_of(mijlpalen, kompas),
        moment(peildatum),
    )
    frames = (perioden, planning, mijlpalen)
    return Grafiek(
        figuur=_figuur(tijden, kompas, dark, smal),
        alt=tijdlijn_alt(*frames, kompas, peildatum=peildatum),
        bevinding=bevinding or tijdlijn_tekst(*frames, kompas, peildatum=peildatum),
        tabel=lambda: tijdlijn_tabel(*frames, kompas, peildatum),
        cijfers=lambda: tijdlijn_cijfers(*frames, kompas, peildatum),
        uitleg=UITLEG,
    )


def tijdlijn_met_noten(grafiek: Grafiek, noten: Sequence[Noot], *, dark: bool, smal: bool) -> Grafiek:
    """The timeline with noten under its rows, in its words and at the end of its table."""
    rows = [("", f"Noot {noot.nummer}: {noot.tekst}", nl.day(noot.datum), "", "") for noot in noten]

    def shown() -> pd.DataFrame:
        plain = grafiek.tabel()
        return pd.concat([plain, pd.DataFrame(rows, columns=plain.columns)], ignore_index=True)

    told = met_noten(grafiek, noten, lambda drawn: onder_rijen(drawn, noten, dark=dark, smal=smal))
    return replace(told, tabel=shown) if noten else told


def _figuur(tijden: _Tijden, kompas: Kompas, dark: bool, smal: bool) -> go.Figure:
    if not (tijden.spells or tijden.plans or tijden.marks):
        return lege_figuur("Er is nog geen fase begonnen en er is geen planning.", dark)
    plek, left = _place(tijden, kompas, smal), 12 if smal else 136
    what = "Dunne rand: gepland. Gevuld: echt; een pijl loopt door. ● go, ▲ go met voorwaarden, ✕ no-go, ◇ gepland."
    title, title_px = title_block("", what, left, smal, dark)
    rules, names = _rows(plek, kompas, smal, dark)
    bars, words = _bars(tijden, plek, dark)
    day, label = _peildatum(tijden.today, plek, dark)
    layout = {
        "template": plotly_template(dark),
        "height": round(title_px + 22 + plek.high + 46),
        "margin": {"l": left, "r": 20, "t": title_px + 22, "b": 46},
        "xaxis": time_axis(plek.window, "y", smal),
        "yaxis": rijen_as(plek.high),
        "shapes": [*rules, *bars, day],
        "annotations": [
            *(note | {"yshift": note["yshift"] + 22} for note in title),
            *names,
            *words,
            *(mark_note(*mark, smal, dark) for mark in plek.marks),
            label,
        ],
    }
    data = [_hover_bars(tijden, plek), _mark_trace(plek.marks, dark)]
    return figure([trace for trace in data if trace["x"]], layout)


def _rows(plek: _Plek, kompas: Kompas, smal: bool, dark: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rules between the rows, and the names of the fasen."""
    tops = [plek.tops[fase.slug] for fase in kompas.fasen[1:]]
    rules = [lijn(0, top, 1, top, tone(dark).quiet, layer="below") | {"xref": "paper"} for top in tops]
    names = [
        rij_naam(
            f"{fase.nummer} {fase.kort}",
            plek.tops[fase.slug] + 3 if smal else plek.bar_y(fase) - 4,
            lengte=24,
            smal=smal,
            dark=dark,
        )
        for fase in kompas.fasen
    ]
    return rules, names


def _bars(tijden: _Tijden, plek: _Plek, dark: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The outlines of the planning and the bars of the spells; at a bar the sign that it runs on, or the step back."""
    ground = tone(dark)
    fill = mix(ground.ink, ground.paper, 0.35)
    shapes, notes = [], []
    for fase, van, tot in tijden.plans:
        top = plek.plan_y(fase)
        shapes.append(_box(van, tot, top, top + _PLAN_PX, "rgba(0,0,0,0)", ground.secondary))
    for spell in tijden.spells:
        middle = plek.bar_y(spell.fase)
        end = spell.end if spell.end is not None else tijden.today
        shapes.append(_box(spell.start, end, middle - _BAR_PX / 2, middle + _BAR_PX / 2, fill, fill))
        if spell.end is None:
            place = {"x": end.isoformat(), "xref": "x", "xanchor": "left", "y": middle, "yref": "y", "xshift": 0}
            font = {"size": 18, "color": fill}
            notes.append({"text": "▶", "showarrow": False, "borderpad": 0, "font": font, "yanchor": "middle", **place})
        if spell.back:
            notes.append(_back_note(spell, plek, ground.ink))
    return shapes, notes


def _peildatum(today: pd.Timestamp, plek: _Plek, dark: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """The line through all rows at the peildatum, and its name above them."""
    ink = tone(dark).ink
    near_end = plek.window.px(today) > plek.window.width * 0.75
    place = {"x": today.isoformat(), "xref": "x", "y": 0, "yref": "y", "yanchor": "bottom", "yshift": 2}
    label = {"text": f"peildatum {nl.day(today)}", "showarrow": False, "borderpad": 0}
    look = {"xanchor": "right" if near_end else "left", "font": {"size": 13, "color": ink}}
    line = lijn(today.isoformat(), 0, today.isoformat(), plek.high, ink, width=1.5, dash="4px,3px")
    return line, label | place | look


def _box(x0: pd.Timestamp, x1: pd.Timestamp, y0: float, y1: float, fill: str, line: str) -> dict[str, Any]:
    box = {"type": "rect", "xref": "x", "yref": "y", "x0": x0.isoformat(), "x1": x1.isoformat(), "y0": y0, "y1": y1}
    return box | {"fillcolor": fill, "line": {"color": line, "width": 1.25}}


def _back_note(spell: Spell, plek: _Plek, colour: str) -> dict[str, Any]:
    """The word at the start of a step back, with an arrow from the fase it came from."""
    right = plek.window.px(spell.start) > 70
    note = {
        "text": f"↩ {spell.back}",
        "x": spell.start.isoformat(),
        "y": plek.bar_y(spell.fase),
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
    tail = {"showarrow": True, "axref": "x", "ayref": "y", "ax": spell.start.isoformat()}
    tail["ay"] = plek.bar_y(spell.source)
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


def _mark_trace(placed: list[tuple[Mijlpaal, float, Label]], dark: bool) -> dict[str, Any]:
    ground = tone(dark)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "mijlpalen",
        "x": [m.datum.isoformat() for m, *_ in placed],
        "y": [y for _, y, _ in placed],
        "cliponaxis": False,
        "hovertext": [
            f"<b>{voluit(m.naam)}</b><br>{nl.day(m.datum)}, {_outcome_text(m)}<br>Fase {letterlijk(_fase_naam(m.fase))}"
            for m, *_ in placed
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "symbol": [OUTCOMES[m.soort][0] for m, *_ in placed],
            "size": 11,
            "color": ground.ink,
            "line": {"color": ground.ink, "width": 1.5},
        },
    }


def _hover_bars(tijden: _Tijden, plek: _Plek) -> dict[str, Any]:
    """Invisible points in the middle of the bars, since shapes have no hover."""
    rows = []
    for spell in tijden.spells:
        end = tijden.today if spell.end is None else spell.end
        until = "loopt nog" if spell.end is None else f"tot {nl.day(spell.end)}"
        extra = {"terug": "<br>stap terug", "heropend": "<br>heropend"}.get(spell.back, "")
        text = f"Fase {letterlijk(_fase_naam(spell.fase))}<br>van {nl.day(spell.start)}, {until}{extra}"
        for own, van, tot in tijden.plans:
            if own == spell.fase:
                text += f"<br>gepland: {nl.day(van)} tot {nl.day(tot)}"
        rows.append(((spell.start + (end - spell.start) / 2).isoformat(), plek.bar_y(spell.fase), text))
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
