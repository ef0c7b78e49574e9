"""What the endpoints ask for by type: the platform, the language of texts, and well-formed parameters."""

import re
from datetime import date
from typing import Annotated

from fastapi import Depends, Path, Query, Request
from pydantic import AfterValidator, BeforeValidator

from models.language import Language
from models.region import Region
from models.theme import Theme
from services.accounts import Caller
from services.calendar_days import plannable
from services.geography import Box, Point
from services.i18n import language_from
from services.platform import Platform
from services.search import MAX_QUERY, MAX_RADIUS_M, PlaceFilters

ALL_LANGUAGES = "*"
Lang = Annotated[str | None, Query(pattern=rf"^({'|'.join(Language)}|\*)$")]


async def _platform(request: Request) -> Platform:
    return request.state.platform


async def _caller(request: Request) -> Caller:
    return Caller(request.client.host if request.client else "", request.headers.get("user-agent", ""))


async def _site(request: Request) -> str:
    return str(request.state.settings.public_url or request.base_url).rstrip("/")


async def asked_language(request: Request, lang: Lang = None) -> Language | None:
    """Read the language of texts from the request alone, whoever makes it."""
    return language_of(lang, language_from(request.headers.get("accept-language", "")))


def language_of(lang: str | None, usual: Language) -> Language | None:
    """Return the language that `?lang=` asks for, the usual one without it, None for all of them."""
    if lang == ALL_LANGUAGES:
        return None
    return Language(lang) if lang else usual


PlatformDep = Annotated[Platform, Depends(_platform)]
CallerDep = Annotated[Caller, Depends(_caller)]
SiteDep = Annotated[str, Depends(_site)]
"""Where this site stands for the world outside, without a slash at the end."""

LanguageDep = Annotated[Language | None, Depends(asked_language)]
"""The language of texts; None stands for all of them (`lang=*`)."""


def _as_written(day: object) -> object:
    """Take a day only as it is written, not as seconds or with a time."""
    if isinstance(day, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", day, re.ASCII):
        return day
    raise ValueError("must be a day such as 2026-11-28")


PlaceId = Annotated[str, Path(max_length=64)]
BoxText = Annotated[str, AfterValidator(lambda text: (Box.read(text), text)[1])]
PointText = Annotated[str, AfterValidator(lambda text: (Point.read(text), text)[1])]
Day = Annotated[date, BeforeValidator(_as_written), AfterValidator(plannable)]
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
        box=Box.read(bbox) if bbox else None,
        near=Point.read(near) if near else None,
        radius=radius,
        open_on=open_on,
    )


FiltersDep = Annotated[PlaceFilters, Depends(place_filters)]
