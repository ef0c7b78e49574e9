from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import Column, DateTime, ForeignKey, Index, LargeBinary, String, text
from sqlmodel import Field, SQLModel


class SessionKind(StrEnum):
    """What a session is carried by: a cookie in a browser, or access and refresh tokens of /v1."""

    PAGE = "page"
    API = "api"


class Session(SQLModel, table=True):
    """A signed-in device. Deleting the row ends it at once, with every token that belongs to it."""

    __tablename__: ClassVar[str] = "sessions"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (
        Index("sessions_of_user", "user_id", text("last_seen_at DESC")),
        Index("sessions_by_end", "expires_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    user_id: UUID = Field(sa_column=Column(ForeignKey("users.id", ondelete="CASCADE"), nullable=False))
    kind: str = Field(sa_column=Column(String(4), nullable=False))
    token_hash: bytes | None = Field(default=None, sa_column=Column(LargeBinary, unique=True))
    device: str = Field(default="", sa_column=Column(String(200), nullable=False, server_default=""))
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    last_seen_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    expires_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


SESSIONS = SQLModel.metadata.tables["sessions"]
