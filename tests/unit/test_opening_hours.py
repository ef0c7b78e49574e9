from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.opening_hours import (
    DayState,
    NowState,
    Span,
    is_open_at,
    is_valid,
    last_admission,
    spans_on,
    state_at,
    state_on,
    week_from,
)

MONDAY = date(2026, 3, 9)
SUBSTITUTE_MONDAY = date(2026, 3, 2)
SEOLLAL_SUNDAY = date(2027, 2, 7)


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def hours_on(expression: str, day: date) -> list[str]:
    return [f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in spans_on(expression, day)]


@pytest.mark.parametrize(
    ("expression", "day", "hours"),
    [
        ("09:00-18:00", MONDAY, ["09:00-18:00"]),
        ("Tu-Su 09:00-18:00", MONDAY, []),
        ("09:00-18:00; Mo off", MONDAY, []),
        ("09:00-18:00; Mo off", date(2026, 3, 10), ["09:00-18:00"]),
        ("09:00-12:00,13:00-18:00", MONDAY, ["09:00-12:00", "13:00-18:00"]),
        ("09:00-18:00; Mo 12:00-13:00 off", MONDAY, ["09:00-12:00", "13:00-18:00"]),
        ("09:00-12:00, 12:00-14:00", MONDAY, ["09:00-14:00"]),
        # The palaces: longer in summer.
        ("Jun-Aug 09:00-18:30; Nov-Feb 09:00-17:00; Mar-May,Sep,Oct 09:00-18:00", MONDAY, ["09:00-18:00"]),
        ("Jun-Aug 09:00-18:30; Nov-Feb 09:00-17:00", date(2026, 7, 1), ["09:00-18:30"]),
        ("Jun-Aug 09:00-18:30; Nov-Feb 09:00-17:00", date(2026, 12, 1), ["09:00-17:00"]),
        ("Jun-Aug 09:00-18:30; Nov-Feb 09:00-17:00", date(2026, 10, 1), []),
        ("Jul 1-Aug 20 10:00-19:00", date(2026, 8, 20), ["10:00-19:00"]),
        ("Jul 1-Aug 20 10:00-19:00", date(2026, 8, 21), []),
        ("2026 Apr 3-2026 Apr 12 10:00-22:00", date(2026, 4, 12), ["10:00-22:00"]),
        ("2026 Apr 3-2026 Apr 12 10:00-22:00", date(2027, 4, 12), []),
        ("10:00-20:00; Mo[2,4] off", MONDAY, []),
        ("10:00-20:00; Mo[2,4] off", date(2026, 3, 16), ["10:00-20:00"]),
        ("10:00-20:00; Mo[-1] off", date(2026, 3, 30), []),
        ("10:00+", MONDAY, ["10:00-00:00"]),
        ("10:00-16:00/00:30", MONDAY, ["10:00-16:00"]),
        ('10:00-18:00 "from 9:00-9:30 on PH"', MONDAY, ["10:00-18:00"]),
        ("Mo-Fr 10:00-12:00 || 15:00-16:00", date(2026, 3, 14), ["15:00-16:00"]),
    ],
)
def test_hours_by_weekday_season_and_date(expression: str, day: date, hours: list[str]) -> None:
    assert hours_on(expression, day) == hours
    assert state_on(expression, day) is (DayState.OPEN if hours else DayState.CLOSED)


@pytest.mark.parametrize(
    ("expression", "day", "hours"),
    [
        ("10:00-18:00; PH off", date(2026, 2, 17), []),
        ("10:00-18:00; PH off", SUBSTITUTE_MONDAY, []),
        ("10:00-18:00; PH off", SEOLLAL_SUNDAY, []),
        ("10:00-18:00; PH off", date(2026, 6, 3), []),
        ("10:00-18:00; PH off", MONDAY, ["10:00-18:00"]),
        ("Su,PH 12:00-15:00", SUBSTITUTE_MONDAY, ["12:00-15:00"]),
        ("Su,PH 12:00-15:00", MONDAY, []),
        ("Tu-Su 10:00-18:00; PH 10:00-16:00", SUBSTITUTE_MONDAY, ["10:00-16:00"]),
        ("10:00-18:00; Mo off; PH 10:00-18:00", SUBSTITUTE_MONDAY, ["10:00-18:00"]),
        ("10:00-18:00; PH -1 day 10:00-15:00", date(2026, 2, 15), ["10:00-15:00"]),
        ("10:00-18:00; PH +1 day off", date(2026, 3, 3), []),
        ("10:00-18:00; PH +1 day off", date(2026, 3, 4), ["10:00-18:00"]),
        ("10:00-18:00; Feb 16-18 off", date(2026, 2, 17), []),
    ],
)
def test_public_holidays_close_open_or_change_hours(expression: str, day: date, hours: list[str]) -> None:
    assert hours_on(expression, day) == hours


