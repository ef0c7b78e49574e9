from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.day_check import FIX_LABELS, SENTENCES, Code, Fix, FixKind, PlanWarning, apply
from services.day_check import check as check_plan
from services.day_fixes import MOST_FIXED
from services.day_plan import DAY, Stop, StopPlace
from services.day_times import BUFFER, timeline
from services.opening_hours import spans_on
from services.travel_time import Mode, travel
from tests.day_plans import (
    BEACH,
    FESTIVAL,
    GALLERY,
    MONDAY,
    MUSEUM,
    NIGHT_MARKET,
    NOODLES,
    PALACE,
    PARK,
    SEOLLAL,
    STREET,
    TUESDAY,
    WEDNESDAY,
    days,
    overlaps,
    stop,
    stops,
    trips,
)

FRIDAY = date(2026, 3, 13)
SATURDAY = date(2026, 3, 14)
CHILDRENS_DAY = date(2026, 5, 5)


def check(
    day: date,
    planned: list[Stop],
    mode: Mode | None = None,
    *,
    other_days: dict[date, list[Stop]] | None = None,
) -> list[PlanWarning]:
    """Check a day of which a fix may move stops to these other days."""
    return check_plan(day, {**(other_days or {}), day: planned}, mode, other_days=other_days)


def only(warnings: list[PlanWarning]) -> PlanWarning:
    (warning,) = warnings
    return warning


def codes(warnings: list[PlanWarning]) -> list[tuple[str, ...]]:
    return [(warning.code.value, *(str(one.int) for one in warning.ids)) for warning in warnings]


def moves(fix: Fix | None) -> list[tuple[int, date, str | None, str | None]]:
    assert fix is not None
    return [(move.id.int, move.day, clock(move.start), clock(move.end)) for move in fix.moves]


def clock(at: int | None) -> str | None:
    return None if at is None else f"{at // 60:02}:{at % 60:02}"


# --- closed, holidays and events


def test_the_palace_is_closed_on_tuesday_and_can_be_seen_on_wednesday_at_the_same_time() -> None:
    warning = only(check(TUESDAY, [stop(1, PALACE, "10:00", "12:00")]))
    assert warning.code is Code.CLOSED_THAT_DAY
    assert warning.values == {"day": TUESDAY}
    assert warning.fix.kind is FixKind.MOVE_DAY
    assert warning.fix.values == {"day": WEDNESDAY}
    assert moves(warning.fix) == [(1, WEDNESDAY, "10:00", "12:00")]


@pytest.mark.parametrize("hour", [1, 8, 12, 17, 20, 23])
def test_a_closed_place_is_only_closed_whenever_one_comes(hour: int) -> None:
    planned = [stop(1, PALACE, f"{hour:02}:00", f"{hour + 3:02}:00")]
    assert codes(check(TUESDAY, planned)) == [("closed_that_day", "1")]


def test_a_stop_without_times_is_told_of_a_closed_day_and_moves_without_times() -> None:
    warning = only(check(TUESDAY, [stop(1, PALACE)]))
    assert warning.code is Code.CLOSED_THAT_DAY
    assert moves(warning.fix) == [(1, WEDNESDAY, None, None)]


def test_a_museum_closed_on_mondays_opens_on_a_holiday_and_rests_the_day_after() -> None:
    planned = [stop(1, MUSEUM, "11:00", "12:00")]
    assert only(check(MONDAY, planned)).code is Code.CLOSED_THAT_DAY
    assert check(CHILDRENS_DAY, planned) == []
    after = only(check(CHILDRENS_DAY + timedelta(days=1), planned))
    assert after.code is Code.HOLIDAY


def test_what_rests_on_holidays_says_so_and_opens_after_them() -> None:
    warning = only(check(SEOLLAL, [stop(1, GALLERY, "11:00", "12:00")]))
    assert warning.code is Code.HOLIDAY
    assert warning.values == {"day": SEOLLAL}
    assert moves(warning.fix) == [(1, date(2026, 2, 19), "11:00", "12:00")]


@pytest.mark.parametrize("hours", ["10:00-18:00; Feb 16-18 off", "10:00-18:00; 2026 Feb 17 off"])
def test_a_holiday_that_is_closed_by_its_date_is_closed_for_the_holiday(hours: str) -> None:
    place = replace(GALLERY, opening_hours=hours)
    assert only(check(SEOLLAL, [stop(1, place, "11:00", "12:00")])).code is Code.HOLIDAY


