"""OpenID Connect, from the side of who relies on it: discovery, keys, and the proof in an ID token."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import structlog
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc import jwt
from joserfc.errors import ClaimError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from services.foreign_identity import ForeignIdentity, IdentityNotProven
from services.provider_calls import ProviderCalls
from services.sign_in_challenges import Challenge

log = structlog.get_logger()

_T = TypeVar("_T")
_ALGORITHMS = ("RS256", "ES256")
_KEPT_S = 3600
_CLOCKS_DIFFER_S = 60


@dataclass(frozen=True, slots=True)
class OpenIdEndpoints:
    """Where an issuer does what, as its discovery document says."""

    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str


class OpenIdConnect:
    """One issuer that we are a client of; its endpoints and keys are kept for an hour."""

    def __init__(self, issuer: str, client_id: str, scope: str, calls: ProviderCalls) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._scope = scope
        self._calls = calls
        self._endpoints = _Kept(self._discover)
        self._keys = _Kept(self._fetch_keys)

    async def authorization_endpoint(self) -> str:
        return (await self._endpoints.get()).authorization_endpoint

    async def token_endpoint(self) -> str:
        return (await self._endpoints.get()).token_endpoint

    def asked(self, challenge: Challenge) -> dict[str, str]:
        return {
            "scope": self._scope,
            "nonce": challenge.nonce,
            "code_challenge": challenge.code_challenge,
            "code_challenge_method": "S256",
        }

    def shown(self, challenge: Challenge) -> dict[str, str]:
        return {"code_verifier": challenge.code_verifier}

    async def identity(self, tokens: dict[str, Any], challenge: Challenge) -> ForeignIdentity:
        """Read who came from the ID token, and from the userinfo whether an address in it is theirs.

        Raises:
            IdentityNotProven: the token is not the issuer's, not for us, or not of this sign-in.
            ProviderUnavailable: keys or userinfo cannot be had.
        """
        claims = await self._proven(tokens, challenge.nonce)
        if claims.get("email") and "email_verified" not in claims:  # Kakao tells it in the userinfo alone
            claims |= await self._address_of(claims["sub"], tokens["access_token"])
        return ForeignIdentity.told(
            self._calls.provider,
            claims["sub"],
            email=claims.get("email"),
            email_verified=claims.get("email_verified"),
            name=claims.get("nickname") or claims.get("name"),
        )

    async def _proven(self, tokens: dict[str, Any], nonce: str) -> dict[str, Any]:
        try:
            token = await self._verified(str(tokens.get("id_token")))
            options = {
                "iss": {"essential": True, "value": self._issuer},
                "aud": {"essential": True, "value": self._client_id},
                "sub": {"essential": True},
            }
            expected = {
                "nonce": nonce,
                "client_id": self._client_id,
                "access_token": tokens["access_token"],
            }
            claims = CodeIDToken(token.claims, token.header, options, expected)
            claims.validate(leeway=_CLOCKS_DIFFER_S)
        except (JoseError, ValueError, TypeError) as error:
            reason = error.error if isinstance(error, JoseError) else type(error).__name__
            claim = error.claim if isinstance(error, ClaimError) else None
            log.warning("id_token_refused", provider=self._calls.provider.value, reason=reason, claim=claim)
            raise IdentityNotProven(provider=self._calls.provider.brand) from None
        return dict(claims)

    async def _verified(self, id_token: str) -> jwt.Token:
        try:
            return jwt.decode(id_token, await self._keys.get(), algorithms=_ALGORITHMS)
        except InvalidKeyIdError:  # the issuer may have changed its keys since we looked
            return jwt.decode(id_token, await self._keys.renewed(), algorithms=_ALGORITHMS)

    async def _address_of(self, subject: str, access_token: str) -> dict[str, Any]:
        endpoint = (await self._endpoints.get()).userinfo_endpoint
        answer = await self._calls.get(endpoint, access_token=access_token)
        if answer.get("sub") != subject:
            raise IdentityNotProven(provider=self._calls.provider.brand)
        return {"email": answer.get("email"), "email_verified": answer.get("email_verified")}

    async def _discover(self) -> OpenIdEndpoints:
        document = await self._calls.get(get_well_known_url(self._issuer, external=True))
        endpoints = {name: document.get(name) for name in OpenIdEndpoints.__slots__}
        if document.get("issuer") != self._issuer or not all(isinstance(e, str) for e in endpoints.values()):
            raise self._calls.unavailable("discovery")
        return OpenIdEndpoints(**endpoints)  # pyright: ignore[reportArgumentType] (all are text)

    async def _fetch_keys(self) -> KeySet:
        document = await self._calls.get((await self._endpoints.get()).jwks_uri)
        try:
            return KeySet.import_key_set({"keys": document["keys"]})
        except (JoseError, KeyError, ValueError, TypeError):
            raise self._calls.unavailable("keys") from None


class _Kept(Generic[_T]):
    """Something fetched when it is first needed, and again when it has become old."""

    def __init__(self, fetch: Callable[[], Awaitable[_T]]) -> None:
        self._fetch = fetch
        self._value: _T | None = None
        self._until = 0.0

    async def get(self) -> _T:
        if self._value is None or time.monotonic() > self._until:
            return await self.renewed()
        return self._value

    async def renewed(self) -> _T:
        self._value = await self._fetch()
        self._until = time.monotonic() + _KEPT_S
        return self._value
