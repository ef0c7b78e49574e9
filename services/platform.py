"""What lives as long as the process: the pools, the cache, and the door to a unit of work."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from redis.asyncio import Redis

from services.access_tokens import AccessTokens
from services.accounts import Accounts
from services.actor import Actor
from services.address_tokens import AddressTokens
from services.cache import Cache
from services.catalogue import last_import
from services.clusters import WideMarkers
from services.database import Database, DatabaseUnavailable
from services.day_orders import DayOrders
from services.demo import demo_traveller
from services.directions import Directions
from services.google_places import GooglePlaces
from services.identity_providers import IdentityProviders, Provider
from services.leaving import Leaving
from services.live import Live, Touched
from services.mail import Mailer
from services.object_store import ObjectStore
from services.overview import Overview
from services.packing import Packing
from services.passwords import Passwords
from services.presence import Presence
from services.rate_limits import RateLimits
from services.secret_tokens import key_for
from services.sources.google import GoogleMaps
from services.sources.tourapi import TourApi
from services.unit_of_work import Services, services_on
from services.uploads import Uploads

SEOUL = ZoneInfo("Asia/Seoul")
_LOOK_EVERY_S = 5.0


class Platform:
    """One per process. Every answer begins with `open_unit`, or comes from `cache`."""

    def __init__(  # noqa: PLR0913 (each is a neighbour of its own)
        self,
        *,
        database_url: str,
        redis_url: str | None,
        secret_key: bytes,
        mailer: Mailer,
        objects: ObjectStore,
        providers: Iterable[Provider] = (),
        google: GoogleMaps | None = None,
        bcrypt_cost: int = 12,
        with_demo: bool = False,
    ) -> None:
        self.database = Database(database_url)
        self.cache = Cache(Redis.from_url(redis_url, socket_connect_timeout=1) if redis_url else None)  # pyright: ignore[reportUnknownMemberType]
        self._overview = Overview()
        self._wide_markers: WideMarkers = {}
        self._watch: asyncio.Task[None] | None = None
        self.on_new_generation: list[Callable[[], None]] = []
        self.cookie_key = key_for("cookies", secret_key)
        self._link_tokens = AddressTokens(key_for("trip links", secret_key))
        self.feed_tokens = AddressTokens(key_for("calendar feeds", secret_key))
        self.providers = IdentityProviders(providers)
        self.tourapi: TourApi | None = None
        """The Korea Tourism Organization's service, where there is a key."""
        self.limits = RateLimits(redis_url)
        self.passwords = Passwords(cost=bcrypt_cost)
        self.accounts = Accounts(
            open_unit=self.open_unit,
            passwords=self.passwords,
            limits=self.limits,
            access_tokens=AccessTokens(key_for("access tokens", secret_key)),
            mailer=mailer,
        )
        self.objects = objects
        self.uploads = Uploads(open_unit=self.open_unit, objects=objects, limits=self.limits)
        self.packing = Packing(open_unit=self.open_unit, objects=objects, limits=self.limits)
        self.leaving = Leaving(open_unit=self.open_unit, accounts=self.accounts, objects=objects)
        self.live = Live(redis_url)
        self.presence = Presence(self.live)
        self.day_orders = DayOrders()
        self.directions = Directions(google)
        self.google_places = GooglePlaces(google, self.cache)
        self._with_demo = with_demo
        self.demo: UUID | None = None
        """The demo traveller, where one may look around as such."""

    async def open(self) -> None:
        """Begin to notice when places change; the database may still be away."""
        self.live.open()
        self.presence.open()
        await self._look()
        if self._with_demo:
            async with self.database.transaction() as session:
                self.demo = await demo_traveller(session, now_in_seoul().date())
        self._watch = asyncio.create_task(self._keep_looking())

    async def close(self) -> None:
        if self._watch:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        await self.day_orders.close()
        await self.google_places.close()
        await self.directions.close()
        await self.presence.close()
        await self.live.close()
        await self.packing.close()
        await self.accounts.close()
        self.passwords.close()
        await self.limits.close()
        await self.providers.close()
        if self.tourapi:
            await self.tourapi.close()
        await self.cache.close()
        await self.database.close()

    @asynccontextmanager
    async def open_unit(self, actor: Actor | None = None) -> AsyncGenerator[Services]:
        """One session, one transaction, one acting user: committed at the end, rolled back on any error.

        Whom the changes concern hears of them after the commit.
        """
        touched = Touched()
        async with self.database.transaction() as session:
            yield services_on(session, actor, touched, self._overview, self._wide_markers, self._link_tokens)
        self.live.changed(touched)

    def source_states(self) -> dict[str, str]:
        """Tell of every foreign source that is set up whether it is asked: closed, half-open or open."""
        states = {"tourapi": self.tourapi and self.tourapi.state.value, "google": self.directions.state}
        return {name: state for name, state in states.items() if state}

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            await self._look()
            self.directions.forget_old()
            self.google_places.forget_old()

    async def _look(self) -> None:
        """Begin a new generation of the cache when places have been imported since the last look."""
        with contextlib.suppress(DatabaseUnavailable):
            async with self.database.transaction() as session:
                generation = await last_import(session)
            if generation != self.cache.generation:
                self._overview.forget()
                self._wide_markers.clear()
                self.cache.advance(generation)
                for listener in self.on_new_generation:
                    listener()


def now_in_seoul() -> datetime:
    """Return Korea's wall-clock time, without a zone."""
    return datetime.now(SEOUL).replace(tzinfo=None)
