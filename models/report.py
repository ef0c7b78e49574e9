from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Report(SQLModel, table=True):
    """A traveller's word that a rating or a photo should not stand there; settled once an operator has kept it."""

    __tablename__: ClassVar[str] = "reports"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (
        UniqueConstraint("user_id", "rating_id", name="one_report_of_a_rating"),
        UniqueConstraint("user_id", "photo_id", name="one_report_of_a_photo"),
        CheckConstraint("num_nonnulls(rating_id, photo_id) = 1", name="reports_one_thing"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    user_id: UUID = Field(sa_column=Column(ForeignKey("users.id", ondelete="CASCADE"), nullable=False))
    rating_id: UUID | None = Field(
        default=None, sa_column=Column(ForeignKey("ratings.id", ondelete="CASCADE"), index=True)
    )
    photo_id: UUID | None = Field(
        default=None, sa_column=Column(ForeignKey("photos.id", ondelete="CASCADE"), index=True)
    )
    reason: str = Field(default="", sa_column=Column(String(300), nullable=False, server_default=""))
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    settled_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))


REPORTS = SQLModel.metadata.tables["reports"]
