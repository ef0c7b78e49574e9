"""What a traveller types finds what they mean; the catalogue is the one that ships."""

import string
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from models.language import Language
from models.region import Region
from models.theme import Theme
from services.geography import Box, Point, metres_between
from services.opening_hours import DayState, state_on
from services.places import PlaceSummary
from services.platform import Platform
from services.search import NothingToBeNear, PlaceFilters
from services.search_orders import Sort
from services.unit_of_work import Services
from services.vocabulary import REGIONS, THEMES

EVERYTHING = 100
SEOUL_BOX = Box(126.7, 37.4, 127.2, 37.7)
HAEUNDAE = Point(35.1587, 129.1604)

gyeongbokgung_spellings = [
    "경복궁", "복궁", "경북궁", "ㄱㅂㄱ", "gyeongbok", "Gyungbokgung", "Kyongbok palace", "景福宮", "キョンボックン",
    "景福宫", "Gyeongbokgung Palace", "GYEONGBOKGUNG", "경복", "경복구", "  경복궁  ", "경복궁!", "경 복 궁", "ｇｙｅｏｎｇｂｏｋ",
]  # fmt: skip


@pytest.mark.parametrize("typed", gyeongbokgung_spellings)
async def test_every_spelling_of_gyeongbokgung_finds_it_first(services: Services, typed: str) -> None:
    found = await services.search.places(typed)
    assert found.items[0].id == "gyeongbokgung"


@pytest.mark.parametrize("typed", gyeongbokgung_spellings[:12])
async def test_every_spelling_of_gyeongbokgung_suggests_it_first(services: Services, typed: str) -> None:
    suggested = await services.search.suggest(typed, language=Language.EN)
    assert suggested.places[0].id == "gyeongbokgung"


@pytest.mark.parametrize("region", Region)
async def test_a_region_is_found_by_its_name_in_every_language(services: Services, region: Region) -> None:
    of_region = {place.id for place in await everything(services, filters=PlaceFilters(region=region))}
    for name in REGIONS[region].name.values():
        found = {place.id for place in await everything(services, name)}
        assert of_region <= found, name


@pytest.mark.parametrize("theme", Theme)
async def test_a_theme_is_found_by_its_name_in_every_language(services: Services, theme: Theme) -> None:
    of_theme = {place.id for place in await everything(services, filters=PlaceFilters(themes=(theme,)))}
    for name in THEMES[theme].name.values():
        found = {place.id for place in await everything(services, name)}
        assert of_theme <= found, name


@pytest.mark.parametrize(
    "typed", ["부산 해변", "busan beach", "釜山 ビーチ", "釜山 海滩", "釜山 海灘", "부산해변", "Pusan seaside", "プサン 海"]
)  # fmt: skip
async def test_a_region_and_a_theme_find_the_places_that_are_both(services: Services, typed: str) -> None:
    both = PlaceFilters(region=Region.BUSAN, themes=(Theme.COAST,))
    expected = {place.id for place in await everything(services, filters=both)}
    found = await everything(services, typed)
    assert expected
    assert expected <= {place.id for place in found}
    assert all(place.region is Region.BUSAN for place in found)


async def test_pusan_in_kana_finds_busan(services: Services) -> None:
    found = await services.search.places("プサン")
    assert found.items[0].region is Region.BUSAN


@pytest.mark.parametrize(
    ("typed", "place_id"),
    [
        ("사직로 161", "gyeongbokgung"),
        ("Sajik-ro", "gyeongbokgung"),
        ("북촌", "bukchon-hanok-village"),
        ("Bukchon", "bukchon-hanok-village"),
        ("광화문", "gyeongbokgung"),
    ],
)
async def test_words_inside_names_aliases_and_addresses_find_the_place(
    services: Services, typed: str, place_id: str
) -> None:
    assert place_id in {place.id for place in await everything(services, typed)}


async def test_every_place_finds_itself_by_each_of_its_names(services: Services) -> None:
    lost: list[str] = []
    for place in await everything(services):
        for name in place.name.values():
            found = await services.search.places(name, limit=5)
            if place.id not in {other.id for other in found.items}:
                lost.append(f"{place.id} by {name}")
    assert lost == []


async def test_what_means_nothing_finds_nothing(services: Services) -> None:
    found = await services.search.places("zzqxv wwwqq")
    assert (found.items, found.total, found.next_cursor) == ([], 0, None)


async def test_a_blank_search_finds_all_places_the_best_known_first(services: Services) -> None:
    found = await services.search.places("   ", limit=EVERYTHING)
    assert found.total == len(await everything(services))
    assert found.items[0].id == "gyeongbokgung"


@pytest.mark.parametrize("typed", ["", "궁", "palace", "ㄱ"])
async def test_filters_narrow_what_was_typed(services: Services, typed: str) -> None:
    everywhere = await everything(services, typed)
    seoul = await everything(services, typed, filters=PlaceFilters(region=Region.SEOUL))
    assert ids(seoul) == {place.id for place in everywhere if place.region is Region.SEOUL}
    themed = await everything(services, typed, filters=PlaceFilters(themes=(Theme.NIGHT, Theme.FOOD)))
    assert ids(themed) == {p.id for p in everywhere if {Theme.NIGHT, Theme.FOOD} & set(p.themes)}
    boxed = await everything(services, typed, filters=PlaceFilters(box=SEOUL_BOX))
    assert ids(boxed) == {place.id for place in everywhere if inside(SEOUL_BOX, place.point)}


