"""The hours of a week out of an official text: `[평일] 11:00~21:00 (준비시간 15:00~17:00) [주말] 11:00~20:00`."""

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from services.official_words import DAYS, WEEK, UnsureError, days_in, remarks_in, words

DAY = 24 * 60

Span = tuple[int, int]
"""Minutes from midnight; a night ends beyond 24 h."""


@dataclass(slots=True)
class Rule:
    """Hours on some days, in the months from the first to the last where these are named."""

    days: tuple[int, ...] = WEEK
    months: tuple[int, int] | None = None
    spans: list[Span] = field(default_factory=list[Span])
    breaks: list[Span] = field(default_factory=list[Span])

    def is_in(self, month: int) -> bool:
        """Tell whether these hours hold in that month, 1 to 12."""
        if self.months is None:
            return True
        first, last = self.months
        return (month - first) % 12 <= (last - first) % 12


@dataclass(slots=True)
class Week:
    """What a text tells of a week; `breaks` and `no_break` are told apart from the hours they belong to."""

    rules: list[Rule] = field(default_factory=list[Rule])
    breaks: list[tuple[tuple[int, ...], Span]] = field(default_factory=list[tuple[tuple[int, ...], Span]])
    no_break: set[int] = field(default_factory=set[int])
    last_admissions: set[int] = field(default_factory=set[int])
    remarks: int = 0


def read_week(text: str) -> Week:
    """Read a text that is `plain`.

    Raises:
        UnsureError: a word is not known, or what it means here.
    """
    reading, position = _Reading(_Layout.of(text)), 0
    while position < len(text):
        token = _TOKENS.match(text, position)
        if token is None or token.end() == position:
            raise UnsureError
        position = token.end()
        reading.take(token)
    return reading.finished()


class _Layout(Enum):
    """How a text of several days is laid out: `[평일] - … - …`, `- 평일 … - 주말 …`, or in one run."""

    SECTIONS = auto()
    LINES = auto()
    RUN = auto()

    @classmethod
    def of(cls, text: str) -> "_Layout":
        if "[" in text:
            return cls.SECTIONS
        return cls.LINES if re.search(r"(?:^|\s)-\s*\S", text) else cls.RUN


