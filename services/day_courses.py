"""How a day may run: its stops in one order or another, with what that costs (as `services.day_order` defines it)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias
from uuid import UUID

from services.day_errands import (
    LATE,
    TRAVEL,
    Errand,
    Label,
    Morning,
    choices,
    errand_of,
    too_late,
    unbeaten,
)
from services.day_plan import Stop
from services.day_search import Search
from services.day_times import with_buffer
from services.day_visits import MORNING
from services.geography import Point
from services.travel_time import Mode, travel


@dataclass(frozen=True, slots=True, order=True)
class Cost:
    """What an order costs in minutes; compared in this order of importance."""

    late: int
    travel: int
    wait: int


class Visit(NamedTuple):
    """An errand done, by its number among the stops: when one begins and ends, and what it costs.

    At a kept start one begins late and ends in time, so both are those of the plan.
    """

    errand: int
    begin: int
    end: int
    wait: int
    after_start: int
    after_admission: int
    after_closing: int


@dataclass(frozen=True, slots=True)
class Course:
    """A day from beginning to end."""

    visits: tuple[Visit, ...]
    cost: Cost


class Courses:
    """A day's errands, the ways between them, and the courses the day may take."""

    def __init__(
        self,
        day: date,
        stops: Sequence[Stop],
        mode: Mode | None,
        *,
        fixed: Collection[UUID],
        start: Point | None,
        end: Point | None,
    ) -> None:
        self._planned = [stop.start for stop in stops]
        self._nothing: list[int | None] = [None] * len(stops)
        self._errands = [errand_of(stop, day, is_fixed=stop.id in fixed) for stop in stops]
        self._late_anyway = sum(errand.late_anyway for errand in self._errands)
        self._present = _present_order(self._planned)
        self._morning = _morning([self._planned[errand] for errand in self._present])
        spots = [*(errand.point for errand in self._errands), start]
        self._home = len(stops)
        self._ways = [[_minutes(a, b, mode) for b in spots[:-1]] for a in spots]
        self._last_ways = [_minutes(a, end, mode) for a in spots]

    def now(self, step: int) -> Course:
        """Return the day as it is planned; what has no times comes when all that stands before it is done."""
        return self._put_off(self._along(self._present, self._planned), self._planned, step)

    def best(self, step: int) -> Course:
        """Return the best course there is, then put off to the step."""
        if not self._errands:
            return self.now(step)
        search = Search(self._errands, self._morning, self._ways, self._last_ways)
        best = min(search.ends(), key=self._outcome)
        return self._put_off(self._course(best, self._nothing), self._nothing, step)

    def _along(self, order: Sequence[int], promised: "_Promises") -> Course:
        """Return the best course in one order."""
        labels: list[Label] = [(self._morning.minute, 0, -1, None)]
        position = self._home
        for number, errand in enumerate(order):
            way = self._ways[position][errand]
            reached: list[Label] = []
            for label in labels:
                arrives = label[0] + (way if number else 0)
                for begin, leaves, added in choices(self._errands[errand], arrives, promised[errand]):
                    moved = way * TRAVEL if number else self._morning.cost(way, begin)
                    reached.append((leaves, label[1] + moved + added, errand, label))
            labels = unbeaten(reached)
            position = position if self._errands[errand].point is None else errand
        return self._course(min(((label, position) for label in labels), key=self._outcome), promised)

    def _put_off(self, course: Course, promised: "_Promises", step: int) -> Course:
        """Put beginnings that nobody planned off to multiples of a step, where nobody gets later by it."""
        order = [visit.errand for visit in course.visits]
        starts = list(promised)
        for number, errand in enumerate(order):
            begin = course.visits[number].begin
            if starts[errand] is None and self._errands[errand].kept is None and begin % step:
                starts[errand] = begin + step - begin % step
                put_off = self._along(order, starts)
                if put_off.cost.late <= course.cost.late:
                    course = put_off
                else:
                    starts[errand] = None
        return course

    def _outcome(self, end: "_End") -> tuple[int, int, int, int]:
        """Return what a day that ends so costs, but for constants; of equals, the one that ends first is better."""
        (leaves, cost, _, _), position = end
        travelled = cost // TRAVEL % (LATE // TRAVEL)
        return (
            cost // LATE,
            travelled + self._last_ways[position],
            leaves - travelled + cost % TRAVEL,
            leaves,
        )

    def _course(self, end: "_End", promised: "_Promises") -> Course:
        """Follow a label back to the morning."""
        label: Label | None = end[0]
        steps: list[Label] = []
        while label is not None and label[2] >= 0:
            steps.append(label)
            label = label[3]
        visits: list[Visit] = []
        clock, position, travelled = self._morning.minute, self._home, 0
        for leaves, _, number, _ in reversed(steps):
            errand = self._errands[number]
            way = self._ways[position][number]
            travelled += way
            arrives = clock + way if visits else clock
            visit = _visit(number, errand, arrives, leaves, promised[number])
            visits.append(visit if visits or self._morning.is_given else visit._replace(wait=0))
            clock = leaves
            position = position if errand.point is None else number
        late = sum(visit.after_start + visit.after_admission + visit.after_closing for visit in visits)
        cost = Cost(
            late + self._late_anyway,
            travelled + self._last_ways[position],
            sum(visit.wait for visit in visits),
        )
        return Course(tuple(visits), cost)


_End: TypeAlias = tuple[Label, int]
"""A last label, and where one is."""

_Promises: TypeAlias = Sequence[int | None]
"""By errand: the start before which it does not begin and after which one is late; None where there is none."""


def _present_order(planned: _Promises) -> list[int]:
    """Return the errands by their starts; those without one stay behind what they stand behind."""
    behind = -1
    keys: list[int] = []
    for start in planned:
        behind = behind if start is None else start
        keys.append(behind)
    return sorted(range(len(planned)), key=keys.__getitem__)


def _morning(planned: _Promises) -> Morning:
    """Return when the day begins; `planned` is in the present order."""
    starts = [start for start in planned if start is not None]
    if starts and planned[0] is not None:
        return Morning(min(starts), is_given=True)
    return Morning(min(MORNING, *starts) if starts else MORNING, is_given=False)


def _minutes(start: Point | None, end: Point | None, mode: Mode | None) -> int:
    return with_buffer(travel(start, end, mode).minutes) if start and end else 0


def _visit(number: int, errand: Errand, arrives: int, leaves: int, promised: int | None) -> Visit:
    if errand.kept is not None:
        wait, late = max(0, errand.kept - arrives), max(0, arrives - errand.kept)
        return Visit(number, errand.kept, errand.kept + errand.stay, wait, late, 0, 0)
    begin = leaves - errand.stay
    late = 0 if promised is None else max(0, arrives - promised)
    return Visit(number, begin, leaves, begin - arrives, late, *too_late(errand.windows, begin, errand.stay))
