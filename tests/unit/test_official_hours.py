from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.official_hours import OfficialHours, read_official_hours
from services.opening_hours import is_open_at, is_valid

TODAY = date(2026, 11, 26)

# An ordinary week of 2027, and days of that year that are holidays.
DAYS = {
    "Mo": date(2027, 3, 8),
    "Tu": date(2027, 3, 9),
    "We": date(2027, 3, 10),
    "Th": date(2027, 3, 11),
    "Fr": date(2027, 3, 12),
    "Sa": date(2027, 3, 13),
    "Su": date(2027, 3, 14),
    "1st Mo": date(2027, 4, 5),
    "2nd Mo": date(2027, 4, 12),
    "3rd Mo": date(2027, 4, 19),
    "last Mo": date(2027, 4, 26),
    "2nd Tu": date(2027, 4, 13),
    "4th Tu": date(2027, 4, 27),
    "1st Su": date(2027, 4, 4),
    "January Su": date(2027, 1, 10),
    "July Su": date(2027, 7, 11),
    "New Year": date(2027, 1, 1),
    "Labor Day": date(2027, 5, 1),
    "Christmas": date(2027, 12, 25),
    "before Seollal": date(2027, 2, 6),
    "Seollal": date(2027, 2, 7),
    "after Seollal": date(2027, 2, 8),
    "instead of Seollal": date(2027, 2, 9),
    "behind Seollal": date(2027, 2, 10),
    "before Chuseok": date(2027, 9, 14),
    "Chuseok": date(2027, 9, 15),
    "holiday Mo": date(2027, 3, 1),
    "Tu after it": date(2027, 3, 2),
    "holiday We": date(2027, 5, 5),
}

