"""Entries of a schedule without a database, for what is pure."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from models.region import Region
from models.theme import Theme
from services.schedule_entries import Entry, ScheduledPlace

DAY = date(2026, 11, 26)
MADE_AT = datetime(2026, 11, 20, 3, 4, 5, tzinfo=UTC)
PALACE = ScheduledPlace(
    id="gyeongbokgung",
    name={"ko": "경복궁", "en": "Gyeongbokgung Palace", "ja": "景福宮"},
    address={"ko": "서울특별시 종로구 사직로 161", "en": "161 Sajik-ro, Jongno-gu, Seoul"},
    region=Region.SEOUL,
    themes=(Theme.HERITAGE,),
    lat=37.579617,
    lng=126.977041,
    opening_hours=None,
    last_admission_minutes=None,
    stay_minutes=90,
    starts_on=None,
    ends_on=None,
    is_withdrawn=False,
)


def an_entry(number: int = 1, **changes: Any) -> Entry:
    """An entry with a name and no times, some of it changed; at a place it has no name of its own."""
    fields: dict[str, Any] = {
        "id": UUID(int=number),
        "user_id": UUID(int=99),
        "trip_id": None,
        "place_id": None,
        "place_name": "Lunch with Jun",
        "date": DAY,
        "start_time": None,
        "end_time": None,
        "position": number * 1000,
        "note": "",
        "version": 1,
        "created_at": MADE_AT,
        "updated_at": MADE_AT,
        "place": None,
    }
    if place := changes.get("place"):
        fields |= {"place_id": place.id, "place_name": None}
    return Entry(**(fields | changes))
