"""Readings of a query: which places it may mean, from the strictest way to understand it to the most forgiving.

What matches is ranked by how it stands in a name (whole, beginning, beginning of a word, inside). The forgiving
readings get their turn only when nothing matches: by sound (Kyongbok for Gyeongbok), then by likeness of the
keystrokes (경북궁 for 경복궁).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    true,
)
from sqlalchemy.sql.operators import custom_op

from models.place import PLACES
from models.region import Region
from models.theme import Theme
from services.place_text import LINE
from services.search_query import SearchQuery, Word

c = PLACES.c

_STANDS_LIKE = custom_op[bool]("<%", is_comparison=True)
"""One operator for all statements: SQLAlchemy takes a new one for a new statement and compiles it again."""

_SHORT = 3
"""Keystrokes of a syllable such as 궁; shorter ones have no trigram of their own."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a query: which places it may mean, and how well each fits (smaller is better).

    A broad reading means a large part of all places and ranks none before another, so that the database can walk an
    index in the order wanted and stop early. `meanings` are the region and themes that are all it asks for.
    """

    condition: ColumnElement[bool]
    rank: ColumnElement[Any]
    is_broad: bool = False
    meanings: tuple[Region | None, frozenset[Theme]] | None = None


def readings_of(query: SearchQuery, *, by_meaning: bool = True) -> list[Reading]:
    """The readings of a query, strictest first; without those by meaning, only what is called so is found."""
    if query.is_empty:
        return [_by_meaning(query)]
    readings: list[Reading] = []
    if by_meaning and query.means_only:
        readings.append(_by_meaning(query))
    if query.initials:
        readings.append(_as_initials(query.initials))
    if len(query.joined) <= _SHORT:
        readings.append(_as_beginning(query))
    if len(query.joined) >= _SHORT:
        readings.append(_as_written(query))
    if len(query.joined) > _SHORT:
        if any(word.heard for word in query.words):
            readings.append(_as_heard(query.words))
        readings.append(_as_similar(query))
    return readings


def _by_meaning(query: SearchQuery) -> Reading:
    regions = {word.region for word in query.words if word.region}
    themes = frozenset(word.theme for word in query.words if word.theme)
    condition = and_(true(), *(meaning for word in query.words for meaning in _meanings(word)))
    meanings = (next(iter(regions), None), themes) if len(regions) < 2 else None
    return replace(_broad(condition), meanings=meanings)


def _broad(condition: ColumnElement[bool]) -> Reading:
    return Reading(condition, literal_column("0::int"), is_broad=True)


def _as_beginning(query: SearchQuery) -> Reading:
    """A letter or a syllable begins a name, or a word of one; inside of names it would be everywhere."""
    names = c.search_names
    begins = or_(*(names.contains(before + query.phrase, autoescape=True) for before in (LINE, " ")))
    if len(query.joined) < _SHORT:
        return _broad(begins)
    return Reading(begins, _standing(names, [query.phrase]))


def _as_written(query: SearchQuery) -> Reading:
    names = c.search_names
    spellings = dict.fromkeys((query.phrase, query.joined))
    as_name = or_(*(names.contains(spelling, autoescape=True) for spelling in spellings))
    if len(query.words) == 1:
        word = query.words[0]
        elsewhere = [*_meanings(word), c.search_addresses.contains(word.typed, autoescape=True)]
    else:
        elsewhere = [and_(*(_written(word) for word in query.words))]
    return Reading(or_(as_name, *elsewhere), _standing(names, list(spellings)))


def _standing(names: ColumnElement[str], spellings: list[str]) -> ColumnElement[int]:
    """How a spelling stands in a name: whole 0, at its beginning 1, at a word's beginning 2, inside 3, elsewhere 4."""
    forms = ((LINE, LINE), (LINE, ""), (" ", ""), ("", ""))
    return case(
        *(
            (
                or_(*(names.contains(before + s + after, autoescape=True) for s in spellings)),
                literal(rank, Integer),
            )
            for rank, (before, after) in enumerate(forms)
        ),
        else_=literal(len(forms), Integer),
    )


def _written(word: Word) -> ColumnElement[bool]:
    return or_(*_meanings(word), *_stands_in(word))


def _stands_in(word: Word) -> list[ColumnElement[bool]]:
    return [column.contains(word.typed, autoescape=True) for column in (c.search_names, c.search_addresses)]


def _meanings(word: Word) -> list[ColumnElement[bool]]:
    meanings: list[ColumnElement[bool]] = []
    if word.region:
        meanings.append(c.region == word.region)
    if word.theme:
        meanings.append(c.themes.contains([word.theme]))
    return meanings


def _as_initials(initials: str) -> Reading:
    column = c.search_initials
    begins = or_(*(column.contains(before + initials, autoescape=True) for before in (LINE, " ")))
    condition = column.contains(initials, autoescape=True) if len(initials) > 2 else begins
    return Reading(condition, _standing(column, [initials]))


def _as_heard(words: Sequence[Word]) -> Reading:
    sounds = c.search_sounds
    heard = [word for word in words if word.heard]
    conditions = [
        or_(
            *_meanings(word),
            sounds.contains(word.heard, autoescape=True),
            *_stands_in(word),
        )
        if word.heard
        else _written(word)
        for word in words
    ]
    return Reading(
        and_(*conditions), _standing(sounds, [" ".join(word.heard for word in heard), heard[0].heard])
    )


def _as_similar(query: SearchQuery) -> Reading:
    """Word similarity by the trigram index; `<%` obeys the threshold that `services.database` sets."""
    names = c.search_names
    spelling = literal(query.phrase, Text)
    likeness = func.word_similarity(spelling, names)
    return Reading(_STANDS_LIKE(spelling, names), func.round(cast(-likeness * 100, Integer)))
