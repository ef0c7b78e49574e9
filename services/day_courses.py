"""How a day may run: its stops in one order or another, what that costs, and which way costs least.

`services.day_order` defines the costs. The optimum is exact: Held and Karp's sets of errands done with a last position, and
for each of them the labels of (clock, cost) that no other label beats in both, as Dumas et al. do for time windows.
Arriving earlier is never worse, so a label that is beaten cannot become the best. What cannot end better than an order that
is known already is left out.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias
from uuid import UUID

from services.day_plan import DAY, Stop
from services.geography import Point
from services.opening_windows import Window, windows_on
from services.travel_time import Mode, travel

CLOSED_ALL_DAY = DAY
"""The lateness of a stop where nobody can be in time that day."""

_MORNING = 9 * 60


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
        self._errands = [_errand(stop, day, is_fixed=stop.id in fixed) for stop in stops]
        self._late_anyway = sum(errand.late_anyway for errand in self._errands)
        self._present = _present_order(self._planned)
        self._begins = _begin_of_day([self._planned[errand] for errand in self._present])
        spots = [*(errand.point for errand in self._errands), start]
        self._home = len(stops)
        self._ways = [[_minutes(a, b, mode) for b in spots[:-1]] for a in spots]
        self._last_ways = [_minutes(a, end, mode) for a in spots]

    def now(self, step: int) -> Course:
        """Return the day as it is planned; what has no times comes when all that stands before it is done."""
        return self._put_off(self._along(self._present, self._planned), self._planned, step)

    def best(self, step: int) -> Course:
        """Return the best course there is, then put off to the step."""
        known = min((self._along(order, self._nothing) for order in self._likely_orders()), key=_cost_of)
        if len(self._errands) > 1:
            known = self._course(min(self._ends(known.cost), key=self._outcome), self._nothing)
        return self._put_off(known, self._nothing, step)

    def _along(self, order: Sequence[int], promised: "_Promises") -> Course:
        """Return the best course in one order."""
        labels: list[_Label] = [(self._begins, 0, -1, None)]
        position = self._home
        for number, errand in enumerate(order):
            way = self._ways[position][errand]
            reached: list[_Label] = []
            for label in labels:
                arrives = label[0] + (way if number else 0)
                for begin, leaves, added in _choices(self._errands[errand], arrives, promised[errand]):
                    first = 0 if number else _LATEST_BEGIN - begin
                    reached.append((leaves, label[1] + way * _TRAVEL + added + first, errand, label))
            labels = _unbeaten(reached)
            position = position if self._errands[errand].point is None else errand
        return self._course(min(((label, position) for label in labels), key=self._outcome), promised)

    def _ends(self, known: Cost) -> "Iterator[_End]":
        """Yield the labels of all errands done that no other beats, but those that end worse than a known cost."""
        count = len(self._errands)
        everything = (1 << count) - 1
        most = (known.late - self._late_anyway) * _LATE + (known.travel + 1) * _TRAVEL
        to_go = self._least_to_go()
        layers: list[dict[int, list[_Label]]] = [{} for _ in range(everything + 1)]
        for errand in range(count):
            self._begin_with(errand, layers)
        known_choices: list[dict[int, tuple[_Choice, ...]]] = [{} for _ in range(count)]
        for done in range(1, everything):
            rest = [errand for errand in range(count) if not done >> errand & 1]
            for position, reached in layers[done].items():
                labels = _unbeaten(reached)
                ways = self._ways[position]
                for errand in rest:
                    way = ways[errand]
                    after = done | 1 << errand
                    limit = most - to_go[after] - way * _TRAVEL
                    is_place = self._errands[errand].point is not None
                    beyond = layers[after].setdefault(errand if is_place else position, [])
                    choices_at = known_choices[errand]
                    for label in labels:
                        if label[1] >= limit:
                            continue
                        arrives = label[0] + way
                        choices = choices_at.get(arrives)
                        if choices is None:
                            choices = choices_at[arrives] = tuple(
                                _choices(self._errands[errand], arrives, None)
                            )
                        for _, leaves, added in choices:
                            cost = label[1] + added
                            if cost < limit:
                                beyond.append((leaves, cost + way * _TRAVEL, errand, label))
            layers[done] = {}
        for position, reached in layers[everything].items():
            for label in _unbeaten(reached):
                yield label, position

    def _begin_with(self, errand: int, layers: "list[dict[int, list[_Label]]]") -> None:
        way = self._ways[self._home][errand]
        position = self._home if self._errands[errand].point is None else errand
        beyond = layers[1 << errand].setdefault(position, [])
        for begin, leaves, added in _choices(self._errands[errand], self._begins, None):
            beyond.append((leaves, way * _TRAVEL + added + _LATEST_BEGIN - begin, errand, None))

    def _least_to_go(self) -> list[int]:
        """Return for each set of errands done a cost that whatever is left cannot go below."""
        count = len(self._errands)
        nearest = [
            min(self._ways[position][errand] for position in range(count + 1) if position != errand)
            for errand in range(count)
        ]
        ends = min(self._last_ways)
        to_go = [0] * (1 << count)
        to_go[-1] = ends * _TRAVEL
        for done in range((1 << count) - 2, -1, -1):
            errand = (~done & (done + 1)).bit_length() - 1
            to_go[done] = to_go[done | 1 << errand] + nearest[errand] * _TRAVEL
        return to_go

    def _likely_orders(self) -> Iterator[list[int]]:
        """Yield orders worth trying before all others are searched: the present one, and always what is nearest next."""
        yield self._present
        for first in range(len(self._errands)):
            order = [first]
            rest = set(range(len(self._errands))) - {first}
            while rest:
                order.append(min(rest, key=self._ways[order[-1]].__getitem__))
                rest.remove(order[-1])
            yield order

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
        travelled = cost // _TRAVEL % (_LATE // _TRAVEL)
        return (
            cost // _LATE,
            travelled + self._last_ways[position],
            leaves - travelled + cost % _TRAVEL,
            leaves,
        )

    def _course(self, end: "_End", promised: "_Promises") -> Course:
        """Follow a label back to the morning."""
        label: _Label | None = end[0]
        steps: list[_Label] = []
        while label is not None and label[2] >= 0:
            steps.append(label)
            label = label[3]
        visits: list[Visit] = []
        clock, position, travelled = self._begins, self._home, 0
        for leaves, _, number, _ in reversed(steps):
            errand = self._errands[number]
            way = self._ways[position][number]
            travelled += way
            arrives = clock + way if visits else clock
            visits.append(_visit(number, errand, arrives, leaves, promised[number], is_first=not visits))
            clock = leaves
            position = position if errand.point is None else number
        late = sum(visit.after_start + visit.after_admission + visit.after_closing for visit in visits)
        cost = Cost(
            late + self._late_anyway,
            travelled + self._last_ways[position],
            sum(visit.wait for visit in visits),
        )
        return Course(tuple(visits), cost)


@dataclass(frozen=True, slots=True)
class _Errand:
    """A stop and what the day allows there; `kept` is the start that it keeps.

    `late_anyway` is what it costs whenever one comes: closed all day, or kept outside of its hours.
    """

    stay: int
    point: Point | None
    windows: tuple[Window, ...]
    kept: int | None
    late_anyway: int


_Label: TypeAlias = "tuple[int, int, int, _Label | None]"
"""Some of the errands done: until when, at what cost, the last of them, and the label before.

