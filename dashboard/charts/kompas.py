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

from dashboard.charts import CLICKABLE, figure
from dashboard.charts.grafiek import Grafiek
from dashboard.charts.namen import NIETS, Figuurtekst, letterlijk, onder_elkaar, opmaak
from dashboard.charts.sectoren import ASPECT_RING, FASE_RING, SPOOR_RING, Sector, layout_sectoren, outline, wedges
from dashboard.charts.vakken_tabel import binnen, methode_tabel, vakken_tabel
from dashboard.charts.vakraster import celstijl
from dashboard.theme import aspect_fills, contrast, ink_on, mix, plotly_template, spoor_fills, spoor_inks, tint, tone
from wijkkompas_core.analysis.dekking import UITLEG, dekking, dekking_tekst
from wijkkompas_core.analysis.vakraster import Cel, Vakraster
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kleur import AA_TEXT
from wijkkompas_core.domain.kompas import Aspect, Fase, Kompas, Vak, VakStatus
from wijkkompas_core.domain.selectie import ALLES, ROOT, Selectie

ACTIEF = "●"
"""Stands before the number of a fase that is open."""


_SMALL_PX = 480
"""Under this height an aspect has no room for its name: its place in the ring and the grid say which it is."""


@dataclass(frozen=True, slots=True)
class _Look:
    """The fill of a sector, the ink on it, and whether its edge is dashed."""

    fill: str
    ink: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class _Face:
    """How one sector looks and what it says."""

    node: str
    label: str
    text: Figuurtekst
    hover: Figuurtekst
    style: _Look


@dataclass(frozen=True, slots=True)
class _Blad:
    """What is drawn: the method, with the vakken of a wijk or without, the chosen part, the theme and the size."""

    kompas: Kompas
    raster: Vakraster | None
    chosen: Selectie
    dark: bool
    hoogte: int

    def lit(self, fase: str, slugs: Iterable[str]) -> bool:
        """Whether any of these aspecten in this fase lies in the chosen part."""
        return any(self.chosen.covers(fase, slug, self.kompas) for slug in slugs)

    def faded(self, look: _Look, lit: bool) -> _Look:
        """The look of what lies outside the chosen part: nearer to the paper."""
        if lit:
            return look
        fill = mix(look.fill, tone(self.dark).paper, 0.4)
        return _Look(fill, look.ink if contrast(look.ink, fill) >= AA_TEXT else ink_on(fill), look.dashed)

    def running(self, fase: str) -> bool:
        """Whether a fase runs."""
        return self.raster is not None and fase in self.raster.open

    def over(self, fase: str) -> bool:
        """Whether a fase is closed: it does not run, and nothing in it is for later."""
        cells = [c.status for row in self.raster.rijen for c in row.cellen if c.fase == fase] if self.raster else []
        counted = [status for status in cells if status is not VakStatus.NVT]
        return not self.running(fase) and bool(counted) and VakStatus.LATER not in counted


def _aantal_tekst(cell: Cel) -> str:
    if not cell.aantal or cell.laatste is None:
        return "Nog geen contactmoment"
    if cell.aantal == 1:
        return f"1 contactmoment, op {nl.day(cell.laatste)}"
    return f"{cell.aantal} contactmomenten, laatste op {nl.day(cell.laatste)}"


def _fase_naam(fase: Fase) -> Figuurtekst:
    return opmaak("Fase {} {}", fase.nummer, fase.naam)


def _faces(blad: _Blad) -> tuple[list[_Face], list[_Face], list[_Face]]:
    """The sectors of the three rings, clockwise; of the method itself no status is shown."""
    kompas, fasen, sporen, aspecten = blad.kompas, [], [], []
    cells = {Vak(c.fase, c.aspect): c for row in blad.raster.rijen for c in row.cellen} if blad.raster else {}
    for fase in kompas.fasen:
        fasen.append(_fase_face(blad, fase, cells))
        for place, spoor in enumerate(kompas.sporen):
            own = kompas.aspecten_van(spoor.slug)
            if not own:
                continue
            slugs = [aspect.slug for aspect in own]
            hover = opmaak("<b>{}</b><br>{}{}", spoor.naam, _fase_naam(fase), _coverage(cells, fase.slug, slugs))
            look = blad.faded(_spoor_look(blad, fase.slug, spoor.slug, place), blad.lit(fase.slug, slugs))
            node = Selectie(fase.slug, spoor.slug).node
            sporen.append(_Face(node, spoor.naam, letterlijk(spoor.kort), hover, look))
            aspecten += [_vak_face(blad, fase, aspect, cells.get(Vak(fase.slug, aspect.slug))) for aspect in own]
    return fasen, sporen, aspecten


