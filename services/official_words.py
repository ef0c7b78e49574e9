"""Words that Korea's official texts about opening hours share: weekdays, remarks, and one way to write each."""

import re
import unicodedata
from collections.abc import Iterable

WEEK = tuple(range(7))
HOLIDAY = 7
"""Stands beside the weekdays, of which Monday is 0, for a public holiday."""


class UnsureError(Exception):
    """Something stands in a text that these rules do not know."""


def plain(text: str) -> str:
    """Write the same things the same way: times as 17:30, ranges with ~, no tags and no invisible letters."""
    text = unicodedata.normalize(
        "NFKC", re.sub(r"<br\s*/?>?|</?[a-z]+[^<>]*>|&nbsp;", " ", text, flags=re.IGNORECASE)
    )
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    for pattern, written in _SAME:
        text = pattern.sub(written, text)
    return re.sub(r"(오후|저녁)\s*(\d{1,2})(?=:)", _after_noon, re.sub(r"\s+", " ", text)).strip()


def words(*alternatives: str) -> str:
    """Return a pattern of any of these words; a space in one stands for any number of them."""
    return "(?:" + "|".join(word.replace(" ", r"\s*") for word in alternatives) + ")"


def days_in(text: str) -> tuple[int, ...]:
    """Return the days that a list of `DAYS` names, in order.

    Raises:
        UnsureError: it is no such list.
    """
    return tuple(sorted({day for part in re.split(SEPARATOR, text) for day in _days_of(part)}))


def remarks_in(note: str) -> int:
    """Count a remark that changes no hours.

    Raises:
        UnsureError: it may change them.
    """
    if _HARMFUL.search(note) or not _HARMLESS.search(note):
        raise UnsureError
    return 1


def runs(numbers: Iterable[int]) -> list[list[int]]:
    """Part ascending numbers where one is left out."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][-1] == number - 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return parts


def _after_noon(found: re.Match[str]) -> str:
    """Count on to 24 h; midnight is called twelve in the evening, so that is left as it stands."""
    hour = int(found[2])
    if hour == 12 and found[1] == "저녁":
        return found[0]
    return str(hour % 12 + 12)


def _days_of(part: str) -> Iterable[int]:
    name = re.sub(r"매주|법정|\s", "", part)
    if name in _NAMED_DAYS:
        return _NAMED_DAYS[name]
    if re.fullmatch(r"[월화수목금토일]{2,7}", name):
        return [_LETTERS.index(letter) for letter in name]
    ends = [_LETTERS.find(end[:1]) for end in re.split(r"[~\-]", name)]
    if not name or -1 in ends or len(ends) > 2:
        raise UnsureError
    return [(ends[0] + step) % 7 for step in range((ends[-1] - ends[0]) % 7 + 1)]


_LETTERS = "월화수목금토일"
_NAMED_DAYS = {
    "평일": range(5),
    "주중": range(5),
    "주말": (5, 6),
    "매일": WEEK,
    "연중": WEEK,
    "공휴일": (HOLIDAY,),
}

SEPARATOR = r"\s*(?:[,·/&]|및)\s*"
DAY = r"(?:[월화수목금토일]요일|(?<!\d)[월화수목금토일](?![가-힣]))"
"""One weekday; a letter alone is none at a digit (4월, 9일) nor inside a word."""
_DAY_OR_DAYS = (
    rf"(?:{DAY}\s*[~\-]\s*{DAY}|[월화수목금토일]{{2,7}}(?![가-힣])|{DAY}"
    rf"|(?:평일|주중|주말|매일|연중|(?:법정\s*)?공휴일)(?!(?!휴무|휴관|정기)[가-힣]))"
)
DAYS = rf"(?:(?:매주\s*)?{_DAY_OR_DAYS}(?:{SEPARATOR}(?:매주\s*)?{_DAY_OR_DAYS})*)"
"""A list of days: 월~목, 토·일, 주말 및 공휴일."""

_SAME = (
    (re.compile(r"[∼〜～–—−]"), "~"),
    (re.compile(r"24\s*시(?=\s*(?:영업|운영))"), "24시간"),
    (re.compile(r"(?<!\d)(\d{1,2})\s*시\s*(\d\d)\s*분"), r"\1:\2"),
    (re.compile(r"(?<!\d)(\d{1,2})\s*시(?![간즌])"), r"\1:00"),
    (re.compile(r"(?:오전|아침)\s*(?!12)(?=\d{1,2}:)"), ""),
    (re.compile(r"(\d)\s*;\s*(\d)"), r"\1:\2"),
    (re.compile(r"(:\d\d)\s*-\s*(?=(?:익일|다음\s*날|새벽)?\s*\d)"), r"\1~"),
)
_HARMLESS = re.compile(
    "재료|소진|조기|전화|문의|방문|요망|홈페이지|참고|참조|변동|변경|상이|확인|예약|사정|기상|날씨|현장|마감될|자세한"
)
_HARMFUL = re.compile(r"\d:\d\d|요일|평일|주말|휴무|휴관|공휴일|동절기|하절기|단축|연장|점포|매장별|시설별")
