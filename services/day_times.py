"""When one is where on a day: what has times keeps them, and what has none is reached one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.day_plan import Stop
from services.travel_time import Leg, Mode


@dataclass(frozen=True, slots=True)
class TimedStop:
    """A stop with its minutes of the day; `leg` leads here from the stop before, where both are places."""

    stop: Stop
    arrives: int
    leaves: int
    is_computed: bool
    leg: Leg | None


def timeline(day: date, stops: Sequence[Stop], mode: Mode | None = None) -> list[TimedStop]:
    """Return the stops in the order in which one comes to them; `stops` stand in the order of their positions."""
    raise NotImplementedError
