"""Places that other sources know, held to what our tables can keep."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from models.language import Language
from models.place import Season, Setting
from models.region import Region
from models.theme import Theme
from services.catalogue_files import Admission, CataloguePhoto, CheckedFact, FactName
from services.geography import Point, lies_in

_PHONE = re.compile(r"\+?\d[\d\- ]{5,28}\d")

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
_Texts = dict[Language, _Text]


class FoundPlace(BaseModel):
    """One place of another source, with the fields of a catalogue entry but few of them required."""

    model_config = ConfigDict(extra="forbid", frozen=True)

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
    phone: str | None = None
    website: Annotated[str, StringConstraints(pattern=r"^https?://[^\s\"'<>]+$", max_length=500)] | None = (
        None
    )
    photos: tuple[CataloguePhoto, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    source_ids: dict[str, dict[str, str]] = Field(default_factory=dict[str, dict[str, str]])
    opening_hours: str | None = None
    hours_text: Annotated[str, StringConstraints(max_length=500)] | None = None
    last_admission_minutes: int | None = None
    stay_minutes: int | None = None
    admission: Admission | None = None
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


def found_place(**fields: Any) -> FoundPlace | str:
    """Make a place of fields, or return why it cannot be one."""
    try:
        return FoundPlace.model_validate(fields)
    except ValidationError as error:
        return "; ".join(
            f"{part['loc'][0]}: {part['msg']}" if part["loc"] else part["msg"].removeprefix("Value error, ")
            for part in error.errors(include_url=False)
        )


def phone_in(said: str) -> str | None:
    """Return the first telephone number of a text that may hold several."""
    number = _PHONE.search(said)
    return " ".join(number[0].split()) if number else None


def days_of(starts_on: date | None, ends_on: date | None) -> tuple[date | None, date | None]:
    """Return first and last day; none when they contradict one another."""
    return (None, None) if starts_on and ends_on and ends_on < starts_on else (starts_on, ends_on)
