"""The living map: our own base map, markers and clusters, and how map and list answer each other."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.visiting import NARROW, WIDE, Visits, card_ids, handle

CENTRAL_SEOUL = "/?bbox=126.95,37.555,127.01,37.60"
DRAWN_PIXELS = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let drawn = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i]) drawn++;
  return drawn / (data.length / 4);
}"""


ZOOMS_ASKED = """() => performance.getEntriesByType("resource")
  .filter(({ name }) => name.includes("/v1/places/clusters?"))
  .map(({ name }) => Number(new URL(name).searchParams.get("zoom")))"""


def living_map(page: Page) -> Locator:
    """Bring the map into view and return it as soon as it lives."""
    frame = handle(page, "map")
    frame.scroll_into_view_if_needed()
    expect(frame.locator(".map-still")).to_have_count(0)
    return frame


def markers_in_view(page: Page) -> Locator:
    expect(handle(page, "map-marker").first).to_be_attached()
    return handle(page, "map-marker")


def marker_beside_its_card(page: Page) -> tuple[Locator, Locator]:
    """Find a place that has both a card and a marker."""
    marked = markers_in_view(page).evaluate_all("all => all.map((marker) => marker.dataset.placeId)")
    place_id = next(place_id for place_id in card_ids(page) if place_id in marked)
    return handle(page, "map-marker", place_id=place_id), handle(page, "place-card", place_id=place_id)


def closest_look(page: Page) -> float:
    """Return the greatest zoom of which clusters have been asked for."""
    return page.evaluate(f"Math.max(...({ZOOMS_ASKED})())")


def drag(page: Page, frame: Locator, by: tuple[int, int]) -> None:
    box = frame.bounding_box()
    assert box
    x, y = free_spot(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0] / 2, y + by[1] / 2, steps=4)
    page.mouse.move(x + by[0], y + by[1], steps=4)
    page.mouse.up()


def free_spot(page: Page, x: float, y: float) -> tuple[float, float]:
    """Find a point near that one where no marker lies on the map."""
    spot = page.evaluate(
        """([x, y]) => {
          for (let step = 0; step < 40; step++)
            for (const [dx, dy] of [[0, step], [step, 0], [0, -step], [-step, 0]]) {
              const at = [x + dx * 6, y + dy * 6];
              const element = document.elementFromPoint(...at);
              if (element?.closest("#map") && !element.closest(".leaflet-marker-icon, button, a")) return at;
            }
        }""",
        [x, y],
    )
    return spot[0], spot[1]


@pytest.mark.parametrize(("path", "width"), [("/", WIDE), ("/", NARROW), ("/places/gyeongbokgung", WIDE)])
def test_the_living_map_takes_the_place_of_the_still_one_and_draws_the_provinces(
    visit: Visits, path: str, width: int
) -> None:
    page = visit(path, width=width)
    frame = living_map(page)
    expect(frame.locator("canvas")).to_be_visible()
    page.wait_for_function(f"({DRAWN_PIXELS})(document.querySelector('#map canvas')) > 0.05")
    expect(handle(page, "map-marker").or_(handle(page, "map-cluster")).first).to_be_visible()


def test_the_clusters_hold_every_place(visit: Visits) -> None:
    page = visit()
    living_map(page)
    expect(handle(page, "map-cluster").first).to_be_visible()
    clustered = sum(int(text) for text in handle(page, "map-cluster").all_text_contents())
    singles = handle(page, "map-marker").count()
    all_places = int(re.sub(r"\D", "", page.locator(".all-korea .region-count").text_content()))
    assert clustered + singles == all_places


@pytest.mark.parametrize("how", ["click", "Enter"])
def test_a_cluster_opens_into_what_it_holds(visit: Visits, how: str) -> None:
    page = visit("/?region=jeju")
    living_map(page)
    cluster = handle(page, "map-cluster").first
    expect(cluster).to_be_visible()
    page.wait_for_load_state("networkidle")  # a late look at a map of another size may bring other clusters
    was = closest_look(page)
    if how == "click":
        cluster.click()
    else:
        cluster.focus()
        page.keyboard.press("Enter")
    expect(handle(page, "search-this-area")).to_be_visible()
    page.wait_for_function(f"({ZOOMS_ASKED})().some((zoom) => zoom > {was})")


def test_a_marker_shows_its_card_and_on_the_second_click_its_page(visit: Visits) -> None:
    page = visit(CENTRAL_SEOUL)
    living_map(page)
    marker, card = marker_beside_its_card(page)
    place_id = card.get_attribute("data-place-id")
    marker.dispatch_event("click")
    expect(card).to_have_class(re.compile("lit-by-click"))
    expect(card).to_be_in_viewport()
    expect(handle(page, "map-card", place_id=place_id or "")).to_be_visible()
    marker.dispatch_event("click")
    page.wait_for_url(f"**/places/{place_id}")


