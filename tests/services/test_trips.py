"""Trips as a traveller lists them."""

from datetime import date

import pytest

from models.language import Language
from services.actor import Actor
from services.errors import Unauthorized
from services.platform import Platform
from services.trips import NotATitle, NotTripDays

TODAY = date(2026, 11, 23)


async def traveller(platform: Platform, name: str = "minji") -> Actor:
    async with platform.open_unit() as services:
        email = f"{name}@example.com"
        return Actor(await services.users.add(email=email, display_name=name, language=Language.KO))


async def test_a_trip_is_coming_until_its_last_day_is_over(own_platform: Platform) -> None:
    async with own_platform.open_unit(await traveller(own_platform)) as services:
        for title, starts_on, ends_on in (
            ("over", date(2026, 11, 20), date(2026, 11, 22)),
            ("long over", date(2025, 1, 1), date(2025, 1, 1)),
            ("later", date(2027, 1, 1), date(2027, 1, 9)),
            ("ends today", date(2026, 11, 20), TODAY),
            ("today", TODAY, TODAY),
        ):
            await services.trips.add(title, starts_on, ends_on)
        assert [trip.title for trip in await services.trips.coming(TODAY)] == ["ends today", "today", "later"]
        assert [trip.title for trip in await services.trips.past(TODAY)] == ["over", "long over"]


async def test_trips_are_seen_by_their_owner_only(own_platform: Platform) -> None:
    async with own_platform.open_unit(await traveller(own_platform)) as services:
        await services.trips.add("mine", TODAY, TODAY)
    async with own_platform.open_unit(await traveller(own_platform, "jun")) as services:
        assert await services.trips.coming(TODAY) == []
    async with own_platform.open_unit() as services:
        with pytest.raises(Unauthorized):
            await services.trips.coming(TODAY)


@pytest.mark.parametrize("title", ["", " ", "\u200b", "\0", "x" * 101])
async def test_a_title_that_cannot_be_seen_is_refused(own_platform: Platform, title: str) -> None:
    async with own_platform.open_unit(await traveller(own_platform)) as services:
        with pytest.raises(NotATitle):
            await services.trips.add(title, TODAY, TODAY)


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (TODAY, date(2026, 11, 22)),
        (date(1969, 12, 31), TODAY),
        (TODAY, date(2101, 1, 1)),
        (date.min, date.max),
    ],
)
async def test_days_that_are_no_trip_are_refused(
    own_platform: Platform, starts_on: date, ends_on: date
) -> None:
    async with own_platform.open_unit(await traveller(own_platform)) as services:
        with pytest.raises(NotTripDays):
            await services.trips.add("A trip", starts_on, ends_on)
