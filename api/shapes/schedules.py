"""The shapes of plans in /v1: what may be sent, what an entry is, and what may be wrong with a day."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from api.dependencies import Day
from api.shapes.accounts import Body
from api.shapes.places import LocalText
from models.language import Language
from services.day_order import MOST_STOPS, Cost, DayOrder, ReasonKind
from services.day_plan import clock_of, date_of
from services.plan_sentences import entry_name, fix_label, warning_sentence
from services.plan_warnings import Code, PlanWarning
from services.schedule_changes import MOST_POSITION, Change, Draft, Edit, Removal
from services.schedule_entries import Entry
from services.schedules import MOST_CHANGES
from services.travel_time import Mode


def _clock(text: str) -> str:
    time.fromisoformat(text)
    return text


ClockTime = Annotated[
    str,
    Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="HH:MM in Asia/Seoul", examples=["09:30"]),
    AfterValidator(_clock),
]
PlaceKey = Annotated[str, Field(max_length=64, examples=["gyeongbokgung"])]
Name = Annotated[str, Field(max_length=300, description="1 to 200 characters", examples=["Lunch"])]
Note = Annotated[str, Field(max_length=4000, description="at most 2,000 characters")]
Position = Annotated[int, Field(ge=0, le=MOST_POSITION, description="order within the day; last without one")]
Version = Annotated[int, Field(ge=1, le=2_147_483_647)]


class NewSchedule(Body):
    """An entry: a place or a name, a day, perhaps a start and an end. An end before its start is on the following day."""

    date: Day
    place_id: PlaceKey | None = None
    place_name: Name | None = None
    start_time: ClockTime | None = None
    end_time: ClockTime | None = None
    trip_id: UUID | None = None
    note: Note = ""
    position: Position | None = None


class WholeSchedule(NewSchedule):
    """The whole entry as it shall be, and the version it was made from, unless `If-Match` says so."""

    version: Version | None = None


class Creation(NewSchedule):
    op: Literal["create"]


class Update(WholeSchedule):
    op: Literal["update"]
    id: UUID


class Deletion(Body):
    op: Literal["delete"]
    id: UUID
    version: Version | None = None


AnyChange = Annotated[Creation | Update | Deletion, Field(discriminator="op")]


class ScheduleBatch(Body):
    """Changes that are made all together or not at all."""

    changes: Annotated[list[AnyChange], Field(min_length=1, max_length=MOST_CHANGES)]


class OrderQuestion(Body):
    """Which day is to be put in order; `start` and `end` are places where it begins and ends."""

    date: Day
    trip_id: UUID | None = None
    mode: Mode | None = Field(
        default=None, description="how one gets around; on foot and by transit without one"
    )
    fixed: Annotated[list[UUID], Field(max_length=MOST_STOPS)] = Field(
        default_factory=list[UUID], description="entries that keep their times"
    )
    start: PlaceKey | None = None
    end: PlaceKey | None = None


class ScheduleShape(BaseModel):
    id: UUID
    trip_id: UUID | None
    place_id: str | None
    place_name: LocalText = Field(description="the name that was given, else that of the place")
    date: date
    start_time: ClockTime | None
    end_time: ClockTime | None = Field(description="before the start when it is on the following day")
    position: int
    note: str
    version: int
    created_at: datetime
    updated_at: datetime


class ScheduleListShape(BaseModel):
    items: list[ScheduleShape]
    next_cursor: str | None


class MoveShape(BaseModel):
    id: UUID
    date: date
    start_time: ClockTime | None
    end_time: ClockTime | None


class FixShape(BaseModel):
    label: str
    changes: list[MoveShape]


class WarningShape(BaseModel):
    code: Code
    schedule_ids: list[UUID] = Field(description="the entries it is about, in the order of the day")
    detail: str
    minutes: int | None = Field(default=None, description="by how many minutes it fails")
    fix: FixShape | None = None


class WarningListShape(BaseModel):
    items: list[WarningShape]
    next_cursor: None = None


class CheckedScheduleShape(ScheduleShape):
    warnings: list[WarningShape] = Field(description="what is wrong with the day of the entry")


class CostShape(BaseModel):
    """What a day costs in minutes."""

    late: int
    travel: int
    wait: int


class ReasonShape(BaseModel):
    kind: ReasonKind
    minutes: int
    schedule_id: UUID | None = Field(description="null where it is about no single entry")


class OrderShape(BaseModel):
    """The best order of a day beside the present one."""

    is_better: bool
    minutes_saved: int = Field(description="of travel and waiting; negative where being in time costs some")
    before: CostShape
    after: CostShape
    reasons: list[ReasonShape]
    changes: list[MoveShape] = Field(description="in the proposed order")


class BatchOutcomeShape(BaseModel):
    items: list[ScheduleShape | None] = Field(description="in the order of the changes; null once deleted")


def draft_of(body: NewSchedule) -> Draft:
    return Draft(**_fields(body))


def edit_of(schedule_id: UUID, body: WholeSchedule, version: int | None) -> Edit:
    """The whole entry as the fields to change; a position that is not named stays."""
    fields = _fields(body)
    if fields["position"] is None:
        del fields["position"]
    return Edit(schedule_id, fields, version)


def change_of(body: AnyChange) -> Change:
    match body:
        case Creation():
            return draft_of(body)
        case Update():
            return edit_of(body.id, body, body.version)
        case Deletion():
            return Removal(body.id, body.version)


def schedule_json(entry: Entry, language: Language | None) -> dict[str, Any]:
    """An entry as JSON; without a language the name of its place is in all of them."""
    texts: LocalText = entry.place_name or ""
    if not texts and entry.place:
        texts = entry_name(entry, language) if language else entry.place.name
    return {
        "id": entry.id,
        "trip_id": entry.trip_id,
        "place_id": entry.place_id,
        "place_name": texts,
        "date": entry.date,
        "start_time": _hours_and_minutes(entry.start_time),
        "end_time": _hours_and_minutes(entry.end_time),
        "position": entry.position,
        "note": entry.note,
        "version": entry.version,
        "created_at": entry.created_at,
        "updated_at": entry.updated_at,
    }


def warning_json(warning: PlanWarning, names: dict[UUID, str], language: Language) -> dict[str, Any]:
    """A warning as JSON, its sentences in the reader's language."""
    fix = warning.fix and {
        "label": fix_label(warning.fix, names, language),
        "changes": [
            {
                "id": move.id,
                "date": move.day,
                "start_time": _of_minute(move.start),
                "end_time": _of_minute(move.end),
            }
            for move in warning.fix.moves
        ],
    }
    return {
        "code": warning.code,
        "schedule_ids": list(warning.ids),
        "detail": warning_sentence(warning, names, language),
        "minutes": warning.minutes,
        "fix": fix,
    }


