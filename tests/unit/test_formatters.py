from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.language import Language
from services.opening_hours import Span
from ui.formatters import long_day, metres, minutes, number, short_day, span_text, weekday, won
from ui.visitor import Visitor

NOON = datetime(2026, 11, 23, 12)
visitors = st.sampled_from(Language).map(lambda language: Visitor(language, "auto", NOON))


def visitor(language: Language = Language.EN) -> Visitor:
    return Visitor(language, "auto", NOON)


@pytest.mark.parametrize(
    ("language", "weekday_name"),
    [
        (Language.KO, "화요일"),
        (Language.EN, "Tuesday"),
        (Language.JA, "火曜日"),
        (Language.ZH_HANS, "星期二"),
        (Language.ZH_HANT, "星期二"),
    ],
)
def test_a_day_is_named_in_the_readers_language(language: Language, weekday_name: str) -> None:
    tuesday = date(2026, 12, 1)
    assert weekday(tuesday, visitor(language)) == weekday_name
    assert weekday_name in long_day(tuesday, visitor(language))
    assert "12" in short_day(tuesday, visitor(language)) or "Dec" in short_day(tuesday, visitor(language))


def test_a_day_of_another_year_names_its_year() -> None:
    assert "2031" in long_day(date(2031, 5, 5), visitor())


def test_a_whole_day_ends_at_24() -> None:
    assert span_text(Span(time(0), time(0), past_midnight=True)) == "00:00–24:00"
    assert span_text(Span(time(9), time(18, 30), past_midnight=False)) == "09:00–18:30"
    assert span_text(Span(time(18), time(2), past_midnight=True)) == "18:00–02:00"


def test_money_has_its_sign_and_no_decimals() -> None:
    for language in Language:
        text = won(3000, visitor(language))
        assert "3,000" in text
        assert "₩" in text or "￦" in text or "KRW" in text


@pytest.mark.parametrize(
    ("distance", "text"),
    [(0, "0 m"), (4, "0 m"), (123, "120 m"), (1000, "1 km"), (1449, "1.4 km"), (12_345, "12.3 km")],
)
def test_distances_are_as_exact_as_a_walker_needs(distance: float, text: str) -> None:
    assert metres(distance, visitor()) == text


def test_just_below_a_kilometre_is_not_written_as_1000_metres() -> None:
    assert metres(997, visitor()) == "1 km"


@pytest.mark.parametrize(("amount", "parts"), [(5, ["5"]), (60, ["1"]), (90, ["1", "30"]), (125, ["2", "5"])])
def test_lengths_of_time_are_hours_and_minutes(amount: int, parts: list[str]) -> None:
    for language in Language:
        text = minutes(amount, visitor(language))
        assert "".join(c if c.isdigit() else " " for c in text).split() == parts


@given(
    who=visitors,
    day=st.dates(date(1970, 1, 1), date(2100, 12, 31)),
    amount=st.integers(0, 10_000),
    distance=st.floats(0, 1e6),
)
def test_every_value_has_a_text_in_every_language(
    who: Visitor, day: date, amount: int, distance: float
) -> None:
    for text in (
        long_day(day, who),
        short_day(day, who),
        minutes(amount, who),
        metres(distance, who),
        number(amount, who),
        won(amount, who),
    ):
        assert text
        assert "{" not in text
