from datetime import timedelta

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from edge.assets import Assets
from services.holidays_of_korea import holidays_between
from services.vocabulary import REGIONS, THEMES
from ui.components.place_map import place_map
from ui.document import PageInfo, part_of_page, send_document
from ui.explore import PAGE_SIZE, Exploration
from ui.failures import shows_failures
from ui.html import rendered
from ui.html.frame import floating_action, framed
from ui.html.home import Home, home
from ui.kept_pages import KeptPage, kept_page
from ui.own_view import own_view
from ui.visitor import Visitor, platform_of, site_address

_KEPT_S = 60
_HOLIDAYS_AROUND = timedelta(days=21)
_FESTIVALS_AHEAD = timedelta(days=30)
_FESTIVALS = 6


@shows_failures
async def home_page(request: Request) -> Response | None:
    """Explore Korea: search, themes, regions, places and the map of them."""
    visitor = Visitor.of(request)
    chosen = Exploration.read(request.query_params)
    assets: Assets = request.state.assets

    async def make(stranger: Visitor) -> KeptPage:
        content = await _home_html(request, stranger, chosen)
        fab = floating_action("/schedule", stranger.t("Add to schedule"), "calendar-plus")
        body = framed(content, stranger, assets, current="/", fab=fab, search=False)
        return KeptPage(_info(request, stranger, chosen), body)

    page = await kept_page(request, visitor, _KEPT_S, make)
    body = await own_view(request, visitor, page.body)
    send_document(request, visitor, page.info, body, scripts=("explore.js",))
    place_map(request.state.settings)
    return None


@shows_failures
async def home_fragment(request: Request) -> Response:
    """The part of the home page between top bar and footer, for a page that is open already."""
    visitor = Visitor.of(request)
    chosen = Exploration.read(request.query_params)
    content = await own_view(request, visitor, await _home_html(request, visitor.as_stranger(), chosen))
    return part_of_page(content)


async def _home_html(request: Request, visitor: Visitor, chosen: Exploration) -> Markup:
    platform, assets = platform_of(request), request.state.assets

    async def make() -> bytes:
        async with platform.open_unit() as services:
            found = await services.search.places(
                chosen.q,
                chosen.filters(),
                sort=chosen.sort,
                language=visitor.language,
                limit=PAGE_SIZE,
                cursor=chosen.cursor,
            )
            regions, themes = await services.places.counts()
            day = chosen.open_on or visitor.today
            festivals = await services.festivals.between(
                day, day + _FESTIVALS_AHEAD, limit=_FESTIVALS, region=chosen.region
            )
        around = timedelta(0) if chosen.open_on is None else _HOLIDAYS_AROUND
        holidays = holidays_between(day - around, day + _HOLIDAYS_AROUND)
        asks_google = platform.google_places.is_asked
        page = Home(chosen, found, regions, themes, holidays[:6], festivals, asks_google)
        return rendered(home(page, visitor, assets)).encode()

    key = f"home:{visitor.language}:{visitor.today}:{chosen.address()}"
    return Markup((await platform.cache.get_or_make(key, _KEPT_S, make)).decode())  # noqa: S704 (rendered above)


def _info(request: Request, visitor: Visitor, chosen: Exploration) -> PageInfo:
    base = site_address(request)
    where = visitor.text(REGIONS[chosen.region].name) if chosen.region else ""
    what = ", ".join(visitor.text(THEMES[theme].name) for theme in chosen.themes)
    topic = " · ".join(part for part in (chosen.q, where, what) if part)
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": "FFFF",
        "url": f"{base}/",
        "inLanguage": visitor.language.value,
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{base}/?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }
    assets: Assets = request.state.assets
    indexed = not (
        chosen.q or chosen.open_on or chosen.bbox or chosen.near or chosen.cursor or len(chosen.themes) > 1
    )
    return PageInfo(
        title=f"{topic} · FFFF" if topic else visitor.t("FFFF · Korea, at the right hour"),
        description=visitor.t(
            "Find a place in Korea in any script, see when it is open, and plan the day around it."
        ),
        data=(data,),
        indexed=indexed,
        pictures={
            "light": assets.url("illustrations/hero.svg"),
            "dark": assets.url("illustrations/hero-dark.svg"),
        },
        canonical_query=chosen.address().removeprefix("/") if indexed else "",
    )
