"""The outlines of the regions, in halves of a unit of assets/geo/korea.svg, read once."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import orjson

from models.language import Texts
from models.region import Region

FRAME = "20 8 1110 1420"
"""The viewBox that holds all of them."""

_GEO = Path(__file__).parents[2] / "assets" / "geo"
_DRAWN = re.compile(r'<path id="(\w+)" d="([^"]+)"')
_NUMBER = re.compile(r"-?\d*\.?\d+")

_Point = tuple[float, float]


@cache
def island_names() -> dict[str, Texts]:
    labels = orjson.loads((_GEO / "labels.json").read_bytes())
    return {label["name"]["en"]: label["name"] for label in labels if label["kind"] == "island"}


@cache
def outlines() -> dict[Region, str]:
    """The regions of the static map, drawn on a coarser grid, with the far islands moved into the inset."""
    drawn = _DRAWN.findall((_GEO / "korea.svg").read_text(encoding="utf-8"))
    return {Region(name): "".join(map(_ring, data.split("M")[1:])) for name, data in drawn}


def _ring(data: str) -> str:
    """Rewrite one ring; rounding every corner by itself keeps the borders of neighbours together."""
    numbers = [float(found) for found in _NUMBER.findall(data)]
    x = y = 0.0
    corners: list[tuple[int, int]] = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        corner = _on_grid((x, y))
        if not corners or corner != corners[-1]:
            corners.append(corner)
    return _path(corners) if len(corners) > 2 else ""


def _on_grid(point: _Point) -> tuple[int, int]:
    """Ulleungdo and, farther out, Dokdo come nearer to the coast and grow."""
    x, y = point
    if x > 700:
        x, y = 533 + (x - 746.8) * 20, 40 + (y - 197.9) * 20
    elif x > 600:
        x, y = 483 + (x - 653) * 2.6, 68 + (y - 175) * 2.6
    return round(x * 2), round(y * 2)


def _path(corners: Sequence[tuple[int, int]]) -> str:
    """Write a closed ring in as few characters as SVG allows."""
    steps = [
        f"{to - start:+d}".replace("+", " ")
        for a, b in pairwise(corners)
        for start, to in zip(a, b, strict=True)
    ]
    return f"M{corners[0][0]} {corners[0][1]}l{''.join(steps).lstrip()}z"
