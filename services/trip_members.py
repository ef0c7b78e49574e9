"""Who is in a trip, and what each may do there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, String, delete, insert, literal, null, select, type_coerce, union_all, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.calendar_feed import CALENDAR_FEEDS
from models.trip import TRIP_LINKS, TRIP_MEMBERS, TRIPS, LinkKind, TripRole
from models.user import USERS
from services.actor import Actor, user_of
from services.errors import Conflict, NotFound
from services.live import Touched
from services.trip_access import Standing, hold_as_owner, hold_trip, standing_in

t, m, u = TRIPS.c, TRIP_MEMBERS.c, USERS.c


class MemberNotFound(NotFound):
    code = "member_not_found"
    message = "This trip has no such member."


class OwnerStays(Conflict):
    code = "owner_stays"
    message = "A trip needs an owner. Hand it over to an editor first, or delete it."


class NeedsAnEditor(Conflict):
    code = "needs_an_editor"
    message = "Only an editor can take a trip over. Make this member an editor first."


@dataclass(frozen=True, slots=True)
class TripPerson:
    """Somebody in a trip as the others see them; an owner has not joined."""

    user_id: UUID
    display_name: str
    avatar: str | None
    role: Standing
    joined_at: datetime | None


async def people_of(session: AsyncSession, trip_id: UUID) -> Sequence[TripPerson]:
    """Return everybody in a trip, the owner first, then in the order in which they joined."""
    person = (u.id, u.display_name, u.avatar)
    never = type_coerce(null(), DateTime(timezone=True))
    owner = (
        select(*person, literal(Standing.OWNER.value, String).label("role"), never.label("joined_at"))
        .join_from(TRIPS, USERS, u.id == t.user_id)
        .where(t.id == trip_id)
    )
    members = (
        select(*person, m.role, m.joined_at)
        .join_from(TRIP_MEMBERS, USERS, u.id == m.user_id)
        .where(m.trip_id == trip_id)
    )
    everybody = union_all(owner, members).subquery()
    e = everybody.c
    rows = await session.execute(select(everybody).order_by(e.joined_at.asc().nulls_first(), e.id))
    return [TripPerson(*about, role=Standing(role), joined_at=joined_at) for *about, role, joined_at in rows]


class TripMembers:
    """Who is in the acting user's trips, within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None, touched: Touched) -> None:
        self._session = session
        self._actor = actor
        self._touched = touched

    async def all(self, trip_id: UUID) -> Sequence[TripPerson]:
        """Return everybody in a trip, the owner first.

        Raises:
            TripNotFound: there is none, or the acting user is not in it.
        """
        await standing_in(self._session, user_of(self._actor), trip_id)
        return await people_of(self._session, trip_id)

    async def change_role(self, trip_id: UUID, user_id: UUID, role: TripRole) -> TripPerson:
        """Let a member of the acting user's trip do more or less.

        Raises:
            TripNotFound, NotTheOwner
            MemberNotFound: the user is no member; the owner is none either.
        """
        await hold_as_owner(self._session, user_of(self._actor), trip_id)
        query = update(TRIP_MEMBERS).where(m.trip_id == trip_id, m.user_id == user_id).values(role=role.value)
        if await self._session.scalar(query.returning(m.user_id)) is None:
            raise MemberNotFound
        self._tell(trip_id, user_id)
        return next(one for one in await people_of(self._session, trip_id) if one.user_id == user_id)

    async def remove(self, trip_id: UUID, user_id: UUID) -> None:
        """Remove a member from the acting user's trip, with all its invitations, or leave it oneself.

        What a member has planned stays in the trip.

        Raises:
            TripNotFound, NotTheOwner, MemberNotFound
            OwnerStays: it is the owner who wants to leave.
        """
        own_id = user_of(self._actor)
        if user_id == own_id:
            await self._leave(trip_id)
            return
        await hold_as_owner(self._session, own_id, trip_id)
        await self._remove(trip_id, user_id)
        invitations = TRIP_LINKS.c.trip_id == trip_id, TRIP_LINKS.c.kind == LinkKind.INVITATION
        await self._session.execute(delete(TRIP_LINKS).where(*invitations))

    async def hand_over(self, trip_id: UUID, user_id: UUID) -> None:
        """Make an editor the owner of the acting user's trip, who becomes an editor of it.

        Raises:
            TripNotFound, NotTheOwner, MemberNotFound
            NeedsAnEditor: the member is a reader.
        """
        own_id = user_of(self._actor)
        accounts = select(u.id).where(u.id.in_([own_id, user_id])).order_by(u.id)
        await self._session.execute(accounts.with_for_update(read=True, key_share=True))
        await hold_as_owner(self._session, own_id, trip_id)
        member = (m.trip_id == trip_id, m.user_id == user_id)
        role = await self._session.scalar(select(m.role).where(*member))
        if role is None:
            raise MemberNotFound
        if role != TripRole.EDITOR:
            raise NeedsAnEditor
        await self._session.execute(delete(TRIP_MEMBERS).where(*member))
        await self._session.execute(update(TRIPS).where(t.id == trip_id).values(user_id=user_id))
        joining = {"trip_id": trip_id, "user_id": own_id, "role": TripRole.EDITOR.value}
        await self._session.execute(insert(TRIP_MEMBERS).values(joining))
        self._tell(trip_id, own_id, user_id)

    async def _leave(self, trip_id: UUID) -> None:
        own_id = user_of(self._actor)
        await hold_trip(self._session, trip_id)
        if await standing_in(self._session, own_id, trip_id) is Standing.OWNER:
            raise OwnerStays
        await self._remove(trip_id, own_id)

    async def _remove(self, trip_id: UUID, user_id: UUID) -> None:
        query = delete(TRIP_MEMBERS).where(m.trip_id == trip_id, m.user_id == user_id)
        if await self._session.scalar(query.returning(m.user_id)) is None:
            raise MemberNotFound
        feed = CALENDAR_FEEDS.c.trip_id == trip_id, CALENDAR_FEEDS.c.user_id == user_id
        await self._session.execute(delete(CALENDAR_FEEDS).where(*feed))
        self._tell(trip_id, user_id)

    def _tell(self, trip_id: UUID, *user_ids: UUID) -> None:
        self._touched.trip(trip_id)
        for user_id in user_ids:
            self._touched.user(user_id)
