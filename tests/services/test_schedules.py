import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.actor import Actor
from services.errors import Failure, Unauthorized, VersionConflict
from services.places import PlaceNotFound
from services.platform import Platform
from services.schedule_changes import (
    MOST_POSITION,
    Draft,
    Edit,
    EndWithoutStart,
    NoLength,
    NotAPlannableDay,
    NotATime,
    NotSomewhere,
    Removal,
    TooLongNote,
)
from services.schedules import MOST_A_DAY, FullDay, FullPlan, ScheduleNotFound, Schedules, TooManyChanges
from services.trip_access import TripNotFound
from tests.travellers import a_traveller

DAY = date(2026, 12, 1)


@pytest.fixture
async def mina(own_platform: Platform) -> Actor:
    return await a_traveller(own_platform, "Mina")


@pytest.fixture
async def joon(own_platform: Platform) -> Actor:
    return await a_traveller(own_platform, "Joon")


@pytest.fixture
async def trip_id(own_platform: Platform, mina: Actor, joon: Actor) -> UUID:
    """A trip of Mina's that Joon may edit."""
    async with own_platform.open_unit(mina) as services:
        trip = await services.trips.add("Seoul", DAY, DAY)
    async with own_platform.database.transaction() as session:
        await session.execute(
            text("INSERT INTO trip_members (trip_id, user_id, role) VALUES (:trip, :joon, 'editor')"),
            {"trip": trip.id, "joon": joon.user_id},
        )
    return trip.id


class TestEntries:
    async def test_an_entry_is_read_back_with_its_place_and_in_its_order(
        self, own_platform: Platform, mina: Actor
    ) -> None:
        async with own_platform.open_unit(mina) as services:
            palace = await services.schedules.add(
                Draft(
                    DAY, place_id="gyeongbokgung", start_time=time(10), end_time=time(12), note=" two\nlines "
                )
            )
            await services.schedules.add(Draft(DAY, place_name="  Lunch\twith Joon "))
        async with own_platform.open_unit(mina) as services:
            found = await services.schedules.between(DAY, DAY)
        assert [(one.place_id, one.place_name) for one in found] == [
            ("gyeongbokgung", None),
            (None, "Lunch with Joon"),
        ]
        assert found[0].place is not None
        assert found[0].place.name["ko"] == "경복궁"
        assert (found[0].id, found[0].note, found[0].version) == (palace.id, "two\nlines", 1)

    async def test_only_the_days_asked_for_are_read(self, own_platform: Platform, mina: Actor) -> None:
        async with own_platform.open_unit(mina) as services:
            for day in (date(2026, 11, 30), DAY, date(2026, 12, 2)):
                await services.schedules.add(Draft(day, place_name="Tea"))
            assert [one.date for one in await services.schedules.between(DAY, DAY)] == [DAY]

    @pytest.mark.parametrize(
        ("draft", "failure"),
        [
            (Draft(DAY), NotSomewhere),
            (Draft(DAY, place_name=" \u200b "), NotSomewhere),
            (Draft(DAY, place_name="x" * 201), NotSomewhere),
            (Draft(DAY, place_id="nowhere"), PlaceNotFound),
            (Draft(DAY, place_id="no\x00where"), PlaceNotFound),
            (Draft(date(1969, 12, 31), place_name="Tea"), NotAPlannableDay),
            (Draft(date(2101, 1, 1), place_name="Tea"), NotAPlannableDay),
            (Draft(DAY, place_name="Tea", end_time=time(9)), EndWithoutStart),
            (Draft(DAY, place_name="Tea", start_time=time(9), end_time=time(9)), NoLength),
            (Draft(DAY, place_name="Tea", start_time=time(9, 0, 30)), NotATime),
            (Draft(DAY, place_name="Tea", note="x" * 2001), TooLongNote),
            (Draft(DAY, place_name="Tea", trip_id=uuid4()), TripNotFound),
        ],
    )
    async def test_what_makes_no_sense_is_refused_with_its_reason_and_nothing_is_kept(
        self, own_platform: Platform, mina: Actor, draft: Draft, failure: type[Failure]
    ) -> None:
        with pytest.raises(failure):
            async with own_platform.open_unit(mina) as services:
                await services.schedules.apply([Draft(DAY, place_name="Before"), draft])
        assert await _names(own_platform, mina) == []

    async def test_nobody_can_plan_without_signing_in(self, own_platform: Platform) -> None:
        with pytest.raises(Unauthorized):
            async with own_platform.open_unit() as services:
                await services.schedules.add(Draft(DAY, place_name="Tea"))

    async def test_a_day_and_a_step_have_an_end(self, own_platform: Platform, mina: Actor) -> None:
        tea = Draft(DAY, place_name="Tea")
        with pytest.raises(TooManyChanges):
            async with own_platform.open_unit(mina) as services:
                await services.schedules.apply([tea] * 101)
        async with own_platform.open_unit(mina) as services:
            await services.schedules.apply([tea] * 100)
        with pytest.raises(FullDay):
            async with own_platform.open_unit(mina) as services:
                await services.schedules.add(tea)

    async def test_a_plan_of_ten_thousand_entries_is_full_and_still_read_by_its_days(
        self, own_platform: Platform, mina: Actor
    ) -> None:
        async with own_platform.database.transaction() as session:
            await session.execute(
                text(
                    "INSERT INTO schedules (id, user_id, place_name, date) SELECT gen_random_uuid(), :mina, 'Tea',"
                    " DATE '2026-12-01' + number % 500 FROM generate_series(0, 9999) number"
                ),
                {"mina": mina.user_id},
            )
        with pytest.raises(FullPlan):
            async with own_platform.open_unit(mina) as services:
                await services.schedules.add(Draft(DAY, place_name="One more"))
        async with own_platform.open_unit(mina) as services:
            (first, *_) = await services.schedules.between(DAY, DAY)
            await services.schedules.apply([Removal(first.id), Draft(DAY, place_name="In its place")])
            assert len(await services.schedules.between(DAY, DAY)) == 20


