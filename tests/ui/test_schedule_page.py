"""The schedule as it is read: month, week and day, the form of an entry, and what stands in the way to them."""

import json
import random
import re
import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from ipaddress import ip_address

import httpx
import pytest

from models.language import Language
from services.day_courses import Cost
from services.day_order import DayOrder, Placed, Reason, ReasonKind
from services.planned_days import planned_days
from tests.counted_queries import CountedQueries
from tests.html_page import Element, Page
from tests.planned_entries import DAY, an_entry
from ui.html.schedule.proposal import Wishes, proposal
from ui.visitor import Visitor

PALACE, MARKET, TOWER = "gyeongbokgung", "gwangjang-market", "n-seoul-tower"
TUESDAY, WEDNESDAY = "2027-03-09", "2027-03-10"
"""The palace is closed on the first of these days."""
SCRIPT = {"Accept": "application/json"}
NASTY = '"><script>alert(1)</script>'


@pytest.fixture
def minji(app_url: str) -> Iterator[httpx.Client]:
    """A browser in which a traveller has just made an account."""
    headers = {"Origin": app_url, "X-Forwarded-For": str(ip_address(random.getrandbits(32)))}
    with httpx.Client(base_url=app_url, timeout=60, headers=headers) as browser:
        form = {
            "email": f"{uuid.uuid4()}@example.com",
            "password": "a quiet palace garden",
            "display_name": "Minji",
        }
        assert browser.post("/register", data=form).status_code == 303
        yield browser


def plan(browser: httpx.Client, day: str, start: str = "", end: str = "", **fields: str) -> str:
    """Make an entry and return its id."""
    form = {"date": day, "start_time": start, "end_time": end} | fields
    answer = browser.post("/schedule/entries", data=form, headers=SCRIPT)
    assert answer.status_code == 200, answer.text
    return answer.json()["schedule"]["id"]


def shown(browser: httpx.Client, view: str, day: str = WEDNESDAY, **more: str) -> Page:
    answer = browser.get("/schedule", params={"view": view, "date": day} | more)
    assert answer.status_code == 200
    return Page(answer.text)


def entry_of(page: Page, schedule_id: str) -> Element:
    return page.one("a", data_testid="schedule-entry", data_schedule_id=schedule_id)


def a_trip(browser: httpx.Client, title: str, first: str, last: str) -> str:
    made = browser.post("/trips/new", data={"title": title, "starts_on": first, "ends_on": last})
    found = re.search(r"[0-9a-f-]{36}", made.headers["location"])
    assert found
    return found[0]


# --- the three views ---


def test_the_month_shows_whole_weeks_from_monday_with_the_entries_in_their_days(minji: httpx.Client) -> None:
    schedule_id = plan(minji, WEDNESDAY, "10:00", "11:30", place_id=PALACE)
    page = shown(minji, "month")
    days = [cell["data-date"] for cell in page.testids("day-cell")]
    assert (days[0], days[-1], len(days)) == ("2027-03-01", "2027-04-04", 35)
    cell = next(cell for cell in page.testids("day-cell") if cell["data-date"] == WEDNESDAY)
    assert "Gyeongbokgung" in cell.text
    entry = entry_of(page, schedule_id)
    assert (entry["data-start"], entry["data-end"], entry["data-theme"]) == ("10:00", "11:30", "heritage")
    assert [one["tabindex"] for one in page.testids("day-cell")].count("0") == 1


def test_holidays_are_called_by_their_names(minji: httpx.Client) -> None:
    for language, name in ((Language.KO, "삼일절"), (Language.EN, "Independence Movement Day")):
        page = shown(minji, "month", lang=language)
        cell = next(cell for cell in page.testids("day-cell") if cell["data-date"] == "2027-03-01")
        assert name in cell.text
        assert "is-rest" in cell["class"]


