"""The pages that are only read: about and privacy."""

from collections.abc import Callable

from htpy import Element
from starlette.requests import Request
from starlette.responses import Response

from edge.assets import Assets
from ui.document import PageInfo, plain_document
from ui.failures import shows_failures
from ui.html.frame import framed
from ui.html.prose import about, privacy
from ui.visitor import Visitor


@shows_failures
async def about_page(request: Request) -> Response:
    """What FFFF is and where its facts come from."""
    return _reading(request, lambda visitor, _: about(visitor), "About FFFF")


@shows_failures
async def privacy_page(request: Request) -> Response:
    """What is kept about a visitor."""
    return _reading(request, lambda visitor, _: privacy(visitor), "Privacy")


def _reading(
    request: Request,
    content: Callable[[Visitor, Assets], Element],
    title: str,
) -> Response:
    visitor = Visitor.of(request)
    assets: Assets = request.state.assets
    title = visitor.t(title)
    info = PageInfo(
        f"{title} · FFFF",
        visitor.t("FFFF plans travel in Korea around the hours when places are really open."),
    )
    return plain_document(request, visitor, info, framed(content(visitor, assets), visitor, assets))
