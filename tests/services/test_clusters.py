"""The map's markers stand for every place in view, once, and are never too many."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from services.clusters import Marker
from services.geography import Box
from services.platform import Platform
from services.search import PlaceFilters
from tests.conftest import NewDatabase
from tests.made_up_places import load, made_up_entries
from tests.platforms import platform_on

KOREA = Box(124.5, 33.0, 131.0, 38.7)
WORLD = Box(-180, -85, 180, 85)
SEOUL = Box(126.9, 37.5, 127.1, 37.62)
ONE_STREET = Box(126.976, 37.575, 126.9775, 37.577)
FAR_AWAY = Box(-10, -10, 10, 10)
A_SCREEN_CAN_BEAR = 300


@pytest.fixture(scope="module")
async def crowded(filled_database: NewDatabase) -> AsyncIterator[Platform]:
    """The catalogue and 1,200 made-up places all over the country."""
    platform = platform_on(filled_database())
    await load(platform.database, made_up_entries(1_200))
    yield platform
    await platform.close()


@pytest.mark.parametrize("zoom", range(21))
@pytest.mark.parametrize("box", [KOREA, WORLD, SEOUL, ONE_STREET], ids=["korea", "world", "seoul", "street"])
async def test_markers_count_every_place_in_the_box_and_stay_few(
    crowded: Platform, box: Box, zoom: int
) -> None:
    markers = await within(crowded, box, zoom)
    async with crowded.open_unit() as services:
        in_the_box = (await services.search.places(filters=PlaceFilters(box=box), limit=1)).total
    assert sum(marker.count for marker in markers) == in_the_box
    assert len(markers) <= A_SCREEN_CAN_BEAR


@pytest.mark.parametrize("zoom", [0, 7, 12, 20])
async def test_a_box_without_places_has_no_markers(crowded: Platform, zoom: int) -> None:
    assert await within(crowded, FAR_AWAY, zoom) == []


async def test_a_marker_lies_in_its_own_box_and_a_single_one_names_its_place(crowded: Platform) -> None:
    for marker in await within(crowded, SEOUL, 13):
        assert marker.box.west <= marker.point.lng <= marker.box.east
        assert marker.box.south <= marker.point.lat <= marker.box.north
        assert (marker.place_id is None) == (marker.count > 1)
        assert (marker.name is None) == (marker.count > 1)


async def test_zooming_in_takes_clusters_apart(crowded: Platform) -> None:
    sizes = [len(await within(crowded, SEOUL, zoom)) for zoom in (8, 10, 12)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


async def test_markers_obey_the_search_and_its_filters(crowded: Platform) -> None:
    async with crowded.open_unit() as services:
        condition = await services.search.condition("경복궁", PlaceFilters(box=KOREA))
        found = await services.clusters.within(KOREA, 7, condition)
        total = (await services.search.places("경복궁", PlaceFilters(box=KOREA))).total
    assert sum(marker.count for marker in found) == total > 0


async def test_places_on_one_spot_stay_a_cluster_at_every_zoom(own_platform: Platform) -> None:
    on_one_spot = "UPDATE places SET (lat, lng, tile_x, tile_y) = (SELECT lat, lng, tile_x, tile_y FROM places WHERE id = 'gyeongbokgung')"
    async with own_platform.database.transaction() as session:
        await session.execute(text(on_one_spot))
    markers = await within(own_platform, ONE_STREET, 20)
    assert len(markers) == 1
    assert markers[0].count > 80


async def within(platform: Platform, box: Box, zoom: int) -> list[Marker]:
    async with platform.open_unit() as services:
        condition = await services.search.condition("", PlaceFilters(box=box))
        return await services.clusters.within(box, zoom, condition)
