import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.dependencies import PlatformDep
from services.errors import NotFound

router = APIRouter(tags=["health"])

_LOOPBACK = {"127.0.0.1", "::1"}


@router.get("/healthz")
async def healthz() -> Response:
    """Alive: the process answers."""
    return Response(
        b'{"status":"alive"}', media_type="application/json", headers={"Cache-Control": "no-store"}
    )


@router.get("/readyz")
async def readyz(platform: PlatformDep) -> Response:
    """Able to serve: the database answers. Redis and foreign sources may be away."""
    database, redis = await platform.database.answers(), await platform.cache.answers()
    body = {
        "status": "ready" if database else "not_ready",
        "database": "up" if database else "down",
        "redis": "up" if redis else "down",
        "sources": platform.source_states(),
    }
    return Response(
        orjson.dumps(body),
        200 if database else 503,
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Prometheus text, for callers on this machine only."""
    asked_from = request.client.host if request.client else ""
    if asked_from not in _LOOPBACK or "x-forwarded-for" in request.headers:
        raise NotFound
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
