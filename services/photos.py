"""Travellers' pictures of places as rows; what takes longer than a transaction is in `uploads`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, false, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.photo import PHOTOS
from models.place import PLACES
from models.user import USERS
from services.actor import Actor, user_of
from services.errors import Conflict, NotFound, Unauthorized
from services.places import PlaceNotFound, can_be_id

c = PHOTOS.c

MOST_OF_A_PLACE = 10
MOST_IN_ALL = 200
LICENCE = "© the traveller; shown on FFFF with their consent"
"""What a traveller agrees to when they upload a picture."""


class PhotoNotFound(NotFound):
    code = "photo_not_found"
    message = "We could not find that photo."


class PlaceHasEnough(Conflict):
    code = "too_many_photos_of_place"
    message = "You have already shared {most} photos of this place. Remove one to make room for another."


class TravellerHasEnough(Conflict):
    code = "too_many_photos"
    message = "You have already shared {most} photos. Remove one to make room for another."


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A picture with its largest size in pixels; a hidden one waits for somebody to look at it."""

    id: UUID
    place_id: str
    credit: str
    width: int
    height: int
    created_at: datetime
    is_mine: bool
    is_hidden: bool


class Photos:
    """The pictures of every place, and those of the acting user, within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None) -> None:
        self._session = session
        self._actor = actor

    async def check_room(self, place_id: str) -> None:
        """Tell whether the acting user may show one more picture of a place.

        Raises:
            PlaceNotFound: there is no such place.
            PlaceHasEnough, TravellerHasEnough
        """
        if not can_be_id(place_id):
            raise PlaceNotFound
        query = select(
            exists().where(PLACES.c.id == place_id, PLACES.c.withdrawn_at.is_(None)),
            func.count().filter(c.place_id == place_id),
            func.count(),
        ).where(c.user_id == user_of(self._actor))
        is_place, of_place, in_all = (await self._session.execute(query)).one()
        if not is_place:
            raise PlaceNotFound
        if of_place >= MOST_OF_A_PLACE:
            raise PlaceHasEnough(most=MOST_OF_A_PLACE)
        if in_all >= MOST_IN_ALL:
            raise TravellerHasEnough(most=MOST_IN_ALL)

    async def add(self, photo_id: UUID, place_id: str, *, width: int, height: int) -> None:
        """Show a picture of a place, credited with the name that its owner has now; raises as `check_room` does.

        The owner's row is held, so that pictures sent at the same time are counted one after the other.
        """
        user_id = user_of(self._actor)
        owner = select(USERS.c.display_name).where(USERS.c.id == user_id).with_for_update(key_share=True)
        credit = await self._session.scalar(owner)
        if credit is None:
            raise Unauthorized
        await self.check_room(place_id)
        await self._session.execute(
            insert(PHOTOS).values(
                id=photo_id, user_id=user_id, place_id=place_id, credit=credit, width=width, height=height
            )
        )

    async def remove(self, photo_id: UUID) -> str:
        """Remove one of the acting user's pictures and return the id of its place; its objects are left to the caller.

        Raises:
            PhotoNotFound: there is none, or it is somebody else's.
        """
        query = delete(PHOTOS).where(c.id == photo_id, c.user_id == user_of(self._actor))
        place_id = await self._session.scalar(query.returning(c.place_id))
        if place_id is None:
            raise PhotoNotFound
        return place_id

    async def of_place(
        self, place_id: str, *, limit: int, before: UUID | None = None
    ) -> Sequence[ShownPhoto]:
        """Return the pictures of a place, newest first, from the one after `before`; hidden ones only to their owner."""
        if not can_be_id(place_id):
            return []
        query = (
            select(*_SHOWN, self._is_mine(), _IS_HIDDEN)
            .where(c.place_id == place_id, c.hidden_at.is_(None) | self._is_mine())
            .order_by(c.created_at.desc(), c.id.desc())
            .limit(limit)
        )
        if before is not None:
            last = select(c.created_at, c.id).where(c.id == before, c.place_id == place_id)
            query = query.where(func.row(c.created_at, c.id) < last.scalar_subquery())
        return [ShownPhoto(*row) for row in await self._session.execute(query)]

    async def mine(self) -> Sequence[ShownPhoto]:
        """Return all pictures of the acting user, newest first."""
        query = select(*_SHOWN, self._is_mine(), _IS_HIDDEN).where(c.user_id == user_of(self._actor))
        ordered = query.order_by(c.created_at.desc(), c.id.desc())
        return [ShownPhoto(*row) for row in await self._session.execute(ordered)]

    async def is_shown(self, photo_id: UUID) -> bool:
        """Tell whether everybody may see a picture."""
        query = select(exists().where(c.id == photo_id, c.hidden_at.is_(None)))
        return (await self._session.execute(query)).scalar_one()

    def _is_mine(self) -> ColumnElement[bool]:
        return c.user_id == self._actor.user_id if self._actor else false()


_SHOWN = (c.id, c.place_id, c.credit, c.width, c.height, c.created_at)
_IS_HIDDEN = c.hidden_at.is_not(None)