class TestStrangers:
    @pytest.mark.parametrize(
        "reach",
        [
            lambda schedules, one: schedules.get(one),
            lambda schedules, one: schedules.apply([Edit(one, {"note": "mine now"})]),
            lambda schedules, one: schedules.apply([Removal(one)]),
        ],
    )
    async def test_an_entry_is_not_found_by_anybody_else(
        self, own_platform: Platform, mina: Actor, reach: Callable[[Schedules, Any], Awaitable[Any]]
    ) -> None:
        joon = await a_traveller(own_platform, "Joon")
        async with own_platform.open_unit(mina) as services:
            tea = await services.schedules.add(Draft(DAY, place_name="Tea"))
        with pytest.raises(ScheduleNotFound):
            async with own_platform.open_unit(joon) as services:
                await reach(services.schedules, tea.id)
        assert await _names(own_platform, joon) == []
        assert await _names(own_platform, mina) == ["Tea"]

    async def test_a_strangers_trip_holds_no_entry_of_mine_and_shows_me_none(
        self, own_platform: Platform, mina: Actor
    ) -> None:
        joon = await a_traveller(own_platform, "Joon")
        async with own_platform.open_unit(mina) as services:
            trip = await services.trips.add("Seoul", DAY, DAY)
            await services.schedules.add(Draft(DAY, place_name="Tea", trip_id=trip.id))
        for attempt in (
            lambda schedules: schedules.between(DAY, DAY, trip.id),
            lambda schedules: schedules.add(Draft(DAY, place_name="Spam", trip_id=trip.id)),
        ):
            with pytest.raises(TripNotFound):
                async with own_platform.open_unit(joon) as services:
                    await attempt(services.schedules)


