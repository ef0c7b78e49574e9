from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Literal
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from models.language import Language, Texts, text_in
from services.errors import Invalid
from services.i18n import Translate, language_from, translator
from services.platform import Platform, now_in_seoul
from services.sessions import Traveller

LANGUAGE_COOKIE = "lang"
SCHEME_COOKIE = "scheme"

Scheme = Literal["auto", "light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("auto", "light", "dark")
_A_YEAR_S = 31_536_000


class UnknownLanguage(Invalid):
    code = "unknown_language"
    message = "We do not speak that language yet. Choose one of the five at the top of the page."


@dataclass(frozen=True)
class Visitor:
    """Who looks at a page: their language and colour scheme, and the moment in Korea at which they look."""

    language: Language
    scheme: Scheme
    now: datetime
    path: str = "/"
    query: tuple[tuple[str, str], ...] = ()
    user: Traveller | None = None

    @classmethod
    def of(cls, request: Request) -> "Visitor":
        """Read the visitor from a request: `?lang=` before the account before the cookie before Accept-Language.

        Raises:
            UnknownLanguage: `?lang=` names none of ours.
        """
        wanted = request.query_params.get("lang")
        if wanted is not None and wanted not in set(Language):
            raise UnknownLanguage
        return cls._read(request, wanted, _query(request))

    @classmethod
    def lenient(cls, request: Request) -> "Visitor":
        """Read the visitor for an error page, which must not fail itself."""
        wanted = request.query_params.get("lang")
        known = wanted if wanted in set(Language) else None
        return cls._read(request, known, ())

    @classmethod
    def _read(cls, request: Request, wanted: str | None, query: tuple[tuple[str, str], ...]) -> "Visitor":
        user: Traveller | None = getattr(request.state, "traveller", None)
        return cls(
            _language(request, wanted, user),
            _scheme(request, user),
            now_in_seoul(),
            request.url.path,
            query,
            user,
        )

    def as_stranger(self) -> "Visitor":
        """Return the visitor as if nobody were signed in: for pages that are kept and serve everybody."""
        return replace(self, user=None)

    @property
    def today(self) -> date:
        return self.now.date()

    @cached_property
    def t(self) -> Translate:
        """Translate an English template; fill it afterwards."""
        return translator(self.language)

    def text(self, texts: Texts) -> str:
        """Choose the visitor's language of a place's text."""
        return text_in(texts, self.language)

    def here(self, **changes: str | None) -> str:
        """Return the address of this page with some of its parameters changed, or dropped where None."""
        kept = [(key, value) for key, value in self.query if key not in changes]
        changed = [(key, value) for key, value in changes.items() if value is not None]
        return f"{self.path}?{urlencode(kept + changed)}".removesuffix("?")


def platform_of(request: Request) -> Platform:
    """Return the platform that serves this request."""
    return request.state.platform


def site_address(request: Request) -> str:
    """Return where this site stands for the world outside, without a slash at the end."""
    return str(request.state.settings.public_url or request.base_url).rstrip("/")


def keep_choice(request: Request, response: Response, cookie: str, value: str) -> None:
    """Let the browser keep a choice of language or colour scheme, for when nobody is signed in."""
    secure = request.url.scheme == "https"
    response.set_cookie(
        cookie, value, max_age=_A_YEAR_S, samesite="lax", secure=secure, httponly=cookie == LANGUAGE_COOKIE
    )


def _language(request: Request, wanted: str | None, user: Traveller | None) -> Language:
    chosen = wanted or (user.language if user else request.cookies.get(LANGUAGE_COOKIE, ""))
    if chosen in set(Language):
        return Language(chosen)
    return language_from(request.headers.get("accept-language", ""))


def _scheme(request: Request, user: Traveller | None) -> Scheme:
    chosen = user.scheme if user else request.cookies.get(SCHEME_COOKIE)
    if chosen == "light" or chosen == "dark":  # noqa: PLR1714 (this form narrows the type)
        return chosen
    return "auto"


def _query(request: Request) -> tuple[tuple[str, str], ...]:
    return tuple(request.query_params.multi_items())
