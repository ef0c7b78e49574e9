import contextlib

from fastapi import APIRouter

from api.dependencies import CallerDep, LanguageDep, PlatformDep, SiteDep
from api.identity import PrivateRoute, SignedInActorDep
from api.problems import problems
from api.shapes.accounts import Credentials, Refresh, Registration, TokenPairShape, token_pair_shape
from models.language import Language
from services.actor import session_of
from services.sessions import DeviceNotFound

router = APIRouter(prefix="/v1/auth", tags=["signing in"], route_class=PrivateRoute)


@router.post("/register", status_code=201, responses=problems(400, 409, 422, 429, 503))
async def register(
    body: Registration, platform: PlatformDep, language: LanguageDep, caller: CallerDep, site: SiteDep
) -> TokenPairShape:
    """Make an account and sign in to it; a mail asks for the address to be confirmed."""
    user_id = await platform.accounts.register(
        body.email,
        body.password.get_secret_value(),
        body.display_name,
        body.lang or language or Language.EN,
        caller,
        site,
    )
    return token_pair_shape(await platform.accounts.begin_api(user_id, caller))


@router.post("/login", responses=problems(400, 401, 422, 429, 503))
async def login(body: Credentials, platform: PlatformDep, caller: CallerDep) -> TokenPairShape:
    """Sign in with e-mail address and password."""
    user_id = await platform.accounts.authenticate(body.email, body.password.get_secret_value(), caller)
    return token_pair_shape(await platform.accounts.begin_api(user_id, caller))


@router.post("/refresh", responses=problems(400, 401, 422, 429, 503))
async def refresh(body: Refresh, platform: PlatformDep, caller: CallerDep) -> TokenPairShape:
    """Exchange a refresh token for a new pair. One that was used before ends the session it came from."""
    pair = await platform.accounts.refresh(body.refresh_token.get_secret_value(), caller)
    return token_pair_shape(pair)


@router.post("/logout", status_code=204, responses=problems(401, 403, 429, 503))
async def logout(actor: SignedInActorDep, platform: PlatformDep) -> None:
    """End this session; its tokens are refused from now on."""
    async with platform.open_unit(actor) as services:
        with contextlib.suppress(DeviceNotFound):  # it ended between the two questions
            await services.sessions.end(session_of(actor))
