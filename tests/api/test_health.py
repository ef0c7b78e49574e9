from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_api
from models.language import Language
from services.database import Database
from services.migrations import migrate
from services.sources.circuit import Circuit
from services.sources.tourapi import TourApi, TourApiUnavailable
from tests.own_servers import own_postgres, own_valkey
from tests.platforms import platform_on


def test_healthz_says_alive(http: httpx.Client) -> None:
    answer = http.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})
    assert answer.headers["cache-control"] == "no-store"


def test_readyz_names_the_state_of_each_dependency(http: httpx.Client) -> None:
    answer = http.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "database": "up", "redis": "up", "sources": {}}
    assert answer.headers["cache-control"] == "no-store"


def test_metrics_are_for_this_machine_only(http: httpx.Client) -> None:
    answer = http.get("/metrics")
    assert answer.status_code == 200
    assert "python_info" in answer.text
    for header in ({"X-Forwarded-For": "203.0.113.9"}, {"X-Forwarded-For": "127.0.0.1"}):
        assert http.get("/metrics", headers=header).status_code == 404


async def test_readyz_follows_the_servers_as_they_go_and_come_back(tmp_path: Path) -> None:
    with own_postgres(tmp_path) as postgres, own_valkey(tmp_path) as valkey:
        url = postgres.server.open_database(postgres.port)
        database = Database(url)
        await migrate(database)
        await database.close()
        async with api_on(url, f"redis://127.0.0.1:{valkey.port}/0") as http:
            assert await states(http) == (200, "up", "up")
            valkey.stop()
            assert await states(http) == (200, "up", "down")
            assert (await http.get("/v1/places/search")).status_code == 200
            postgres.stop()
            assert await states(http) == (503, "down", "down")
            answer = await http.get("/v1/places/search?q=away")
            assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
            assert answer.headers["retry-after"]
            assert (await http.get("/healthz")).status_code == 200
            postgres.start()
            valkey.start()
            assert await states(http) == (200, "up", "up")
            assert (await http.get("/v1/places/search?q=away")).status_code == 200


async def test_readyz_shows_a_source_that_is_left_alone_and_stays_ready(catalogue_url: str) -> None:
    nobody = TourApi(
        "key", address="http://127.0.0.1:1", circuit=Circuit(failures=1), gap_s=0, first_pause_s=0
    )
    async with api_on(catalogue_url, None, tourapi=nobody) as http:
        assert (await http.get("/readyz")).json()["sources"] == {"tourapi": "closed"}
        with pytest.raises(TourApiUnavailable):
            await nobody.places(Language.KO)
        answer = await http.get("/readyz")
        assert (answer.status_code, answer.json()["sources"]) == (200, {"tourapi": "open"})


async def test_an_api_that_began_without_its_database_says_so(tmp_path: Path) -> None:
    async with api_on("postgresql+psycopg://app@127.0.0.1:1/ffff", None) as http:
        assert await states(http) == (503, "down", "down")
        assert (await http.get("/v1/regions")).json()["code"] == "database_unavailable"


@asynccontextmanager
async def api_on(
    database_url: str, redis_url: str | None, *, tourapi: TourApi | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    """The API without pages, on servers that may go away."""
    platform = platform_on(database_url, redis_url)
    platform.tourapi = tourapi

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Any]]:
        await platform.open()
        yield {"platform": platform}
        await platform.close()

    app = create_api(lifespan)
    async with app.router.lifespan_context(app) as state:
        transport = httpx.ASGITransport(with_state(app, state))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield client


def with_state(app: FastAPI, state: Any) -> Any:
    async def called(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "state": dict(state)}, receive, send)

    return called


async def states(http: httpx.AsyncClient) -> tuple[int, str, str]:
    answer = await http.get("/readyz")
    return answer.status_code, answer.json()["database"], answer.json()["redis"]
