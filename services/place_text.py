"""What search needs of a place's texts: its names and addresses as typed, as heard, and as initial consonants."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.language import Language, Texts
from services.hangul import initials, keystrokes, romanise, sound

LINE = "\n"
"""Stands before, between and after the names in a search column, so that `LINE + text` finds a name's beginning."""


@dataclass(frozen=True, slots=True)
class SearchColumns:
    """The four search columns of a place; each is lines between `LINE`s."""

    names: str
    addresses: str
    sounds: str
    initials: str


def search_columns(name: Texts, aliases: Mapping[str, Sequence[str]], address: Texts) -> SearchColumns:
    """Fold every name, alias and address of a place into what `services.search` looks through."""
    korean = [text for text in (name.get(Language.KO), *aliases.get(Language.KO, ())) if text]
    spellings = [*name.values(), *(alias for group in aliases.values() for alias in group)]
    names = _lines(
        _with_and_without_spaces(keystrokes(text) for text in (*spellings, *map(romanise, korean)))
    )
    return SearchColumns(
        names=names,
        addresses=_lines(keystrokes(text) for text in address.values()),
        sounds=_lines(_with_and_without_spaces(sound(text) for text in spellings)),
        initials=_lines(_with_and_without_spaces(initials(text) for text in korean)),
    )


def _with_and_without_spaces(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        yield text
        if " " in text:
            yield text.replace(" ", "")


def _lines(texts: Iterable[str]) -> str:
    distinct = [text for text in dict.fromkeys(texts) if text]
    return LINE + LINE.join(distinct) + LINE if distinct else ""
