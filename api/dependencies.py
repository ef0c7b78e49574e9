"""What the endpoints ask for by type: the platform, the language of texts, and well-formed parameters."""

import math
from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import AfterValidator

from models.language import Language
from models.region import Region
from models.theme import Theme
from services.geography import Box, Point
from services.i18n import language_from
from services.platform import Platform
from services.search import MAX_QUERY, MAX_RADIUS_M, PlaceFilters

ALL_LANGUAGES = "*"
_LANG = rf"^({'|'.join(Language)}|\*)$"


async def _platform(request: Request) -> Platform:
    return request.state.platform


async def _language(
    request: Request, lang: Annotated[str | None, Query(pattern=_LANG)] = None
) -> Language | None:
    if lang == ALL_LANGUAGES:
        return None
    return Language(lang) if lang else language_from(request.headers.get("accept-language", ""))


PlatformDep = Annotated[Platform, Depends(_platform)]
LanguageDep = Annotated[Language | None, Depends(_language)]
"""The language of texts; None stands for all of them (`lang=*`)."""


def _numbers(text: str, count: int) -> list[float]:
    numbers = [float(part) for part in text.split(",")]
    if len(numbers) != count or not all(map(math.isfinite, numbers)):
        raise ValueError(f"must be {count} numbers separated by commas")
    return numbers


def _box(text: object) -> Box:
    try:
        west, south, east, north = _numbers(str(text), 4)
    except ValueError:
        raise ValueError("must be west,south,east,north in degrees") from None
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise ValueError("must have west below east and south below north, in degrees")
    return Box(west, south, east, north)


def _point(text: object) -> Point:
    try:
        lat, lng = _numbers(str(text), 2)
    except ValueError:
        raise ValueError("must be latitude,longitude in degrees") from None
    if not (-85 <= lat <= 85 and -180 <= lng <= 180):
        raise ValueError("must be latitude,longitude in degrees")
    return Point(lat, lng)


def _plannable(day: date) -> date:
    if not 1970 <= day.year <= 2100:
        raise ValueError("must lie between 1970 and 2100")
    return day


BoxText = Annotated[str, AfterValidator(lambda text: (_box(text), text)[1])]
PointText = Annotated[str, AfterValidator(lambda text: (_point(text), text)[1])]
Day = Annotated[date, AfterValidator(_plannable)]
SearchText = Annotated[
    str, Query(max_length=MAX_QUERY, description="A name or words in any script, or initial consonants")
]


async def place_filters(
    region: Region | None = None,
    theme: Annotated[list[Theme] | None, Query(max_length=len(Theme))] = None,
    bbox: Annotated[BoxText | None, Query(description="west,south,east,north in degrees")] = None,
    near: Annotated[PointText | None, Query(description="latitude,longitude in degrees")] = None,
    radius: Annotated[int | None, Query(ge=50, le=MAX_RADIUS_M, description="metres")] = None,
    open_on: Annotated[
        Day | None, Query(description="places open that day, or not known to be closed")
    ] = None,
) -> PlaceFilters:
    """Read the filters that search and clusters share."""
    return PlaceFilters(
        region=region,
        themes=tuple(theme or ()),
        box=_box(bbox) if bbox else None,
        near=_point(near) if near else None,
        radius=radius,
        open_on=open_on,
    )


FiltersDep = Annotated[PlaceFilters, Depends(place_filters)]
