"""The state of the home page lives in its address, and only there."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from models.region import Region
from models.theme import Theme
from services.geography import Box, Point
from services.search_orders import Sort
from ui.explore import Exploration, UnreadableAddress

edges = st.integers(-1_799_999, 1_799_999).map(lambda tenth_thousandths: tenth_thousandths / 10_000)
parallels = st.integers(-849_999, 849_999).map(lambda tenth_thousandths: tenth_thousandths / 10_000)
boxes = st.builds(
    lambda we, sn: Box(min(we), min(sn), max(we), max(sn)),
    st.tuples(edges, edges).filter(lambda pair: pair[0] != pair[1]),
    st.tuples(parallels, parallels).filter(lambda pair: pair[0] != pair[1]),
)
explorations = st.builds(
    Exploration,
    q=st.text(max_size=50).map(str.strip),
    region=st.none() | st.sampled_from(Region),
    themes=st.sets(st.sampled_from(Theme)).map(lambda some: tuple(theme for theme in Theme if theme in some)),
    open_on=st.none() | st.dates(date(1970, 1, 1), date(2100, 12, 31)),
    sort=st.sampled_from(Sort),
    bbox=st.none() | boxes,
    near=st.builds(Point, parallels, edges),
    cursor=st.none() | st.text(min_size=1, max_size=40),
)


@given(chosen=explorations)
def test_an_address_is_read_as_what_it_was_made_from(chosen: Exploration) -> None:
    assert read(chosen.address()) == chosen


@given(chosen=explorations)
def test_equal_states_have_equal_addresses(chosen: Exploration) -> None:
    assert read(chosen.address()).address() == chosen.address()


@given(chosen=explorations, theme=st.sampled_from(Theme))
def test_toggling_a_theme_twice_changes_nothing_but_the_page(chosen: Exploration, theme: Theme) -> None:
    once = chosen.with_theme_toggled(theme)
    assert (theme in once.themes) is not (theme in chosen.themes)
    assert once.with_theme_toggled(theme) == chosen.changed()


def test_the_bare_address_is_everything_recommended() -> None:
    assert read("/") == Exploration()
    assert Exploration().address() == "/"
    assert not Exploration().is_narrowed


def test_words_are_sorted_by_how_well_they_fit_unless_asked_otherwise() -> None:
    assert read("/?q=궁").sort is Sort.RELEVANCE
    assert read("/?q=궁&sort=name").sort is Sort.NAME


def test_nearest_without_a_position_is_recommended() -> None:
    assert read("/?sort=distance").sort is Sort.RECOMMENDED
    assert read("/?sort=distance&near=37.5,127").sort is Sort.DISTANCE


def test_any_change_begins_at_the_first_page() -> None:
    assert read("/?cursor=abc").changed(region=Region.JEJU).cursor is None


@pytest.mark.parametrize(
    "query",
    [
        "region=atlantis", "theme=casinos", "theme=food&theme=x", "sort=best", "open_on=tomorrow", "open_on=2026-13-01", "open_on=1900-01-01",
        "open_on=9999-12-31", "bbox=1", "bbox=1,2,3", "bbox=a,b,c,d", "bbox=127,37,126,38", "bbox=126,38,127,37", "bbox=nan,37,127,38",
        "bbox=-inf,37,inf,38", "bbox=126,-90,127,90", "near=1", "near=91,0", "near=nan,1", "near=1,1,1", "near=1e400,1", "q=" + "x" * 201,
    ],
)  # fmt: skip
def test_an_address_with_a_part_nobody_can_read_says_which(query: str) -> None:
    with pytest.raises(UnreadableAddress) as refused:
        read(f"/?{query}")
    assert refused.value.values == {"part": query.partition("=")[0]}


@given(query=st.dictionaries(
    st.sampled_from(["q", "region", "theme", "sort", "open_on", "bbox", "near", "cursor", "lang", "x"]), st.text(max_size=30)
))  # fmt: skip
def test_no_address_fails_in_any_other_way(query: dict[str, str]) -> None:
    try:
        Exploration.read(QueryParams(query))
    except UnreadableAddress:
        return


def read(address: str) -> Exploration:
    return Exploration.read(QueryParams(urlsplit(address).query))