@pytest.mark.parametrize(
    "hours", ["Mar-Dec 10:00-18:00", "10:00-18:00; Tu off", "10:00-18:00; Tu off; PH off", "off"]
)
def test_a_holiday_is_not_blamed_for_a_season_or_a_weekday(hours: str) -> None:
    place = replace(GALLERY, opening_hours=hours)
    assert only(check(SEOLLAL, [stop(1, place, "11:00", "12:00")])).code is Code.CLOSED_THAT_DAY


def test_a_monthly_closing_on_a_holiday_is_no_holiday_closing() -> None:
    place = replace(GALLERY, opening_hours="10:00-18:00; Tu[1,3] off")
    assert only(check(SEOLLAL, [stop(1, place, "11:00", "12:00")])).code is Code.CLOSED_THAT_DAY


def test_an_event_is_over_the_day_after_its_last_and_can_be_moved_to_a_day_of_the_trip() -> None:
    day = date(2026, 4, 13)
    planned = [stop(1, FESTIVAL, "18:00", "20:00")]
    assert check(date(2026, 4, 12), planned) == []
    warning = only(check(day, planned, other_days={date(2026, 4, 11): [], date(2026, 4, 14): []}))
    assert warning.code is Code.EVENT_OVER
    assert warning.values == {"day": date(2026, 4, 12)}
    assert warning.sentence == "{first} ended on {day}."
    assert moves(warning.fix) == [(1, date(2026, 4, 11), "18:00", "20:00")]
    assert only(check(day, planned)).fix is None


def test_an_event_that_has_not_begun_says_when_it_does() -> None:
    warning = only(check(date(2026, 4, 2), [stop(1, FESTIVAL, "18:00", "20:00")]))
    assert warning.code is Code.EVENT_OVER
    assert warning.sentence == "{first} does not begin until {day}."
    assert warning.values["day"] == date(2026, 4, 3)
    assert moves(warning.fix) == [(1, date(2026, 4, 3), "18:00", "20:00")]


# --- hours


def test_coming_before_a_place_opens_moves_the_visit_to_its_opening() -> None:
    warning = only(check(WEDNESDAY, [stop(1, PALACE, "08:00", "10:00")]))
    assert warning.code is Code.NOT_OPEN_YET
    assert (warning.minutes, warning.values["time"]) == (60, time(9))
    assert warning.fix.kind is FixKind.MOVE
    assert moves(warning.fix) == [(1, WEDNESDAY, "09:00", "11:00")]


def test_coming_too_early_pushes_the_rest_of_a_day_that_stands_close() -> None:
    planned = [
        stop(1, PALACE, "08:30", "10:30"),
        stop(2, None, "10:30", "11:00"),
        stop(3, None, "15:00", "16:00"),
    ]
    warning = only(check(WEDNESDAY, planned))
    assert warning.fix.kind is FixKind.SHIFT_REST
    assert warning.fix.values == {"minutes": 30}
    assert moves(warning.fix) == [(1, WEDNESDAY, "09:00", "11:00"), (2, WEDNESDAY, "11:00", "11:30")]


def test_two_stops_of_which_each_is_open_when_the_other_is_planned_are_swapped() -> None:
    early = replace(STREET, id="early", opening_hours="06:00-10:00")
    late = replace(STREET, id="late", opening_hours="10:00-22:00")
    planned = [
        stop(1, late, "08:00", "10:00"),
        stop(2, early, "10:00", "12:00"),
        stop(3, None, "12:00", "22:00"),
    ]
    warnings = check(WEDNESDAY, planned, other_days={})
    assert codes(warnings) == [("not_open_yet", "1"), ("closes_before_you_leave", "2")]
    assert warnings[0].fix.kind is FixKind.SWAP
    after = apply(warnings[0].fix.moves, {WEDNESDAY: planned})[WEDNESDAY]
    assert check(WEDNESDAY, after) == []


def test_staying_beyond_the_closing_is_shortened_where_little_is_lost() -> None:
    planned = [stop(1, GALLERY, "15:00", "18:20"), stop(2, None, "12:00", "15:00")]
    warning = only(check(WEDNESDAY, planned))
    assert warning.code is Code.CLOSES_BEFORE_YOU_LEAVE
    assert (warning.minutes, warning.values["time"]) == (20, time(18))
    assert warning.fix.kind is FixKind.SHORTEN
    assert warning.fix.values == {"time": time(18)}
    assert moves(warning.fix) == [(1, WEDNESDAY, "15:00", "18:00")]


