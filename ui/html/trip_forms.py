"""A trip begun, and an invitation answered: one form each."""

from datetime import date

from htpy import Element, Node, a, button, div, form, input, label, p, span

from edge.assets import Assets
from models.trip import TripRole
from services.calendar_days import FIRST_DAY, LAST_DAY
from services.trip_links import Invitation
from services.trips import LONGEST_TITLE
from ui.formatters import days_between
from ui.html.account_forms import form_notes, sheet, text_field
from ui.html.icons import icon
from ui.visitor import Visitor

NEW_TRIP = "/trips/new"


def schedule_of(trip_id: object) -> str:
    """Where the days of a trip are planned."""
    return f"/schedule?trip={trip_id}"


def new_trip_form(
    title: str, starts_on: str, ends_on: str, error: str, visitor: Visitor, assets: Assets
) -> Element:
    """Begin a trip with its title and days, as they were typed."""
    t = visitor.t
    return sheet(
        t("A new trip"),
        p(".form-aside")[t("A title and two dates are enough to start. You can change everything later.")],
        form(action=NEW_TRIP, method="post", data_testid="trip-form")[
            form_notes(error),
            trip_fields(title, starts_on, ends_on, visitor),
            button(".primary", type="submit", data_testid="submit")[t("Begin planning")],
        ],
        assets=assets,
    )


def trip_fields(title: str, starts_on: str, ends_on: str, visitor: Visitor) -> Node:
    """The fields of a trip's title and days."""
    t = visitor.t
    return [
        text_field(t("Title"), "title", "text", value=title, maxlength=str(LONGEST_TITLE)),
        div(".trip-dates")[
            _day_field(t("First day"), "starts_on", starts_on), _day_field(t("Last day"), "ends_on", ends_on)
        ],
    ]


def _day_field(title: str, name: str, value: str) -> Element:
    return label(".field")[
        span(".field-name")[title],
        input(
            type="date",
            name=name,
            value=value or None,
            required=True,
            min=FIRST_DAY.isoformat(),
            max=LAST_DAY.isoformat(),
            data_testid=name.replace("_", "-"),
        ),
    ]


def invitation_form(
    invitation: Invitation, token: str, error: str, visitor: Visitor, assets: Assets
) -> Element:
    """Which trip it is, who invites and as what, and a button to join."""
    t = visitor.t
    return sheet(
        t("{name} invites you to a trip").format(name=invitation.owner_name),
        form_notes(error),
        trip_card(invitation.title, invitation.starts_on, invitation.ends_on, visitor),
        _answer(invitation, token, visitor),
        assets=assets,
    )


def _answer(invitation: Invitation, token: str, visitor: Visitor) -> Node:
    t = visitor.t
    if not invitation.adds_something:
        return [
            p(".form-aside")[t("You are already in this trip.")],
            a(".primary", href=schedule_of(invitation.trip_id))[icon("calendar"), t("Open the schedule")],
        ]
    return [
        p(".form-aside")[
            t("You will plan together: others see your changes at once.")
            if invitation.role is TripRole.EDITOR
            else t("You will see the plan take shape. Only its owner and editors can change it.")
        ],
        p(".form-aside")[t("Others in the trip can see your name and picture.")],
        form(action=f"/join/{token}", method="post", data_testid="join-form")[
            button(".primary", type="submit", data_testid="submit")[t("Join the trip")]
        ],
    ]


def trip_card(title: str, starts_on: date, ends_on: date, visitor: Visitor) -> Element:
    """A trip in short."""
    return div(".trip-card")[
        p(".trip-title", data_testid="trip-title")[title],
        p(".trip-days")[days_between(starts_on, ends_on, visitor)],
    ]
