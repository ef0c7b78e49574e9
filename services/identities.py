"""Foreign sign-ins that lead to an account: which there are, one more, one less."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.identity import IDENTITIES
from models.identity_provider import ProviderName
from models.user import USERS
from services.actor import Actor, user_of
from services.demo import DemoStays
from services.errors import Conflict
from services.foreign_identity import ForeignIdentity
from services.sealing import SealBroken, seal, unseal

c = IDENTITIES.c

_PURPOSE = "identity without an account"
_LASTS_S = 900


class IdentityTaken(Conflict):
    code = "identity_taken"
    message = "This sign-in with {provider} is already linked to an account."


class LastWayIn(Conflict):
    code = "last_way_in"
    message = "This is the only way to sign in to your account. Set a password first."


@dataclass(frozen=True, slots=True)
class PendingIdentity:
    """An identity that came without an account it may lead to, kept by the browser until there is one."""

    identity: ForeignIdentity
    next_path: str

    def sealed(self, key: bytes) -> str:
        """Encrypt for a cookie that is good for a quarter of an hour."""
        claims = {**asdict(self.identity), "next_path": self.next_path}
        return seal(claims, purpose=_PURPOSE, key=key, seconds=_LASTS_S)

    @classmethod
    def unsealed(cls, text: str, key: bytes) -> "PendingIdentity | None":
        """Read what `sealed` wrote; None when it is too old or not ours."""
        try:
            claims = unseal(text, purpose=_PURPOSE, key=key)
        except SealBroken:
            return None
        identity = ForeignIdentity(
            provider=ProviderName(claims["provider"]),
            subject=claims["subject"],
            email=claims["email"],
            email_verified=claims["email_verified"],
            name=claims["name"],
        )
        return cls(identity, claims["next_path"])


class Identities:
    """The foreign sign-ins within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None) -> None:
        self._session = session
        self._actor = actor

    async def holder(self, identity: ForeignIdentity) -> UUID | None:
        """Return the account that an identity leads to."""
        query = select(c.user_id).where(c.provider == identity.provider, c.subject == identity.subject)
        return await self._session.scalar(query)

    async def link(self, user_id: UUID, identity: ForeignIdentity) -> None:
        """Let an identity lead to an account.

        Raises:
            IdentityTaken: it leads to another account, or this one has one of the same provider.
            DemoStays: it would lead one person into what everybody shares.
        """
        if await self._session.scalar(select(USERS.c.is_demo).where(USERS.c.id == user_id)):
            raise DemoStays
        values = {
            "user_id": user_id,
            "provider": identity.provider.value,
            "subject": identity.subject,
            "email": identity.email,
        }
        query = insert(IDENTITIES).values(values).on_conflict_do_nothing().returning(c.id)
        linked = (await self._session.execute(query)).scalar_one_or_none()
        if linked is None and await self.holder(identity) != user_id:
            raise IdentityTaken(provider=identity.provider.brand)

    async def mine(self) -> Sequence[ProviderName]:
        """Return the providers that lead to the acting user's account."""
        query = select(c.provider).where(c.user_id == user_of(self._actor)).order_by(c.created_at)
        return [ProviderName(name) for name in await self._session.scalars(query)]

    async def unlink(self, provider: ProviderName) -> None:
        """Let a provider lead to the acting user's account no more.

        Raises:
            LastWayIn: there would be no way in left.
        """
        user_id = user_of(self._actor)
        await self._session.execute(select(USERS.c.id).where(USERS.c.id == user_id).with_for_update())
        ways = select(func.count()).where(c.user_id == user_id, c.provider != provider)
        has_password = select(USERS.c.password_hash.is_not(None)).where(USERS.c.id == user_id)
        if not await self._session.scalar(has_password) and not await self._session.scalar(ways):
            raise LastWayIn
        await self._session.execute(delete(IDENTITIES).where(c.user_id == user_id, c.provider == provider))
