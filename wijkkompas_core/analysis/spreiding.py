"""How evenly the contact is spread over the belanghebbenden (rekenregels §7)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

MINIMAAL = 3
UITLEG = (
    "De spreiding telt met hoeveel contactmomenten elke belanghebbende uit het register meedeed; wie nog nooit "
    "meedeed telt als 0. De scheefheid (Gini) is 0 als iedereen even vaak meedeed en 1 als alle contacten bij één "
    "belanghebbende lagen; ze is gecorrigeerd voor het aantal (× n/(n−1)), omdat ze bij weinig belanghebbenden anders "
    "te laag uitvalt. De top 3 is het deel van alle deelnames dat bij de drie meest gesproken belanghebbenden lag. "
    f"Onder {MINIMAAL + 1} belanghebbenden zeggen deze twee niets en blijven ze leeg. Soorten gesproken vergelijkt de "
    "soorten belanghebbenden met minstens één contact met alle soorten uit de methode. Vaak spreken is niet vanzelf "
    "beter: een scheve verdeling kan terecht zijn."
)


@dataclass(frozen=True, slots=True)
class Spreiding:
    """`gini` and `top3` are shares 0 to 1, None when there is too little to go on; `n` counts belanghebbenden."""

    n: int
    gesproken: int
    deelnames: int
    gini: float | None
    top3: float | None
    typen_gesproken: int
    typen_verwacht: int


def gini(aantallen: Sequence[float]) -> float | None:
    """Gini coefficient × n/(n−1): 0 (all equal) to 1 (all in one), also for small n; None when n < 2 or the sum is 0.

    `Σ (2i − n − 1) x_i / (n Σ x)` over the sorted values; its maximum is (n−1)/n (n = 6: 0.83), hence the correction.
    """
    values = np.sort(np.asarray(aantallen, dtype=float))
    n, total = len(values), float(values.sum())
    if n < 2 or total <= 0:
        return None
    raw = float(((2 * np.arange(1, n + 1) - n - 1) * values).sum()) / (n * total)
    return min(max(raw * n / (n - 1), 0.0), 1.0)


def top_share(aantallen: Sequence[float], k: int = 3) -> float | None:
    """The share of the sum that the `k` largest have, 0 to 1; None when the sum is 0."""
    values = sorted(aantallen, reverse=True)
    total = sum(values)
    return sum(values[:k]) / total if total > 0 else None


def spreiding(frame: pd.DataFrame, typen: Collection[str]) -> Spreiding:
    """The spread over the belanghebbenden of a frame `naam, type, aantal`; `typen` are the expected slugs.

    Gini and the top 3 need more than `MINIMAAL` belanghebbenden: of three, three always have everything.
    """
    counts = [int(n) for n in frame["aantal"]]
    enough = len(counts) > MINIMAAL
    met = {slug for slug, n in zip(frame["type"], counts, strict=True) if n > 0}
    return Spreiding(
        n=len(counts),
        gesproken=sum(n > 0 for n in counts),
        deelnames=sum(counts),
        gini=gini(counts) if enough else None,
        top3=top_share(counts) if enough else None,
        typen_gesproken=len(met & set(typen)),
        typen_verwacht=len(set(typen)),
    )
