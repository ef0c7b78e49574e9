"""Sign in with Naver: OAuth 2 without OpenID, and a profile address that says who came."""

from typing import Any, cast

from models.identity_provider import ProviderName
from services.foreign_identity import ForeignIdentity, IdentityNotProven
from services.provider_calls import ProviderCalls
from services.sign_in_challenges import Challenge


class Naver:
    """Naver's own dialect: the state again for the token, errors with status 200, and no word on whose address it is."""

    def __init__(self, sign_in: str, api: str, calls: ProviderCalls) -> None:
        self._sign_in = sign_in
        self._api = api
        self._calls = calls

    async def authorization_endpoint(self) -> str:
        return f"{self._sign_in}/oauth2.0/authorize"

    async def token_endpoint(self) -> str:
        return f"{self._sign_in}/oauth2.0/token"

    def asked(self, challenge: Challenge) -> dict[str, str]:  # noqa: ARG002 (Naver takes neither scope, nonce nor PKCE)
        return {}

    def shown(self, challenge: Challenge) -> dict[str, str]:
        return {"state": challenge.state}

    async def identity(self, tokens: dict[str, Any], challenge: Challenge) -> ForeignIdentity:  # noqa: ARG002
        """Ask who the access token belongs to; the address is never called verified, for Naver does not say so.

        Raises:
            IdentityNotProven: Naver does not know the token, or names no one.
            ProviderUnavailable: it does not answer.
        """
        answer = await self._calls.get(f"{self._api}/v1/nid/me", access_token=tokens["access_token"])
        profile = answer.get("response")
        if answer.get("resultcode") != "00" or not isinstance(profile, dict):
            raise IdentityNotProven(provider=ProviderName.NAVER.brand)
        profile = cast("dict[str, Any]", profile)
        return ForeignIdentity.told(
            ProviderName.NAVER,
            profile.get("id"),
            email=profile.get("email"),
            email_verified=False,
            name=profile.get("nickname") or profile.get("name"),
        )
