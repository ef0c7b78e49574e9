"""Hearts given and taken back: the forms around them, with scripts and without, and those a browser has kept."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from services.errors import Invalid
from services.likes import MOST_CARRIED, Heart
from services.rate_limits import CHANGES
from services.sessions import Traveller
from ui.failures import own_path_of_referer, shows_failures, wants_json
from ui.forms import own_form
from ui.sessions import traveller_of
from ui.visitor import platform_of


@shows_failures
async def like(request: Request, place_id: str) -> Response:
    """Like a place, or do so no more, as the form says; answer with its heart, or lead back to the page."""
    form = await own_form(request)
    if (liked := form.get("liked")) not in {"true", "false"}:
        raise Invalid
    traveller = await _changing(request)
    async with platform_of(request).open_unit(traveller.actor) as services:
        if liked == "true":
            heart, _ = await services.likes.give(place_id)
        else:
            heart = await services.likes.take_back(place_id)
    if wants_json(request):
        return JSONResponse(_shape(heart), headers={"Cache-Control": "no-store"})
    return RedirectResponse(own_path_of_referer(request), 303)


@shows_failures
async def carry_likes_over(request: Request) -> Response:
    """Take over the hearts that a browser kept while nobody was signed in; `ids` stand with spaces between them."""
    place_ids = (await own_form(request)).get("ids", "").split()
    traveller = await _changing(request)
    async with platform_of(request).open_unit(traveller.actor) as services:
        added = await services.likes.carry_over(place_ids)
        hearts = await services.likes.hearts(place_ids[-MOST_CARRIED:])
    shapes = {place_id: _shape(heart) for place_id, heart in hearts.items()}
    return JSONResponse({"added": added, "hearts": shapes}, headers={"Cache-Control": "no-store"})


async def _changing(request: Request) -> Traveller:
    traveller = traveller_of(request)
    await platform_of(request).limits.spend(CHANGES, str(traveller.session_id))
    return traveller


def _shape(heart: Heart) -> dict[str, bool | int]:
    return {"liked": heart.liked, "count": heart.count}
