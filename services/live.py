"""Hints told to the open pages they concern, in this process at once and in all others through Redis.

A hint says that there is something to read again, never what: whoever hears it reads by their own rights.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import orjson
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = structlog.get_logger()

Hint = Mapping[str, Any]
Hear = Callable[[Hint], None]

_CHANNEL = "live"
_REDIS_PATIENCE_S = 1.0
_REDIS_REST_S = 2.0
_CLOSING_PATIENCE_S = 0.5
_MOST_WAITING = 1_000


@dataclass(slots=True)
class Touched:
    """Whom the changes of one unit of work concern; they are told when it has been committed."""

    topics: set[str] = field(default_factory=set[str])

    def schedule(self, user_id: UUID, trip_id: UUID | None) -> None:
        """An entry has changed: of a trip for everybody in it, else of one user alone."""
        self.topics.add(of_user(user_id) if trip_id is None else of_trip(trip_id))

    def trip(self, trip_id: UUID) -> None:
        """A trip itself has changed, or who is in it."""
        self.topics.add(of_trip(trip_id))

    def user(self, user_id: UUID) -> None:
        """Which trips a user is in has changed."""
        self.topics.add(of_user(user_id))


def of_user(user_id: UUID) -> str:
    return f"user:{user_id}"


def of_trip(trip_id: UUID) -> str:
    return f"trip:{trip_id}"


class Live:
    """The one listener of a process; without Redis, or while it is away, pages of this process still hear each other."""

    def __init__(self, redis_url: str | None) -> None:
        self._process = uuid4().hex
        self._redis = (
            Redis.from_url(redis_url, socket_connect_timeout=_REDIS_PATIENCE_S)  # pyright: ignore[reportUnknownMemberType]
            if redis_url
            else None
        )
        self._hearers: defaultdict[str, set[Hear]] = defaultdict(set)
        self._to_tell: asyncio.Queue[bytes] = asyncio.Queue(_MOST_WAITING)
        self._tasks: list[asyncio.Task[None]] = []

    def open(self) -> None:
        if self._redis is not None:
            self._tasks = [
                asyncio.create_task(self._keep_telling(self._redis)),
                asyncio.create_task(self._keep_listening(self._redis)),
            ]

    async def close(self) -> None:
        while waiting := [task for task in self._tasks if not task.done()]:
            for task in waiting:  # again and again: a connection that is just being made may swallow this
                task.cancel()
            await asyncio.wait(waiting, timeout=_CLOSING_PATIENCE_S)
        if self._redis is not None:
            await self._redis.aclose()

    def hear(self, topics: Iterable[str], hear: Hear) -> Callable[[], None]:
        """Call `hear` with every hint about one of the topics until the returned function is called."""
        heard = frozenset(topics)
        for topic in heard:
            self._hearers[topic].add(hear)

        def stop() -> None:
            for topic in heard:
                self._hearers[topic].discard(hear)
                if not self._hearers[topic]:
                    del self._hearers[topic]

        return stop

    def changed(self, touched: Touched) -> None:
        """Tell that what these changes concern is to be read again."""
        if touched.topics:
            self.tell(touched.topics, {"kind": "changed"})

    def tell(self, topics: Iterable[str], hint: Hint) -> None:
        """Tell a hint here and everywhere; returns at once, and a hint that Redis does not take is lost."""
        told = sorted(topics)
        self.tell_here(told, hint)
        if self._tasks:
            with contextlib.suppress(asyncio.QueueFull):
                self._to_tell.put_nowait(
                    orjson.dumps({"from": self._process, "topics": told, "hint": dict(hint)})
                )

    def tell_here(self, topics: Iterable[str], hint: Hint) -> None:
        """Tell a hint in this process alone, each hearer once however many of the topics it hears."""
        hearers = {hear for topic in topics for hear in self._hearers.get(topic, ())}
        for hear in hearers:
            hear(hint)

    async def _keep_telling(self, redis: Redis) -> None:
        while True:
            message = await self._to_tell.get()
            try:
                async with asyncio.timeout(_REDIS_PATIENCE_S):
                    await redis.publish(_CHANNEL, message)  # pyright: ignore[reportUnknownMemberType]
            except (RedisError, TimeoutError, OSError) as error:
                log.warning("live_not_told", reason=type(error).__name__)

    async def _keep_listening(self, redis: Redis) -> None:
        while True:
            try:
                await self._listen(redis)
            except (RedisError, TimeoutError, OSError) as error:
                log.warning("live_not_heard", reason=type(error).__name__)
            await asyncio.sleep(_REDIS_REST_S)

    async def _listen(self, redis: Redis) -> None:
        """Hear what the other processes tell; pages that may have missed something read again."""
        async with redis.pubsub(ignore_subscribe_messages=True) as channel:  # pyright: ignore[reportUnknownMemberType]
            await channel.subscribe(_CHANNEL)  # pyright: ignore[reportUnknownMemberType]
            self.tell_here(tuple(self._hearers), {"kind": "changed"})
            async for message in channel.listen():  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
                told: dict[str, Any] = orjson.loads(message["data"])  # pyright: ignore[reportUnknownArgumentType]
                if told["from"] != self._process:
                    self.tell_here(told["topics"], told["hint"])
