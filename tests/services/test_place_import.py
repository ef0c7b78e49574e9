"""A file of places is taken over whatever its columns are called; what cannot be a place is written down with the reason."""

import csv
import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from main import command_line
from services.catalogue import ImportReport, load_catalogue
from services.database import Database
from services.import_files import Column, FileRefused
from services.place_import import import_file, write_rejects
from tests.conftest import NewDatabase
from tests.made_up_places import a_place
from tests.toml_files import write_region

PLAIN = "content_id,content_type_id,title,addr1,lat,lon,ldong_regn_cd,ldong_signgu_cd"
PALACE = "900001,12,달빛궁,서울특별시 종로구 없는로 1,37.579,126.9801,11,110"
BEACH = "900003,12,은물결해수욕장,부산광역시 해운대구 모래로 7,35.1587,129.1604,26,350"
MUSEUM = "900004,14,빛고을 종이박물관,전남광주통합특별시 동구 한지길 5,35.146,126.9231,12,210"


def written(folder: Path, *lines: str, name: str = "places.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


async def test_a_csv_becomes_places_and_the_report_says_which_column_was_read_as_what(
    empty: Database, tmp_path: Path
) -> None:
    file = written(tmp_path, f"{PLAIN},parking", f"{PALACE},10", f"{BEACH},", f"{MUSEUM},")
    report = await import_file(empty, file)
    assert (report.source, report.places, report.rejects) == ("tourapi", ImportReport(added=3), ())
    assert report.table.columns[Column.NAME] == "title"
    assert report.table.columns[Column.LNG] == "lon"
    assert report.table.ignored == ("parking",)
    assert await rows(empty, "SELECT id, name->>'ko', region, themes, source FROM places ORDER BY id") == [
        ("tourapi-900001", "달빛궁", "seoul", ["nature"], "tourapi"),
        ("tourapi-900003", "은물결해수욕장", "busan", ["coast"], "tourapi"),
        ("tourapi-900004", "빛고을 종이박물관", "gwangju", ["museums"], "tourapi"),
    ]


async def test_official_hours_are_read_and_what_is_unsure_stays_text(empty: Database, tmp_path: Path) -> None:
    file = written(
        tmp_path,
        f"{PLAIN},open_hours,rest_days",
        f"{PALACE},09:00~18:00 (입장마감 17:00),매주 화요일",
        f"{BEACH},점포별 상이,전화 문의",
        f"{MUSEUM},,매주 월요일",
    )
    report = await import_file(empty, file)
    assert report.table.columns[Column.HOURS] == "open_hours"
    kept = await rows(
        empty, "SELECT opening_hours, last_admission_minutes, hours_text FROM places ORDER BY id"
    )
    assert kept == [
        ("Mo-Su 09:00-18:00; Tu off", 60, None),
        (None, None, "점포별 상이 / 전화 문의"),
        (None, None, None),
    ]


async def test_the_same_file_twice_changes_nothing(empty: Database, tmp_path: Path) -> None:
    file = written(tmp_path, PLAIN, PALACE, BEACH)
    await import_file(empty, file)
    before = await rows(empty, "SELECT * FROM places ORDER BY id")
    imported = await rows(empty, "SELECT * FROM imported_files")
    assert (await import_file(empty, file)).places == ImportReport(unchanged=2)
    assert await rows(empty, "SELECT * FROM places ORDER BY id") == before
    assert await rows(empty, "SELECT * FROM imported_files") == imported


async def test_a_file_changes_what_is_in_it_and_nothing_else(empty: Database, tmp_path: Path) -> None:
    await import_file(empty, written(tmp_path, PLAIN, PALACE, BEACH))
    report = await import_file(empty, written(tmp_path, PLAIN, PALACE.replace("달빛궁", "새 달빛궁")))
    assert report.places == ImportReport(changed=1)
    names = await rows(empty, "SELECT name->>'ko' FROM places WHERE withdrawn_at IS NULL ORDER BY id")
    assert names == [("새 달빛궁",), ("은물결해수욕장",)]


STANDARD_ATTRACTIONS = (
    "관광지명,관광지구분,소재지도로명주소,소재지지번주소,위도,경도,관광지소개,관리기관전화번호",
    "은빛 관광지,관광지,,충청남도 당진시 석문면 없는리 1,37.0447,126.5246,물이 맑다.,041-000-0000~2",
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
async def test_standard_files_of_data_go_kr_are_read_in_their_encodings(
    empty: Database, tmp_path: Path, encoding: str
) -> None:
    report = await import_file(empty, written(tmp_path, *STANDARD_ATTRACTIONS, encoding=encoding))
    assert (report.source, report.places.added) == ("std-attractions", 1)
    assert await rows(empty, "SELECT name, address, description, phone, region FROM places") == [
        (
            {"ko": "은빛 관광지"},
            {"ko": "충청남도 당진시 석문면 없는리 1"},
            {"ko": "물이 맑다."},
            "041-000-0000",
            "chungnam",
        )
    ]


async def test_standard_festivals_have_days_and_impossible_ones_are_left_out(
    empty: Database, tmp_path: Path
) -> None:
    file = written(
        tmp_path,
        "축제명,개최장소,축제시작일자,축제종료일자,홈페이지주소,소재지도로명주소,위도,경도",
        "등불강 축제,강가,2026-10-01,2026-10-12,https://example.kr/light,경상남도 진주시 강변길 1,35.19,128.085",
        "거꾸로 축제,강가,2026-10-12,2026-10-01,없음,경상남도 진주시 강변길 9,35.19,128.085",
    )
    assert (await import_file(empty, file)).source == "std-festivals"
    found = await rows(
        empty, "SELECT name->>'ko', starts_on, ends_on, website, themes FROM places ORDER BY 1 DESC"
    )
    assert found == [
        ("등불강 축제", date(2026, 10, 1), date(2026, 10, 12), "https://example.kr/light", ["festivals"]),
        ("거꾸로 축제", None, None, None, ["festivals"]),
    ]


async def test_json_lines_in_several_languages_join_the_korean_places(
    empty: Database, tmp_path: Path
) -> None:
    place = {"content_type_id": "12", "lat": 37.579, "lon": 126.9801, "ldong_regn_cd": "11"}
    lines = [
        {
            "lang": "en",
            "content_id": "910001",
            "title": "Dalbitgung Palace (달빛궁)",
            "addr1": "1 Eomneun-ro",
        },
        {"lang": "ko", "content_id": 900001, "title": "달빛궁", "addr1": "서울특별시 종로구 없는로 1"},
        {"lang": "ja", "content_id": "920009", "title": "知らない場所（모르는 곳）"},
        {"lang": "es", "content_id": "950001", "title": "Palacio (달빛궁)"},
    ]
    file = written(tmp_path, *(json.dumps(place | line) for line in lines), name="places.jsonl")
    report = await import_file(empty, file)
    assert (report.places.added, report.translated) == (1, 1)
    assert await rows(empty, "SELECT name, source_ids FROM places") == [
        ({"ko": "달빛궁", "en": "Dalbitgung Palace"}, {"tourapi": {"ko": "900001", "en": "910001"}})
    ]
    assert [reject.reason for reject in report.rejects] == [
        "is in a language that is not ours: es",
        "tells of no Korean place that is known",
    ]
    again = await import_file(empty, file)
    assert (again.places, again.translated) == (ImportReport(unchanged=1), 0)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,12,,서울특별시 종로구,37.57,126.98,11,110", "has no name"),
        ("1,12,가,서울특별시 종로구,,,11,110", "has no position in Korea"),
        ("1,12,가,서울특별시 종로구,19.69,117.99,11,110", "has no position in Korea"),
        ("1,12,가,서울특별시 종로구,nan,126.98,11,110", "has no position in Korea"),
        ("1,12,가,서울특별시 종로구,35.15,129.16,11,110", "(35.15, 129.16) does not lie in seoul"),
        ("1,32,가,서울특별시 종로구,37.57,126.98,11,110", "is of a kind that has no theme here"),
        ("1,12,가,닫기,38.9,131.9,,", "has no region"),
    ],
)
async def test_a_row_that_cannot_be_a_place_is_rejected_with_the_reason(
    empty: Database, tmp_path: Path, row: str, reason: str
) -> None:
    report = await import_file(empty, written(tmp_path, PLAIN, PALACE, row))
    assert [(reject.line.number, reject.reason) for reject in report.rejects] == [(3, reason)]
    assert report.places.added == 1


