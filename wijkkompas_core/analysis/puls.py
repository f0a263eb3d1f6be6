"""The marks of a wijk: its puls (rekenregels §12), and per aspect how long ago the last contact was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from wijkkompas_core.analysis import STANDAARD, VENSTER_MAANDEN
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.parameters import Rekenparameters

SILENT_FROM = 2
"""So many empty months at the end are silence rather than a pause (rekenregels §12)."""
_DAYS_OF_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Puls:
    """The months (their first days) with the weighted sum of each spoor in each, as `Wijkregel.som` has them.

    `boven` are the places of the sporen that go up and `onder` of those that go down: with two sporen one each,
    otherwise all go up. `stil` is the number of months at the end without any contactmoment, where that is silence.
    """

    maanden: tuple[date, ...]
    sommen: tuple[tuple[float, ...], ...]
    boven: tuple[int, ...]
    onder: tuple[int, ...]
    stil: int

    @property
    def hoogste(self) -> float:
        """The largest sum that goes up or down in one month."""
        return max((max(sum(m[i] for i in self.boven), sum(m[i] for i in self.onder)) for m in self.sommen), default=0)


def puls(maanden: Sequence[date], som: Mapping[str, Sequence[float]], kompas: Kompas, start: date) -> Puls:
    """The puls of the last twelve of these months; `som` has per spoor (slug) the weighted sum of each.

    Before its `start` a wijk was not silent: it was not there.
    """
    last = slice(-VENSTER_MAANDEN, None)
    months = tuple(maanden[last])
    sums = tuple(zip(*(tuple(som[spoor.slug])[last] for spoor in kompas.sporen), strict=True))
    begun = [one for month, one in zip(months, sums, strict=True) if month >= start.replace(day=1)]
    silent = next((n for n, one in enumerate(reversed(begun)) if any(one)), len(begun))
    places = tuple(range(len(kompas.sporen)))
    up, down = ((0,), (1,)) if len(places) == 2 else (places, ())
    return Puls(months, sums, up, down, silent if silent >= SILENT_FROM else 0)


def puls_schaal(pulsen: Iterable[Puls]) -> float:
    """The one scale of a page: what is the full height, up or down; at least 1, so that one contact stays small."""
    return max([1.0, *(one.hoogste for one in pulsen)])


def puls_tekst(one: Puls, kompas: Kompas) -> str:
    """The puls in one sentence, for who does not see it."""
    totals = [sum(month[i] for month in one.sommen) for i in range(len(kompas.sporen))]
    said = nl.enumerate_words(
        [
            f"{nl.number(round(total, 1))} over {nl.in_sentence(spoor.kort)}"
            for spoor, total in zip(kompas.sporen, totals, strict=True)
        ]
    )
    first, last = (nl.month_or_quarter(month, "maand") for month in (one.maanden[0], one.maanden[-1]))
    silent = f"; de laatste {nl.count(one.stil, 'maand', 'maanden')} stil" if one.stil else ""
    return f"Contacten van {first} tot en met {last}: {said}{silent}."


class Cel(NamedTuple):
    """How long ago the last contact about an aspect was: `kind` is vers, oud, nooit or rust; `text` stands in it."""

    kind: str
    text: str
    words: str


def aspect_cel(last: date | None, peildatum: date, running: bool, parameters: Rekenparameters = STANDAARD) -> Cel:
    """The cell of one aspect of a wijk. Without an open fase (`running`) no age is a fault."""
    if last is None:
        return Cel("nooit" if running else "rust", "nooit" if running else "–", "nog nooit contact")
    days = (peildatum - last).days
    months = round(days / _DAYS_OF_A_MONTH)
    words = f"laatste contact {nl.day(last)}, {nl.count(days, 'dag', 'dagen')} geleden"
    if not running:
        return Cel("rust", "✓", words)
    kind = "oud" if days > parameters.verouderd_na_dagen else "vers"
    return Cel(kind, str(months) if months else "", words)
