"""Names of places as official sources write them, folded so that two spellings of one name meet.

"경주 불국사 [유네스코 세계유산]" and "仏国寺（불국사）" are both 불국사; 연곡해변(연곡해수욕장) is 연곡해수욕장.
"""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import IntEnum
from unicodedata import normalize

from models.language import Language
from services.vocabulary import REGIONS


class Likeness(IntEnum):
    """How alike two names are."""

    NONE = 0
    PARTLY = 1
    """One holds the other: a place and a part of it, or the street it stands in."""
    MISSPELT = 2
    """A syllable more or less in a long name."""
    OPEN_ENDED = 3
    """Equal but for an ending that says what it is: 아우라지 관광지, 운조루 고택."""
    TRIMMED = 4
    """Equal without the town or the owner before it, or in another order: 경주 불국사, 국립칠곡숲체원."""
    EQUAL = 5


@dataclass(frozen=True, slots=True)
class FoldedName:
    """A name without what its spellings differ in; `aside` is what stood in brackets, as far as it is Korean."""

    whole: str
    words: tuple[str, ...]
    aside: str

    def trimmed(self, towns: Iterable[str]) -> frozenset[str]:
        """Return the name, and what remains of it without an owner and without these towns before it."""
        known = set(towns)
        found = {self.whole}
        waiting = [self.whole]
        while waiting:
            name = waiting.pop()
            rests = [name[len(start) :] for start in (*known, *_OWNERS) if name.startswith(start)]
            fresh = {rest for rest in rests if len(rest) >= _LEAST_SYLLABLES} - found
            found |= fresh
            waiting += fresh
        return frozenset(found)

    def keys(self) -> frozenset[str]:
        """Return texts of which two names that are alike, but for a misspelling, share at least one.

        Towns are not known here, so whole words and two or three syllables are left out at the beginning.
        """
        starts = {"".join(self.words[count:]) for count in range(len(self.words))}
        starts |= {start.removeprefix(owner) for start in starts for owner in _OWNERS}
        starts |= {start[count:] for start in set(starts) for count in (2, 3, 4)}
        starts |= {_without_ending(start) for start in starts}
        long = {start for start in starts if len(start) >= _LEAST_SYLLABLES}
        return frozenset(long | {self.whole, "".join(sorted(self.words))})

    def shortened(self) -> frozenset[str]:
        """Return a long name with each of its syllables left out once, but for the first, which may be a shop's name."""
        if len(self.whole) <= _LONG:
            return frozenset()
        return frozenset(self.whole[:at] + self.whole[at + 1 :] for at in range(1, len(self.whole)))


def names_in(title: str, language: str) -> dict[str, str]:
    """Part a title of a foreign-language service into the name in that language and the Korean one it carries.

    The Korean name stands in brackets behind the foreign one or just behind it, now and then before it.
    """
    text = normalize("NFC", title).translate(_NARROW_BRACKETS).strip()
    begins = _HANGUL.search(text)
    if language == Language.KO:
        return {Language.KO: text}
    if begins is None:
        return {language: _tidy(text)}
    if found := _FOREIGN_IN_BRACKETS.fullmatch(text):
        return {language: found["foreign"].strip(), Language.KO: found["korean"].strip()}
    opens = _open_bracket(text[: begins.start()])
    korean = text[begins.start() :] if opens is None else _inside(text[opens:])
    foreign = _tidy(text[: begins.start() if opens is None else opens])
    if opens is None and not any(map(str.isalpha, foreign)):
        return {Language.KO: text}
    return {language: foreign, Language.KO: korean.strip()} if foreign else {Language.KO: korean.strip()}


def fold_name(name: str) -> FoldedName:
    """Fold a name: width, case, spaces and punctuation, what stands in brackets, Roman numerals, words that vary."""
    text = re.sub(r"\[[^\]]*\]", " ", normalize("NFKC", name).casefold())
    outside, aside = _apart_from_brackets(text)
    if not _squeezed(outside):
        outside, aside = aside, ""
    for pattern, word in _ONE_WORD:
        outside = pattern.sub(word, outside)
    outside = _ROMAN.sub(lambda found: str(_NUMERALS.index(found[0]) + 1), outside)
    words = tuple(word for part in outside.split() if (word := _squeezed(part)))
    return FoldedName("".join(words), words, "".join(_HANGUL.findall(aside)))


