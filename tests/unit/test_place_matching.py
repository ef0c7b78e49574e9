import math
from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.geography import Point
from services.place_addresses import Nearness, fold_address, nearness
from services.place_matching import KnownPlaces, PlaceRecord, Verdict, joined, match
from services.place_names import names_in

HERE = Point(36.4, 127.9)
_METRES_A_DEGREE = 111_195


def _record(
    title: str,
    address: str = "",
    *,
    metres: float = 0,
    language: str = "ko",
    source: str = "tour",
    key: str = "1",
    phone: str = "",
) -> PlaceRecord:
    point = Point(HERE.lat + metres / _METRES_A_DEGREE, HERE.lng)
    return PlaceRecord(source, language, key, names_in(title, language), point, address, phone)


def _verdict(
    one: str, other: str, *, metres: float = 0, language: str = "ko", addresses: tuple[str, str] = ("", "")
) -> Verdict:
    first = _record(one, addresses[0], source="standard")
    return match(first, _record(other, addresses[1], metres=metres, language=language)).verdict


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        ("달빛나루 공원", "달빛나루공원", 120),
        ("솔재서원 [유네스코 세계유산]", "솔재서원", 300),
        ("솔재서원［유네스코 세계유산］", "솔재 서원(구름시)", 300),
        ("별내사(구름시)", "별내사", 200),
        ("푸른목 해수욕장", "푸른목해변", 250),
        ("푸른목해변(푸른목해수욕장)", "푸른목해수욕장", 250),
        ("큰솔 국민관광지", "큰솔관광단지", 100),
        ("국립 큰솔자연휴양림", "큰솔휴양림", 100),
        ("부산 물결등대길", "물결등대길", 100),
        ("제주물결등대길", "물결등대길", 100),
        ("물결전망대 Ⅱ", "물결전망대 2", 30),
        ("파도호텔 앤 리조트 노을관", "노을관 파도호텔 앤 리조트", 40),
        ("버들내 관광지", "버들내", 20),
        ("버들내 옛집 고택", "버들내 옛집", 20),
        ("버들내 국제여객선터미널", "버들내 국제여객터미널", 10),
    ],
)
def test_two_spellings_of_one_name_near_each_other_are_one_place(one: str, other: str, metres: float) -> None:
    assert _verdict(one, other, metres=metres) is Verdict.SAME


@pytest.mark.parametrize(
    ("korean", "foreign", "language", "metres"),
    [
        ("별내사", "Byeollaesa Temple (별내사)", "en", 400),
        ("달빛나루공원", "月光渡公園（달빛나루 공원）", "ja", 2500),
        ("달빛나루공원", "月光渡公园달빛나루공원", "zh-Hans", 40),
        ("솔재서원", "Soljae Seowon [UNESCO World Heritage] (솔재서원 [유네스코 세계유산])", "en", 40),
        ("큰솔호 공원", "大松湖公园（观景台）(큰솔호 공원 (전망대, 동물원))", "zh-Hans", 40),
        ("77계단", "77 Stairs (77계단)", "en", 40),
    ],
)
def test_a_foreign_title_is_joined_by_the_korean_name_it_carries(
    korean: str, foreign: str, language: str, metres: float
) -> None:
    assert _verdict(korean, foreign, language=language, metres=metres) is Verdict.SAME


