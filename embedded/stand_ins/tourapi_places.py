"""A dozen places that do not exist, as the services would list them: made up here, in Korean and four languages.

What the real lists are like is kept: content ids differ between languages, a foreign title carries the Korean name in
brackets (or does not), newer rows have blank legacy codes, old ones a short number for a date, a withdrawn row has
neither region nor classes, and one place stands far from where it says it is.
"""

from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]

_IMAGES = "http://tong.visitkorea.or.kr/cms/resource/00"

_KOREAN = """
900001|12|달빛궁|서울특별시 종로구 없는로 1 (가상동)|126.9801|37.579|11|110|HS010100|Type1|20261120
900002|12|구름재 전망대|강원특별자치도 강릉시 바람길 22|128.8761|37.7519|51|150|VE010200||20261119
900003|12|은물결해수욕장|부산광역시 해운대구 모래로 7|129.1604|35.1587|26|350|NA020900|Type3|20261118
900004|14|빛고을 종이박물관|전남광주통합특별시 동구 한지길 5|126.9231|35.146|12|210|VE070100|Type1|20261117
900005|12|솔바람사|전남광주통합특별시 순천시 송광면 솔길 88|127.276|35.002|12|150|HS030100||20261116
900006|39|할매 메밀집|제주특별자치도 제주시 오름길 9|126.5312|33.4996|50|110|FD010100|Type3|20261115
900007|38|별내장|전북특별자치도 전주시 완산구 장터길 3|127.148|35.815|52|111|SH060200||20261114
900008|15|등불강 축제|경상남도 진주시 강변길 1|128.085|35.19|48|170|EV010100|Type1|20261113
900009|32|한옥스테이 고요|경상북도 경주시 고요길 12|129.2247|35.8562|47|130|AC030200||20261112
900010|28|파도타기 학교|강원특별자치도 양양군 현남면 서핑길 4|128.776|37.935|51|830|LS020100||20261111
900011|12|세종 물그림정원|세종특별자치시 물길 100|127.289|36.499|36110|36110|VE030500|Type1|20261110
900012|12|엉뚱한 바위|제주특별자치도 서귀포시 돌길 2|127.71|37.66|50|130|NA030300||20261109
900013|25|달빛 하루 코스||126.9801|37.579|11|110|C01150001||20261108
"""
"""content id, kind, title, address, mapx, mapy, region, district, class, licence of the image, day of the last change"""

_FOREIGN_KINDS = {"12": "76", "14": "78", "15": "85", "28": "75", "32": "80", "38": "79", "39": "82"}

_TRANSLATED: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    # id, id in Korean, title, address
    "EngService2": (
        ("910001", "900001", "Dalbitgung Palace (달빛궁)", "1, Eomneun-ro, Jongno-gu, Seoul"),
        ("910003", "900003", "Eunmulgyeol Beach (은물결 해수욕장)", "7, Morae-ro, Haeundae-gu, Busan"),
        ("910004", "900004", "Bitgoeul Paper Museum (빛고을 종이박물관)", "5, Hanji-gil, Dong-gu, Gwangju"),
        ("910007", "900007", "Byeollae Market&#39;s Lane", "3, Jangteo-gil, Jeonju-si"),
    ),
    "JpnService2": (
        ("920001", "900001", "月光宮（달빛궁）", "ソウル特別市チョンノ区オムヌンロ1"),
        ("920005", "900005", "ソルバラム寺（솔바람사）", "チョンナム スンチョン市 ソルギル88"),
    ),
    "ChsService2": (("930001", "900001", "月光宫（달빛궁）", "首尔特别市钟路区乌有路1"),),
    "ChtService2": (("940001", "900001", "月光宮（달빛궁）", "首爾特別市鐘路區烏有路1"),),
}

_FESTIVAL_DAYS = {"900008": ("20261001", "20261012")}

_OVERVIEWS = {
    "900001": "달빛이 가장 먼저 닿는 궁이라고들 하지만, 이 궁은 시험을 위해서만 있다.<br />돌담이 낮다.",
    "910001": "They say the moon comes here first &mdash; but the palace exists for tests only.",
}

