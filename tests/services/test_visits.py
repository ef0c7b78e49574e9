"""Places a traveller has been to."""

import asyncio

import pytest
from sqlalchemy import text

from models.region import Region
from services.errors import Unauthorized
from services.places import PlaceNotFound
from services.platform import Platform
from tests.nasty_values import NASTY
from tests.travellers import a_traveller


async def test_a_marked_place_is_visited_until_it_is_unmarked(own_platform: Platform) -> None:
    minji, anna = await a_traveller(own_platform, "Minji"), await a_traveller(own_platform, "Anna")
    async with own_platform.open_unit(minji) as services:
        for _ in range(2):
            await services.visits.mark("bulguksa")
            assert await services.visits.is_marked("bulguksa")
    async with own_platform.open_unit(minji) as services:
        await services.visits.mark("gyeongbokgung")
    async with own_platform.open_unit(anna) as services:
        assert not await services.visits.is_marked("bulguksa")
        await services.visits.unmark("bulguksa")
    async with own_platform.open_unit(minji) as services:
        visited = (await services.your_data.everything()).visits
        assert [one.place_id for one in visited] == ["bulguksa", "gyeongbokgung"]
        for _ in range(2):
            await services.visits.unmark("bulguksa")
            assert not await services.visits.is_marked("bulguksa")


async def test_regions_are_counted_by_the_places_one_has_been_to(own_platform: Platform) -> None:
    minji, anna = await a_traveller(own_platform, "Minji"), await a_traveller(own_platform, "Anna")
    async with own_platform.open_unit(minji) as services:
        assert await services.visits.regions() == {}
        for place in ("gyeongbokgung", "n-seoul-tower", "haedong-yonggungsa"):
            await services.visits.mark(place)
    async with own_platform.open_unit(anna) as services:
        await services.visits.mark("gyeongbokgung")
    async with own_platform.database.transaction() as session:
        await session.execute(text("UPDATE places SET withdrawn_at = now() WHERE id = 'n-seoul-tower'"))
    async with own_platform.open_unit(minji) as services:
        assert await services.visits.regions() == {Region.SEOUL: 1, Region.BUSAN: 1}
        assert len((await services.your_data.everything()).visits) == 3


async def test_a_place_marked_many_times_at_once_is_marked_once(own_platform: Platform) -> None:
    minji = await a_traveller(own_platform, "Minji")

    async def mark() -> None:
        async with own_platform.open_unit(minji) as services:
            await services.visits.mark("bulguksa")

    await asyncio.gather(*(mark() for _ in range(20)))
    async with own_platform.open_unit(minji) as services:
        assert len((await services.your_data.everything()).visits) == 1


async def test_places_that_are_none_cannot_be_marked(own_platform: Platform) -> None:
    minji = await a_traveller(own_platform, "Minji")
    async with own_platform.open_unit(minji) as services:
        for place in (*NASTY.values(), "atlantis"):
            with pytest.raises(PlaceNotFound):
                await services.visits.mark(place)
            await services.visits.unmark(place)
            assert not await services.visits.is_marked(place)


async def test_a_stranger_has_been_nowhere(own_platform: Platform) -> None:
    async with own_platform.open_unit() as services:
        for attempt in (
            services.visits.mark("bulguksa"),
            services.visits.unmark("bulguksa"),
            services.visits.is_marked("bulguksa"),
            services.visits.regions(),
        ):
            with pytest.raises(Unauthorized):
                await attempt


async def test_visits_go_with_the_account(own_platform: Platform) -> None:
    minji = await a_traveller(own_platform, "Minji")
    async with own_platform.open_unit(minji) as services:
        await services.visits.mark("bulguksa")
        await services.users.remove()
        assert not await services.visits.is_marked("bulguksa")