class _Reading:
    """Where in a text one stands: which days and months are spoken of, and what the next times mean.

    `subject` is what was named last, "" standing for the hours themselves; `is_told` says that its times came.
    `waiting` are times that came before their subject, as in `20:30 라스트오더`.
    """

    def __init__(self, layout: _Layout) -> None:
        self._week = Week()
        self._rule = Rule()
        self._layout = layout
        self._subject = ""
        self._subject_days: tuple[int, ...] | None = None
        self._is_told = False
        self._waiting: list[int | Span] = []
        self._needs_months = False
        self._mark_before = ""

    def take(self, token: re.Match[str]) -> None:
        match token.lastgroup:
            case "mark":
                self._mark(token["mark"])
                return
            case "days":
                self._days(days_in(token["days"]))
            case "months":
                self._months(int(token["first"]), int(token["last"]))
            case "season":
                self._next(keep_months=False)
                self._needs_months = True
            case "break" | "order" | "entry":
                self._name(token.lastgroup)
            case "always":
                self._hours((0, DAY))
            case "note":
                self._note(token["note"])
            case "filler":
                pass
            case _:
                self._times(token)
        self._mark_before = ""

    def finished(self) -> Week:
        """Return the week.

        Raises:
            UnsureError: something was begun and not told.
        """
        if self._needs_months or self._waiting:
            raise UnsureError
        self._keep()
        if not self._week.rules:
            raise UnsureError
        return self._week

    def _times(self, token: re.Match[str]) -> None:
        match token.lastgroup:
            case "range":
                self._range(_span(token["begins"], token["ends"]))
            case "time":
                self._time(_minute(token["time"]))
            case "before":
                self._before(int(token["hours"] or 0) * 60 + int(token["minutes"] or 0))
            case _:
                raise UnsureError

    def _mark(self, mark: str) -> None:
        """End what was said of single days' last orders, so that what follows is of all days again."""
        self._mark_before = mark
        is_remark = not self._rule.spans and not self._rule.breaks and self._subject in {"order", "entry"}
        if is_remark and self._is_told and ("-" in mark or ")" in mark):
            self._rule, self._subject = Rule(months=self._rule.months), ""

    def _note(self, note: str) -> None:
        if told := _NO_BREAK.fullmatch(note.strip()):
            self._week.no_break |= set(days_in(told["free"]))
        else:
            self._week.remarks += remarks_in(note)

    def _keep(self) -> None:
        """Put the present rule into the week; a break without hours belongs to the hours told before."""
        if self._rule.spans:
            self._week.rules.append(self._rule)
        else:
            self._week.breaks += [(self._rule.days, span) for span in self._rule.breaks]

    def _days(self, days: tuple[int, ...]) -> None:
        if self._waiting:
            raise UnsureError
        if self._subject == "order" and not self._is_told:
            return
        if self._subject == "break" and not self._is_told:
            self._subject_days = days
            return
        self._next()
        self._rule.days = days

    def _months(self, first: int, last: int) -> None:
        if not (1 <= first <= 12 and 1 <= last <= 12):
            raise UnsureError
        if not self._needs_months:
            self._next(keep_months=False)
        self._rule.months = (first, last)
        self._needs_months = False

    def _next(self, *, keep_months: bool = True) -> None:
        """Begin a new rule once the present one has its hours."""
        if self._waiting:
            raise UnsureError
        if self._rule.spans or self._rule.breaks:
            self._keep()
            self._rule = Rule(months=self._rule.months if keep_months else None)
        elif not keep_months:
            self._rule = Rule()
        self._subject = ""

    def _name(self, subject: str) -> None:
        self._subject, self._subject_days, self._is_told = subject, None, bool(self._waiting)
        if subject == "break" and self._week.rules and self._rule.spans:
            self._subject_days = self._days_of_break()
        if self._waiting:
            self._answer_waiting()

    def _days_of_break(self) -> tuple[int, ...] | None:
        """Return all days for a break in a line of its own below the lines of several days, else None.

        Raises:
            UnsureError: it may belong to the last of these days or to all.
        """
        if self._layout is _Layout.SECTIONS or any(rule.breaks for rule in self._week.rules):
            return None
        if self._layout is _Layout.RUN:
            raise UnsureError
        return WEEK if "-" in self._mark_before else None

    def _answer_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for told in waiting:
            if isinstance(told, tuple):
                if self._subject != "break":
                    raise UnsureError
                self._break(told)
            elif self._subject != "order":
                raise UnsureError

    def _range(self, span: Span) -> None:
        if self._subject == "break" and not self._is_told:
            self._is_told = True
            self._break(span)
        elif self._subject == "order":
            raise UnsureError
        elif self._subject == "entry" and not self._is_told:
            self._last_entry(span[1])
        else:
            self._hours(span)

    def _break(self, span: Span) -> None:
        if self._subject_days is None:
            self._rule.breaks.append(span)
        else:
            self._week.breaks.append((self._subject_days, span))

    def _hours(self, span: Span) -> None:
        spans = self._rule.spans
        if self._needs_months or self._waiting:
            raise UnsureError
        if spans and spans[-1][0] < span[0] and span[1] < spans[-1][1]:
            self._waiting.append(span)
            return
        if span in spans:
            return
        is_second_week = bool(self._week.rules) and not spans and self._rule == Rule()
        if self._subject or self._rule.breaks or is_second_week or (spans and span[0] < spans[-1][1]):
            raise UnsureError
        spans.append(span)

    def _time(self, minute: int) -> None:
        if self._subject == "order":
            self._is_told = True
        elif self._subject == "entry" and not self._is_told:
            self._last_entry(minute)
        elif self._rule.spans and (not self._subject or self._is_told):
            self._waiting.append(minute)
        else:
            raise UnsureError

    def _last_entry(self, minute: int) -> None:
        if not self._rule.spans:
            raise UnsureError
        closes = self._rule.spans[-1][1]
        self._before(closes - minute if minute <= closes else closes - minute + DAY)

    def _before(self, minutes: int) -> None:
        """Take in how long before closing nobody is let in any more, or served."""
        if self._is_told or self._subject not in {"order", "entry"}:
            raise UnsureError
        self._is_told = True
        if self._subject == "entry":
            if not 0 < minutes <= 240:
                raise UnsureError
            self._week.last_admissions.add(minutes)


