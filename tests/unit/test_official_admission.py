import pytest

from services.catalogue_files import Admission
from services.found_places import stay_in, website_in
from services.official_admission import read_official_admission


@pytest.mark.parametrize("text", ["무료", "입장료 무료", "무료 관람", "입장료: 무료"])
def test_what_costs_nothing_is_free(text: str) -> None:
    assert read_official_admission(text) == Admission(free=True)


@pytest.mark.parametrize(
    ("text", "fees"),
    [
        ("어른 3,000원 / 청소년 2,000원 / 어린이 1,000원", Admission(adult=3000, youth=2000, child=1000)),
        ("성인 3,000원, 어린이 1000원", Admission(adult=3000, child=1000)),
        ("일반: 12,000 원\n중고생: 9,000 원", Admission(adult=12000, youth=9000)),
    ],
)
def test_fees_are_read_by_who_pays_them(text: str, fees: Admission) -> None:
    assert read_official_admission(text) == fees


@pytest.mark.parametrize(
    "text",
    [
        "",
        "유료",
        "무료 (체험은 유료)",
        "어른 3,000원 (단체 2,000원)",
        "어른 3만원",
        "어른 1,000원 / 어른 2,000원",
        "어린이 1,000원",
        "평일 3,000원 / 주말 5,000원",
        "어른 9,000,000원",
        "홈페이지 참조",
    ],
)
def test_fees_that_are_unsure_are_not_read(text: str) -> None:
    assert read_official_admission(text) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("약 1시간 30분", 90),
        ("60분", 60),
        ("2시간 정도", 120),
        ("1시간30분 정도 소요", 90),
        ("1~2시간", None),
        ("30분~1시간", None),
        ("5분", None),
        ("제한 없음", None),
        ("", None),
    ],
)
def test_a_usual_stay_is_read_where_it_is_one_length_of_time(text: str, minutes: int | None) -> None:
    assert stay_in(text) == minutes


@pytest.mark.parametrize(
    ("text", "website"),
    [
        ("https://example.kr/a?b=1,2", "https://example.kr/a?b=1,2"),
        ("https://example.kr,https://example.com", "https://example.kr"),
        ("문의: http://example.kr, 안내소", "http://example.kr"),
        ("없음", None),
        (f"https://example.kr/{'a' * 500}", None),
    ],
)
def test_the_first_address_of_a_text_is_its_website(text: str, website: str | None) -> None:
    assert website_in(text) == website
