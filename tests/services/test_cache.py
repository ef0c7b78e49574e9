"""Answers are made once and kept for a while; a Redis that fails is a miss, never an error."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from redis.asyncio import Redis

from embedded.servers import EmbeddedServers
from services.cache import Cache
from tests.own_servers import own_valkey


class Kitchen:
    """Makes an answer and counts how often; slow when asked to be."""

    def __init__(self, *answers: bytes, takes_s: float = 0.0) -> None:
        self.answers = list(answers)
        self.takes_s = takes_s
        self.made = 0

    async def make(self) -> bytes:
        self.made += 1
        await asyncio.sleep(self.takes_s)
        return self.answers.pop(0)


async def no_kitchen() -> bytes:
    raise AssertionError("this was to come from the cache")


@pytest.fixture
async def redis(servers: EmbeddedServers) -> AsyncIterator[Redis]:
    client = Redis.from_url(servers.redis_url)
    await client.flushdb()
    yield client
    await client.aclose()


async def test_what_was_made_once_is_kept() -> None:
    cache, kitchen = Cache(None), Kitchen(b"first", b"second")
    assert await cache.get_or_make("key", 60, kitchen.make) == b"first"
    assert await cache.get_or_make("key", 60, kitchen.make) == b"first"
    assert await cache.get_or_make("other key", 60, kitchen.make) == b"second"


async def test_many_who_ask_at_once_wait_for_one_maker() -> None:
    cache, kitchen = Cache(None), Kitchen(b"made", takes_s=0.02)
    answers = await asyncio.gather(*(cache.get_or_make("key", 60, kitchen.make) for _ in range(50)))
    assert set(answers) == {b"made"}
    assert kitchen.made == 1


async def test_a_maker_that_fails_fails_for_all_who_wait_and_the_next_one_tries_again() -> None:
    cache = Cache(None)

    async def burn() -> bytes:
        await asyncio.sleep(0.01)
        raise ValueError("burnt")

    outcomes = await asyncio.gather(
        *(cache.get_or_make("key", 60, burn) for _ in range(5)), return_exceptions=True
    )
    assert [str(outcome) for outcome in outcomes] == ["burnt"] * 5
    assert await cache.get_or_make("key", 60, Kitchen(b"better").make) == b"better"


async def test_one_who_leaves_early_does_not_take_the_answer_from_the_others() -> None:
    cache, kitchen = Cache(None), Kitchen(b"made", b"made", takes_s=0.05)
    first = asyncio.create_task(cache.get_or_make("key", 60, kitchen.make))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(cache.get_or_make("key", 60, kitchen.make))
    await asyncio.sleep(0.01)
    first.cancel()
    assert await second == b"made"


async def test_what_is_too_old_is_made_anew() -> None:
    cache, kitchen = Cache(None), Kitchen(b"old", b"new")
    assert await cache.get_or_make("key", 0, kitchen.make) == b"old"
    await asyncio.sleep(0.01)
    assert await cache.get_or_make("key", 0.0, kitchen.make) == b"new"


async def test_a_new_generation_forgets_the_one_before(redis: Redis) -> None:
    cache = Cache(redis)
    await cache.get_or_make("key", 60, Kitchen(b"before").make)
    cache.advance("next")
    assert await cache.get_or_make("key", 60, Kitchen(b"after").make) == b"after"


async def test_an_answer_that_was_being_made_when_places_changed_is_not_served_afterwards(
    redis: Redis,
) -> None:
    cache = Cache(redis)
    late = asyncio.create_task(cache.get_or_make("key", 60, Kitchen(b"old", takes_s=0.03).make))
    await asyncio.sleep(0.01)
    cache.advance("next")
    assert await late == b"old"
    assert await cache.get_or_make("key", 60, Kitchen(b"new").make) == b"new"


async def test_processes_share_what_one_of_them_made(redis: Redis) -> None:
    one, other = Cache(redis), Cache(redis)
    assert await one.get_or_make("shared", 60, Kitchen(b"once").make) == b"once"
    assert await other.get_or_make("shared", 60, no_kitchen) == b"once"
    other.advance("later")
    assert await other.get_or_make("shared", 60, Kitchen(b"again").make) == b"again"


async def test_what_redis_keeps_ends_there_too(redis: Redis) -> None:
    await Cache(redis).get_or_make("key", 60, Kitchen(b"made").make)
    ttls = [await redis.ttl(key) async for key in redis.scan_iter("*")]
    assert len(ttls) == 1
    assert 0 < ttls[0] <= 60


async def test_memory_does_not_grow_without_end() -> None:
    cache, large = Cache(None), b"x" * 200_000
    for number in range(500):
        await cache.get_or_make(str(number), 60, Kitchen(large).make)
    assert await cache.get_or_make("499", 60, no_kitchen) == large
    assert await cache.get_or_make("0", 60, Kitchen(b"made again").make) == b"made again", (
        "the oldest goes first"
    )


async def test_a_redis_that_stops_is_a_miss_and_one_that_comes_back_is_used_again(tmp_path: Path) -> None:
    with own_valkey(tmp_path) as valkey:
        redis = Redis.from_url(f"redis://127.0.0.1:{valkey.port}/0", socket_connect_timeout=1)
        cache = Cache(redis)
        assert await cache.get_or_make("before", 60, Kitchen(b"made").make) == b"made"
        assert await cache.answers()
        valkey.stop()
        assert await cache.get_or_make("before", 60, no_kitchen) == b"made", "this process keeps it too"
        begun = time.monotonic()
        for number in range(200):
            assert await cache.get_or_make(f"away {number}", 60, Kitchen(b"made").make) == b"made"
        assert time.monotonic() - begun < 2, "a Redis that is away must not slow every answer"
        assert not await cache.answers()
        valkey.start()
        await eventually(cache.answers)
        await asyncio.sleep(5.1)  # The cache lets a Redis that failed rest for five seconds.
        await cache.get_or_make("after", 60, Kitchen(b"made").make)
        assert await Cache(redis).get_or_make("after", 60, no_kitchen) == b"made"
        await cache.close()


async def test_a_redis_that_never_was_there_is_a_miss() -> None:
    cache = Cache(Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=1))
    assert await cache.get_or_make("key", 60, Kitchen(b"made").make) == b"made"
    assert not await cache.answers()
    await cache.close()


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(200):
        if await condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came true")
