"""Closing days out of an official text: `매주 월요일 (월요일이 공휴일인 경우 다음날 휴무) / 설·추석 당일`."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from services.official_words import DAY, DAYS, HOLIDAY, SEPARATOR, UnsureError, days_in, remarks_in, words


class Feast(StrEnum):
    """A feast of the moon, by the name that its holidays carry."""

    SEOLLAL = "Seollal"
    CHUSEOK = "Chuseok"


class Moved(StrEnum):
    """What happens when a weekly closing day is a public holiday: it is open, and may be closed afterwards."""

    DROPPED = "dropped"
    TO_NEXT_DAY = "to next day"
    TO_NEXT_WORKDAY = "to next workday"


SUBSTITUTE = 2
"""Stands for the weekday given in lieu of a feast's holiday, as -1, 0 and 1 stand for the feast's three days."""


@dataclass(slots=True)
class Closings:
    """What a text tells of closing days: `days` of the week, `nth` of a month as (weekday, which), `dates`, `months`.

    `feasts` says of each feast's days whether the place is closed for sure. `assumed` counts what is not told whole.
    """

    days: set[int] = field(default_factory=set[int])
    nth: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    dates: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    months: tuple[int, int] | None = None
    feasts: dict[Feast, dict[int, bool]] = field(default_factory=dict[Feast, dict[int, bool]])
    moved: Moved | None = None
    never: bool = False
    assumed: int = 0


def read_closings(text: str) -> Closings:
    """Read a text that is `plain`; an empty one is taken for one of no closing days.

    Raises:
        UnsureError: a word is not known, the text breaks off, or it contradicts itself.
    """
    closings, position = Closings(assumed=0 if text else 1), 0
    if season := _MONTHS.fullmatch(text):
        closings.months = (_month(season["first"]), _month(season["last"]))
        return closings
    if re.search(r"[·,/~(&]$", text) or text.count("(") != text.count(")"):
        raise UnsureError
    while position < len(text):
        token = _TOKENS.match(text, position)
        if token is None or token.end() == position:
            raise UnsureError
        position = token.end()
        _take(token, closings)
    if _contradicts_itself(closings):
        raise UnsureError
    return closings


def _contradicts_itself(closings: Closings) -> bool:
    if closings.never:
        return bool(closings.days or closings.nth)
    if closings.moved is None:
        return False
    return HOLIDAY in closings.days or (closings.moved is not Moved.DROPPED and len(closings.days) > 1)


def _take(token: re.Match[str], closings: Closings) -> None:
    match token.lastgroup:
        case "none":
            closings.never = True
        case "unless":
            _move(token, closings)
        case "nth":
            closings.nth += _nth(token)
        case "feast":
            _close_feasts(token, closings)
        case "date":
            closings.dates.append(_date(token))
        case "days":
            _close_weekly(token["days"], closings)
        case "note":
            closings.assumed += remarks_in(token["note"])
        case _:
            pass


def _move(token: re.Match[str], closings: Closings) -> None:
    """Take in what happens when the closing day told before is a holiday.

    Raises:
        UnsureError: it is not one closing day of every week.
    """
    named = set(days_in(token["named"])) if token["named"] else closings.days
    if not closings.days or named != closings.days or closings.nth or closings.moved:
        raise UnsureError
    if token["open"]:
        closings.moved = Moved.DROPPED
    else:
        closings.moved = Moved.TO_NEXT_WORKDAY if "평일" in token["next"] else Moved.TO_NEXT_DAY


def _close_weekly(told: str, closings: Closings) -> None:
    """Close on days of every week; behind days of a month a weekday alone may be meant as one of these."""
    days = days_in(told)
    if closings.nth and days != (HOLIDAY,) and "매주" not in told:
        raise UnsureError
    closings.days |= set(days)


def _nth(token: re.Match[str]) -> list[tuple[int, int]]:
    """Return pairs of weekday and which of a month; numbers alone are only such where a month is spoken of."""
    numbers = re.split(SEPARATOR, token["which"])
    if numbers[-1].isdigit() and not (token["monthly"] and "요일" in token["weekdays"]):
        raise UnsureError
    which = [int(number[0]) if number[0].isdigit() else _ORDINALS[number[0]] for number in numbers]
    return [(day, one) for one in which for day in days_in(token["weekdays"])]


def _close_feasts(token: re.Match[str], closings: Closings) -> None:
    """Close on a feast's days; where it is not told on which, only the feast itself is sure."""
    length = re.sub(r"\s", "", token["length"] or "")
    days = _FEAST_DAYS.get(length, _SURE_OF_THE_DAY_ALONE)
    if length not in _FEAST_DAYS:
        closings.assumed += 1
    for feast, called in ((Feast.SEOLLAL, "설|구정|명절"), (Feast.CHUSEOK, "추석|명절")):
        if re.search(called, token["names"]):
            closings.feasts[feast] = closings.feasts.get(feast, {}) | days