HOURS = [
    ("10:20~19:40", "연중무휴", "Mo 10:20, Su 19:30, Seollal 12:00", "Mo 10:00, Su 19:40"),
    ("10시~19시 30분", "연중무휴", "Mo 10:00, Mo 19:00", "Mo 9:30, Mo 19:30"),
    ("오전 9시 30분 ~ 오후 6시", "연중무휴", "Mo 9:30, Mo 17:30", "Mo 9:00, Mo 18:00"),
    ("09:40 – 18:10", "없음", "Mo 10:00, Mo 18:00", "Mo 9:30, Mo 18:30"),
    ("09:00 - 17:00", "연중 무휴", "Mo 9:00", "Mo 17:00"),
    ("10:00~18:00<br>마지막 주문 17:20", "연중무휴", "Mo 17:30", "Mo 18:00"),
    ("18:30~02:30", "연중무휴", "Mo 23:30, Tu 2:00", "Mo 18:00, Mo 3:00"),
    ("17:00~익일 03:00", "매주 월요일", "We 2:30, Tu 17:00", "Mo 20:00, Tu 2:00"),
    ("상시 개방", "연중무휴", "Mo 3:00, Su 23:30, Seollal 4:00", ""),
    ("24시간 영업", "연중무휴", "Mo 0:00, Mo 23:30", ""),
    ("00:00~24:00 (24시 운영)", "연중무휴", "Mo 0:00, Mo 23:30", ""),
    ("11:20~20:40 (준비시간 15:20~16:40)", "연중무휴", "Mo 15:00, Mo 17:00", "Mo 15:30, Mo 16:30"),
    ("- 11:20~20:40 - 브레이크 타임 15:00~17:00 - 라스트오더 20:00", "", "Mo 14:30, Mo 20:30", "Mo 16:00"),
    ("11:00~21:00 (15:00~17:00 브레이크타임) 20:10 라스트오더", "", "Mo 14:30, Mo 20:30", "Mo 16:00"),
    ("11:00~21:00 (평일 준비시간 15:00~17:00)", "연중무휴", "Mo 12:00, Sa 16:00", "Mo 16:00, Fr 16:00"),
    ("- 11:00~21:00 - 준비시간(주말) 15:00~16:00", "연중무휴", "Mo 15:30", "Sa 15:30, Su 15:30"),
    (
        "- 10:30~20:00 - 평일 준비시간 15:00~16:00 - 주말 준비시간 16:00~17:00",
        "",
        "Mo 16:30, Sa 15:30",
        "Mo 15:30, Sa 16:30",
    ),
    ("11:00~21:00 (준비시간 15:00~17:00) ※ 주말에는 준비시간 없이 영업", "", "Sa 16:00", "Mo 16:00"),
    (
        "11:00~21:00 (준비시간 15:00~17:00) ※ 주말 및 공휴일은 준비시간 없음",
        "",
        "Su 16:00, holiday Mo 16:00",
        "Mo 16:00",
    ),
    (
        "- 07:00~20:00 - 오전 준비시간 10:00~11:00 - 오후 준비시간 15:00~16:00",
        "",
        "Mo 9:30, Mo 12:00",
        "Mo 10:30, Mo 15:30",
    ),
    (
        "- 평일 11:00~20:00 - 주말 10:00~21:00 - 준비시간 15:00~16:00",
        "",
        "Sa 10:30, Mo 16:30",
        "Mo 15:30, Sa 15:30",
    ),
    (
        "[평일] - 11:00~20:00 - 준비시간 15:00~16:00 [주말] - 10:00~21:00",
        "",
        "Mo 14:30, Sa 15:30",
        "Mo 15:30, Mo 20:30",
    ),
    ("평일 09:30~18:00 주말 10:30~19:00", "연중무휴", "Fr 9:30, Sa 18:30", "Fr 18:30, Sa 10:00"),
    ("월~목 09:00~18:00 / 금~일 09:00~20:00", "연중무휴", "Fr 19:00, Th 17:30", "Th 19:00"),
    ("화,목 10:00~15:00 수,금,토,일 10:00~19:00", "매주 월요일", "Tu 14:30, We 18:00", "Tu 16:00, Mo 11:00"),
    ("금요일~수요일 10:00~21:00 - 목요일 10:00~17:00", "연중무휴", "We 20:00, Th 16:30", "Th 18:00"),
    (
        "[화요일 / 목요일] - 10:00~15:00 [월요일 / 수요일 / 금요일 / 주말] - 10:00~20:00",
        "",
        "Mo 19:00, Su 19:00",
        "Tu 16:00",
    ),
    ("10:00~19:00, 토 10:00~22:00", "연중무휴", "Sa 21:00, Fr 18:30", "Fr 21:00"),
    ("평일 11:00~19:00 주말 및 공휴일 09:00~20:00", "연중무휴", "holiday Mo 9:30, Su 19:30", "Mo 9:30"),
    (
        "하절기(4~10월) 09:00~19:00 동절기(11~3월) 10:00~17:00",
        "연중무휴",
        "July Su 18:00, January Su 10:00",
        "January Su 18:00",
    ),
    ("[3월~6월] 10:00~20:00 [7월~2월] 10:00~22:00", "연중무휴", "July Su 21:00", "Mo 21:00"),
    ("점심 11:30~14:30 저녁 17:30~21:30", "연중무휴", "Mo 12:00, Mo 18:00", "Mo 15:00"),
    ("09:00~18:00 (입장마감 17:00), 매주 화요일 휴무", "", "Mo 12:00", "Tu 12:00"),
    ("09:00~18:00 연중무휴", "", "Mo 12:00, Seollal 12:00", "Mo 18:00"),
    ("11:00~20:00 ※ 재료 소진 시 조기 마감", "연중무휴", "Mo 19:30", "Mo 20:00"),
    ("11:00~20:00 ※ 방문 전 전화 문의 요망", "매주 수요일", "Th 12:00", "We 12:00"),
]

