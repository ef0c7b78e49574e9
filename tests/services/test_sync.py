"""A sync brings in what TourAPI has, as far as a day's calls reach, and leaves our own places and texts alone."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from models.language import Language
from services.catalogue import load_catalogue
from services.database import Database, DatabaseUnavailable
from services.geography import Point
from services.place_joining import KoreanNames, split_title
from services.sources.quota import DailyQuota
from services.sources.tourapi import QuotaUsedUp, TourApi, TourApiUnavailable
from services.sync import Sync, SyncReport
from tests.made_up_places import a_place
from tests.stand_ins.tourapi_server import KEY, StandInTourApi, a_row
from tests.toml_files import write_region

TODAY = date(2026, 11, 26)


@pytest.fixture
def tourapi() -> Iterator[StandInTourApi]:
    with StandInTourApi.serving() as stand_in:
        yield stand_in


@pytest.fixture
def quota() -> DailyQuota:
    """A thousand calls of every service."""
    return DailyQuota("tourapi", 1_000)


@pytest.fixture
async def api(tourapi: StandInTourApi, quota: DailyQuota) -> AsyncIterator[TourApi]:
    client = TourApi(KEY, address=tourapi.address, quota=quota, gap_s=0, first_pause_s=0.001)
    yield client
    await client.close()


async def synced(database: Database, api: TourApi, **settings: Any) -> SyncReport:
    return await Sync(database, api, today=TODAY, **settings).run()


async def test_what_the_service_has_becomes_places_in_our_regions_and_themes(
    empty: Database, api: TourApi
) -> None:
    report = await synced(empty, api)
    assert report.places.added == 10
    assert report.stopped == {}
    found = await rows(empty, "SELECT name->>'ko', region, themes FROM places ORDER BY id")
    assert found == [
        ("달빛궁", "seoul", ["heritage"]),
        ("구름재 전망대", "gangwon", ["night"]),
        ("은물결해수욕장", "busan", ["coast"]),
        ("빛고을 종이박물관", "gwangju", ["museums"]),
        ("솔바람사", "jeonnam", ["temples", "heritage"]),
        ("할매 메밀집", "jeju", ["food"]),
        ("별내장", "jeonbuk", ["food"]),
        ("등불강 축제", "gyeongnam", ["festivals"]),
        ("파도타기 학교", "gangwon", ["coast"]),
        ("세종 물그림정원", "sejong", ["family"]),
    ]


async def test_a_place_far_from_its_region_and_kinds_without_a_theme_are_rejected(
    empty: Database, api: TourApi
) -> None:
    report = await synced(empty, api)
    assert report.rejected == 3
    names = await rows(empty, "SELECT name->>'ko' FROM places")
    assert not {("엉뚱한 바위",), ("한옥스테이 고요",), ("달빛 하루 코스",)} & set(names)


async def test_other_languages_join_by_the_korean_name_in_their_title(empty: Database, api: TourApi) -> None:
    report = await synced(empty, api)
    assert report.translated == 7
    (palace,) = await rows(empty, "SELECT name, address, source_ids FROM places WHERE id = 'tourapi-900001'")
    assert palace[0] == {
        "ko": "달빛궁",
        "en": "Dalbitgung Palace",
        "ja": "月光宮",
        "zh-Hans": "月光宫",
        "zh-Hant": "月光宮",
    }
    assert palace[1]["en"] == "1, Eomneun-ro, Jongno-gu, Seoul"
    assert palace[2] == {
        "tourapi": {"ko": "900001", "en": "910001", "ja": "920001", "zh-Hans": "930001", "zh-Hant": "940001"}
    }
    assert await rows(empty, "SELECT name FROM places WHERE id = 'tourapi-900007'") == [({"ko": "별내장"},)]


async def test_a_translated_name_is_found_by_search(empty: Database, api: TourApi) -> None:
    await synced(empty, api)
    (found,) = await rows(empty, "SELECT search_names FROM places WHERE id = 'tourapi-900003'")
    assert "eunmulgyeol beach" in str(found[0])


async def test_festivals_get_their_days(empty: Database, api: TourApi) -> None:
    await synced(empty, api)
    days = await rows(empty, "SELECT starts_on, ends_on FROM places WHERE id = 'tourapi-900008'")
    assert days == [(date(2026, 10, 1), date(2026, 10, 12))]


async def test_only_pictures_that_may_be_cut_are_taken_and_they_are_credited(
    empty: Database, api: TourApi
) -> None:
    await synced(empty, api)
    photos = dict(await rows(empty, "SELECT id, photos FROM places"))  # pyright: ignore[reportArgumentType]
    assert photos["tourapi-900003"] == []
    (photo,) = photos["tourapi-900001"]
    assert (photo["credit"], photo["licence"]) == ("한국관광공사", "KOGL attribution")
    assert photo["url"].startswith("https://")


async def test_the_same_again_changes_nothing_and_asks_for_the_first_pages_only(
    empty: Database, api: TourApi, tourapi: StandInTourApi
) -> None:
    await synced(empty, api)
    before = await rows(empty, "SELECT * FROM places ORDER BY id")
    imported = await rows(empty, "SELECT imported_at FROM imported_files")
    tourapi.asked_for.clear()
    again = await synced(empty, api, rows=5)
    assert (again.places.added, again.places.changed, again.translated) == (0, 0, 0)
    assert await rows(empty, "SELECT * FROM places ORDER BY id") == before
    assert await rows(empty, "SELECT imported_at FROM imported_files") == imported
    lists = [call for call in tourapi.asked_for if "areaBasedSyncList2" in call]
    assert lists.count("KorService2/areaBasedSyncList2?1") == 1
    assert (
        len([call for call in lists if call.startswith("Kor")]) == 2
    )  # the one that has the newest, and an older one


async def test_a_change_is_taken_over_and_keeps_the_other_languages(
    empty: Database, api: TourApi, tourapi: StandInTourApi
) -> None:
    await synced(empty, api)
    palace = row_of(tourapi, "900001")
    palace["title"], palace["modifiedtime"] = "새 달빛궁", "20261125000000"
    report = await synced(empty, api)
    assert (report.places.added, report.places.changed) == (0, 1)
    (names,) = await rows(empty, "SELECT name->>'ko', name->>'ja' FROM places WHERE id = 'tourapi-900001'")
    assert names == ("새 달빛궁", "月光宮")


async def test_a_withdrawn_place_is_hidden_kept_and_comes_back(
    empty: Database, api: TourApi, tourapi: StandInTourApi
) -> None:
    await synced(empty, api)
    tower = row_of(tourapi, "900002")
    kept = {name: tower[name] for name in ("lDongRegnCd", "lDongSignguCd", "lclsSystm1", "lclsSystm3")}
    tower |= dict.fromkeys(kept, "") | {"showflag": "0", "modifiedtime": "20261125000000"}
    assert (await synced(empty, api)).places.withdrawn == 1
    hidden = "SELECT id FROM places WHERE withdrawn_at IS NOT NULL"
    assert await rows(empty, hidden) == [("tourapi-900002",)]
    tower |= kept | {"showflag": "1", "modifiedtime": "20261126000000"}
    await synced(empty, api)
    assert await rows(empty, hidden) == []


async def test_a_place_that_is_new_gets_the_name_another_language_had_for_it_already(
    empty: Database, api: TourApi, tourapi: StandInTourApi
) -> None:
    english = row_of(tourapi, "910001", "EngService2")
    tourapi.rows["EngService2"].append(
        english | {"contentid": "919999", "title": "Late Gate (늦은문)", "modifiedtime": "20200101000000"}
    )
    await synced(empty, api)
    tourapi.rows["KorService2"].append(
        a_row("909999", "늦은문", mapx="126.9801", mapy="37.5790", modifiedtime="20261126000000")
    )
    await synced(empty, api, rows=2)
    names = await rows(empty, "SELECT name->>'en' FROM places WHERE id = 'tourapi-909999'")
    assert names == [("Late Gate",)]


async def test_our_own_places_are_neither_changed_nor_doubled(
    empty: Database, api: TourApi, tmp_path: Path
) -> None:
    ours = [
        a_place("our-palace", source_ids={"tourapi": {"ko": "900001"}}),
        a_place(
            "our-beach",
            name={language.value: "은물결 해수욕장" for language in Language},
            lat=35.1590,
            lng=129.1600,
        ),
    ]
    write_region(tmp_path, "seoul", ours[:1])
    write_region(tmp_path, "busan", ours[1:])
    await load_catalogue(empty, tmp_path)
    mine = "SELECT * FROM places WHERE source = 'catalogue' ORDER BY id"
    before = await rows(empty, mine)
    report = await synced(empty, api)
    assert report.places.added == 8
    assert await rows(empty, mine) == before
    assert await rows(empty, "SELECT id FROM places WHERE id IN ('tourapi-900001', 'tourapi-900003')") == []


async def test_a_place_that_has_come_into_the_catalogue_is_withdrawn_here(
    empty: Database, api: TourApi, tourapi: StandInTourApi, tmp_path: Path
) -> None:
    await synced(empty, api)
    write_region(tmp_path, "seoul", [a_place("our-palace", source_ids={"tourapi": {"ko": "900001"}})])
    await load_catalogue(empty, tmp_path)
    row_of(tourapi, "900001")["modifiedtime"] = "20261125000000"
    assert (await synced(empty, api)).places.withdrawn == 1


async def test_a_run_that_uses_the_days_calls_up_goes_on_where_it_was_on_the_next_day(
    empty: Database, api: TourApi, tourapi: StandInTourApi, quota: DailyQuota
) -> None:
    quota.calls_a_day = 4
    first = await synced(empty, api, rows=3)
    assert isinstance(first.stopped[Language.KO], QuotaUsedUp)
    assert first.places.added == 8
    state = "SELECT next_page, synced_until IS NULL FROM sync_states WHERE language = 'ko'"
    assert await rows(empty, state) == [(4, True)]

    quota.calls_a_day = 1_000  # as if new ones had begun
    tourapi.asked_for.clear()
    second = await synced(empty, api, rows=3)
    assert second.stopped == {}
    korean = [call for call in tourapi.asked_for if call.startswith("KorService2/areaBasedSyncList2")]
    assert korean == [f"KorService2/areaBasedSyncList2?{page}" for page in (3, 4, 5)]
    assert await rows(empty, "SELECT count(*) FROM places") == [(10,)]
    assert await rows(empty, state) == [(1, False)]


async def test_pages_that_were_stored_stay_when_the_service_dies_in_the_middle(
    empty: Database, api: TourApi, tourapi: StandInTourApi
) -> None:
    def die(_: Language, done: int, __: int) -> None:
        if done >= 4:
            tourapi.fault = "it cuts the connection"

    report = await synced(empty, api, rows=2, progress=die)
    assert isinstance(report.stopped[Language.KO], TourApiUnavailable)
    assert await rows(empty, "SELECT count(*) FROM places") == [(4,)]


async def test_a_service_that_is_not_applied_for_does_not_stop_the_others(
    empty: Database, api: TourApi, tourapi: StandInTourApi
) -> None:
    del tourapi.rows["JpnService2"]
    report = await synced(empty, api)
    assert list(report.stopped) == [Language.JA]
    assert report.places.added == 10
    assert report.translated == 5


async def test_progress_is_told_page_by_page(empty: Database, api: TourApi) -> None:
    told: list[tuple[Language, int, int]] = []
    await synced(empty, api, rows=6, progress=lambda *page: told.append(page))
    assert told[:3] == [(Language.KO, 6, 14), (Language.KO, 12, 14), (Language.KO, 14, 14)]


async def test_without_a_database_a_run_fails(api: TourApi) -> None:
    database = Database("postgresql+psycopg://app@127.0.0.1:1/ffff")
    with pytest.raises(DatabaseUnavailable):
        await synced(database, api)
    await database.close()


@pytest.mark.parametrize(
    ("title", "name", "korean"),
    [
        ("Dalbitgung Palace (달빛궁)", "Dalbitgung Palace", ("달빛궁",)),
        ("추암조각공원 (Chuam Sculpture Park)", "Chuam Sculpture Park", ("추암조각공원",)),
        ("月光宮（달빛궁）", "月光宮", ("달빛궁",)),
        ("作品ツアー（公共芸術）（작품투어（안양））", "作品ツアー (公共芸術)", ("작품투어（안양）",)),
        ("샌디아모텔", "", ("샌디아모텔",)),
        ("Namsan (Seoul)", "Namsan (Seoul)", ()),
        ("Kyungbokkung 倉洞 ( 경복궁 창동 )", "Kyungbokkung 倉洞", ("경복궁 창동",)),
        ("Broken (달빛궁", "Broken", ("달빛궁",)),
    ],
)
def test_a_foreign_title_is_parted_from_the_korean_name_in_it(
    title: str, name: str, korean: tuple[str, ...]
) -> None:
    split = split_title(title)
    assert (split.name, split.korean) == (name, korean)


def test_of_places_with_one_name_the_nearest_is_meant_and_none_beyond_reach() -> None:
    names = KoreanNames.of(
        [("far", "중앙시장", Point(37.6, 127.0)), ("near", "중앙 시장 [명소]", Point(37.501, 127.0))]
    )
    here = Point(37.5, 127.0)
    assert names.find(["중앙시장"], here, within_m=3_000) == "near"
    assert names.find(["중앙시장"], here, within_m=50) is None
    assert names.find(["서문시장"], here, within_m=3_000) is None


def row_of(tourapi: StandInTourApi, content_id: str, service: str = "KorService2") -> dict[str, Any]:
    return next(row for row in tourapi.rows[service] if row["contentid"] == content_id)


async def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    async with database.transaction() as session:
        return [tuple(row) for row in await session.execute(text(query))]
