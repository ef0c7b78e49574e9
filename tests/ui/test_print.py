"""Days on paper: each on a sheet of its own, with what a driver must read, for whoever planned them and nobody else."""

from collections.abc import Iterator

import httpx
import pytest

from models.language import Language
from tests.counted_queries import CountedQueries
from tests.html_page import Page
from tests.shared_plans import CHRISTMAS, FIRST_DAY, SECRET_NOTE, SEOUL_DAY, Planner, a_planner


@pytest.fixture(scope="module")
def minji(app_url: str) -> Iterator[Planner]:
    planner = a_planner(app_url)
    yield planner
    planner.http.close()


@pytest.fixture(scope="module")
def trip(minji: Planner) -> str:
    """A trip of three days; on the second nothing is planned."""
    trip_id = minji.trip(ends_on="2026-12-03")
    minji.plan(trip_id, FIRST_DAY, *SEOUL_DAY)
    minji.plan(trip_id, "2026-12-03", {"place_id": "bulguksa", "start_time": "10:00"})
    return trip_id


def read(planner: Planner, query: str, language: Language = Language.EN) -> Page:
    answer = planner.http.get(f"/schedule/print?{query}&lang={language}")
    assert answer.status_code == 200
    return Page(answer.text)


def headings(page: Page) -> list[str]:
    return [heading.text for heading in page.all("h2")]


def test_a_day_is_one_sheet_with_its_map_and_all_of_its_stops(minji: Planner, trip: str) -> None:
    page = read(minji, f"date={FIRST_DAY}&trip={trip}")
    assert headings(page) == ["Tuesday, December 1"]
    assert len(page.testids("printed-stop")) == 4
    assert len(page.testids("day-map")) == 1
    first = page.testids("printed-stop")[0].text
    for fact in (
        "09:30–11:30",
        "Closed on this day",
        "경복궁",
        "서울특별시 종로구 사직로 161",
        "+82-2-3700-3900",
        SECRET_NOTE,
    ):
        assert fact in first
    assert "min on foot" in page.html


def test_what_was_computed_is_marked(minji: Planner, trip: str) -> None:
    stops = [stop.text for stop in read(minji, f"date={FIRST_DAY}&trip={trip}").testids("printed-stop")]
    assert [stop.lstrip("1234").startswith("~") for stop in stops] == [False, True, False, False]


def test_a_trip_is_a_sheet_for_every_day_on_which_there_is_something(minji: Planner, trip: str) -> None:
    page = read(minji, f"trip={trip}")
    assert headings(page) == ["Tuesday, December 1", "Thursday, December 3"]
    assert page.one("h1").text == "Winter in Seoul"


def test_a_range_of_days_holds_what_is_in_no_trip_too(minji: Planner, trip: str) -> None:
    minji.plan(None, "2026-12-02", {"place_name": "Dentist"})
    page = read(minji, "from=2026-12-01&to=2026-12-03")
    assert len(headings(page)) == 3
    assert "Dentist" in page.html


def test_an_empty_day_says_so(minji: Planner) -> None:
    page = read(minji, "date=2030-05-05")
    assert len(page.testids("printed-day")) == 1
    assert "Nothing planned on this day yet." in page.html


def test_a_holiday_stands_on_its_sheet(minji: Planner) -> None:
    minji.plan(None, CHRISTMAS, {"place_name": "Church"})
    assert "성탄절" in read(minji, f"date={CHRISTMAS}", Language.KO).html


@pytest.mark.parametrize("language", Language)
def test_korean_is_there_whatever_the_reader_speaks(minji: Planner, trip: str, language: Language) -> None:
    page = read(minji, f"trip={trip}", language)
    assert page.one("html")["lang"] == language
    assert "서울특별시 종로구 사직로 161" in page.html
    kind = "sheet-name" if language is Language.KO else "sheet-korean-name"
    assert "경복궁" in {name.text for name in page.all("span", **{"class": kind})}


def test_the_driver_is_told_no_name_that_stands_beside_it(minji: Planner) -> None:
    day = "2031-03-04"
    minji.plan(None, day, {"place_id": "gyeongbokgung"}, {"place_id": "bulguksa", "place_name": "소풍"})
    names = read(minji, f"date={day}", Language.KO).all("span", **{"class": "sheet-korean-name"})
    assert [name.text for name in names] == ["불국사"], "a name of one's own tells the driver nothing"


def test_the_way_back_leads_to_what_was_printed(minji: Planner, trip: str) -> None:
    page = read(minji, f"date={FIRST_DAY}&trip={trip}")
    assert page.all("a", href=f"/schedule?view=day&date={FIRST_DAY}&trip={trip}")


def test_a_strangers_trip_is_not_found(app_url: str, trip: str) -> None:
    jisoo = a_planner(app_url, "Jisoo")
    assert jisoo.http.get(f"/schedule/print?trip={trip}").status_code == 404
    assert jisoo.http.get(f"/schedule/print?trip={trip}&date={FIRST_DAY}").status_code == 404
    assert SECRET_NOTE not in jisoo.http.get(f"/schedule/print?date={FIRST_DAY}").text
    jisoo.http.close()


def test_nobody_is_led_to_signing_in_and_back(http: httpx.Client) -> None:
    answer = http.get(f"/schedule/print?date={FIRST_DAY}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/login?next=%2Fschedule%2Fprint%3Fdate%3D{FIRST_DAY}"


@pytest.mark.parametrize(
    "query",
    ["date=yesterday", "date=1969-12-31", "trip=x", "from=2026-12-02&to=2026-12-01", "from=2026-01-01&to=2026-12-31", "to=31"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_refused(minji: Planner, query: str) -> None:
    answer = minji.http.get(f"/schedule/print?{query}")
    assert answer.status_code == 422
    assert Page(answer.text).testids("error-page")


def test_half_a_range_is_one_day(minji: Planner) -> None:
    assert len(read(minji, "from=2031-05-05").testids("printed-day")) == 1
    assert len(read(minji, "to=2031-05-05").testids("printed-day")) == 1


def test_a_note_is_printed_as_text(minji: Planner) -> None:
    minji.plan(None, "2026-11-30", {"place_name": "<script>x</script>", "note": "<img src=x>"})
    html = read(minji, "date=2026-11-30").html
    assert "<script>x" not in html
    assert "<img src=x" not in html


def test_the_page_needs_few_queries(minji: Planner, trip: str, queries: CountedQueries) -> None:
    read(minji, f"trip={trip}")
    assert 0 < len(queries.selects) <= 5
