"""Places a traveller has been to."""

from collections.abc import Mapping

from sqlalchemy import delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.place import PLACES
from models.region import Region
from models.visit import VISITS
from services.actor import Actor, user_of
from services.places import PlaceNotFound, can_be_id

c = VISITS.c


class Visits:
    """The visits of the acting user within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None) -> None:
        self._session = session
        self._actor = actor

    async def mark(self, place_id: str) -> None:
        """Note that the acting user has been to a place.

        Raises:
            PlaceNotFound: there is no such place.
        """
        user_id = user_of(self._actor)
        query = select(PLACES.c.id).where(PLACES.c.id == place_id, PLACES.c.withdrawn_at.is_(None))
        if not can_be_id(place_id) or await self._session.scalar(query) is None:
            raise PlaceNotFound
        visit = insert(VISITS).values(user_id=user_id, place_id=place_id)
        await self._session.execute(visit.on_conflict_do_nothing())

    async def unmark(self, place_id: str) -> None:
        """Forget that the acting user has been to a place, whether it was marked or not."""
        user_id = user_of(self._actor)
        if can_be_id(place_id):
            await self._session.execute(delete(VISITS).where(c.user_id == user_id, c.place_id == place_id))

    async def is_marked(self, place_id: str) -> bool:
        query = select(literal(1)).where(c.user_id == user_of(self._actor), c.place_id == place_id)
        return can_be_id(place_id) and await self._session.scalar(query) is not None

    async def regions(self) -> Mapping[Region, int]:
        """Count the visited places of every region in which there is one."""
        query = (
            select(PLACES.c.region, func.count())
            .join(VISITS, c.place_id == PLACES.c.id)
            .where(c.user_id == user_of(self._actor), PLACES.c.withdrawn_at.is_(None))
            .group_by(PLACES.c.region)
        )
        return {Region(region): number for region, number in await self._session.execute(query)}
