from typing import Any

from edge.recorded_answers import MOST_BYTES, RecordedAnswers


async def test_long_questions_with_short_answers_do_not_fill_the_memory() -> None:
    asked: list[bytes] = []

    async def app(scope: Any, _: Any, send: Any) -> None:
        asked.append(scope["query_string"][:6])
        headers = [(b"cache-control", b"public, max-age=60")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{}"})

    answers = RecordedAnswers(app)

    async def ask(number: int) -> None:
        scope = {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "path": "/v1/places",
            "raw_path": b"/v1/places",
            "query_string": b"%06d" % number + b"x" * 100_000,
            "headers": [],
        }
        await answers(scope, lambda: None, _nowhere)  # type: ignore[arg-type]

    many = MOST_BYTES // 100_000 + 10
    for number in range(many):
        await ask(number)
    assert len(asked) == many
    await ask(many - 1)
    assert len(asked) == many, "the last one is remembered"
    await ask(0)
    assert len(asked) == many + 1, "the first one has made room"


async def _nowhere(_: Any) -> None: ...
