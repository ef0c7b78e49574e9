"""What can be wrong with a day's plan, what can be done about it, and how both are said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID


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

    @property
    def label(self) -> str:
        """The English template of its label; {first} and {second} are the names of what the moves move."""
        return FIX_LABELS[self.kind]


@dataclass(frozen=True, slots=True)
class PlanWarning:
    """One problem: the entries it is about, in the order of the day, and the values its sentence needs."""

    code: Code
    ids: tuple[UUID, ...]
    minutes: int | None = None
    values: Mapping[str, object] = field(default_factory=dict[str, object])
    fix: Fix | None = None

    @property
    def sentence(self) -> str:
        """The English template of what is wrong; {first} and {second} are the names of `ids`."""
        return NOT_BEGUN if self.values.get("is_coming") else SENTENCES[self.code]


SENTENCES: Mapping[Code, str] = {
    Code.OVERLAP: "{first} and {second} overlap by {minutes} min.",
    Code.TOO_TIGHT: "{second} starts {minutes} min too soon to get there from {first}.",
    Code.CLOSED_THAT_DAY: "{first} is closed on {day}.",
    Code.NOT_OPEN_YET: "{first} does not open until {time}, after you arrive.",
    Code.CLOSES_BEFORE_YOU_LEAVE: "{first} closes at {time}, before you leave.",
    Code.AFTER_LAST_ADMISSION: "{first} admits no one after {time}.",
    Code.HOLIDAY: "{first} is closed on {day} because of a public holiday.",
    Code.EVENT_OVER: "{first} ended on {day}.",
}
"""Times are `datetime.time`, days `date`, minutes whole numbers: whoever shows a sentence writes them out."""

NOT_BEGUN = "{first} does not begin until {day}."
"""What `event_over` says before the first day of an event."""

FIX_LABELS: Mapping[FixKind, str] = {
    FixKind.SHIFT_REST: "Start {first} and everything after it {minutes} min later",
    FixKind.SWAP: "Swap {first} and {second}",
    FixKind.MOVE_DAY: "Move {first} to {day}",
    FixKind.SHORTEN: "Leave {first} at {time}",
    FixKind.MOVE: "Move {first} to {time}",
}
