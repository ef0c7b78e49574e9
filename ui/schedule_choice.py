"""What a traveller looks at on the schedule, as it stands in the address: month, week or day, when, and which trip."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from starlette.datastructures import QueryParams

from services.calendar_days import FIRST_DAY, LAST_DAY
from services.trips import TripSummary
from ui.explore import read_day, read_part

PATH = "/schedule"
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


class View(StrEnum):
    """How much of the schedule one sees at once."""

    MONTH = "month"
    WEEK = "week"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class ScheduleChoice:
    """The state of the page; weeks begin on Monday in every language."""

    view: View
    day: date
    trip: UUID | None = None

    @classmethod
    def read(cls, params: QueryParams, today: date, trips: Sequence[TripSummary]) -> "ScheduleChoice":
        """Read the state from an address; one without a date leads to the chosen trip's days.

        `near` is the day that one comes from: it stays where the trip is on it.

        Raises:
            UnreadableAddress: a known parameter has a value that is none of its own.
        """
        trip_id = read_part(params, "trip", UUID)
        trip = next((one for one in trips if one.id == trip_id), None)
        usual = read_part(params, "near", read_day) or today
        if trip and not trip.starts_on <= usual <= trip.ends_on:
            usual = trip.starts_on
        return cls(
            view=read_part(params, "view", View) or View.MONTH,
            day=read_part(params, "date", read_day) or usual,
            trip=trip_id,
        )

    @property
    def first(self) -> date:
        """The first day that is shown: a month begins with the whole week in which it begins."""
        match self.view:
            case View.MONTH:
                first = self.day.replace(day=1)
                return first - timedelta(days=first.weekday())
            case View.WEEK:
                return self.day - timedelta(days=self.day.weekday())
            case View.DAY:
                return self.day

    @property
    def last(self) -> date:
        match self.view:
            case View.MONTH:
                last = self.day.replace(day=monthrange(self.day.year, self.day.month)[1])
                return last + timedelta(days=6 - last.weekday())
            case View.WEEK:
                return self.first + timedelta(days=6)
            case View.DAY:
                return self.day

    def step(self, by: int) -> "ScheduleChoice | None":
        """Return the state one month, week or day later (1) or earlier (-1); None where there is no such day."""
        match self.view:
            case View.MONTH:
                number = self.day.year * 12 + self.day.month - 1 + by
                year, month = divmod(number, 12)
                day = date(year, month + 1, min(self.day.day, monthrange(year, month + 1)[1]))
            case View.WEEK:
                day = self.day + by * _WEEK
            case View.DAY:
                day = self.day + by * _DAY
        return replace(self, day=day) if FIRST_DAY <= day <= LAST_DAY else None

    def changed(self, **changes: Any) -> "ScheduleChoice":
        return replace(self, **changes)

    def address(self) -> str:
        return f"{PATH}?{urlencode(self.parameters())}"

    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters in a fixed order; view and day always, so that a link means the same tomorrow."""
        trip = [("trip", str(self.trip))] if self.trip else []
        return [("view", self.view.value), ("date", self.day.isoformat()), *trip]
