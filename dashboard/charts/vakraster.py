"""The vakken as a grid, fasen across and aspecten down: how a cell looks, and the drawing of it for paper and files.

Hue says which spoor, strength how it stands: tint is fine, full colour is too long silent. What lies in a fase that
does not run is grey. Every status has its own word or sign as well.
"""

from dataclasses import dataclass

from dashboard.charts.namen import letterlijk
from dashboard.charts.paper.text import FONTS, Font, draw
from dashboard.theme import ink_on, spoor_fills, spoor_inks, tint, tone
from wijkkompas_core.analysis.vakraster import Cel, Vakraster, fase_kort
from wijkkompas_core.domain.kompas import Kompas, VakStatus

_HIGH, _GAP, _HEAD, _SIZE = 26, 3, 28, 13
_LABEL = 92
"""Pixels: of a cell and between cells, of the heads of the columns, of letters, and of the names of the aspecten."""


@dataclass(frozen=True, slots=True)
class Celstijl:
    """How a vak looks: `vlak` ("" for open ground) and `inkt` as hex, whether its edge is dashed and its word bold."""

    vlak: str
    inkt: str
    streep: bool = False
    vet: bool = False


def celstijl(status: VakStatus, spoor: str, kompas: Kompas, *, dark: bool = False) -> Celstijl:
    """The look of a vak of this status in a spoor (its slug)."""
    ground = tone(dark)
    if status is VakStatus.VEROUDERD:
        full = spoor_fills(kompas, dark)[spoor]
        return Celstijl(full, ink_on(full), vet=True)
    if status in (VakStatus.ACTUEEL, VakStatus.EENMALIG):
        place = [one.slug for one in kompas.sporen].index(spoor)
        return Celstijl(tint(place, dark), ground.ink)
    if status is VakStatus.GEDAAN:
        return Celstijl(ground.band, ground.secondary)
    return Celstijl(
        ground.paper, ground.ink if status is VakStatus.LEEG else ground.secondary, status is VakStatus.LEEG
    )


def vakraster_svg(raster: Vakraster, kompas: Kompas, breed: float, *, dark: bool = False) -> str:
    """The grid as SVG, `breed` pixels wide, on open ground; under some 480 pixels the fasen go by their number."""
    ground, inks = tone(dark), spoor_inks(kompas, dark)
    wide = (breed - _LABEL + _GAP) / max(1, len(raster.fasen)) - _GAP
    high = _HEAD + len(raster.rijen) * (_HIGH + _GAP)
    parts = []
    for column, fase in enumerate(raster.fasen):
        x, running = _LABEL + column * (wide + _GAP), fase.slug in raster.open
        if running:
            parts.append(_rect(x, 0, wide, _HEAD - _GAP, ground.ink))
        font = Font(_SIZE, ground.paper if running else ground.secondary, running)
        name = fase_kort(fase) if wide >= 62 else str(fase.nummer)
        parts.append(draw(letterlijk(name), x + wide / 2, (_HEAD - _GAP) / 2, font, anchor="center"))
    for number, row in enumerate(raster.rijen):
        y = _HEAD + number * (_HIGH + _GAP)
        label = Font(_SIZE, inks[row.aspect.spoor], bold=True)
        parts.append(draw(letterlijk(row.aspect.kort), 0, y + _HIGH / 2, label))
        for column, cell in enumerate(row.cellen):
            parts.append(_cell(cell, _LABEL + column * (wide + _GAP), y, wide, celstijl_van(cell, kompas, dark)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{breed:g}" height="{high:g}" viewBox="0 0 {breed:g} {high:g}" '
        f'font-family="{FONTS}">{"".join(parts)}</svg>'
    )


def celstijl_van(cell: Cel, kompas: Kompas, dark: bool) -> Celstijl:
    """The look of a cell."""
    return celstijl(cell.status, cell.spoor, kompas, dark=dark)


def _cell(cell: Cel, x: float, y: float, wide: float, look: Celstijl) -> str:
    words = cell.kort + (cell.rest if wide >= 62 else "")
    text = draw(letterlijk(words), x + wide / 2, y + _HIGH / 2, Font(_SIZE, look.inkt, look.vet), anchor="center")
    if look.streep:
        return _rect(x + 0.5, y + 0.5, wide - 1, _HIGH - 1, "none", look.inkt) + text
    return (_rect(x, y, wide, _HIGH, look.vlak) if look.vlak else "") + text


def _rect(x: float, y: float, wide: float, high: float, fill: str, dashed: str = "") -> str:
    edge = f' stroke="{dashed}" stroke-dasharray="4 3"' if dashed else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="2" fill="{fill}"{edge}/>'
