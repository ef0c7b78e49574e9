"""Taking places over from a file: what can be a place of ours becomes one, the rest is written down with the reason."""

import csv
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from models.language import Language
from models.region import Region
from services.catalogue import ImportReport, Progress, remember_import, tidy_places
from services.database import Database
from services.found_places import (
    LONGEST_DESCRIPTION,
    FoundPlace,
    Translation,
    days_of,
    found_place,
    hours_of,
    phone_in,
    translation_of,
    website_in,
)
from services.geography import Point
from services.import_files import Column, Line, Table, read_table
from services.korean_regions import region_of_address, region_of_codes, region_of_point
from services.place_keeping import KnownElsewhere, keep_places, keep_translations, known_elsewhere, records_of
from services.place_kinds import themes_of
from services.place_matching import KnownPlaces, PlaceRecord
from services.place_names import names_in
from services.plain_text import one_line
from services.platform import now_in_seoul
from services.sources.tourapi import SOURCE as TOURAPI
from services.sources.tourapi_answers import KINDS, Image, Kind, prose
from services.sync import photos_of

_STANDARD = {"관광지명": ("std-attractions", Kind.ATTRACTION), "축제명": ("std-festivals", Kind.FESTIVAL)}
"""The standard files of data.go.kr, by the column that gives them away."""
_OTHER = "file"
_PICTURE = re.compile(r"https?://[^\s\"'<>,]+")
_NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not taken, and why."""

    line: Line
    reason: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """What an import has done, and which columns it has read as what."""

    source: str
    table: Table
    places: ImportReport
    translated: int
    rejects: tuple[Reject, ...]


async def import_file(
    database: Database, path: Path, *, source: str | None = None, progress: Progress = lambda _: None
) -> FileReport:
    """Add or change the places of a file, all in one transaction; the same file again changes nothing.

    Without a `source` it is told by the columns; places of one source that are in no later file stay. Rows in other
    languages give the Korean places of the source their names. Places that the catalogue or another source has
    already are rejected.

    Raises:
        FileRefused, DatabaseUnavailable
    """
    table = read_table(path)
    told_source, kind = _told_by(table)
    source = source or told_source
    async with database.transaction() as session:
        elsewhere = await known_elsewhere(session, source)
        places, rejects, foreign = _sorted_out(table.lines, source, kind, elsewhere)
        report = await keep_places(session, places, source=source, progress=progress)
        known = KnownPlaces(await records_of(session, source) if foreign else ())
        translated = 0
        for language, lines in foreign.items():
            translations, unknown = _translations(lines, source, language, known)
            rejects += unknown
            translated += await keep_translations(session, language, translations, source=source)
        if report.added or report.changed or translated:
            await remember_import(session, source, blake2b(path.name.encode(), digest_size=32).hexdigest())
    if report.added or report.changed or translated:
        await tidy_places(database)
    return FileReport(source, table, report, translated, tuple(rejects))


def write_rejects(rejects: Sequence[Reject], path: Path) -> None:
    """Write the rows that were not taken with line and reason first, for a table program to open."""
    headers = list(dict.fromkeys(header for reject in rejects for header in reject.line.own))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, ["line", "reason", *(f"column {header}" for header in headers)])
        writer.writeheader()
        for reject in rejects:
            own = {f"column {header}": value for header, value in reject.line.own.items()}
            writer.writerow({"line": reject.line.number, "reason": reject.reason} | own)


def _told_by(table: Table) -> tuple[str, Kind | None]:
    name = table.columns[Column.NAME]
    if name in _STANDARD:
        return _STANDARD[name]
    told = {Column.ID, Column.KIND} <= table.columns.keys()
    return (TOURAPI if told else _OTHER), None


def _sorted_out(
    lines: Sequence[Line], source: str, kind: Kind | None, elsewhere: KnownElsewhere
) -> tuple[list[FoundPlace], list[Reject], dict[Language, list[Line]]]:
    places: dict[str, FoundPlace] = {}
    rejects: list[Reject] = []
    foreign: dict[Language, list[Line]] = {}
    for line in lines:
        tag = line.get(Column.LANGUAGE) or Language.KO.value
        if tag not in _LANGUAGES:
            rejects.append(Reject(line, f"is in a language that is not ours: {tag}"))
        elif _LANGUAGES[tag] is not Language.KO:
            foreign.setdefault(_LANGUAGES[tag], []).append(line)
        else:
            place = _place_of(line, source, kind, elsewhere)
            if isinstance(place, str):
                rejects.append(Reject(line, place))
            elif place.id in places:
                rejects.append(Reject(line, "is in the file already"))
            else:
                places[place.id] = place
    return list(places.values()), rejects, foreign


def _place_of(line: Line, source: str, kind: Kind | None, elsewhere: KnownElsewhere) -> FoundPlace | str:
    """Make a place of a row, or say why not."""
    name, point = one_line(line.get(Column.NAME)), _point(line)
    address = _address(line)
    if not name:
        return "has no name"
    if line.get(Column.IS_SHOWN) == "0":
        return "has been withdrawn"
    if point is None:
        return "has no position in Korea"
    if elsewhere.has(_record(line, source)):
        return "is known already from the catalogue or another source"
    region = _region(line, address, point)
    kind = kind or KINDS.get(line.get(Column.KIND))
    themes = themes_of(kind, [line.get(Column.CLASS)], name, line.get(Column.WORD))
    if region is None or not themes:
        return "has no region" if region is None else "is of a kind that has no theme here"
    return found_place(
        id=_id(line, source, name, address),
        region=region,
        themes=themes,
        lat=point.lat,
        lng=point.lng,
        name={Language.KO: name},
        **_what_else(line, source, address),
    )


def _what_else(line: Line, source: str, address: str) -> dict[str, Any]:
    image, description = line.get(Column.IMAGE), prose(line.get(Column.DESCRIPTION))
    starts_on, ends_on = days_of(_day(line.get(Column.STARTS_ON)), _day(line.get(Column.ENDS_ON)))
    secure = f"https://{image.partition('://')[2]}" if _PICTURE.fullmatch(image) else ""
    number = line.get(Column.ID)
    return {
        "prominence": 8 if secure else 4,
        "address": {Language.KO: address} if address else {},
        "description": {Language.KO: description[:LONGEST_DESCRIPTION]} if description else {},
        "phone": phone_in(line.get(Column.PHONE)),
        "website": website_in(line.get(Column.WEBSITE)),
        "photos": photos_of(Image(secure, line.get(Column.IMAGE_LICENCE))) if secure else (),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "source_ids": {source: {Language.KO.value: number}} if number else {},
        **hours_of(line.get(Column.HOURS), line.get(Column.CLOSED), now_in_seoul().date()),
    }


def _translations(
    lines: Sequence[Line], source: str, language: Language, known: KnownPlaces
) -> tuple[list[Translation], list[Reject]]:
    translations: list[Translation] = []
    rejects: list[Reject] = []
    for line in lines:
        if found := translation_of(_record(line, source, language), known):
            translations.append(found)
        else:
            rejects.append(Reject(line, "tells of no Korean place that is known"))
    return translations, rejects


def _record(line: Line, source: str, language: Language = Language.KO) -> PlaceRecord:
    return PlaceRecord(
        source=source,
        language=language,
        key=line.get(Column.ID),
        names=names_in(one_line(line.get(Column.NAME)), language),
        point=_point(line),
        address=_address(line),
        phone=phone_in(line.get(Column.PHONE)) or "",
    )


def _address(line: Line) -> str:
    return one_line(line.get(Column.ADDRESS) or line.get(Column.LOT_ADDRESS))


def _region(line: Line, address: str, point: Point) -> Region | None:
    return (
        region_of_codes(line.get(Column.REGION_CODE), line.get(Column.DISTRICT_CODE))
        or region_of_address(address)
        or region_of_point(point)
    )


def _id(line: Line, source: str, name: str, address: str) -> str:
    """Return the row's own number, else a hash of name and address, which stay the same in the next file."""
    number = _NOT_IN_AN_ID.sub("-", line.get(Column.ID).lower()).strip("-")
    if not number:
        number = blake2b(f"{name}\0{address}".encode(), digest_size=8).hexdigest()
    return f"{source}-{number}"


def _point(line: Line) -> Point | None:
    try:
        lat, lng = float(line.get(Column.LAT)), float(line.get(Column.LNG))
    except ValueError:
        return None
    if not (math.isfinite(lat) and math.isfinite(lng) and 32 <= lat <= 39 and 124 <= lng <= 132):
        return None
    return Point(round(lat, 7), round(lng, 7))


def _day(text: str) -> date | None:
    digits = re.sub(r"\D", "", text)
    try:
        return datetime.strptime(digits, "%Y%m%d").date() if len(digits) == 8 else None  # noqa: DTZ007 (a day)
    except ValueError:
        return None


_LANGUAGES = {language.value: language for language in Language} | {
    "zh": Language.ZH_HANS,
    "zh-CN": Language.ZH_HANS,
    "zh-TW": Language.ZH_HANT,
}
