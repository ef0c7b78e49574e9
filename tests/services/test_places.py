from itertools import pairwise

import pytest

from models.theme import Theme
from services.geography import Point, metres_between
from services.places import PlaceNotFound
from services.unit_of_work import Services


async def test_a_place_comes_with_everything_known_about_it(services: Services) -> None:
    place = await services.places.get("gyeongbokgung")
    assert place.name["ko"] == "경복궁"
    assert place.opening_hours
    assert place.photos[0]["credit"]


@pytest.mark.parametrize(
    "place_id", ["", "atlantis", "GYEONGBOKGUNG", "gyeongbokgung ", "'; DROP TABLE places; --", "x" * 65]
)
async def test_an_unknown_place_is_not_found(services: Services, place_id: str) -> None:
    with pytest.raises(PlaceNotFound):
        await services.places.get(place_id)


async def test_several_places_come_in_the_order_asked_for(services: Services) -> None:
    asked = ["n-seoul-tower", "atlantis", "gyeongbokgung", "gyeongbokgung"]
    found = await services.places.several(asked)
    assert [place and place.id for place in found] == [
        "n-seoul-tower",
        None,
        "gyeongbokgung",
        "gyeongbokgung",
    ]
    assert await services.places.several([]) == []


async def test_near_places_are_all_those_within_the_distance_nearest_first(services: Services) -> None:
    palace = await services.places.get("gyeongbokgung")
    here = Point(palace.lat, palace.lng)
    near = await services.places.near(palace, metres=3_000, limit=100)
    everyone = await services.search.places(limit=100)
    others = [place for place in everyone.items if place.id != palace.id]
    expected = {place.id for place in others if metres_between(here, place.point) <= 3_000}
    assert expected <= {one.place.id for one in near}
    assert palace.id not in {one.place.id for one in near}
    assert all(one.distance_m <= 3_000 for one in near)
    assert all(before.distance_m <= after.distance_m for before, after in pairwise(near))
    for one in near:
        assert one.distance_m == pytest.approx(metres_between(here, one.place.point), abs=1)
        assert one.walk_minutes >= max(1, one.distance_m // 100)


async def test_near_places_can_be_of_one_theme_and_few(services: Services) -> None:
    palace = await services.places.get("gyeongbokgung")
    near = await services.places.near(palace, metres=20_000, theme=Theme.MUSEUMS, limit=3)
    assert 0 < len(near) <= 3
    assert all(Theme.MUSEUMS in one.place.themes for one in near)


async def test_places_alike_share_the_main_theme_and_begin_with_the_same_region(services: Services) -> None:
    palace = await services.places.get("gyeongbokgung")
    alike = await services.places.like(palace)
    assert alike
    assert all(Theme(palace.themes[0]) in place.themes and place.id != palace.id for place in alike)
    elsewhere = [place.region != palace.region for place in alike]
    assert elsewhere == sorted(elsewhere)


async def test_counts_agree_with_the_places_there_are(services: Services) -> None:
    regions, themes = await services.places.counts()
    ids = await services.places.all_ids()
    assert sum(regions.values()) == len(ids)
    assert all(themes[theme] <= len(ids) for theme in Theme)
