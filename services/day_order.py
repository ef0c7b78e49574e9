"""The best order of a day's stops: least lateness, then least travel, then least waiting.

One cost function judges the present order and the proposal alike. In minutes:

- **late**: arriving after a start that is kept; and anywhere, coming in after the last admission plus leaving after closing.
  One begins as soon as one can, in a later span of opening only where one is less late then. A place that is closed all day,
  or whose event is not on that day, costs `CLOSED_ALL_DAY` in any order. Unknown hours cost nothing.
- **travel**: all ways by `services.travel_time` with the minutes from door to door that the check of a day asks for, from
  the start point and to the end point too where they are given. A stop without a place is wherever one is.
- **wait**: the time between arriving and beginning. One is at the first stop when the day begins.

Kept starts are those of fixed stops; in the present order, those of all stops that have one. At a fixed stop one who
comes late still leaves at its end; everywhere else one stays as long as planned. A day begins at its earliest
present start. Where a stop without times comes first or none has any, it begins with its first stop: at 09:00 (or at the
earliest start, if that is before) or when that stop opens.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.day_courses import Cost, Course, Courses
from services.day_errands import CLOSED_ALL_DAY
from services.day_plan import Stop
from services.errors import Invalid
from services.geography import Point
from services.travel_time import Mode

__all__ = [
    "CLOSED_ALL_DAY",
    "MOST_STOPS",
    "STEP",
    "Cost",
    "DayOrder",
    "Placed",
    "Reason",
    "ReasonKind",
    "TooManyStops",
    "best_order",
]

MOST_STOPS = 12
STEP = 5
"""Minutes to whose multiples beginnings are put off where that makes nobody later."""


class TooManyStops(Invalid):
    code = "too_many_stops"
    message = (
        "We can order a day of up to {most} stops, and this one has {stops}. Move some to another day first."
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """A stop with the minutes it gets."""

    id: UUID
    start: int
    end: int


class ReasonKind(StrEnum):
    """Why a proposal is better; shorter ways, and a little less waiting here and there, are about no stop alone."""

    START_KEPT = "start_kept"
    BEFORE_LAST_ADMISSION = "before_last_admission"
    BEFORE_CLOSING = "before_closing"
    SHORTER_WAYS = "shorter_ways"
    LESS_WAITING = "less_waiting"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is better in the proposal, by how many minutes, and at which stop."""

    kind: ReasonKind
    minutes: int
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DayOrder:
    """A proposal beside what is planned now; where nothing is better it is what is planned now."""

    stops: tuple[Placed, ...]
    before: Cost
    after: Cost
    reasons: tuple[Reason, ...] = ()

    @property
    def is_better(self) -> bool:
        """Tell whether the proposal is worth showing."""
        return self.after < self.before

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
    step: int = STEP,
) -> DayOrder:
    """Return the best order; what is `fixed`, and what has times but no place, keeps its times.

    A fixed stop without times has none to keep and moves like any other. Beginnings are put off to multiples of `step`
    minutes where that makes nobody later; with 1 the proposal is the optimum to the minute.

    Raises:
        TooManyStops: there are more than `MOST_STOPS`.
    """
    if len(stops) > MOST_STOPS:
        raise TooManyStops(stops=len(stops), most=MOST_STOPS)
    courses = Courses(day, stops, mode, fixed=fixed, start=start, end=end)
    present = courses.now(step)
    proposal = courses.best(step)
    if proposal.cost >= present.cost:
        proposal = present
    placed = (Placed(stops[visit.errand].id, visit.begin, visit.end) for visit in proposal.visits)
    return DayOrder(tuple(placed), present.cost, proposal.cost, tuple(_reasons(stops, present, proposal)))


_NOTEWORTHY_WAIT = 10
"""Minutes of waiting less at a stop that one would notice."""


def _reasons(stops: Sequence[Stop], present: Course, proposal: Course) -> Iterator[Reason]:
    """Yield what is better in the proposal, the most important first."""
    before = {visit.errand: visit for visit in present.visits}
    pairs = [(stops[visit.errand].id, before[visit.errand], visit) for visit in proposal.visits]
    for kind, part in (
        (ReasonKind.START_KEPT, "after_start"),
        (ReasonKind.BEFORE_LAST_ADMISSION, "after_admission"),
        (ReasonKind.BEFORE_CLOSING, "after_closing"),
    ):
        for stop_id, was, becomes in pairs:
            saved: int = getattr(was, part) - getattr(becomes, part)
            if saved > 0:
                yield Reason(kind, saved, stop_id)
    if proposal.cost.travel < present.cost.travel:
        yield Reason(ReasonKind.SHORTER_WAYS, present.cost.travel - proposal.cost.travel)
    less_waiting = present.cost.wait - proposal.cost.wait
    if less_waiting > 0:
        waits = [
            Reason(ReasonKind.LESS_WAITING, was.wait - becomes.wait, stop_id)
            for stop_id, was, becomes in pairs
            if was.wait - becomes.wait >= _NOTEWORTHY_WAIT
        ]
        yield from waits or [Reason(ReasonKind.LESS_WAITING, less_waiting)]
