"""The best order of a day beside the present one, to be accepted or dropped."""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from htpy import Element, Node, a, button, div, form, h2, h3, input, li, ol, p, section, span, time, ul

from services.day_order import DayOrder, Placed, Reason, ReasonKind
from services.day_plan import clock_of
from services.plan_sentences import entry_name
from services.planned_days import PlannedDay
from services.schedule_entries import Entry
from ui.formatters import clock, long_day, minutes
from ui.visitor import Visitor

Shown = tuple[UUID, int, int]
"""An entry with the minutes at which one comes and leaves."""


def proposal(day: PlannedDay, order: DayOrder, back: str, visitor: Visitor) -> Element:
    """Show both orders, what the proposed one saves and why, and the form that accepts it and leads `back`."""
    entries = {one.entry.id: one.entry for one in day.entries}
    now = [(one.entry.id, one.timed.arrives, one.timed.leaves) for one in day.entries]
    best = [(one.id, one.start, one.end) for one in sorted(order.stops, key=lambda one: one.start)]
    changes = [_change(one, day) for one in order.stops if _differs(one, entries[one.id])]
    is_better = bool(changes) and order.is_better
    return div(".proposal", data_testid="proposal", data_minutes_saved=str(order.minutes_saved))[
        h2(tabindex="-1", data_dialog_title=True)[
            visitor.t("The best order for {day}").format(day=long_day(day.day, visitor))
        ],
        ul(".proposal-reasons")[(li[_reason(reason, entries, visitor)] for reason in order.reasons)]
        if is_better
        else p[visitor.t("This day is already in its best order.")],
        is_better
        and div(".proposal-orders")[
            _order(visitor.t("Now"), now, entries, visitor),
            _order(visitor.t("Proposed"), best, entries, visitor, moved=_moved(now, best)),
        ],
        form(".dialog-actions", method="post", action="/schedule/fix")[
            input(type="hidden", name="changes", value=json.dumps(changes)),
            input(type="hidden", name="back", value=back),
            is_better
            and button(".primary", type="submit", data_testid="optimise-accept")[visitor.t("Use this order")],
            a(".secondary", href=back, data_dialog_close=True, data_testid="optimise-drop")[
                visitor.t("Keep mine")
            ],
        ],
    ]


def _reason(reason: Reason, entries: Mapping[UUID, Entry], visitor: Visitor) -> str:
    sentences = {
        ReasonKind.START_KEPT: visitor.t("{name} starts in time: {time} less late"),
        ReasonKind.BEFORE_LAST_ADMISSION: visitor.t("{name} before its last admission"),
        ReasonKind.BEFORE_CLOSING: visitor.t("{name} before it closes"),
        ReasonKind.SHORTER_WAYS: visitor.t("{time} less on the way"),
        ReasonKind.LESS_WAITING: visitor.t("{time} less waiting at {name}"),
    }
    name = entry_name(entries[reason.id], visitor.language) if reason.id else ""
    return sentences[reason.kind].format(name=name, time=minutes(reason.minutes, visitor))


def _order(
    title: str,
    stops: Sequence[Shown],
    entries: Mapping[UUID, Entry],
    visitor: Visitor,
    *,
    moved: frozenset[UUID] = frozenset(),
) -> Element:
    return section[
        h3[title],
        ol[
            (
                li(class_={"moved": schedule_id in moved}, data_schedule_id=str(schedule_id))[
                    _span(comes, leaves), " ", span[entry_name(entries[schedule_id], visitor.language)]
                ]
                for schedule_id, comes, leaves in stops
            )
        ],
    ]


def _span(comes: int, leaves: int) -> Node:
    return time[f"{clock(clock_of(comes))}–{clock(clock_of(leaves))}"]


def _moved(now: Sequence[Shown], best: Sequence[Shown]) -> frozenset[UUID]:
    """Return what stands elsewhere in the order."""
    return frozenset(after[0] for before, after in zip(now, best, strict=True) if before[0] != after[0])


def _differs(placed: Placed, entry: Entry) -> bool:
    return (entry.stop.start, entry.stop.end) != (placed.start, placed.end)


def _change(placed: Placed, day: PlannedDay) -> dict[str, str | int]:
    version = next(one.entry.version for one in day.entries if one.entry.id == placed.id)
    return {
        "id": str(placed.id),
        "date": day.day.isoformat(),
        "start": clock(clock_of(placed.start)),
        "end": clock(clock_of(placed.end)),
        "version": version,
    }
