from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Column, DateTime, ForeignKey, Index, text
from sqlmodel import Field, SQLModel


class Visit(SQLModel, table=True):
    """A traveller has been to a place."""

    __tablename__: ClassVar[str] = "visits"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (Index("visits_of_place", "place_id"),)

    user_id: UUID = Field(sa_column=Column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True))
    place_id: str = Field(sa_column=Column(ForeignKey("places.id"), primary_key=True))
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )


VISITS = SQLModel.metadata.tables["visits"]
