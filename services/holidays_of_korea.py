"""Korea's public holidays, the calendar that plans, opening hours and the calendar pages share."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from holidays.countries.south_korea import KR


@dataclass(frozen=True, slots=True)
class Holiday:
    """One reason why a day is a public holiday; a day may have two, as 5 May 2025 has.

    `day` is a date in Korea, `name_en` one of `HOLIDAY_NAMES`, `substitute` true for a weekday given in lieu.
    """

    day: date
    name_en: str
    name_ko: str
    substitute: bool


def holidays_between(start: date, end: date) -> list[Holiday]:
    """Return the public holidays from the first to the last day, both included, by day.

    The three days of Seollal and of Chuseok are three holidays. The source is the `holidays` package: days by
    law for every year, days by decree as far as they were decreed before its release.
    """
    years = range(start.year, end.year + 1)
    return [holiday for year in years for holiday in _holidays_in(year) if start <= holiday.day <= end]


def is_holiday(day: date) -> bool:
    """Tell whether Korea rests on that day by law; a plain Saturday or Sunday is no holiday."""
    return day in _days_in(day.year)


@lru_cache(maxsize=64)
def _holidays_in(year: int) -> tuple[Holiday, ...]:
    calendar = KR(years=year, language="ko")
    return tuple(_holiday(day, name) for day in sorted(calendar) for name in calendar.get_list(day))


@lru_cache(maxsize=64)
def _days_in(year: int) -> frozenset[date]:
    return frozenset(holiday.day for holiday in _holidays_in(year))


def _holiday(day: date, name: str) -> Holiday:
    occasion = name.removesuffix(" (추정)")  # the package marks days of the moon it has computed as estimates
    substitute = occasion.endswith(_SUBSTITUTE)
    occasion = occasion.removesuffix(_SUBSTITUTE)
    name_en, name_ko = _NAMES.get(occasion, ("Public holiday", occasion))
    if substitute:
        name_en = _SUBSTITUTE_NAMES.get(occasion, "Substitute holiday")
        name_ko = f"대체공휴일({name_ko})"
    return Holiday(day, name_en, name_ko, substitute)


_SUBSTITUTE = " 대체 휴일"

# The package's Korean names, and ours: as an English guide book and a Korean wall calendar write them.
_NAMES = {
    "신정연휴": ("New Year's Day", "신정"),
    "설날 전날": ("Day before Seollal", "설날 연휴"),
    "설날": ("Seollal (Lunar New Year)", "설날"),
    "설날 다음날": ("Day after Seollal", "설날 연휴"),
    "삼일절": ("Independence Movement Day", "삼일절"),
    "노동절": ("Labor Day", "노동절"),
    "어린이날": ("Children's Day", "어린이날"),
    "부처님오신날": ("Buddha's Birthday", "부처님오신날"),
    "석가탄신일": ("Buddha's Birthday", "석가탄신일"),
    "현충일": ("Memorial Day", "현충일"),
    "제헌절": ("Constitution Day", "제헌절"),
    "광복절": ("Liberation Day", "광복절"),
    "추석 전날": ("Day before Chuseok", "추석 연휴"),
    "추석": ("Chuseok", "추석"),
    "추석 다음날": ("Day after Chuseok", "추석 연휴"),
    "개천절": ("National Foundation Day", "개천절"),
    "한글날": ("Hangul Day", "한글날"),
    "국군의 날": ("Armed Forces Day", "국군의 날"),
    "기독탄신일": ("Christmas Day", "성탄절"),
    "대통령 선거일": ("Presidential election day", "대통령 선거일"),
    "국회의원 선거일": ("National Assembly election day", "국회의원 선거일"),
    "지방선거일": ("Local election day", "전국동시지방선거일"),
    "임시공휴일": ("Temporary public holiday", "임시공휴일"),
}

_SUBSTITUTE_NAMES = {
    "설날": "Substitute holiday for Seollal",
    "삼일절": "Substitute holiday for Independence Movement Day",
    "노동절": "Substitute holiday for Labor Day",
    "어린이날": "Substitute holiday for Children's Day",
    "부처님오신날": "Substitute holiday for Buddha's Birthday",
    "제헌절": "Substitute holiday for Constitution Day",
    "광복절": "Substitute holiday for Liberation Day",
    "추석": "Substitute holiday for Chuseok",
    "개천절": "Substitute holiday for National Foundation Day",
    "한글날": "Substitute holiday for Hangul Day",
    "기독탄신일": "Substitute holiday for Christmas Day",
}

HOLIDAY_NAMES = (
    *dict.fromkeys(name_en for name_en, _ in _NAMES.values()),
    *_SUBSTITUTE_NAMES.values(),
    "Public holiday",
    "Substitute holiday",
)
"""Every English name a holiday can have here; they are the messages the catalogues translate."""
