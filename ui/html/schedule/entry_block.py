"""An entry of the schedule: a line in the month, a piece on the shelf, a block on the grid.

Pages hold hundreds of them, so they are templates, which escape what is put into them as htpy does, in a tenth of its time.
"""

from markupsafe import Markup

from services.day_plan import DAY
from services.opening_hours import spans_on
from services.plan_sentences import entry_name
from services.planned_days import PlannedEntry
from services.schedule_entries import Entry
from ui.formatters import clock, clock_at
from ui.html.day_words import times_of
from ui.html.icons import icon
from ui.html.schedule.content import theme_of
from ui.html.schedule.lanes import Lane
from ui.visitor import Visitor

_NOTHING = Markup()
_LONGEST_NOTE = 120
_ENTRY = Markup(
    '<a class="entry {kind}"{style} href="/schedule/entries/{id}" draggable="false" data-testid="schedule-entry"'
    ' data-schedule-id="{id}" data-date="{date}" data-start="{start}" data-end="{end}" data-version="{version}"'
    ' data-position="{position}" data-place-id="{place}" data-name="{name}" data-trip="{trip}" data-theme="{theme}"'
    "{note}>{inside}</a>"
)
_NOTE = Markup(' data-note="{}"')
_STYLE = Markup(' style="{}"')
_LINE = Markup('{time}<span class="entry-name">{name}</span>')
_PIECE = Markup(
    '{number}<span class="entry-name">{name}</span><span class="entry-time" title="{title}">{time}</span>{marks}'
)
_BLOCK = Markup(
    '{open}<span class="entry-text">{number}<span class="entry-name">{name}</span>'
    '<span class="entry-time">{marks}{times}</span>{note}</span>'
    '<span class="resize" data-edge="start"></span><span class="resize" data-edge="end"></span>'
)
_TAIL = Markup(
    '<a class="entry block tail {kind}" style="{style}" href="/schedule/entries/{id}" data-continues="{id}"'
    ' data-theme="{theme}"><span class="entry-text"><span class="entry-name">{name}</span>'
    '<span class="entry-time">{time}</span></span></a>'
)
_TIME = Markup('<span class="entry-time">{}</span>')
_NUMBER = Markup('<span class="entry-number">{}</span>')
_SHOWN_NOTE = Markup('<span class="entry-note">{}</span>')
_MARK = Markup('<span class="{kind}">{sign}<span class="visually-hidden">{text}</span></span>')
_OPEN = Markup('<i class="open-band" style="--open:{};--close:{}"></i>')


def entry_line(one: PlannedEntry, visitor: Visitor) -> Markup:
    """A compact line: when and what."""
    entry = one.entry
    time = _TIME.format(clock(entry.start_time)) if entry.start_time else _NOTHING
    return _entry(entry, "line", _LINE.format(time=time, name=entry_name(entry, visitor.language)), visitor)


def entry_piece(one: PlannedEntry, number: int | None, visitor: Visitor, *, warned: bool = False) -> Markup:
    """An entry that has no time of its own, with the time at which one would arrive."""
    entry = one.entry
    arrives = clock_at(one.timed.arrives)
    inside = _PIECE.format(
        number=_numbered(number),
        name=entry_name(entry, visitor.language),
        title=visitor.t("Computed from the order of the day"),
        time=visitor.t("about {time}").format(time=arrives),
        marks=_marks(entry, visitor, warned=warned),
    )
    return _entry(entry, "piece", inside, visitor)


def entry_block(
    one: PlannedEntry, lane: Lane, number: int | None, visitor: Visitor, *, warned: bool = False
) -> Markup:
    """A block as long as the entry lasts; what lies after midnight is shown on the following day."""
    entry, timed = one.entry, one.timed
    until = min(timed.leaves, DAY)
    inside = _BLOCK.format(
        open=_open_bands(entry),
        number=_numbered(number),
        name=entry_name(entry, visitor.language),
        marks=_marks(entry, visitor, warned=warned),
        times=times_of(one),
        note=_SHOWN_NOTE.format(entry.note[:_LONGEST_NOTE]) if entry.note else _NOTHING,
    )
    goes_on = " goes-on" if timed.leaves > DAY else ""
    kind = f"block {_size(until - timed.arrives)}{goes_on}"
    return _entry(entry, kind, inside, visitor, _STYLE.format(_where(timed.arrives, until, lane)))


def entry_tail(one: PlannedEntry, lane: Lane, visitor: Visitor) -> Markup:
    """What of an entry lies after midnight, at the top of the following day."""
    entry, until = one.entry, one.timed.leaves - DAY
    return _TAIL.format(
        kind=_size(until),
        style=_where(0, until, lane),
        id=entry.id,
        theme=theme_of(entry),
        name=entry_name(entry, visitor.language),
        time=visitor.t("until {time}").format(time=clock_at(until)),
    )


def _entry(entry: Entry, kind: str, inside: Markup, visitor: Visitor, style: Markup = _NOTHING) -> Markup:
    """The entry with what scripts and testers know it by."""
    return _ENTRY.format(
        kind=kind,
        style=style,
        id=entry.id,
        date=entry.date.isoformat(),
        start=clock(entry.start_time) if entry.start_time else "",
        end=clock(entry.end_time) if entry.end_time else "",
        version=entry.version,
        position=entry.position,
        place=entry.place_id or "",
        name=entry_name(entry, visitor.language),
        trip=entry.trip_id or "",
        theme=theme_of(entry),
        note=_NOTE.format(entry.note) if entry.note else _NOTHING,
        inside=inside,
    )


def _size(minutes: int) -> str:
    """Say how much fits into a block, so that its words leave out what does not."""
    if minutes < 45:
        return "is-tiny"
    if minutes < 75:
        return "is-short"
    return "is-long" if minutes >= 90 else ""


def _where(start: int, end: int, lane: Lane) -> str:
    place = f"--start:{start};--end:{end}"
    return place if lane.of == 1 else f"{place};--lane:{lane.number};--lanes:{lane.of}"


def _numbered(number: int | None) -> Markup:
    return _NOTHING if number is None else _NUMBER.format(number)


def _marks(entry: Entry, visitor: Visitor, *, warned: bool) -> Markup:
    marks = _NOTHING
    if warned:
        text = visitor.t("has a warning")
        marks += _MARK.format(kind="entry-warned", sign=icon("warning", size=14), text=text)
    if entry.note:
        text = visitor.t("has a note")
        marks += _MARK.format(kind="entry-has-note", sign=icon("note", size=14), text=text)
    return marks


def _open_bands(entry: Entry) -> Markup:
    """The hours in which the place is open that day, behind the block."""
    if entry.place is None or not entry.place.opening_hours:
        return _NOTHING
    return _NOTHING.join(
        _OPEN.format(
            one.opens.hour * 60 + one.opens.minute,
            DAY if one.past_midnight else one.closes.hour * 60 + one.closes.minute,
        )
        for one in spans_on(entry.place.opening_hours, entry.date)
    )
