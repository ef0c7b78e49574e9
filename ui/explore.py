"""What a visitor has chosen on the home page, as it stands in the address."""

import math
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from models.region import Region
from models.theme import Theme
from services.errors import Invalid
from services.geography import Box, Point
from services.search import MAX_QUERY, PlaceFilters, Sort

PAGE_SIZE = 24


class UnreadableAddress(Invalid):
    code = "unreadable_address"
    message = "The address of this page has a part we cannot read: “{part}”. Start from the home page and choose again."


@dataclass(frozen=True, slots=True)
class Exploration:
    """The state of the home page. Equal states have equal addresses, so back, reload and a shared link agree."""

    q: str = ""
    region: Region | None = None
    themes: tuple[Theme, ...] = ()
    open_on: date | None = None
    sort: Sort = Sort.RECOMMENDED
    bbox: Box | None = None
    near: Point | None = None
    cursor: str | None = None

    @classmethod
    def read(cls, params: QueryParams) -> "Exploration":
        """Read the state from an address.

        Raises:
            UnreadableAddress: a known parameter has a value that is none of its own.
        """
        q = params.get("q", "")
        if len(q) > MAX_QUERY:
            raise UnreadableAddress(part="q")
        near = _read(params, "near", _point)
        sort = _read(params, "sort", Sort) or (Sort.RELEVANCE if q.strip() else Sort.RECOMMENDED)
        if sort is Sort.DISTANCE and near is None:
            sort = Sort.RECOMMENDED
        return cls(
            q=q.strip(),
            region=_read(params, "region", Region),
            themes=_themes(params),
            open_on=_read(params, "open_on", _day),
            sort=sort,
            bbox=_read(params, "bbox", _box),
            near=near,
            cursor=params.get("cursor") or None,
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.region or self.themes or self.open_on or self.bbox)

    def filters(self) -> PlaceFilters:
        return PlaceFilters(
            region=self.region, themes=self.themes, box=self.bbox, near=self.near, open_on=self.open_on
        )

    def with_theme_toggled(self, theme: Theme) -> "Exploration":
        chosen = {*self.themes} ^ {theme}
        return replace(self, themes=tuple(other for other in Theme if other in chosen), cursor=None)

    def changed(self, **changes: Any) -> "Exploration":
        """Return the state with some choices changed, from its first page."""
        return replace(self, **{"cursor": None, **changes})

    def address(self) -> str:
        """Return the address of the home page in this state."""
        return f"/?{query}" if (query := urlencode(self.parameters())) else "/"

    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters in a fixed order, without those that say nothing."""
        usual = Sort.RELEVANCE if self.q else Sort.RECOMMENDED
        values: list[tuple[str, str | None]] = [
            ("q", self.q),
            ("region", self.region),
            *(("theme", theme) for theme in self.themes),
            ("open_on", self.open_on.isoformat() if self.open_on else None),
            ("bbox", _box_text(self.bbox)),
            ("near", f"{self.near.lat},{self.near.lng}" if self.near else None),
            ("sort", self.sort if self.sort is not usual else None),
            ("cursor", self.cursor),
        ]
        return [(name, str(value)) for name, value in values if value]


def _read(params: QueryParams, name: str, kind: Any) -> Any:
    text = params.get(name)
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        raise UnreadableAddress(part=name) from None


def _themes(params: QueryParams) -> tuple[Theme, ...]:
    try:
        chosen = {Theme(text) for text in params.getlist("theme") if text}
    except ValueError:
        raise UnreadableAddress(part="theme") from None
    return tuple(theme for theme in Theme if theme in chosen)


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not 1970 <= day.year <= 2100:
        raise ValueError
    return day


def _numbers(text: str, count: int) -> list[float]:
    numbers = [float(part) for part in text.split(",")]
    if len(numbers) != count or not all(map(math.isfinite, numbers)):
        raise ValueError
    return numbers


def _box(text: str) -> Box:
    west, south, east, north = _numbers(text, 4)
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise ValueError
    return Box(west, south, east, north)


def _box_text(box: Box | None) -> str | None:
    return ",".join(f"{edge:.4f}" for edge in (box.west, box.south, box.east, box.north)) if box else None


def _point(text: str) -> Point:
    lat, lng = _numbers(text, 2)
    if not (-85 <= lat <= 85 and -180 <= lng <= 180):
        raise ValueError
    return Point(lat, lng)
