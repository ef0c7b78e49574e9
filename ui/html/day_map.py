"""The map of a day: its stops by number, the way between them, and the land they lie in, as one drawing."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from htpy import Element, Node, circle, desc, g, line, path, rect, svg, text, title
from markupsafe import Markup

from models.theme import Theme
from services.geography import Point
from services.planned_days import PlannedDay
from services.travel_time import Leg, Mode
from ui.formatters import listed, metres
from ui.html import rendered
from ui.map_labels import Box, Placed, along, beside, ems, over, shortened, spread
from ui.map_view import Land, MapView, Spot
from ui.visitor import Visitor


@dataclass(frozen=True, slots=True)
class MapStop:
    """A stop on the map: its number on the day, what it is called, and the way that leads to it from the one before."""

    number: int
    name: str
    point: Point
    theme: Theme | None = None
    leg: Leg | None = None


def stops_of(day: PlannedDay, visitor: Visitor) -> list[MapStop]:
    """Return the entries of a day that are at places, numbered as the day counts all of its entries."""
    return [
        MapStop(
            number,
            visitor.text(place.name),
            place.point,
            place.themes[0] if place.themes else None,
            planned.timed.leg,
        )
        for number, planned in enumerate(day.entries, 1)
        if (place := planned.entry.place)
    ]


def day_map(
    stops: Sequence[MapStop], visitor: Visitor, *, key: str, heading: str, width: int = 480, height: int = 400
) -> Element | None:
    """Draw the stops of a day; None when it has none. `key` tells this map from others on the page.

    Light and dark, on screen and on paper, come from the variables of `assets/css/app.css`.
    """
    if not stops:
        return None
    view = MapView.around([stop.point for stop in stops], width, height, _MARGIN)
    frame = Box(0, 0, width, height)
    true = [view.at(stop.point) for stop in stops]
    pins = spread(true, _PIN, width, height)
    scale = _Scale.of(view)
    reserved = [scale.box(view)]
    names = beside(
        pins,
        [shortened(stop.name, _NAME_ROOM) for stop in stops],
        radius=_PIN,
        size=_NAME_SIZE,
        taken=reserved,
        view=frame,
    )
    ways = [box for start, end in pairwise(pins) for box in along(start, end, _WAY)]
    taken = [*reserved, *_boxes(pins), *ways, *(name.box for name in names if name)]
    return svg(
        ".day-map",
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_labelledby=f"{key}-title",
        aria_describedby=f"{key}-desc",
        data_testid="day-map",
    )[
        title(id=f"{key}-title")[heading],
        desc(id=f"{key}-desc")[_sentence(stops, visitor)],
        rect(".sea", width=str(width), height=str(height)),
        _ground(view),
        _grid(view, scale),
        _names_of_the_land(view, taken, frame, visitor),
        [_way(start, end, stop.leg) for (start, end), stop in zip(pairwise(pins), stops[1:], strict=True)],
        [_leader(here, pin) for here, pin in zip(true, pins, strict=True)],
        [_pin(stop, pin) for stop, pin in zip(stops, pins, strict=True)],
        g(".names", font_size=_shown(_NAME_SIZE))[(_text(name) for name in names if name)],
        _scale_bar(view, scale, visitor),
    ]


_PIN = 13.0
_WAY = 8.0
_NAME_SIZE = 14.0
_NAME_ROOM = 14.0
_LAND_NAME_SIZES = {"sea": 15.0, "country": 15.0, "region": 15.0, "city": 13.0}
_LAND_NAME_SIZE = 12.0
_MARGIN = 64.0
_MOST_LAND_NAMES = 14
_BAR_MOST = 120.0
_BAR_EDGE = 16.0


def _sentence(stops: Sequence[MapStop], visitor: Visitor) -> str:
    numbered = [f"{stop.number} {stop.name}" for stop in stops]
    return visitor.t("The stops in their order: {names}.").format(names=listed(numbered, visitor))


def _boxes(pins: Iterable[Spot]) -> Iterator[Box]:
    return (Box(x - _PIN, y - _PIN, x + _PIN, y + _PIN) for x, y in pins)


# --- the ground -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=128)
def _ground(view: MapView) -> Markup:
    """Draw the land of a view, which takes longer than all the rest and is the same until the stops change."""
    return rendered([_land(land) for land in view.land()])


def _land(land: Land) -> Element:
    return path(class_="land" if land.is_korea else "neighbour", d="".join(map(_outline, land.rings)))


def _outline(ring: Sequence[Spot]) -> str:
    """Write a closed ring in steps of tenths, which keeps borders of neighbours together."""
    corners = [(round(x, 1), round(y, 1)) for x, y in ring]
    steps = [f"{_shown(to - start)}" for a, b in pairwise(corners) for start, to in zip(a, b, strict=True)]
    return f"M{_shown(corners[0][0])} {_shown(corners[0][1])}l{' '.join(steps)}z".replace(" -", "-")


@dataclass(frozen=True, slots=True)
class _Scale:
    """A round number of metres that makes a bar of handy length; the grid has the same step."""

    metres: int
    units: float

    @classmethod
    def of(cls, view: MapView) -> "_Scale":
        longest = _BAR_MOST * view.metres_per_unit
        power = 10 ** math.floor(math.log10(longest))
        rounded = next(power * step for step in (5, 2, 1) if power * step <= longest)
        return cls(int(rounded), rounded / view.metres_per_unit)

    def box(self, view: MapView) -> Box:
        wide = self.units + 8 + ems("0,000 km") * _LAND_NAME_SIZE
        return Box(0, view.height - 36, _BAR_EDGE + wide, view.height)


def _grid(view: MapView, scale: _Scale) -> Element:
    """Squares as wide as the scale bar, which begins at one of them."""
    across = _steps(_BAR_EDGE % scale.units, scale.units, view.width)
    down = _steps((view.height - _BAR_EDGE) % scale.units, scale.units, view.height)
    lines = [f"M{x} 0v{_shown(view.height)}" for x in across]
    lines += [f"M0 {y}h{_shown(view.width)}" for y in down]
    return path(".grid", d="".join(lines))


def _steps(first: float, step: float, end: float) -> list[str]:
    return [_shown(first + number * step) for number in range(math.ceil((end - first) / step))]


def _names_of_the_land(view: MapView, taken: list[Box], frame: Box, visitor: Visitor) -> Element:
    """Where nothing else stands: a name that would cover a stop is left out."""
    shown: list[Node] = []
    for name in view.names():
        size = _LAND_NAME_SIZES.get(name.kind, _LAND_NAME_SIZE)
        placed = over(view.at(name.point), visitor.text(name.name), size=size, taken=taken, view=frame)
        if placed and len(shown) < _MOST_LAND_NAMES:
            taken.append(placed.box)
            shown.append(_text(placed, class_=f"of-{name.kind}", font_size=_shown(size)))
    return g(".land-names", aria_hidden="true")[shown]


def _scale_bar(view: MapView, scale: _Scale, visitor: Visitor) -> Element:
    y, end = view.height - _BAR_EDGE, _BAR_EDGE + scale.units
    return g(".scale", aria_hidden="true")[
        path(d=f"M{_shown(_BAR_EDGE)} {_shown(y - 6)}v6h{_shown(scale.units)}v-6"),
        text(x=_shown(end + 8), y=_shown(y), font_size=_shown(_LAND_NAME_SIZE))[
            metres(scale.metres, visitor)
        ],
    ]


# --- the day ----------------------------------------------------------------------------------------------------------


def _way(start: Spot, end: Spot, leg: Leg | None) -> Element:
    """A line as one travels: on foot dotted, over the sea dashed, with an arrow where there is room for one."""
    kind = "crossing" if leg and leg.crossing else "foot" if leg and leg.mode is Mode.FOOT else "ride"
    ends = {"x1": _shown(start.x), "y1": _shown(start.y), "x2": _shown(end.x), "y2": _shown(end.y)}
    return g(class_=f"way {kind}")[line(".casing", **ends), line(".stroke", **ends), _arrow(start, end)]


def _arrow(start: Spot, end: Spot) -> Node:
    if math.dist(start, end) < 4 * _PIN:
        return None
    angle = math.degrees(math.atan2(end.y - start.y, end.x - start.x))
    at = f"translate({_shown((start.x + end.x) / 2)} {_shown((start.y + end.y) / 2)}) rotate({angle:.0f})"
    return path(".arrow", d="M-4-5L4 0L-4 5", transform=at)


def _leader(here: Spot, pin: Spot) -> Node:
    """Where a pin had to give way, a line from it to where it belongs."""
    if math.dist(here, pin) < 2:
        return None
    return g(".leader")[
        line(x1=_shown(here.x), y1=_shown(here.y), x2=_shown(pin.x), y2=_shown(pin.y)),
        circle(cx=_shown(here.x), cy=_shown(here.y), r="3"),
    ]


def _pin(stop: MapStop, pin: Spot) -> Element:
    theme = f"theme-{stop.theme}" if stop.theme else None
    return g(class_=["pin", theme], transform=f"translate({_shown(pin.x)} {_shown(pin.y)})")[
        title[f"{stop.number} · {stop.name}"],
        circle(r=_shown(_PIN)),
        text(y="5", text_anchor="middle", font_size="14")[str(stop.number)],
    ]


def _text(placed: Placed, **attributes: str) -> Element:
    anchor = None if placed.anchor == "start" else placed.anchor
    return text(x=_shown(placed.at.x), y=_shown(placed.at.y), text_anchor=anchor, **attributes)[placed.text]


def _shown(value: float) -> str:
    return f"{round(value, 1):g}"
