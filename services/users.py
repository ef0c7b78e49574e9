"""Accounts as rows: found by e-mail, made, changed, removed. What takes longer than a transaction is in `accounts`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.language import Language
from models.user import USERS, User
from services.actor import Actor, user_of
from services.errors import Conflict, Invalid, Unauthorized
from services.plain_text import one_line

c = USERS.c

LONGEST_NAME = 60


class EmailTaken(Conflict):
    code = "email_taken"
    message = "There is already an account with this e-mail address. Sign in, or ask for a new password."
    field = "email"


class NotAnEmail(Invalid):
    code = "invalid_email"
    message = "This is not an e-mail address. It should look like name@example.com."
    field = "email"


class NotAName(Invalid):
    code = "invalid_name"
    message = "A name needs 1 to 60 visible characters."
    field = "display_name"


@dataclass(frozen=True, slots=True)
class Profile:
    """A user as they see themselves."""

    id: UUID
    email: str
    is_verified: bool
    has_password: bool
    display_name: str
    language: Language
    avatar: str | None
    is_demo: bool
    created_at: datetime


class Users:
    """The accounts within one unit of work."""

    def __init__(self, session: AsyncSession, actor: Actor | None) -> None:
        self._session = session
        self._actor = actor

    async def add(
        self,
        *,
        email: str,
        display_name: str,
        language: Language,
        password_hash: str | None = None,
        is_verified: bool = False,
        is_demo: bool = False,
    ) -> UUID:
        """Add an account and return its id.

        Raises:
            EmailTaken: there is one with this e-mail address, in whatever case.
        """
        values = {
            "id": uuid4(),
            "email": email,
            "display_name": display_name,
            "lang": language.value,
            "password_hash": password_hash,
            "email_verified_at": func.now() if is_verified else None,
            "is_demo": is_demo,
        }
        query = insert(USERS).values(values).on_conflict_do_nothing().returning(c.id)
        user_id = (await self._session.execute(query)).scalar_one_or_none()
        if user_id is None:
            raise EmailTaken
        return user_id

    async def by_email(self, email: str) -> User | None:
        query = select(User).where(func.lower(c.email) == func.lower(email))
        return (await self._session.execute(query)).scalar_one_or_none()

    async def by_id(self, user_id: UUID) -> User | None:
        return await self._session.get(User, user_id)

    async def me(self) -> User:
        """Return the acting user.

        Raises:
            Unauthorized: nobody is signed in, or the account is gone.
        """
        user = await self.by_id(user_of(self._actor))
        if user is None:
            raise Unauthorized
        return user

    async def profile(self) -> Profile:
        """Return the acting user's profile; raises as `me` does."""
        return profile_of(await self.me())

    async def change(
        self, *, display_name: str | None = None, language: Language | None = None, scheme: str | None = None
    ) -> Profile:
        """Change what is given of the acting user's profile.

        Raises:
            NotAName: the display name cannot be shown.
        """
        user = await self.me()
        if display_name is not None:
            user.display_name = readable_name(display_name)
        if language is not None:
            user.lang = language
        if scheme is not None:
            user.scheme = scheme
        await self._session.flush()
        return profile_of(user)

    async def set_avatar(self, avatar: str | None) -> str | None:
        """Show another picture beside the acting user's name, or none, and return the one before.

        Raises:
            Unauthorized: nobody is signed in, or the account is gone.
        """
        mine = c.id == user_of(self._actor)
        held = select(c.id, c.avatar).where(mine).with_for_update(key_share=True)
        user = (await self._session.execute(held)).one_or_none()
        if user is None:
            raise Unauthorized
        await self._session.execute(update(USERS).where(mine).values(avatar=avatar))
        return user.avatar

    async def set_password_hash(self, user_id: UUID, password_hash: str) -> None:
        query = update(USERS).where(c.id == user_id).values(password_hash=password_hash)
        await self._session.execute(query)

    async def verify_email(self, user_id: UUID, email: str) -> None:
        """Note that mail to this address reaches the user, if it is still their address."""
        query = update(USERS).where(c.id == user_id, c.email == email, c.email_verified_at.is_(None))
        await self._session.execute(query.values(email_verified_at=func.now()))

    async def remove(self) -> None:
        """Remove the acting user's row, and with it all that refers to it."""
        await self._session.execute(delete(USERS).where(c.id == user_of(self._actor)))


async def hold_user(session: AsyncSession, actor: Actor | None, *, going: bool = False) -> UUID:
    """Keep the acting user's account from going until the transaction ends, and return its id.

    Whose own account is `going` waits for all they still do elsewhere, and whatever they begin then waits for that.

    Raises:
        Unauthorized: nobody is signed in, or the account is gone.
    """
    query = select(c.id).where(c.id == user_of(actor))
    lock = query.with_for_update() if going else query.with_for_update(read=True, key_share=True)
    user_id = await session.scalar(lock)
    if user_id is None:
        raise Unauthorized
    return user_id


def profile_of(user: User) -> Profile:
    """Return what a user may see of their own account."""
    return Profile(
        id=user.id,
        email=user.email,
        is_verified=user.email_verified_at is not None,
        has_password=user.password_hash is not None,
        display_name=user.display_name,
        language=Language(user.lang),
        avatar=user.avatar,
        is_demo=user.is_demo,
        created_at=user.created_at,
    )


def readable_email(text: str) -> str:
    """Return an e-mail address in its usual form.

    Raises:
        NotAnEmail: it is none.
    """
    try:
        parsed = validate_email(text.strip()[:300], check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise NotAnEmail from None
    return parsed.normalized


def readable_name(text: str) -> str:
    """Return a name as it is shown: composed, on one line, without what cannot be seen.

    Raises:
        NotAName: nothing is left, or too much.
    """
    seen = one_line(text)
    if not seen.strip("\u200d ") or len(seen) > LONGEST_NAME:
        raise NotAName
    return seen