def _minute(clock: str) -> int:
    hours, minutes = map(int, clock.split(":"))
    if hours > 30 or minutes > 59:
        raise UnsureError
    return hours * 60 + minutes


def _span(begins: str, ends: str) -> Span:
    """Return a range of time; a night is one that is not more likely an afternoon told in twelve hours."""
    begin, end = _minute(begins), _minute(ends)
    if end <= begin:
        if begin < 15 * 60 and re.match(r"\d:", ends):
            raise UnsureError
        end += DAY
    length = end - begin
    if begin >= DAY or length < 30 or (20 * 60 < length < DAY and end > DAY) or length > DAY:
        raise UnsureError
    return begin, end


_CLOCK = r"(?<!\d)\d{1,2}:\d\d(?!\d)"
_CLOSING = words("폐장", "마감", "영업 종료", "운영 종료", "관람 종료", "종료", "폐관")
_BREAK = words("준비 시간", "브레이크 타임", "break time", "휴게 시간", "휴식 시간", "쉬는 시간", "중간 휴식")
_MEAL = words("점심", "저녁", "런치", "디너", "오전", "오후")
_WEEKPART = words("평일", "주말")
_ORDER = words("마지막 주문", "라스트 오더", "주문 마감", "last order") + r"(?:\s*시간)?"
_NO_BREAK = re.compile(
    rf"※?\s*(?P<free>[^\d※]+?)(?:에는|에|은|는|엔)?\s*{_BREAK}\s*"
    r"(?:없이|없음)\s*(?:영업|운영)?(?:됨|함|합니다)?\.?"
)
_PARTS = {
    "range": rf"(?P<begins>{_CLOCK})\s*~\s*(?:익일|다음\s*날|새벽)?\s*(?P<ends>{_CLOCK})",
    "before": rf"(?:{_CLOSING}\s*)?(?=\d)(?:(?P<hours>\d{{1,2}})\s*시간\s*)?"
    r"(?:(?P<minutes>\d{1,3})\s*분\s*)?전(?:까지)?",
    "months": r"\(?\s*(?P<first>\d{1,2})\s*월?\s*~\s*(?P<last>\d{1,2})\s*월\s*\)?",
    "time": _CLOCK,
    "break": rf"(?:{_MEAL}\s*)?{_BREAK}",
    "order": rf"(?:{_MEAL}\s*|{_WEEKPART}\s*)?(?:{_ORDER}|l\.?o\b\.?)",
    "entry": words(
        "입장 마감", "마지막 입장", "매표 마감", "발권 마감", "입장은", "입장 가능 시간", "매표 시간", "입장"
    ),
    "always": rf"상시(?:\s*{words('개방', '이용 가능', '가능', '운영')})?"
    rf"|24\s*시간(?:\s*{words('영업', '운영', '개방')})?|연중\s*개방|제한\s*없음",
    "season": words("하절기", "동절기", "하계", "동계", "여름철?", "겨울철?", "성수기", "비수기"),
    "filler": words("영업", "운영", "이용", "관람", "개방", "정상")
    + rf"(?:\s*{words('시간', '가능', '영업')})?|까지|시간|연중\s*무휴|{_MEAL}(?=\s*\]?\s*-?\s*\d)",
    "days": rf"{DAYS}",
    "note": r"※[^\[※]*|\([^()]*(?:문의|예약|소진)[^()]*\)"
    r"|재료\s*소진\s*시?\s*(?:조기\s*)?(?:영업\s*)?(?:마감|종료)?",
    "mark": r"[\s\-\[\]()/,.:·•*<>&]+",
}
_TOKENS = re.compile("|".join(f"(?P<{name}>{part})" for name, part in _PARTS.items()), re.IGNORECASE)
