"""Calendar files of other programs: what a traveller finds of them, and what they cannot do to us."""

import contextlib
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendar_reading import (
    MOST_BYTES,
    CalendarRead,
    CalendarRefused,
    CalendarTooLarge,
    FoundEntry,
    NoEvents,
    SkippedFor,
    read_calendar,
)
from services.geography import Point

TODAY = date(2026, 11, 26)
ZONE = """\
BEGIN:VTIMEZONE
TZID:{name}
X-LIC-LOCATION:Somewhere
BEGIN:STANDARD
DTSTART:16010101T000000
RRULE:{rule}
TZOFFSETFROM:-0300
TZOFFSETTO:-0500
END:STANDARD
END:VTIMEZONE
"""


def calendar(*events: str, zones: str = "") -> bytes:
    """A file with these events, each called `x` unless it has a name."""
    bodies = [text if "SUMMARY" in text else f"SUMMARY:x\n{text}" for text in events]
    written = "".join(f"BEGIN:VEVENT\nUID:{n}\n{text}\nEND:VEVENT\n" for n, text in enumerate(bodies))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{zones}{written}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def read(*events: str, zones: str = "") -> CalendarRead:
    return read_calendar(calendar(*events, zones=zones), today=TODAY)


def times(*events: str, zones: str = "") -> list[tuple[date, time | None, time | None]]:
    return [(one.date, one.start_time, one.end_time) for one in read(*events, zones=zones).found]


def reasons(*events: str) -> list[SkippedFor]:
    return [one.reason for one in read(*events).skipped]


def test_everything_of_an_event_that_a_schedule_has_room_for_is_read() -> None:
    event = "SUMMARY:Dinner\\, late\nLOCATION:Gwangjang Market\nGEO:37.57;126.99\nDESCRIPTION:Bring\\ncash\nDTSTART;TZID=Asia/Seoul:20261201T190000\nDTEND;TZID=Asia/Seoul:20261201T203000"
    assert read(event).found == [
        FoundEntry(
            name="Dinner, late",
            date=date(2026, 12, 1),
            start_time=time(19, 0),
            end_time=time(20, 30),
            note="Bring\ncash",
            location="Gwangjang Market",
            point=Point(37.57, 126.99),
        )
    ]


@pytest.mark.parametrize(
    ("start", "there"),
    [
        ("DTSTART:20261126T090000", (TODAY, time(9))),
        ("DTSTART:20261126T090000Z", (TODAY, time(18))),
        ("DTSTART:20261126T150000Z", (date(2026, 11, 27), time(0))),
        ("DTSTART;TZID=America/Los_Angeles:20261126T200000", (date(2026, 11, 27), time(13))),
        ("DTSTART;TZID=America/Los_Angeles:20261031T200000", (date(2026, 11, 1), time(12))),
        ("DTSTART;TZID=America/Los_Angeles:20261101T200000", (date(2026, 11, 2), time(13))),
        ("DTSTART;TZID=America/New_York:20260308T023000", (date(2026, 3, 8), time(16, 30))),
        ('DTSTART;TZID="Pacific Standard Time":20261126T090000', (date(2026, 11, 27), time(2))),
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20261126T090000", (TODAY, time(17))),
        ("DTSTART;TZID=Asia/Pyongyang:20261126T090000", (TODAY, time(9))),
        ("DTSTART;TZID=No/Such_Zone:20261126T090000", (TODAY, time(9))),
        ("DTSTART;TZID=America:20261126T090000", (TODAY, time(9))),
        ("DTSTART;TZID=../../etc/passwd:20261126T090000", (TODAY, time(9))),
        ("DTSTART:20261126T090059", (TODAY, time(9))),
        ("DTSTART;VALUE=DATE:20261126", (TODAY, None)),
    ],
)
def test_every_time_becomes_seouls_and_a_day_stays_the_day(
    start: str, there: tuple[date, time | None]
) -> None:
    assert times(start) == [(*there, None)]


def test_a_zone_that_only_the_file_describes_is_understood_and_kept_for_this_file_alone() -> None:
    zones = ZONE.format(name="Mine", rule="FREQ=YEARLY;BYMONTH=3;BYDAY=1SU")
    start = "DTSTART;TZID=Mine:20261126T090000\nDTEND;TZID=Mine:20261126T100000"
    assert times(start, zones=zones) == [(TODAY, time(23), time(0))]
    assert times(f"{start}\nRRULE:FREQ=DAILY;COUNT=2", zones=zones)[1] == (
        date(2026, 11, 27),
        time(23),
        time(0),
    )
    assert times(start) == [(TODAY, time(9), time(10))]


def test_what_lasts_all_day_stands_on_each_of_its_days_for_a_fortnight_at_most() -> None:
    days = times("SUMMARY:Hotel\nDTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261204")
    assert days == [(date(2026, 12, n), None, None) for n in (1, 2, 3)]
    assert len(times("DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20270601")) == 14
    assert len(times("DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:99991231")) == 14
    assert times("DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261201") == [
        (date(2026, 12, 1), None, None)
    ]


