from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine, event


@dataclass
class CountedQueries:
    """The SELECTs sent by any engine of this process, without the platform's own look for new imports."""

    selects: list[str] = field(default_factory=list[str])

    @classmethod
    @contextmanager
    def counting(cls) -> "Iterator[CountedQueries]":
        counted = cls()
        event.listen(Engine, "before_cursor_execute", counted._note)
        try:
            yield counted
        finally:
            event.remove(Engine, "before_cursor_execute", counted._note)

    def forget(self) -> None:
        self.selects.clear()

    def _note(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")) and "imported_files" not in statement:
            self.selects.append(statement)
