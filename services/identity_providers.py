"""Sign in with Google, Kakao or Naver: the authorization code flow of OAuth 2, from our side.

Authlib's functions of the protocol are used, not its client, whose support for httpx is deprecated.
https://developers.google.com/identity/openid-connect/openid-connect
https://developers.kakao.com/docs/latest/en/kakaologin/rest-api
https://developers.naver.com/docs/login/devguide/devguide.md
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Protocol
from uuid import UUID

import httpx
import structlog
from authlib.oauth2.rfc6749.parameters import (
    prepare_grant_uri,  # pyright: ignore[reportUnknownVariableType]
    prepare_token_request,  # pyright: ignore[reportUnknownVariableType]
)

from models.identity_provider import ProviderName
from services.errors import Invalid, NotFound
from services.foreign_identity import ForeignIdentity, IdentityNotProven, ProviderUnavailable
from services.naver import Naver
from services.openid import OpenIdConnect
from services.provider_calls import ProviderCalls
from services.sign_in_challenges import Challenge, SignInNotRecognised

log = structlog.get_logger()


class ProviderNotOffered(NotFound):
    code = "identity_provider_not_offered"
    message = "Sign-in with {provider} is not available here."


class SignInCancelled(Invalid):
    title = "Not signed in"
    code = "sign_in_cancelled"
    message = "You did not finish signing in with {provider}. Nothing has changed."


@dataclass(frozen=True, slots=True)
class Provider:
    """Our registration with a provider; `address` is where a stand-in serves, None means the real one."""

    name: ProviderName
    client_id: str
    client_secret: str = field(repr=False)
    address: str | None = None


class IdentityProviders:
    """The providers an operator has configured, over one pool of connections; `patience_s` is for each call."""

    def __init__(self, configured: Iterable[Provider], *, patience_s: float = 5.0) -> None:
        no_cookies = CookieJar(
            DefaultCookiePolicy(allowed_domains=())
        )  # they would carry one visitor's to the next
        self._http = httpx.AsyncClient(timeout=patience_s, cookies=no_cookies)
        self._offered = {provider.name: _Offer(provider, self._http, patience_s) for provider in configured}

    @property
    def names(self) -> tuple[ProviderName, ...]:
        """The providers to offer, in the order of their configuration."""
        return tuple(self._offered)

    async def begin(
        self,
        name: ProviderName,
        redirect_uri: str,
        *,
        next_path: str = "/",
        linking_user: UUID | None = None,
    ) -> tuple[str, Challenge]:
        """Return the provider's address to send the visitor to, and the challenge to keep for their return.

        Raises:
            ProviderNotOffered: it is not configured.
            ProviderUnavailable: it does not say where to go.
        """
        offer = self._offer(name)
        challenge = Challenge(name, next_path, linking_user)
        return await offer.address(challenge, redirect_uri), challenge

    async def finish(
        self, challenge: Challenge, redirect_uri: str, params: Mapping[str, str]
    ) -> ForeignIdentity:
        """Find out who came back, from the parameters of the address they came to.

        Raises:
            SignInNotRecognised: it is not the answer to this challenge.
            SignInCancelled: the visitor did not want to.
            IdentityNotProven: the provider proves nothing.
            ProviderUnavailable: the provider does not answer, or refuses us.
        """
        offer = self._offer(challenge.provider)
        if not secrets.compare_digest(_bytes(params.get("state", "")), _bytes(challenge.state)):
            raise SignInNotRecognised
        if "error" in params:
            raise offer.failure(params["error"])
        return await offer.identity(challenge, redirect_uri, params.get("code", ""))

    async def close(self) -> None:
        await self._http.aclose()

    def _offer(self, name: ProviderName) -> "_Offer":
        if name not in self._offered:
            raise ProviderNotOffered(provider=name.brand)
        return self._offered[name]


class _Dialect(Protocol):
    """What one provider does in its own way."""

    async def authorization_endpoint(self) -> str: ...
    async def token_endpoint(self) -> str: ...
    def asked(self, challenge: Challenge) -> dict[str, str]: ...
    def shown(self, challenge: Challenge) -> dict[str, str]: ...
    async def identity(self, tokens: dict[str, Any], challenge: Challenge) -> ForeignIdentity: ...


class _Offer:
    """What all providers do alike."""

    def __init__(self, provider: Provider, http: httpx.AsyncClient, patience_s: float) -> None:
        self._provider = provider
        self._calls = ProviderCalls(provider.name, http, patience_s)
        self._dialect = _dialect(provider, self._calls)

    async def address(self, challenge: Challenge, redirect_uri: str) -> str:
        return prepare_grant_uri(  # pyright: ignore[reportUnknownVariableType]
            await self._dialect.authorization_endpoint(),
            client_id=self._provider.client_id,
            response_type="code",
            redirect_uri=redirect_uri,
            state=challenge.state,
            **self._dialect.asked(challenge),
        )

    async def identity(self, challenge: Challenge, redirect_uri: str, code: str) -> ForeignIdentity:
        request = prepare_token_request(
            "authorization_code",
            redirect_uri=redirect_uri,
            code=code,
            client_id=self._provider.client_id,
            client_secret=self._provider.client_secret,
            **self._dialect.shown(challenge),
        )
        tokens = await self._calls.post(await self._dialect.token_endpoint(), request)
        if "error" in tokens:
            raise self.failure(tokens["error"])
        if not isinstance(tokens.get("access_token"), str):
            raise self._calls.unavailable("no access token")
        return await self._dialect.identity(tokens, challenge)

    def failure(self, error: str) -> SignInCancelled | IdentityNotProven | ProviderUnavailable:
        """Tell apart, by the error code of OAuth 2, what the visitor did, what did not fit, and what we cannot help."""
        brand = self._provider.name.brand
        match error:
            case "access_denied" | "login_required" | "consent_required" | "interaction_required":
                return SignInCancelled(provider=brand)
            case "invalid_grant" | "invalid_request":  # Naver says invalid_request to an old code
                log.warning("identity_refused", provider=self._provider.name.value, reason=error)
                return IdentityNotProven(provider=brand)
            case "invalid_client" | "unauthorized_client" | "invalid_scope" | "server_error":
                return self._calls.unavailable(error)
            case _:
                return self._calls.unavailable("error")


def _dialect(provider: Provider, calls: ProviderCalls) -> _Dialect:
    match provider.name:
        case ProviderName.GOOGLE:
            issuer = provider.address or "https://accounts.google.com"
            return OpenIdConnect(issuer, provider.client_id, "openid email profile", calls)
        case ProviderName.KAKAO:
            issuer = provider.address or "https://kauth.kakao.com"
            return OpenIdConnect(issuer, provider.client_id, "openid account_email profile_nickname", calls)
        case ProviderName.NAVER:
            sign_in = provider.address or "https://nid.naver.com"
            return Naver(sign_in, provider.address or "https://openapi.naver.com", calls)


def _bytes(text: str) -> bytes:
    return text.encode(errors="replace")