def likeness(one: FoldedName, other: FoldedName, towns: Iterable[str]) -> Likeness:
    """Compare two names; `towns` are those that either may carry before it."""
    if one.whole == other.whole:
        return Likeness.EQUAL if one.whole else Likeness.NONE
    known = frozenset(towns) | _PROVINCES
    mine, theirs = one.trimmed(known), other.trimmed(known)
    if _meet((one.whole, other.whole), mine & theirs) or sorted(one.words) == sorted(other.words):
        return Likeness.TRIMMED
    bare = {_without_ending(name) for name in mine} & {_without_ending(name) for name in theirs}
    if _meet((_without_ending(one.whole), _without_ending(other.whole)), bare):
        return Likeness.OPEN_ENDED
    if _is_misspelt(one, other):
        return Likeness.MISSPELT
    is_part = any(name in other.whole for name in mine) or any(name in one.whole for name in theirs)
    return Likeness.PARTLY if is_part else Likeness.NONE


def _meet(wholes: tuple[str, str], shared: AbstractSet[str]) -> bool:
    """Tell whether what two names share is the whole of one, or says enough for both."""
    return not shared.isdisjoint(wholes) or any(len(rest) >= _TELLING for rest in shared)


def _is_misspelt(one: FoldedName, other: FoldedName) -> bool:
    if re.findall(r"\d+", one.whole) != re.findall(r"\d+", other.whole):
        return False
    return one.whole in other.shortened() or other.whole in one.shortened()


def towns_in(address: str) -> frozenset[str]:
    """Return the names of towns and districts in a Korean address, as they stand before names of places."""
    towns: set[str] = set()
    for word in re.findall(r"[가-힣]+", address):
        if found := _TOWN.fullmatch(word):
            towns |= {word, found[1], f"{found[1]}도"}
    return frozenset(towns)


def likest(
    mine: Mapping[str, FoldedName], theirs: Mapping[str, FoldedName], towns: Iterable[str]
) -> Likeness | None:
    """Compare two sets of names by language: by the Korean ones where both have one; None with none to compare."""
    if Language.KO in mine and Language.KO in theirs:
        return likeness(mine[Language.KO], theirs[Language.KO], towns)
    shared = mine.keys() & theirs.keys()
    return max((likeness(mine[tag], theirs[tag], ()) for tag in shared), default=None)


def _tidy(foreign: str) -> str:
    """Leave out empty brackets and what has parted a name from the Korean one; set brackets off by a space."""
    return _GAP_BEFORE_BRACKET.sub(" (", _EMPTY_BRACKETS.sub("", foreign)).strip(_PARTING)


def _open_bracket(before: str) -> int | None:
    """Return where the outermost bracket opens that is still open at the end."""
    opened: list[int] = []
    for at, letter in enumerate(before):
        if letter in "([":
            opened.append(at)
        elif letter in ")]" and opened:
            opened.pop()
    return opened[0] if opened else None


def _inside(text: str) -> str:
    """Return what stands in the bracket that begins a text."""
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if depth == 0:
            return text[1:at]
    return text[1:]


def _apart_from_brackets(text: str) -> tuple[str, str]:
    outside, aside, depth = "", "", 0
    for letter in text:
        if letter == ")":
            depth = max(0, depth - 1)
        elif letter == "(":
            depth += 1
        elif depth:
            aside += letter
        else:
            outside += letter
        if letter in "()":
            outside += " "
    return outside, aside


def _squeezed(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _without_ending(name: str) -> str:
    """Leave out an ending that says what a place is; a temple and the area around it stay two."""
    base = _ENDING.sub("", name)
    return name if base.endswith("사") or len(base) < _LEAST_SYLLABLES else base


_LEAST_SYLLABLES = 2
_LONG = 6
_TELLING = 4
"""So many syllables left of two names say more than 식당 or 대교."""
_HANGUL = re.compile(r"[가-힣]+")
_NARROW_BRACKETS = str.maketrans("（）［］〔〕", "()[][]")
_FOREIGN_IN_BRACKETS = re.compile(
    r"(?P<korean>[\W\d]*[가-힣][^()]*)\((?P<foreign>[^()가-힣]*[^()가-힣\W\d][^()가-힣]*)\)"
)
_EMPTY_BRACKETS = re.compile(r"[(\[]\s*[)\]]")
_GAP_BEFORE_BRACKET = re.compile(r"\s*\(")
_PARTING = " \t\u3000/-–|·:,"
_OWNERS = ("국립", "도립", "군립", "시립", "구립")
_PROVINCES = frozenset(region.name[Language.KO] for region in REGIONS.values()) | {"제주도"}
_TOWN = re.compile(
    r"([가-힣]{2,}?)(?:특별자치도|특별자치시|통합특별시|특별시|광역시|도|시|군|구|읍|면|동|리)"
)
_ENDING = re.compile(r"(?:관광지|일원|일대|고택)$")
_ONE_WORD = (
    (re.compile("해수욕장"), "해변"),
    (re.compile("자연휴양림"), "휴양림"),
    (re.compile("국민관광지|관광단지|관광특구|유원지"), "관광지"),
)
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_ROMAN = re.compile(r"(?<![a-z])(?:" + "|".join(sorted(_NUMERALS, key=len, reverse=True)) + r")(?![a-z])")
