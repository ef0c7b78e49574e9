"""Which of our regions a foreign row lies in: by its codes, by its address, or by its position alone.

Codes are those of legal districts as TourAPI has them, before and after Gwangju and Jeonnam merged on 1 July 2026.
"""

from models.region import Region
from services.geography import Point, lies_in
from services.hangul import fold
from services.vocabulary import region_words

_MERGED = "12"
_GWANGJU_IN_MERGED = {"210", "240", "270", "300", "330"}
"""Dong-gu, Seo-gu, Nam-gu, Buk-gu and Gwangsan-gu; all other districts of the merged region are Jeonnam's."""
_REGIONS = {
    "11": Region.SEOUL,
    "26": Region.BUSAN,
    "27": Region.DAEGU,
    "28": Region.INCHEON,
    "29": Region.GWANGJU,
    "30": Region.DAEJEON,
    "31": Region.ULSAN,
    "36": Region.SEJONG,
    "36110": Region.SEJONG,
    "41": Region.GYEONGGI,
    "42": Region.GANGWON,
    "43": Region.CHUNGBUK,
    "44": Region.CHUNGNAM,
    "45": Region.JEONBUK,
    "46": Region.JEONNAM,
    "47": Region.GYEONGBUK,
    "48": Region.GYEONGNAM,
    "50": Region.JEJU,
    "51": Region.GANGWON,
    "52": Region.JEONBUK,
}


def region_of_codes(region_code: str, district_code: str) -> Region | None:
    if region_code == _MERGED:
        return (
            Region.GWANGJU
            if district_code in _GWANGJU_IN_MERGED
            else Region.JEONNAM
            if district_code
            else None
        )
    return _REGIONS.get(region_code)


def region_of_address(address: str) -> Region | None:
    """Read the region at the beginning of a Korean address; the merged region's districts with 구 are Gwangju's."""
    first, _, rest = address.strip().partition(" ")
    if first.startswith("전남광주"):
        return Region.GWANGJU if rest.split(" ")[0].endswith("구") else Region.JEONNAM if rest else None
    return region_words().get(fold(first))


def region_of_point(point: Point) -> Region | None:
    """Return the one region a position can lie in; None on the sea and near borders, where it may be several."""
    possible = [region for region in Region if lies_in(point, region)]
    return possible[0] if len(possible) == 1 else None
