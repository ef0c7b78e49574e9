import orjson
from fastapi import APIRouter
from fastapi.responses import Response

from api.dependencies import PlaceId, PlatformDep
from api.identity import ActorDep, ChangingActorDep, OwnLanguageDep, PrivateRoute
from api.lists import Cursor, Fields, Limit, selected
from api.problems import problems
from api.shapes.likes import HeartShape, LikedPlaceListShape, LikedPlaceShape, liked_json
from services.platform import now_in_seoul

router = APIRouter(prefix="/v1/likes", tags=["likes"], route_class=PrivateRoute)


@router.get("", response_model=LikedPlaceListShape, responses=problems(401, 422, 503))
async def list_likes(
    actor: ActorDep,
    platform: PlatformDep,
    language: OwnLanguageDep,
    limit: Limit = 24,
    cursor: Cursor = None,
    fields: Fields = None,
) -> Response:
    """The places one likes, the newest like first."""
    async with platform.open_unit(actor) as services:
        page = await services.likes.page(limit=limit, cursor=cursor)
    now = now_in_seoul()
    items = selected([liked_json(liked, language, now) for liked in page.items], fields, LikedPlaceShape)
    return Response(
        orjson.dumps({"items": items, "next_cursor": page.next_cursor}), media_type="application/json"
    )


@router.get("/{place_id}", responses=problems(401, 404, 422, 503))
async def get_like(place_id: PlaceId, actor: ActorDep, platform: PlatformDep) -> HeartShape:
    """Whether one likes a place, and how many do."""
    async with platform.open_unit(actor) as services:
        heart = await services.likes.heart(place_id)
    return HeartShape(liked=heart.liked, count=heart.count)


@router.post(
    "/{place_id}",
    responses=problems(401, 404, 422, 429, 503)
    | {200: {"description": "It was liked before."}, 201: {"model": HeartShape, "description": "Liked."}},
)
async def like_place(
    place_id: PlaceId, actor: ChangingActorDep, platform: PlatformDep, response: Response
) -> HeartShape:
    """Like a place."""
    async with platform.open_unit(actor) as services:
        heart, is_new = await services.likes.give(place_id)
    response.status_code = 201 if is_new else 200
    return HeartShape(liked=heart.liked, count=heart.count)


@router.delete("/{place_id}", status_code=204, responses=problems(401, 404, 422, 429, 503))
async def unlike_place(place_id: PlaceId, actor: ChangingActorDep, platform: PlatformDep) -> None:
    """Like a place no more; it does not matter whether one did."""
    async with platform.open_unit(actor) as services:
        await services.likes.take_back(place_id)
