"""What Google says of a place of ours: found by name and distance, remembered for minutes, with its age when it is away."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from embedded.stand_ins.google import JPEG, KEY, Fault, StandInGoogle, a_place
from models.language import Language
from models.place import Place
from services.cache import Cache
from services.errors import Unavailable
from services.google_places import GooglePlaces, NotAtGoogle
from services.sources.google import GoogleMaps, GoogleUnavailable

PALACE = Place(
    id="moonlight-palace",
    name={"ko": "달빛궁", "en": "Dalbitgung Palace"},
    address={"ko": "서울특별시 종로구 달빛로 1"},
    lat=37.5792,
    lng=126.9799,
)


@pytest.fixture
def google() -> Iterator[StandInGoogle]:
    with StandInGoogle.serving() as stand_in:
        yield stand_in


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@asynccontextmanager
async def places_of(google: StandInGoogle, clock: Clock, **settings: Any) -> AsyncIterator[GooglePlaces]:
    maps = GoogleMaps(KEY, address=google.address, **({"patience_s": 20} | settings))
    places = GooglePlaces(maps, Cache(None), clock=clock)
    yield places
    await places.close()
    await maps.close()


@pytest.fixture
async def places(google: StandInGoogle, clock: Clock) -> AsyncIterator[GooglePlaces]:
    async with places_of(google, clock) as places:
        yield places


def questions(google: StandInGoogle) -> list[str]:
    return [path.split("/")[1] for path, _ in google.asked_for]


async def test_the_place_of_that_name_nearby_is_told_of_in_the_readers_language(places: GooglePlaces) -> None:
    told = await places.about(PALACE, Language.EN)
    assert (told.details.name, told.details.rating, told.minutes_old) == ("Moonlight Palace", 4.6, 0)
    assert (await places.about(PALACE, Language.KO)).details.hours[0] == "월요일: 오전 9:00~오후 6:00"


async def test_its_id_is_found_once_for_every_language(google: StandInGoogle, places: GooglePlaces) -> None:
    for language in Language:
        await places.about(PALACE, language)
    assert questions(google) == ["textsearch", *["details"] * 5]


@pytest.mark.parametrize(
    "other",
    [
        a_place("far", {"ko": "달빛궁", "en": "Moonlight Palace"}, "부산 해운대구", 35.16, 129.16),
        a_place(
            "beside", {"ko": "달빛궁 주차장", "en": "Moonlight Parking"}, "서울 종로구", 37.5792, 126.9799
        ),
    ],
)
async def test_another_place_is_not_taken_for_ours_and_not_looked_for_again(
    google: StandInGoogle, places: GooglePlaces, other: dict[str, Any]
) -> None:
    google.places = [other]
    for _ in range(2):
        with pytest.raises(NotAtGoogle):
            await places.about(PALACE, Language.EN)
    assert questions(google) == ["textsearch"]


async def test_readers_who_come_together_or_within_a_minute_ask_once(
    google: StandInGoogle, clock: Clock, places: GooglePlaces
) -> None:
    await asyncio.gather(*(places.about(PALACE, Language.EN) for _ in range(20)))
    clock.now = 59
    await places.about(PALACE, Language.EN)
    assert questions(google) == ["textsearch", "details"]
    clock.now = 60
    await places.about(PALACE, Language.EN)
    assert questions(google) == ["textsearch", "details", "details"]


@pytest.mark.parametrize(
    "fault",
    ["the day is used up", "the key is denied", "it fails", "it is slow", "it is not JSON", "it is a list"],
)
async def test_what_it_said_before_it_failed_is_told_with_its_age_for_ten_minutes(
    google: StandInGoogle, clock: Clock, fault: Fault
) -> None:
    async with places_of(google, clock, patience_s=0.5) as places:
        await places.about(PALACE, Language.EN)
        google.fault = fault
        clock.now = 599
        told = await places.about(PALACE, Language.EN)
        assert (told.details.rating, told.minutes_old) == (4.6, 9)
        clock.now = 600
        with pytest.raises(Unavailable):
            await places.about(PALACE, Language.EN)


async def test_a_photo_comes_through_us_and_is_fetched_once(
    google: StandInGoogle, places: GooglePlaces
) -> None:
    for _ in range(2):
        assert await places.photo(PALACE, Language.EN, 0) == JPEG
    assert questions(google) == ["textsearch", "details", "photo"]
    for number in (-1, 1, 9):
        with pytest.raises(NotAtGoogle):
            await places.photo(PALACE, Language.EN, number)


async def test_what_is_no_picture_is_not_passed_on(google: StandInGoogle, places: GooglePlaces) -> None:
    google.fault = "a photo is a page"
    with pytest.raises(GoogleUnavailable):
        await places.photo(PALACE, Language.EN, 0)


async def test_a_reader_who_goes_away_takes_nothing_from_those_who_wait(
    google: StandInGoogle, places: GooglePlaces
) -> None:
    google.is_silent = True
    first, second = (asyncio.create_task(places.about(PALACE, Language.EN)) for _ in range(2))
    async with asyncio.timeout(20):
        while not google.asked_for:
            await asyncio.sleep(0.01)
    first.cancel()
    google.is_silent = False
    assert (await second).details.rating == 4.6


async def test_without_a_key_nobody_is_asked() -> None:
    places = GooglePlaces(None, Cache(None))
    assert not places.is_asked
    with pytest.raises(NotAtGoogle):
        await places.about(PALACE, Language.EN)
    await places.close()
