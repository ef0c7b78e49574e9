"""Readings of a query: which places it may mean, from the strictest way to understand it to the most forgiving.

What matches is ranked by how it stands in a name (whole, beginning, beginning of a word, inside); what is sought by
theme alone, by prominence and how far the place is about that theme. The forgiving readings get their turn only when
nothing matches: by a sound that begins a word (Kyongbok for Gyeongbok), then by likeness of the keystrokes (경북궁 for
경복궁) or a sound inside.

A reading is made once for all queries of a kind; what was typed comes to it as `values_of` the query.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.sql.operators import custom_op

from models.place import PLACES
from services.place_text import LINE
from services.search_query import SHORT, QueryKind, SearchQuery, WordKind

c = PLACES.c

_STANDS_LIKE = custom_op[bool]("<%", is_comparison=True)
"""One operator for all statements: SQLAlchemy takes a new one for a new statement and compiles it again."""

_FORMS = {"whole": (LINE, LINE), "beginning": (LINE, ""), "word": (" ", ""), "inside": ("", "")}
"""How a text may stand in a search column, best first, with what is before and after it there."""

_LATER_THEME = 15
_CALLED_BY_THEME = 20
_ITS_NAME = 200
"""What counts beside the 0 to 100 of prominence when places are sought by theme."""

_FAME = 0.15
"""Hundredths of likeness that a point of prominence is worth."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a query: which places it may mean, and how well each fits (smaller is better).

    Without a rank all fit alike. `beginning` is met by those places that fit better than all others.
    """

    condition: ColumnElement[bool]
    rank: ColumnElement[int] | None = None
    beginning: ColumnElement[bool] | None = None
    is_by_meaning: bool = False


@lru_cache(maxsize=256)
def readings_of(kind: QueryKind, *, by_meaning: bool = True) -> tuple[Reading, ...]:
    """The readings of a kind of query, strictest first; without those by meaning, only what is called so is found."""
    if not kind.length:
        return (_by_meaning(kind),)
    readings: list[Reading] = []
    if by_meaning and all(word.region or word.theme for word in kind.words):
        readings.append(_by_meaning(kind))
    if kind.initials:
        readings.append(_as_initials(kind))
    if kind.length <= SHORT:
        readings.append(_as_beginning(kind))
    if kind.length >= SHORT:
        readings.append(_as_written(kind))
    if kind.length > SHORT:
        if any(word.heard for word in kind.words):
            readings.append(_as_heard(kind))
        readings.append(_as_similar(kind))
    return tuple(readings)


def values_of(query: SearchQuery) -> dict[str, Any]:
    """What the readings of a query and its relevance are filled with, by the name of the parameter."""
    heard = [word.heard for word in query.words if word.heard]
    texts = {
        "phrase": query.phrase,
        "joined": query.joined,
        "rest": " ".join(word.typed for word in query.words if not word.region),
        "initials": query.initials,
    }
    if heard:
        texts |= {"heard": " ".join(heard), "first_heard": heard[0]}
    formed = {
        f"{name}_{form}": before + text + after
        for name, text in texts.items()
        for form, (before, after) in _FORMS.items()
    }
    formed["unspaced_inside"] = query.folded.replace(" ", "")
    meanings: dict[str, Any] = {}
    for number, word in enumerate(query.words):
        formed |= {f"word{number}_inside": word.typed, f"word{number}_end": word.typed + LINE}
        formed |= {
            f"heard{number}_{form}": before + word.heard + after for form, (before, after) in _FORMS.items()
        }
        meanings |= {
            f"region{number}": word.region,
            f"theme{number}": [word.theme],
            f"theme{number}_alone": word.theme,
        }
    # Folded text has no letter that means anything in a LIKE pattern.
    return {**formed, **{f"like_{name}": f"%{text}%" for name, text in formed.items()}, **meanings}


def holds(column: ColumnElement[str], text: str, form: str = "inside") -> ColumnElement[bool]:
    """Tell whether the text of that name in `values_of` stands in the column, at less cost than `_stands_in`."""
    return func.strpos(column, bindparam(f"{text}_{form}", type_=Text), type_=Integer) > literal_column("0")


def _stands_in(column: ColumnElement[str], text: str, form: str = "inside") -> ColumnElement[bool]:
    """The same in a way that the trigram indexes serve."""
    return column.like(bindparam(f"like_{text}_{form}", type_=Text))


def _by_meaning(kind: QueryKind) -> Reading:
    meanings = (meaning for number, word in enumerate(kind.words) for meaning in _meanings(number, word))
    themes = [number for number, word in enumerate(kind.words) if word.theme]
    return Reading(and_(true(), *meanings), _fit(themes) if themes else None, is_by_meaning=True)


def _fit(themes: Sequence[int]) -> ColumnElement[int]:
    """How far a place is about the themes of these words: its first theme counts for more, and one its name ends in."""
    names = c.search_names
    fit: ColumnElement[int] = c.prominence
    for number in themes:
        theme = bindparam(f"theme{number}_alone", type_=String)
        fit -= _LATER_THEME * (func.array_position(c.themes, theme, type_=Integer) - 1)
        fit += case((holds(names, f"word{number}", "end"), _CALLED_BY_THEME), else_=0)
    is_its_name = or_(holds(names, "phrase", "whole"), holds(names, "joined", "whole"))
    return -(fit + case((is_its_name, _ITS_NAME), else_=0))


def _as_beginning(kind: QueryKind) -> Reading:
    """A letter or a syllable begins a name, or a word of one; inside of names it would be everywhere."""
    names = c.search_names
    rank = _standing(names, ["phrase"]) if kind.length == SHORT else None
    return Reading(_begins(names, "phrase"), rank)


def _as_initials(kind: QueryKind) -> Reading:
    column = c.search_initials
    condition = _stands_in(column, "initials") if kind.initials > 2 else _begins(column, "initials")
    return Reading(condition, _standing(column, ["initials"]))


def _begins(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    return or_(_stands_in(column, text, "beginning"), _stands_in(column, text, "word"))


def _as_written(kind: QueryKind) -> Reading:
    names = c.search_names
    spellings = ["phrase", "joined"] if kind.is_spaced else ["phrase"]
    as_name = [_stands_in(names, spelling) for spelling in spellings]
    if len(kind.words) == 1:
        condition = or_(*as_name, *_meanings(0, kind.words[0]), _stands_in(c.search_addresses, "word0"))
    else:
        in_words = and_(*(_written(number, word) for number, word in enumerate(kind.words)))
        condition = in_words if kind.implies_words else or_(*as_name, in_words)
    return Reading(
        condition,
        _standing(names, [*spellings, "rest"] if _has_rest(kind) else spellings),
        beginning=or_(*(_stands_in(names, spelling, "beginning") for spelling in spellings)),
    )


def _as_heard(kind: QueryKind) -> Reading:
    sounds = c.search_sounds
    conditions = [
        _written(number, word) | _begins(sounds, f"heard{number}") if word.heard else _written(number, word)
        for number, word in enumerate(kind.words)
    ]
    return Reading(and_(*conditions), _standing(sounds, ["heard", "first_heard"]))


def _as_similar(kind: QueryKind) -> Reading:
    """Word similarity by the trigram index, `<%` obeying the threshold that `services.database` sets; or a sound inside.

    What is like a whole name goes before what is like a part of one, and the well-known before the unknown.
    """
    names, spelling = c.search_names, bindparam("phrase_inside", type_=Text)
    name = func.unnest(func.string_to_array(names, LINE)).column_valued("name")
    likeness = select(func.max(func.similarity(spelling, name))).correlate(PLACES).scalar_subquery()
    conditions: list[ColumnElement[bool]] = [_STANDS_LIKE(spelling, names)]
    if len(kind.words) == 1 and kind.words[0].heard:
        conditions.append(_stands_in(c.search_sounds, "heard0"))
    return Reading(or_(*conditions), cast(-likeness * 100 - c.prominence * _FAME, Integer))


def _standing(column: ColumnElement[str], texts: Sequence[str]) -> ColumnElement[int]:
    """How one of the texts stands in a column: the number of the first of `_FORMS` that is there, or a further one."""
    whens = (
        (or_(*(holds(column, text, form) for text in texts)), literal(rank, Integer))
        for rank, form in enumerate(_FORMS)
    )
    return case(*whens, else_=literal(len(_FORMS), Integer))


def _has_rest(kind: QueryKind) -> bool:
    """Tell whether a region was named beside something in it: 부산 해운대 is what 해운대 is in Busan."""
    return any(word.region for word in kind.words) and not all(word.region for word in kind.words)


def _written(number: int, word: WordKind) -> ColumnElement[bool]:
    text = f"word{number}"
    return or_(
        *_meanings(number, word), _stands_in(c.search_names, text), _stands_in(c.search_addresses, text)
    )


def _meanings(number: int, word: WordKind) -> list[ColumnElement[bool]]:
    meanings: list[ColumnElement[bool]] = []
    if word.region:
        meanings.append(c.region == bindparam(f"region{number}", type_=c.region.type))
    if word.theme:
        meanings.append(c.themes.contains(bindparam(f"theme{number}", type_=c.themes.type)))
    return meanings
