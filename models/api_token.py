from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import Column, DateTime, ForeignKey, Index, LargeBinary, String, text
from sqlmodel import Field, SQLModel


class ApiToken(SQLModel, table=True):
    """A traveller's own token for scripts; only its hash is kept."""

    __tablename__: ClassVar[str] = "api_tokens"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (Index("api_tokens_of_user", "user_id", "created_at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    user_id: UUID = Field(sa_column=Column(ForeignKey("users.id", ondelete="CASCADE"), nullable=False))
    name: str = Field(sa_column=Column(String(60), nullable=False))
    token_hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    last_used_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))


API_TOKENS = SQLModel.metadata.tables["api_tokens"]
