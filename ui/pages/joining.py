"""An invitation to a trip: opened, and answered."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from edge.assets import Assets
from services.errors import Failure
from services.trip_links import LinkNotFound
from ui.document import PageInfo, plain_document
from ui.failures import sentence_of, shows_failures, telling
from ui.forms import own_form
from ui.html.frame import framed
from ui.html.mypage import OVERVIEW
from ui.html.trip_forms import invitation_form, schedule_of
from ui.sessions import changing, traveller_of
from ui.visitor import Visitor, platform_of


@shows_failures
async def invitation_page(request: Request, token: str) -> Response:
    """Which trip an invitation leads to."""
    return await _page(request, token)


@shows_failures
async def join(request: Request, token: str) -> Response:
    """Join a trip, and go on to its schedule."""
    await own_form(request)
    traveller_of(request)
    try:
        async with changing(request) as services:
            trip_id = await services.trip_links.join(token)
    except LinkNotFound:
        raise
    except Failure as failure:
        return await _page(request, token, failure)
    return RedirectResponse(schedule_of(trip_id), 303)


async def _page(request: Request, token: str, failure: Failure | None = None) -> Response:
    visitor = Visitor.of(request)
    assets: Assets = request.state.assets
    async with platform_of(request).open_unit(traveller_of(request).actor) as services:
        invitation = await services.trip_links.invitation(token)
    content = framed(
        invitation_form(invitation, token, sentence_of(failure, visitor), visitor, assets),
        visitor,
        assets,
        current=OVERVIEW,
    )
    info = PageInfo(f"{invitation.title} · FFFF", invitation.title, indexed=False)
    return telling(failure, plain_document(request, visitor, info, content))
