"""Does a spoor lag behind? The balance of each wijk in each fase against the band of that fase (rekenregels §1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import isnan

import numpy as np
import pandas as pd

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.maten import balans_index, balans_interval
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.parameters import Rekenparameters

Band = tuple[float, float]
TE_WEINIG = "Te weinig gegevens"
MINSTE_WIJKEN = 5
"""Number of wijken with data in a fase below which nothing is suggested from them."""

UITLEG = (
    "Een band zegt tussen welke waarden je de balans van een wijk in een fase verwacht. Er is geen bron die een norm "
    "geeft, daarom is de band leeg tot jullie er zelf een kiezen. We tellen alle contactmomenten die bij die fase "
    f"zijn vastgelegd. 'Loopt achter' zeggen we alleen bij minstens {STANDAARD.minimaal_n} contactmomenten, en als "
    f"het hele interval van {nl.percentage(STANDAARD.interval)} buiten de band ligt. Bij minder dan "
    f"{STANDAARD.minimaal_n} zijn het te weinig gegevens. Ligt alleen de balans zelf buiten de band, dan zeggen we "
    f"'neigt naar'. De {STANDAARD.minimaal_n} en de {nl.percentage(STANDAARD.interval)} hebben we zelf gekozen. Het "
    "voorstel uit de eigen wijken is het gebied waar de middelste helft van de wijken ligt; het "
    f"verschijnt vanaf {MINSTE_WIJKEN} wijken met gegevens in die fase."
)


class Plaats(StrEnum):
    """Where a wijk stands against the band of a fase."""

    ACHTER = "achter"
    NEIGT = "neigt"
    WEINIG = "weinig"
    BINNEN = "binnen"
    GEEN_BAND = "geen band"


@dataclass(frozen=True, slots=True)
class Bandoordeel:
    """What may be said of one wijk in one fase: where it stands, and the Dutch sentence, without full stop."""

    plaats: Plaats
    zin: str


def oordeel(
    balans: float,
    laag: float,
    hoog: float,
    n: int,
    band: Band | None,
    kompas: Kompas,
    parameters: Rekenparameters = STANDAARD,
) -> Bandoordeel:
    """Judge one balance with its interval; a claim only with enough data and the whole interval outside the band.

    `n` is the number of contactmomenten. No band, or a method without exactly two sporen: nothing is said.
    """
    if band is None or len(kompas.sporen) != 2:
        return Bandoordeel(Plaats.GEEN_BAND, "Geen band")
    zin = signaal(balans, laag, hoog, n, band, parameters, kompas=kompas)
    if zin is None:
        return Bandoordeel(Plaats.BINNEN, "Binnen de band")
    if zin == TE_WEINIG:
        return Bandoordeel(Plaats.WEINIG, zin)
    outside = hoog < band[0] or laag > band[1]
    return Bandoordeel(Plaats.ACHTER if outside else Plaats.NEIGT, zin)


def signaal(
    balans: float,
    laag: float,
    hoog: float,
    n: int,
    band: Band | None,
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


def fasestanden(sommen: pd.DataFrame, kompas: Kompas, parameters: Rekenparameters = STANDAARD) -> pd.DataFrame:
    """The balance of each wijk in each fase, all its months together: `wijk, fase, n, balans, laag, hoog`.

    `sommen` has a row per wijk × fase × month (queries.programmabalans): `wijk, fase, n` and per spoor `som_<slug>`
    (Σ 1/k). Without two sporen balans, laag and hoog are NaN.
    """
    slugs = [spoor.slug for spoor in kompas.sporen]
    names = ["n", *(f"som_{slug}" for slug in slugs)]
    pooled = pd.DataFrame(sommen.groupby(["wijk", "fase"])[names].sum()).reset_index()
    if len(slugs) == 2:
        a, b = (pooled[f"som_{slug}"].to_numpy(dtype=float).round(9) for slug in slugs)
        balans = balans_index(a, b, parameters.kappa)
        low, high = balans_interval(a, b, parameters.kappa, parameters.interval)
    else:
        balans = low = high = np.full(len(pooled), np.nan)
    key = {name: pooled[name].to_numpy() for name in ("wijk", "fase", "n")}
    return pd.DataFrame(key | {"balans": balans, "laag": low, "hoog": high})


def oordelen(
    standen: pd.DataFrame,
    banden: Mapping[str, Band],
    kompas: Kompas,
    parameters: Rekenparameters = STANDAARD,
) -> pd.DataFrame:
    """`standen` (as `fasestanden` gives them) with `plaats` and `zin` for every row; `banden` per fase (slug)."""
    columns = (standen[name].tolist() for name in ("balans", "laag", "hoog", "n", "fase"))
    found = [
        oordeel(b, low, high, n, banden.get(f), kompas, parameters) for b, low, high, n, f in zip(*columns, strict=True)
    ]
    return standen.assign(plaats=[one.plaats.value for one in found], zin=[one.zin for one in found])


def voorstel(balansen: pd.Series) -> Band | None:
    """P25 and P75 of the balances of our own wijken in one fase, to two decimals; None under `MINSTE_WIJKEN`.

    Linear interpolation between the wijken (numpy's default). None as well when the two fall together.
    """
    values = balansen.dropna().to_numpy(dtype=float)
    if len(values) < MINSTE_WIJKEN:
        return None
    low, high = (round(float(value), 2) + 0.0 for value in np.percentile(values, [25, 75]))
    return (low, high) if low < high else None
