"""Stars: one rating of a traveller for a place, which carries the mean and the number of those that are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.place import PLACES
from models.rating import RATINGS
from models.user import USERS
from services.actor import Actor, user_of
from services.errors import Invalid, NotFound
from services.places import PlaceNotFound, can_be_id
from services.plain_text import one_line
from services.users import hold_user

c = RATINGS.c

MOST_STARS = 5
LONGEST_COMMENT = 500


class NotStars(Invalid):
    code = "invalid_stars"
    message = "A rating needs one to five stars."


class CommentTooLong(Invalid):
    code = "comment_too_long"
    message = "What you write about a place can have up to {most} characters."


class RatingNotFound(NotFound):
    code = "rating_not_found"
    message = "We could not find that rating."


@dataclass(frozen=True, slots=True)
class OwnRating:
    """A rating as its author sees it; a hidden one waits for somebody to look at it and does not count."""

    id: UUID
    place_id: str
    stars: int
    comment: str
    created_at: datetime
    updated_at: datetime
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class ShownRating:
    """A rating as everybody sees it."""

    id: UUID
    stars: int
    comment: str
    author: str
    avatar: str | None
    created_at: datetime
    updated_at: datetime
    is_mine: bool


class Ratings:
    """The ratings of every place, and those of the acting user, within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None) -> None:
        self._session = session
        self._actor = actor

    async def rate(self, place_id: str, stars: int, comment: str = "") -> OwnRating:
        """Rate a place, or change one's rating of it.

        Raises:
            NotStars, CommentTooLong
            PlaceNotFound: there is no such place.
        """
        if not 1 <= stars <= MOST_STARS:
            raise NotStars
        said = {"stars": stars, "comment": _readable(comment)}
        user_id = await hold_user(self._session, self._actor)
        await _hold_shown_place(self._session, place_id)
        query = (
            insert(RATINGS)
            .values(user_id=user_id, place_id=place_id, **said)
            .on_conflict_do_update(
                constraint="one_rating_for_a_place", set_={**said, "updated_at": func.now()}
            )
            .returning(*_OWN)
        )
        rating = OwnRating(*(await self._session.execute(query)).one())
        await recount(self._session, place_id)
        return rating

    async def remove(self, place_id: str) -> None:
        """Remove the acting user's rating of a place.

        Raises:
            RatingNotFound: there is none.
        """
        user_id = user_of(self._actor)
        if not can_be_id(place_id):
            raise RatingNotFound
        await hold_place(self._session, place_id)
        query = delete(RATINGS).where(c.user_id == user_id, c.place_id == place_id).returning(c.id)
        if await self._session.scalar(query) is None:
            raise RatingNotFound
        await recount(self._session, place_id)

    async def remove_all(self) -> None:
        """Remove every rating of the acting user, who can give no other until this unit of work ends.

        It comes first of all when an account goes: its places are held in the order of their ids.
        """
        user_id = await hold_user(self._session, self._actor, going=True)
        query = select(c.place_id).where(c.user_id == user_id).order_by(c.place_id)
        place_ids = (await self._session.scalars(query)).all()
        for place_id in place_ids:
            await hold_place(self._session, place_id)
        await self._session.execute(delete(RATINGS).where(c.user_id == user_id))
        for place_id in place_ids:
            await recount(self._session, place_id)

    async def of_place(
        self, place_id: str, *, limit: int, before: UUID | None = None
    ) -> Sequence[ShownRating]:
        """Return the ratings of a place that are shown, newest first, from the one after `before`."""
        if not can_be_id(place_id):
            return []
        query = (
            select(
                c.id,
                c.stars,
                c.comment,
                USERS.c.display_name,
                USERS.c.avatar,
                c.created_at,
                c.updated_at,
                c.user_id,
            )
            .join(USERS, USERS.c.id == c.user_id)
            .where(c.place_id == place_id, c.hidden_at.is_(None))
            .order_by(c.created_at.desc(), c.id.desc())
            .limit(limit)
        )
        if before is not None:
            last = select(c.created_at, c.id).where(c.id == before, c.place_id == place_id)
            query = query.where(func.row(c.created_at, c.id) < last.scalar_subquery())
        me = self._actor.user_id if self._actor else None
        return [
            ShownRating(*row[:-1], is_mine=row.user_id == me) for row in await self._session.execute(query)
        ]

    async def by_stars(self, place_id: str) -> Mapping[int, int]:
        """Count the shown ratings of a place with five stars, with four, and so on down to one."""
        counts = dict.fromkeys(range(MOST_STARS, 0, -1), 0)
        if can_be_id(place_id):
            query = select(c.stars, func.count()).where(c.place_id == place_id, c.hidden_at.is_(None))
            counts.update((row[0], row[1]) for row in await self._session.execute(query.group_by(c.stars)))
        return counts

    async def mine(self, place_id: str) -> OwnRating | None:
        """Return the acting user's rating of a place."""
        if not can_be_id(place_id):
            return None
        query = select(*_OWN).where(c.user_id == user_of(self._actor), c.place_id == place_id)
        row = (await self._session.execute(query)).one_or_none()
        return OwnRating(*row) if row else None


async def hold_place(session: AsyncSession, place_id: str) -> None:
    """Let nobody else rate this place, or count its ratings, until the transaction ends."""
    query = select(PLACES.c.id).where(PLACES.c.id == place_id).with_for_update(key_share=True)
    await session.execute(query)


async def recount(session: AsyncSession, place_id: str) -> None:
    """Write the mean and the number of the shown ratings to a place that is held."""
    shown = select(func.avg(c.stars), func.count()).where(c.place_id == place_id, c.hidden_at.is_(None))
    mean, number = (await session.execute(shown)).one()
    counted = {"rating": mean, "rating_count": number}
    await session.execute(update(PLACES).where(PLACES.c.id == place_id).values(counted))


_OWN = (c.id, c.place_id, c.stars, c.comment, c.created_at, c.updated_at, c.hidden_at.is_not(None))


async def _hold_shown_place(session: AsyncSession, place_id: str) -> None:
    query = select(PLACES.c.id).where(PLACES.c.id == place_id, PLACES.c.withdrawn_at.is_(None))
    held = can_be_id(place_id) and await session.scalar(query.with_for_update(key_share=True))
    if not held:
        raise PlaceNotFound


def _readable(comment: str) -> str:
    line = one_line(comment)
    if len(line) > LONGEST_COMMENT:
        raise CommentTooLong(most=LONGEST_COMMENT)
    return line
