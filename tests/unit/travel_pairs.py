"""Well-known ways in Korea and how long they take, to hold `services.travel_time` against.

The minutes are what timetables and route planners publish, as they are commonly quoted for daytime on an ordinary day, from
stop to stop with the walk and the wait, rounded to about five minutes: subway and city buses, KTX (Seoul–Busan 2 h 40,
Seoul–Gangneung 2 h, Seoul–Daejeon 1 h), intercity buses, ferries, flights with the hour one is there before. They were
written down from general knowledge, not queried one by one, so each may itself be off by a tenth.

    python -m tests.unit.travel_pairs        prints every pair and the errors by mode
"""

from dataclasses import dataclass
from statistics import median, quantiles

from services.geography import Point
from services.travel_time import Leg, Mode, travel

PLACES = {
    "Seoul Station": (37.5547, 126.9707),
    "Gyeongbokgung": (37.5776, 126.9769),
    "Deoksugung": (37.5655, 126.9770),
    "Myeongdong": (37.5610, 126.9863),
    "N Seoul Tower": (37.5512, 126.9882),
    "Insadong": (37.5740, 126.9855),
    "Bukchon": (37.5826, 126.9836),
    "Changdeokgung": (37.5776, 126.9895),
    "DDP": (37.5665, 127.0092),
    "Gangnam": (37.4979, 127.0276),
    "COEX": (37.5118, 127.0592),
    "Lotte World Tower": (37.5126, 127.1025),
    "Hongdae": (37.5568, 126.9237),
    "Itaewon": (37.5345, 126.9946),
    "Incheon Airport T1": (37.4495, 126.4510),
    "Gimpo Airport": (37.5587, 126.8027),
    "Express Bus Terminal": (37.5049, 127.0049),
    "Cheongnyangni": (37.5802, 127.0470),
    "Suwon Hwaseong": (37.2817, 127.0140),
    "Everland": (37.2940, 127.2020),
    "Incheon Chinatown": (37.4752, 126.6178),
    "Incheon ferry terminal": (37.4550, 126.6000),
    "Gapyeong Station": (37.8146, 127.5106),
    "Namiseom": (37.7940, 127.5255),
    "Busan Station": (35.1151, 129.0415),
    "Haeundae Station": (35.1637, 129.1587),
    "Haeundae Beach": (35.1587, 129.1604),
    "Gamcheon": (35.0975, 129.0106),
    "Jagalchi": (35.0966, 129.0306),
    "Yongdusan": (35.1006, 129.0326),
    "Yonggungsa": (35.1884, 129.2233),
    "Gwangalli": (35.1532, 129.1187),
    "Taejongdae": (35.0529, 129.0858),
    "Gimhae Airport": (35.1732, 128.9465),
    "Sasang Terminal": (35.1639, 128.9826),
    "Tongyeong": (34.8452, 128.4250),
    "Bulguksa": (35.7901, 129.3321),
    "Seokguram": (35.7950, 129.3490),
    "Daereungwon": (35.8384, 129.2107),
    "Cheomseongdae": (35.8347, 129.2190),
    "Donggung": (35.8345, 129.2266),
    "Gyeongju KTX": (35.7984, 129.1390),
    "Jeonju Hanok Village": (35.8150, 127.1530),
    "Jeonju Station": (35.8499, 127.1617),
    "Jeju Airport": (33.5070, 126.4930),
    "Seongsan": (33.4623, 126.9365),
    "Jungmun": (33.2445, 126.4110),
    "Hyeopjae": (33.3940, 126.2396),
    "Dongmun Market": (33.5116, 126.5262),
    "Cheonjiyeon": (33.2469, 126.5545),
    "Manjanggul": (33.5283, 126.7717),
    "Udo": (33.4930, 126.9510),
    "Gangneung Station": (37.7645, 128.8990),
    "Anmok": (37.7722, 128.9474),
    "Jeongdongjin": (37.6917, 129.0330),
    "Sokcho Terminal": (38.1906, 128.5990),
    "Seoraksan": (38.1740, 128.4890),
    "Andong Station": (36.5768, 128.6766),
    "Hahoe": (36.5393, 128.5182),
    "Dongdaegu": (35.8793, 128.6286),
    "Seomun Market": (35.8694, 128.5806),
    "Donghwasa": (35.9930, 128.7040),
    "Daejeon Station": (36.3324, 127.4342),
    "Daejeon Expo Park": (36.3764, 127.3866),
    "Gwangju-Songjeong": (35.1378, 126.7911),
    "Asia Culture Center": (35.1469, 126.9202),
    "Gwangju Terminal": (35.1604, 126.8793),
    "Juknokwon": (35.3268, 126.9842),
    "Suncheon Station": (34.9455, 127.5036),
    "Suncheon Bay": (34.8857, 127.5090),
    "Yeosu Expo": (34.7533, 127.7482),
    "Odongdo": (34.7445, 127.7660),
    "Hyangiram": (34.5933, 127.8045),
    "Mokpo Station": (34.7910, 126.3868),
    "Hongdo": (34.6840, 125.1930),
    "Ulleung Dodong": (37.4810, 130.9090),
    "Baengnyeong Yonggipo": (37.9560, 124.7340),
}

