"""The one selection: what part of the kompas is chosen, as a value, as a sunburst node id and as text in the URL.

A node id is a path of slugs: `alles`, `<fase>`, `<fase>/<spoor>`, `<fase>/<spoor>/<aspect>`, or with `alle` for
the fase: `alle/<spoor>`, `alle/<spoor>/<aspect>`. Everything that comes from outside goes through `from_node`,
which answers `ALLES` for what it does not know.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from wijkkompas_core.domain.kompas import Kompas, Vak

ROOT = "alles"
ANY_FASE = "alle"


@dataclass(frozen=True, slots=True)
class Selectie:
    """A part of the kompas: any of fase, spoor and aspect (slugs); an aspect always comes with its spoor."""

    fase: str | None = None
    spoor: str | None = None
    aspect: str | None = None

    @classmethod
    def from_node(cls, node: object, kompas: Kompas) -> "Selectie":
        """Read a node id; unknown or malformed ids mean the whole wijk, never an error."""
        if not isinstance(node, str) or node == ROOT:
            return ALLES
        fase, *rest = node.split("/")
        if (fase != ANY_FASE and fase not in kompas.fase) or (fase == ANY_FASE and not rest) or len(rest) > 2:
            return ALLES
        spoor = rest[0] if rest else None
        aspect = rest[1] if len(rest) == 2 else None
        if spoor is not None and spoor not in kompas.spoor:
            return ALLES
        if aspect is not None and kompas.spoor_van.get(aspect) != spoor:
            return ALLES
        return cls(None if fase == ANY_FASE else fase, spoor, aspect)

    @property
    def node(self) -> str:
        """The node id of this selection."""
        if self == ALLES:
            return ROOT
        return "/".join(part for part in (self.fase or ANY_FASE, self.spoor, self.aspect) if part)

    @property
    def vak(self) -> Vak | None:
        """The vak, when exactly one is chosen."""
        return Vak(self.fase, self.aspect) if self.fase and self.aspect else None

    @property
    def parent(self) -> "Selectie":
        """One step back towards the whole wijk."""
        if self.aspect:
            return Selectie(self.fase, self.spoor)
        if self.spoor:
            return Selectie(self.fase)
        return ALLES

    def covers(self, fase: str, aspect: str, kompas: Kompas) -> bool:
        """Whether the vak fase × aspect lies inside this selection."""
        return (
            (self.fase is None or self.fase == fase)
            and (self.aspect is None or self.aspect == aspect)
            and (self.spoor is None or self.spoor == kompas.spoor_van.get(aspect))
        )

    def aspecten(self, kompas: Kompas) -> tuple[str, ...]:
        """Slugs of the aspecten inside this selection."""
        return tuple(a.slug for a in kompas.aspecten if self.aspect in (None, a.slug) and self.spoor in (None, a.spoor))


ALLES = Selectie()


def all_selecties(kompas: Kompas) -> Iterator[Selectie]:
    """Every selection there is: the whole, each fase with its parts, then each spoor and aspect over all fasen."""
    yield ALLES
    for fase in (*(f.slug for f in kompas.fasen), None):
        if fase is not None:
            yield Selectie(fase)
        for spoor in kompas.sporen:
            yield Selectie(fase, spoor.slug)
            for aspect in kompas.aspecten_van(spoor.slug):
                yield Selectie(fase, spoor.slug, aspect.slug)
