"""The days of a plan that somebody reads from beginning to end, on paper or by a link."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from services.planned_days import PlannedDay, planned_days
from services.schedule_entries import Entry

MOST_EMPTY_DAYS = 60
"""A longer plan is read without the days on which nothing is planned."""


def days_to_read(entries: Sequence[Entry], first: date, last: date) -> Sequence[PlannedDay]:
    """Return the days from the first to the last, and those outside of them on which something is planned."""
    by_day: defaultdict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.date].append(entry)
    length = (last - first).days + 1
    within = [first + timedelta(days=number) for number in range(length)] if length <= MOST_EMPTY_DAYS else []
    return [planned_days(by_day[day], day, day)[0] for day in sorted({*within, *by_day})]
