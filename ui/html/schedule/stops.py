"""The stops of a day one after the other: what each is, when it is open, and how to get there in Korea."""

from htpy import Element, Node, a, button, div, h2, li, ol, p, section, span

from models.language import Language
from services.opening_hours import DayState, last_admission, spans_on, state_on
from services.plan_sentences import entry_name
from services.planned_days import PlannedDay, PlannedEntry
from services.schedule_entries import ScheduledPlace
from ui.formatters import clock, span_text
from ui.html.day_words import korean_name_of, times_of
from ui.html.icons import icon
from ui.html.map_links import korean_map_links
from ui.html.place_facts import driver_card
from ui.html.schedule.content import theme_of
from ui.html.schedule.grid import Numbers
from ui.visitor import Visitor


def stop_list(shown: PlannedDay, numbers: Numbers, visitor: Visitor) -> Element:
    return section(".day-stops", aria_labelledby="stops-title")[
        h2("#stops-title")[visitor.t("Stops of the day")],
        ol[(_stop(one, shown, numbers[one.entry.id], visitor) for one in shown.entries)]
        if shown.entries
        else p(".note")[visitor.t("Nothing planned on this day yet.")],
        [
            driver_card(
                one.entry.place.name, one.entry.place.address, visitor, card_id=f"driver-{one.entry.id}"
            )
            for one in shown.entries
            if one.entry.place
        ],
    ]


def _stop(one: PlannedEntry, shown: PlannedDay, number: int, visitor: Visitor) -> Element:
    entry, place = one.entry, one.entry.place
    name = entry_name(entry, visitor.language)
    return li(".stop", data_theme=theme_of(entry), data_place_id=place.id if place else None)[
        span(".stop-number", aria_hidden="true")[str(number)],
        div(".stop-words")[
            p(".stop-name")[
                a(href=f"/places/{place.id}?on={shown.day}")[name]
                if place and not place.is_withdrawn
                else name
            ],
            place and _korean(place, name, visitor),
            p(".stop-times")[_times(one, visitor)],
            place and _hours(place, shown, visitor),
            entry.note and p(".stop-note")[entry.note],
            place and _ways_there(one, place, visitor),
        ],
    ]


def _korean(place: ScheduledPlace, shown: str, visitor: Visitor) -> Node:
    korean = korean_name_of(place)
    if visitor.language is Language.KO or not korean or korean == shown:
        return None
    return p(".stop-korean", lang="ko")[korean]


def _times(one: PlannedEntry, visitor: Visitor) -> str:
    times = times_of(one)
    return visitor.t("about {time}, computed").format(time=times) if one.timed.is_computed else times


def _hours(place: ScheduledPlace, shown: PlannedDay, visitor: Visitor) -> Node:
    state = state_on(place.opening_hours, shown.day)
    if state is DayState.UNKNOWN:
        return None
    if state is DayState.CLOSED:
        return p(".stop-hours.closed")[visitor.t("Closed on this day")]
    spans = spans_on(place.opening_hours or "", shown.day)
    hours = visitor.t("Open {hours}").format(hours=", ".join(map(span_text, spans)))
    last = last_admission(spans[-1], place.last_admission_minutes) if spans else None
    text = f" · {visitor.t('last entry {time}').format(time=clock(last))}" if last else ""
    return p(".stop-hours")[hours, text]


def _ways_there(one: PlannedEntry, place: ScheduledPlace, visitor: Visitor) -> Element:
    return div(".stop-actions")[
        button(
            ".quiet", type="button", data_testid="driver-card-button", data_opens=f"driver-{one.entry.id}"
        )[icon("car", size=16), visitor.t("Show to driver")],
        korean_map_links(place),
    ]
