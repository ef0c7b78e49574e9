"""Understanding what was typed into the search box, before any database is asked."""

from dataclasses import dataclass
from typing import NamedTuple

from models.region import Region
from models.theme import Theme
from services.hangul import fold, is_initials, keystrokes, sound
from services.vocabulary import region_words, theme_words

SHORT = 3
"""Keystrokes of a syllable such as 궁; shorter ones have no trigram of their own."""

_LONGEST_PHRASE = 3
_BETWEEN = frozenset(("in", "of", "the", "at", "on", "near", "around", "for", "and"))
"""Words that say nothing between a region and a theme."""

_PARTICLES = "의ノ的"
"""The same in Korean, Japanese (folded) and Chinese, where nothing parts them from the region before."""

_SHORTEST_SOUND = 4


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query, with what else it may mean.

    `typed` is in keystrokes; `heard` is a sound key, empty when too short to be told from others.
    """

    typed: str
    heard: str
    region: Region | None = None
    theme: Theme | None = None


class WordKind(NamedTuple):
    """Which further meanings a word has, whatever they are."""

    region: bool
    theme: bool
    heard: bool


class QueryKind(NamedTuple):
    """What decides how a query is read, whatever was typed: queries of one kind are asked in the same statements.

    The two lengths are those of `joined` and `initials`; `SHORT + 1` stands for all that are longer. Where the whole
    `implies_words`, it stands nowhere where not each of its words does.
    """

    length: int
    initials: int
    is_spaced: bool
    implies_words: bool
    words: tuple[WordKind, ...]


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A search as understood: folded, the whole phrase in keystrokes, the same without spaces, and its words."""

    folded: str
    phrase: str
    joined: str
    initials: str
    words: tuple[Word, ...]

    @property
    def is_empty(self) -> bool:
        return not self.phrase

    @property
    def kind(self) -> QueryKind:
        return QueryKind(
            length=min(len(self.joined), SHORT + 1),
            initials=min(len(self.initials), SHORT + 1),
            is_spaced=self.phrase != self.joined,
            implies_words=all(word.typed in self.phrase and word.typed in self.joined for word in self.words),
            words=tuple(WordKind(bool(w.region), bool(w.theme), bool(w.heard)) for w in self.words),
        )


def understand(typed: str) -> SearchQuery:
    """Read a query: names in any script, initial consonants, and region and theme words among the rest.

    "부산 해변" is the region Busan and the theme of the coast; each of the two may still be part of a name.
    """
    folded = fold(typed)
    phrase = keystrokes(folded)
    return SearchQuery(
        folded=folded,
        phrase=phrase,
        joined=phrase.replace(" ", ""),
        initials=phrase.replace(" ", "") if is_initials(folded) else "",
        words=tuple(_telling(_words(folded.split()))),
    )


def _words(tokens: list[str]) -> list[Word]:
    words: list[Word] = []
    position = 0
    while position < len(tokens):
        for length in range(min(_LONGEST_PHRASE, len(tokens) - position), 0, -1):
            phrase = " ".join(tokens[position : position + length])
            region, theme = region_words().get(phrase), theme_words().get(phrase)
            if region or theme or length == 1:
                words.extend([_word(phrase, region, theme)] if region or theme else _split(phrase))
                position += length
                break
    return words


def _telling(words: list[Word]) -> list[Word]:
    """Leave out what stands between, as in "beaches in Busan", where all else is a region or a theme."""
    telling = [word for word in words if word.typed not in _BETWEEN]
    return telling if telling and all(word.region or word.theme for word in telling) else words


def _split(token: str) -> list[Word]:
    """Part a region from the theme or the particle it is written together with, as in 부산해변 and 부산의 해변."""
    for cut in range(2, len(token)):
        head, tail = token[:cut], token[cut:]
        region = region_words().get(head)
        if not region:
            continue
        if tail in _PARTICLES:
            return [_word(head, region, None)]
        theme_word = tail[1:] if tail[0] in _PARTICLES else tail
        if len(tail) > 1 and (theme := theme_words().get(theme_word)):
            return [_word(head, region, None), _word(theme_word, None, theme)]
    return [_word(token, None, None)]


def _word(text: str, region: Region | None, theme: Theme | None) -> Word:
    heard = sound(text)
    return Word(keystrokes(text), heard if len(heard) >= _SHORTEST_SOUND else "", region, theme)
