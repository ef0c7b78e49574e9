import asyncio
import base64
import random
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.actor import Actor
from services.errors import Unauthorized
from services.likes import MOST_CARRIED, Heart
from services.places import PlaceNotFound
from services.platform import Platform
from services.search_orders import BadCursor
from tests.made_up_places import load, made_up_entries
from tests.nasty_values import NASTY
from tests.travellers import a_traveller, travellers

PALACE, TOWER, BEACH = "gyeongbokgung", "n-seoul-tower", "haeundae-beach"


async def give(platform: Platform, actor: Actor, place_id: str = PALACE) -> Heart:
    async with platform.open_unit(actor) as services:
        return (await services.likes.give(place_id))[0]


async def take_back(platform: Platform, actor: Actor, place_id: str = PALACE) -> Heart:
    async with platform.open_unit(actor) as services:
        return await services.likes.take_back(place_id)


async def liked_by(platform: Platform, actor: Actor) -> list[str]:
    async with platform.open_unit(actor) as services:
        return [liked.place.id for liked in (await services.likes.page(limit=1000)).items]


async def withdraw(platform: Platform, place_id: str) -> None:
    async with platform.database.transaction() as session:
        await session.execute(text("UPDATE places SET withdrawn_at = now() WHERE id = :id"), {"id": place_id})


async def miscounted(platform: Platform) -> Sequence[str]:
    """The places whose count is not the number of their likes."""
    async with platform.database.transaction() as session:
        counted = "SELECT count(*) FROM likes WHERE place_id = places.id"
        found = await session.execute(text(f"SELECT id FROM places WHERE likes_count <> ({counted})"))
        return found.scalars().all()


class TestOneHeart:
    async def test_counts_once_however_often_it_is_given(self, own_platform: Platform) -> None:
        minji, alex = await travellers(own_platform, 2)
        async with own_platform.open_unit(minji) as services:
            assert await services.likes.give(PALACE) == (Heart(liked=True, count=1), True)
            assert await services.likes.give(PALACE) == (Heart(liked=True, count=1), False)
        assert await give(own_platform, alex) == Heart(liked=True, count=2)
        async with own_platform.open_unit() as services:
            assert (await services.places.get(PALACE)).likes_count == 2

    async def test_is_gone_once_however_often_it_is_taken_back(self, own_platform: Platform) -> None:
        minji = await a_traveller(own_platform, "Minji")
        await give(own_platform, minji)
        for _ in range(2):
            assert await take_back(own_platform, minji) == Heart(liked=False, count=0)

    async def test_belongs_to_the_one_who_gave_it(self, own_platform: Platform) -> None:
        minji, alex = await travellers(own_platform, 2)
        await give(own_platform, minji)
        assert await take_back(own_platform, alex) == Heart(liked=False, count=1)
        async with own_platform.open_unit(alex) as services:
            await services.likes.take_all_back()
            assert await services.likes.hearts([PALACE]) == {PALACE: Heart(liked=False, count=1)}
        assert await liked_by(own_platform, minji) == [PALACE]
        assert await liked_by(own_platform, alex) == []

    async def test_is_given_by_nobody_who_is_not_signed_in(self, own_platform: Platform) -> None:
        async with own_platform.open_unit() as services:
            for work in (
                services.likes.give(PALACE),
                services.likes.take_back(PALACE),
                services.likes.heart(PALACE),
                services.likes.hearts([PALACE]),
                services.likes.carry_over([PALACE]),
                services.likes.page(limit=1),
                services.likes.take_all_back(),
            ):
                with pytest.raises(Unauthorized):
                    await work

    async def test_is_for_places_that_there_are(self, own_platform: Platform) -> None:
        minji = await a_traveller(own_platform, "Minji")
        for place_id in [*NASTY.values(), "atlantis", "GYEONGBOKGUNG", f"{PALACE} "]:
            async with own_platform.open_unit(minji) as services:
                for work in (services.likes.give, services.likes.take_back, services.likes.heart):
                    with pytest.raises(PlaceNotFound):
                        await work(place_id)
                assert await services.likes.hearts([place_id, PALACE]) == {
                    PALACE: Heart(liked=False, count=0)
                }
                assert await services.likes.carry_over([place_id]) == 0


async def test_a_withdrawn_place_takes_no_more_hearts_but_gives_them_back(own_platform: Platform) -> None:
    minji, alex = await travellers(own_platform, 2)
    await give(own_platform, minji)
    await give(own_platform, minji, TOWER)
    await withdraw(own_platform, PALACE)
    with pytest.raises(PlaceNotFound):
        await give(own_platform, alex)
    async with own_platform.open_unit(alex) as services:
        assert await services.likes.carry_over([PALACE, TOWER]) == 1
        assert await services.likes.hearts([PALACE]) == {}
    assert await liked_by(own_platform, minji) == [TOWER]
    assert await take_back(own_platform, minji) == Heart(liked=False, count=0)
    assert await miscounted(own_platform) == []


async def test_a_heart_of_an_account_that_is_gone_is_refused(own_platform: Platform) -> None:
    async with own_platform.open_unit(Actor(uuid4())) as services:
        for work in (services.likes.give(PALACE), services.likes.carry_over([PALACE])):
            with pytest.raises(Unauthorized):
                await work


async def test_all_hearts_go_with_the_account_and_others_stay(own_platform: Platform) -> None:
    minji, alex = await travellers(own_platform, 2)
    for place_id in (PALACE, TOWER, BEACH):
        await give(own_platform, minji, place_id)
    await give(own_platform, alex)
    async with own_platform.open_unit(minji) as services:
        await services.likes.take_all_back()
    assert await liked_by(own_platform, minji) == []
    assert await liked_by(own_platform, alex) == [PALACE]
    assert await miscounted(own_platform) == []


