"""A day's name with what is special about it."""

from datetime import date

from htpy import Node, span

from services.calendar_days import FIRST_DAY, LAST_DAY
from services.planned_days import PlannedDay
from ui.html.day_words import holiday_names
from ui.visitor import Visitor

_SATURDAY, _SUNDAY = 5, 6


def kind_of(day: PlannedDay, visitor: Visitor) -> dict[str, bool]:
    """Return the classes of a day, which colour it as a Korean wall calendar does."""
    return {
        "is-today": day.day == visitor.today,
        "is-rest": bool(day.holidays) or day.day.weekday() == _SUNDAY,
        "is-saturday": not day.holidays and day.day.weekday() == _SATURDAY,
        "is-past": day.day < visitor.today,
    }


def weekday_kind(day: date) -> dict[str, bool]:
    return {"is-rest": day.weekday() == _SUNDAY, "is-saturday": day.weekday() == _SATURDAY}


def is_plannable(day: date) -> bool:
    """Tell whether a day has a page; the first and the last week of all reach beyond."""
    return FIRST_DAY <= day <= LAST_DAY


def holiday_label(day: PlannedDay, visitor: Visitor) -> Node:
    names = holiday_names(day.holidays, visitor)
    return names and span(".holiday-name", title=names)[names]
