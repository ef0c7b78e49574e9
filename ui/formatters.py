"""Dates, times and numbers as the visitor's language writes them."""

from collections.abc import Sequence
from datetime import date, datetime, time

from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from models.language import Language
from services.opening_hours import Span
from services.platform import SEOUL
from ui.visitor import Visitor

_LOCALES = {
    Language.KO: "ko",
    Language.EN: "en",
    Language.JA: "ja",
    Language.ZH_HANS: "zh_Hans_CN",
    Language.ZH_HANT: "zh_Hant_TW",
}

_LONG_DAYS = {
    Language.KO: "M월 d일 EEEE",
    Language.EN: "EEEE, MMMM d",
    Language.JA: "M月d日EEEE",
    Language.ZH_HANS: "M月d日EEEE",
    Language.ZH_HANT: "M月d日EEEE",
}


def long_day(day: date, visitor: Visitor) -> str:
    """Tuesday, December 1; with the year when it is not this one."""
    locale = _LOCALES[visitor.language]
    if day.year != visitor.today.year:
        return format_date(day, "full", locale=locale)
    return format_date(day, _LONG_DAYS[visitor.language], locale=locale)


def short_day(day: date, visitor: Visitor) -> str:
    """Tue 1 Dec, as short as the language has it."""
    return format_skeleton("MMMEd", day, locale=_LOCALES[visitor.language])


def medium_day(day: date, visitor: Visitor) -> str:
    """Dec 1, 2026, as the language has it."""
    return format_date(day, "medium", locale=_LOCALES[visitor.language])


def weekday(day: date, visitor: Visitor) -> str:
    """The weekday's whole name."""
    return format_date(day, "EEEE", locale=_LOCALES[visitor.language])


def short_weekday(day: date, visitor: Visitor) -> str:
    """Tue, as short as the language has it."""
    return format_date(day, "E", locale=_LOCALES[visitor.language])


def whole_month(day: date, visitor: Visitor) -> str:
    """December 2026."""
    return format_skeleton("yMMMM", day, locale=_LOCALES[visitor.language])


def clock(moment: time) -> str:
    """A 24-hour time, the same in every language."""
    return moment.strftime("%H:%M")


def span_text(span: Span) -> str:
    """Opening and closing time; a whole day ends at 24:00."""
    closes = "24:00" if span.closes == time(0) else clock(span.closes)
    return f"{clock(span.opens)}–{closes}"


def number(value: float, visitor: Visitor) -> str:
    return format_decimal(value, locale=_LOCALES[visitor.language])


def mean(value: float, visitor: Visitor) -> str:
    """A mean with one decimal."""
    return format_decimal(value, format="0.0", locale=_LOCALES[visitor.language])


def won(amount: int, visitor: Visitor) -> str:
    """An amount of won, without decimals."""
    return format_currency(amount, "KRW", locale=_LOCALES[visitor.language], format_type="standard")


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
    return format_list(words, locale=_LOCALES[visitor.language])


def month(day: date, visitor: Visitor) -> str:
    """The month's short name."""
    return format_skeleton("MMM", day, locale=_LOCALES[visitor.language])


def days_between(first: date, last: date, visitor: Visitor) -> str:
    """Nov 28 – Dec 2, 2026: from the first to the last day, as briefly as the language has it."""
    return format_interval(first, last, "yMMMd", locale=_LOCALES[visitor.language])


def seoul_day(moment: datetime, visitor: Visitor) -> str:
    """Nov 28, 2026: the day on which something was in Korea."""
    return format_date(moment.astimezone(SEOUL).date(), "medium", locale=_LOCALES[visitor.language])