The cost is one number: lateness, travel, and what decides the waiting at the end. Since the clock shows the first beginning
+ travel + stays + waiting - what late arrivals cut off kept stays, all waiting follows from the clock and from (cut off -
first beginning); that difference is the last part, raised so that it is positive.
"""
_LATE = 1 << 42
_TRAVEL = 1 << 20
_LATEST_BEGIN = 1 << 15

_End: TypeAlias = tuple[_Label, int]
"""A last label, and where one is."""

_Choice: TypeAlias = tuple[int, int, int]
"""When an errand begins, when one leaves, and what that adds to a label's cost."""

_Promises: TypeAlias = Sequence[int | None]
"""By errand: the start before which it does not begin and after which one is late; None where there is none."""


def _errand(stop: Stop, day: date, *, is_fixed: bool) -> _Errand:
    kept = stop.start if is_fixed or stop.place is None else None
    windows = windows_on(stop.place, day) if stop.place else ()
    late_anyway = 0
    if windows is None:
        late_anyway = CLOSED_ALL_DAY
    elif kept is not None:
        late_anyway = sum(_too_late(windows, kept, stop.stay))
    return _Errand(stop.stay, stop.place and stop.place.point, windows or (), kept, late_anyway)


def _present_order(planned: _Promises) -> list[int]:
    """Return the errands by their starts; those without one stay behind what they stand behind."""
    behind = -1
    keys: list[int] = []
    for start in planned:
        behind = behind if start is None else start
        keys.append(behind)
    return sorted(range(len(planned)), key=keys.__getitem__)


