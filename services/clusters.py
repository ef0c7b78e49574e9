"""Markers for a map: places gathered by the database into as many clusters as a screen can bear."""

import math
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.language import Texts
from models.place import PLACES
from models.theme import Theme
from services.geography import TILE_ZOOM, Box, Point, point_of_tile, tile_at

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


class Clusters:
    """Gathers the places that fit a condition into markers."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def within(self, box: Box, zoom: int, condition: ColumnElement[bool]) -> list[Marker]:
        """Return at most about `MOST_MARKERS` markers for the box; the condition comes from `Search`.

        `zoom` is the map's, 0 to 20. A box too wide for its zoom is answered as if seen from further away.
        """
        shift = _shift(box, zoom)
        column, row = c.tile_x.op(">>")(shift), c.tile_y.op(">>")(shift)
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
        rows = (await self._session.execute(query)).all()
        singles = await self._named([row[7] for row in rows if row[0] == 1])
        markers: list[Marker] = []
        for count, x, y, left, bottom, right, top, place_id in rows:
            south_west, north_east = point_of_tile(left, bottom + 1), point_of_tile(right + 1, top)
            edges = Box(south_west.lng, south_west.lat, north_east.lng, north_east.lat)
            if count == 1 and place_id in singles:
                name, theme, point = singles[place_id]
                markers.append(Marker(point, 1, edges, place_id, name, theme))
            else:
                markers.append(Marker(point_of_tile(float(x) + 0.5, float(y) + 0.5), count, edges))
        return markers

    async def _named(self, ids: list[str]) -> dict[str, tuple[Texts, Theme, Point]]:
        if not ids:
            return {}
        query = select(c.id, c.name, c.themes, c.lat, c.lng).where(c.id.in_(ids))
        rows = await self._session.execute(query)
        return {row[0]: (row[1], Theme(row[2][0]), Point(row[3], row[4])) for row in rows}


def _shift(box: Box, zoom: int) -> int:
    """How far tile numbers are shifted right to become cell numbers, so that the box holds few enough cells."""
    left, top = tile_at(Point(box.north, box.west))
    right, bottom = tile_at(Point(box.south, box.east))
    wanted = max(0, TILE_ZOOM - zoom - _CELLS_PER_MAP_TILE)
    area = (right - left + 1) * (bottom - top + 1)
    bearable = math.ceil(math.log2(max(1.0, area / MOST_MARKERS)) / 2)
    return min(TILE_ZOOM, max(wanted, bearable))