def test_a_trip_is_one_band_a_week(minji: httpx.Client) -> None:
    trip_id = a_trip(minji, "Spring in Seoul", "2027-03-12", "2027-03-16")
    bands = [one for one in shown(minji, "month").all("a") if one.get("data-trip-band") == trip_id]
    assert [re.findall(r"--(?:column|span):(\d)", band["style"]) for band in bands] == [
        ["4", "3"],
        ["0", "2"],
    ]
    assert "Spring in Seoul" in bands[0].text


def test_the_week_stands_on_its_hours_and_overlaps_stand_side_by_side(minji: httpx.Client) -> None:
    first = plan(minji, WEDNESDAY, "10:00", "12:00", place_name="Breakfast")
    second = plan(minji, WEDNESDAY, "11:00", "13:00", place_name="Brunch")
    alone = plan(minji, WEDNESDAY, "15:00", "16:30", place_name="Tea")
    page = shown(minji, "week")
    assert (
        len([one for one in page.all("div") if one.get("class") and "grid-column" in one["class"].split()])
        == 7
    )
    styles = [entry_of(page, one)["style"] for one in (first, second, alone)]
    assert styles[0] == "--start:600;--end:720;--lane:0;--lanes:2"
    assert styles[1] == "--start:660;--end:780;--lane:1;--lanes:2"
    assert styles[2] == "--start:900;--end:990"


def test_what_has_no_time_stands_on_the_shelf_of_its_day(minji: httpx.Client) -> None:
    plan(minji, WEDNESDAY, "10:00", "11:00", place_id=PALACE)
    plan(minji, WEDNESDAY, place_id=MARKET)
    shelves = {shelf["data-day"]: shelf for shelf in shown(minji, "week").testids("shelf")}
    assert len(shelves) == 7
    assert "Gwangjang Market" in shelves[WEDNESDAY].text
    assert re.search(r"about 11:\d\d", shelves[WEDNESDAY].text), "the computed arrival says that it is one"


@pytest.mark.parametrize("view", ["week", "day"])
def test_a_night_goes_on_at_the_top_of_the_next_day(minji: httpx.Client, view: str) -> None:
    schedule_id = plan(minji, TUESDAY, "22:30", "01:30", place_name="Norebang")
    page = shown(minji, view, WEDNESDAY)
    (tail,) = [one for one in page.all("a") if one.get("data-continues") == schedule_id]
    assert tail["style"] == "--start:0;--end:90"
    assert len(page.all("a", data_schedule_id=schedule_id)) == (view == "week")


@pytest.mark.parametrize("view", ["week", "day"])
def test_a_night_that_disturbs_the_morning_is_told_there_and_the_fix_helps(
    minji: httpx.Client, view: str
) -> None:
    night = plan(minji, TUESDAY, "22:30", "01:30", place_name="Norebang")
    early = plan(minji, WEDNESDAY, "01:00", "02:00", place_name="Sunrise bus")
    (warning,) = shown(minji, view, WEDNESDAY).testids("warning")
    assert (warning["data-code"], warning["data-ids"]) == ("overlap", f"{night} {early}")
    assert "Norebang and Sunrise bus overlap by 30 min" in warning.text
    assert shown(minji, "day", TUESDAY).testids("warning") == []
    (fix,) = shown(minji, view, WEDNESDAY).testids("warning-fix")
    minji.post("/schedule/fix", data={"changes": fix["data-fix"], "back": "/schedule"})
    assert shown(minji, view, WEDNESDAY).testids("warning") == []


def test_the_fix_of_a_day_looks_at_what_is_planned_on_the_next_one(minji: httpx.Client) -> None:
    plan(minji, TUESDAY, "10:00", "11:30", place_id=PALACE)
    plan(minji, WEDNESDAY, "09:00", "12:00", place_name="Breakfast with Jun")
    (fix,) = shown(minji, "day", TUESDAY).testids("warning-fix")
    (move,) = json.loads(fix["data-fix"])
    assert (move["date"], move["start"]) == (WEDNESDAY, "12:00")


