"""A traveller's own tokens for scripts: named, shown once, revocable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.api_token import API_TOKENS
from models.language import Language
from models.user import USERS
from services.actor import Actor, Bearer, user_of
from services.errors import Conflict, NotFound
from services.secret_tokens import hash_of, new_token
from services.users import readable_name

c = API_TOKENS.c

PREFIX = "ffff_"
_MOST = 20
_LONGEST = 200


class ApiTokenNotFound(NotFound):
    code = "token_not_found"
    message = "There is no such token; it may have been revoked."


class TooManyApiTokens(Conflict):
    code = "too_many_tokens"
    message = "You already have {most} tokens. Revoke one that you no longer use."


@dataclass(frozen=True, slots=True)
class OwnToken:
    """A token as its owner sees it in the list; the token itself is shown only when it is made."""

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None


class ApiTokens:
    """The acting user's tokens within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None) -> None:
        self._session = session
        self._actor = actor

    async def add(self, name: str) -> tuple[OwnToken, str]:
        """Make a token and return it with its text, which nobody can read again.

        Raises:
            NotAName: the name cannot be shown.
            TooManyApiTokens: there are as many as one may have.
        """
        if len(await self.all()) >= _MOST:
            raise TooManyApiTokens(most=_MOST)
        text = new_token(PREFIX)
        values = {"user_id": user_of(self._actor), "name": readable_name(name), "token_hash": hash_of(text)}
        query = insert(API_TOKENS).values(values).returning(c.id, c.name, c.created_at, c.last_used_at)
        return OwnToken(*(await self._session.execute(query)).one()), text

    async def all(self) -> Sequence[OwnToken]:
        query = select(c.id, c.name, c.created_at, c.last_used_at).where(c.user_id == user_of(self._actor))
        return [OwnToken(*row) for row in await self._session.execute(query.order_by(c.created_at, c.id))]

    async def revoke(self, token_id: UUID) -> None:
        """Revoke one of the acting user's tokens.

        Raises:
            ApiTokenNotFound: it is gone, or somebody else's.
        """
        query = delete(API_TOKENS).where(c.id == token_id, c.user_id == user_of(self._actor))
        if (await self._session.execute(query.returning(c.id))).one_or_none() is None:
            raise ApiTokenNotFound

    async def revoke_all(self, user_id: UUID) -> None:
        await self._session.execute(delete(API_TOKENS).where(c.user_id == user_id))

    async def bearer(self, text: str) -> Bearer | None:
        """Return whom a token speaks for, and note that it was used."""
        if len(text) > _LONGEST:
            return None
        query = (
            update(API_TOKENS)
            .where(c.token_hash == hash_of(text), USERS.c.id == c.user_id)
            .values(last_used_at=func.now())
            .returning(c.user_id, USERS.c.lang)
        )
        row = (await self._session.execute(query)).one_or_none()
        return Bearer(Actor(row.user_id), Language(row.lang)) if row else None
