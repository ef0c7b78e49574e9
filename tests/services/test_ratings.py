"""Stars for a place: one rating of each traveller, and always the exact mean of those that are shown."""

import asyncio
from collections.abc import Sequence
from statistics import mean

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from services.actor import Actor
from services.errors import Unauthorized
from services.places import PlaceNotFound
from services.platform import Platform
from services.ratings import CommentTooLong, NotStars, OwnRating, RatingNotFound, ShownRating
from services.search_orders import Sort
from tests.nasty_values import NASTY
from tests.travellers import a_traveller, travellers

PALACE, TEMPLE, TOWER = "gyeongbokgung", "bulguksa", "n-seoul-tower"


async def rate(
    platform: Platform, actor: Actor | None, stars: int, comment: str = "", place: str = PALACE
) -> OwnRating:
    async with platform.open_unit(actor) as services:
        return await services.ratings.rate(place, stars, comment)


async def remove(platform: Platform, actor: Actor, place: str = PALACE) -> None:
    async with platform.open_unit(actor) as services:
        await services.ratings.remove(place)


async def shown(
    platform: Platform, actor: Actor | None = None, place: str = PALACE, limit: int = 100
) -> Sequence[ShownRating]:
    async with platform.open_unit(actor) as services:
        return await services.ratings.of_place(place, limit=limit)


async def counted(platform: Platform, place: str = PALACE) -> tuple[float | None, int]:
    async with platform.open_unit() as services:
        found = await services.places.get(place)
        return found.rating, found.rating_count


def expected(stars: Sequence[int]) -> tuple[float | None, int]:
    """The mean to a hundredth, as the column holds it; halves go up."""
    return (int(mean(stars) * 100 + 0.5) / 100, len(stars)) if stars else (None, 0)


async def test_a_rating_is_shown_with_its_author_and_makes_the_places_mean(own_platform: Platform) -> None:
    minji, anna = await a_traveller(own_platform, "Minji"), await a_traveller(own_platform, "Anna")
    await rate(own_platform, minji, 5, "Go at dusk.")
    await rate(own_platform, anna, 2)
    ratings = await shown(own_platform, minji)
    assert [(one.author, one.stars, one.comment, one.is_mine) for one in ratings] == [
        ("Anna", 2, "", False),
        ("Minji", 5, "Go at dusk.", True),
    ]
    assert await counted(own_platform) == (3.5, 2)
    async with own_platform.open_unit() as services:
        assert await services.ratings.by_stars(PALACE) == {5: 1, 4: 0, 3: 0, 2: 1, 1: 0}


async def test_rating_again_changes_the_rating_and_adds_none(own_platform: Platform) -> None:
    minji = await a_traveller(own_platform, "Minji")
    first = await rate(own_platform, minji, 1, "Closed when we came.")
    second = await rate(own_platform, minji, 4, "Open now!")
    assert (second.id, second.created_at) == (first.id, first.created_at)
    assert second.updated_at > first.updated_at
    assert await counted(own_platform) == (4, 1)
    async with own_platform.open_unit(minji) as services:
        assert await services.ratings.mine(PALACE) == second


async def test_removing_the_only_rating_leaves_none(own_platform: Platform) -> None:
    minji = await a_traveller(own_platform, "Minji")
    await rate(own_platform, minji, 3)
    await remove(own_platform, minji)
    assert await counted(own_platform) == (None, 0)
    assert await shown(own_platform) == []
    with pytest.raises(RatingNotFound):
        await remove(own_platform, minji)


async def test_nobody_removes_anothers_rating(own_platform: Platform) -> None:
    minji, anna = await a_traveller(own_platform, "Minji"), await a_traveller(own_platform, "Anna")
    await rate(own_platform, minji, 5)
    with pytest.raises(RatingNotFound):
        await remove(own_platform, anna)
    async with own_platform.open_unit(anna) as services:
        await services.ratings.remove_all()
        assert await services.ratings.mine(PALACE) is None
    assert await counted(own_platform) == (5, 1)


