from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, String, text
from sqlmodel import Field, SQLModel


class TravellerPhoto(SQLModel, table=True):
    """A traveller's picture of a place, given with consent; its renditions lie in the object store below its id."""

    __tablename__: ClassVar[str] = "photos"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (
        Index("photos_of_place", "place_id", text("created_at DESC"), text("id DESC")),
        Index("photos_of_user", "user_id", text("created_at DESC")),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    user_id: UUID = Field(sa_column=Column(ForeignKey("users.id", ondelete="CASCADE"), nullable=False))
    place_id: str = Field(sa_column=Column(ForeignKey("places.id"), nullable=False))
    credit: str = Field(sa_column=Column(String(60), nullable=False))
    width: int = Field(sa_column=Column(Integer, nullable=False))
    height: int = Field(sa_column=Column(Integer, nullable=False))
    consented_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    hidden_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))


PHOTOS = SQLModel.metadata.tables["photos"]
