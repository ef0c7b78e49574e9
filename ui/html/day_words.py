"""What a day's plan says in words: when one is where, how one gets there, and whether it is open."""

from collections.abc import Sequence
from datetime import date

from models.language import Language
from services.day_plan import DAY
from services.holidays_of_korea import Holiday
from services.opening_hours import DayState, last_admission, spans_on, state_on
from services.planned_days import PlannedEntry
from services.schedule_entries import ScheduledPlace
from services.travel_time import Crossing, Leg, Mode
from ui.formatters import clock, clock_at, metres, minutes, span_text
from ui.visitor import Visitor


def korean_name_of(place: ScheduledPlace) -> str:
    return place.name.get(Language.KO, "")


def times_of(one: PlannedEntry) -> str:
    """From when to when; an end after midnight goes on counting on the clock of the day that follows."""
    return f"{clock_at(one.timed.arrives)}–{clock_at(one.timed.leaves)}"


def is_next_day(one: PlannedEntry) -> bool:
    """Tell whether one is there only after midnight."""
    return one.timed.arrives >= DAY


def way_words(leg: Leg, visitor: Visitor) -> str:
    """About 12 min on foot · 800 m, as the crow flies."""
    return f"{_how(leg, visitor)} · {metres(leg.metres, visitor)}"


def _how(leg: Leg, visitor: Visitor) -> str:
    time = minutes(leg.minutes, visitor)
    if leg.is_estimate:
        time = visitor.t("about {time}").format(time=time)
    if leg.crossing is Crossing.FLIGHT:
        return visitor.t("{time} including a flight").format(time=time)
    if leg.crossing is Crossing.FERRY:
        return visitor.t("{time} including a ferry").format(time=time)
    match leg.mode:
        case Mode.FOOT:
            return visitor.t("{time} on foot").format(time=time)
        case Mode.TRANSIT:
            return visitor.t("{time} by transit").format(time=time)
        case Mode.CAR:
            return visitor.t("{time} by car").format(time=time)


def hours_words(place: ScheduledPlace, day: date, visitor: Visitor) -> str:
    """What the opening hours are on that day; empty where nobody knows them."""
    state = state_on(place.opening_hours, day)
    if state is DayState.UNKNOWN:
        return ""
    if state is DayState.CLOSED:
        return visitor.t("Closed on this day")
    spans = spans_on(place.opening_hours or "", day)
    hours = ", ".join(span_text(one) for one in spans)
    last = last_admission(spans[-1], place.last_admission_minutes)
    if last is None:
        return visitor.t("Open {hours}").format(hours=hours)
    return visitor.t("Open {hours}, last entry {time}").format(hours=hours, time=clock(last))


def is_closed(place: ScheduledPlace, day: date) -> bool:
    return state_on(place.opening_hours, day) is DayState.CLOSED


def holiday_names(holidays: Sequence[Holiday], visitor: Visitor) -> str:
    """Return why a day is a public holiday, empty where it is none."""
    korean = visitor.language is Language.KO
    return ", ".join(one.name_ko if korean else visitor.t(one.name_en) for one in holidays)
