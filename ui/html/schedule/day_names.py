"""A day's name with what is special about it."""

from collections.abc import Sequence
from datetime import date

from htpy import Node, span

from models.language import Language
from services.holidays_of_korea import Holiday
from services.planned_days import PlannedDay
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


def holiday_names(holidays: Sequence[Holiday], visitor: Visitor) -> str:
    """Return why a day is a public holiday, empty where it is none."""
    korean = visitor.language is Language.KO
    return ", ".join(one.name_ko if korean else visitor.t(one.name_en) for one in holidays)


def holiday_label(day: PlannedDay, visitor: Visitor) -> Node:
    names = holiday_names(day.holidays, visitor)
    return names and span(".holiday-name", title=names)[names]
