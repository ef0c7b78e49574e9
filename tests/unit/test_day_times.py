from datetime import date
from itertools import pairwise

from hypothesis import given

from services.day_plan import Stop
from services.day_times import TimedStop, timeline
from services.travel_time import Mode, travel
from tests.day_plans import (
    BEACH,
    GALLERY,
    MONDAY,
    NIGHT_MARKET,
    PALACE,
    PARK,
    STREET,
    WEDNESDAY,
    days,
    minute,
    stop,
    stops,
)


def numbers(visits: list[TimedStop]) -> list[int]:
    return [visit.stop.id.int for visit in visits]


def test_stops_with_times_stand_by_the_clock_then_by_their_end_then_by_position() -> None:
    planned = [
        stop(1, PARK, "14:00", "15:00"),
        stop(2, PARK, "09:00", "11:00"),
        stop(3, PARK, "09:00", "10:00"),
        stop(4, PARK, "14:00", "15:00"),
    ]
    assert numbers(timeline(WEDNESDAY, planned)) == [3, 2, 1, 4]


def test_a_stop_without_times_follows_the_one_before_it_in_position() -> None:
    planned = [
        stop(1),
        stop(2, PARK, "14:00", "15:00"),
        stop(3),
        stop(4),
        stop(5, PARK, "09:00", "10:00"),
        stop(6),
    ]
    assert numbers(timeline(WEDNESDAY, planned)) == [1, 5, 6, 2, 3, 4]


def test_it_is_reached_as_soon_as_the_way_allows_on_the_next_five_minutes() -> None:
    palace, gallery = timeline(WEDNESDAY, [stop(1, PALACE, "10:00", "12:00"), stop(2, GALLERY)], Mode.FOOT)
    way = travel(PALACE.point, GALLERY.point, Mode.FOOT)
    assert not palace.is_computed
    assert gallery.is_computed
    assert gallery.leg == way
    assert gallery.arrives % 5 == 0
    assert 0 <= gallery.arrives - minute("12:00") - way.minutes < 5
    assert gallery.leaves - gallery.arrives == 60


def test_a_stop_with_only_a_name_takes_no_way() -> None:
    visits = timeline(WEDNESDAY, [stop(1, PALACE, "10:00", "12:00"), stop(2), stop(3, GALLERY)])
    assert [visit.leg for visit in visits] == [None, None, None]
    assert [visit.arrives for visit in visits] == [minute("10:00"), minute("12:00"), minute("13:00")]


def test_two_stops_at_one_place_have_no_way_between_them() -> None:
    visits = timeline(WEDNESDAY, [stop(1, PALACE, "10:00", "12:00"), stop(2, PALACE)])
    assert visits[1].leg is None
    assert visits[1].arrives == minute("12:00")


def test_a_day_without_times_begins_when_its_first_place_opens_but_not_before_nine() -> None:
    def begins(planned: Stop, day: date = WEDNESDAY) -> int:
        return timeline(day, [planned])[0].arrives

    assert begins(stop(1, PALACE)) == minute("09:00")
    assert begins(stop(1, GALLERY)) == minute("10:00")
    assert begins(stop(1, PARK)) == minute("09:00")
    assert begins(stop(1, STREET)) == minute("09:00")
    assert begins(stop(1)) == minute("09:00")
    assert begins(stop(1, NIGHT_MARKET), date(2026, 3, 13)) == minute("18:00")
    assert begins(stop(1, NIGHT_MARKET), MONDAY) == minute("09:00")


def test_what_stands_before_the_first_time_is_laid_backwards_from_it() -> None:
    planned = [stop(1, PALACE), stop(2, GALLERY), stop(3, PARK, "15:00", "16:00")]
    palace, gallery, park = timeline(WEDNESDAY, planned)
    assert palace.leaves + gallery.leg.minutes <= gallery.arrives
    assert gallery.leaves + park.leg.minutes <= park.arrives
    assert park.arrives - (gallery.leaves + park.leg.minutes) < 10
    assert park.arrives == minute("15:00")


def test_where_the_day_is_too_short_for_that_it_begins_as_any_other() -> None:
    visits = timeline(WEDNESDAY, [stop(1, STREET), stop(2, BEACH, "00:30", "01:00")])
    assert visits[0].arrives == minute("09:00")


def test_a_night_ends_beyond_the_day() -> None:
    market, after = timeline(date(2026, 3, 13), [stop(1, NIGHT_MARKET, "23:00", "25:30"), stop(2)])
    assert market.leaves == minute("25:30")
    assert after.arrives == minute("25:30")


@given(days(), stops())
def test_every_stop_comes_once_with_its_own_times_in_the_order_of_the_clock(
    day: date, planned: list[Stop]
) -> None:
    visits = timeline(day, planned)
    assert sorted(numbers(visits)) == [one.id.int for one in planned]
    timed = [visit for visit in visits if not visit.is_computed]
    assert all((visit.arrives, visit.leaves) == (visit.stop.start, visit.stop.leaves) for visit in timed)
    assert all(first.arrives <= second.arrives for first, second in pairwise(timed))
    assert all(visit.is_computed == (visit.stop.start is None) for visit in visits)


@given(days(), stops())
def test_nobody_is_somewhere_else_before_having_left_and_travelled(day: date, planned: list[Stop]) -> None:
    for before, visit in pairwise(timeline(day, planned)):
        if visit.is_computed:
            assert visit.arrives >= before.leaves + (visit.leg.minutes if visit.leg else 0)