def _coverage(cells: dict[Vak, Cel], fase: str, slugs: Collection[str]) -> Figuurtekst:
    if not cells:
        return NIETS
    met = sum(cells[Vak(fase, slug)].aantal > 0 for slug in slugs)
    return opmaak("<br>{} van {} vakken met een contactmoment", met, len(slugs))


def _fase_face(blad: _Blad, fase: Fase, cells: dict[Vak, Cel]) -> _Face:
    ground, running = tone(blad.dark), blad.running(fase.slug)
    slugs = [aspect.slug for aspect in blad.kompas.aspecten]
    name = onder_elkaar(wrap(fase.kort, 13, break_long_words=False))
    over = blad.over(fase.slug)
    number = opmaak("<b>{} {}</b>", ACTIEF, fase.nummer) if running else f"{'✓ ' if over else ''}{fase.nummer}"
    text = opmaak("{}<br>{}", number, name)
    now = opmaak("<br>Deze fase loopt nu" if running else "<br>Deze fase is klaar" if over else "")
    hover = opmaak("<b>{}</b>{}{}", _fase_naam(fase), now, _coverage(cells, fase.slug, slugs))
    fill = ground.ink if running else ground.ring
    return _Face(fase.slug, fase.naam, text, hover, blad.faded(_Look(fill, ink_on(fill)), blad.lit(fase.slug, slugs)))


def _spoor_look(blad: _Blad, fase: str, spoor: str, place: int) -> _Look:
    """In the method and in a fase that runs in its own hue; in the rest only the letters have it."""
    if blad.raster is None:
        fill = spoor_fills(blad.kompas, blad.dark)[spoor]
        return _Look(fill, ink_on(fill))
    ground = tone(blad.dark)
    if blad.running(fase):
        return _Look(tint(place, blad.dark), ground.ink)
    return _Look(ground.band, spoor_inks(blad.kompas, blad.dark)[spoor])


def _vak_face(blad: _Blad, fase: Fase, aspect: Aspect, cell: Cel | None) -> _Face:
    """A vak: in the method its aspect in the colour of that aspect, of a wijk what its cell in the grid says."""
    kompas, node = blad.kompas, Selectie(fase.slug, aspect.spoor, aspect.slug).node
    naam, lit = letterlijk(aspect.kort), blad.lit(fase.slug, [aspect.slug])
    hover = opmaak("<b>{}</b><br>{}<br>{}", aspect.naam, _fase_naam(fase), kompas.spoor[aspect.spoor].naam)
    if cell is None:
        fill = aspect_fills(kompas, blad.dark)[aspect.slug]
        return _Face(node, aspect.naam, naam, hover, blad.faded(_Look(fill, ink_on(fill)), lit))
    look = celstijl(cell.status, cell.spoor, kompas, dark=blad.dark)
    word = opmaak("<b>{}</b>" if look.vet or blad.hoogte < _SMALL_PX else "{}", cell.kort)
    # Unbreakable spaces keep the word off the edge where the chart is small.
    text = word if blad.hoogte < _SMALL_PX else opmaak("\u00a0{} · {}\u00a0", naam, word)
    if cell.status is VakStatus.LATER and blad.hoogte >= _SMALL_PX:
        text = opmaak("\u00a0{}\u00a0", naam)
    hover = opmaak("{}<br>Status: {}<br>{}", hover, cell.status.value, _aantal_tekst(cell))
    if cell.reden:
        hover = opmaak("{}<br>{}", hover, shorten(cell.reden, 70, placeholder=" …"))
    style = _Look(look.vlak or tone(blad.dark).paper, look.inkt, look.streep)
    return _Face(node, aspect.naam, text, hover, blad.faded(style, lit))


def _ring(
    faces: list[_Face],
    widths: list[float],
    ring: tuple[float, float],
    size: int,
    orientation: str,
    middle: Figuurtekst,
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
            # What plotly fills in for a pattern that is left out, it takes for a change, and then it draws twice.
            "pattern": {"shape": [""] * (len(covers) + len(faces))},
        },
    }


def _shape(path: str, colour: str, width: float, dash: str = "solid") -> dict[str, Any]:
    line = {"color": colour, "width": width, "dash": dash}
    return {"type": "path", "path": path, "xref": "x", "yref": "y", "layer": "above", "line": line}


