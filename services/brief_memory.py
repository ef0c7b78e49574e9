"""What Google has said, in the memory of this process: its terms do not let it be kept."""

import time
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

REMEMBERED_S = 600

_K = TypeVar("_K")
_V = TypeVar("_V")


class Remembered(NamedTuple, Generic[_V]):
    """Something said, and how many seconds ago."""

    value: _V
    age_s: float


class BriefMemory(Generic[_K, _V]):
    """Forgets everything after ten minutes, and the oldest sooner where there are more than so many."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._said: dict[_K, tuple[_V, float]] = {}
        """The oldest first."""

    def __bool__(self) -> bool:
        return bool(self._said)

    def get(self, key: _K) -> Remembered[_V] | None:
        self.forget_old()
        said = self._said.get(key)
        return said and Remembered(said[0], self._clock() - said[1])

    def put(self, key: _K, value: _V) -> None:
        self.forget_old()
        self._said.pop(key, None)
        self._said[key] = value, self._clock()
        if len(self._said) > self._most:
            self._drop_oldest()

    def forget_old(self) -> None:
        """Drop what is ten minutes old, also where nobody asks any more."""
        now = self._clock()
        while self._said and now - next(iter(self._said.values()))[1] >= REMEMBERED_S:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        del self._said[next(iter(self._said))]
