import orjson
from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from api.dependencies import PlatformDep
from api.identity import ActorDep, PrivateRoute, SignedInActorDep
from api.problems import blaming, problems
from services.your_data import Everything

router = APIRouter(prefix="/v1/users/me", tags=["one's account"], route_class=PrivateRoute)


class Leave(BaseModel):
    """What proves that it is the account's owner who deletes it."""

    model_config = ConfigDict(extra="forbid")
    password: SecretStr = Field(
        max_length=300, description="the password; of an account without one its e-mail address"
    )


@router.get("/export", response_model=Everything, responses=problems(401, 503))
async def export_everything(actor: ActorDep, platform: PlatformDep) -> Response:
    """Everything that is kept about the user, without hashes and tokens; pictures are in the zip of My page."""
    async with platform.open_unit(actor) as services:
        everything = await services.your_data.everything()
    return Response(orjson.dumps(everything), media_type="application/json")


@router.delete("", status_code=204, responses=problems(400, 401, 403, 422, 429, 503))
async def delete_account(body: Leave, actor: SignedInActorDep, platform: PlatformDep) -> None:
    """Delete the account at once with all that belongs to it; every session and token ends."""
    with blaming(wrong_password="password"):  # noqa: S106 (the name of a field)
        await platform.leaving.leave(actor, body.password.get_secret_value())