# From, to, minutes on foot, by transit, by car; None where hardly anybody goes that way.
_WAYS: tuple[tuple[str, str, int | None, int | None, int | None], ...] = (
    ("Gyeongbokgung", "Bukchon", 15, None, None),
    ("Gyeongbokgung", "Insadong", 15, None, None),
    ("Insadong", "Changdeokgung", 10, None, None),
    ("Deoksugung", "Gyeongbokgung", 22, None, None),
    ("Seoul Station", "Myeongdong", 27, None, None),
    ("Jagalchi", "Yongdusan", 10, None, None),
    ("Daereungwon", "Cheomseongdae", 15, None, None),
    ("Cheomseongdae", "Donggung", 12, None, None),
    ("Haeundae Station", "Haeundae Beach", 10, None, None),
    ("Yeosu Expo", "Odongdo", 35, 20, None),
    ("Gapyeong Station", "Namiseom", None, 45, None),
    ("Seoul Station", "Gyeongbokgung", 45, 20, 15),
    ("Myeongdong", "N Seoul Tower", 35, 25, None),
    ("Myeongdong", "Gangnam", None, 32, 30),
    ("DDP", "Myeongdong", 35, 15, None),
    ("Hongdae", "Gyeongbokgung", None, 28, 22),
    ("Hongdae", "Gangnam", None, 40, 40),
    ("Itaewon", "Gyeongbokgung", None, 30, 22),
    ("Seoul Station", "Lotte World Tower", None, 40, 40),
    ("Gangnam", "COEX", 50, 17, 15),
    ("Gimpo Airport", "Seoul Station", None, 32, 35),
    ("Incheon Airport T1", "Seoul Station", None, 60, 60),
    ("Incheon Airport T1", "Myeongdong", None, 75, 65),
    ("Seoul Station", "Suwon Hwaseong", None, 70, 60),
    ("Gangnam", "Everland", None, 60, 50),
    ("Seoul Station", "Incheon Chinatown", None, 65, 55),
    ("Seoul Station", "Gapyeong Station", None, 80, 75),
    ("Seoul Station", "Busan Station", None, 170, 280),
    ("Seoul Station", "Gangneung Station", None, 125, 165),
    ("Seoul Station", "Jeonju Station", None, 120, 175),
    ("Seoul Station", "Gyeongju KTX", None, 135, 235),
    ("Seoul Station", "Dongdaegu", None, 115, 210),
    ("Seoul Station", "Daejeon Station", None, 70, 120),
    ("Seoul Station", "Gwangju-Songjeong", None, 125, 215),
    ("Seoul Station", "Yeosu Expo", None, 200, 255),
    ("Seoul Station", "Mokpo Station", None, 165, 240),
    ("Express Bus Terminal", "Sokcho Terminal", None, 155, 150),
    ("Cheongnyangni", "Andong Station", None, 135, 165),
    ("Gyeongbokgung", "Haeundae Beach", None, 230, 295),
    ("Busan Station", "Haeundae Beach", None, 42, 32),
    ("Busan Station", "Gamcheon", None, 27, 17),
    ("Busan Station", "Taejongdae", None, 40, 25),
    ("Haeundae Beach", "Yonggungsa", None, 33, 20),
    ("Haeundae Beach", "Gwangalli", None, 22, 15),
    ("Gimhae Airport", "Haeundae Beach", None, 65, 45),
    ("Sasang Terminal", "Tongyeong", None, 105, 85),
    ("Busan Station", "Daereungwon", None, 95, 80),
    ("Gyeongju KTX", "Bulguksa", None, 52, 28),
    ("Bulguksa", "Daereungwon", None, 45, 25),
    ("Bulguksa", "Seokguram", None, 25, 15),
    ("Jeonju Station", "Jeonju Hanok Village", None, 22, 15),
    ("Jeju Airport", "Seongsan", None, 90, 65),
    ("Jeju Airport", "Jungmun", None, 60, 50),
    ("Jeju Airport", "Hyeopjae", None, 60, 45),
    ("Jeju Airport", "Dongmun Market", None, 22, 13),
    ("Seongsan", "Manjanggul", None, 55, 27),
    ("Jungmun", "Cheonjiyeon", None, 45, 25),
    ("Gangneung Station", "Anmok", None, 27, 12),
    ("Gangneung Station", "Jeongdongjin", None, 40, 27),
    ("Sokcho Terminal", "Seoraksan", None, 37, 20),
    ("Andong Station", "Hahoe", None, 50, 27),
    ("Dongdaegu", "Seomun Market", None, 24, 17),
    ("Dongdaegu", "Donghwasa", None, 52, 28),
    ("Daejeon Station", "Daejeon Expo Park", None, 35, 20),
    ("Gwangju-Songjeong", "Asia Culture Center", None, 35, 30),
    ("Gwangju Terminal", "Juknokwon", None, 50, 32),
    ("Suncheon Station", "Suncheon Bay", None, 28, 15),
    ("Yeosu Expo", "Hyangiram", None, 68, 40),
    ("Gimpo Airport", "Jeju Airport", None, 150, None),
    ("Myeongdong", "Jungmun", None, 265, None),
    ("Busan Station", "Jeju Airport", None, 180, None),
    ("Seongsan", "Udo", None, 50, None),
    ("Seoul Station", "Ulleung Dodong", None, 420, None),
    ("Incheon ferry terminal", "Baengnyeong Yonggipo", None, 280, None),
    ("Mokpo Station", "Hongdo", None, 210, None),
)


