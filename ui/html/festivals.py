"""Festivals around some days, in a line each."""

from collections.abc import Sequence

from htpy import Node, a, div, li, span, ul

from services.festivals import Festival
from ui.formatters import days_between, listed, month_name
from ui.html.icons import icon
from ui.visitor import Visitor


def festivals_note(lead: str, festivals: Sequence[Festival], visitor: Visitor) -> Node:
    """Which they are and when, in a box of their own."""
    if not festivals:
        return None
    return div(".holidays.festivals", role="note")[
        icon("ticket", size=18),
        span(".holidays-lead")[lead],
        ul[
            (
                li[
                    a(href=f"/places/{festival.place.id}")[visitor.text(festival.place.name)],
                    " ",
                    span(".holiday-day")[festival_days(festival, visitor)],
                ]
                for festival in festivals
            )
        ],
    ]


def festival_days(festival: Festival, visitor: Visitor) -> str:
    """Its days, or its usual months while nobody has named the next days."""
    place = festival.place
    if not festival.months and place.starts_on and place.ends_on:
        return days_between(place.starts_on, place.ends_on, visitor)
    months = listed([month_name(month, visitor) for month in festival.months], visitor)
    return visitor.t("usually in {months}").format(months=months)
