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
from services.place_import import import_file
from services.sources.quota import DailyQuota
from services.sources.tourapi import QuotaUsedUp, TourApi, TourApiUnavailable
from services.sync import Sync, SyncReport
from tests.made_up_places import a_place
from tests.stand_ins.tourapi_server import KEY, Fault, StandInTourApi, a_row
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


async def test_each_fact_says_where_it_comes_from_and_as_of_which_day(
    empty: Database, api: TourApi, tourapi: StandInTourApi
) -> None:
    await synced(empty, api)
    told = {"source": "TourAPI 900001", "checked": "2026-11-20"}
    (facts,) = await rows(empty, "SELECT facts FROM places WHERE id = 'tourapi-900001'")
    told_of = {
        "position",
        "names",
        "address",
        "photos",
        "opening_hours",
        "last_admission",
        "phone",
        "website",
    }
    assert facts[0] == dict.fromkeys(told_of, told)
    row_of(tourapi, "900001")["modifiedtime"] = "20261125090000"
    await synced(empty, api)
    (facts,) = await rows(empty, "SELECT facts FROM places WHERE id = 'tourapi-900001'")
    assert facts[0] == dict.fromkeys(told_of, told | {"checked": "2026-11-25"})


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
            address={"ko": "부산광역시 해운대구 모래로 7", "en": "7, Morae-ro, Haeundae-gu, Busan"},
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


HOURS = "SELECT opening_hours, last_admission_minutes, hours_text FROM places WHERE id = 'tourapi-900001'"


async def test_details_come_in_after_the_lists(
    empty: Database, api: TourApi, tourapi: StandInTourApi
) -> None:
    report = await synced(empty, api)
    assert (report.detailed, report.stopped) == (11, {})
    (palace,) = await rows(
        empty, "SELECT description, phone, website FROM places WHERE id = 'tourapi-900001'"
    )
    assert palace == (
        {
            "ko": "달빛이 가장 먼저 닿는 궁이라고들 하지만, 이 궁은 시험을 위해서만 있다.\n돌담이 낮다.",
            "en": "They say the moon comes here first — but the palace exists for tests only.",
        },
        "02-0000-0000",
        "https://example.kr/900001",
    )
    assert await rows(empty, HOURS) == [("Mo-Su 09:00-18:00; Mo off", 60, None)]
    lists = [number for number, call in enumerate(tourapi.asked_for) if "List2" in call]
    assert max(lists) < min(number for number, call in enumerate(tourapi.asked_for) if "detail" in call)


async def test_everything_is_asked_of_korean_places_and_only_the_text_of_joined_others(
    empty: Database, api: TourApi, tourapi: StandInTourApi
) -> None:
    await synced(empty, api)
    asked = details_asked(tourapi)
    assert asked[:4] == [
        "KorService2/detailCommon2?900001",
        "KorService2/detailIntro2?900001",
        "KorService2/detailCommon2?900002",
        "KorService2/detailIntro2?900002",
    ]
    assert asked[20:] == [
        "EngService2/detailCommon2?910001",
        "EngService2/detailCommon2?910003",
        "EngService2/detailCommon2?910004",
        "JpnService2/detailCommon2?920001",
        "JpnService2/detailCommon2?920005",
        "ChsService2/detailCommon2?930001",
        "ChtService2/detailCommon2?940001",
    ]


async def test_a_second_run_asks_for_no_details_again(
    empty: Database, api: TourApi, tourapi: StandInTourApi
) -> None:
    await synced(empty, api)
    tourapi.asked_for.clear()
    assert (await synced(empty, api)).detailed == 0
    assert details_asked(tourapi) == []


async def test_a_changed_place_is_asked_again(empty: Database, api: TourApi, tourapi: StandInTourApi) -> None:
    await synced(empty, api)
    palace = row_of(tourapi, "900001")
    palace |= {"overview": "이제 밤에도 연다.", "modifiedtime": "20261125000000"}
    palace["introduction"] = {"usetime": "18:00~22:00", "restdate": "연중무휴"}
    tourapi.asked_for.clear()
    assert (await synced(empty, api)).detailed == 1
    assert details_asked(tourapi) == ["KorService2/detailCommon2?900001", "KorService2/detailIntro2?900001"]
    assert await rows(empty, HOURS) == [("Mo-Su 18:00-22:00", None, None)]
    texts = await rows(empty, "SELECT description->>'ko' FROM places WHERE id = 'tourapi-900001'")
    assert texts == [("이제 밤에도 연다.",)]


async def test_a_change_in_a_list_keeps_what_was_told_apart(
    empty: Database, api: TourApi, tourapi: StandInTourApi, quota: DailyQuota
) -> None:
    await synced(empty, api)
    told = "SELECT opening_hours, website, phone, description FROM places WHERE id = 'tourapi-900001'"
    before = await rows(empty, told)
    row_of(tourapi, "900001").update(title="새 달빛궁", tel="", modifiedtime="20261125000000")
    quota.calls_a_day = 24  # the 22 that are spent, a page and the festivals
    report = await synced(empty, api)
    assert (report.places.changed, report.detailed) == (1, 0)
    assert await rows(empty, told) == before