def test_the_day_numbers_its_stops_on_the_grid_in_the_list_and_on_the_map(minji: httpx.Client) -> None:
    plan(minji, WEDNESDAY, "10:00", "11:30", place_id=PALACE)
    plan(minji, WEDNESDAY, "13:00", "14:00", place_name="Lunch with Jun")
    plan(minji, WEDNESDAY, "15:00", "16:00", place_id=MARKET)
    page = shown(minji, "day")
    stops = json.loads(page.one("script", id="map-places").text)
    assert [(stop["properties"]["number"], stop["properties"]["id"]) for stop in stops] == [
        (1, PALACE),
        (3, MARKET),
    ]
    names = [one.text for one in page.all("p") if one.get("class") == "stop-name"]
    assert names == ["Gyeongbokgung Palace", "Lunch with Jun", "Gwangjang Market"]
    assert page.testids("travel-chip") == [], "nobody knows the way to a name"
    assert len(page.testids("driver-card")) == 2


def test_neighbours_have_the_way_between_them_with_links_into_the_map_apps(minji: httpx.Client) -> None:
    plan(minji, WEDNESDAY, "10:00", "11:30", place_id=PALACE)
    plan(minji, WEDNESDAY, "15:00", "16:00", place_id=TOWER)
    page = shown(minji, "day")
    (chip,) = page.testids("travel-chip")
    assert int(chip["data-minutes"]) > 0
    assert "about" in chip.text
    assert page.testids("leg-in-naver")[0]["href"].startswith("https://map.naver.com/p/directions/")
    assert page.testids("leg-in-kakao")[0]["href"].startswith("https://map.kakao.com/link/by/")


def test_a_warning_is_named_once_with_a_fix(minji: httpx.Client) -> None:
    schedule_id = plan(minji, TUESDAY, "10:00", "11:30", place_id=PALACE)
    page = shown(minji, "day", TUESDAY)
    (warning,) = page.testids("warning")
    assert (warning["data-code"], warning["data-ids"]) == ("closed_that_day", schedule_id)
    assert "Gyeongbokgung Palace is closed" in warning.text
    (fix,) = page.testids("warning-fix")
    moves = json.loads(fix["data-fix"])
    assert moves[0]["id"] == schedule_id
    assert (
        minji.post("/schedule/fix", data={"changes": fix["data-fix"], "back": "/schedule"}).status_code == 303
    )
    assert shown(minji, "day", moves[0]["date"]).testids("warning") == []
    assert shown(minji, "day", TUESDAY).testids("schedule-entry") == []


def test_week_and_month_count_the_warnings_of_a_day(minji: httpx.Client) -> None:
    plan(minji, TUESDAY, "10:00", "11:30", place_id=PALACE)
    for view in ("month", "week"):
        signs = [one for one in shown(minji, view).elements if one.get("data-warning-count")]
        assert [sign["data-warning-count"] for sign in signs] == ["1"]
    assert len(shown(minji, "week").testids("warning")) == 1


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("view", ["month", "week", "day"])
def test_every_view_opens_in_every_language_and_is_kept_by_nobody(
    minji: httpx.Client, view: str, language: Language
) -> None:
    plan(minji, WEDNESDAY, "10:00", "11:30", place_id=PALACE)
    answer = minji.get("/schedule", params={"view": view, "date": WEDNESDAY, "lang": language})
    page = Page(answer.text)
    assert "no-store" in answer.headers["cache-control"]
    assert page.one("html")["lang"] == language
    assert page.meta("robots") == "noindex"
    assert page.one("div", id="schedule")["data-view"] == view
    assert page.testids(f"view-{view}")[0]["aria-current"] == "page"


def test_an_empty_calendar_says_what_to_do(minji: httpx.Client) -> None:
    for view in ("month", "week", "day"):
        page = shown(minji, view)
        assert "yet" in page.one("p", **{"class": "nothing-yet-title"}).text
    plan(minji, WEDNESDAY, place_name="Tea")
    assert shown(minji, "month").all("p", **{"class": "nothing-yet-title"}) == []


