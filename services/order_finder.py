"""The process that `day_orders` asks: it answers one question after the other until nobody can ask any more."""

import pickle
import signal
import sys
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO
from uuid import UUID

from services.day_order import DayOrder, best_order
from services.day_plan import Stop
from services.errors import Failure
from services.geography import Point
from services.travel_time import Mode

LENGTH_BYTES = 4
"""Before each question and answer stands how many bytes it has."""


@dataclass(frozen=True, slots=True)
class Question:
    """What `best_order` is asked."""

    day: date
    stops: tuple[Stop, ...]
    mode: Mode | None
    fixed: frozenset[UUID]
    start: Point | None
    end: Point | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A failure as it can be sent from one process to another."""

    kind: type[Failure]
    values: dict[str, object]


def answer(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the questions end."""
    while length := int.from_bytes(questions.read(LENGTH_BYTES)):
        question: Question = pickle.loads(questions.read(length))  # noqa: S301 (the process that began this one has written it)
        found = pickle.dumps(_best(question))
        answers.write(len(found).to_bytes(LENGTH_BYTES) + found)
        answers.flush()


def _best(question: Question) -> DayOrder | Refused:
    try:
        return best_order(
            question.day,
            question.stops,
            question.mode,
            fixed=question.fixed,
            start=question.start,
            end=question.end,
        )
    except Failure as failure:
        return Refused(type(failure), failure.values)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that began this one
    answer(sys.stdin.buffer, sys.stdout.buffer)