class TestCarryingOver:
    async def test_adds_what_is_new_and_leaves_out_what_there_is_not(self, own_platform: Platform) -> None:
        minji = await a_traveller(own_platform, "Minji")
        await give(own_platform, minji, TOWER)
        async with own_platform.open_unit(minji) as services:
            assert await services.likes.carry_over([PALACE, "atlantis", TOWER, "\0", BEACH, PALACE]) == 2
            assert await services.likes.carry_over([PALACE]) == 0
            assert await services.likes.carry_over([]) == 0
        assert await miscounted(own_platform) == []

    async def test_keeps_the_order_in_which_they_were_given(self, own_platform: Platform) -> None:
        minji = await a_traveller(own_platform, "Minji")
        given = [TOWER, PALACE, "bulguksa", BEACH]
        async with own_platform.open_unit(minji) as services:
            await services.likes.carry_over(given)
        assert await liked_by(own_platform, minji) == given[::-1]

    async def test_takes_the_newest_of_too_many(self, own_platform: Platform) -> None:
        await load(own_platform.database, made_up_entries(MOST_CARRIED + 20))
        minji = await a_traveller(own_platform, "Minji")
        given = [f"made-up-{number}" for number in range(MOST_CARRIED + 20)]
        async with own_platform.open_unit(minji) as services:
            assert await services.likes.carry_over(given) == MOST_CARRIED
        assert await liked_by(own_platform, minji) == given[: -MOST_CARRIED - 1 : -1]


class TestTheList:
    async def test_comes_newest_first_in_pages_that_miss_none(self, own_platform: Platform) -> None:
        minji, alex = await travellers(own_platform, 2)
        given = [TOWER, PALACE, "bulguksa", BEACH, "jagalchi-market"]
        for place_id in given:
            await give(own_platform, minji, place_id)
            await give(own_platform, alex, place_id)
        seen, cursor = list[str](), None
        while True:
            async with own_platform.open_unit(minji) as services:
                page = await services.likes.page(limit=2, cursor=cursor)
            seen += [liked.place.id for liked in page.items]
            if (cursor := page.next_cursor) is None:
                break
        assert seen == given[::-1]

    async def test_goes_on_where_it_was_when_the_last_heart_seen_is_taken_back(
        self, own_platform: Platform
    ) -> None:
        minji = await a_traveller(own_platform, "Minji")
        for place_id in (TOWER, PALACE, BEACH):
            await give(own_platform, minji, place_id)
        async with own_platform.open_unit(minji) as services:
            first = await services.likes.page(limit=2)
            assert [liked.place.id for liked in first.items] == [BEACH, PALACE]
            await services.likes.take_back(PALACE)
            rest = await services.likes.page(limit=2, cursor=first.next_cursor)
        assert [liked.place.id for liked in rest.items] == [TOWER]
        assert rest.next_cursor is None

    async def test_shows_each_his_own_whatever_cursor_is_brought(self, own_platform: Platform) -> None:
        minji, alex = await travellers(own_platform, 2)
        for place_id in (TOWER, PALACE, BEACH):
            await give(own_platform, minji, place_id)
        async with own_platform.open_unit(minji) as services:
            cursor = (await services.likes.page(limit=1)).next_cursor
        async with own_platform.open_unit(alex) as services:
            assert (await services.likes.page(limit=5, cursor=cursor)).items == []

    async def test_refuses_a_cursor_it_has_not_written(self, own_platform: Platform) -> None:
        minji = await a_traveller(own_platform, "Minji")
        parts = [
            "{}",
            "[1,2]",
            '["",""]',
            '["2026-01-01",5]',
            f'["9999-12-31T23:59:59-12:00","{UUID(int=0)}"]',
        ]
        written = [base64.urlsafe_b64encode(part.encode()).decode() for part in parts]
        async with own_platform.open_unit(minji) as services:
            for cursor in [*NASTY.values(), *written]:
                with pytest.raises(BadCursor):
                    await services.likes.page(limit=5, cursor=cursor)


class TestManyAtOnce:
    async def test_a_thousand_clicks_of_fifty_end_with_the_right_count(self, own_platform: Platform) -> None:
        fifty = await travellers(own_platform, 50)
        connections = asyncio.Semaphore(
            16
        )  # as many as the pool has: a slow machine shall not run out of them

        async def click(actor: Actor, dice: random.Random) -> bool:
            liked = False
            for _ in range(20):
                liked = dice.random() < 0.6
                async with connections:
                    await (give if liked else take_back)(own_platform, actor)
            return liked

        hearts = await asyncio.gather(*(click(one, random.Random(n)) for n, one in enumerate(fifty)))
        async with own_platform.open_unit(fifty[0]) as services:
            assert (await services.likes.heart(PALACE)).count == sum(hearts)
        assert await miscounted(own_platform) == []

    async def test_giving_and_taking_back_many_at_once_locks_nobody_out(self, own_platform: Platform) -> None:
        async with own_platform.open_unit() as services:
            everything = [place_id for place_id, _ in await services.places.all_ids()]
        few = await travellers(own_platform, 8)

        async def come_and_go(actor: Actor, seed: int) -> None:
            dice = random.Random(seed)
            for _ in range(4):
                async with own_platform.open_unit(actor) as services:
                    await services.likes.carry_over(dice.sample(everything, 60))
                async with own_platform.open_unit(actor) as services:
                    await services.likes.take_all_back()

        twice = [come_and_go(actor, seed) for seed, actor in enumerate(few * 2)]
        await asyncio.gather(*twice)
        assert await miscounted(own_platform) == []
