from datetime import datetime
from typing import ClassVar

from sqlalchemy import Column, DateTime, String, text
from sqlmodel import Field, SQLModel


class ImportedFile(SQLModel, table=True):
    """A set of catalogue files that has been loaded, by the hash of its content, so that a start can skip it."""

    __tablename__: ClassVar[str] = "imported_files"  # pyright: ignore[reportIncompatibleVariableOverride]

    source: str = Field(sa_column=Column(String(32), primary_key=True))
    content_hash: str = Field(sa_column=Column(String(64), nullable=False))
    imported_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )


IMPORTED_FILES = SQLModel.metadata.tables["imported_files"]
