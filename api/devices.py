from uuid import UUID

from fastapi import APIRouter

from api.dependencies import PlatformDep
from api.identity import ActorDep, PrivateRoute, SignedInActorDep
from api.problems import problems
from api.shapes.accounts import DeviceListShape, device_shape

router = APIRouter(prefix="/v1/users/me/sessions", tags=["one's devices"], route_class=PrivateRoute)


@router.get("", responses=problems(401, 503))
async def list_sessions(actor: ActorDep, platform: PlatformDep) -> DeviceListShape:
    """The devices that are signed in: this one first, then the last seen."""
    async with platform.open_unit(actor) as services:
        devices = await services.sessions.devices()
    return DeviceListShape(items=[device_shape(device) for device in devices])


@router.delete("", status_code=204, responses=problems(401, 403, 429, 503))
async def end_other_sessions(actor: SignedInActorDep, platform: PlatformDep) -> None:
    """Sign out every device but this one."""
    async with platform.open_unit(actor) as services:
        await services.sessions.end_others()


@router.delete("/{session_id}", status_code=204, responses=problems(401, 403, 404, 422, 429, 503))
async def end_session(session_id: UUID, actor: SignedInActorDep, platform: PlatformDep) -> None:
    """Sign out one device."""
    async with platform.open_unit(actor) as services:
        await services.sessions.end(session_id)
