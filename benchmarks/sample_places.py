"""Fifty thousand places that do not exist but could: seeded, so that every run measures the same ones."""

import random
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import orjson

from benchmarks.server import ROOT
from models.language import Language
from models.region import Region
from models.theme import Theme
from services.catalogue_files import Admission, CatalogueEntry, CataloguePhoto
from services.geography import Point, lies_in
from services.hangul import romanise
from services.opening_hours import is_valid
from services.vocabulary import REGIONS

SOURCE = "benchmark"
_CENTRES_PER_REGION = 120


class _Syllable(NamedTuple):
    ko: str
    hant: str
    hans: str
    kana: str


class _Kind(NamedTuple):
    ko: str
    en: str
    ja: str
    hans: str
    hant: str
    themes: tuple[Theme, ...]
    weight: int


def _syllables(rows: str) -> list[_Syllable]:
    return [_Syllable(*row.split(",")) for row in rows.split()]


_SYLLABLES = _syllables("""
    경,慶,庆,キョン 복,福,福,ボク 금,金,金,クム 강,江,江,カン 산,山,山,サン 백,白,白,ペク 운,雲,云,ウン 청,靑,青,チョン
    용,龍,龙,ヨン 문,門,门,ムン 월,月,月,ウォル 성,城,城,ソン 송,松,松,ソン 수,水,水,ス 화,花,花,ファ 해,海,海,ヘ
    남,南,南,ナム 북,北,北,ブク 동,東,东,トン 서,西,西,ソ 광,光,光,クァン 명,明,明,ミョン 천,天,天,チョン 지,智,智,チ
    덕,德,德,トク 안,安,安,アン 평,平,平,ピョン 대,大,大,テ 소,小,小,ソ 신,新,新,シン 구,龜,龟,ク 학,鶴,鹤,ハク
    봉,鳳,凤,ボン 죽,竹,竹,チュク 매,梅,梅,メ 국,菊,菊,クク 석,石,石,ソク 암,岩,岩,アム 옥,玉,玉,オク 은,銀,银,ウン
    흥,興,兴,フン 인,仁,仁,イン 의,義,义,ウィ 예,禮,礼,イェ 정,正,正,チョン 영,永,永,ヨン 원,元,元,ウォン 태,泰,泰,テ
    창,昌,昌,チャン 풍,豊,丰,プン 선,仙,仙,ソン 무,舞,舞,ム 귀,貴,贵,クィ 도,道,道,ト 진,眞,真,チン 현,玄,玄,ヒョン
    홍,紅,红,ホン 황,黃,黄,ファン 자,紫,紫,チャ 만,萬,万,マン 장,長,长,チャン 고,高,高,コ 미,美,美,ミ 연,蓮,莲,ヨン
""")

