"""One's liked places, narrowed, sorted and counted."""

import pytest

from models.language import Language
from models.region import Region
from models.theme import Theme
from services.actor import Actor
from services.errors import Unauthorized
from services.my_likes import LikedFilters, LikedSort
from services.platform import Platform
from tests.counted_queries import CountedQueries

LIKED = ("gyeongbokgung", "bukchon-hanok-village", "bulguksa", "haeundae-beach")


@pytest.fixture
async def minji(own_platform: Platform) -> Actor:
    async with own_platform.open_unit() as services:
        user_id = await services.users.add(
            email="minji@example.com", display_name="Minji", language=Language.KO
        )
    for place_id in LIKED:
        async with own_platform.open_unit(Actor(user_id)) as services:
            await services.likes.give(place_id)
    return Actor(user_id)


async def ids(
    platform: Platform, actor: Actor, sort: LikedSort, language: Language, **filters: object
) -> list[str]:
    async with platform.open_unit(actor) as services:
        narrowed = LikedFilters(**filters)  # pyright: ignore[reportArgumentType]
        found = await services.my_likes.places(narrowed, sort=sort, language=language, limit=10)
        points = await services.my_likes.points(narrowed)
    assert {place.id for place in found} == {point.id for point in points}, "list and map agree"
    return [place.id for place in found]


async def test_what_was_liked_last_comes_first(own_platform: Platform, minji: Actor) -> None:
    assert await ids(own_platform, minji, LikedSort.NEWEST, Language.EN) == [*reversed(LIKED)]


async def test_names_are_sorted_as_the_reader_reads_them(own_platform: Platform, minji: Actor) -> None:
    english = await ids(own_platform, minji, LikedSort.NAME, Language.EN)
    korean = await ids(own_platform, minji, LikedSort.NAME, Language.KO)
    assert english == ["bukchon-hanok-village", "bulguksa", "gyeongbokgung", "haeundae-beach"]
    assert korean == ["gyeongbokgung", "bukchon-hanok-village", "bulguksa", "haeundae-beach"]


async def test_the_most_liked_place_comes_first_whoever_likes_it(
    own_platform: Platform, minji: Actor
) -> None:
    async with own_platform.open_unit() as services:
        other = await services.users.add(email="jun@example.com", display_name="Jun", language=Language.KO)
    async with own_platform.open_unit(Actor(other)) as services:
        await services.likes.give("bulguksa")
    assert (await ids(own_platform, minji, LikedSort.LIKES, Language.EN))[0] == "bulguksa"


async def test_the_best_rated_place_comes_first(own_platform: Platform, minji: Actor) -> None:
    async with own_platform.open_unit(minji) as services:
        await services.ratings.rate("bukchon-hanok-village", 4, "")
        await services.ratings.rate("gyeongbokgung", 5, "")
    by_rating = await ids(own_platform, minji, LikedSort.RATING, Language.EN)
    assert by_rating == ["gyeongbokgung", "bukchon-hanok-village", "haeundae-beach", "bulguksa"]


async def test_region_and_theme_narrow_list_and_map(own_platform: Platform, minji: Actor) -> None:
    seoul = await ids(own_platform, minji, LikedSort.NEWEST, Language.EN, region=Region.SEOUL)
    assert seoul == ["bukchon-hanok-village", "gyeongbokgung"]
    temples = await ids(own_platform, minji, LikedSort.NEWEST, Language.EN, theme=Theme.TEMPLES)
    assert temples == ["bulguksa"]
    both = {"region": Region.SEOUL, "theme": Theme.TEMPLES}
    assert await ids(own_platform, minji, LikedSort.NEWEST, Language.EN, **both) == []


async def test_counts_tell_what_the_next_choice_would_show(own_platform: Platform, minji: Actor) -> None:
    async with own_platform.open_unit(minji) as services:
        counts = await services.my_likes.counts(LikedFilters(region=Region.SEOUL))
        for theme in Theme:
            narrowed = LikedFilters(Region.SEOUL, theme)
            assert counts.themes.get(theme, 0) == len(await services.my_likes.points(narrowed))
        assert (counts.everything, counts.chosen) == (4, 2)
        assert counts.regions == {Region.SEOUL: 2, Region.GYEONGBUK: 1, Region.BUSAN: 1}
        temples = await services.my_likes.counts(LikedFilters(theme=Theme.TEMPLES))
        assert {region: n for region, n in temples.regions.items() if n} == {Region.GYEONGBUK: 1}


async def test_somebody_elses_likes_are_not_among_them(own_platform: Platform, minji: Actor) -> None:
    async with own_platform.open_unit() as services:
        other = await services.users.add(email="jun@example.com", display_name="Jun", language=Language.KO)
        with pytest.raises(Unauthorized):
            await services.my_likes.points()
    assert await ids(own_platform, Actor(other), LikedSort.NEWEST, Language.KO) == []


async def test_each_question_is_one_query_however_many_likes(
    own_platform: Platform, minji: Actor, queries: CountedQueries
) -> None:
    async with own_platform.open_unit(minji) as services:
        queries.forget()
        await services.my_likes.places(limit=10)
        await services.my_likes.points()
        await services.my_likes.counts()
    assert len(queries.selects) == 3
