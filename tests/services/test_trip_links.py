"""Links to a trip: by invitations one joins, by shares anybody reads; none can be guessed or used for the other."""

import asyncio
import base64
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from models.trip import LinkKind, TripRole
from services.actor import Actor
from services.address_tokens import AddressTokens
from services.errors import Unauthorized
from services.platform import Platform
from services.trip_access import MayOnlyRead, Standing, TripNotFound
from services.trip_links import Link, LinkNotFound, NotLinkDays, TooManyLinks, TripIsFull
from tests.travellers import a_traveller, travellers

FIRST, LAST = date(2026, 11, 28), date(2026, 12, 1)


async def a_trip(platform: Platform, owner: Actor, title: str = "Autumn") -> UUID:
    async with platform.open_unit(owner) as services:
        return (await services.trips.add(title, FIRST, LAST)).id


async def invited(platform: Platform, owner: Actor, trip_id: UUID, role: TripRole = TripRole.EDITOR) -> Link:
    async with platform.open_unit(owner) as services:
        return await services.trip_links.invite(trip_id, role)


async def join(platform: Platform, actor: Actor, token: str) -> Standing:
    async with platform.open_unit(actor) as services:
        trip_id = await services.trip_links.join(token)
        return (await services.trips.get(trip_id)).role


async def expire(platform: Platform, link: Link) -> None:
    async with platform.database.transaction() as session:
        past = text("UPDATE trip_links SET expires_at = now() - interval '1 second' WHERE id = :id")
        await session.execute(past, {"id": link.id})


class TestInvitations:
    @pytest.mark.parametrize("role", TripRole)
    async def test_whoever_has_one_joins_as_it_says(self, own_platform: Platform, role: TripRole) -> None:
        minji, jun = await a_traveller(own_platform, "Minji"), await a_traveller(own_platform, "Jun")
        trip_id = await a_trip(own_platform, minji)
        link = await invited(own_platform, minji, trip_id, role)
        async with own_platform.open_unit(jun) as services:
            told = await services.trip_links.invitation(link.token)
        assert (told.title, told.owner_name, told.role, told.standing) == ("Autumn", "Minji", role, None)
        assert await join(own_platform, jun, link.token) == Standing(role)
        assert await join(own_platform, jun, link.token) == Standing(role)
        async with own_platform.open_unit(minji) as services:
            assert len(await services.trip_members.all(trip_id)) == 2

    async def test_it_is_good_for_a_week_where_nothing_else_is_said(self, own_platform: Platform) -> None:
        (minji,) = await travellers(own_platform, 1)
        link = await invited(own_platform, minji, await a_trip(own_platform, minji))
        assert link.expires_at
        assert timedelta(days=6, hours=23) < link.expires_at - datetime.now(UTC) <= timedelta(days=7)

    async def test_it_never_lessens_what_one_may_do(self, own_platform: Platform) -> None:
        minji, jun = await travellers(own_platform, 2)
        trip_id = await a_trip(own_platform, minji)
        reading = await invited(own_platform, minji, trip_id, TripRole.READER)
        editing = await invited(own_platform, minji, trip_id, TripRole.EDITOR)
        assert await join(own_platform, jun, reading.token) is Standing.READER
        assert await join(own_platform, jun, editing.token) is Standing.EDITOR
        assert await join(own_platform, jun, reading.token) is Standing.EDITOR
        assert await join(own_platform, minji, reading.token) is Standing.OWNER
        async with own_platform.open_unit(jun) as services:
            assert len(await services.trip_members.all(trip_id)) == 2

    async def test_nobody_joins_without_an_account(self, own_platform: Platform) -> None:
        (minji,) = await travellers(own_platform, 1)
        link = await invited(own_platform, minji, await a_trip(own_platform, minji))
        for nobody in (None, Actor(uuid4())):
            async with own_platform.open_unit(nobody) as services:
                with pytest.raises(Unauthorized):
                    await services.trip_links.join(link.token)

    async def test_there_are_thirty_members_at_most(self, own_platform: Platform) -> None:
        minji, *others = await travellers(own_platform, 33)
        link = await invited(own_platform, minji, await a_trip(own_platform, minji))
        for one in others[:29]:
            await join(own_platform, one, link.token)
        tries = (join(own_platform, one, link.token) for one in others[29:])
        joined = await asyncio.gather(*tries, return_exceptions=True)
        assert sum(isinstance(one, TripIsFull) for one in joined) == 2
        assert joined.count(Standing.EDITOR) == 1
        assert await join(own_platform, others[0], link.token) is Standing.EDITOR


