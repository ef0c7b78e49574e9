"""The cheapest of all orders in which a day's errands may be done, exactly.

Held and Karp's sets of errands done with a last position, and for each of them the labels of (clock, cost) that no other
label beats in both, as Dumas et al. do for time windows. Arriving earlier is never worse, so a label that is beaten cannot
become the best. What cannot end cheaper than a day known already is left out, by what is at least still to come:

- travel: the shortest way through all that is left, whatever the time (Held and Karp again, backwards);
- lateness: if one did what is left by the order of closing times, the most that any of it would be late (Jackson's rule), or
  the sum over all of it when the k-th errand done in the shortest possible time meets the k-th closing time.

What is known comes from the same search that lets few labels go on.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from heapq import nsmallest
from itertools import accumulate, combinations
from typing import TypeAlias

from services.day_errands import LATE, TRAVEL, Choice, Errand, Label, Morning, choices, unbeaten

State: TypeAlias = tuple[int, int]
"""The set of errands done, as bits, and the number of the errand at whose place one is."""

_WIDTH = 40
_NEVER = 1 << 30


class Search:
    """Finds the cheapest end of a day; `ways` lead from each errand, and from home behind them, to each errand."""

    def __init__(
        self,
        errands: Sequence[Errand],
        morning: Morning,
        ways: Sequence[Sequence[int]],
        last_ways: Sequence[int],
    ) -> None:
        self._errands = errands
        self._morning = morning
        self._ways = ways
        self._last_ways = last_ways
        self._home = len(errands)
        self._choices: list[dict[int, tuple[Choice, ...]]] = [{} for _ in errands]
        self._travel_left = self._least_travel()
        self._shortest = self._shortest_doing()
        self._ends_in_time = [list(ends) for ends in zip(*map(_ends_in_time, errands), strict=True)]
        self._due = self._dues()
        self._late_left: list[dict[int, int]] = [{} for _ in self._due]
        self._thresholds: dict[int, list[int]] = {}

    def ends(self) -> list[tuple[Label, int]]:
        """Return labels of all errands done, one of which is the cheapest, with the place where each ends."""
        likely = self._labels(_NEVER * LATE, _WIDTH)
        known = self._improved(min(likely, key=lambda end: self._total(*end))[0])
        # What costs the same but for waiting may still be better.
        return self._labels(known - known % TRAVEL + TRAVEL, None)

    def _improved(self, label: Label) -> int:
        """Return the cost of an order that no small change makes cheaper."""
        order: list[int] = []
        before: Label | None = label
        while before is not None:
            order.insert(0, before[2])
            before = before[3]
        least = self._cost_along(order, _NEVER * LATE)
        is_improved = True
        while is_improved:
            is_improved = False
            for changed in _neighbours(order):
                cost = self._cost_along(changed, least)
                if cost < least:
                    order, least, is_improved = changed, cost, True
        return least

    def _cost_along(self, order: Sequence[int], least: int) -> int:
        """Return what an order costs, or anything above a known cost once that is passed."""
        clock, cost, position = self._morning.minute, 0, self._home
        for place, number in enumerate(order):
            way = self._ways[position][number]
            _, clock, added = self._choices_at(number, clock + way if place else clock)[-1]
            cost += added + way * TRAVEL
            if cost > least:
                return cost
            if self._errands[number].point is not None:
                position = number
        return cost + self._last_ways[position] * TRAVEL

    def _total(self, label: Label, position: int) -> int:
        return label[1] + self._last_ways[position] * TRAVEL

    def _labels(self, known: int, width: int | None) -> list[tuple[Label, int]]:
        level = self._firsts(known)
        for _ in self._errands[1:]:
            if width is not None:
                level = self._narrowed(level, width)
            beyond: defaultdict[State, list[Label]] = defaultdict(list)
            for (done, position), reached in level.items():
                self._go_on(done, position, unbeaten(reached), known, beyond)
            level = beyond
        return [(label, position) for (_, position), reached in level.items() for label in unbeaten(reached)]

    def _firsts(self, known: int) -> dict[State, list[Label]]:
        level: defaultdict[State, list[Label]] = defaultdict(list)
        for number, errand in enumerate(self._errands):
            done, position = 1 << number, self._home if errand.point is None else number
            way = self._ways[self._home][number]
            for begin, leaves, added in choices(errand, self._morning.minute):
                label: Label = (leaves, added + self._morning.cost(way, begin), number, None)
                if label[1] + self._least_left(done, position, leaves) < known:
                    level[done, position].append(label)
        return level

    def _go_on(
        self, done: int, position: int, labels: list[Label], known: int, beyond: dict[State, list[Label]]
    ) -> None:
        """Do one more errand after each of the labels."""
        ways = self._ways[position]
        for number, errand in enumerate(self._errands):
            after = done | 1 << number
            if after == done:
                continue
            way = ways[number]
            there = position if errand.point is None else number
            travel = way * TRAVEL
            limit = known - travel - self._travel_left[there][after]
            due, late_left = self._due[after], self._late_left[after]
            kept: list[Label] = []
            for label in labels:
                for _, leaves, added in self._choices_at(number, label[0] + way):
                    cost = label[1] + added
                    if cost >= limit:
                        continue
                    if leaves > due:
                        late = late_left.get(leaves)
                        if late is None:
                            late = late_left[leaves] = self._least_late(after, leaves) * LATE
                        if cost + late >= limit:
                            continue
                    kept.append((leaves, cost + travel, number, label))
            if kept:
                beyond[after, there] += kept

    def _choices_at(self, number: int, arrives: int) -> tuple[Choice, ...]:
        known = self._choices[number].get(arrives)
        if known is None:
            known = self._choices[number][arrives] = tuple(choices(self._errands[number], arrives))
        return known

    def _narrowed(self, level: dict[State, list[Label]], width: int) -> dict[State, list[Label]]:
        """Keep the labels that promise the cheapest ends."""
        promising = nsmallest(
            width,
            ((state, label) for state, labels in level.items() for label in labels),
            key=lambda found: found[1][1] + self._least_left(*found[0], found[1][0]),
        )
        narrow: defaultdict[State, list[Label]] = defaultdict(list)
        for state, label in promising:
            narrow[state].append(label)
        return narrow

    def _least_left(self, done: int, position: int, leaves: int) -> int:
        return self._travel_left[position][done] + self._least_late(done, leaves) * LATE

    def _least_travel(self) -> list[list[int]]:
        """Return by position and errands done the cost of the shortest way through what is left."""
        count = self._home
        everything = (1 << count) - 1
        places = [number for number, errand in enumerate(self._errands) if errand.point is not None]
        left = [[way * TRAVEL] * (everything + 1) for way in self._last_ways]
        packed = [[way * TRAVEL for way in ways] for ways in self._ways]
        for done in range(everything - 1, -1, -1):
            rest = [(number, left[number][done | 1 << number]) for number in places if not done >> number & 1]
            if not rest:
                continue
            for position in (*places, self._home):
                if position == self._home or done >> position & 1:
                    ways = packed[position]
                    left[position][done] = min([ways[number] + onward for number, onward in rest])
        return left

    def _shortest_doing(self) -> list[int]:
        """Return how long each errand takes at least: the way from the nearest other, and the stay where it is not kept."""
        is_home_anywhere = any(errand.point is None for errand in self._errands)
        positions = range(self._home + is_home_anywhere)
        return [
            min((self._ways[position][number] for position in positions if position != number), default=0)
            + (errand.stay if errand.kept is None else 0)
            for number, errand in enumerate(self._errands)
        ]

    def _dues(self) -> list[int]:
        """Return by errands done until when one may do the rest by closing times without being late anywhere."""
        latest = [min(ends) for ends in zip(*self._ends_in_time, strict=True)]
        by_closing = sorted(range(self._home), key=latest.__getitem__)
        due = [_NEVER] * (1 << self._home)
        for done in range(len(due) - 2, -1, -1):
            first = next(number for number in by_closing if not done >> number & 1)
            due[done] = min(latest[first], due[done | 1 << first]) - self._shortest[first]
        return due

    def _least_late(self, done: int, leaves: int) -> int:
        """Return how late one is at least in all that is left: the k-th to be done has the k-th closing time at best."""
        if leaves <= self._due[done]:
            return 0
        thresholds = self._thresholds.get(done)
        if thresholds is None:
            rest = [number for number in range(self._home) if not done >> number & 1]
            passed = accumulate(sorted(self._shortest[number] for number in rest))
            latest = [sorted(ends[number] for number in rest) for ends in self._ends_in_time]
            thresholds = self._thresholds[done] = [
                end - so_far for so_far, *ends in zip(passed, *latest, strict=True) for end in ends
            ]
        return max(leaves - self._due[done], sum([leaves - end for end in thresholds if leaves > end]))


def _ends_in_time(errand: Errand) -> tuple[int, int]:
    """Return until when an errand is done where one leaves before closing, and where one came before the last admission.

    A kept one is late from its start on.
    """
    if errand.kept is not None:
        return errand.kept, _NEVER
    if not errand.windows:
        return _NEVER, _NEVER
    last_admission = max(window.admits_until for window in errand.windows)
    return max(window.closes for window in errand.windows), last_admission + errand.stay


def _neighbours(order: list[int]) -> Iterator[list[int]]:
    """Yield orders in which up to three errands in a row stand elsewhere, or two have changed places."""
    count = len(order)
    for length in (1, 2, 3):
        for begin in range(count - length + 1):
            moved, rest = order[begin : begin + length], order[:begin] + order[begin + length :]
            for target in range(len(rest) + 1):
                if target != begin:
                    yield rest[:target] + moved + rest[target:]
    for first, second in combinations(range(count), 2):
        swapped = [*order]
        swapped[first], swapped[second] = order[second], order[first]
        yield swapped
