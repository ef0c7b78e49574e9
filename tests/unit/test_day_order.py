from dataclasses import replace
from datetime import date
from random import Random
from uuid import UUID

import numpy as np
import pytest
import vroom
from hypothesis import given, settings
from hypothesis import strategies as st

from models.region import Region
from services.day_order import CLOSED_ALL_DAY, Cost, DayOrder, ReasonKind, TooManyStops, best_order
from services.day_plan import Stop, StopPlace
from services.day_problems import problems_of
from services.geography import Point
from services.plan_warnings import Code
from tests.unit.made_up_days import (
    WEDNESDAY,
    MadeUpDay,
    begin_of,
    hours_at,
    in_any_order,
    in_order,
    is_kept,
    made_up_day,
    retimed,
    way_between,
)

HERE = Point(37.55, 126.98)
FAR = Point(37.60, 127.05)
FARTHER = Point(37.61, 127.07)


def stop(
    number: int,
    at: Point | None = HERE,
    hours: str | None = None,
    *,
    start: int | None = None,
    stay: int = 60,
    last_admission: int | None = None,
) -> Stop:
    place = at and StopPlace(f"place-{number}", at, Region.SEOUL, hours, last_admission, stay)
    return Stop(UUID(int=number), start, None if start is None else start + stay, place)


def ordered(day: MadeUpDay, step: int = 1) -> DayOrder:
    return best_order(WEDNESDAY, day.stops, fixed=day.fixed, start=day.start, end=day.end, step=step)


def numbers(order: DayOrder) -> list[int]:
    return [placed.id.int for placed in order.stops]


def test_a_detour_is_taken_out_of_the_day():
    order = best_order(WEDNESDAY, [stop(1), stop(2, FAR), stop(3), stop(4, FARTHER)])

    assert numbers(order) in ([1, 3, 2, 4], [4, 2, 3, 1])
    assert order.minutes_saved > 30
    assert order.reasons[0].kind is ReasonKind.SHORTER_WAYS
    assert order.reasons[0].minutes == order.before.travel - order.after.travel


def test_a_day_in_its_best_order_stays_as_it_is():
    stops = [stop(1, start=600), stop(2, FAR, start=700), stop(3, FARTHER, start=785)]
    order = best_order(WEDNESDAY, stops)

    assert not order.is_better
    assert order.reasons == ()
    assert [(placed.start, placed.end) for placed in order.stops] == [(600, 660), (700, 760), (785, 845)]


def test_what_closes_early_comes_first():
    stops = [stop(1, start=600, stay=120), stop(2, hours="10:00-12:00", start=720)]
    order = best_order(WEDNESDAY, stops)

    assert numbers(order) == [2, 1]
    assert order.before == Cost(late=60, travel=0, wait=0)
    assert order.after == Cost(late=0, travel=0, wait=0)
    assert [(reason.kind, reason.id, reason.minutes) for reason in order.reasons] == [
        (ReasonKind.BEFORE_CLOSING, UUID(int=2), 60)
    ]


def test_what_stops_letting_people_in_comes_first():
    stops = [stop(1, start=600, stay=120), stop(2, hours="10:00-14:00", last_admission=150, start=720)]
    order = best_order(WEDNESDAY, stops)

    assert numbers(order) == [2, 1]
    assert (order.before.late, order.after.late) == (30, 0)
    assert [(reason.kind, reason.id) for reason in order.reasons] == [
        (ReasonKind.BEFORE_LAST_ADMISSION, UUID(int=2))
    ]


def test_what_opens_late_comes_last():
    stops = [stop(1, start=600), stop(2, hours="13:00-20:00", start=660), stop(3, start=840)]
    order = best_order(WEDNESDAY, stops)

    assert numbers(order) == [1, 3, 2]
    assert (order.before.wait, order.after.wait) == (120, 60)
    assert [(reason.kind, reason.id) for reason in order.reasons] == [(ReasonKind.LESS_WAITING, UUID(int=2))]


def test_time_for_the_way_to_a_fixed_stop_is_found():
    stops = [stop(1, start=540), stop(2, FAR, start=610, stay=30), stop(3, start=670)]
    order = best_order(WEDNESDAY, stops, fixed={UUID(int=3)})
    placed = {one.id.int: one for one in order.stops}

    assert order.before.late > 0
    assert order.after.late == 0
    assert (placed[3].start, placed[3].end) == (670, 730)
    assert ReasonKind.START_KEPT in {reason.kind for reason in order.reasons}


def test_lateness_counts_for_more_than_any_way():
    stops = [stop(1), stop(2, FAR, hours="09:00-10:00"), stop(3)]

    assert numbers(best_order(WEDNESDAY, stops)) == [2, 1, 3]


def test_the_day_goes_from_where_one_sleeps_to_where_one_leaves():
    stops = [stop(1, FARTHER), stop(2)]

    assert numbers(best_order(WEDNESDAY, stops, start=HERE, end=FARTHER)) == [2, 1]
    assert numbers(best_order(WEDNESDAY, stops, start=FARTHER, end=HERE)) == [1, 2]


def test_a_day_without_times_begins_at_nine_or_when_its_first_place_opens():
    assert best_order(WEDNESDAY, [stop(1)]).stops[0].start == 540
    assert best_order(WEDNESDAY, [stop(1, hours="10:30-18:00")]).stops[0].start == 630
    assert best_order(WEDNESDAY, [stop(1, hours="06:00-18:00")]).stops[0].start == 540


