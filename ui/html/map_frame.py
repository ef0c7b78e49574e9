from htpy import Element, Node, button, div, img, span

from edge.assets import Assets
from ui.html.icons import icon
from ui.visitor import Visitor


def map_frame(
    visitor: Visitor,
    assets: Assets,
    query: str = "",
    *,
    data: dict[str, str] | None = None,
    tools: bool = True,
) -> Element:
    """Where the map goes: a still drawing of Korea until the living map takes its place.

    `query` narrows the markers as it narrows the list; `data` gives the map further attributes.
    """
    return div(
        ".map-frame",
        id="map",
        data_testid="map",
        role="region",
        aria_label=visitor.t("Map"),
        data_map_query=query,
        **_data(visitor, assets, data or {}),
    )[
        img(".map-still", src=assets.url("geo/korea.svg"), alt="", width="680", height="729", loading="lazy"),
        tools and _area_button(visitor),
    ]


def _area_button(visitor: Visitor) -> Node:
    return button(".map-area", type="button", data_testid="search-this-area", hidden=True)[
        icon("search", size=16), span[visitor.t("Search this area")]
    ]


def _data(visitor: Visitor, assets: Assets, further: dict[str, str]) -> dict[str, str]:
    words = {
        "data_word_places": visitor.t("{n} places"),
        "data_word_no_position": visitor.t(
            "Your browser did not tell us where you are. Allow it to, and choose again."
        ),
        "data_word_minutes": visitor.t("{m} min"),
        "data_word_zoom_in": visitor.t("Zoom in"),
        "data_word_zoom_out": visitor.t("Zoom out"),
    }
    files = {"data_base": assets.url("geo/korea.json"), "data_labels": assets.url("geo/labels.json")}
    return {**files, **words, **{f"data_{name}": value for name, value in further.items()}}
