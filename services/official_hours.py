"""Opening hours out of the free text of Korea's official services.

    "11:30~21:00 (준비시간 15:00~17:00 / 마지막 주문 20:30)", "매주 월요일 / 설·추석 당일"
    Mo-Su 11:30-15:00,17:00-21:00; Mo off; 2027 Feb 07 off; …

Precision goes first: a text is read whole or not at all. What cannot be said by rules (the moon's holidays, a closing day
that moves when it is a holiday) is written out as dates for the coming years, so texts are read again from time to time.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from services.holidays_of_korea import holidays_between, is_holiday
from services.opening_hours import is_valid

YEARS_AHEAD = 4
"""For so many years after the present one dates are written out."""


@dataclass(frozen=True, slots=True)
class OfficialHours:
    """What a text says, in `opening_hours` syntax.

    `confidence` is 1 where every word was understood, less where remarks were left out or a usage had to be assumed.
    """

    expression: str
    last_admission_minutes: int | None
    confidence: float


def read_official_hours(hours: str, closed: str, today: date) -> OfficialHours | None:
    """Read the texts of the opening hours and of the closing days; None where any of it is unsure."""
    try:
        week, notes = _read_hours(_plain(hours))
        closings, assumed = _read_closings(_plain(closed))
        expression = _written(week, closings, today)
    except _UnsureError:
        return None
    confidence = 1.0 - 0.1 * notes - 0.1 * assumed
    if not is_valid(expression) or confidence < _LEAST_CONFIDENCE:
        return None
    return OfficialHours(expression, week.last_admission, confidence)


class _UnsureError(Exception):
    """Something stands in the text that these rules do not know."""


_LEAST_CONFIDENCE = 0.65
_DAY = 24 * 60
_WEEK = tuple(range(7))
_DAY_NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_Span = tuple[int, int]
"""Minutes from midnight; a night ends beyond 24 h."""


def _plain(text: str) -> str:
    """Write the same things the same way."""
    text = re.sub(r"<[^>]*>", " ", unicodedata.normalize("NFKC", text))
    text = re.sub(r"[∼〜～–—−]", "~", text).replace("&nbsp;", " ")
    text = re.sub(r"24\s*시(?=\s*(?:영업|운영))", "24시간", text)
    text = re.sub(r"오전\s*(\d{1,2})\s*(?=[:시])", r"\1", text)
    text = re.sub(r"(오후|저녁)\s*(\d{1,2})\s*(?=[:시])", lambda m: str(int(m[2]) % 12 + 12), text)
    text = re.sub(r"(?<!\d)(\d{1,2})\s*시\s*(\d{1,2})\s*분", lambda m: f"{m[1]}:{int(m[2]):02}", text)
    text = re.sub(r"(?<!\d)(\d{1,2})\s*시(?!간)", r"\1:00", text)
    text = re.sub(r"(\d)\s*;\s*(\d)", r"\1:\2", text)
    text = re.sub(r"(:\d\d)\s*-\s*(?=(?:익일|다음\s*날|새벽)?\s*\d)", r"\1~", text)
    return re.sub(r"\s+", " ", text).strip()


# --- the hours of a day ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Rule:
    """Hours on some weekdays, in some months where these are named; `whole` stands for day and night."""

    days: tuple[int, ...] = _WEEK
    months: tuple[int, int] | None = None
    spans: list[_Span] = field(default_factory=list[_Span])
    breaks: list[_Span] = field(default_factory=list[_Span])


@dataclass(slots=True)
class _Week:
    rules: list[_Rule] = field(default_factory=list[_Rule])
    breaks: list[tuple[tuple[int, ...], _Span]] = field(default_factory=list[tuple[tuple[int, ...], _Span]])
    no_break: set[int] = field(default_factory=set[int])
    last_admission: int | None = None


_DAYS_WORD = r"(?:월|화|수|목|금|토|일)(?:요일)?"
_DAYS = rf"(?:[월화수목금토일]{{2,7}}(?![가-힣])|평일|주중|주말|매일|연중|공휴일|{_DAYS_WORD}(?:\s*[~\-]\s*{_DAYS_WORD})?)"
_TOKENS = re.compile(
    rf"""
    (?P<range>(?P<b>\d{{1,2}}:\d\d)\s*~\s*(?:익일|다음\s*날|새벽)?\s*(?P<e>\d{{1,2}}:\d\d))
  | (?P<before>(?:(?:폐장|마감|종료|영업\s*종료|운영\s*종료|관람\s*종료|폐관)\s*)?(?:(?P<bh>\d{{1,2}})\s*시간)?\s*(?:(?P<bm>\d{{1,3}})\s*분)?\s*전(?:까지)?)
  | (?P<months>\(?\s*(?P<m1>\d{{1,2}})\s*월?\s*~\s*(?P<m2>\d{{1,2}})\s*월\s*\)?)
  | (?P<time>\d{{1,2}}:\d\d)
  | (?P<break>준비\s*시간|브레이크\s*타임|브레이크타임|break\s*time|휴게\s*시간|휴식\s*시간|쉬는\s*시간|중간\s*휴식)
  | (?P<order>(?:(?:점심|저녁|런치|디너|평일|주말)\s*)?(?:마지막\s*주문|라스트\s*오더|주문\s*마감|last\s*order|l\.?o\b\.?)(?:\s*시간)?)
  | (?P<entry>입장\s*마감|마지막\s*입장|매표\s*마감|발권\s*마감|입장은|입장\s*가능\s*시간|매표\s*시간|입장)
  | (?P<always>상시\s*(?:개방|이용\s*가능|가능|운영)?|24\s*시간(?:\s*(?:영업|운영|개방))?|연중\s*개방|제한\s*없음)
  | (?P<season>하절기|동절기|하계|동계|여름철?|겨울철?|성수기|비수기)
  | (?P<days>{_DAYS}(?:\s*[,·/및]\s*{_DAYS})*)(?![가-힣])
  | (?P<note>※[^\[]*|\([^()]*(?:문의|예약|소진)[^()]*\)|재료\s*소진\s*시?\s*(?:조기\s*)?(?:영업\s*)?(?:마감|종료)?)
  | (?P<filler>영업\s*시간|운영\s*시간|이용\s*시간|관람\s*시간|개방\s*시간|이용\s*가능|영업|운영|개방|이용|관람|까지|시간|정상\s*영업)
  | (?P<mark>[\s\-\[\]()/,.:·•*<>&]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NO_BREAK = re.compile(
    r"※?\s*(?P<days>평일|주말(?:\s*(?:및|,)\s*공휴일)?|토요일|일요일)(?:에는|에|은|는|엔)?\s*"
    r"(?:준비\s*시간|브레이크\s*타임)\s*(?:없이|없음)\s*(?:영업|운영)?(?:됨|함|합니다)?\.?"
)
_HARMLESS = re.compile(
    r"재료|소진|조기|전화|문의|방문|요망|홈페이지|참고|참조|변동|변경|상이|확인|예약|사정|기상|날씨|현장|문의처|마감될|자세한"
)
_HARMFUL = re.compile(r"\d{1,2}:\d\d|요일|평일|주말|휴무|휴관|공휴일")


def _read_hours(text: str) -> tuple[_Week, int]:
    """Return the week that the text tells, and how many remarks were left out.

    Raises:
        _UnsureError: a word is not known, or the days are not told whole.
    """
    week, reading, notes = _Week(), _Reading(), 0
    position = 0
    while position < len(text):
        token = _TOKENS.match(text, position)
        if token is None or token.end() == position:
            raise _UnsureError
        position = token.end()
        if token["note"]:
            notes += _note(token["note"], week)
        elif not token["mark"] and not token["filler"]:
            reading.take(token, week)
    reading.finish(week)
    if not week.rules or not _covers_its_months(week.rules):
        raise _UnsureError
    return week, notes


def _note(note: str, week: _Week) -> int:
    """Take a remark in, and count it where it is left out.

    Raises:
        _UnsureError: it may change the hours in a way that is not known.
    """
    if told := _NO_BREAK.fullmatch(note.strip()):
        week.no_break.update(_days_in("주말" if told["days"].startswith("주말") else told["days"]))
        return 0
    return _harmless(note)


def _harmless(note: str) -> int:
    """Count a remark that changes no hours.

    Raises:
        _UnsureError: it may change them.
    """
    if _HARMFUL.search(note) or not _HARMLESS.search(note):
        raise _UnsureError
    return 1


class _Reading:
    """Where in a text one stands: which days and months are spoken of, and what the next times mean."""

    def __init__(self) -> None:
        self.rule = _Rule()
        self.meaning = ""
        self.break_days: tuple[int, ...] | None = None
        self.waiting: int | None = None
        self.is_told = False
        self.needs_months = False

    def take(self, token: re.Match[str], week: _Week) -> None:
        match token.lastgroup:
            case "days":
                self._days(token["days"], week)
            case "months":
                self._months(int(token["m1"]), int(token["m2"]), week)
            case "season":
                self._season(week)
            case "break" | "order" | "entry":
                self._meaning(token.lastgroup)
            case "always":
                self._spans(week, (0, _DAY))
            case "range":
                self._range(_span(token["b"], token["e"]), week)
            case "time":
                self._time(_minute(token["time"]), week)
            case "before":
                self._before(int(token["bh"] or 0) * 60 + int(token["bm"] or 0), week)
            case _:
                raise _UnsureError

    def finish(self, week: _Week) -> None:
        if self.needs_months or self.waiting is not None:
            raise _UnsureError
        self._keep(week)

    def _keep(self, week: _Week) -> None:
        """Put the present rule into the week; a break without hours belongs to the hours told before."""
        if self.rule.spans:
            week.rules.append(self.rule)
        elif self.rule.breaks:
            week.breaks += [(self.rule.days, span) for span in self.rule.breaks]

    def _days(self, text: str, week: _Week) -> None:
        days = _days_in(text)
        if self.meaning == "break" and not self.is_told:
            self.break_days = days
        elif self.meaning == "order" and not self.is_told:
            return
        else:
            self._next(week)
            self.rule.days = days
        self.waiting = None

    def _months(self, first: int, last: int, week: _Week) -> None:
        if not (1 <= first <= 12 and 1 <= last <= 12):
            raise _UnsureError
        if not self.needs_months:
            self._next(week, keep_months=False)
            self.rule.days = _WEEK
        self.rule.months = (first, last)
        self.needs_months = False

    def _season(self, week: _Week) -> None:
        """A season is known once its months are named."""
        self._next(week, keep_months=False)
        self.rule.days = _WEEK
        self.needs_months = True

    def _next(self, week: _Week, *, keep_months: bool = True) -> None:
        """Begin a new rule once the present one has its hours."""
        if self.rule.spans or self.rule.breaks:
            self._keep(week)
            self.rule = _Rule(months=self.rule.months if keep_months else None)
        self.meaning = ""

    def _meaning(self, kind: str) -> None:
        if self.waiting is not None:
            if kind != "order":
                raise _UnsureError
            self.waiting, self.meaning, self.is_told = None, "order", True
            return
        self.meaning, self.break_days, self.is_told = kind, None, False

    def _range(self, span: _Span, week: _Week) -> None:
        if self.meaning == "break":
            if self.is_told:
                raise _UnsureError
            self.is_told = True
            if self.break_days is None:
                self.rule.breaks.append(span)
            else:
                week.breaks.append((self.break_days, span))
            return
        if self.meaning in {"order", "entry"}:
            if self.meaning == "order" or not self.rule.spans:
                raise _UnsureError
            self._last_entry(span[1], week)
            return
        self._spans(week, span)

    def _spans(self, week: _Week, span: _Span) -> None:
        if (
            self.needs_months
            or self.meaning
            or week.rules
            and self.rule.days == _WEEK
            and not self.rule.months
            and not self.rule.spans
        ):
            raise _UnsureError
        if span in self.rule.spans:
            return
        if self.rule.breaks or (self.rule.spans and span[0] < self.rule.spans[-1][1]):
            raise _UnsureError
        self.rule.spans.append(span)

    def _time(self, minute: int, week: _Week) -> None:
        if self.meaning == "order":
            self.is_told = True
            return
        if self.meaning == "entry":
            self._last_entry(minute, week)
            return
        if self.waiting is not None or not self.rule.spans or (self.meaning and not self.is_told):
            raise _UnsureError
        self.waiting = minute

    def _last_entry(self, minute: int, week: _Week) -> None:
        if not self.rule.spans:
            raise _UnsureError
        closes = self.rule.spans[-1][1]
        self._before(closes - (minute if minute <= closes else minute - _DAY), week)

    def _before(self, minutes: int, week: _Week) -> None:
        """The doors let nobody in so many minutes before closing; the same on all days, or it is not known."""
        if self.meaning == "order":
            self.is_told = True
            return
        if self.meaning != "entry" or not 0 < minutes <= 240:
            raise _UnsureError
        if week.last_admission not in {None, minutes}:
            raise _UnsureError
        week.last_admission = minutes


def _days_in(text: str) -> tuple[int, ...]:
    """Return the weekdays that a text names, Monday being 0.

    Raises:
        _UnsureError: it speaks of holidays too.
    """
    days: set[int] = set()
    for part in re.split(r"\s*[,·/및]\s*", text):
        ends = [
            _KOREAN_DAYS.index(name[0]) for name in re.split(r"\s*[~\-]\s*", part) if name[0] in _KOREAN_DAYS
        ]
        if len(part) > 1 and set(part) <= set(_KOREAN_DAYS):
            days |= {_KOREAN_DAYS.index(name) for name in part}
        elif part in {"평일", "주중"}:
            days |= set(range(5))
        elif part == "주말":
            days |= {5, 6}
        elif part in {"매일", "연중"}:
            days |= set(_WEEK)
        elif len(ends) == 2:
            days |= {(ends[0] + step) % 7 for step in range((ends[1] - ends[0]) % 7 + 1)}
        elif len(ends) == 1:
            days.add(ends[0])
        else:
            raise _UnsureError
    return tuple(sorted(days))


_KOREAN_DAYS = "월화수목금토일"


def _minute(clock: str) -> int:
    hours, minutes = map(int, clock.split(":"))
    if hours > 30 or minutes > 59:
        raise _UnsureError
    return hours * 60 + minutes


def _span(begins: str, ends: str) -> _Span:
    begin, end = _minute(begins), _minute(ends)
    if begin >= _DAY:
        raise _UnsureError
    if end <= begin:
        end += _DAY
    if end - begin < 30 or end - begin > _DAY:
        raise _UnsureError
    return begin, end


def _covers_its_months(rules: Sequence[_Rule]) -> bool:
    """Tell whether rules that name months leave out none, or there are none that do."""
    named = [rule.months for rule in rules if rule.months]
    if not named:
        return True
    covered = {(first - 1 + step) % 12 for first, last in named for step in range((last - first) % 12 + 1)}
    return len(covered) == 12 or any(rule.months is None for rule in rules)


# --- closing days ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Closings:
    days: set[int] = field(default_factory=set[int])
    nth: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    dates: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    seollal: str = ""
    chuseok: str = ""
    holidays: bool = False
    open_on_holidays: bool = False
    day_after_holidays: bool = False


_CLOSINGS = re.compile(
    rf"""
    (?P<none>연중\s*무휴|연중무|무휴|없음|휴무\s*없음)
  | (?P<unless>\(?\s*(?:단|다만)?\s*,?\s*(?:{_DAYS_WORD}(?:이|가)?|휴무일이?|당일이?|휴관일이?)?\s*(?:법정\s*)?(?:공휴일|연휴)(?:인|일|과|에|이면|이라면)?\s*(?:(?:휴일이?\s*)?(?:겹칠|겹치는)?\s*(?:경우|때|시)?|시|겹칠\s*(?:경우|시))?(?:는|엔|에는)?\s*,?\s*
        (?:(?P<next>(?:그\s*)?(?:다음\s*날|다음날|익일)(?:에)?\s*(?:휴무|휴관|휴장|쉼))|(?P<open>정상\s*(?:영업|운영|개관|개방)|영업|운영|개관|개방|휴무\s*없음))(?:함|합니다)?\s*\)?)
  | (?P<nth>(?:매월|매달)?\s*(?P<which>(?:첫\s*번?째?|두\s*번째|둘째|세\s*번째|셋째|네\s*번째|넷째|다섯째|마지막|\d\s*번째|\d\s*째|\d)(?:\s*(?:주|째주|번째))?(?:\s*[,·/및]\s*(?:첫\s*번?째?|두\s*번째|둘째|세\s*번째|셋째|네\s*번째|넷째|다섯째|마지막|\d\s*번째|\d\s*째|\d))*)(?:\s*(?:주|째주|째\s*주))?\s*(?P<nthdays>{_DAYS_WORD}(?:\s*[,·/및~]\s*{_DAYS_WORD})*))
  | (?P<lunar>(?P<feasts>(?:설날?|구정)(?:\s*[·,/및&]\s*추석)?|추석(?:\s*[·,/및&]\s*설날?)?|명절)\s*(?P<length>당일|연휴|전날|명절)?)
  | (?P<date>(?P<month>\d{{1,2}})\s*월\s*(?P<day>\d{{1,2}})\s*일|신정)
  | (?P<holiday>(?:법정\s*)?공휴일)
  | (?P<days>(?:매주\s*)?{_DAYS}(?:\s*[,·/및]\s*(?:매주\s*)?{_DAYS})*)(?![가-힣])
  | (?P<note>※.*)
  | (?P<filler>정기\s*휴무일?|휴무일?|휴관일?|휴점|휴장|매주|정기)
  | (?P<mark>[\s\-\[\]()/,.:·]+)
    """,
    re.VERBOSE,
)
_ORDINALS = {"첫": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "네": 4, "넷": 4, "다": 5, "마": -1}


def _read_closings(text: str) -> tuple[_Closings, int]:
    """Return the closing days that the text tells, and how much of it had to be assumed.

    Raises:
        _UnsureError: a word is not known.
    """
    closings, assumed, position = _Closings(), 0 if text else 1, 0
    while position < len(text):
        token = _CLOSINGS.match(text, position)
        if token is None or token.end() == position:
            raise _UnsureError
        position = token.end()
        if token["note"]:
            assumed += _harmless(token["note"])
        else:
            assumed += _take_closing(token, closings)
    return closings, assumed


def _take_closing(token: re.Match[str], closings: _Closings) -> int:
    assumed = 0
    if token["unless"]:
        closings.day_after_holidays = closings.day_after_holidays or bool(token["next"])
        closings.open_on_holidays = True
    elif token["nth"]:
        closings.nth += [
            (day, which) for which in _ordinals(token["which"]) for day in _days_in(token["nthdays"])
        ]
    elif token["lunar"]:
        length = "day" if token["length"] == "당일" else "feast"
        assumed = int(token["length"] not in {"당일", "연휴"})
        if token["length"] == "전날":
            raise _UnsureError
        both = token["feasts"] == "명절"
        if both or "설" in token["feasts"] or "구정" in token["feasts"]:
            closings.seollal = length
        if both or "추석" in token["feasts"]:
            closings.chuseok = length
    elif token["date"]:
        month, day = (1, 1) if token["date"] == "신정" else (int(token["month"]), int(token["day"]))
        if not (1 <= month <= 12 and 1 <= day <= 28 + 3 * (month != 2)):
            raise _UnsureError
        closings.dates.append((month, day))
    elif token["holiday"]:
        closings.holidays = True
    elif token["days"]:
        closings.days |= set(_days_in(token["days"].replace("매주", "").strip()))
    return assumed


def _ordinals(text: str) -> Iterator[int]:
    for part in re.split(r"\s*[,·/및]\s*", text):
        number = int(part[0]) if part[0].isdigit() else _ORDINALS.get(part[0])
        if number is None or not (number == -1 or 1 <= number <= 5):
            raise _UnsureError
        yield number


# --- writing --------------------------------------------------------------------------------------------------------


def _written(week: _Week, closings: _Closings, today: date) -> str:
    rules = sorted(_split_by_breaks(week), key=lambda rule: (rule.months is not None, -len(rule.days)))
    if not _covers_its_days(rules, closings):
        raise _UnsureError
    parts = [_rule_text(rule) for rule in rules]
    if closings.days:
        if len(closings.days) == 7:
            raise _UnsureError
        parts.append(f"{_days_text(sorted(closings.days))} off")
    parts += [f"{_DAY_NAMES[day]}[{which}] off" for day, which in closings.nth]
    if closings.holidays and closings.open_on_holidays:
        raise _UnsureError
    if closings.holidays:
        parts.append("PH off")
    if closings.open_on_holidays:
        parts += _moved(rules, closings, today)
    parts += [f"{_MONTH_NAMES[month - 1]} {day:02} off" for month, day in closings.dates]
    parts += [
        f"{day:%Y} {_MONTH_NAMES[day.month - 1]} {day.day:02} off" for day in _lunar_days(closings, today)
    ]
    return "; ".join(parts)


def _split_by_breaks(week: _Week) -> list[_Rule]:
    """Give days that have a break of their own a rule of their own."""
    rules = list(_without_no_breaks(week))
    for days, span in week.breaks:
        for rule in tuple(rules):
            shared = tuple(day for day in rule.days if day in days)
            if not shared:
                continue
            rest = tuple(day for day in rule.days if day not in days)
            rules.remove(rule)
            rules.append(replace(rule, days=shared, breaks=[*rule.breaks, span]))
            if rest:
                rules.append(replace(rule, days=rest))
    return rules


def _without_no_breaks(week: _Week) -> Iterator[_Rule]:
    for rule in week.rules:
        spared = tuple(day for day in rule.days if day in week.no_break) if rule.breaks else ()
        rest = tuple(day for day in rule.days if day not in spared)
        if rest:
            yield replace(rule, days=rest)
        if spared:
            yield replace(rule, days=spared, breaks=[])


def _covers_its_days(rules: Sequence[_Rule], closings: _Closings) -> bool:
    told = {day for rule in rules for day in rule.days} | closings.days
    return len(told) == 7


def _rule_text(rule: _Rule) -> str:
    months = ""
    if rule.months:
        first, last = (_MONTH_NAMES[month - 1] for month in rule.months)
        months = f"{first} " if first == last else f"{first}-{last} "
    return f"{months}{_days_text(rule.days)} {_spans_text(rule)}"


def _spans_text(rule: _Rule) -> str:
    return ",".join(f"{_clock(begin)}-{_clock(end)}" for begin, end in _without_breaks(rule))


def _without_breaks(rule: _Rule) -> list[_Span]:
    spans = list(rule.spans)
    for rests, begins in sorted(rule.breaks):
        whole = next((span for span in spans if span[0] < rests and begins < span[1]), None)
        if whole is None:
            raise _UnsureError
        spans[spans.index(whole) : spans.index(whole) + 1] = [(whole[0], rests), (begins, whole[1])]
    return spans


def _clock(minute: int) -> str:
    if minute == _DAY:
        return "24:00"
    return f"{minute % _DAY // 60:02}:{minute % 60:02}"


def _days_text(days: Sequence[int]) -> str:
    """Write weekdays, neighbours as a range."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(
        _DAY_NAMES[run[0]] if len(run) == 1 else f"{_DAY_NAMES[run[0]]}-{_DAY_NAMES[run[-1]]}" for run in runs
    )


def _moved(rules: Sequence[_Rule], closings: _Closings, today: date) -> list[str]:
    """Write out the closing days that are holidays: open then and, where it says so, closed on the day after."""
    if any(rule.months for rule in rules) or not closings.days:
        raise _UnsureError
    parts: list[str] = []
    for holiday in sorted({one.day for one in _holidays(today)}):
        if holiday.weekday() not in closings.days:
            continue
        hours = next((rule for rule in reversed(rules) if holiday.weekday() in rule.days), None)
        if hours is None:
            raise _UnsureError
        parts.append(f"{_date(holiday)} {_spans_text(hours)}")
        if closings.day_after_holidays:
            after = holiday + timedelta(days=1)
            if not is_holiday(after):
                parts.append(f"{_date(after)} off")
    return parts


def _lunar_days(closings: _Closings, today: date) -> Iterator[date]:
    for holiday in _holidays(today):
        if holiday.substitute:
            continue
        for name, length in (("Seollal", closings.seollal), ("Chuseok", closings.chuseok)):
            whole = holiday.name_en.startswith(name)
            if length and name in holiday.name_en and (length == "feast" or whole):
                yield holiday.day


def _holidays(today: date):  # noqa: ANN202
    return holidays_between(date(today.year, 1, 1), date(today.year + YEARS_AHEAD, 12, 31))


def _date(day: date) -> str:
    return f"{day:%Y} {_MONTH_NAMES[day.month - 1]} {day.day:02}"
