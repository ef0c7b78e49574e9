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
                t("Without an account"),
                [
                    t(
                        "We keep nothing about you on our servers. Your language and your choice of light or dark are two cookies in your browser, lang and scheme, kept for a year. Hearts you give are kept in your browser only, and come into your account when you sign in."
                    ),
                    t(
                        "Against abuse we count tries, such as signing in, by network address and account. Only scrambled values that cannot be read back are counted, and they are forgotten after an hour at most."
                    ),
                    t("There is no advertising, no tracking and no third-party script on these pages."),
                ],
            ),
            (
                t("With an account"),
                [
                    t(
                        "Your e-mail address and whether you have confirmed it, your name, language, colours and picture: to know you again and to send you the mails you ask for. Of your password only a hash, from which nobody can read it."
                    ),
                    t(
                        "What you give us: hearts, visits, ratings, photos and reports. That is what the account is for."
                    ),
                    t(
                        "What you plan: your entries with their notes, your trips with who is in them and as what, the links you make to them, and your calendar addresses. So that a change can be undone, how an entry stood before and after it."
                    ),
                    t(
                        "Where you sign in with Google, Kakao or Naver: their number for you, and the e-mail address they tell us. They learn that you sign in here, and nothing of what you do. Until you are back, cookies of a quarter of an hour hold what their answer must match."
                    ),
                    t(
                        "Where this site asks Google Maps for travel times, about a place you look at, or for an address that a search has not found here, our server does so, not your browser: Google gets where two stops are and when one leaves, the name of the place, or the words of the search, and nothing of who you are."
                    ),
                    t(
                        "Each signed-in device, by the name its browser gives itself, with the time it was last used. A cookie named session knows it again. You see the list on My page and can end each one."
                    ),
                    t("Of your tokens for scripts: the name, the time of their last use, and a hash."),
                ],
            ),
            (
                t("How long"),
                [
                    t("What belongs to your account stays until you remove it or delete the account."),
                    t(
                        "A device that is not used for 60 days is signed out. Links in mails work for 30 minutes, downloads of your data for 24 hours. What is over is deleted in the following night."
                    ),
                    t(
                        "Links to a trip work until the day you choose or until you revoke them. Changes can be undone for 90 days. What programs of yours were answered to a request that they may repeat is kept for a day."
                    ),
                    t(
                        "When you delete your account, all of it goes at once: hearts and stars are no longer counted, photos and downloads are deleted, every device is signed out. A file that cannot be deleted at that moment goes in one of the following nights."
                    ),
                    t(
                        "A trip that others may edit then passes to the one of them who has been in it longest. What you have planned in the trips of others stays there, without your name."
                    ),
                    t(
                        "Our servers keep no list of who has opened which page. When something fails they note the error and the address of the page, not who asked for it."
                    ),
                ],
            ),
            (
                t("What others see"),
                [
                    t(
                        "Ratings and photos are public, with the name you have chosen and your picture. Hearts are public as a number only. Visits and your e-mail address are seen by nobody but you."
                    ),
                    t(
                        "Your plans are seen by nobody but you, and a trip by who is in it, with the names and pictures of all. Whoever has a link that you share reads the trip without an account; notes and names stand there only if you choose so. Whoever has your calendar address reads what is in that calendar."
                    ),
                    t(
                        "Pictures you send are drawn anew before they are kept: the place where they were taken, the camera and everything else a file may hide are gone."
                    ),
                    t(
                        "Pictures of places are loaded from the Korea Tourism Organization's server, which thereby learns your network address; the page you look at is not told to it. Links to Naver, Kakao and Google open their sites only when you follow them."
                    ),
                ],
            ),
            (
                t("What you can do"),
                [
                    t(
                        "On My page you can download all that we keep about you, change it, and delete your account. You need not give a reason or ask anybody."
                    ),
                ],
            ),
        ],
    )
