"""Failures as pages: the edge where a page's errors become a sentence for the visitor."""

import functools
from collections.abc import Awaitable, Callable, Mapping
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from edge.assets import Assets
from services.errors import Failure, TooMany, Unauthorized
from ui.document import PageInfo, plain_document
from ui.forms import own_path
from ui.html.frame import framed
from ui.html.messages import failure_page
from ui.sessions import recognise
from ui.visitor import Visitor

log = structlog.get_logger()
_P = ParamSpec("_P")
_Page = Callable[Concatenate[Request, _P], Awaitable[Response | None]]


def shows_failures(page: _Page[_P]) -> _Page[_P]:
    """Recognise who is signed in, and let a page answer with the designed error page where it fails.

    It shows an expected failure's sentence, or a number for an unknown one; where one has to sign in, it leads there.
    Our own scripts, which ask for JSON, get all of these as problems (RFC 9457).
    """

    @functools.wraps(page)
    async def guarded(request: Request, *args: _P.args, **kwargs: _P.kwargs) -> Response | None:
        try:
            await recognise(request)
            return await page(request, *args, **kwargs)
        except Failure as failure:
            if isinstance(failure, Unauthorized) and not wants_json(request):
                return to_sign_in(request)
            sentence = sentence_of(failure, Visitor.lenient(request))
            response = failure_response(
                request, failure.status, sentence, code=failure.code, field=failure.field
            )
            return telling(failure, response)
        except ClientDisconnect:  # a form that broke off, or that `BodyLimit` cut; nobody reads this answer
            return Response(status_code=400)
        except Exception:
            log.exception("unknown_error", trace_id=request.state.trace_id, path=request.url.path)
            return failure_response(
                request, 500, Visitor.lenient(request).t("Something went wrong on our side.")
            )

    return guarded


def to_sign_in(request: Request) -> Response:
    """Lead to the sign-in page and from there back to where one was going."""
    where = request.url.path if request.method == "GET" else own_path_of_referer(request)
    if request.method == "GET" and request.url.query:
        where += f"?{request.url.query}"
    return RedirectResponse(f"/login?{urlencode({'next': where})}", 303)


def own_path_of_referer(request: Request) -> str:
    """Return the page that a form was sent from, when it is one of ours."""
    sender = urlsplit(request.headers.get("referer", ""))
    if sender.netloc != request.headers.get("host"):
        return "/"
    return own_path(sender._replace(scheme="", netloc="", fragment="").geturl())


def wants_json(request: Request) -> bool:
    """Tell whether a script of ours asks, which does with the answer what the browser would do with a page."""
    return "application/json" in request.headers.get("accept", "")


def sentence_of(failure: Failure | None, visitor: Visitor) -> str:
    """Say what went wrong in the visitor's language; empty where nothing did."""
    return visitor.t(failure.message).format(**failure.values) if failure else ""


def telling(failure: Failure | None, response: Response) -> Response:
    """Give a page the status of the failure it shows, if it shows one, and after how many seconds to try again."""
    if failure:
        response.status_code = failure.status
    if isinstance(failure, TooMany):
        response.headers["Retry-After"] = str(failure.retry_after_s)
    return response


def failure_response(
    request: Request, status: int, sentence: str, *, code: str = "failure", field: str | None = None
) -> Response:
    """Build the error page, or the problem, for a sentence that is already in the visitor's language."""
    page = _problem if wants_json(request) else _page
    return page(request, status, sentence, code, field)


def _page(request: Request, status: int, sentence: str, _code: str, _field: str | None) -> Response:
    visitor = Visitor.lenient(request)
    assets: Assets = request.state.assets
    content = failure_page(status, sentence, visitor, assets, trace_id=request.state.trace_id)
    info = PageInfo(f"{status} · FFFF", sentence, indexed=False)
    return plain_document(request, visitor, info, framed(content, visitor, assets), status=status)


def _problem(request: Request, status: int, sentence: str, code: str, field: str | None) -> Response:
    problem = {"status": status, "code": code, "detail": sentence, "trace_id": request.state.trace_id}
    if field:
        problem["field"] = field
    return JSONResponse(problem, status, {"Cache-Control": "no-store"}, "application/problem+json")


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
