"""Taking one's data along, and leaving. The forms work without scripts; a script only follows the packing."""

from htpy import a
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from edge.assets import Assets
from services.errors import Failure
from services.exports import Export, ExportNotFound
from ui.document import PageInfo, plain_document
from ui.failures import sentence_of, shows_failures, telling, wants_json
from ui.forms import id_in, own_form
from ui.html.frame import framed
from ui.html.messages import message_page
from ui.html.your_data import your_data_page, your_data_section
from ui.sessions import drop_session, traveller_of
from ui.visitor import Visitor, platform_of


@shows_failures
async def data_page(request: Request) -> Response:
    """One's data, with the newest export."""
    return await _page(request)


@shows_failures
async def start_export(request: Request) -> Response:
    """Begin to pack; a script is told how far it is, a reader is led to where that stands."""
    actor = traveller_of(request).actor
    await own_form(request)
    try:
        export = await platform_of(request).packing.begin(actor)
    except Failure as failure:
        return await _page(request, export_failure=failure)
    if wants_json(request):
        return _as_json(export)
    return RedirectResponse(f"/mypage/export/{export.id}", 303)


@shows_failures
async def export_page(request: Request, export_id: str) -> Response:
    """How far an export is."""
    async with platform_of(request).open_unit(traveller_of(request).actor) as services:
        export = await services.exports.get(id_in(export_id, ExportNotFound))
    return _as_json(export) if wants_json(request) else await _page(request)


@shows_failures
async def download_export(request: Request, export_id: str) -> Response:
    """The zip itself, in parts."""
    packed = await platform_of(request).packing.fetch(
        traveller_of(request).actor, id_in(export_id, ExportNotFound)
    )
    headers = {
        "Content-Length": str(packed.size),
        "Content-Disposition": f'attachment; filename="ffff-{Visitor.of(request).today}.zip"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(packed.parts, headers=headers, media_type="application/zip")


@shows_failures
async def delete_account(request: Request) -> Response:
    """Answer the form by which one leaves for good."""
    actor, visitor = traveller_of(request).actor, Visitor.of(request)
    form = await own_form(request)
    try:
        await platform_of(request).leaving.leave(actor, form.get("password") or form.get("email", ""))
    except Failure as failure:
        return await _page(request, delete_failure=failure)
    response = _farewell(request, visitor.as_stranger())
    response.headers["Clear-Site-Data"] = '"cache"'
    drop_session(request, response)
    return response


async def _page(
    request: Request, *, export_failure: Failure | None = None, delete_failure: Failure | None = None
) -> Response:
    visitor = Visitor.of(request)
    async with platform_of(request).open_unit(traveller_of(request).actor) as services:
        profile = await services.users.profile()
        export = await services.exports.latest()
    section = your_data_section(
        profile,
        export,
        visitor,
        export_error=sentence_of(export_failure, visitor),
        delete_error=sentence_of(delete_failure, visitor),
    )
    failure = export_failure or delete_failure
    content = framed(your_data_page(section, visitor), visitor, request.state.assets, current="/mypage")
    info = PageInfo(f"{visitor.t('Your data')} · FFFF", visitor.t("Your data"), indexed=False)
    return telling(failure, plain_document(request, visitor, info, content))


def _farewell(request: Request, visitor: Visitor) -> Response:
    assets: Assets = request.state.assets
    title = visitor.t("Your account has been deleted")
    text = visitor.t("Everything that belonged to it is gone. Thank you for travelling with us.")
    links = [a(".primary", href="/")[visitor.t("Go to the home page")]]
    content = message_page(assets, picture="themes/trails", title=title, text=text, links=links)
    info = PageInfo(f"{title} · FFFF", text, indexed=False)
    return plain_document(request, visitor, info, framed(content, visitor, assets))


def _as_json(export: Export) -> Response:
    said = {"id": str(export.id), "state": export.state, "done": export.done, "total": export.total}
    return JSONResponse(said, headers={"Cache-Control": "no-store"})
