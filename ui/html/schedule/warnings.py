"""What is wrong with a day, each problem once, with the button that takes it away."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from htpy import Element, Node, a, ul
from markupsafe import Markup

from services.plan_sentences import entry_name, fix_label, warning_sentence
from services.plan_warnings import Fix, Move, PlanWarning
from services.planned_days import PlannedDay
from services.schedule_entries import Entry
from ui.formatters import clock_at, number
from ui.html.icons import icon
from ui.visitor import Visitor

_WARNING = Markup(
    '<li class="warning" data-testid="warning" data-code="{code}" data-ids="{ids}">{sign}<p>{sentence}</p>{fix}</li>'
)
_FIX = Markup(
    '<form method="post" action="/schedule/fix"><input type="hidden" name="changes" value="{changes}">'
    '<input type="hidden" name="back" value="{back}">'
    '<button class="secondary" data-testid="warning-fix" data-fix="{changes}">{label}</button></form>'
)


def warning_list(
    warnings: Sequence[PlanWarning],
    entries: Mapping[UUID, Entry],
    back: str | None,
    visitor: Visitor,
    *,
    only_read: Collection[UUID] = (),
) -> Element:
    """The warnings of one day.

    `back` is where the fixing forms lead to, None where nothing can be fixed yet; what would move entries of trips that
    one may only read is not offered.
    """
    names = {one: entry_name(entry, visitor.language) for one, entry in entries.items()}
    fixed = {one for one, entry in entries.items() if entry.trip_id in only_read}
    return ul(".warning-list")[
        (_warning(one, names, None if _moves(one.fix, fixed) else back, visitor) for one in warnings)
    ]


def _moves(fix: Fix | None, entries: Collection[UUID]) -> bool:
    return fix is not None and any(move.id in entries for move in fix.moves)


def warning_count(day: PlannedDay, address: str, visitor: Visitor) -> Node:
    """A sign with the number of warnings that leads to them."""
    count = len(day.problems)
    if not count:
        return None
    return a(
        ".warning-count",
        href=f"{address}#warnings",
        data_warning_count=str(count),
        aria_label=warnings_in_words(count, visitor),
        title=warnings_in_words(count, visitor),
    )[icon("warning", size=14), str(count)]


def warnings_in_words(count: int, visitor: Visitor) -> str:
    template = visitor.t("{n} warning") if count == 1 else visitor.t("{n} warnings")
    return template.format(n=number(count, visitor))


def written_moves(moves: Iterable[Move]) -> str:
    """Return what is to be changed, as `POST /schedule/fix` reads it."""
    changes = [
        {
            "id": str(move.id),
            "date": move.day.isoformat(),
            "start": _clock(move.start),
            "end": _clock(move.end),
        }
        for move in moves
    ]
    return json.dumps(changes, separators=(",", ":"))


def _warning(warning: PlanWarning, names: Mapping[UUID, str], back: str | None, visitor: Visitor) -> Markup:
    return _WARNING.format(
        code=warning.code.value,
        ids=" ".join(map(str, warning.ids)),
        sign=icon("warning", size=18),
        sentence=warning_sentence(warning, names, visitor.language),
        fix=_fix(warning.fix, names, back, visitor) if warning.fix and back is not None else Markup(),
    )


def _fix(fix: Fix, names: Mapping[UUID, str], back: str, visitor: Visitor) -> Markup:
    return _FIX.format(
        changes=written_moves(fix.moves), back=back, label=fix_label(fix, names, visitor.language)
    )


def _clock(minute: int | None) -> str | None:
    return None if minute is None else clock_at(minute)
