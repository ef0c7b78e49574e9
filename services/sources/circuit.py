"""A source that keeps failing is left alone for a while, so that nobody waits for it in vain."""

import time
from collections.abc import Callable
from enum import StrEnum


class CircuitState(StrEnum):
    """Whether a source is asked: always, not at all, or once to see whether it is back."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Circuit:
    """Opens after so many failures in a row, and lets one question through each time it has rested.

    The answer to that one question closes the circuit or has it rest again.
    """

    def __init__(
        self, *, failures: int = 5, rest_s: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most_failures = failures
        self._rest_s = rest_s
        self._clock = clock
        self._failures = 0
        self._rests_until = 0.0
        self._is_asking = False

    @property
    def state(self) -> CircuitState:
        if self._failures < self._most_failures:
            return CircuitState.CLOSED
        return CircuitState.OPEN if self._clock() < self._rests_until else CircuitState.HALF_OPEN

    def lets_through(self) -> bool:
        """Tell whether to ask now; whoever was let through says so when it has `ended`."""
        if self.state is CircuitState.HALF_OPEN and not self._is_asking:
            self._is_asking = True
            return True
        return self.state is CircuitState.CLOSED

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        self._failures += 1
        self._rests_until = self._clock() + self._rest_s

    def ended(self) -> None:
        """Whoever was let through has done, well or not, or was called away."""
        self._is_asking = False
