"""Korean addresses compared: `전남 담양군 가사문학면 소쇄원길 17` and `전라남도 담양군 … 소쇄원길 17(지곡리)`."""

import re
from dataclasses import dataclass
from enum import IntEnum
from unicodedata import normalize


class Nearness(IntEnum):
    """How near two addresses are by their words."""

    ELSEWHERE = 0
    """In two cities or counties."""
    APART = 1
    UNKNOWN = 2
    """One is not Korean, or names no house."""
    STREET = 3
    """The same road, or the same town."""
    SPOT = 4
    """The same house."""


@dataclass(frozen=True, slots=True)
class FoldedAddress:
    """What of an address can be compared: houses as (road or village, number), and names alone."""

    houses: frozenset[tuple[str, str]]
    streets: frozenset[str]
    districts: frozenset[str]


def fold_address(address: str) -> FoldedAddress:
    """Fold an address; one that is not Korean has nothing to compare."""
    text = re.sub(r"\s*-\s*", "-", normalize("NFKC", address))
    houses = frozenset(
        (_unspaced(found["street"]), _unspaced(found["number"])) for found in _HOUSE.finditer(text)
    )
    towns = frozenset(_TOWN.findall(text))
    districts = frozenset(_DISTRICT.findall(text))
    return FoldedAddress(houses, frozenset(street for street, _ in houses) | towns, districts)


def nearness(one: FoldedAddress, other: FoldedAddress) -> Nearness:
    if one.houses & other.houses:
        return Nearness.SPOT
    if one.streets & other.streets:
        return Nearness.STREET
    if one.districts and other.districts and not one.districts & other.districts:
        return Nearness.ELSEWHERE
    return Nearness.APART if one.houses and other.houses else Nearness.UNKNOWN


def _unspaced(text: str) -> str:
    return "".join(text.split())


_HOUSE = re.compile(
    r"(?P<street>[가-힣0-9·]+(?:로|길)(?:\s*\d+(?:번)?(?:안)?길)?|[가-힣0-9]+(?:동|리|가))\s*"
    r"(?P<number>(?:산\s*)?\d+(?:-\d+)?)(?![\d가-힣])"
)
_DISTRICT = re.compile(r"[가-힣]+[시군구](?![가-힣0-9])")
_TOWN = re.compile(r"[가-힣0-9]+(?:읍|면|동|리)(?![가-힣0-9])")
