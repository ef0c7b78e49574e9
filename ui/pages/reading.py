"""The pages that are only read: about, privacy, and what stands where schedules will be."""

from collections.abc import Callable

from htpy import Element, a
from starlette.requests import Request
from starlette.responses import Response

from edge.assets import Assets
from ui.document import PageInfo, plain_document
from ui.failures import shows_failures
from ui.html.frame import framed
from ui.html.messages import message_page
from ui.html.prose import about, privacy
from ui.sessions import traveller_of
from ui.visitor import Visitor


@shows_failures
async def about_page(request: Request) -> Response:
    """What FFFF is and where its facts come from."""
    return _reading(request, lambda visitor, _: about(visitor), "About FFFF")


@shows_failures
async def privacy_page(request: Request) -> Response:
    """What is kept about a visitor."""
    return _reading(request, lambda visitor, _: privacy(visitor), "Privacy")


@shows_failures
async def schedule_page(request: Request) -> Response:
    """Where schedules will be; says so to who is signed in."""
    traveller_of(request)
    return _reading(request, _schedules_to_come, "Schedule", current=request.url.path, indexed=False)


def _reading(
    request: Request,
    content: Callable[[Visitor, Assets], Element],
    title: str,
    *,
    current: str = "",
    indexed: bool = True,
) -> Response:
    visitor = Visitor.of(request)
    assets: Assets = request.state.assets
    title = visitor.t(title)
    info = PageInfo(
        f"{title} · FFFF",
        visitor.t("FFFF plans travel in Korea around the hours when places are really open."),
        indexed=indexed,
    )
    return plain_document(
        request, visitor, info, framed(content(visitor, assets), visitor, assets, current=current)
    )


def _schedules_to_come(visitor: Visitor, assets: Assets) -> Element:
    return message_page(
        assets,
        picture="themes/trails",
        title=visitor.t("Schedules are on their way"),
        text=visitor.t(
            "Planning days is being built. Until then your hearts keep what you want to see, with hours and map."
        ),
        links=[
            a(".primary", href="/")[visitor.t("Explore places")],
            a(".secondary", href="/mypage")[visitor.t("My page")],
        ],
    )
