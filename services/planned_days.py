"""The days of a schedule as they are shown: their entries in order, when one is where, and what is wrong with the plan."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from services.calendar_days import FIRST_DAY, LAST_DAY
from services.day_check import check
from services.day_plan import Stop
from services.day_problems import night_before, problems_of
from services.day_times import TimedStop, timeline
from services.holidays_of_korea import Holiday, holidays_between
from services.plan_warnings import PlanWarning
from services.schedule_entries import Entry
from services.travel_time import Mode, Ways, travel

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """An entry with the minutes at which one is there, and the way that leads to it from the entry before."""

    entry: Entry
    timed: TimedStop


@dataclass(frozen=True)
class PlannedDay:
    """One day: what is planned in the order in which one comes to it.

    What is wrong with it is found out when it is asked for: looking for fixes costs more than all the rest.
    """

    day: date
    holidays: Sequence[Holiday]
    entries: Sequence[PlannedEntry]
    plan: Mapping[date, Sequence[Stop]] = field(default_factory=dict[date, Sequence[Stop]])
    """What is planned on it and on the days around it, as far as these are known."""
    other_days: Collection[date] | None = None
    """The days to which a fix may move a stop; None for the week after."""
    mode: Mode | None = None
    ways: Ways = travel

    @cached_property
    def problems(self) -> Sequence[PlanWarning]:
        """What is wrong with the plan, without what could be done about it."""
        stops, night = self.plan.get(self.day, ()), night_before(self.day, self.plan)
        return problems_of(self.day, stops, self.mode, self.ways, night=night).warnings

    @cached_property
    def warnings(self) -> Sequence[PlanWarning]:
        """What is wrong with the plan, each problem with its fix."""
        return check(self.day, self.plan, self.mode, other_days=self.other_days, ways=self.ways)

    @property
    def shelf(self) -> Sequence[PlannedEntry]:
        """The entries without times."""
        return [one for one in self.entries if one.entry.start_time is None]

    @property
    def timed(self) -> Sequence[PlannedEntry]:
        """The entries that have times."""
        return [one for one in self.entries if one.entry.start_time is not None]


def days_felt(first: date, last: date) -> tuple[date, date]:
    """Return from which to which day entries must be known to tell what is wrong with these days, and what helps.

    The eve's night reaches into the first; a fix may move a stop to the week after, of whose last day a night reaches
    into the morning of the eighth.
    """
    return max(FIRST_DAY, first - _A_DAY), min(LAST_DAY, last + timedelta(days=8))


def planned_days(
    entries: Sequence[Entry], first: date, last: date, mode: Mode | None = None, *, ways: Ways = travel
) -> Sequence[PlannedDay]:
    """Return every day from the first to the last; `entries` stand in the order of their days and positions.

    Entries of days around these (`days_felt`) are not shown, but count for the warnings and their fixes. `ways` says
    how long one is on the way, for the times and for the warnings alike.
    """
    by_day: defaultdict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.date].append(entry)
    stops = {day: [entry.stop for entry in found] for day, found in by_day.items()}
    resting: defaultdict[date, list[Holiday]] = defaultdict(list)
    for holiday in holidays_between(first, last):
        resting[holiday.day].append(holiday)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [_planned(day, by_day[day], stops, resting[day], days, mode, ways=ways) for day in days]


def days_with(
    entry: Entry, others: Sequence[Entry], mode: Mode | None = None, *, ways: Ways = travel
) -> tuple[PlannedDay, PlannedDay]:
    """Return an entry's day as it would be if it stood among others so, and the next one, into which its night may reach.

    `others` are those of the days that its day feels (`days_felt`); one with its id is taken for what it was before.
    """
    entries = sorted(
        (entry, *(one for one in others if one.id != entry.id)), key=lambda one: (one.date, one.position)
    )
    (day,) = planned_days(entries, entry.date, entry.date, mode, ways=ways)
    (morning,) = planned_days(entries, entry.date + _A_DAY, entry.date + _A_DAY, mode, ways=ways)
    return day, morning


def _planned(
    day: date,
    entries: Sequence[Entry],
    stops: Mapping[date, Sequence[Stop]],
    holidays: Sequence[Holiday],
    days: Sequence[date],
    mode: Mode | None,
    *,
    ways: Ways,
) -> PlannedDay:
    if not entries:
        return PlannedDay(day, holidays, ())
    of_id = {entry.id: entry for entry in entries}
    timed = [PlannedEntry(of_id[one.stop.id], one) for one in timeline(day, stops[day], mode, ways)]
    return PlannedDay(day, holidays, timed, stops, days if len(days) > 1 else None, mode, ways)
