"""Which trips a user may see and change: queries that stand inside others, so that a stranger finds nothing."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    and_,
    case,
    literal,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from models.trip import TRIP_MEMBERS, TRIPS, TripRole
from services.errors import Forbidden, NotFound

t, m = TRIPS.c, TRIP_MEMBERS.c


class TripNotFound(NotFound):
    code = "trip_not_found"
    message = "There is no such trip, or you are no longer in it."


class MayOnlyRead(Forbidden):
    code = "may_only_read"
    message = "You can read this trip, but not change it. Ask its owner to make you an editor."


class NotTheOwner(Forbidden):
    code = "not_the_owner"
    message = "Only the owner of a trip can do this."


class Standing(StrEnum):
    """What somebody in a trip may do: the owner everything, editors change it, readers look at it."""

    OWNER = "owner"
    EDITOR = "editor"
    READER = "reader"

    @property
    def may_edit(self) -> bool:
        return self is not Standing.READER


def visible_trips(user_id: UUID) -> CompoundSelect[Any]:
    """The ids of the trips that are theirs or that they travel along."""
    joined = select(m.trip_id).where(m.user_id == user_id)
    return union_all(select(t.id).where(t.user_id == user_id), joined)


def editable_trips(user_id: UUID) -> CompoundSelect[Any]:
    """The ids of the trips that are theirs or that they may edit as a member."""
    joined = select(m.trip_id).where(m.user_id == user_id, m.role == TripRole.EDITOR)
    return union_all(select(t.id).where(t.user_id == user_id), joined)


def select_visible(user_id: UUID, *columns: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Return the query for these columns of the trips a user is in, after what the user may do in each."""
    mine = TRIPS.outerjoin(TRIP_MEMBERS, and_(m.trip_id == t.id, m.user_id == user_id))
    standing = case((t.user_id == user_id, literal(Standing.OWNER.value, String)), else_=m.role)
    return select(standing, *columns).select_from(mine).where(t.id.in_(visible_trips(user_id)))


async def standings(session: AsyncSession, user_id: UUID, trips: Collection[UUID]) -> Mapping[UUID, Standing]:
    """Tell what a user may do in those of these trips that they are in."""
    if not trips:
        return {}
    rows = await session.execute(select_visible(user_id, t.id).where(t.id.in_(trips)))
    return {trip_id: Standing(standing) for standing, trip_id in rows}


async def standing_in(session: AsyncSession, user_id: UUID, trip_id: UUID) -> Standing:
    """Tell what a user may do in a trip.

    Raises:
        TripNotFound: nothing, for they are not in it.
    """
    standing = await session.scalar(select_visible(user_id).where(t.id == trip_id))
    if standing is None:
        raise TripNotFound
    return Standing(standing)


async def hold_to_edit(session: AsyncSession, user_id: UUID, trip_id: UUID) -> Standing:
    """Keep a trip, and who is in it, as it is until the transaction ends, for somebody who may change it.

    Raises:
        TripNotFound, MayOnlyRead
    """
    standing = await _hold(session, user_id, trip_id)
    if not standing.may_edit:
        raise MayOnlyRead
    return standing


async def hold_as_owner(session: AsyncSession, user_id: UUID, trip_id: UUID) -> None:
    """Keep a trip, and who is in it, as it is until the transaction ends, for its owner.

    Raises:
        TripNotFound, NotTheOwner
    """
    if await _hold(session, user_id, trip_id) is not Standing.OWNER:
        raise NotTheOwner


async def hold_trip(session: AsyncSession, trip_id: UUID) -> None:
    """Keep a trip, and who is in it, as it is until the transaction ends; entries can still be written."""
    await session.execute(select(t.id).where(t.id == trip_id).with_for_update(key_share=True))


async def _hold(session: AsyncSession, user_id: UUID, trip_id: UUID) -> Standing:
    """What they may do is read when the trip is held: whoever held it before may have changed that."""
    await hold_trip(session, trip_id)
    return await standing_in(session, user_id, trip_id)
