"""Pictures that travellers show: all of a place, sending one, removing it, reporting somebody's, and one's own portrait.

Everything works without scripts; `assets/js/photos.js` adds a preview and how much has been sent.
"""

from uuid import UUID

from htpy import Node
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from services.errors import Failure, Unauthorized
from services.photos import PhotoNotFound
from services.rate_limits import CHANGES, REPORTS
from ui.document import PageInfo, plain_document
from ui.explore import read_part
from ui.failures import own_path_of_referer, sentence_of, shows_failures, telling
from ui.forms import check_origin, id_in, own_form, own_upload
from ui.html.avatar_form import avatar_page
from ui.html.frame import framed
from ui.html.place_photos import TravellersShow, place_photos_page
from ui.sessions import traveller_of
from ui.visitor import Visitor, platform_of

_AT_ONCE = 24


@shows_failures
async def photos_page(request: Request, place_id: str) -> Response:
    """All photos of a place by travellers."""
    return await _photos(request, place_id)


@shows_failures
async def add_photo(request: Request, place_id: str) -> Response:
    """Show a traveller's photo of a place."""
    check_origin(request)
    actor = traveller_of(request).actor
    try:
        upload = await own_upload(request, "photo")
        consents = upload.fields.get("consent") == "true"
        await platform_of(request).uploads.add_photo(actor, place_id, upload.content, consents=consents)
    except Unauthorized:
        raise
    except Failure as failure:
        return await _photos(request, place_id, failure)
    return _sent(request, f"/places/{place_id}?notice=photo-added#photos")


@shows_failures
async def remove_photo(request: Request, photo_id: str) -> Response:
    """Remove one's own photo."""
    await own_form(request)
    platform, actor = platform_of(request), traveller_of(request).actor
    await platform.limits.spend(CHANGES, str(actor.user_id))
    place_id = await platform.uploads.remove_photo(actor, id_in(photo_id, PhotoNotFound))
    return _back(request, place_id, "photo-removed")


@shows_failures
async def report_photo(request: Request, photo_id: str) -> Response:
    """Report somebody's photo."""
    form, platform, actor = await own_form(request), platform_of(request), traveller_of(request).actor
    await platform.limits.spend(REPORTS, str(actor.user_id))
    async with platform.open_unit(actor) as services:
        place_id = await services.reports.report_photo(id_in(photo_id, PhotoNotFound), form.get("reason", ""))
    return _back(request, place_id, "photo-reported")


@shows_failures
async def avatar_choice(request: Request) -> Response:
    """The picture beside one's name."""
    return _avatar(request)


@shows_failures
async def set_avatar(request: Request) -> Response:
    """Show another picture beside one's name."""
    check_origin(request)
    actor = traveller_of(request).actor
    try:
        upload = await own_upload(request, "avatar")
        await platform_of(request).uploads.set_avatar(actor, upload.content)
    except Unauthorized:
        raise
    except Failure as failure:
        return _avatar(request, failure)
    return _sent(request, _own_page(request, "avatar-changed"))


@shows_failures
async def remove_avatar(request: Request) -> Response:
    """Show the first letter of one's name again."""
    await own_form(request)
    platform, actor = platform_of(request), traveller_of(request).actor
    await platform.limits.spend(CHANGES, str(actor.user_id))
    await platform.uploads.remove_avatar(actor)
    return RedirectResponse(_own_page(request, "avatar-removed"), 303)


async def _photos(request: Request, place_id: str, failure: Failure | None = None) -> Response:
    visitor = Visitor.of(request)
    before = read_part(request.query_params, "before", UUID)
    async with platform_of(request).open_unit(visitor.user and visitor.user.actor) as services:
        place = await services.places.get(place_id)
        photos = await services.photos.of_place(place_id, limit=_AT_ONCE + 1, before=before)
    notice, error = request.query_params.get("notice", ""), sentence_of(failure, visitor)
    shown = TravellersShow.first(_AT_ONCE, photos, notice=notice, error=error)
    title = visitor.t("Photos of {place} by travellers").format(place=visitor.text(place.name))
    content = place_photos_page(place, shown, visitor, later=before is not None)
    return _page(request, title, content, failure)


def _avatar(request: Request, failure: Failure | None = None) -> Response:
    traveller_of(request)
    visitor = Visitor.of(request)
    notices = {
        "avatar-changed": visitor.t("This is your picture now."),
        "avatar-removed": visitor.t("Your picture has been removed."),
    }
    notice = notices.get(request.query_params.get("notice", ""), "")
    content = avatar_page(visitor, error=sentence_of(failure, visitor), notice=notice)
    return _page(request, visitor.t("Your picture"), content, failure)


def _page(request: Request, title: str, content: Node, failure: Failure | None) -> Response:
    visitor = Visitor.of(request)
    page = framed(content, visitor, request.state.assets)
    info = PageInfo(f"{title} · FFFF", title, indexed=False)
    return telling(failure, plain_document(request, visitor, info, page))


def _back(request: Request, place_id: str, notice: str) -> Response:
    """Lead back to the page of ours that the form was on."""
    sender = own_path_of_referer(request)
    path = sender if sender != "/" else f"/places/{place_id}"
    return RedirectResponse(f"{path}?notice={notice}#photos", 303)


def _own_page(request: Request, notice: str) -> str:
    sender = own_path_of_referer(request).partition("?")[0]
    return f"{sender if sender != '/' else '/mypage/avatar'}?notice={notice}"


def _sent(request: Request, address: str) -> Response:
    """Lead on; a script is told where, as it could only follow by loading the page twice."""
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"address": address}, 201)
    return RedirectResponse(address, 303)
