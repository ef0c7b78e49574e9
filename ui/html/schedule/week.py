"""The week: seven columns of hours."""

from htpy import Element, Node, button, div, h2

from services.planned_days import PlannedDay
from ui.formatters import long_day
from ui.html.icons import icon
from ui.html.schedule.content import ScheduleContent
from ui.html.schedule.grid import column_head, time_grid
from ui.html.schedule.warnings import warning_list, warnings_in_words
from ui.visitor import Visitor


def week(content: ScheduleContent, visitor: Visitor) -> Element:
    """The grid of the week; the sign of a day's warnings opens them."""
    head = [
        div(".grid-corner"),
        (column_head(day, content, visitor, _warnings(day, content, visitor)) for day in content.days),
    ]
    return time_grid(content, visitor, {}, head=head)


def _warnings(day: PlannedDay, content: ScheduleContent, visitor: Visitor) -> Node:
    count = len(day.warnings)
    if not count:
        return None
    target = f"warnings-{day.day}"
    words = warnings_in_words(count, visitor)
    return [
        button(
            ".warning-count",
            type="button",
            popovertarget=target,
            data_warning_count=str(count),
            aria_label=f"{words}, {long_day(day.day, visitor)}",
            title=words,
        )[icon("warning", size=14), str(count)],
        div(".warning-sheet", id=target, popover=True)[
            h2[long_day(day.day, visitor)],
            warning_list(day.warnings, content.entries, content.chosen.address(), visitor),
        ],
    ]
