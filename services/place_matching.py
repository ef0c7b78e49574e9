"""Whether two records of a place, from two sources or in two languages, are of the same place; and which belong together.

Precision goes first: two places taken for one lose a place, one place shown twice only looks untidy. Names decide, as far
apart as distance and address allow for names so alike.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.language import Language
from services.geography import Point, metres_between
from services.place_addresses import FoldedAddress, Nearness, fold_address, nearness
from services.place_names import FoldedName, Likeness, fold_name, likest, towns_in


class Verdict(StrEnum):
    """Unsure is for people to look at; nothing is joined by it."""

    SAME = "same"
    UNSURE = "unsure"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Match:
    """What came of comparing two records; `score` from 0 to 1 only says which of several matches is better."""

    score: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """One row of a source in one language; `names` are by language (`place_names.names_in` takes titles apart)."""

    source: str
    language: str
    key: str
    names: Mapping[str, str]
    point: Point | None = None
    address: str = ""
    phone: str = ""


def match(one: PlaceRecord, other: PlaceRecord) -> Match:
    """Compare two records by name, place and address; the order does not count."""
    return _match(_fold(one), _fold(other))


def joined(records: Iterable[PlaceRecord]) -> list[list[PlaceRecord]]:
    """Group the records that are of one place, each alone that matches no other.

    Records that match a third one are joined too. A group has no two records of one source in one language: of
    matches that would bring such together the better one counts. The order of the records does not count.
    """
    folded = [_fold(record) for record in sorted(records, key=_order)]
    matches = [
        (-found.score, one, other)
        for one, other in _candidates(folded)
        if (found := _match(folded[one], folded[other])).verdict is Verdict.SAME
    ]
    groups = _Groups([(each.record.source, each.record.language) for each in folded])
    for _, one, other in sorted(matches):
        groups.join(one, other)
    return [[folded[number].record for number in group] for group in groups.all()]


class KnownPlaces:
    """Places of which the one is found that a record is of; those without a point are left out."""

    def __init__(self, records: Iterable[PlaceRecord]) -> None:
        self._by_cell: dict[_Cell, dict[str, list[_Folded]]] = {}
        for record in records:
            if record.point is not None:
                folded = _fold(record)
                by_key = self._by_cell.setdefault(_cell(record.point), {})
                for key in _keys(folded):
                    by_key.setdefault(key, []).append(folded)

    def find(self, record: PlaceRecord) -> PlaceRecord | None:
        """Return the best match, of equally good ones the nearest; None where nothing is surely the same place."""
        if record.point is None:
            return None
        near = [by_key for cell in _around(_cell(record.point)) if (by_key := self._by_cell.get(cell))]
        if not near:
            return None
        folded = _fold(record)
        candidates = {
            each.record.key: each for by_key in near for key in _keys(folded) for each in by_key.get(key, ())
        }
        found = [
            (-match.score, metres_between(record.point, each.record.point), key)
            for key, each in candidates.items()
            if each.record.point and (match := _match(folded, each)).verdict is Verdict.SAME
        ]
        return candidates[min(found)[2]].record if found else None


@dataclass(frozen=True, slots=True)
class _Folded:
    record: PlaceRecord
    names: dict[str, FoldedName]
    address: FoldedAddress
    towns: frozenset[str]
    phone: str


def _fold(record: PlaceRecord) -> _Folded:
    return _Folded(
        record,
        {language: fold_name(name) for language, name in record.names.items() if name},
        fold_address(record.address),
        towns_in(record.address),
        "".join(letter for letter in record.phone if letter.isdigit()),
    )


def _order(record: PlaceRecord) -> tuple[str, ...]:
    texts = (str(record.names), str(record.point), record.address, record.phone)
    return (record.source, record.language, record.key, *texts)


def _match(one: _Folded, other: _Folded) -> Match:
    alike = likest(one.names, other.names, one.towns | other.towns)
    near = nearness(one.address, other.address)
    apart = _metres(one.record.point, other.record.point)
    if apart is None:
        return _match_by_address(alike, near)
    if alike is None:
        return Match(0, Verdict.UNSURE if apart <= _BESIDE_M else Verdict.DIFFERENT)
    score = _score(alike, near, apart)
    if apart <= _reach(one, other, alike, near) and not _are_parts(one, other):
        return Match(score, Verdict.SAME)
    is_doubtful = alike is not Likeness.NONE and apart <= _DOUBT_M[alike]
    return Match(score, Verdict.UNSURE if is_doubtful else Verdict.DIFFERENT)


def _match_by_address(alike: Likeness | None, near: Nearness) -> Match:
    """Compare records of which one has no point."""
    if alike is not Likeness.EQUAL:
        return Match(0, Verdict.DIFFERENT)
    return Match(_score(alike, near, 0), Verdict.SAME if near is Nearness.SPOT else Verdict.UNSURE)


def _metres(one: Point | None, other: Point | None) -> float | None:
    return None if one is None or other is None else metres_between(one, other)


def _score(alike: Likeness, near: Nearness, apart: float) -> float:
    far = min(apart / _FARTHEST_M, 1)
    return round(alike / Likeness.EQUAL * (0.9 - 0.4 * far) + 0.1 * near / Nearness.SPOT, 4)


def _reach(one: _Folded, other: _Folded, alike: Likeness, near: Nearness) -> float:
    """Return how far apart in metres two records with such names and addresses may be of one place."""
    if one.phone and one.phone == other.phone:
        near = max(near, Nearness.STREET)
    if near is Nearness.ELSEWHERE:
        return _NOWHERE_M
    if alike is Likeness.EQUAL:
        if near is not Nearness.APART and _are_translations(one.record, other.record):
            return _FARTHEST_M
        return _reach_of_equals(_shortest(one, other), near)
    return _REACH_M.get((alike, near), _NOWHERE_M)


def _are_translations(one: PlaceRecord, other: PlaceRecord) -> bool:
    """Tell whether one source says both in two languages: it spells a Korean name alike in each, short ones too."""
    return one.source == other.source and one.language != other.language


def _shortest(one: _Folded, other: _Folded) -> int:
    """Return the length of the shorter name in Korean, or in the languages that are compared where one has none."""
    shared = one.names.keys() & other.names.keys()
    languages = {Language.KO} & shared or shared
    return min(len(folded.names[language].whole) for folded in (one, other) for language in languages)


def _reach_of_equals(syllables: int, near: Nearness) -> float:
    """A short name is soon borne by two; and so is one that stands in two streets."""
    if syllables <= 2:
        return 500 if near is not Nearness.APART else 150
    if near is Nearness.APART:
        return 1000 if syllables >= 5 else 150
    return _FARTHEST_M if syllables >= 4 or near is not Nearness.UNKNOWN else 1000


def _are_parts(one: _Folded, other: _Folded) -> bool:
    """Tell whether brackets set two records apart that have one name, as the sides of a mountain."""
    mine, theirs = (
        folded.names[Language.KO].aside if Language.KO in folded.names else "" for folded in (one, other)
    )
    return bool(mine and theirs) and mine not in theirs and theirs not in mine


_FARTHEST_M = 3000.0
_NOWHERE_M = -1.0
_BESIDE_M = 50.0
_REACH_M = {
    (Likeness.TRIMMED, Nearness.SPOT): 1000.0,
    (Likeness.TRIMMED, Nearness.STREET): 500.0,
    (Likeness.TRIMMED, Nearness.UNKNOWN): 500.0,
    (Likeness.TRIMMED, Nearness.APART): 150.0,
    (Likeness.OPEN_ENDED, Nearness.SPOT): 300.0,
    (Likeness.OPEN_ENDED, Nearness.STREET): 150.0,
    (Likeness.OPEN_ENDED, Nearness.UNKNOWN): 50.0,
    (Likeness.MISSPELT, Nearness.SPOT): 300.0,
    (Likeness.MISSPELT, Nearness.UNKNOWN): 30.0,
}
_DOUBT_M = {
    Likeness.PARTLY: 300.0,
    Likeness.MISSPELT: 500.0,
    Likeness.OPEN_ENDED: 1000.0,
    Likeness.TRIMMED: _FARTHEST_M,
    Likeness.EQUAL: 2 * _FARTHEST_M,
}


class _Groups:
    """Numbers of records that grow together; `kinds` are their sources and languages."""

    def __init__(self, kinds: Sequence[tuple[str, str]]) -> None:
        self._kinds = kinds
        self._group_of = list(range(len(kinds)))
        self._members = {number: [number] for number in self._group_of}

    def join(self, one: int, other: int) -> None:
        """Make one group of two, unless one source and language would be in it twice."""
        first, second = sorted((self._group_of[one], self._group_of[other]))
        if first == second or self._kinds_of(first) & self._kinds_of(second):
            return
        for number in self._members[second]:
            self._group_of[number] = first
        self._members[first] += self._members.pop(second)

    def all(self) -> list[list[int]]:
        return [sorted(numbers) for _, numbers in sorted(self._members.items())]

    def _kinds_of(self, group: int) -> set[tuple[str, str]]:
        return {self._kinds[number] for number in self._members[group]}


_Cell = tuple[int, int]


def _keys(folded: _Folded) -> set[str]:
    """Return texts of which two records of like names share at least one."""
    return {key for name in folded.names.values() for key in name.keys() | name.shortened()}


def _candidates(folded: Sequence[_Folded]) -> set[tuple[int, int]]:
    """Return the pairs worth comparing: of like names, in one cell of a grid, in cells side by side, or in none."""
    pairs: set[tuple[int, int]] = set()
    for numbers in _by_key(folded).values():
        if len(numbers) > 1:
            pairs.update(_beside(numbers, folded))
    return pairs


def _by_key(folded: Sequence[_Folded]) -> dict[str, list[int]]:
    """Sort records by texts that like names share; a misspelt name is found by what it has a syllable more than."""
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    names = [(number, name) for number, each in enumerate(folded) for name in each.names.values()]
    wholes = {name.whole for _, name in names}
    for number, name in names:
        for key in name.keys() | (name.shortened() & wholes):
            by_key[key].append(number)
    return by_key


def _beside(numbers: Iterable[int], folded: Sequence[_Folded]) -> Iterator[tuple[int, int]]:
    cells: defaultdict[_Cell, list[int]] = defaultdict(list)
    anywhere: list[int] = []
    for number in numbers:
        point = folded[number].record.point
        (anywhere if point is None else cells[_cell(point)]).append(number)
    for cell, here in cells.items():
        for around in _around(cell):
            yield from ((one, other) for one in here for other in cells.get(around, ()) if one < other)
        yield from ((min(one, other), max(one, other)) for one in here for other in anywhere)
    yield from ((one, other) for one in anywhere for other in anywhere if one < other)


def _cell(point: Point) -> _Cell:
    """Return the cell of a grid whose cells are no narrower than the farthest match anywhere in Korea."""
    return math.floor(point.lat / _CELL_LAT), math.floor(point.lng / _CELL_LNG)


def _around(cell: _Cell) -> list[_Cell]:
    row, column = cell
    return [(row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)]


_CELL_LAT = 0.028
_CELL_LNG = 0.036
