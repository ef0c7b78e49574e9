"""Every failure of /v1 as RFC 9457 application/problem+json, with its sentence in the caller's language."""

from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from models.language import Language
from services.errors import Failure
from services.i18n import language_from, translator

log = structlog.get_logger()

HTTP_PROBLEMS = {
    404: ("Not found", "not_found", "There is nothing at this address."),
    405: ("Method not allowed", "method_not_allowed", "This address does not answer to that method."),
}


class Problem(BaseModel):
    """A failure by RFC 9457; `code` is stable, `title` and `detail` are in the caller's language."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    trace_id: str
    errors: list[dict[str, str]] | None = None


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": text,
        "content": {"application/problem+json": {"schema": Problem.model_json_schema()}},
    }
    for status, text in (
        (401, "Nobody is signed in, or what was shown proves nothing."),
        (403, "Whoever asks may not do this."),
        (404, "There is no such thing."),
        (422, "The request cannot be read."),
        (429, "Too often."),
        (503, "Not now."),
    )
}
"""What the routers say about their failures in the OpenAPI document."""


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
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": "5"} if status == 503 else {})
    return Response(orjson.dumps(body), status, headers, "application/problem+json")


def _failure(request: Request, failure: Failure) -> Response:
    t = translator(_language(request))
    return problem(
        request, failure.status, t(failure.title), failure.code, t(failure.message).format(**failure.values)
    )


def _refused(request: Request, error: RequestValidationError) -> Response:
    t = translator(_language(request))
    errors = [
        {
            "field": ".".join(map(str, part["loc"][1:])) or str(part["loc"][0]),
            "message": _plain(part),
            "code": part["type"],
        }
        for part in error.errors()
    ]
    return problem(
        request, 422, t("That cannot be read"), "invalid", t("Part of the request cannot be read."), errors
    )


def _plain(part: dict[str, Any]) -> str:
    return str(part["msg"]).removeprefix("Value error, ")


def _http(request: Request, error: HTTPException) -> Response:
    t = translator(_language(request))
    title, code, detail = HTTP_PROBLEMS.get(
        error.status_code, (str(error.detail), "http_error", str(error.detail))
    )
    return problem(request, error.status_code, t(title), code, t(detail))


def _unknown(request: Request, error: Exception) -> Response:
    t = translator(_language(request))
    log.error("unknown_error", trace_id=getattr(request.state, "trace_id", ""), exc_info=error)
    return problem(
        request, 500, t("Something went wrong"), "internal", t("Something went wrong on our side.")
    )


def _language(request: Request) -> Language:
    wanted = request.query_params.get("lang")
    return (
        Language(wanted)
        if wanted in set(Language)
        else language_from(request.headers.get("accept-language", ""))
    )
