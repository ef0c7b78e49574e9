"""Failures as pages: the edge where a page's errors become a sentence for the visitor."""

import functools
from collections.abc import Awaitable, Callable, Mapping
from typing import Concatenate, ParamSpec

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from edge.assets import Assets
from services.errors import Failure
from ui.document import PageInfo, plain_document
from ui.html.frame import framed
from ui.html.messages import failure_page
from ui.visitor import Visitor

log = structlog.get_logger()
_P = ParamSpec("_P")
_Page = Callable[Concatenate[Request, _P], Awaitable[Response | None]]


def shows_failures(page: _Page[_P]) -> _Page[_P]:
    """Let a page answer with the designed error page: an expected failure's sentence, or a number for an unknown one."""

    @functools.wraps(page)
    async def guarded(request: Request, *args: _P.args, **kwargs: _P.kwargs) -> Response | None:
        try:
            return await page(request, *args, **kwargs)
        except Failure as failure:
            visitor = Visitor.lenient(request)
            return failure_response(
                request, failure.status, visitor.t(failure.message).format(**failure.values)
            )
        except ClientDisconnect:  # a form that broke off, or that `BodyLimit` cut; nobody reads this answer
            return Response(status_code=400)
        except Exception:
            log.exception("unknown_error", trace_id=request.state.trace_id, path=request.url.path)
            return failure_response(
                request, 500, Visitor.lenient(request).t("Something went wrong on our side.")
            )

    return guarded


def failure_response(request: Request, status: int, sentence: str) -> Response:
    """Build the error page for a sentence that is already in the visitor's language."""
    visitor = Visitor.lenient(request)
    assets: Assets = request.state.assets
    content = failure_page(status, sentence, visitor, assets, trace_id=request.state.trace_id)
    info = PageInfo(f"{status} · FFFF", sentence, indexed=False)
    return plain_document(request, visitor, info, framed(content, visitor, assets), status=status)


def missing_page(request: Request, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Build the error page for an address no page has, or a method it does not answer to."""
    visitor = Visitor.lenient(request)
    sentences = {
        404: visitor.t("There is nothing at this address."),
        405: visitor.t("This address does not answer to that method."),
    }
    page = failure_response(request, status, sentences.get(status, visitor.t("Something went wrong.")))
    page.headers.update(headers or {})
    return page
