"""What the day check has found, in the visitor's language."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from uuid import UUID

from services.plan_warnings import Fix, PlanWarning
from ui.formatters import clock, short_day
from ui.visitor import Visitor


def warning_sentence(warning: PlanWarning, names: Mapping[UUID, str], visitor: Visitor) -> str:
    """Say what is wrong; `names` are those of the entries."""
    values = {"minutes": warning.minutes, **warning.values}
    return _filled(warning.sentence, warning.ids, values, names, visitor)


def fix_label(fix: Fix, names: Mapping[UUID, str], visitor: Visitor) -> str:
    """Say what a tap does about it."""
    return _filled(fix.label, [move.id for move in fix.moves], fix.values, names, visitor)


def _filled(
    template: str,
    ids: Sequence[UUID],
    values: Mapping[str, object],
    names: Mapping[UUID, str],
    visitor: Visitor,
) -> str:
    called = dict(zip(("first", "second"), (names.get(one, "") for one in ids), strict=False))
    written = {name: _written(value, visitor) for name, value in values.items()}
    return visitor.t(template).format(**(called | written))


def _written(value: object, visitor: Visitor) -> str:
    if isinstance(value, time):
        return clock(value)
    if isinstance(value, date):
        return short_day(value, visitor)
    return str(value)
