"""What is wrong with a day's plan, each problem once, before anybody asks what could be done about it.

Two stops with times overlap, or leave too little time for the way between them, each stop seen against the one before it
that keeps one longest. A visit is held against the opening hours, for a stop without times at its computed arrival;
computed stops never overlap and are never too tight, as nobody has said when they are. What is only reached after
midnight because the day is overfull says nothing about hours.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.day_plan import DAY, Stop
from services.day_times import TimedStop, leg_between, timeline
from services.day_visits import troubles
from services.plan_warnings import Code, PlanWarning
from services.travel_time import Mode

BUFFER = 5
"""Minutes that a way takes beyond its travel time: finding the door, the platform, the ticket."""

NEXT_DOOR = 5
"""A way of so many minutes needs no time between two stops."""

Key = tuple[Code, frozenset[UUID]]


@dataclass(frozen=True, slots=True)
class Problems:
    """The warnings of a day without their fixes, and all that must not grow when one of them is fixed, in minutes.

    `faults` also hold every pair that overlaps, where a warning stands only for the pairs that follow each other.
    """

    visits: list[TimedStop]
    warnings: list[PlanWarning]
    faults: Mapping[Key, int]


def problems_of(day: date, stops: Sequence[Stop], mode: Mode | None = None) -> Problems:
    """Return what is wrong with a day, in the order of the day."""
    visits = timeline(day, stops, mode)
    before: TimedStop | None = None
    warnings: list[PlanWarning] = []
    for visit in visits:
        if not visit.is_computed:
            warnings += _between(before, visit, mode)
            before = visit if before is None or visit.leaves >= before.leaves else before
        warnings += _at(day, visit)
    faults = {key_of(warning): warning.minutes or 0 for warning in warnings}
    return Problems(visits, warnings, faults | dict(_overlaps(visits)))


def key_of(warning: PlanWarning) -> Key:
    """Return what makes a warning the same before and after a change."""
    return warning.code, frozenset(warning.ids)


def minutes_needed(first: Stop, second: Stop, mode: Mode | None = None) -> int:
    """Return how long before the start of one stop one must leave another."""
    leg = leg_between(first, second, mode)
    return 0 if leg is None or leg.minutes <= NEXT_DOOR else leg.minutes + BUFFER


def _between(before: TimedStop | None, visit: TimedStop, mode: Mode | None) -> Iterator[PlanWarning]:
    if before is None:
        return
    ids = before.stop.id, visit.stop.id
    gap = visit.arrives - before.leaves
    if gap < 0:
        yield _warning(Code.OVERLAP, ids, {"minutes": _shared(before, visit)})
    elif (needed := minutes_needed(before.stop, visit.stop, mode)) > gap:
        yield _warning(Code.TOO_TIGHT, ids, {"minutes": needed - gap})


def _at(day: date, visit: TimedStop) -> Iterator[PlanWarning]:
    if visit.stop.place is None:
        return
    for trouble in troubles(visit.stop.place, day, visit.arrives, visit.leaves):
        is_timed = trouble.code not in {Code.CLOSED_THAT_DAY, Code.HOLIDAY, Code.EVENT_OVER}
        if not (is_timed and visit.is_computed and visit.arrives >= DAY):
            yield _warning(trouble.code, (visit.stop.id,), trouble.values)


def _warning(code: Code, ids: tuple[UUID, ...], values: dict[str, object]) -> PlanWarning:
    minutes = values.get("minutes")
    return PlanWarning(code, ids, minutes if isinstance(minutes, int) else None, values)


def _overlaps(visits: Sequence[TimedStop]) -> Iterator[tuple[Key, int]]:
    """Yield every pair of stops with times of which the later begins before the earlier is over."""
    timed = [visit for visit in visits if not visit.is_computed]
    for index, first in enumerate(timed):
        for second in timed[index + 1 :]:
            if second.arrives >= first.leaves:
                break
            yield (Code.OVERLAP, frozenset((first.stop.id, second.stop.id))), _shared(first, second)


def _shared(first: TimedStop, second: TimedStop) -> int:
    return min(first.leaves, second.leaves) - second.arrives
