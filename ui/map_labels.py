"""Where pins and names stand on a still map, so that nothing covers anything else."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple
from unicodedata import east_asian_width

from ui.map_view import Spot

Anchor = Literal["start", "middle", "end"]


class Box(NamedTuple):
    """A rectangle of a view."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def lies_in(self, other: "Box") -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """A text in its place: `box` is all it covers, `at` a point of its baseline, `anchor` which one.

    The anchor is where it begins beside a pin, so that a font wider than estimated grows away from it.
    """

    text: str
    box: Box
    at: Spot
    anchor: Anchor


def ems(words: str) -> float:
    """Estimate how wide a text is drawn, in heights of its letters; rather too wide than too narrow."""
    return sum(1.0 if east_asian_width(letter) in "WF" else 0.62 for letter in words)


def shortened(words: str, room: float) -> str:
    """Return the text, or as much of it as fits into so many heights of its letters."""
    if ems(words) <= room:
        return words
    kept = ""
    for letter in words:
        if ems(kept + letter) > room - 1:
            break
        kept += letter
    return f"{kept.rstrip()}…"


def spread(spots: Sequence[Spot], radius: float, width: float, height: float) -> list[Spot]:
    """Push pins apart until none covers another, or as far as room allows; none leaves the view."""

    def inside(spot: Spot) -> Spot:
        return Spot(_within(spot.x, radius, width - radius), _within(spot.y, radius, height - radius))

    placed = [inside(spot) for spot in spots]
    for _ in range(_PUSHES):
        if not _push_apart(placed, 2 * radius + 1):
            break
        placed = [inside(spot) for spot in placed]
    return placed


def beside(
    spots: Sequence[Spot],
    texts: Sequence[str],
    *,
    radius: float,
    size: float,
    taken: Iterable[Box],
    view: Box,
) -> list[Placed | None]:
    """Place each text beside its pin; None where there is room for it on no side."""
    covered = [*taken, *(Box(x - radius, y - radius, x + radius, y + radius) for x, y in spots)]
    found: list[Placed | None] = []
    for spot, text in zip(spots, texts, strict=True):
        free = (one for one in _around(spot, text, radius, size) if _is_free(one.box, covered, view))
        placed = next(free, None)
        found.append(placed)
        if placed:
            covered.append(placed.box)
    return found


def along(start: Spot, end: Spot, width: float) -> Iterator[Box]:
    """Yield boxes that together cover a line of that width."""
    steps = max(1, round(math.dist(start, end) / width))
    for step in range(steps + 1):
        x = start.x + (end.x - start.x) * step / steps
        y = start.y + (end.y - start.y) * step / steps
        yield Box(x - width / 2, y - width / 2, x + width / 2, y + width / 2)


def over(spot: Spot, text: str, *, size: float, taken: Iterable[Box], view: Box) -> Placed | None:
    """Place a text with its middle at a spot, unless something is there already."""
    placed = _anchored(spot.x, spot.y - size * _HEIGHT / 2, text, size, "middle")
    return placed if _is_free(placed.box, taken, view) else None


_PUSHES = 120
_GAP = 4.0
_ASCENT = 0.95
_HEIGHT = 1.25
_BOLD = 1.1


def _around(spot: Spot, text: str, radius: float, size: float) -> Iterable[Placed]:
    """Try right, left, below and above, then the corners: the order in which map readers look."""
    high = size * _HEIGHT
    aside, along = radius + _GAP, radius * 0.7 + _GAP
    sides: tuple[tuple[float, float, Anchor], ...] = (
        (aside, -high / 2, "start"),
        (-aside, -high / 2, "end"),
        (0, aside, "middle"),
        (0, -aside - high, "middle"),
        (along, along, "start"),
        (along, -along - high, "start"),
        (-along, along, "end"),
        (-along, -along - high, "end"),
    )
    return (_anchored(spot.x + x, spot.y + y, text, size, anchor) for x, y, anchor in sides)


def _anchored(x: float, top: float, text: str, size: float, anchor: Anchor) -> Placed:
    wide = ems(text) * size * _BOLD
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    return Placed(
        text, Box(left, top, left + wide, top + size * _HEIGHT), Spot(x, top + size * _ASCENT), anchor
    )


def _is_free(box: Box, taken: Iterable[Box], view: Box) -> bool:
    return box.lies_in(view) and not any(box.meets(other) for other in taken)


def _push_apart(placed: list[Spot], least: float) -> bool:
    """Move every two pins that are nearer than that away from each other; tell whether there were any."""
    moved = False
    for first in range(len(placed)):
        for second in range(first + 1, len(placed)):
            a, b = placed[first], placed[second]
            apart = math.dist(a, b)
            if apart >= least - 0.01:
                continue
            moved = True
            angle = math.atan2(b.y - a.y, b.x - a.x) if apart > 0.1 else first + second * 2.4
            by = (least - apart) / 2
            x, y = math.cos(angle) * by, math.sin(angle) * by
            placed[first], placed[second] = Spot(a.x - x, a.y - y), Spot(b.x + x, b.y + y)
    return moved


def _within(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)
