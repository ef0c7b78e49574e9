"""When one would come to a further stop of a day: in the first gap that has room for it, else after everything."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from services.day_plan import DAY, Stop, clock_of
from services.day_times import TimedStop, leg_between, timeline
from services.day_visits import begins_visit, troubles
from services.opening_windows import windows_around
from services.schedule_entries import Entry

_STEP = 15


def with_suggested_times(entry: Entry, others: Sequence[Entry]) -> Entry:
    """Return the entry with a start among the `others` of its day and its usual stay.

    It stays without times where nothing is left of the day.
    """
    stop = entry.stop
    start = _start(entry.date, stop, [other.stop for other in others])
    end = start + stop.stay
    if end > DAY:
        return entry
    return replace(entry, start_time=clock_of(start), end_time=clock_of(end))


def _start(day: date, stop: Stop, others: Sequence[Stop]) -> int:
    visits = timeline(day, others)
    if not visits:
        return _round_up(begins_visit(stop.place, day))
    for before, after in pairwise(visits):
        comes = _comes(day, stop, before)
        if comes + stop.stay + _way(stop, after.stop) <= after.arrives and _is_let_in(day, stop, comes):
            return comes
    return _comes(day, stop, max(visits, key=lambda visit: visit.leaves))


def _comes(day: date, stop: Stop, before: TimedStop) -> int:
    """Return when one gets to a stop from the one before it and is let in."""
    comes = _round_up(before.leaves + _way(before.stop, stop))
    windows = windows_around(stop.place, day) if stop.place else ()
    return next((max(comes, window.opens) for window in windows if window.admits_until >= comes), comes)


def _is_let_in(day: date, stop: Stop, comes: int) -> bool:
    return stop.place is None or not troubles(stop.place, day, comes, comes + stop.stay)


def _way(start: Stop, end: Stop) -> int:
    leg = leg_between(start, end)
    return leg.minutes if leg else 0


def _round_up(minute: int) -> int:
    return -(-minute // _STEP) * _STEP
