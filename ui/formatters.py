"""Dates, times and numbers as the visitor's language writes them."""

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from models.language import Language
from services.day_plan import clock_of
from services.i18n import LOCALES
from services.opening_hours import Span
from services.platform import SEOUL
from ui.visitor import Visitor

_LONG_DAYS = {
    Language.KO: "M월 d일 EEEE",
    Language.EN: "EEEE, MMMM d",
    Language.JA: "M月d日EEEE",
    Language.ZH_HANS: "M月d日EEEE",
    Language.ZH_HANT: "M月d日EEEE",
}


def long_day(day: date, visitor: Visitor) -> str:
    """Tuesday, December 1; with the year when it is not this one."""
    other_year = day.year != visitor.today.year
    return _formatted(day, "full" if other_year else _LONG_DAYS[visitor.language], visitor.language)


def short_day(day: date, visitor: Visitor) -> str:
    """Tue 1 Dec, as short as the language has it."""
    return format_skeleton("MMMEd", day, locale=LOCALES[visitor.language])


def medium_day(day: date, visitor: Visitor) -> str:
    """Dec 1, 2026, as the language has it."""
    return format_date(day, "medium", locale=LOCALES[visitor.language])


def weekday(day: date, visitor: Visitor) -> str:
    """The weekday's whole name."""
    return format_date(day, "EEEE", locale=LOCALES[visitor.language])


def short_weekday(day: date, visitor: Visitor) -> str:
    """Tue, as short as the language has it."""
    return _formatted(day, "E", visitor.language)


@lru_cache(maxsize=2048)
def _formatted(day: date, pattern: str, language: Language) -> str:
    """Format a day once: a month names each of its days several times."""
    return format_date(day, pattern, locale=LOCALES[language])


def whole_month(day: date, visitor: Visitor) -> str:
    """December 2026."""
    return format_skeleton("yMMMM", day, locale=LOCALES[visitor.language])


def clock(moment: time) -> str:
    """A 24-hour time, the same in every language."""
    return moment.strftime("%H:%M")


def clock_at(minute: int) -> str:
    """The clock at a minute counted from a day's midnight, on whichever day that falls."""
    return clock(clock_of(minute))


def span_text(span: Span) -> str:
    """Opening and closing time; a whole day ends at 24:00."""
    closes = "24:00" if span.closes == time(0) else clock(span.closes)
    return f"{clock(span.opens)}–{closes}"


def number(value: float, visitor: Visitor) -> str:
    return format_decimal(value, locale=LOCALES[visitor.language])


def mean(value: float, visitor: Visitor) -> str:
    """A mean with one decimal."""
    return format_decimal(value, format="0.0", locale=LOCALES[visitor.language])


def won(amount: int, visitor: Visitor) -> str:
    """An amount of won, without decimals."""
    return format_currency(amount, "KRW", locale=LOCALES[visitor.language], format_type="standard")


def metres(distance: float, visitor: Visitor) -> str:
    """A distance to the nearest 10 m below a kilometre, to 100 m above."""
    if round(distance, -1) < 1000:
        return f"{round(distance, -1):.0f} m"
    return f"{number(round(distance / 1000, 1), visitor)} km"


def minutes(amount: int, visitor: Visitor) -> str:
    """A length of time in hours and minutes."""
    hours, rest = divmod(amount, 60)
    if not hours:
        return visitor.t("{m} min").format(m=rest)
    if not rest:
        return visitor.t("{h} h").format(h=hours)
    return visitor.t("{h} h {m} min").format(h=hours, m=rest)


def listed(words: Sequence[str], visitor: Visitor) -> str:
    """Seoul, Busan and Jeju, as the language joins them."""
    return format_list(words, locale=LOCALES[visitor.language])


def month(day: date, visitor: Visitor) -> str:
    """The month's short name."""
    return format_skeleton("MMM", day, locale=LOCALES[visitor.language])


def month_name(number: int, visitor: Visitor) -> str:
    """The name of a month, standing alone."""
    return format_date(date(2000, number, 1), "LLLL", locale=LOCALES[visitor.language])


def days_between(first: date, last: date, visitor: Visitor) -> str:
    """Nov 28 – Dec 2, 2026: from the first to the last day, as briefly as the language has it."""
    return format_interval(first, last, "yMMMd", locale=LOCALES[visitor.language])


def seoul_day(moment: datetime, visitor: Visitor) -> str:
    """Nov 28, 2026: the day on which something was in Korea."""
    return format_date(moment.astimezone(SEOUL).date(), "medium", locale=LOCALES[visitor.language])
