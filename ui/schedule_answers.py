"""What the schedule page is told of a change: the entry as it is now, and what else one has to know of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from services.plan_sentences import entry_name
from services.schedule_entries import Entry
from services.schedules import Outcome
from ui.formatters import clock, long_day
from ui.visitor import Visitor

_LONGEST_QUOTED = 80


@dataclass(frozen=True, slots=True)
class Overwritten:
    """What somebody else had set and this change has replaced, and the form that puts it back."""

    sentence: str
    address: str
    fields: Mapping[str, str]

    @property
    def shape(self) -> dict[str, Any]:
        return {"sentence": self.sentence, "address": self.address, "fields": dict(self.fields)}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: the entry, where the change was about one, and sentences in the visitor's language."""

    schedule: Entry | None = None
    notice: str | None = None
    overwritten: Overwritten | None = None

    def shape(self, visitor: Visitor) -> dict[str, Any]:
        """Return the answer as the page's script gets it."""
        return {
            "schedule": self.schedule and entry_shape(self.schedule, visitor),
            "notice": self.notice,
            "overwritten": self.overwritten and self.overwritten.shape,
            "undo": True,
        }


def changed(outcome: Outcome, visitor: Visitor) -> Answer:
    """Tell of one entry that was made, changed or removed."""
    return Answer(outcome.entry, _after_midnight(outcome.entry, visitor), _overwritten([outcome], visitor))


def all_changed(outcomes: Sequence[Outcome], visitor: Visitor) -> Answer:
    """Tell of a step that has moved several entries."""
    return Answer(overwritten=_overwritten(outcomes, visitor))


def turned_back(outcomes: Sequence[Outcome], visitor: Visitor, *, nothing: str) -> Answer:
    """Tell of a step that was undone or made again; `nothing` says that there was none."""
    if not outcomes:
        return Answer(notice=nothing)
    kept = any(outcome.overwritten for outcome in outcomes)
    notice = (
        visitor.t("Someone else has since changed part of this; that part was left as it is.")
        if kept
        else None
    )
    return Answer(outcomes[0].entry if len(outcomes) == 1 else None, notice)


def entry_shape(entry: Entry, visitor: Visitor) -> dict[str, Any]:
    """Return an entry as the page's script reads it."""
    return {
        "id": str(entry.id),
        "trip_id": entry.trip_id and str(entry.trip_id),
        "place_id": entry.place_id,
        "place_name": entry.place_name,
        "name": entry_name(entry, visitor.language),
        "date": entry.date.isoformat(),
        "start_time": entry.start_time and clock(entry.start_time),
        "end_time": entry.end_time and clock(entry.end_time),
        "position": entry.position,
        "note": entry.note,
        "version": entry.version,
    }


def _after_midnight(entry: Entry | None, visitor: Visitor) -> str | None:
    if (
        entry is None
        or entry.start_time is None
        or entry.end_time is None
        or entry.end_time > entry.start_time
    ):
        return None
    return visitor.t("This ends the following day, at {time}.").format(time=clock(entry.end_time))


# --- what others had set ------------------------------------------------------------------------------------------------


def _overwritten(outcomes: Sequence[Outcome], visitor: Visitor) -> Overwritten | None:
    lost = [
        (outcome.entry, outcome.overwritten)
        for outcome in outcomes
        if outcome.entry and outcome.overwritten.keys() - {"position"}
    ]
    if not lost:
        return None
    sentences = [sentence for entry, others in lost for sentence in _sentences(entry, others, visitor)]
    text = " ".join(dict.fromkeys(sentences))
    if len(outcomes) == 1:
        entry, others = lost[0]
        return Overwritten(text, f"/schedule/entries/{entry.id}", _form(entry, others))
    return Overwritten(
        text, "/schedule/fix", {"changes": json.dumps([_move(entry, others) for entry, others in lost])}
    )


def _sentences(entry: Entry, others: Mapping[str, Any], visitor: Visitor) -> Iterator[str]:
    """Say what somebody else had set; the order within a day alone is not worth a sentence."""
    if {"start_time", "end_time"} & others.keys():
        span = _span(_or_now("start_time", entry, others), _or_now("end_time", entry, others), visitor)
        yield visitor.t("Someone else had set the time to {value}.").format(value=span)
    if "date" in others:
        yield visitor.t("Someone else had set the day to {value}.").format(
            value=long_day(others["date"], visitor)
        )
    if {"place_id", "place_name"} & others.keys():
        yield visitor.t("Someone else had chosen another place.")
    if "note" in others:
        note: str = others["note"] or "–"
        yield visitor.t("Someone else had written: {value}").format(value=note[:_LONGEST_QUOTED])
    if "trip_id" in others:
        yield visitor.t("Someone else had put this into another trip.")


def _span(start: time | None, end: time | None, visitor: Visitor) -> str:
    if start is None:
        return visitor.t("no time")
    return f"{clock(start)}–{clock(end)}" if end else clock(start)


def _or_now(name: str, entry: Entry, others: Mapping[str, Any]) -> Any:
    return others.get(name, getattr(entry, name))


def _form(entry: Entry, others: Mapping[str, Any]) -> dict[str, str]:
    fields = {name: _written(value) for name, value in others.items()}
    if {"place_id", "place_name"} & others.keys():
        for name in ("place_id", "place_name"):
            fields[name] = _written(_or_now(name, entry, others))
    return fields | {"version": str(entry.version)}


def _written(value: Any) -> str:
    if isinstance(value, time):
        return clock(value)
    return "" if value is None else str(value)


def _move(entry: Entry, others: Mapping[str, Any]) -> dict[str, Any]:
    day: date = _or_now("date", entry, others)
    start: time | None = _or_now("start_time", entry, others)
    end: time | None = _or_now("end_time", entry, others)
    return {
        "id": str(entry.id),
        "date": day.isoformat(),
        "start": start and clock(start),
        "end": end and clock(end),
        "version": entry.version,
    }