async def test_a_stranger_reads_and_does_nothing_else(own_platform: Platform) -> None:
    async with own_platform.open_unit() as services:
        assert await services.ratings.of_place(PALACE, limit=5) == []
        for attempt in (
            services.ratings.rate(PALACE, 5),
            services.ratings.remove(PALACE),
            services.ratings.remove_all(),
            services.ratings.mine(PALACE),
        ):
            with pytest.raises(Unauthorized):
                await attempt


@pytest.mark.parametrize("stars", [0, 6, -1, 5_000_000_000])
async def test_stars_are_one_to_five(own_platform: Platform, stars: int) -> None:
    minji = await a_traveller(own_platform, "Minji")
    with pytest.raises(NotStars):
        await rate(own_platform, minji, stars)
    assert await counted(own_platform) == (None, 0)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two\r\nlines\n\n", "two lines"),
        ("가", "가"),
        ("a\x00b\x1b[31m\u202e\udc80", "ab[31m"),
        ("👩‍👩‍👧 🇰🇷", "👩‍👩‍👧 🇰🇷"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("궁" * 500, "궁" * 500),
    ],
)
async def test_a_comment_is_one_composed_line_without_what_cannot_be_seen(
    own_platform: Platform, typed: str, kept: str
) -> None:
    minji = await a_traveller(own_platform, "Minji")
    assert (await rate(own_platform, minji, 4, typed)).comment == kept


async def test_a_comment_that_is_too_long_is_refused(own_platform: Platform) -> None:
    minji = await a_traveller(own_platform, "Minji")
    with pytest.raises(CommentTooLong):
        await rate(own_platform, minji, 4, "궁" * 501)


async def test_a_place_that_is_none_cannot_be_rated(own_platform: Platform) -> None:
    minji = await a_traveller(own_platform, "Minji")
    for place in (*NASTY.values(), "atlantis"):
        with pytest.raises(PlaceNotFound):
            await rate(own_platform, minji, 5, place=place)
        with pytest.raises(RatingNotFound):
            await remove(own_platform, minji, place)
        assert await shown(own_platform, minji, place) == []


async def test_ratings_come_page_by_page_newest_first(own_platform: Platform) -> None:
    for number, actor in enumerate(await travellers(own_platform, 7)):
        await rate(own_platform, actor, number % 5 + 1)
    everyone = await shown(own_platform)
    assert [one.author for one in everyone] == [f"Traveller{number}" for number in range(6, -1, -1)]
    read: list[ShownRating] = []
    async with own_platform.open_unit() as services:
        while page := await services.ratings.of_place(PALACE, limit=3, before=read[-1].id if read else None):
            read += page
        elsewhere = await services.ratings.of_place(TEMPLE, limit=3, before=read[0].id)
    assert read == everyone
    assert elsewhere == []


async def test_what_one_takes_along_are_ones_own_ratings_alone(own_platform: Platform) -> None:
    minji, anna = await a_traveller(own_platform, "Minji"), await a_traveller(own_platform, "Anna")
    for place in (PALACE, TEMPLE, TOWER):
        await rate(own_platform, minji, 5, place=place)
        await rate(own_platform, anna, 1, place=place)
    async with own_platform.open_unit(minji) as services:
        mine = (await services.your_data.everything()).ratings
    assert [(one.place_id, one.stars) for one in mine] == [(PALACE, 5), (TEMPLE, 5), (TOWER, 5)]


async def test_many_raters_at_once_end_with_the_exact_mean(own_platform: Platform) -> None:
    actors = await travellers(own_platform, 30)
    await asyncio.gather(*(rate(own_platform, actor, n % 5 + 1) for n, actor in enumerate(actors)))
    assert await counted(own_platform) == expected([n % 5 + 1 for n in range(30)])
    await asyncio.gather(
        *(rate(own_platform, actor, 5) for actor in actors[:10]),
        *(remove(own_platform, actor) for actor in actors[10:20]),
        *(rate(own_platform, actor, 1) for actor in actors[20:]),
    )
    assert await counted(own_platform) == (3, 20)


