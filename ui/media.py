"""The pictures of travellers by their addresses."""

import re
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from services.errors import Failure
from services.object_keys import avatar_key, photo_key
from services.object_store import NoSuchObject
from services.photos import PhotoNotFound
from services.pictures import AVATAR_EDGES, CONTENT_TYPE, PLACE_EDGES
from ui.failures import sentence_of
from ui.visitor import Visitor, platform_of

router = APIRouter(include_in_schema=False)

_AVATAR = re.compile(r"[0-9a-f]{32}")
_KEPT = "private, max-age=31536000, immutable"
"""A picture never changes, but it may be removed: no shared cache between us and the browsers goes on showing it."""


@router.get("/media/photos/{photo_id:uuid}-{edge:int}.webp", response_model=None)
async def traveller_photo(request: Request, photo_id: UUID, edge: int) -> Response:
    """A traveller's picture of a place, unless it is hidden or removed.

    The row decides, not the object: what three travellers report is gone at once and can come back,
    and what an operator removes is gone before the store has been told.
    """
    platform = platform_of(request)
    try:
        async with platform.open_unit() as services:
            if edge not in PLACE_EDGES or not await services.photos.is_shown(photo_id):
                raise PhotoNotFound
        return _picture(await platform.objects.get(photo_key(photo_id, edge)))
    except Failure as failure:
        return _refusal(request, failure)


@router.get("/media/avatars/{avatar}-{edge:int}.webp", response_model=None)
async def avatar_picture(request: Request, avatar: str, edge: int) -> Response:
    """The picture beside a traveller's name; its address cannot be guessed and changes with it."""
    try:
        if edge not in AVATAR_EDGES or not _AVATAR.fullmatch(avatar):
            raise NoSuchObject
        return _picture(await platform_of(request).objects.get(avatar_key(avatar, edge)))
    except Failure as failure:
        return _refusal(request, failure)


def _picture(content: bytes) -> Response:
    return Response(content, headers={"Cache-Control": _KEPT}, media_type=CONTENT_TYPE)


def _refusal(request: Request, failure: Failure) -> Response:
    sentence = sentence_of(failure, Visitor.lenient(request))
    return PlainTextResponse(sentence, failure.status, {"Cache-Control": "no-store"})
