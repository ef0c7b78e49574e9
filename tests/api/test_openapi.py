"""The OpenAPI document tells the truth about every route."""

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema_rs import meta
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

ROUTES = [
    "/healthz", "/readyz", "/v1/places/search", "/v1/places/suggest", "/v1/places/clusters", "/v1/places/batch", "/v1/places/{place_id}",
    "/v1/places/{place_id}/photos", "/v1/places/{place_id}/nearby", "/v1/regions", "/v1/themes", "/v1/users/me", "/v1/users/me/export",
]  # fmt: skip


@pytest.fixture(scope="session")
def document(app_url: str) -> dict:
    return httpx.get(f"{app_url}/v1/openapi.json").json()


def test_the_document_is_openapi_3_1_with_every_route(document: dict) -> None:
    assert document["openapi"].startswith("3.1.")
    assert set(document["paths"]) == set(ROUTES)


def test_its_schemas_are_json_schemas(document: dict) -> None:
    for name, schema in document["components"]["schemas"].items():
        assert meta.is_valid({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}), name


def test_every_reference_leads_somewhere(document: dict) -> None:
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(references(document)) <= known


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does(document: dict) -> None:
    operations = [
        operation
        for path in document["paths"].values()
        for method, operation in path.items()
        if method in {"get", "post"}
    ]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    assert all(operation["description"] for operation in operations)


def test_the_interactive_pages_are_there(http: httpx.Client) -> None:
    answer = http.get("/v1/docs")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if route not in {"/v1/places/batch", "/v1/users/me"}]
)
def test_every_get_route_answers_as_documented(app_url: str, route: str) -> None:
    schema = schemathesis.openapi.from_url(f"{app_url}/v1/openapi.json")
    cases = schema[route]["GET"].as_strategy(generation_mode=GenerationMode.POSITIVE)
    wild_cases = schema[route]["GET"].as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(
        max_examples=30, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(case=cases | wild_cases if "{" in route or "places" in route else cases)
    def answers(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    answers()


def references(part: object) -> list[str]:
    if isinstance(part, dict):
        found = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return found + [one for value in part.values() for one in references(value)]
    if isinstance(part, list):
        return [one for value in part for one in references(value)]
    return []
