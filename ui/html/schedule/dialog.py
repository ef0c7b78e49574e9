"""The form of an entry: in a dialog on the schedule, and as a page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from htpy import (
    Element,
    Node,
    button,
    dialog,
    div,
    form,
    h2,
    input,
    label,
    option,
    p,
    select,
    small,
    span,
    textarea,
    ul,
)

from models.schedule import LONGEST_NAME, LONGEST_NOTE
from services.calendar_days import FIRST_DAY, LAST_DAY
from services.trips import TripSummary
from ui.html.icons import icon
from ui.visitor import Visitor

ENTRIES = "/schedule/entries"


@dataclass(frozen=True, slots=True)
class EntryForm:
    """What stands in the fields; texts as a browser sends them, empty where nothing is chosen."""

    date: str
    back: str
    id: str = ""
    version: str = ""
    place_id: str = ""
    place_name: str = ""
    start_time: str = ""
    end_time: str = ""
    note: str = ""
    trip_id: str = ""


def dialogs(day: date, back: str, trip_id: str, trips: Sequence[TripSummary], visitor: Visitor) -> Node:
    """The dialogs of the schedule, filled by scripts: one for an entry, one for the best order of a day."""
    values = EntryForm(date=day.isoformat(), back=back, trip_id=trip_id)
    return [
        dialog(
            ".schedule-dialog",
            data_testid="schedule-dialog",
            aria_labelledby="schedule-dialog-title",
        )[
            entry_form(
                values,
                trips,
                visitor,
                title=h2("#schedule-dialog-title", data_dialog_title=True)[visitor.t("New entry")],
                cancel=button(
                    ".icon-button.dialog-close",
                    type="button",
                    data_dialog_close=True,
                    aria_label=visitor.t("Close"),
                )[icon("close")],
                warnings=ul(".warning-list", data_dialog_warnings=True, aria_live="polite"),
            )
        ],
        dialog(
            ".schedule-dialog.optimise-dialog", data_optimise=True, aria_label=visitor.t("Optimise this day")
        ),
    ]


def entry_form(
    values: EntryForm,
    trips: Sequence[TripSummary],
    visitor: Visitor,
    *,
    title: Node,
    warnings: Node,
    cancel: Node = None,
    error: str = "",
) -> Element:
    """The fields of an entry; place or name and the day are needed, all else may stay empty."""
    return form(
        ".entry-form",
        method="post",
        action=f"{ENTRIES}/{values.id}" if values.id else ENTRIES,
        novalidate=True,
    )[
        div(".dialog-head")[title, cancel],
        p(".form-error", role="alert", data_form_error=True, data_testid="form-error", hidden=not error)[
            error
        ],
        (
            input(type="hidden", name=name, value=value)
            for name, value in {
                "id": values.id,
                "version": values.version,
                "back": values.back,
                "place_id": values.place_id,
                "place_shown": values.place_name,
            }.items()
        ),
        _place(values, visitor),
        _times(values, visitor),
        warnings,
        _trip(values, trips, visitor),
        _note(values, visitor),
        _buttons(values, visitor),
    ]


def _place(values: EntryForm, visitor: Visitor) -> Element:
    return div(".field.place-field", data_place_field=True)[
        label(".field-name", for_="schedule-place")[visitor.t("Place or name")],
        input(
            "#schedule-place",
            name="place_name",
            value=values.place_name,
            data_testid="schedule-place",
            maxlength=str(LONGEST_NAME),
            autocomplete="off",
            required=True,
            placeholder=visitor.t("Search for a place, or type any name"),
        ),
    ]


def _times(values: EntryForm, visitor: Visitor) -> Element:
    return div(".time-fields")[
        label(".field")[
            span(".field-name")[visitor.t("Date")],
            input(
                type="date",
                name="date",
                value=values.date,
                required=True,
                min=FIRST_DAY.isoformat(),
                max=LAST_DAY.isoformat(),
                data_testid="schedule-date",
            ),
        ],
        label(".field")[
            span(".field-name")[visitor.t("From")],
            input(type="time", name="start_time", value=values.start_time, data_testid="schedule-start"),
        ],
        label(".field")[
            span(".field-name")[visitor.t("Until")],
            input(type="time", name="end_time", value=values.end_time, data_testid="schedule-end"),
        ],
        small(".note")[visitor.t("Without times it waits on the day's “no time” shelf, in order.")],
    ]


def _trip(values: EntryForm, trips: Sequence[TripSummary], visitor: Visitor) -> Node:
    if not trips:
        return input(type="hidden", name="trip_id", value=values.trip_id)
    return label(".field")[
        span(".field-name")[visitor.t("Trip")],
        select(name="trip_id", data_testid="schedule-trip")[
            option(value="")[visitor.t("Just mine, not in a trip")],
            (
                option(value=str(trip.id), selected=str(trip.id) == values.trip_id)[trip.title]
                for trip in trips
            ),
        ],
    ]


def _note(values: EntryForm, visitor: Visitor) -> Element:
    return label(".field")[
        span(".field-name")[visitor.t("Note")],
        textarea(name="note", rows="2", maxlength=str(LONGEST_NOTE), data_testid="schedule-note")[
            values.note
        ],
    ]


def _buttons(values: EntryForm, visitor: Visitor) -> Element:
    return div(".dialog-buttons")[
        button(".primary", type="submit", data_testid="schedule-save")[visitor.t("Save")],
        button(
            ".danger",
            type="submit",
            formaction=f"{ENTRIES}/{values.id}/remove",
            formnovalidate=True,
            data_testid="schedule-delete",
            hidden=not values.id,
        )[icon("trash", size=18), visitor.t("Delete")],
    ]
