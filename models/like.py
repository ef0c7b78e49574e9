from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import Column, DateTime, ForeignKey, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Like(SQLModel, table=True):
    """A heart that a traveller has given a place; `places.likes_count` counts them."""

    __tablename__: ClassVar[str] = "likes"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (
        UniqueConstraint("user_id", "place_id", name="one_like_for_a_place"),
        Index("likes_of_user", "user_id", text("created_at DESC"), text("id DESC")),
        Index("likes_of_place", "place_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    user_id: UUID = Field(sa_column=Column(ForeignKey("users.id", ondelete="CASCADE"), nullable=False))
    place_id: str = Field(sa_column=Column(ForeignKey("places.id"), nullable=False))
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("clock_timestamp()"))
    )


LIKES = SQLModel.metadata.tables["likes"]