async def test_a_radius_holds_exactly_the_places_within_it(services: Services) -> None:
    near = await everything(services, filters=PlaceFilters(near=HAEUNDAE, radius=20_000))
    expected = {p.id for p in await everything(services) if metres_between(p.point, HAEUNDAE) <= 20_000}
    assert expected
    assert ids(near) == expected


async def test_a_point_gives_every_place_its_distance(services: Services) -> None:
    found = await services.search.places(filters=PlaceFilters(near=HAEUNDAE), limit=EVERYTHING)
    for place in found.items:
        assert place.distance_m == pytest.approx(metres_between(place.point, HAEUNDAE), abs=1)


async def test_all_filters_work_together(services: Services) -> None:
    day = date(2026, 12, 1)
    filters = PlaceFilters(Region.SEOUL, (Theme.HERITAGE,), SEOUL_BOX, Point(37.576, 126.977), 3_000, day)
    found = await everything(services, "궁", filters=filters)
    assert "gyeongbokgung" not in ids(found), "it is closed on Tuesdays"
    assert "changdeokgung" in ids(found)


@pytest.mark.parametrize(
    "day",
    [date(2026, 11, 23), date(2026, 11, 24), date(2026, 12, 25), date(2027, 1, 1), date(2027, 2, 7), date(2027, 7, 5)],
)  # fmt: skip
async def test_open_on_a_day_agrees_with_the_opening_hours_of_every_place(
    services: Services, day: date
) -> None:
    found = ids(await everything(services, filters=PlaceFilters(open_on=day)))
    assert found == {
        place.id
        for place in await everything(services)
        if state_on(place.opening_hours, day) is not DayState.CLOSED
        and (place.starts_on is None or place.starts_on <= day)
        and (place.ends_on is None or place.ends_on >= day)
    }


async def test_the_day_of_the_filter_leaves_closed_places_out(services: Services) -> None:
    tuesday, wednesday = date(2026, 12, 1), date(2026, 12, 2)
    assert "gyeongbokgung" not in ids(await everything(services, filters=PlaceFilters(open_on=tuesday)))
    assert "gyeongbokgung" in ids(await everything(services, filters=PlaceFilters(open_on=wednesday)))


async def test_sorting_by_distance_needs_a_point(services: Services) -> None:
    with pytest.raises(NothingToBeNear):
        await services.search.places(sort=Sort.DISTANCE)


async def test_withdrawn_places_are_found_by_nobody(own_platform: Platform) -> None:
    async with own_platform.database.transaction() as session:
        await session.execute(text("UPDATE places SET withdrawn_at = now() WHERE id = 'gyeongbokgung'"))
    async with own_platform.open_unit() as services:
        found = await everything(services)
        suggested = await services.search.suggest("경복궁", language=Language.KO)
    assert "gyeongbokgung" not in ids(found)
    assert "gyeongbokgung" not in ids(suggested.places)


class TestSuggestions:
    async def test_half_a_word_offers_places_regions_and_themes(self, services: Services) -> None:
        offered = await services.search.suggest("부", language=Language.KO)
        assert offered.places
        assert offered.regions == [Region.BUSAN]
        assert (await services.search.suggest("bea", language=Language.EN)).themes == [Theme.COAST]

    async def test_never_more_than_five_of_a_kind(self, services: Services) -> None:
        for typed in ("ㄱ", "s", "경", "a", "산"):
            offered = await services.search.suggest(typed, language=Language.EN)
            assert max(map(len, (offered.places, offered.regions, offered.themes))) <= 5

    async def test_nothing_typed_offers_nothing(self, services: Services) -> None:
        offered = await services.search.suggest(" !? ", language=Language.EN)
        assert (offered.places, offered.regions, offered.themes) == ([], [], [])

    async def test_a_half_typed_syllable_already_finds(self, services: Services) -> None:
        for typed in ("경보", "경봌", "경복ㄱ", "경복구"):
            offered = await services.search.suggest(typed, language=Language.KO)
            assert "gyeongbokgung" in ids(offered.places), typed


nasty_letters = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="경복궁ㄱㅂㄲ %_\\'\"\x00\n;--<>‮é-ゟ", max_size=60),
    st.text(alphabet=string.printable, max_size=200),
    st.text(alphabet="%_\\ ", max_size=10),
)
unhurried = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@unhurried
@given(typed=nasty_letters)
async def test_no_text_breaks_the_search(platform: Platform, typed: str) -> None:
    async with platform.open_unit() as services:
        found = await services.search.places(typed, sort=Sort.RELEVANCE, limit=3)
        assert len(found.items) <= min(3, found.total)


@unhurried
@given(typed=nasty_letters)
async def test_no_text_breaks_suggestions_and_clusters(platform: Platform, typed: str) -> None:
    async with platform.open_unit() as services:
        offered = await services.search.suggest(typed, language=Language.JA)
        assert len(offered.places) <= 5
        condition = await services.search.condition(typed, PlaceFilters(box=SEOUL_BOX))
        markers = await services.clusters.within(SEOUL_BOX, 10, condition)
        assert all(marker.count > 0 for marker in markers)


async def everything(
    services: Services, typed: str = "", *, filters: PlaceFilters = PlaceFilters()
) -> list[PlaceSummary]:
    """Every place that fits, over all pages."""
    items, cursor = [], None
    while True:
        page = await services.search.places(typed, filters, limit=EVERYTHING, cursor=cursor)
        items += page.items
        cursor = page.next_cursor
        if cursor is None:
            return items


def ids(places: list[PlaceSummary]) -> set[str]:
    return {place.id for place in places}


def inside(box: Box, point: Point) -> bool:
    return box.west <= point.lng <= box.east and box.south <= point.lat <= box.north
