"""What is wrong with a day, each problem once, with the button that takes it away."""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from htpy import Element, Node, a, button, form, input, li, p, span, ul

from services.day_check import Fix, PlanWarning
from services.day_plan import clock_of
from services.planned_days import PlannedDay
from services.schedule_entries import Entry
from ui.formatters import clock, number
from ui.html.icons import icon
from ui.html.schedule.content import name_of
from ui.html.schedule.warning_words import fix_label, warning_sentence
from ui.visitor import Visitor


def warning_list(
    warnings: Sequence[PlanWarning], entries: Mapping[UUID, Entry], back: str | None, visitor: Visitor
) -> Element:
    """The warnings of one day; `back` is where the fixing forms lead to, None where nothing can be fixed yet."""
    names = {one: name_of(entry, visitor) for one, entry in entries.items()}
    return ul(".warning-list")[(_warning(one, names, back, visitor) for one in warnings)]


def warning_count(day: PlannedDay, address: str, visitor: Visitor) -> Node:
    """A sign with the number of warnings that leads to them."""
    count = len(day.warnings)
    if not count:
        return None
    return a(
        ".warning-count",
        href=f"{address}#warnings",
        data_warning_count=str(count),
        aria_label=warnings_in_words(count, visitor),
        title=warnings_in_words(count, visitor),
    )[icon("warning", size=14), str(count)]


def warnings_in_words(count: int, visitor: Visitor) -> str:
    template = visitor.t("{n} warning") if count == 1 else visitor.t("{n} warnings")
    return template.format(n=number(count, visitor))


def fix_changes(fix: Fix) -> str:
    """Return what a fix changes, as `POST /schedule/fix` reads it."""
    changes = [
        {
            "id": str(move.id),
            "date": move.day.isoformat(),
            "start": _clock(move.start),
            "end": _clock(move.end),
        }
        for move in fix.moves
    ]
    return json.dumps(changes, separators=(",", ":"))


def _warning(warning: PlanWarning, names: Mapping[UUID, str], back: str | None, visitor: Visitor) -> Element:
    return li(
        ".warning",
        data_testid="warning",
        data_code=warning.code.value,
        data_ids=" ".join(map(str, warning.ids)),
    )[
        icon("warning", size=18),
        p[warning_sentence(warning, names, visitor)],
        warning.fix and back is not None and _fix(warning.fix, names, back, visitor),
    ]


def _fix(fix: Fix, names: Mapping[UUID, str], back: str, visitor: Visitor) -> Element:
    changes = fix_changes(fix)
    return form(method="post", action="/schedule/fix")[
        input(type="hidden", name="changes", value=changes),
        input(type="hidden", name="back", value=back),
        button(".secondary", data_testid="warning-fix", data_fix=changes)[
            span[fix_label(fix, names, visitor)]
        ],
    ]


def _clock(minute: int | None) -> str | None:
    return None if minute is None else clock(clock_of(minute))
