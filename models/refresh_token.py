from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Column, DateTime, ForeignKey, Index, LargeBinary, text
from sqlmodel import Field, SQLModel


class RefreshToken(SQLModel, table=True):
    """One of a session's refresh tokens, kept after use so that its reuse is noticed."""

    __tablename__: ClassVar[str] = "refresh_tokens"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (Index("refresh_tokens_of_session", "session_id"),)

    token_hash: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    session_id: UUID = Field(sa_column=Column(ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False))
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    used_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))


REFRESH_TOKENS = SQLModel.metadata.tables["refresh_tokens"]