def _date(token: re.Match[str]) -> tuple[int, int]:
    for name, date in _NAMED_DATES.items():
        if re.fullmatch(name, token["date"]):
            return date
    month, day = _month(token["month"]), int(token["day"])
    if not 1 <= day <= 28 + 3 * (month != 2):
        raise UnsureError
    return month, day


def _month(text: str) -> int:
    if not 1 <= int(text) <= 12:
        raise UnsureError
    return int(text)


_ORDINALS = {"첫": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "네": 4, "넷": 4, "다": 5, "마": -1}
_HOLIDAYS_OF_FEAST = {-1: True, 0: True, 1: True, SUBSTITUTE: False}
_FEAST_DAYS = {
    "당일": {0: True},
    "전날": {-1: True},
    "연휴": _HOLIDAYS_OF_FEAST,
    "연휴기간": _HOLIDAYS_OF_FEAST,
    "전날및당일": {-1: True, 0: True},
    "전날,당일": {-1: True, 0: True},
    "당일및전날": {-1: True, 0: True},
    "당일및다음날": {0: True, 1: True},
}
_SURE_OF_THE_DAY_ALONE = {-1: False, 0: True, 1: False, SUBSTITUTE: False}
_NAMED_DATES = {
    r"신정|새해\s*첫날": (1, 1),
    r"근로자의\s*날|노동절": (5, 1),
    r"크리스마스|성탄절": (12, 25),
}

_MONTHS = re.compile(
    rf"(?:매년\s*)?(?:{words('동절기', '하절기', '겨울철?', '여름철?')}\s*)?"
    r"\(?\s*(?P<first>\d{1,2})\s*월?\s*~\s*(?P<last>\d{1,2})\s*월\s*\)?\s*(?:휴무|휴장|휴관)?"
)
_NUMBER = r"(?:첫|두|둘|세|셋|네|넷|다섯|마지막|(?<!\d)[1-5](?!\d))(?:\s*번)?(?:\s*째)?(?:\s*주)?"
_HOLIDAY_COMES = (
    rf"\(?\s*(?:단|다만)?\s*,?\s*(?:(?P<named>{DAY})(?:이|가)?|(?:휴무일|휴관일|당일|해당일)이?)?\s*"
    r"(?:법정\s*)?(?:공휴일|연휴)(?:인|일|과|에|이면|이라면|은|이)?\s*(?:휴일이?\s*)?"
    r"(?:겹칠|겹치는|해당될)?\s*(?:경우|때|시)?(?:에는|에|는|엔)?\s*,?\s*"
)
_NEXT_DAY = (
    rf"(?:그\s*)?{words('다음 날', '다음 평일', '익일')}(?:\s*평일)?(?:이|에)?\s*"
    rf"{words('휴무', '휴관', '휴장', '쉼')}"
)
_OPEN = words(
    "정상 영업", "정상 운영", "정상 개관", "정상 개방", "영업", "운영", "개관", "개방", "휴무 없음", "제외"
)
_FEASTS = rf"(?:설날?|구정|추석|명절)(?:{SEPARATOR}(?:설날?|구정|추석))?"
_LENGTH = words(
    "전날 및 당일",
    "전날, 당일",
    "당일 및 전날",
    "당일 및 다음날",
    "당일",
    "연휴 기간",
    "연휴",
    "전날",
    "명절",
)
_PARTS = {
    "none": words("연중 무휴", "연중무", "무휴", "휴무 없음", "없음"),
    "unless": rf"{_HOLIDAY_COMES}(?:(?P<next>{_NEXT_DAY})|(?P<open>{_OPEN}))(?:함|합니다|됨)?\s*\)?",
    "nth": rf"(?P<monthly>(?:매월|매달)\s*)?(?P<which>{_NUMBER}(?:{SEPARATOR}{_NUMBER})*)\s*"
    rf"(?P<weekdays>{DAY}(?:\s*(?:[,·]|및)\s*{DAY})*)",
    "feast": rf"(?P<names>{_FEASTS})\s*(?P<length>{_LENGTH})?",
    "date": rf"(?P<month>\d{{1,2}})\s*월\s*(?P<day>\d{{1,2}})\s*일|{'|'.join(_NAMED_DATES)}",
    "days": DAYS,
    "note": r"※.*",
    "filler": words("정기 휴무일?", "휴무일?", "휴관일?", "휴점", "휴장", "매주", "정기"),
    "mark": r"[\s\-\[\]()/,.:·]+",
}
_TOKENS = re.compile("|".join(f"(?P<{name}>{part})" for name, part in _PARTS.items()))