_FOOD, _NATURE, _HERITAGE, _COAST = (Theme.FOOD,), (Theme.NATURE,), (Theme.HERITAGE,), (Theme.COAST,)
_KINDS = [
    _Kind("사", "Temple", "寺", "寺", "寺", (Theme.TEMPLES, Theme.HERITAGE), 6),
    _Kind("산", "Mountain", "山", "山", "山", (Theme.NATURE, Theme.TRAILS), 5),
    _Kind("해수욕장", "Beach", "海水浴場", "海水浴场", "海水浴場", (Theme.COAST, Theme.FAMILY), 3),
    _Kind("해변", "Beach", "海辺", "海滩", "海灘", _COAST, 3),
    _Kind("항", "Port", "港", "港", "港", _COAST, 2),
    _Kind("등대", "Lighthouse", "灯台", "灯塔", "燈塔", (Theme.COAST, Theme.NIGHT), 1),
    _Kind("섬", "Island", "島", "岛", "島", (Theme.COAST, Theme.NATURE), 2),
    _Kind("박물관", "Museum", "博物館", "博物馆", "博物館", (Theme.MUSEUMS,), 5),
    _Kind("미술관", "Museum of Art", "美術館", "美术馆", "美術館", (Theme.MUSEUMS, Theme.KCULTURE), 3),
    _Kind("문화센터", "Culture Centre", "文化センター", "文化中心", "文化中心", (Theme.KCULTURE,), 3),
    _Kind("공원", "Park", "公園", "公园", "公園", (Theme.FAMILY, Theme.NATURE), 8),
    _Kind("시장", "Market", "市場", "市场", "市場", _FOOD, 6),
    _Kind("궁", "Palace", "宮", "宫", "宮", _HERITAGE, 1),
    _Kind("서원", "Confucian Academy", "書院", "书院", "書院", _HERITAGE, 2),
    _Kind("향교", "Confucian School", "郷校", "乡校", "鄉校", _HERITAGE, 3),
    _Kind("고택", "Old House", "古宅", "古宅", "古宅", _HERITAGE, 3),
    _Kind("고분군", "Ancient Tombs", "古墳群", "古坟群", "古墳群", _HERITAGE, 2),
    _Kind("읍성", "Town Fortress", "邑城", "邑城", "邑城", _HERITAGE, 1),
    _Kind("한옥마을", "Hanok Village", "韓屋村", "韩屋村", "韓屋村", (Theme.HERITAGE, Theme.FAMILY), 1),
    _Kind("계곡", "Valley", "渓谷", "溪谷", "溪谷", _NATURE, 4),
    _Kind("폭포", "Waterfall", "滝", "瀑布", "瀑布", _NATURE, 3),
    _Kind("저수지", "Reservoir", "貯水池", "水库", "水庫", _NATURE, 3),
    _Kind(
        "휴양림",
        "Recreation Forest",
        "休養林",
        "休养林",
        "休養林",
        (Theme.NATURE, Theme.FAMILY, Theme.TRAILS),
        3,
    ),
    _Kind("수목원", "Arboretum", "樹木園", "树木园", "樹木園", (Theme.NATURE, Theme.FAMILY), 2),
    _Kind("전망대", "Observatory", "展望台", "展望台", "展望台", (Theme.NIGHT,), 2),
    _Kind("야경거리", "Night Street", "夜景通り", "夜景街", "夜景街", (Theme.NIGHT, Theme.FOOD), 1),
    _Kind("둘레길", "Trail", "トゥルレキル", "步道", "步道", (Theme.TRAILS,), 4),
    _Kind("온천", "Hot Spring", "温泉", "温泉", "溫泉", (Theme.FAMILY,), 2),
    _Kind("동물원", "Zoo", "動物園", "动物园", "動物園", (Theme.FAMILY,), 1),
    _Kind("축제", "Festival", "祭り", "庆典", "慶典", (Theme.FESTIVALS,), 4),
    _Kind("촬영지", "Filming Site", "ロケ地", "拍摄地", "拍攝地", (Theme.KCULTURE,), 2),
    _Kind("카페거리", "Cafe Street", "カフェ通り", "咖啡街", "咖啡街", _FOOD, 1),
    _Kind("식당", "Restaurant", "食堂", "餐厅", "餐廳", _FOOD, 14),
    _Kind("칼국수", "Kalguksu", "カルグクス", "刀削面", "刀削麵", _FOOD, 6),
    _Kind("갈비", "Galbi", "カルビ", "排骨", "排骨", _FOOD, 8),
    _Kind("횟집", "Raw Fish House", "刺身店", "生鱼片店", "生魚片店", _FOOD, 6),
    _Kind("카페", "Cafe", "カフェ", "咖啡馆", "咖啡館", _FOOD, 14),
]
_KIND_WEIGHTS = [kind.weight for kind in _KINDS]

