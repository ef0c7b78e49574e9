"""The HTML document of a page: what stands in its head, and NiceGUI's template around its body."""

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nicegui
import nicegui.client
from fastapi.templating import Jinja2Templates
from htpy import Node, head, html, link, meta, script, title
from htpy import body as html_body
from markupsafe import Markup
from nicegui import Client, ui
from nicegui.element import Element
from starlette.requests import Request
from starlette.responses import HTMLResponse

from edge.assets import Assets
from models.language import Language
from ui.html import rendered
from ui.visitor import Visitor, site_address

QUASAR_LANGUAGES = {
    Language.KO: "ko-KR",
    Language.EN: "en-US",
    Language.JA: "ja",
    Language.ZH_HANS: "zh-CN",
    Language.ZH_HANT: "zh-TW",
}


@dataclass(frozen=True, slots=True)
class Document:
    """What `templates/index.html` fills in."""

    lang: str
    scheme: str
    title: str
    head: Markup
    body: Markup
    imports: str
    scripts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageInfo:
    """What search engines, link previews and the browser are told about a page.

    `image` is the address of a picture for previews; `pictures` are those seen first, by colour scheme.
    """

    title: str
    description: str
    image: str | None = None
    data: Sequence[dict[str, object]] = ()
    indexed: bool = True
    pictures: Mapping[str, str] = field(default_factory=dict[str, str])
    canonical_query: str = ""


def use_own_template() -> None:
    """Let NiceGUI render its pages with our template, and leave the language of the document to us."""
    templates = Jinja2Templates(Path(__file__).parent / "templates")
    templates.env.globals["take_document"] = _take_document  # pyright: ignore[reportArgumentType]
    nicegui.client.templates = templates
    nicegui.app.config.quasar_config["lang"] = {"noHtmlAttrs": True}
    nicegui.app.config.quasar_config["loadingBar"] = {"skipHijack": True}  # uploads show their own progress


def send_document(
    request: Request,
    visitor: Visitor,
    info: PageInfo,
    body: Markup,
    *,
    scripts: Sequence[str] = (),
    styles: Sequence[str] = (),
) -> None:
    """Make this request's NiceGUI page answer with the body.

    `scripts` are files below `assets/js`, `styles` files below `assets/css`, both beside those that every page has.
    """
    request.state.document = _document(request, visitor, info, body, scripts, styles)
    client = ui.context.client
    _page_element(client).tag = "div"  # Quasar's own page would be a second <main>
    client.page = copy.copy(client.page)
    client.page.language = QUASAR_LANGUAGES[visitor.language]  # pyright: ignore[reportAttributeAccessIssue]
    client.page.dark = {"light": False, "dark": True, "auto": None}[visitor.scheme]


def _page_element(client: Client) -> Element:
    slot = client.content.parent_slot
    if slot is None:
        raise RuntimeError("NiceGUI's content stands outside of its page")
    return slot.parent


def _take_document(request: Request) -> Document:
    """Hand the document to the template and let go of it: NiceGUI keeps the request as long as the page is open."""
    document: Document = request.state.document
    del request.state.document
    return document


def plain_document(
    request: Request,
    visitor: Visitor,
    info: PageInfo,
    body: Markup,
    *,
    status: int = 200,
    scripts: Sequence[str] = (),
    styles: Sequence[str] = (),
) -> HTMLResponse:
    """Answer with a page that is only read: the same document without NiceGUI and its connection."""
    document = _document(request, visitor, info, body, scripts, styles)
    page = html(lang=document.lang, data_scheme=document.scheme)[
        head[
            meta(charset="utf-8"),
            title[document.title],
            meta(name="viewport", content="width=device-width, initial-scale=1"),
            meta(name="color-scheme", content="light dark"),
            document.head,
            script(type="importmap", nonce=request.state.nonce)[
                Markup('{"imports": {' + document.imports + "}}")  # noqa: S704 (our own file names)
            ],
            (script(type="module", nonce=request.state.nonce, src=url) for url in document.scripts),
        ],
        html_body[document.body],
    ]
    return HTMLResponse(str(page), status, {"Cache-Control": "no-store"})


def part_of_page(content: Node) -> HTMLResponse:
    """Answer with what one of our scripts puts into a page that is open already."""
    return HTMLResponse(rendered(content), headers={"Cache-Control": "no-store"})


def _document(
    request: Request,
    visitor: Visitor,
    info: PageInfo,
    body: Markup,
    scripts: Sequence[str],
    styles: Sequence[str],
) -> Document:
    assets: Assets = request.state.assets
    return Document(
        lang=visitor.language,
        scheme=visitor.scheme,
        title=info.title,
        head=_head(request, visitor, info, assets, styles),
        body=body,
        imports=_imports(assets),
        scripts=tuple(assets.url(f"js/{name}") for name in ("app.js", "likes.js", *scripts)),
    )


def _head(
    request: Request, visitor: Visitor, info: PageInfo, assets: Assets, styles: Sequence[str]
) -> Markup:
    base = site_address(request)
    address = f"{base}{visitor.path}"
    image = info.image or assets.url("illustrations/og.svg")
    image = image if image.startswith("https://") else base + image
    parts: list[Node] = [
        meta(name="description", content=info.description),
        (link(rel="stylesheet", href=assets.url(f"css/{name}")) for name in ("app.css", *styles)),
        link(rel="icon", type="image/svg+xml", href=assets.url("illustrations/favicon.svg")),
        link(rel="canonical", href=f"{address}{info.canonical_query}"),
        (_preload(address, scheme, visitor) for scheme, address in info.pictures.items()),
        _social(visitor, info, address, image),
        meta(name="theme-color", content="#fbf7ef", media="(prefers-color-scheme: light)"),
        meta(name="theme-color", content="#121923", media="(prefers-color-scheme: dark)"),
    ]
    if info.indexed:
        parts += [
            link(rel="alternate", hreflang=language.value, href=f"{address}?lang={language.value}")
            for language in Language
        ]
        parts.append(link(rel="alternate", hreflang="x-default", href=address))
    else:
        parts.append(meta(name="robots", content="noindex"))
    parts += [_json_ld(request, data) for data in info.data]
    return rendered(parts)


def _preload(picture: str, scheme: str, visitor: Visitor) -> Node:
    """Fetch a picture that only the stylesheet names as early as the stylesheet itself."""
    if visitor.scheme not in {scheme, "auto"}:
        return None
    media = f"(prefers-color-scheme: {scheme})" if visitor.scheme == "auto" else None
    return link(
        rel="preload", as_="image", type="image/svg+xml", href=picture, media=media, fetchpriority="high"
    )


def _social(visitor: Visitor, info: PageInfo, address: str, image: str) -> Node:
    properties = {
        "og:site_name": "FFFF",
        "og:type": "website",
        "og:title": info.title,
        "og:description": info.description,
        "og:url": address,
        "og:image": image,
        "og:locale": visitor.language.replace("-", "_"),
    }
    return [
        *(meta(property=name, content=content) for name, content in properties.items()),
        meta(name="twitter:card", content="summary_large_image"),
    ]


def _json_ld(request: Request, data: dict[str, object]) -> Node:
    """Structured data for search engines, with nothing in it that could end the script early."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return script(type="application/ld+json", nonce=request.state.nonce)[Markup(text)]  # noqa: S704 (no "<" is left)


def _imports(assets: Assets) -> str:
    modules = {f"ffff/{Path(name).stem}": url for name, url in assets.urls("js/").items()}
    return json.dumps(modules)[1:-1]
