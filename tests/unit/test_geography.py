import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.region import Region
from services.geography import (
    TILE_ZOOM,
    Box,
    Point,
    box_around,
    lies_in,
    metres_between,
    point_of_tile,
    tile_at,
    walk_minutes,
)

points = st.builds(Point, st.floats(-85, 85), st.floats(-180, 180))
points_in_korea = st.builds(Point, st.floats(33, 38.7), st.floats(124.5, 131))
tiles = st.integers(0, 2**TILE_ZOOM - 1)

SEOUL = Point(37.5665, 126.9780)
BUSAN = Point(35.1796, 129.0756)


def test_points_and_boxes_are_read_in_the_order_of_their_sentences() -> None:
    assert Point.read("37.5,126.9") == Point(lat=37.5, lng=126.9)
    assert Box.read("124,33,132,39") == Box(west=124, south=33, east=132, north=39)


@pytest.mark.parametrize("text", ["", "37.5", "37.5,x", "37.5,126.9,1", "nan,126.9", "86,0", "0,181"])
def test_what_is_no_point_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="^must be latitude,longitude in degrees$"):
        Point.read(text)


@pytest.mark.parametrize("text", ["", "124,33,132", "124,33,132,x", "124,33,132,39,1", "124,33,inf,39"])
def test_what_is_no_box_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="^must be west,south,east,north in degrees$"):
        Box.read(text)


@pytest.mark.parametrize("text", ["132,33,124,39", "124,39,132,33", "-181,33,132,39", "124,33,132,86"])
def test_a_box_that_is_upside_down_or_off_the_earth_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="^must have west below east and south below north, in degrees$"):
        Box.read(text)


@given(x=tiles, y=tiles)
def test_a_tile_holds_its_own_middle(x: int, y: int) -> None:
    assert tile_at(point_of_tile(x + 0.5, y + 0.5)) == (x, y)


@given(point=points)
def test_a_point_lies_in_its_tile(point: Point) -> None:
    x, y = tile_at(point)
    north_west, south_east = point_of_tile(x, y), point_of_tile(x + 1, y + 1)
    assert north_west.lng - 1e-9 <= point.lng <= south_east.lng + 1e-9
    assert south_east.lat - 1e-9 <= point.lat <= north_west.lat + 1e-9


@given(one=points, other=points)
def test_tiles_stand_in_the_order_of_degrees(one: Point, other: Point) -> None:
    if one.lng <= other.lng:
        assert tile_at(one)[0] <= tile_at(other)[0]
    if one.lat >= other.lat:
        assert tile_at(one)[1] <= tile_at(other)[1]


@given(a=points, b=points)
def test_the_way_back_is_as_long(a: Point, b: Point) -> None:
    assert metres_between(a, b) >= 0
    assert math.isclose(metres_between(a, b), metres_between(b, a), rel_tol=1e-9, abs_tol=1e-3)
    assert metres_between(a, a) == 0


@given(a=points, b=points, c=points)
def test_a_detour_is_never_shorter(a: Point, b: Point, c: Point) -> None:
    assert metres_between(a, c) <= metres_between(a, b) + metres_between(b, c) + 1


def test_seoul_and_busan_are_325_km_apart() -> None:
    assert math.isclose(metres_between(SEOUL, BUSAN), 325_000, rel_tol=0.01)


@given(point=points_in_korea, metres=st.integers(50, 100_000), towards=st.floats(0, 2 * math.pi))
def test_a_box_holds_its_circle(point: Point, metres: int, towards: float) -> None:
    box = box_around(point, metres)
    north = math.degrees(0.99 * metres * math.cos(towards) / 6_371_008.8)
    east = math.degrees(0.99 * metres * math.sin(towards) / 6_371_008.8) / math.cos(math.radians(point.lat))
    assert box.south <= point.lat + north <= box.north
    assert box.west <= point.lng + east <= box.east


@given(near=st.floats(0, 50_000), further=st.floats(0, 50_000))
def test_a_longer_walk_never_takes_less_time(near: float, further: float) -> None:
    assert 1 <= walk_minutes(min(near, further)) <= walk_minutes(max(near, further))


def test_a_kilometre_is_a_walk_of_a_quarter_of_an_hour_or_a_little_more() -> None:
    assert 15 <= walk_minutes(1000) <= 22


def test_cities_lie_in_their_regions_and_not_in_others() -> None:
    assert lies_in(SEOUL, Region.SEOUL)
    assert lies_in(BUSAN, Region.BUSAN)
    assert not lies_in(SEOUL, Region.BUSAN)
    assert not lies_in(BUSAN, Region.JEJU)


@given(point=points)
def test_a_point_far_from_korea_lies_in_no_region(point: Point) -> None:
    if metres_between(point, Point(36.3, 127.8)) > 800_000:
        assert not any(lies_in(point, region) for region in Region)
