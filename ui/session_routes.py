"""Plain form posts that set cookies: language and colour scheme."""

from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from models.language import Language
from services.errors import Failure, Invalid
from ui.failures import shows_failures
from ui.visitor import LANGUAGE_COOKIE, SCHEME_COOKIE, SCHEMES, UnknownLanguage

router = APIRouter(include_in_schema=False)

_A_YEAR_S = 31_536_000
_MOST_FIELDS = 20


class ForeignOrigin(Failure):
    status = 403
    code = "foreign_origin"
    message = "This form was sent from another site, so nothing was changed."


@router.post("/session/language", response_model=None)
@shows_failures
async def choose_language(request: Request) -> Response:
    """Keep the chosen language in a cookie and return to the page."""
    form = await _own_form(request)
    if form.get("language") not in set(Language):
        raise UnknownLanguage
    return _back_with(request, form, LANGUAGE_COOKIE, form["language"])


@router.post("/session/scheme", response_model=None)
@shows_failures
async def choose_scheme(request: Request) -> Response:
    """Keep the chosen colour scheme in a cookie and return to the page."""
    form = await _own_form(request)
    scheme = form.get("scheme", "auto")
    return _back_with(request, form, SCHEME_COOKIE, scheme if scheme in SCHEMES else "auto")


async def _own_form(request: Request) -> dict[str, str]:
    """Read a form that one of our own pages has sent.

    Raises:
        ForeignOrigin: the browser says that another site has sent it, or does not say.
        Invalid: the form is malformed.
    """
    sender = request.headers.get("origin") or request.headers.get("referer") or ""
    if urlsplit(sender).netloc != request.headers.get("host"):
        raise ForeignOrigin
    try:
        form = await request.form(max_fields=_MOST_FIELDS)
    except HTTPException as error:
        raise Invalid from error
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _back_with(request: Request, form: dict[str, str], cookie: str, value: str) -> Response:
    response = RedirectResponse(_own_path(form.get("back", "/")), 303)
    secure = request.url.scheme == "https"
    response.set_cookie(
        cookie, value, max_age=_A_YEAR_S, samesite="lax", secure=secure, httponly=cookie == LANGUAGE_COOKIE
    )
    return response


def _own_path(path: str) -> str:
    """Return the path when it stays on this site, else the home page."""
    safe = (
        path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and path.isascii()
    )
    return path if safe else "/"
