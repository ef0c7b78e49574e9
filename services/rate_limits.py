"""How often somebody may try: counted in Redis for all processes, in this one while Redis is away."""

import ipaddress
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import blake2b

import structlog
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

from services.errors import TooMany

log = structlog.get_logger()

_REDIS_REST_S = 5.0
_REDIS_PATIENCE_S = 0.25


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries of one kind within a window that moves."""

    name: str
    item: RateLimitItem


SIGN_IN_AT_ADDRESS = Limit("sign-in", RateLimitItemPerMinute(60))
SIGN_IN_TO_ACCOUNT = Limit("sign-in-account", RateLimitItemPerMinute(10, 5))
SIGN_IN_TO_ACCOUNT_FROM_ANYWHERE = Limit("sign-in-account-anywhere", RateLimitItemPerHour(100))
REGISTER = Limit("register", RateLimitItemPerMinute(60, 10))
MAIL_TO_ACCOUNT = Limit("mail", RateLimitItemPerMinute(3, 15))
MAIL_FROM_ADDRESS = Limit("mail-from", RateLimitItemPerMinute(30, 15))
TOKEN_AT_ADDRESS = Limit("token", RateLimitItemPerMinute(120))
PASSWORD_AGAIN = Limit("password-again", RateLimitItemPerMinute(10, 5))
CHANGES = Limit("changes", RateLimitItemPerSecond(120, 10))
UPLOADS = Limit("uploads", RateLimitItemPerMinute(30, 10))
REPORTS = Limit("reports", RateLimitItemPerMinute(20, 60))
SHARED_TRIPS = Limit("shared-trips", RateLimitItemPerMinute(240))
FEED_READ = Limit("feed", RateLimitItemPerMinute(60, 10))
FEED_GUESSED = Limit("feed-guessed", RateLimitItemPerMinute(60))
IMPORTS = Limit("imports", RateLimitItemPerMinute(30, 10))
AT_GOOGLE = Limit("at-google", RateLimitItemPerMinute(90, 10))
EXPORTS = Limit("exports", RateLimitItemPerMinute(6, 60))


class RateLimits:
    """Counts tries; a Redis that fails leaves the counting to this process."""

    def __init__(self, redis_url: str | None) -> None:
        self._here = MovingWindowRateLimiter(_Memory())
        self._everywhere = None
        self._pool = None
        if redis_url:
            patience = {"socket_connect_timeout": _REDIS_PATIENCE_S, "socket_timeout": _REDIS_PATIENCE_S}
            self._pool = ConnectionPool.from_url(redis_url, **patience)
            storage = RedisStorage(redis_url, implementation="redispy", connection_pool=self._pool)  # pyright: ignore[reportArgumentType]
            self._everywhere = MovingWindowRateLimiter(storage)
        self._redis_rests_until = 0.0

    async def close(self) -> None:
        if self._pool:
            await self._pool.disconnect()

    async def spend(self, limit: Limit, *subject: str) -> None:
        """Count one try of a subject, which is kept as a hash.

        Raises:
            TooMany: there have been too many; this one does not count.
        """
        await self._do(lambda limiter: _spend(limiter, limit.item, limit.name, _hidden(*subject)))

    async def forget(self, limit: Limit, *subject: str) -> None:
        """Begin to count a subject anew."""
        await self._do(lambda limiter: limiter.clear(limit.item, limit.name, _hidden(*subject)))

    async def _do(self, work: Callable[[MovingWindowRateLimiter], Awaitable[None]]) -> None:
        if self._everywhere and time.monotonic() >= self._redis_rests_until:
            try:
                return await work(self._everywhere)
            except (RedisError, TimeoutError, OSError) as error:
                self._redis_rests_until = time.monotonic() + _REDIS_REST_S
                log.warning("redis_away", reason=type(error).__name__)
        return await work(self._here)


def network(address: str) -> str:
    """Return what stands for one household: the address, or of IPv6 its first 64 bits."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)


class _Memory(MemoryStorage):
    async def clear(self, key: str) -> None:
        """Empty an entry rather than take it away: the sweep of limits 5.8 stumbles over one that goes meanwhile."""
        self.events[key] = []


async def _spend(limiter: MovingWindowRateLimiter, item: RateLimitItem, *key: str) -> None:
    if not await limiter.hit(item, *key):
        window = await limiter.get_window_stats(item, *key)
        seconds = max(1, math.ceil(window.reset_time - time.time()))
        raise TooMany(retry_after_s=seconds, limit=item.amount)


def _hidden(*subject: str) -> str:
    return blake2b("\0".join(subject).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
