"""An entry of a schedule as it is read: what was planned, with what the page and the rules must know of its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from models.language import Texts
from models.place import PLACES
from models.region import Region
from models.schedule import SCHEDULES
from models.theme import Theme
from models.trip import TRIPS
from services.day_plan import Days, Stop, StopPlace, minutes_of
from services.geography import Point
from services.trip_access import visible_trips

c, p = SCHEDULES.c, PLACES.c
_TRIP_OF_ENTRY = TRIPS.alias("trip_of_entry")
t = _TRIP_OF_ENTRY.c


@dataclass(frozen=True, slots=True)
class ScheduledPlace:
    """The place of an entry; a withdrawn one stays in the plans that use it."""

    id: str
    name: Texts
    address: Texts
    region: Region
    themes: tuple[Theme, ...]
    lat: float
    lng: float
    opening_hours: str | None
    last_admission_minutes: int | None
    stay_minutes: int | None
    starts_on: date | None
    ends_on: date | None
    is_withdrawn: bool
    phone: str | None = None

    @property
    def point(self) -> Point:
        return Point(self.lat, self.lng)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a schedule; times are Seoul's, an end that is not after its start is on the following day."""

    id: UUID
    user_id: UUID
    trip_id: UUID | None
    place_id: str | None
    place_name: str | None
    date: date
    start_time: time | None
    end_time: time | None
    position: int
    note: str
    version: int
    created_at: datetime
    updated_at: datetime
    place: ScheduledPlace | None = None
    trip_days: Days | None = None
    """The first and the last day of its trip."""

    @property
    def stop(self) -> Stop:
        """The entry as the rules see it."""
        start, end = minutes_of(self.start_time, self.end_time)
        return Stop(self.id, start, end, self.place and _stop_place(self.place), self.trip_days)


def visible_entries(user_id: UUID) -> ColumnElement[bool]:
    """The entries that are a user's own, or of trips that they may see."""
    own = and_(c.trip_id.is_(None), c.user_id == user_id)
    return or_(own, c.trip_id.in_(visible_trips(user_id)))


def select_entries() -> Select[*tuple[Any, ...]]:
    """Return the query that `entry` reads, in the order in which a day is shown: timed or not, by position.

    It needs a condition that says whose entries they are.
    """
    query = select(*_OWN, t.starts_on, t.ends_on, *_PLACE)
    query = query.outerjoin(_TRIP_OF_ENTRY, t.id == c.trip_id).outerjoin(PLACES, p.id == c.place_id)
    return query.order_by(c.date, c.position, c.id)


def entry(row: Sequence[Any]) -> Entry:
    """Turn a row of `select_entries` into an entry."""
    own, (starts_on, ends_on, *place) = row[: len(_OWN)], row[len(_OWN) :]
    return Entry(
        *own,
        place=_place(place) if place[0] is not None else None,
        trip_days=(starts_on, ends_on) if starts_on is not None else None,
    )


_OWN = (
    c.id,
    c.user_id,
    c.trip_id,
    c.place_id,
    c.place_name,
    c.date,
    c.start_time,
    c.end_time,
    c.position,
    c.note,
    c.version,
    c.created_at,
    c.updated_at,
)
_PLACE = (
    p.id,
    p.name,
    p.address,
    p.region,
    p.themes,
    p.lat,
    p.lng,
    p.opening_hours,
    p.last_admission_minutes,
    p.stay_minutes,
    p.starts_on,
    p.ends_on,
    p.withdrawn_at.isnot(None).label("is_withdrawn"),
    p.phone,
)


def _place(row: Sequence[Any]) -> ScheduledPlace:
    place_id, name, address, region, themes, *rest = row
    return ScheduledPlace(place_id, name, address, Region(region), tuple(map(Theme, themes)), *rest)


def _stop_place(place: ScheduledPlace) -> StopPlace:
    return StopPlace(
        id=place.id,
        point=place.point,
        region=place.region,
        opening_hours=place.opening_hours,
        last_admission=place.last_admission_minutes,
        stay=place.stay_minutes,
        starts_on=place.starts_on,
        ends_on=place.ends_on,
    )
