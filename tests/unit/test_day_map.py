"""The map of a day: every stop is on it by its number, and nothing covers anything else."""

import math
import re
from collections.abc import Sequence
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.language import Language
from models.theme import Theme
from services.geography import Point, metres_between
from services.travel_time import Crossing, Leg, Mode
from tests.html_page import Page
from ui.html.day_map import MapStop, day_map
from ui.map_labels import Box, beside, ems, shortened, spread
from ui.map_view import MapView, Spot
from ui.visitor import Visitor

WIDTH, HEIGHT = 480, 400
SEOUL = [
    MapStop(1, "Gyeongbokgung Palace", Point(37.5796, 126.977), Theme.HERITAGE),
    MapStop(2, "Bukchon Hanok Village", Point(37.5826, 126.983), Theme.HERITAGE, Leg(Mode.FOOT, 11, 630)),
    MapStop(4, "N Seoul Tower", Point(37.5512, 126.9882), Theme.NIGHT, Leg(Mode.TRANSIT, 35, 3500)),
]
TO_JEJU = [
    MapStop(1, "경복궁", Point(37.5796, 126.977), Theme.HERITAGE),
    MapStop(2, "성산일출봉", Point(33.4581, 126.9425), Theme.NATURE, Leg(Mode.CAR, 240, 458_000, Crossing.FLIGHT)),
]  # fmt: skip

points = st.builds(Point, st.floats(33, 38.6), st.floats(124.6, 131))
near = st.builds(Point, st.floats(37.5, 37.6), st.floats(126.9, 127.1))
spots = st.lists(st.builds(Spot, st.floats(0, WIDTH), st.floats(0, HEIGHT)), min_size=1, max_size=20)


def drawn(stops: Sequence[MapStop], language: Language = Language.EN) -> Page:
    visitor = Visitor(language, "auto", datetime(2026, 11, 23, 12))
    return Page(str(day_map(stops, visitor, key="day", heading="Tuesday")))


def numbers_on(page: Page) -> list[str]:
    return [text.text for text in page.all("text") if text.text.isdigit()]


def ways_on(page: Page) -> list[str]:
    return [group["class"] for group in page.all("g") if (group.get("class") or "").startswith("way ")]


def test_every_stop_is_on_the_map_by_its_number_and_name() -> None:
    page = drawn(SEOUL)
    assert numbers_on(page) == ["1", "2", "4"]
    names = {text.text for text in page.all("text")}
    assert {"Gyeongbokgung Palace", "N Seoul Tower"} <= names
    assert "4 · N Seoul Tower" in [title.text for title in page.all("title")]


def test_who_hears_the_map_hears_the_stops_in_their_order() -> None:
    page = drawn(SEOUL)
    picture = page.one("svg")
    assert picture["role"] == "img"
    assert page.one("title", id=picture["aria-labelledby"]).text == "Tuesday"
    assert page.one("desc", id=picture["aria-describedby"]).text == (
        "The stops in their order: 1 Gyeongbokgung Palace, 2 Bukchon Hanok Village, and 4 N Seoul Tower."
    )


def test_the_line_tells_how_one_travels() -> None:
    assert ways_on(drawn(SEOUL)) == ["way foot", "way ride"]
    assert ways_on(drawn(TO_JEJU)) == ["way crossing"]


def test_a_day_without_places_has_no_map() -> None:
    assert day_map([], Visitor(Language.EN, "auto", datetime(2026, 11, 23)), key="x", heading="x") is None


def test_one_stop_alone_stands_in_the_middle_of_its_neighbourhood() -> None:
    page = drawn(SEOUL[:1])
    assert (
        f"translate({WIDTH // 2} {HEIGHT // 2})"
        in page.one("g", **{"class": "pin theme-heritage"})["transform"]
    )
    assert "Bukchon" in {text.text for text in page.all("text")}


def test_the_land_has_its_names_in_the_language_of_who_reads() -> None:
    assert "경남" in {text.text for text in drawn(TO_JEJU, Language.KO).all("text")}
    assert "大邱" in {text.text for text in drawn(TO_JEJU, Language.JA).all("text")}


def test_land_and_sea_are_drawn_where_there_is_a_coast() -> None:
    busan = [
        MapStop(1, "Haeundae", Point(35.1587, 129.1604)),
        MapStop(2, "Taejongdae", Point(35.0530, 129.0873)),
    ]
    page = drawn(busan)
    assert page.all("path", **{"class": "land"})
    assert page.one("rect", **{"class": "sea"})


