"""What may be said about the balance in one Dutch sentence: chart title and signal (rekenregels §1).

Both say less than the eye might: a lean is only claimed when the interval allows it.
"""

from datetime import date
from math import isnan

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.maten import balans_interval, pielou
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas, Spoor
from wijkkompas_core.domain.parameters import Rekenparameters

Bounds = tuple[float, float]

EVENWICHT_TOT = 1 / 3
"""Within ±⅓ neither spoor gets more than twice the attention of the other. Our own default."""

GEEN_GEGEVENS = "Nog geen contactmomenten in deze periode"
TE_WEINIG = "Te weinig gegevens"


def bevinding(balans_frame: pd.DataFrame, kompas: Kompas, parameters: Rekenparameters = STANDAARD) -> str:
    """The finding of a balans frame as a Dutch chart title, without full stop; the same frame gives the same title.

    Pooled sums decide, never single periods. A lean needs `minimaal_n` contactmomenten and an interval that leaves
    out 0. "Sinds" names the start of the latest run of periods in which
    one spoor built up its lead. That start is chosen after looking, which makes chance leads easy to find, so its
    interval is widened by the number of starts that could have been chosen (Bonferroni). Evenness is claimed only
    when the whole interval lies within `EVENWICHT_TOT`; in between it "neigt naar".
    """
    n = balans_frame["n"].to_numpy()
    if n.sum() == 0:
        return GEEN_GEGEVENS
    if len(kompas.sporen) != 2:
        return _evenness(balans_frame, kompas, parameters)
    table = _table(balans_frame, kompas)
    perioden = pd.DatetimeIndex(balans_frame["periode"])
    filled = np.flatnonzero(n > 0)
    enough = n.sum() >= parameters.minimaal_n

    whole, bounds = _lean(table, parameters, starts=1)
    change = _latest_change(table, parameters)
    if change is not None:
        run, run_bounds, start = change
        return f"{_claim(run, run_bounds, kompas)} {_when(perioden, start, int(filled[-1]))}"
    if whole:
        return f"{_claim(whole, bounds, kompas)} in deze periode"

    if enough and _is_even(bounds):
        return "Beide sporen in evenwicht"
    towards = _lead(table)
    if towards == 0:
        return f"{TE_WEINIG} voor een uitspraak over de balans"
    return f"Neigt naar {nl.in_sentence(_leading(towards, kompas).kort)}, maar weinig gegevens"


def sinds(
    balans_frame: pd.DataFrame, kompas: Kompas, parameters: Rekenparameters = STANDAARD
) -> tuple[int, date] | None:
    """Since when one spoor leads: (+1 for the first spoor or −1, first day of that period), as `bevinding` says.

    None where there are not two sporen or no period can be named.
    """
    change = _latest_change(_table(balans_frame, kompas), parameters) if len(kompas.sporen) == 2 else None
    if change is None:
        return None
    first = balans_frame["periode"].tolist()[change[2]]
    return change[0], date(first.year, first.month, first.day)


def signaal(
    balans: float,
    laag: float,
    hoog: float,
    n: int,
    band: tuple[float, float] | None,
    parameters: Rekenparameters = STANDAARD,
    *,
    kompas: Kompas,
) -> str | None:
    """Compare one balance and its interval with the band [lo, hi] of a fase; None when there is nothing to say.

    No band (the default), or a method without exactly two sporen: None. Under `minimaal_n` contactmomenten:
    "Te weinig gegevens". Whole interval outside the band: "<spoor> loopt achter". Only the balance outside it:
    "Neigt naar <spoor>", which is about the band, not about 0.
    """
    if band is None or len(kompas.sporen) != 2:
        return None
    if n < parameters.minimaal_n or isnan(balans):
        return TE_WEINIG
    low, high = band
    first, second = kompas.sporen
    if hoog < low or laag > high:
        behind = nl.in_sentence((first if hoog < low else second).kort)
        return f"{behind[:1].upper()}{behind[1:]} loopt achter"
    if balans < low or balans > high:
        return f"Neigt naar {nl.in_sentence((second if balans < low else first).kort)}, vergeleken met de band"
    return None


