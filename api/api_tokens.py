from uuid import UUID

from fastapi import APIRouter

from api.dependencies import PlatformDep
from api.identity import ActorDep, PrivateRoute, SignedInActorDep
from api.problems import blaming, problems
from api.shapes.accounts import ApiTokenListShape, NewApiToken, NewApiTokenShape, api_token_shape

router = APIRouter(prefix="/v1/users/me/tokens", tags=["tokens for scripts"], route_class=PrivateRoute)


@router.get("", responses=problems(401, 503))
async def list_tokens(actor: ActorDep, platform: PlatformDep) -> ApiTokenListShape:
    """One's tokens for scripts, oldest first, without their text."""
    async with platform.open_unit(actor) as services:
        tokens = await services.api_tokens.all()
    return ApiTokenListShape(items=[api_token_shape(token) for token in tokens])


@router.post("", status_code=201, responses=problems(400, 401, 403, 409, 422, 429, 503))
async def make_token(body: NewApiToken, actor: SignedInActorDep, platform: PlatformDep) -> NewApiTokenShape:
    """Make a token that reads and likes in one's name; its text is in this answer and nowhere else."""
    with blaming(invalid_name="name"):
        async with platform.open_unit(actor) as services:
            token, text = await services.api_tokens.add(body.name)
    return NewApiTokenShape(**api_token_shape(token).model_dump(), token=text)


@router.delete("/{token_id}", status_code=204, responses=problems(401, 403, 404, 422, 429, 503))
async def revoke_token(token_id: UUID, actor: SignedInActorDep, platform: PlatformDep) -> None:
    """Revoke a token; it is refused from now on."""
    async with platform.open_unit(actor) as services:
        await services.api_tokens.revoke(token_id)
