"""The page of a trip, part by part: its days, who is in it, the links to it, and the ways out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from htpy import (
    Element,
    Node,
    a,
    button,
    code,
    details,
    div,
    fieldset,
    form,
    h1,
    h2,
    header,
    input,
    label,
    legend,
    li,
    option,
    p,
    section,
    select,
    span,
    summary,
    ul,
)

from models.trip import LinkKind, TripRole
from services.trip_access import Standing
from services.trip_links import INVITATION_DAYS, Link
from services.trip_members import TripPerson
from services.trips import TripDetails
from ui.formatters import days_between, month, number, seoul_day
from ui.html.account_forms import Said, part_notes
from ui.html.calendar_feeds import trip_calendar
from ui.html.frame import avatar
from ui.html.icons import icon
from ui.html.trip_forms import schedule_of, trip_fields
from ui.visitor import Visitor


class Part(StrEnum):
    """The parts of the page that have forms, by their anchor."""

    ABOUT = "about"
    PEOPLE = "people"
    INVITATIONS = "invitations"
    SHARES = "shares"
    CALENDAR = "calendar"
    END = "end"


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has typed into the form of title and days; it may be nonsense."""

    title: str
    starts_on: str
    ends_on: str


@dataclass(frozen=True, slots=True)
class TripPage:
    """What the page shows; `links` is empty for readers."""

    trip: TripDetails
    own_id: UUID
    links: Sequence[Link]
    site: str
    said: Said | None = None
    typed: Typed | None = None

    @property
    def address(self) -> str:
        return f"/trips/{self.trip.id}"

    def of_kind(self, kind: LinkKind) -> Sequence[Link]:
        return [link for link in self.links if link.kind is kind]


def trip_page(page: TripPage, visitor: Visitor) -> Element:
    """The whole page between top bar and footer."""
    may_edit = page.trip.role.may_edit
    return div(".my.trip-page")[
        _head(page, visitor),
        may_edit and _about(page, visitor),
        _people(page, visitor),
        may_edit and _invitations(page, visitor),
        may_edit and _shares(page, visitor),
        _calendar(page, visitor),
        _end(page, visitor),
    ]


def _head(page: TripPage, visitor: Visitor) -> Element:
    trip = page.trip
    return header(".my-head.trip-head")[
        span(".trip-leaf", aria_hidden="true")[
            span[month(trip.starts_on, visitor)], span(".trip-day")[str(trip.starts_on.day)]
        ],
        div(".my-who")[
            h1(data_testid="trip-title")[trip.title],
            p(".my-lead")[days_between(trip.starts_on, trip.ends_on, visitor), " · ", _count(page, visitor)],
        ],
        a(".primary", href=schedule_of(trip.id), data_testid="open-schedule")[
            icon("calendar"), visitor.t("Open the schedule")
        ],
    ]


def _count(page: TripPage, visitor: Visitor) -> str:
    if page.trip.people == 1:
        return visitor.t("only you so far")
    return visitor.t("{n} travellers").format(n=number(page.trip.people, visitor))


def _part(part: Part, title: str, about: str, page: TripPage, *content: Node) -> Element:
    return section(".settings-part", id=part.value, aria_labelledby=f"{part}-title")[
        div(".settings-about")[h2(id=f"{part}-title")[title], p[about]],
        div(".settings-card")[part_notes(part, page.said), content],
    ]


def _about(page: TripPage, visitor: Visitor) -> Element:
    t, trip = visitor.t, page.trip
    typed = page.typed or Typed(trip.title, trip.starts_on.isoformat(), trip.ends_on.isoformat())
    return _part(
        Part.ABOUT,
        t("Title and days"),
        t("Planned entries keep their day, even if it then falls outside the trip."),
        page,
        page.typed and _as_it_stands(trip, visitor),
        form(action=f"{page.address}/change", method="post", data_testid="trip-form")[
            input(type="hidden", name="version", value=str(trip.version)),
            trip_fields(typed.title, typed.starts_on, typed.ends_on, visitor),
            button(".primary", type="submit", data_testid="submit")[t("Save")],
        ],
    )