def test_coming_after_the_last_admission_is_told_by_it_alone() -> None:
    for start, end in (("17:30", "18:00"), ("17:30", "19:00"), ("18:30", "19:00"), ("22:00", "23:00")):
        warning = only(check(WEDNESDAY, [stop(1, PALACE, start, end)]))
        assert warning.code is Code.AFTER_LAST_ADMISSION
        assert warning.values["time"] == time(17)
        assert warning.fix.kind is FixKind.MOVE
    assert check(WEDNESDAY, [stop(1, PALACE, "17:00", "18:00")]) == []


def test_coming_after_the_closing_of_a_place_without_last_admission_is_told_once() -> None:
    warning = only(check(WEDNESDAY, [stop(1, GALLERY, "18:00", "19:00")]))
    assert warning.code is Code.CLOSES_BEFORE_YOU_LEAVE
    assert warning.values["time"] == time(18)
    assert moves(warning.fix) == [(1, WEDNESDAY, "17:00", "18:00")]


def test_a_visit_longer_than_the_opening_has_two_problems_and_each_fix_leaves_the_other_no_worse() -> None:
    planned = [stop(1, GALLERY, "09:00", "19:00")]
    warnings = check(WEDNESDAY, planned)
    assert codes(warnings) == [("not_open_yet", "1"), ("closes_before_you_leave", "1")]
    for warning in warnings:
        after = apply(warning.fix.moves, {WEDNESDAY: planned})[WEDNESDAY]
        assert warning.code not in [left.code for left in check(WEDNESDAY, after)]


def test_a_pause_at_noon_sends_one_away_and_opens_again() -> None:
    assert check(WEDNESDAY, [stop(1, NOODLES, "14:00", "15:00")]) == []
    into_pause = only(check(WEDNESDAY, [stop(1, NOODLES, "14:30", "15:30")]))
    assert (into_pause.code, into_pause.values["time"]) == (Code.CLOSES_BEFORE_YOU_LEAVE, time(15))
    in_pause = only(check(WEDNESDAY, [stop(1, NOODLES, "16:30", "17:00")]))
    assert (in_pause.code, in_pause.values["time"]) == (Code.NOT_OPEN_YET, time(17))
    assert moves(in_pause.fix) == [(1, WEDNESDAY, "17:00", "17:30")]


def test_a_night_market_is_open_past_midnight_and_belongs_to_the_day_on_which_it_begins() -> None:
    assert check(FRIDAY, [stop(1, NIGHT_MARKET, "23:00", "26:00")]) == []
    assert check(SATURDAY, [stop(1, NIGHT_MARKET, "01:00", "02:00")]) == []
    assert check(MONDAY, [stop(1, NIGHT_MARKET, "00:30", "02:00")]) == []
    beyond = only(check(FRIDAY, [stop(1, NIGHT_MARKET, "24:00", "27:00")]))
    assert (beyond.code, beyond.minutes) == (Code.CLOSES_BEFORE_YOU_LEAVE, 60)
    assert only(check(MONDAY, [stop(1, NIGHT_MARKET, "20:00", "22:00")])).code is Code.CLOSED_THAT_DAY


def test_day_and_night_never_closes() -> None:
    park = replace(PARK, last_admission=60)
    assert check(WEDNESDAY, [stop(1, park, "23:30", "30:00")]) == []


@pytest.mark.parametrize("hours", [None, "", "nobody knows", "unknown", 'We unknown "ask"'])
def test_hours_nobody_knows_never_warn(hours: str | None) -> None:
    place = replace(STREET, opening_hours=hours)
    for start, end in (("00:00", "01:00"), ("12:00", "13:00"), ("23:00", "26:00")):
        assert check(WEDNESDAY, [stop(1, place, start, end)]) == []


def test_hours_that_are_sure_only_in_part_warn_only_there() -> None:
    place = replace(STREET, opening_hours='Mo-Su 10:00-12:00, Mo-Su 14:00-16:00 unknown "ask"')
    assert check(WEDNESDAY, [stop(1, place, "14:30", "15:30")]) == []
    assert only(check(WEDNESDAY, [stop(1, place, "09:00", "11:00")])).code is Code.NOT_OPEN_YET


