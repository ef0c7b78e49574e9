"""The best order of a day beside the present one, to be accepted or dropped."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from htpy import (
    Element,
    Node,
    a,
    button,
    details,
    div,
    fieldset,
    form,
    h2,
    h3,
    input,
    label,
    legend,
    li,
    ol,
    optgroup,
    option,
    p,
    section,
    select,
    small,
    span,
    summary,
    time,
    ul,
)

from services.day_order import DayOrder, Placed, Reason, ReasonKind
from services.day_plan import date_of
from services.plan_sentences import entry_name
from services.planned_days import PlannedDay, PlannedEntry
from services.schedule_entries import Entry
from ui.formatters import clock_at, long_day, minutes
from ui.visitor import Visitor

Shown = tuple[UUID, int, int]
"""An entry with the minutes at which one comes and leaves."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an order was asked to keep to, and what else it could be asked.

    `kept` are the entries whose times were to stay, `held` those that one may not move; `start` and `end` are ids of
    places, empty for none; `likes` are the names of liked places by their ids, and `asked` are the form's other fields.
    """

    kept: frozenset[UUID]
    held: frozenset[UUID]
    start: str
    end: str
    likes: Mapping[str, str]
    asked: Mapping[str, str]

    @property
    def are_any(self) -> bool:
        return bool(self.kept or self.start or self.end)


def proposal(day: PlannedDay, order: DayOrder, wishes: Wishes, back: str, visitor: Visitor) -> Element:
    """Show both orders, what the proposed one saves and why, the form that accepts it and leads `back`, and wishes."""
    entries = {one.entry.id: one.entry for one in day.entries}
    now = [(one.entry.id, one.timed.arrives, one.timed.leaves) for one in day.entries]
    best = [(one.id, one.start, one.end) for one in sorted(order.stops, key=lambda one: one.start)]
    changes = [
        _change(one, day)
        for one in order.stops
        if one.id not in wishes.held and _differs(one, entries[one.id])
    ]
    is_better = bool(changes) and order.is_better
    return div(".proposal", data_testid="proposal", data_minutes_saved=str(order.minutes_saved))[
        h2(tabindex="-1", data_dialog_title=True)[
            visitor.t("The best order for {day}").format(day=long_day(day.day, visitor))
        ],
        ul(".proposal-reasons")[(li[_reason(reason, entries, visitor)] for reason in order.reasons)]
        if is_better
        else p[
            visitor.t("With these choices, nothing beats the order you have.")
            if wishes.are_any
            else visitor.t("This day is already in its best order.")
        ],
        is_better
        and div(".proposal-orders")[
            _order(visitor.t("Now"), now, entries, visitor),
            _order(visitor.t("Proposed"), best, entries, visitor, moved=_moved(now, best)),
        ],
        _wishes(day, wishes, visitor) if day.entries else None,
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


def _wishes(day: PlannedDay, wishes: Wishes, visitor: Visitor) -> Element:
    """The form that asks again: which entries keep their times, and where the day begins and ends."""
    return details(".proposal-wishes", open=wishes.are_any)[
        summary[visitor.t("Try another order")],
        form(method="post", action="/schedule/optimise")[
            (input(type="hidden", name=name, value=value) for name, value in wishes.asked.items()),
            fieldset[
                legend[visitor.t("Entries that keep their time")],
                (_keeps_its_time(one, wishes, visitor) for one in day.timed),
            ]
            if day.timed
            else None,
            div(".proposal-ends")[
                _end("start", visitor.t("The day begins at"), wishes.start, day, wishes, visitor),
                _end("end", visitor.t("The day ends at"), wishes.end, day, wishes, visitor),
            ],
            button(".secondary", type="submit", data_testid="optimise-again")[visitor.t("Optimise again")],
        ],
    ]


def _keeps_its_time(one: PlannedEntry, wishes: Wishes, visitor: Visitor) -> Element:
    """A box to tick; what has no place, and what one may only read, keeps its time in any case."""
    entry = one.entry
    always = entry.place is None or entry.id in wishes.held
    return label(".check-field")[
        input(
            type="checkbox",
            name="fixed",
            value=str(entry.id),
            checked=always or entry.id in wishes.kept,
            disabled=always,
        ),
        span[
            _span(one.timed.arrives, one.timed.leaves),
            " ",
            entry_name(entry, visitor.language),
            always and small[visitor.t("always keeps its time")],
        ],
    ]


def _end(name: str, title: str, chosen: str, day: PlannedDay, wishes: Wishes, visitor: Visitor) -> Element:
    places = {
        one.entry.place.id: visitor.text(one.entry.place.name)
        for one in day.entries
        if one.entry.place and not one.entry.place.is_withdrawn
    }
    likes = {place_id: text for place_id, text in wishes.likes.items() if place_id not in places}
    groups = ((visitor.t("Places of this day"), places), (visitor.t("Places you like"), likes))
    return label(".field")[
        span(".field-name")[title],
        select(name=name, data_testid=f"optimise-{name}")[
            option(value="")[visitor.t("Anywhere")],
            (
                optgroup(label=group)[
                    (
                        option(value=place_id, selected=place_id == chosen)[text]
                        for place_id, text in found.items()
                    )
                ]
                for group, found in groups
                if found
            ),
        ],
    ]


def _reason(reason: Reason, entries: Mapping[UUID, Entry], visitor: Visitor) -> str:
    sentences = {
        ReasonKind.START_KEPT: visitor.t("{name} on time: {time} less late"),
        ReasonKind.BEFORE_LAST_ADMISSION: visitor.t("{name} before its last admission"),
        ReasonKind.BEFORE_CLOSING: visitor.t("{name} before it closes"),
        ReasonKind.SHORTER_WAYS: visitor.t("{time} less on the way"),
        ReasonKind.LESS_WAITING: visitor.t("{time} less waiting at {name}")
        if reason.id
        else visitor.t("{time} less waiting"),
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
    return time[f"{clock_at(comes)}–{clock_at(leaves)}"]


def _moved(now: Sequence[Shown], best: Sequence[Shown]) -> frozenset[UUID]:
    """Return what stands elsewhere in the order, or comes at another time."""
    return frozenset(after[0] for before, after in zip(now, best, strict=True) if before != after)


def _differs(placed: Placed, entry: Entry) -> bool:
    return (entry.stop.start, entry.stop.end) != (placed.start, placed.end)


def _change(placed: Placed, day: PlannedDay) -> dict[str, str | int]:
    version = next(one.entry.version for one in day.entries if one.entry.id == placed.id)
    return {
        "id": str(placed.id),
        "date": date_of(day.day, placed.start).isoformat(),
        "start": clock_at(placed.start),
        "end": clock_at(placed.end),
        "version": version,
    }