def _as_it_stands(trip: TripDetails, visitor: Visitor) -> Element:
    text = visitor.t("The trip is now “{title}”, {days}. Saving replaces that with what is written here.")
    return p(".note")[text.format(title=trip.title, days=days_between(trip.starts_on, trip.ends_on, visitor))]


def _people(page: TripPage, visitor: Visitor) -> Element:
    t = visitor.t
    return _part(
        Part.PEOPLE,
        t("Travellers"),
        t("Editors plan with you, readers can only look. The owner decides who can do what."),
        page,
        ul(".settings-list.trip-people")[
            (_person(person, page, visitor) for person in (page.trip.owner, *page.trip.members))
        ],
    )


def _person(person: TripPerson, page: TripPage, visitor: Visitor) -> Element:
    is_self = person.user_id == page.own_id
    return li(data_testid="trip-person", data_role=person.role.value)[
        avatar(person.display_name, person.avatar, size=40),
        p[
            span(".settings-name")[person.display_name],
            span(".note")[_role_name(person.role, visitor)],
        ],
        span(".badge.open")[visitor.t("You")]
        if is_self
        else page.trip.role is Standing.OWNER and _ways_with(person, page, visitor),
    ]


def _role_name(role: Standing | TripRole, visitor: Visitor) -> str:
    names = {
        Standing.OWNER.value: visitor.t("Owner"),
        Standing.EDITOR.value: visitor.t("Editor"),
        Standing.READER.value: visitor.t("Reader"),
    }
    return names[role.value]


def _ways_with(person: TripPerson, page: TripPage, visitor: Visitor) -> Element:
    """What an owner may do with a member."""
    t, address = visitor.t, f"{page.address}/members/{person.user_id}"
    is_editor = person.role is Standing.EDITOR
    other = TripRole.READER if is_editor else TripRole.EDITOR
    becomes = t("Make {name} a reader") if is_editor else t("Make {name} an editor")
    return div(".trip-ways")[
        form(action=f"{address}/role", method="post")[
            input(type="hidden", name="role", value=other.value),
            button(
                ".quiet",
                type="submit",
                data_testid="change-role",
                aria_label=becomes.format(name=person.display_name),
            )[t("Make a reader") if is_editor else t("Make an editor")],
        ],
        form(action=f"{address}/remove", method="post")[
            button(
                ".quiet",
                type="submit",
                data_testid="remove-member",
                aria_label=t("Remove {name}").format(name=person.display_name),
            )[t("Remove")]
        ],
    ]


def _invitations(page: TripPage, visitor: Visitor) -> Element:
    t = visitor.t
    return _part(
        Part.INVITATIONS,
        t("Invite"),
        t(
            "Anyone who opens an invitation can join, so give it only to people travelling with you. "
            "Removing a member revokes all invitations."
        ),
        page,
        _links(page.of_kind(LinkKind.INVITATION), "invitation-link", page, visitor),
        form(action=f"{page.address}/invite", method="post", data_testid="invite-form")[
            fieldset(".segments")[
                legend(".field-name")[t("Whoever joins")],
                _role_choice(TripRole.EDITOR, t("can edit"), is_chosen=True),
                _role_choice(TripRole.READER, t("can only read"), is_chosen=False),
            ],
            _days_field({days: _days(days, visitor) for days in (1, INVITATION_DAYS, 30)}, visitor),
            button(".primary", type="submit", data_testid="invite")[t("Create an invitation")],
        ],
    )


def _role_choice(role: TripRole, name: str, *, is_chosen: bool) -> Element:
    return label[input(type="radio", name="role", value=role.value, checked=is_chosen), span[name]]


def _shares(page: TripPage, visitor: Visitor) -> Element:
    t = visitor.t
    choices = {"": t("Until you revoke it"), **{days: _days(days, visitor) for days in (7, 30, 365)}}
    return _part(
        Part.SHARES,
        t("Share read-only"),
        t("Anyone with the link can read the plan without an account. No one can change anything with it."),
        page,
        _links(page.of_kind(LinkKind.SHARE), "share-link", page, visitor),
        form(action=f"{page.address}/share", method="post", data_testid="share-form")[
            _days_field(choices, visitor),
            _choice("with_notes", t("Include the notes")),
            _choice("with_members", t("Show who is travelling")),
            button(".primary", type="submit", data_testid="share-trip")[t("Create a read-only link")],
        ],
    )


