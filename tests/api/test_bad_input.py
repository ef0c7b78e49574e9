"""Whatever is sent to whatever parameter: a clear problem or an answer, never a failure of ours."""

from urllib.parse import quote

import httpx
import pytest

from api.refusals import ALL_SENTENCES
from models.language import Language
from services.errors import Failure, Invalid, NotFound
from services.i18n import translator
from services.places import PlaceNotFound
from services.search_orders import BadCursor
from tests.nasty_values import NASTY
from tests.problems import assert_problem

FILTERS = ["q", "region", "theme", "bbox", "near", "radius", "open_on", "lang"]
ROUTES = {
    "/v1/places/search": [*FILTERS, "sort", "limit", "cursor", "fields", "unknown"],
    "/v1/places/suggest": ["q", "lang"],
    "/v1/places/clusters?bbox=124,33,132,39&zoom=7": FILTERS,
    "/v1/places/clusters?bbox=124,33,132,39": ["zoom"],
    "/v1/places/clusters?zoom=7": ["bbox"],
    "/v1/places/gyeongbokgung": ["lang", "fields"],
    "/v1/places/gyeongbokgung/photos": ["lang", "unknown"],
    "/v1/places/gyeongbokgung/nearby": ["radius", "theme", "limit", "lang"],
    "/v1/regions": ["lang", "unknown"],
    "/v1/themes": ["unknown"],
}
PARAMETERS = [(route, name) for route, names in ROUTES.items() for name in names]


@pytest.mark.parametrize(("route", "name"), PARAMETERS, ids=lambda value: value)
def test_nasty_values_are_answered_or_refused(http: httpx.Client, route: str, name: str) -> None:
    for kind, value in NASTY.items():
        answer = http.get(f"{route}{'&' if '?' in route else '?'}{name}={encoded(value)}")
        assert answer.status_code < 500, kind
        if answer.status_code >= 400:
            assert_problem(answer, {400, 404, 414, 422, 431})
        else:
            assert "<script" not in answer.text


@pytest.mark.parametrize("path", ["/v1/places/{}", "/v1/places/{}/photos", "/v1/places/{}/nearby", "/v1/{}"])
def test_nasty_ids_are_not_found(http: httpx.Client, path: str) -> None:
    for kind, value in NASTY.items():
        answer = http.get(path.format(encoded(value)))
        assert 400 <= answer.status_code < 500, kind
        assert_problem(answer, {400, 404, 422})


def test_all_parameters_nasty_at_once(http: httpx.Client) -> None:
    for value in (value for value in NASTY.values() if len(value) < 300):
        query = "&".join(f"{name}={encoded(value)}" for name in ROUTES["/v1/places/search"])
        assert http.get(f"/v1/places/search?{query}").status_code in {200, 422}


