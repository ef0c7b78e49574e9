"""What we must remember between sending a visitor to a provider and taking them back."""

import secrets
from dataclasses import dataclass, field
from uuid import UUID

from authlib.oauth2.rfc7636 import create_s256_code_challenge  # pyright: ignore[reportUnknownVariableType]

from models.identity_provider import ProviderName
from services.errors import Invalid
from services.sealing import SealBroken, seal, unseal

LASTS_S = 600
"""Seconds a visitor has for signing in at the provider."""

_PURPOSE = "sign-in at a provider"


class SignInNotRecognised(Invalid):
    title = "Not signed in"
    code = "sign_in_not_recognised"
    message = "This sign-in was started in another browser or too long ago. Please start again."


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
            "provider": self.provider,
            "next_path": self.next_path,
            "linking_user": str(self.linking_user) if self.linking_user else None,
            "state": self.state,
            "nonce": self.nonce,
            "code_verifier": self.code_verifier,
        }
        return seal(claims, purpose=_PURPOSE, key=key, seconds=LASTS_S)

    @classmethod
    def unsealed(cls, text: str, key: bytes) -> "Challenge":
        """Read what `sealed` wrote.

        Raises:
            SignInNotRecognised: it is older than ten minutes, or not ours.
        """
        try:
            claims = unseal(text, purpose=_PURPOSE, key=key)
        except SealBroken:
            raise SignInNotRecognised from None
        return cls(
            ProviderName(claims["provider"]),
            claims["next_path"],
            UUID(claims["linking_user"]) if claims["linking_user"] else None,
            claims["state"],
            claims["nonce"],
            claims["code_verifier"],
        )