def test_a_stop_without_times_is_held_against_the_hours_at_its_computed_arrival() -> None:
    planned = [stop(1, None, "14:00", "16:00"), stop(2, NIGHT_MARKET)]
    warning = only(check(FRIDAY, planned))
    assert codes([warning]) == [("not_open_yet", "2")]
    assert warning.fix.kind is FixKind.MOVE
    assert moves(warning.fix) == [(2, FRIDAY, "18:00", "19:00")]
    assert check(FRIDAY, [stop(1, None, "14:00", "18:00"), stop(2, NIGHT_MARKET)]) == []


def test_an_overfull_day_says_nothing_of_hours_after_midnight() -> None:
    planned = [stop(1, None, "14:00", "23:30"), *(stop(number) for number in range(2, 8)), stop(9, PALACE)]
    assert check(WEDNESDAY, planned) == []


# --- overlaps and ways


def test_two_stops_at_once_overlap_and_the_later_is_pushed() -> None:
    planned = [
        stop(1, None, "10:00", "12:00"),
        stop(2, None, "11:30", "12:30"),
        stop(3, None, "14:00", "15:00"),
    ]
    warning = only(check(WEDNESDAY, planned))
    assert codes([warning]) == [("overlap", "1", "2")]
    assert warning.minutes == 30
    assert warning.fix.kind is FixKind.SHIFT_REST
    assert moves(warning.fix) == [(2, WEDNESDAY, "12:00", "13:00")]


def test_stops_that_touch_do_not_overlap() -> None:
    assert check(WEDNESDAY, [stop(1, None, "10:00", "12:00"), stop(2, None, "12:00", "13:00")]) == []


def test_overlapping_is_told_once_for_each_stop_that_follows() -> None:
    chain = [
        stop(1, None, "10:00", "12:00"),
        stop(2, None, "11:00", "13:00"),
        stop(3, None, "12:30", "14:00"),
    ]
    assert codes(check(WEDNESDAY, chain)) == [("overlap", "1", "2"), ("overlap", "2", "3")]
    nest = [stop(1, None, "09:00", "18:00"), stop(2, None, "10:00", "11:00"), stop(3, None, "12:00", "13:00")]
    assert codes(check(WEDNESDAY, nest)) == [("overlap", "1", "2"), ("overlap", "1", "3")]


def test_a_night_overlaps_what_begins_late() -> None:
    planned = [stop(1, None, "22:00", "26:00"), stop(2, None, "23:30", "24:30")]
    assert codes(check(FRIDAY, planned)) == [("overlap", "1", "2")]


def test_too_little_time_for_the_way_is_told_with_what_is_missing() -> None:
    way = travel(PALACE.point, GALLERY.point, Mode.FOOT).minutes
    planned = [stop(1, PALACE, "10:00", "12:00"), stop(2, GALLERY, "12:10", "13:00")]
    warning = only(check(WEDNESDAY, planned, Mode.FOOT))
    assert codes([warning]) == [("too_tight", "1", "2")]
    assert warning.minutes == way + BUFFER - 10
    assert warning.fix.kind is FixKind.SHIFT_REST
    after = apply(warning.fix.moves, {WEDNESDAY: planned})[WEDNESDAY]
    assert check(WEDNESDAY, after, Mode.FOOT) == []


def test_where_pushing_would_break_the_rest_of_the_day_one_leaves_earlier() -> None:
    planned = [
        stop(1, STREET, "09:00", "12:00"),
        stop(2, GALLERY, "12:10", "14:00"),
        stop(3, None, "14:00", "19:00"),
        stop(4, None, "19:00", "24:00"),
    ]
    warning = only(check(WEDNESDAY, planned, Mode.FOOT))
    assert warning.code is Code.TOO_TIGHT
    assert warning.fix.kind is FixKind.SHORTEN
    assert warning.fix.moves[0].id.int == 1


def test_an_overlap_is_not_told_again_as_too_tight() -> None:
    planned = [stop(1, PALACE, "10:00", "12:00"), stop(2, BEACH, "11:59", "13:00")]
    assert codes(check(WEDNESDAY, planned)) == [("overlap", "1", "2")]


