from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel


class Rating(SQLModel, table=True):
    """One to five stars of a traveller for a place; `places.rating` is the mean of those that are shown."""

    __tablename__: ClassVar[str] = "ratings"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (
        UniqueConstraint("user_id", "place_id", name="one_rating_for_a_place"),
        CheckConstraint("stars BETWEEN 1 AND 5", name="one_to_five_stars"),
        Index("ratings_of_place", "place_id", text("created_at DESC"), text("id DESC")),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    user_id: UUID = Field(sa_column=Column(ForeignKey("users.id", ondelete="CASCADE"), nullable=False))
    place_id: str = Field(sa_column=Column(ForeignKey("places.id"), nullable=False))
    stars: int = Field(sa_column=Column(SmallInteger, nullable=False))
    comment: str = Field(default="", sa_column=Column(String(500), nullable=False, server_default=""))
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    updated_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    hidden_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))


RATINGS = SQLModel.metadata.tables["ratings"]