def test_what_lasts_longer_than_a_day_begins_at_its_time_and_goes_on_without_times() -> None:
    assert times("DTSTART:20261201T150000\nDTEND:20261203T110000") == [
        (date(2026, 12, 1), time(15), None),
        (date(2026, 12, 2), None, None),
        (date(2026, 12, 3), None, None),
    ]
    assert times("DTSTART:20261201T150000\nDTEND:20261203T000000") == [
        (date(2026, 12, 1), time(15), None),
        (date(2026, 12, 2), None, None),
    ]


def test_an_end_is_kept_where_an_entry_can_have_it() -> None:
    assert times("DTSTART:20261201T230000\nDTEND:20261202T013000") == [
        (date(2026, 12, 1), time(23), time(1, 30))
    ]
    assert times("DTSTART:20261201T230000\nDURATION:PT45M") == [(date(2026, 12, 1), time(23), time(23, 45))]
    for without in (
        "",
        "\nDTEND:20261201T230000",
        "\nDTEND:20261201T230020",
        "\nDTEND:20261202T230000",
        "\nDTEND:20261201T220000",
    ):
        assert times(f"DTSTART:20261201T230000{without}") == [(date(2026, 12, 1), time(23), None)]


def test_what_repeats_is_there_each_time_with_its_exceptions() -> None:
    rule = "DTSTART;TZID=America/Los_Angeles:20261028T200000\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=America/Los_Angeles:20261111T200000"
    moved = "RECURRENCE-ID;TZID=America/Los_Angeles:20261118T200000\nDTSTART;TZID=America/Los_Angeles:20261119T210000"
    data = calendar(rule, moved).replace(b"UID:1\r\n", b"UID:0\r\n")
    found = read_calendar(data, today=TODAY).found
    assert [(one.date, one.start_time) for one in found] == [
        (date(2026, 10, 29), time(12)),
        (date(2026, 11, 5), time(13)),
        (date(2026, 11, 20), time(14)),
    ]


def test_a_repetition_without_an_end_reaches_from_a_year_ago_to_two_years_ahead() -> None:
    found = read("DTSTART:20100101T090000\nRRULE:FREQ=WEEKLY").found
    assert TODAY - timedelta(days=373) < found[0].date < TODAY - timedelta(days=358)
    assert TODAY + timedelta(days=723) < found[-1].date < TODAY + timedelta(days=739)
    assert reasons("DTSTART:20100101T090000\nRRULE:FREQ=WEEKLY;COUNT=9") == [SkippedFor.NOT_NOW]


def test_one_time_of_several_may_be_cancelled() -> None:
    data = calendar(
        "DTSTART:20261201T090000\nRRULE:FREQ=DAILY;COUNT=3",
        "RECURRENCE-ID:20261202T090000\nDTSTART:20261202T090000\nSTATUS:CANCELLED",
    )
    found = read_calendar(data.replace(b"UID:1\r\n", b"UID:0\r\n"), today=TODAY).found
    assert [one.date.day for one in found] == [1, 3]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("DTSTART:20261201T090000\nSTATUS:CANCELLED", SkippedFor.CANCELLED),
        ("SUMMARY:\nDTSTART:20261201T090000", SkippedFor.NO_NAME),
        ("SUMMARY:\u200b\u202e\nDTSTART:20261201T090000", SkippedFor.NO_NAME),
        ("DTSTART:nonsense", SkippedFor.UNREADABLE),
        ("DESCRIPTION:no start", SkippedFor.UNREADABLE),
        ("DTSTART;VALUE=DATE:20260230", SkippedFor.UNREADABLE),
        ("DTSTART:20261201T090000\nDURATION:P9999999999D", SkippedFor.UNREADABLE),
        ("DTSTART:20261201T090000\nRRULE:FREQ=FORTNIGHTLY", SkippedFor.UNREADABLE),
        ("DTSTART:00010101T000000Z", SkippedFor.TOO_FAR),
        ("DTSTART;VALUE=DATE:19691231", SkippedFor.TOO_FAR),
        ("DTSTART;VALUE=DATE:21010101", SkippedFor.TOO_FAR),
        ("DTSTART:20261201T090000\nRRULE:FREQ=SECONDLY", SkippedFor.REPEATS_ODDLY),
        ("DTSTART:20261201T090000\nRRULE:FREQ=DAILY;INTERVAL=0", SkippedFor.REPEATS_ODDLY),
        ("DTSTART:20261201T090000\nRRULE:FREQ=DAILY;BYHOUR=1,2,3;BYSECOND=1", SkippedFor.REPEATS_ODDLY),
    ],
)
def test_what_cannot_stand_in_a_schedule_is_left_out_with_its_reason(event: str, reason: SkippedFor) -> None:
    found = read(event, "SUMMARY:good\nDTSTART:20261201T090000")
    assert [one.name for one in found.found] == ["good"]
    assert [one.reason for one in found.skipped] == [reason]


