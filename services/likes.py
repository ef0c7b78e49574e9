"""Hearts: one of a traveller for a place, counted on the place in the same transaction."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, func, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.like import LIKES
from models.place import PLACES
from services.actor import Actor, user_of
from services.places import SUMMARY, PlaceNotFound, PlaceSummary, can_be_id, summary
from services.search_orders import BadCursor

c = LIKES.c

MOST_CARRIED = 500


@dataclass(frozen=True, slots=True)
class Heart:
    """Whether the acting user likes a place, and how many do."""

    liked: bool
    count: int


@dataclass(frozen=True, slots=True)
class LikedPlace:
    """A place with the moment from which on the acting user likes it."""

    place: PlaceSummary
    liked_at: datetime


@dataclass(frozen=True, slots=True)
class LikedPage:
    """Some of the liked places, and the cursor of the page that follows, if one does."""

    items: Sequence[LikedPlace]
    next_cursor: str | None


class Likes:
    """The likes of the acting user within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None) -> None:
        self._session = session
        self._actor = actor

    async def give(self, place_id: str) -> tuple[Heart, bool]:
        """Like a place; also tells whether this was the first time.

        Raises:
            PlaceNotFound: there is no such place.
        """
        added = await self._add([place_id])
        return await self.heart(place_id), bool(added)

    async def take_back(self, place_id: str) -> Heart:
        """Like a place no more, whether it was liked or not.

        Raises:
            PlaceNotFound: there is no such place.
        """
        query = delete(LIKES).where(c.user_id == user_of(self._actor), c.place_id == _possible(place_id))
        gone = (await self._session.execute(query.returning(c.place_id))).scalars().all()
        await self._count(gone, -1)
        return await self.heart(place_id)

    async def carry_over(self, place_ids: Sequence[str]) -> int:
        """Like all of these places that exist, and say how many that added: hearts given before signing in."""
        return len(await self._add([one for one in place_ids[:MOST_CARRIED] if can_be_id(one)]))

    async def heart(self, place_id: str) -> Heart:
        """Return the heart of one place.

        Raises:
            PlaceNotFound: there is no such place.
        """
        hearts = await self.hearts([_possible(place_id)])
        if place_id not in hearts:
            raise PlaceNotFound
        return hearts[place_id]

    async def hearts(self, place_ids: Iterable[str]) -> Mapping[str, Heart]:
        """Return the hearts of several places at once."""
        mine = exists().where(c.place_id == PLACES.c.id, c.user_id == user_of(self._actor))
        query = select(PLACES.c.id, mine, PLACES.c.likes_count).where(
            PLACES.c.id.in_(list(place_ids)), PLACES.c.withdrawn_at.is_(None)
        )
        return {
            place_id: Heart(liked, count) for place_id, liked, count in await self._session.execute(query)
        }

    async def page(self, *, limit: int, cursor: str | None = None) -> LikedPage:
        """Return the liked places, newest first, from the one after the cursor; a like taken back leaves no gap.

        Raises:
            BadCursor: the cursor was not written here.
        """
        query = (
            select(c.created_at, c.id, *SUMMARY)
            .join(PLACES, PLACES.c.id == c.place_id)
            .where(c.user_id == user_of(self._actor), PLACES.c.withdrawn_at.is_(None))
            .order_by(c.created_at.desc(), c.id.desc())
            .limit(limit + 1)
        )
        if cursor is not None:
            query = query.where(tuple_(c.created_at, c.id) < tuple_(*map(literal, _read_cursor(cursor))))
        rows = (await self._session.execute(query)).all()
        items = [LikedPlace(summary(row[2:]), row.created_at) for row in rows[:limit]]
        last = rows[limit - 1] if len(rows) > limit else None
        return LikedPage(items, _written_cursor(last.created_at, last.id) if last else None)

    async def take_all_back(self) -> None:
        """Take back every heart, before the account goes."""
        query = delete(LIKES).where(c.user_id == user_of(self._actor)).returning(c.place_id)
        await self._count((await self._session.execute(query)).scalars().all(), -1)

    async def _add(self, place_ids: Sequence[str]) -> Sequence[str]:
        user_id = user_of(self._actor)
        known = select(PLACES.c.id).where(
            PLACES.c.id.in_([_possible(one) for one in place_ids]), PLACES.c.withdrawn_at.is_(None)
        )
        rows = [{"user_id": user_id, "place_id": one} for one in (await self._session.scalars(known)).all()]
        if not rows:
            return []
        query = insert(LIKES).values(rows).on_conflict_do_nothing().returning(c.place_id)
        added = (await self._session.execute(query)).scalars().all()
        await self._count(added, 1)
        return added

    async def _count(self, place_ids: Sequence[str], change: int) -> None:
        """Change the counts in the order of the ids, so that no two travellers wait for each other."""
        for place_id in sorted(place_ids):
            await self._session.execute(
                update(PLACES)
                .where(PLACES.c.id == place_id)
                .values(likes_count=PLACES.c.likes_count + change)
            )


def _possible(place_id: str) -> str:
    if not can_be_id(place_id):
        raise PlaceNotFound
    return place_id


def _written_cursor(liked_at: datetime, like_id: UUID) -> str:
    return base64.urlsafe_b64encode(f"{liked_at.isoformat()} {like_id}".encode()).decode().rstrip("=")


def _read_cursor(text: str) -> tuple[datetime, UUID]:
    try:
        liked_at, _, like_id = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition(" ")
        return datetime.fromisoformat(liked_at), UUID(like_id)
    except ValueError:
        raise BadCursor from None
