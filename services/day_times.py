"""When one is where on a day: what has times keeps them, and what has none is reached one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from services.day_plan import Stop
from services.day_visits import begins_visit
from services.travel_time import Leg, Mode, Ways, travel

BUFFER = 5
"""Minutes that a way takes beyond its travel time: finding the door, the platform, the ticket."""

NEXT_DOOR = 5
"""A way of so many minutes takes no more than that."""


def with_buffer(minutes: int) -> int:
    """Return how long a way takes from door to door."""
    return minutes if minutes <= NEXT_DOOR else minutes + BUFFER


@dataclass(frozen=True, slots=True)
class TimedStop:
    """A stop with its minutes of the day; `leg` leads here from the stop before, where both are places."""

    stop: Stop
    arrives: int
    leaves: int
    is_computed: bool
    leg: Leg | None


def timeline(
    day: date, stops: Sequence[Stop], mode: Mode | None = None, ways: Ways = travel
) -> list[TimedStop]:
    """Return the stops in the order in which one comes to them; `stops` stand in the order of their positions.

    A stop without a start comes right after the one that precedes it in position, as soon as one gets there from it,
    on the next five minutes. Those that stand before everything else are laid backwards from the first stop with a
    start; where there is none, or not enough of the day before it, they begin when the first of them opens, at 09:00
    at the earliest.
    """
    order = _in_order(stops)
    legs = [None, *(leg_between(first, second, mode, ways) for first, second in pairwise(order))]
    reached = _beginning(day, order, legs)
    visits: list[TimedStop] = []
    for stop, leg in zip(order, legs, strict=False):
        if visits:
            reached = visits[-1].leaves + (leg.minutes if leg else 0)
        arrives = round_up(reached) if stop.start is None else stop.start
        visits.append(TimedStop(stop, arrives, arrives + max(0, stop.stay), stop.start is None, leg))
    return visits


def leg_between(first: Stop, second: Stop, mode: Mode | None = None, ways: Ways = travel) -> Leg | None:
    """Return the way from one stop to the next; None where one of them has no place or both are the same."""
    if first.place is None or second.place is None or first.place.id == second.place.id:
        return None
    return ways(first.place.point, second.place.point, mode)


def round_up(minute: int) -> int:
    """Return the next minute that stands on a five."""
    return -(-minute // _STEP) * _STEP


def round_down(minute: int) -> int:
    """Return the last minute that stands on a five."""
    return minute // _STEP * _STEP


_STEP = 5


def _in_order(stops: Sequence[Stop]) -> list[Stop]:
    followers = leading = list[Stop]()
    timed: list[tuple[int, int, list[Stop]]] = []
    for stop in stops:
        if stop.start is None:
            followers.append(stop)
        else:
            followers = [stop]
            timed.append((stop.start, stop.start + max(0, stop.stay), followers))
    timed.sort(key=lambda group: group[:2])
    return [*leading, *(stop for *_, group in timed for stop in group)]


def _beginning(day: date, order: Sequence[Stop], legs: Sequence[Leg | None]) -> int:
    """Return when one comes to the first stop, if it has no start."""
    if not order or order[0].start is not None:
        return 0
    fixed = next((index for index, stop in enumerate(order) if stop.start is not None), 0)
    minute = order[fixed].start or 0
    for index in range(fixed, 0, -1):
        leg = legs[index]
        minute = round_down(minute - (leg.minutes if leg else 0) - order[index - 1].stay)
    return minute if fixed and minute >= 0 else begins_visit(order[0].place, day)
