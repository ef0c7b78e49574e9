"""What we must remember between sending a visitor to a provider and taking them back."""

import secrets
import time
from dataclasses import dataclass, field
from uuid import UUID

from authlib.oauth2.rfc7636 import create_s256_code_challenge  # pyright: ignore[reportUnknownVariableType]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry
from joserfc.jwk import OctKey

from models.identity_provider import ProviderName
from services.errors import Invalid

LASTS_S = 600
"""Seconds a visitor has for signing in at the provider."""

_REGISTRY = JWERegistry(algorithms=["dir", "A256GCM"])
_HEADER = {"alg": "dir", "enc": "A256GCM"}
_PURPOSE = "sign-in at a provider"
_CLAIMS = jwt.JWTClaimsRegistry(
    aud={"essential": True, "value": _PURPOSE}, exp={"essential": True}, state={"essential": True}
)


class SignInNotRecognised(Invalid):
    title = "Not signed in"
    code = "sign_in_not_recognised"
    message = "This sign-in was begun in another browser or too long ago. Please begin again."


@dataclass(frozen=True, slots=True)
class Challenge:
    """One sign-in that was begun: what the answer must match, and where the visitor was going.

    `linking_user` is the account that asked for one more way to sign in.
    """

    provider: ProviderName
    next_path: str = "/"
    linking_user: UUID | None = None
    state: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    code_verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)

    @property
    def code_challenge(self) -> str:
        return create_s256_code_challenge(self.code_verifier)  # pyright: ignore[reportUnknownVariableType]

    def sealed(self, key: bytes) -> str:
        """Encrypt for a cookie that is good for ten minutes; the key has 32 bytes."""
        claims = {
            "aud": _PURPOSE,
            "exp": int(time.time()) + LASTS_S,
            "provider": self.provider,
            "next_path": self.next_path,
            "linking_user": str(self.linking_user) if self.linking_user else None,
            "state": self.state,
            "nonce": self.nonce,
            "code_verifier": self.code_verifier,
        }
        return jwt.encode(_HEADER, claims, OctKey.import_key(key), registry=_REGISTRY)

    @classmethod
    def unsealed(cls, text: str, key: bytes) -> "Challenge":
        """Read what `sealed` wrote.

        Raises:
            SignInNotRecognised: it is older than ten minutes, or not ours.
        """
        try:
            claims = jwt.decode(text, OctKey.import_key(key), registry=_REGISTRY).claims
            _CLAIMS.validate(claims)
        except (JoseError, ValueError):
            raise SignInNotRecognised from None
        return cls(
            ProviderName(claims["provider"]),
            claims["next_path"],
            UUID(claims["linking_user"]) if claims["linking_user"] else None,
            claims["state"],
            claims["nonce"],
            claims["code_verifier"],
        )
