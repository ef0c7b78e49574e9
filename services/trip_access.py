"""Which trips a user may see and change: queries that stand inside others, so that a stranger finds nothing."""

from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, select, union_all

from models.trip import TRIP_MEMBERS, TRIPS, TripRole
from services.errors import NotFound

t, m = TRIPS.c, TRIP_MEMBERS.c


class TripNotFound(NotFound):
    code = "trip_not_found"
    message = (
        "There is no such trip among yours; perhaps it has been deleted, or you are no longer part of it."
    )


def visible_trips(user_id: UUID) -> CompoundSelect[Any]:
    """The ids of the trips that are theirs or that they travel along."""
    joined = select(m.trip_id).where(m.user_id == user_id)
    return union_all(select(t.id).where(t.user_id == user_id), joined)


def editable_trips(user_id: UUID) -> CompoundSelect[Any]:
    """The ids of the trips that are theirs or that they may edit as a member."""
    joined = select(m.trip_id).where(m.user_id == user_id, m.role == TripRole.EDITOR)
    return union_all(select(t.id).where(t.user_id == user_id), joined)
