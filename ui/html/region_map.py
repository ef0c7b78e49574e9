"""A map of Korea that colours the regions a traveller has been to, and the same as a list beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from htpy import Element, Node, a, desc, div, g, li, p, path, rect, section, span, svg, text, title, ul, use

from models.region import Region
from services.vocabulary import REGIONS
from ui.formatters import listed, number
from ui.html.region_outlines import FRAME, island_names, outlines
from ui.map_labels import ems
from ui.visitor import Visitor

_LEVELS = (1, 2, 5, 10)
"""From how many places on a region is drawn one shade deeper."""


def region_map(visited: Mapping[Region, int], visitor: Visitor) -> Element:
    """Draw the map from the number of places visited in each region; every region leads to its places."""
    counts = {region: visited.get(region, 0) for region in Region}
    return section(".region-map", aria_label=visitor.t("Regions you have visited"), data_testid="region-map")[
        div(".region-map-parts")[
            _drawing(counts, visitor),
            div(".region-map-words")[_headline(counts, visitor), _legend(visitor), _list(counts, visitor)],
        ]
    ]


def _drawing(counts: Mapping[Region, int], visitor: Visitor) -> Element:
    """A picture to those who hear it; its links are for the pointer, and the list beside it has them for everyone."""
    return svg(".region-map-drawing", viewBox=FRAME)[
        g(role="img", aria_labelledby="region-map-title", aria_describedby="region-map-desc")[
            title("#region-map-title")[visitor.t("Regions you have visited")],
            desc("#region-map-desc")[_sentence(counts, visitor)],
            (
                g(class_=f"visited-{_level(count)}")[path(id=f"region-map-{region}", d=outlines()[region])]
                for region, count in counts.items()
            ),
        ],
        g(aria_hidden="true")[
            _inset(visitor),
            (_link(region, count, visitor) for region, count in counts.items()),
            (_name(region, count, visitor) for region, count in counts.items()),
        ],
    ]


def _link(region: Region, count: int, visitor: Visitor) -> Element:
    return a(href=_address(region), tabindex="-1")[
        title[f"{_called(region, visitor)} · {_places(count, visitor)}"], use(href=f"#region-map-{region}")
    ]


def _name(region: Region, count: int, visitor: Visitor) -> Node:
    called, place = _called(region, visitor), _NAMES[region]
    wide = ems(called)
    if wide * _SMALLEST > place.room:
        return None
    classes = [
        f"in-{_level(count)}" if place.inside else "beside",
        wide * _LARGEST > place.room and "only-when-wide",
    ]
    return text(class_=classes, x=place.x, y=place.y, text_anchor=place.anchor)[called]


def _inset(visitor: Visitor) -> Element:
    """Ulleungdo and Dokdo, nearer to the coast and larger than they are."""
    return g(".inset")[
        rect(x="872", y="16", width="252", height="144", rx="18"),
        text(x="948", y="132", text_anchor="middle")[visitor.text(island_names()["Ulleungdo"])],
        text(x="1066", y="132", text_anchor="middle")[visitor.text(island_names()["Dokdo"])],
    ]


def _headline(counts: Mapping[Region, int], visitor: Visitor) -> Element:
    been = sum(count > 0 for count in counts.values())
    text = visitor.t("{n} of {all} regions")
    return p(".region-map-headline")[text.format(n=number(been, visitor), all=number(len(counts), visitor))]


def _sentence(counts: Mapping[Region, int], visitor: Visitor) -> str:
    been = [_called(region, visitor) for region, count in counts.items() if count]
    if not been:
        return visitor.t("You have not marked any place as visited yet.")
    return visitor.t("You have been to {n} of {all} regions: {names}.").format(
        n=number(len(been), visitor), all=number(len(counts), visitor), names=listed(been, visitor)
    )


def _legend(visitor: Visitor) -> Element:
    upper = [*(least - 1 for least in _LEVELS), None]
    return div(".region-map-legend")[
        span("#region-map-legend")[visitor.t("Places visited")],
        ul(aria_labelledby="region-map-legend")[
            (
                li[span(class_=f"swatch visited-{level}"), _span(least, most, visitor)]
                for level, (least, most) in enumerate(zip((0, *_LEVELS), upper, strict=True))
            )
        ],
    ]


def _span(least: int, most: int | None, visitor: Visitor) -> str:
    if most is None:
        return f"{number(least, visitor)}+"
    return number(least, visitor) if least == most else f"{number(least, visitor)}–{number(most, visitor)}"


def _list(counts: Mapping[Region, int], visitor: Visitor) -> Node:
    """Where one has been most comes first; where one has not been yet stands by itself."""
    been = sorted((region for region in counts if counts[region]), key=lambda region: -counts[region])
    ahead = [region for region in counts if not counts[region]]
    return [
        been and ul(".region-map-list")[(li[_line(region, counts[region], visitor)] for region in been)],
        ahead and p(".region-map-ahead-title")[visitor.t("Still to discover")],
        ahead and ul(".region-map-ahead")[(li[_chip(region, visitor)] for region in ahead)],
    ]


def _line(region: Region, count: int, visitor: Visitor) -> Element:
    return a(href=_address(region))[
        span(class_=f"swatch visited-{_level(count)}"),
        span[_called(region, visitor)],
        span(".region-map-count", aria_hidden="true")[number(count, visitor)],
        span(".visually-hidden")[_places(count, visitor)],
    ]


def _chip(region: Region, visitor: Visitor) -> Element:
    return a(href=_address(region))[_called(region, visitor)]


def _address(region: Region) -> str:
    return f"/?region={region}"


def _called(region: Region, visitor: Visitor) -> str:
    return visitor.text(REGIONS[region].name)


def _places(count: int, visitor: Visitor) -> str:
    template = visitor.t("{n} place") if count == 1 else visitor.t("{n} places")
    return template.format(n=number(count, visitor))


def _level(count: int) -> int:
    return sum(count >= least for least in _LEVELS)


_SMALLEST, _LARGEST = 30, 40
"""Heights of a name where the map is wide and where it is narrow, as in app.css."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a region's name stands and how wide it may be; beside the land where that has no room."""

    x: int
    y: int
    room: int
    anchor: str = "middle"
    inside: bool = True


_NAMES = {
    Region.SEOUL: _Place(520, 317, 100),
    Region.INCHEON: _Place(352, 340, 300, "end", inside=False),
    Region.GYEONGGI: _Place(580, 384, 205),
    Region.GANGWON: _Place(770, 290, 320),
    Region.DAEJEON: _Place(600, 622, 76),
    Region.SEJONG: _Place(572, 566, 66),
    Region.CHUNGBUK: _Place(697, 492, 205),
    Region.CHUNGNAM: _Place(502, 652, 152),
    Region.GWANGJU: _Place(487, 913, 84),
    Region.JEONBUK: _Place(570, 765, 215),
    Region.JEONNAM: _Place(525, 970, 215),
    Region.DAEGU: _Place(840, 742, 100),
    Region.GYEONGBUK: _Place(870, 572, 300),
    Region.BUSAN: _Place(978, 942, 150, "start", inside=False),
    Region.ULSAN: _Place(964, 812, 98),
    Region.GYEONGNAM: _Place(778, 872, 240),
    Region.JEJU: _Place(432, 1349, 130),
}