class TestShares:
    async def test_anybody_reads_what_was_chosen(self, own_platform: Platform) -> None:
        minji = await a_traveller(own_platform, "Minji")
        trip_id = await a_trip(own_platform, minji)
        async with own_platform.open_unit(minji) as services:
            bare = await services.trip_links.share(trip_id)
            full = await services.trip_links.share(trip_id, days=3, with_notes=True, with_members=True)
        assert bare.expires_at is None
        assert full.expires_at
        async with own_platform.open_unit() as services:
            told = await services.trip_links.shared(bare.token)
            assert (told.trip_id, told.title, told.with_notes, list(told.people)) == (
                trip_id,
                "Autumn",
                False,
                [],
            )
            told = await services.trip_links.shared(full.token)
            assert (told.link_id, told.with_notes) == (full.id, True)
            assert [one.display_name for one in told.people] == ["Minji"]

    async def test_no_link_opens_what_the_other_kind_does(self, own_platform: Platform) -> None:
        minji, jun = await travellers(own_platform, 2)
        trip_id = await a_trip(own_platform, minji)
        invitation = await invited(own_platform, minji, trip_id)
        async with own_platform.open_unit(minji) as services:
            share = await services.trip_links.share(trip_id)
        async with own_platform.open_unit(jun) as services:
            for attempt in (
                services.trip_links.shared(invitation.token),
                services.trip_links.invitation(share.token),
                services.trip_links.join(share.token),
            ):
                with pytest.raises(LinkNotFound):
                    await attempt


@pytest.mark.parametrize("end", ["expired", "revoked", "trip removed"])
@pytest.mark.parametrize("kind", LinkKind)
async def test_a_link_that_is_over_leads_nowhere(own_platform: Platform, kind: LinkKind, end: str) -> None:
    minji, jun = await travellers(own_platform, 2)
    trip_id = await a_trip(own_platform, minji)
    async with own_platform.open_unit(minji) as services:
        links = services.trip_links
        link = await (
            links.share(trip_id) if kind is LinkKind.SHARE else links.invite(trip_id, TripRole.READER)
        )
    if end == "expired":
        await expire(own_platform, link)
    else:
        async with own_platform.open_unit(minji) as services:
            if end == "revoked":
                await services.trip_links.revoke(trip_id, link.id)
            else:
                await services.trips.remove(trip_id)
    async with own_platform.open_unit(jun) as services:
        links = services.trip_links
        for attempt in (links.shared(link.token), links.invitation(link.token), links.join(link.token)):
            with pytest.raises(LinkNotFound):
                await attempt


async def test_a_link_can_be_seen_again_until_it_is_over(own_platform: Platform) -> None:
    (minji,) = await travellers(own_platform, 1)
    trip_id = await a_trip(own_platform, minji)
    first, second = [await invited(own_platform, minji, trip_id) for _ in range(2)]
    async with own_platform.open_unit(minji) as services:
        assert list(await services.trip_links.all(trip_id)) == [second, first]
    await expire(own_platform, second)
    async with own_platform.open_unit(minji) as services:
        assert list(await services.trip_links.all(trip_id)) == [first]


