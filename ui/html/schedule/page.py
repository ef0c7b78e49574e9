"""The whole page of the schedule, and the part of it that is drawn anew after every change."""

from htpy import Element, Node, a, aside, div, img, p

from edge.assets import Assets
from services.plan_sentences import entry_name
from services.schedule_entries import Entry
from ui.formatters import medium_day, short_day
from ui.html.icons import icon
from ui.html.map_frame import map_frame
from ui.html.schedule.content import ScheduleContent
from ui.html.schedule.day import day
from ui.html.schedule.dialog import dialogs
from ui.html.schedule.likes_strip import likes_strip
from ui.html.schedule.month import month, new_entry_address
from ui.html.schedule.toolbar import toolbar
from ui.html.schedule.week import week
from ui.html.schedule.words import schedule_words
from ui.schedule_choice import View
from ui.visitor import Visitor

_VIEWS = {View.MONTH: month, View.WEEK: week, View.DAY: day}


def schedule_page(content: ScheduleContent, visitor: Visitor, assets: Assets) -> Element:
    """The page between top bar and footer; map and dialogs stay when the schedule is drawn anew."""
    chosen = content.chosen
    trip = str(chosen.trip) if content.trip else ""
    return div(class_=["planner", f"of-{chosen.view}"])[
        div(".planner-plan")[schedule(content, visitor, assets)],
        chosen.view is View.DAY
        and aside(".day-map", aria_label=visitor.t("Map of the day"))[
            map_frame(visitor, assets, data={"day": "true"}, tools=False)
        ],
        dialogs(chosen.day, chosen.address(), trip, content.editable_trips, visitor),
    ]


def schedule(content: ScheduleContent, visitor: Visitor, assets: Assets) -> Element:
    """What every change draws anew."""
    chosen = content.chosen
    return div(
        "#schedule",
        data_view=chosen.view.value,
        data_date=chosen.day.isoformat(),
        data_trip=str(chosen.trip or ""),
        data_first=chosen.first.isoformat(),
        data_last=chosen.last.isoformat(),
        data_today=visitor.today.isoformat(),
        data_new_date=content.day_of_new_entry(visitor.today).isoformat(),
        data_only_read=" ".join(map(str, content.only_read)),
        data_editable=_yes_or_no(content.is_editable),
        **schedule_words(visitor),
    )[
        toolbar(content, visitor),
        likes_strip(content.likes, chosen, visitor) if content.is_editable else None,
        _nothing_yet(content, visitor, assets),
        _VIEWS[chosen.view](content, visitor),
    ]


def _nothing_yet(content: ScheduleContent, visitor: Visitor, assets: Assets) -> Node:
    """Beside an empty calendar: what comes next and what to do; a line above hours, which need their height."""
    if not content.is_empty:
        return None
    chosen = content.chosen
    texts = {
        View.MONTH: visitor.t("Nothing planned this month yet"),
        View.WEEK: visitor.t("Nothing planned this week yet"),
        View.DAY: visitor.t("Nothing planned on this day yet"),
    }
    title = p(".nothing-yet-title")[texts[chosen.view]]
    find = (
        content.is_editable
        and a(".secondary", href=f"/?open_on={chosen.day}#explore")[
            icon("compass"), visitor.t("Find places open that day")
        ]
    )
    if chosen.view is not View.MONTH:
        return div(".nothing-yet.is-slim")[title, _coming(content, visitor), find]
    return div(".nothing-yet")[
        img(src=assets.url("illustrations/themes/trails.svg"), alt="", width="640", height="480"),
        div[
            title,
            content.is_editable
            and p[
                visitor.t(
                    "Drag a place you like onto a day, click on a free time, or find a place and add it. We check "
                    "opening hours, holidays and travel times for you."
                )
            ],
            div(".actions")[
                content.is_editable
                and a(
                    ".primary",
                    href=new_entry_address(content.day_of_new_entry(visitor.today), chosen),
                    data_new_entry=True,
                )[icon("plus"), visitor.t("New entry")],
                find,
                _coming(content, visitor),
            ],
        ],
    ]


def _coming(content: ScheduleContent, visitor: Visitor) -> Node:
    """The way to what is planned next, in the same view."""
    coming = content.coming
    if coming is None:
        return None
    plan = coming.plan
    name = entry_name(plan, visitor.language) if isinstance(plan, Entry) else plan.title
    day = (short_day if coming.day.year == visitor.today.year else medium_day)(coming.day, visitor)
    return a(".coming", href=content.chosen.changed(day=coming.day).address(), data_testid="coming-plan")[
        visitor.t("Next: {day}, {name}").format(day=day, name=name), icon("arrow", size=18)
    ]


def _yes_or_no(value: bool) -> str:  # noqa: FBT001 (it is what this turns into a word)
    return "true" if value else "false"
