from datetime import date, datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Index, String, text
from sqlmodel import Field, SQLModel


class Trip(SQLModel, table=True):
    """A journey with its first and last day."""

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
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )


TRIPS = SQLModel.metadata.tables["trips"]
