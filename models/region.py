from enum import StrEnum


class Region(StrEnum):
    """The seventeen regions a traveller knows, in the order in which they are shown.

    Gwangju and Jeonnam merged as administrations on 1 July 2026 and stay two regions here.
    """

    SEOUL = "seoul"
    INCHEON = "incheon"
    GYEONGGI = "gyeonggi"
    GANGWON = "gangwon"
    DAEJEON = "daejeon"
    SEJONG = "sejong"
    CHUNGBUK = "chungbuk"
    CHUNGNAM = "chungnam"
    GWANGJU = "gwangju"
    JEONBUK = "jeonbuk"
    JEONNAM = "jeonnam"
    DAEGU = "daegu"
    GYEONGBUK = "gyeongbuk"
    BUSAN = "busan"
    ULSAN = "ulsan"
    GYEONGNAM = "gyeongnam"
    JEJU = "jeju"
