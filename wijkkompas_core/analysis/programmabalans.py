"""The balance of many wijken on one scale: per period, or aligned on the start of their fase (rekenregels §1, §8)."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from wijkkompas_core.analysis import STANDAARD
from wijkkompas_core.analysis.balans import MAANDEN_PER, Per
from wijkkompas_core.analysis.maten import spoorbalans
from wijkkompas_core.domain.kompas import Kompas
from wijkkompas_core.domain.parameters import Rekenparameters


def reeksen(
    sommen: pd.DataFrame,
    kompas: Kompas,
    *,
    van: date,
    tot: date,
    per: Per,
    parameters: Rekenparameters = STANDAARD,
) -> pd.DataFrame:
    """The balance per wijk and period: `wijk, periode, einde, n, balans, laag, hoog`, in order of wijk and period.

    `sommen` as queries.programmabalans gives them, a row per wijk × fase × month; the fasen of a month are added up.
    Every wijk in `sommen` gets every period from the one of `van` up to the one of `tot`, also the empty ones (NaN).
    Periods count whole, also where `van` or `tot` lies inside one. `periode` is the first day, `einde` the first day
    after it. Two sporen: the damped index with its interval; else Pielou's J. Raises ValueError for van
    after tot.
    """
    if van > tot:
        raise ValueError(f"van ({van}) ligt na tot ({tot})")
    size, slugs = MAANDEN_PER[per], [spoor.slug for spoor in kompas.sporen]
    first, last = (((d.year - 1970) * 12 + d.month - 1) // size for d in (van, tot))
    edges = (np.arange(first, last + 2) * size).astype("datetime64[M]").astype("datetime64[us]")
    number = len(edges) - 1
    wijken, place = np.unique(sommen["wijk"].to_numpy(dtype=np.int64), return_inverse=True)
    period = sommen["maand"].to_numpy().astype("datetime64[M]").astype(np.int64) // size - first
    inside = (period >= 0) & (period < number)
    cell = place[inside] * number + period[inside]

    def added(column: str) -> np.ndarray:
        weights = sommen[column].to_numpy(dtype=float)[inside]
        return np.bincount(cell, weights=weights, minlength=len(wijken) * number).round(9)

    n = added("n")
    balans, low, high = spoorbalans(np.column_stack([added(f"som_{slug}") for slug in slugs]), parameters)
    return pd.DataFrame(
        {
            "wijk": wijken.repeat(number),
            "periode": np.tile(edges[:-1], len(wijken)),
            "einde": np.tile(edges[1:], len(wijken)),
            "n": n.astype(np.int64),
            "balans": balans,
            "laag": low,
            "hoog": high,
        }
    )


def uitgelijnd(reeks: pd.DataFrame, starts: Mapping[int, date]) -> pd.DataFrame:
    """The periods of each wijk since the start of its fase, with `dag`: days from that start to the middle of it.

    `reeks` as `reeksen` gives it, `starts` per wijk (id) the first day of its fase; a wijk without one is left out.
    A period that had begun before the start counts whole when it ends after it, at day 0 or later.
    """
    first = [starts.get(wijk, pd.NaT) for wijk in reeks["wijk"].tolist()]
    start, begin, end = (pd.DatetimeIndex(column) for column in (first, reeks["periode"], reeks["einde"]))
    known = np.asarray(end > start)  # never true where the start is not known
    middle = begin + (end - begin) / 2
    day = (middle.to_numpy() - start.to_numpy()).astype("timedelta64[s]").astype(float) / 86_400
    return reeks.assign(dag=np.maximum(day, 0.0)).loc[known].reset_index(drop=True)