@dataclass(frozen=True, slots=True)
class KnownWay:
    """A way, how one goes and how many minutes are commonly quoted for it."""

    start: str
    end: str
    mode: Mode
    minutes: int

    def estimate(self) -> Leg:
        return travel(Point(*PLACES[self.start]), Point(*PLACES[self.end]), self.mode)

    def error(self) -> float:
        """Return how much the estimate is off, as a share of what is quoted; above 0 where it is too long."""
        return self.estimate().minutes / self.minutes - 1


KNOWN_WAYS = tuple(
    KnownWay(start, end, mode, minutes)
    for start, end, *by_mode in _WAYS
    for mode, minutes in zip((Mode.FOOT, Mode.TRANSIT, Mode.CAR), by_mode, strict=True)
    if minutes is not None
)


def errors_by_kind() -> dict[str, list[float]]:
    """Return the errors by mode; ways over the sea, whatever the mode, are a kind of their own."""
    kinds: dict[str, list[float]] = {"foot": [], "transit": [], "car": [], "sea": []}
    for way in KNOWN_WAYS:
        kinds["sea" if way.estimate().crossing else way.mode].append(way.error())
    return kinds


def summary(errors: list[float]) -> tuple[float, float, float]:
    """Return the median and the 90th percentile of the errors' sizes, and the median error with its sign."""
    sizes = [abs(error) for error in errors]
    return median(sizes), quantiles(sizes, n=10, method="inclusive")[8], median(errors)


def _table() -> str:
    lines = ["| from | to | mode | quoted | estimate | error |", "|---|---|---|--:|--:|--:|"]
    lines += [
        f"| {way.start} | {way.end} | {way.mode} | {way.minutes} | {way.estimate().minutes} | {way.error():+.0%} |"
        for way in KNOWN_WAYS
    ]
    lines += ["", "| mode | ways | median | 90 % within | bias |", "|---|--:|--:|--:|--:|"]
    for kind, errors in {**errors_by_kind(), "all": [way.error() for way in KNOWN_WAYS]}.items():
        middle, most, bias = summary(errors)
        lines.append(f"| {kind} | {len(errors)} | {middle:.0%} | {most:.0%} | {bias:+.0%} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(_table())  # noqa: T201
