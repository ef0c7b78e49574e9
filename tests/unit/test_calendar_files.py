"""Calendar files as other programs read them: by icalendar and by vobject, and by ourselves."""

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from models.language import Language
from models.theme import Theme
from services.calendar_files import calendar_file
from services.calendar_reading import read_calendar
from services.plain_text import one_line, several_lines
from services.schedule_entries import Entry
from services.vocabulary import THEMES
from tests.planned_entries import DAY, MADE_AT, PALACE, an_entry

SEOUL = ZoneInfo("Asia/Seoul")
SITE = "https://ffff.example"


def written(*entries: Entry, name: str = "Autumn", language: Language = Language.EN) -> bytes:
    return calendar_file(entries, name=name, language=language, site=SITE)


def events(data: bytes) -> list[Event]:
    return Calendar.from_ical(data).walk("VEVENT")


def one_event(entry: Entry, language: Language = Language.EN) -> Event:
    (event,) = events(written(entry, language=language))
    return event


def test_an_entry_with_times_stands_in_seouls_time() -> None:
    event = one_event(an_entry(place=PALACE, start_time=time(9, 30), end_time=time(11, 0)))
    assert event.start == datetime(2026, 11, 26, 9, 30, tzinfo=SEOUL)
    assert event.end == datetime(2026, 11, 26, 11, 0, tzinfo=SEOUL)
    assert event["DTSTART"].params["TZID"] == "Asia/Seoul"


def test_an_end_before_its_start_is_on_the_following_day() -> None:
    event = one_event(an_entry(start_time=time(23, 0), end_time=time(1, 30)))
    assert event.end == datetime(2026, 11, 27, 1, 30, tzinfo=SEOUL)


@pytest.mark.parametrize(("place", "minutes"), [(PALACE, 90), (None, 60)])
def test_without_an_end_it_lasts_as_long_as_people_usually_stay(place: Any, minutes: int) -> None:
    event = one_event(an_entry(place=place, start_time=time(9, 0)))
    assert event.end - event.start == timedelta(minutes=minutes)


def test_entries_without_times_last_all_day_and_their_titles_keep_their_order() -> None:
    names = [f"stop {letter}" for letter in "kcajbdiegfh"]
    found = events(written(*(an_entry(n, place_name=name) for n, name in enumerate(names, 1))))
    assert {(event.start, event.end) for event in found} == {(DAY, date(2026, 11, 27))}
    titles = [str(event["SUMMARY"]) for event in found]
    assert titles == sorted(titles)
    assert [title.partition(". ")[2] for title in titles] == names


def test_the_only_entry_of_a_day_has_no_number() -> None:
    found = events(
        written(an_entry(1), an_entry(2, date=DAY + timedelta(days=1)), an_entry(3, start_time=time(9)))
    )
    assert {str(event["SUMMARY"]) for event in found} == {"Lunch with Jun"}


def test_a_place_is_told_in_the_readers_language_and_in_korean() -> None:
    event = one_event(an_entry(place=PALACE, note="Hanbok at 10\nbring water"))
    assert event["SUMMARY"] == "Gyeongbokgung Palace (경복궁)"
    assert event["LOCATION"] == "161 Sajik-ro, Jongno-gu, Seoul (서울특별시 종로구 사직로 161)"
    assert event["GEO"].to_ical() == "37.579617;126.977041"
    assert event.categories == [THEMES[Theme.HERITAGE].name["en"]]
    assert event["DESCRIPTION"].startswith("Hanbok at 10\nbring water\n\n경복궁\n")
    assert one_event(an_entry(place=PALACE), Language.KO)["SUMMARY"] == "경복궁"
    assert one_event(an_entry(place=PALACE, place_name="Guard's change"))["SUMMARY"] == "Guard's change"


def test_it_leads_back_to_its_day() -> None:
    assert one_event(an_entry())["URL"] == f"{SITE}/schedule?view=day&date=2026-11-26"
    of_a_trip = one_event(an_entry(trip_id=UUID(int=7)))
    assert of_a_trip["URL"] == f"{SITE}/schedule?view=day&date=2026-11-26&trip={UUID(int=7)}"


def test_a_changed_entry_is_the_same_event_in_a_later_sequence() -> None:
    before = one_event(an_entry())
    after = one_event(an_entry(version=4, updated_at=MADE_AT + timedelta(hours=1)))
    assert before["UID"] == after["UID"] == f"{UUID(int=1)}@ffff"
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (1, 4)
    assert after["DTSTAMP"].dt == after["LAST-MODIFIED"].dt == datetime(2026, 11, 20, 4, 4, 5, tzinfo=UTC)