REGIONS = (
    ("11", "서울특별시"), ("12", "전남광주통합특별시"), ("26", "부산광역시"), ("27", "대구광역시"), ("28", "인천광역시"),
    ("30", "대전광역시"), ("31", "울산광역시"), ("36110", "세종특별자치시"), ("41", "경기도"), ("43", "충청북도"),
    ("44", "충청남도"), ("47", "경상북도"), ("48", "경상남도"), ("50", "제주특별자치도"), ("51", "강원특별자치도"),
    ("52", "전북특별자치도"),
)  # fmt: skip
DISTRICTS = {"12": (("110", "목포시"), ("150", "순천시"), ("210", "동구"), ("240", "서구"))}
CLASSES = (
    ("AC", "숙박"), ("C01", "추천코스"), ("EV", "축제/공연/행사"), ("EX", "체험관광"), ("FD", "음식"),
    ("HS", "역사관광"), ("LS", "레저스포츠"), ("NA", "자연관광"), ("SH", "쇼핑"), ("VE", "문화관광"),
)  # fmt: skip
NARROWER_CLASSES = {"HS": (("HS01", "역사유적지"), ("HS03", "종교성지")), "HS01": (("HS010100", "고궁"),)}


def sample_rows() -> dict[str, list[Row]]:
    """The rows of every service, with `showflag`; each call makes new ones, which a test may change."""
    korean = [_korean(line.split("|")) for line in _KOREAN.strip().splitlines()]
    by_id = {row["contentid"]: row for row in korean}
    withdrawn = a_row("900099", "옛날 유원지", modifiedtime="20261107120000", showflag="0", createdtime="240")
    blank = {"lDongRegnCd": "", "lDongSignguCd": "", "lclsSystm1": "", "lclsSystm2": "", "lclsSystm3": ""}
    rows: dict[str, list[Row]] = {"KorService2": [*korean, withdrawn | blank]}
    for service, entries in _TRANSLATED.items():
        rows[service] = [_translated(*entry, by_id[entry[1]]) for entry in entries]
    return rows


def a_row(content_id: str, title: str, **changes: Any) -> Row:
    """A row as a list has it, in the middle of Seoul unless it is told otherwise."""
    return {
        "addr1": "서울특별시 종로구 없는로 2",
        "addr2": "",
        "areacode": "",
        "cat1": "",
        "cat2": "",
        "cat3": "",
        "contentid": content_id,
        "contenttypeid": "12",
        "createdtime": "20240101000000",
        "firstimage": "",
        "firstimage2": "",
        "cpyrhtDivCd": "",
        "mapx": "126.9790000000",
        "mapy": "37.5700000000",
        "mlevel": "6",
        "modifiedtime": "20261101000000",
        "sigungucode": "",
        "tel": "",
        "title": title,
        "zipcode": "03000",
        "showflag": "1",
        "lDongRegnCd": "11",
        "lDongSignguCd": "110",
        "lclsSystm1": "HS",
        "lclsSystm2": "HS01",
        "lclsSystm3": "HS010100",
    } | changes


def _korean(fields: Sequence[str]) -> Row:
    content_id, kind, title, address, mapx, mapy, region, district, narrow_class, licence, changed_on = fields
    wide = 3 if narrow_class.startswith("C01") else 2
    starts, ends = _FESTIVAL_DAYS.get(content_id, ("", ""))
    return a_row(
        content_id,
        title,
        contenttypeid=kind,
        addr1=address,
        mapx=f"{mapx}000000",
        mapy=f"{mapy}000000",
        lDongRegnCd=region,
        lDongSignguCd=district,
        lclsSystm1=narrow_class[:wide],
        lclsSystm2=narrow_class[: wide + 2],
        lclsSystm3=narrow_class,
        firstimage=f"{_IMAGES}/{content_id}_image2_1.jpg" if licence else "",
        cpyrhtDivCd=licence,
        modifiedtime=f"{changed_on}120000",
        tel="02-0000-0000" if content_id == "900001" else "",
        eventstartdate=starts,
        eventenddate=ends,
        overview=_OVERVIEWS.get(content_id, ""),
    )


def _translated(content_id: str, _: str, title: str, address: str, korean: Row) -> Row:
    return korean | {
        "contentid": content_id,
        "oldContentid": content_id,
        "contenttypeid": _FOREIGN_KINDS[korean["contenttypeid"]],
        "title": title,
        "addr1": address,
        "overview": _OVERVIEWS.get(content_id, ""),
    }
