"""What a new edition of the boundaries does to the wijken that are known: by code, name and overlap of their areas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.betrokkenheid import match_name

GRID = 48
"""So many points a side are laid over an area to see how much of it another one covers."""
MOSTLY = 0.7
"""From this share on an area is counted as part of another. Our own default."""


class Soort(StrEnum):
    """What can happen to a wijk from one edition to the next."""

    ZELFDE = "zelfde"
    HERNOEMD = "heet anders"
    HERCODEERD = "heeft een andere code"
    VERPLAATST = "ligt ergens anders"
    GESPLITST = "is gesplitst"
    SAMENGEVOEGD = "is samengevoegd"
    VERDWENEN = "is verdwenen"
    NIEUW = "is nieuw"


ZEKER = (Soort.ZELFDE, Soort.NIEUW)
"""What needs no confirmation."""


@dataclass(frozen=True, slots=True)
class Gebied:
    """A wijk of an edition; without `grens` only its code and name can be compared."""

    code: str
    naam: str
    grens: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Verschil:
    """What happened: the wijken of before and those of the new edition."""

    soort: Soort
    oud: tuple[Gebied, ...]
    nieuw: tuple[Gebied, ...]

    @property
    def zin(self) -> str:
        """The same as a sentence: "Haven (WK003401) is gesplitst in Noord (WK003404) en Zuid (WK003405)"."""
        old, new = (nl.enumerate_words([f"{g.naam} ({g.code})" for g in part]) for part in (self.oud, self.nieuw))
        match self.soort:
            case Soort.GESPLITST:
                return f"{old} is gesplitst in {new}"
            case Soort.SAMENGEVOEGD:
                return f"{old} zijn samengevoegd tot {new}"
            case Soort.VERDWENEN:
                return f"{old} is verdwenen"
            case Soort.NIEUW:
                return f"{new} is nieuw"
            case Soort.ZELFDE:
                return f"{new} is hetzelfde"
            case Soort.HERNOEMD:
                return f"{old} heet nu {new}"
            case Soort.HERCODEERD:
                return f"{old} heeft nu een andere code: {new}"
            case Soort.VERPLAATST:
                return f"{new} ligt ergens anders dan {old}"


def vergelijk(oud: Sequence[Gebied], nieuw: Sequence[Gebied]) -> list[Verschil]:
    """What happened to each wijk of before, and which are new; every wijk of the new edition stands in exactly one."""
    found: list[Verschil] = []
    by_code = {gebied.code: gebied for gebied in nieuw}
    rest_old, taken = list[Gebied](), set[str]()
    for old in oud:
        new = by_code.get(old.code)
        if new is None:
            rest_old.append(old)
            continue
        taken.add(new.code)
        apart = old.grens is not None and new.grens is not None and max(_both(old, new)) < 1 - MOSTLY
        same = _same_name(old, new)
        soort = Soort.VERPLAATST if apart else Soort.ZELFDE if same else Soort.HERNOEMD
        found.append(Verschil(soort, (old,), (new,)))
    rest_new = [gebied for gebied in nieuw if gebied.code not in taken]
    found += _renumbered(rest_old, rest_new)
    found += _divided(rest_old, rest_new)
    found += [Verschil(Soort.VERDWENEN, (old,), ()) for old in rest_old]
    return found + [Verschil(Soort.NIEUW, (), (new,)) for new in rest_new]


def _renumbered(old: list[Gebied], new: list[Gebied]) -> list[Verschil]:
    """The same area, or where there is none the same name, under another code; takes them out of both lists."""
    found: list[Verschil] = []
    for one in list(old):
        alike = [other for other in new if min(_both(one, other)) >= MOSTLY]
        named = [other for other in alike or new if _same_name(one, other)]
        if one.grens is not None and not alike:
            continue
        twins = [other for other in old if _same_name(one, other)]
        chosen = named[0] if len(named) == 1 and len(twins) == 1 else alike[0] if len(alike) == 1 else None
        if chosen is not None:
            found.append(Verschil(Soort.HERCODEERD, (one,), (chosen,)))
            old.remove(one)
            new.remove(chosen)
    return found


def _divided(old: list[Gebied], new: list[Gebied]) -> list[Verschil]:
    """Areas that came apart or together; takes them out of both lists."""
    found: list[Verschil] = []
    for one in list(old):
        parts = tuple(other for other in new if _both(one, other)[1] >= MOSTLY)
        if len(parts) > 1:
            found.append(Verschil(Soort.GESPLITST, (one,), parts))
            old.remove(one)
            for part in parts:
                new.remove(part)
    for other in list(new):
        parts = tuple(one for one in old if _both(one, other)[0] >= MOSTLY)
        if len(parts) > 1:
            found.append(Verschil(Soort.SAMENGEVOEGD, parts, (other,)))
            new.remove(other)
            for part in parts:
                old.remove(part)
    return found


def _same_name(one: Gebied, other: Gebied) -> bool:
    return match_name(one.naam) == match_name(other.naam)


def _both(one: Gebied, other: Gebied) -> tuple[float, float]:
    """Which share of the one lies in the other, and the other way round; 0 without a boundary."""
    if one.grens is None or other.grens is None:
        return 0.0, 0.0
    return overlap(one.grens, other.grens), overlap(other.grens, one.grens)


def overlap(grens: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """Which share of an area lies in another, 0 to 1: counted on a grid of points."""
    rings, others = _rings(grens), _rings(other)
    every = np.concatenate(rings)
    (left, low), (right, high) = every.min(axis=0), every.max(axis=0)
    bounds = np.concatenate(others)
    if (bounds.max(axis=0) < (left, low)).any() or (bounds.min(axis=0) > (right, high)).any():
        return 0.0
    steps = (np.arange(GRID) + 0.5) / GRID
    x = np.tile(left + steps * (right - left), GRID)
    y = np.repeat(low + steps * (high - low), GRID)
    inside = _inside(x, y, rings)
    return float((inside & _inside(x, y, others)).sum() / inside.sum()) if inside.any() else 0.0


def _rings(grens: Mapping[str, Any]) -> list[Any]:
    parts = grens["coordinates"] if grens["type"] == "MultiPolygon" else [grens["coordinates"]]
    return [np.asarray(ring, dtype=float)[:, :2] for part in parts for ring in part]


def _inside(x: Any, y: Any, rings: Sequence[Any]) -> Any:
    """Which points lie inside: on the way out they cross the rings an odd number of times."""
    crossed = np.zeros(len(x), dtype=bool)
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring[:-1].tolist(), ring[1:].tolist(), strict=True):
            if y1 != y2:
                crossed ^= ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return crossed
