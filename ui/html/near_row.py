"""A place in a list of what is near."""

from htpy import Element, Node, a, li, span

from services.places import PlaceSummary
from ui.visitor import Visitor


def near_row(place: PlaceSummary, said: Node, visitor: Visitor, *, handle: str = "nearby-place") -> Element:
    """Its name, and what is said of it: how far it is, or when it takes place."""
    look = ".near-when" if handle == "nearby-festival" else ".near-walk"
    return li(data_testid=handle, data_place_id=place.id)[
        a(href=f"/places/{place.id}")[span(".near-name")[visitor.text(place.name)], span(look)[said]]
    ]
