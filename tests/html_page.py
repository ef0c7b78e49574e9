"""A page as a reader without scripts gets it."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    """A tag with its attributes and all the text inside it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    position: int = 0

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)


@dataclass
class Page(HTMLParser):
    """All elements of a page in their order."""

    html: str
    elements: list[Element] = field(default_factory=list[Element])

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []
        self.feed(self.html)

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if (not tag or element.tag == tag)
            and all(element.get(name) == value for name, value in wanted.items())
        ]

    def one(self, tag: str = "", **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, (tag, attributes, len(found))
        return found[0]

    def testids(self, testid: str) -> list[Element]:
        return self.all(data_testid=testid)

    def meta(self, name: str) -> str | None:
        return next(
            (e["content"] for e in self.all("meta") if name in {e.get("property"), e.get("name")}), None
        )

    def linked_data(self) -> list[dict[str, Any]]:
        return [json.loads(script.text) for script in self.all("script", type="application/ld+json")]

    @property
    def runs_scripts_from(self) -> int:
        """Where the first script stands that does anything; data and import maps do nothing."""
        inert = {"application/ld+json", "importmap", "module"}
        return min(
            (s.position for s in self.all("script") if s.get("type") not in inert), default=len(self.html)
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        position = len("\n".join(self.html.split("\n")[: self.getpos()[0] - 1])) + 1 + self.getpos()[1]
        element = Element(tag, {name: value or "" for name, value in attrs}, position=position)
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop().tag == tag:
                return

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data
