"""Pages that are one form: shown, answered, and shown again with a sentence where that fails."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from htpy import Element, a
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from edge.assets import Assets
from services.errors import Failure
from ui.document import PageInfo, plain_document
from ui.failures import sentence_of, telling
from ui.html.account_forms import Filled
from ui.html.frame import framed
from ui.html.messages import message_page
from ui.sessions import keep_session
from ui.visitor import Visitor, platform_of

Form = Callable[[Filled, Visitor, Assets], Element]


def form_page(request: Request, title: str, form: Form, filled: Filled, *, status: int = 200) -> Response:
    """Show a form; `title` is an English sentence."""
    visitor = Visitor.of(request)
    assets: Assets = request.state.assets
    platform = platform_of(request)
    filled = replace(filled, providers=platform.providers.names, offers_demo=platform.demo is not None)
    content = framed(form(filled, visitor, assets), visitor, assets, current=request.url.path)
    info = PageInfo(f"{visitor.t(title)} · FFFF", visitor.t(title), indexed=False)
    return plain_document(request, visitor, info, content, status=status)


async def tried(
    request: Request, work: Callable[[], Awaitable[Response]], title: str, form: Form, filled: Filled
) -> Response:
    """Do the work of a form; where it fails as expected, show the form again with what is wrong."""
    try:
        return await work()
    except Failure as failure:
        return refused(request, failure, title, form, filled)


def refused(request: Request, failure: Failure, title: str, form: Form, filled: Filled) -> Response:
    """Show a form with the sentence of a failure."""
    filled = replace(filled, error=sentence_of(failure, Visitor.of(request)))
    return telling(failure, form_page(request, title, form, filled))


def signed_in(request: Request, token: str, following: str) -> Response:
    """Go on with the session that has just begun."""
    response = RedirectResponse(following, 303)
    keep_session(request, response, token)
    return response


def message(request: Request, title: str, text: str) -> Response:
    """Say one thing, in the visitor's language already."""
    visitor = Visitor.of(request)
    assets: Assets = request.state.assets
    links = [a(".primary", href="/")[visitor.t("Explore places")]]
    content = message_page(assets, picture="themes/trails", title=title, text=text, links=links)
    info = PageInfo(f"{title} · FFFF", text, indexed=False)
    return plain_document(request, visitor, info, framed(content, visitor, assets))
