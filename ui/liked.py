"""What a traveller has chosen on the page of their liked places, as it stands in the address."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from models.region import Region
from models.theme import Theme
from services.my_likes import LikedFilters, LikedSort
from ui.explore import read_part

PATH = "/mypage/likes"
STEP = 48
_MOST = 20 * STEP


@dataclass(frozen=True, slots=True)
class LikedChoice:
    """The state of the page: it shows the first so many, so that a heart taken back lets none be skipped."""

    region: Region | None = None
    theme: Theme | None = None
    sort: LikedSort = LikedSort.NEWEST
    shown: int = STEP

    @classmethod
    def read(cls, params: QueryParams) -> "LikedChoice":
        """Read the state from an address.

        Raises:
            UnreadableAddress: a known parameter has a value that is none of its own.
        """
        return cls(
            region=read_part(params, "region", Region),
            theme=read_part(params, "theme", Theme),
            sort=read_part(params, "sort", LikedSort) or LikedSort.NEWEST,
            shown=read_part(params, "shown", _read_shown) or STEP,
        )

    @property
    def filters(self) -> LikedFilters:
        return LikedFilters(self.region, self.theme)

    @property
    def is_narrowed(self) -> bool:
        return self.region is not None or self.theme is not None

    def changed(self, **changes: Any) -> "LikedChoice":
        """Return the state with some choices changed, from its beginning."""
        return replace(self, **{"shown": STEP, **changes})

    def more(self) -> "LikedChoice | None":
        """Return the state that shows the next ones too, unless that is too much for one page."""
        return replace(self, shown=self.shown + STEP) if self.shown < _MOST else None

    def address(self) -> str:
        """Return the address of the page in this state."""
        return f"{PATH}?{query}" if (query := urlencode(self.parameters())) else PATH

    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters in a fixed order, without those that say nothing."""
        values = [
            ("region", self.region),
            ("theme", self.theme),
            ("sort", self.sort if self.sort is not LikedSort.NEWEST else None),
            ("shown", self.shown if self.shown != STEP else None),
        ]
        return [(name, str(value)) for name, value in values if value]


def _read_shown(text: str) -> int:
    shown = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(_MOST)) else 0
    if shown not in range(STEP, _MOST + 1):
        raise ValueError(text)
    return shown
