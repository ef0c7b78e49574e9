"""Callers of /v1: each comes from a network address of their own, so that nobody's tries count for another."""

from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx

from tests.addresses import from_elsewhere

PASSWORD = "four words of mine"
_number = count(1)


@dataclass
class SignedIn:
    """Somebody with an account, on one of their devices."""

    http: httpx.Client
    email: str
    user: dict[str, Any]
    access_token: str
    refresh_token: str

    def make_api_token(self, name: str = "Backup") -> dict[str, Any]:
        answer = self.http.post("/v1/users/me/tokens", json={"name": name})
        assert answer.status_code == 201, answer.text
        return answer.json()

    @property
    def session_id(self) -> str:
        devices = self.http.get("/v1/users/me/sessions").json()["items"]
        return next(device["id"] for device in devices if device["current"])


class People:
    """Makes callers, all on the same lines."""

    def __init__(self, app_url: str, lines: httpx.HTTPTransport) -> None:
        self._app_url = app_url
        self._lines = lines

    def somebody(self, token: str | None = None, **headers: str) -> httpx.Client:
        """A caller who shows this token, or none."""
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        headers = from_elsewhere() | headers
        return httpx.Client(base_url=self._app_url, headers=headers, timeout=30, transport=self._lines)

    def newcomer(self, **fields: str) -> SignedIn:
        """A caller who has just registered."""
        body = registration(**fields)
        answer = self.somebody().post("/v1/auth/register", json=body)
        assert answer.status_code == 201, answer.text
        return self._signed_in(answer)

    def again(self, email: str, password: str = PASSWORD) -> SignedIn:
        """Somebody who has an account, on one more device."""
        answer = self.somebody().post("/v1/auth/login", json={"email": email, "password": password})
        assert answer.status_code == 200, answer.text
        return self._signed_in(answer)

    def _signed_in(self, answer: httpx.Response) -> SignedIn:
        given = answer.json()
        return SignedIn(
            http=self.somebody(given["access_token"]),
            email=given["user"]["email"],
            user=given["user"],
            access_token=given["access_token"],
            refresh_token=given["refresh_token"],
        )


def registration(**changes: str) -> dict[str, str]:
    """The fields of a sound registration under an e-mail address that nobody has."""
    fields = {"email": new_email(), "password": PASSWORD, "display_name": "김민지"}
    return fields | changes


def new_email() -> str:
    return f"minji{next(_number)}@example.com"