def test_what_cannot_be_reached_that_day_goes_to_another() -> None:
    planned = [
        stop(1, STREET, "09:00", "13:00"),
        stop(2, STREET, "13:00", "18:00"),
        stop(3, STREET, "18:00", "22:00"),
        stop(4, BEACH, "22:30", "23:30"),
    ]
    warning = only(check(WEDNESDAY, planned))
    assert warning.code is Code.TOO_TIGHT
    assert warning.fix.kind is FixKind.MOVE_DAY


def test_two_visits_to_one_place_or_next_door_need_no_time_between() -> None:
    next_door = replace(STREET, id="next-door", point=STREET.point._replace(lat=STREET.point.lat + 0.0005))
    planned = [
        stop(1, STREET, "10:00", "11:00"),
        stop(2, STREET, "11:00", "12:00"),
        stop(3, next_door, "12:00", "13:00"),
    ]
    assert check(WEDNESDAY, planned) == []


def test_another_day_is_taken_only_where_there_is_room() -> None:
    full = [stop(8, None, "09:00", "18:00")]
    planned = [stop(1, PALACE, "10:00", "12:00")]
    fits = only(check(TUESDAY, planned, other_days={WEDNESDAY: full, date(2026, 3, 12): []}))
    assert moves(fits.fix) == [(1, date(2026, 3, 12), "10:00", "12:00")]
    assert only(check(TUESDAY, planned, other_days={WEDNESDAY: full})).fix is None
    assert only(check(TUESDAY, planned, other_days={})).fix is None


def test_a_fix_finds_the_free_hour_of_the_other_day() -> None:
    busy = [stop(8, None, "09:00", "13:00"), stop(9, None, "16:00", "18:00")]
    warning = only(check(TUESDAY, [stop(1, PALACE, "10:00", "12:00")], other_days={WEDNESDAY: busy}))
    assert moves(warning.fix) == [(1, WEDNESDAY, "13:00", "15:00")]


def test_what_is_part_of_a_trip_stays_within_its_days() -> None:
    last = replace(stop(1, PALACE, "10:00", "12:00"), trip_days=(MONDAY, TUESDAY))
    assert moves(only(check_plan(TUESDAY, {TUESDAY: [last]}, other_days={MONDAY, WEDNESDAY})).fix) == [
        (1, MONDAY, "10:00", "12:00")
    ]
    assert only(check_plan(TUESDAY, {TUESDAY: [last]})).fix is None, "the week after is not of the trip"
    outside = replace(last, trip_days=(FRIDAY, SATURDAY))
    assert only(check_plan(TUESDAY, {TUESDAY: [outside]})).fix is not None, "it is outside as it stands"


def test_of_a_day_with_very_many_stops_only_the_problems_are_told() -> None:
    crowd = [stop(number, PALACE, "10:00", "12:00") for number in range(1, MOST_FIXED + 2)]
    assert {warning.code for warning in check(WEDNESDAY, crowd)} == {Code.OVERLAP}
    assert all(warning.fix is None for warning in check(WEDNESDAY, crowd))
    assert any(warning.fix for warning in check(WEDNESDAY, crowd[:5]))


def test_a_stop_without_times_does_not_move_to_a_day_on_which_it_would_come_too_late_as_well() -> None:
    plan = {WEDNESDAY: [stop(1, None, "09:00", "22:00"), stop(2, NOODLES)]}
    after = {
        WEDNESDAY + timedelta(days=1): [stop(3, None, "09:00", "22:00")],
        FRIDAY: [stop(4, None, "11:00", "12:00")],
    }
    assert codes(check_plan(WEDNESDAY, plan, other_days={})) == [("closes_before_you_leave", "2")]
    fix = only(check_plan(WEDNESDAY, plan | after, other_days=after)).fix
    assert moves(fix) == [(2, FRIDAY, None, None)]


# --- the night before


def after_a_night(night: Stop, *planned: Stop) -> list[PlanWarning]:
    """Check a Wednesday, with what is planned on the Tuesday before it."""
    return check_plan(WEDNESDAY, {TUESDAY: [night], WEDNESDAY: planned})


def test_a_night_overlaps_what_begins_before_it_ends_and_the_morning_waits() -> None:
    night = stop(1, None, "22:00", "26:00")
    warning = only(after_a_night(night, stop(2, None, "01:00", "02:30"), stop(3, None, "03:00", "04:00")))
    assert (warning.code, [one.int for one in warning.ids]) == (Code.OVERLAP, [1, 2])
    assert warning.minutes == 60
    assert warning.fix is not None
    assert warning.fix.kind is FixKind.SHIFT_REST
    assert moves(warning.fix) == [
        (2, WEDNESDAY, "02:00", "03:30"),
        (3, WEDNESDAY, "03:30", "04:30"),
    ]