def test_on_a_phone_a_marker_opens_a_card_that_leads_to_its_page(visit: Visits) -> None:
    page = visit(CENTRAL_SEOUL, "ko", NARROW)
    living_map(page)
    marker = markers_in_view(page).first
    place_id = marker.get_attribute("data-place-id") or ""
    marker.dispatch_event("click")
    card = handle(page, "map-card", place_id=place_id)
    expect(card).to_be_visible()
    card.get_by_role("link").click()
    page.wait_for_url(f"**/places/{place_id}")


def test_one_card_at_a_time_is_open_on_the_map_and_a_click_beside_it_closes_it(visit: Visits) -> None:
    page = visit(CENTRAL_SEOUL)
    frame = living_map(page)
    ids = markers_in_view(page).evaluate_all("all => all.slice(0, 2).map((marker) => marker.dataset.placeId)")
    for place_id in ids:
        handle(page, "map-marker", place_id=place_id).dispatch_event("click")
        expect(handle(page, "map-card", place_id=place_id)).to_be_visible()
        expect(handle(page, "map-card")).to_have_count(1)
        expect(page.locator(".lit-by-click")).to_have_count(1 if place_id in card_ids(page) else 0)
    box = frame.bounding_box()
    assert box
    page.mouse.click(*free_spot(page, box["x"] + box["width"] / 2, box["y"] + box["height"] - 40))
    expect(handle(page, "map-card")).to_have_count(0)
    expect(page.locator(".lit-by-click")).to_have_count(0)


def test_a_card_on_the_map_closes_when_its_place_is_no_longer_shown(visit: Visits) -> None:
    page = visit(CENTRAL_SEOUL)
    living_map(page)
    markers_in_view(page).first.dispatch_event("click")
    expect(handle(page, "map-card")).to_be_visible()
    handle(page, "region-tile", region="jeju").click()
    expect(handle(page, "map-card")).to_have_count(0)


def test_a_card_on_the_map_tells_of_the_chosen_day(visit: Visits) -> None:
    page = visit("/?bbox=126.9745,37.5745,126.9785,37.5785&open_on=2027-03-10")
    living_map(page)
    marker = handle(page, "map-marker", place_id="gyeongbokgung")
    marker.dispatch_event("click")
    expect(handle(handle(page, "map-card"), "open-state")).to_contain_text("09:00–18:00")


def test_card_and_marker_light_each_other(visit: Visits) -> None:
    page = visit(CENTRAL_SEOUL)
    living_map(page)
    marker, card = marker_beside_its_card(page)
    card.hover()
    expect(marker).to_have_class(re.compile(r"\blit\b"))
    page.locator("#results-title").hover()
    expect(marker).not_to_have_class(re.compile(r"\blit\b"))
    card.locator("a").focus()
    expect(marker).to_have_class(re.compile(r"\blit\b"))
    card.locator("a").blur()
    marker.hover(force=True)
    expect(card).to_have_class(re.compile(r"\blit\b"))
    handle(page, "language-select").hover()
    expect(card).not_to_have_class(re.compile(r"\blit\b"))


@pytest.mark.parametrize(
    ("language", "width", "words"), [("en", WIDE, "Search this area"), ("ko", NARROW, "이 지역에서 검색")]
)
def test_a_moved_map_offers_to_search_there_and_narrows_list_and_address(
    visit: Visits, language: str, width: int, words: str
) -> None:
    page = visit("/?region=seoul", language, width)
    frame = living_map(page)
    expect(handle(page, "map-marker").or_(handle(page, "map-cluster")).first).to_be_visible()
    before = number_of_places(page)
    offer = handle(page, "search-this-area")
    expect(offer).to_be_hidden()
    page.wait_for_timeout(400)
    drag(page, frame, (0, -int(frame.bounding_box()["height"] * 0.1)))  # type: ignore[index]
    expect(offer).to_have_text(words)
    frame.locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(600)
    offer.click()
    page.wait_for_url(re.compile(r"bbox="))
    expect(offer).to_be_hidden()
    page.wait_for_function("!document.querySelector('#results').hasAttribute('aria-busy')")
    assert "region=seoul" in page.url
    expect(page.locator(".chosen-chip")).not_to_have_count(1)
    page.wait_for_function(
        """(before) => {
          const left = Number(document.querySelector("#results-title").textContent.match(/\\d+/)[0]);
          return 0 < left && left < before;
        }""",
        arg=before,
    )


def test_a_shared_part_of_the_map_shows_that_part_and_its_places(visit: Visits) -> None:
    page = visit(CENTRAL_SEOUL)
    living_map(page)
    assert "gyeongbokgung" in card_ids(page)
    expect(
        handle(page, "map-marker", place_id="gyeongbokgung").or_(handle(page, "map-cluster")).first
    ).to_be_visible()
    assert "haeundae-beach" not in card_ids(page)


