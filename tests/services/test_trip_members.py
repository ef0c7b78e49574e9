"""Who is in a trip: roles, leaving, handing over, and what stays when an account goes."""

import asyncio
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from models.trip import LinkKind, TripRole
from services.actor import Actor
from services.platform import Platform
from services.trip_access import MayOnlyRead, NotTheOwner, Standing, TripNotFound
from services.trip_links import LinkNotFound
from services.trip_members import MemberNotFound, NeedsAnEditor, OwnerStays
from tests.travellers import a_traveller, travellers

FIRST, LAST = date(2026, 11, 28), date(2026, 12, 1)


async def a_trip(platform: Platform, owner: Actor, **members: Actor) -> UUID:
    """Make a trip with members, each joined by an invitation for the role it is named after, in this order."""
    async with platform.open_unit(owner) as services:
        trip_id = (await services.trips.add("Autumn", FIRST, LAST)).id
    for name, member in members.items():
        await join(platform, owner, trip_id, member, TripRole(name.rstrip("0123456789")))
    return trip_id


async def join(platform: Platform, owner: Actor, trip_id: UUID, member: Actor, role: TripRole) -> str:
    async with platform.open_unit(owner) as services:
        link = await services.trip_links.invite(trip_id, role)
    async with platform.open_unit(member) as services:
        assert await services.trip_links.join(link.token) == trip_id
    return link.token


async def people(platform: Platform, actor: Actor, trip_id: UUID) -> list[tuple[str, str]]:
    async with platform.open_unit(actor) as services:
        return [(one.display_name, one.role.value) for one in await services.trip_members.all(trip_id)]


async def plan(platform: Platform, actor: Actor, trip_id: UUID | None, name: str = "Tea") -> None:
    async with platform.database.transaction() as session:
        await session.execute(
            text(
                "INSERT INTO schedules (id, user_id, trip_id, place_name, date)"
                " VALUES (gen_random_uuid(), :user, :trip, :name, '2026-11-28')"
            ),
            {"user": actor.user_id, "trip": trip_id, "name": name},
        )


async def planned(platform: Platform) -> dict[str, UUID]:
    """Return who is said to have made each entry, by its name."""
    async with platform.database.transaction() as session:
        rows = await session.execute(text("SELECT place_name, user_id FROM schedules"))
        return {row.place_name: row.user_id for row in rows}


async def leave_for_good(platform: Platform, actor: Actor) -> None:
    async with platform.open_unit(actor) as services:
        await services.belongings.remove()


async def test_the_owner_comes_first_then_who_joined_first(own_platform: Platform) -> None:
    minji, jun, sora = [await a_traveller(own_platform, name) for name in ("Minji", "Jun", "Sora")]
    trip_id = await a_trip(own_platform, minji, reader=jun, editor=sora)
    everybody = [("Minji", "owner"), ("Jun", "reader"), ("Sora", "editor")]
    for one in (minji, jun, sora):
        assert await people(own_platform, one, trip_id) == everybody


async def test_a_stranger_finds_no_trip(own_platform: Platform) -> None:
    minji, jun, mallory = await travellers(own_platform, 3)
    trip_id = await a_trip(own_platform, minji, editor=jun)
    for wanted in (trip_id, uuid4()):
        async with own_platform.open_unit(mallory) as services:
            members = services.trip_members
            for attempt in (
                members.all(wanted),
                members.change_role(wanted, jun.user_id, TripRole.READER),
                members.remove(wanted, jun.user_id),
                members.remove(wanted, mallory.user_id),
                members.hand_over(wanted, jun.user_id),
            ):
                with pytest.raises(TripNotFound):
                    await attempt
    assert len(await people(own_platform, minji, trip_id)) == 2


@pytest.mark.parametrize("role", TripRole)
async def test_only_the_owner_decides_who_is_in_it(own_platform: Platform, role: TripRole) -> None:
    minji, jun, sora = await travellers(own_platform, 3)
    trip_id = await a_trip(own_platform, minji, editor=sora, **{f"{role}2": jun})
    async with own_platform.open_unit(jun) as services:
        members = services.trip_members
        for attempt in (
            members.change_role(trip_id, jun.user_id, TripRole.EDITOR),
            members.remove(trip_id, sora.user_id),
            members.remove(trip_id, minji.user_id),
            members.hand_over(trip_id, jun.user_id),
        ):
            with pytest.raises(NotTheOwner):
                await attempt
    assert len(await people(own_platform, minji, trip_id)) == 3


async def test_a_changed_role_counts_at_once(own_platform: Platform) -> None:
    minji, jun = await travellers(own_platform, 2)
    trip_id = await a_trip(own_platform, minji, reader=jun)
    async with own_platform.open_unit(jun) as services:
        with pytest.raises(MayOnlyRead):
            await services.trips.change(trip_id, 1, title="Mine")
    async with own_platform.open_unit(minji) as services:
        changed = await services.trip_members.change_role(trip_id, jun.user_id, TripRole.EDITOR)
    assert (changed.user_id, changed.role) == (jun.user_id, Standing.EDITOR)
    async with own_platform.open_unit(jun) as services:
        assert (await services.trips.change(trip_id, 1, title="Ours")).title == "Ours"


