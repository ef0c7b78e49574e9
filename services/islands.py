"""Which islands of Korea no road reaches, and what takes one there.

Islands with a bridge, a causeway or a tunnel (Geoje, Namhae, Jindo, Wando, Ganghwa, Yeongjong, Muui, Wonsan,
Seonyu ...) are land like any other. Boxes are drawn by hand around the coasts; where two meet, the first of the list
counts. Minutes are those of published timetables and airlines, rounded; `boarding` is what one is to come earlier, and
what getting off takes. How rarely a boat sails is not in it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import floor

from services.geography import Box, Point


class Crossing(StrEnum):
    """What takes one over the sea where no road leads."""

    FLIGHT = "flight"
    FERRY = "ferry"


@dataclass(frozen=True, slots=True)
class Passage:
    """A flight or a ferry from a gate towards the mainland to a gate of an island, and back."""

    crossing: Crossing
    near: Point
    far: Point
    minutes: int
    boarding: int


@dataclass(frozen=True, slots=True)
class Island:
    """An island, its box, and the passages from the island it is reached from, or from the mainland."""

    name: str
    box: Box
    passages: tuple[Passage, ...]
    parent: "Island | None" = None


def island_at(point: Point) -> Island | None:
    """Return the island a point lies on, None on the mainland and what bridges join to it."""
    for island in _BY_CELL.get((floor(point.lng * 10), floor(point.lat * 10)), ()):
        box = island.box
        if box.west <= point.lng <= box.east and box.south <= point.lat <= box.north:
            return island
    return None


_FLIGHT_BOARDING = 75
"""At the airport an hour before, a quarter of an hour from the seat to the street."""


def _flight(near: tuple[float, float], minutes: int) -> Passage:
    return Passage(Crossing.FLIGHT, Point(*near), _JEJU_AIRPORT, minutes, _FLIGHT_BOARDING)


def _ferry(near: tuple[float, float], far: tuple[float, float], minutes: int, boarding: int = 30) -> Passage:
    return Passage(Crossing.FERRY, Point(*near), Point(*far), minutes, boarding)


_JEJU_AIRPORT = Point(33.507, 126.493)
_JEJU_PORT = (33.524, 126.543)
_INCHEON_PORT = (37.455, 126.600)
_MOKPO_PORT = (34.781, 126.384)
_WANDO_PORT = (34.317, 126.759)
_TONGYEONG_PORT = (34.839, 128.419)
_UNJIN_PORT = (33.209, 126.257)
_DAECHEON_PORT = (36.326, 126.509)
_SEONJIN_PORT = (37.826, 124.718)

_JEJU = Island(
    "Jeju",
    Box(126.10, 33.10, 127.00, 33.60),
    (
        _flight((37.559, 126.794), 70),  # Seoul Gimpo
        _flight((35.174, 128.946), 60),  # Busan Gimhae
        _flight((36.722, 127.496), 65),  # Cheongju
        _flight((35.140, 126.811), 50),  # Gwangju
        _flight((35.899, 128.639), 65),  # Daegu
        _flight((34.840, 127.614), 50),  # Yeosu
        _ferry(_WANDO_PORT, _JEJU_PORT, 160, 45),
        _ferry(_MOKPO_PORT, _JEJU_PORT, 270, 45),
    ),
)
_ULLEUNG = Island(
    "Ulleungdo",
    Box(130.77, 37.44, 130.95, 37.57),
    (
        _ferry((36.052, 129.382), (37.481, 130.909), 170, 45),  # Pohang
        _ferry((36.678, 129.455), (37.467, 130.880), 180, 45),  # Hupo
        _ferry((37.554, 129.115), (37.481, 130.909), 165, 45),  # Donghae Mukho
        _ferry((37.772, 128.951), (37.497, 130.914), 180, 45),  # Gangneung Anmok
    ),
)
_SOCHEONG = Island(
    "Socheongdo", Box(124.71, 37.74, 124.79, 37.785), (_ferry(_INCHEON_PORT, (37.772, 124.757), 180, 45),)
)
_DAECHEONG = Island(
    "Daecheongdo",
    Box(124.65, 37.785, 124.76, 37.86),
    (_ferry((37.772, 124.757), _SEONJIN_PORT, 20, 5),),
    _SOCHEONG,
)
_HEUKSAN = Island(
    "Heuksando", Box(125.37, 34.60, 125.48, 34.73), (_ferry(_MOKPO_PORT, (34.684, 125.435), 120, 40),)
)
_JODO = Island(
    "Jodo", Box(125.97, 34.265, 126.10, 34.35), (_ferry((34.372, 126.134), (34.306, 126.060), 35),)
)

_ISLANDS = (
    Island("Udo", Box(126.935, 33.483, 126.975, 33.527), (_ferry((33.474, 126.934), (33.493, 126.951), 15, 20),), _JEJU),
    Island("Gapado", Box(126.262, 33.160, 126.284, 33.178), (_ferry(_UNJIN_PORT, (33.175, 126.271), 10, 20),), _JEJU),
    Island("Marado", Box(126.260, 33.110, 126.275, 33.126), (_ferry(_UNJIN_PORT, (33.121, 126.268), 25, 20),), _JEJU),
    Island("Biyangdo", Box(126.220, 33.400, 126.237, 33.416), (_ferry((33.417, 126.262), (33.40, 126.23), 15, 20),), _JEJU),
    Island("Chujado", Box(126.24, 33.91, 126.41, 34.01), (_ferry(_JEJU_PORT, (33.962, 126.297), 80),), _JEJU),
    _JEJU,
    Island("Dokdo", Box(131.83, 37.22, 131.90, 37.26), (_ferry((37.481, 130.909), (37.240, 131.868), 100),), _ULLEUNG),
    _ULLEUNG,
    _SOCHEONG,
    _DAECHEONG,
    Island("Baengnyeongdo", Box(124.57, 37.89, 124.77, 38.01), (_ferry(_SEONJIN_PORT, (37.96, 124.73), 25, 5),), _DAECHEONG),
    Island("Yeonpyeongdo", Box(125.65, 37.60, 125.75, 37.70), (_ferry(_INCHEON_PORT, (37.660, 125.715), 125, 40),)),
    Island("Deokjeokdo", Box(126.05, 37.19, 126.19, 37.28), (_ferry(_INCHEON_PORT, (37.226, 126.148), 70),)),
    Island("Jawoldo", Box(126.27, 37.235, 126.35, 37.275), (_ferry(_INCHEON_PORT, (37.244, 126.317), 55),)),
    Island("Ijakdo", Box(126.21, 37.15, 126.275, 37.205), (_ferry(_INCHEON_PORT, (37.178, 126.253), 80),)),
    Island("Seungbongdo", Box(126.275, 37.15, 126.32, 37.19), (_ferry(_INCHEON_PORT, (37.170, 126.287), 70),)),
    Island("Jangbongdo", Box(126.29, 37.50, 126.395, 37.56), (_ferry((37.498, 126.457), (37.526, 126.381), 40, 20),)),
    Island("Jumundo", Box(126.15, 37.61, 126.262, 37.70), (_ferry((37.621, 126.381), (37.650, 126.220), 70, 20),)),
    Island("Namiseom", Box(127.5225, 37.7855, 127.5295, 37.7980), (_ferry((37.800, 127.520), (37.797, 127.524), 5, 15),)),
    Island("Sapsido", Box(126.32, 36.30, 126.39, 36.36), (_ferry(_DAECHEON_PORT, (36.341, 126.365), 40),)),
    Island("Oeyeondo", Box(126.04, 36.20, 126.11, 36.25), (_ferry(_DAECHEON_PORT, (36.226, 126.081), 120),)),
    Island("Eocheongdo", Box(125.95, 36.09, 126.01, 36.14), (_ferry((35.982, 126.624), (36.119, 125.981), 130),)),
    Island("Wido", Box(126.22, 35.56, 126.33, 35.64), (_ferry((35.620, 126.467), (35.620, 126.300), 50),)),
    Island("Hongdo", Box(125.16, 34.65, 125.24, 34.73), (_ferry((34.684, 125.435), (34.684, 125.193), 30, 10),), _HEUKSAN),
    Island("Gageodo", Box(125.07, 34.02, 125.15, 34.10), (_ferry((34.684, 125.435), (34.050, 125.129), 130, 10),), _HEUKSAN),
    _HEUKSAN,
    Island("Bigeumdo and Dochodo", Box(125.82, 34.65, 125.99, 34.80), (_ferry(_MOKPO_PORT, (34.730, 125.940), 55),)),
    Island("Hauido", Box(125.99, 34.56, 126.10, 34.65), (_ferry(_MOKPO_PORT, (34.615, 126.050), 90),)),
    Island("Gwanmaedo", Box(126.01, 34.21, 126.08, 34.265), (_ferry((34.306, 126.060), (34.240, 126.050), 45, 10),), _JODO),
    _JODO,
    Island("Bogildo and Nohwado", Box(126.47, 34.09, 126.70, 34.24), (_ferry((34.298, 126.530), (34.232, 126.590), 30),)),
    Island("Cheongsando", Box(126.82, 34.13, 126.95, 34.22), (_ferry(_WANDO_PORT, (34.181, 126.855), 50),)),
    Island("Geomundo", Box(127.25, 33.99, 127.35, 34.08), (_ferry((34.737, 127.733), (34.027, 127.309), 140),)),
    Island("Geumodo", Box(127.70, 34.46, 127.82, 34.565), (_ferry((34.603, 127.756), (34.533, 127.745), 25),)),
    Island("Saryangdo", Box(128.15, 34.80, 128.25, 34.865), (_ferry((34.905, 128.290), (34.842, 128.220), 40),)),
    Island("Yokjido", Box(128.20, 34.60, 128.32, 34.67), (_ferry((34.792, 128.386), (34.637, 128.268), 55),)),
    Island("Yeonhwado", Box(128.32, 34.63, 128.38, 34.67), (_ferry(_TONGYEONG_PORT, (34.656, 128.351), 55),)),
    Island("Bijindo", Box(128.44, 34.70, 128.48, 34.74), (_ferry(_TONGYEONG_PORT, (34.722, 128.459), 45),)),
    Island("Hansando", Box(128.455, 34.742, 128.525, 34.815), (_ferry(_TONGYEONG_PORT, (34.795, 128.477), 30),)),
    Island("Maemuldo", Box(128.53, 34.61, 128.60, 34.655), (_ferry((34.727, 128.600), (34.628, 128.548), 45),)),
    Island("Oedo", Box(128.705, 34.763, 128.720, 34.776), (_ferry((34.806, 128.693), (34.770, 128.712), 20, 20),)),
    Island("Jisimdo", Box(128.740, 34.805, 128.760, 34.830), (_ferry((34.866, 128.728), (34.820, 128.747), 15, 20),)),
)  # fmt: skip


def _cells_of(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(floor(box.west * 10), floor(box.east * 10) + 1):
        for row in range(floor(box.south * 10), floor(box.north * 10) + 1):
            yield column, row


def _by_cell() -> dict[tuple[int, int], tuple[Island, ...]]:
    cells: defaultdict[tuple[int, int], list[Island]] = defaultdict(list)
    for island in _ISLANDS:
        for cell in _cells_of(island.box):
            cells[cell].append(island)
    return {cell: tuple(islands) for cell, islands in cells.items()}


_BY_CELL = _by_cell()
"""Islands by tenths of a degree, so that a look at the mainland costs nothing."""
