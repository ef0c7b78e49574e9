from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Column, DateTime, ForeignKey, Index, LargeBinary, String
from sqlmodel import Field, SQLModel


class MailedFor(StrEnum):
    """What the link in a mail may be used for, once."""

    PASSWORD = "password"  # noqa: S105 (the purpose, not a secret)
    EMAIL = "email"


class MailedToken(SQLModel, table=True):
    """The hash of a token that has been sent by mail; the row goes when the token is used."""

    __tablename__: ClassVar[str] = "mailed_tokens"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (Index("mailed_tokens_of_user", "user_id"), Index("mailed_tokens_by_end", "expires_at"))

    token_hash: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    user_id: UUID = Field(sa_column=Column(ForeignKey("users.id", ondelete="CASCADE"), nullable=False))
    purpose: str = Field(sa_column=Column(String(8), nullable=False))
    email: str = Field(sa_column=Column(String(254), nullable=False))
    expires_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


MAILED_TOKENS = SQLModel.metadata.tables["mailed_tokens"]
