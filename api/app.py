"""The /v1 API on its FastAPI application; `main` mounts the pages beside it."""

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.types import Lifespan, Receive, Scope, Send

from api import (
    api_tokens,
    auth,
    calendar,
    devices,
    feeds,
    health,
    likes,
    places,
    schedules,
    terms,
    trips,
    users,
    your_data,
)
from api.docs import add_docs
from api.problems import answer_failures
from edge.methods import methods_at
from services.errors import NotFound


def create_api(lifespan: Lifespan[FastAPI]) -> FastAPI:
    """Build the application with every /v1 route, the health routes and the problem answers."""
    app = FastAPI(
        title="FFFF",
        version="1",
        description="Places to travel to in Korea. Times are Asia/Seoul, distances metres.",
        lifespan=lifespan,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    for module in (
        places,
        terms,
        auth,
        users,
        devices,
        api_tokens,
        likes,
        schedules,
        trips,
        feeds,
        calendar,
        your_data,
        health,
    ):
        app.include_router(module.router)
    add_docs(app)
    for path in ("/v1", "/v1/{path:path}"):
        app.add_route(path, _NothingHere(app), include_in_schema=False)  # pyright: ignore[reportArgumentType] (as ASGI it gets every method)
    answer_failures(app)
    return app


class _NothingHere:
    """Answers what no other /v1 route answers as a problem rather than as a page, whatever the method."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        if methods := methods_at(self._app, scope):
            raise HTTPException(405, headers={"Allow": ", ".join(sorted(methods))})
        raise NotFound
