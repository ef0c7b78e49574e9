"""What is wrong with a day's plan, each problem once, before anybody asks what could be done about it.

Two stops with times overlap, or leave too little time for the way between them, each stop seen against the one before it
that keeps one longest. A visit is held against the opening hours, for a stop without times at its computed arrival;
computed stops never overlap and are never too tight, as nobody has said when they are. What is only reached after
midnight because the day is overfull says nothing about hours.

A day also feels the night before: what the eve's visits take of it is told on the day on which the second of the two is.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from services.day_plan import DAY, Stop
from services.day_times import NEXT_DOOR, TimedStop, leg_between, timeline, with_buffer
from services.day_visits import troubles
from services.plan_warnings import Code, PlanWarning
from services.travel_time import Mode, Ways, travel

_OF_THE_DAY = frozenset({Code.CLOSED_THAT_DAY, Code.HOLIDAY, Code.EVENT_OVER})
_Key = tuple[Code, frozenset[UUID]]


@dataclass(frozen=True, slots=True)
class Problems:
    """A day's stops as one comes to them, and the warnings about them without their fixes.

    `faults` are the minutes of each problem that a fix of another must not make worse. They also hold every pair that
    overlaps, where a warning stands only for the pairs that follow each other, and leave out what estimates run into.
    """

    visits: list[TimedStop]
    warnings: list[PlanWarning]
    faults: Mapping[_Key, int]
    at_stops: Mapping[int, Sequence[PlanWarning]]
    """What stands against each visit, by the identity of its stop, where its times are set."""

    def has(self, warning: PlanWarning) -> bool:
        """Tell whether the day still has a problem."""
        key = _key_of(warning)
        return key in self.faults or any(
            other.code is warning.code and _key_of(other) == key for other in self.warnings
        )

    def tells_of(self, ids: Collection[UUID]) -> bool:
        """Tell whether something is wrong with one of these stops."""
        return any(one in ids for warning in self.warnings for one in warning.ids)

    def allows(self, faults: Mapping[_Key, int]) -> bool:
        """Tell whether all of this was wrong before, and by no fewer minutes."""
        return all(minutes <= self.faults.get(key, -1) for key, minutes in faults.items())


class _Step(NamedTuple):
    """What comes to light with one more visit; `stop` is the identity of one whose times are set, `at` what stands there."""

    warnings: Sequence[PlanWarning] = ()
    faults: Mapping[_Key, int] = {}
    stop: int | None = None
    at: Sequence[PlanWarning] = ()


def problems_of(
    day: date,
    stops: Sequence[Stop],
    mode: Mode | None = None,
    ways: Ways = travel,
    *,
    night: Sequence[TimedStop] = (),
) -> Problems:
    """Return what is wrong with a day, in the order of the day; `night` is what it feels of its eve (`night_before`)."""
    visits = timeline(day, stops, mode, ways)
    return _gathered(visits, _steps(day, night, visits, mode, ways, {}))


def problems_unless_worse(
    day: date,
    stops: Sequence[Stop],
    mode: Mode | None,
    ways: Ways,
    before: Problems,
    *,
    night: Sequence[TimedStop] = (),
) -> Problems | None:
    """Return what is wrong with a day after a change; None as soon as something is wrong that was not as wrong before."""
    visits = timeline(day, stops, mode, ways)
    steps: list[_Step] = []
    for step in _steps(day, night, visits, mode, ways, before.at_stops):
        if not before.allows(step.faults):
            return None
        steps.append(step)
    return _gathered(visits, steps)


def night_before(day: date, plan: Mapping[date, Sequence[Stop]]) -> tuple[TimedStop, ...]:
    """Return the visits of the eve that a day feels, in its own minutes: those that reach into it, and the last."""
    eve = plan.get(day - timedelta(days=1), ())
    ends = [(stop.start + max(0, stop.stay) - DAY, stop) for stop in eve if stop.start is not None]
    last = max((leaves for leaves, _ in ends), default=0)
    felt = [
        TimedStop(stop, (stop.start or 0) - DAY, leaves, False, None)
        for leaves, stop in ends
        if leaves > 0 or leaves == last
    ]
    return tuple(sorted(felt, key=_leaves))


def _gathered(visits: list[TimedStop], steps: Iterable[_Step]) -> Problems:
    warnings: list[PlanWarning] = []
    faults: dict[_Key, int] = {}
    at_stops: dict[int, Sequence[PlanWarning]] = {}
    for step in steps:
        warnings += step.warnings
        faults |= step.faults
        if step.stop is not None:
            at_stops[step.stop] = step.at
    return Problems(visits, warnings, faults, at_stops)


def _steps(
    day: date,
    night: Sequence[TimedStop],
    visits: Sequence[TimedStop],
    mode: Mode | None,
    ways: Ways,
    known: Mapping[int, Sequence[PlanWarning]],
) -> Iterator[_Step]:
    """Yield what is wrong, the overlaps first; `known` spares the look at stops that stand as then."""
    yield _Step(faults=dict(_overlaps(night, visits)))
    before = max(night, key=_leaves, default=None)
    for visit in visits:
        if visit.is_computed:
            found = _at(day, visit)
            yield _Step(found, _faults(warning for warning in found if warning.code in _OF_THE_DAY))
            continue
        stop = id(visit.stop)
        at = known[stop] if stop in known else _at(day, visit)
        found = [*_between(before, visit, mode, ways), *at]
        yield _Step(found, _faults(found), stop, at)
        before = visit if before is None or visit.leaves >= before.leaves else before


def _faults(warnings: Iterable[PlanWarning]) -> dict[_Key, int]:
    return {_key_of(warning): warning.minutes or 0 for warning in warnings}


def minutes_needed(first: Stop, second: Stop, mode: Mode | None = None, ways: Ways = travel) -> int:
    """Return how long before the start of one stop one must leave another."""
    leg = leg_between(first, second, mode, ways)
    return 0 if leg is None or leg.minutes <= NEXT_DOOR else with_buffer(leg.minutes)


def _between(
    before: TimedStop | None, visit: TimedStop, mode: Mode | None, ways: Ways
) -> Iterator[PlanWarning]:
    if before is None:
        return
    ids = before.stop.id, visit.stop.id
    gap = visit.arrives - before.leaves
    if gap < 0:
        yield _warning(Code.OVERLAP, ids, {"minutes": _shared(before, visit)})
    elif (needed := minutes_needed(before.stop, visit.stop, mode, ways)) > gap:
        yield _warning(Code.TOO_TIGHT, ids, {"minutes": needed - gap})


def _at(day: date, visit: TimedStop) -> list[PlanWarning]:
    if visit.stop.place is None:
        return []
    return [
        _warning(trouble.code, (visit.stop.id,), trouble.values)
        for trouble in troubles(visit.stop.place, day, visit.arrives, visit.leaves)
        if trouble.code in _OF_THE_DAY or not (visit.is_computed and visit.arrives >= DAY)
    ]


def _warning(code: Code, ids: tuple[UUID, ...], values: dict[str, object]) -> PlanWarning:
    minutes = values.get("minutes")
    return PlanWarning(code, ids, minutes if isinstance(minutes, int) else None, values)


def _key_of(warning: PlanWarning) -> _Key:
    """Return what makes a warning the same before and after a change."""
    return warning.code, frozenset(warning.ids)


def _leaves(visit: TimedStop) -> int:
    return visit.leaves


def _overlaps(night: Sequence[TimedStop], visits: Sequence[TimedStop]) -> Iterator[tuple[_Key, int]]:
    """Yield every pair of stops with times of which the later begins before the earlier is over."""
    timed = [visit for visit in visits if not visit.is_computed]
    for index, first in enumerate((*night, *timed), 1 - len(night)):
        for second in timed[max(0, index) :]:
            if second.arrives >= first.leaves:
                break
            yield (Code.OVERLAP, frozenset((first.stop.id, second.stop.id))), _shared(first, second)


def _shared(first: TimedStop, second: TimedStop) -> int:
    return min(first.leaves, second.leaves) - second.arrives
