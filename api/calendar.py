"""The live feeds by their secret addresses, for calendar programs, which sign in nowhere."""

import asyncio
from hashlib import blake2b
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.dependencies import CallerDep, PlatformDep, SiteDep
from api.problems import problems
from services.accounts import Caller
from services.calendar_feeds import FeedContent, FeedNotFound
from services.calendar_files import CALENDAR_TYPE, calendar_file
from services.i18n import translator
from services.platform import Platform, now_in_seoul
from services.rate_limits import FEED_GUESSED, FEED_READ, network

router = APIRouter(tags=["calendars"])

Token = Annotated[str, Path(max_length=64, description="the secret of the feed, as its `url` has it")]
_HEADERS = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}


@router.get(
    "/calendar/{token}.ics",
    response_class=Response,
    responses=problems(404, 422, 429, 503)
    | {
        200: {
            "description": "The calendar (RFC 5545), from a year ago to two years ahead, in the language of its owner.",
            "content": {"text/calendar": {"schema": {"type": "string"}}},
        },
        304: {"description": "It is what `If-None-Match` says."},
    },
)
async def read_feed(
    token: Token, request: Request, platform: PlatformDep, caller: CallerDep, site: SiteDep
) -> Response:
    """One's plans as a calendar that programs read again and again, until the address is revoked."""
    feed_id = await _feed_id(token, platform, caller)
    async with platform.open_unit() as services:
        content = await services.calendar_feeds.content(feed_id, now_in_seoul().date())
    etag = _etag(content, site)
    headers = {**_HEADERS, "ETag": etag}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    t = translator(content.language)
    name = content.trip_title or t("My plans in Korea")
    body = await asyncio.to_thread(
        calendar_file, content.entries, name=name, language=content.language, site=site
    )
    headers["Content-Disposition"] = 'inline; filename="ffff.ics"'
    return Response(body, headers=headers, media_type=CALENDAR_TYPE)


async def _feed_id(token: str, platform: Platform, caller: Caller) -> UUID:
    """Return whose token this is, counting the readings of each feed and the guesses of each household."""
    feed_id = platform.feed_tokens.row_id(token)
    if feed_id is None:
        await platform.limits.spend(FEED_GUESSED, network(caller.address))
        raise FeedNotFound
    await platform.limits.spend(FEED_READ, str(feed_id))
    return feed_id


def _etag(content: FeedContent, site: str) -> str:
    """Tell one content from another without writing it; it is weak, since it may be sent packed or not."""
    return f'W/"{blake2b(orjson.dumps([site, content]), digest_size=12).hexdigest()}"'