def test_nothing_of_a_name_is_read_as_markup() -> None:
    page = day_map(
        [MapStop(1, '"><script>alert(1)</script>', Point(37.5, 127))],
        Visitor(Language.EN, "auto", datetime(2026, 11, 23)),
        key="x",
        heading="</title><script>",
    )
    assert "<script" not in str(page)


def test_the_drawing_of_all_korea_is_light() -> None:
    assert (
        len(str(day_map(TO_JEJU, Visitor(Language.KO, "auto", datetime(2026, 11, 23)), key="x", heading="x")))
        < 40_000
    )


@pytest.mark.parametrize("language", Language)
def test_the_scale_bar_is_as_long_as_it_says(language: Language) -> None:
    for stops in (SEOUL, TO_JEJU, SEOUL[:1]):
        view = MapView.around([stop.point for stop in stops], WIDTH, HEIGHT, 64)
        drawing = str(day_map(stops, Visitor(language, "auto", datetime(2026, 11, 23)), key="x", heading="x"))
        bar = re.search(r'class="scale".*?v6h([\d.]+)v-6.*?>([\d.,]+) (k?m)<', drawing)
        assert bar
        metres = float(bar[2].replace(",", "")) * (1000 if bar[3] == "km" else 1)
        assert float(bar[1]) * view.metres_per_unit == pytest.approx(metres, rel=0.02)
        assert 40 <= float(bar[1]) <= 121


@given(st.lists(st.one_of(points, near), min_size=1, max_size=12))
@settings(deadline=None, max_examples=40)
def test_no_point_leaves_the_view_and_land_stays_near_it(places: list[Point]) -> None:
    view = MapView.around(places, WIDTH, HEIGHT, 64)
    for place in places:
        x, y = view.at(place)
        assert 63.99 <= x <= WIDTH - 63.99
        assert 63.99 <= y <= HEIGHT - 63.99
    for land in view.land():
        for ring in land.rings:
            assert all(-12.01 <= x <= WIDTH + 12.01 and -12.01 <= y <= HEIGHT + 12.01 for x, y in ring)


@given(near, near)
@settings(deadline=None)
def test_distances_on_the_map_are_those_on_the_ground(start: Point, end: Point) -> None:
    view = MapView.around([start, end], WIDTH, HEIGHT, 64)
    on_map = math.dist(view.at(start), view.at(end)) * view.metres_per_unit
    assert on_map == pytest.approx(metres_between(start, end), rel=0.005, abs=0.5)


@given(spots)
@settings(deadline=None, max_examples=60)
def test_pins_stay_in_the_view_and_give_way_to_each_other(wanted: list[Spot]) -> None:
    pins = spread(wanted, 13, WIDTH, HEIGHT)
    assert len(pins) == len(wanted)
    for index, pin in enumerate(pins):
        assert 13 <= pin.x <= WIDTH - 13
        assert 13 <= pin.y <= HEIGHT - 13
        for other in pins[index + 1 :]:
            assert math.dist(pin, other) >= 20


@given(spots, st.data())
@settings(deadline=None, max_examples=60)
def test_names_stay_in_the_view_and_cover_no_pin_and_no_other_name(
    wanted: list[Spot], data: st.DataObject
) -> None:
    pins = spread(wanted, 13, WIDTH, HEIGHT)
    texts = data.draw(st.lists(st.text(min_size=1, max_size=20), min_size=len(pins), max_size=len(pins)))
    reserved = Box(0, 360, 150, 400)
    view = Box(0, 0, WIDTH, HEIGHT)
    placed = [one.box for one in beside(pins, texts, radius=13, size=14, taken=[reserved], view=view) if one]
    covered = [Box(x - 13, y - 13, x + 13, y + 13) for x, y in pins]
    for index, box in enumerate(placed):
        assert box.lies_in(view)
        assert not box.meets(reserved)
        assert not any(box.meets(other) for other in [*covered, *placed[index + 1 :]])


def test_a_lone_pin_always_has_its_name() -> None:
    for x in range(13, WIDTH - 12, 30):
        for y in range(13, HEIGHT - 12, 30):
            (name,) = beside(
                [Spot(x, y)], ["Gyeongbokgung"], radius=13, size=14, taken=[], view=Box(0, 0, WIDTH, HEIGHT)
            )
            assert name


@given(st.text(max_size=60), st.floats(3, 20))
def test_a_long_name_is_cut_so_that_it_fits(name: str, room: float) -> None:
    assert ems(shortened(name, room)) <= max(room, 1.0)
