"""Stars that are shown, and their number in words."""

from htpy import Element, g, path, svg

from ui.formatters import mean, number
from ui.html.icons import STAR
from ui.visitor import Visitor

_UNITS = 24
"""The room of one star, as its path is drawn."""


def five_stars(filled: float, *, size: int = 18) -> Element:
    """Five stars in a row, so many of them filled; the words stand beside them."""
    width = 5 * _UNITS
    return svg(
        ".stars", viewBox=f"0 0 {width} {_UNITS}", width=str(5 * size), height=str(size), aria_hidden="true"
    )[
        g(".stars-empty")[_row()],
        svg(
            ".stars-filled",
            width=f"{filled * _UNITS:g}",
            height=str(_UNITS),
            viewBox=f"0 0 {filled * _UNITS:g} {_UNITS}",
        )[_row()]
        if filled
        else None,
    ]


def rating_in_words(rating: float, count: int, visitor: Visitor) -> str:
    """Tell the mean and how many travellers it comes from."""
    if count == 1:
        return visitor.t("{rating} from one traveller").format(rating=mean(rating, visitor))
    return visitor.t("{rating} from {count} travellers").format(
        rating=mean(rating, visitor), count=number(count, visitor)
    )


def stars_in_words(stars: int, visitor: Visitor) -> str:
    if stars == 1:
        return visitor.t("1 star")
    return visitor.t("{n} stars").format(n=stars)


def _row() -> list[Element]:
    return [path(d=STAR, transform=f"translate({position * _UNITS} 0)") for position in range(5)]
