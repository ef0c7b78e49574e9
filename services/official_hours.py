"""Opening hours out of the free text of Korea's official services.

    "11:30~21:00 (준비시간 15:00~17:00 / 마지막 주문 20:30)", "매주 월요일 / 설·추석 당일"
    Mo-Su 11:30-15:00,17:00-21:00; Mo off; 2027 Feb 07 off; …

Precision goes first: a text is read whole or not at all. What cannot be said by rules (the moon's holidays, a closing
day that moves when it is a holiday) is written out as dates for the coming years, so texts are read again from time to
time. A date on which nobody can tell from the text whether a place is open is written as unknown.
"""

import re
from dataclasses import dataclass
from datetime import date

from services.official_closings import Closings, read_closings
from services.official_week import Week, read_week
from services.official_words import UnsureError, plain
from services.official_writing import written
from services.opening_hours import is_valid


@dataclass(frozen=True, slots=True)
class OfficialHours:
    """What a text says, in `opening_hours` syntax.

    `last_admission_minutes` is how long before closing nobody is let in any more, at the longest where days differ.
    `confidence` is 1 where every word was understood, less where remarks were left out or a usage had to be assumed.
    """

    expression: str
    last_admission_minutes: int | None
    confidence: float


def read_official_hours(hours: str, closed: str, today: date) -> OfficialHours | None:
    """Read the texts of the opening hours and of the closing days; None where any of it is unsure."""
    hours, closed = _closings_apart(plain(hours), plain(closed))
    try:
        week, closings = read_week(hours), read_closings(closed)
        expression = written(week, closings, today)
    except UnsureError:
        return None
    confidence = _confidence(week, closings)
    if not is_valid(expression) or confidence < _LEAST_CONFIDENCE:
        return None
    return OfficialHours(expression, max(week.last_admissions, default=None), confidence)


def _closings_apart(hours: str, closed: str) -> tuple[str, str]:
    """Move closing days that end the text of the hours to those of the text of closing days."""
    if not (found := _CLOSINGS_BEHIND_HOURS.search(hours)):
        return hours, closed
    told = f"{found['closings']} / {closed}" if closed else found["closings"]
    return hours[: found.start()], told


def _confidence(week: Week, closings: Closings) -> float:
    doubts = week.remarks + closings.assumed + (len(week.last_admissions) > 1)
    return round(1 - 0.1 * doubts, 1)


_LEAST_CONFIDENCE = 0.65
_CLOSINGS_BEHIND_HOURS = re.compile(
    r"[\s,/]+(?P<closings>(?:매주|매월|매달|연중\s*무휴|정기\s*휴무|설|추석|명절)[^:]*(?:휴무|휴관|휴장|무휴)\)?)$"
)