def test_a_place_that_is_closed_that_day_makes_any_order_late():
    order = best_order(WEDNESDAY, [stop(1), stop(2, hours="We off; Th 10:00-18:00")])
    over = replace(stop(3).place, ends_on=date(2026, 3, 10))

    assert order.before.late == order.after.late == CLOSED_ALL_DAY
    assert best_order(WEDNESDAY, [replace(stop(3), place=over)]).after.late == CLOSED_ALL_DAY


def test_a_day_of_nothing_has_nothing_to_put_in_order():
    order = best_order(WEDNESDAY, [], start=HERE, end=FAR)

    assert order.stops == ()
    assert not order.is_better


def test_more_stops_than_can_be_put_in_order_are_refused_with_a_way_out():
    with pytest.raises(TooManyStops, match="up to 12 stops, and this one has 13") as refused:
        best_order(WEDNESDAY, [stop(number) for number in range(13)])

    assert refused.value.code == "too_many_stops"
    assert refused.value.status == 422


days = st.builds(
    lambda seed, count: made_up_day(Random(seed), count), st.integers(0, 2**32), st.integers(0, 10)
)
small_days = st.builds(
    lambda seed, count: made_up_day(Random(seed), count), st.integers(0, 2**32), st.integers(1, 6)
)


@settings(max_examples=150, deadline=None)
@given(small_days)
def test_no_order_at_all_is_better(day: MadeUpDay):
    assert ordered(day).after == in_any_order(day)


@pytest.mark.parametrize("seed", range(6))
def test_no_order_of_seven_or_eight_stops_is_better(seed: int):
    day = made_up_day(Random(seed), 7 + seed % 2)

    assert ordered(day).after == in_any_order(day)


@settings(max_examples=60, deadline=None)
@given(days)
def test_the_proposal_costs_what_it_says_and_never_more_than_the_present(day: MadeUpDay):
    order = ordered(day)

    assert order.after <= order.before
    assert order.is_better == (order.after < order.before) == bool(order.reasons)
    assert sorted(numbers(order)) == sorted(stop.id.int for stop in day.stops)
    if order.is_better:
        assert in_order(day, [placed.id for placed in order.stops]) == order.after


@settings(max_examples=60, deadline=None)
@given(days)
def test_what_is_fixed_and_what_has_times_but_no_place_keeps_its_times(day: MadeUpDay):
    placed = {placed.id: placed for placed in ordered(day, step=5).stops}

    for one in day.stops:
        if is_kept(day, one):
            assert (placed[one.id].start, placed[one.id].end) == (one.start, one.leaves)
        assert placed[one.id].end - placed[one.id].start == one.stay


@settings(max_examples=60, deadline=None)
@given(days)
def test_round_times_make_nobody_later_and_ways_no_longer(day: MadeUpDay):
    exact, rounded = ordered(day), ordered(day, step=5)

    if rounded.is_better:
        assert (rounded.after.late, rounded.after.travel) == (exact.after.late, exact.after.travel)
        assert abs(rounded.after.wait - exact.after.wait) <= 4 * len(day.stops)


@settings(max_examples=60, deadline=None)
@given(days)
def test_an_accepted_proposal_is_not_proposed_again(day: MadeUpDay):
    order = ordered(day, step=5)
    accepted = retimed(day, {placed.id: (placed.start, placed.end) for placed in order.stops})
    again = ordered(accepted, step=5)

    assert (again.after.late, again.after.travel) == (order.after.late, order.after.travel)


@settings(max_examples=100, deadline=None)
@given(days)
def test_a_proposal_that_is_in_time_leaves_time_for_every_way(day: MadeUpDay):
    order = ordered(day, step=5)
    accepted = retimed(day, {placed.id: (placed.start, placed.end) for placed in order.stops})
    if order.after.late == 0:
        codes = {problem.code for problem in problems_of(WEDNESDAY, accepted.stops).warnings}
        assert not codes & {Code.OVERLAP, Code.TOO_TIGHT}


def by_vroom(day: MadeUpDay, *, with_times: bool) -> list[UUID]:
    """Return the order that VROOM finds; what it cannot fit in comes at the end."""
    begin, count = begin_of(day), len(day.stops)
    spots = [*(one.place and one.place.point for one in day.stops), day.start, day.end]
    ways = [[way_between(a, b) for b in spots] for a in spots]
    problem = vroom.Input()
    problem.set_durations_matrix(profile="car", matrix_input=np.array(ways, dtype=np.uint32))
    most = max(ways[count])
    latest = begin + 3 * 24 * 60
    problem.add_vehicle(
        vroom.Vehicle(
            1, start=count, end=count + 1, time_window=vroom.TimeWindow(max(0, begin - most), latest)
        )
    )
    for number, one in enumerate(day.stops):
        windows = [
            vroom.TimeWindow(max(opens, 0), min(last, closes - one.stay))
            for opens, closes, last in hours_at(one) or []
            if 0 <= max(opens, 0) <= min(last, closes - one.stay)
        ]
        if is_kept(day, one):
            windows = [vroom.TimeWindow(one.start, one.start)]
        extra = {"time_windows": windows} if windows and with_times else {}
        problem.add_job(vroom.Job(number, location=number, default_service=one.stay, **extra))
    solution = problem.solve(exploration_level=5, nb_threads=1)
    routed = [int(number) for number in solution.routes["id"].dropna()]
    return [day.stops[number].id for number in [*routed, *(n for n in range(count) if n not in routed)]]


@pytest.mark.parametrize("hundred", range(10))
def test_vroom_finds_nothing_better_on_a_thousand_days(hundred: int):
    random = Random(hundred)
    for number in range(100):
        day = made_up_day(random, 3 + number % 10)
        best = ordered(day).after
        for with_times in (True, False):
            assert best <= in_order(day, by_vroom(day, with_times=with_times))
