"""Which spoor leads, how much in words, and since when: no more than the data allow (rekenregels §3, Headline)."""

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.maten import balans_interval
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.parameters import Rekenparameters

EVENWICHT_TOT = 1 / 3
"""Within ±⅓ neither spoor gets more than twice the attention of the other. Our own default."""


def tienden(balans: float) -> int:
    """How many of ten contacten the larger spoor gets at this balance of two sporen: 5 (half) to 9."""
    return min(int((1 + abs(balans)) / 2 * 10 + 0.5), 9)


def balans_in_woorden(balans: float, kompas: Kompas) -> str:
    """A balance of two sporen in words: "9 van 10 over techniek", or "half om half"."""
    tenths = tienden(balans)
    spoor = kompas.sporen[0 if balans > 0 else 1]
    return "half om half" if tenths == 5 else f"{tenths} van 10 over {nl.in_sentence(spoor.kort)}"


def sinds(
    balans_frame: pd.DataFrame, kompas: Kompas, parameters: Rekenparameters = STANDAARD
) -> tuple[int, date] | None:
    """Since when one spoor leads: (+1 for the first spoor or −1, first day of that period).

    It is the start of the latest run of periods up to the end in which one spoor built up its lead. That start is
    chosen after looking, which makes chance leads easy to find, so the interval of the run is widened by the number of
    starts that could have been chosen (Bonferroni). None where there are not two sporen or no period can be named.
    """
    change = _latest_change(_table(balans_frame, kompas), parameters) if len(kompas.sporen) == 2 else None
    if change is None:
        return None
    first = balans_frame["periode"].tolist()[change[1]]
    return change[0], date(first.year, first.month, first.day)


def _table(frame: pd.DataFrame, kompas: Kompas) -> NDArray[np.float64]:
    """A row per period: the weighted sum of each spoor, n."""
    return frame[[*(f"som_{spoor.slug}" for spoor in kompas.sporen), "n"]].to_numpy(dtype=float)


def _latest_change(table: NDArray[np.float64], parameters: Rekenparameters) -> tuple[int, int] | None:
    """The latest run of periods up to the end in which one spoor leads: which, and the place where it starts."""
    n = table[:, 2]
    filled = np.flatnonzero(n > 0)
    if not len(filled):
        return None
    whole = _lean(table, parameters, starts=1)
    for start in _candidate_starts(table[:, 0] - table[:, 1], filled):
        run = _lean(table[start:], parameters, starts=len(filled))
        changed = n[:start].sum() >= parameters.minimaal_n
        # "Sinds" suggests that it was different before: that takes enough to go on before the start as well.
        if run and (changed or (start > filled[0] and whole != run)):
            return run, start
    return None


def _lean(table: NDArray[np.float64], parameters: Rekenparameters, *, starts: int) -> int:
    """The lean that the pooled rows support: +1 first spoor, −1 second, 0 none.

    `table` has a row per period: both weighted sums, n.
    """
    first, second, n = table.sum(axis=0)
    width = 1 - (1 - parameters.interval) / starts
    low, high = (float(x) for x in balans_interval(first, second, parameters.kappa, width))
    towards = _lead(table)
    supported = n >= parameters.minimaal_n and (low > 0 if towards > 0 else high < 0)
    return towards if supported else 0


def _lead(table: NDArray[np.float64]) -> int:
    """Which spoor has the larger weighted sum: +1 first, −1 second, 0 neither."""
    return int(np.sign((table[:, 0].sum() - table[:, 1].sum()).round(9)))


def _candidate_starts(lead: NDArray[np.float64], filled: NDArray[np.intp]) -> list[int]:
    """For each spoor the period from which its lead up to the end is largest; the latest start first."""
    to_the_end = lead[::-1].cumsum()[::-1][filled].round(9)
    starts = set()
    for towards in (1, -1):
        best = len(filled) - 1 - int(np.argmax(towards * to_the_end[::-1]))  # of equals the latest
        if to_the_end[best] * towards > 0:
            starts.add(int(filled[best]))
    return sorted(starts, reverse=True)
