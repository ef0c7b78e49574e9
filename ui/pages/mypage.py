"""My page: the overview, and the places one likes on their map. Nothing of it is kept for anybody else."""

from htpy import Element
from starlette.requests import Request
from starlette.responses import Response

from edge.assets import Assets
from services.likes import Heart
from ui.components.place_map import place_map
from ui.document import PageInfo, plain_document, send_document
from ui.failures import shows_failures
from ui.html.frame import floating_action, framed
from ui.html.liked_places import LikedPage, liked_places
from ui.html.mypage import OVERVIEW, Overview, overview
from ui.html.personal import personal
from ui.liked import LikedChoice
from ui.sessions import traveller_of
from ui.visitor import Visitor, platform_of

_NEWEST = 8


@shows_failures
async def overview_page(request: Request) -> Response:
    """What one likes, one's trips, and where one has been."""
    traveller, visitor = traveller_of(request), Visitor.of(request)
    assets: Assets = request.state.assets
    async with platform_of(request).open_unit(traveller.actor) as services:
        page = Overview(
            newest=await services.my_likes.places(limit=_NEWEST),
            likes=(await services.my_likes.counts()).everything,
            coming=await services.trips.coming(visitor.today),
            past=await services.trips.past(visitor.today),
            visited=await services.visits.regions(),
        )
    content = overview(page, traveller, visitor, assets)
    body = framed(content, visitor, assets, current=OVERVIEW, fab=_fab(visitor))
    hearts = {place.id: Heart(liked=True, count=place.likes) for place in page.newest}
    info = PageInfo(f"{visitor.t('My page')} · FFFF", visitor.t("My page"), indexed=False)
    return plain_document(request, visitor, info, personal(body, visitor, hearts))


@shows_failures
async def liked_page(request: Request) -> Response | None:
    """The places one likes, as cards and on a map."""
    traveller, visitor = traveller_of(request), Visitor.of(request)
    assets: Assets = request.state.assets
    chosen = LikedChoice.read(request.query_params)
    async with platform_of(request).open_unit(traveller.actor) as services:
        page = LikedPage(
            chosen,
            places=await services.my_likes.places(
                chosen.filters, sort=chosen.sort, language=visitor.language, limit=chosen.shown
            ),
            points=await services.my_likes.points(chosen.filters),
            counts=await services.my_likes.counts(chosen.filters),
        )
    content = liked_places(page, traveller, visitor, assets)
    body = framed(content, visitor, assets, current=OVERVIEW, fab=_fab(visitor))
    hearts = {place.id: Heart(liked=True, count=place.likes) for place in page.places}
    title = visitor.t("Places you like")
    info = PageInfo(f"{title} · FFFF", title, indexed=False)
    send_document(request, visitor, info, personal(body, visitor, hearts))
    if page.counts.everything:
        place_map(request.state.settings)
    return None


def _fab(visitor: Visitor) -> Element:
    return floating_action("/schedule", visitor.t("Plan a day"), "calendar-plus")