def _table(frame: pd.DataFrame, kompas: Kompas) -> NDArray[np.float64]:
    """A row per period: the weighted sum of each spoor, n."""
    return frame[[*(f"som_{spoor.slug}" for spoor in kompas.sporen), "n"]].to_numpy(dtype=float)


def _latest_change(table: NDArray[np.float64], parameters: Rekenparameters) -> tuple[int, Bounds, int] | None:
    """The latest run of periods up to the end in which one spoor leads: which, the interval, and where it starts."""
    n = table[:, 2]
    filled = np.flatnonzero(n > 0)
    whole, _ = _lean(table, parameters, starts=1)
    for start in _candidate_starts(table[:, 0] - table[:, 1], filled):
        run, bounds = _lean(table[start:], parameters, starts=len(filled))
        changed = n[:start].sum() >= parameters.minimaal_n
        # "Sinds" suggests that it was different before: that takes enough to go on before the start as well.
        if run and (changed or (start > filled[0] and whole != run)):
            return run, bounds, start
    return None


def _lean(table: NDArray[np.float64], parameters: Rekenparameters, *, starts: int) -> tuple[int, Bounds]:
    """The lean that the pooled rows support (+1 first spoor, −1 second, 0 none) and their interval.

    `table` has a row per period: both weighted sums, n.
    """
    first, second, n = table.sum(axis=0)
    width = 1 - (1 - parameters.interval) / starts
    low, high = (float(x) for x in balans_interval(first, second, parameters.kappa, width))
    towards = _lead(table)
    supported = n >= parameters.minimaal_n and (low > 0 if towards > 0 else high < 0)
    return (towards if supported else 0), (low, high)


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


def _is_even(bounds: Bounds) -> bool:
    return max(abs(bounds[0]), abs(bounds[1])) <= EVENWICHT_TOT


def _claim(towards: int, bounds: Bounds, kompas: Kompas) -> str:
    most, least = (nl.in_sentence(_leading(way, kompas).kort) for way in (towards, -towards))
    return f"Iets meer {most} dan {least}" if _is_even(bounds) else f"Overwegend {most}"


def _when(perioden: pd.DatetimeIndex, start: int, last: int) -> str:
    """ "sinds …", or "van … tot en met …" when at least one whole period at the end is empty as well."""
    if len(perioden) - 1 - last < 2:  # the last period may have only just begun
        return f"sinds {_name(perioden, start)}"
    if start == last:
        return f"in {_name(perioden, start)}"
    return f"van {_name(perioden, start)} tot en met {_name(perioden, last)}"


def _name(perioden: pd.DatetimeIndex, position: int) -> str:
    """Dutch name of a period; months or quarters is read from the distance between the first two."""
    months = perioden.month
    year = int(perioden.year[position])
    if (months[1] - months[0]) % 12 == 3:
        return f"het {(int(months[position]) + 2) // 3}e kwartaal van {year}"
    return f"{nl.MAANDEN[int(months[position]) - 1]} {year}"


def _evenness(rows: pd.DataFrame, kompas: Kompas, parameters: Rekenparameters) -> str:
    number = len(kompas.sporen)
    if number < 2:
        return "Eén spoor: er is geen balans te berekenen"
    if rows["n"].to_numpy().sum() < parameters.minimaal_n:
        return f"{TE_WEINIG} voor een uitspraak over de balans"
    j = float(pielou(rows[[f"som_{s.slug}" for s in kompas.sporen]].to_numpy().sum(axis=0), number))
    return f"Verdeling over {number} sporen: {j:.2f} (1 is gelijk verdeeld)".replace(".", ",")


def _leading(towards: int, kompas: Kompas) -> Spoor:
    return kompas.sporen[0] if towards > 0 else kompas.sporen[1]
