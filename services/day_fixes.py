"""What can be done about a problem of a day: the least that takes it away and brings no other.

Every candidate is tried on the plan itself: it counts only when its problem is gone afterwards and nothing is wrong, on
any day it touches, that was not as wrong before; only what a computed arrival runs into may change with it. Less is tried
before more: minutes by which starts move, minutes lost at a place and a new order for more of them, and another day only
where this one has no answer.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from services.calendar_days import FIRST_DAY, LAST_DAY
from services.day_plan import DAY, Stop, clock_of
from services.day_problems import Problems, minutes_needed, night_before, problems_of, problems_unless_worse
from services.day_times import TimedStop, round_down, round_up
from services.day_visits import MORNING, takes_visitors
from services.opening_hours import DayState, state_on
from services.opening_windows import windows_around
from services.plan_warnings import Code, Fix, FixKind, Move, PlanWarning
from services.travel_time import Mode, Ways, travel

MOST_FIXED = 40
"""Stops of a day for which fixes are looked for: each is tried on the whole day, which costs the third power of them."""
LATEST_START = 22 * 60
SHORTEST_STAY = 15
LOSS = 3
"""How many minutes of starting at another time are as bad as a minute less at a place."""
REORDERING = 120
"""How many are as bad as coming to the stops in another order."""
_A_DAY = timedelta(days=1)


class DayFixes:
    """Looks for the fix of each warning of a day.

    `plan` says what is planned on the days that are known, `other_days` to which of them a stop may move; without them
    it may move within the week after.
    """

    def __init__(
        self,
        day: date,
        plan: Mapping[date, Sequence[Stop]],
        mode: Mode | None = None,
        other_days: Collection[date] | None = None,
        ways: Ways = travel,
    ) -> None:
        self._day = day
        self._mode = mode
        self._ways = ways
        week = [day + timedelta(days=offset) for offset in range(1, 8)] if other_days is None else other_days
        others = {other for other in week if other != day and FIRST_DAY <= other <= LAST_DAY}
        self._days = sorted(others, key=lambda other: (abs(other - day), other < day))
        self._plan: dict[date, Sequence[Stop]] = dict.fromkeys((day, *self._days), ()) | dict(plan)
        self._problems: dict[date, Problems] = {}
        self._nights: dict[date, tuple[TimedStop, ...]] = {}

    @property
    def warnings(self) -> list[PlanWarning]:
        """The problems of the day, each with its fix; of more than `MOST_FIXED` stops the problems only."""
        if len(self._plan[self._day]) > MOST_FIXED:
            return self._on(self._day).warnings
        return [replace(warning, fix=self._fix_of(warning)) for warning in self._on(self._day).warnings]

    def _fix_of(self, warning: PlanWarning) -> Fix | None:
        concerned = [self._visits[one] for one in warning.ids]
        here = sorted(self._within_the_day(warning, concerned), key=self._cost)
        fixes = (fix for source in (here, self._to_other_days(warning, concerned)) for fix in source)
        return next((fix for fix in fixes if self._takes_away(warning, fix)), None)

    def _on(self, day: date) -> Problems:
        if day not in self._problems:
            night = self._night_before(day, self._plan)
            self._problems[day] = problems_of(day, self._plan[day], self._mode, self._ways, night=night)
        return self._problems[day]

    def _takes_away(self, warning: PlanWarning, fix: Fix) -> bool:
        touched = {self._day, *(move.day for move in fix.moves)}
        plan = self._plan | moved(fix.moves, {day: self._plan[day] for day in touched})
        laid = frozenset(move.id for move in fix.moves if move.start is None)
        for day in (*touched, *self._mornings(touched, plan)):
            after = self._unless_worse(day, plan)
            if after is None or after.has(warning) or (day != self._day and after.tells_of(laid)):
                return False
        return True

    def _mornings(self, touched: Collection[date], plan: Mapping[date, Sequence[Stop]]) -> Iterator[date]:
        """Yield the days that have another night before them than they had."""
        for day in touched:
            morning = day + _A_DAY
            if morning in touched or not plan.get(morning):
                continue
            if self._night_before(morning, plan) != self._night_before(morning, self._plan):
                yield morning

    def _night_before(self, day: date, plan: Mapping[date, Sequence[Stop]]) -> tuple[TimedStop, ...]:
        eve = day - _A_DAY
        if plan.get(eve) is not self._plan.get(eve):
            return night_before(day, plan)
        if day not in self._nights:
            self._nights[day] = night_before(day, self._plan)
        return self._nights[day]

    def _unless_worse(self, day: date, plan: Mapping[date, Sequence[Stop]]) -> Problems | None:
        night = self._night_before(day, plan)
        return problems_unless_worse(day, plan[day], self._mode, self._ways, self._on(day), night=night)

    def _cost(self, fix: Fix) -> int:
        """Return the minutes that a fix within the day costs."""
        cost = REORDERING if fix.kind is FixKind.SWAP else 0
        for move in fix.moves:
            visit, start = self._visits[move.id], (move.day - self._day).days * DAY + (move.start or 0)
            stay = visit.stop.stay if move.end is None else move.end - (move.start or 0)
            cost += abs(start - visit.arrives) + LOSS * max(0, visit.leaves - visit.arrives - stay)
            first, last = sorted((start, visit.arrives))
            passes = any(first < other.arrives < last for other in self._timed)
            cost += REORDERING if fix.kind is FixKind.MOVE and passes else 0
        return cost

    def _within_the_day(self, warning: PlanWarning, concerned: Sequence[TimedStop]) -> Iterator[Fix]:
        match warning.code:
            case Code.OVERLAP | Code.TOO_TIGHT:
                first, second = concerned
                needed = self._minutes_needed(first.stop, second.stop)
                yield from self._shift_rest(second, round_up(first.leaves + needed))
                yield from self._shorten(first, round_down(second.arrives - needed))
                yield from self._swap(first, second)
                yield from self._to_free_times(second)
                yield from self._to_free_times(first)
            case Code.NOT_OPEN_YET:
                yield from self._to_free_times(concerned[0])
                yield from self._after_opening(concerned[0], warning.minutes or 0)
                yield from self._swap_with_neighbours(concerned[0])
            case Code.CLOSES_BEFORE_YOU_LEAVE | Code.AFTER_LAST_ADMISSION:
                if warning.code is Code.CLOSES_BEFORE_YOU_LEAVE:
                    yield from self._shorten(concerned[0], concerned[0].leaves - (warning.minutes or 0))
                yield from self._to_free_times(concerned[0])
                yield from self._swap_with_neighbours(concerned[0])
            case Code.CLOSED_THAT_DAY | Code.HOLIDAY | Code.EVENT_OVER:
                return

    def _shift_rest(self, visit: TimedStop, start: int) -> Iterator[Fix]:
        """Push a stop and what follows just far enough; nothing that ended this day ends after midnight by it."""
        moves: list[Move] = []
        earliest, before = start, None
        for other in self._timed_from(visit):
            if before is not None:
                earliest = round_up(before.leaves + self._minutes_needed(before.stop, other.stop))
            if other.arrives >= earliest:
                break
            move = _move(other.stop, self._day, earliest, latest=max(DAY, other.leaves))
            if move is None:
                return
            moves.append(move)
            before = replace(other, arrives=earliest, leaves=earliest + other.leaves - other.arrives)
        if moves:
            yield Fix(FixKind.SHIFT_REST, tuple(moves), {"minutes": start - visit.arrives})

    def _shorten(self, visit: TimedStop, leaves: int) -> Iterator[Fix]:
        stay = leaves - visit.arrives
        if not visit.is_computed and stay >= SHORTEST_STAY and 2 * stay >= visit.leaves - visit.arrives:
            begins = visit.stop.start or 0
            day = self._day - _A_DAY if self._is_of_the_eve(visit) else self._day
            move = Move(visit.stop.id, day, begins, begins + stay)
            yield Fix(FixKind.SHORTEN, (move,), {"time": clock_of(leaves)})

    def _swap_with_neighbours(self, visit: TimedStop) -> Iterator[Fix]:
        if visit.is_computed:
            return
        timed = self._timed
        index = timed.index(visit)
        for first, second in ((index - 1, index), (index, index + 1)):
            if first >= 0 and second < len(timed):
                yield from self._swap(timed[first], timed[second])

    def _swap(self, first: TimedStop, second: TimedStop) -> Iterator[Fix]:
        """Let the second begin when the first did, and the first end when the second did, or as soon as it can."""
        if self._is_of_the_eve(first):
            return
        reached = round_up(first.arrives + second.stop.stay + self._minutes_needed(second.stop, first.stop))
        start = max(reached, second.leaves - first.stop.stay)
        latest = max(DAY, second.leaves)
        moves = (
            _move(first.stop, self._day, start, latest=latest),
            _move(second.stop, self._day, first.arrives, latest=latest),
        )
        if moves[0] and moves[1]:
            yield Fix(FixKind.SWAP, (moves[0], moves[1]))

    def _after_opening(self, visit: TimedStop, minutes: int) -> Iterator[Fix]:
        """Come when it opens: push the rest of the day, or leave as planned, or when it closes."""
        place, opens = visit.stop.place, visit.arrives + minutes
        if place is None or visit.is_computed:
            return
        yield from self._shift_rest(visit, opens)
        closings = [
            window.closes
            for window in windows_around(place, self._day)
            if window.opens <= opens < window.closes
        ]
        for leaves in (visit.leaves, *closings):
            if opens + SHORTEST_STAY <= leaves <= visit.leaves:
                move = Move(visit.stop.id, self._day, opens, leaves)
                yield Fix(FixKind.MOVE, (move,), {"time": clock_of(opens)})

    def _to_free_times(self, visit: TimedStop) -> Iterator[Fix]:
        if self._is_of_the_eve(visit):
            return
        others = [other for other in self._timed if other.stop.id != visit.stop.id]
        for start in self._free_times(self._day, visit, others):
            end = None if visit.stop.start is not None and visit.stop.end is None else start + visit.stop.stay
            move = Move(visit.stop.id, self._day, start, end)
            yield Fix(FixKind.MOVE, (move,), {"time": clock_of(start)})

    def _to_other_days(self, warning: PlanWarning, concerned: Sequence[TimedStop]) -> Iterator[Fix]:
        leaving = [
            visit
            for visit in reversed(concerned)
            if not self._is_of_the_eve(visit) and self._ends_without(warning, visit.stop)
        ]
        for day in self._days:
            for visit in leaving:
                for move in self._moves_to(day, visit):
                    yield Fix(FixKind.MOVE_DAY, (move,), {"day": day})

    def _ends_without(self, warning: PlanWarning, stop: Stop) -> bool:
        """Tell whether a problem is gone, and no other comes, when a stop is not there."""
        rest = [other for other in self._plan[self._day] if other.id != stop.id]
        after = self._unless_worse(self._day, self._plan | {self._day: rest})
        return after is not None and not after.has(warning)

    def _moves_to(self, day: date, visit: TimedStop) -> Iterator[Move]:
        if visit.stop.is_within_trip(self._day) and not visit.stop.is_within_trip(day):
            return
        if visit.stop.place and not takes_visitors(visit.stop.place, day):
            return
        if visit.is_computed:
            yield Move(visit.stop.id, day, None, None)
            return
        others = [other for other in self._on(day).visits if not other.is_computed]
        for start in self._free_times(day, visit, others):
            if move := _move(visit.stop, day, start, latest=2 * DAY):
                yield move

    def _free_times(self, day: date, visit: TimedStop, others: Sequence[TimedStop]) -> list[int]:
        """Return starts at which a stop fits between others and into the opening hours, the nearest first."""
        stop, wanted, stay = visit.stop, visit.arrives, visit.stop.stay
        starts: set[int] = set()
        hours = _hours(stop, day, wanted)
        for after, until in self._gaps(day, stop, others):
            for opens, closes in hours:
                earliest, latest = max(after, opens), min(until - stay, closes)
                if earliest <= latest:
                    latest = max(earliest, round_down(latest))
                    starts.add(min(max(wanted, round_up(earliest)), latest))
        return sorted(starts, key=lambda start: (abs(start - wanted), start))

    def _gaps(self, day: date, stop: Stop, others: Sequence[TimedStop]) -> Iterator[tuple[int, int]]:
        """Yield the times between others in which one can be at a stop and still get there and on."""
        night = [visit for visit in self._night_before(day, self._plan) if visit.stop.id != stop.id]
        before = night[-1] if night else None
        for other in others:
            until = other.arrives - self._minutes_needed(stop, other.stop)
            yield (before.leaves + self._minutes_needed(before.stop, stop) if before else 0), until
            before = other if before is None or other.leaves >= before.leaves else before
        yield (before.leaves + self._minutes_needed(before.stop, stop) if before else 0), self._end(day, stop)

    def _end(self, day: date, stop: Stop) -> int:
        """Return when a stop must be over so that one comes in time to the first of the next day."""
        planned = self._plan.get(day + _A_DAY, ())
        starts = [
            DAY + other.start - self._minutes_needed(stop, other)
            for other in planned
            if other.start is not None and other.id != stop.id
        ]
        return min(starts, default=2 * DAY)

    def _minutes_needed(self, first: Stop, second: Stop) -> int:
        return minutes_needed(first, second, self._mode, self._ways)

    @cached_property
    def _visits(self) -> dict[UUID, TimedStop]:
        visits = (*self._night_before(self._day, self._plan), *self._on(self._day).visits)
        return {visit.stop.id: visit for visit in visits}

    @cached_property
    def _timed(self) -> list[TimedStop]:
        return [visit for visit in self._on(self._day).visits if not visit.is_computed]

    def _is_of_the_eve(self, visit: TimedStop) -> bool:
        return all(visit.stop.id != stop.id for stop in self._plan[self._day])

    def _timed_from(self, visit: TimedStop) -> list[TimedStop]:
        return self._timed[self._timed.index(visit) :]


def moved(moves: Sequence[Move], stops_by_day: Mapping[date, Sequence[Stop]]) -> dict[date, list[Stop]]:
    """Return the stops of each day after the moves; what comes from another day stands last in its new one."""
    after = {day: list(stops) for day, stops in stops_by_day.items()}
    planned = {stop.id: (day, stop) for day, stops in stops_by_day.items() for stop in stops}
    for move in moves:
        if move.id not in planned:
            continue
        day, stop = planned[move.id]
        put = replace(stop, start=move.start, end=move.end)
        if move.day == day:
            after[day] = [put if other.id == move.id else other for other in after[day]]
        else:
            after[day] = [other for other in after[day] if other.id != move.id]
            after.setdefault(move.day, []).append(put)
    return after


def _move(stop: Stop, day: date, start: int, *, latest: int) -> Move | None:
    """Return a move that keeps the stay, unless it would begin on another day or end after `latest`."""
    leaves = start + stop.stay
    if not (0 <= start < DAY and start < leaves <= min(latest, start + DAY)):
        return None
    return Move(stop.id, day, start, None if stop.end is None else leaves)


def _hours(stop: Stop, day: date, wanted: int) -> list[tuple[int, int]]:
    """Return between which minutes a visit can begin: in opening hours, and when people are up and about."""
    first, latest = min(MORNING, max(0, wanted)), min(LATEST_START, DAY - stop.stay)
    last = min(DAY - 1, max(latest, wanted))
    if stop.place is None or state_on(stop.place.opening_hours, day) is DayState.UNKNOWN:
        return [(first, last)]
    return [
        (max(first, window.opens), min(last, window.admits_until, window.closes - stop.stay))
        for window in windows_around(stop.place, day)
    ]
