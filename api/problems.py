"""Every failure of /v1 as RFC 9457 application/problem+json, with its sentence in the caller's language."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.refusals import refusal
from models.language import Language
from services.errors import Failure, TooMany, Unauthorized, Unavailable, VersionConflict
from services.i18n import language_from, translator

log = structlog.get_logger()

HTTP_PROBLEMS = {
    404: ("Not found", "not_found", "There is nothing at this address."),
    405: ("Method not allowed", "method_not_allowed", "This address does not answer to that method."),
}


class Problem(BaseModel):
    """A failure by RFC 9457; `code` is stable, `title` and `detail` are in the caller's language.

    `current` is what is there now, where a change was made from an older version of it.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    trace_id: str
    errors: list[dict[str, str]] | None = None
    current: dict[str, Any] | None = None


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Say in the OpenAPI document with which problems a route answers."""
    return {status: _documented(status) for status in statuses}


@contextmanager
def blaming(**fields: str) -> Generator[None]:
    """Let failures name the fields of this body, by their code: `blaming(weak_password="new_password")`."""
    try:
        yield
    except Failure as failure:
        failure.field = fields.get(failure.code, failure.field)
        raise


@contextmanager
def blaming_one_of(name: str) -> Generator[None]:
    """Let failures name which of several things in this list of the body is at fault: `changes.3.date`."""
    try:
        yield
    except Failure as failure:
        if failure.number is not None:
            failure.field = ".".join(filter(None, (name, str(failure.number), failure.field)))
        raise


def answer_failures(app: FastAPI) -> None:
    """Turn failures, refused input and unknown errors into problems."""
    app.add_exception_handler(Failure, _failure)  # pyright: ignore[reportArgumentType]
    app.add_exception_handler(RequestValidationError, _refused)  # pyright: ignore[reportArgumentType]
    app.add_exception_handler(HTTPException, _http)  # pyright: ignore[reportArgumentType]
    app.add_exception_handler(Exception, _unknown)


def problem(
    request: Request,
    status: int,
    title: str,
    code: str,
    detail: str,
    errors: list[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    current: object = None,
) -> Response:
    """Build the answer; `title` and `detail` are already in the caller's language."""
    body: dict[str, Any] = {
        "type": f"/v1/problems/{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "trace_id": getattr(request.state, "trace_id", ""),
    }
    if errors:
        body["errors"] = errors
    if current is not None:
        body["current"] = current
    all_headers = {"Cache-Control": "no-store", **(headers or {})}
    return Response(orjson.dumps(body), status, all_headers, _MEDIA_TYPE)


def _failure(request: Request, failure: Failure) -> Response:
    t = translator(_language(request))
    detail = t(failure.message).format(**failure.values)
    errors = [{"field": failure.field, "message": detail, "code": failure.code}] if failure.field else None
    current = failure.current if isinstance(failure, VersionConflict) else None
    return problem(
        request,
        failure.status,
        t(failure.title),
        failure.code,
        detail,
        errors,
        _headers(failure),
        current=current,
    )


def _headers(failure: Failure) -> dict[str, str]:
    match failure:
        case Unauthorized():
            return {"WWW-Authenticate": "Bearer"}
        case TooMany():
            seconds = str(failure.retry_after_s)
            return {
                "Retry-After": seconds,
                "RateLimit-Limit": str(failure.limit),
                "RateLimit-Remaining": "0",
                "RateLimit-Reset": seconds,
            }
        case Unavailable():
            return {"Retry-After": "5"}
        case _:
            return {}


def _refused(request: Request, error: RequestValidationError) -> Response:
    t = translator(_language(request))
    errors = [
        {
            "field": ".".join(map(str, part["loc"][1:])) or str(part["loc"][0]),
            "message": refusal(part, t),
            "code": part["type"],
        }
        for part in error.errors()
    ]
    return problem(
        request, 422, t("We cannot read that"), "invalid", t("Part of the request cannot be read."), errors
    )


def _http(request: Request, error: HTTPException) -> Response:
    t = translator(_language(request))
    title, code, detail = HTTP_PROBLEMS.get(
        error.status_code, (str(error.detail), "http_error", str(error.detail))
    )
    return problem(request, error.status_code, t(title), code, t(detail), headers=error.headers)


def _unknown(request: Request, error: Exception) -> Response:
    t = translator(_language(request))
    log.error("unknown_error", trace_id=getattr(request.state, "trace_id", ""), exc_info=error)
    return problem(
        request, 500, t("Something went wrong"), "internal", t("Something went wrong on our side.")
    )


def _language(request: Request) -> Language:
    wanted = request.query_params.get("lang")
    if wanted in set(Language):
        return Language(wanted)
    own: Language | None = getattr(request.state, "own_language", None)
    return own or language_from(request.headers.get("accept-language", ""))


def _documented(status: int) -> dict[str, Any]:
    documented: dict[str, Any] = {
        "description": _MEANINGS[status],
        "content": {_MEDIA_TYPE: {"schema": Problem.model_json_schema()}},
    }
    if headers := _HEADERS.get(status):
        documented["headers"] = {
            name: {"description": text, "required": True, "schema": {"type": kind}}
            for name, (kind, text) in headers.items()
        }
    return documented


_MEDIA_TYPE = "application/problem+json"
_MEANINGS = {
    400: "The body is not JSON.",
    401: "Nobody is signed in, or what was shown proves nothing.",
    403: "Whoever asks may not do this.",
    404: "There is no such thing, or it is not the caller's.",
    409: "It contradicts what is there.",
    412: "It was made from an older version; `current` is what is there now.",
    422: "The request cannot be read; `errors` names the fields at fault.",
    429: "Too often; `Retry-After` says when again.",
    503: "Something this answer needs is away.",
}
_AGAIN = ("integer", "seconds after which to try again")
_HEADERS = {
    401: {"WWW-Authenticate": ("string", "the scheme that is asked for: `Bearer`")},
    429: {
        "Retry-After": _AGAIN,
        "RateLimit-Limit": ("integer", "how many tries are allowed in the window"),
        "RateLimit-Remaining": ("integer", "how many tries are left"),
        "RateLimit-Reset": ("integer", "seconds until the window moves on"),
    },
    503: {"Retry-After": _AGAIN},
}
