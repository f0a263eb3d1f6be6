"""How attention is divided over the sporen, per period (rekenregels §1)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.maten import balans_index, balans_interval, pielou, spoorbalans
from wijkkompas_core.domain import nederlands as nl
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.parameters import Rekenparameters

__all__ = [
    "UITLEG",
    "Per",
    "balans",
    "balans_index",
    "balans_interval",
    "balans_van_sommen",
    "maandtabel",
    "per_aspect",
    "per_aspect_van_sommen",
    "pielou",
]

Per = Literal["maand", "kwartaal"]
MAANDEN_PER: dict[Per, int] = {"maand": 1, "kwartaal": 3}

UITLEG = (
    "Elk contactmoment telt voor 1 mee. Hoort het bij meer aspecten, dan krijgt elk aspect een gelijk deel. Per "
    "maand of kwartaal tellen we die delen per spoor op. De balans is het verschil tussen de twee sporen, gedeeld "
    f"door hun som plus twee keer κ. We kiezen κ = {nl.number(STANDAARD.kappa)}: daardoor blijft de balans dicht bij "
    "0 als er weinig contactmomenten zijn. 0 betekent: beide sporen kregen evenveel aandacht. Boven 0 kreeg het "
    "eerste spoor meer aandacht, onder 0 het tweede. Zonder contactmomenten is er geen balans; dan zie je een gat in "
    "de lijn. De lichte band laat zien hoe weinig gegevens er zijn: hoe breder, hoe minder je uit de lijn kunt "
    f"aflezen. We rekenen met {STANDAARD.interval * 100:.0f} %: zo zeker is het, gerekend met dezelfde delen en "
    "dezelfde κ als de lijn, die daardoor altijd in de band ligt. De contactmomenten hangen onderling samen; lees de "
    "band dus niet als bewijs. De titel "
    f"noemt pas een overwicht bij ten minste {STANDAARD.minimaal_n} contactmomenten, als het hele interval aan één "
    "kant van 0 ligt. Voor 'sinds' zoeken we zelf het beginpunt; daarom is het interval dan breder. We noemen de "
    "sporen in evenwicht als geen van beide meer dan twee keer zo veel aandacht kan hebben gekregen als het andere. "
    "Bij meer dan twee sporen tonen we hoe gelijk de aandacht is verdeeld, van 0 (alles bij één spoor) tot 1 (overal "
    f"evenveel), volgens Pielou. κ, de {STANDAARD.interval * 100:.0f} %, de {STANDAARD.minimaal_n} contactmomenten en "
    "de grens voor evenwicht hebben we zelf gekozen: er is geen bron die ze voorschrijft."
)


def _in_window(
    aanrakingen: pd.DataFrame, kompas: Kompas, van: date, tot: date, per: Per
) -> tuple[pd.DataFrame, pd.DatetimeIndex]:
    """Rows inside [van, tot] as numbers (`periode` and `aspect` as positions), and the first day of every period."""
    if van > tot:
        raise ValueError(f"van ({van}) ligt na tot ({tot})")
    size = MAANDEN_PER[per]
    first, last = (((d.year - 1970) * 12 + d.month - 1) // size for d in (van, tot))
    starts = (np.arange(first, last + 1) * size).astype("datetime64[M]").astype("datetime64[us]")

    days = pd.to_datetime(aanrakingen["datum"]).to_numpy().astype("datetime64[D]")
    inside = (days >= np.datetime64(van)) & (days <= np.datetime64(tot))
    rows = aanrakingen.loc[inside, ["contactmoment", "aspect", "k"]]
    aspect = pd.Index([a.slug for a in kompas.aspecten]).get_indexer(pd.Index(rows["aspect"]))
    if (aspect < 0).any():  # leaving the row out would make every sum quietly too low
        raise ValueError(f"onbekend aspect: {rows['aspect'].to_numpy()[aspect < 0][0]}")
    frame = pd.DataFrame(
        {
            "contactmoment": pd.factorize(rows["contactmoment"])[0],
            "periode": days[inside].astype("datetime64[M]").astype(np.int64) // size - first,
            "aspect": aspect,
            "gewicht": 1 / rows["k"].to_numpy(dtype=float),
        }
    )
    return frame, pd.DatetimeIndex(starts, name="periode")


def _sums(row: ArrayLike, column: ArrayLike, weight: ArrayLike | None, shape: tuple[int, int]) -> NDArray[np.float64]:
    """A table of `shape` with the weights (or numbers of rows) added up per (row, column)."""
    cell = np.asarray(row) * shape[1] + np.asarray(column)
    table = np.bincount(cell, weights=weight, minlength=shape[0] * shape[1]).reshape(shape)
    return table.astype(float).round(12)  # three times a third is 1, in whatever order the rows come


def balans(
    aanrakingen: pd.DataFrame,
    kompas: Kompas,
    *,
    van: date,
    tot: date,
    per: Per,
    parameters: Rekenparameters = STANDAARD,
) -> pd.DataFrame:
    """Balance per period, one row for every period of [van, tot], also the empty ones (rekenregels §1).

    Input: a row per contactmoment × aspect, columns `contactmoment, datum, aspect, k` (`k` = number of aspecten of
    the contactmoment before any filter); rows dated outside [van, tot] do not count, so the outer periods may be
    half-filled. Raises ValueError for an unknown aspect and for van after tot.

    Output: `periode` (its first day), per spoor `som_<slug>` (Σ 1/k) and `n_<slug>` (the unweighted count: the
    number of distinct contactmomenten with at least one aspect in that spoor, so a contactmoment that touches both
    sporen counts in both), `n` (distinct contactmomenten, each once), `balans`, `laag`, `hoog`; NaN when n = 0.
    Two sporen: the damped index, positive towards the first spoor, with the interval of the same
    weighted sums.
    Any other number: Pielou's J over the sporen of the method, without interval.
    """
    rows, starts = _in_window(aanrakingen, kompas, van, tot, per)
    sporen = [s.slug for s in kompas.sporen]
    spoor_of_aspect = np.array([sporen.index(a.spoor) for a in kompas.aspecten], dtype=np.int64)
    rows["spoor"] = spoor_of_aspect[rows["aspect"].to_numpy()]
    shape = (len(starts), len(sporen))

    sums = _sums(rows["periode"], rows["spoor"], rows["gewicht"], shape)
    per_spoor = rows.drop_duplicates(["contactmoment", "spoor"])
    counts = _sums(per_spoor["periode"], per_spoor["spoor"], None, shape)
    n = np.bincount(rows.drop_duplicates("contactmoment")["periode"], minlength=len(starts))

    return _as_frame(starts, sporen, sums, counts, n, parameters)


def maandtabel(rows: Sequence[Sequence[Any]], kompas: Kompas) -> pd.DataFrame:
    """Sums per wijk, fase and month as columns, from rows `wijk, fase, year, month, n`, `n_` per spoor, `w_` and `a_`
    per aspect; `som_` of a spoor is the sum of the `w_` of its aspecten."""
    aspecten, slugs = [aspect.slug for aspect in kompas.aspecten], [spoor.slug for spoor in kompas.sporen]
    counts, weights, times = (
        [f"{kind}_{slug}" for slug in of] for kind, of in (("n", slugs), ("w", aspecten), ("a", aspecten))
    )
    frame = pd.DataFrame(rows, columns=["wijk", "fase", "jaar", "nr", "n", *counts, *weights, *times])
    frame = frame.astype(dict.fromkeys(weights, float) | dict.fromkeys(["n", "jaar", "nr", *counts, *times], "int64"))
    for slug in slugs:
        own = [f"w_{aspect.slug}" for aspect in kompas.aspecten_van(slug)]
        frame[f"som_{slug}"] = frame[own].sum(axis=1).round(12)  # three times a third is 1, in whatever order
    months = (frame["jaar"].to_numpy() - 1970) * 12 + frame["nr"].to_numpy() - 1
    frame.insert(2, "maand", months.astype("datetime64[M]").astype("datetime64[us]"))
    return frame.drop(columns=["jaar", "nr"])


def balans_van_sommen(
    sommen: pd.DataFrame,
    kompas: Kompas,
    *,
    van: date,
    tot: date,
    per: Per,
    parameters: Rekenparameters = STANDAARD,
) -> pd.DataFrame:
    """The same as `balans`, from what the database has added up per month within [van, tot].

    `sommen` as queries.programmabalans gives them for one wijk: `maand, n` and per spoor `som_<slug>` and `n_<slug>`.
    """
    period, starts = _periods(sommen, van, tot, per)
    sporen = [s.slug for s in kompas.sporen]
    sums, counts = (_added(period, sommen, [f"{kind}_{s}" for s in sporen], len(starts)) for kind in ("som", "n"))
    n = _added(period, sommen, ["n"], len(starts))[:, 0]
    return _as_frame(starts, sporen, sums, counts, n, parameters)


def per_aspect_van_sommen(sommen: pd.DataFrame, kompas: Kompas, *, van: date, tot: date, per: Per) -> pd.DataFrame:
    """The same as `per_aspect`, from what the database has added up per month: `maand` and per aspect `w_<slug>`."""
    period, starts = _periods(sommen, van, tot, per)
    slugs = [a.slug for a in kompas.aspecten]
    return _long(starts, slugs, _added(period, sommen, [f"w_{slug}" for slug in slugs], len(starts)))


def _periods(sommen: pd.DataFrame, van: date, tot: date, per: Per) -> tuple[NDArray[np.int64], pd.DatetimeIndex]:
    """Which period each month is in, and the first day of every period."""
    size = MAANDEN_PER[per]
    first, last = (((d.year - 1970) * 12 + d.month - 1) // size for d in (van, tot))
    starts = (np.arange(first, last + 1) * size).astype("datetime64[M]").astype("datetime64[us]")
    months = sommen["maand"].to_numpy().astype("datetime64[M]").astype(np.int64)
    return months // size - first, pd.DatetimeIndex(starts, name="periode")


def _added(period: NDArray[np.int64], frame: pd.DataFrame, names: list[str], number: int) -> NDArray[np.float64]:
    """A table of period × column with the months of each period added up."""
    sums = np.zeros((number, len(names)))
    np.add.at(sums, period, frame[names].to_numpy(dtype=float))
    return sums.round(12)


def _as_frame(
    starts: pd.DatetimeIndex,
    sporen: list[str],
    sums: NDArray[np.float64],
    counts: NDArray[np.float64],
    n: NDArray[Any],
    parameters: Rekenparameters,
) -> pd.DataFrame:
    """The frame that `balans` answers."""
    columns: dict[str, Any] = {"periode": starts}
    columns |= {f"som_{slug}": sums[:, place] for place, slug in enumerate(sporen)}
    columns |= {f"n_{slug}": counts[:, place].astype(np.int64) for place, slug in enumerate(sporen)}
    columns["n"] = n.astype(np.int64)
    columns["balans"], columns["laag"], columns["hoog"] = spoorbalans(sums, parameters)
    return pd.DataFrame(columns)


def per_aspect(aanrakingen: pd.DataFrame, kompas: Kompas, *, van: date, tot: date, per: Per) -> pd.DataFrame:
    """Weighted sum per period and aspect: `periode, aspect, som`, every combination, 0.0 where there was none.

    Input and window as for `balans`; aspecten in the order of the kompas. The sums of the aspecten of a spoor add
    up to its `som_<slug>`.
    """
    rows, starts = _in_window(aanrakingen, kompas, van, tot, per)
    slugs = [a.slug for a in kompas.aspecten]
    sums = _sums(rows["periode"], rows["aspect"], rows["gewicht"], (len(starts), len(slugs)))
    return _long(starts, slugs, sums)


def _long(starts: pd.DatetimeIndex, slugs: list[str], sums: NDArray[np.float64]) -> pd.DataFrame:
    """The frame that `per_aspect` answers."""
    return pd.DataFrame(
        {"periode": starts.repeat(len(slugs)), "aspect": np.tile(slugs, len(starts)), "som": sums.ravel()}
    )
