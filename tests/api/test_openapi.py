"""The OpenAPI document tells the truth about every route."""

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema_rs import meta
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.addresses import from_elsewhere
from tests.api.people import PASSWORD, People, new_email
from tests.problems import assert_problem

OPERATIONS = [
    "GET /healthz", "GET /readyz", "GET /v1/places/search", "GET /v1/places/suggest", "GET /v1/places/clusters", "POST /v1/places/batch",
    "GET /v1/places/{place_id}", "GET /v1/places/{place_id}/photos", "GET /v1/places/{place_id}/nearby", "GET /v1/regions", "GET /v1/themes",
    "POST /v1/auth/register", "POST /v1/auth/login", "POST /v1/auth/refresh", "GET /calendar/{token}.ics",
]  # fmt: skip
PERSONAL_OPERATIONS = [
    "POST /v1/auth/logout", "GET /v1/users/me", "PATCH /v1/users/me", "PATCH /v1/users/me/password",
    "GET /v1/users/me/sessions", "DELETE /v1/users/me/sessions", "DELETE /v1/users/me/sessions/{session_id}",
    "GET /v1/users/me/tokens", "POST /v1/users/me/tokens", "DELETE /v1/users/me/tokens/{token_id}",
    "GET /v1/users/me/export", "DELETE /v1/users/me",
    "GET /v1/trips", "POST /v1/trips", "POST /v1/trips/join", "GET /v1/trips/{trip_id}", "PATCH /v1/trips/{trip_id}",
    "DELETE /v1/trips/{trip_id}", "POST /v1/trips/{trip_id}/owner", "GET /v1/trips/{trip_id}/members",
    "PATCH /v1/trips/{trip_id}/members/{user_id}", "DELETE /v1/trips/{trip_id}/members/{user_id}", "GET /v1/trips/{trip_id}/links",
    "POST /v1/trips/{trip_id}/links", "DELETE /v1/trips/{trip_id}/links/{link_id}",
    "GET /v1/feeds", "POST /v1/feeds", "DELETE /v1/feeds/{feed_id}",
    "GET /v1/likes", "GET /v1/likes/{place_id}", "POST /v1/likes/{place_id}", "DELETE /v1/likes/{place_id}",
    "GET /v1/schedules", "POST /v1/schedules", "GET /v1/schedules/{schedule_id}", "PUT /v1/schedules/{schedule_id}",
    "DELETE /v1/schedules/{schedule_id}", "GET /v1/schedules/check", "POST /v1/schedules/batch",
    "POST /v1/schedules/optimise",
]  # fmt: skip


@pytest.fixture(scope="session")
def described(app_url: str) -> BaseSchema:
    return schemathesis.openapi.from_url(f"{app_url}/v1/openapi.json")


@pytest.fixture(scope="session")
def document(app_url: str) -> dict:
    return httpx.get(f"{app_url}/v1/openapi.json").json()


def test_the_document_is_openapi_3_1_with_every_route(document: dict) -> None:
    assert document["openapi"].startswith("3.1.")
    assert set(operations(document)) == {*OPERATIONS, *PERSONAL_OPERATIONS}


def test_its_schemas_are_json_schemas(document: dict) -> None:
    for name, schema in document["components"]["schemas"].items():
        assert meta.is_valid({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}), name


def test_every_reference_leads_somewhere(document: dict) -> None:
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(references(document)) <= known


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does(document: dict) -> None:
    found = operations(document).values()
    assert len({operation["operationId"] for operation in found}) == len(found)
    assert all(operation["description"] for operation in found)


def test_it_says_which_operations_ask_for_a_token_and_they_do(document: dict, people: People) -> None:
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    guarded = [name for name, operation in operations(document).items() if "security" in operation]
    assert set(guarded) == set(PERSONAL_OPERATIONS)
    for name in guarded:
        method, path = name.split(" ")
        answer = people.somebody().request(method, path.format_map(AnId()))
        assert_problem(answer, 401, "sign_in_needed")


def test_every_operation_documents_its_failures_as_problems(document: dict) -> None:
    for name, operation in operations(document).items():
        failures = {status: told for status, told in operation["responses"].items() if status >= "4"}
        assert all(set(told["content"]) == {"application/problem+json"} for told in failures.values()), name
        assert (
            not name.startswith(("POST", "PUT", "PATCH", "DELETE"))
            or name == "POST /v1/places/batch"
            or "429" in failures
        ), name


def test_the_interactive_pages_are_there(http: httpx.Client) -> None:
    answer = http.get("/v1/docs")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
calm = settings(
    max_examples=25, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_public_operation_answers_as_documented(described: BaseSchema, operation: str) -> None:
    @calm
    @given(case=cases(described, operation))
    def answers(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS, headers=from_elsewhere())

    answers()


@pytest.mark.parametrize("operation", PERSONAL_OPERATIONS)
def test_every_personal_operation_answers_as_documented(
    described: BaseSchema, people: People, operation: str
) -> None:
    email = people.newcomer().email
    signed_in = people.again(email)
    tokens = {"session": signed_in.access_token, "script": signed_in.make_api_token()["token"], "none": "x"}

    @calm
    @given(case=cases(described, operation), shown=st.sampled_from(["session", "session", "script", "none"]))
    def answers(case: schemathesis.Case, shown: str) -> None:
        headers = from_elsewhere() | {"Authorization": f"Bearer {tokens[shown]}"}
        if case.call_and_validate(checks=CHECKS, headers=headers).status_code == 204:
            gone = operation == "DELETE /v1/users/me"
            tokens["session"] = (people.newcomer() if gone else people.again(email)).access_token

    answers()


def cases(described: BaseSchema, operation: str) -> st.SearchStrategy[schemathesis.Case]:
    """Calls of an operation that fit its description, and where it takes parameters also some that do not."""
    method, path = operation.split(" ")
    one = described[path][method]
    sound = one.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if not one.body and not one.query and not one.path_parameters:
        return sound
    return sound | sound.map(sensible) | one.as_strategy(generation_mode=GenerationMode.NEGATIVE)


def sensible(case: schemathesis.Case) -> schemathesis.Case:
    """Put what is really there into a call, so that it is not only refused."""
    known = {"place_id": "gyeongbokgung", "bbox": "124,33,132,39", "near": "37.5,127"}
    known |= {"email": new_email(), "password": PASSWORD, "display_name": "김민지", "name": "Backup"}
    known |= {"date": "2026-12-01", "from": "2026-12-01", "to": "2026-12-07"}
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, dict):
            part.update({name: known[name] for name in part if name in known})
            part.pop("cursor", None)
            part.pop("fields", None)
    return case


def operations(document: dict) -> dict[str, dict]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


class AnId(dict[str, str]):
    """Fills every parameter of a path with the same id."""

    def __missing__(self, name: str) -> str:
        return "00000000-0000-0000-0000-000000000000"


def references(part: object) -> list[str]:
    if isinstance(part, dict):
        found = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return found + [one for value in part.values() for one in references(value)]
    if isinstance(part, list):
        return [one for value in part for one in references(value)]
    return []
