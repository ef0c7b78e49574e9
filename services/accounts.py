"""How one comes into an account and out of it: what takes longer than one transaction, because a hash is slow on purpose."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog

from models.language import Language
from models.mailed_token import MailedFor
from models.user import User
from services import letters, mailed_tokens
from services.access_tokens import LIFETIME, AccessTokens, InvalidToken
from services.actor import Actor, Bearer, user_of
from services.api_tokens import PREFIX
from services.demo import DemoStays
from services.errors import Conflict, Failure, Invalid, Unauthorized
from services.foreign_identity import ForeignIdentity
from services.mail import Mail, Mailer
from services.passwords import Passwords, check_password
from services.rate_limits import (
    MAIL_FROM_ADDRESS,
    MAIL_TO_ACCOUNT,
    PASSWORD_AGAIN,
    REGISTER,
    SIGN_IN_AT_ADDRESS,
    SIGN_IN_TO_ACCOUNT,
    SIGN_IN_TO_ACCOUNT_FROM_ANYWHERE,
    TOKEN_AT_ADDRESS,
    RateLimits,
    network,
)
from services.unit_of_work import Services
from services.users import EmailTaken, NotAnEmail, Profile, profile_of, readable_email, readable_name

log = structlog.get_logger()

OpenUnit = Callable[[Actor | None], AbstractAsyncContextManager[Services]]
_MAIL_MINUTES = int(mailed_tokens.LIFETIME.total_seconds() // 60)


class InvalidCredentials(Unauthorized):
    code = "invalid_credentials"
    message = "The e-mail address and password do not match."


class WrongPassword(Invalid):
    """Not 401: whoever sends it is signed in, and a client would refresh its tokens for nothing."""

    title = "That is not possible"
    code = "wrong_password"
    message = "This is not your current password."
    field = "password"


class ProofNeeded(Conflict):
    code = "proof_needed"
    message = (
        "This e-mail address already has an account. Sign in with its password once; after that "
        "{provider} works too."
    )


class EmailNeeded(Invalid):
    code = "email_needed"
    message = "{provider} did not give us an e-mail address. Please enter one."


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a request comes from: the network address, and what the device calls itself."""

    address: str
    device: str


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What an API client is given at sign-in and at each refresh."""

    user: Profile
    access_token: str
    refresh_token: str
    expires_in: int = int(LIFETIME.total_seconds())


class Accounts:
    """One per process."""

    def __init__(
        self,
        *,
        open_unit: OpenUnit,
        passwords: Passwords,
        limits: RateLimits,
        access_tokens: AccessTokens,
        mailer: Mailer,
    ) -> None:
        self._open_unit = open_unit
        self._passwords = passwords
        self._limits = limits
        self._access_tokens = access_tokens
        self._mailer = mailer
        self._errands: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Let the mails that are under way arrive."""
        if self._errands:
            await asyncio.wait(self._errands, timeout=5)

    # --- coming in ---

    async def register(
        self, email: str, password: str, display_name: str, language: Language, caller: Caller, site: str
    ) -> UUID:
        """Make an account and send a mail that asks for the address to be confirmed.

        Raises:
            NotAnEmail, NotAName, WeakPassword, EmailTaken, TooMany
        """
        email, display_name = readable_email(email), readable_name(display_name)
        check_password(password, email, display_name)
        await self._limits.spend(REGISTER, network(caller.address))
        password_hash = await self._passwords.hash(password)
        async with self._open_unit(None) as services:
            user_id = await services.users.add(
                email=email, display_name=display_name, language=language, password_hash=password_hash
            )
            token = await services.mailed_tokens.issue(user_id, email, MailedFor.EMAIL)
        self._send(_verify_letter(language, email, token, site))
        return user_id

    async def authenticate(self, email: str, password: str, caller: Caller) -> UUID:
        """Return whose e-mail address and password these are; an unknown address takes as long as a wrong password.

        Raises:
            InvalidCredentials, TooMany
        """
        try:
            email = readable_email(email)
        except NotAnEmail:
            email = email[:300]
        where = network(caller.address)
        await self._limits.spend(SIGN_IN_AT_ADDRESS, where)
        await self._limits.spend(SIGN_IN_TO_ACCOUNT, email.lower(), where)
        await self._limits.spend(SIGN_IN_TO_ACCOUNT_FROM_ANYWHERE, email.lower())
        async with self._open_unit(None) as services:
            user = await services.users.by_email(email) if "\0" not in email else None
        if not await self._passwords.matches(password, user.password_hash if user else None) or user is None:
            raise InvalidCredentials
        await self._limits.forget(SIGN_IN_TO_ACCOUNT, email.lower(), where)
        await self._limits.forget(SIGN_IN_TO_ACCOUNT_FROM_ANYWHERE, email.lower())
        return user.id

    async def sign_in_with(
        self, identity: ForeignIdentity, language: Language, caller: Caller, site: str
    ) -> UUID:
        """Return the account that a foreign identity leads to; a new one where nobody has its e-mail address.

        Raises:
            ProofNeeded: somebody has that address, and being told it by a provider proves nothing to them.
            EmailNeeded: the provider told no address.
            TooMany: there were too many new accounts.
        """
        async with self._open_unit(None) as services:
            if known := await services.identities.holder(identity):
                return known
        if identity.email is None:
            raise EmailNeeded(provider=identity.provider.brand)
        try:
            return await self.register_with(identity, identity.email, language, caller, site)
        except EmailTaken:
            raise ProofNeeded(provider=identity.provider.brand) from None

    async def register_with(
        self, identity: ForeignIdentity, email: str, language: Language, caller: Caller, site: str
    ) -> UUID:
        """Make an account that a foreign identity leads to; where the address is not proven, a mail asks for it.

        Raises:
            NotAnEmail, EmailTaken, IdentityTaken, TooMany
        """
        email = readable_email(email)
        is_verified = (
            identity.email_verified and identity.email is not None and email == readable_email(identity.email)
        )
        await self._limits.spend(REGISTER, network(caller.address))
        async with self._open_unit(None) as services:
            user_id = await services.users.add(
                email=email,
                display_name=identity.name or email.partition("@")[0][:60],
                language=language,
                is_verified=is_verified,
            )
            await services.identities.link(user_id, identity)
            token = await services.mailed_tokens.issue(user_id, email, MailedFor.EMAIL)
        if not is_verified:
            self._send(_verify_letter(language, email, token, site))
        return user_id

    async def link_proven(self, user_id: UUID, identity: ForeignIdentity) -> None:
        """Let an identity lead to the account whose password was just given, if both have one e-mail address.

        Raises:
            IdentityTaken: it leads elsewhere already.
        """
        async with self._open_unit(None) as services:
            user = await services.users.by_id(user_id)
            if user and identity.email and user.email.lower() == identity.email.lower():
                await services.identities.link(user_id, identity)

    async def begin_page(self, user_id: UUID, caller: Caller, previous: str | None = None) -> str:
        """Begin a session of a browser and return its token; a session the browser had before ends."""
        async with self._open_unit(None) as services:
            if previous:
                await services.sessions.end_token(previous)
            return await services.sessions.begin(user_id, caller.device)

    async def begin_api(self, user_id: UUID, caller: Caller) -> TokenPair:
        """Begin a session of an API client."""
        async with self._open_unit(None) as services:
            session_id = await services.sessions.begin_api(user_id, caller.device)
            refresh_token = await services.refresh_tokens.issue(session_id)
            return await self._pair(services, Actor(user_id, session_id), refresh_token)

    async def refresh(self, refresh_token: str, caller: Caller) -> TokenPair:
        """Exchange a refresh token for a new pair.

        Raises:
            InvalidToken: it is unknown, or was used before, which ends its session.
            TooMany: there were too many tries.
        """
        await self._limits.spend(TOKEN_AT_ADDRESS, network(caller.address))
        pair = None
        async with self._open_unit(None) as services:
            if rotated := await services.refresh_tokens.rotate(refresh_token):
                await services.sessions.seen_again(rotated.actor.session_id or UUID(int=0))
                pair = await self._pair(services, rotated.actor, rotated.token)
        if pair is None:  # outside, so that the end of a stolen session is committed
            raise InvalidToken
        return pair

    async def bearer(self, token: str) -> Bearer:
        """Return whom a bearer token speaks for: an access token of a live session, or a traveller's own token.

        Raises:
            InvalidToken: it speaks for nobody, or no more.
        """
        actor = None if token.startswith(PREFIX) else self._access_tokens.read(token)
        async with self._open_unit(None) as services:
            if actor is None:
                bearer = await services.api_tokens.bearer(token)
            else:
                bearer = await services.sessions.bearer(actor)
        if bearer is None:
            raise InvalidToken
        return bearer

    # --- passwords ---

    async def change_password(self, actor: Actor, current: str, new: str, site: str) -> None:
        """Change the acting user's password; their other devices and all tokens end.

        An account without a password gets its first one and needs no present one.

        Raises:
            WrongPassword, WeakPassword, DemoStays, TooMany
        """
        user = await self._proved(actor, current)
        check_password(new, user.email, user.display_name)
        password_hash = await self._passwords.hash(new)
        async with self._open_unit(actor) as services:
            await services.users.set_password_hash(user.id, password_hash)
            await services.sessions.end_others()
            await services.api_tokens.revoke_all(user.id)
        self._send(
            letters.password_changed_letter(Language(user.lang), to=user.email, reset_link=f"{site}/forgot")
        )

    async def forgot_password(self, email: str, caller: Caller, site: str) -> None:
        """Send a way to a new password to this address, if it has an account; answers the same and at once if not.

        Raises:
            NotAnEmail: it is no address at all.
            TooMany: too many mails to this address, or asked for from this network.
        """
        email = readable_email(email)
        await self._limit_mail(email, caller)
        self._run(self._send_reset(email, site))

    async def reset_password(self, token: str, new: str, site: str) -> UUID:
        """Set a new password with a mailed token; every device and token of the account ends.

        Raises:
            LinkOver, WeakPassword
        """
        check_password(new)
        password_hash = await self._passwords.hash(new)
        async with self._open_unit(None) as services:
            mailed = await services.mailed_tokens.use(token, MailedFor.PASSWORD)
            user = await services.users.by_id(mailed.user_id)
            if user is None:
                raise Unauthorized
            check_password(new, user.email, user.display_name)
            await services.users.set_password_hash(user.id, password_hash)
            await services.users.verify_email(user.id, mailed.email)
            await services.sessions.end_all(user.id)
            await services.api_tokens.revoke_all(user.id)
        self._send(
            letters.password_changed_letter(Language(user.lang), to=user.email, reset_link=f"{site}/forgot")
        )
        return user.id

    async def is_reset_open(self, token: str) -> bool:
        """Tell whether a mailed link still leads to a new password."""
        async with self._open_unit(None) as services:
            return await services.mailed_tokens.is_good(token, MailedFor.PASSWORD)

    # --- the e-mail address ---

    async def ask_for_verification(self, actor: Actor, caller: Caller, site: str) -> None:
        """Send the acting user another mail that asks for their address to be confirmed.

        Raises:
            TooMany: too many mails in a short time.
        """
        async with self._open_unit(actor) as services:
            user = await services.users.me()
        await self._limit_mail(user.email, caller)
        async with self._open_unit(actor) as services:
            token = await services.mailed_tokens.issue(user.id, user.email, MailedFor.EMAIL)
        self._send(_verify_letter(Language(user.lang), user.email, token, site))

    async def verify_email(self, token: str) -> None:
        """Confirm an e-mail address with a mailed token.

        Raises:
            LinkOver: the token is unknown, was used, or is too old.
        """
        async with self._open_unit(None) as services:
            mailed = await services.mailed_tokens.use(token, MailedFor.EMAIL)
            await services.users.verify_email(mailed.user_id, mailed.email)

    # --- going ---

    async def prove(self, actor: Actor, password: str) -> None:
        """Let a signed-in user show their password once more, before something that cannot be undone.

        An account without a password passes.

        Raises:
            WrongPassword, DemoStays, TooMany
        """
        await self._proved(actor, password)

    async def _proved(self, actor: Actor, password: str) -> User:
        await self._limits.spend(PASSWORD_AGAIN, str(user_of(actor)), str(actor.session_id))
        async with self._open_unit(actor) as services:
            user = await services.users.me()
        if user.is_demo:
            raise DemoStays
        if user.password_hash and not await self._passwords.matches(password, user.password_hash):
            raise WrongPassword
        return user

    async def _pair(self, services: Services, actor: Actor, refresh_token: str) -> TokenPair:
        user = await services.users.by_id(actor.user_id)
        if user is None:
            raise InvalidToken
        return TokenPair(profile_of(user), self._access_tokens.issue(actor), refresh_token)

    async def _limit_mail(self, email: str, caller: Caller) -> None:
        await self._limits.spend(MAIL_FROM_ADDRESS, network(caller.address))
        await self._limits.spend(MAIL_TO_ACCOUNT, email.lower())

    async def _send_reset(self, email: str, site: str) -> None:
        async with self._open_unit(None) as services:
            user = await services.users.by_email(email)
            if user is None or user.is_demo:
                return
            token = await services.mailed_tokens.issue(user.id, user.email, MailedFor.PASSWORD)
        link = f"{site}/reset?token={token}"
        letter = letters.reset_letter(Language(user.lang), to=user.email, link=link, minutes=_MAIL_MINUTES)
        await self._mailer.send(letter)

    def _send(self, mail: Mail) -> None:
        self._run(self._mailer.send(mail))

    def _run(self, errand: Coroutine[Any, Any, None]) -> None:
        """Do something after the answer has gone out; its failure is logged without any address."""
        task = asyncio.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._errands.discard(task)
        if not task.cancelled() and (error := task.exception()):
            expected = isinstance(error, Failure)
            (log.warning if expected else log.error)("errand_failed", reason=type(error).__name__)


def _verify_letter(language: Language, email: str, token: str, site: str) -> Mail:
    return letters.verify_letter(
        language, to=email, link=f"{site}/verify?token={token}", minutes=_MAIL_MINUTES
    )
