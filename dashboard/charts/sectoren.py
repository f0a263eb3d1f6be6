"""The geometry of the kompas: where each sector lies, and outlines around sectors as svg paths.

Angles are degrees clockwise from twelve o'clock; radii are shares of the outer radius; x and y run from −1 to 1.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, degrees, radians, sin, tan

from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.selectie import Selectie

FASE_RING = (0.2, 0.4)
SPOOR_RING = (0.4, 0.5)
ASPECT_RING = (0.5, 1.0)
"""Inner and outer radius per ring. Depth ÷ outer radius must be 1 ÷ a whole number: here 2, 5 and 2."""


@dataclass(frozen=True, slots=True)
class Sector:
    """A piece of a ring, `start` < `end` in degrees, `inner` < `outer` as radius."""

    start: float
    end: float
    inner: float
    outer: float


def layout_sectoren(kompas: Kompas) -> dict[str, Sector]:
    """Node id of every fase, spoor in a fase and vak → its sector, in drawing order; every vak is as wide."""
    step = 360 / max(1, len(kompas.fasen) * len(kompas.aspecten))
    sectoren: dict[str, Sector] = {}
    angle = 0.0
    for fase in kompas.fasen:
        sectoren[fase.slug] = Sector(angle, angle + step * len(kompas.aspecten), *FASE_RING)
        for spoor in kompas.sporen:
            aspecten = kompas.aspecten_van(spoor.slug)
            if aspecten:
                node = Selectie(fase.slug, spoor.slug).node
                sectoren[node] = Sector(angle, angle + step * len(aspecten), *SPOOR_RING)
            for aspect in aspecten:
                sectoren[Selectie(fase.slug, spoor.slug, aspect.slug).node] = Sector(angle, angle + step, *ASPECT_RING)
                angle += step
    return sectoren


def wedges(chosen: Selectie, sectoren: dict[str, Sector], kompas: Kompas) -> Iterator[Sector]:
    """The part of the disc that a selection covers: from its own ring to the rim, once per fase it runs through."""
    for fase in (chosen.fase,) if chosen.fase else tuple(kompas.fase):
        own = sectoren[Selectie(fase, chosen.spoor, chosen.aspect).node]
        yield Sector(own.start, own.end, own.inner, ASPECT_RING[1])


def _point(angle: float, radius: float) -> str:
    return f"{radius * sin(radians(angle)):.4f},{radius * cos(radians(angle)):.4f}"


def _arc(start: float, end: float, radius: float) -> str:
    """Cubic curves from angle to angle, at most 45° each; the error stays far below a pixel."""
    parts = max(1, int(abs(end - start) // 45 + 1))
    step = (end - start) / parts
    handle = 4 / 3 * tan(radians(step) / 4) * radius
    pieces = []
    for i in range(parts):
        a, b = radians(start + i * step), radians(start + (i + 1) * step)
        pieces.append(
            f"C{radius * sin(a) + handle * cos(a):.4f},{radius * cos(a) - handle * sin(a):.4f} "
            f"{radius * sin(b) - handle * cos(b):.4f},{radius * cos(b) + handle * sin(b):.4f} "
            f"{radius * sin(b):.4f},{radius * cos(b):.4f}"
        )
    return "".join(pieces)


def outline(sectoren: Iterable[Sector], inset: float = 0.0) -> str:
    """One path around each sector, drawn `inset` inside its edge; empty when there are none."""
    path = []
    for sector in sectoren:
        inner, outer = sector.inner + inset, sector.outer - inset
        # The same distance from a straight side is a wider angle nearer to the middle.
        near = min(degrees(inset / inner), (sector.end - sector.start) / 2)
        far = min(degrees(inset / outer), (sector.end - sector.start) / 2)
        if sector.end - sector.start >= 360:
            near = far = 0.0
        path.append(
            f"M{_point(sector.start + far, outer)}{_arc(sector.start + far, sector.end - far, outer)}"
            f"L{_point(sector.end - near, inner)}{_arc(sector.end - near, sector.start + near, inner)}Z"
        )
    return "".join(path)
