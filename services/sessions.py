"""Signed-in devices: begun at sign-in, looked up with every request, ended one by one or all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.language import Language
from models.session import SESSIONS, SessionKind
from models.user import USERS
from services.actor import Actor, Bearer, user_of
from services.errors import NotFound
from services.secret_tokens import hash_of, new_token

c = SESSIONS.c

LIFETIME = timedelta(days=60)
_SEEN_EVERY = timedelta(minutes=5)
_LONGEST_TOKEN = 200
_LONGEST_DEVICE = 200


class DeviceNotFound(NotFound):
    code = "device_not_found"
    message = "This device is no longer signed in."


@dataclass(frozen=True, slots=True)
class Traveller:
    """Who is signed in, as every page needs to know."""

    user_id: UUID
    session_id: UUID
    email: str
    is_verified: bool
    display_name: str
    language: Language
    scheme: str
    avatar: str | None
    is_demo: bool

    @property
    def actor(self) -> Actor:
        return Actor(self.user_id, self.session_id)


@dataclass(frozen=True, slots=True)
class Device:
    """One of a user's sessions, as they see it in their list."""

    session_id: UUID
    kind: SessionKind
    device: str
    created_at: datetime
    last_seen_at: datetime
    is_this_one: bool


class Sessions:
    """The sessions of one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None) -> None:
        self._session = session
        self._actor = actor

    async def begin(self, user_id: UUID, device: str) -> str:
        """Begin a session of a browser and return the token for its cookie."""
        token = new_token()
        await self._begin(user_id, SessionKind.PAGE, device, hash_of(token))
        return token

    async def begin_api(self, user_id: UUID, device: str) -> UUID:
        """Begin a session of an API client, which is carried by tokens of its own."""
        return await self._begin(user_id, SessionKind.API, device, None)

    async def traveller(self, token: str) -> Traveller | None:
        """Return who holds the token of a live session; notes now and then that the device was seen."""
        if len(token) > _LONGEST_TOKEN:
            return None
        query = (
            select(
                c.id.label("session_id"),
                (c.last_seen_at < func.now() - _SEEN_EVERY).label("is_stale"),
                *(USERS.c[name] for name in _TRAVELLER),
            )
            .join(USERS, USERS.c.id == c.user_id)
            .where(c.token_hash == hash_of(token), c.expires_at > func.now())
        )
        row = (await self._session.execute(query)).one_or_none()
        if row is None:
            return None
        if row.is_stale:
            await self._seen(row.session_id)
        return Traveller(
            user_id=row.id,
            session_id=row.session_id,
            email=row.email,
            is_verified=row.email_verified_at is not None,
            display_name=row.display_name,
            language=Language(row.lang),
            scheme=row.scheme,
            avatar=row.avatar,
            is_demo=row.is_demo,
        )

    async def bearer(self, actor: Actor) -> Bearer | None:
        """Return who acts through an API client's session, if that has neither ended nor expired."""
        query = (
            select(USERS.c.lang)
            .join(SESSIONS, c.user_id == USERS.c.id)
            .where(c.id == actor.session_id, c.user_id == actor.user_id, c.expires_at > func.now())
        )
        language = await self._session.scalar(query)
        return Bearer(actor, Language(language)) if language else None

    async def devices(self) -> Sequence[Device]:
        """Return the acting user's devices, the one they use now first, then the last seen."""
        query = (
            select(c.id, c.kind, c.device, c.created_at, c.last_seen_at)
            .where(c.user_id == user_of(self._actor), c.expires_at > func.now())
            .order_by(c.id != self._this(), c.last_seen_at.desc())
        )
        return [
            Device(
                session_id=row.id,
                kind=SessionKind(row.kind),
                device=row.device,
                created_at=row.created_at,
                last_seen_at=row.last_seen_at,
                is_this_one=row.id == self._this(),
            )
            for row in await self._session.execute(query)
        ]

    async def end(self, session_id: UUID) -> None:
        """End one of the acting user's sessions.

        Raises:
            DeviceNotFound: it has ended, or is somebody else's.
        """
        if not await self._end(c.user_id == user_of(self._actor), c.id == session_id):
            raise DeviceNotFound

    async def end_others(self) -> int:
        """End every session of the acting user but this one, and say how many that were."""
        return await self._end(c.user_id == user_of(self._actor), c.id.is_distinct_from(self._this()))

    async def end_all(self, user_id: UUID) -> None:
        await self._end(c.user_id == user_id)

    async def end_token(self, token: str) -> None:
        """End the session of a cookie, if it still lives."""
        await self._end(c.token_hash == hash_of(token))

    async def seen_again(self, session_id: UUID) -> None:
        """Let an API client's session live on, since it has shown its refresh token."""
        await self._seen(session_id)

    def _this(self) -> UUID | None:
        return self._actor.session_id if self._actor else None

    async def _begin(self, user_id: UUID, kind: SessionKind, device: str, token_hash: bytes | None) -> UUID:
        query = (
            insert(SESSIONS)
            .values(
                user_id=user_id,
                kind=kind,
                device=_shown(device),
                token_hash=token_hash,
                expires_at=func.now() + LIFETIME,
            )
            .returning(c.id)
        )
        return (await self._session.execute(query)).scalar_one()

    async def _seen(self, session_id: UUID) -> None:
        again = {"last_seen_at": func.now(), "expires_at": func.now() + LIFETIME}
        await self._session.execute(update(SESSIONS).where(c.id == session_id).values(again))

    async def _end(self, *conditions: ColumnElement[bool]) -> int:
        ended = await self._session.execute(delete(SESSIONS).where(*conditions).returning(c.id))
        return len(ended.all())


_TRAVELLER = ("id", "email", "email_verified_at", "display_name", "lang", "scheme", "avatar", "is_demo")


def _shown(device: str) -> str:
    return "".join(filter(str.isprintable, device))[:_LONGEST_DEVICE]
