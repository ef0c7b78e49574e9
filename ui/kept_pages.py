"""Whole pages kept for a while: what one visitor was shown serves the next who asks for the same in the same way."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

import orjson
from markupsafe import Markup
from starlette.requests import Request

from ui.document import PageInfo
from ui.visitor import Visitor, platform_of


@dataclass(frozen=True, slots=True)
class KeptPage:
    """What search engines are told and the body of the document; both are the same for every visitor of the kind."""

    info: PageInfo
    body: Markup


async def kept_page(
    request: Request, visitor: Visitor, seconds: int, make: Callable[[Visitor], Awaitable[KeptPage]]
) -> KeptPage:
    """Return the page kept for this address, language, scheme and day, or make it for a stranger and keep it.

    What is a signed-in visitor's own is put into it afterwards by `ui.html.personal`.
    """

    async def made() -> bytes:
        return orjson.dumps(asdict(await make(visitor.as_stranger())))

    kind = f"{visitor.language}:{visitor.scheme}:{visitor.today}"
    stored = await platform_of(request).cache.get_or_make(f"page:{kind}:{request.url}", seconds, made)
    page = orjson.loads(stored)
    return KeptPage(PageInfo(**page["info"]), Markup(page["body"]))  # noqa: S704 (rendered by `make`)
