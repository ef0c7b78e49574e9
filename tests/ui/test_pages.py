"""Pages as they arrive over plain HTTP, before any script runs."""

import re
from datetime import date
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import httpx
import pytest

from models.language import Language
from models.region import Region
from models.theme import Theme
from services.i18n import translator
from tests.counted_queries import CountedQueries
from tests.html_page import Page

PALACE_NAMES = {
    Language.KO: "경복궁",
    Language.EN: "Gyeongbokgung Palace",
    Language.JA: "景福宮",
    Language.ZH_HANS: "景福宫",
    Language.ZH_HANT: "景福宮",
}
in_every_language = pytest.mark.parametrize("language", Language)

HOME_HANDLES = [
    "search-input", "theme-chip", "region-tile", "place-card", "like-button", "like-count", "sort-select", "open-on-date", "load-more", "map",
    "search-this-area", "fab", "language-select", "theme-toggle", "login-link",
]  # fmt: skip
PLACE_HANDLES = [
    "search-input", "like-button", "like-count", "map", "fab", "language-select", "theme-toggle", "login-link", "place-name", "place-name-ko",
    "opening-hours", "open-state", "driver-card-button", "driver-card", "open-in-naver", "open-in-kakao", "open-in-google", "add-to-schedule",
    "nearby-place", "open-on-date",
]  # fmt: skip


def read(http: httpx.Client, path: str, language: Language | None = None, *, status: int = 200) -> Page:
    headers = {"Accept-Language": language.value} if language else {}
    answer = http.get(path, headers=headers)
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"].startswith("text/html")
    return Page(answer.text)


class TestHome:
    @in_every_language
    def test_cards_stand_before_any_script_in_the_readers_language(
        self, http: httpx.Client, language: Language
    ) -> None:
        page = read(http, "/", language)
        assert page.one("html")["lang"] == language.value
        cards = page.testids("place-card")
        assert len(cards) == 24
        assert "gyeongbokgung" in {card["data-place-id"] for card in cards}
        assert PALACE_NAMES[language] in "".join(card.text for card in cards)
        assert cards[-1].position < page.runs_scripts_from

    @pytest.mark.parametrize("handle", HOME_HANDLES)
    def test_every_handle_is_there(self, http: httpx.Client, handle: str) -> None:
        assert read(http, "/").testids(handle)

    def test_every_theme_and_region_can_be_chosen(self, http: httpx.Client) -> None:
        page = read(http, "/")
        assert [chip["data-theme"] for chip in page.testids("theme-chip")] == list(Theme)
        assert [tile["data-region"] for tile in page.testids("region-tile")] == list(Region)
        for choice in (*page.testids("theme-chip"), *page.testids("region-tile")):
            assert urlsplit(choice["href"]).query

    def test_choices_narrow_the_cards_without_scripts(self, http: httpx.Client) -> None:
        page = read(http, "/?region=busan&theme=coast&q=해변", Language.KO)
        assert page.testids("place-card")
        assert page.one("input", id="search-input")["value"] == "해변"
        chosen = [tile["data-region"] for tile in page.testids("region-tile") if tile.get("aria-current")]
        assert chosen == ["busan"]

    def test_festivals_are_those_of_the_chosen_region(self, http: httpx.Client) -> None:
        found = festivals_of(http.get("/?open_on=2027-10-05&region=gyeongnam").text)
        regions = {http.get(f"/v1/places/{place_id}").json()["region"] for place_id in found}
        assert regions == {"gyeongnam"}

    def test_further_places_are_a_link_away(self, http: httpx.Client) -> None:
        total = http.get("/v1/places/search?limit=1").json()["total"]
        ids: list[str] = []
        address = "/"
        while address and len(ids) <= total:
            page = read(http, address)
            ids += [card["data-place-id"] for card in page.testids("place-card")]
            more = page.testids("load-more")
            address = more[0]["href"] if more else ""
        assert len(ids) == len(set(ids)) == total

    def test_nothing_found_says_so_and_leads_back(self, http: httpx.Client) -> None:
        page = read(http, "/?q=zzqxv+wwwqq")
        assert page.testids("place-card") == []
        assert any(link["href"].startswith("/#") for link in page.all("a") if link.get("href"))

    def test_what_was_typed_is_shown_as_text(self, http: httpx.Client) -> None:
        answer = http.get("/", params={"q": "<script>alert(1)</script>\"'><b>"})
        assert answer.status_code == 200
        assert "<script>alert(1)" not in answer.text
        assert "<b>" not in answer.text

    def test_the_page_needs_four_queries_at_most(self, http: httpx.Client, queries: CountedQueries) -> None:
        read(http, "/?near=36.1234,127.9876")
        assert 0 < len(queries.selects) <= 4
        queries.forget()
        read(http, "/?near=36.1234,127.9876")
        assert queries.selects == [], "the second view comes from the cache"

    def test_the_fragment_holds_the_same_cards_and_is_no_document(self, http: httpx.Client) -> None:
        fragment = read(http, "/fragments/home?region=jeju")
        page = read(http, "/?region=jeju")
        ids = [card["data-place-id"] for card in page.testids("place-card")]
        assert [card["data-place-id"] for card in fragment.testids("place-card")] == ids
        assert fragment.all("html") == []