async def test_many_tries_of_one_traveller_at_once_are_one_rating(own_platform: Platform) -> None:
    minji = await a_traveller(own_platform, "Minji")
    await asyncio.gather(*(rate(own_platform, minji, n % 5 + 1) for n in range(20)))
    async with own_platform.open_unit(minji) as services:
        mine = await services.ratings.mine(PALACE)
    assert mine
    assert await counted(own_platform) == (mine.stars, 1)


async def test_who_goes_takes_their_ratings_out_of_every_mean(own_platform: Platform) -> None:
    minji, anna = await a_traveller(own_platform, "Minji"), await a_traveller(own_platform, "Anna")
    for place in (PALACE, TEMPLE):
        await rate(own_platform, minji, 1, place=place)
    await rate(own_platform, anna, 4)
    async with own_platform.open_unit(minji) as services:
        await services.ratings.remove_all()
        await services.users.remove()
    assert await counted(own_platform, PALACE) == (4, 1)
    assert await counted(own_platform, TEMPLE) == (None, 0)


async def test_no_rating_slips_in_while_its_author_goes(own_platform: Platform) -> None:
    minji = await a_traveller(own_platform, "Minji")

    async def go() -> None:
        async with own_platform.open_unit(minji) as services:
            await services.ratings.remove_all()
            await services.users.remove()

    places = [PALACE, TEMPLE, TOWER] * 4
    results = await asyncio.gather(
        *(rate(own_platform, minji, 5, place=place) for place in places[:6]),
        go(),
        *(rate(own_platform, minji, 5, place=place) for place in places[6:]),
        return_exceptions=True,
    )
    assert {type(result) for result in results} <= {OwnRating, Unauthorized, type(None)}
    for place in (PALACE, TEMPLE, TOWER):
        assert await counted(own_platform, place) == (None, 0)


async def test_a_rating_that_is_hidden_does_not_count_for_others(own_platform: Platform) -> None:
    minji, anna = await a_traveller(own_platform, "Minji"), await a_traveller(own_platform, "Anna")
    hidden = await rate(own_platform, minji, 1, "Rude words")
    async with own_platform.database.transaction() as session:
        await session.execute(text("UPDATE ratings SET hidden_at = now() WHERE id = :id"), {"id": hidden.id})
    await rate(own_platform, anna, 4)
    assert await counted(own_platform) == (4, 1)
    assert [one.author for one in await shown(own_platform)] == ["Anna"]
    assert (await rate(own_platform, minji, 5, "Kind words")).is_hidden, "a change does not uncover it"
    assert await counted(own_platform) == (4, 1)


async def test_the_best_rated_places_are_found_first(own_platform: Platform) -> None:
    minji, anna = await a_traveller(own_platform, "Minji"), await a_traveller(own_platform, "Anna")
    await rate(own_platform, minji, 4, place=TEMPLE)
    await rate(own_platform, minji, 4, place=TOWER)
    await rate(own_platform, anna, 4, place=TOWER)
    await rate(own_platform, anna, 5, place=PALACE)
    async with own_platform.open_unit() as services:
        found = await services.search.places(sort=Sort.RATING, limit=3)
    assert [place.id for place in found.items] == [PALACE, TOWER, TEMPLE]


steps = st.tuples(st.integers(0, 7), st.none() | st.integers(1, 5))


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=st.lists(steps, max_size=20))
async def test_whatever_happens_the_rating_is_the_mean_of_the_ratings(
    own_platform: Platform, history: list[tuple[int, int | None]]
) -> None:
    actors = await everybody(own_platform)
    standing: dict[int, int] = {}
    for who, stars in history:
        if stars is not None:
            await rate(own_platform, actors[who], stars)
            standing[who] = stars
        elif standing.pop(who, None):
            await remove(own_platform, actors[who])
    assert await counted(own_platform) == expected(list(standing.values()))


async def everybody(platform: Platform) -> list[Actor]:
    """Return eight travellers, without any rating of theirs."""
    async with platform.database.transaction() as session:
        await session.execute(text("DELETE FROM users"))
        await session.execute(text("UPDATE places SET rating = NULL, rating_count = 0"))
    return await travellers(platform, 8)
