"""The measurements: reruns one after another in one session, and as fast as they will go in many at once."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.browser import Browser, Run

Rerun = Callable[[Browser, int], Awaitable[Run]]
"""One rerun as a user causes it; the number counts up, so that a next one can differ from the one before."""


@dataclass
class Reeks:
    """Measured reruns: milliseconds each, per round, and the seconds that each round took."""

    ronden: list[list[float]] = field(default_factory=list)
    seconden: list[float] = field(default_factory=list)

    def percentiel(self, deel: float) -> float:
        """The milliseconds within which this share (0..1) of all reruns had finished."""
        alle = sorted(ms for ronde in self.ronden for ms in ronde)
        return alle[min(len(alle) - 1, int(deel * len(alle)))]

    @property
    def p50_per_ronde(self) -> list[float]:
        """The median of each round, in milliseconds."""
        return [statistics.median(ronde) for ronde in self.ronden]

    @property
    def tempo_per_ronde(self) -> list[float]:
        """Reruns per second of each round."""
        return [len(ronde) / duur for ronde, duur in zip(self.ronden, self.seconden, strict=True)]

    @property
    def tempo(self) -> float:
        """Reruns per second, the median of the rounds."""
        return statistics.median(self.tempo_per_ronde)


def verhouding(teller: Sequence[float], noemer: Sequence[float]) -> float:
    """The median over the rounds of one figure divided by the other, so that each pair is of the same moment."""
    return statistics.median(a / b for a, b in zip(teller, noemer, strict=True))


async def one_by_one(browser: Browser, rerun: Rerun, aantal: int, reeks: Reeks) -> None:
    """One round of `aantal` reruns in one session, each after the one before has finished."""
    start = time.perf_counter()
    reeks.ronden.append([(await rerun(browser, i)).milliseconds for i in range(aantal)])
    reeks.seconden.append(time.perf_counter() - start)


async def all_at_once(browsers: Sequence[Browser], rerun: Rerun, ronde: int, reeks: Reeks) -> None:
    """One round in which every session does one rerun; all begin at the same moment.

    A fixed number, not a fixed time: a slow server works on all sessions at once, and may finish none for seconds.
    """
    start = time.perf_counter()
    runs = await asyncio.gather(*(rerun(browser, ronde + i) for i, browser in enumerate(browsers)))
    reeks.seconden.append(time.perf_counter() - start)
    reeks.ronden.append([run.milliseconds for run in runs])