def festivals_of(page: str) -> list[str]:
    note = re.search(r'<div class="holidays festivals".*?</div>', page, re.DOTALL)
    return re.findall(r'href="/places/([^"]+)"', note[0]) if note else []


class TestPlace:
    @in_every_language
    def test_name_and_hours_stand_before_any_script_in_the_readers_language(
        self, http: httpx.Client, language: Language
    ) -> None:
        page = read(http, "/places/gyeongbokgung", language)
        assert page.one("html")["lang"] == language.value
        assert page.one("h1", data_testid="place-name").text == PALACE_NAMES[language]
        assert page.testids("place-name-ko")[0].text == "경복궁"
        hours = page.testids("opening-hours")[0]
        assert "09:00" in hours.text
        assert hours.position < page.runs_scripts_from

    @pytest.mark.parametrize("handle", PLACE_HANDLES)
    def test_every_handle_is_there(self, http: httpx.Client, handle: str) -> None:
        assert read(http, "/places/gyeongbokgung").testids(handle)

    def test_the_driver_card_is_in_korean(self, http: httpx.Client) -> None:
        card = read(http, "/places/gyeongbokgung", Language.JA).testids("driver-card")[0]
        assert "경복궁" in card.text
        assert "사직로 161" in card.text

    @in_every_language
    def test_another_day_is_answered_for(self, http: httpx.Client, language: Language) -> None:
        closed = read(http, "/places/gyeongbokgung?on=2026-12-01", language)
        opened = read(http, "/places/gyeongbokgung?on=2026-12-02", language)
        assert closed.one(data_testid="open-on-date")["value"] == "2026-12-01"
        assert "17:00" not in status_of_day(closed)
        assert "17:00" in status_of_day(opened)
        t = translator(language)
        assert status_of_day(closed).startswith(t("Closed on {day}.").split("{")[0])

    def test_photos_carry_credit_and_licence(self, http: httpx.Client) -> None:
        photos = http.get("/v1/places/gyeongbokgung/photos").json()["items"]
        captions = [caption.text for caption in read(http, "/places/gyeongbokgung").all("figcaption")]
        assert len(captions) == len(photos)
        for photo, caption in zip(photos, captions, strict=True):
            assert photo["credit"] in caption
            assert photo["licence"] in caption

    def test_map_apps_are_given_the_place(self, http: httpx.Client) -> None:
        page = read(http, "/places/gyeongbokgung")
        for app, host in {
            "naver": "map.naver.com",
            "kakao": "map.kakao.com",
            "google": "www.google.com",
        }.items():
            link = page.testids(f"open-in-{app}")[0]
            assert urlsplit(link["href"]).hostname == host
            assert "37.57" in link["href"]

    def test_the_page_needs_five_queries_at_most(self, http: httpx.Client, queries: CountedQueries) -> None:
        read(http, "/places/changdeokgung")
        assert 0 < len(queries.selects) <= 5

    def test_every_place_has_its_page(self, http: httpx.Client) -> None:
        found = http.get("/v1/places/search?limit=100&sort=name").json()
        for place in found["items"]:
            page = read(http, f"/places/{place['id']}")
            assert page.one("h1", data_testid="place-name").text == place["name"]