async def test_who_is_no_member_has_no_role(own_platform: Platform) -> None:
    minji, jun = await travellers(own_platform, 2)
    trip_id = await a_trip(own_platform, minji)
    async with own_platform.open_unit(minji) as services:
        for user_id in (jun.user_id, minji.user_id, uuid4()):
            with pytest.raises(MemberNotFound):
                await services.trip_members.change_role(trip_id, user_id, TripRole.READER)
        for user_id in (jun.user_id, uuid4()):
            with pytest.raises(MemberNotFound):
                await services.trip_members.remove(trip_id, user_id)
            with pytest.raises(MemberNotFound):
                await services.trip_members.hand_over(trip_id, user_id)


async def test_who_leaves_sees_the_trip_no_more_and_what_they_planned_stays(own_platform: Platform) -> None:
    minji, jun = await travellers(own_platform, 2)
    trip_id = await a_trip(own_platform, minji, editor=jun)
    await plan(own_platform, jun, trip_id)
    async with own_platform.open_unit(jun) as services:
        await services.trip_members.remove(trip_id, jun.user_id)
    async with own_platform.open_unit(jun) as services:
        assert await services.trips.coming(FIRST) == []
        with pytest.raises(TripNotFound):
            await services.trips.get(trip_id)
    assert len(await people(own_platform, minji, trip_id)) == 1
    assert set(await planned(own_platform)) == {"Tea"}


async def test_the_owner_cannot_leave(own_platform: Platform) -> None:
    (minji,) = await travellers(own_platform, 1)
    trip_id = await a_trip(own_platform, minji)
    async with own_platform.open_unit(minji) as services:
        with pytest.raises(OwnerStays):
            await services.trip_members.remove(trip_id, minji.user_id)


async def test_who_is_removed_cannot_come_back_by_the_same_invitation(own_platform: Platform) -> None:
    minji, jun = await travellers(own_platform, 2)
    trip_id = await a_trip(own_platform, minji)
    token = await join(own_platform, minji, trip_id, jun, TripRole.EDITOR)
    async with own_platform.open_unit(minji) as services:
        shared = await services.trip_links.share(trip_id)
        await services.trip_members.remove(trip_id, jun.user_id)
    async with own_platform.open_unit(jun) as services:
        with pytest.raises(LinkNotFound):
            await services.trip_links.join(token)
    async with own_platform.open_unit(minji) as services:
        left = await services.trip_links.all(trip_id)
    assert [(link.id, link.kind) for link in left] == [(shared.id, LinkKind.SHARE)], "what is shared stays"


async def test_who_is_out_has_no_calendar_of_the_trip_any_more(own_platform: Platform) -> None:
    minji, jun, sora = await travellers(own_platform, 3)
    trip_id = await a_trip(own_platform, minji, reader=jun, reader2=sora)
    async with own_platform.database.transaction() as session:
        feed = text(
            "INSERT INTO calendar_feeds (id, user_id, trip_id) VALUES (gen_random_uuid(), :user, :trip)"
        )
        await session.execute(feed, [{"user": one.user_id, "trip": trip_id} for one in (minji, jun, sora)])
    async with own_platform.open_unit(minji) as services:
        await services.trip_members.remove(trip_id, jun.user_id)
    async with own_platform.open_unit(sora) as services:
        await services.trip_members.remove(trip_id, sora.user_id)
    async with own_platform.database.transaction() as session:
        assert (await session.scalars(text("SELECT user_id FROM calendar_feeds"))).all() == [minji.user_id]


class TestHandingOver:
    async def test_the_editor_owns_it_and_the_owner_edits_it(self, own_platform: Platform) -> None:
        minji, jun, sora = [await a_traveller(own_platform, name) for name in ("Minji", "Jun", "Sora")]
        trip_id = await a_trip(own_platform, minji, editor=jun, reader=sora)
        async with own_platform.open_unit(minji) as services:
            await services.trip_members.hand_over(trip_id, jun.user_id)
        assert await people(own_platform, minji, trip_id) == [
            ("Jun", "owner"),
            ("Sora", "reader"),
            ("Minji", "editor"),
        ]
        async with own_platform.open_unit(minji) as services:
            assert (await services.trips.get(trip_id)).role is Standing.EDITOR
            with pytest.raises(NotTheOwner):
                await services.trip_members.hand_over(trip_id, minji.user_id)

    async def test_a_reader_cannot_take_it_over(self, own_platform: Platform) -> None:
        minji, jun = await travellers(own_platform, 2)
        trip_id = await a_trip(own_platform, minji, reader=jun)
        async with own_platform.open_unit(minji) as services:
            with pytest.raises(NeedsAnEditor):
                await services.trip_members.hand_over(trip_id, jun.user_id)
            with pytest.raises(MemberNotFound):
                await services.trip_members.hand_over(trip_id, minji.user_id)
            assert (await services.trips.get(trip_id)).role is Standing.OWNER

    async def test_of_two_at_once_one_succeeds(self, own_platform: Platform) -> None:
        minji, jun, sora = await travellers(own_platform, 3)
        trip_id = await a_trip(own_platform, minji, editor=jun, editor2=sora)

        async def hand_over(to: Actor) -> bool:
            try:
                async with own_platform.open_unit(minji) as services:
                    await services.trip_members.hand_over(trip_id, to.user_id)
            except NotTheOwner:
                return False
            return True

        assert sorted(await asyncio.gather(hand_over(jun), hand_over(sora))) == [False, True]
        roles = sorted(role for _, role in await people(own_platform, minji, trip_id))
        assert roles == ["editor", "editor", "owner"]


