from typing import Annotated

import orjson
from fastapi import APIRouter, Depends
from fastapi.responses import Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import PlatformDep
from api.problems import PROBLEMS
from services.actor import Actor
from services.errors import Unauthorized
from services.your_data import Everything

router = APIRouter(prefix="/v1/users/me", tags=["users"], responses=PROBLEMS)

_bearer = HTTPBearer(auto_error=False)


async def _actor(
    platform: PlatformDep, shown: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Actor:
    if shown is None:
        raise Unauthorized
    return await platform.accounts.bearer(shown.credentials)


ActorDep = Annotated[Actor, Depends(_actor)]


class Leave(BaseModel):
    """What proves that it is the account's owner who deletes it."""

    model_config = ConfigDict(extra="forbid")
    password: str = Field(
        max_length=300, description="the password; of an account without one its e-mail address"
    )


@router.get("/export", response_model=Everything)
async def export_everything(platform: PlatformDep, actor: ActorDep) -> Response:
    """Everything that is kept about the user, without hashes and tokens; pictures are in the zip of My page."""
    async with platform.open_unit(actor) as services:
        everything = await services.your_data.everything()
    return Response(
        orjson.dumps(everything), headers={"Cache-Control": "no-store"}, media_type="application/json"
    )


@router.delete("", status_code=204)
async def delete_account(body: Leave, platform: PlatformDep, actor: ActorDep) -> Response:
    """Delete the account at once with all that belongs to it; every session and token ends."""
    await platform.leaving.leave(actor, body.password)
    return Response(status_code=204)
