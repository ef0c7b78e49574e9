from fastapi import APIRouter

from api.dependencies import PlatformDep, SiteDep
from api.identity import ActorDep, PrivateRoute, SignedInActorDep
from api.problems import blaming, problems
from api.shapes.accounts import PasswordChange, ProfileChange, UserShape, user_shape

router = APIRouter(prefix="/v1/users/me", tags=["one's account"], route_class=PrivateRoute)


@router.get("", responses=problems(401, 503))
async def get_me(actor: ActorDep, platform: PlatformDep) -> UserShape:
    """The account as its owner sees it."""
    async with platform.open_unit(actor) as services:
        return user_shape(await services.users.profile())


@router.patch("", responses=problems(400, 401, 403, 422, 429, 503))
async def change_me(body: ProfileChange, actor: SignedInActorDep, platform: PlatformDep) -> UserShape:
    """Change the name that is shown, or the language of the account."""
    async with platform.open_unit(actor) as services:
        profile = await services.users.change(display_name=body.display_name, language=body.lang)
    return user_shape(profile)


@router.patch("/password", status_code=204, responses=problems(400, 401, 403, 422, 429, 503))
async def change_password(
    body: PasswordChange, actor: SignedInActorDep, platform: PlatformDep, site: SiteDep
) -> None:
    """Change the password. This session stays; all others and all tokens for scripts end."""
    with blaming(wrong_password="current_password", weak_password="new_password"):  # noqa: S106 (names of fields)
        await platform.accounts.change_password(
            actor, body.current_password.get_secret_value(), body.new_password.get_secret_value(), site
        )
