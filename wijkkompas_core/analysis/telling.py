"""The counts of contactmomenten of one wijk: what its line in the programme is made from."""

from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import TypeVar

from wijkkompas_core.analysis.betrouwbaarheid import GEEN, Betrouwbaarheid

Maand = tuple[int, int]
"""Year and number."""
Maandsom = tuple[float, ...]
"""Numbers of one month, as `queries.programmabalans.maandrijen` gives them after its groups."""
T = TypeVar("T")


@dataclass(frozen=True)
class Telling:
    """Per vak (fase, aspect) how many and the last day; per vak and belanghebbende how many and the highest level as
    place on its scale (None: no level). Per month of a period: the sums, and what is known about the entry."""

    vakken: dict[tuple[str, str], tuple[int, date]] = field(default_factory=dict)
    betrokken: dict[tuple[str, str, int], tuple[int, int | None]] = field(default_factory=dict)
    maanden: dict[Maand, Maandsom] = field(default_factory=dict)
    invoer: dict[Maand, Betrouwbaarheid] = field(default_factory=dict)

    @property
    def betrouwbaarheid(self) -> Betrouwbaarheid:
        """Of all its months together."""
        return reduce(Betrouwbaarheid.plus, self.invoer.values(), GEEN)

    def plus(self, other: "Telling") -> "Telling":
        """Both together; they have counted different contactmomenten."""
        vakken, betrokken = dict(self.vakken), dict(self.betrokken)
        for vak, (n, last) in other.vakken.items():
            before, day = vakken.get(vak, (0, last))
            vakken[vak] = before + n, max(day, last)
        for key, (n, level) in other.betrokken.items():
            before, highest = betrokken.get(key, (0, None))
            betrokken[key] = before + n, max((one for one in (highest, level) if one is not None), default=None)
        maanden, invoer = dict(self.maanden), dict(self.invoer)
        for maand, values in other.maanden.items():
            maanden[maand] = added(maanden.get(maand), values)
        for maand, entry in other.invoer.items():
            invoer[maand] = invoer.get(maand, GEEN).plus(entry)
        return Telling(vakken, betrokken, maanden, invoer)

    def between(self, first: Maand, last: Maand) -> "Telling":
        """The same with only the months from `first` to `last`, without these two themselves."""
        return Telling(
            self.vakken, self.betrokken, _inside(self.maanden, first, last), _inside(self.invoer, first, last)
        )


def added(one: Maandsom | None, other: Maandsom) -> Maandsom:
    """Both together, number by number."""
    return other if one is None else tuple(a + b for a, b in zip(one, other, strict=True))


def _inside(months: dict[Maand, T], first: Maand, last: Maand) -> dict[Maand, T]:
    return {maand: values for maand, values in months.items() if first < maand < last}
