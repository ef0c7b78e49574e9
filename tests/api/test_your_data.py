"""One's data over /v1: taken along as JSON, and deleted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_api
from models.language import Language
from services.accounts import Caller
from services.actor import Actor
from services.platform import Platform
from tests.api.test_health import with_state

HERE = Caller("192.0.2.7", "Test")
GOOD = "three rivers and a hill"
PARTS = {"memberships", "calendar_feeds", "schedules",
    "exported_at", "profile", "likes", "visits", "ratings", "photos", "reports", "trips", "devices", "api_tokens", "linked_sign_ins",
}  # fmt: skip


@pytest.fixture
async def http(own_platform: Platform) -> AsyncIterator[httpx.AsyncClient]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Any]]:
        yield {"platform": own_platform}

    app = create_api(lifespan)
    async with app.router.lifespan_context(app) as state:
        transport = httpx.ASGITransport(with_state(app, state))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield client


async def registered(platform: Platform, email: str = "minji@example.com") -> dict[str, str]:
    """Return the headers of a new traveller's client."""
    user_id = await platform.accounts.register(email, GOOD, "Minji", Language.KO, HERE, "http://test")
    pair = await platform.accounts.begin_api(user_id, HERE)
    return {"Authorization": f"Bearer {pair.access_token}"}


async def test_everything_comes_as_json_and_is_kept_nowhere(
    http: httpx.AsyncClient, own_platform: Platform
) -> None:
    headers = await registered(own_platform)
    answer = await http.get("/v1/users/me/export", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    said = answer.json()
    assert set(said) == PARTS
    assert said["profile"]["email"] == "minji@example.com"
    assert [device["device"] for device in said["devices"]] == ["Test"]


async def test_a_travellers_own_token_may_read_it_too(
    http: httpx.AsyncClient, own_platform: Platform
) -> None:
    user_id = await own_platform.accounts.register(
        "minji@example.com", GOOD, "Minji", Language.KO, HERE, "http://test"
    )
    async with own_platform.open_unit(Actor(user_id)) as services:
        _, token = await services.api_tokens.add("My script")
    answer = await http.get("/v1/users/me/export", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert token not in answer.text
    assert [one["name"] for one in answer.json()["api_tokens"]] == ["My script"]


@pytest.mark.parametrize("shown", [None, "Bearer ", "Bearer x", "Basic bWluOm1pbg==", "Bearer ffff_x"])
async def test_without_a_good_token_there_is_nothing(http: httpx.AsyncClient, shown: str | None) -> None:
    headers = {"Authorization": shown} if shown else {}
    assert (await http.get("/v1/users/me/export", headers=headers)).status_code == 401
    answer = await http.request("DELETE", "/v1/users/me", json={"password": GOOD}, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


async def test_deleting_ends_every_token_at_once(http: httpx.AsyncClient, own_platform: Platform) -> None:
    headers, other = await registered(own_platform), await registered(own_platform, "jun@example.com")
    answer = await http.request("DELETE", "/v1/users/me", json={"password": GOOD}, headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await http.get("/v1/users/me/export", headers=headers)).status_code == 401
    assert (await http.get("/v1/users/me/export", headers=other)).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"password": "wrong"}, 422, "wrong_password"),
        ({"password": ""}, 422, "wrong_password"),
        ({}, 422, "invalid"),
        ({"password": GOOD, "really": True}, 422, "invalid"),
        ({"password": "x" * 301}, 422, "invalid"),
        ({"password": None}, 422, "invalid"),
    ],
)
async def test_without_the_password_nothing_is_deleted(
    http: httpx.AsyncClient, own_platform: Platform, body: dict[str, object], status: int, code: str
) -> None:
    headers = await registered(own_platform)
    answer = await http.request("DELETE", "/v1/users/me", json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await http.get("/v1/users/me/export", headers=headers)).status_code == 200