@pytest.mark.parametrize(
    ("title", "name", "korean"),
    [
        ("Dalbitgung Palace (달빛궁)", "Dalbitgung Palace", "달빛궁"),
        ("솔재조각공원 (Soljae Sculpture Park)", "Soljae Sculpture Park", "솔재조각공원"),
        ("구름 별내동굴(云星洞窟)", "云星洞窟", "구름 별내동굴"),
        ("月光宮（달빛궁）", "月光宮", "달빛궁"),
        ("月光宮달빛궁", "月光宮", "달빛궁"),
        ("雲ツアー（公共芸術）（구름투어（솔재））", "雲ツアー (公共芸術)", "구름투어(솔재)"),
        ("Cloud Island [구름섬(해양공원)]", "Cloud Island", "구름섬(해양공원)"),
        ("Pine Hall / 솔집 체험관", "Pine Hall", "솔집 체험관"),
        ("63계단 (63 Stairs)", "63 Stairs", "63계단"),
        ("63계단", None, "63계단"),
        ("샌들모텔", None, "샌들모텔"),
        ("별내사(구름)", None, "별내사(구름)"),
        ("Cloud Hill (Seoul)", "Cloud Hill (Seoul)", None),
        ("Cloud Hill ()", "Cloud Hill", None),
        ("Moonlight 倉洞 ( 달빛 창동 )", "Moonlight 倉洞", "달빛 창동"),
        ("Broken (달빛궁", "Broken", "달빛궁"),
    ],
)
def test_a_foreign_title_is_parted_from_the_korean_name_in_it(
    title: str, name: str | None, korean: str | None
) -> None:
    names = names_in(title, "en")

    assert (names.get("en"), names.get("ko")) == (name, korean)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("달빛나루", "달빛나루 해상케이블카"),
        ("달빛나루 축제", "달빛나루"),
        ("별내사", "별내사 계곡"),
        ("버들내 관광지", "버들내 관광지 캠핑장"),
        ("별내사", "별내사관광지"),
        ("솔숲펜션 2단지", "솔숲펜션 3단지"),
        ("핑 한빛백화점 미아점", "한빛백화점 미아점"),
        ("무지개옷 한빛아울렛 나루점", "구름옷 한빛아울렛 나루점"),
        ("부산식당", "서울식당"),
        ("큰솔산(앞봉우리)", "큰솔산(뒷봉우리)"),
        ("남문시장", "북문시장"),
        ("달빛나루공원", "달맞이언덕공원"),
    ],
)
def test_a_part_a_neighbour_or_a_like_name_at_one_spot_is_not_the_same_place(one: str, other: str) -> None:
    address = "충청남도 구름시 달빛로 12"
    assert _verdict(one, other, addresses=(address, address)) is not Verdict.SAME


def test_a_town_before_a_name_is_left_out_where_the_address_names_it() -> None:
    there = "경상북도 구름시 달빛면 솔길 7"

    assert _verdict("구름 물결미술관", "물결미술관", addresses=("", there), metres=100) is Verdict.SAME
    assert _verdict("구름 물결미술관", "물결미술관", metres=100) is not Verdict.SAME


def test_one_house_lets_like_names_lie_farther_apart() -> None:
    house = ("전남 구름군 달빛면 솔길 17", "전라남도 구름군 달빛면 솔길 17(솔리)")

    assert _verdict("버들내 관광지", "버들내", metres=200, addresses=house) is Verdict.SAME
    assert _verdict("버들내 관광지", "버들내", metres=200) is not Verdict.SAME


def test_a_telephone_in_common_lets_a_name_lie_farther_apart() -> None:
    one, other = (
        _record("솔마루", key=key, metres=metres, phone="041-700-1234")
        for key, metres in (("1", 0), ("2", 2000))
    )

    assert match(one, other).verdict is Verdict.SAME
    assert _verdict("솔마루", "솔마루", metres=2000) is not Verdict.SAME


def test_a_short_name_in_two_streets_is_not_taken_for_one_place() -> None:
    streets = ("서울특별시 달구 달빛로 12", "서울특별시 달구 구름길 3")

    assert _verdict("솔집", "솔집", metres=200, addresses=streets) is not Verdict.SAME
    assert _verdict("솔집", "솔집", metres=200, addresses=(streets[0], streets[0])) is Verdict.SAME


def test_one_name_in_two_cities_is_two_places_however_near_their_points() -> None:
    cities = ("대구광역시 달구 달빛로 12", "경상북도 구름시 솔읍 솔길 3")

    assert _verdict("오솔서원", "오솔서원", metres=20, addresses=cities) is not Verdict.SAME


