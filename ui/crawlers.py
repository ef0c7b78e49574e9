"""What search engines and browsers fetch beside the pages."""

from xml.sax.saxutils import escape

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from edge.assets import Assets
from models.language import Language
from ui.visitor import platform_of, site_address

router = APIRouter(include_in_schema=False)

_KEPT_S = 600


@router.get("/robots.txt")
async def robots(request: Request) -> Response:
    """Everything but our fragments and forms may be read."""
    lines = [
        "User-agent: *",
        "Disallow: /fragments/",
        "Disallow: /session/",
        "Disallow: /join/",
        f"Sitemap: {site_address(request)}/sitemap.xml",
    ]
    return PlainTextResponse("\n".join(lines) + "\n")


@router.get("/sitemap.xml")
async def sitemap(request: Request) -> Response:
    """Every page with its five languages."""
    base, platform = site_address(request), platform_of(request)

    async def make() -> bytes:
        async with platform.open_unit() as services:
            places = await services.places.all_ids()
        entries = [_entry(f"{base}{path}", None) for path in ("/", "/about", "/privacy")]
        entries += [_entry(f"{base}/places/{place_id}", str(changed)) for place_id, changed in places]
        return (
            '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
            f'xmlns:xhtml="http://www.w3.org/1999/xhtml">{"".join(entries)}</urlset>'
        ).encode()

    return Response(
        await platform.cache.get_or_make(f"sitemap:{base}", _KEPT_S, make), media_type="application/xml"
    )


@router.get("/favicon.ico")
async def favicon(request: Request) -> Response:
    """Send browsers that ask without having read the page to the real icon."""
    assets: Assets = request.state.assets
    return RedirectResponse(assets.url("illustrations/favicon.svg"), 302)


def _entry(address: str, changed: str | None) -> str:
    languages = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(address)}?lang={language}"/>'
        for language in Language
    )
    return f"<url><loc>{escape(address)}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}{languages}</url>"
