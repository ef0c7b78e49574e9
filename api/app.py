"""The /v1 API on its FastAPI application; `main` mounts the pages beside it."""

from fastapi import APIRouter, FastAPI
from starlette.types import Lifespan

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
    app.include_router(_rest)
    answer_failures(app)
    return app


_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_rest = APIRouter(include_in_schema=False)


@_rest.api_route("/v1", methods=_METHODS)
@_rest.api_route("/v1/{path:path}", methods=_METHODS)
async def nothing_here() -> None:
    """Answer unknown /v1 addresses as problems rather than as pages."""
    raise NotFound
