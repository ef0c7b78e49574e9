"""What is wrong with a day's plan, each problem once, each with a fix that a tap applies."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from services.day_fixes import DayFixes
from services.day_fixes import moved as apply
from services.day_plan import Stop
from services.plan_warnings import FIX_LABELS, SENTENCES, Code, Fix, FixKind, Move, PlanWarning
from services.travel_time import Mode, Ways, travel

__all__ = ("FIX_LABELS", "SENTENCES", "Code", "Fix", "FixKind", "Move", "PlanWarning", "apply", "check")


def check(
    day: date,
    plan: Mapping[date, Sequence[Stop]],
    mode: Mode | None = None,
    *,
    other_days: Collection[date] | None = None,
    ways: Ways = travel,
) -> list[PlanWarning]:
    """Return what is wrong with a day, in its order.

    `plan` says what is planned on it and on the days around it that are known: the night before counts for the day, and
    a fix breaks nothing on another. `other_days` are those to which a fix may move a stop; without them it may move
    within the week after. A warning has no fix where nothing takes it away without bringing another.
    """
    return DayFixes(day, plan, mode, other_days, ways).warnings
