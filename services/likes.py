"""Hearts: one of a traveller for a place, counted on the place in the same transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.like import LIKES
from models.place import PLACES
from services.actor import Actor, user_of
from services.cursors import read_cursor, written_cursor
from services.places import SUMMARY, PlaceNotFound, PlaceSummary, can_be_id, summary
from services.users import hold_user

c = LIKES.c

MOST_CARRIED = 500
_STEP = timedelta(microseconds=1)
"""What parts hearts that are given together, so that they keep their order."""


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
            PlaceNotFound: there is no such place, or it has been withdrawn.
        """
        added = await self._add([place_id])
        return await self.heart(place_id), bool(added)

    async def take_back(self, place_id: str) -> Heart:
        """Like a place no more, whether it was liked or not, and be it withdrawn.

        Raises:
            PlaceNotFound: there is no such place.
        """
        await self._remove(c.place_id == _possible(place_id))
        return await self._heart(PLACES.c.id == place_id)

    async def carry_over(self, place_ids: Sequence[str]) -> int:
        """Like those of these places that there are, the last one being the newest, and say how many that added.

        Of more than `MOST_CARRIED` ids the last ones count: these are hearts given in a browser before signing in.
        """
        return await self._add([one for one in place_ids if can_be_id(one)][-MOST_CARRIED:])

    async def heart(self, place_id: str) -> Heart:
        """Return the heart of one place.

        Raises:
            PlaceNotFound: there is no such place, or it has been withdrawn.
        """
        return await self._heart(PLACES.c.id == _possible(place_id), PLACES.c.withdrawn_at.is_(None))

    async def hearts(self, place_ids: Iterable[str]) -> Mapping[str, Heart]:
        """Return the hearts of those of these places that there are."""
        possible = [one for one in place_ids if can_be_id(one)]
        return await self._hearts(PLACES.c.id.in_(possible), PLACES.c.withdrawn_at.is_(None))

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
            query = query.where(
                tuple_(c.created_at, c.id) < tuple_(*map(literal, read_cursor(cursor, _moment, UUID)))
            )
        rows = (await self._session.execute(query)).all()
        items = [LikedPlace(summary(row[2:]), row.created_at) for row in rows[:limit]]
        last = rows[limit - 1] if len(rows) > limit else None
        return LikedPage(items, written_cursor([last.created_at, last.id]) if last else None)

    async def take_all_back(self) -> None:
        """Take back every heart, before the account goes."""
        await hold_user(self._session, self._actor, going=True)
        await self._remove()

    async def _add(self, place_ids: Sequence[str]) -> int:
        user_id = await hold_user(self._session, self._actor)
        ids = [_possible(one) for one in place_ids]
        there = select(PLACES.c.id).where(PLACES.c.id.in_(ids), PLACES.c.withdrawn_at.is_(None))
        there = there.order_by(PLACES.c.id)
        now = datetime.now(UTC)
        rows = [
            {"user_id": user_id, "place_id": one, "created_at": now + ids.index(one) * _STEP}
            for one in (await self._session.scalars(there)).all()
        ]
        if not rows:
            return 0
        query = insert(LIKES).values(rows).on_conflict_do_nothing().returning(c.place_id)
        added = (await self._session.scalars(query)).all()
        await self._count(added, 1)
        return len(added)

    async def _remove(self, *conditions: ColumnElement[bool]) -> None:
        mine = (c.user_id == user_of(self._actor), *conditions)
        gone = (await self._session.scalars(delete(LIKES).where(*mine).returning(c.place_id))).all()
        await self._count(gone, -1)

    async def _count(self, place_ids: Sequence[str], change: int) -> None:
        """Add to the counts; several places are locked in one order, so that no two travellers wait in a circle."""
        if not place_ids:
            return
        if len(place_ids) > 1:
            locked = select(PLACES.c.id).where(PLACES.c.id.in_(place_ids)).order_by(PLACES.c.id)
            await self._session.execute(locked.with_for_update(key_share=True))
        query = update(PLACES).where(PLACES.c.id.in_(place_ids))
        await self._session.execute(query.values(likes_count=PLACES.c.likes_count + change))

    async def _heart(self, *conditions: ColumnElement[bool]) -> Heart:
        for heart in (await self._hearts(*conditions)).values():
            return heart
        raise PlaceNotFound

    async def _hearts(self, *conditions: ColumnElement[bool]) -> Mapping[str, Heart]:
        mine = exists().where(c.place_id == PLACES.c.id, c.user_id == user_of(self._actor))
        rows = await self._session.execute(select(PLACES.c.id, mine, PLACES.c.likes_count).where(*conditions))
        return {place_id: Heart(liked, count) for place_id, liked, count in rows}


def _possible(place_id: str) -> str:
    if not can_be_id(place_id):
        raise PlaceNotFound
    return place_id


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