def test_the_calendar_says_what_it_is_and_when_to_read_it_again() -> None:
    calendar = Calendar.from_ical(written(an_entry(), name="Busan, again; 부산"))
    assert str(calendar["NAME"]) == str(calendar["X-WR-CALNAME"]) == "Busan\\, again\\; 부산"
    assert (calendar["METHOD"], calendar["X-WR-TIMEZONE"]) == ("PUBLISH", "Asia/Seoul")
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)


def test_the_same_entries_give_the_same_bytes() -> None:
    assert written(an_entry(1), an_entry(2)) == written(an_entry(1), an_entry(2))


@pytest.mark.parametrize("year", [1970, 1986, 1987, 1988, 1989, 2026, 2100])
def test_the_time_zone_it_carries_is_that_of_the_world(year: int) -> None:
    text = written(an_entry()).decode().replace("\r\n", "\n")
    block = text[text.index("BEGIN:VTIMEZONE") : text.index("BEGIN:VEVENT")]
    kept = "\n".join(line for line in block.split("\n") if not line.startswith("X-"))
    told = tzical(StringIO(kept)).get("Asia/Seoul")
    for number in range(0, 365 * 24, 5):
        moment = datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=number)
        here = moment.astimezone(SEOUL).replace(tzinfo=None)
        assert here.replace(tzinfo=told).utcoffset() == moment.astimezone(SEOUL).utcoffset(), moment


def test_no_line_is_longer_than_75_octets_and_none_breaks_a_letter() -> None:
    data = written(an_entry(place_name="가" * 200, note="👩‍👩‍👧‍👦" * 100), name="궁" * 100)
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert "".join(line.decode() for line in lines)
    assert b"\n" not in data.replace(b"\r\n", b"")


ODD_NAMES = [
    "comma, semicolon; colon: back\\slash",
    "\\n is no line, \\, neither",
    "‮right to left‬ قصر",
    "👩‍👩‍👧‍👦 🇰🇷",
    "END:VEVENT",
    "BEGIN:VALARM\tx",
    '"quoted" ^caret^ \'',
    "e" + "\u0301" * 20,
    "a\u2028b\u0085c\x0bd",
    "가" * 200,
    "1. first",
    "x\r\nEND:VCALENDAR",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_two_parsers_read_the_same_names_and_days(name: str) -> None:
    entry = an_entry(place_name=name, note=name, start_time=time(9, 0), end_time=time(10, 0))
    data = written(entry, an_entry(2, place=PALACE))
    by_icalendar = events(data)
    by_vobject = vobject.readOne(data.decode()).vevent_list
    assert len(by_icalendar) == len(by_vobject) == 2
    for one, other in zip(by_icalendar, by_vobject, strict=True):
        assert str(one["SUMMARY"]) == other.summary.value
        assert one["UID"] == other.uid.value
        start = other.dtstart.value
        assert one.start == start
        assert one.end == other.dtend.value
    assert " ".join(by_icalendar[0]["SUMMARY"].split()) == " ".join(name.split())


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200) | st.sampled_from(
    ODD_NAMES
)
clock = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    name = draw(texts.map(one_line).filter(lambda text: text.strip("\u200d ")).map(lambda text: text[:200]))
    start = draw(st.none() | clock)
    end = draw(st.none() | clock.filter(lambda moment: moment != start)) if start else None
    at_place = draw(st.booleans())
    return an_entry(
        draw(st.integers(1, 2**64)),
        date=draw(st.dates(date(1970, 1, 1), date(2100, 12, 30))),
        start_time=start,
        end_time=end,
        note=several_lines(draw(texts)).strip(),
        version=draw(st.integers(1, 1000)),
        **({"place": PALACE} if at_place else {"place_name": name}),
    )


@given(st.lists(entries(), min_size=1, max_size=6, unique_by=lambda entry: entry.id))
def test_what_is_written_is_read_again_with_the_same_days_times_names_and_notes(planned: list[Entry]) -> None:
    planned.sort(key=lambda entry: entry.date)
    read = read_calendar(written(*planned), today=DAY)
    assert not read.skipped
    found = [
        (f.own_id, f.date, f.start_time, f.end_time, f.note, f.place_id, f.name if f.is_named else None)
        for f in read.found
    ]
    assert found == [
        (e.id, e.date, e.start_time, e.end_time, e.note, e.place_id, e.place_name) for e in planned
    ]
