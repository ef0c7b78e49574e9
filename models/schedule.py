from datetime import date, datetime, time
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Time,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

LONGEST_NAME = 200
LONGEST_NOTE = 2000


class Schedule(SQLModel, table=True):
    """One entry on one day: a place or a name, with or without times of Seoul's clock.

    Entries without a start stand on the day's shelf in the order of their positions. An end that is not after its start
    is on the following day. `field_versions` says for each field at which version it was last changed, so that people
    who change different fields of one entry both keep theirs.
    """

    __tablename__: ClassVar[str] = "schedules"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (
        CheckConstraint("place_id IS NOT NULL OR place_name IS NOT NULL", name="schedule_is_somewhere"),
        CheckConstraint("end_time IS NULL OR start_time IS NOT NULL", name="schedule_ends_after_a_start"),
        CheckConstraint("end_time <> start_time", name="schedule_lasts"),
        CheckConstraint("date BETWEEN '1970-01-01' AND '2100-12-31'", name="schedule_day_is_plannable"),
        Index(
            "schedules_of_user", "user_id", "date", "position", "id", postgresql_where=text("trip_id IS NULL")
        ),
        Index("schedules_of_trip", "trip_id", "date", "position", "id"),
        Index("schedules_made_by", "user_id"),
        Index("schedules_at_place", "place_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    user_id: UUID = Field(sa_column=Column(ForeignKey("users.id", ondelete="CASCADE"), nullable=False))
    """Who made it; outside of a trip it is theirs alone, within one it belongs to the trip."""
    trip_id: UUID | None = Field(sa_column=Column(ForeignKey("trips.id", ondelete="CASCADE")))
    place_id: str | None = Field(sa_column=Column(ForeignKey("places.id")))
    place_name: str | None = Field(sa_column=Column(String(LONGEST_NAME)))
    date: date
    start_time: time | None = Field(default=None, sa_column=Column(Time))
    end_time: time | None = Field(default=None, sa_column=Column(Time))
    position: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    note: str = Field(default="", sa_column=Column(String(LONGEST_NOTE), nullable=False, server_default=""))
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False, server_default="1"))
    field_versions: dict[str, int] = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default="{}")
    )
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    updated_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )


class ScheduleChange(SQLModel, table=True):
    """One entry before and after a change, so that its author can undo and redo it.

    Changes with the same `step` were made by one action. `before` is null where the entry was made, `after` where it was
    deleted; both hold the fields of the entry as JSON.
    """

    __tablename__: ClassVar[str] = "schedule_changes"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (Index("schedule_changes_of_user", "user_id", text("id DESC")),)

    id: int | None = Field(default=None, sa_column=Column(BigInteger, primary_key=True))
    user_id: UUID = Field(sa_column=Column(ForeignKey("users.id", ondelete="CASCADE"), nullable=False))
    trip_id: UUID | None = Field(sa_column=Column(ForeignKey("trips.id", ondelete="CASCADE")))
    schedule_id: UUID
    step: UUID
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    undone: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )


SCHEDULES = SQLModel.metadata.tables["schedules"]
SCHEDULE_CHANGES = SQLModel.metadata.tables["schedule_changes"]
