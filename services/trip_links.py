"""Links to a trip: invitations, by which one becomes a member, and shares, by which anybody reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, insert, or_, select
from sqlalchemy.dialects.postgresql import insert as insert_or_change
from sqlalchemy.ext.asyncio import AsyncSession

from models.trip import TRIP_LINKS, TRIP_MEMBERS, TRIPS, LinkKind, TripRole
from models.user import USERS
from services.actor import Actor, user_of
from services.address_tokens import AddressTokens
from services.errors import Conflict, Invalid, NotFound
from services.live import Touched
from services.trip_access import MayOnlyRead, Standing, TripNotFound, hold_to_edit, hold_trip, standing_in
from services.trip_members import TripPerson, people_of
from services.users import hold_user

c, t, m = TRIP_LINKS.c, TRIPS.c, TRIP_MEMBERS.c

INVITATION_DAYS = 7
MOST_DAYS = 365
_MOST_LINKS = 20
_MOST_MEMBERS = 30


class LinkNotFound(NotFound):
    code = "link_not_found"
    message = "This link no longer works. Ask the person who sent it for a new one."


class NotLinkDays(Invalid):
    code = "invalid_link_days"
    message = "A link can last from 1 to 365 days."
    field = "days"


class TooManyLinks(Conflict):
    code = "too_many_links"
    message = "This trip already has {most} links. Revoke one that is no longer needed."


class TripIsFull(Conflict):
    code = "trip_is_full"
    message = "This trip already has {most} members, the most it can have."


@dataclass(frozen=True, slots=True)
class Link:
    """A link as those see it who may change its trip; `role` belongs to invitations, the rest to shares."""

    id: UUID
    trip_id: UUID
    kind: LinkKind
    role: TripRole | None
    with_notes: bool
    with_members: bool
    expires_at: datetime | None
    created_at: datetime
    token: str

    @property
    def path(self) -> str:
        """Where the link leads on this site."""
        return f"/join/{self.token}" if self.kind is LinkKind.INVITATION else f"/t/{self.token}"


@dataclass(frozen=True, slots=True)
class Invitation:
    """Where an invitation leads; `standing` is what the acting user may do in the trip already."""

    trip_id: UUID
    title: str
    starts_on: date
    ends_on: date
    owner_name: str
    role: TripRole
    standing: Standing | None

    @property
    def adds_something(self) -> bool:
        """Whether joining by it lets the acting user do more than now."""
        return self.standing is None or (self.standing is Standing.READER and self.role is TripRole.EDITOR)


@dataclass(frozen=True, slots=True)
class SharedTrip:
    """A trip as anybody reads it by a link: with notes, and with who is in it, only where that was chosen."""

    link_id: UUID
    trip_id: UUID
    title: str
    starts_on: date
    ends_on: date
    with_notes: bool
    people: Sequence[TripPerson]


class TripLinks:
    """The links to trips within one unit of work."""

    def __init__(
        self, session: AsyncSession, actor: Actor | None, touched: Touched, tokens: AddressTokens
    ) -> None:
        self._session = session
        self._actor = actor
        self._touched = touched
        self._tokens = tokens

    async def all(self, trip_id: UUID) -> Sequence[Link]:
        """Return the links of a trip that have not expired, newest first.

        Raises:
            TripNotFound, MayOnlyRead
        """
        if not (await standing_in(self._session, user_of(self._actor), trip_id)).may_edit:
            raise MayOnlyRead
        query = select(*_LINK).where(c.trip_id == trip_id, _is_good()).order_by(c.created_at.desc(), c.id)
        return [self._link(row) for row in await self._session.execute(query)]

    async def invite(self, trip_id: UUID, role: TripRole, *, days: int = INVITATION_DAYS) -> Link:
        """Make a link by which people become members for so many days.

        Raises:
            TripNotFound, MayOnlyRead, NotLinkDays, TooManyLinks
        """
        return await self._add(trip_id, days, {"kind": LinkKind.INVITATION.value, "role": role.value})

    async def share(
        self, trip_id: UUID, *, days: int | None = None, with_notes: bool = False, with_members: bool = False
    ) -> Link:
        """Make a link by which anybody may read, for so many days or until it is revoked.

        Raises:
            TripNotFound, MayOnlyRead, NotLinkDays, TooManyLinks
        """
        chosen = {"kind": LinkKind.SHARE.value, "with_notes": with_notes, "with_members": with_members}
        return await self._add(trip_id, days, chosen)

    async def revoke(self, trip_id: UUID, link_id: UUID) -> None:
        """Let a link lead nowhere from now on.

        Raises:
            TripNotFound, MayOnlyRead
            LinkNotFound: it is gone, or of another trip.
        """
        await hold_to_edit(self._session, user_of(self._actor), trip_id)
        query = delete(TRIP_LINKS).where(c.id == link_id, c.trip_id == trip_id).returning(c.id)
        if await self._session.scalar(query) is None:
            raise LinkNotFound

    async def invitation(self, token: str) -> Invitation:
        """Return where an invitation leads.

        Raises:
            LinkNotFound: it has expired, was revoked, or was not made here.
        """
        user_id = user_of(self._actor)
        row = await self._leading(token, LinkKind.INVITATION)
        try:
            standing = await standing_in(self._session, user_id, row.trip_id)
        except TripNotFound:
            standing = None
        return Invitation(
            row.trip_id, row.title, row.starts_on, row.ends_on, row.display_name, TripRole(row.role), standing
        )

    async def join(self, token: str) -> UUID:
        """Become a member by an invitation, and return the trip's id; it never lessens what one may do already.

        Raises:
            TripIsFull
            LinkNotFound: it has expired, was revoked, or was not made here.
        """
        user_id = await hold_user(self._session, self._actor)
        await hold_trip(self._session, (await self._leading(token, LinkKind.INVITATION)).trip_id)
        invitation = await self.invitation(token)
        if invitation.adds_something:
            if invitation.standing is None:
                await self._check_room(invitation.trip_id)
            await self._join(invitation.trip_id, user_id, invitation.role)
        return invitation.trip_id

    async def shared(self, token: str) -> SharedTrip:
        """Return the trip that anybody may read by this link.

        Raises:
            LinkNotFound: it has expired, was revoked, or was not made here.
        """
        row = await self._leading(token, LinkKind.SHARE)
        people = await people_of(self._session, row.trip_id) if row.with_members else ()
        return SharedTrip(row.id, row.trip_id, row.title, row.starts_on, row.ends_on, row.with_notes, people)

    async def _add(self, trip_id: UUID, days: int | None, values: dict[str, Any]) -> Link:
        if days is not None and not 1 <= days <= MOST_DAYS:
            raise NotLinkDays
        await hold_to_edit(self._session, user_of(self._actor), trip_id)
        if len(await self.all(trip_id)) >= _MOST_LINKS:
            raise TooManyLinks(most=_MOST_LINKS)
        expires_at = datetime.now(UTC) + timedelta(days=days) if days is not None else None
        query = insert(TRIP_LINKS).values(trip_id=trip_id, expires_at=expires_at, **values).returning(*_LINK)
        return self._link((await self._session.execute(query)).one())

    async def _leading(self, token: str, kind: LinkKind) -> Any:
        row = (await self._session.execute(_leading(self._tokens.row_id(token), kind))).one_or_none()
        if row is None:
            raise LinkNotFound
        return row

    async def _check_room(self, trip_id: UUID) -> None:
        query = select(func.count()).select_from(TRIP_MEMBERS).where(m.trip_id == trip_id)
        if (await self._session.scalar(query) or 0) >= _MOST_MEMBERS:
            raise TripIsFull(most=_MOST_MEMBERS)

    async def _join(self, trip_id: UUID, user_id: UUID, role: TripRole) -> None:
        query = insert_or_change(TRIP_MEMBERS).values(trip_id=trip_id, user_id=user_id, role=role.value)
        again = query.on_conflict_do_update(index_elements=[m.trip_id, m.user_id], set_={"role": role.value})
        await self._session.execute(again)
        self._touched.trip(trip_id)
        self._touched.user(user_id)

    def _link(self, row: Sequence[Any]) -> Link:
        link_id, trip_id, kind, role, *rest = row
        known_role = TripRole(role) if role else None
        return Link(link_id, trip_id, LinkKind(kind), known_role, *rest, token=self._tokens.token(link_id))


_LINK = (c.id, c.trip_id, c.kind, c.role, c.with_notes, c.with_members, c.expires_at, c.created_at)


def _leading(link_id: UUID | None, kind: LinkKind) -> Select[*tuple[Any, ...]]:
    columns = (c.id, c.trip_id, c.role, c.with_notes, c.with_members, t.title, t.starts_on, t.ends_on)
    return (
        select(*columns, USERS.c.display_name)
        .join_from(TRIP_LINKS, TRIPS, t.id == c.trip_id)
        .join(USERS, USERS.c.id == t.user_id)
        .where(c.id == link_id, c.kind == kind.value, _is_good())
    )


def _is_good() -> ColumnElement[bool]:
    return or_(c.expires_at.is_(None), c.expires_at > func.now())
