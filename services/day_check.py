"""What is wrong with a day's plan, each problem once, each with a fix that a tap applies."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.day_fixes import DayFixes
from services.day_fixes import moved as apply
from services.day_plan import Stop
from services.plan_warnings import FIX_LABELS, SENTENCES, Code, Fix, FixKind, Move, PlanWarning
from services.travel_time import Mode, Ways, travel

__all__ = ("FIX_LABELS", "SENTENCES", "Code", "Fix", "FixKind", "Move", "PlanWarning", "apply", "check")


def check(
    day: date,
    stops: Sequence[Stop],
    mode: Mode | None = None,
    *,
    other_days: Mapping[date, Sequence[Stop]] | None = None,
    ways: Ways = travel,
) -> list[PlanWarning]:
    """Return what is wrong with a day, in its order.

    `other_days` are the days to which a fix may move a stop, with what is planned there; without them it may move within
    the week after. A warning has no fix where nothing takes it away without bringing another.
    """
    return DayFixes(day, stops, mode, other_days, ways).warnings