def test_a_record_without_a_point_is_matched_by_name_and_house_alone() -> None:
    nowhere = PlaceRecord("file", "ko", "1", {"ko": "달빛나루 공원"}, None, "충남 구름시 달빛로 12")

    assert match(nowhere, _record("달빛나루공원", "충청남도 구름시 달빛로 12")).verdict is Verdict.SAME
    assert match(nowhere, _record("달빛나루공원", "충청남도 구름시 달빛로 14")).verdict is Verdict.UNSURE
    assert [
        len(group) for group in joined([nowhere, _record("달빛나루공원", "충청남도 구름시 달빛로 12")])
    ] == [2]


def test_names_that_cannot_be_compared_are_unsure_side_by_side_and_different_elsewhere() -> None:
    english = _record("Moonlight Park", language="en")

    assert match(english, _record("달빛나루공원", metres=20)).verdict is Verdict.UNSURE
    assert match(english, _record("달빛나루공원", metres=200)).verdict is Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("전남 구름군 달빛면 솔길 17", "전라남도 구름군 달빛면 솔길 17 (솔리)", Nearness.SPOT),
        ("서울 달구 큰대로12길 3-4", "서울특별시 달구 큰대로 12길 3-4", Nearness.SPOT),
        ("강원도 구름군 달빛면 솔리 산 8-1", "강원특별자치도 구름군 달빛면 솔리 산8-1", Nearness.SPOT),
        ("서울 달구 큰대로 3", "서울 달구 큰대로 5", Nearness.STREET),
        ("전남 구름군 달빛면 솔길 17", "전남 구름군 달빛면 별길 2", Nearness.STREET),
        ("서울특별시 달구 큰대로 3", "서울특별시 달구 별길 2", Nearness.APART),
        ("충남 구름시 큰대로 3", "충남 노을군 별길 2", Nearness.ELSEWHERE),
        ("3, Keun-daero, Seoul", "서울특별시 달구 큰대로 3", Nearness.UNKNOWN),
    ],
)
def test_addresses_are_near_by_house_street_and_city(one: str, other: str, expected: Nearness) -> None:
    assert nearness(fold_address(one), fold_address(other)) is expected


def test_one_source_means_one_place_by_a_short_name_in_two_languages_even_far_apart() -> None:
    mountain, english = _record("솔산"), _record("Solsan Mountain (솔산)", language="en", metres=2500)

    assert match(mountain, english).verdict is Verdict.SAME
    assert match(mountain, replace(english, source="standard")).verdict is not Verdict.SAME


def test_of_known_places_with_one_name_the_nearest_is_found_and_none_beyond_reach() -> None:
    far, near = (
        _record("중앙시장", metres=900, key="far"),
        _record("중앙 시장 [명소]", metres=100, key="near"),
    )
    known = KnownPlaces([far, near, PlaceRecord("tour", "ko", "nowhere", {"ko": "중앙시장"})])

    assert known.find(_record("Central Market (중앙시장)", language="en")) == near
    assert known.find(_record("Central Market (중앙시장)", language="en", metres=9000)) is None
    assert known.find(_record("West Market (서문시장)", language="en")) is None
    assert known.find(PlaceRecord("tour", "en", "2", {"ko": "중앙시장"})) is None


def test_languages_and_sources_of_one_place_come_together() -> None:
    records = [
        _record("경기 달빛나루공원"),
        _record("Moon Ferry Park (달빛나루 공원)", language="en", metres=90),
        _record("月光渡公園（달빛나루공원）", language="ja", metres=60),
        _record("달빛나루공원", source="standard", metres=30),
        _record("달빛나루 해변", source="standard", key="2", metres=30),
    ]

    assert sorted(len(group) for group in joined(records)) == [1, 4]