async def test_rejected_rows_are_written_with_line_and_reason(empty: Database, tmp_path: Path) -> None:
    report = await import_file(
        empty, written(tmp_path, PLAIN, PALACE, PALACE, "2,32,여관,서울,37.57,126.98,11,110")
    )
    path = tmp_path / "rejects" / "places.csv"
    write_rejects(report.rejects, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        kept = list(csv.DictReader(file))
    assert [(row["line"], row["reason"], row["column title"]) for row in kept] == [
        ("3", "is in the file already", "달빛궁"),
        ("4", "is of a kind that has no theme here", "여관"),
    ]


async def test_a_row_without_codes_lies_where_its_address_says(empty: Database, tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "name,address,lat,lng,theme",
        "가,전남광주통합특별시 서구 상무대로 1,35.15,126.85,food",
        "나,전남광주통합특별시 목포시 영산로 1,34.79,126.38,food",
        "다,,33.38,126.55,coast",
    )
    assert (await import_file(empty, file)).source == "file"
    found = await rows(empty, "SELECT name->>'ko', region, themes[1] FROM places ORDER BY 1")
    assert found == [("가", "gwangju", "food"), ("나", "jeonnam", "food"), ("다", "jeju", "coast")]


async def test_what_the_catalogue_or_another_source_has_is_not_taken_again(
    empty: Database, tmp_path: Path
) -> None:
    write_region(tmp_path, "seoul", [a_place("our-palace", source_ids={"tourapi": {"ko": "900001"}})])
    await load_catalogue(empty, tmp_path)
    before = await rows(empty, "SELECT * FROM places WHERE source = 'catalogue'")
    first = await import_file(empty, written(tmp_path, PLAIN, PALACE, BEACH))
    assert (first.places.added, len(first.rejects)) == (1, 1)
    other = written(
        tmp_path, "name,lat,lng,theme,address", "은물결 해수욕장,35.159,129.16,coast,부산 해운대구"
    )
    second = await import_file(empty, other)
    assert [reject.reason for reject in second.rejects] == [
        "is known already from the catalogue or another source"
    ]
    assert await rows(empty, "SELECT * FROM places WHERE source = 'catalogue'") == before


async def test_a_gzipped_file_is_read(empty: Database, tmp_path: Path) -> None:
    path = tmp_path / "places.csv.gz"
    path.write_bytes(gzip.compress(f"{PLAIN}\n{PALACE}\n".encode()))
    assert (await import_file(empty, path)).places.added == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no row"),
        (b"\x89PNG\r\n\0", "no text"),
        (b"\xff\xfe\xfd\xff", "neither UTF-8 nor cp949"),
        (b"title,colour\nA,red\n", "latitude, longitude"),
        (b'{"title": "A"\n', "line 1 is no JSON"),
    ],
)
async def test_a_file_that_is_no_table_of_places_is_refused(
    empty: Database, tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "places.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match=reason):
        await import_file(empty, path)
    with pytest.raises(FileRefused):
        await import_file(empty, tmp_path / "there is none.csv")


async def test_several_thousand_rows_are_taken_in_one_go(empty: Database, tmp_path: Path) -> None:
    many = [
        f"{number},39,밥집 {number},제주특별자치도 제주시 오름길 {number},33.49,126.53,50,110"
        for number in range(6_000)
    ]
    file = written(tmp_path, PLAIN, *many)
    told: list[int] = []
    report = await import_file(empty, file, progress=told.append)
    assert report.places == ImportReport(added=6_000)
    assert told == list(range(1, 6_001))
    assert (await import_file(empty, file)).places == ImportReport(unchanged=6_000)


def test_the_command_says_what_it_did_and_where_the_rejected_rows_are(
    empty_database: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database())
    monkeypatch.setenv("FFFF_DATA_DIR", str(tmp_path / "data"))
    file = written(tmp_path, PLAIN, PALACE, "2,32,여관,서울,37.57,126.98,11,110")
    done = CliRunner().invoke(command_line, ["places", "import", str(file)])
    assert done.exit_code == 0, done.output
    assert "1 added, 0 changed, 0 unchanged, 0 translated, 1 rejected." in done.output
    assert (tmp_path / "data" / "rejects" / "places.csv.rejects.csv").exists()
    refused = CliRunner().invoke(command_line, ["places", "import", str(written(tmp_path, "colour", "red"))])
    assert refused.exit_code == 1
    assert "no column is called like name" in refused.output


async def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    async with database.transaction() as session:
        return [tuple(row) for row in await session.execute(text(query))]
