from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import uuid4

from models.region import Region
from models.theme import Theme
from services.day_check import check
from services.schedule_entries import Entry, ScheduledPlace
from services.suggested_times import with_suggested_times

DAY = date(2026, 12, 2)
BEFORE = datetime(2026, 12, 1, 22, 0)
PALACE = ScheduledPlace(
    "palace", {"en": "Palace"}, {}, Region.SEOUL, (Theme.HERITAGE,), 37.5796, 126.977, "09:00-18:00", 60, 90, None, None,
    is_withdrawn=False,
)  # fmt: skip
MARKET = replace(
    PALACE, id="market", lat=37.57, lng=126.9996, opening_hours=None, last_admission_minutes=None
)


def entry(start: str = "", end: str = "", place: ScheduledPlace | None = None) -> Entry:
    now = datetime.now(UTC)
    begins, ends = (time.fromisoformat(text) if text else None for text in (start, end))
    return Entry(
        uuid4(), uuid4(), None, place and place.id, None if place else "Tea", DAY, begins, ends, 1, "", 1, now, now, place
    )  # fmt: skip


def test_an_empty_day_begins_when_the_place_opens() -> None:
    suggested = with_suggested_times(entry(place=PALACE), [], BEFORE)
    assert (suggested.start_time, suggested.end_time) == (time(9), time(10, 30))


def test_it_comes_after_what_is_planned_with_time_to_get_there() -> None:
    before = entry("10:00", "11:00", MARKET)
    suggested = with_suggested_times(entry(place=PALACE), [before], BEFORE)
    assert suggested.start_time
    assert suggested.start_time > time(11)
    assert check(DAY, {DAY: [before.stop, suggested.stop]}) == []


def test_the_first_gap_that_has_room_is_taken() -> None:
    planned = [
        entry("09:00", "10:00", MARKET),
        entry("10:30", "11:30", MARKET),
        entry("15:00", "16:00", MARKET),
    ]
    suggested = with_suggested_times(entry(place=PALACE), planned, BEFORE)
    assert suggested.start_time
    assert time(11, 30) < suggested.start_time < time(13)
    assert check(DAY, {DAY: [*(one.stop for one in planned), suggested.stop]}) == []


def test_where_nothing_is_left_of_the_day_it_stays_without_times() -> None:
    late = entry("20:00", "23:30", MARKET)
    assert with_suggested_times(entry(place=PALACE), [late], BEFORE).start_time is None


def test_on_the_day_itself_it_is_still_to_come() -> None:
    noon = datetime(2026, 12, 2, 12, 1)
    assert with_suggested_times(entry(place=PALACE), [], noon).start_time == time(12, 15)
    assert with_suggested_times(
        entry(place=PALACE), [entry("09:00", "10:00", MARKET)], noon
    ).start_time == time(12, 15)
    night = datetime(2026, 12, 2, 23, 30)
    assert with_suggested_times(entry(place=PALACE), [], night).start_time is None
