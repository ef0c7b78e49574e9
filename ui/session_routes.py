"""Plain form posts that set cookies: language, colour scheme, looking around as the demo traveller, signing out."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from models.language import Language
from services.actor import Actor
from services.errors import NotFound
from services.sessions import Traveller
from ui.failures import shows_failures
from ui.forms import own_form, own_path
from ui.sessions import caller_of, drop_session, keep_session, session_token
from ui.visitor import (
    LANGUAGE_COOKIE,
    SCHEME_COOKIE,
    SCHEMES,
    UnknownLanguage,
    Visitor,
    keep_choice,
    platform_of,
)

router = APIRouter(include_in_schema=False)


@router.post("/session/language", response_model=None)
@shows_failures
async def choose_language(request: Request) -> Response:
    """Keep the chosen language in a cookie, with an account there too, and return to the page."""
    form = await own_form(request)
    if form.get("language") not in set(Language):
        raise UnknownLanguage
    language = Language(form["language"])
    if traveller := _traveller(request):
        async with platform_of(request).open_unit(traveller.actor) as services:
            await services.users.change(language=language)
    return _back_with(request, form, LANGUAGE_COOKIE, language)


@router.post("/session/scheme", response_model=None)
@shows_failures
async def choose_scheme(request: Request) -> Response:
    """Keep the chosen colour scheme in a cookie, with an account there too, and return to the page."""
    form = await own_form(request)
    wanted = form.get("scheme", "auto")
    scheme = wanted if wanted in SCHEMES else "auto"
    if traveller := _traveller(request):
        async with platform_of(request).open_unit(traveller.actor) as services:
            await services.users.change(scheme=scheme)
    return _back_with(request, form, SCHEME_COOKIE, scheme)


@router.post("/session/demo", response_model=None)
@shows_failures
async def look_around(request: Request) -> Response:
    """Sign in as the demo traveller, where there is one, in the visitor's language and colours."""
    form = await own_form(request)
    platform, visitor = platform_of(request), Visitor.of(request)
    if platform.demo is None:
        raise NotFound
    async with platform.open_unit(Actor(platform.demo)) as services:
        await services.users.change(
            display_name=visitor.t("Demo traveller"), language=visitor.language, scheme=visitor.scheme
        )
    token = await platform.accounts.begin_page(platform.demo, caller_of(request), session_token(request))
    response = RedirectResponse(own_path(form.get("next")), 303)
    keep_session(request, response, token)
    return response


@router.post("/session/end", response_model=None)
@shows_failures
async def sign_out(request: Request) -> Response:
    """End the session of this browser and return to the home page."""
    await own_form(request)
    if token := session_token(request):
        async with platform_of(request).open_unit() as services:
            await services.sessions.end_token(token)
    response = RedirectResponse("/", 303, {"Clear-Site-Data": '"cache"'})
    drop_session(request, response)
    return response


def _traveller(request: Request) -> Traveller | None:
    return getattr(request.state, "traveller", None)


def _back_with(request: Request, form: dict[str, str], cookie: str, value: str) -> Response:
    response = RedirectResponse(own_path(form.get("back")), 303)
    keep_choice(request, response, cookie, value)
    return response
