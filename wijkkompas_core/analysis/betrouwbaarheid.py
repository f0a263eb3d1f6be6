"""How far the data behind a chart can be trusted (rekenregels §9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.tabel import Tabel
from wijkkompas_core.domain.parameters import Rekenparameters
from wijkkompas_core.domain.tijd import AMSTERDAM

UITLEG = (
    "Dit label laat zien hoe betrouwbaar de gegevens zijn. Het noemt welk deel van de contactmomenten binnen "
    f"{STANDAARD.tijdig_binnen_dagen} dagen na het contact is vastgelegd, wanneer er voor het laatst iets is "
    "vastgelegd en bij welk deel het participatieniveau ontbreekt. Wat laat is vastgelegd, is vaker onvolledig. De "
    f"grens van {STANDAARD.tijdig_binnen_dagen} dagen hebben we zelf gekozen: er is geen bron die hem voorschrijft. "
    "Zonder contactmomenten zijn er geen percentages."
)


@dataclass(frozen=True, slots=True)
class Betrouwbaarheid:
    """Number of contactmomenten and what is known about their quality; shares 0 to 1, None when n = 0."""

    n: int
    aandeel_tijdig: float | None
    laatste_invoer: date | None
    aandeel_zonder_niveau: float | None

    def plus(self, other: "Betrouwbaarheid") -> "Betrouwbaarheid":
        """Of both together; they are about different contactmomenten."""
        if not self.n or not other.n:
            return self if self.n else other
        n = self.n + other.n
        # The shares are of whole numbers: rounded, they are those numbers again.
        on_time, without = (
            sum(round(one.n * (share(one) or 0)) for one in (self, other))
            for share in (lambda one: one.aandeel_tijdig, lambda one: one.aandeel_zonder_niveau)
        )
        last = max((day for day in (self.laatste_invoer, other.laatste_invoer) if day), default=None)
        return Betrouwbaarheid(n, on_time / n, last, without / n)


GEEN = Betrouwbaarheid(0, None, None, None)
"""Of no contactmomenten at all."""


def betrouwbaarheid(contactmomenten: Tabel, parameters: Rekenparameters = STANDAARD) -> Betrouwbaarheid:
    """Timeliness, last entry and missing levels of contactmomenten, one row each.

    Columns `datum` (day it happened), `ingevoerd_op` (moment of entry: with a time zone it is read as Dutch local
    time, without one it is taken as it is) and `participatieniveau` (missing = None or NaN). Timely = entered at
    most `tijdig_binnen_dagen` calendar days after the day it happened.
    """
    return betrouwbaarheden(contactmomenten, [0] * len(contactmomenten["datum"]), parameters).get(0, GEEN)


def betrouwbaarheden(
    contactmomenten: Tabel, groepen: Sequence[int], parameters: Rekenparameters = STANDAARD
) -> dict[int, Betrouwbaarheid]:
    """The same per group, such as a wijk: `groepen` has one for each row; a group without rows is not in it."""
    if not len(groepen):
        return {}
    happened = _days(contactmomenten["datum"])
    entered = _days(contactmomenten["ingevoerd_op"])
    known = ~np.isnat(entered)
    timely = known & ((entered - happened).astype(np.int64) <= parameters.tijdig_binnen_dagen)
    missing = np.asarray(pd.isna(np.asarray(contactmomenten["participatieniveau"], dtype=object)))
    numbers, place = np.unique(np.asarray(groepen), return_inverse=True)
    n, on_time, without = (np.bincount(place, weights=w, minlength=len(numbers)) for w in (None, timely, missing))
    last = np.full(len(numbers), np.datetime64("1", "D").astype(np.int64))
    np.maximum.at(last, place[known], entered[known].astype(np.int64))
    return {
        int(number): Betrouwbaarheid(
            n=int(n[i]),
            aandeel_tijdig=float(on_time[i] / n[i]),
            laatste_invoer=np.datetime64(int(last[i]), "D").item() if known[place == i].any() else None,
            aandeel_zonder_niveau=float(without[i] / n[i]),
        )
        for i, number in enumerate(numbers.tolist())
    }


def _days(moments: Any) -> NDArray[np.datetime64]:
    """The day of each moment: a moment with a time zone by the Dutch clock, another one as it is."""
    found = pd.DatetimeIndex(pd.to_datetime(moments))
    if found.tz is not None:
        found = found.tz_convert(AMSTERDAM).tz_localize(None)
    return found.to_numpy().astype("datetime64[D]")
