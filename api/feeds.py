from uuid import UUID

from fastapi import APIRouter

from api.dependencies import PlatformDep, SiteDep
from api.identity import PrivateRoute, SignedInActorDep
from api.problems import problems
from api.shapes.feeds import FeedListShape, FeedShape, NewFeed, feed_shape
from services.calendar_feeds import CalendarFeed
from services.platform import Platform

router = APIRouter(prefix="/v1/feeds", tags=["calendars"], route_class=PrivateRoute)


@router.get("", responses=problems(401, 403, 429, 503))
async def list_feeds(actor: SignedInActorDep, platform: PlatformDep, site: SiteDep) -> FeedListShape:
    """One's live calendars with their addresses, that of everything first."""
    async with platform.open_unit(actor) as services:
        feeds = await services.calendar_feeds.mine()
    return FeedListShape(items=[_shape(feed, platform, site) for feed in feeds])


@router.post("", status_code=201, responses=problems(400, 401, 403, 404, 422, 429, 503))
async def renew_feed(
    body: NewFeed, actor: SignedInActorDep, platform: PlatformDep, site: SiteDep
) -> FeedShape:
    """Make the address of a live calendar; if it had one already, that leads nowhere from now on."""
    async with platform.open_unit(actor) as services:
        feed = await services.calendar_feeds.renew(body.trip_id)
    return _shape(feed, platform, site)


@router.delete("/{feed_id}", status_code=204, responses=problems(401, 403, 404, 422, 429, 503))
async def revoke_feed(feed_id: UUID, actor: SignedInActorDep, platform: PlatformDep) -> None:
    """Revoke the address of a live calendar."""
    async with platform.open_unit(actor) as services:
        await services.calendar_feeds.revoke(feed_id)


def _shape(feed: CalendarFeed, platform: Platform, site: str) -> FeedShape:
    return feed_shape(feed, f"{site}/calendar/{platform.feed_tokens.token(feed.id)}.ics")
