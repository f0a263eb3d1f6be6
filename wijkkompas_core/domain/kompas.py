"""The method as data: fasen, sporen, aspecten, vakken and knooppunten, and the lookups between them.

Nothing here names a particular fase or spoor: a gemeente can change them, so they come from `data/referentie/`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Fase:
    """One of the steps of a wijkaanpak. `kort` is the label for narrow places."""

    slug: str
    nummer: int
    naam: str
    kort: str
    uitleg: str


@dataclass(frozen=True, slots=True)
class Spoor:
    """A perspective that needs attention in every fase; the first spoor is drawn up and left."""

    slug: str
    volgorde: int
    naam: str
    kort: str
    uitleg: str


@dataclass(frozen=True, slots=True)
class Aspect:
    """A part of one spoor (`spoor` is its slug), present in every fase."""

    slug: str
    volgorde: int
    spoor: str
    naam: str
    kort: str
    uitleg: str


@dataclass(frozen=True, slots=True)
class Vak:
    """One fase × aspect, both as slugs: the grid that everything hangs on."""

    fase: str
    aspect: str


@dataclass(frozen=True, slots=True)
class Knooppunt:
    """A concrete step inside a vak. `partijen` are slugs of types of belanghebbenden; `eigen` marks our own texts.

    `bron` is the law or rule that it leans on, looked up on `nagekeken_op`; empty and None when it leans on none.
    """

    slug: str
    fase: str
    aspect: str
    volgorde: int
    titel: str
    doel: str
    aanpak: str
    tips: str
    praktijkverhaal: str
    partijen: tuple[str, ...]
    bestuurlijk_gevoelig: bool
    eigen: bool
    bron: str = ""
    nagekeken_op: date | None = None

    @property
    def losse_tips(self) -> tuple[str, ...]:
        """The tips one by one; in the data a bar stands between them."""
        return tuple(tip for part in self.tips.split("|") if (tip := part.strip()))


@dataclass(frozen=True, slots=True)
class BelanghebbendeType:
    """A kind of organisation or group, with the aspecten (slugs) where it usually appears."""

    slug: str
    volgorde: int
    naam: str
    aspecten: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schaalwaarde:
    """One step of a scale such as participatieniveau, with its place in the order."""

    schaal: str
    slug: str
    volgorde: int
    naam: str
    uitleg: str


class VakStatus(StrEnum):
    """How well a vak is looked after. Shown by colour, and always in a word or a sign as well."""

    ACTUEEL = "actueel"
    VEROUDERD = "verouderd"
    EENMALIG = "eenmalig"
    LEEG = "leeg"
    GEDAAN = "gedaan"
    LATER = "later"
    NVT = "n.v.t."


@dataclass(frozen=True)
class Kompas:
    """The whole method, ordered: read once from the reference data and passed around."""

    fasen: tuple[Fase, ...]
    sporen: tuple[Spoor, ...]
    aspecten: tuple[Aspect, ...]
    vakuitleg: dict[Vak, str]

    @cached_property
    def fase(self) -> dict[str, Fase]:
        """Fasen by slug."""
        return {f.slug: f for f in self.fasen}

    @cached_property
    def spoor(self) -> dict[str, Spoor]:
        """Sporen by slug."""
        return {s.slug: s for s in self.sporen}

    @cached_property
    def aspect(self) -> dict[str, Aspect]:
        """Aspecten by slug."""
        return {a.slug: a for a in self.aspecten}

    @cached_property
    def spoor_van(self) -> dict[str, str]:
        """Slug of an aspect → slug of its spoor."""
        return {a.slug: a.spoor for a in self.aspecten}

    def aspecten_van(self, spoor: str) -> tuple[Aspect, ...]:
        """The aspecten of one spoor, in order."""
        return tuple(a for a in self.aspecten if a.spoor == spoor)

    def vakken(self) -> Iterator[Vak]:
        """Every fase × aspect, by fase, then spoor, then aspect."""
        for fase in self.fasen:
            for spoor in self.sporen:
                for aspect in self.aspecten_van(spoor.slug):
                    yield Vak(fase.slug, aspect.slug)
