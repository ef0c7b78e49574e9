"""What every page has around its own part: skip link, top bar, footer, the strip of tabs on a phone."""

from dataclasses import dataclass

from htpy import (
    Element,
    Node,
    a,
    button,
    div,
    footer,
    form,
    header,
    img,
    input,
    label,
    main,
    nav,
    option,
    p,
    select,
    small,
    span,
)
from markupsafe import Markup

from edge.assets import Assets
from models.language import Language
from services.object_keys import avatar_key
from services.pictures import AVATAR_EDGES
from ui.html import rendered
from ui.html.icons import icon
from ui.visitor import SCHEMES, Visitor

LANGUAGE_NAMES = {
    Language.KO: "한국어",
    Language.EN: "English",
    Language.JA: "日本語",
    Language.ZH_HANS: "简体中文",
    Language.ZH_HANT: "繁體中文",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the three places of the product in its navigation."""

    path: str
    label: str
    icon: str


def framed(
    content: Node,
    visitor: Visitor,
    assets: Assets,
    *,
    current: str = "",
    fab: Node = None,
    search: bool = True,
) -> Markup:
    """Put a page's own part between the top bar and the footer; `current` is the path of the tab it belongs to.

    NiceGUI's elements appear in `#app`, at the end of the page's own part.
    """
    return rendered(
        [
            a(".skip-link", href="#main")[visitor.t("Skip to content")],
            _top_bar(visitor, assets, current, search=search),
            main("#main", class_={"has-fab": bool(fab)}, tabindex="-1")[content, fab, div("#app")],
            _footer(visitor),
            _tab_strip(visitor, current),
            div(
                "#toasts",
                role="status",
                aria_live="polite",
                **_words_of_likes(visitor),
            ),
        ]
    )


def _words_of_likes(visitor: Visitor) -> dict[str, str]:
    """What `assets/js/likes.js` says."""
    return {
        "data_word_liked": visitor.t("Saved in this browser."),
        "data_word_sign_in": visitor.t("Sign in"),
        "data_word_unliked": visitor.t("Like removed."),
        "data_word_undo": visitor.t("Undo"),
        "data_word_failed": visitor.t("That did not reach us, so nothing was changed."),
        "data_word_carried": visitor.t("Likes from this browser that are now in your account: {n}"),
    }


def floating_action(address: str, text: str, icon_name: str) -> Element:
    """The one thing one does most on a page."""
    return a(".fab", href=address, data_testid="fab")[icon(icon_name), span[text]]


def _tabs(visitor: Visitor) -> tuple[Tab, ...]:
    return (
        Tab("/", visitor.t("Explore"), "compass"),
        Tab("/schedule", visitor.t("Schedule"), "calendar"),
        Tab("/mypage", visitor.t("My page"), "person"),
    )


def _top_bar(visitor: Visitor, assets: Assets, current: str, *, search: bool) -> Element:
    return header(".top-bar")[
        div(".top-bar-inner")[
            a(".brand", href="/", aria_label=visitor.t("FFFF, to the home page"))[
                Markup('<img src="{}" alt="" width="32" height="32">').format(
                    assets.url("illustrations/favicon.svg")
                ),
                span(".wordmark")["FFFF"],
            ],
            _search(visitor)
            if search
            else a(".top-search-link", href="#search-input", aria_label=visitor.t("Search"))[icon("search")],
            nav(".top-tabs", aria_label=visitor.t("Main"))[
                (
                    a(href=tab.path, aria_current="page" if tab.path == current else None)[tab.label]
                    for tab in _tabs(visitor)
                )
            ],
            _language_select(visitor),
            _scheme_toggle(visitor),
            account_corner(visitor),
        ]
    ]


def account_corner(visitor: Visitor) -> Element:
    """The end of the top bar: the way in, or who is signed in and the way out."""
    if visitor.user is None:
        return a(".sign-in", href="/login", data_testid="login-link", aria_label=visitor.t("Sign in"))[
            icon("person"), span[visitor.t("Sign in")]
        ]
    return div(".account", data_signed_in=True)[
        a(".account-link", href="/mypage", title=visitor.user.display_name)[
            avatar(visitor.user.display_name, visitor.user.avatar),
            span(".visually-hidden")[visitor.t("My page")],
        ],
        form(action="/session/end", method="post")[
            button(
                ".icon-button",
                type="submit",
                data_testid="logout-button",
                aria_label=visitor.t("Sign out"),
                title=visitor.t("Sign out"),
            )[icon("sign-out")]
        ],
    ]


def avatar(name: str, picture: str | None, *, size: int = 32) -> Node:
    """A traveller's picture, or the first letter of their name."""
    if picture:
        edge = next((edge for edge in AVATAR_EDGES if edge >= 2 * size), max(AVATAR_EDGES))
        address = f"/media/{avatar_key(picture, edge)}"
        return img(".avatar", src=address, alt="", width=str(size), height=str(size))
    return span(".avatar", style=f"width:{size}px;height:{size}px", aria_hidden="true")[name[:1].upper()]


def _search(visitor: Visitor) -> Element:
    return form(".top-search", action="/#results", method="get", role="search")[
        icon("search"),
        input(
            type="search",
            name="q",
            maxlength="200",
            placeholder=visitor.t("Search places"),
            aria_label=visitor.t("Search places"),
            autocomplete="off",
            data_testid="search-input",
            data_suggest=True,
        ),
    ]


def _language_select(visitor: Visitor) -> Element:
    return form(".language", action="/session/language", method="post")[
        input(type="hidden", name="back", value=visitor.here(lang=None)),
        label[
            icon("globe"),
            span(".visually-hidden")[visitor.t("Language")],
            select(name="language", data_testid="language-select", data_submit_on_change=True)[
                (
                    option(value=language.value, selected=language is visitor.language, lang=language.value)[
                        name
                    ]
                    for language, name in LANGUAGE_NAMES.items()
                )
            ],
        ],
        button(".only-without-scripts", type="submit")[visitor.t("Change")],
    ]


def _scheme_toggle(visitor: Visitor) -> Element:
    following = (
        SCHEMES[(SCHEMES.index(visitor.scheme) + 1) % len(SCHEMES)] if visitor.scheme != "auto" else "dark"
    )
    return form(".scheme", action="/session/scheme", method="post")[
        input(type="hidden", name="back", value=visitor.here()),
        button(
            ".icon-button",
            name="scheme",
            value=following,
            data_testid="theme-toggle",
            data_scheme_toggle=True,
            aria_label=visitor.t("Light or dark"),
            title=visitor.t("Light or dark"),
        )[span(".when-light")[icon("moon")], span(".when-dark")[icon("sun")]],
    ]


def _tab_strip(visitor: Visitor, current: str) -> Element:
    return nav(".tab-strip", aria_label=visitor.t("Main, at the bottom"))[
        (
            a(href=tab.path, aria_current="page" if tab.path == current else None)[
                icon(tab.icon), span[tab.label]
            ]
            for tab in _tabs(visitor)
        )
    ]


def _footer(visitor: Visitor) -> Element:
    return footer(".footer")[
        div(".footer-inner")[
            p(".footer-line")[
                visitor.t("FFFF plans travel in Korea around the hours when places are really open.")
            ],
            nav(aria_label=visitor.t("About FFFF"))[
                a(href="/about")[visitor.t("About and data credits")],
                a(href="/privacy")[visitor.t("Privacy")],
                a(href="/v1/docs")[visitor.t("API")],
            ],
            small[
                visitor.t(
                    "Base map: Natural Earth. Facts and pictures: Korea Tourism Organization, each credited where it is shown."
                )
            ],
        ]
    ]
