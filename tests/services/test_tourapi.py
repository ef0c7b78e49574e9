"""TourAPI is asked as it wants to be asked, and whatever it answers becomes our types or one of our failures."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from redis.asyncio import Redis

from embedded.servers import EmbeddedServers
from models.language import Language
from services.errors import Unavailable
from services.geography import Point
from services.sources.circuit import Circuit, CircuitState
from services.sources.quota import DailyQuota
from services.sources.tourapi import (
    KeyRefused,
    QuotaUsedUp,
    RequestRefused,
    TourApi,
    TourApiRests,
    TourApiUnavailable,
)
from services.sources.tourapi_answers import Kind
from tests.heard_log import HeardLog
from tests.stand_ins.tourapi_server import KEY, Fault, StandInTourApi, a_row

KO = Language.KO


@pytest.fixture
def tourapi() -> Iterator[StandInTourApi]:
    with StandInTourApi.serving() as stand_in:
        yield stand_in


@asynccontextmanager
async def client_of(stand_in: StandInTourApi, key: str = KEY, **settings: Any) -> AsyncIterator[TourApi]:
    """A client that waits hardly at all between its tries."""
    asked: dict[str, Any] = {"gap_s": 0.0, "first_pause_s": 0.001} | settings
    client = TourApi(key, address=stand_in.address, **asked)
    yield client
    await client.close()


@pytest.fixture
async def client(tourapi: StandInTourApi) -> AsyncIterator[TourApi]:
    async with client_of(tourapi) as client:
        yield client


async def test_a_list_comes_as_typed_rows_last_changed_first(client: TourApi) -> None:
    page = await client.places(KO)
    assert (page.total, len(page.rows), page.number) == (13, 13, 1)
    palace, tower, beach, museum = page.rows[:4]
    assert (palace.content_id, palace.kind, palace.title) == ("900001", Kind.ATTRACTION, "달빛궁")
    assert palace.point == Point(37.579, 126.9801)
    assert palace.image is not None
    assert palace.image.url.startswith("https://tong.visitkorea.or.kr/")
    assert (palace.image.licence, beach.image and beach.image.licence, tower.image) == (
        "Type1",
        "Type3",
        None,
    )
    assert (museum.region_code, museum.district_code, museum.classes) == (
        "12",
        "210",
        ("VE", "VE07", "VE070100"),
    )
    assert palace.modified_at is not None
    assert palace.modified_at.isoformat() == "2026-11-20T12:00:00+09:00"


async def test_pages_follow_one_another(client: TourApi) -> None:
    pages = [await client.places(KO, page=number, rows=5) for number in (1, 2, 3, 4)]
    assert [len(page.rows) for page in pages] == [5, 5, 3, 0]
    assert len({row.content_id for page in pages for row in page.rows}) == 13


async def test_a_list_can_be_narrowed_to_a_district_and_a_kind(client: TourApi) -> None:
    gwangju = await client.places(KO, region_code="12", district_code="210")
    assert [row.title for row in gwangju.rows] == ["빛고을 종이박물관"]
    assert [row.title for row in (await client.places(KO, kind="39")).rows] == ["할매 메밀집"]


async def test_the_list_of_changes_has_the_withdrawn(client: TourApi) -> None:
    page = await client.changes(KO)
    withdrawn = [row for row in page.rows if not row.is_shown]
    assert [(row.title, row.region_code, row.classes) for row in withdrawn] == [("옛날 유원지", "", ())]
    assert page.total == 14


async def test_places_near_a_point_come_with_their_distance(client: TourApi) -> None:
    page = await client.near(KO, Point(37.5790, 126.9801), 1_000_000)
    assert [row.title for row in page.rows] == ["달빛궁", "달빛 하루 코스"]
    assert page.rows[0].distance_m == pytest.approx(0, abs=1)


async def test_a_word_finds_titles_and_a_word_of_no_title_nothing(client: TourApi) -> None:
    assert [row.title for row in (await client.search(KO, "메밀")).rows] == ["할매 메밀집"]
    nothing = await client.search(KO, "없는 말")
    assert (nothing.rows, nothing.total) == ((), 0)


async def test_festivals_have_days_and_stays_are_stays(client: TourApi) -> None:
    (festival,) = (await client.festivals(KO, date(2026, 1, 1))).rows
    assert (festival.starts_on, festival.ends_on) == (date(2026, 10, 1), date(2026, 10, 12))
    assert [row.kind for row in (await client.stays(KO)).rows] == [Kind.STAY]


async def test_a_day_that_is_none_is_left_out(tourapi: StandInTourApi, client: TourApi) -> None:
    row = next(row for row in tourapi.rows["KorService2"] if row["contenttypeid"] == "15")
    row["eventenddate"] = "20261340"
    (festival,) = (await client.festivals(KO, date(2026, 1, 1))).rows
    assert (festival.starts_on, festival.ends_on) == (date(2026, 10, 1), None)


async def test_details_come_without_markup(client: TourApi) -> None:
    common = await client.common(KO, "900001")
    assert common is not None
    assert common.overview.splitlines()[-1] == "돌담이 낮다."
    assert common.homepage == "https://example.kr/900001"
    english = await client.common(Language.EN, "910001")
    assert english is not None
    assert "first — but" in english.overview
    introduction = await client.introduction(KO, "900001", "12")
    assert introduction is not None
    assert (introduction.hours, introduction.closed) == ("09:00~18:00\n(입장마감 17:00)", "매주 월요일")
    culture = await client.introduction(KO, "900004", "14")
    assert culture is not None
    assert culture.hours == introduction.hours
    assert [(one.name, one.text) for one in await client.details(KO, "900001", "12")] == [("화장실", "있음")]
    assert [one.name for one in await client.images(KO, "900001")] == ["달빛궁"]


async def test_an_id_of_another_language_is_nothing(client: TourApi) -> None:
    assert await client.common(Language.JA, "900001") is None
    assert await client.images(Language.JA, "900001") == ()


async def test_every_language_has_its_own_service_and_kinds_are_the_same(client: TourApi) -> None:
    for language in Language:
        palace = next(row for row in (await client.places(language)).rows if row.content_id.endswith("1"))
        assert palace.kind is Kind.ATTRACTION
    assert "Byeollae Market's Lane" in [row.title for row in (await client.places(Language.EN)).rows]


async def test_codes_are_read_level_by_level(client: TourApi) -> None:
    assert ("12", "전남광주통합특별시") in [(one.code, one.name) for one in await client.districts(KO)]
    assert [one.name for one in await client.districts(KO, "12")][:2] == ["목포시", "순천시"]
    assert len(await client.classes(KO)) == 10
    assert [one.code for one in await client.classes(KO, "HS")] == ["HS01", "HS03"]
    assert [one.name for one in await client.classes(KO, "HS", "HS01")] == ["고궁"]


@pytest.mark.parametrize("fault", ["one item comes as an object", "numbers come as numbers"])
async def test_other_ways_to_write_the_same_answer_are_read_alike(
    tourapi: StandInTourApi, client: TourApi, fault: Fault
) -> None:
    plain = await client.search(KO, "달빛궁")
    tourapi.fault = fault
    assert await client.search(KO, "달빛궁") == plain


async def test_rows_without_id_or_title_are_counted_and_left_out(
    tourapi: StandInTourApi, client: TourApi
) -> None:
    tourapi.rows["KorService2"] = [a_row("1", "곳"), a_row("", "이름뿐"), a_row("3", " ")]
    page = await client.places(KO)
    assert ([row.title for row in page.rows], page.rejected, page.total) == (["곳"], 2, 3)


async def test_a_position_outside_korea_is_none(tourapi: StandInTourApi, client: TourApi) -> None:
    tourapi.rows["KorService2"] = [
        a_row("1", "가", mapx="117.99", mapy="19.69"),
        a_row("2", "나", mapx="", mapy=""),
        a_row("3", "다", mapx="nan", mapy="37.5"),
    ]
    assert [row.point for row in (await client.places(KO)).rows] == [None, None, None]


@pytest.mark.parametrize("key", [KEY, quote(KEY, safe=""), f" {KEY}\n"])
async def test_the_key_works_as_it_is_shown_in_the_portal(tourapi: StandInTourApi, key: str) -> None:
    async with client_of(tourapi, key) as client:
        assert (await client.places(KO)).total == 13


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        ("the key is unknown, as XML", KeyRefused),
        ("the key is unknown, as JSON", KeyRefused),
        ("the service is not applied for", KeyRefused),
        ("a parameter is missing", RequestRefused),
        ("the quota is used up, as XML", QuotaUsedUp),
        ("the quota is used up, as JSON", QuotaUsedUp),
    ],
)
async def test_a_refusal_is_a_failure_of_its_own_and_is_not_tried_again(
    tourapi: StandInTourApi, client: TourApi, fault: Fault, failure: type[Unavailable]
) -> None:
    tourapi.fault = fault
    with pytest.raises(failure):
        await client.places(KO)
    assert len(tourapi.asked_for) == 1
    assert client.state is CircuitState.CLOSED


@pytest.mark.parametrize(
    "fault",
    [
        "unexpected errors",
        "it fails",
        "it answers garbage",
        "it answers a page of a portal",
        "it breaks off",
        "it cuts the connection",
        "it is asked too fast",
    ],
)
async def test_what_may_pass_is_tried_three_times(
    tourapi: StandInTourApi, client: TourApi, fault: Fault
) -> None:
    tourapi.fault, tourapi.faulty_answers = fault, 2
    assert (await client.places(KO)).total == 13
    assert len(tourapi.asked_for) == 3
    tourapi.faulty_answers = None
    with pytest.raises(TourApiUnavailable):
        await client.places(KO)
    assert len(tourapi.asked_for) == 6


async def test_no_data_is_an_empty_page(tourapi: StandInTourApi, client: TourApi) -> None:
    tourapi.fault = "there is no data"
    assert (await client.places(KO)).rows == ()


async def test_a_slow_answer_is_not_waited_for(tourapi: StandInTourApi) -> None:
    tourapi.fault, tourapi.slow_s = "it is slow", 5
    async with client_of(tourapi, patience_s=0.05) as client:
        with pytest.raises(TourApiUnavailable):
            await client.places(KO)


async def test_nobody_there_is_unavailable() -> None:
    client = TourApi(KEY, address="http://127.0.0.1:1", gap_s=0, first_pause_s=0.001)
    with pytest.raises(TourApiUnavailable):
        await client.places(KO)
    await client.close()


async def test_a_bare_429_that_stays_is_the_end_of_the_days_calls(
    tourapi: StandInTourApi, client: TourApi
) -> None:
    tourapi.fault, tourapi.faulty_answers = "the quota is used up, as a bare status", 1
    assert (await client.places(KO)).total == 13
    tourapi.faulty_answers = None
    with pytest.raises(QuotaUsedUp):
        await client.places(KO)
    asked = len(tourapi.asked_for)
    with pytest.raises(QuotaUsedUp):
        await client.places(KO)
    assert len(tourapi.asked_for) == asked


async def test_the_days_calls_are_counted_for_each_service(tourapi: StandInTourApi) -> None:
    days = ["2026-11-01"]
    quota = DailyQuota("tourapi", 2, today=lambda: days[-1])
    async with client_of(tourapi, quota=quota) as client:
        await client.places(KO)
        await client.places(KO)
        with pytest.raises(QuotaUsedUp, match="KorService2"):
            await client.places(KO)
        assert (await client.places(Language.JA)).total == 2
        assert len(tourapi.asked_for) == 3
        days.append("2026-11-02")
        assert (await client.places(KO)).total == 13


async def test_processes_count_together_in_redis_and_alone_without_it(
    tourapi: StandInTourApi, servers: EmbeddedServers
) -> None:
    def counted(url: str) -> DailyQuota:
        return DailyQuota("together", 3, redis=Redis.from_url(url), today=lambda: "2026-11-01")

    async with (
        client_of(tourapi, quota=counted(servers.redis_url)) as one,
        client_of(tourapi, quota=counted(servers.redis_url)) as other,
        client_of(tourapi, quota=counted("redis://127.0.0.1:1/0")) as alone,
    ):
        await one.places(KO)
        await other.places(KO)
        await one.places(KO)
        with pytest.raises(QuotaUsedUp):
            await other.places(KO)
        assert (await alone.places(KO)).total == 13


async def test_calls_keep_their_distance(tourapi: StandInTourApi) -> None:
    tourapi.fault, tourapi.slow_s = "it is slow", 0.05
    async with client_of(tourapi, gap_s=0.001) as client:
        await asyncio.gather(*(client.places(KO) for _ in range(12)))
    assert tourapi.most_at_once <= 4
    assert len(tourapi.asked_for) == 12


async def test_after_failures_in_a_row_it_is_left_alone_until_one_question_is_answered(
    tourapi: StandInTourApi,
) -> None:
    now = [0.0]
    circuit = Circuit(failures=2, rest_s=60, clock=lambda: now[0])
    async with client_of(tourapi, circuit=circuit) as client:
        tourapi.fault = "it fails"
        for _ in range(2):
            with pytest.raises(TourApiUnavailable):
                await client.places(KO)
        assert client.state is CircuitState.OPEN
        asked = len(tourapi.asked_for)
        with pytest.raises(TourApiRests):
            await client.places(KO)
        assert len(tourapi.asked_for) == asked

        now[0] = 61
        assert client.state is CircuitState.HALF_OPEN
        with pytest.raises(TourApiUnavailable):
            await client.places(KO)
        assert client.state is CircuitState.OPEN

        now[0], tourapi.fault = 122, None
        answers = await asyncio.gather(*(client.places(KO) for _ in range(3)), return_exceptions=True)
        assert [type(answer) for answer in answers[1:]] == [TourApiRests, TourApiRests]
        assert client.state is CircuitState.CLOSED
        assert (await client.places(KO)).total == 13


async def test_a_question_that_is_called_away_leaves_the_circuit_open_to_the_next(
    tourapi: StandInTourApi,
) -> None:
    now = [0.0]
    async with client_of(tourapi, circuit=Circuit(failures=1, rest_s=60, clock=lambda: now[0])) as client:
        tourapi.fault = "it fails"
        with pytest.raises(TourApiUnavailable):
            await client.places(KO)
        now[0], tourapi.fault, tourapi.slow_s = 61, "it is slow", 5
        asking = asyncio.create_task(client.places(KO))
        while len(tourapi.asked_for) < 4:
            await asyncio.sleep(0.01)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        tourapi.fault = None
        assert (await client.places(KO)).total == 13


@pytest.mark.parametrize("fault", [None, "it fails", "it cuts the connection", "the key is unknown, as XML"])
async def test_the_key_is_in_no_log_and_no_failure(
    tourapi: StandInTourApi, log: HeardLog, caplog: pytest.LogCaptureFixture, fault: Fault | None
) -> None:
    caplog.set_level(logging.DEBUG, "httpx")
    tourapi.fault = fault
    async with client_of(tourapi) as client:
        try:
            said = str(await client.places(KO))
        except Unavailable as failure:
            said = f"{failure} {failure.__cause__} {failure.values}"
    told = f"{said} {log.events} {caplog.text}"
    assert KEY not in told
    assert quote(KEY, safe="") not in told
