"""Google, Kakao and Naver on loopback: the real protocols with real signatures, and what can go wrong in them.

A browser that comes to authorise is sent back at once, or sees a page with two links when `asks_first` is set.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode

from authlib.oidc.core.util import create_half_hash
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from models.identity_provider import ProviderName
from services.identity_providers import Provider
from tests.serving import serving_in_a_thread

Fault = Literal[
    # in the ID token
    "the nonce is another's",
    "the nonce is missing",
    "the audience is another",
    "the audience is several and the party another",
    "the issuer is another",
    "it has expired",
    "it is from the future",
    "it is not signed",
    "it is signed with the public key",
    "it is signed with a foreign key",
    "its key is published nowhere",
    "it goes with another access token",
    "it is garbage",
    "it is missing",
    # in what the visitor does
    "the visitor cancels",
    "the authorisation fails",
    # in what else is answered
    "the keys are garbage",
    "the discovery is another issuer's",
    "the discovery is garbage",
    "the tokens fail",
    "the tokens are slow",
    "the tokens trickle",
    "the tokens are garbage",
    "the tokens are limited",
    "the access token is missing",
    "the profile is another's",
    "the profile fails",
    "the profile is garbage",
    "the profile is refused",
]

CLIENT_ID = "ffff-client"
CLIENT_SECRET = "ffff-client-s3cr3t"


@dataclass
class Person:
    """Who sits before the browser; None is what they do not share."""

    subject: str = "1234567890"
    email: str | None = "minji@example.kr"
    email_verified: bool = True
    name: str | None = "김민지"


@dataclass
class Grant:
    """What a code stands for."""

    provider: ProviderName
    redirect_uri: str
    state: str
    nonce: str | None
    code_challenge: str | None

    def fits(self, form: dict[str, str]) -> bool:
        return (
            form.get("grant_type") == "authorization_code"
            and form.get("redirect_uri") == self.redirect_uri
            and (self.code_challenge is None or _s256(form.get("code_verifier", "")) == self.code_challenge)
            and (self.provider is not ProviderName.NAVER or form.get("state") == self.state)
        )


@dataclass
class StandInProvider:
    """All three providers in one application; what may go wrong is set while it runs."""

    address: str = ""
    person: Person = field(default_factory=Person)
    fault: Fault | None = None
    asks_first: bool = False
    redirect_uris: set[str] = field(default_factory=set)
    asked_for: list[str] = field(default_factory=list)
    """The paths that were asked for, in order."""
    secrets_told: list[str] = field(default_factory=list)
    """Every code and token that was given out."""
    _grants: dict[str, Grant] = field(default_factory=dict)
    _access_tokens: set[str] = field(default_factory=set)
    _key: RSAKey = field(init=False)

    def __post_init__(self) -> None:
        self.change_keys()

    @classmethod
    @contextmanager
    def serving(cls, *redirect_uris: str) -> "Iterator[StandInProvider]":
        stand_in = cls(redirect_uris=set(redirect_uris))
        with serving_in_a_thread(stand_in.application()) as address:
            stand_in.address = address
            yield stand_in

    def provider(self, name: ProviderName, *, client_secret: str = CLIENT_SECRET) -> Provider:
        """Our registration with it, for the settings of the application."""
        return Provider(name, CLIENT_ID, client_secret, f"{self.address}/{name}")

    def settings(self) -> dict[str, str]:
        """What an operator sets who has registered with all three."""
        return {
            f"{name}_{part}": value
            for name in ProviderName
            for part, value in {
                "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET,
                "address": f"{self.address}/{name}",
            }.items()
        }

    def know(self, application: str) -> None:
        """Register an application by its address, so that visitors are sent back there."""
        self.redirect_uris |= {f"{application}/auth/{name}/callback" for name in ProviderName}

    def change_keys(self) -> None:
        """Sign with a new key from now on, and publish it alone."""
        self._key = _new_key()

    def application(self) -> Starlette:
        openid = [ProviderName.GOOGLE, ProviderName.KAKAO]
        routes = [
            Route("/naver/oauth2.0/authorize", self._authorize),
            Route("/naver/oauth2.0/token", self._token, methods=["POST"]),
            Route("/naver/v1/nid/me", self._naver_profile),
            *(Route(f"/{name}/.well-known/openid-configuration", self._discovery) for name in openid),
            *(Route(f"/{name}/authorize", self._authorize) for name in openid),
            *(Route(f"/{name}/token", self._token, methods=["POST"]) for name in openid),
            *(Route(f"/{name}/jwks", self._jwks) for name in openid),
            *(Route(f"/{name}/userinfo", self._userinfo) for name in openid),
        ]
        return Starlette(routes=routes)

    async def _discovery(self, request: Request) -> Response:
        issuer = self._issuer(request)
        if self.fault == "the discovery is garbage":
            return JSONResponse({"issuer": issuer, "token_endpoint": 5})
        return JSONResponse(
            {
                "issuer": "https://elsewhere.example"
                if self.fault == "the discovery is another issuer's"
                else issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "userinfo_endpoint": f"{issuer}/userinfo",
                "jwks_uri": f"{issuer}/jwks",
                "response_types_supported": ["code"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    async def _authorize(self, request: Request) -> Response:
        """Send the visitor back, but never to an address that is not registered."""
        asked = request.query_params
        name = self._name(request)
        if asked.get("client_id") != CLIENT_ID or asked.get("redirect_uri") not in self.redirect_uris:
            return PlainTextResponse("Nobody has registered this application.", 400)
        if name is not ProviderName.NAVER and (
            "openid" not in asked.get("scope", "").split() or asked.get("code_challenge_method") != "S256"
        ):
            return PlainTextResponse("We speak OpenID Connect with PKCE.", 400)
        grant = Grant(
            name, asked["redirect_uri"], asked["state"], asked.get("nonce"), asked.get("code_challenge")
        )
        if self.fault == "the visitor cancels":
            return RedirectResponse(self._back_without(grant, "access_denied"))
        if self.fault == "the authorisation fails":
            return RedirectResponse(self._back_without(grant, "server_error"))
        if self.asks_first:
            return HTMLResponse(
                f'<!doctype html><html lang="en"><title>{name.brand}</title><link rel="icon" href="data:,"><h1>{name.brand}</h1>'
                f'<a href="{self._back_with(grant)}">Continue</a> '
                f'<a href="{self._back_without(grant, "access_denied")}">Cancel</a>'.replace("&", "&amp;")
            )
        return RedirectResponse(self._back_with(grant))

    async def _token(self, request: Request) -> Response:
        self._note(request)
        if self.fault == "the tokens are slow":
            await asyncio.sleep(1)
        if failed := self._token_fault():
            return failed
        form = dict(parse_qsl((await request.body()).decode()))
        if form.get("client_id") != CLIENT_ID or form.get("client_secret") != CLIENT_SECRET:
            return self._refusal(request, "invalid_client")
        grant = self._grants.pop(form.get("code", ""), None)
        if grant is None or grant.provider is not self._name(request) or not grant.fits(form):
            return self._refusal(
                request, "invalid_request" if self._name(request) is ProviderName.NAVER else "invalid_grant"
            )
        access_token = self._told(secrets.token_urlsafe())
        self._access_tokens.add(access_token)
        answer: dict[str, Any] = {"access_token": access_token, "token_type": "bearer"}
        if self.fault == "the access token is missing":
            del answer["access_token"]
        if grant.provider is ProviderName.NAVER:
            return JSONResponse(
                answer | {"expires_in": "3600", "refresh_token": self._told(secrets.token_urlsafe())}
            )
        if self.fault != "it is missing":
            answer["id_token"] = self._told(self._id_token(self._issuer(request), grant, access_token))
        return JSONResponse(answer | {"expires_in": 3600})

    async def _jwks(self, request: Request) -> Response:
        self._note(request)
        if self.fault == "the keys are garbage":
            return JSONResponse({"keys": [{"kty": "RSA", "n": "?", "e": 5}]})
        return JSONResponse(KeySet([self._key]).as_dict(private=False))

    async def _userinfo(self, request: Request) -> Response:
        if failed := self._profile_fault(request):
            return failed
        if not self._knows(request):
            return JSONResponse({"error": "invalid_token"}, 401)
        subject = "another" if self.fault == "the profile is another's" else self.person.subject
        return JSONResponse(
            _without_none(
                sub=subject,
                nickname=self.person.name,
                email=self.person.email,
                email_verified=self.person.email_verified if self.person.email else None,
            )
        )

    async def _naver_profile(self, request: Request) -> Response:
        if failed := self._profile_fault(request):
            return failed
        if not self._knows(request):
            return JSONResponse(
                {"resultcode": "024", "message": "Authentication failed (인증에 실패했습니다.)"}, 401
            )
        person = _without_none(id=self.person.subject, nickname=self.person.name, email=self.person.email)
        return JSONResponse({"resultcode": "00", "message": "success", "response": person})

    def _id_token(self, issuer: str, grant: Grant, access_token: str) -> str:
        claims = self._claims(issuer, grant, access_token) | _false_claims(self.fault)
        if self.fault == "the nonce is missing":
            del claims["nonce"]
        match self.fault:
            case "it is garbage":
                return "garbage"
            case "it is not signed":
                return f"{_part({'alg': 'none'})}.{_part(claims)}."
            case "it is signed with the public key":
                return self._hs256(claims)
            case "it is signed with a foreign key":
                return jwt.encode({"alg": "RS256", "kid": self._key.kid}, claims, _new_key())
            case "its key is published nowhere":
                return jwt.encode({"alg": "RS256", "kid": "nowhere"}, claims, self._key)
            case _:
                return jwt.encode({"alg": "RS256", "kid": self._key.kid}, claims, self._key)

    def _claims(self, issuer: str, grant: Grant, access_token: str) -> dict[str, Any]:
        now = int(time.time())
        claims = {"iss": issuer, "aud": CLIENT_ID, "sub": self.person.subject, "iat": now, "exp": now + 3600}
        claims |= _without_none(nonce=grant.nonce, email=self.person.email)
        if grant.provider is ProviderName.KAKAO:  # says nothing of whether the address is theirs
            return claims | _without_none(nickname=self.person.name, auth_time=now)
        at_hash = create_half_hash(access_token, "RS256").decode()
        verified = self.person.email_verified if self.person.email else None
        return claims | _without_none(
            azp=CLIENT_ID, at_hash=at_hash, name=self.person.name, email_verified=verified
        )

    def _hs256(self, claims: dict[str, Any]) -> str:
        """The oldest trick: our public key, which everybody has, as if it were a secret we share."""
        signed = f"{_part({'alg': 'HS256', 'kid': self._key.kid})}.{_part(claims)}"
        signature = hmac.digest(self._key.as_pem(private=False), signed.encode(), hashlib.sha256)
        return f"{signed}.{_base64(signature)}"

    def _token_fault(self) -> Response | None:
        match self.fault:
            case "the tokens fail":
                return JSONResponse({"error": "invalid_request"}, 500)
            case "the tokens trickle":
                return StreamingResponse(_trickle(), media_type="application/json")
            case "the tokens are garbage":
                return HTMLResponse("<h1>Welcome to our portal</h1>")
            case "the tokens are limited":
                return JSONResponse({"error": "slow_down"}, 429)
            case _:
                return None

    def _profile_fault(self, request: Request) -> Response | None:
        self._note(request)
        match self.fault:
            case "the profile fails":
                return JSONResponse({"msg": "API limit has been exceeded.", "code": -10}, 429)
            case "the profile is garbage":
                return JSONResponse(["garbage"])
            case "the profile is refused":
                return JSONResponse({"resultcode": "028", "response": {"id": self.person.subject}}, 401)
            case _:
                return None

    def _refusal(self, request: Request, error: str) -> Response:
        status = 200 if self._name(request) is ProviderName.NAVER else 400
        return JSONResponse({"error": error, "error_description": "no valid data in session"}, status)

    def _back_with(self, grant: Grant) -> str:
        code = self._told(secrets.token_urlsafe())
        self._grants[code] = grant
        return f"{grant.redirect_uri}?{urlencode({'code': code, 'state': grant.state})}"

    def _back_without(self, grant: Grant, error: str) -> str:
        answer = {"error": error, "error_description": "Canceled By User", "state": grant.state}
        return f"{grant.redirect_uri}?{urlencode(answer)}"

    def _knows(self, request: Request) -> bool:
        return request.headers.get("Authorization", "").removeprefix("Bearer ") in self._access_tokens

    def _told(self, secret: str) -> str:
        self.secrets_told.append(secret)
        return secret

    def _note(self, request: Request) -> None:
        self.asked_for.append(request.url.path)

    def _name(self, request: Request) -> ProviderName:
        return ProviderName(request.url.path.split("/")[1])

    def _issuer(self, request: Request) -> str:
        return f"{self.address}/{self._name(request)}"


def _false_claims(fault: Fault | None) -> dict[str, Any]:
    now = int(time.time())
    false_claims: dict[Fault | None, dict[str, Any]] = {
        "the nonce is another's": {"nonce": "another"},
        "the audience is another": {"aud": "another-client"},
        "the audience is several and the party another": {
            "aud": [CLIENT_ID, "another-client"],
            "azp": "another-client",
        },
        "the issuer is another": {"iss": "https://elsewhere.example"},
        "it has expired": {"iat": now - 7200, "exp": now - 3600},
        "it is from the future": {"iat": now + 3600, "exp": now + 7200},
        "it goes with another access token": {"at_hash": create_half_hash("another", "RS256").decode()},
    }
    return false_claims.get(fault, {})


async def _trickle() -> AsyncIterator[str]:
    for _ in range(20):
        yield " "
        await asyncio.sleep(0.1)
    yield '{"error": "access_denied"}'


def _new_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)


def _without_none(**claims: Any) -> dict[str, Any]:
    return {name: value for name, value in claims.items() if value is not None}


def _s256(verifier: str) -> str:
    return _base64(hashlib.sha256(verifier.encode()).digest())


def _part(content: dict[str, Any]) -> str:
    return _base64(json.dumps(content).encode())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