@pytest.mark.parametrize(
    ("expression", "day", "hours"),
    [
        ("18:00-02:00", MONDAY, ["18:00-02:00"]),
        ("18:00-26:00", MONDAY, ["18:00-02:00"]),
        ("18:00-24:00", MONDAY, ["18:00-00:00"]),
        ("11:00-14:00,18:00-02:00", MONDAY, ["11:00-14:00", "18:00-02:00"]),
        ("18:00-02:00; Mo off", MONDAY, []),
        ("18:00-02:00; Mo off", date(2026, 3, 8), ["18:00-02:00"]),
        ("18:00-02:00; Mo off", date(2026, 3, 10), ["18:00-02:00"]),
        ("18:00-02:00; PH off", date(2026, 3, 3), ["18:00-02:00"]),
        ("Mo-Th 17:00-01:00; Fr-Sa 17:00-03:00", date(2026, 3, 12), ["17:00-01:00"]),
        ("Mo-Th 17:00-01:00; Fr-Sa 17:00-03:00", date(2026, 3, 13), ["17:00-03:00"]),
        ("Mo-Su 18:00-02:00; Fr 17:00-03:00", date(2026, 3, 13), ["17:00-03:00"]),
        ("Mo-Fr 18:00-02:00; Sa-Su 12:00-22:00", date(2026, 3, 13), ["18:00-02:00"]),
    ],
)
def test_a_night_belongs_to_the_day_on_which_it_begins(expression: str, day: date, hours: list[str]) -> None:
    assert hours_on(expression, day) == hours


@pytest.mark.parametrize("expression", ["24/7", "00:00-24:00", "Mo-Su", "00:00-12:00,12:00-24:00"])
def test_day_and_night_is_one_span_from_midnight_to_midnight(expression: str) -> None:
    assert spans_on(expression, MONDAY) == [Span(time(0), time(0), past_midnight=True)]


def test_a_place_open_day_and_night_may_still_have_a_closing_day() -> None:
    assert hours_on("24/7; We off", date(2026, 3, 11)) == []
    assert hours_on("24/7; We off", date(2026, 3, 12)) == ["00:00-00:00"]
    assert state_at("24/7; We off", at("2026-03-09 12:00")) == NowState(DayState.OPEN, at("2026-03-11 00:00"))


def test_daylight_hours_follow_the_season() -> None:
    (summer,) = spans_on("sunrise-sunset", date(2026, 6, 21))
    (winter,) = spans_on("sunrise-sunset", date(2026, 12, 21))
    assert summer.opens < time(5, 30) < time(7, 15) < winter.opens
    assert winter.closes < time(17, 45) < time(19, 30) < summer.closes
    (early,) = spans_on("(sunrise+01:00)-(sunset-01:00)", date(2026, 6, 21))
    assert (early.opens.hour, early.closes.hour) == (summer.opens.hour + 1, summer.closes.hour - 1)
    assert hours_on("dawn-10:00", date(2024, 12, 31)) != []


@pytest.mark.parametrize("expression", ["10:00-18:00 unknown", 'Mo unknown "ask"', "unknown"])
def test_hours_one_has_to_ask_for_are_unknown_and_no_span(expression: str) -> None:
    assert spans_on(expression, MONDAY) == []
    assert state_on(expression, MONDAY) is DayState.UNKNOWN
    assert state_at(expression, at("2026-03-09 12:00")) == NowState(DayState.UNKNOWN, None)


def test_a_day_with_sure_and_unsure_hours_is_open_in_the_sure_ones() -> None:
    expression = 'Mo-Su 10:00-12:00, Mo-Su 14:00-16:00 unknown "ask"'
    assert hours_on(expression, MONDAY) == ["10:00-12:00"]
    assert state_on(expression, MONDAY) is DayState.OPEN
    assert state_at(expression, at("2026-03-09 15:00")).state is DayState.UNKNOWN
    assert state_at(expression, at("2026-03-09 13:00")).until == at("2026-03-10 10:00")