@pytest.mark.parametrize("view", ["month", "week", "day"])
def test_an_empty_calendar_leads_to_what_is_planned_next(minji: httpx.Client, view: str) -> None:
    assert shown(minji, view, "2027-01-10").testids("coming-plan") == []
    trip_id = a_trip(minji, "Spring in Seoul", TUESDAY, WEDNESDAY)
    (link,) = shown(minji, view, "2027-01-10").testids("coming-plan")
    assert "Spring in Seoul" in link.text
    assert link["href"] == f"/schedule?view={view}&date={TUESDAY}"
    plan(minji, "2027-02-20", "10:00", place_id=PALACE)
    (link,) = shown(minji, view, "2027-01-10").testids("coming-plan")
    assert "Gyeongbokgung" in link.text
    assert link["href"] == f"/schedule?view={view}&date=2027-02-20"
    (link,) = shown(minji, view, "2027-06-10").testids("coming-plan")
    assert "Gyeongbokgung" in link.text, "what comes before the days shown, where nothing comes after"
    (link,) = shown(minji, view, "2027-01-10", trip=trip_id).testids("coming-plan")
    assert "Spring in Seoul" in link.text


def test_what_comes_next_is_what_one_comes_to_first_that_day(minji: httpx.Client) -> None:
    plan(minji, WEDNESDAY, "20:00", place_name="Dinner with Min")
    plan(minji, WEDNESDAY, "09:00", "10:00", place_name="Early tea")
    (link,) = shown(minji, "day", "2027-01-10").testids("coming-plan")
    assert "Early tea" in link.text


@pytest.mark.parametrize("view", ["month", "week", "day"])
def test_a_trip_without_a_date_is_shown_from_its_first_day(minji: httpx.Client, view: str) -> None:
    trip_id = a_trip(minji, "Spring in Seoul", TUESDAY, WEDNESDAY)
    for path in ("/schedule", "/fragments/schedule"):
        page = Page(minji.get(path, params={"view": view, "trip": trip_id}).text)
        assert page.one("div", id="schedule")["data-date"] == TUESDAY


@pytest.mark.parametrize(("near", "day"), [(WEDNESDAY, WEDNESDAY), ("2027-01-05", TUESDAY)])
def test_choosing_a_trip_stays_on_a_day_of_it_and_else_leads_to_its_first(
    minji: httpx.Client, near: str, day: str
) -> None:
    trip_id = a_trip(minji, "Spring in Seoul", TUESDAY, WEDNESDAY)
    (form,) = [one for one in shown(minji, "week", near).all("form") if one.get("class") == "planner-trip"]
    assert form["action"] == "/schedule"
    page = Page(minji.get("/schedule", params={"view": "week", "near": near, "trip": trip_id}).text)
    assert page.one("div", id="schedule")["data-date"] == day


def test_a_trip_that_goes_on_is_shown_today(minji: httpx.Client) -> None:
    today = date.fromisoformat(Page(minji.get("/schedule").text).one("div", id="schedule")["data-today"])
    trip_id = a_trip(minji, "Now", str(today - timedelta(days=40)), str(today + timedelta(days=1)))
    page = Page(minji.get("/schedule", params={"trip": trip_id}).text)
    assert page.one("div", id="schedule")["data-date"] == str(today)


@pytest.mark.parametrize(
    ("view", "day", "prefilled"),
    [
        ("month", "2027-03-20", "2027-03-20"),
        ("week", WEDNESDAY, WEDNESDAY),
        ("day", WEDNESDAY, WEDNESDAY),
    ],
)
def test_a_new_entry_is_for_a_day_that_is_shown(
    minji: httpx.Client, view: str, day: str, prefilled: str
) -> None:
    page = shown(minji, view, day)
    assert page.one("a", **{"class": "fab"})["href"] == f"/schedule/entries/new?date={prefilled}"
    assert page.one("div", id="schedule")["data-new-date"] == prefilled


