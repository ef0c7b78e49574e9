"""A bad catalogue file is refused with its name, the entry and the reason."""

from pathlib import Path

import pytest

from models.language import Language
from services.catalogue_files import CatalogueRefused, content_hash, read_catalogue
from tests.made_up_places import a_place
from tests.toml_files import write_region

BAD_ENTRIES = {
    "an unknown key": ({"rating": 5}, "rating"),
    "a missing field": ({"prominence": None}, "prominence"),
    "a name missing in a language": ({"name": {"ko": "가", "en": "a", "ja": "ア", "zh-Hans": "甲"}}, "zh-Hant"),
    "a name in an unknown language": ({"name": dict.fromkeys(["ko", "en", "ja", "zh-Hans", "zh-Hant", "fr"], "x")}, "name.fr"),
    "an address without Korean": ({"address": {"en": "1 Street"}}, "address"),
    "a description without English": ({"description": {"ko": "글"}}, "description"),
    "an empty name": ({"name": dict.fromkeys(Language, " ")}, "name"),
    "a place outside its region": ({"lat": 35.1587, "lng": 129.1604}, "does not lie in seoul"),
    "a place outside Korea": ({"lat": 48.85, "lng": 2.35}, "lat"),
    "a position that is no number": ({"lat": "north"}, "lat"),
    "bad opening hours": ({"opening_hours": "from nine to five"}, "opening_hours"),
    "an unknown theme": ({"themes": ["casinos"]}, "themes"),
    "no theme": ({"themes": []}, "themes"),
    "an id with capitals": ({"id": "Somewhere"}, "id"),
    "a prominence beyond 100": ({"prominence": 101}, "prominence"),
    "a stay of a week": ({"stay_minutes": 10_080}, "stay_minutes"),
    "a photo over http": ({"photos": [{"url": "http://example.com/a.jpg", "credit": "a", "licence": "b"}]}, "photos.0.url"),
    "a photo without credit": ({"photos": [{"url": "https://example.com/a.jpg", "licence": "b"}]}, "photos.0.credit"),
    "a website that is a script": ({"website": "javascript:alert(1)"}, "website"),
    "a phone that is a word": ({"phone": "call us"}, "phone"),
    "a negative fee": ({"admission": {"adult": -1}}, "admission.adult"),
    "an unknown fee": ({"admission": {"senior": 1}}, "admission.senior"),
    "a setting under water": ({"setting": "underwater"}, "setting"),
    "a fifth season": ({"seasons": ["monsoon"]}, "seasons"),
    "a thirteenth month": ({"usual_months": [13]}, "usual_months"),
    "a way in two languages": ({"getting_there": {"ko": "길", "en": "Way"}}, "getting_there"),
    "a fact without a source": ({"facts": {"phone": {"checked": "2026-11-26"}}}, "facts.phone.source"),
    "a source of an unknown fact": ({"facts": {"mood": {"source": "us", "checked": "2026-11-26"}}}, "facts.mood"),
    "a last admission of none": ({"last_admission_minutes": 0}, "last_admission_minutes"),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "reason"), BAD_ENTRIES.values(), ids=BAD_ENTRIES)
def test_a_bad_entry_is_refused_with_file_entry_and_reason(
    tmp_path: Path, changes: dict[str, object], reason: str
) -> None:
    write_region(tmp_path, "seoul", [a_place("fine"), a_place("broken", **changes)])
    with pytest.raises(CatalogueRefused) as refused:
        read_catalogue(tmp_path)
    name = str(changes.get("id", "broken"))
    line = next(line for line in str(refused.value).splitlines() if f" {name}: " in line)
    assert line.startswith(f"  seoul.toml: {name}: ")
    assert reason in line


def test_an_entry_without_an_id_is_named_by_its_number(tmp_path: Path) -> None:
    write_region(tmp_path, "seoul", [a_place("fine"), a_place("x", id=None)])
    with pytest.raises(CatalogueRefused, match="seoul.toml: entry 2: id"):
        read_catalogue(tmp_path)


def test_an_id_used_in_two_files_is_refused(tmp_path: Path) -> None:
    write_region(tmp_path, "busan", [a_place("twin", lat=35.1587, lng=129.1604)])
    write_region(tmp_path, "seoul", [a_place("twin")])
    with pytest.raises(CatalogueRefused, match=r"seoul.toml: twin: .*busan.toml"):
        read_catalogue(tmp_path)


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    write_region(tmp_path, "seoul", [a_place("one", prominence=101), a_place("two", lat=1.0)])
    write_region(tmp_path, "busan", [a_place("three", lat=35.1587, lng=129.1604, phone="x")])
    with pytest.raises(CatalogueRefused, match="3 problems") as refused:
        read_catalogue(tmp_path)
    assert all(name in str(refused.value) for name in ("one", "two", "three"))


def test_a_hundred_problems_are_told_shortly(tmp_path: Path) -> None:
    write_region(tmp_path, "seoul", [a_place(f"p-{n}", prominence=101) for n in range(100)])
    with pytest.raises(CatalogueRefused, match="and 80 more") as refused:
        read_catalogue(tmp_path)
    assert len(str(refused.value).splitlines()) < 30


@pytest.mark.parametrize(
    "content",
    [b"[[place]\nid =", b"\xff\xfe not utf-8", b"place = 5", b'place = ["a"]', b"[place]\nid = 'x'"],
)
def test_a_file_that_is_no_catalogue_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "seoul.toml").write_bytes(content)
    with pytest.raises(CatalogueRefused, match="seoul.toml"):
        read_catalogue(tmp_path)


def test_a_misspelt_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "busan.toml").write_text('[[places]]\nid = "lost"')
    write_region(tmp_path, "seoul", [a_place("fine")])
    with pytest.raises(CatalogueRefused, match="busan.toml"):
        read_catalogue(tmp_path)


def test_a_file_not_named_after_a_region_is_refused(tmp_path: Path) -> None:
    write_region(tmp_path, "atlantis", [a_place()])
    with pytest.raises(CatalogueRefused, match="atlantis.toml"):
        read_catalogue(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueRefused):
        read_catalogue(tmp_path)


def test_the_hash_follows_the_content(tmp_path: Path) -> None:
    write_region(tmp_path, "seoul", [a_place("one")])
    before = content_hash(tmp_path)
    assert content_hash(tmp_path) == before
    write_region(tmp_path, "seoul", [a_place("one", prominence=11)])
    assert content_hash(tmp_path) != before
