"""The best order of a day's stops: least lateness, then least travel, then least waiting."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.day_plan import Stop
from services.geography import Point
from services.travel_time import Mode

MOST_STOPS = 12


@dataclass(frozen=True, slots=True)
class Cost:
    """What an order costs in minutes; compared in this order of importance."""

    late: int
    travel: int
    wait: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A stop with the minutes it gets."""

    id: UUID
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DayOrder:
    """A proposal beside what is planned now."""

    stops: tuple[Placed, ...]
    before: Cost
    after: Cost

    @property
    def minutes_saved(self) -> int:
        return self.before.travel + self.before.wait - self.after.travel - self.after.wait


def best_order(
    day: date,
    stops: Sequence[Stop],
    mode: Mode | None = None,
    *,
    fixed: Collection[UUID] = (),
    start: Point | None = None,
    end: Point | None = None,
) -> DayOrder:
    """Return the best order; what is `fixed`, and what has times but no place, keeps its times."""
    raise NotImplementedError
