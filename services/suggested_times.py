"""When one would come to a further stop of a day: after everything else, as soon as one gets there and is let in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.day_plan import DAY, Stop, clock_of
from services.day_times import leg_between, timeline
from services.day_visits import begins_visit, windows_on
from services.schedule_entries import Entry

_STEP = 15


def with_suggested_times(entry: Entry, others: Sequence[Entry]) -> Entry:
    """Return the entry with a start after the `others` of its day and its usual stay.

    It stays without times where the day has no room left.
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
    last = max(visits, key=lambda visit: visit.leaves)
    leg = leg_between(last.stop, stop)
    comes = _round_up(last.leaves + (leg.minutes if leg else 0))
    windows = windows_on(stop.place, day) if stop.place else ()
    return next((max(comes, window.opens) for window in windows if window.admits_until >= comes), comes)


def _round_up(minute: int) -> int:
    return -(-minute // _STEP) * _STEP
