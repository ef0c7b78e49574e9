"""Trips as a traveller lists them."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from models.language import Language
from models.trip import TripRole
from services.actor import Actor
from services.errors import Unauthorized, VersionConflict
from services.platform import Platform
from services.search_orders import BadCursor
from services.trip_access import MayOnlyRead, NotTheOwner, Standing, TripNotFound
from services.trips import NotATitle, NotTripDays, TooManyTrips, TripDetails, TripSummary

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


async def test_trips_are_seen_by_who_is_in_them_only(own_platform: Platform) -> None:
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


async def a_trip(platform: Platform, actor: Actor, title: str = "Autumn") -> UUID:
    async with platform.open_unit(actor) as services:
        return (await services.trips.add(title, TODAY, TODAY)).id


async def with_member(platform: Platform, owner: Actor, trip_id: UUID, role: TripRole) -> Actor:
    member = await traveller(platform, role.value)
    async with platform.open_unit(owner) as services:
        link = await services.trip_links.invite(trip_id, role)
    async with platform.open_unit(member) as services:
        await services.trip_links.join(link.token)
    return member


async def test_a_member_sees_the_trip_among_their_own(own_platform: Platform) -> None:
    minji = await traveller(own_platform)
    trip_id = await a_trip(own_platform, minji)
    jun = await with_member(own_platform, minji, trip_id, TripRole.READER)
    async with own_platform.open_unit(jun) as services:
        own = await services.trips.add("Mine", TODAY, TODAY)
        trips = await services.trips.coming(TODAY)
        assert {trip.id: (trip.role, trip.people) for trip in trips} == {
            own.id: (Standing.OWNER, 1),
            trip_id: (Standing.READER, 2),
        }
        details = await services.trips.get(trip_id)
    assert (details.role, details.owner.display_name) == (Standing.READER, "minji")
    assert [(one.display_name, one.role) for one in details.members] == [("reader", Standing.READER)]


async def test_between_two_days_are_the_trips_that_touch_them(own_platform: Platform) -> None:
    async with own_platform.open_unit(await traveller(own_platform)) as services:
        for title, first, last in (
            ("before", 1, 9),
            ("into", 5, 10),
            ("within", 12, 13),
            ("all", 1, 30),
            ("after", 21, 22),
        ):
            await services.trips.add(title, date(2026, 11, first), date(2026, 11, last))
        found = await services.trips.between(date(2026, 11, 10), date(2026, 11, 20))
    assert sorted(trip.title for trip in found) == ["all", "into", "within"]


class TestChanging:
    @pytest.mark.parametrize("role", [None, TripRole.EDITOR])
    async def test_what_is_given_changes_and_the_rest_stays(
        self, own_platform: Platform, role: TripRole | None
    ) -> None:
        minji = await traveller(own_platform)
        trip_id = await a_trip(own_platform, minji)
        actor = await with_member(own_platform, minji, trip_id, role) if role else minji
        async with own_platform.open_unit(actor) as services:
            changed = await services.trips.change(trip_id, 1, title="  Winter\n2026 ")
            assert (changed.title, changed.starts_on, changed.version) == ("Winter 2026", TODAY, 2)
            changed = await services.trips.change(trip_id, 2, ends_on=date(2026, 11, 30))
        async with own_platform.open_unit(minji) as services:
            read = await services.trips.get(trip_id)
        assert (read.title, read.starts_on, read.ends_on, read.version) == (
            "Winter 2026",
            TODAY,
            date(2026, 11, 30),
            3,
        )

    async def test_a_change_of_an_older_version_is_told_how_the_trip_stands(
        self, own_platform: Platform
    ) -> None:
        minji = await traveller(own_platform)
        trip_id = await a_trip(own_platform, minji)
        async with own_platform.open_unit(minji) as services:
            await services.trips.change(trip_id, 1, title="First")
            for version in (1, 3, 0, -1):
                with pytest.raises(VersionConflict) as refused:
                    await services.trips.change(trip_id, version, title="Second")
                assert isinstance(refused.value.current, TripDetails)
                assert (refused.value.current.title, refused.value.current.version) == ("First", 2)

    async def test_nonsense_changes_nothing(self, own_platform: Platform) -> None:
        minji = await traveller(own_platform)
        trip_id = await a_trip(own_platform, minji)
        async with own_platform.open_unit(minji) as services:
            with pytest.raises(NotATitle):
                await services.trips.change(trip_id, 1, title="\u200b", ends_on=date(2026, 11, 30))
            for day in (date(2026, 11, 22), date.max):
                with pytest.raises(NotTripDays):
                    await services.trips.change(trip_id, 1, title="New", ends_on=day)
            read = await services.trips.get(trip_id)
        assert (read.title, read.ends_on, read.version) == ("Autumn", TODAY, 1)

    async def test_readers_change_nothing_and_strangers_find_nothing(self, own_platform: Platform) -> None:
        minji = await traveller(own_platform)
        trip_id = await a_trip(own_platform, minji)
        reader = await with_member(own_platform, minji, trip_id, TripRole.READER)
        async with own_platform.open_unit(reader) as services:
            with pytest.raises(MayOnlyRead):
                await services.trips.change(trip_id, 1, title="Mine")
        async with own_platform.open_unit(await traveller(own_platform, "mallory")) as services:
            for wanted in (trip_id, uuid4()):
                for attempt in (
                    services.trips.get(wanted),
                    services.trips.change(wanted, 1, title="Mine"),
                    services.trips.remove(wanted),
                ):
                    with pytest.raises(TripNotFound):
                        await attempt


async def test_only_the_owner_deletes_it_with_all_that_is_planned(own_platform: Platform) -> None:
    minji = await traveller(own_platform)
    trip_id = await a_trip(own_platform, minji)
    async with own_platform.database.transaction() as session:
        entry = "INSERT INTO schedules (id, user_id, trip_id, place_name, date) VALUES (:id, :user, :trip, 'Tea', :day)"
        values = {"id": uuid4(), "user": minji.user_id, "trip": trip_id, "day": TODAY}
        await session.execute(text(entry), values)
    members = [await with_member(own_platform, minji, trip_id, role) for role in TripRole]
    for member in members:
        async with own_platform.open_unit(member) as services:
            with pytest.raises(NotTheOwner):
                await services.trips.remove(trip_id)
    async with own_platform.open_unit(minji) as services:
        await services.trips.remove(trip_id)
    async with own_platform.open_unit(members[0]) as services:
        assert await services.trips.coming(TODAY) == []
    async with own_platform.database.transaction() as session:
        assert await session.scalar(text("SELECT count(*) FROM schedules")) == 0


async def test_there_are_five_hundred_trips_at_most(own_platform: Platform) -> None:
    minji = await traveller(own_platform)
    async with own_platform.database.transaction() as session:
        many = (
            "INSERT INTO trips (id, user_id, title, starts_on, ends_on)"
            " SELECT gen_random_uuid(), :user, 'T', :day, :day FROM generate_series(1, 499)"
        )
        await session.execute(text(many), {"user": minji.user_id, "day": TODAY})
    async with own_platform.open_unit(minji) as services:
        await services.trips.add("The last one", TODAY, TODAY)
        with pytest.raises(TooManyTrips):
            await services.trips.add("One too many", TODAY, TODAY)


async def test_the_pages_hold_every_trip_once_the_last_to_start_first(own_platform: Platform) -> None:
    async with own_platform.open_unit(await traveller(own_platform)) as services:
        days = [date(2026, 11, day) for day in (3, 1, 2, 2, 2)]
        for day in days:
            await services.trips.add(str(day), day, day)
        found: list[TripSummary] = []
        cursor = None
        while True:
            page = await services.trips.page(limit=2, cursor=cursor)
            found += page.items
            if (cursor := page.next_cursor) is None:
                break
        assert [trip.starts_on for trip in found] == sorted(days, reverse=True)
        assert len({trip.id for trip in found}) == len(days)
        some = await services.trips.page(limit=9, first=days[2], last=days[2])
        assert len(some.items) == 3
        for nonsense in ("", "x", "W10", "é", "bnVsbA"):
            with pytest.raises(BadCursor):
                await services.trips.page(limit=2, cursor=nonsense)