def order_json(order: DayOrder, day: date) -> dict[str, Any]:
    """A proposal as JSON; `day` is the one it is for."""
    return {
        "is_better": order.is_better,
        "minutes_saved": order.minutes_saved,
        "before": _cost_json(order.before),
        "after": _cost_json(order.after),
        "reasons": [
            {"kind": why.kind, "minutes": why.minutes, "schedule_id": why.id} for why in order.reasons
        ],
        "changes": [
            {
                "id": stop.id,
                "date": date_of(day, stop.start),
                "start_time": _of_minute(stop.start),
                "end_time": _of_minute(stop.end),
            }
            for stop in order.stops
        ],
    }


def _cost_json(cost: Cost) -> dict[str, int]:
    return {"late": cost.late, "travel": cost.travel, "wait": cost.wait}


def _fields(body: NewSchedule) -> dict[str, Any]:
    fields = {name: getattr(body, name) for name in NewSchedule.model_fields}
    for name in ("start_time", "end_time"):
        fields[name] = fields[name] and time.fromisoformat(fields[name])
    return fields


def _hours_and_minutes(clock: time | None) -> str | None:
    return clock and clock.strftime("%H:%M")


def _of_minute(minute: int | None) -> str | None:
    return None if minute is None else _hours_and_minutes(clock_of(minute))