def test_of_more_than_500_entries_those_to_come_are_kept() -> None:
    days = [TODAY + timedelta(days=n) for n in range(-300, 400)]
    found = read(*(f"DTSTART;VALUE=DATE:{day:%Y%m%d}" for day in days))
    assert found.was_cut
    assert [one.date for one in found.found] == days[200:]
    assert not read("DTSTART;VALUE=DATE:20261126").was_cut


@pytest.mark.parametrize(
    ("data", "failure"),
    [
        (b"", CalendarRefused),
        (b"\x00\xff\xfe" * 50, CalendarRefused),
        (b"PK\x03\x04" + b"x" * 1000, CalendarRefused),
        (b"<html><body>Sign in</body></html>", CalendarRefused),
        ("안녕".encode("cp949"), CalendarRefused),
        (b"BEGIN:VCALENDAR\r\nnonsense\r\nEND:VCALENDAR", CalendarRefused),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", NoEvents),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nEND:VTODO\r\nEND:VCALENDAR\r\n", NoEvents),
        (b"BEGIN:VCALENDAR\r\n" * 55_000, NoEvents),
        (b"BEGIN:VCALENDAR\r\n" + b"x" * MOST_BYTES, CalendarTooLarge),
    ],
)  # fmt: skip
def test_what_is_no_calendar_is_refused(data: bytes, failure: type[CalendarRefused]) -> None:
    with pytest.raises(failure):
        read_calendar(data, today=TODAY)


def test_several_calendars_in_one_file_are_read_together_whatever_their_line_ends() -> None:
    data = calendar("DTSTART:20261201T090000") + calendar("DTSTART:20261202T090000")
    for written in (data, data.replace(b"\r\n", b"\n"), b"\xef\xbb\xbf" + data, data.replace(b"\r\n", b"\r")):
        assert len(read_calendar(written, today=TODAY).found) == 2


IMPOSSIBLE = "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
BOMBS = {
    "every second": calendar(*["DTSTART:20261126T090000\nRRULE:FREQ=SECONDLY"] * 5000),
    "never": calendar(*[f"DTSTART:20261126T090000\n{IMPOSSIBLE}"] * 5000),
    "daily since 1970": calendar(*["DTSTART:19700101T090000\nRRULE:FREQ=DAILY"] * 5000),
    "dates": calendar("DTSTART:20261126T090000\nRDATE:" + ",".join(["20261127T090000"] * 50_000)),
    "a zone by the second": calendar("DTSTART;TZID=M:20261126T090000", zones=ZONE.format(name="M", rule="FREQ=SECONDLY")),
    "many zones": calendar(
        *(f"DTSTART;TZID=M{n}:20261126T090000" for n in range(2000)),
        zones="".join(ZONE.format(name=f"M{n}", rule=IMPOSSIBLE[6:]) for n in range(2000)),
    ),
    "nesting": b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 50_000,
    "folding": calendar("DESCRIPTION:" + "x\n " * 200_000 + "\nDTSTART:20261126T090000"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_reading_a_hostile_file_ends(name: str) -> None:
    assert len(BOMBS[name]) <= MOST_BYTES
    with contextlib.suppress(NoEvents):
        assert len(read_calendar(BOMBS[name], today=TODAY).found) <= 500


PARTS = st.sampled_from(
    [
        "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "BEGIN:STANDARD", "END:STANDARD", "SUMMARY:x", "UID:1", "UID:2", "DTSTART:20261126T090000",
        "DTSTART;TZID=M:20261126T090000", "DTSTART;VALUE=DATE:20261126", "DTSTART;TZID=:1", "DTEND:20261126T100000Z", "DTEND;VALUE=DATE:20261126", "DURATION:-P1D",
        "RRULE:FREQ=DAILY", "RRULE:FREQ=DAILY;UNTIL=20261201", "RRULE:FREQ=MONTHLY;BYDAY=0MO", "RRULE:FREQ=YEARLY;INTERVAL=x", "RRULE:", "RDATE:20261127T000000Z",
        "RDATE;VALUE=PERIOD:20261127T000000Z/PT1H", "EXDATE:x", "RECURRENCE-ID:20261126T090000", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261127", "TZID:M",
        "TZOFFSETFROM:+0900", "TZOFFSETTO:x", "GEO:nan;inf", "GEO:1", "STATUS:CANCELLED", "STATUS:x", ";", ":", "X", 'DTSTART;TZID="Mine:20261126T090000',
    ]
)  # fmt: skip


@given(st.lists(PARTS | st.text(max_size=20), max_size=25))
def test_nonsense_is_read_or_refused_and_never_an_accident(lines: list[str]) -> None:
    text = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"])
    try:
        found = read_calendar(text.encode("utf-8", "replace"), today=TODAY)
    except CalendarRefused:
        return
    assert all(1 <= len(one.name) <= 200 and len(one.note) <= 2000 for one in found.found)


@given(st.binary(max_size=300))
def test_bytes_are_refused_or_read(data: bytes) -> None:
    for written in (data, b"BEGIN:VCALENDAR\r\n" + data):
        with pytest.raises(CalendarRefused):
            read_calendar(written, today=TODAY)
