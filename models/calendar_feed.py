from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import Column, DateTime, ForeignKey, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class CalendarFeed(SQLModel, table=True):
    """An address under which calendars read a user's plans, of one trip or of everything, until its row is gone.

    Its token is made from its id, see `services.calendar_feeds`.
    """

    __tablename__: ClassVar[str] = "calendar_feeds"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (
        UniqueConstraint(
            "user_id", "trip_id", name="one_feed_for_a_trip", postgresql_nulls_not_distinct=True
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    user_id: UUID = Field(sa_column=Column(ForeignKey("users.id", ondelete="CASCADE"), nullable=False))
    trip_id: UUID | None = Field(sa_column=Column(ForeignKey("trips.id", ondelete="CASCADE"), index=True))
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )


CALENDAR_FEEDS = SQLModel.metadata.tables["calendar_feeds"]
