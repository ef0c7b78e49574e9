"""An entry of a trip that one may only read, as a page of its own."""

from htpy import Element, Node, a, article, h1, p

from services.plan_sentences import entry_name
from services.schedule_entries import Entry
from ui.formatters import clock, long_day
from ui.html.icons import icon
from ui.visitor import Visitor


def entry_to_read(entry: Entry, warnings: Node, visitor: Visitor) -> Element:
    """What it is and when, what is wrong with it, and the way to its place; nothing here changes anything."""
    name, place = entry_name(entry, visitor.language), entry.place
    return article(".entry-form.entry-read", data_testid="entry-read")[
        h1[name],
        p(".entry-when")[icon("calendar", size=18), _when(entry, visitor)],
        entry.note and p(".stop-note")[entry.note],
        warnings,
        place
        and not place.is_withdrawn
        and a(".secondary", href=f"/places/{place.id}?on={entry.date}")[
            icon("pin", size=18), visitor.text(place.name)
        ],
        p(".my-hint")[visitor.t("You can read this trip, but not change it.")],
    ]


def _when(entry: Entry, visitor: Visitor) -> str:
    day = long_day(entry.date, visitor)
    times = "–".join(clock(moment) for moment in (entry.start_time, entry.end_time) if moment)
    return f"{day}, {times}" if times else day
