"""How fast and how much from one network address: who goes on too fast waits, and who has too much is refused."""

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from time import monotonic

MOST_ADDRESSES = 10_000


@dataclass
class Tempo:
    """So many per second of each key, and so many at once before that counts. Who goes faster waits its turn.

    One number per key: the moment at which all that was asked would be done at that speed.
    """

    per_second: float
    at_once: float
    longest_wait: float
    clock: Callable[[], float] = monotonic
    _done_at: dict[Hashable, float] = field(default_factory=dict)

    def ask(self, key: Hashable, cost: float = 1.0) -> float | None:
        """How many seconds this one must wait, and counts it; `None` when the queue is too long, and then not."""
        now = self.clock()
        done = max(now, self._done_at.get(key, now))
        wait = max(0.0, done - now - self.at_once / self.per_second)
        if wait > self.longest_wait:
            return None
        if key not in self._done_at and len(self._done_at) >= MOST_ADDRESSES:
            self._forget(now)
        self._done_at[key] = done + cost / self.per_second
        return wait

    def _forget(self, now: float) -> None:
        """Forget who is at rest; when all are busy, forget everyone rather than growing."""
        self._done_at = {key: done for key, done in self._done_at.items() if done > now}
        if len(self._done_at) >= MOST_ADDRESSES:
            self._done_at.clear()


@dataclass
class Plaatsen:
    """So many at the same time of each key."""

    most: int
    _taken: Counter[Hashable] = field(default_factory=Counter)

    def room(self, key: Hashable, most: float | None = None) -> bool:
        """Whether there is a place."""
        return self._taken[key] < (self.most if most is None else most)

    def take(self, key: Hashable, most: float | None = None) -> bool:
        """Take a place; false when there is none. What was taken must be given back with `leave`."""
        if not self.room(key, most):
            return False
        self._taken[key] += 1
        return True

    def leave(self, key: Hashable) -> None:
        """Give a place back."""
        self._taken[key] -= 1
        if self._taken[key] <= 0:
            del self._taken[key]
