"""What the process that orders days is asked and answers."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.day_plan import Stop
from services.errors import Failure
from services.geography import Point
from services.travel_time import Mode

LENGTH_BYTES = 4
"""Before each question and answer stands how many bytes it has."""


@dataclass(frozen=True, slots=True)
class Question:
    """What `best_order` is asked."""

    day: date
    stops: tuple[Stop, ...]
    mode: Mode | None
    fixed: frozenset[UUID]
    start: Point | None
    end: Point | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A failure as it can be sent from one process to another."""

    kind: type[Failure]
    values: dict[str, object]