def _days_field(choices: dict[int, str] | dict[int | str, str], visitor: Visitor) -> Element:
    return label(".field")[
        span(".field-name")[visitor.t("Valid for")],
        select(name="days")[
            (
                option(value=str(days), selected=days == INVITATION_DAYS and "" not in choices)[text]
                for days, text in choices.items()
            )
        ],
    ]


def _days(days: int, visitor: Visitor) -> str:
    if days == 1:
        return visitor.t("One day")
    return visitor.t("{n} days").format(n=number(days, visitor))


def _choice(name: str, text: str) -> Element:
    return label(".choice")[
        input(type="checkbox", name=name, value="true", data_testid=name.replace("_", "-")), span[text]
    ]


def _links(links: Sequence[Link], testid: str, page: TripPage, visitor: Visitor) -> Node:
    if not links:
        return None
    return ul(".settings-list.trip-links")[(_link(link, testid, page, visitor) for link in links)]


def _link(link: Link, testid: str, page: TripPage, visitor: Visitor) -> Element:
    t, address = visitor.t, f"{page.site}{link.path}"
    return li[
        p[
            a(href=link.path, data_testid=testid)[code[address]],
            span(".note")[_about_link(link, visitor)],
        ],
        button(
            ".icon-button",
            type="button",
            data_copy=address,
            data_done=t("Copied."),
            aria_label=t("Copy the link"),
            title=t("Copy the link"),
        )[icon("copy")],
        form(action=f"{page.address}/links/{link.id}/revoke", method="post")[
            input(type="hidden", name="kind", value=link.kind.value),
            button(".quiet", type="submit", data_testid="revoke-link")[t("Revoke")],
        ],
    ]


def _about_link(link: Link, visitor: Visitor) -> str:
    t = visitor.t
    parts = [
        _role_name(link.role, visitor) if link.role else "",
        t("with notes") if link.with_notes else "",
        t("with names") if link.with_members else "",
        t("works until {day}").format(day=seoul_day(link.expires_at, visitor))
        if link.expires_at
        else t("works until you revoke it"),
    ]
    return " · ".join(filter(None, parts))


def _calendar(page: TripPage, visitor: Visitor) -> Element:
    t, trip = visitor.t, page.trip
    return _part(
        Part.CALENDAR,
        t("Calendar"),
        t("This trip in your phone's calendar, always up to date."),
        page,
        trip_calendar(trip.id, visitor, may_edit=trip.role.may_edit),
    )


def _end(page: TripPage, visitor: Visitor) -> Element:
    t = visitor.t
    if page.trip.role is not Standing.OWNER:
        return _part(
            Part.END,
            t("Leave"),
            t("What you planned here stays in the trip."),
            page,
            form(action=f"{page.address}/leave", method="post")[
                button(".danger", type="submit", data_testid="leave-trip")[t("Leave this trip")]
            ],
        )
    return _part(
        Part.END,
        t("Hand over or delete"),
        t(
            "A trip belongs to one person. If you delete your account, it passes to the longest-standing editor."
        ),
        page,
        _hand_over(page, visitor),
        details(".trip-delete")[
            summary(data_testid="delete-trip")[t("Delete this trip")],
            form(action=f"{page.address}/delete", method="post", data_testid="delete-form")[
                p[
                    t(
                        "Everything planned in it is deleted at once, for everyone in it. This cannot be undone."
                    )
                ],
                button(".danger", type="submit", data_testid="delete-trip-now")[t("Delete it now")],
            ],
        ],
    )


def _hand_over(page: TripPage, visitor: Visitor) -> Element:
    t = visitor.t
    editors = [person for person in page.trip.members if person.role is Standing.EDITOR]
    if not editors:
        return p(".note")[t("You can hand the trip over once it has an editor.")]
    return form(
        ".token-form", action=f"{page.address}/hand-over", method="post", data_testid="hand-over-form"
    )[
        label(".field")[
            span(".field-name")[t("New owner")],
            select(name="user_id")[
                (option(value=str(person.user_id))[person.display_name] for person in editors)
            ],
        ],
        button(".secondary", type="submit", data_testid="hand-over")[t("Hand over")],
    ]
