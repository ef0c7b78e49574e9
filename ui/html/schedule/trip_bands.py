"""Trips as bands across the days they last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from htpy import Element, a, span

from services.trips import TripSummary
from ui.formatters import days_between
from ui.html.schedule.lanes import lanes
from ui.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Band:
    """A trip within one row of days: the column it begins in, how many it covers, and its line among others."""

    trip: TripSummary
    column: int
    days: int
    line: int
    begins: bool
    ends: bool


def bands(trips: Sequence[TripSummary], first: date, last: date) -> list[Band]:
    """Return the bands of the days from the first to the last, those that begin first on top."""
    touching = sorted(
        (trip for trip in trips if trip.starts_on <= last and trip.ends_on >= first),
        key=lambda trip: (trip.starts_on, -trip.ends_on.toordinal(), trip.title),
    )
    spans = [
        ((max(trip.starts_on, first) - first).days, (min(trip.ends_on, last) - first).days + 1)
        for trip in touching
    ]
    return [
        Band(trip, start, end - start, lane.number, trip.starts_on >= first, trip.ends_on <= last)
        for trip, (start, end), lane in zip(touching, spans, lanes(spans), strict=True)
    ]


def band_link(band: Band, visitor: Visitor) -> Element:
    trip = band.trip
    return a(
        class_=["trip-band", {"begins": band.begins, "ends": band.ends}],
        href=f"/trips/{trip.id}",
        style=f"--column:{band.column};--span:{band.days};--line:{band.line}",
        title=f"{trip.title}, {days_between(trip.starts_on, trip.ends_on, visitor)}",
        data_trip_band=str(trip.id),
    )[span[trip.title]]