CLOSINGS = [
    ("매주 월요일", "Tu 12:00, Su 12:00", "Mo 12:00, holiday Mo 12:00"),
    ("매주 월,화 정기휴무", "We 12:00", "Mo 12:00, Tu 12:00"),
    ("매주 일요일~월요일", "Tu 12:00, Sa 12:00", "Su 12:00, Mo 12:00"),
    ("매월 첫째, 셋째 월요일", "2nd Mo 12:00", "1st Mo 12:00, 3rd Mo 12:00"),
    ("둘째주, 넷째주 화요일", "Tu after it 12:00", "2nd Tu 12:00, 4th Tu 12:00"),
    ("매달 1, 3번째 월요일", "2nd Mo 12:00", "1st Mo 12:00, 3rd Mo 12:00"),
    ("매월 마지막 주 월요일", "3rd Mo 12:00", "last Mo 12:00"),
    ("매주 일요일 / 매월 둘째 월요일", "1st Mo 12:00", "Su 12:00, 2nd Mo 12:00"),
    ("매주 일요일 / 공휴일", "Mo 12:00", "Su 12:00, holiday Mo 12:00, Chuseok 12:00"),
    ("매월 첫째 월요일 / 공휴일", "2nd Mo 12:00", "1st Mo 12:00, holiday Mo 12:00"),
    ("1월 1일", "1st Mo 12:00, 1st Su 12:00", "New Year 12:00"),
    ("신정, 근로자의 날, 성탄절", "Mo 12:00", "New Year 12:00, Labor Day 12:00, Christmas 12:00"),
    ("설·추석 당일", "before Seollal 12:00, after Seollal 12:00", "Seollal 12:00, Chuseok 12:00"),
    ("연중무휴 (명절 당일 휴무)", "before Chuseok 12:00", "Seollal 12:00, Chuseok 12:00"),
    ("추석 당일", "Seollal 12:00", "Chuseok 12:00"),
    ("설·추석 연휴", "behind Seollal 12:00", "before Seollal 12:00, Seollal 12:00, after Seollal 12:00"),
    ("설·추석 전날 및 당일 휴무", "after Seollal 12:00", "before Seollal 12:00, Seollal 12:00"),
    ("설날 당일 및 다음날", "before Seollal 12:00", "Seollal 12:00, after Seollal 12:00"),
    (
        "매주 월요일 (단, 월요일이 공휴일인 경우 다음날 휴무)",
        "holiday Mo 12:00, Tu 12:00",
        "Mo 12:00, Tu after it 12:00",
    ),
    ("매주 월요일(공휴일인 경우 정상 영업)", "holiday Mo 12:00, Tu after it 12:00", "Mo 12:00"),
    (
        "매주 월요일 (월요일이 공휴일이면 그 다음 평일 휴관)",
        "instead of Seollal 12:00",
        "behind Seollal 12:00",
    ),
    (
        "매주 월요일 (월요일이 공휴일이면 익일 휴무) / 1월 1일 / 설·추석 당일",
        "holiday Mo 12:00",
        "Seollal 12:00, New Year 12:00",
    ),
    ("12월~2월", "Mo 12:00", "January Su 12:00"),
]


@pytest.mark.parametrize(("hours", "closed", "open_at", "closed_at"), HOURS)
def test_hours_are_open_and_closed_as_the_text_says(
    hours: str, closed: str, open_at: str, closed_at: str
) -> None:
    expression = _read(hours, closed).expression

    assert [told for told in _moments(open_at) if is_open_at(expression, told) is not True] == []
    assert [told for told in _moments(closed_at) if is_open_at(expression, told) is not False] == []


@pytest.mark.parametrize(("closed", "open_at", "closed_at"), CLOSINGS)
def test_closing_days_are_those_of_the_text(closed: str, open_at: str, closed_at: str) -> None:
    expression = _read("09:30~17:30", closed).expression

    assert [told for told in _moments(open_at) if is_open_at(expression, told) is not True] == []
    assert [told for told in _moments(closed_at) if is_open_at(expression, told) is not False] == []


@pytest.mark.parametrize(
    ("closed", "unknown_at"),
    [
        (
            "매주 월요일 (단, 월요일이 공휴일인 경우 다음날 휴무)",
            "instead of Seollal 12:00, behind Seollal 12:00",
        ),
        ("설·추석 연휴", "instead of Seollal 12:00"),
        ("설·추석", "before Seollal 12:00, after Seollal 12:00"),
    ],
)
def test_a_date_of_which_the_text_leaves_doubt_is_unknown(closed: str, unknown_at: str) -> None:
    expression = _read("09:30~17:30", closed).expression

    assert [is_open_at(expression, told) for told in _moments(unknown_at)] == [None] * len(
        _moments(unknown_at)
    )


@pytest.mark.parametrize(
    ("hours", "minutes"),
    [
        ("09:00~18:00 (입장마감 17:20)", 40),
        ("09:00~18:00 (입장 마감 폐장 1시간 30분 전까지)", 90),
        ("09:00~18:00, 매표 마감 17:30, 입장 마감 17:40", 30),
        ("평일 09:00~18:00 (입장마감 17:30) 주말 09:00~20:00 (입장마감 19:00)", 60),
        ("18:00~01:00 (마지막 입장 24:00)", 60),
        ("09:00~18:00 (마지막 주문 17:00)", None),
        ("09:00~18:00", None),
    ],
)
def test_last_admission_is_the_longest_before_closing_and_no_last_order(
    hours: str, minutes: int | None
) -> None:
    assert _read(hours, "연중무휴").last_admission_minutes == minutes


