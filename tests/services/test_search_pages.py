"""Lists come in pages; a cursor continues exactly where the page before it ended."""

import base64
from collections.abc import AsyncIterator

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from models.language import Language
from models.theme import Theme
from services.geography import Point
from services.places import PlaceSummary
from services.platform import Platform
from services.search import PlaceFilters
from services.search_orders import BadCursor, Sort
from tests.conftest import NewDatabase
from tests.made_up_places import load, made_up_entries
from tests.platforms import platform_on

HERE = Point(36.5, 127.8)
NEAR = PlaceFilters(near=HERE)
SEARCHES = [("", sort) for sort in Sort] + [("산", sort) for sort in Sort] + [("gyeongbuk", Sort.RELEVANCE)]
MAKE_THEM_DIFFER = """
    UPDATE places SET
        likes_count = abs(hashtext(id)) % 4,
        rating = CASE abs(hashtext(id)) % 3 WHEN 0 THEN NULL ELSE 3 + (abs(hashtext(id)) % 5) / 4.0 END,
        rating_count = abs(hashtext(id)) % 3,
        name = CASE abs(hashtext(id)) % 10 WHEN 0 THEN jsonb_build_object('ko', name->>'ko')
                                           WHEN 1 THEN name || '{"en": "Same Name"}' ELSE name END
"""


@pytest.fixture(scope="module")
async def rated(filled_database: NewDatabase) -> AsyncIterator[Platform]:
    """The catalogue with likes, ratings, equal names and missing names spread over it."""
    platform = platform_on(filled_database())
    async with platform.database.transaction() as session:
        await session.execute(text(MAKE_THEM_DIFFER))
    yield platform
    await platform.close()


@pytest.mark.parametrize("language", [Language.EN, Language.ZH_HANT])
@pytest.mark.parametrize(("typed", "sort"), SEARCHES)
async def test_pages_together_hold_every_place_once_in_one_order(
    rated: Platform, typed: str, sort: Sort, language: Language
) -> None:
    in_pages = await all_pages(rated, typed, sort, language, limit=7)
    at_once = await all_pages(rated, typed, sort, language, limit=100)
    assert [place.id for place in in_pages] == [place.id for place in at_once]
    assert len({place.id for place in in_pages}) == len(in_pages)
    async with rated.open_unit() as services:
        assert len(in_pages) == (await services.search.places(typed, NEAR, sort=sort, limit=1)).total


FORGIVING = ["Kyongju", "Kyungju temple", "Haeundai", "경북궁", "Gyungbok", "Cheju", "Pusan"]


@pytest.mark.parametrize("typed", [*FORGIVING, "ㅅ", "ㄱㅇ", "경주"])
async def test_forgiving_readings_have_as_many_pages_as_their_total_says(rated: Platform, typed: str) -> None:
    async with rated.open_unit() as services:
        total = (await services.search.places(typed, limit=1)).total
    found = await all_pages(rated, typed, Sort.RELEVANCE, Language.EN, limit=1)
    assert len(found) == total > 0


async def test_more_places_of_a_theme_than_can_be_compared_come_as_recommended(
    own_platform: Platform,
) -> None:
    entries = [entry.model_copy(update={"themes": (Theme.COAST,)}) for entry in made_up_entries(1_500)]
    await load(own_platform.database, entries)
    found = await all_pages(own_platform, "바다", Sort.RELEVANCE, Language.EN, limit=100)
    recommended = await all_pages(own_platform, "바다", Sort.RECOMMENDED, Language.EN, limit=100)
    assert len(found) > len(entries)
    assert [place.id for place in found] == [place.id for place in recommended]


async def test_likes_ratings_names_and_distances_stand_in_their_order(rated: Platform) -> None:
    by_likes = await all_pages(rated, "", Sort.LIKES, Language.EN, limit=100)
    assert [p.likes for p in by_likes] == sorted((p.likes for p in by_likes), reverse=True)
    by_rating = await all_pages(rated, "", Sort.RATING, Language.EN, limit=100)
    ratings = [p.rating or 0 for p in by_rating]
    assert ratings == sorted(ratings, reverse=True)
    by_name = [
        p.name.get("en", "").lower() for p in await all_pages(rated, "", Sort.NAME, Language.EN, limit=100)
    ]
    assert by_name == sorted(by_name)
    distances = [p.distance_m for p in await all_pages(rated, "", Sort.DISTANCE, Language.EN, limit=100)]
    assert distances == sorted(distances)


