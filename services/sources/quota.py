"""How much a source lets us ask: so many calls a day, and so few at once."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = structlog.get_logger()
_T = TypeVar("_T")

_SEOUL = ZoneInfo("Asia/Seoul")
_REDIS_PATIENCE_S = 0.25
_REDIS_REST_S = 5.0
_KEPT_S = 2 * 24 * 3600


class DailyQuota:
    """Counts calls of a day in Seoul by what is called: in Redis for all processes, else in this one.

    While Redis is away each process counts on from what it knows, so that together they may ask more than the
    source allows; the source then says so itself.
    """

    def __init__(
        self,
        name: str,
        calls_a_day: int,
        *,
        redis: Redis | None = None,
        today: Callable[[], str] = lambda: datetime.now(_SEOUL).date().isoformat(),
    ) -> None:
        self.calls_a_day = calls_a_day
        self._name = name
        self._redis = redis
        self._today = today
        self._counted: Counter[str] = Counter()
        self._redis_rests_until = 0.0

    async def spend(self, what: str) -> bool:
        """Count one call; False when there is none left today."""
        key = self._key(what)
        here = self._counted[key] + 1
        self._counted[key] = max(here, await self._far(lambda redis: _count(redis, key)) or 0)
        return self._counted[key] <= self.calls_a_day

    async def use_up(self, what: str) -> None:
        """Ask no more today: the source itself has said that it is enough."""
        key = self._key(what)
        self._counted[key] = self.calls_a_day
        await self._far(lambda redis: redis.set(key, self.calls_a_day, ex=_KEPT_S))

    async def close(self) -> None:
        if self._redis is not None:
            await self._redis.aclose()

    async def _far(self, work: Callable[[Redis], Awaitable[_T]]) -> _T | None:
        if self._redis is None or time.monotonic() < self._redis_rests_until:
            return None
        try:
            async with asyncio.timeout(_REDIS_PATIENCE_S):
                return await work(self._redis)
        except (RedisError, TimeoutError, OSError) as error:
            self._redis_rests_until = time.monotonic() + _REDIS_REST_S
            log.warning("redis_away", reason=type(error).__name__)
            return None

    def _key(self, what: str) -> str:
        today = self._today()
        for old in [key for key in self._counted if not key.endswith(today)]:
            del self._counted[old]
        return f"quota:{self._name}:{what}:{today}"


class Spacing:
    """At most so many at once, each beginning a little after the one before."""

    def __init__(self, *, at_once: int, gap_s: float) -> None:
        self._at_once = asyncio.Semaphore(at_once)
        self._gap_s = gap_s
        self._next = 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncGenerator[None]:
        async with self._at_once:
            now = time.monotonic()
            begins = max(now, self._next)
            self._next = begins + self._gap_s
            await asyncio.sleep(begins - now)
            yield


async def _count(redis: Redis, key: str) -> int:
    counted = int(await redis.incr(key))
    if counted == 1:
        await redis.expire(key, _KEPT_S)
    return counted
