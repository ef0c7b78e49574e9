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
                        "All times are in Korean time. Opening hours take Korean public holidays into account. Ratings "
                        "appear only once travellers have given them."
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
                t("Without an account"),
                [
                    t(
                        "We keep nothing about you on our servers. Your language and your choice of light or dark are "
                        "two cookies in your browser, lang and scheme, kept for a year. Likes are kept only in your "
                        "browser, and move to your account when you sign in."
                    ),
                    t(
                        "To prevent abuse we count attempts, such as sign-ins, by network address and account. We count "
                        "only scrambled values that cannot be turned back, and forget them after an hour at most."
                    ),
                    t("There is no advertising, no tracking and no third-party script on these pages."),
                ],
            ),
            (
                t("With an account"),
                [
                    t(
                        "Your e-mail address and whether you have confirmed it, your name, language, colours and "
                        "picture: to recognise you and to send you the e-mails you ask for. Of your password we keep "
                        "only a hash, from which no one can read it."
                    ),
                    t(
                        "What you give us: likes, visits, ratings, photos and reports. That is what the account is for."
                    ),
                    t(
                        "What you plan: your entries with their notes, your trips with their members and roles, the "
                        "links you create, and your calendar addresses. So that changes can be undone, we also keep how "
                        "an entry was before and after each one."
                    ),
                    t(
                        "If you sign in with Google, Kakao or Naver: their number for you, and the e-mail address they "
                        "give us. They learn that you sign in here, and nothing about what you do. Until you are back, "
                        "cookies that last 15 minutes hold what their answer must match."
                    ),
                    t(
                        "When this site asks Google Maps for travel times, about a place you are looking at, or for an "
                        "address that a search has not found here, our server asks, not your browser. Google learns "
                        "where two stops are and when you leave, the name of the place, or the words of the search, and "
                        "nothing about who you are."
                    ),
                    t(
                        "Each signed-in device, by the name its browser gives, with the time it was last used. A cookie "
                        "named session recognises it. You can see the list on My page and sign out each one."
                    ),
                    t("For your API tokens: the name, when each was last used, and a hash."),
                ],
            ),
            (
                t("How long"),
                [
                    t("What belongs to your account is kept until you remove it or delete the account."),
                    t(
                        "A device that has not been used for 60 days is signed out. Links in e-mails work for 30 "
                        "minutes, downloads of your data for 24 hours. Whatever has expired is deleted the following "
                        "night."
                    ),
                    t(
                        "Links to a trip work until the day you choose or until you revoke them. Changes can be undone "
                        "for 90 days. Answers to requests that your programs may repeat are kept for a day."
                    ),
                    t(
                        "When you delete your account, everything is deleted at once: likes and stars no longer count, "
                        "photos and downloads are removed, every device is signed out. A file that cannot be deleted at "
                        "that moment is deleted on one of the following nights."
                    ),
                    t(
                        "A trip that others can edit then passes to whoever has been its editor longest. What you "
                        "planned in other people's trips stays there, without your name."
                    ),
                    t(
                        "Our servers keep no record of who opened which page. When something fails, they log the error "
                        "and the page's address, not who asked for it."
                    ),
                ],
            ),
            (
                t("What others see"),
                [
                    t(
                        "Ratings and photos are public, shown with your chosen name and picture. Likes are public only "
                        "as a number. Only you can see your visits and your e-mail address."
                    ),
                    t(
                        "Only you can see your plans, and only its members can see a trip, with everyone's name and "
                        "picture. Anyone with a link you share can read the trip without an account; notes and names are"
                        " included only if you choose so. Anyone with your calendar address can read what is in that "
                        "calendar."
                    ),
                    t(
                        "Pictures you upload are redrawn before they are stored: where they were taken, the camera and "
                        "anything else hidden in the file are removed."
                    ),
                    t(
                        "Pictures of places are loaded from the Korea Tourism Organization's server, which therefore "
                        "learns your network address, but not which page you are looking at. Links to Naver, Kakao and "
                        "Google open their sites only when you follow them."
                    ),
                ],
            ),
            (
                t("What you can do"),
                [
                    t(
                        "On My page you can download everything we keep about you, change it, and delete your account. "
                        "You do not need to give a reason or ask anyone."
                    ),
                ],
            ),
        ],
    )
