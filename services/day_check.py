"""What is wrong with a day's plan, each problem once, each with a fix that a tap applies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.day_plan import Stop
from services.travel_time import Mode


class Code(StrEnum):
    """The kinds of problems, as /v1 and the handles for testers name them."""

    OVERLAP = "overlap"
    TOO_TIGHT = "too_tight"
    CLOSED_THAT_DAY = "closed_that_day"
    NOT_OPEN_YET = "not_open_yet"
    CLOSES_BEFORE_YOU_LEAVE = "closes_before_you_leave"
    AFTER_LAST_ADMISSION = "after_last_admission"
    HOLIDAY = "holiday"
    EVENT_OVER = "event_over"


class FixKind(StrEnum):
    """What a fix does."""

    SHIFT_REST = "shift_rest"
    SWAP = "swap"
    MOVE_DAY = "move_day"
    SHORTEN = "shorten"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Move:
    """Where an entry is to stand after a fix; minutes as in `day_plan`, None for an entry without times."""

    id: UUID
    day: date
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Fix:
    """Moves that together take a warning away, and the values that its label's template needs."""

    kind: FixKind
    moves: tuple[Move, ...]
    values: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class PlanWarning:
    """One problem: the entries it is about, the entry at fault first, and the values its sentence needs."""

    code: Code
    ids: tuple[UUID, ...]
    minutes: int | None = None
    values: Mapping[str, object] = field(default_factory=dict[str, object])
    fix: Fix | None = None


def check(
    day: date,
    stops: Sequence[Stop],
    mode: Mode | None = None,
    *,
    other_days: Mapping[date, Sequence[Stop]] | None = None,
) -> list[PlanWarning]:
    """Return what is wrong with a day.

    `other_days` are the days to which a fix may move a stop, with what is planned there; without them it may move within
    the week after.
    """
    raise NotImplementedError
