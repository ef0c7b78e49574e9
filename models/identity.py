from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import Column, DateTime, ForeignKey, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Identity(SQLModel, table=True):
    """A foreign sign-in that leads to an account; `subject` is the provider's own unchanging name for the person."""

    __tablename__: ClassVar[str] = "identities"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (
        UniqueConstraint("provider", "subject", name="one_account_for_an_identity"),
        UniqueConstraint("user_id", "provider", name="one_identity_of_a_provider"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    user_id: UUID = Field(sa_column=Column(ForeignKey("users.id", ondelete="CASCADE"), nullable=False))
    provider: str = Field(sa_column=Column(String(8), nullable=False))
    subject: str = Field(sa_column=Column(String(255), nullable=False))
    email: str | None = Field(default=None, sa_column=Column(String(254)))
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )


IDENTITIES = SQLModel.metadata.tables["identities"]
