from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.geography import Point
from services.islands import island_at
from services.travel_time import Crossing, Mode, travel
from tests.unit.travel_pairs import KNOWN_WAYS, PLACES, errors_by_kind, summary

SPOT = {name: Point(*at) for name, at in PLACES.items()}
points = st.builds(Point, st.floats(33.0, 38.6), st.floats(124.5, 131.0))
modes = st.sampled_from([None, *Mode])


@pytest.mark.parametrize(
    ("kind", "middle", "most"),
    [("foot", 0.15, 0.30), ("transit", 0.12, 0.30), ("car", 0.10, 0.22), ("sea", 0.10, 0.25)],
)
def test_estimates_stay_near_the_times_that_are_published(kind: str, middle: float, most: float):
    median, nine_of_ten, bias = summary(errors_by_kind()[kind])

    assert median <= middle
    assert nine_of_ten <= most
    assert abs(bias) <= 0.15


def test_known_ways_lie_all_over_korea():
    assert len({(way.start, way.end) for way in KNOWN_WAYS}) >= 30
    assert {way.mode for way in KNOWN_WAYS} == set(Mode)


@given(points, points, modes)
def test_the_way_back_takes_as_long(a: Point, b: Point, mode: Mode | None):
    assert travel(a, b, mode) == travel(b, a, mode)


@given(points, points, modes)
def test_only_a_stop_at_the_same_spot_costs_no_time(a: Point, b: Point, mode: Mode | None):
    leg = travel(a, b, mode)

    assert (leg.minutes == 0) == (leg.metres < 30 and leg.crossing is None)
    assert leg.is_estimate
    assert travel(a, a, mode).minutes == 0


@pytest.mark.parametrize("mode", [None, *Mode])
def test_further_takes_longer(mode: Mode | None):
    ways = [travel(Point(36.5, 127.5), Point(36.5, 127.5 + step * 0.002), mode) for step in range(1, 700)]

    # Where one leaves off walking a bus may be three minutes quicker.
    assert all(nearer.minutes <= further.minutes + 3 for nearer, further in pairwise(ways))
    assert ways[0].minutes < ways[50].minutes < ways[-1].minutes


def test_a_short_way_is_walked_and_a_long_one_ridden():
    assert travel(SPOT["Gyeongbokgung"], SPOT["Bukchon"]).mode is Mode.FOOT
    assert travel(SPOT["Gyeongbokgung"], SPOT["Gangnam"]).mode is Mode.TRANSIT
    assert travel(SPOT["Gyeongbokgung"], SPOT["Gangnam"], Mode.FOOT).mode is Mode.FOOT
    assert travel(SPOT["Gyeongbokgung"], SPOT["Gangnam"], Mode.CAR).mode is Mode.CAR


@given(points, points)
def test_nobody_waits_for_a_bus_to_go_as_far_as_they_walk_meanwhile(a: Point, b: Point):
    ride, walk = travel(a, b, Mode.TRANSIT), travel(a, b, Mode.FOOT)

    assert ride.minutes <= walk.minutes
    assert ride.mode is Mode.TRANSIT or ride.minutes == walk.minutes


@pytest.mark.parametrize(
    ("start", "end", "crossing"),
    [
        ("Gimpo Airport", "Jeju Airport", Crossing.FLIGHT),
        ("Busan Station", "Seongsan", Crossing.FLIGHT),
        ("Gyeongbokgung", "Udo", Crossing.FLIGHT),
        ("Jeju Airport", "Udo", Crossing.FERRY),
        ("Seoul Station", "Ulleung Dodong", Crossing.FERRY),
        ("Seoul Station", "Baengnyeong Yonggipo", Crossing.FERRY),
        ("Mokpo Station", "Hongdo", Crossing.FERRY),
        ("Gapyeong Station", "Namiseom", Crossing.FERRY),
        ("Jeju Airport", "Ulleung Dodong", Crossing.FERRY),
        ("Jeju Airport", "Seongsan", None),
        ("Incheon Airport T1", "Seoul Station", None),
    ],
)
@pytest.mark.parametrize("mode", [None, *Mode])
def test_islands_without_a_bridge_need_a_flight_or_a_ferry(
    start: str, end: str, crossing: Crossing | None, mode: Mode | None
):
    leg = travel(SPOT[start], SPOT[end], mode)

    assert leg.crossing is crossing
    if crossing:
        assert leg.mode is (Mode.CAR if mode is Mode.CAR else Mode.TRANSIT)


def test_wando_sails_to_jeju_while_seoul_flies():
    assert travel(Point(34.32, 126.75), SPOT["Dongmun Market"]).crossing is Crossing.FERRY
    assert travel(SPOT["Seoul Station"], SPOT["Dongmun Market"]).crossing is Crossing.FLIGHT


def test_a_way_to_an_island_off_an_island_holds_both_crossings():
    to_jeju = travel(SPOT["Seoul Station"], SPOT["Seongsan"])
    to_udo = travel(SPOT["Seoul Station"], SPOT["Udo"])

    assert to_jeju.minutes + 15 <= to_udo.minutes


@pytest.mark.parametrize(
    "bridged",
    [
        Point(34.88, 128.62),  # Geoje
        Point(34.83, 127.90),  # Namhae
        Point(34.48, 126.26),  # Jindo
        Point(34.32, 126.75),  # Wando
        Point(37.75, 126.48),  # Ganghwa
        Point(37.45, 126.45),  # Yeongjong
        Point(36.37, 126.42),  # Wonsando
        Point(35.81, 126.41),  # Seonyudo
        Point(34.72, 126.12),  # Anjwado
    ],
)
def test_islands_with_a_bridge_are_land(bridged: Point):
    assert island_at(bridged) is None