async def test_the_days_calls_end_among_the_details_and_the_next_day_goes_on_there(
    empty: Database, api: TourApi, tourapi: StandInTourApi, quota: DailyQuota
) -> None:
    quota.calls_a_day = 7  # a page, the festivals, and five for details
    first = await synced(empty, api)
    assert isinstance(first.stopped[Language.KO], QuotaUsedUp)
    with_hours = "SELECT id FROM places WHERE opening_hours IS NOT NULL ORDER BY id"
    assert await rows(empty, with_hours) == [("tourapi-900001",), ("tourapi-900002",)]
    assert "en" in (await rows(empty, "SELECT description FROM places WHERE id = 'tourapi-900001'"))[0][0]

    quota.calls_a_day = 1_000  # as if new ones had begun
    tourapi.asked_for.clear()
    assert (await synced(empty, api)).stopped == {}
    asked = details_asked(tourapi)
    assert (asked[0], len(asked)) == ("KorService2/detailCommon2?900003", 16)
    assert len(await rows(empty, with_hours)) == 9


async def test_a_source_that_says_its_calls_are_used_up_is_asked_for_no_more_details(
    empty: Database, api: TourApi, tourapi: StandInTourApi
) -> None:
    tourapi.calls_a_day = 5
    first = await synced(empty, api)
    assert isinstance(first.stopped[Language.KO], QuotaUsedUp)
    assert len([call for call in details_asked(tourapi) if call.startswith("Kor")]) == 4


async def test_details_that_were_stored_stay_when_the_service_dies_and_the_rest_comes_later(
    empty: Database, api: TourApi, tourapi: StandInTourApi
) -> None:
    tourapi.rows["KorService2"] = [
        a_row(f"90{number}", f"새 정자 {number}호", overview=f"정자 {number}") for number in range(100, 125)
    ]

    def die(_: Language, done: int, __: int) -> None:
        if done >= 20:
            tourapi.fault = "it cuts the connection"

    first = await synced(empty, api, detail_progress=die)
    assert isinstance(first.stopped[Language.KO], TourApiUnavailable)
    told = "SELECT count(*) FROM places WHERE description <> '{}'"
    assert await rows(empty, told) == [(20,)]
    tourapi.fault = None
    tourapi.asked_for.clear()
    later = TourApi(KEY, address=tourapi.address, gap_s=0, first_pause_s=0.001)
    assert (await synced(empty, later)).stopped == {}
    await later.close()
    assert await rows(empty, told) == [(25,)]
    assert len(details_asked(tourapi)) == 10


@pytest.mark.parametrize("lie", ["there is no data", "it answers garbage", "a parameter is missing"])
async def test_a_source_that_lies_about_details_loses_nothing_and_is_asked_again(
    empty: Database, api: TourApi, tourapi: StandInTourApi, lie: Fault
) -> None:
    await synced(empty, api)
    before = await rows(empty, "SELECT id, description, opening_hours, website FROM places ORDER BY id")
    for row in tourapi.rows["KorService2"]:
        row["modifiedtime"] = "20261125000000"

    def begin_to_lie(language: Language, _: int, __: int) -> None:
        if language is Language.ZH_HANT:
            tourapi.fault = lie

    assert (await synced(empty, api, progress=begin_to_lie)).detailed == 0
    assert (
        await rows(empty, "SELECT id, description, opening_hours, website FROM places ORDER BY id") == before
    )
    tourapi.fault = None
    tourapi.asked_for.clear()
    later = TourApi(KEY, address=tourapi.address, gap_s=0, first_pause_s=0.001)
    await synced(empty, later)
    await later.close()
    assert len(details_asked(tourapi)) == 20


async def test_one_place_that_cannot_be_told_of_does_not_keep_the_others_from_it(
    empty: Database, api: TourApi, tourapi: StandInTourApi
) -> None:
    def fail_once(language: Language, _: int, __: int) -> None:
        if language is Language.ZH_HANT:
            tourapi.fault, tourapi.faulty_answers = "it answers garbage", 3

    assert (await synced(empty, api, progress=fail_once)).stopped == {}
    assert await rows(empty, "SELECT id FROM places WHERE website IS NULL") == [("tourapi-900001",)]
    tourapi.asked_for.clear()
    await synced(empty, api)
    assert details_asked(tourapi) == ["KorService2/detailCommon2?900001", "KorService2/detailIntro2?900001"]
    assert await rows(empty, "SELECT id FROM places WHERE website IS NULL") == []


