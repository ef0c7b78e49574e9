"""What belongs to an account, removed as a whole."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncSession

from models.export import EXPORTS
from models.like import LIKES
from models.photo import PHOTOS
from models.place import PLACES
from models.rating import RATINGS
from models.user import USERS
from services.actor import Actor
from services.likes import Likes
from services.live import Touched
from services.object_keys import avatar_keys, export_key, photo_keys
from services.ratings import Ratings
from services.trip_heirs import TripHeirs
from services.users import Users


class Belongings:
    """All that belongs to the acting user, within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None, touched: Touched) -> None:
        self._session = session
        self._actor = actor
        self._touched = touched

    async def remove(self) -> Sequence[str]:
        """Remove the account and all its rows, and return the keys of the objects that nobody owns then.

        Shared trips pass to another editor, and what was planned in the trips of others stays there.
        The account is held first, so that nothing is added meanwhile; then all its places in the order of their ids,
        so that no two travellers wait for each other.
        """
        heirs = TripHeirs(self._session, self._actor, self._touched)
        user_id = await heirs.hold()
        await self._hold_places(user_id)
        keys = await self._object_keys(user_id)
        await heirs.pass_on()
        await Ratings(self._session, self._actor).remove_all()
        await Likes(self._session, self._actor).take_all_back()
        await Users(self._session, self._actor).remove()
        return keys

    async def _hold_places(self, user_id: UUID) -> None:
        touched = union(
            *(select(table.c.place_id).where(table.c.user_id == user_id) for table in (LIKES, RATINGS))
        )
        places = select(PLACES.c.id).where(PLACES.c.id.in_(touched)).order_by(PLACES.c.id)
        await self._session.execute(places.with_for_update(key_share=True))

    async def _object_keys(self, user_id: UUID) -> Sequence[str]:
        avatar = await self._session.scalar(select(USERS.c.avatar).where(USERS.c.id == user_id))
        photos = await self._session.scalars(select(PHOTOS.c.id).where(PHOTOS.c.user_id == user_id))
        exports = await self._session.scalars(select(EXPORTS.c.id).where(EXPORTS.c.user_id == user_id))
        return [
            *(avatar_keys(avatar) if avatar else []),
            *(key for photo_id in photos for key in photo_keys(photo_id)),
            *(export_key(export_id) for export_id in exports),
        ]
