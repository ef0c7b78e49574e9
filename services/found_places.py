"""Places that other sources know, held to what our tables can keep."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from models.language import Language
from models.place import Season, Setting
from models.region import Region
from models.theme import Theme
from services.catalogue_files import Admission, CataloguePhoto, CheckedFact, FactName
from services.geography import Point, lies_in
from services.official_hours import read_official_hours
from services.place_matching import KnownPlaces, PlaceRecord
from services.plain_text import one_line
from services.sources.tourapi_answers import prose

LONGEST_DESCRIPTION = 4_000
_LONGEST_HOURS = 500
_PHONE = re.compile(r"\+?\d[\d\- ]{5,28}\d")
_LONGEST_WEBSITE = 500
_WEBSITE = r"^https?://[^\s\"'<>]+$"
_LINK = re.compile(r"https?://[^\s\"'<>,]+(?:,(?!https?:)[^\s\"'<>,]+)*")
_STAY = re.compile(
    r"(?:약|평균|대략)? ?(?:(?P<hours>\d{1,2}) ?시간)? ?(?:(?P<minutes>\d{1,3}) ?분)?(?: ?(?:정도|내외|소요))*"
)
_SHORTEST_STAY, _LONGEST_STAY = 10, 720

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_DESCRIPTION)]
_Texts = dict[Language, _Text]


class Particulars(BaseModel):
    """What a source may tell of a place beside what and where it is; None is what it says nothing of."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    opening_hours: str | None = None
    hours_text: Annotated[str, StringConstraints(max_length=_LONGEST_HOURS)] | None = None
    last_admission_minutes: int | None = None
    stay_minutes: int | None = None
    admission: Admission | None = None
    phone: str | None = None
    website: Annotated[str, StringConstraints(pattern=_WEBSITE, max_length=_LONGEST_WEBSITE)] | None = None

    @property
    def tells_hours(self) -> bool:
        return self.opening_hours is not None or self.hours_text is not None


class FoundPlace(Particulars):
    """One place of another source, with the fields of a catalogue entry but few of them required."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
    region: Region
    themes: Annotated[tuple[Theme, ...], Field(min_length=1, max_length=4)]
    lat: float = Field(ge=32, le=39)
    lng: float = Field(ge=124, le=132)
    prominence: int = Field(default=0, ge=0, le=100)
    name: _Texts
    address: _Texts = Field(default_factory=dict[Language, str])
    description: _Texts = Field(default_factory=dict[Language, str])
    aliases: dict[Language, list[_Text]] = Field(default_factory=dict[Language, list[str]])
    photos: tuple[CataloguePhoto, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    source_ids: dict[str, dict[str, str]] = Field(default_factory=dict[str, dict[str, str]])
    usual_months: tuple[int, ...] = ()
    setting: Setting | None = None
    seasons: tuple[Season, ...] = ()
    getting_there: _Texts | None = None
    facts: dict[FactName, CheckedFact] = Field(default_factory=dict[FactName, CheckedFact])

    @model_validator(mode="after")
    def _stands_in_its_region(self) -> "FoundPlace":
        if not lies_in(Point(self.lat, self.lng), self.region):
            raise ValueError(f"({self.lat}, {self.lng}) does not lie in {self.region.value}")
        return self


@dataclass(frozen=True, slots=True)
class Translation:
    """What a service in another language calls a place of ours."""

    place_id: str
    content_id: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class FoundDetails:
    """What a service tells of one place when it is asked for that alone."""

    place_id: str
    description: str = ""
    particulars: Particulars = field(default_factory=Particulars)
    facts: Mapping[FactName, CheckedFact] = field(default_factory=dict[FactName, CheckedFact])


def translation_of(foreign: PlaceRecord, known: KnownPlaces) -> Translation | None:
    """Find the Korean place that a row in another language tells of; None for one without a name in its language."""
    name = foreign.names.get(foreign.language)
    found = known.find(foreign) if name else None
    return Translation(found.key, foreign.key, name, foreign.address) if name and found else None


def found_place(**fields: Any) -> FoundPlace | str:
    """Make a place of fields, or return why it cannot be one."""
    try:
        return FoundPlace.model_validate(fields)
    except ValidationError as error:
        return "; ".join(
            f"{part['loc'][0]}: {part['msg']}" if part["loc"] else part["msg"].removeprefix("Value error, ")
            for part in error.errors(include_url=False)
        )


def facts_of(source: str, day: date | None, told: Mapping[FactName, object]) -> dict[FactName, CheckedFact]:
    """Say of what is told where it comes from and as of which day; nothing where nobody knows the day."""
    if day is None:
        return {}
    return {name: CheckedFact(source=source, checked=day) for name, value in told.items() if value}


def phone_in(said: str) -> str | None:
    """Return the first telephone number of a text that may hold several."""
    number = _PHONE.search(said)
    return " ".join(number[0].split()) if number else None


def website_in(said: str) -> str | None:
    """Return the first address of the web in a text, unless it is too long to be kept."""
    address = _LINK.search(said)
    return address[0] if address and len(address[0]) <= _LONGEST_WEBSITE else None


def hours_of(hours: str, closed: str, today: date) -> dict[str, Any]:
    """Read official texts of hours; what cannot be read for sure stays text."""
    if not hours:
        return {}
    if read := read_official_hours(hours, closed, today):
        return {"opening_hours": read.expression, "last_admission_minutes": read.last_admission_minutes}
    return {"hours_text": one_line(prose(f"{hours} / {closed}" if closed else hours))[:_LONGEST_HOURS]}


def stay_in(said: str) -> int | None:
    """Return the minutes of a usual stay: `약 1시간 30분`; None for a span or anything else."""
    stay = _STAY.fullmatch(one_line(said))
    minutes = int(stay["hours"] or 0) * 60 + int(stay["minutes"] or 0) if stay else 0
    return minutes if _SHORTEST_STAY <= minutes <= _LONGEST_STAY else None


def days_of(starts_on: date | None, ends_on: date | None) -> tuple[date | None, date | None]:
    """Return first and last day; none when they contradict one another."""
    return (None, None) if starts_on and ends_on and ends_on < starts_on else (starts_on, ends_on)
