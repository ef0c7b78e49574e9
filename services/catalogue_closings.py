"""Closing days that move with the moon or with holidays, written out as dates for this year and the next ones.

Files of the catalogue say why a place is closed and so need no dates that run out.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from enum import StrEnum

from services.holidays_of_korea import Holiday, holidays_between, is_holiday
from services.official_writing import YEARS_AHEAD, date_parts
from services.opening_hours import is_open_for_holiday


class Feast(StrEnum):
    """A feast of the moon; the day itself, or all three days of its holidays."""

    SEOLLAL = "seollal"
    CHUSEOK = "chuseok"
    SEOLLAL_HOLIDAYS = "seollal-holidays"
    CHUSEOK_HOLIDAYS = "chuseok-holidays"


def with_closing_dates(
    hours: str, closed_on: Collection[Feast], *, closed_after_holiday: bool, year: int
) -> str:
    """Add the dates of that year and the next ones on which a place is closed to its hours.

    `closed_after_holiday` is for hours that open on PH: a closing day that is a holiday is open, and the first day
    after it that is no holiday is closed instead.
    """
    holidays = holidays_between(date(year, 1, 1), date(year + YEARS_AHEAD, 12, 31))
    hours = _closed_too(hours, {one.day for one in holidays if _is_feast(one, closed_on)})
    if closed_after_holiday:
        hours = _closed_too(hours, set(_closed_instead(hours, holidays)))
    return hours


def _closed_too(hours: str, days: Collection[date]) -> str:
    return "; ".join([hours, *date_parts(dict.fromkeys(days, "off"))])


def _is_feast(holiday: Holiday, feasts: Collection[Feast]) -> bool:
    return not holiday.substitute and any(holiday.name_en in _NAMES[feast] for feast in feasts)


def _closed_instead(hours: str, holidays: Collection[Holiday]) -> Iterator[date]:
    for day in sorted({holiday.day for holiday in holidays}):
        if is_open_for_holiday(hours, day):
            after = day + timedelta(days=1)
            while is_holiday(after):
                after += timedelta(days=1)
            yield after


_SEOLLAL, _CHUSEOK = "Seollal (Lunar New Year)", "Chuseok"
_NAMES = {
    Feast.SEOLLAL: {_SEOLLAL},
    Feast.CHUSEOK: {_CHUSEOK},
    Feast.SEOLLAL_HOLIDAYS: {"Day before Seollal", _SEOLLAL, "Day after Seollal"},
    Feast.CHUSEOK_HOLIDAYS: {"Day before Chuseok", _CHUSEOK, "Day after Chuseok"},
}