def _begin_of_day(planned: _Promises) -> int:
    """Return when the first stop begins at the earliest; `planned` is in the present order."""
    starts = [start for start in planned if start is not None]
    if not starts:
        return _MORNING
    return min(starts) if planned[0] is not None else min(_MORNING, *starts)


def _minutes(start: Point | None, end: Point | None, mode: Mode | None) -> int:
    return travel(start, end, mode).minutes if start and end else 0


def _choices(errand: _Errand, arrives: int, promised: int | None) -> Iterator[_Choice]:
    """Yield when an errand may begin; a later beginning only where it makes one less late."""
    if errand.kept is not None:
        late = max(0, arrives - errand.kept)
        yield errand.kept, max(errand.kept + errand.stay, arrives), late * _LATE + min(late, errand.stay)
        return
    earliest = arrives if promised is None else max(arrives, promised)
    late_start = earliest - (earliest if promised is None else promised)
    least: int | None = None
    for begin in [max(earliest, window.opens) for window in errand.windows] or [earliest]:
        late = late_start + sum(_too_late(errand.windows, begin, errand.stay))
        if least is None or late < least:
            least = late
            yield begin, begin + errand.stay, late * _LATE


def _too_late(windows: Iterable[Window], begin: int, stay: int) -> tuple[int, int]:
    """Return how long after the last admission one comes in, and how long after closing one leaves."""
    misses = (
        (max(0, begin - window.last_admission), max(0, begin + stay - window.closes))
        for window in windows
        if window.opens <= begin
    )
    return min(misses, key=sum, default=(0, 0))


def _visit(
    number: int, errand: _Errand, arrives: int, leaves: int, promised: int | None, *, is_first: bool
) -> Visit:
    if errand.kept is not None:
        wait, late = max(0, errand.kept - arrives), max(0, arrives - errand.kept)
        return Visit(number, errand.kept, errand.kept + errand.stay, 0 if is_first else wait, late, 0, 0)
    begin = leaves - errand.stay
    late = 0 if promised is None else max(0, arrives - promised)
    wait = 0 if is_first else begin - arrives
    return Visit(number, begin, leaves, wait, late, *_too_late(errand.windows, begin, errand.stay))


def _unbeaten(labels: list[_Label]) -> list[_Label]:
    """Return the labels that are not both later and dearer than another."""
    if len(labels) < 2:
        return labels
    labels.sort(key=_clock_and_cost)
    kept = labels[:1]
    for label in labels:
        if label[1] < kept[-1][1]:
            kept.append(label)
    return kept


def _clock_and_cost(label: _Label) -> tuple[int, int]:
    return label[0], label[1]


def _cost_of(course: Course) -> Cost:
    return course.cost
