from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import Boolean, Column, DateTime, Index, String, text
from sqlmodel import Field, SQLModel


class User(SQLModel, table=True):
    """A traveller with an account. An account made by a foreign sign-in has no password until one is set."""

    __tablename__: ClassVar[str] = "users"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (Index("users_by_email", text("lower(email)"), unique=True),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    email: str = Field(sa_column=Column(String(254), nullable=False))
    email_verified_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    password_hash: str | None = Field(default=None, sa_column=Column(String(60)))
    display_name: str = Field(sa_column=Column(String(60), nullable=False))
    lang: str = Field(sa_column=Column(String(8), nullable=False))
    scheme: str = Field(default="auto", sa_column=Column(String(5), nullable=False, server_default="auto"))
    avatar: str | None = Field(default=None, sa_column=Column(String(32)))
    is_demo: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default="false"))
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )


USERS = SQLModel.metadata.tables["users"]
