"""Who asks: the bearer of a token of ours, and how far that token reaches."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.dependencies import Lang, PlatformDep, asked_language, language_of
from models.language import Language
from services.actor import Actor, Bearer, session_of
from services.errors import Unauthorized, Unavailable
from services.rate_limits import CHANGES

_scheme = HTTPBearer(
    scheme_name="bearer",
    bearerFormat="access token, or a token for scripts that begins with `ffff_`",
    description="Sign in at `/v1/auth/login` for an access token, or make a token for scripts at `/v1/users/me/tokens`.",
    auto_error=False,
)


async def _bearer(
    request: Request,
    platform: PlatformDep,
    shown: Annotated[HTTPAuthorizationCredentials | None, Depends(_scheme)],
) -> Bearer:
    if shown is None:
        raise Unauthorized
    bearer = await platform.accounts.bearer(shown.credentials)
    request.state.own_language = bearer.language
    return bearer


BearerDep = Annotated[Bearer, Depends(_bearer)]


async def _actor(bearer: BearerDep) -> Actor:
    return bearer.actor


ActorDep = Annotated[Actor, Depends(_actor)]
"""Whom the token speaks for, to read what is theirs."""


async def _changing_actor(platform: PlatformDep, actor: ActorDep) -> Actor:
    await platform.limits.spend(CHANGES, str(actor.user_id))
    return actor


ChangingActorDep = Annotated[Actor, Depends(_changing_actor)]
"""Whom the token speaks for, to change something; how often is counted."""


async def _signed_in_actor(actor: ChangingActorDep) -> Actor:
    session_of(actor)
    return actor


SignedInActorDep = Annotated[Actor, Depends(_signed_in_actor)]
"""Who has signed in, to change the account itself; a token for scripts does not reach that far."""


async def _own_language(bearer: BearerDep, lang: Lang = None) -> Language | None:
    return language_of(lang, bearer.language)


OwnLanguageDep = Annotated[Language | None, Depends(_own_language)]
"""The language of texts, without `?lang=` the account's; None stands for all of them."""


async def _reader_language(request: Request, platform: PlatformDep, lang: Lang = None) -> Language | None:
    asked = await asked_language(request, lang)
    shown = None if lang else await _scheme(request)
    if shown is None:
        return asked
    try:
        return (await _bearer(request, platform, shown)).language
    except (Unauthorized, Unavailable):  # what anybody may read needs no token, so none is wrong for it
        return asked


ReaderLanguageDep = Annotated[Language | None, Depends(_reader_language)]
"""The language of texts that anybody may read, without `?lang=` the account's of whoever shows a token."""


class PrivateRoute(APIRoute):
    """A route whose answers nobody may keep."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_in_private(request: Request) -> Response:
            response = await handle(request)
            response.headers["Cache-Control"] = "private, no-store"
            return response

        return handle_in_private