@pytest.mark.parametrize(
    "expression",
    [
        "",
        " ",
        "daily nine to six",
        "Mo-Xx",
        "10:00-49:00",
        "10:00–12:00",
        "10:00-12:00;",
        "\0",
        "10:00-11:00 \ud800",
    ],
)
def test_what_cannot_be_read_is_unknown(expression: str) -> None:
    assert not is_valid(expression)
    assert spans_on(expression, MONDAY) == []
    assert state_on(expression, MONDAY) is DayState.UNKNOWN
    assert state_at(expression, at("2026-03-09 12:00")) == NowState(DayState.UNKNOWN, None)
    assert {day.state for day in week_from(expression, MONDAY)} == {DayState.UNKNOWN}


def test_hours_nobody_wrote_down_are_unknown() -> None:
    assert state_on(None, MONDAY) is DayState.UNKNOWN
    assert state_at(None, at("2026-03-09 12:00")) == NowState(DayState.UNKNOWN, None)
    assert {day.state for day in week_from(None, MONDAY)} == {DayState.UNKNOWN}


@pytest.mark.parametrize(
    ("expression", "moment", "state", "until"),
    [
        ("09:00-18:00", at("2026-03-09 09:00"), "open", at("2026-03-09 18:00")),
        ("09:00-18:00", at("2026-03-09 17:59:59"), "open", at("2026-03-09 18:00")),
        ("09:00-18:00", at("2026-03-09 18:00"), "closed", at("2026-03-10 09:00")),
        ("09:00-18:00; Tu off", at("2026-03-09 18:00"), "closed", at("2026-03-11 09:00")),
        ("18:00-02:00; Mo off", at("2026-03-09 01:00"), "open", at("2026-03-09 02:00")),
        ("18:00-02:00; Mo off", at("2026-03-10 01:00"), "closed", at("2026-03-10 18:00")),
        ("24/7", at("2026-03-09 01:00"), "open", None),
        ("off", at("2026-03-09 01:00"), "closed", None),
        ("Jul 10:00-18:00", at("2026-03-09 12:00"), "closed", None),
        ("Mar 23 10:00-18:00", at("2026-03-09 12:00"), "closed", at("2026-03-23 10:00")),
        ("Mar 23 13:00-18:00", at("2026-03-09 12:00"), "closed", None),
        ("09:00-18:00", datetime(2026, 3, 9, 3, tzinfo=UTC), "open", at("2026-03-09 18:00")),
    ],
)
def test_open_now_until_when(expression: str, moment: datetime, state: str, until: datetime | None) -> None:
    assert state_at(expression, moment) == NowState(DayState(state), until)


def test_a_week_shows_seven_days_with_their_holidays() -> None:
    week = week_from("Tu-Su 10:00-18:00; PH off", date(2026, 2, 28))
    assert [day.day.day for day in week] == [28, 1, 2, 3, 4, 5, 6]
    assert [day.holiday for day in week] == [False, True, True, False, False, False, False]
    assert [day.state for day in week] == ["open", "closed", "closed", "open", "open", "open", "open"]
    assert week[0].spans == [Span(time(10), time(18), past_midnight=False)]


@pytest.mark.parametrize(
    ("span", "minutes", "last"),
    [
        (Span(time(9), time(18), past_midnight=False), 60, time(17)),
        (Span(time(9), time(18), past_midnight=False), 0, time(18)),
        (Span(time(9), time(18), past_midnight=False), None, None),
        (Span(time(9), time(10), past_midnight=False), 60, None),
        (Span(time(9), time(10), past_midnight=False), -5, None),
        (Span(time(18), time(2), past_midnight=True), 30, time(1, 30)),
        (Span(time(18), time(0, 30), past_midnight=True), 60, time(23, 30)),
        (Span(time(0), time(0), past_midnight=True), 60, time(23)),
    ],
)
def test_the_last_admission_counts_back_from_closing(
    span: Span, minutes: int | None, last: time | None
) -> None:
    assert last_admission(span, minutes) == last


WEEKDAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]


@dataclass(frozen=True)
class WeeklyRule:
    """A rule of a week and, independently of the library, what it means."""

    weekdays: frozenset[int]
    ranges: tuple[tuple[int, int], ...]  # minutes from midnight, in order and apart; none: closed

    def __str__(self) -> str:
        days = ",".join(WEEKDAYS[weekday] for weekday in sorted(self.weekdays))
        hours = ",".join(f"{clock(begin)}-{clock(end)}" for begin, end in self.ranges)
        return f"{days} {hours or 'off'}"


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def modelled_hours(rules: list[WeeklyRule], day: date) -> tuple[tuple[int, int], ...]:
    return next((rule.ranges for rule in reversed(rules) if day.weekday() in rule.weekdays), ())


