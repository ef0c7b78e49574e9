"""The catalogue that ships with the product: one TOML file a region, checked entry by entry before anything is loaded."""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, cast
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from models.language import Language
from models.place import Season, Setting
from models.region import Region
from models.theme import Theme
from services.catalogue_closings import Feast, with_closing_dates
from services.errors import Invalid
from services.geography import Point, lies_in
from services.opening_hours import is_valid

SOURCE = "catalogue"
MAX_PROBLEMS_SHOWN = 20


class CatalogueRefused(Invalid):
    code = "catalogue_refused"
    message = "The catalogue has {count} problems and nothing was loaded:\n{problems}"

    @classmethod
    def because(cls, problems: "list[Problem]") -> "CatalogueRefused":
        shown = [f"  {p.file}: {p.entry}: {p.reason}" for p in problems[:MAX_PROBLEMS_SHOWN]]
        if len(problems) > MAX_PROBLEMS_SHOWN:
            shown.append(f"  and {len(problems) - MAX_PROBLEMS_SHOWN} more")
        return cls(count=len(problems), problems="\n".join(shown))


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one entry of one file."""

    file: str
    entry: str
    reason: str


def read_catalogue(folder: Path, year: int | None = None) -> "list[CatalogueEntry]":
    """Read and check every region's file of a folder; the hours name the closing dates from that year on, or this one.

    Raises:
        CatalogueRefused: with the file, entry and reason of each problem.
    """
    entries: list[CatalogueEntry] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for path in _files(folder):
        for name, entry in _entries(path):
            if isinstance(entry, Problem):
                problems.append(entry)
            elif entry.id in seen:
                problems.append(Problem(path.name, name, f"the id is already used in {seen[entry.id]}"))
            else:
                seen[entry.id] = path.name
                entries.append(entry)
    if not entries and not problems:
        problems.append(Problem(str(folder), "-", "there is no catalogue file"))
    if problems:
        raise CatalogueRefused.because(problems)
    return [entry.with_dates_from(year or _this_year()) for entry in entries]


def content_hash(folder: Path, year: int | None = None) -> str:
    """Return a hash over every catalogue file, the code that turns entries into rows and the year of their dates."""
    digest = hashlib.sha256(str(year or _this_year()).encode())
    for path in (*_files(folder), *(Path(__file__).with_name(name) for name in _CODE)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


_SEOUL = ZoneInfo("Asia/Seoul")
_CODE = ("catalogue_files.py", "catalogue_closings.py", "holidays_of_korea.py", "place_text.py", "hangul.py")


def _this_year() -> int:
    return datetime.now(_SEOUL).year


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def _entries(path: Path) -> "Iterator[tuple[str, CatalogueEntry | Problem]]":
    try:
        document: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        region = Region(path.stem)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        yield path.stem, Problem(path.name, "-", f"cannot be read: {error}")
        return
    except ValueError:
        yield path.stem, Problem(path.name, "-", "the file is not named after a region")
        return
    places = document.pop("place", None)
    if document or not isinstance(places, list):
        yield path.stem, Problem(path.name, "-", "must hold nothing but [[place]] tables")
        return
    for number, raw in enumerate(cast("list[Any]", places), start=1):
        name = f"entry {number}"
        if not isinstance(raw, dict):
            yield name, Problem(path.name, name, "is not a table")
            continue
        name = str(cast("dict[str, Any]", raw).get("id") or name)
        try:
            yield name, CatalogueEntry.model_validate({**raw, "region": region})
        except ValidationError as error:
            yield name, Problem(path.name, name, _reason(error))


def _reason(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(map(str, part['loc'])) or 'entry'}: {part['msg'].removeprefix('Value error, ')}"
        for part in error.errors(include_url=False)
    )


def _sound_hours(expression: str) -> str:
    if not is_valid(expression):
        raise ValueError("is not in opening_hours syntax")
    return expression


def _every_language(texts: dict[Language, str]) -> dict[Language, str]:
    if missing := [language.value for language in Language if not texts.get(language)]:
        raise ValueError(f"is missing in {', '.join(missing)}")
    return texts


def _korean_and_english(texts: dict[Language, str]) -> dict[Language, str]:
    if missing := [tag.value for tag in (Language.KO, Language.EN) if not texts.get(tag)]:
        raise ValueError(f"is missing in {', '.join(missing)}")
    return texts


_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1200)]
_Texts = dict[Language, _Text]
_Https = Annotated[str, StringConstraints(pattern=r"^https?://[^\s\"'<>]+$", max_length=500)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CataloguePhoto(_Strict):
    """A picture at an official address, with whom to credit and under which licence."""

    url: Annotated[str, StringConstraints(pattern=r"^https://[^\s\"'<>]+$")]
    credit: _Text
    licence: _Text
    source: str = "한국관광공사 TourAPI"


class Admission(_Strict):
    """Fees in won; either free or at least one fee."""

    free: Literal[True] | None = None
    adult: int | None = Field(default=None, ge=0, le=500_000)
    youth: int | None = Field(default=None, ge=0, le=500_000)
    child: int | None = Field(default=None, ge=0, le=500_000)
    note_ko: _Text | None = None
    note_en: _Text | None = None


class FactName(StrEnum):
    """The facts of an entry that have a source of their own."""

    POSITION = "position"
    NAMES = "names"
    ADDRESS = "address"
    OPENING_HOURS = "opening_hours"
    LAST_ADMISSION = "last_admission"
    ADMISSION = "admission"
    PHONE = "phone"
    WEBSITE = "website"
    GETTING_THERE = "getting_there"
    DATES = "dates"
    PHOTOS = "photos"


class CheckedFact(_Strict):
    """Where a fact comes from, and the day on which it was compared with that."""

    source: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=120)]
    checked: date


class CatalogueEntry(_Strict):
    """One place of the catalogue, as it is written in a file."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
    region: Region
    themes: Annotated[tuple[Theme, ...], Field(min_length=1, max_length=4)]
    lat: float = Field(ge=32, le=39)
    lng: float = Field(ge=124, le=132)
    prominence: int = Field(ge=0, le=100)
    stay_minutes: int = Field(ge=10, le=720)
    opening_hours: Annotated[str, AfterValidator(_sound_hours)] | None = None
    closed_on: tuple[Feast, ...] = ()
    closed_after_holiday: bool = False
    hours_text: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)] | None
    ) = None
    last_admission_minutes: int | None = Field(default=None, ge=1, le=240)
    phone: Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 \-]{2,30}$")] | None = None
    website: _Https | None = None
    admission: Admission | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    usual_months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    setting: Setting | None = None
    seasons: tuple[Season, ...] = ()
    getting_there: Annotated[_Texts, AfterValidator(_every_language)] | None = None
    facts: dict[FactName, CheckedFact] = Field(default_factory=dict[FactName, CheckedFact])
    name: Annotated[_Texts, AfterValidator(_every_language)]
    aliases: dict[Language, list[_Text]] = Field(default_factory=dict[Language, list[str]])
    address: Annotated[_Texts, AfterValidator(_korean_and_english)]
    description: Annotated[_Texts, AfterValidator(_korean_and_english)]
    source_ids: dict[str, dict[str, str]] = Field(default_factory=dict[str, dict[str, str]])
    photos: tuple[CataloguePhoto, ...] = ()

    @model_validator(mode="after")
    def _stands_in_its_region(self) -> "CatalogueEntry":
        if not lies_in(Point(self.lat, self.lng), self.region):
            raise ValueError(f"({self.lat}, {self.lng}) does not lie in {self.region.value}")
        return self

    @model_validator(mode="after")
    def _has_hours_where_it_has_closing_days(self) -> "CatalogueEntry":
        if self.closed_on and self.opening_hours is None:
            raise ValueError("closed_on needs opening_hours")
        if self.closed_after_holiday and "PH" not in (self.opening_hours or ""):
            raise ValueError("closed_after_holiday needs opening_hours that open on PH")
        return self

    def with_dates_from(self, year: int) -> "CatalogueEntry":
        """Return this entry with closing days that move written out in its hours, from that year on."""
        if self.opening_hours is None or not (self.closed_on or self.closed_after_holiday):
            return self
        hours = with_closing_dates(
            self.opening_hours, self.closed_on, closed_after_holiday=self.closed_after_holiday, year=year
        )
        return self.model_copy(update={"opening_hours": hours})
