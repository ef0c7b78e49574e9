"""Writes what official texts say in the `opening_hours` syntax."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from services.holidays_of_korea import Holiday, holidays_between, is_holiday
from services.official_closings import SUBSTITUTE, Closings, Moved
from services.official_week import DAY, Rule, Span, Week
from services.official_words import HOLIDAY, WEEK, UnsureError, runs

YEARS_AHEAD = 4
"""For so many years after the present one dates are written out."""


def written(week: Week, closings: Closings, today: date) -> str:
    """Return an expression: hours, then closing days, then dates, each before what takes precedence over it.

    Raises:
        UnsureError: days are left out, told twice or both open and closed, or have breaks outside of their hours.
    """
    if any(set(rule.days) <= closings.days for rule in week.rules):
        raise UnsureError
    rules = _ordered(_with_breaks(week))
    _check_whole(rules, closings)
    parts = [_rule_text(rule) for rule in rules]
    parts += _closing_parts(closings)
    parts += date_parts(_moved_days(rules, closings, today) | _feast_days(closings, today))
    return "; ".join(parts)


def _with_breaks(week: Week) -> list[Rule]:
    """Give days that have a break of their own, or none, a rule of their own."""
    rules = [part for rule in week.rules for part in _without_break(rule, week.no_break)]
    for days, span in week.breaks:
        rules = [part for rule in rules for part in _with_break(rule, days, span)]
    return [part for rule in rules for part in _without_break(rule, week.no_break)]


def _without_break(rule: Rule, spared: set[int]) -> Iterator[Rule]:
    named = (*rule.days, HOLIDAY) if HOLIDAY in spared and set(WEEK) <= set(rule.days) else rule.days
    yield from _parted(rule, tuple(day for day in named if day in spared and rule.breaks), [])


def _with_break(rule: Rule, days: tuple[int, ...], span: Span) -> Iterator[Rule]:
    yield from _parted(rule, tuple(day for day in rule.days if day in days), [*rule.breaks, span])


def _parted(rule: Rule, days: tuple[int, ...], breaks: list[Span]) -> Iterator[Rule]:
    rest = tuple(day for day in rule.days if day not in days)
    if rest:
        yield replace(rule, days=rest)
    if days:
        yield replace(rule, days=days, breaks=breaks)


def _ordered(rules: Iterable[Rule]) -> list[Rule]:
    """Put what holds for fewer days behind what holds for more."""
    return sorted(rules, key=lambda rule: (rule.months is not None, HOLIDAY in rule.days, -len(rule.days)))


def _check_whole(rules: Sequence[Rule], closings: Closings) -> None:
    for month in range(1, 13):
        if closings.months and Rule(months=closings.months).is_in(month):
            continue
        now = [rule for rule in rules if rule.is_in(month)]
        if {day for rule in now for day in rule.days} | closings.days | {HOLIDAY} != {*WEEK, HOLIDAY}:
            raise UnsureError
        if any(_clash(one, other) for number, one in enumerate(now) for other in now[:number]):
            raise UnsureError


def _clash(one: Rule, other: Rule) -> bool:
    """Tell whether two rules speak of the same days, and neither of fewer than the other."""
    mine, theirs = set(one.days) - {HOLIDAY}, set(other.days) - {HOLIDAY}
    if (one.months is None) != (other.months is None):
        return False
    return bool(set(one.days) & set(other.days)) and (mine == theirs or not (mine < theirs or theirs < mine))


def _closing_parts(closings: Closings) -> Iterator[str]:
    weekly = sorted(closings.days - {HOLIDAY})
    if weekly:
        yield f"{_days_text(weekly)} off"
    for day, which in closings.nth:
        yield f"{_DAY_NAMES[day]}[{which}] off"
    if HOLIDAY in closings.days:
        yield "PH off"
    if closings.months:
        yield f"{_months_text(closings.months)} off"
    for month, day in closings.dates:
        yield f"{_MONTH_NAMES[month - 1]} {day:02} off"


def _moved_days(rules: Sequence[Rule], closings: Closings, today: date) -> dict[date, str]:
    """Say of weekly closing days that are holidays that these are open, and of the day after whether it is closed.

    Where the day after is a holiday as well, it is not known whether that or the first working day is meant.
    """
    told: dict[date, str] = {}
    if closings.moved is None:
        return told
    for day in sorted({holiday.day for holiday in _holidays(today)}):
        if day.weekday() not in closings.days:
            continue
        if (day.month, day.day) not in closings.dates:
            told[day] = _hours_on(day, rules)
        after = [day + timedelta(days=1)]
        while is_holiday(after[-1]):
            after.append(after[-1] + timedelta(days=1))
        if closings.moved is Moved.TO_NEXT_WORKDAY:
            told[after[-1]] = "off"
        elif closings.moved is Moved.TO_NEXT_DAY:
            told |= dict.fromkeys(after, "off" if len(after) == 1 else _UNKNOWN)
    return told


def _hours_on(day: date, rules: Sequence[Rule]) -> str:
    for rule in reversed(rules):
        if rule.is_in(day.month) and (day.weekday() in rule.days or HOLIDAY in rule.days):
            return _spans_text(rule)
    raise UnsureError


def _feast_days(closings: Closings, today: date) -> dict[date, str]:
    told: dict[date, str] = {}
    for feast, days in closings.feasts.items():
        for holiday in _holidays(today):
            if feast in holiday.name_en and (which := _which_day(holiday)) in days:
                told[holiday.day] = "off" if days[which] else _UNKNOWN
    return told


def _which_day(holiday: Holiday) -> int:
    if holiday.substitute:
        return SUBSTITUTE
    return -1 if holiday.name_en.startswith("Day before") else int(holiday.name_en.startswith("Day after"))


def _holidays(today: date) -> list[Holiday]:
    return holidays_between(today.replace(day=1), date(today.year + YEARS_AHEAD, 12, 31))


def date_parts(told: dict[date, str]) -> Iterator[str]:
    """Write neighbouring dates of one month that say the same as one."""
    for year, month, says in sorted({(day.year, day.month, says) for day, says in told.items()}):
        days = sorted(
            day.day for day, said in told.items() if (day.year, day.month, said) == (year, month, says)
        )
        for run in runs(days):
            last = f"-{run[-1]:02}" if len(run) > 1 else ""
            yield f"{year} {_MONTH_NAMES[month - 1]} {run[0]:02}{last} {says}"


def _rule_text(rule: Rule) -> str:
    months = f"{_months_text(rule.months)} " if rule.months else ""
    return f"{months}{_days_text(rule.days)} {_spans_text(rule)}"


def _months_text(months: tuple[int, int]) -> str:
    first, last = (_MONTH_NAMES[month - 1] for month in months)
    return first if first == last else f"{first}-{last}"


def _days_text(days: Sequence[int]) -> str:
    """Write weekdays, neighbours as a range."""
    names = [
        _DAY_NAMES[run[0]] if len(run) == 1 else f"{_DAY_NAMES[run[0]]}-{_DAY_NAMES[run[-1]]}"
        for run in runs(day for day in days if day != HOLIDAY)
    ]
    return ",".join([*names, "PH"] if HOLIDAY in days else names)


def _spans_text(rule: Rule) -> str:
    return ",".join(f"{_clock(begin)}-{_clock(end)}" for begin, end in _between_breaks(rule))


def _between_breaks(rule: Rule) -> list[Span]:
    spans = list(rule.spans)
    for rests, resumes in sorted(rule.breaks):
        at = next((at for at, span in enumerate(spans) if span[0] < rests and resumes < span[1]), None)
        if at is None:
            raise UnsureError
        spans[at : at + 1] = [(spans[at][0], rests), (resumes, spans[at][1])]
    return spans


def _clock(minute: int) -> str:
    return "24:00" if minute == DAY else f"{minute % DAY // 60:02}:{minute % 60:02}"


_UNKNOWN = 'unknown "ask"'
_DAY_NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
