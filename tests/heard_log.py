import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog.testing


class _Keeping(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@dataclass
class HeardLog:
    """What was logged, by structlog and by the standard library, in any thread."""

    events: list[structlog.typing.EventDict]
    handler: _Keeping = field(default_factory=_Keeping)

    @classmethod
    @contextmanager
    def listening(cls) -> "Iterator[HeardLog]":
        loggers = [logging.getLogger(name) for name in ("", "nicegui", "uvicorn", "uvicorn.error")]
        with structlog.testing.capture_logs() as events:
            heard = cls(events)
            for logger in loggers:
                logger.addHandler(heard.handler)
            try:
                yield heard
            finally:
                for logger in loggers:
                    logger.removeHandler(heard.handler)

    @property
    def errors(self) -> list[str]:
        """Everything at error or above, as text."""
        ours = [str(event) for event in self.events if event["log_level"] in {"error", "critical"}]
        theirs = [r.getMessage() for r in self.handler.records if r.levelno >= logging.ERROR]
        return ours + theirs

    def names(self) -> list[str]:
        """The names of our own events, in order."""
        return [event["event"] for event in self.events]