def test_where_the_morning_cannot_wait_one_leaves_the_night_earlier() -> None:
    market = replace(NIGHT_MARKET, opening_hours="18:00-02:00")
    early = replace(STREET, opening_hours="01:00-02:00")
    warning = only(after_a_night(stop(1, market, "20:00", "25:30"), stop(2, early, "01:00", "02:00")))
    assert warning.code is Code.OVERLAP
    assert warning.fix is not None
    assert warning.fix.kind is FixKind.SHORTEN
    ((number, day, start, end),) = moves(warning.fix)
    assert (number, day, start) == (1, TUESDAY, "20:00")
    after = apply(warning.fix.moves, {TUESDAY: [stop(1, market, "20:00", "25:30")], WEDNESDAY: []})
    assert end is not None
    assert after_a_night(after[TUESDAY][0], stop(2, early, "01:00", "02:00")) == []


def test_the_way_from_the_last_stop_of_a_day_takes_of_the_next_one() -> None:
    beach = stop(1, BEACH, "22:00", "23:30")
    warning = only(after_a_night(beach, stop(2, PARK, "00:30", "02:00")))
    assert (warning.code, [one.int for one in warning.ids]) == (Code.TOO_TIGHT, [1, 2])
    assert warning.minutes == travel(BEACH.point, PARK.point).minutes + BUFFER - 60
    assert after_a_night(beach, stop(2, PARK, "09:00", "10:00")) == []


def test_a_night_that_is_over_in_time_says_nothing() -> None:
    assert after_a_night(stop(1, None, "22:00", "25:00"), stop(2, None, "01:00", "02:00")) == []
    assert after_a_night(stop(1), stop(2, None, "00:00", "02:00")) == [], "nobody has said when"


def test_a_night_moves_to_a_day_of_which_the_next_morning_is_free() -> None:
    night = stop(1, NIGHT_MARKET, "22:00", "26:00")
    plan: dict[date, list[Stop]] = {TUESDAY: [night], FRIDAY: []}
    assert moves(only(check_plan(TUESDAY, plan, other_days=plan)).fix) == [(1, FRIDAY, "22:00", "26:00")]
    plan[SATURDAY] = [stop(2, None, "00:30", "02:00")]
    assert moves(only(check_plan(TUESDAY, plan, other_days={FRIDAY})).fix) == [(1, FRIDAY, "20:30", "24:30")]
    plan[FRIDAY] = [stop(3, None, "18:00", "22:00")]
    assert only(check_plan(TUESDAY, plan, other_days={FRIDAY})).fix is None


# --- what holds for every plan


@given(trips())
@settings(max_examples=300)
def test_a_fix_takes_its_warning_away_and_brings_no_overlap(
    trip: tuple[date, dict[date, list[Stop]]],
) -> None:
    day, plan = trip
    for warning in check_plan(day, plan, other_days=plan):
        if warning.fix:
            after = apply(warning.fix.moves, plan)
            left = check_plan(day, after, other_days={})
            assert (warning.code, set(warning.ids)) not in [(one.code, set(one.ids)) for one in left]
            assert overlaps(after) <= overlaps(plan)


@given(trips())
@settings(max_examples=200)
def test_a_fix_brings_no_problem_of_a_time_that_somebody_has_set(
    trip: tuple[date, dict[date, list[Stop]]],
) -> None:
    day, plan = trip
    hidden = {
        Code.OVERLAP,
        Code.TOO_TIGHT,
    }  # behind an overlap that was there before, another may come into sight
    for warning in check_plan(day, plan, other_days=plan):
        if warning.fix:
            after = apply(warning.fix.moves, plan)
            for other in plan:
                timed = {one.id for one in after[other] if one.start is not None}
                before = {(one.code, one.ids) for one in check_plan(other, plan, other_days={})}
                now = {(one.code, one.ids) for one in check_plan(other, after, other_days={})}
                assert not [one for one in now - before if one[0] not in hidden and set(one[1]) <= timed]


