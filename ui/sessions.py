"""The browser's side of a session: its cookie, and who a request comes from."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from starlette.requests import Request
from starlette.responses import Response

from services.accounts import Caller
from services.errors import Unauthorized
from services.rate_limits import CHANGES
from services.sessions import LIFETIME, Traveller
from services.unit_of_work import Services
from ui.visitor import platform_of


def session_cookie(request: Request) -> str:
    """The cookie's name; over https the browser itself sees to it that no other host has set it."""
    return "__Host-session" if request.url.scheme == "https" else "session"


def session_token(request: Request) -> str | None:
    return request.cookies.get(session_cookie(request))


async def recognise(request: Request) -> None:
    """Find out who is signed in; afterwards `Visitor.of` knows."""
    if token := session_token(request):
        async with platform_of(request).open_unit() as services:
            request.state.traveller = await services.sessions.traveller(token)


def traveller_of(request: Request) -> Traveller:
    """Return who is signed in.

    Raises:
        Unauthorized: nobody is.
    """
    traveller: Traveller | None = getattr(request.state, "traveller", None)
    if traveller is None:
        raise Unauthorized
    return traveller


@asynccontextmanager
async def changing(request: Request) -> AsyncGenerator[Services]:
    """Open a unit of work in which whoever is signed in changes something, counted among what one may change.

    Raises:
        Unauthorized: nobody is signed in.
        TooMany
    """
    actor, platform = traveller_of(request).actor, platform_of(request)
    await platform.limits.spend(CHANGES, str(actor.user_id))
    async with platform.open_unit(actor) as services:
        yield services


def caller_of(request: Request) -> Caller:
    """Return where a request comes from."""
    address = request.client.host if request.client else ""
    return Caller(address, request.headers.get("user-agent", ""))


def keep_session(request: Request, response: Response, token: str) -> None:
    """Give the browser the token of its new session."""
    response.set_cookie(
        session_cookie(request),
        token,
        max_age=int(LIFETIME.total_seconds()),
        httponly=True,
        secure=request.url.scheme == "https",
        samesite="lax",
    )


def drop_session(request: Request, response: Response) -> None:
    """Let the browser forget its session."""
    response.delete_cookie(
        session_cookie(request), httponly=True, secure=request.url.scheme == "https", samesite="lax"
    )
