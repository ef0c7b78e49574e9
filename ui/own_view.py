from markupsafe import Markup
from starlette.requests import Request

from ui.html.personal import hearts_in, personal
from ui.visitor import Visitor, platform_of


async def own_view(request: Request, visitor: Visitor, page: Markup) -> Markup:
    """Put what is the visitor's own into a page that was made for everybody; strangers get it as it is."""
    if visitor.user is None:
        return page
    place_ids = hearts_in(page)
    async with platform_of(request).open_unit(visitor.user.actor) as services:
        hearts = await services.likes.hearts(place_ids)
    return personal(page, visitor, hearts)
