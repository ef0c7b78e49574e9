"""A day as the rules see it: its stops in their order, on Seoul's clock, in minutes from the day's midnight.

A stop that ends after midnight ends beyond 1,440. What has no start has none yet: its place in the order is all
that is known of it.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TypeAlias
from uuid import UUID

from models.region import Region
from services.geography import Point

Days: TypeAlias = tuple[date, date]
"""The first and the last of some days."""

DAY = 24 * 60
USUAL_STAY = 60
"""Minutes at a stop of which nobody has said how long one stays."""


@dataclass(frozen=True, slots=True)
class StopPlace:
    """What the rules must know of a place; `last_admission` is in minutes before closing."""

    id: str
    point: Point
    region: Region
    opening_hours: str | None = None
    last_admission: int | None = None
    stay: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One entry of a day: at a place, or somewhere that has only a name."""

    id: UUID
    start: int | None = None
    end: int | None = None
    place: StopPlace | None = None
    trip_days: Days | None = None
    """The first and the last day of the trip that it is part of."""

    @property
    def stay(self) -> int:
        """Minutes from start to end, or as long as people usually stay."""
        if self.start is not None and self.end is not None:
            return self.end - self.start
        return (self.place and self.place.stay) or USUAL_STAY

    def is_within_trip(self, day: date) -> bool:
        """Tell whether a day is one of its trip; what is part of no trip is free to go anywhere."""
        return self.trip_days is None or self.trip_days[0] <= day <= self.trip_days[1]

    @property
    def leaves(self) -> int | None:
        """When one leaves, where it is known when one comes."""
        return None if self.start is None else self.start + self.stay


def minutes_of(start: time | None, end: time | None) -> tuple[int | None, int | None]:
    """Return the minutes of two clock times; an end that is not after its start is on the following day."""
    begins = None if start is None else start.hour * 60 + start.minute
    ends = None if end is None else end.hour * 60 + end.minute
    if begins is not None and ends is not None and ends <= begins:
        ends += DAY
    return begins, ends


def date_of(day: date, minute: int) -> date:
    """Return the day on which a minute of a day falls."""
    return day + timedelta(days=minute // DAY)


def clock_of(minute: int) -> time:
    """Return the clock time of a minute, on whichever day it falls."""
    return time(*divmod(minute % DAY, 60))
