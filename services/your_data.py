"""All that is kept about a traveller, as they take it along."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.api_token import API_TOKENS
from models.calendar_feed import CALENDAR_FEEDS
from models.identity import IDENTITIES
from models.language import Texts
from models.like import LIKES
from models.photo import PHOTOS
from models.place import PLACES
from models.rating import RATINGS
from models.report import REPORTS
from models.schedule import SCHEDULES
from models.session import SESSIONS
from models.trip import TRIP_MEMBERS, TRIPS
from models.user import USERS
from models.visit import VISITS
from services.actor import Actor, user_of
from services.errors import Unauthorized
from services.schedule_entries import visible_entries

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class OwnProfile:
    """The account itself, without its password."""

    id: UUID
    email: str
    email_verified_at: datetime | None
    display_name: str
    lang: str
    scheme: str
    avatar: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OwnLike:
    """A heart given to a place."""

    place_id: str
    place_name: Texts
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """A place marked as visited."""

    place_id: str
    place_name: Texts
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OwnRating:
    """Stars and a line given to a place; `hidden_at` tells since when others do not see it any more."""

    place_id: str
    place_name: Texts
    stars: int
    comment: str
    created_at: datetime
    updated_at: datetime
    hidden_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnPhoto:
    """A picture of a place; in the zip it lies at `photos/{id}.webp`."""

    id: UUID
    place_id: str
    place_name: Texts
    credit: str
    width: int
    height: int
    consented_at: datetime
    created_at: datetime
    hidden_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnReport:
    """What was said about somebody's rating or photo."""

    rating_id: UUID | None
    photo_id: UUID | None
    reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OwnTrip:
    """A journey with its first and last day."""

    id: UUID
    title: str
    starts_on: date
    ends_on: date
    version: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OwnMembership:
    """A journey of somebody else's that the traveller is in."""

    trip_id: UUID
    title: str
    role: str
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class OwnSchedule:
    """An entry that the traveller has made, alone or in a trip; times are Seoul's."""

    id: UUID
    trip_id: UUID | None
    place_id: str | None
    place_name: str | None
    date: date
    start_time: time | None
    end_time: time | None
    position: int
    note: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class OwnFeed:
    """A calendar feed that the traveller has set up, of one trip or of everything; not its address."""

    trip_id: UUID | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OwnDevice:
    """A signed-in device, as it calls itself."""

    kind: str
    device: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OwnApiToken:
    """The name of a token for scripts."""

    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnSignIn:
    """A linked sign-in of another provider, and what that calls the traveller."""

    provider: str
    subject: str
    email: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Everything:
    """What is kept about a traveller; never a hash or a token."""

    exported_at: datetime
    profile: OwnProfile
    likes: Sequence[OwnLike]
    visits: Sequence[OwnVisit]
    ratings: Sequence[OwnRating]
    photos: Sequence[OwnPhoto]
    reports: Sequence[OwnReport]
    trips: Sequence[OwnTrip]
    memberships: Sequence[OwnMembership]
    schedules: Sequence[OwnSchedule]
    calendar_feeds: Sequence[OwnFeed]
    devices: Sequence[OwnDevice]
    api_tokens: Sequence[OwnApiToken]
    linked_sign_ins: Sequence[OwnSignIn]


class YourData:
    """What is kept about the acting user, within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None) -> None:
        self._session = session
        self._actor = actor

    async def everything(self) -> Everything:
        """Return all of it.

        Raises:
            Unauthorized: nobody is signed in, or the account is gone.
        """
        return Everything(
            exported_at=datetime.now(UTC),
            profile=await self._profile(),
            likes=await self._at_places(OwnLike, LIKES),
            visits=await self._at_places(OwnVisit, VISITS),
            ratings=await self._at_places(OwnRating, RATINGS),
            photos=await self._at_places(OwnPhoto, PHOTOS),
            reports=await self._own(OwnReport, REPORTS),
            trips=await self._own(OwnTrip, TRIPS),
            memberships=await self._memberships(),
            schedules=await self._schedules(),
            calendar_feeds=await self._own(OwnFeed, CALENDAR_FEEDS),
            devices=await self._own(OwnDevice, SESSIONS),
            api_tokens=await self._own(OwnApiToken, API_TOKENS),
            linked_sign_ins=await self._own(OwnSignIn, IDENTITIES),
        )

    async def _profile(self) -> OwnProfile:
        query = select(*(USERS.c[name] for name in _names(OwnProfile)))
        row = (await self._session.execute(query.where(USERS.c.id == user_of(self._actor)))).one_or_none()
        if row is None:
            raise Unauthorized
        return OwnProfile(*row)

    async def _memberships(self) -> Sequence[OwnMembership]:
        m = TRIP_MEMBERS.c
        query = select(m.trip_id, TRIPS.c.title, m.role, m.joined_at).join(TRIPS, TRIPS.c.id == m.trip_id)
        own = query.where(m.user_id == user_of(self._actor)).order_by(m.joined_at)
        return [OwnMembership(*row) for row in await self._session.execute(own)]

    async def _schedules(self) -> Sequence[OwnSchedule]:
        """What one has planned where one still may see it; in a trip that one has left it is the others' by now."""
        query = select(*(SCHEDULES.c[name] for name in _names(OwnSchedule)))
        return await self._read(OwnSchedule, SCHEDULES, query.where(visible_entries(user_of(self._actor))))

    async def _own(self, shape: type[_T], table: Table) -> Sequence[_T]:
        return await self._read(shape, table, select(*(table.c[name] for name in _names(shape))))

    async def _at_places(self, shape: type[_T], table: Table) -> Sequence[_T]:
        columns = (PLACES.c.name if name == "place_name" else table.c[name] for name in _names(shape))
        query = select(*columns).join_from(table, PLACES, PLACES.c.id == table.c.place_id)
        return await self._read(shape, table, query)

    async def _read(self, shape: type[_T], table: Table, query: Select[Any]) -> Sequence[_T]:
        own = query.where(table.c.user_id == user_of(self._actor)).order_by(table.c.created_at)
        return [shape(*row) for row in await self._session.execute(own)]


def _names(shape: type[Any]) -> Sequence[str]:
    """The fields of a shape carry the names of the columns they are read from."""
    return [field.name for field in fields(shape)]
