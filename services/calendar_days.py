"""The days that people may ask about and plan for."""

from datetime import date

FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2100, 12, 31)


def plannable(day: date) -> date:
    """Return the day when it is one of these.

    Raises:
        ValueError: it lies outside of them; says what it must be.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"must be between {FIRST_DAY.year} and {LAST_DAY.year}")
    return day
