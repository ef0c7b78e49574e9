"""The live calendars of a traveller, as the settings show them: their addresses, how to use one, how to end it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from htpy import Element, Node, a, button, code, details, div, form, input, li, p, span, summary, ul

from services.calendar_feeds import CalendarFeed
from ui.html.icons import icon
from ui.visitor import Visitor


@dataclass(frozen=True, slots=True)
class FeedAddress:
    """A live calendar with its address."""

    feed: CalendarFeed
    url: str

    @property
    def webcal(self) -> str:
        """The address by which a device hands it to its calendar."""
        return f"webcal://{self.url.partition('://')[2]}"

    @property
    def in_google(self) -> str:
        """Where Google Calendar asks whether to add it."""
        return f"https://calendar.google.com/calendar/render?cid={quote(self.webcal, safe='')}"


def calendar_feeds(feeds: Sequence[FeedAddress], visitor: Visitor) -> Node:
    """The calendar of everything, then those of trips, then the ways in and out by file."""
    has_everything = any(one.feed.trip_id is None for one in feeds)
    return [
        ul(".settings-list.feeds")[(_feed(one, visitor) for one in feeds)] if feeds else None,
        None if has_everything else _begin(visitor),
        _how_to(visitor) if feeds else None,
        _files("", visitor),
    ]


def trip_calendar(trip_id: UUID, visitor: Visitor, *, may_edit: bool) -> Node:
    """A trip's way into other calendars, and where one may change it the way from them."""
    return [
        form(action="/mypage/feeds", method="post")[
            input(type="hidden", name="trip", value=str(trip_id)),
            button(".secondary", type="submit", data_testid="feed-begin")[
                icon("calendar-plus"), visitor.t("Live calendar of this trip")
            ],
        ],
        _files(f"?trip={trip_id}", visitor, may_import=may_edit),
    ]


def _files(query: str, visitor: Visitor, *, may_import: bool = True) -> Element:
    t = visitor.t
    return p(".settings-line")[
        a(".quiet", href=f"/schedule/export.ics{query}", download=True, data_testid="export-ics")[
            t("Download as a calendar file")
        ],
        a(".quiet", href=f"/schedule/export.json{query}", download=True, data_testid="export-json")[
            t("Download as JSON")
        ],
        a(".quiet", href=f"/schedule/import{query}", data_testid="import-ics")[t("Import a calendar")]
        if may_import
        else None,
    ]


def _begin(visitor: Visitor) -> Element:
    return form(action="/mypage/feeds", method="post")[
        button(".secondary", type="submit", data_testid="feed-begin")[
            icon("calendar-plus"), visitor.t("Create a live calendar")
        ]
    ]


def _feed(one: FeedAddress, visitor: Visitor) -> Element:
    t, feed = visitor.t, one.feed
    return li(data_testid="feed", data_trip_id=str(feed.trip_id or ""))[
        div(".feed")[
            p[span(".settings-name")[feed.trip_title or t("Everything I have planned")]],
            div(".feed-address")[
                code(data_testid="feed-url")[one.url],
                button(
                    ".icon-button",
                    type="button",
                    data_copy=one.url,
                    data_done=t("Copied."),
                    aria_label=t("Copy the address"),
                    title=t("Copy the address"),
                )[icon("copy")],
            ],
            div(".feed-actions")[
                a(".secondary", href=one.webcal, data_testid="feed-webcal")[t("Open in my calendar")],
                a(".secondary", href=one.in_google, rel="noopener noreferrer", target="_blank")[
                    t("Add to Google Calendar")
                ],
                form(action="/mypage/feeds", method="post")[
                    input(type="hidden", name="another", value="true"),
                    input(type="hidden", name="trip", value=str(feed.trip_id)) if feed.trip_id else None,
                    button(".quiet", type="submit", data_testid="feed-rotate")[t("New address")],
                ],
                form(action=f"/mypage/feeds/{feed.id}/revoke", method="post")[
                    button(".quiet", type="submit", data_testid="feed-revoke")[t("Revoke")]
                ],
            ],
        ]
    ]


def _how_to(visitor: Visitor) -> Element:
    t = visitor.t
    return details(".feed-how-to")[
        summary[t("How to use it")],
        p[
            t(
                "iPhone, iPad and Mac: “Open in my calendar” asks whether to subscribe. Google Calendar: “Add to Google Calendar”, or on a computer “Other calendars”, “From URL”. Outlook: “Add calendar”, “Subscribe from web”."
            )
        ],
        p[t("Calendars refresh it by themselves, most of them every few hours.")],
        p[
            t(
                "Anyone who knows the address can read your plans, notes included. If it falls into the wrong "
                "hands, create a new one; the old one stops working at once."
            )
        ],
    ]