async def test_readers_and_strangers_neither_see_nor_make_links(own_platform: Platform) -> None:
    minji, jun, mallory = await travellers(own_platform, 3)
    trip_id = await a_trip(own_platform, minji)
    link = await invited(own_platform, minji, trip_id, TripRole.READER)
    await join(own_platform, jun, link.token)
    for actor, refusal in ((jun, MayOnlyRead), (mallory, TripNotFound)):
        async with own_platform.open_unit(actor) as services:
            links = services.trip_links
            for attempt in (
                links.all(trip_id),
                links.invite(trip_id, TripRole.EDITOR),
                links.share(trip_id),
                links.revoke(trip_id, link.id),
            ):
                with pytest.raises(refusal):
                    await attempt
    async with own_platform.open_unit(minji) as services:
        assert list(await services.trip_links.all(trip_id)) == [link]


async def test_a_link_is_revoked_in_its_own_trip_only(own_platform: Platform) -> None:
    minji, jun = await travellers(own_platform, 2)
    mine, theirs = await a_trip(own_platform, minji), await a_trip(own_platform, jun)
    link = await invited(own_platform, jun, theirs)
    async with own_platform.open_unit(minji) as services:
        for link_id in (link.id, uuid4()):
            with pytest.raises(LinkNotFound):
                await services.trip_links.revoke(mine, link_id)
    async with own_platform.open_unit(jun) as services:
        assert list(await services.trip_links.all(theirs)) == [link]


@pytest.mark.parametrize("days", [0, -1, 366, 10**9])
async def test_a_link_is_good_for_a_year_at_most(own_platform: Platform, days: int) -> None:
    (minji,) = await travellers(own_platform, 1)
    trip_id = await a_trip(own_platform, minji)
    async with own_platform.open_unit(minji) as services:
        with pytest.raises(NotLinkDays):
            await services.trip_links.share(trip_id, days=days)
        with pytest.raises(NotLinkDays):
            await services.trip_links.invite(trip_id, TripRole.READER, days=days)


async def test_there_are_twenty_links_at_most_but_those_that_are_over_do_not_count(
    own_platform: Platform,
) -> None:
    (minji,) = await travellers(own_platform, 1)
    trip_id = await a_trip(own_platform, minji)
    links = [await invited(own_platform, minji, trip_id) for _ in range(20)]
    with pytest.raises(TooManyLinks):
        await invited(own_platform, minji, trip_id)
    await expire(own_platform, links[0])
    await invited(own_platform, minji, trip_id)


async def test_a_token_that_differs_in_one_letter_is_none(own_platform: Platform) -> None:
    (minji,) = await travellers(own_platform, 1)
    token = (await invited(own_platform, minji, await a_trip(own_platform, minji))).token
    async with own_platform.open_unit(minji) as services:
        assert await services.trip_links.invitation(token)
        for place in range(len(token)):
            other = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
            with pytest.raises(LinkNotFound):
                await services.trip_links.invitation(other)


@pytest.mark.parametrize(
    "token",
    ["", "x", "\0" * 43, "é" * 43, "\ud800" * 43, "=" * 43, "+" * 43, "A" * 43, "A" * 44, "A" * 10_000],
)
async def test_what_is_no_token_leads_nowhere(own_platform: Platform, token: str) -> None:
    (minji,) = await travellers(own_platform, 1)
    async with own_platform.open_unit(minji) as services:
        with pytest.raises(LinkNotFound):
            await services.trip_links.join(token)
        with pytest.raises(LinkNotFound):
            await services.trip_links.shared(token)


def test_the_tokens_of_one_key_say_nothing_to_another() -> None:
    ours, theirs, row_id = AddressTokens(b"a" * 32), AddressTokens(b"b" * 32), uuid4()
    assert ours.row_id(ours.token(row_id)) == row_id
    assert ours.token(row_id) == ours.token(row_id)
    assert theirs.row_id(ours.token(row_id)) is None
    assert len(base64.urlsafe_b64decode(f"{ours.token(row_id)}=")) == 32
