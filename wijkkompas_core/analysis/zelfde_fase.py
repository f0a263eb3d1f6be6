"""A wijk in a fase beside the other wijken when they were there: curves by days since the fase began (rekenregels §8).

Never a ranking: the others are a band (P25 to P75), or dots where there are too few of them for a band.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.band import MINSTE_WIJKEN
from wijkkompas_core.analysis.maten import balans_index, pielou
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.parameters import Rekenparameters

STAP = 30
"""Days between two points of a curve."""
DEKKING, AANTAL, BALANS = "dekking", "aantal", "balans"
MATEN = (DEKKING, AANTAL, BALANS)

UITLEG = (
    f"We tellen de dagen vanaf de dag waarop de fase in een wijk voor het eerst begon, en kijken elke {STAP} dagen "
    "hoe de wijk er toen voor stond. We tellen de contactmomenten die bij deze fase zijn vastgelegd, van het begin "
    "tot die dag. Dekking is het aantal vakken van deze fase met een contactmoment; vakken op n.v.t. tellen niet "
    f"mee. De balans is die van alle contactmomenten tot die dag samen, met κ = {nl.number(STANDAARD.kappa)}. Een "
    "wijk telt alleen mee op dagen dat zij in de fase was. De band is de middelste helft van de andere "
    "wijken: een kwart zit eronder en een kwart erboven. Bij minder dan "
    f"{MINSTE_WIJKEN} andere wijken op die dag tekenen we geen "
    "band, maar elke wijk als stip. Alleen wijken die jij mag zien tellen mee. Het is geen ranglijst: een wijk die "
    f"anders loopt, doet het niet slechter. De {STAP} dagen en de {MINSTE_WIJKEN} wijken hebben we zelf gekozen."
)


@dataclass(frozen=True, slots=True)
class Verblijf:
    """The spells of one wijk in one fase: (first day, first day after it or None while it is open), and the vakken.

    `vereist` are the aspecten (slugs) of the fase that are required: all but those marked n.v.t. with a reason.
    """

    perioden: tuple[tuple[date, date | None], ...]
    vereist: tuple[str, ...]

    @property
    def begin(self) -> date:
        """The first day in the fase."""
        return min(van for van, _ in self.perioden)

    def there(self, day: date) -> bool:
        """Whether the wijk was in the fase on this day."""
        return any(van <= day and (tot is None or day < tot) for van, tot in self.perioden)


def krommen(
    contacten: pd.DataFrame,
    verblijven: Mapping[int, Verblijf],
    kompas: Kompas,
    *,
    peildatum: date,
    ook: Collection[int] = (),
    parameters: Rekenparameters = STANDAARD,
) -> pd.DataFrame:
    """The curve of each wijk in one fase: `wijk, dag, dekking, aantal, balans`, in order of wijk and day.

    `contacten` has a row per contactmoment × aspect recorded with this fase: `wijk, contactmoment, datum, aspect, k`
    (`k` = its number of aspecten). Day 0 is the first day of the fase; a contactmoment dated before it counts on day
    0. There is a row for every `STAP` days, and for the days in `ook`, up to the peildatum on which the wijk was in
    the fase. `dekking` and `aantal` are numbers of vakken and of
    contactmomenten up to and including that day, `balans` as in §1 of their sums (NaN without any).
    """
    sporen = [spoor.slug for spoor in kompas.sporen]
    place = {aspect.slug: sporen.index(aspect.spoor) for aspect in kompas.aspecten}
    frames = []
    groups = dict(iter(contacten.groupby("wijk")))
    for wijk, verblijf in sorted(verblijven.items()):
        days = _days(verblijf, peildatum, ook)
        if not days:
            continue
        rows = groups.get(wijk)
        frames.append(_kromme(wijk, days, verblijf, rows, place, len(sporen), parameters))
    columns = ["wijk", "dag", *MATEN]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns, dtype=float)


def laatste_dag(verblijf: Verblijf, peildatum: date) -> int | None:
    """The last day in the fase up to the peildatum, counted from its first; None when there is no such day yet."""
    ends = [min(peildatum, tot - timedelta(days=1)) if tot else peildatum for _, tot in verblijf.perioden]
    last = max((end for (van, _), end in zip(verblijf.perioden, ends, strict=True) if end >= van), default=None)
    return None if last is None else (last - verblijf.begin).days


def _days(verblijf: Verblijf, peildatum: date, also: Collection[int]) -> list[int]:
    """The days of the curve, in order."""
    begin = verblijf.begin
    whole = (peildatum - begin).days
    wanted = {*range(0, whole + 1, STAP), *(day for day in also if 0 <= day <= whole)}
    return sorted(day for day in wanted if verblijf.there(begin + timedelta(days=day)))


def _kromme(
    wijk: int,
    days: Sequence[int],
    verblijf: Verblijf,
    rows: pd.DataFrame | None,
    place: Mapping[str, int],
    number: int,
    parameters: Rekenparameters,
) -> pd.DataFrame:
    edges = np.asarray(days, dtype=np.int64)
    if rows is None or rows.empty:
        zero = np.zeros(len(edges), dtype=np.int64)
        return pd.DataFrame({"wijk": wijk, "dag": edges, DEKKING: zero, AANTAL: zero, BALANS: np.nan})
    begin = np.datetime64(verblijf.begin)
    since = np.maximum((rows["datum"].to_numpy().astype("datetime64[D]") - begin).astype(np.int64), 0)
    aspects = rows["aspect"].tolist()

    def up_to(moments: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """How much there was up to and including each day."""
        order = np.argsort(moments, kind="stable")
        totals = np.concatenate([[0.0], np.cumsum(np.ones(len(moments)) if weights is None else weights[order])])
        return totals[np.searchsorted(moments[order], edges, side="right")]

    firsts = pd.Series(since).groupby(rows["contactmoment"].to_numpy()).first().to_numpy()
    seen: dict[str, int] = {}
    for aspect, day in zip(aspects, since.tolist(), strict=True):
        if aspect in verblijf.vereist:
            seen[aspect] = min(day, seen.get(aspect, day))
    weight = 1 / rows["k"].to_numpy(dtype=float)
    spoor = np.array([place[aspect] for aspect in aspects], dtype=np.int64)
    sums = np.column_stack([up_to(since[spoor == s], weight[spoor == s]) for s in range(number)]).round(9)
    balans = balans_index(sums[:, 0], sums[:, 1], parameters.kappa) if number == 2 else pielou(sums, number)
    return pd.DataFrame(
        {
            "wijk": wijk,
            "dag": edges,
            DEKKING: up_to(np.array(sorted(seen.values()), dtype=np.int64)).astype(np.int64),
            AANTAL: up_to(firsts).astype(np.int64),
            BALANS: balans,
        }
    )


def band(frame: pd.DataFrame, wijk: int) -> pd.DataFrame:
    """What the other wijken had: a row per maat and day with at least `MINSTE_WIJKEN` of them, in that order.

    `frame` as `krommen` gives it; `maat, dag, laag, hoog, n`: P25 and P75 (linear interpolation) of the `n` others
    that have a value on that day. The wijk itself never counts.
    """
    parts = []
    for maat in MATEN:
        table = _others(frame, wijk, maat)
        n = table.notna().sum(axis=1).to_numpy()
        enough = table.loc[n >= MINSTE_WIJKEN]
        if len(enough):
            low, high = np.nanpercentile(enough.to_numpy(dtype=float), [25, 75], axis=1)
            days = enough.index.to_numpy(dtype=np.int64)
            parts.append(
                pd.DataFrame({"maat": maat, "dag": days, "laag": low, "hoog": high, "n": n[n >= MINSTE_WIJKEN]})
            )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["maat", "dag", "laag", "hoog", "n"])


def stippen(frame: pd.DataFrame, wijk: int) -> pd.DataFrame:
    """The other wijken one by one where they are too few for a band: `maat, dag, wijk, waarde`, by day and wijk."""
    rows = []
    for maat in MATEN:
        table = _others(frame, wijk, maat)
        few = table.loc[(table.notna().sum(axis=1) < MINSTE_WIJKEN).to_numpy()]
        for day, values in zip(few.index.tolist(), few.to_numpy(dtype=float).tolist(), strict=True):
            rows += [(maat, day, w, v) for w, v in zip(few.columns.tolist(), values, strict=True) if v == v]
    return pd.DataFrame(rows, columns=["maat", "dag", "wijk", "waarde"])


def _others(frame: pd.DataFrame, wijk: int, maat: str) -> pd.DataFrame:
    """A row per day and a column per other wijk; NaN where it was not there or has no value."""
    others = frame.loc[frame["wijk"].to_numpy() != wijk]
    return others.pivot(index="dag", columns="wijk", values=maat)
