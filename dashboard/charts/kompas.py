"""The kompas as a sunburst: fase inside, then spoor, then aspect, in equal sectors, clockwise from twelve o'clock.

Each ring is a trace of its own in which every sector is a leaf. So the rings can have the depth that their labels
need, and a click selects without the chart zooming away under the reader. The traces are stacked discs: of the outer
ones only the rim shows. Outlines (dashed, thick, chosen) are shapes on hidden axes, since sectors know no dashes.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from textwrap import shorten, wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import CLICKABLE, columns, figure
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import letterlijk
from dashboard.charts.sectoren import ASPECT_RING, FASE_RING, SPOOR_RING, Sector, layout_sectoren, outline, wedges
from dashboard.charts.vakken_tabel import vakken_tabel
from dashboard.theme import (
    StatusStyle,
    aspect_fills,
    ink_on,
    mix,
    plotly_template,
    spoor_fills,
    spoor_inks,
    status_style,
    tone,
)
from wijkkompas_core.analysis.dekking import UITLEG, dekking, dekking_tekst
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Fase, Kompas, Vak, VakStatus
from wijkkompas_core.domain.selectie import ALLES, ROOT, Selectie

STATUS_ORDER = (
    VakStatus.ACTUEEL,
    VakStatus.VEROUDERD,
    VakStatus.EENMALIG,
    VakStatus.LEEG,
    VakStatus.GEDAAN,
    VakStatus.LATER,
    VakStatus.NVT,
)
ACTIEF = "●"
"""Stands before the number of a fase that is open."""


@dataclass(frozen=True, slots=True)
class _Inhoud:
    """What is known of one vak."""

    status: VakStatus
    aantal: int
    laatste: pd.Timestamp | None
    reden: str


@dataclass(frozen=True, slots=True)
class _Face:
    """How one sector looks and what it says."""

    node: str
    label: str
    text: str
    hover: str
    style: StatusStyle
    outline_colour: str = ""


def _inhoud(vakken: pd.DataFrame) -> dict[Vak, _Inhoud]:
    values = columns(vakken, "fase", "aspect", "status", "aantal", "laatste", "reden")
    return {
        Vak(fase, aspect): _Inhoud(
            VakStatus(status),
            int(aantal),
            None if pd.isna(laatste) else laatste,
            reden if isinstance(reden, str) else "",
        )
        for fase, aspect, status, aantal, laatste, reden in zip(*values, strict=True)
    }


def _aantal_tekst(inhoud: _Inhoud) -> str:
    if not inhoud.aantal or inhoud.laatste is None:
        return "Nog geen contactmoment"
    if inhoud.aantal == 1:
        return f"1 contactmoment, op {nl.day(inhoud.laatste)}"
    return f"{inhoud.aantal} contactmomenten, laatste op {nl.day(inhoud.laatste)}"


def _fase_naam(fase: Fase) -> str:
    return f"Fase {fase.nummer} {letterlijk(fase.naam)}"


def _faces(
    kompas: Kompas, inhoud: dict[Vak, _Inhoud] | None, chosen: Selectie, actief: Collection[str], dark: bool
) -> tuple[list[_Face], list[_Face], list[_Face]]:
    """The sectors of the three rings, clockwise; without `inhoud` (the method itself) no status is shown."""
    ground = tone(dark)
    aspect_fill, spoor_fill, spoor_ink = aspect_fills(kompas), spoor_fills(kompas), spoor_inks(kompas, dark)
    fasen, sporen, aspecten = [], [], []

    def lit(fase: str, slugs: Iterable[str]) -> bool:
        return any(chosen.covers(fase, slug, kompas) for slug in slugs)

    def faded(colour: str, is_lit: bool) -> StatusStyle:
        fill = colour if is_lit else mix(colour, ground.paper, 0.4)
        return StatusStyle(fill, ink_on(fill))

    def coverage(fase: str, slugs: Collection[str]) -> str:
        if inhoud is None:
            return ""
        met = sum(1 for slug in slugs if (known := inhoud.get(Vak(fase, slug))) and known.aantal)
        return f"<br>{met} van {len(slugs)} vakken met een contactmoment"

    for fase in kompas.fasen:
        is_actief = fase.slug in actief
        slugs = [a.slug for a in kompas.aspecten]
        name = "<br>".join(letterlijk(line) for line in wrap(fase.kort, 13, break_long_words=False))
        text = f"<b>{ACTIEF} {fase.nummer}</b><br>{name}" if is_actief else f"{fase.nummer}<br>{name}"
        hover = f"<b>{_fase_naam(fase)}</b>{'<br>Deze fase loopt nu' if is_actief else ''}{coverage(fase.slug, slugs)}"
        style = faded(ground.ink if is_actief else ground.ring, lit(fase.slug, slugs))
        fasen.append(_Face(fase.slug, fase.naam, text, hover, style))
        for spoor in kompas.sporen:
            own = [a.slug for a in kompas.aspecten_van(spoor.slug)]
            if not own:
                continue
            hover = f"<b>{letterlijk(spoor.naam)}</b><br>{_fase_naam(fase)}{coverage(fase.slug, own)}"
            style = faded(spoor_fill[spoor.slug], lit(fase.slug, own))
            node = Selectie(fase.slug, spoor.slug).node
            sporen.append(_Face(node, spoor.naam, letterlijk(spoor.kort), hover, style))
            for aspect in kompas.aspecten_van(spoor.slug):
                known = None
                status, text = VakStatus.ACTUEEL, letterlijk(aspect.kort)
                hover = f"<b>{letterlijk(aspect.naam)}</b><br>{_fase_naam(fase)}<br>{letterlijk(spoor.naam)}"
                if inhoud is not None:
                    known = inhoud.get(Vak(fase.slug, aspect.slug), _Inhoud(VakStatus.LEEG, 0, None, ""))
                    status = known.status
                    text = f"<s>{text}</s>" if status is VakStatus.NVT else text
                    # Unbreakable spaces keep the letter off the edge where the chart is small.
                    text = f"\u00a0{text} · <b>{status.letter}</b>\u00a0"
                    hover += f"<br>Status: {status.value} ({status.letter})<br>{_aantal_tekst(known)}"
                if known and known.reden:
                    hover += f"<br>{letterlijk(shorten(known.reden, 70, placeholder=' …'))}"
                dim = not lit(fase.slug, [aspect.slug])
                style = status_style(status, aspect_fill[aspect.slug], dark, dim)
                edge = mix(spoor_ink[spoor.slug], ground.paper, 0.4) if dim else spoor_ink[spoor.slug]
                node = Selectie(fase.slug, spoor.slug, aspect.slug).node
                aspecten.append(_Face(node, aspect.naam, text, hover, style, edge))
    return fasen, sporen, aspecten


def _ring(
    faces: list[_Face],
    widths: list[float],
    ring: tuple[float, float],
    size: int,
    orientation: str,
    middle: str,
    dark: bool,
) -> dict[str, Any]:
    """One ring as a sunburst trace; the middle of the disc lies under the next ring and means the whole wijk."""
    ground = tone(dark)
    inner, outer = ring
    # A disc of n levels has a rim of 1/n of its radius; the next disc covers the rest.
    levels = round(outer / (outer - inner))
    covers = [ROOT] + [f"{ROOT}/{i}" for i in range(levels - 2)]
    # Sectors run anticlockwise from the start, so the last comes first.
    faces, widths = faces[::-1], widths[::-1]
    total = sum(widths)
    pad = [""] * (len(covers) - 1)
    blank = [ground.paper] * len(covers)
    return {
        "type": "sunburst",
        "ids": covers + [f.node for f in faces],
        "parents": ["", *covers[:-1]] + [covers[-1]] * len(faces),
        "labels": ["Hele wijk", *pad] + [letterlijk(f.label) for f in faces],
        "values": [total] * len(covers) + widths,
        "branchvalues": "total",
        "sort": False,
        "rotation": 90,
        "domain": {"x": [(1 - outer) / 2, (1 + outer) / 2], "y": [(1 - outer) / 2, (1 + outer) / 2]},
        "text": [middle, *pad] + [f.text for f in faces],
        "texttemplate": "%{text}",
        "hovertext": ["<b>Hele wijk</b>", *pad] + [f.hover for f in faces],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "insidetextorientation": orientation,
        "insidetextfont": {"size": size, "color": [ground.ink] * len(covers) + [f.style.ink for f in faces]},
        "leaf": {"opacity": 1},
        "marker": {
            "colors": blank + [f.style.fill for f in faces],
            "line": {"color": ground.paper, "width": 2},
            "pattern": {
                "shape": [""] * len(covers) + [f.style.pattern for f in faces],
                "fgcolor": blank + [f.style.hatch for f in faces],
                "bgcolor": blank + [f.style.fill for f in faces],
                "fillmode": "replace",
                "size": 7,
                "solidity": 0.3,
            },
        },
    }


def _shape(path: str, colour: str, width: float, dash: str = "solid") -> dict[str, Any]:
    line = {"color": colour, "width": width, "dash": dash}
    return {"type": "path", "path": path, "xref": "x", "yref": "y", "layer": "above", "line": line}


def _outlines(
    faces: list[_Face], sectoren: dict[str, Sector], chosen: Selectie, kompas: Kompas, dark: bool
) -> list[dict[str, Any]]:
    """Thin around what is filled, dashed around what is empty, thick around once, thickest around the chosen part."""
    ground = tone(dark)
    thin = mix(ground.secondary, ground.paper, 0.25)
    groups: dict[tuple[str, str], list[Sector]] = {}
    for face in faces:
        colour = face.outline_colour if face.style.outline == "thick" else thin
        groups.setdefault((face.style.outline, colour), []).append(sectoren[face.node])
    look = {"thin": (0.004, 0.75, "solid"), "dash": (0.012, 1.25, "4px,3px"), "thick": (0.013, 3, "solid")}
    shapes = [
        _shape(outline(group, look[kind][0]), colour, look[kind][1], look[kind][2])
        for (kind, colour), group in groups.items()
    ]
    if chosen != ALLES:
        parts = list(wedges(chosen, sectoren, kompas))
        # A paper edge under the ink one keeps it visible on the darkest fills.
        shapes += [_shape(outline(parts, 0.006), ground.paper, 7), _shape(outline(parts, 0.006), ground.ink, 3.5)]
    return shapes


def _figure(
    kompas: Kompas,
    inhoud: dict[Vak, _Inhoud] | None,
    chosen: Selectie,
    actief: Collection[str],
    middle: str,
    dark: bool,
    hoogte: int,
) -> go.Figure:
    sectoren = layout_sectoren(kompas)
    fasen, sporen, aspecten = _faces(kompas, inhoud, chosen, actief, dark)

    def widths(faces: list[_Face]) -> list[float]:
        per_vak = len(kompas.fasen) * len(kompas.aspecten) / 360
        return [round((sectoren[f.node].end - sectoren[f.node].start) * per_vak) for f in faces]

    axis = {"range": [-1, 1], "visible": False, "constrain": "domain", "fixedrange": True}
    return figure(
        [
            _ring(aspecten, widths(aspecten), ASPECT_RING, 13, "radial", "", dark),
            _ring(sporen, widths(sporen), SPOOR_RING, 12, "tangential", "", dark),
            _ring(fasen, widths(fasen), FASE_RING, 13, "auto", middle, dark),
        ],
        {
            "template": plotly_template(dark),
            "height": hoogte,
            "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
            "xaxis": axis,
            "yaxis": {**axis, "scaleanchor": "x"},
            "shapes": _outlines([*fasen, *sporen, *aspecten], sectoren, chosen, kompas, dark),
            **CLICKABLE,
        },
    )


def sunburst(
    vakken: pd.DataFrame,
    kompas: Kompas,
    *,
    gekozen: str = ROOT,
    actieve_fasen: Collection[str] = (),
    midden: str = "",
    dark: bool = False,
    hoogte: int = 620,
) -> go.Figure:
    """The kompas of a wijk: a sector per vak with its status as fill, pattern, outline and letter.

    `vakken` is the frame of `vakstatus` (a vak that is not in it counts as leeg), `gekozen` a node id (unknown means
    the whole), `actieve_fasen` slugs, `midden` the text in the middle ("17 van 24<br>vakken"; may hold markup, so
    never a user's text), `hoogte` in pixels. A click gives the node id as `id`; the middle gives "alles".
    """
    chosen = Selectie.from_node(gekozen, kompas)
    return _figure(kompas, _inhoud(vakken), chosen, actieve_fasen, midden, dark, hoogte)


def kleine_cirkel(
    vakken: pd.DataFrame, kompas: Kompas, actieve_fasen: tuple[str, ...], bevinding: str = "", *, dark: bool = False
) -> Grafiek:
    """The kompas of a wijk small; without a `bevinding` it says the dekking."""
    return Grafiek(
        figuur=sunburst(vakken, kompas, actieve_fasen=actieve_fasen, dark=dark, hoogte=300),
        alt=alt_tekst(vakken, kompas, actieve_fasen=actieve_fasen),
        bevinding=bevinding or f"Dekking: {dekking_tekst(dekking(vakken))}",
        tabel=lambda: vakken_tabel(vakken, kompas),
        cijfers=lambda: vakken,
        uitleg=UITLEG,
    )


def methode_sunburst(kompas: Kompas, *, gekozen: str = ROOT, dark: bool = False, hoogte: int = 620) -> go.Figure:
    """The method itself, without the data of any wijk: every vak in its full colour."""
    return _figure(kompas, None, Selectie.from_node(gekozen, kompas), (), "<b>De methode</b>", dark, hoogte)


def status_legenda(vakken: pd.DataFrame) -> list[tuple[VakStatus, str, int]]:
    """Every status in order, with its letter and the number of vakken that have it (also 0)."""
    aantal = vakken["status"].value_counts().to_dict()
    return [(status, status.letter, int(aantal.get(status.value, 0))) for status in STATUS_ORDER]


def alt_tekst(vakken: pd.DataFrame, kompas: Kompas, *, gekozen: str = ROOT, actieve_fasen: Collection[str] = ()) -> str:
    """The kompas in two or three sentences, for who cannot see it."""
    telling = ", ".join(f"{aantal} {status.value}" for status, _, aantal in status_legenda(vakken) if aantal)
    zinnen = [f"Kompas met {len(vakken)} vakken: {telling or 'nog zonder gegevens'}, per fase, spoor en aspect."]
    actief = [f"{f.nummer} {f.naam}" for f in kompas.fasen if f.slug in actieve_fasen]
    if actief:
        zinnen.append(f"Nu lopen de fasen {' en '.join(actief)}." if len(actief) > 1 else f"Nu loopt fase {actief[0]}.")
    chosen = Selectie.from_node(gekozen, kompas)
    if chosen != ALLES:
        zinnen.append(f"Gekozen: {selectie_tekst(chosen, kompas)}.")
    return " ".join(zinnen)


def selectie_tekst(chosen: Selectie, kompas: Kompas) -> str:
    """A selection in words: "fase 2 Karakteriseren van het gebied, Bewoners doen mee"."""
    parts = []
    if chosen.fase:
        fase = kompas.fase[chosen.fase]
        parts.append(f"fase {fase.nummer} {fase.naam}")
    if chosen.aspect:
        parts.append(kompas.aspect[chosen.aspect].naam)
    elif chosen.spoor:
        parts.append(kompas.spoor[chosen.spoor].naam)
    return ", ".join(parts) or "hele wijk"