_TOWNS: dict[Region, str] = {
    Region.SEOUL: "종로 강남 마포 용산 송파 은평 성북 광진",
    Region.INCHEON: "연수 부평 강화 옹진 계양 남동",
    Region.GYEONGGI: "수원 용인 고양 가평 양평 파주 포천 안산",
    Region.GANGWON: "강릉 속초 춘천 평창 정선 삼척 원주 인제",
    Region.DAEJEON: "유성 서구 중구 대덕",
    Region.SEJONG: "조치원 금남 한솔",
    Region.CHUNGBUK: "청주 충주 제천 단양 보은 괴산",
    Region.CHUNGNAM: "공주 부여 태안 보령 서산 아산 논산",
    Region.GWANGJU: "동구 광산 북구 무등",
    Region.JEONBUK: "전주 군산 익산 남원 부안 무주 고창",
    Region.JEONNAM: "여수 순천 목포 담양 보성 완도 해남 신안",
    Region.DAEGU: "중구 수성 달서 달성 팔공",
    Region.GYEONGBUK: "경주 안동 포항 영주 문경 울릉 청송 봉화",
    Region.BUSAN: "해운대 수영 사하 기장 영도 금정 동래",
    Region.ULSAN: "남구 울주 동구 언양",
    Region.GYEONGNAM: "통영 거제 남해 하동 진주 창원 합천 산청",
    Region.JEJU: "서귀포 애월 성산 한림 조천 표선 중문 구좌",
}
_REGION_WEIGHTS = {Region.SEOUL: 16, Region.GYEONGGI: 14, Region.GANGWON: 10, Region.JEJU: 9, Region.BUSAN: 7}

_KO_SENTENCES = (
    "마을 사람들이 오래 아껴 온 곳으로, 봄이면 벚꽃이 길을 덮는다.",
    "아침 안개가 걷히는 시간에 가면 가장 조용하다.",
    "주차장에서 십 분쯤 걸어 올라가면 탁 트인 풍경이 펼쳐진다.",
    "오래된 나무와 돌담 사이로 걷기 좋은 길이 이어진다.",
    "주말에는 붐비므로 평일 오전이 낫다.",
    "가까운 시장에서 먹거리를 사 와 쉬어 가는 사람이 많다.",
)
_EN_SENTENCES = (
    "A place the village has looked after for generations; cherry trees cover the lane in spring.",
    "Come while the morning mist is lifting and you may have it to yourself.",
    "Ten minutes uphill from the car park the view opens out.",
    "Old trees and stone walls line the path around it.",
    "It is crowded at weekends, so choose a weekday morning.",
    "Many buy something to eat at the market near by and rest here.",
)


def sample_places(count: int = 50_000, *, seed: int = 2026) -> list[CatalogueEntry]:
    """Make that many places; the same seed makes the same ones."""
    dice = random.Random(seed)
    centres = {region: _points_in(region, dice) for region in Region}
    weights = [_REGION_WEIGHTS.get(region, 4) for region in Region]
    hours = _opening_hours(dice)
    regions = dice.choices(list(Region), weights, k=count)
    return [_place(number, region, centres[region], hours, dice) for number, region in enumerate(regions)]


def _place(
    number: int, region: Region, centres: Sequence[Point], hours: Sequence[str], dice: random.Random
) -> CatalogueEntry:
    kind = dice.choices(_KINDS, _KIND_WEIGHTS)[0]
    syllables = dice.choices(_SYLLABLES, k=dice.choice((2, 2, 2, 3)))
    town = dice.choice(_TOWNS[region].split())
    with_town = dice.random() < 0.25
    centre = dice.choice(centres)
    free = dice.random() < 0.6
    return CatalogueEntry.model_construct(
        id=f"benchmark-{number:05}",
        region=region,
        themes=kind.themes[: dice.randint(1, len(kind.themes))],
        lat=min(38.9, max(32.1, dice.gauss(centre.lat, 0.012))),
        lng=min(131.9, max(124.1, dice.gauss(centre.lng, 0.015))),
        prominence=int(70 * dice.random() ** 4),
        stay_minutes=dice.choice((30, 45, 60, 90, 120, 180)),
        opening_hours=hours[int(len(hours) * dice.random() ** 2)] if dice.random() < 0.6 else None,
        last_admission_minutes=dice.choice((None, 30, 60)),
        phone=f"+82-{dice.randint(31, 64)}-{dice.randint(200, 999)}-{dice.randint(1000, 9999)}",
        website=f"https://place-{number}.example" if dice.random() < 0.4 else None,
        admission=Admission.model_construct(free=True)
        if free
        else Admission.model_construct(adult=dice.randint(1, 20) * 1000, child=dice.randint(0, 9) * 500),
        starts_on=None,
        ends_on=None,
        name=_name(syllables, kind, town if with_town else ""),
        aliases={Language.JA: ["".join(s.kana for s in syllables)]} if dice.random() < 0.4 else {},
        address=_address(region, town, dice),
        description={
            Language.KO: " ".join(dice.sample(_KO_SENTENCES, 4)),
            Language.EN: " ".join(dice.sample(_EN_SENTENCES, 3)),
        },
        source_ids={"tourapi": {"ko": f"{100_000 + number}"}},
        photos=tuple(_photo(number, order) for order in range(dice.choice((0, 0, 1, 1, 2, 3)))),
    )


