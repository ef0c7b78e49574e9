"""Live calendars, and calendar files taken over, on a real database."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, insert

from models.schedule import SCHEDULES
from models.trip import TRIP_MEMBERS, TripRole
from services.actor import Actor
from services.calendar_feeds import FeedContent, FeedNotFound
from services.calendar_files import calendar_file
from services.calendar_imports import Candidate, NothingChosen
from services.calendar_reading import FoundEntry, read_calendar
from services.errors import Unauthorized
from services.geography import Point
from services.platform import Platform
from services.schedule_changes import Draft
from services.schedules import FullDay
from services.trip_access import MayOnlyRead, TripNotFound
from tests.counted_queries import CountedQueries
from tests.travellers import a_traveller

TODAY = date(2026, 11, 26)


@pytest.fixture
async def minji(own_platform: Platform) -> Actor:
    return await a_traveller(own_platform, "Minji")


@pytest.fixture
async def jun(own_platform: Platform) -> Actor:
    return await a_traveller(own_platform, "Jun")


@pytest.fixture
async def trip(own_platform: Platform, minji: Actor) -> UUID:
    """Minji's trip with one entry; outside of it she has one too."""
    async with own_platform.open_unit(minji) as services:
        trip = await services.trips.add("Busan", TODAY, TODAY + timedelta(days=3))
        await services.schedules.apply(
            [
                Draft(TODAY, place_id="gyeongbokgung", start_time=time(9)),
                Draft(TODAY, place_name="Ferry", trip_id=trip.id),
            ]
        )
    return trip.id


async def join(platform: Platform, trip: UUID, actor: Actor, role: TripRole) -> None:
    async with platform.database.transaction() as session:
        await session.execute(insert(TRIP_MEMBERS).values(trip_id=trip, user_id=actor.user_id, role=role))


async def leave(platform: Platform, actor: Actor) -> None:
    async with platform.database.transaction() as session:
        await session.execute(delete(TRIP_MEMBERS).where(TRIP_MEMBERS.c.user_id == actor.user_id))


async def renewed(platform: Platform, actor: Actor, trip: UUID | None = None) -> UUID:
    async with platform.open_unit(actor) as services:
        return (await services.calendar_feeds.renew(trip)).id


async def content(platform: Platform, feed: UUID) -> FeedContent:
    async with platform.open_unit() as services:
        return await services.calendar_feeds.content(feed, TODAY)


def names(feed: FeedContent) -> set[str | None]:
    return {entry.place_name or entry.place_id for entry in feed.entries}


async def test_a_feed_holds_everything_or_one_trip(own_platform: Platform, minji: Actor, trip: UUID) -> None:
    everything = await content(own_platform, await renewed(own_platform, minji))
    assert names(everything) == {"gyeongbokgung", "Ferry"}
    assert everything.trip_title is None
    of_trip = await content(own_platform, await renewed(own_platform, minji, trip))
    assert (names(of_trip), of_trip.trip_title) == ({"Ferry"}, "Busan")


async def test_it_reaches_from_a_year_ago_to_two_years_ahead(own_platform: Platform, minji: Actor) -> None:
    days = [TODAY + timedelta(days=n) for n in (-367, -366, 0, 731, 732)]
    async with own_platform.open_unit(minji) as services:
        await services.schedules.apply([Draft(day, place_name=str(day)) for day in days])
    feed = await content(own_platform, await renewed(own_platform, minji))
    assert [entry.date for entry in feed.entries] == days[1:4]


async def test_a_new_address_ends_the_old_one_and_no_other(
    own_platform: Platform, minji: Actor, jun: Actor, trip: UUID
) -> None:
    old, of_trip, jun_s = (
        await renewed(own_platform, minji),
        await renewed(own_platform, minji, trip),
        await renewed(own_platform, jun),
    )
    new = await renewed(own_platform, minji)
    assert new != old
    with pytest.raises(FeedNotFound):
        await content(own_platform, old)
    for feed in (new, of_trip, jun_s):
        await content(own_platform, feed)
    async with own_platform.open_unit(minji) as services:
        assert [feed.id for feed in await services.calendar_feeds.mine()] == [new, of_trip]