@given(trips())
@settings(max_examples=200)
def test_a_fix_keeps_every_entry_and_stores_times_that_a_clock_can_show(
    trip: tuple[date, dict[date, list[Stop]]],
) -> None:
    day, plan = trip
    everybody = sorted(one.id for planned in plan.values() for one in planned)
    for warning in check_plan(day, plan, other_days=plan):
        if warning.fix:
            after = apply(warning.fix.moves, plan)
            assert sorted(one.id for planned in after.values() for one in planned) == everybody
            assert after.keys() == plan.keys()
            for move in warning.fix.moves:
                assert move.start is None or 0 <= move.start < DAY
                assert move.end is None or 0 < move.end - move.start <= DAY


@given(trips())
@settings(max_examples=200)
def test_every_problem_is_told_once_about_entries_of_the_day(
    trip: tuple[date, dict[date, list[Stop]]],
) -> None:
    day, plan = trip
    warnings = check_plan(day, plan)
    told = Counter((warning.code, frozenset(warning.ids)) for warning in warnings)
    assert all(count == 1 for count in told.values())
    of_the_day, of_the_eve = (
        {one.id for one in plan.get(there, ())} for there in (day, day - timedelta(days=1))
    )
    assert all(warning.ids[-1] in of_the_day for warning in warnings)
    assert {one for warning in warnings for one in warning.ids} <= of_the_day | of_the_eve
    arriving = Counter(
        warning.ids[0]
        for warning in warnings
        if warning.code not in {Code.OVERLAP, Code.TOO_TIGHT, Code.CLOSES_BEFORE_YOU_LEAVE}
    )
    assert all(count == 1 for count in arriving.values())


@given(days(), st.data())
def test_a_day_with_room_for_everything_has_no_warnings(day: date, data: st.DataObject) -> None:
    planned: list[Stop] = []
    reached = 0
    for place in data.draw(
        st.lists(st.sampled_from((MUSEUM, GALLERY, NOODLES, STREET, PARK, None)), max_size=6)
    ):
        span = (
            data.draw(st.sampled_from(spans_on(place.opening_hours, day) or [None]))
            if _has_hours(place)
            else None
        )
        if _has_hours(place) and span is None:
            continue
        opens = span.opens.hour * 60 + span.opens.minute if span else 0
        closes = span.closes.hour * 60 + span.closes.minute + span.past_midnight * DAY if span else DAY
        before = planned[-1].place if planned else None
        way = travel(before.point, place.point).minutes + BUFFER if before and place else 0
        start = max(opens, reached + way)
        if start + 15 <= closes:
            reached = data.draw(st.integers(start + 15, closes))
            planned.append(Stop(UUID(int=len(planned) + 1), start, reached, place))
    assert check(day, planned) == []


def _has_hours(place: StopPlace | None) -> bool:
    return place is not None and place.opening_hours is not None


@given(days(), stops(), st.randoms(use_true_random=False))
def test_the_order_in_which_stops_with_times_are_given_does_not_matter(
    day: date, planned: list[Stop], random
) -> None:
    timed = list({one.start: one for one in planned if one.start is not None}.values())
    shuffled = random.sample(timed, len(timed))
    assert check(day, timed) == check(day, shuffled)


@given(
    days(),
    st.lists(
        st.builds(
            Stop,
            st.uuids(),
            st.none() | st.integers(-5000, 5000),
            st.none() | st.integers(-5000, 5000),
            st.none()
            | st.builds(
                replace,
                st.sampled_from((PALACE, NIGHT_MARKET, FESTIVAL)),
                opening_hours=st.none()
                | st.text(max_size=8)
                | st.sampled_from(("24/7", "10:00+", "Mo-Fr 22:00-30:00")),
                last_admission=st.none() | st.integers(-100, 3000),
                stay=st.none() | st.integers(0, 3000),
            ),
        ),
        max_size=6,
        unique_by=lambda one: one.id,
    ),
)
def test_any_stops_at_all_are_checked(day: date, planned: list[Stop]) -> None:
    for warning in check(day, planned):
        written = warning.sentence.format(first="A", second="B", **warning.values)
        label = warning.fix.label.format(first="A", second="B", **warning.fix.values) if warning.fix else ""
        assert "{" not in written + label
    assert len(timeline(day, planned)) == len(planned)


def test_every_code_and_every_kind_of_fix_has_its_sentence() -> None:
    assert SENTENCES.keys() == set(Code)
    assert FIX_LABELS.keys() == set(FixKind)
