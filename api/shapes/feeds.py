"""The shapes of live calendars in /v1."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from api.shapes.accounts import Body
from services.calendar_feeds import CalendarFeed


class NewFeed(Body):
    trip_id: UUID | None = Field(default=None, description="one trip; without it, all that one has planned")


class FeedShape(BaseModel):
    id: UUID
    trip_id: UUID | None = Field(description="null for all that one has planned")
    url: str = Field(description="whoever knows it reads the calendar, without signing in")
    created_at: datetime


class FeedListShape(BaseModel):
    items: list[FeedShape]
    next_cursor: None = None


def feed_shape(feed: CalendarFeed, url: str) -> FeedShape:
    return FeedShape(id=feed.id, trip_id=feed.trip_id, url=url, created_at=feed.created_at)
