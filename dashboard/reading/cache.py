"""A small cache that all sessions share: the most recently used answers, each made once.

Streamlit's own cache inspects every argument on every hit, which costs a page more than its reads.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Cache:
    """Keeps the `size` most recently used answers. What comes out is shared: read it, never change it."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()
        self._together = Lock()

    def holds(self, key: Hashable) -> bool:
        """Whether the answer for `key` is there already."""
        with self._lock:
            return key in self._answers

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The answer for `key`; two sessions that ask for a new one at once make it once."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                if key in self._answers:
                    return self._answers[key]
            try:
                answer = make()
                with self._lock:
                    self._answers[key] = answer
                    while len(self._answers) > self._size:
                        self._answers.popitem(last=False)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return answer

    def get_many(self, keys: Sequence[Hashable], make: Callable[[list[int]], Sequence[T]]) -> list[T]:
        """The answers for `keys`; `make` gets the places of those that are not there, and makes them together.

        Only one at a time makes many: who waits for it finds what the other has made.
        """
        found = self._present(keys)
        if len(found) < len(keys):
            with self._together:
                found = self._present(keys)
                missing = [place for place in range(len(keys)) if place not in found]
                found |= dict(zip(missing, make(missing) if missing else (), strict=True))
                with self._lock:
                    for place in missing:
                        self._answers[keys[place]] = found[place]
                    while len(self._answers) > self._size:
                        self._answers.popitem(last=False)
        return [found[place] for place in range(len(keys))]

    def _present(self, keys: Sequence[Hashable]) -> dict[int, Any]:
        with self._lock:
            there = {place: self._answers[key] for place, key in enumerate(keys) if key in self._answers}
            for place in there:
                self._answers.move_to_end(keys[place])
        return there