class TestAnAccountThatGoes:
    async def test_its_trip_passes_to_the_editor_who_has_been_in_it_longest(
        self, own_platform: Platform
    ) -> None:
        minji, jun, sora, yuna = [
            await a_traveller(own_platform, name) for name in ("Minji", "Jun", "Sora", "Yuna")
        ]
        trip_id = await a_trip(own_platform, minji, reader=jun, editor=sora, editor2=yuna)
        await plan(own_platform, minji, trip_id)
        await plan(own_platform, minji, None, "Alone")
        await leave_for_good(own_platform, minji)
        assert await people(own_platform, jun, trip_id) == [
            ("Sora", "owner"),
            ("Jun", "reader"),
            ("Yuna", "editor"),
        ]
        assert await planned(own_platform) == {"Tea": sora.user_id}

    async def test_a_trip_without_an_editor_goes_with_it(self, own_platform: Platform) -> None:
        minji, jun = await travellers(own_platform, 2)
        trip_id = await a_trip(own_platform, minji, reader=jun)
        await plan(own_platform, minji, trip_id)
        await leave_for_good(own_platform, minji)
        async with own_platform.open_unit(jun) as services:
            with pytest.raises(TripNotFound):
                await services.trips.get(trip_id)
        assert await planned(own_platform) == {}

    @pytest.mark.parametrize("has_left", [False, True])
    async def test_what_it_planned_in_the_trips_of_others_stays_there(
        self, own_platform: Platform, *, has_left: bool
    ) -> None:
        minji, jun = await travellers(own_platform, 2)
        trip_id = await a_trip(own_platform, minji, editor=jun)
        await plan(own_platform, jun, trip_id)
        if has_left:
            async with own_platform.open_unit(jun) as services:
                await services.trip_members.remove(trip_id, jun.user_id)
        await leave_for_good(own_platform, jun)
        assert await planned(own_platform) == {"Tea": minji.user_id}
        assert len(await people(own_platform, minji, trip_id)) == 1

    async def test_friends_who_go_at_once_do_not_wait_for_each_other(self, own_platform: Platform) -> None:
        friends = await travellers(own_platform, 4)
        for owner in friends:
            others = [one for one in friends if one is not owner]
            trip_id = await a_trip(
                own_platform, owner, editor=others[0], editor2=others[1], editor3=others[2]
            )
            for one in friends:
                await plan(own_platform, one, trip_id)
        await asyncio.gather(*(leave_for_good(own_platform, one) for one in friends))
        assert await planned(own_platform) == {}


async def test_everybody_concerned_hears_of_it(own_platform: Platform) -> None:
    minji, jun, sora = await travellers(own_platform, 3)
    trip_id = await a_trip(own_platform, minji, editor=jun)
    topics = {f"user:{jun.user_id}": "jun", f"user:{sora.user_id}": "sora", f"trip:{trip_id}": "trip"}
    heard: list[str] = []
    for topic, name in topics.items():
        own_platform.live.hear([topic], lambda _, name=name: heard.append(name))

    def told() -> list[str]:
        said = sorted(heard)
        heard.clear()
        return said

    await join(own_platform, minji, trip_id, sora, TripRole.READER)
    assert told() == ["sora", "trip"]
    async with own_platform.open_unit(minji) as services:
        await services.trip_members.change_role(trip_id, sora.user_id, TripRole.EDITOR)
    assert told() == ["sora", "trip"]
    async with own_platform.open_unit(minji) as services:
        await services.trips.change(trip_id, 1, title="Winter")
    assert told() == ["trip"]
    async with own_platform.open_unit(sora) as services:
        await services.trip_members.remove(trip_id, sora.user_id)
    assert told() == ["sora", "trip"]
    await leave_for_good(own_platform, minji)
    assert told() == ["jun", "trip"]
    async with own_platform.open_unit(jun) as services:
        await services.trips.remove(trip_id)
    assert told() == ["jun", "trip"]
