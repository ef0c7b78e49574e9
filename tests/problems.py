"""What every failure of /v1 looks like."""

import httpx

PROBLEM = "application/problem+json"
TRACES_OF_CODE = ("Traceback", "sqlalchemy", "psycopg", 'File "', ".py", "starlette", "pydantic")


def assert_problem(answer: httpx.Response, status: int | set[int], code: str | None = None) -> dict:
    """Check an answer to be a problem of this status and code that tells nothing of the code behind it."""
    expected = status if isinstance(status, set) else {status}
    assert answer.status_code in expected, answer.text[:300]
    assert answer.headers["content-type"] == PROBLEM
    problem = answer.json()
    assert set(problem) - {"errors", "current"} == {"type", "title", "status", "detail", "code", "trace_id"}
    assert problem["status"] == answer.status_code
    assert problem["title"]
    assert problem["detail"]
    assert problem["trace_id"]
    assert "{" not in problem["detail"]
    for error in problem.get("errors", []):
        assert set(error) == {"field", "message", "code"}
    assert not any(trace in answer.text for trace in TRACES_OF_CODE), answer.text
    if code is not None:
        assert problem["code"] == code
    return problem