async def test_a_revoked_feed_is_gone_and_only_its_owner_revokes_it(
    own_platform: Platform, minji: Actor, jun: Actor
) -> None:
    feed = await renewed(own_platform, minji)
    with pytest.raises(FeedNotFound):
        async with own_platform.open_unit(jun) as services:
            await services.calendar_feeds.revoke(feed)
    await content(own_platform, feed)
    async with own_platform.open_unit(minji) as services:
        await services.calendar_feeds.revoke(feed)
    with pytest.raises(FeedNotFound):
        await content(own_platform, feed)


async def test_a_trips_feed_is_for_who_travels_along_and_ends_when_one_leaves(
    own_platform: Platform, jun: Actor, trip: UUID
) -> None:
    with pytest.raises(TripNotFound):
        await renewed(own_platform, jun, trip)
    await join(own_platform, trip, jun, TripRole.READER)
    of_trip, everything = await renewed(own_platform, jun, trip), await renewed(own_platform, jun)
    assert names(await content(own_platform, of_trip)) == {"Ferry"}
    assert names(await content(own_platform, everything)) == {"Ferry"}
    await leave(own_platform, jun)
    with pytest.raises(FeedNotFound):
        await content(own_platform, of_trip)
    assert names(await content(own_platform, everything)) == set()
    async with own_platform.open_unit(jun) as services:
        assert [feed.id for feed in await services.calendar_feeds.mine()] == [everything]


async def test_reading_a_feed_costs_two_queries(
    own_platform: Platform, minji: Actor, trip: UUID, queries: CountedQueries
) -> None:
    feed = await renewed(own_platform, minji, trip)
    queries.forget()
    await content(own_platform, feed)
    assert len(queries.selects) == 2


async def test_nobody_has_feeds_without_signing_in(own_platform: Platform) -> None:
    async with own_platform.open_unit() as services:
        with pytest.raises(Unauthorized):
            await services.calendar_feeds.mine()


# --- files taken over ---------------------------------------------------------------------------------------------------


async def looked(platform: Platform, actor: Actor, *found: FoundEntry) -> list[Candidate]:
    async with platform.open_unit(actor) as services:
        return list(await services.calendar_imports.candidates(found))


async def take(
    platform: Platform, actor: Actor, candidates: list[Candidate], trip: UUID | None = None
) -> date:
    async with platform.open_unit(actor) as services:
        return await services.calendar_imports.take_over(candidates, trip)


async def number_of_entries(platform: Platform, actor: Actor) -> int:
    async with platform.open_unit(actor) as services:
        return len(await services.schedules.between(date(1970, 1, 1), date(2100, 12, 31)))


@pytest.mark.parametrize(
    ("found", "place_id", "name"),
    [
        (FoundEntry("Gyeongbokgung Palace", TODAY), "gyeongbokgung", None),
        (FoundEntry("경복궁", TODAY), "gyeongbokgung", None),
        (FoundEntry("景福宮", TODAY, point=Point(37.5796, 126.977)), "gyeongbokgung", None),
        (FoundEntry("경복궁", TODAY, point=Point(35.1, 129.0)), None, "경복궁"),
        (FoundEntry("Meet Jun", TODAY, location="경복궁, 서울"), "gyeongbokgung", "Meet Jun"),
        (FoundEntry("Gyeongbok", TODAY), None, "Gyeongbok"),
        (FoundEntry("%", TODAY, location="_"), None, "%"),
        (FoundEntry("x", TODAY, place_id="gyeongbokgung", is_named=False), "gyeongbokgung", None),
        (FoundEntry("x", TODAY, place_id="no-such-place"), None, "x"),
        (FoundEntry("x", TODAY, place_id="no\0place"), None, "x"),
    ],
)  # fmt: skip
async def test_what_has_a_places_name_is_that_place(
    own_platform: Platform, minji: Actor, found: FoundEntry, place_id: str | None, name: str | None
) -> None:
    (candidate,) = await looked(own_platform, minji, found)
    draft = candidate.draft(None)
    assert (draft.place_id, draft.place_name) == (place_id, name)


