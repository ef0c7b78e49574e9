"""An entry as it would be after a change that nobody has made yet."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from models.place import Place
from models.region import Region
from models.theme import Theme
from services.schedule_changes import FIELDS, MOST_POSITION, checked
from services.schedule_entries import Entry, ScheduledPlace
from services.trips import TripSummary


def imagined(fields: Mapping[str, Any], place: Place | None, present: Entry | None, user_id: UUID) -> Entry:
    """Return the entry with these fields; `place` is the one that the fields newly name, `present` what is there now.

    Raises what `schedule_changes.checked` raises.
    """
    now = datetime.now(UTC)
    before = present or Entry(
        id=uuid4(),
        user_id=user_id,
        trip_id=None,
        place_id=None,
        place_name=None,
        date=fields["date"],
        start_time=None,
        end_time=None,
        position=MOST_POSITION,
        note="",
        version=1,
        created_at=now,
        updated_at=now,
    )
    whole = replace(before, **fields)
    if "place_id" in fields and whole.place_id != (before.place and before.place.id):
        whole = replace(whole, place=_scheduled(place) if place else None)
    if whole.trip_id != before.trip_id:
        whole = replace(whole, trip_days=None)
    checked({name: getattr(whole, name) for name in FIELDS})
    return whole


def within_its_trip(entry: Entry, trips: Iterable[TripSummary]) -> Entry:
    """Return the entry with the first and the last day of its trip, where that is one of these."""
    days = ((trip.starts_on, trip.ends_on) for trip in trips if trip.id == entry.trip_id)
    return replace(entry, trip_days=next(days, entry.trip_days))


def _scheduled(place: Place) -> ScheduledPlace:
    return ScheduledPlace(
        id=place.id,
        name=place.name,
        address=place.address,
        region=Region(place.region),
        themes=tuple(map(Theme, place.themes)),
        lat=place.lat,
        lng=place.lng,
        opening_hours=place.opening_hours,
        last_admission_minutes=place.last_admission_minutes,
        stay_minutes=place.stay_minutes,
        starts_on=place.starts_on,
        ends_on=place.ends_on,
        is_withdrawn=place.withdrawn_at is not None,
    )
