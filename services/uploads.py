"""Pictures on their way in and out: drawn anew first, then stored, then noted in one short unit of work."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from secrets import token_hex
from uuid import UUID, uuid4

import structlog

from services.accounts import OpenUnit
from services.actor import Actor
from services.errors import Invalid
from services.object_keys import avatar_key, avatar_keys, photo_key, photo_keys
from services.object_store import ObjectStore, ObjectStoreAway
from services.pictures import CONTENT_TYPE, PLACE_EDGES, Rendition, avatar_renditions, place_renditions
from services.rate_limits import UPLOADS, RateLimits

log = structlog.get_logger()


class NoConsent(Invalid):
    code = "no_consent"
    message = (
        "Please confirm that the picture is your own and may be shown here. Without that we cannot show it."
    )


class Uploads:
    """One per process."""

    def __init__(self, *, open_unit: OpenUnit, objects: ObjectStore, limits: RateLimits) -> None:
        self._open_unit = open_unit
        self._objects = objects
        self._limits = limits

    async def add_photo(self, actor: Actor, place_id: str, content: bytes, *, consents: bool) -> UUID:
        """Show a traveller's picture of a place and return its id.

        Raises:
            NoConsent, TooMany, ObjectStoreAway
            PlaceNotFound, PlaceHasEnough, TravellerHasEnough: as `Photos.check_room` has it.
            Invalid: the picture cannot be shown, for one of the reasons of `pictures.renditions`.
        """
        if not consents:
            raise NoConsent
        await self._limits.spend(UPLOADS, str(actor.user_id))
        async with self._open_unit(actor) as services:
            await services.photos.check_room(place_id)
        drawn = await place_renditions(content)
        photo_id, largest = uuid4(), drawn[max(PLACE_EDGES)]
        pictures = {photo_key(photo_id, edge): picture for edge, picture in drawn.items()}
        async with self._stored(pictures), self._open_unit(actor) as services:
            await services.photos.add(photo_id, place_id, width=largest.width, height=largest.height)
        return photo_id

    async def remove_photo(self, actor: Actor, photo_id: UUID) -> str:
        """Remove one of a traveller's own pictures and return the id of its place.

        Raises:
            PhotoNotFound: there is none, or it is somebody else's.
        """
        async with self._open_unit(actor) as services:
            place_id = await services.photos.remove(photo_id)
        await self._forget(photo_keys(photo_id))
        return place_id

    async def set_avatar(self, actor: Actor, content: bytes) -> None:
        """Show a picture beside a traveller's name in place of the one before.

        Raises:
            TooMany, ObjectStoreAway
            Invalid: the picture cannot be shown, for one of the reasons of `pictures.square_renditions`.
        """
        await self._limits.spend(UPLOADS, str(actor.user_id))
        drawn = await avatar_renditions(content)
        avatar = token_hex(16)
        pictures = {avatar_key(avatar, edge): picture for edge, picture in drawn.items()}
        async with self._stored(pictures), self._open_unit(actor) as services:
            before = await services.users.set_avatar(avatar)
        await self._forget(avatar_keys(before) if before else [])

    async def remove_avatar(self, actor: Actor) -> None:
        """Show the first letter of a traveller's name again."""
        async with self._open_unit(actor) as services:
            before = await services.users.set_avatar(None)
        await self._forget(avatar_keys(before) if before else [])

    @asynccontextmanager
    async def _stored(self, pictures: Mapping[str, Rendition]) -> AsyncGenerator[None]:
        """Store pictures for a row that is written meanwhile; where either fails, none of them stays."""
        stored: list[str] = []
        try:
            for key, picture in pictures.items():
                await self._objects.put(key, picture.content, CONTENT_TYPE)
                stored.append(key)
            yield
        except BaseException:
            await self._forget(stored)
            raise

    async def _forget(self, keys: Sequence[str]) -> None:
        """Delete objects to which no row leads any more; what the store does not delete now is found by `retention`."""
        if not keys:
            return
        try:
            await self._objects.delete(keys)
        except ObjectStoreAway:
            log.warning("objects_left_behind", number=len(keys))
