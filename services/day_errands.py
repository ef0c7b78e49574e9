"""A day's stops as errands: what a day allows at each of them, and what doing some of them costs so far."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias

from services.day_plan import DAY, Stop
from services.geography import Point
from services.opening_windows import Window, windows_of_day

CLOSED_ALL_DAY = DAY
"""The lateness of a stop where nobody can be in time that day."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A stop and what the day allows there; `kept` is the start that it keeps.

    `late_anyway` is what it costs whenever one comes: closed all day, or kept outside of its hours.
    """

    stay: int
    point: Point | None
    windows: tuple[Window, ...]
    kept: int | None
    late_anyway: int


Label: TypeAlias = "tuple[int, int, int, Label | None]"
"""Some of the errands done: until when, at what cost, the last of them, and the label before.

The cost is one number: lateness, travel, and what decides the waiting at the end. The clock shows the beginning of the day
+ all ways but the first + stays + waiting - what late arrivals cut off kept stays. So all waiting follows from the clock,
the travel and (the first way + what was cut off - the beginning), which is the last part, raised so that it is positive.
"""
LATE = 1 << 42
TRAVEL = 1 << 20
LATEST_BEGIN = 1 << 15

Choice: TypeAlias = tuple[int, int, int]
"""When an errand begins, when one leaves, and what that adds to a label's cost."""


class Morning(NamedTuple):
    """From when on a day may begin, and whether it does; where that is not given it begins with its first stop."""

    minute: int
    is_given: bool

    def cost(self, way: int, begin: int) -> int:
        """Return what the way to the first errand and its beginning cost."""
        return way * TRAVEL + way + LATEST_BEGIN - (self.minute if self.is_given else begin)


def errand_of(stop: Stop, day: date, *, is_fixed: bool) -> Errand:
    """Return what a day allows at a stop."""
    kept = stop.start if is_fixed or stop.place is None else None
    windows = windows_of_day(stop.place, day) if stop.place else ()
    late_anyway = 0
    if windows is None:
        late_anyway = CLOSED_ALL_DAY
    elif kept is not None:
        late_anyway = sum(too_late(windows, kept, stop.stay))
    return Errand(stop.stay, stop.place and stop.place.point, windows or (), kept, late_anyway)


def choices(errand: Errand, arrives: int, promised: int | None = None) -> Iterator[Choice]:
    """Yield when an errand may begin; a later beginning only where it makes one less late.

    It does not begin before a `promised` start, and who arrives after that is late.
    """
    if errand.kept is not None:
        late = max(0, arrives - errand.kept)
        yield errand.kept, max(errand.kept + errand.stay, arrives), late * LATE + min(late, errand.stay)
        return
    earliest, late_start = arrives, 0
    if promised is not None:
        earliest, late_start = max(arrives, promised), max(0, arrives - promised)
    least: int | None = None
    for begin in [max(earliest, window.opens) for window in errand.windows] or [earliest]:
        late = late_start + sum(too_late(errand.windows, begin, errand.stay))
        if least is None or late < least:
            least = late
            yield begin, begin + errand.stay, late * LATE


def too_late(windows: Iterable[Window], begin: int, stay: int) -> tuple[int, int]:
    """Return how long after the last admission one comes in, and how long after closing one leaves."""
    misses = (
        (max(0, begin - window.admits_until), max(0, begin + stay - window.closes))
        for window in windows
        if window.opens <= begin
    )
    return min(misses, key=sum, default=(0, 0))


def unbeaten(labels: list[Label]) -> list[Label]:
    """Return the labels that are not both later and dearer than another, all at one place with the same errands done."""
    if len(labels) < 2:
        return labels
    labels.sort(key=_clock_and_cost)
    kept = labels[:1]
    for label in labels:
        if label[1] < kept[-1][1]:
            kept.append(label)
    return kept


def _clock_and_cost(label: Label) -> tuple[int, int]:
    return label[0], label[1]