async def test_an_answer_that_tells_of_another_place_is_not_believed(
    empty: Database, api: TourApi, tourapi: StandInTourApi
) -> None:
    def mix_up(language: Language, _: int, __: int) -> None:
        if language is Language.ZH_HANT:
            tourapi.details_are_of = "900003"

    await synced(empty, api, progress=mix_up)
    with_hours = await rows(empty, "SELECT id FROM places WHERE opening_hours IS NOT NULL")
    assert with_hours == [("tourapi-900003",)]


async def test_hours_that_are_unsure_stay_text_until_they_can_be_read(
    empty: Database, api: TourApi, tourapi: StandInTourApi
) -> None:
    palace = row_of(tourapi, "900001")
    palace["introduction"] = {"usetime": "점포별 상이<br>", "restdate": "전화 문의"}
    await synced(empty, api)
    assert await rows(empty, HOURS) == [(None, None, "점포별 상이 / 전화 문의")]
    palace |= {"introduction": {}, "modifiedtime": "20261125000000"}
    await synced(empty, api)
    assert await rows(empty, HOURS) == [("Mo-Su 09:00-18:00; Mo off", 60, None)]


async def test_stay_fees_and_the_telephone_of_the_enquiries_are_read_where_they_are_sure(
    empty: Database, api: TourApi, tourapi: StandInTourApi
) -> None:
    row_of(tourapi, "900004")["introduction"] = {
        "usefee": "어른 3,000원 / 청소년 2,000원<br>어린이 1,000원",
        "spendtime": "약 1시간 30분",
        "infocenterculture": "안내소 062-000-0000~1",
    }
    row_of(tourapi, "900008")["introduction"] = {"usetimefestival": "무료", "spendtimefestival": "1~2시간"}
    row_of(tourapi, "900010")["introduction"] = {"usefeeleports": "어른 3만원, 단체는 문의"}
    await synced(empty, api)
    told = "SELECT stay_minutes, admission, phone FROM places WHERE id IN {} ORDER BY id"
    assert await rows(empty, told.format("('tourapi-900004', 'tourapi-900008', 'tourapi-900010')")) == [
        (90, {"adult": 3000, "youth": 2000, "child": 1000}, "062-000-0000"),
        (None, {"free": True}, None),
        (None, None, None),
    ]


async def test_our_own_places_and_those_withdrawn_are_not_asked_for_details(
    empty: Database, api: TourApi, tourapi: StandInTourApi, tmp_path: Path
) -> None:
    write_region(tmp_path, "seoul", [a_place("our-palace", source_ids={"tourapi": {"ko": "900001"}})])
    await load_catalogue(empty, tmp_path)
    mine = await rows(empty, "SELECT * FROM places WHERE source = 'catalogue'")
    await synced(empty, api)
    row_of(tourapi, "900002").update(showflag="0", modifiedtime="20261125000000")
    row_of(tourapi, "910003", "EngService2").update(showflag="0", modifiedtime="20261125000000")
    row_of(tourapi, "900003")["modifiedtime"] = "20261125000000"
    await synced(empty, api)
    asked = details_asked(tourapi)
    assert not [call for call in asked if call.endswith("900001")]
    assert asked.count("KorService2/detailCommon2?900002") == 1
    assert asked.count("EngService2/detailCommon2?910003") == 1
    assert asked.count("KorService2/detailCommon2?900003") == 2
    assert await rows(empty, "SELECT * FROM places WHERE source = 'catalogue'") == mine


async def test_places_that_came_from_a_file_are_asked_for_details_too(
    empty: Database, api: TourApi, tmp_path: Path
) -> None:
    file = tmp_path / "places.csv"
    file.write_text(
        "content_id,content_type_id,title,addr1,lat,lon\n900003,12,은물결해수욕장,부산광역시 해운대구 모래로 7,35.1587,129.1604\n",
        encoding="utf-8",
    )
    await import_file(empty, file)
    await synced(empty, api, rows=1)
    hours = await rows(empty, "SELECT opening_hours FROM places WHERE id = 'tourapi-900003'")
    assert hours == [("Mo-Su 09:00-18:00; Mo off",)]


async def test_progress_among_the_details_is_told_every_few_places(empty: Database, api: TourApi) -> None:
    told: list[tuple[Language, int, int]] = []
    await synced(empty, api, detail_progress=lambda *few: told.append(few))
    assert told[:2] == [(Language.KO, 10, 10), (Language.EN, 3, 3)]


def row_of(tourapi: StandInTourApi, content_id: str, service: str = "KorService2") -> dict[str, Any]:
    return next(row for row in tourapi.rows[service] if row["contentid"] == content_id)


async def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    async with database.transaction() as session:
        return [tuple(row) for row in await session.execute(text(query))]


def details_asked(tourapi: StandInTourApi) -> list[str]:
    return [call for call in tourapi.asked_for if "/detail" in call]
