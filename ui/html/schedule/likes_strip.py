"""The places one likes, at hand to be planned."""

from collections.abc import Sequence

from htpy import Node, a, div, h2, li, ul

from services.places import PlaceSummary
from ui.html.icons import icon
from ui.schedule_choice import ScheduleChoice
from ui.visitor import Visitor


def likes_strip(likes: Sequence[PlaceSummary], chosen: ScheduleChoice, visitor: Visitor) -> Node:
    """Chips to drag onto a day; each is a link to the form with the place filled in."""
    if not likes:
        return None
    return div(".likes-strip")[
        h2[icon("heart", size=16), visitor.t("From your likes")],
        ul[(li[_chip(place, chosen, visitor)] for place in likes)],
    ]


def _chip(place: PlaceSummary, chosen: ScheduleChoice, visitor: Visitor) -> Node:
    trip = f"&trip={chosen.trip}" if chosen.trip else ""
    return a(
        ".like-chip",
        href=f"/schedule/entries/new?place={place.id}&date={chosen.day}{trip}",
        draggable="false",
        data_place_id=place.id,
        data_name=visitor.text(place.name),
        data_stay=str(place.stay_minutes or ""),
        data_theme=place.themes[0].value if place.themes else "",
    )[visitor.text(place.name)]