def status_of_day(page: Page) -> str:
    return next(element.text for element in page.all("p", role="status") if "answer" in element["class"])


class TestSearchEngines:
    @in_every_language
    @pytest.mark.parametrize("path", ["/", "/places/gyeongbokgung", "/about", "/privacy"])
    def test_a_page_names_itself_and_its_languages(
        self, http: httpx.Client, app_url: str, path: str, language: Language
    ) -> None:
        page = read(http, path, language)
        assert page.one("link", rel="canonical")["href"] == f"{app_url}{path}"
        alternates = {link["hreflang"]: link["href"] for link in page.all("link", rel="alternate")}
        assert set(alternates) == {*Language, "x-default"}
        for tag, address in alternates.items():
            expected = language if tag == "x-default" else Language(tag)
            assert read(http, address.removeprefix(app_url), language).one("html")["lang"] == expected.value
        assert page.one("title").text
        for name in ("description", "og:title", "og:description", "og:url", "og:image", "og:type"):
            assert page.meta(name), name
        assert page.meta("robots") is None

    def test_the_picture_of_a_link_preview_is_there(self, http: httpx.Client, app_url: str) -> None:
        image = read(http, "/").meta("og:image")
        assert image
        assert http.get(image.removeprefix(app_url)).status_code == 200

    @in_every_language
    def test_linked_data_can_be_read(self, http: httpx.Client, language: Language) -> None:
        (home,) = read(http, "/", language).linked_data()
        assert (home["@type"], home["inLanguage"]) == ("WebSite", language.value)
        (place,) = read(http, "/places/gyeongbokgung", language).linked_data()
        assert place["@type"] == "TouristAttraction"
        assert place["name"] == PALACE_NAMES[language]
        assert place["geo"]["latitude"] == pytest.approx(37.576, abs=0.01)
        assert all(date.fromisoformat(one["validFrom"]) for one in place["openingHoursSpecification"])
        assert "aggregateRating" not in place

    def test_a_search_is_not_indexed(self, http: httpx.Client) -> None:
        for path in ("/?q=x", "/?open_on=2026-12-02", "/login", "/places/atlantis"):
            answer = Page(http.get(path).text)
            assert answer.meta("robots") == "noindex", path

    def test_robots_may_read_pages_but_not_fragments(self, http: httpx.Client, app_url: str) -> None:
        lines = http.get("/robots.txt").text.splitlines()
        assert "User-agent: *" in lines
        assert "Disallow: /fragments/" in lines
        assert f"Sitemap: {app_url}/sitemap.xml" in lines

    def test_the_site_map_lists_every_page_with_its_languages(self, http: httpx.Client, app_url: str) -> None:
        answer = http.get("/sitemap.xml")
        assert answer.headers["content-type"].startswith("application/xml")
        names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
        urls = ET.fromstring(answer.text).findall("s:url", names)
        listed = {url.findtext("s:loc", namespaces=names) for url in urls}
        ids, cursor = [], None
        while True:
            found = http.get(
                "/v1/places/search", params={"limit": 100, **({"cursor": cursor} if cursor else {})}
            ).json()
            ids += [place["id"] for place in found["items"]]
            if not (cursor := found["next_cursor"]):
                break
        assert {f"{app_url}/places/{place_id}" for place_id in ids} | {f"{app_url}/"} <= listed
        assert all(len(url.findall("x:link", names)) == len(Language) for url in urls)


@in_every_language
@pytest.mark.parametrize("path", ["/about", "/privacy", "/login", "/register"])
def test_pages_that_are_only_read_open_in_every_language(
    http: httpx.Client, path: str, language: Language
) -> None:
    page = read(http, path, language)
    assert page.one("html")["lang"] == language.value
    assert page.all("h1")
