from datetime import datetime
from typing import ClassVar

from sqlalchemy import Column, DateTime, Integer, String, Text, text
from sqlmodel import Field, SQLModel


class SyncState(SQLModel, table=True):
    """How far a source has been read in a language, so that a day's end of calls only interrupts.

    A pass goes through the changes from the newest on; `newest` is the newest it has met, which becomes
    `synced_until` when it ends. `next_page` is 1 between passes.
    """

    __tablename__: ClassVar[str] = "sync_states"  # pyright: ignore[reportIncompatibleVariableOverride]

    source: str = Field(sa_column=Column(String(32), primary_key=True))
    language: str = Field(sa_column=Column(String(8), primary_key=True))
    next_page: int = Field(default=1, sa_column=Column(Integer, nullable=False, server_default="1"))
    newest: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    synced_until: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    updated_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )


class DetailState(SQLModel, table=True):
    """When a source was asked for what it tells of one thing alone; `asked_at` is none again when that has changed.

    `failed_at` is when it last had no answer, so that it does not keep the others from being asked.
    """

    __tablename__: ClassVar[str] = "detail_states"  # pyright: ignore[reportIncompatibleVariableOverride]

    source: str = Field(sa_column=Column(String(32), primary_key=True))
    language: str = Field(sa_column=Column(String(8), primary_key=True))
    content_id: str = Field(sa_column=Column(Text, primary_key=True))
    modified_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    asked_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    failed_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))


SYNC_STATES = SQLModel.metadata.tables["sync_states"]
DETAIL_STATES = SQLModel.metadata.tables["detail_states"]
