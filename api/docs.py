"""The interactive pages of the API, from files that are installed with it."""

from importlib.util import find_spec
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

router = APIRouter(include_in_schema=False)

_FILES = "/v1/docs/files"
_PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>FFFF API</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="{files}/swagger-ui.css">
  </head>
  <body>
    <div id="docs"></div>
    <script nonce="{nonce}" src="{files}/swagger-ui-bundle.js"></script>
    <script nonce="{nonce}">SwaggerUIBundle({{ url: "/v1/openapi.json", dom_id: "#docs", deepLinking: true }})</script>
  </body>
</html>
"""


def add_docs(app: FastAPI) -> None:
    """Add `/v1/docs` and the Swagger UI files that the package fastapi-offline carries."""
    spec = find_spec("fastapi_offline")
    if spec is None or spec.origin is None:
        raise RuntimeError("fastapi-offline is not installed")
    app.mount(_FILES, StaticFiles(directory=Path(spec.origin).parent / "static"))
    app.include_router(router)


@router.get("/v1/docs")
async def docs(request: Request) -> HTMLResponse:
    """Try the API in the browser."""
    return HTMLResponse(_PAGE.format(files=_FILES, nonce=request.state.nonce))
