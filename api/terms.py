import orjson
from fastapi import APIRouter
from fastapi.responses import Response

from api.dependencies import PlatformDep
from api.problems import problems
from api.shapes.places import TermListShape
from services.vocabulary import REGIONS, THEMES

router = APIRouter(prefix="/v1", tags=["regions and themes"], responses=problems(422, 503))

_FRESH_S = 60


@router.get("/regions", response_model=TermListShape)
async def list_regions(platform: PlatformDep) -> Response:
    """The seventeen regions, with their names in all languages and their numbers of places."""

    async def make() -> bytes:
        async with platform.open_unit() as services:
            counts, _ = await services.places.counts()
        return _terms([(key, term.name, counts[key]) for key, term in REGIONS.items()])

    return _kept(await platform.cache.get_or_make("regions", _FRESH_S, make))


@router.get("/themes", response_model=TermListShape)
async def list_themes(platform: PlatformDep) -> Response:
    """The themes, with their names in all languages and their numbers of places."""

    async def make() -> bytes:
        async with platform.open_unit() as services:
            _, counts = await services.places.counts()
        return _terms([(key, term.name, counts[key]) for key, term in THEMES.items()])

    return _kept(await platform.cache.get_or_make("themes", _FRESH_S, make))


def _terms(terms: list[tuple[str, dict[str, str], int]]) -> bytes:
    items = [{"id": key, "name": name, "count": count} for key, name, count in terms]
    return orjson.dumps({"items": items, "next_cursor": None})


def _kept(body: bytes) -> Response:
    return Response(
        body, headers={"Cache-Control": f"public, max-age={_FRESH_S}"}, media_type="application/json"
    )