async def test_the_total_is_the_same_on_every_page(rated: Platform) -> None:
    async with rated.open_unit() as services:
        first = await services.search.places(limit=10)
        second = await services.search.places(limit=10, cursor=first.next_cursor)
    assert second.total == first.total > 20


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("other", Sort)
async def test_a_cursor_of_another_order_is_refused_or_continues_but_never_fails(
    rated: Platform, sort: Sort, other: Sort
) -> None:
    async with rated.open_unit() as services:
        cursor = (await services.search.places(filters=NEAR, sort=sort, limit=5)).next_cursor
    await refuses_or_answers(rated, other, cursor)


NONSENSE = [
    "!", "a", "====", "x" * 500, "é", "null", "W10", "e30", "IiI", "MQ", "\x00", "‮",
]  # fmt: skip


@pytest.mark.parametrize("cursor", NONSENSE)
async def test_nonsense_is_a_bad_cursor(rated: Platform, cursor: str) -> None:
    async with rated.open_unit() as services:
        with pytest.raises(BadCursor):
            await services.search.places(sort=Sort.RECOMMENDED, cursor=cursor)


WRONG_KEYS = [
    ["a", "b", "c"], [None, None, None], [True, False, "x"], [[1], [2], [3]], [{}, {}, {}], [1, 2, 3],
    [1e308, -1e308, "x"], [10**18, 10**18, "x"], [-(10**18), 0, "x"], [2**63, 0, "x"], [1.5, 2.5, "x"], ["1", "2", "x"],
    [0, 0, "\x00"], [0, 0, "x" * 300], [0, 0, "'; DROP TABLE places; --"], [0, 0, 5], [0, 0, ["x"]], [], [0], [0] * 6, [0, 0, None],
    ["\x00", "x"], [0.5, "x"], [None, "x"], ["a", 1], ["NaN", "x"], [0, "경복궁"], [-2, 0, -100, 0, "x"],
    [0, 0, 0, "x"], ["a", 0, 0, "x"], [1e400, 0, "x"],
]  # fmt: skip


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("keys", WRONG_KEYS, ids=str)
async def test_a_cursor_with_keys_of_the_wrong_kind_never_reaches_a_database_error(
    rated: Platform, sort: Sort, keys: list[object]
) -> None:
    await refuses_or_answers(rated, sort, as_cursor(keys))
    await refuses_or_answers(rated, sort, as_cursor(keys), typed="산")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=120, deadline=None)
@given(keys=st.lists(json_values, max_size=6) | json_values, sort=st.sampled_from(Sort))
async def test_no_cursor_at_all_reaches_a_database_error(
    platform: Platform, keys: object, sort: Sort
) -> None:
    try:
        cursor = as_cursor(keys)
    except (TypeError, ValueError):
        return  # beyond what JSON can say
    await refuses_or_answers(platform, sort, cursor)


async def refuses_or_answers(platform: Platform, sort: Sort, cursor: str | None, *, typed: str = "") -> None:
    try:
        async with platform.open_unit() as services:
            found = await services.search.places(typed, NEAR, sort=sort, cursor=cursor)
    except BadCursor:
        return
    assert len(found.items) <= 24


async def all_pages(
    platform: Platform, typed: str, sort: Sort, language: Language, *, limit: int
) -> list[PlaceSummary]:
    items: list[PlaceSummary] = []
    cursor = None
    for _ in range(1_000):
        async with platform.open_unit() as services:
            page = await services.search.places(
                typed, NEAR, sort=sort, language=language, limit=limit, cursor=cursor
            )
        items += page.items
        cursor = page.next_cursor
        if cursor is None:
            return items
    raise AssertionError("the pages never end")


def as_cursor(keys: object) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(keys)).decode().rstrip("=")