class TestTripsOfSeveral:
    async def test_who_takes_an_entry_out_of_a_trip_takes_it_into_their_own_plan(
        self, own_platform: Platform, mina: Actor, joon: Actor, trip_id: UUID
    ) -> None:
        async with own_platform.open_unit(mina) as services:
            tea = await services.schedules.add(Draft(DAY, place_name="Tea", trip_id=trip_id))
        async with own_platform.open_unit(joon) as services:
            await services.schedules.apply([Edit(tea.id, {"trip_id": None, "note": "read me"})])
            assert (await services.schedules.get(tea.id)).user_id == joon.user_id
        async with own_platform.open_unit(mina) as services:
            assert await services.schedules.between(DAY, DAY) == []
        async with own_platform.open_unit(joon) as services:
            await services.schedules.undo()
        async with own_platform.open_unit(mina) as services:
            (back,) = await services.schedules.between(DAY, DAY, trip_id)
        assert (back.id, back.note) == (tea.id, "")

    async def test_many_at_once_never_fill_a_day_of_a_trip_beyond_its_bound(
        self, own_platform: Platform, mina: Actor, joon: Actor, trip_id: UUID
    ) -> None:
        async with own_platform.open_unit(mina) as services:
            await services.schedules.add_all(
                [Draft(DAY, place_name="Tea", trip_id=trip_id)] * (MOST_A_DAY - 3)
            )

        async def add(actor: Actor) -> bool:
            try:
                async with own_platform.open_unit(actor) as services:
                    await services.schedules.add(Draft(DAY, place_name="Coffee", trip_id=trip_id))
            except FullDay:
                return False
            return True

        taken = await asyncio.gather(*(add(actor) for actor in (mina, joon) * 6))
        assert sum(taken) == 3
        async with own_platform.open_unit(mina) as services:
            assert len(await services.schedules.between(DAY, DAY, trip_id)) == MOST_A_DAY

    async def test_a_refusal_tells_the_entry_as_it_is_and_not_as_the_batch_had_made_it(
        self, own_platform: Platform, mina: Actor
    ) -> None:
        async with own_platform.open_unit(mina) as services:
            tea = await services.schedules.add(Draft(DAY, place_name="Tea"))
        twice = [Edit(tea.id, {"note": note}, version=1) for note in ("green", "black")]
        with pytest.raises(VersionConflict) as refused:
            async with own_platform.open_unit(mina) as services:
                await services.schedules.apply(twice, strict=True)
        assert (refused.value.current.note, refused.value.current.version) == ("", 1)  # pyright: ignore[reportAttributeAccessIssue]


class TestChanges:
    async def test_people_who_change_different_fields_both_keep_theirs(
        self, own_platform: Platform, mina: Actor
    ) -> None:
        async with own_platform.open_unit(mina) as services:
            tea = await services.schedules.add(Draft(DAY, place_name="Tea"))
        for fields in ({"note": "green"}, {"place_name": "Tea house"}):
            async with own_platform.open_unit(mina) as services:
                (outcome,) = await services.schedules.apply([Edit(tea.id, fields, version=1)])
                assert outcome.overwritten == {}
        async with own_platform.open_unit(mina) as services:
            now = await services.schedules.get(tea.id)
        assert (now.note, now.place_name, now.version) == ("green", "Tea house", 3)

    async def test_who_changes_the_same_field_later_is_told_what_was_there(
        self, own_platform: Platform, mina: Actor
    ) -> None:
        async with own_platform.open_unit(mina) as services:
            tea = await services.schedules.add(Draft(DAY, place_name="Tea"))
            await services.schedules.apply([Edit(tea.id, {"note": "green"}, version=1)])
            (outcome,) = await services.schedules.apply([Edit(tea.id, {"note": "black"}, version=1)])
            (same,) = await services.schedules.apply([Edit(tea.id, {"note": "black"}, version=1)])
        assert outcome.overwritten == {"note": "green"}
        assert same.overwritten == {}
        assert outcome.entry is not None
        assert outcome.entry.note == "black"

    async def test_a_strict_change_from_an_old_version_is_refused_with_the_present_one(
        self, own_platform: Platform, mina: Actor
    ) -> None:
        async with own_platform.open_unit(mina) as services:
            tea = await services.schedules.add(Draft(DAY, place_name="Tea"))
            await services.schedules.apply([Edit(tea.id, {"note": "green"}, version=1)], strict=True)
        with pytest.raises(VersionConflict) as refused:
            async with own_platform.open_unit(mina) as services:
                await services.schedules.apply([Edit(tea.id, {"note": "black"}, version=1)], strict=True)
        assert refused.value.current.note == "green"  # pyright: ignore[reportAttributeAccessIssue]

    async def test_an_entry_that_comes_to_another_day_comes_last_there(
        self, own_platform: Platform, mina: Actor
    ) -> None:
        async with own_platform.open_unit(mina) as services:
            tea, lunch = [
                await services.schedules.add(Draft(day, place_name=name))
                for day, name in ((DAY, "Tea"), (date(2026, 12, 2), "Lunch"))
            ]
            await services.schedules.apply([Edit(tea.id, {"date": lunch.date})])
            assert [one.place_name for one in await services.schedules.between(DAY, lunch.date)] == [
                "Lunch",
                "Tea",
            ]

    async def test_a_change_that_names_the_day_it_has_keeps_the_order(
        self, own_platform: Platform, mina: Actor
    ) -> None:
        async with own_platform.open_unit(mina) as services:
            tea, lunch = [
                await services.schedules.add(Draft(DAY, place_name=name)) for name in ("Tea", "Lunch")
            ]
            named = {"date": DAY, "trip_id": None, "start_time": time(9)}
            await services.schedules.apply([Edit(tea.id, named)])
            found = await services.schedules.between(DAY, DAY)
        assert [(one.place_name, one.position) for one in found] == [
            ("Tea", tea.position),
            ("Lunch", lunch.position),
        ]

    async def test_what_comes_behind_the_last_position_there_is_can_still_be_changed(
        self, own_platform: Platform, mina: Actor
    ) -> None:
        async with own_platform.open_unit(mina) as services:
            await services.schedules.add(Draft(DAY, place_name="Tea", position=MOST_POSITION))
            lunch = await services.schedules.add(Draft(DAY, place_name="Lunch"))
            (outcome,) = await services.schedules.apply([Edit(lunch.id, {"note": "noodles"})])
        assert outcome.entry is not None
        assert (outcome.entry.position, outcome.entry.note) == (MOST_POSITION, "noodles")


