"""The measures behind the balance: plain numbers in, plain numbers out.

Sources: damped difference index: doi 10.1016/0925-4927(95)02618-8; the balance as the mean of a Beta posterior, with
its interval: Gelman et al., Bayesian Data Analysis, ch. 2; evenness: Pielou, Journal of Theoretical Biology 13, 1966.
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


def balans_interval(
    a: ArrayLike, b: ArrayLike, kappa: float = 2.0, interval: float = 0.8
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How sure the balance of two weighted sums is, elementwise: its lower and upper bound, −1 to 1.

    The middle `interval` (a share) of Beta(a + κ, b + κ), mapped p → 2p − 1 (rekenregels §1). The mean of that
    distribution is `balans_index`, which therefore lies inside. NaN where a + b = 0.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    a = np.where(a + b > 0, a, np.nan)
    tail = (1 - interval) / 2
    low, high = (np.asarray(2 * betaincinv(a + kappa, b + kappa, q) - 1) for q in (tail, 1 - tail))
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
    sommen: ArrayLike, parameters: Rekenparameters
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """The balance of each row with the bounds of its interval (rekenregels §1); the last axis are the sporen.

    `sommen` are weighted sums. Two sporen: the damped index, positive towards the first, with its interval. Any
    other number: Pielou's J, without interval. NaN where there is nothing.
    """
    sums = np.asarray(sommen, dtype=float)
    if sums.shape[-1] != 2:
        none = np.full(sums.shape[:-1], np.nan)
        return pielou(sums, sums.shape[-1]), none, none
    a, b = sums[..., 0], sums[..., 1]
    low, high = balans_interval(a, b, parameters.kappa, parameters.interval)
    return balans_index(a, b, parameters.kappa), low, high