def _name(syllables: Sequence[_Syllable], kind: _Kind, town: str) -> dict[Language, str]:
    korean = "".join(s.ko for s in syllables)
    parted = " " if len(kind.ko) > 2 and len(korean) > 2 else ""
    english_town = f"{romanise(town).title()} " if town else ""
    return {
        Language.KO: f"{town} {korean}{parted}{kind.ko}".strip(),
        Language.EN: f"{english_town}{romanise(korean).title()} {kind.en}",
        Language.JA: "".join(s.hant for s in syllables) + kind.ja,
        Language.ZH_HANS: "".join(s.hans for s in syllables) + kind.hans,
        Language.ZH_HANT: "".join(s.hant for s in syllables) + kind.hant,
    }


def _address(region: Region, town: str, dice: random.Random) -> dict[Language, str]:
    name = REGIONS[region].name
    road = dice.choice(_SYLLABLES).ko + dice.choice(_SYLLABLES).ko
    house = dice.randint(1, 900)
    address = {
        Language.KO: f"{name['ko']} {town} {road}로 {house}",
        Language.EN: f"{house} {romanise(road).title()}-ro, {romanise(town).title()}, {name['en']}",
    }
    if dice.random() < 0.3:
        address |= {
            Language.JA: f"{name['ja']} {road}路 {house}",
            Language.ZH_HANS: f"{name['zh-Hans']}{house}号",
        }
    return address


def _photo(number: int, order: int) -> CataloguePhoto:
    return CataloguePhoto.model_construct(
        url=f"https://photos.example/{number}/{order}.jpg",
        credit="한국관광공사",
        licence="KOGL attribution",
        source="-",
    )


def _opening_hours(dice: random.Random) -> list[str]:
    """Return three hundred different expressions, the most usual ones first."""
    days_off = ("", "; Mo off", "; Tu off", "; We off", "; Mo,PH off", "; Su off", "; Su[1],Su[3] off")
    opens = ("09:00", "09:30", "10:00", "08:30", "11:00", "06:00")
    closes = ("18:00", "17:00", "17:30", "19:00", "20:00", "21:00", "22:00", "24:00")
    plain = [f"{first}-{last}{off}" for off, first, last in product(days_off, opens, closes)]
    summer = [
        f"Mar-Oct {first}-{last}; Nov-Feb {first}-17:00{off}"
        for off, first, last in product(days_off, opens, closes[3:])
    ]
    chosen = [*dice.sample(plain, 210), *dice.sample(summer, 89), "24/7"]
    assert all(map(is_valid, chosen))
    dice.shuffle(chosen)
    return chosen


def _points_in(region: Region, dice: random.Random) -> list[Point]:
    """Return points of a region, around which its places lie."""
    corners = [corner for polygon in _boundaries()[region] for corner in polygon[0]]
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    points: list[Point] = []
    while len(points) < _CENTRES_PER_REGION:
        point = Point(dice.uniform(south, north), dice.uniform(west, east))
        if lies_in(point, region):
            points.append(point)
    return points


def _boundaries() -> dict[str, list[list[list[tuple[float, float]]]]]:
    return orjson.loads((ROOT / "assets" / "geo" / "boundaries.json").read_bytes())
