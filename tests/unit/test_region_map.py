import re
from datetime import datetime

import pytest

from models.language import Language
from models.region import Region
from services.vocabulary import REGIONS
from tests.html_page import Page
from ui.html.region_map import region_map
from ui.html.region_outlines import FRAME, outlines
from ui.visitor import Visitor

SOME = {Region.SEOUL: 14, Region.JEJU: 5, Region.GYEONGBUK: 2, Region.BUSAN: 1}
EVERYWHERE = dict.fromkeys(Region, 12)


def visitor(language: Language = Language.EN) -> Visitor:
    return Visitor(language, "auto", datetime(2026, 11, 23, 12))


def drawn(visited: dict[Region, int], language: Language = Language.EN) -> Page:
    return Page(str(region_map(visited, visitor(language))))


def classes_of_the_land(page: Page) -> dict[str, str]:
    """How each region is coloured: the class of the group right before its outline."""
    before: dict[str, str] = {}
    for group, outline in zip(page.elements, page.elements[1:], strict=False):
        if outline.tag == "path":
            before[outline["id"].removeprefix("region-map-")] = group["class"]
    return before


def names_on_the_map(page: Page) -> set[str]:
    return {element.text for element in page.all("text")}


def test_who_hears_the_map_hears_one_sentence() -> None:
    page = drawn(SOME)
    picture = page.one("g", role="img")
    assert page.one("title", id=picture["aria-labelledby"]).text == "Regions you have visited"
    sentence = page.one("desc", id=picture["aria-describedby"]).text
    assert sentence == "You have been to 4 of 17 regions: Seoul, Gyeongbuk, Busan, and Jeju."


def test_one_who_has_been_nowhere_is_told_so() -> None:
    page = drawn({Region.SEOUL: 0})
    assert page.one("desc").text == "You have not marked any place as visited yet."
    assert set(classes_of_the_land(page).values()) == {"visited-0"}
    assert len(page.all("li")) == 5 + 17


def test_a_region_is_deeper_the_more_places_were_visited() -> None:
    land = classes_of_the_land(drawn({**SOME, Region.ULSAN: 4, Region.DAEGU: 9, Region.SEJONG: 10}))
    assert set(land) == set(Region)
    assert {region: level for region, level in land.items() if level != "visited-0"} == {
        "seoul": "visited-4",
        "sejong": "visited-4",
        "jeju": "visited-3",
        "daegu": "visited-3",
        "gyeongbuk": "visited-2",
        "ulsan": "visited-2",
        "busan": "visited-1",
    }


@pytest.mark.parametrize("language", Language)
def test_every_region_is_in_the_list_by_its_name_and_leads_to_its_places(language: Language) -> None:
    page = drawn(SOME, language)
    in_list = [link for link in page.all("a") if link.get("tabindex") is None]
    assert {link["href"] for link in in_list} == {f"/?region={region}" for region in Region}
    for link in in_list:
        region = Region(link["href"].removeprefix("/?region="))
        assert REGIONS[region].name[language] in link.text
    assert [link["href"] for link in in_list[:4]] == [
        f"/?region={region}" for region in sorted(SOME, key=lambda region: -SOME[region])
    ]
    assert "14" in in_list[0].text


def test_the_land_itself_leads_there_too_without_more_stops_for_the_keyboard() -> None:
    page = drawn(SOME)
    on_land = [link for link in page.all("a") if link.get("tabindex") == "-1"]
    assert {link["href"] for link in on_land} == {f"/?region={region}" for region in Region}
    assert {use["href"] for use in page.all("use")} == {f"#{outline['id']}" for outline in page.all("path")}
    assert "Seoul · 14 places" in {element.text for element in page.all("title")}
    assert "Busan · 1 place" in {element.text for element in page.all("title")}


def test_names_stand_where_they_fit() -> None:
    korean, english = names_on_the_map(drawn(SOME, Language.KO)), names_on_the_map(drawn(SOME))
    assert {term.name["ko"] for term in REGIONS.values()} <= korean
    assert {"울릉도", "독도"} <= korean
    assert {"Gyeonggi", "Gangwon", "Jeju", "Incheon", "Busan", "Ulleungdo", "Dokdo"} <= english
    assert not {"Sejong", "Daejeon"} & english


def test_every_land_has_room_within_the_frame_and_the_small_islands_can_be_seen() -> None:
    left, top, width, height = map(int, FRAME.split())
    for outline in outlines().values():
        for x, y in corners(outline):
            assert left < x < left + width
            assert top < y < top + height
    ulleungdo, *dokdo = [
        box for box in map(box_of, rings(outlines()[Region.GYEONGBUK])) if box[0] > 880 and box[3] < 160
    ]
    assert len(dokdo) == 2
    assert ulleungdo[2] - ulleungdo[0] > 40
    for west, north, east, south in dokdo:
        assert max(east - west, south - north) >= 8
    assert box_of(outlines()[Region.JEJU])[1] > 1250


def test_neighbours_share_their_borders() -> None:
    """Seoul is a hole in Gyeonggi, corner by corner."""
    assert set(corners(outlines()[Region.SEOUL])) <= set(corners(outlines()[Region.GYEONGGI])) | set(
        corners(outlines()[Region.INCHEON])
    )


@pytest.mark.parametrize("language", Language)
def test_the_drawing_is_light(language: Language) -> None:
    text = str(region_map(EVERYWHERE, visitor(language)))
    drawing = text[text.index("<svg") : text.index("</svg>")]
    assert len(drawing.encode()) < 25_000


def rings(outline: str) -> list[str]:
    return [f"M{ring}" for ring in outline.split("M")[1:]]


def corners(outline: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for ring in rings(outline):
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        x = y = 0
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x, y))
    return found


def box_of(outline: str) -> tuple[int, int, int, int]:
    xs, ys = zip(*corners(outline), strict=True)
    return min(xs), min(ys), max(xs), max(ys)
