"""Markers for a map: places gathered by the database into as many clusters as a screen can bear."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.language import Texts
from models.place import PLACES
from models.theme import Theme
from services.geography import TILE_ZOOM, Box, Point, point_of_tile, tiles_of
from services.places import within
from services.search_filters import Filled

c = PLACES.c

MOST_MARKERS = 240
_CELLS_PER_MAP_TILE = 2
"""As a power of two: a map tile of 256 px is 4 cells wide, so clusters stand about 64 px apart."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A cluster of places, or one place when `place_id` is set; the box holds all its places."""

    point: Point
    count: int
    box: Box
    place_id: str | None = None
    name: Texts | None = None
    theme: Theme | None = None


WideMarkers = dict[int, list[Marker]]
"""All markers of Korea by the shift of their cells, kept until the next import."""

_WIDE_SHIFT = 9
"""Zoom 9 and further away; nearer views hold few enough places to gather them anew."""


class Clusters:
    """Gathers the places that fit a condition into markers."""

    def __init__(self, session: AsyncSession, wide_markers: WideMarkers) -> None:
        self._session = session
        self._wide_markers = wide_markers

    async def within(self, box: Box, zoom: int, among: Filled | None = None) -> list[Marker]:
        """Return at most about `MOST_MARKERS` markers for the box.

        `zoom` is the map's, 0 to 20. A box too wide for its zoom is answered as if seen from further away. What
        they are `among` comes from `Search`; without it all places are gathered, and wide views of those are kept.
        """
        shift = _shift(box, zoom)
        if among is not None:
            return await self._gathered(and_(among.condition, within(box)), shift, among.values)
        live = c.withdrawn_at.is_(None)
        if shift < _WIDE_SHIFT:
            return await self._gathered(and_(live, within(box)), shift)
        if shift not in self._wide_markers:
            self._wide_markers[shift] = await self._gathered(live, shift)
        return [marker for marker in self._wide_markers[shift] if _meets(marker.box, box)]

    async def _gathered(
        self, condition: ColumnElement[bool], shift: int, values: Mapping[str, Any] | None = None
    ) -> list[Marker]:
        column, row = c.tile_x.bitwise_rshift(shift), c.tile_y.bitwise_rshift(shift)
        query = (
            select(
                func.count(),
                func.avg(c.tile_x),
                func.avg(c.tile_y),
                func.min(c.tile_x),
                func.max(c.tile_y),
                func.max(c.tile_x),
                func.min(c.tile_y),
                func.min(c.id),
            )
            .where(condition)
            .group_by(column, row)
        )
        rows = (await self._session.execute(query, values)).all()
        singles = await self._named([row[7] for row in rows if row[0] == 1])
        return [_marker(row, singles) for row in rows]

    async def _named(self, ids: list[str]) -> dict[str, tuple[Texts, Theme, Point]]:
        if not ids:
            return {}
        query = select(c.id, c.name, c.themes, c.lat, c.lng).where(c.id.in_(ids))
        rows = await self._session.execute(query)
        return {row[0]: (row[1], Theme(row[2][0]), Point(row[3], row[4])) for row in rows}


def _marker(row: Sequence[Any], singles: Mapping[str, tuple[Texts, Theme, Point]]) -> Marker:
    count, x, y, left, bottom, right, top, place_id = row
    south_west, north_east = point_of_tile(left, bottom + 1), point_of_tile(right + 1, top)
    edges = Box(south_west.lng, south_west.lat, north_east.lng, north_east.lat)
    if place_id in singles:
        name, theme, point = singles[place_id]
        return Marker(point, 1, edges, place_id, name, theme)
    return Marker(point_of_tile(float(x) + 0.5, float(y) + 0.5), count, edges)


def _meets(a: Box, b: Box) -> bool:
    return a.west <= b.east and b.west <= a.east and a.south <= b.north and b.south <= a.north


def _shift(box: Box, zoom: int) -> int:
    """How far tile numbers are shifted right to become cell numbers, so that the box holds few enough cells."""
    left, top, right, bottom = tiles_of(box)
    wanted = max(0, TILE_ZOOM - zoom - _CELLS_PER_MAP_TILE)
    area = (right - left + 1) * (bottom - top + 1)
    bearable = math.ceil(math.log2(max(1.0, area / MOST_MARKERS)) / 2)
    return min(TILE_ZOOM, max(wanted, bearable))