@st.composite
def weekly_rules(draw: st.DrawFn) -> WeeklyRule:
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    quarters = sorted(draw(st.sets(st.integers(0, 95), max_size=6)))
    ranges = [(begin * 15, end * 15) for begin, end in zip(quarters[::2], quarters[1::2], strict=False)]
    if ranges and draw(st.booleans()):
        begin, _ = ranges.pop()
        night_ends = draw(st.integers(96, 96 + begin // 15)) * 15
        ranges.append((begin, night_ends))
    return WeeklyRule(weekdays, tuple(ranges))


weeks = st.lists(weekly_rules(), min_size=1, max_size=4)
days = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@given(weeks, days)
def test_hours_and_state_agree_with_a_simple_model_of_the_week(rules: list[WeeklyRule], day: date) -> None:
    expression = "; ".join(map(str, rules))
    hours = modelled_hours(rules, day)
    assert is_valid(expression)
    assert hours_on(expression, day) == [f"{clock(begin)}-{clock(end % 1440)}" for begin, end in hours]
    assert state_on(expression, day) is (DayState.OPEN if hours else DayState.CLOSED)


@given(weeks, days)
def test_spans_are_in_order_and_never_overlap(rules: list[WeeklyRule], day: date) -> None:
    spans = spans_on("; ".join(map(str, rules)), day)
    assert not any(span.past_midnight for span in spans[:-1])
    assert all(span.opens < span.closes for span in spans if not span.past_midnight)
    assert all(one.closes < other.opens for one, other in pairwise(spans))


def modelled_until(rules: list[WeeklyRule], now: datetime) -> tuple[bool, datetime | None]:
    """Return whether the model is open at that moment, and when that changes within 14 days."""
    midnights = [datetime.combine(now.date(), time()) + timedelta(days=offset) for offset in range(-1, 17)]
    spans = [
        (midnight + timedelta(minutes=begin), midnight + timedelta(minutes=end))
        for midnight in midnights
        for begin, end in modelled_hours(rules, midnight.date())
    ]
    open_now = any(opens <= now < closes for opens, closes in spans)
    changes = sorted(moment for span in spans for moment in span if moment > now)
    for change in changes:
        if any(opens <= change < closes for opens, closes in spans) is not open_now:
            return open_now, change if change <= now + timedelta(days=14) else None
    return open_now, None


@given(weeks, days, st.data())
def test_inside_a_span_a_place_is_open_until_the_end_of_it(
    rules: list[WeeklyRule], day: date, data: st.DataObject
) -> None:
    for begin, end in modelled_hours(rules, day):
        moment = datetime.combine(day, time()) + timedelta(minutes=data.draw(st.integers(begin, end - 1)))
        now = state_at("; ".join(map(str, rules)), moment)
        assert now.state is DayState.OPEN
        assert now.until is None or now.until >= datetime.combine(day, time()) + timedelta(minutes=end)


@given(weeks, days, st.times())
def test_open_now_until_when_agrees_with_a_simple_model_of_the_week(
    rules: list[WeeklyRule], day: date, clock: time
) -> None:
    moment = datetime.combine(day, clock)
    now = state_at("; ".join(map(str, rules)), moment)
    assert (now.state is DayState.OPEN, now.until) == modelled_until(rules, moment)


@given(weeks, days, st.times())
def test_a_closed_place_opens_when_the_state_says(rules: list[WeeklyRule], day: date, clock: time) -> None:
    expression = "; ".join(map(str, rules))
    now = state_at(expression, datetime.combine(day, clock))
    if now.state is DayState.CLOSED and now.until:
        assert state_at(expression, now.until).state is DayState.OPEN
        assert state_at(expression, now.until - timedelta(seconds=1)).state is DayState.CLOSED


@given(st.text(), days)
def test_no_text_makes_it_fail(expression: str, day: date) -> None:
    week = week_from(expression, day)
    assert len(week) == 7
    assert (state_at(expression, datetime.combine(day, time())).state is DayState.UNKNOWN) or is_valid(
        expression
    )


@given(weeks, st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))
def test_being_open_agrees_with_the_longer_answer(rules: list[WeeklyRule], now: datetime) -> None:
    expression = "; ".join(map(str, rules))
    assert is_open_at(expression, now) is (state_at(expression, now).state is DayState.OPEN)


@pytest.mark.parametrize("expression", [None, "nonsense", "24/7 unknown"])
def test_nobody_knows_whether_unknown_hours_are_open(expression: str | None) -> None:
    assert is_open_at(expression, datetime(2026, 11, 23, 12)) is None
