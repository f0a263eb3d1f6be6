"""Which parties are probably one and the same: a proposal with its reason, for somebody to decide on."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from wijkkompas_core.analysis.namen import SIMILAR, gelijkenis
from wijkkompas_core.domain.betrokkenheid import match_name
from wijkkompas_core.uitwisseling.spellingen import beste_naam, groepen, initialen, kan_zelfde

K = TypeVar("K", bound=Hashable)
SPACED = "alleen hoofdletters, punten of spaties verschillen"
SHORTER = "de ene naam is een kortere vorm van de andere"
SAME_CORE = "dezelfde naam, op een woord na dat zegt wat het is"
SHORTENED = "de ene naam kan een afkorting van de andere zijn"
ALIKE = "de namen verschillen maar een paar letters"
INDIRECT = "lijkt op een andere naam uit deze groep"


@dataclass(frozen=True, slots=True)
class Dubbelganger(Generic[K]):
    """One of a group: its key, its name, and why it may be the same as the one that stays (empty for that one)."""

    sleutel: K
    naam: str
    waarom: str = ""


@dataclass(frozen=True, slots=True)
class Dubbel(Generic[K]):
    """Parties that are probably one. `blijft` is the one of which the name is proposed to stay."""

    blijft: Dubbelganger[K]
    anderen: tuple[Dubbelganger[K], ...]

    @property
    def leden(self) -> tuple[Dubbelganger[K], ...]:
        """All of them, the one that is proposed to stay first."""
        return self.blijft, *self.anderen


def dubbelen(
    partijen: Mapping[K, Sequence[str]], gewicht: Callable[[K], int] = lambda _key: 0
) -> tuple[Dubbel[K], ...]:
    """The groups of parties that are probably one, by the name that is proposed to stay.

    Proposed is the one with the most `gewicht` (such as how often it was met), of equals the fullest name.

    `partijen`: a key of the caller's → its name, and behind it other names that count as it. Two that share a name
    but for spaces, its core, or differ by a typing error or an abbreviation stand together; a name that may be short
    for two others stands with neither. The order in which they are given makes no difference.
    """
    names: dict[str, dict[str, list[K]]] = {}  # without spaces → as it is written → who is called so
    for key, written in partijen.items():
        for naam in written:
            if folded := match_name(naam).replace(" ", ""):
                names.setdefault(folded, {}).setdefault(naam, []).append(key)
    folds = {
        min(written, key=lambda naam: (len(match_name(naam).split()), naam)): folded
        for folded, written in names.items()
    }
    home: dict[K, K] = {}

    def end(key: K) -> K:
        while home.get(key, key) != key:
            key = home[key]
        return key

    for group in _alike(folds):
        first, *others = [key for naam in group for keys in names[folds[naam]].values() for key in keys]
        for key in others:
            home[end(key)] = end(first)
    found: dict[K, list[K]] = {}
    for key in partijen:
        found.setdefault(end(key), []).append(key)
    groups = [_group({key: partijen[key] for key in keys}, gewicht) for keys in found.values() if len(keys) > 1]
    return tuple(sorted(groups, key=lambda group: (match_name(group.blijft.naam), group.blijft.naam)))


def _alike(namen: Iterable[str]) -> list[list[str]]:
    """The groups of names; other numbers are other parties, such as the VvE of another block."""
    by_numbers: dict[tuple[str, ...], list[str]] = {}
    for naam in sorted(namen):
        numbers = tuple(sorted(word for word in match_name(naam).split() if word.isdigit()))
        by_numbers.setdefault(numbers, []).append(naam)
    return [group for names in by_numbers.values() for group in groepen(names)]


def _group(partijen: Mapping[K, Sequence[str]], gewicht: Callable[[K], int]) -> Dubbel[K]:
    most = max(map(gewicht, partijen))
    best = beste_naam(written[0] for key, written in partijen.items() if gewicht(key) == most)
    stays = next(key for key, written in partijen.items() if written[0] == best and gewicht(key) == most)
    others = (Dubbelganger(key, names[0], _why(names[0], best)) for key, names in partijen.items() if key != stays)
    return Dubbel(Dubbelganger(stays, best), tuple(sorted(others, key=lambda other: match_name(other.naam))))


def _why(naam: str, best: str) -> str:
    """What makes one name like the other."""
    one, other = match_name(naam), match_name(best)
    if one.replace(" ", "") == other.replace(" ", ""):
        return SPACED
    short, long = sorted((one.split(), other.split()), key=len)
    if set(short) < set(long):
        return SHORTER
    if kan_zelfde(naam, best):
        return SAME_CORE
    if len(short) < len(long):
        return SHORTER if gelijkenis(one, other) >= SIMILAR else INDIRECT
    pairs = [tuple(sorted(pair, key=len)) for pair in zip(short, long, strict=True) if pair[0] != pair[1]]
    if all(b.startswith(a) or initialen(a, b) for a, b in pairs):
        return SHORTENED
    return ALIKE if gelijkenis(one, other) >= SIMILAR else INDIRECT
