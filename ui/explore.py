"""What a visitor has chosen on the home page, as it stands in the address."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from models.region import Region
from models.theme import Theme
from services.calendar_days import plannable
from services.errors import Invalid
from services.geography import Box, Point
from services.search import MAX_QUERY, PlaceFilters, Sort

PAGE_SIZE = 24
_T = TypeVar("_T")


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
        near = read_part(params, "near", Point.read)
        sort = read_part(params, "sort", Sort) or (Sort.RELEVANCE if q.strip() else Sort.RECOMMENDED)
        if sort is Sort.DISTANCE and near is None:
            sort = Sort.RECOMMENDED
        return cls(
            q=q.strip(),
            region=read_part(params, "region", Region),
            themes=_themes(params),
            open_on=read_part(params, "open_on", read_day),
            sort=sort,
            bbox=read_part(params, "bbox", Box.read),
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


def read_part(params: QueryParams, name: str, kind: Callable[[str], _T]) -> _T | None:
    """Read one part of an address; None when it is not there or empty.

    Raises:
        UnreadableAddress: `kind` cannot read it.
    """
    text = params.get(name)
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        raise UnreadableAddress(part=name) from None


def read_day(text: str) -> date:
    """Read a day such as `2026-12-01`.

    Raises:
        ValueError: it is none, or lies too far from now.
    """
    return plannable(date.fromisoformat(text))


def _themes(params: QueryParams) -> tuple[Theme, ...]:
    try:
        chosen = {Theme(text) for text in params.getlist("theme") if text}
    except ValueError:
        raise UnreadableAddress(part="theme") from None
    return tuple(theme for theme in Theme if theme in chosen)


def _box_text(box: Box | None) -> str | None:
    return ",".join(f"{edge:.4f}" for edge in (box.west, box.south, box.east, box.north)) if box else None
