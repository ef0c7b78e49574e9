"""Files of places in other people's columns: CSV or JSON lines, UTF-8 or cp949, plain or gzipped."""

import csv
import gzip
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

import orjson

from services.errors import Invalid
from services.hangul import fold

_MOST_BYTES = 500_000_000


class FileRefused(Invalid):
    """Nothing of the file can be read."""

    code = "import_file_refused"
    message = "{file} cannot be imported: {reason}"


class Column(StrEnum):
    """What we take from a file, whatever its column is called there."""

    ID = "id"
    LANGUAGE = "language"
    NAME = "name"
    ADDRESS = "address"
    LOT_ADDRESS = "lot address"
    LAT = "latitude"
    LNG = "longitude"
    KIND = "kind"
    WORD = "theme"
    REGION_CODE = "region code"
    DISTRICT_CODE = "district code"
    CLASS = "class"
    PHONE = "phone"
    WEBSITE = "website"
    DESCRIPTION = "description"
    HOURS = "opening hours"
    CLOSED = "closing days"
    STARTS_ON = "first day"
    ENDS_ON = "last day"
    IMAGE = "image"
    IMAGE_LICENCE = "image licence"
    IS_SHOWN = "is shown"


_CALLED: dict[Column, tuple[str, ...]] = {
    Column.ID: ("content_id", "contentid", "id", "place_id", "관리번호"),
    Column.LANGUAGE: ("lang", "language"),
    Column.NAME: ("name", "title", "관광지명", "축제명", "name_ko", "title_ko", "명칭", "시설명", "장소명"),
    Column.ADDRESS: ("address", "addr1", "소재지도로명주소", "도로명주소", "address_ko", "주소", "addr"),
    Column.LOT_ADDRESS: ("소재지지번주소", "지번주소"),
    Column.LAT: ("lat", "latitude", "위도", "mapy", "y"),
    Column.LNG: ("lng", "lon", "longitude", "경도", "mapx", "x"),
    Column.KIND: ("content_type_id", "contenttypeid", "type"),
    Column.WORD: ("theme", "kind", "category"),
    Column.REGION_CODE: ("ldong_regn_cd", "lDongRegnCd", "region_code"),
    Column.DISTRICT_CODE: ("ldong_signgu_cd", "lDongSignguCd", "district_code"),
    Column.CLASS: ("lclsSystm3", "lclsSystm2", "lclsSystm1"),
    Column.PHONE: ("tel", "phone", "전화번호", "관리기관전화번호"),
    Column.WEBSITE: ("homepage", "website", "홈페이지주소", "url"),
    Column.DESCRIPTION: ("description", "overview", "관광지소개", "축제내용"),
    Column.HOURS: ("open_hours", "usetime", "opening_hours", "이용시간", "운영시간", "영업시간", "관람시간"),
    Column.CLOSED: ("rest_days", "restdate", "closed", "휴무일", "쉬는날", "휴관일"),
    Column.STARTS_ON: ("starts_on", "event_start", "eventstartdate", "축제시작일자"),
    Column.ENDS_ON: ("ends_on", "event_end", "eventenddate", "축제종료일자"),
    Column.IMAGE: ("first_image", "firstimage", "image"),
    Column.IMAGE_LICENCE: ("cpyrhtDivCd", "image_licence"),
    Column.IS_SHOWN: ("showflag",),
}
"""The names of columns that were seen, the best first; case, spaces and underscores do not count."""

NEEDED = (Column.NAME, Column.LAT, Column.LNG)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file with its line number, under our names and under its own."""

    number: int
    values: Mapping[Column, str]
    own: Mapping[str, Any]

    def get(self, column: Column) -> str:
        return self.values.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows, which column of it was taken for what, and which were left."""

    columns: dict[Column, str]
    ignored: tuple[str, ...]
    lines: list[Line] = field(repr=False)


def read_table(path: Path) -> Table:
    """Read a file whole.

    Raises:
        FileRefused: it is no text, no table, or has no name and position.
    """
    try:
        text = _text(path)
        rows = list(_json_lines(text) if text.lstrip().startswith("{") else _csv(text))
    except (OSError, EOFError, csv.Error, ValueError) as error:
        raise FileRefused(file=path.name, reason=str(error)) from error
    if not rows:
        raise FileRefused(file=path.name, reason="there is no row in it")
    headers = list(dict.fromkeys(header for _, row in rows for header in row))
    columns = _columns(headers)
    if missing := [column.value for column in NEEDED if column not in columns]:
        raise FileRefused(file=path.name, reason=f"no column is called like {', '.join(missing)}")
    lines = [
        Line(number, {column: _said(row.get(header)) for column, header in columns.items()}, row)
        for number, row in rows
    ]
    ignored = tuple(header for header in headers if header not in columns.values())
    return Table(columns, ignored, lines)


def _text(path: Path) -> str:
    """Decode UTF-8, else cp949, which is what data.go.kr hands out."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise ValueError("it is larger than 500 MB")
    if b"\0" in content:
        raise ValueError("it is no text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp949")
    except UnicodeDecodeError:
        raise ValueError("it is neither UTF-8 nor cp949") from None


def _csv(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    for row in reader:
        yield reader.line_num, {name: value for name, value in row.items() if name}


def _json_lines(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row: Any = orjson.loads(line)
        except orjson.JSONDecodeError:
            raise ValueError(f"line {number} is no JSON") from None
        if not isinstance(row, dict):
            raise ValueError(f"line {number} is no JSON object")  # noqa: TRY004 (a fault of the file)
        yield number, cast("dict[str, Any]", row)


def _columns(headers: list[str]) -> dict[Column, str]:
    by_name = {_plain(header): header for header in reversed(headers)}
    columns: dict[Column, str] = {}
    for column, names in _CALLED.items():
        header = next((by_name[_plain(name)] for name in names if _plain(name) in by_name), None)
        if header is not None:
            columns[column] = header
    return columns


def _plain(header: str) -> str:
    return fold(header).replace(" ", "")


def _said(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""
