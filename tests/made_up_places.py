"""Places nobody can visit, to fill a map or a table with."""

from random import Random
from typing import Any

from models.language import Language
from models.region import Region
from models.theme import Theme
from services.catalogue import ImportReport, import_places
from services.catalogue_files import CatalogueEntry
from services.database import Database

SOURCE = "made-up"
_SEOUL = (37.5665, 126.978)


def a_place(place_id: str = "somewhere", **changes: Any) -> dict[str, Any]:
    """The fields of a sound catalogue entry in Seoul, some of them changed; None takes a field away."""
    fields: dict[str, Any] = {
        "id": place_id,
        "themes": ["heritage"],
        "lat": _SEOUL[0],
        "lng": _SEOUL[1],
        "prominence": 10,
        "stay_minutes": 60,
        "opening_hours": "Mo-Fr 09:00-18:00",
        "name": {language.value: f"{place_id} {language.value}" for language in Language},
        "address": {"ko": "서울특별시 중구 세종대로 110", "en": "110 Sejong-daero, Jung-gu, Seoul"},
        "description": {"ko": "시험을 위한 곳.", "en": "A place for a test."},
    }
    return {name: value for name, value in (fields | changes).items() if value is not None}


def made_up_entries(count: int, *, seed: int = 1) -> list[CatalogueEntry]:
    """Entries all over the country, the same ones for the same seed."""
    chance = Random(seed)
    return [
        CatalogueEntry.model_construct(
            **a_place(f"made-up-{number}")
            | {
                "region": chance.choice(list(Region)),
                "name": {language: f"Made up {number} {language}" for language in Language},
                "address": {Language.KO: f"대로 {number}", Language.EN: f"{number} Daero"},
                "description": {Language.KO: "글", Language.EN: "Text"},
                "themes": tuple(chance.sample(list(Theme), chance.randint(1, 3))),
                "lat": chance.uniform(34.5, 38.0),
                "lng": chance.uniform(126.5, 129.2),
                "aliases": {},
                "photos": (),
                "source_ids": {},
                "last_admission_minutes": None,
                "admission": None,
                "phone": None,
                "website": None,
                "starts_on": None,
                "ends_on": None,
            }
        )
        for number in range(count)
    ]


async def load(database: Database, entries: list[CatalogueEntry]) -> ImportReport:
    """Import entries as one source."""
    async with database.transaction() as session:
        return await import_places(session, entries, source=SOURCE)