@pytest.mark.parametrize(
    ("view", "day", "prefilled"),
    [
        ("month", "2027-03-01", TUESDAY),
        ("month", "2027-03-31", WEDNESDAY),
        ("week", "2027-03-12", WEDNESDAY),
        ("month", "2027-05-20", "2027-05-20"),
    ],
)
def test_a_new_entry_of_a_trip_is_for_one_of_its_days(
    minji: httpx.Client, view: str, day: str, prefilled: str
) -> None:
    trip_id = a_trip(minji, "Spring in Seoul", TUESDAY, WEDNESDAY)
    new = shown(minji, view, day, trip=trip_id).one("a", **{"class": "fab"})["href"]
    assert f"date={prefilled}&" in new


def test_a_new_entry_is_for_today_where_it_is_shown(minji: httpx.Client) -> None:
    today = date.fromisoformat(Page(minji.get("/schedule").text).one("div", id="schedule")["data-today"])
    for view, days in (("month", 0), ("week", -today.weekday()), ("week", 6 - today.weekday())):
        page = shown(minji, view, str(today + timedelta(days=days)))
        assert page.one("a", **{"class": "fab"})["href"].endswith(f"date={today}")


@pytest.mark.parametrize("number", [1, None])
def test_a_reason_names_the_entry_that_it_is_about(number: int | None) -> None:
    entry = an_entry(1, start_time=time(10), end_time=time(11))
    (day,) = planned_days([entry], DAY, DAY)
    reason = Reason(ReasonKind.LESS_WAITING, 25, entry.id if number else None)
    order = DayOrder((Placed(entry.id, 660, 720),), Cost(0, 0, 30), Cost(0, 0, 5), (reason,))
    wishes = Wishes(frozenset(), frozenset(), "", "", {}, {})
    visitor = Visitor(Language.EN, "auto", datetime(2026, 11, 26, 12))
    page = Page(str(proposal(day, order, wishes, "/schedule", visitor)))
    shown = page.one("ul", **{"class": "proposal-reasons"}).text
    assert shown == ("25 min less waiting at Lunch with Jun" if number else "25 min less waiting")


def test_only_the_chosen_trip_is_shown(minji: httpx.Client) -> None:
    trip_id = a_trip(minji, "Spring in Seoul", TUESDAY, WEDNESDAY)
    inside = plan(minji, WEDNESDAY, place_name="Palace night", trip_id=trip_id)
    outside = plan(minji, WEDNESDAY, place_name="Dentist")
    page = shown(minji, "week", trip=trip_id)
    assert [one["data-schedule-id"] for one in page.testids("schedule-entry")] == [inside]
    assert page.one("div", id="schedule")["data-trip"] == trip_id
    assert page.testids("share-trip")[0]["href"] == f"/trips/{trip_id}"
    everything = shown(minji, "week")
    assert {one["data-schedule-id"] for one in everything.testids("schedule-entry")} == {inside, outside}


def test_likes_are_at_hand(minji: httpx.Client) -> None:
    assert minji.post(f"/likes/{PALACE}", data={"liked": "true"}).status_code < 400
    strip = [one for one in shown(minji, "week").all("a") if one.get("data-stay")]
    assert [one["data-place-id"] for one in strip] == [PALACE]
    assert strip[0]["href"].startswith(f"/schedule/entries/new?place={PALACE}&date={WEDNESDAY}")


# --- the address ---


def test_the_fragment_is_the_part_of_the_page_that_changes(minji: httpx.Client) -> None:
    plan(minji, WEDNESDAY, "10:00", "11:30", place_id=PALACE)
    answer = minji.get("/fragments/schedule", params={"view": "week", "date": WEDNESDAY})
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text.startswith('<div id="schedule"')
    assert Page(answer.text).all("html") == []
    assert len(Page(answer.text).testids("schedule-entry")) == 1


@pytest.mark.parametrize(
    ("view", "day", "before", "after"),
    [
        ("month", "2027-01-31", "2026-12-31", "2027-02-28"),
        ("week", "2027-01-01", "2026-12-25", "2027-01-08"),
        ("day", "2028-02-29", "2028-02-28", "2028-03-01"),
    ],
)
def test_steps_lead_to_what_lies_beside(
    minji: httpx.Client, view: str, day: str, before: str, after: str
) -> None:
    page = shown(minji, view, day)
    steps = {
        one["data-step"]: httpx.URL(one["href"]).params["date"]
        for one in page.all("a")
        if one.get("data-step")
    }
    assert steps == {"-1": before, "1": after}