def test_bytes_that_are_no_text_are_refused_or_read(http: httpx.Client) -> None:
    for path in ("/v1/places/search?q=%ff%fe", "/v1/places/%ff%fe", "/v1/places/search?%ff=%ff&&&=&?"):
        assert http.get(path).status_code in {200, 404, 422}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("region=atlantis", "region"), ("theme=casinos", "theme"), ("lang=fr", "lang"), ("sort=best", "sort"), ("limit=0", "limit"),
        ("limit=101", "limit"), ("limit=x", "limit"), ("bbox=1,2,3", "bbox"), ("bbox=a,b,c,d", "bbox"), ("bbox=127,38,126,37", "bbox"),
        ("bbox=nan,1,2,3", "bbox"), ("near=1", "near"), ("near=91,0", "near"), ("near=nan,0", "near"), ("radius=1", "radius"),
        ("radius=999999999", "radius"), ("open_on=tomorrow", "open_on"), ("open_on=2026-13-01", "open_on"), ("open_on=1900-01-01", "open_on"),
        ("open_on=9999-12-31", "open_on"), ("fields=a;b", "fields"), ("fields=,", "fields"), ("q=" + "x" * 201, "q"), ("cursor=" + "x" * 501, "cursor"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_parameter(http: httpx.Client, query: str, field: str) -> None:
    problem = assert_problem(http.get(f"/v1/places/search?{query}"), 422, "invalid")
    assert problem["errors"]
    assert all(error["field"].split(".")[0] == field for error in problem["errors"])


@pytest.mark.parametrize(
    "query", ["cursor=x", "cursor=bnVsbA", "cursor=W10", "sort=name&cursor=WzAsMF0", "cursor=WzEsMiwzXQ"]
)
def test_a_cursor_of_another_list_is_refused(http: httpx.Client, query: str) -> None:
    assert_problem(http.get(f"/v1/places/search?{query}"), 422, "bad_cursor")


def test_an_unknown_field_to_select_is_told(http: httpx.Client) -> None:
    for path in ("/v1/places/search", "/v1/places/gyeongbokgung"):
        problem = assert_problem(http.get(f"{path}?fields=id,colour"), 422, "unknown_field")
        assert "colour" in problem["detail"]


def test_an_unknown_field_is_refused_where_nothing_is_found_too(http: httpx.Client) -> None:
    assert_problem(http.get("/v1/places/search?q=zzqxv&fields=colour"), 422, "unknown_field")


def test_nearest_needs_a_point(http: httpx.Client) -> None:
    assert_problem(http.get("/v1/places/search?sort=distance"), 422, "near_required")


@pytest.mark.parametrize(
    "path", ["/v1/places/atlantis", "/v1/places/atlantis/photos", "/v1/places/atlantis/nearby"]
)
def test_an_unknown_place_is_not_found(http: httpx.Client, path: str) -> None:
    assert_problem(http.get(path), 404, "place_not_found")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/v1/places/atlantis", PlaceNotFound),
        ("/v1/nothing", NotFound),
        ("/v1/places/search?limit=x", Invalid),
        ("/v1/places/search?cursor=x", BadCursor),
    ],
)
def test_problems_speak_the_callers_language(
    http: httpx.Client, language: Language, path: str, kind: type[Failure]
) -> None:
    t = translator(language)
    for answer in (
        http.get(path, headers={"Accept-Language": language.value}),
        http.get(f"{path}{'&' if '?' in path else '?'}lang={language.value}"),
    ):
        problem = answer.json()
        assert (problem["title"], problem["detail"]) == (t(kind.title), t(kind.message))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("query", "template", "told"),
    [
        ("limit=x", "This must be a whole number.", {}),
        ("limit=0", "This must be at least {ge}.", {"ge": 1}),
        ("limit=101", "This can be at most {le}.", {"le": 100}),
        ("q=" + "x" * 201, "This can have at most {max_length} characters.", {"max_length": 200}),
        ("open_on=tomorrow", "must be a day such as 2026-11-28", {}),
        ("near=1", "must be latitude,longitude in degrees", {}),
        ("bbox=127,38,126,37", "must have west below east and south below north, in degrees", {}),
        ("lang=fr", "This is not in the right format.", {}),
    ],
)
def test_what_is_wrong_with_a_parameter_is_said_in_the_callers_language(
    http: httpx.Client, language: Language, query: str, template: str, told: dict[str, int]
) -> None:
    answer = http.get(f"/v1/places/search?{query}", headers={"Accept-Language": language.value})
    (error,) = answer.json()["errors"]
    assert error["message"] == translator(language)(template).format(**told)


def test_a_choice_is_refused_with_all_there_are(http: httpx.Client) -> None:
    (error,) = http.get("/v1/places/search?sort=best").json()["errors"]
    assert error["message"].startswith("This must be one of these: ")
    assert "'recommended'" in error["message"]
    assert " or " not in error["message"]


def test_every_rule_of_a_parameter_can_be_translated(http: httpx.Client) -> None:
    for query in ("near=1", "bbox=1,2,3", "bbox=127,38,126,37", "open_on=1900-01-01"):
        (error,) = http.get(f"/v1/places/search?{query}").json()["errors"]
        assert error["message"] in ALL_SENTENCES


@pytest.mark.parametrize("language", [language for language in Language if language is not Language.EN])
def test_a_problem_in_another_language_is_not_english(http: httpx.Client, language: Language) -> None:
    english = http.get("/v1/places/atlantis?lang=en").json()
    assert http.get(f"/v1/places/atlantis?lang={language.value}").json()["detail"] != english["detail"]


@pytest.mark.parametrize("method", ["OPTIONS", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/v1/places/search", "GET"),
        ("/v1/places/batch", "GET, POST"),
        ("/v1/regions", "GET"),
        ("/v1/auth/login", "POST"),
        ("/v1/openapi.json", "GET"),
    ],
)
def test_a_wrong_method_is_told_with_those_of_that_very_address(
    http: httpx.Client, method: str, path: str, methods: str
) -> None:
    answer = http.request(method, path)
    assert_problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"].replace("GET, HEAD", "GET") == methods


@pytest.mark.parametrize("method", ["OPTIONS", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1/nothing"])
def test_where_nothing_is_no_method_is_better(http: httpx.Client, method: str, path: str) -> None:
    assert_problem(http.request(method, path), 404, "not_found")


def test_a_failed_answer_is_not_kept(http: httpx.Client) -> None:
    answer = http.get("/v1/places/atlantis")
    assert answer.headers["cache-control"] == "no-store"
    assert http.get("/v1/places/atlantis").json()["trace_id"] != answer.json()["trace_id"]


def encoded(value: str) -> str:
    return quote(value.encode("utf-8", "surrogateescape"), safe="")
