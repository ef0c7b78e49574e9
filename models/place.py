from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    String,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from models.language import Texts


class Setting(StrEnum):
    """Whether weather matters at a place."""

    INDOOR = "indoor"
    OUTDOOR = "outdoor"
    BOTH = "both"


class Season(StrEnum):
    """When a place is at its best."""

    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"


def _trigrams(name: str, column: str) -> Index:
    """An index for search; of what has changed lately it leaves little unsorted, since every search reads all of that.

    A like changes its place, and so adds to it.
    """
    return Index(
        name,
        column,
        postgresql_using="gin",
        postgresql_ops={column: "gin_trgm_ops"},
        postgresql_with={"gin_pending_list_limit": 256},
    )


def _order(name: str, keys: str) -> Index:
    """An index that serves an order of `services.search`, whose keys all ascend so that pages can follow a cursor."""
    return Index(name, text(keys), postgresql_where=text("withdrawn_at IS NULL"))


class Place(SQLModel, table=True):
    """Somewhere a traveller can go: its facts, its texts in every language, and what search needs of them.

    The `search_` columns are made from the names and addresses by `services.place_text`; `tile_x` and `tile_y` are
    the Web Mercator position at zoom 20 in whole tiles (2^20 to a side).
    """

    __tablename__: ClassVar[str] = "places"  # pyright: ignore[reportIncompatibleVariableOverride]
    __table_args__ = (
        CheckConstraint("lat BETWEEN 32 AND 39 AND lng BETWEEN 124 AND 132", name="in_korea"),
        CheckConstraint("rating IS NULL OR rating_count > 0", name="rating_has_raters"),
        CheckConstraint("prominence BETWEEN 0 AND 100", name="prominence_is_percent"),
        CheckConstraint("starts_on <= ends_on", name="ends_after_start"),
        CheckConstraint("setting IN ('indoor', 'outdoor', 'both')", name="setting_is_known"),
        _trigrams("places_by_name", "search_names"),
        _trigrams("places_by_address", "search_addresses"),
        _trigrams("places_by_sound", "search_sounds"),
        _trigrams("places_by_initials", "search_initials"),
        _order("places_recommended", "(-prominence), (-likes_count), id"),
        _order("places_recommended_in_region", "region, (-prominence), (-likes_count), id"),
        _order("places_most_liked", "(-likes_count), (-prominence), id"),
        _order(
            "places_best_rated", "(-coalesce(rating, 0)), (-rating_count), (-prominence), (-likes_count), id"
        ),
        Index("places_by_theme", "themes", postgresql_using="gin"),
        Index(
            "places_by_position",
            text("tile_x, tile_y"),
            postgresql_include=[
                "id",
                "lat",
                "lng",
                "region",
                "themes",
                "opening_hours",
                "starts_on",
                "ends_on",
            ],
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: str = Field(sa_column=Column(String(64), primary_key=True))
    name: Texts = Field(sa_column=Column(JSONB, nullable=False))
    aliases: dict[str, list[str]] = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default="{}")
    )
    address: Texts = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default="{}"))
    description: Texts = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default="{}")
    )
    region: str = Field(sa_column=Column(String(16), nullable=False))
    themes: list[str] = Field(sa_column=Column(ARRAY(String(16)), nullable=False))
    lat: float
    lng: float
    tile_x: int = Field(sa_column=Column(Integer, nullable=False))
    tile_y: int = Field(sa_column=Column(Integer, nullable=False))
    prominence: int = Field(default=0, sa_column=Column(SmallInteger, nullable=False, server_default="0"))
    likes_count: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    rating: float | None = Field(default=None, sa_column=Column(Numeric(3, 2, asdecimal=False)))
    rating_count: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    opening_hours: str | None = Field(default=None, sa_column=Column(Text))
    hours_text: str | None = Field(default=None, sa_column=Column(Text))
    """What an official source writes of the hours, where that cannot be read as `opening_hours` for sure."""
    last_admission_minutes: int | None = Field(default=None, sa_column=Column(SmallInteger))
    stay_minutes: int | None = Field(default=None, sa_column=Column(SmallInteger))
    admission: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    phone: str | None = Field(default=None, sa_column=Column(String(40)))
    website: str | None = Field(default=None, sa_column=Column(Text))
    photos: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSONB, nullable=False, server_default="[]")
    )
    starts_on: date | None = None
    ends_on: date | None = None
    usual_months: list[int] = Field(
        default_factory=list, sa_column=Column(ARRAY(SmallInteger), nullable=False, server_default="{}")
    )
    """The months in which a yearly festival is held; `starts_on` and `ends_on` are those of the newest year known."""
    setting: str | None = Field(default=None, sa_column=Column(String(8)))
    seasons: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(String(8)), nullable=False, server_default="{}")
    )
    getting_there: Texts = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default="{}")
    )
    facts: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default="{}")
    )
    """Where each fact comes from and when it was checked: `{"opening_hours": {"source": …, "checked": …}}`."""
    source: str = Field(sa_column=Column(String(32), nullable=False))
    source_ids: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default="{}")
    )
    search_names: str = Field(sa_column=Column(Text, nullable=False))
    search_addresses: str = Field(sa_column=Column(Text, nullable=False))
    search_sounds: str = Field(sa_column=Column(Text, nullable=False))
    search_initials: str = Field(sa_column=Column(Text, nullable=False))
    updated_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    withdrawn_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))


PLACES = SQLModel.metadata.tables["places"]
"""The table itself, for queries that read columns rather than whole places."""