def test_the_markers_follow_the_choices(visit: Visits) -> None:
    page = visit()
    living_map(page)
    with page.expect_response(lambda answer: "/clusters?" in answer.url and "region=jeju" in answer.url):
        handle(page, "region-tile", region="jeju").click()
    expect(handle(page, "map-marker").or_(handle(page, "map-cluster")).first).to_be_visible()
    page.wait_for_function(
        """() => [...document.querySelectorAll('[data-testid=map-cluster], [data-testid=map-marker]')]
          .reduce((sum, marker) => sum + (Number(marker.textContent) || 1), 0) ===
          Number(document.querySelector('#results-title').textContent.match(/\\d+/)[0])"""
    )


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_markers_can_be_reached_and_opened_by_keyboard(visit: Visits, width: int) -> None:
    page = visit(CENTRAL_SEOUL, "en", width)
    living_map(page)
    marker = markers_in_view(page).first
    expect(marker).to_have_attribute("tabindex", "0")
    expect(marker).to_have_role("button")
    name = marker.get_attribute("aria-label")
    assert name
    place_id = marker.get_attribute("data-place-id")
    marker.focus()
    page.keyboard.press("Enter")
    expect(handle(page, "map-card").get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/places/{place_id}")
    expect(handle(page, "place-name")).to_have_text(name)


HANGUL, LATIN, KANA_OR_HAN = r"[가-힣]", r"^[\W\dA-Za-z]+$", r"[ぁ-ヿ一-龯]"


@pytest.mark.parametrize(("language", "script"), [("ko", HANGUL), ("en", LATIN), ("ja", KANA_OR_HAN)])
def test_the_map_speaks_the_language_of_the_visitor(visit: Visits, language: str, script: str) -> None:
    page = visit("/", language)
    living_map(page)
    labels = page.locator(".map-label span")
    expect(labels.first).to_be_attached()
    texts = labels.all_text_contents()
    assert len(texts) > 3
    assert all(re.search(script, text) for text in texts), texts


def test_the_map_turns_dark_with_the_page(visit: Visits) -> None:
    page = visit()
    living_map(page)
    page.wait_for_function(f"({DRAWN_PIXELS})(document.querySelector('#map canvas')) > 0.05")
    middle = """() => { const c = document.querySelector('#map canvas');
      const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
      const seen = {}; for (let i = 0; i < d.length; i += 400) if (d[i + 3] === 255) {
        const k = `${d[i]},${d[i + 1]},${d[i + 2]}`; seen[k] = (seen[k] ?? 0) + 1; }
      return Object.entries(seen).sort((a, b) => b[1] - a[1])[0]?.[0]; }"""
    light = page.evaluate(middle)
    handle(page, "theme-toggle").click()
    page.wait_for_function(f"({middle})() !== {light!r}")
    assert sum(int(part) for part in page.evaluate(middle).split(",")) < 300


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_place_stands_in_the_middle_of_its_map(visit: Visits, width: int) -> None:
    page = visit("/places/gyeongbokgung", "en", width)
    living_map(page)
    expect(handle(page, "map-marker").or_(handle(page, "map-cluster")).first).to_be_attached()
    page.wait_for_timeout(400)  # as long as Leaflet would glide elsewhere
    frame, place = (page.locator(found).bounding_box() for found in ("#map", ".map-pin.here"))
    assert frame
    assert place
    assert place["x"] + place["width"] / 2 == pytest.approx(frame["x"] + frame["width"] / 2, abs=3)


@pytest.mark.parametrize(("path", "name"), [("/places/gyeongbokgung", "gyeongbokgung")])
def test_the_map_of_a_place_shows_it_its_walking_rings_and_its_neighbours(
    visit: Visits, path: str, name: str
) -> None:
    page = visit(path)
    living_map(page)
    expect(page.locator(".map-pin.here")).to_be_visible()
    expect(page.locator(".map-label.ring")).to_have_count(2)
    expect(handle(page, "map-marker").or_(handle(page, "map-cluster")).first).to_be_visible()
    expect(handle(page, "map-marker", place_id=name)).to_have_count(0)
    expect(handle(page, "search-this-area")).to_have_count(0)


def test_without_the_live_connection_list_filters_and_search_still_work(visit: Visits) -> None:
    page = visit.window("ko").new_page()
    visit.pages.append(page)
    page.route("**/_nicegui_ws/**", lambda route: route.abort())
    page.route_web_socket(re.compile("_nicegui_ws"), lambda socket: socket.close())
    page.goto(visit.address, wait_until="load")
    expect(page.locator(".map-still")).to_be_visible()
    handle(page, "theme-chip", theme="coast").click()
    page.wait_for_url("**/?theme=coast")
    expect(page.locator(".chip[aria-current]")).to_have_count(1)
    assert "haeundae-beach" in card_ids(page)
    handle(page, "sort-select").select_option("name")
    page.wait_for_url("**sort=name")
    box = handle(page.locator("main"), "search-input")
    box.press_sequentially("경복")
    expect(handle(page, "search-suggestion").first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/places/gyeongbokgung")
    expect(handle(page, "place-name")).to_have_text("경복궁")


def number_of_places(page: Page) -> int:
    """Return the number that stands above the list."""
    return page.locator("#results-title").evaluate("(title) => Number(title.textContent.match(/\\d+/)[0])")
