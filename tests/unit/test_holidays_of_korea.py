from datetime import date, timedelta

import pytest

from services.holidays_of_korea import HOLIDAY_NAMES, Holiday, holidays_between, is_holiday

FIRST, LAST = date(2024, 1, 1), date(2032, 12, 31)


def names_on(day: date) -> list[str]:
    return [holiday.name_en for holiday in holidays_between(day, day)]


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2026, 1, 1), ["New Year's Day"]),
        (date(2026, 2, 16), ["Day before Seollal"]),
        (date(2026, 2, 17), ["Seollal (Lunar New Year)"]),
        (date(2026, 2, 18), ["Day after Seollal"]),
        (date(2026, 3, 1), ["Independence Movement Day"]),
        (date(2026, 5, 5), ["Children's Day"]),
        (date(2026, 5, 24), ["Buddha's Birthday"]),
        (date(2026, 6, 6), ["Memorial Day"]),
        (date(2026, 8, 15), ["Liberation Day"]),
        (date(2026, 9, 25), ["Chuseok"]),
        (date(2026, 10, 9), ["Hangul Day"]),
        (date(2026, 12, 25), ["Christmas Day"]),
        (date(2026, 12, 26), []),
    ],
)
def test_a_year_has_the_holidays_of_the_wall_calendar(day: date, names: list[str]) -> None:
    assert names_on(day) == names
    assert is_holiday(day) is bool(names)


def test_seollal_and_chuseok_are_three_days_each() -> None:
    chuseok = holidays_between(date(2026, 9, 20), date(2026, 9, 30))
    assert [holiday.day.day for holiday in chuseok] == [24, 25, 26]
    assert [holiday.name_ko for holiday in chuseok] == ["추석 연휴", "추석", "추석 연휴"]


def test_a_holiday_on_a_sunday_gives_a_substitute_and_stays_one() -> None:
    assert is_holiday(date(2026, 3, 1))
    assert holidays_between(date(2026, 3, 2), date(2026, 3, 2)) == [
        Holiday(
            date(2026, 3, 2),
            "Substitute holiday for Independence Movement Day",
            "대체공휴일(삼일절)",
            substitute=True,
        )
    ]


def test_two_holidays_may_share_a_day() -> None:
    assert names_on(date(2025, 5, 5)) == ["Buddha's Birthday", "Children's Day"]


def test_a_plain_weekend_is_no_holiday() -> None:
    assert not is_holiday(date(2026, 3, 7))
    assert not is_holiday(date(2026, 3, 8))


def test_a_decreed_day_off_is_a_holiday() -> None:
    assert names_on(date(2025, 1, 27)) == ["Temporary public holiday"]


def test_every_name_is_listed_for_translation_and_none_is_the_makeshift_one() -> None:
    names = {holiday.name_en for holiday in holidays_between(FIRST, LAST)}
    assert names <= set(HOLIDAY_NAMES)
    assert not names & {"Public holiday", "Substitute holiday"}
    assert len(set(HOLIDAY_NAMES)) == len(HOLIDAY_NAMES)


def test_substitutes_are_marked_and_fall_on_working_days() -> None:
    for holiday in holidays_between(FIRST, LAST):
        assert holiday.substitute is holiday.name_en.startswith("Substitute")
        assert not (holiday.substitute and holiday.day.weekday() > 4)


def test_days_come_in_order_and_only_from_the_asked_time() -> None:
    holidays = holidays_between(date(2026, 12, 25), date(2027, 1, 1))
    assert [holiday.day for holiday in holidays] == [date(2026, 12, 25), date(2027, 1, 1)]
    days = [holiday.day for holiday in holidays_between(FIRST, LAST)]
    assert days == sorted(days)
    assert holidays_between(LAST, FIRST) == []


def test_the_list_and_the_question_agree() -> None:
    listed = {holiday.day for holiday in holidays_between(FIRST, LAST)}
    days = (FIRST + timedelta(days=offset) for offset in range((LAST - FIRST).days + 1))
    assert {day for day in days if is_holiday(day)} == listed