def _outlines(faces: list[_Face], sectoren: dict[str, Sector], blad: _Blad) -> list[dict[str, Any]]:
    """Thin around what is filled, dashed around what is empty, thickest around the chosen part."""
    ground = tone(blad.dark)
    thin = mix(ground.secondary, ground.paper, 0.25)
    groups: dict[bool, list[Sector]] = {}
    for face in faces:
        groups.setdefault(face.style.dashed, []).append(sectoren[face.node])
    look = {False: (0.004, 0.75, "solid"), True: (0.012, 1.5, "4px,3px")}
    shapes = [
        _shape(outline(group, look[dashed][0]), thin, look[dashed][1], look[dashed][2])
        for dashed, group in groups.items()
    ]
    if blad.chosen != ALLES:
        parts = list(wedges(blad.chosen, sectoren, blad.kompas))
        # A paper edge under the ink one keeps it visible on the darkest fills.
        shapes += [_shape(outline(parts, 0.006), ground.paper, 7), _shape(outline(parts, 0.006), ground.ink, 3.5)]
    return shapes


def _figure(blad: _Blad, middle: Figuurtekst) -> go.Figure:
    kompas, dark = blad.kompas, blad.dark
    sectoren = layout_sectoren(kompas)
    fasen, sporen, aspecten = _faces(blad)

    def widths(faces: list[_Face]) -> list[float]:
        per_vak = len(kompas.fasen) * len(kompas.aspecten) / 360
        return [round((sectoren[f.node].end - sectoren[f.node].start) * per_vak) for f in faces]

    axis = {"range": [-1, 1], "visible": False, "constrain": "domain", "fixedrange": True}
    return figure(
        [
            _ring(aspecten, widths(aspecten), ASPECT_RING, 13, "radial", NIETS, dark),
            _ring(sporen, widths(sporen), SPOOR_RING, 12, "tangential", NIETS, dark),
            _ring(fasen, widths(fasen), FASE_RING, 13, "auto", middle, dark),
        ],
        {
            "template": plotly_template(dark),
            "height": blad.hoogte,
            "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
            "xaxis": axis,
            "yaxis": {**axis, "scaleanchor": "x"},
            "shapes": _outlines([*fasen, *sporen, *aspecten], sectoren, blad),
            **CLICKABLE,
        },
    )


def sunburst(
    raster: Vakraster,
    vakken: pd.DataFrame,
    kompas: Kompas,
    *,
    gekozen: str = ROOT,
    midden: Figuurtekst = NIETS,
    dark: bool = False,
    hoogte: int = 620,
) -> Grafiek:
    """The kompas of a wijk: a sector per vak that looks and says what its cell in the grid does.

    `raster` is made of `vakken`. `gekozen` is a node id (unknown means the whole): the table is about that part.
    `midden` is the text in the middle ("17 van 24<br>vakken"), `hoogte` in pixels. A click gives the node id as `id`;
    the middle gives "alles".
    """
    chosen = Selectie.from_node(gekozen, kompas)
    part = binnen(vakken, chosen, kompas)
    return Grafiek(
        figuur=_figure(_Blad(kompas, raster, chosen, dark, hoogte), midden),
        alt=alt_tekst(vakken, kompas, gekozen=gekozen, actieve_fasen=raster.open),
        bevinding=f"Dekking: {dekking_tekst(dekking(part))}",
        tabel=lambda: vakken_tabel(part, kompas),
        cijfers=lambda: part,
        uitleg=UITLEG,
    )


def methode_sunburst(kompas: Kompas, *, gekozen: str = ROOT, dark: bool = False, hoogte: int = 620) -> Grafiek:
    """The method itself, without the data of any wijk: every vak in the full colour of its aspect."""
    chosen = Selectie.from_node(gekozen, kompas)
    names = f"{len(kompas.fasen)} fasen, {len(kompas.sporen)} sporen en {len(kompas.aspecten)} aspecten"
    return Grafiek(
        figuur=_figure(_Blad(kompas, None, chosen, dark, hoogte), opmaak("<b>De methode</b>")),
        alt=f"De methode als cirkel: binnen de fasen, daaromheen de sporen en aan de rand de aspecten; {names}.",
        bevinding=f"De methode: {names}",
        tabel=lambda: methode_tabel(kompas),
        cijfers=lambda: methode_tabel(kompas),
        uitleg=UITLEG,
    )


def status_legenda(vakken: pd.DataFrame) -> list[tuple[VakStatus, int]]:
    """Every status in order, with the number of vakken that have it (also 0)."""
    aantal = vakken["status"].value_counts().to_dict()
    return [(status, int(aantal.get(status.value, 0))) for status in VakStatus]


def alt_tekst(vakken: pd.DataFrame, kompas: Kompas, *, gekozen: str = ROOT, actieve_fasen: Collection[str] = ()) -> str:
    """The kompas in two or three sentences, for who cannot see it."""
    telling = ", ".join(f"{aantal} {status.value}" for status, aantal in status_legenda(vakken) if aantal)
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
