"""Days to put in order, drawn by a random generator, and the plainest possible judge of an order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from uuid import UUID

from models.region import Region
from services.day_order import CLOSED_ALL_DAY, Cost
from services.day_plan import DAY, Stop, StopPlace
from services.geography import Point
from services.opening_hours import last_admission, spans_on
from services.travel_time import travel

WEDNESDAY = date(2026, 3, 11)
HOURS = (
    None,
    "24/7",
    "09:00-18:00",
    "09:00-18:00; We off",
    "10:00-17:00",
    "10:00-20:00",
    "11:30-22:00",
    "18:00-02:00",
    "09:00-12:00,13:30-18:00",
    "09:00-10:00,15:00-16:00,20:00-21:00",
)


@dataclass(frozen=True)
class MadeUpDay:
    stops: list[Stop]
    fixed: set[UUID]
    start: Point | None
    end: Point | None


def made_up_day(
    random: Random, count: int, *, spread: float = 0.06, hours: Sequence[str | None] = HOURS
) -> MadeUpDay:
    """Draw a day in Seoul: some stops timed, some of these fixed, now and then one that has only a name."""
    stops, fixed = [], set()
    for number in range(count):
        stop_id = UUID(int=number + 1)
        place = StopPlace(
            f"place-{number}",
            _somewhere(random, spread),
            Region.SEOUL,
            random.choice(hours),
            random.choice([None, None, 30, 60]),
            random.choice([20, 30, 45, 60, 90]),
        )
        start = random.choice([None, None, random.randrange(8 * 60, 20 * 60)])
        end = None if start is None else start + random.choice([15, 30, 60, 100])
        stops.append(Stop(stop_id, start, end, place if random.random() < 0.9 else None))
        if start is not None and random.random() < 0.25:
            fixed.add(stop_id)
    ends = [random.choice([None, _somewhere(random, spread)]) for _ in range(2)]
    return MadeUpDay(stops, fixed, *ends)


def in_any_order(day: MadeUpDay) -> Cost:
    """Return the cost of the best of all orders, tried one by one."""
    return min(_ends(_Judge(day), list(range(len(day.stops)))))


def in_order(day: MadeUpDay, order: Sequence[UUID]) -> Cost:
    """Return what an order costs at best."""
    numbers = {stop.id: number for number, stop in enumerate(day.stops)}
    return min(_ends(_Judge(day), [numbers[stop_id] for stop_id in order], is_order_given=True))


def _somewhere(random: Random, spread: float) -> Point:
    return Point(37.55 + random.uniform(-spread, spread), 126.98 + random.uniform(-spread, spread))


def begin_of(day: MadeUpDay) -> int:
    """Return when a day begins: at its earliest start, but in the morning where what has no start comes first."""
    starts = [stop.start for stop in day.stops if stop.start is not None]
    if not starts:
        return 9 * 60
    return min(starts) if day.stops[0].start is not None else min(9 * 60, *starts)


def is_kept(day: MadeUpDay, stop: Stop) -> bool:
    return stop.start is not None and (stop.id in day.fixed or stop.place is None)


def hours_at(stop: Stop) -> list[tuple[int, int, int]] | None:
    """Return opening, closing and last admission; none where unknown or always open, None where closed."""
    if stop.place is None or stop.place.opening_hours in {None, "24/7"}:
        return []
    spans = spans_on(stop.place.opening_hours, WEDNESDAY)
    hours = []
    for span in spans:
        opens = span.opens.hour * 60 + span.opens.minute
        closes = span.closes.hour * 60 + span.closes.minute + DAY * span.past_midnight
        last = last_admission(span, stop.place.last_admission)
        hours.append((opens, closes, closes if last is None else closes - (stop.place.last_admission or 0)))
    if stop.place.opening_hours == "18:00-02:00":
        hours.insert(0, tuple(minute - DAY for minute in hours[0]))
    return hours or None


class _Judge:
    def __init__(self, day: MadeUpDay) -> None:
        self.day = day
        self.hours = [hours_at(stop) for stop in day.stops]
        self.begin = begin_of(day)
        self.is_begin_given = bool(day.stops) and day.stops[0].start is not None

    def misses(self, number: int, begin: int) -> int:
        stop, hours = self.day.stops[number], self.hours[number]
        return min(
            (
                max(0, begin - last) + max(0, begin + stop.stay - closes)
                for opens, closes, last in hours or []
                if opens <= begin
            ),
            default=0,
        )

    def visits(self, number: int, arrives: int) -> Iterator[tuple[int, int, int]]:
        """Yield every beginning with the end of the visit and its lateness; one begins later only to be less late."""
        stop, hours = self.day.stops[number], self.hours[number]
        anyway = CLOSED_ALL_DAY if hours is None else 0
        if is_kept(self.day, stop):
            assert stop.start is not None
            late = max(0, arrives - stop.start) + self.misses(number, stop.start)
            yield stop.start, max(arrives, stop.start + stop.stay), anyway + late
            return
        sooner: list[int] = []
        for begin in sorted({max(arrives, opens) for opens, _, _ in hours or []} or {arrives}):
            late = self.misses(number, begin)
            if all(late < misses for misses in sooner):
                sooner.append(late)
                yield begin, begin + stop.stay, anyway + late


def _ends(
    judge: _Judge,
    rest: list[int],
    at: tuple[int, Point | None] | None = None,
    so_far: tuple[int, int, int] = (0, 0, 0),
    *,
    is_order_given: bool = False,
) -> Iterator[Cost]:
    """Yield the costs of every way in which a day may go on."""
    clock, spot = at or (judge.begin, judge.day.start)
    late, travelled, wait = so_far
    if not rest:
        yield Cost(late, travelled + way_between(spot, judge.day.end), wait)
    for number in rest[:1] if is_order_given else rest:
        place = judge.day.stops[number].place
        way = way_between(spot, place and place.point)
        arrives = clock if at is None else clock + way
        for begin, leaves, more_late in judge.visits(number, arrives):
            waits = 0 if at is None and not judge.is_begin_given else max(0, begin - arrives)
            yield from _ends(
                judge,
                [other for other in rest if other != number],
                (leaves, place.point if place else spot),
                (late + more_late, travelled + way, wait + waits),
                is_order_given=is_order_given,
            )


def way_between(start: Point | None, end: Point | None) -> int:
    minutes = travel(start, end).minutes if start and end else 0
    return minutes if minutes <= 5 else minutes + 5


def retimed(day: MadeUpDay, times: dict[UUID, tuple[int, int]]) -> MadeUpDay:
    """Return the day with other times, its stops in the order of these."""
    stops = [replace(stop, start=times[stop.id][0], end=times[stop.id][1]) for stop in day.stops]
    return replace(day, stops=sorted(stops, key=lambda stop: list(times).index(stop.id)))
