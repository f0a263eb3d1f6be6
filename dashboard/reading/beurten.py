"""Looking back costs computing: who asks for much of it waits for a turn, and then hears that it is too much."""

from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import date
from threading import Condition
from time import monotonic

from wijkkompas_core.errors import Unavailable

MINUTE = 60.0
TOO_MANY_DAYS = "Je koos snel achter elkaar veel peildatums. Wacht een minuut en probeer het dan opnieuw."
TOO_BUSY = "Je kijkt op te veel plekken tegelijk terug. Sluit een venster, of probeer het zo opnieuw."


class Beurten:
    """Per account so many looks back that are made at the same time, and so many different days in a minute."""

    def __init__(self, at_once: int, days: int, longest_wait: float, *, clock: Callable[[], float] = monotonic) -> None:
        """`longest_wait` in seconds; `clock` tells the seconds."""
        self._at_once, self._days, self._longest_wait, self._clock = at_once, days, longest_wait, clock
        self._busy: Counter[Hashable] = Counter()
        self._asked: dict[Hashable, deque[tuple[float, date]]] = {}
        self._free = Condition()

    @contextmanager
    def turn(self, who: Hashable, day: date) -> Iterator[None]:
        """Make one look back to this day within; raises `Unavailable` when it is too much for this account."""
        with self._free:
            self._count(who, day)
            if not self._free.wait_for(lambda: self._busy[who] < self._at_once, self._longest_wait):
                raise Unavailable(TOO_BUSY)
            self._busy[who] += 1
        try:
            yield
        finally:
            with self._free:
                self._busy[who] -= 1
                if not self._busy[who]:
                    del self._busy[who]
                self._free.notify_all()

    def _count(self, who: Hashable, day: date) -> None:
        now = self._clock()
        for one, asked in list(self._asked.items()):
            while asked and asked[0][0] <= now - MINUTE:
                asked.popleft()
            if not asked:
                del self._asked[one]
        recent = self._asked.get(who, deque())
        if day in {other for _moment, other in recent}:
            return
        if len(recent) >= self._days:
            raise Unavailable(TOO_MANY_DAYS)
        self._asked.setdefault(who, deque()).append((now, day))
