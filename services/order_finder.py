"""The process that `day_orders` asks: it answers one question after the other until nobody can ask any more."""

import pickle
import signal
import sys
from typing import BinaryIO

from services.day_order import DayOrder, best_order
from services.errors import Failure
from services.order_questions import LENGTH_BYTES, Question, Refused


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
