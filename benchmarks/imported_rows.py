"""Rows of the official service as places: what search is measured against besides the catalogue."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

from models.language import Language
from models.region import Region
from models.theme import Theme
from services.catalogue_files import CatalogueEntry
from services.hangul import fold
from services.vocabulary import region_words

SOURCE = "tourapi"
_NAMES = "crosswalk_names.csv.gz"
"""Lies beside the rows and knows names of theirs in other languages."""

_THEME_OF_TYPE = {
    "14": Theme.MUSEUMS,
    "15": Theme.FESTIVALS,
    "28": Theme.TRAILS,
    "32": Theme.FAMILY,
    "38": Theme.FOOD,
    "39": Theme.FOOD,
}
_THEME_OF_CLASS = {
    "A0101": Theme.NATURE,
    "A0102": Theme.NATURE,
    "A0201": Theme.HERITAGE,
    "A0202": Theme.FAMILY,
    "A0203": Theme.FAMILY,
    "A0204": Theme.FAMILY,
    "A0205": Theme.HERITAGE,
}
_COLUMNS = {
    Language.EN: "en",
    Language.JA: "ja",
    Language.ZH_HANS: "zh_hans",
    Language.ZH_HANT: "zh_hant",
}


def imported_rows(path: Path) -> list[CatalogueEntry]:
    """Read a file as catalogue_ko.csv.gz is; rows outside Korea or without a known region are skipped."""
    foreign = {row["content_id"]: row for row in _read(path.with_name(_NAMES))}
    places = (_place(row, foreign.get(row["content_id"], {})) for row in _read(path))
    return list({place.id: place for place in places if place}.values())


def _read(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _place(row: dict[str, str], foreign: dict[str, str]) -> CatalogueEntry | None:
    region = _region(row["addr1"])
    lat, lng = float(row["lat"] or 0), float(row["lon"] or 0)
    if not region or not (32 <= lat <= 39 and 124 <= lng <= 132):
        return None
    theme = _THEME_OF_TYPE.get(row["content_type_id"]) or _THEME_OF_CLASS.get(row["cat2"], Theme.NATURE)
    return CatalogueEntry.model_construct(
        id=f"tourapi-{row['content_id']}",
        region=region,
        themes=(theme,),
        lat=lat,
        lng=lng,
        prominence=0,
        stay_minutes=60,
        last_admission_minutes=None,
        phone=None,
        website=None,
        starts_on=None,
        ends_on=None,
        name={Language.KO: row["title"]} | _texts(foreign, "name"),
        address={Language.KO: row["addr1"]} | _texts(foreign, "addr"),
        description={},
        source_ids={"tourapi": {"ko": row["content_id"]}},
    )


def _texts(foreign: dict[str, str], what: str) -> dict[Language, str]:
    texts = {language: foreign.get(f"{what}_{column}") for language, column in _COLUMNS.items()}
    return {language: text for language, text in texts.items() if text}


def _region(address: str) -> Region | None:
    return region_words().get(fold(address.partition(" ")[0]))