@pytest.mark.parametrize("view", ["month", "week", "day"])
@pytest.mark.parametrize(("day", "left"), [("1970-01-01", ["1"]), ("2100-12-31", ["-1"])])
def test_the_calendar_ends_where_nothing_can_be_planned(
    minji: httpx.Client, view: str, day: str, left: list[str]
) -> None:
    page = shown(minji, view, day)
    assert [one["data-step"] for one in page.all("a") if one.get("data-step")] == left
    links = [one["href"] for one in page.all("a") if "date=" in (one.get("href") or "")]
    days = [date.fromisoformat(httpx.URL(link).params["date"]) for link in links]
    assert all(1970 <= one.year <= 2100 for one in days)


@pytest.mark.parametrize(
    "query",
    ["view=year", "view=", "date=", "trip="],
)
def test_an_empty_part_of_the_address_is_as_if_it_were_not_there(minji: httpx.Client, query: str) -> None:
    answer = minji.get(f"/schedule?{query}")
    assert answer.status_code == (422 if query == "view=year" else 200)


@pytest.mark.parametrize(
    "query",
    ["view=year", "view=%00", "date=tomorrow", "date=2027-02-30", "date=1969-12-31", "date=2101-01-01", "date=2027-03-10T10:00", "trip=1", "trip=%00"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/schedule", "/fragments/schedule"])
def test_an_address_that_says_nothing_we_know_gets_a_sentence(
    minji: httpx.Client, path: str, query: str
) -> None:
    answer = minji.get(f"{path}?{query}")
    assert answer.status_code == 422
    assert Page(answer.text).testids("error-page")


def test_a_trip_that_is_not_ones_own_is_not_there(minji: httpx.Client) -> None:
    answer = minji.get(f"/schedule?trip={uuid.uuid4()}")
    assert answer.status_code == 404
    assert Page(answer.text).testids("error-page")


def test_whatever_was_typed_stays_text(minji: httpx.Client) -> None:
    trip_id = a_trip(minji, NASTY, TUESDAY, WEDNESDAY)
    schedule_id = plan(minji, WEDNESDAY, "10:00", "11:00", place_name=NASTY, note=NASTY, trip_id=trip_id)
    plan(minji, WEDNESDAY, place_name=NASTY, note=NASTY)
    for view in ("month", "week", "day"):
        html = minji.get("/schedule", params={"view": view, "date": WEDNESDAY}).text
        assert "<script>alert(1)" not in html
        assert entry_of(Page(html), schedule_id)["data-name"] == NASTY
        assert entry_of(Page(html), schedule_id)["data-note"] == NASTY
    assert "<script>alert(1)" not in minji.get(f"/schedule/entries/{schedule_id}").text


@pytest.mark.parametrize("view", ["month", "week", "day"])
def test_a_view_takes_the_same_few_queries_however_much_is_planned(
    minji: httpx.Client, queries: CountedQueries, view: str
) -> None:
    for hour in range(8, 18):
        plan(minji, WEDNESDAY, f"{hour:02}:00", f"{hour:02}:50", place_id=PALACE)
        plan(minji, TUESDAY, f"{hour:02}:00", f"{hour:02}:50", place_id=TOWER)
    a_trip(minji, "Spring in Seoul", TUESDAY, WEDNESDAY)
    queries.forget()
    assert minji.get("/fragments/schedule", params={"view": view, "date": WEDNESDAY}).status_code == 200
    assert len(queries.selects) <= 6


# --- the form of an entry ---


def field(page: Page, testid: str) -> str | None:
    return page.testids(testid)[0].get("value")


def test_a_place_leads_to_its_entry_with_day_start_and_stay(minji: httpx.Client) -> None:
    link = Page(minji.get(f"/places/{PALACE}?on={WEDNESDAY}").text).testids("add-to-schedule")[0]["href"]
    page = Page(minji.get(link).text)
    assert field(page, "schedule-place") == "Gyeongbokgung Palace"
    assert (field(page, "schedule-date"), field(page, "schedule-start")) == (WEDNESDAY, "09:00")
    assert field(page, "schedule-end")
    assert page.testids("warning") == []


def test_a_closed_day_is_told_at_once(minji: httpx.Client) -> None:
    page = Page(minji.get(f"/schedule/entries/new?place={PALACE}&date={TUESDAY}").text)
    assert [one["data-code"] for one in page.testids("warning")] == ["closed_that_day"]
    assert page.testids("warning-fix") == [], "nothing is there yet that could be fixed"


def test_a_clash_is_told_at_once(minji: httpx.Client) -> None:
    plan(minji, WEDNESDAY, "10:00", "12:00", place_name="Breakfast")
    page = Page(
        minji.get(f"/schedule/entries/new?place={PALACE}&date={WEDNESDAY}&start=11:00&end=13:00").text
    )
    assert [one["data-code"] for one in page.testids("warning")] == ["overlap"]


def test_without_scripts_an_entry_is_made_changed_and_removed_by_its_form(minji: httpx.Client) -> None:
    sent = send(minji, "/schedule/entries/new?place=" + PALACE + f"&date={WEDNESDAY}", {"note": "Early"})
    (made,) = Page(minji.get(sent).text).testids("schedule-entry")
    assert made["data-note"] == "Early"
    sent = send(minji, made["href"], {"start_time": "14:00", "end_time": "15:30"})
    (changed,) = Page(minji.get(sent).text).testids("schedule-entry")
    assert (changed["data-start"], changed["data-note"]) == ("14:00", "Early")
    remove = Page(minji.get(made["href"]).text).testids("schedule-delete")[0]["formaction"]
    assert minji.post(remove, data={"version": changed["data-version"], "back": sent}).status_code == 303
    assert Page(minji.get(sent).text).testids("schedule-entry") == []


def send(browser: httpx.Client, address: str, changes: dict[str, str]) -> str:
    """Send the form of a page as a browser without scripts does, and return where it leads."""
    page = Page(browser.get(address).text)
    (form,) = [one for one in page.all("form") if one["action"].startswith("/schedule/entries")]
    fields = {
        one["name"]: one.get("value") or ""
        for one in page.all("input")
        if one.get("name") and one["name"] != "q"
    }
    fields.pop("language", None)
    answer = browser.post(form["action"], data=fields | changes)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


@pytest.mark.parametrize(
    ("query", "status"),
    [("place=nowhere", 404), ("date=tomorrow", 422), ("trip=x", 422), ("start=25:00", 422), ("start=10:00:30", 422), ("end=x", 422)],
)  # fmt: skip
def test_a_form_that_cannot_be_filled_gets_a_sentence(minji: httpx.Client, query: str, status: int) -> None:
    answer = minji.get(f"/schedule/entries/new?{query}")
    assert answer.status_code == status
    assert Page(answer.text).testids("error-page")


@pytest.mark.parametrize("schedule_id", ["x", str(uuid.UUID(int=7)), "%00"])
def test_an_entry_that_is_not_there_is_not_found(minji: httpx.Client, schedule_id: str) -> None:
    answer = minji.get(f"/schedule/entries/{schedule_id}")
    assert answer.status_code == 404
    assert Page(answer.text).testids("error-page")


def test_the_way_back_never_leads_to_another_site(minji: httpx.Client) -> None:
    page = Page(minji.get("/schedule/entries/new?back=https://evil.example/").text)
    assert page.all("input", name="back")[-1]["value"].startswith("/schedule?view=day")


def test_a_stranger_is_led_to_the_sign_in_and_back_to_the_prefilled_form(http: httpx.Client) -> None:
    path = f"/schedule/entries/new?place={PALACE}&date={date.today() + timedelta(days=3)}"
    answer = http.get(path)
    assert answer.status_code == 303
    assert httpx.URL(answer.headers["location"]).params["next"] == path