async def test_what_one_has_already_is_recognised(
    own_platform: Platform, minji: Actor, jun: Actor, trip: UUID
) -> None:
    async with own_platform.open_unit(minji) as services:
        own = (await services.schedules.between(TODAY, TODAY))[0]
    same = [
        FoundEntry("moved and renamed", TODAY + timedelta(days=9), own_id=own.id),
        FoundEntry("경복궁", TODAY, time(9)),
        FoundEntry("  ferry ", TODAY),
    ]
    others = [
        FoundEntry("경복궁", TODAY, time(10)),
        FoundEntry("Ferry", TODAY + timedelta(days=1)),
        FoundEntry("Bus", TODAY),
    ]
    candidates = await looked(own_platform, minji, *same, *others, *others)
    assert [one.is_there for one in candidates] == [True] * 3 + [False] * 3
    assert not any(one.is_there for one in await looked(own_platform, jun, *same, *others))


async def test_a_file_of_ours_comes_back_as_it_was(own_platform: Platform, minji: Actor, jun: Actor) -> None:
    drafts = [
        Draft(TODAY, place_id="gyeongbokgung", start_time=time(9), note="Hanbok"),
        Draft(TODAY, place_id="bulguksa", place_name="Temple, at last"),
        Draft(TODAY, place_name="Lunch; with 민지"),
        Draft(TODAY + timedelta(days=1), place_name="Night bus", start_time=time(23), end_time=time(4)),
    ]
    async with own_platform.open_unit(minji) as services:
        await services.schedules.apply(drafts)
        entries = await services.schedules.between(TODAY, TODAY + timedelta(days=1))
        language = (await services.users.profile()).language
    data = calendar_file(entries, name="Mine", language=language, site="https://ffff.example")
    candidates = await looked(own_platform, jun, *read_calendar(data, today=TODAY).found)
    assert await take(own_platform, jun, candidates) == TODAY
    async with own_platform.open_unit(jun) as services:
        taken = await services.schedules.between(TODAY, TODAY + timedelta(days=1))
    fields = ("date", "place_id", "place_name", "start_time", "end_time", "note")
    assert [[getattr(entry, name) for name in fields] for entry in taken] == [
        [getattr(draft, name) for name in fields] for draft in drafts
    ]


async def test_all_are_taken_over_or_none(own_platform: Platform, minji: Actor) -> None:
    many = [FoundEntry(f"stop {n}", TODAY + timedelta(days=n // 50)) for n in range(240)]
    candidates = await looked(own_platform, minji, *many)
    await take(own_platform, minji, candidates)
    assert await number_of_entries(own_platform, minji) == 240
    too_many = [FoundEntry(f"more {n}", TODAY + timedelta(days=20 + n // 101)) for n in range(303)]
    with pytest.raises(FullDay):
        await take(own_platform, minji, await looked(own_platform, minji, *too_many))
    assert await number_of_entries(own_platform, minji) == 240


async def test_into_a_trip_goes_what_its_editors_take_over(
    own_platform: Platform, jun: Actor, trip: UUID
) -> None:
    candidates = await looked(own_platform, jun, FoundEntry("Bus", TODAY))
    with pytest.raises(TripNotFound):
        await take(own_platform, jun, candidates, trip)
    await join(own_platform, trip, jun, TripRole.READER)
    with pytest.raises(MayOnlyRead):
        await take(own_platform, jun, candidates, trip)
    await leave(own_platform, jun)
    await join(own_platform, trip, jun, TripRole.EDITOR)
    await take(own_platform, jun, candidates, trip)
    async with own_platform.open_unit(jun) as services:
        assert {
            e.trip_id for e in await services.schedules.between(TODAY, TODAY) if e.place_name == "Bus"
        } == {trip}


async def test_nothing_chosen_is_nothing_done(own_platform: Platform, minji: Actor) -> None:
    with pytest.raises(NothingChosen):
        await take(own_platform, minji, [])
    async with own_platform.database.transaction() as session:
        assert (await session.execute(SCHEDULES.select())).all() == []


async def test_a_file_is_compared_in_two_queries(
    own_platform: Platform, minji: Actor, queries: CountedQueries
) -> None:
    found = [
        FoundEntry(f"Somewhere {n}", TODAY + timedelta(days=n), location=f"Street {n}, Town")
        for n in range(500)
    ]
    await looked(own_platform, minji, *found)
    assert len(queries.selects) == 2
