import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from embedded.servers import EmbeddedServers
from services.live import Live, Touched, of_trip, of_user
from services.presence import Guest, Presence

Hints = list[dict[str, Any]]


@pytest.fixture
async def two(servers: EmbeddedServers) -> AsyncIterator[tuple[Live, Live]]:
    """The channels of two processes that share a Valkey."""
    lives = Live(servers.redis_url), Live(servers.redis_url)
    for live in lives:
        live.open()
    redis: Redis = Redis.from_url(servers.redis_url)  # pyright: ignore[reportUnknownMemberType]
    await _eventually(lambda: redis.pubsub_numsub("live"), lambda found: found[0][1] >= 2)  # pyright: ignore[reportUnknownMemberType, reportUnknownLambdaType]
    yield lives
    for live in lives:
        await live.close()
    await redis.aclose()


class TestHints:
    async def test_a_change_is_told_to_the_pages_of_its_trip_in_every_process(
        self, two: tuple[Live, Live]
    ) -> None:
        trip, here, there, elsewhere = uuid4(), Hints(), Hints(), Hints()
        two[0].hear([of_trip(trip)], lambda hint: here.append(dict(hint)))
        two[1].hear([of_trip(trip)], lambda hint: there.append(dict(hint)))
        two[1].hear([of_trip(uuid4())], lambda hint: elsewhere.append(dict(hint)))
        touched = Touched()
        touched.schedule(uuid4(), trip)
        two[0].changed(touched)
        assert here == [{"kind": "changed"}]
        await _until(lambda: there == [{"kind": "changed"}])
        assert elsewhere == []

    async def test_an_entry_of_no_trip_concerns_its_owner_alone(self) -> None:
        live, user, told, others = Live(None), uuid4(), Hints(), Hints()
        live.hear([of_user(user)], lambda hint: told.append(dict(hint)))
        live.hear([of_user(uuid4())], lambda hint: others.append(dict(hint)))
        touched = Touched()
        touched.schedule(user, None)
        live.changed(touched)
        assert (told, others) == ([{"kind": "changed"}], [])

    async def test_a_page_that_hears_two_of_the_topics_is_woken_once_and_never_after_it_stopped(self) -> None:
        live, user, trip, told = Live(None), uuid4(), uuid4(), Hints()
        stop = live.hear([of_user(user), of_trip(trip)], lambda hint: told.append(dict(hint)))
        live.tell([of_user(user), of_trip(trip)], {"kind": "changed"})
        stop()
        live.tell([of_user(user)], {"kind": "changed"})
        assert told == [{"kind": "changed"}]

    async def test_without_redis_pages_of_the_process_still_hear_each_other(self, tmp_path: Path) -> None:
        live, user, told = Live(f"unix://{tmp_path}/nobody.sock"), uuid4(), Hints()
        live.open()
        live.hear([of_user(user)], lambda hint: told.append(dict(hint)))
        live.tell([of_user(user)], {"kind": "changed"})
        await live.close()
        assert told == [{"kind": "changed"}]


class TestPresence:
    async def test_who_opens_a_trip_is_seen_in_every_process_until_they_leave(
        self, two: tuple[Live, Live]
    ) -> None:
        here, there = Presence(two[0]), Presence(two[1])
        trip, entry = uuid4(), uuid4()
        mina = Guest("page-1", uuid4(), "Mina", frozenset({trip}))
        here.here(mina)
        await _until(lambda: there.guests([trip], but="page-2") == [mina])
        assert there.guests([uuid4()], but="page-2") == []
        assert here.guests([trip], but="page-1") == []
        holding = Guest(mina.page, mina.user_id, mina.name, mina.trips, holds=entry)
        here.here(holding)
        await _until(lambda: there.guests([trip], but="page-2") == [holding])
        here.gone(mina.page)
        await _until(lambda: there.guests([trip], but="page-2") == [])
        await here.close()
        await there.close()

    async def test_a_process_that_starts_learns_who_is_here_already(self, two: tuple[Live, Live]) -> None:
        trip = uuid4()
        mina = Guest("page-1", uuid4(), "Mina", frozenset({trip}))
        here = Presence(two[0])
        here.here(mina)
        there = Presence(two[1])
        there.open()
        await _until(lambda: there.guests([trip], but="") == [mina])
        await there.close()
        await here.close()

    async def test_the_pages_of_a_trip_are_woken_when_somebody_comes_or_goes(
        self, two: tuple[Live, Live]
    ) -> None:
        trip, woken = uuid4(), Hints()
        here, there = Presence(two[0]), Presence(two[1])
        two[1].hear([of_trip(trip)], lambda hint: woken.append(dict(hint)))
        here.here(Guest("page-1", uuid4(), "Mina", frozenset({trip})))
        await _until(lambda: woken == [{"kind": "presence"}])
        await here.close()
        await _until(lambda: woken == [{"kind": "presence"}] * 2)
        await there.close()


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


async def _eventually(ask: Callable[[], Any], enough: Callable[[Any], bool]) -> None:
    async with asyncio.timeout(10):
        while not enough(await ask()):
            await asyncio.sleep(0.01)
