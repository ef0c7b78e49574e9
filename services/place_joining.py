"""Telling by name and distance that two rows are one place, since content ids differ between languages and sources."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from services.geography import Point, metres_between
from services.hangul import fold

TRANSLATION_WITHIN_M = 3_000.0
"""How far a translated row may stand from its Korean one; positions are those of a gate, a summit or an office."""
SAME_WITHIN_M = 500.0

_HANGUL = re.compile(r"[가-힣]")
_OPENING = "(（[［〔"
_CLOSING = ")）]］〕"


@dataclass(frozen=True, slots=True)
class SplitTitle:
    """A title of a foreign list: the name in its own language, and the Korean names that stand beside it."""

    name: str
    korean: tuple[str, ...]


def split_title(title: str) -> SplitTitle:
    """Part a foreign title from the Korean name in it: `Dalbitgung Palace (달빛궁)`, or the other way round.

    The name is empty when the title says nothing in its own language.
    """
    outside, groups = _brackets(title)
    korean = [group for group in groups if _HANGUL.search(group)]
    foreign = [group for group in groups if not _HANGUL.search(group)]
    if not _HANGUL.search(outside):
        kept = "".join(f" ({group})" for group in foreign)
        return SplitTitle(f"{outside}{kept}".strip(), tuple(korean))
    if len(foreign) == 1 and not korean:
        return SplitTitle(foreign[0], (outside,))
    return SplitTitle("", (outside, *korean))


def plain_korean(name: str) -> str:
    """Return what two spellings of a Korean name share: no spaces, no marks, nothing in brackets."""
    outside, _ = _brackets(name)
    return fold(outside or name).replace(" ", "")


@dataclass(slots=True)
class KoreanNames:
    """Places by their Korean name, to find the one that stands near."""

    _places: dict[str, list[tuple[str, Point]]] = field(
        default_factory=lambda: defaultdict[str, list[tuple[str, Point]]](list)
    )

    @classmethod
    def of(cls, places: Iterable[tuple[str, str, Point]]) -> "KoreanNames":
        """Take places as id, Korean name and position."""
        names = cls()
        for place_id, name, point in places:
            names._places[plain_korean(name)].append((place_id, point))
        return names

    def find(self, names: Iterable[str], point: Point, *, within_m: float) -> str | None:
        """Return the id of the nearest place with one of these names."""
        near = [
            (metres, place_id)
            for name in names
            for place_id, there in self._places.get(plain_korean(name), ())
            if (metres := metres_between(point, there)) <= within_m
        ]
        return min(near)[1] if near else None


def _brackets(title: str) -> tuple[str, list[str]]:
    """Part a text into what stands outside of brackets and the outermost groups in them; brackets may nest."""
    outside: list[str] = []
    groups: list[str] = []
    depth = 0
    for char in title:
        if char in _OPENING:
            depth += 1
            if depth == 1:
                groups.append("")
                continue
        elif char in _CLOSING and depth:
            depth -= 1
            if depth == 0:
                continue
        if depth:
            groups[-1] += char
        else:
            outside.append(char)
    return " ".join("".join(outside).split()), [part for group in groups if (part := " ".join(group.split()))]
