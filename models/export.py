from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, String, text
from sqlmodel import Field, SQLModel


class Export(SQLModel, table=True):
    """A traveller's data being packed into a zip, and where it lies once it is whole."""

    __tablename__: ClassVar[str] = "exports"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (
        Index("exports_of_user", "user_id", text("created_at DESC")),
        Index(
            "one_export_under_way",
            "user_id",
            unique=True,
            postgresql_where=text("object_key IS NULL AND NOT failed"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    user_id: UUID = Field(sa_column=Column(ForeignKey("users.id", ondelete="CASCADE"), nullable=False))
    done: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    total: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    object_key: str | None = Field(default=None, sa_column=Column(String(200)))
    failed: bool = Field(default=False, nullable=False, sa_column_kwargs={"server_default": text("false")})
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    updated_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )


EXPORTS = SQLModel.metadata.tables["exports"]