def test_two_records_of_one_source_and_language_are_never_joined() -> None:
    near, far = _record("달빛나루공원", metres=10, key="near"), _record("달빛나루공원", metres=400, key="far")
    english = _record("Moon Ferry Park (달빛나루공원)", language="en")

    groups = joined([far, english, near])

    assert sorted(sorted(record.key for record in group) for group in groups) == [["1", "near"], ["far"]]


_TITLES = st.sampled_from(
    [
        "달빛나루공원",
        "달빛나루 공원(구름)",
        "경주 달빛나루공원",
        "달빛나루",
        "달빛나루관광지",
        "별내사",
        "별내사 계곡",
        "",
        "(",
        "솔숲펜션 2단지",
    ]
)
_ADDRESSES = st.sampled_from(
    ["", "경상북도 경주시 달빛면 솔길 17", "경주시 솔길 18", "서울특별시 달구 큰대로 3", "3, Keun-daero"]
)
_RECORDS = st.builds(
    _record,
    _TITLES | st.text(max_size=12),
    _ADDRESSES,
    metres=st.integers(0, 5000) | st.integers(0, 120),
    language=st.sampled_from(["ko", "en", "ja"]),
    source=st.sampled_from(["tour", "standard"]),
    key=st.text("abc", min_size=1, max_size=3),
    phone=st.sampled_from(["", "041-700-1234"]),
)


@given(one=_RECORDS, other=_RECORDS)
def test_matching_is_symmetric_and_its_score_a_fraction(one: PlaceRecord, other: PlaceRecord) -> None:
    found = match(one, other)

    assert found == match(other, one)
    assert 0 <= found.score <= 1


@given(title=_TITLES | st.text(max_size=12), address=_ADDRESSES, metres=st.integers(3100, 90_000))
def test_what_is_far_apart_is_never_the_same(title: str, address: str, metres: int) -> None:
    one, other = (
        _record(title, address, phone="041-700-1234"),
        _record(title, address, metres=metres, source="b", phone="041-700-1234"),
    )

    assert match(one, other).verdict is not Verdict.SAME
    assert len(joined([one, other])) == 2


@settings(deadline=None)
@given(records=st.lists(_RECORDS, max_size=12), order=st.randoms(use_true_random=False))
def test_groups_hold_every_record_once_whatever_the_order(records: list[PlaceRecord], order: Random) -> None:
    groups = joined(records)
    mixed = list(records)
    order.shuffle(mixed)

    assert joined(mixed) == groups
    assert Counter(map(repr, records)) == Counter(repr(record) for group in groups for record in group)
    for group in groups:
        assert len({(record.source, record.language) for record in group}) == len(group)


@given(one=_RECORDS, other=_RECORDS)
def test_a_known_place_is_found_exactly_by_what_matches_it(one: PlaceRecord, other: PlaceRecord) -> None:
    is_one_place = match(one, other).verdict is Verdict.SAME

    assert KnownPlaces([other]).find(one) == (other if is_one_place else None)


@given(one=_RECORDS, other=_RECORDS)
def test_two_records_are_joined_exactly_where_they_match(one: PlaceRecord, other: PlaceRecord) -> None:
    may_join = (one.source, one.language) != (other.source, other.language)
    is_one_place = may_join and match(one, other).verdict is Verdict.SAME

    assert len(joined([one, other])) == (1 if is_one_place else 2)


def test_cells_of_the_grid_hide_no_neighbour_anywhere_in_korea() -> None:
    for lat in (33.1, 35.0279999, 36.4, 38.6):
        for bearing in range(0, 360, 30):
            north, east = (
                2900 * turn(math.radians(bearing)) / _METRES_A_DEGREE for turn in (math.cos, math.sin)
            )
            there = Point(lat + north, 127.9 + east / math.cos(math.radians(lat)))
            one, other = (
                PlaceRecord(s, "ko", "1", {"ko": "달빛나루공원"}, p)
                for s, p in (("a", Point(lat, 127.9)), ("b", there))
            )
            assert len(joined([one, other])) == 1
