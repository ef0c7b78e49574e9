"""Google Maps is asked off the event loop and within limits; whatever it answers becomes our types or our failures."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from embedded.stand_ins.google import COPYRIGHTS, JPEG, KEY, Fault, StandInGoogle
from models.language import Language
from services.errors import Unavailable
from services.geography import Point
from services.sources.circuit import Circuit, CircuitState
from services.sources.google import (
    GoogleKeyRefused,
    GoogleMaps,
    GoogleQuotaUsedUp,
    GoogleRequestRefused,
    GoogleRests,
    GoogleUnavailable,
)
from services.sources.google_answers import Credit
from services.sources.quota import DailyQuota
from services.travel_time import Mode
from tests.heard_log import HeardLog

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2027, 3, 10, 9, tzinfo=SEOUL)
PALACE, MARKET = Point(37.5796, 126.9770), Point(37.5700, 126.9996)
MORNING = datetime(2027, 3, 10, 11, 30)


@pytest.fixture
def google() -> Iterator[StandInGoogle]:
    with StandInGoogle.serving() as stand_in:
        yield stand_in


@asynccontextmanager
async def client_of(stand_in: StandInGoogle, key: str = KEY, **settings: Any) -> AsyncIterator[GoogleMaps]:
    client = GoogleMaps(key, address=stand_in.address, **({"now": lambda: NOW} | settings))
    yield client
    await client.close()


@pytest.fixture
async def client(google: StandInGoogle) -> AsyncIterator[GoogleMaps]:
    async with client_of(google) as client:
        yield client


async def test_a_way_comes_with_its_minutes_its_length_and_whom_to_credit(client: GoogleMaps) -> None:
    way = await client.way(PALACE, MARKET, Mode.TRANSIT, MORNING)
    assert way is not None
    assert (way.minutes, way.credit) == (17, COPYRIGHTS)
    assert 3_000 < way.metres < 3_500


async def test_no_way_is_an_answer(client: GoogleMaps) -> None:
    for mode in (Mode.FOOT, Mode.CAR):
        assert await client.way(PALACE, MARKET, mode, MORNING) is None
    assert client.state is CircuitState.CLOSED


@pytest.mark.parametrize(
    ("departure", "asked"),
    [
        (datetime(2027, 3, 10, 11, 30), datetime(2027, 3, 10, 11, 30)),
        (datetime(2027, 3, 10, 8, 30), datetime(2027, 3, 17, 8, 30)),
        (datetime(2027, 3, 17, 9), datetime(2027, 3, 10, 9)),
        (datetime(2026, 12, 25, 13), datetime(2027, 3, 12, 13)),
        (datetime(2030, 7, 1, 20), datetime(2027, 3, 15, 20)),
    ],
)
async def test_a_departure_is_asked_about_on_seouls_clock_within_the_week_to_come(
    google: StandInGoogle, client: GoogleMaps, departure: datetime, asked: datetime
) -> None:
    await client.way(PALACE, MARKET, Mode.TRANSIT, departure)
    ((_, parameters),) = google.asked_for
    assert datetime.fromtimestamp(int(parameters["departure_time"]), SEOUL).replace(tzinfo=None) == asked


async def test_addresses_places_and_their_details_become_our_types(client: GoogleMaps) -> None:
    (located,) = await client.locate("서울 종로구 달빛로 1", Language.KO)
    assert located.point == Point(37.579, 126.9801)
    palace, market = await client.places("Moonlight", PALACE, Language.EN)
    assert (palace.name, palace.rating, palace.ratings) == ("Moonlight Palace", 4.6, 31_402)
    assert (market.rating, market.ratings) == (None, 0)
    details = await client.details(palace.place_id, Language.EN)
    assert (details.rating, details.hours[0]) == (4.6, "Monday: 9:00 AM – 6:00 PM")
    (photo,) = details.photos
    assert photo.credits == (Credit("Jun & Friends", "https://maps.google.com/maps/contrib/104"),)
    assert await client.photo(photo.reference, width=800) == JPEG


async def test_it_is_asked_in_the_readers_language_as_google_writes_it(
    google: StandInGoogle, client: GoogleMaps
) -> None:
    for language in Language:
        await client.locate("서울역", language)
    assert [asked["language"] for _, asked in google.asked_for] == ["ko", "en", "ja", "zh-CN", "zh-TW"]


FAILURES: list[tuple[Fault, type[Unavailable]]] = [
    ("it is asked too often", GoogleUnavailable),
    ("the day is used up", GoogleQuotaUsedUp),
    ("the key is denied", GoogleKeyRefused),
    ("the question is invalid", GoogleRequestRefused),
    ("it does not know why", GoogleUnavailable),
    ("it fails", GoogleUnavailable),
    ("it is limited", GoogleUnavailable),
    ("it is slow", GoogleUnavailable),
    ("it is not JSON", GoogleUnavailable),
    ("it is a list", GoogleUnavailable),
    ("it has no status", GoogleUnavailable),
    ("a way has no length", GoogleUnavailable),
]


@pytest.mark.parametrize(("fault", "failure"), FAILURES)
async def test_every_fault_is_a_failure_of_ours_after_one_question(
    google: StandInGoogle, fault: Fault, failure: type[Unavailable]
) -> None:
    google.fault = fault
    async with client_of(google, patience_s=0.2) as client:
        with pytest.raises(Unavailable) as raised:
            await client.way(PALACE, MARKET, Mode.TRANSIT, MORNING)
    assert type(raised.value) is failure
    assert len(google.asked_for) == 1


async def test_the_loop_goes_on_while_google_takes_its_time(
    google: StandInGoogle, client: GoogleMaps
) -> None:
    google.fault = "it is slow"
    asked = asyncio.create_task(client.way(PALACE, MARKET, Mode.TRANSIT, MORNING))
    for _ in range(10):
        await asyncio.sleep(0.01)
    assert not asked.done()
    assert await asked is not None


async def test_so_many_are_asked_at_once_and_no_more(google: StandInGoogle, client: GoogleMaps) -> None:
    google.fault, google.slow_s = "it is slow", 0.05
    await asyncio.gather(*(client.locate(f"{number}", Language.KO) for number in range(12)))
    assert (len(google.asked_for), google.most_at_once <= 4) == (12, True)


async def test_one_that_keeps_failing_is_left_alone_and_asked_again_after_a_rest(
    google: StandInGoogle,
) -> None:
    clock = [0.0]
    circuit = Circuit(failures=2, rest_s=60, clock=lambda: clock[0])
    google.fault = "it fails"
    async with client_of(google, circuit=circuit) as client:
        for _ in range(2):
            with pytest.raises(GoogleUnavailable):
                await client.locate("서울역", Language.KO)
        with pytest.raises(GoogleRests):
            await client.locate("서울역", Language.KO)
        assert (len(google.asked_for), client.state) == (2, CircuitState.OPEN)
        google.fault, clock[0] = None, 61.0
        assert await client.locate("서울역", Language.KO)
        assert client.state is CircuitState.CLOSED


async def test_a_key_that_is_refused_is_not_tried_for_ever(google: StandInGoogle) -> None:
    async with client_of(google, KEY + "x", circuit=Circuit(failures=2)) as client:
        for failure in (GoogleKeyRefused, GoogleKeyRefused, GoogleRests):
            with pytest.raises(failure):
                await client.locate("서울역", Language.KO)
    assert len(google.asked_for) == 2


async def test_a_refused_question_says_nothing_against_google(google: StandInGoogle) -> None:
    google.fault = "the question is invalid"
    async with client_of(google, circuit=Circuit(failures=1)) as client:
        with pytest.raises(GoogleRequestRefused, match="INVALID_REQUEST"):
            await client.locate("", Language.KO)
        assert client.state is CircuitState.CLOSED


async def test_each_kind_of_question_has_its_own_number_a_day(google: StandInGoogle) -> None:
    async with client_of(google, quota=DailyQuota("google", 1)) as client:
        assert await client.locate("서울역", Language.KO)
        with pytest.raises(GoogleQuotaUsedUp):
            await client.locate("서울역", Language.KO)
        assert await client.way(PALACE, MARKET, Mode.TRANSIT, MORNING)
    assert len(google.asked_for) == 2


async def test_after_google_has_said_that_the_day_is_over_it_is_not_asked_again(
    google: StandInGoogle,
) -> None:
    google.fault = "the day is used up"
    async with client_of(google) as client:
        for _ in range(3):
            with pytest.raises(GoogleQuotaUsedUp):
                await client.locate("서울역", Language.KO)
    assert len(google.asked_for) == 1


@pytest.mark.parametrize("fault", ["it fails", "the key is denied", "it is slow", "it is not JSON", None])
async def test_the_key_is_in_no_log_and_no_failure(
    google: StandInGoogle, log: HeardLog, caplog: pytest.LogCaptureFixture, fault: Fault | None
) -> None:
    google.fault = fault
    with caplog.at_level(logging.DEBUG):
        async with client_of(google, patience_s=0.2) as client:
            await _failing(client)
        async with client_of(StandInGoogle(address="http://127.0.0.1:1")) as dead:
            failure = await _failing(dead)
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("uvicorn")]
    said = [str(log.events), str(ours), str(failure), repr(failure), repr(failure and failure.__cause__)]
    assert KEY not in "".join(said)


async def _failing(client: GoogleMaps) -> Unavailable | None:
    try:
        await client.locate("서울역", Language.KO)
    except Unavailable as failure:
        return failure
    return None
