"""Bearer tokens of /v1: short-lived access tokens signed here, and refresh tokens that each work once."""

import time
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.refresh_token import REFRESH_TOKENS
from models.session import SESSIONS
from services.actor import Actor
from services.errors import Unauthorized
from services.secret_tokens import hash_of, new_token

LIFETIME = timedelta(minutes=15)
_ALGORITHM = "HS256"
_ISSUER = "ffff"
_CLAIMS = jwt.JWTClaimsRegistry(
    iss={"essential": True, "value": _ISSUER},
    exp={"essential": True},
    sub={"essential": True},
    sid={"essential": True},
)
_LONGEST = 2000


class InvalidToken(Unauthorized):
    code = "invalid_token"
    message = "This token is no longer valid. Sign in again."


class AccessTokens:
    """Signs and reads access tokens; whether the session behind one still lives is a question to the database."""

    def __init__(self, key: bytes) -> None:
        self._key = OctKey.import_key(key)

    def issue(self, actor: Actor) -> str:
        now = int(time.time())
        claims = {
            "iss": _ISSUER,
            "sub": str(actor.user_id),
            "sid": str(actor.session_id),
            "iat": now,
            "exp": now + int(LIFETIME.total_seconds()),
        }
        return jwt.encode({"alg": _ALGORITHM}, claims, self._key)

    def read(self, text: str) -> Actor:
        """Return whom a token speaks for.

        Raises:
            InvalidToken: it is not ours, was changed, or has expired.
        """
        if len(text) > _LONGEST:
            raise InvalidToken
        try:
            token = jwt.decode(text, self._key, algorithms=[_ALGORITHM])
            _CLAIMS.validate(token.claims)
            return Actor(UUID(token.claims["sub"]), UUID(token.claims["sid"]))
        except (JoseError, ValueError, TypeError, AttributeError):
            raise InvalidToken from None


@dataclass(frozen=True, slots=True)
class Rotated:
    """The session that a refresh token belongs to, and the token that replaces it."""

    actor: Actor
    token: str


class RefreshTokens:
    """The refresh tokens within one unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def issue(self, session_id: UUID) -> str:
        token = new_token()
        values = {"token_hash": hash_of(token), "session_id": session_id}
        await self._session.execute(insert(REFRESH_TOKENS).values(values))
        return token

    async def rotate(self, token: str) -> Rotated | None:
        """Use a refresh token up and replace it; None when it is unknown or was used before.

        A token that comes a second time has been stolen from one of two holders: its session ends with all its tokens.
        """
        if len(token) > _LONGEST:
            return None
        c, s = REFRESH_TOKENS.c, SESSIONS.c
        query = (
            select(s.id, s.user_id, c.used_at, s.expires_at < func.now())
            .join(SESSIONS, s.id == c.session_id)
            .where(c.token_hash == hash_of(token))
            .with_for_update()
        )
        row = (await self._session.execute(query)).one_or_none()
        if row is None:
            return None
        session_id, user_id, used_at, is_over = row
        if used_at is not None or is_over:
            await self._session.execute(delete(SESSIONS).where(s.id == session_id))
            return None
        used = update(REFRESH_TOKENS).where(c.token_hash == hash_of(token)).values(used_at=func.now())
        await self._session.execute(used)
        return Rotated(Actor(user_id, session_id), await self.issue(session_id))
