"""Closing days that move from year to year: what a file says without a date holds on the days of each year."""

from datetime import date
from pathlib import Path

import pytest

from services.catalogue_files import CatalogueRefused, content_hash, read_catalogue
from services.opening_hours import DayState, is_open_for_holiday, state_on
from tests.made_up_places import a_place
from tests.toml_files import write_region

MUSEUM = "Tu-Su,PH 09:00-18:00; Jan 01 off"
PALACE = "Tu off; Nov-Feb PH,We-Mo 09:00-17:00; Mar-Oct PH,We-Mo 09:00-18:00"


def closed_days(tmp_path: Path, days: list[str], *, year: int = 2026, **fields: object) -> list[str]:
    """The days of these on which a place with such fields is closed."""
    write_region(tmp_path, "seoul", [a_place(**fields)])
    hours = read_catalogue(tmp_path, year)[0].opening_hours
    return [day for day in days if state_on(hours, date.fromisoformat(day)) is DayState.CLOSED]


def test_a_feast_closes_its_own_day_in_every_year_to_come(tmp_path: Path) -> None:
    feasts = ["2026-02-17", "2026-09-25", "2027-02-07", "2028-10-03", "2030-09-12"]
    beside = ["2026-02-18", "2026-09-24", "2027-02-09"]
    closed = closed_days(tmp_path, feasts + beside, opening_hours=MUSEUM, closed_on=["seollal", "chuseok"])
    assert closed == feasts


def test_of_two_feasts_only_the_named_one_closes(tmp_path: Path) -> None:
    days = ["2027-02-07", "2027-09-15"]
    assert closed_days(tmp_path, days, opening_hours=MUSEUM, closed_on=["chuseok"]) == ["2027-09-15"]


def test_the_holidays_of_a_feast_are_its_three_days(tmp_path: Path) -> None:
    days = ["2027-09-12", "2027-09-14", "2027-09-15", "2027-09-16", "2027-09-17"]
    closed = closed_days(tmp_path, days, opening_hours=MUSEUM, closed_on=["chuseok-holidays"])
    assert closed == days[1:4]


@pytest.mark.parametrize(
    ("hours", "opens", "closes"),
    [
        (MUSEUM, "2026-03-02", "2026-03-03"),
        # Seollal's Monday and the Tuesday given in lieu of its Sunday.
        (MUSEUM, "2027-02-08", "2027-02-10"),
        (PALACE, "2029-05-01", "2029-05-02"),
        # Chuseok from Tuesday to Thursday.
        (PALACE, "2027-09-14", "2027-09-17"),
        ("09:00-18:00; Mo[1] off; PH 09:00-18:00", "2026-03-02", "2026-03-03"),
        ("Apr-Oct 09:00-18:00; Nov-Mar PH,Tu-Su 09:00-18:00", "2026-03-02", "2026-03-03"),
    ],
)
def test_a_closing_day_that_is_a_holiday_moves_to_the_first_ordinary_day_after_it(
    tmp_path: Path, hours: str, opens: str, closes: str
) -> None:
    assert closed_days(tmp_path, [opens, closes], opening_hours=hours) == []
    moved = closed_days(tmp_path, [opens, closes], opening_hours=hours, closed_after_holiday=True)
    assert moved == [closes]


def test_a_holiday_on_any_other_day_moves_nothing(tmp_path: Path) -> None:
    days = ["2026-05-05", "2026-05-06", "2026-06-06", "2026-06-07"]
    assert closed_days(tmp_path, days, opening_hours=MUSEUM, closed_after_holiday=True) == []


def test_a_season_without_a_closing_day_has_none_to_move(tmp_path: Path) -> None:
    hours = "Apr-Oct 09:00-18:00; Nov-Mar PH,Tu-Su 09:00-18:00"
    assert closed_days(tmp_path, ["2026-10-06"], opening_hours=hours, closed_after_holiday=True) == []


def test_dates_reach_from_the_year_of_loading_four_years_ahead(tmp_path: Path) -> None:
    feasts = ["2026-02-17", "2027-02-07", "2031-01-23", "2032-02-11"]
    closed = closed_days(tmp_path, feasts, year=2027, opening_hours=MUSEUM, closed_on=["seollal"])
    assert closed == ["2027-02-07", "2031-01-23"]


def test_hours_without_moving_closing_days_stay_as_they_are_written(tmp_path: Path) -> None:
    write_region(tmp_path, "seoul", [a_place(opening_hours=MUSEUM)])
    assert read_catalogue(tmp_path)[0].opening_hours == MUSEUM


def test_a_new_year_makes_another_hash(tmp_path: Path) -> None:
    write_region(tmp_path, "seoul", [a_place()])
    assert content_hash(tmp_path, 2026) == content_hash(tmp_path, 2026) != content_hash(tmp_path, 2027)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"opening_hours": None, "closed_on": ["seollal"]}, "closed_on needs opening_hours"),
        ({"closed_on": ["easter"]}, "closed_on.0"),
        ({"opening_hours": None, "closed_after_holiday": True}, "closed_after_holiday needs"),
        ({"opening_hours": "Tu-Su 09:00-18:00", "closed_after_holiday": True}, "open on PH"),
    ],
)
def test_closing_days_without_hours_to_close_are_refused(
    tmp_path: Path, fields: dict[str, object], reason: str
) -> None:
    write_region(tmp_path, "seoul", [a_place(**fields)])
    with pytest.raises(CatalogueRefused, match=reason):
        read_catalogue(tmp_path)


def test_open_for_a_holiday_is_only_what_would_be_closed_without_it() -> None:
    assert is_open_for_holiday(MUSEUM, date(2026, 3, 2))
    assert not is_open_for_holiday(MUSEUM, date(2026, 3, 1))
    assert not is_open_for_holiday(MUSEUM, date(2026, 3, 9))
    assert not is_open_for_holiday("Tu-Su 09:00-18:00", date(2026, 3, 2))
