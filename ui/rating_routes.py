"""The forms of the section of a place where travellers say how it was; each leads back to it with a notice."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.rate_limits import REPORTS
from services.ratings import NotStars, RatingNotFound
from ui.failures import shows_failures
from ui.forms import id_in, own_form
from ui.sessions import changing, traveller_of
from ui.visitor import platform_of

_STARS = {str(stars): stars for stars in range(1, 6)}


@shows_failures
async def rate(request: Request, place_id: str) -> Response:
    """Rate a place, or change one's rating of it."""
    form = await own_form(request)
    traveller_of(request)
    stars = _STARS.get(form.get("stars", ""))
    if stars is None:
        raise NotStars
    async with changing(request) as services:
        await services.ratings.rate(place_id, stars, form.get("comment", ""))
    return _back(place_id, "rated")


@shows_failures
async def remove_rating(request: Request, place_id: str) -> Response:
    """Remove one's rating of a place."""
    await own_form(request)
    async with changing(request) as services:
        await services.ratings.remove(place_id)
    return _back(place_id, "rating-removed")


@shows_failures
async def mark_visited(request: Request, place_id: str) -> Response:
    """Note that one has been to a place, or with `visited=false` forget it."""
    visited = (await own_form(request)).get("visited") != "false"
    async with changing(request) as services:
        await services.places.get(place_id)
        await (services.visits.mark if visited else services.visits.unmark)(place_id)
    return _back(place_id, "visited" if visited else "not-visited")


@shows_failures
async def report_rating(request: Request, rating_id: str) -> Response:
    """Report somebody's rating."""
    form, platform, actor = await own_form(request), platform_of(request), traveller_of(request).actor
    rating = id_in(rating_id, RatingNotFound)
    await platform.limits.spend(REPORTS, str(actor.user_id))
    async with platform.open_unit(actor) as services:
        place_id = await services.reports.report_rating(rating, form.get("reason", ""))
    return _back(place_id, "reported")


def _back(place_id: str, notice: str) -> Response:
    return RedirectResponse(f"/places/{place_id}?notice={notice}#ratings", 303)
