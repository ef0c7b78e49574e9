"""When one would come to a further stop of a day: in the first gap that has room for it, else after everything."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

from services.day_plan import DAY, Stop, clock_of
from services.day_times import TimedStop, leg_between, timeline, with_buffer
from services.day_visits import begins_visit, troubles
from services.opening_windows import windows_around
from services.schedule_entries import Entry

_STEP = 15


def with_suggested_times(entry: Entry, others: Sequence[Entry], now: datetime) -> Entry:
    """Return the entry with a start among the `others` of its day and its usual stay; `now` is Seoul's.

    It stays without times where nothing is left of the day.
    """
    stop = entry.stop
    earliest = now.hour * 60 + now.minute if entry.date == now.date() else 0
    start = _start(entry.date, stop, [other.stop for other in others], earliest)
    end = start + stop.stay
    if end > DAY:
        return entry
    return replace(entry, start_time=clock_of(start), end_time=clock_of(end))


def _start(day: date, stop: Stop, others: Sequence[Stop], earliest: int) -> int:
    visits = timeline(day, others)
    if not visits:
        return _let_in(day, stop, max(earliest, begins_visit(stop.place, day)))
    for before, after in pairwise(visits):
        comes = _let_in(day, stop, max(earliest, _reached(stop, before)))
        if comes + stop.stay + _way(stop, after.stop) <= after.arrives and _is_let_in(day, stop, comes):
            return comes
    return _let_in(day, stop, max(earliest, _reached(stop, max(visits, key=lambda visit: visit.leaves))))


def _reached(stop: Stop, before: TimedStop) -> int:
    return before.leaves + _way(before.stop, stop)


def _let_in(day: date, stop: Stop, comes: int) -> int:
    """Return when one who comes to a stop then is let in."""
    comes = _round_up(comes)
    windows = windows_around(stop.place, day) if stop.place else ()
    return next((max(comes, window.opens) for window in windows if window.admits_until >= comes), comes)


def _is_let_in(day: date, stop: Stop, comes: int) -> bool:
    return stop.place is None or not troubles(stop.place, day, comes, comes + stop.stay)


def _way(start: Stop, end: Stop) -> int:
    leg = leg_between(start, end)
    return with_buffer(leg.minutes) if leg else 0


def _round_up(minute: int) -> int:
    return -(-minute // _STEP) * _STEP
