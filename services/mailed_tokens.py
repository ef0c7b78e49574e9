"""Tokens that travel in mails: used once, within half an hour."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.mailed_token import MAILED_TOKENS, MailedFor
from services.errors import Invalid
from services.secret_tokens import hash_of, new_token

c = MAILED_TOKENS.c

LIFETIME = timedelta(minutes=30)
_LONGEST = 200


class LinkOver(Invalid):
    code = "link_over"
    message = "This link has been used or is older than half an hour. Ask for a new one."


@dataclass(frozen=True, slots=True)
class Mailed:
    """Whom a token was sent to, and at which address."""

    user_id: UUID
    email: str


class MailedTokens:
    """The mailed tokens within one unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def issue(self, user_id: UUID, email: str, purpose: MailedFor) -> str:
        """Make a token; earlier ones for the same purpose are worth nothing from then on."""
        await self._session.execute(delete(MAILED_TOKENS).where(c.user_id == user_id, c.purpose == purpose))
        token = new_token()
        values = {"token_hash": hash_of(token), "user_id": user_id, "purpose": purpose, "email": email}
        await self._session.execute(insert(MAILED_TOKENS).values(**values, expires_at=func.now() + LIFETIME))
        return token

    async def is_good(self, token: str, purpose: MailedFor) -> bool:
        """Tell whether a token could be used, without using it."""
        query = select(c.user_id).where(*_fits(token, purpose))
        return await self._session.scalar(query) is not None

    async def use(self, token: str, purpose: MailedFor) -> Mailed:
        """Use a token up.

        Raises:
            LinkOver: it is unknown, was used, or is too old.
        """
        query = delete(MAILED_TOKENS).where(*_fits(token, purpose)).returning(c.user_id, c.email)
        row = (await self._session.execute(query)).one_or_none()
        if row is None:
            raise LinkOver
        return Mailed(row.user_id, row.email)


def _fits(token: str, purpose: MailedFor) -> tuple[ColumnElement[bool], ...]:
    return (c.token_hash == hash_of(token[:_LONGEST]), c.purpose == purpose, c.expires_at > func.now())
