from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Index, Integer, String, text
from sqlmodel import Field, SQLModel


class TripRole(StrEnum):
    """What a member may do with a trip; its owner is no member and may do everything."""

    EDITOR = "editor"
    READER = "reader"


class LinkKind(StrEnum):
    """What a link of a trip is for: to invite members, or to let anybody read."""

    INVITATION = "invitation"
    SHARE = "share"


class Trip(SQLModel, table=True):
    """A journey with its first and last day; it belongs to one user and may have further members."""

    __tablename__: ClassVar[str] = "trips"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="trip_ends_after_its_start"),
        Index("trips_of_user", "user_id", "starts_on"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    user_id: UUID = Field(sa_column=Column(ForeignKey("users.id", ondelete="CASCADE"), nullable=False))
    title: str = Field(sa_column=Column(String(100), nullable=False))
    starts_on: date
    ends_on: date
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False, server_default="1"))
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )


class TripMember(SQLModel, table=True):
    """Somebody who travels along."""

    __tablename__: ClassVar[str] = "trip_members"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (
        CheckConstraint("role IN ('editor', 'reader')", name="trip_role_is_known"),
        Index("trips_of_member", "user_id"),
    )

    trip_id: UUID = Field(sa_column=Column(ForeignKey("trips.id", ondelete="CASCADE"), primary_key=True))
    user_id: UUID = Field(sa_column=Column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True))
    role: str = Field(sa_column=Column(String(8), nullable=False))
    joined_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )


class TripLink(SQLModel, table=True):
    """A link to a trip, good until it expires or its row is gone; its token is made from its id, see `services.trip_links`.

    `role` belongs to invitations, `with_notes` and `with_members` to links by which anybody may read.
    """

    __tablename__: ClassVar[str] = "trip_links"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (
        CheckConstraint("kind IN ('invitation', 'share')", name="link_kind_is_known"),
        CheckConstraint("(kind = 'invitation') = (role IS NOT NULL)", name="invitations_have_a_role"),
        Index("links_of_trip", "trip_id", "created_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    trip_id: UUID = Field(sa_column=Column(ForeignKey("trips.id", ondelete="CASCADE"), nullable=False))
    kind: str = Field(sa_column=Column(String(10), nullable=False))
    role: str | None = Field(default=None, sa_column=Column(String(8)))
    with_notes: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    with_members: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    expires_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )


TRIPS = SQLModel.metadata.tables["trips"]
TRIP_MEMBERS = SQLModel.metadata.tables["trip_members"]
TRIP_LINKS = SQLModel.metadata.tables["trip_links"]
