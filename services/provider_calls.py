"""HTTP to a provider of identities: an answer is a JSON object in time, or the provider is unavailable."""

import asyncio
from dataclasses import dataclass
from typing import Any, cast

import httpx
import structlog

from models.identity_provider import ProviderName
from services.foreign_identity import ProviderUnavailable

log = structlog.get_logger()

_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


@dataclass(frozen=True, slots=True)
class ProviderCalls:
    """Calls to one provider, none of them repeated; `patience_s` is for a whole answer.

    A refusal (4xx) is an answer too. Nothing that was sent or received is logged: there are secrets in all of it.
    """

    provider: ProviderName
    http: httpx.AsyncClient
    patience_s: float

    async def get(self, address: str, *, access_token: str | None = None) -> dict[str, Any]:
        """Ask as the one the access token belongs to, where there is one."""
        headers = {"Authorization": f"Bearer {access_token}"} if access_token else {}
        return await self._answer("GET", address, headers=headers)

    async def post(self, address: str, form: str) -> dict[str, Any]:
        """Send a form that is encoded already."""
        return await self._answer("POST", address, headers=_FORM, content=form)

    def unavailable(self, reason: str) -> ProviderUnavailable:
        """Make the failure to raise, and tell the operator the reason, which must hold no secret."""
        log.warning("identity_provider_away", provider=self.provider.value, reason=reason)
        return ProviderUnavailable(provider=self.provider.brand)

    async def _answer(
        self, method: str, address: str, *, headers: dict[str, str], content: str | None = None
    ) -> dict[str, Any]:
        try:
            async with asyncio.timeout(self.patience_s):
                response = await self.http.request(method, address, headers=headers, content=content)
            answer: Any = response.json()
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError) as error:
            raise self.unavailable(type(error).__name__) from None
        if response.status_code >= 500 or response.status_code == 429 or not isinstance(answer, dict):
            raise self.unavailable(f"status {response.status_code}")
        return cast("dict[str, Any]", answer)