def test_what_was_left_out_or_assumed_costs_confidence() -> None:
    sure = _read("09:00~18:00", "매주 월요일")
    remarked = _read("09:00~18:00 ※ 현장 사정에 따라 변동 가능", "매주 월요일")
    assumed = _read("09:00~18:00 ※ 현장 사정에 따라 변동 가능", "")

    assert 1 == sure.confidence > remarked.confidence > assumed.confidence > 0


@pytest.mark.parametrize(
    ("hours", "closed"),
    [
        ("", ""),
        ("전화 문의", "연중무휴"),
        ("점포별 상이", "점포별 상이"),
        ("09:00~18:00 ※ 점포별로 상이함", "연중무휴"),
        ("09:00~18:00", "격주 화요일"),
        ("09:00~18:00", "매월 1일"),
        ("09:00~18:00", "매월 4, 9일"),
        ("09:00~18:00", "매월 둘째 월요일 / 화요일"),
        ("09:00~18:00", "연중무휴 / 매주 월요일"),
        ("09:00~18:00", "매주 월요일 / 설·"),
        ("09:00~18:00", "매주 월요일 (단, 월요일이 공휴일인"),
        ("09:00~18:00", "매주 월요일, 화요일 (공휴일인 경우 다음날 휴무)"),
        ("09:00~18:00", "매주 월요일 (단, 화요일이 공휴일인 경우 다음날 휴무)"),
        ("09:00~18:00", "매주 월요일 (겨울에는 일요일도 휴무)"),
        ("09:00~18:0", "연중무휴"),
        ("09:300~18:00", "연중무휴"),
        ("09:00~09:10", "연중무휴"),
        ("10:30~9:00", "연중무휴"),
        ("09:00~18:00 - 17:30", "연중무휴"),
        ("평일 09:00~18:00", "연중무휴"),
        ("평일 09:00~18:00 토요일 10:00~14:00 일요일 11:00~13:00", "매주 일요일"),
        ("평일 11:00~20:00 주말 11:00~21:00 (준비시간 15:00~17:00)", "연중무휴"),
        ("11:00~20:00 (준비시간 20:30~21:00)", "연중무휴"),
        ("[하절기] 09:00~19:00 [동절기] 09:00~17:00", "연중무휴"),
        ("[하절기(3월~9월)] 09:00~19:00 [동절기(11월~2월)] 09:00~17:00", "연중무휴"),
        ("[전시관] 09:00~18:00 [공원] 상시 개방", "연중무휴"),
        ("09:00~18:00 ※ 겨울에는 17:00까지", "연중무휴"),
        ("- 09:00~23:00 - 카페 09:00~22:30", "연중무휴"),
    ],
)
def test_a_text_that_leaves_doubt_is_not_read(hours: str, closed: str) -> None:
    assert read_official_hours(hours, closed, TODAY) is None


_WORDS = st.sampled_from(
    sorted({word for told in (*HOURS, *CLOSINGS) for text in told[:2] for word in text.split()})
)
_TEXTS = st.one_of(
    st.text(max_size=40),
    st.lists(_WORDS, max_size=14).map(" ".join),
    st.lists(_WORDS, max_size=8).map("".join),
)


@given(hours=_TEXTS, closed=_TEXTS)
@example(hours="<br<br", closed="٣월 ٣일")
@example(hours="\ud800 09:00~18:00", closed="")
def test_no_text_fails_and_whatever_is_read_is_valid(hours: str, closed: str) -> None:
    read = read_official_hours(hours, closed, TODAY)

    assert read is None or (is_valid(read.expression) and 0 < read.confidence <= 1)


@given(word=st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=4, max_size=8))
def test_a_text_with_an_unknown_word_is_not_read(word: str) -> None:
    assert read_official_hours(f"09:00~18:00 쀍{word}", "연중무휴", TODAY) is None
    assert read_official_hours("09:00~18:00", f"매주 월요일 쀍{word}", TODAY) is None


def _read(hours: str, closed: str) -> OfficialHours:
    read = read_official_hours(hours, closed, TODAY)
    assert read is not None
    return read


def _moments(text: str) -> list[datetime]:
    """Turn `Mo 12:00, Seollal 9:30` into moments."""
    moments: list[datetime] = []
    for part in text.split(", ") if text else []:
        day, clock = part.rsplit(" ", 1)
        hours, minutes = map(int, clock.split(":"))
        moments.append(datetime(DAYS[day].year, DAYS[day].month, DAYS[day].day, hours, minutes))
    return moments
