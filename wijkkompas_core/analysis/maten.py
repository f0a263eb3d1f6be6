"""The measures behind the balance: plain numbers in, plain numbers out.

Sources: Jeffreys interval: Brown, Cai, DasGupta, Statistical Science 16(2), 2001; evenness: Pielou, Journal of
Theoretical Biology 13, 1966; damped difference index: doi 10.1016/0925-4927(95)02618-8.
"""

from math import log

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, xlogy  # not scipy.stats, which takes a second to import

from wijkkompas_core.domain.parameters import Rekenparameters


def balans_index(a: ArrayLike, b: ArrayLike, kappa: float = 2.0) -> NDArray[np.float64]:
    """Damped difference `(a − b) / (a + b + 2κ)` of two weighted sums, elementwise; NaN where a + b = 0."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    total = np.where(a + b > 0, a + b, np.nan)
    return np.asarray((a - b) / (total + 2 * kappa))


def jeffreys(a: ArrayLike, b: ArrayLike, interval: float = 0.8) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Jeffreys interval of the difference of two shares, elementwise: quantiles of Beta(a+½, b+½), p → 2p − 1.

    `a` and `b` are unweighted counts, `interval` the width as a share; NaN where a + b = 0. Plain quantiles: the
    edge correction of Brown, Cai and DasGupta for a = 0 or b = 0 is left out, as in rekenregels §1.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    a = np.where(a + b > 0, a, np.nan)
    tail = (1 - interval) / 2
    low, high = (np.asarray(2 * betaincinv(a + 0.5, b + 0.5, q) - 1) for q in (tail, 1 - tail))
    return low, high


def pielou(sommen: ArrayLike, s: int) -> NDArray[np.float64]:
    """Evenness J = H / ln S (Pielou 1966) along the last axis of `sommen`, 0 (all in one) to 1 (all equal).

    `s` is the number of categories in the method, not the number observed. NaN where the total is 0 or s < 2.
    """
    values = np.asarray(sommen, dtype=float)
    total = values.sum(axis=-1, keepdims=True)
    share = values / np.where(total > 0, total, np.nan)
    return np.asarray(-xlogy(share, share).sum(axis=-1) / (log(s) if s > 1 else np.nan))


def spoorbalans(
    sommen: ArrayLike, aantallen: ArrayLike, parameters: Rekenparameters
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """The balance of each row with the bounds of its interval (rekenregels §1); the last axis are the sporen.

    `sommen` are weighted sums, `aantallen` unweighted counts. Two sporen: the damped index, positive towards the
    first, with its Jeffreys interval. Any other number: Pielou's J, without interval. NaN where there is nothing.
    """
    sums, counts = np.asarray(sommen, dtype=float), np.asarray(aantallen, dtype=float)
    if sums.shape[-1] != 2:
        none = np.full(sums.shape[:-1], np.nan)
        return pielou(sums, sums.shape[-1]), none, none
    low, high = jeffreys(counts[..., 0], counts[..., 1], parameters.interval)
    return balans_index(sums[..., 0], sums[..., 1], parameters.kappa), low, high
