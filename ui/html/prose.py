"""About and privacy: pages that are read."""

from collections.abc import Sequence

from htpy import Element, div, h1, h2, p

from ui.visitor import Visitor


def prose_page(title: str, parts: Sequence[tuple[str, Sequence[str]]]) -> Element:
    """A title and parts of a heading with its paragraphs."""
    return div(".prose")[h1[title], ([h2[heading], (p[text] for text in texts)] for heading, texts in parts)]


def about(visitor: Visitor) -> Element:
    t = visitor.t
    return prose_page(
        t("About FFFF"),
        [
            (
                t("Find, favourite, fix, follow"),
                [
                    t(
                        "FFFF helps you travel in Korea. Find a place in any script, see when it is really open on the day you come, and build your days around that."
                    ),
                    t(
                        "All times are Korean times. Opening hours follow the Korean public holidays. A rating appears only once travellers have given one."
                    ),
                ],
            ),
            (
                t("Where the facts come from"),
                [
                    t(
                        "Names, addresses, content numbers and pictures of places: Korea Tourism Organization (TourAPI 4.0, data.go.kr). Each picture names its licence where it is shown."
                    ),
                    t(
                        "Descriptions are our own. What we do not know for certain we leave out; opening hours can change, so check before a long journey."
                    ),
                    t("Base map: Natural Earth (public domain), with corrections of our own."),
                ],
            ),
        ],
    )


def privacy(visitor: Visitor) -> Element:
    t = visitor.t
    return prose_page(
        t("Privacy"),
        [
            (
                t("What we keep"),
                [
                    t(
                        "Without an account we keep nothing about you on our servers. Your language and your choice of light or dark are two cookies in your browser, kept for a year; hearts you give are kept in your browser only."
                    ),
                    t("There is no advertising, no tracking and no third-party script on these pages."),
                ],
            ),
            (
                t("What others see"),
                [
                    t(
                        "Pictures of places are loaded from the Korea Tourism Organization's server, which thereby learns your network address; the page you look at is not told to it. Links to Naver, Kakao and Google open their sites only when you follow them."
                    ),
                ],
            ),
        ],
    )
