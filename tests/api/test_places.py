"""The /v1 place routes as a client meets them."""

import httpx
import pytest

from models.language import Language
from models.region import Region
from models.theme import Theme
from services.i18n import translator
from services.places import PlaceNotFound
from tests.api.people import People
from tests.counted_queries import CountedQueries

SUMMARY = {
    "id", "name", "name_ko", "region", "themes", "lat", "lng", "rating", "rating_count", "likes", "photo", "open_now",
}  # fmt: skip
FURTHER = {
    "names", "aliases", "address", "address_ko", "description", "opening_hours", "opening_week", "last_admission_minutes",
    "stay_minutes", "admission", "phone", "website", "photos", "starts_on", "ends_on", "source", "source_ids", "updated_at",
    "usual_months", "setting", "seasons", "getting_there", "facts", "hours_text",
}  # fmt: skip
PHOTO = {"url", "width", "height", "credit", "licence", "source"}
PALACE_NAMES = {
    "ko": "경복궁",
    "en": "Gyeongbokgung Palace",
    "ja": "景福宮",
    "zh-Hans": "景福宫",
    "zh-Hant": "景福宮",
}


def read(http: httpx.Client, path: str, **params: object) -> dict:
    answer = http.get(path, params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(("application/json", "application/geo+json"))
    return answer.json()


class TestSearch:
    def test_a_page_of_summaries_with_total_and_cursor(self, http: httpx.Client) -> None:
        found = read(http, "/v1/places/search", limit=5)
        assert set(found) == {"items", "total", "next_cursor"}
        assert len(found["items"]) == 5
        assert found["total"] >= 85
        for item in found["items"]:
            assert set(item) == SUMMARY
            assert item["rating"] is None, "a place has a rating when travellers have rated it"
            assert item["open_now"] in {True, False, None}
            assert item["photo"] is None or set(item["photo"]) == PHOTO

    def test_twenty_four_places_unless_asked_for_more(self, http: httpx.Client) -> None:
        assert len(read(http, "/v1/places/search")["items"]) == 24
        assert len(read(http, "/v1/places/search", limit=100)["items"]) > 80

    @pytest.mark.parametrize("sort", ["relevance", "recommended", "likes", "rating", "distance", "name"])
    def test_cursors_lead_through_every_place_once(self, http: httpx.Client, sort: str) -> None:
        ids, cursor = [], None
        while True:
            params = {"sort": sort, "near": "37.5,127", "limit": 30} | ({"cursor": cursor} if cursor else {})
            page = read(http, "/v1/places/search", **params)
            ids += [item["id"] for item in page["items"]]
            if not (cursor := page["next_cursor"]):
                break
        assert len(ids) == len(set(ids)) == page["total"]

    def test_words_and_filters_narrow_the_list(self, http: httpx.Client) -> None:
        found = read(
            http, "/v1/places/search", q="궁", region="seoul", theme=["heritage", "night"], bbox="126.9,37.5,127.1,37.7",
            near="37.576,126.977", radius=5000, open_on="2026-12-02", sort="distance",
        )  # fmt: skip
        assert found["items"][0]["id"] == "gyeongbokgung"
        assert all(item["region"] == "seoul" for item in found["items"])
        distances = [item["distance_m"] for item in found["items"]]
        assert distances == sorted(distances)
        assert max(distances) <= 5000

    def test_nothing_found_is_an_empty_list(self, http: httpx.Client) -> None:
        assert read(http, "/v1/places/search", q="zzqxv wwwqq") == {
            "items": [],
            "total": 0,
            "next_cursor": None,
        }

    def test_only_the_fields_asked_for_come(self, http: httpx.Client) -> None:
        found = read(http, "/v1/places/search", fields="id,name", limit=3)
        assert all(list(item) == ["id", "name"] for item in found["items"])
        near = read(http, "/v1/places/search", fields="id,distance_m", near="37,127", limit=3)
        assert all(set(item) == {"id", "distance_m"} for item in near["items"])

    def test_one_query_of_the_database_answers_a_search(
        self, http: httpx.Client, queries: CountedQueries
    ) -> None:
        read(http, "/v1/places/search", q="palace", near="37.1231,127.3213")
        assert len(queries.selects) == 1
        queries.forget()
        read(http, "/v1/places/search", q="palace", near="37.1231,127.3213")
        assert queries.selects == [], "the second answer comes from memory"


class TestLanguages:
    @pytest.mark.parametrize("language", Language)
    def test_texts_come_in_the_language_asked_for(self, http: httpx.Client, language: Language) -> None:
        place = read(http, "/v1/places/gyeongbokgung", lang=language.value)
        assert place["name"] == PALACE_NAMES[language]
        assert isinstance(place["description"], str)
        found = read(http, "/v1/places/search", q="경복궁", lang=language.value)
        assert found["items"][0]["name"] == PALACE_NAMES[language]

    @pytest.mark.parametrize(
        ("header", "language"), [("ja,en;q=0.5", "ja"), ("zh-TW", "zh-Hant"), ("fr", "en"), ("", "en")]
    )
    def test_without_lang_the_accept_language_header_decides(
        self, http: httpx.Client, header: str, language: str
    ) -> None:
        for path in ("/v1/places/gyeongbokgung", "/v1/places/gyeongbokgung?fields=name"):
            answer = http.get(path, headers={"Accept-Language": header})
            assert answer.json()["name"] == PALACE_NAMES[language]
            assert "accept-language" in answer.headers["vary"].lower()

    def test_without_lang_the_language_of_the_account_decides_for_whoever_shows_a_token(
        self, people: People, http: httpx.Client, queries: CountedQueries
    ) -> None:
        yuki = people.newcomer(lang="ja").http
        for answer in (
            yuki.get("/v1/places/gyeongbokgung", headers={"Accept-Language": "zh-TW"}).json(),
            yuki.get("/v1/places/search", params={"q": "경복궁"}).json()["items"][0],
            yuki.get("/v1/places/suggest", params={"q": "경복궁"}).json()["places"][0],
            yuki.post("/v1/places/batch", json={"ids": ["gyeongbokgung"]}).json()["items"][0],
        ):
            assert answer["name"] == PALACE_NAMES["ja"]
        assert yuki.get("/v1/places/gyeongbokgung?lang=ko").json()["name"] == PALACE_NAMES["ko"]
        refused = yuki.get("/v1/places/atlantis").json()
        assert refused["detail"] == translator(Language.JA)(PlaceNotFound.message)
        answer = http.get("/v1/places/gyeongbokgung")
        assert answer.json()["name"] == PALACE_NAMES["en"]
        assert "authorization" in answer.headers["vary"].lower()
        queries.forget()
        http.get("/v1/places/gyeongbokgung?fields=name")
        http.get("/v1/places/gyeongbokgung?fields=name", headers={"Accept-Language": "en-GB"})
        assert len(queries.selects) <= 1, "who asks costs a stranger nothing"

    def test_a_token_that_proves_nothing_is_no_matter_for_what_anybody_may_read(self, people: People) -> None:
        stranger = people.somebody("nonsense", **{"Accept-Language": "ja"})
        assert stranger.get("/v1/places/gyeongbokgung").json()["name"] == PALACE_NAMES["ja"]

    def test_a_star_gives_all_languages(self, http: httpx.Client) -> None:
        place = read(http, "/v1/places/gyeongbokgung", lang="*")
        assert place["name"] == PALACE_NAMES
        assert set(place["address"]) >= {"ko", "en"}
        assert read(http, "/v1/places/search", q="경복궁", lang="*")["items"][0]["name"] == PALACE_NAMES
        assert read(http, "/v1/places/suggest", q="경복궁", lang="*")["places"][0]["name"] == PALACE_NAMES


class TestOnePlace:
    def test_everything_about_it(self, http: httpx.Client) -> None:
        place = read(http, "/v1/places/gyeongbokgung")
        assert set(place) == SUMMARY | FURTHER
        assert place["names"] == PALACE_NAMES
        assert place["region"] == "seoul"
        assert place["admission"]["adult"] == 3000
        assert all(set(photo) == PHOTO and photo["credit"] and photo["licence"] for photo in place["photos"])

    def test_its_week_begins_today_and_has_clock_times(self, http: httpx.Client) -> None:
        week = read(http, "/v1/places/gyeongbokgung")["opening_week"]
        assert len(week) == 7
        assert [day["date"] for day in week] == sorted(day["date"] for day in week)
        spans = [span for day in week for span in day["spans"]]
        assert spans
        assert all(len(span["opens"]) == len(span["last_admission"]) == 5 for span in spans)
        assert {day["state"] for day in week} <= {"open", "closed", "unknown"}

    def test_only_the_fields_asked_for(self, http: httpx.Client) -> None:
        assert read(http, "/v1/places/gyeongbokgung", fields="name_ko,lat") == {
            "name_ko": "경복궁",
            "lat": pytest.approx(37.576, abs=0.01),
        }

    def test_its_photos(self, http: httpx.Client) -> None:
        photos = read(http, "/v1/places/gyeongbokgung/photos")
        assert photos["next_cursor"] is None
        assert all(set(photo) == PHOTO and photo["url"].startswith("https://") for photo in photos["items"])

    def test_what_is_near_it(self, http: httpx.Client) -> None:
        near = read(http, "/v1/places/gyeongbokgung/nearby", radius=3000, limit=5)
        assert 0 < len(near["items"]) <= 5
        for item in near["items"]:
            assert set(item) == SUMMARY | {"distance_m", "walk_minutes"}
            assert item["distance_m"] <= 3000
        distances = [item["distance_m"] for item in near["items"]]
        assert distances == sorted(distances)
        themed = read(http, "/v1/places/gyeongbokgung/nearby", radius=10000, theme="museums")
        assert themed["items"]
        assert all("museums" in item["themes"] for item in themed["items"])


class TestSuggest:
    def test_places_regions_and_themes(self, http: httpx.Client) -> None:
        found = read(http, "/v1/places/suggest", q="부산")
        assert set(found) == {"places", "regions", "themes"}
        assert found["regions"] == [{"id": "busan", "name": "Busan"}]
        assert len(found["places"]) <= 5
        assert all(set(place) == SUMMARY for place in found["places"])

    @pytest.mark.parametrize("q", ["", "g", "ㄱ", "경", "a", "1", "海"])
    def test_one_letter_is_enough_and_none_is_fine(self, http: httpx.Client, q: str) -> None:
        found = read(http, "/v1/places/suggest", q=q)
        assert len(found["places"]) <= 5


class TestClusters:
    def test_features_count_every_place(self, http: httpx.Client) -> None:
        found = read(http, "/v1/places/clusters", bbox="124,33,132,39", zoom=7)
        total = read(http, "/v1/places/search", bbox="124,33,132,39", limit=1)["total"]
        assert found["type"] == "FeatureCollection"
        assert sum(feature["properties"]["count"] for feature in found["features"]) == total
        for feature in found["features"]:
            assert feature["geometry"]["type"] == "Point"
            lng, lat = feature["geometry"]["coordinates"]
            assert 124 < lng < 132
            assert 33 < lat < 39
            single = feature["properties"]["count"] == 1
            assert set(feature["properties"]) == (
                {"count", "id", "name", "theme"} if single else {"count", "bbox"}
            )

    def test_the_answer_is_geojson(self, http: httpx.Client) -> None:
        answer = http.get("/v1/places/clusters?bbox=124,33,132,39&zoom=7")
        assert answer.headers["content-type"] == "application/geo+json"

    def test_search_and_filters_narrow_the_markers(self, http: httpx.Client) -> None:
        everything = {"bbox": "124,33,132,39", "zoom": 7, "q": "beach", "region": "busan", "theme": "coast"}
        found = read(http, "/v1/places/clusters", **everything)
        total = read(http, "/v1/places/search", q="beach", region="busan", theme="coast", limit=1)["total"]
        assert sum(feature["properties"]["count"] for feature in found["features"]) == total > 0


class TestBatch:
    def test_summaries_in_the_order_of_the_ids(self, http: httpx.Client) -> None:
        answer = http.post(
            "/v1/places/batch?lang=ko", json={"ids": ["n-seoul-tower", "atlantis", "gyeongbokgung"]}
        )
        items = answer.json()["items"]
        assert [item and item["id"] for item in items] == ["n-seoul-tower", None, "gyeongbokgung"]
        assert items[2]["name"] == "경복궁"

    def test_none_asked_for_none_given(self, http: httpx.Client) -> None:
        assert http.post("/v1/places/batch", json={"ids": []}).json() == {"items": []}


class TestTerms:
    @pytest.mark.parametrize(("path", "keys"), [("/v1/regions", list(Region)), ("/v1/themes", list(Theme))])
    def test_names_in_all_languages_with_counts(self, http: httpx.Client, path: str, keys: list[str]) -> None:
        found = read(http, path)
        assert [item["id"] for item in found["items"]] == keys
        for item in found["items"]:
            assert set(item["name"]) == set(Language)
            assert item["count"] >= 5
