"""The same request twice is one request: what a key was answered is answered again for a day."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.idempotency_key import IDEMPOTENCY_KEYS
from services.actor import Actor, user_of
from services.errors import Conflict

c = IDEMPOTENCY_KEYS.c

_UNANSWERED = 0


class KeyUsedOtherwise(Conflict):
    code = "idempotency_key_reused"
    message = "This Idempotency-Key was already used for another request. Use a new one for each request."


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and the JSON that went with it."""

    status: int
    body: Any


class Idempotency:
    """The keys of the acting user within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None) -> None:
        self._session = session
        self._actor = actor

    async def once(self, key: str | None, request: bytes, work: Callable[[], Awaitable[Answer]]) -> Answer:
        """Do the work, or return what it was answered when this key came with the same request before.

        Two at the same time wait for each other. Work that fails leaves no key, since its transaction is undone.

        Raises:
            KeyUsedOtherwise: the key has come with another request.
        """
        if key is None:
            return await work()
        mine = (c.user_id == user_of(self._actor), c.key == key)
        request_hash = sha256(request).digest()
        claim = insert(IDEMPOTENCY_KEYS).values(
            user_id=user_of(self._actor), key=key, request_hash=request_hash, status=_UNANSWERED, answer={}
        )
        if await self._session.scalar(claim.on_conflict_do_nothing().returning(c.key)) is None:
            known = select(c.request_hash, c.status, c.answer).where(*mine)
            seen_hash, status, body = (await self._session.execute(known)).one()
            if seen_hash != request_hash:
                raise KeyUsedOtherwise
            return Answer(status, body)
        answer = await work()
        kept = update(IDEMPOTENCY_KEYS).where(*mine)
        await self._session.execute(kept.values(status=answer.status, answer=answer.body))
        return answer
