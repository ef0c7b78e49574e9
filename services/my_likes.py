"""The places a traveller likes: as a list to narrow and sort, as points for a map, and counted by what they are."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Text, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.language import Language, Texts
from models.like import LIKES
from models.place import PLACES
from models.region import Region
from models.theme import Theme
from services.actor import Actor, user_of
from services.places import SUMMARY, PlaceSummary, summary

c, place = LIKES.c, PLACES.c

_MOST_POINTS = 1000
_LIKED = LIKES.join(PLACES, place.id == c.place_id)


class LikedSort(StrEnum):
    """The orders of one's liked places."""

    NEWEST = "newest"
    NAME = "name"
    RATING = "rating"
    LIKES = "likes"


@dataclass(frozen=True, slots=True)
class LikedFilters:
    """What narrows the list and the map."""

    region: Region | None = None
    theme: Theme | None = None


ALL = LikedFilters()


@dataclass(frozen=True, slots=True)
class LikedPoint:
    """A liked place on the map."""

    id: str
    name: Texts
    lat: float
    lng: float
    theme: Theme


@dataclass(frozen=True, slots=True)
class LikedCounts:
    """How many liked places there are of each kind; each count leaves its own choice aside and keeps the other."""

    everything: int
    chosen: int
    regions: Mapping[Region, int]
    themes: Mapping[Theme, int]


class MyLikes:
    """The liked places of the acting user within one unit of work; those that have been withdrawn are left out."""

    def __init__(self, session: AsyncSession, actor: Actor | None) -> None:
        self._session = session
        self._actor = actor

    async def places(
        self,
        filters: LikedFilters = ALL,
        *,
        sort: LikedSort = LikedSort.NEWEST,
        language: Language = Language.EN,
        limit: int,
    ) -> Sequence[PlaceSummary]:
        """Return the first of the liked places in an order; by name it is that of the language."""
        query = select(*SUMMARY).select_from(_LIKED).where(*self._mine(filters))
        query = query.order_by(*_keys(sort, language))
        return [summary(row) for row in await self._session.execute(query.limit(limit))]

    async def points(self, filters: LikedFilters = ALL) -> Sequence[LikedPoint]:
        """Return where the liked places are, the thousand newest at most."""
        query = select(place.id, place.name, place.lat, place.lng, place.themes[1]).select_from(_LIKED)
        newest = query.where(*self._mine(filters)).order_by(c.created_at.desc()).limit(_MOST_POINTS)
        return [
            LikedPoint(place_id, name, lat, lng, Theme(theme))
            for place_id, name, lat, lng, theme in await self._session.execute(newest)
        ]

    async def counts(self, filters: LikedFilters = ALL) -> LikedCounts:
        """Count the liked places by region and theme."""
        query = select(place.region, place.themes, func.count()).select_from(_LIKED).where(*self._mine(ALL))
        rows = await self._session.execute(query.group_by(place.region, place.themes))
        return _counted([(Region(region), [*map(Theme, themes)], n) for region, themes, n in rows], filters)

    def _mine(self, filters: LikedFilters) -> list[ColumnElement[bool]]:
        conditions = [c.user_id == user_of(self._actor), place.withdrawn_at.is_(None)]
        if filters.region:
            conditions.append(place.region == filters.region)
        if filters.theme:
            conditions.append(place.themes.contains([filters.theme]))
        return conditions


def _counted(kinds: Iterable[tuple[Region, Sequence[Theme], int]], filters: LikedFilters) -> LikedCounts:
    everything = chosen = 0
    regions: Counter[Region] = Counter()
    themes: Counter[Theme] = Counter()
    for region, its_themes, number in kinds:
        in_region = filters.region in {None, region}
        in_theme = filters.theme is None or filters.theme in its_themes
        everything += number
        if in_region and in_theme:
            chosen += number
        if in_theme:
            regions[region] += number
        if in_region:
            themes.update(dict.fromkeys(its_themes, number))
    return LikedCounts(everything, chosen, regions, themes)


def _keys(sort: LikedSort, language: Language) -> list[ColumnElement[Any]]:
    newest: list[ColumnElement[Any]] = [c.created_at.desc(), c.id.desc()]
    if sort is LikedSort.NAME:
        own = func.coalesce(place.name[language.value].astext, place.name["en"].astext, "")
        return [func.lower(own, type_=Text()), *newest]
    if sort is LikedSort.RATING:
        return [func.coalesce(place.rating, 0).desc(), place.rating_count.desc(), *newest]
    if sort is LikedSort.LIKES:
        return [place.likes_count.desc(), *newest]
    return newest
