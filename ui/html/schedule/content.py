"""What the page of the schedule shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from services.day_plan import DAY
from services.places import PlaceSummary
from services.planned_days import PlannedDay, PlannedEntry
from services.schedule_entries import Entry
from services.trips import TripSummary
from ui.schedule_choice import ScheduleChoice, View


@dataclass(frozen=True, slots=True)
class Coming:
    """What is planned next: an entry, or a trip that begins before the first entry."""

    day: date
    plan: Entry | TripSummary


@dataclass(frozen=True)
class ScheduleContent:
    """The days of the chosen view; `eve` is the day before them, whose night may reach into the first.

    `coming` is looked for only where nothing is planned on these days.
    """

    chosen: ScheduleChoice
    days: Sequence[PlannedDay]
    eve: PlannedDay | None
    trips: Sequence[TripSummary]
    likes: Sequence[PlaceSummary]
    coming: Coming | None
    can_undo: bool
    can_redo: bool

    @cached_property
    def entries(self) -> Mapping[UUID, Entry]:
        """All entries that are shown, by their ids."""
        days = [self.eve, *self.days] if self.eve else self.days
        return {one.entry.id: one.entry for day in days for one in day.entries}

    @cached_property
    def warned(self) -> frozenset[UUID]:
        """The entries with which something is wrong."""
        return frozenset(one for day in self.days for warning in day.warnings for one in warning.ids)

    @cached_property
    def trip(self) -> TripSummary | None:
        """The chosen trip."""
        return next((trip for trip in self.trips if trip.id == self.chosen.trip), None)

    @property
    def editable_trips(self) -> Sequence[TripSummary]:
        """The trips into which one may put entries."""
        return [trip for trip in self.trips if trip.role.may_edit]

    @property
    def is_editable(self) -> bool:
        """Tell whether one may plan in what is shown."""
        return self.trip is None or self.trip.role.may_edit

    @cached_property
    def only_read(self) -> frozenset[UUID]:
        """The trips whose entries one may not change."""
        return frozenset(trip.id for trip in self.trips if not trip.role.may_edit)

    @property
    def shown_trips(self) -> Sequence[TripSummary]:
        """The trips that touch the days shown: the chosen one, or all."""
        chosen = self.chosen
        return [
            trip
            for trip in self.trips
            if (chosen.trip is None or trip.id == chosen.trip)
            and trip.starts_on <= chosen.last
            and trip.ends_on >= chosen.first
        ]

    def day_of_new_entry(self, today: date) -> date:
        """Return for which of the days shown one most likely plans: today, else the chosen one.

        Days on which the chosen trip is come before those around it.
        """
        chosen, trip = self.chosen, self.trip
        is_month = chosen.view is View.MONTH
        shown = [day.day for day in self.days if not is_month or day.day.month == chosen.day.month]
        days = [day for day in shown if trip and trip.starts_on <= day <= trip.ends_on] or shown
        return today if today in days else min(max(chosen.day, days[0]), days[-1])

    @property
    def is_empty(self) -> bool:
        return not any(day.entries for day in self.days)

    def nights_before(self, day: date) -> Sequence[PlannedEntry]:
        """Return the entries of the day before that end on this one."""
        days = [self.eve, *self.days] if self.eve else self.days
        return [
            one
            for before in days
            if (day - before.day).days == 1
            for one in before.timed
            if one.timed.leaves > DAY
        ]


def theme_of(entry: Entry) -> str:
    """Return the theme that colours an entry; empty for one that has only a name."""
    return entry.place.themes[0].value if entry.place and entry.place.themes else ""
