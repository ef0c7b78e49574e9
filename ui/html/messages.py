"""Pages that say one thing: what went wrong, or what is to come."""

from htpy import Element, Node, a, div, h1, img, p

from edge.assets import Assets
from ui.visitor import Visitor


def message_page(
    assets: Assets, *, picture: str, title: str, text: str, links: Node, kind: str = "message", note: str = ""
) -> Element:
    """A picture, a title, a sentence and where to go from here; `picture` is a file below `illustrations/`."""
    return div(".message", data_testid="error-page" if kind == "error" else None)[
        img(src=assets.url(f"illustrations/{picture}.svg"), alt="", width="640", height="480"),
        h1[title],
        p[text],
        note and p(".note")[note],
        div(".actions")[links],
    ]


def failure_page(
    status: int, sentence: str, visitor: Visitor, assets: Assets, *, trace_id: str = ""
) -> Element:
    """The page for an address that leads nowhere or an answer that failed."""
    if status >= 500:
        return message_page(
            assets,
            kind="error",
            picture="broken",
            title=visitor.t("The bridge is out"),
            text=sentence,
            note=visitor.t("If it happens again, tell us this number: {id}").format(id=trace_id)
            if trace_id
            else "",
            links=[a(".primary", href="/")[visitor.t("Go to the home page")]],
        )
    return message_page(
        assets,
        kind="error",
        picture="lost",
        title=visitor.t("This path ends here"),
        text=sentence,
        links=[
            a(".primary", href="/")[visitor.t("Go to the home page")],
            a(".secondary", href="/#explore")[visitor.t("See all places")],
        ],
    )
