"""Answers kept for a while: in this process first, in Redis for all processes behind it."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = structlog.get_logger()

_MOST_BYTES = 32_000_000
_REDIS_PATIENCE_S = 0.05
_REDIS_REST_S = 5.0


class Cache:
    """Bytes by key with a time to live; one maker at a time per key; a Redis that fails is a miss.

    Keys belong to a generation: `advance` forgets everything of the ones before, in every process.
    """

    def __init__(self, redis: Redis | None) -> None:
        self._redis = redis
        self._redis_rests_until = 0.0
        self._near: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self._bytes = 0
        self._making: dict[str, asyncio.Task[bytes]] = {}
        self.generation = "0"

    async def get_or_make(self, key: str, seconds: int, make: Callable[[], Awaitable[bytes]]) -> bytes:
        """Return what is kept under the key, else make it, keep it and return it."""
        key = f"{self.generation}:{key}"
        if (kept := self._kept_near(key)) is not None:
            return kept
        making = self._making.get(key)
        if making is None:
            making = self._making[key] = asyncio.create_task(self._make(key, seconds, make))
            making.add_done_callback(lambda _: self._making.pop(key, None))
        return await asyncio.shield(making)

    async def _make(self, key: str, seconds: int, make: Callable[[], Awaitable[bytes]]) -> bytes:
        """A task of its own, so that a caller who goes away takes nothing from those who wait for the same."""
        value = await self._far(key)
        if value is None:
            value = await make()
            await self._keep_far(key, seconds, value)
        self._keep_near(key, seconds, value)
        return value

    def advance(self, generation: str) -> None:
        """Begin a new generation; what was kept before is not served again."""
        self.generation = generation
        self._near.clear()
        self._bytes = 0

    async def answers(self) -> bool:
        """Tell whether Redis answers; always False without one."""
        if self._redis is None:
            return False
        try:
            async with asyncio.timeout(1):
                await self._redis.ping()  # pyright: ignore[reportGeneralTypeIssues, reportUnknownMemberType]
        except (RedisError, TimeoutError, OSError):
            return False
        return True

    async def close(self) -> None:
        if self._redis is not None:
            await self._redis.aclose()

    def _kept_near(self, key: str) -> bytes | None:
        entry = self._near.get(key)
        if entry is None:
            return None
        if entry[0] < time.monotonic():
            del self._near[key]
            self._bytes -= len(key) + len(entry[1])
            return None
        self._near.move_to_end(key)
        return entry[1]

    def _keep_near(self, key: str, seconds: int, value: bytes) -> None:
        if replaced := self._near.pop(key, None):
            self._bytes -= len(key) + len(replaced[1])
        self._near[key] = (time.monotonic() + seconds, value)
        self._bytes += len(key) + len(value)
        while self._bytes > _MOST_BYTES:
            oldest, (_, dropped) = self._near.popitem(last=False)
            self._bytes -= len(oldest) + len(dropped)

    async def _far(self, key: str) -> bytes | None:
        if self._redis is None or time.monotonic() < self._redis_rests_until:
            return None
        try:
            async with asyncio.timeout(_REDIS_PATIENCE_S):
                return await self._redis.get(f"cache:{key}")  # pyright: ignore[reportReturnType] (bytes: nothing is decoded)
        except (RedisError, TimeoutError, OSError) as error:
            self._let_redis_rest(error)
            return None

    async def _keep_far(self, key: str, seconds: int, value: bytes) -> None:
        if self._redis is None or time.monotonic() < self._redis_rests_until:
            return
        try:
            async with asyncio.timeout(_REDIS_PATIENCE_S):
                await self._redis.set(f"cache:{key}", value, ex=seconds)
        except (RedisError, TimeoutError, OSError) as error:
            self._let_redis_rest(error)

    def _let_redis_rest(self, error: Exception) -> None:
        self._redis_rests_until = time.monotonic() + _REDIS_REST_S
        log.warning("redis_away", reason=type(error).__name__)