class TestUndo:
    async def test_an_entry_comes_back_though_who_had_made_it_has_left(
        self, own_platform: Platform, mina: Actor, joon: Actor, trip_id: UUID
    ) -> None:
        async with own_platform.open_unit(joon) as services:
            tea = await services.schedules.add(Draft(DAY, place_name="Tea", trip_id=trip_id))
        await self._apply(own_platform, mina, Removal(tea.id))
        async with own_platform.database.transaction() as session:
            await session.execute(text("DELETE FROM users WHERE id = :joon"), {"joon": joon.user_id})
        async with own_platform.open_unit(mina) as services:
            await services.schedules.undo()
            (back,) = await services.schedules.between(DAY, DAY, trip_id)
        assert (back.id, back.place_name, back.user_id) == (tea.id, "Tea", mina.user_id)

    async def test_every_step_is_undone_and_made_again(self, own_platform: Platform, mina: Actor) -> None:
        async with own_platform.open_unit(mina) as services:
            tea = await services.schedules.add(Draft(DAY, place_name="Tea"))
        await self._apply(own_platform, mina, Edit(tea.id, {"place_name": "Coffee", "start_time": time(15)}))
        await self._apply(own_platform, mina, Removal(tea.id))
        shown = [await _names(own_platform, mina)]
        for _ in range(3):
            async with own_platform.open_unit(mina) as services:
                await services.schedules.undo()
            shown.append(await _names(own_platform, mina))
        for _ in range(3):
            async with own_platform.open_unit(mina) as services:
                await services.schedules.redo()
            shown.append(await _names(own_platform, mina))
        assert shown == [[], ["Coffee"], ["Tea"], [], ["Tea"], ["Coffee"], []]

    async def test_a_step_of_several_changes_is_undone_as_one(
        self, own_platform: Platform, mina: Actor
    ) -> None:
        async with own_platform.open_unit(mina) as services:
            await services.schedules.apply([Draft(DAY, place_name=name) for name in "abc"])
            await services.schedules.undo()
        assert await _names(own_platform, mina) == []
        async with own_platform.open_unit(mina) as services:
            assert await services.schedules.can_undo_and_redo() == (False, True)
            await services.schedules.redo()
        assert await _names(own_platform, mina) == ["a", "b", "c"]

    async def test_a_step_that_changes_one_entry_twice_is_undone_and_made_again_whole(
        self, own_platform: Platform, mina: Actor
    ) -> None:
        async with own_platform.open_unit(mina) as services:
            tea = await services.schedules.add(Draft(DAY, place_name="Tea", note="black"))
            await services.schedules.apply(
                [Edit(tea.id, {"note": "green"}), Edit(tea.id, {"note": "white", "place_name": "Tea house"})]
            )
        seen: list[tuple[str | None, str, int]] = []
        for again in (False, True):
            async with own_platform.open_unit(mina) as services:
                (*_, outcome) = await (services.schedules.redo if again else services.schedules.undo)()
            assert outcome.entry is not None
            assert outcome.overwritten == {}
            seen.append((outcome.entry.place_name, outcome.entry.note, outcome.entry.version))
        assert seen == [("Tea", "black", 5), ("Tea house", "white", 7)]

    async def test_undo_leaves_what_others_have_changed_since(
        self, own_platform: Platform, mina: Actor
    ) -> None:
        async with own_platform.open_unit(mina) as services:
            tea = await services.schedules.add(Draft(DAY, place_name="Tea"))
            await services.schedules.apply([Edit(tea.id, {"note": "mine", "place_name": "Coffee"})])
        async with own_platform.database.transaction() as session:
            await session.execute(text("UPDATE schedules SET note = 'theirs'"))
        async with own_platform.open_unit(mina) as services:
            (outcome,) = await services.schedules.undo()
        assert outcome.entry is not None
        assert (outcome.entry.place_name, outcome.entry.note) == ("Tea", "theirs")
        assert outcome.overwritten == {"note": "theirs"}

    @pytest.mark.parametrize(
        ("mine", "theirs"),
        [
            ({"start_time": time(9)}, {"end_time": time(10)}),
            ({"place_name": "Coffee"}, {"place_name": None, "place_id": "gyeongbokgung"}),
        ],
    )
    async def test_undo_never_takes_half_a_time_or_half_a_place_away_from_others(
        self,
        own_platform: Platform,
        mina: Actor,
        joon: Actor,
        trip_id: UUID,
        mine: dict[str, Any],
        theirs: dict[str, Any],
    ) -> None:
        async with own_platform.open_unit(mina) as services:
            tea = await services.schedules.add(Draft(DAY, place_name="Tea", trip_id=trip_id))
        await self._apply(own_platform, mina, Edit(tea.id, mine))
        await self._apply(own_platform, joon, Edit(tea.id, theirs))
        async with own_platform.open_unit(mina) as services:
            (outcome,) = await services.schedules.undo()
            now = await services.schedules.get(tea.id)
        assert {name: getattr(now, name) for name in mine | theirs} == mine | theirs
        assert outcome.overwritten == theirs

    async def test_a_new_step_ends_what_could_be_made_again(
        self, own_platform: Platform, mina: Actor
    ) -> None:
        async with own_platform.open_unit(mina) as services:
            await services.schedules.add(Draft(DAY, place_name="Tea"))
            await services.schedules.undo()
            await services.schedules.add(Draft(DAY, place_name="Coffee"))
            assert await services.schedules.can_undo_and_redo() == (True, False)
            assert await services.schedules.redo() == []

    async def test_fifty_steps_are_kept(self, own_platform: Platform, mina: Actor) -> None:
        for number in range(52):
            await self._apply(own_platform, mina, Draft(DAY, place_name=str(number)))
        for _ in range(60):
            async with own_platform.open_unit(mina) as services:
                await services.schedules.undo()
        assert await _names(own_platform, mina) == ["0", "1"]

    async def _apply(self, platform: Platform, actor: Actor, change: Draft | Edit | Removal) -> None:
        async with platform.open_unit(actor) as services:
            await services.schedules.apply([change])


async def _names(platform: Platform, actor: Actor) -> list[str | None]:
    async with platform.open_unit(actor) as services:
        return [
            one.place_name for one in await services.schedules.between(date(1970, 1, 1), date(2100, 12, 31))
        ]
