"""What is a signed-in visitor's own in a page that was made for everybody: the corner of the top bar, and the hearts."""

import html
import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from services.likes import Heart
from ui.formatters import number
from ui.html import rendered
from ui.html.frame import account_corner
from ui.visitor import Visitor

_HEART = re.compile(
    r'value="true" data-like="([^"]+)" aria-pressed="false"( aria-label="[^"]*">.*?data-count=)"\d+">[^<]*</span>'
)
"""A heart as `place_card.like_button` draws it for a stranger."""


def hearts_in(page: str) -> list[str]:
    """Return the ids of the places that have a heart on the page."""
    return [html.unescape(match[1]) for match in _HEART.finditer(page)]


def personal(page: Markup, visitor: Visitor, hearts: Mapping[str, Heart]) -> Markup:
    """Put the visitor's own into a page, or a part of one, that was made for a stranger."""
    stranger = rendered(account_corner(visitor.as_stranger()))
    page = Markup(page.replace(stranger, rendered(account_corner(visitor)), 1))  # noqa: S704 (both are rendered)

    def mine(match: re.Match[str]) -> str:
        place_id, middle = match[1], match[2]
        heart = hearts.get(html.unescape(place_id))
        if heart is None:
            return match[0]
        following, pressed = ("false", "true") if heart.liked else ("true", "false")
        shown = number(heart.count, visitor) if heart.count else ""
        return (
            f'value="{following}" data-like="{place_id}" aria-pressed="{pressed}"{middle}'
            f'"{heart.count - heart.liked}">{escape(shown)}</span>'
        )

    return Markup(_HEART.sub(mine, page))  # noqa: S704 (what is put in is numbers and what stood there)
