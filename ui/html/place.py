"""The page of one place, part by part in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from htpy import (
    Element,
    Node,
    a,
    button,
    dd,
    details,
    dialog,
    div,
    dl,
    dt,
    form,
    fragment,
    h1,
    h2,
    img,
    input,
    label,
    li,
    nav,
    ol,
    p,
    section,
    span,
    summary,
    table,
    tbody,
    td,
    th,
    tr,
    ul,
)

from edge.assets import Assets
from models.language import Language, Texts
from models.place import Place
from models.region import Region
from models.theme import Theme
from services.opening_hours import DayState, WeekDay, last_admission, spans_on, state_at, state_on, week_from
from services.places import NearbyPlace, PlaceSummary, photos_of
from services.vocabulary import REGIONS, THEMES
from ui.formatters import clock, long_day, metres, minutes, number, short_day, span_text, weekday, won
from ui.html.frame import LANGUAGE_NAMES
from ui.html.icons import icon
from ui.html.map_frame import map_frame
from ui.html.pictures import credited_photo
from ui.html.place_card import like_button, place_card
from ui.visitor import Visitor

_LONGEST_WALK_MINUTES = 60


@dataclass(frozen=True, slots=True)
class PlacePage:
    """What the page of a place shows; `day` is the chosen day, today when none is."""

    place: Place
    near: Sequence[NearbyPlace]
    alike: Sequence[PlaceSummary]
    day: date


def place_page(page: PlacePage, visitor: Visitor, assets: Assets) -> Node:
    """The whole page between top bar and footer."""
    place = page.place
    return div(".place")[
        _trail(place, visitor),
        _gallery(place, visitor, assets),
        div(".place-columns")[
            div(".place-main")[
                _title(place, visitor),
                _actions(place, visitor),
                _description(place, visitor),
                _hours(page, visitor),
                _names(place, visitor),
            ],
            div(".place-side")[
                _facts(page, visitor),
                _address(place, visitor),
            ],
        ],
        _surroundings(page, visitor, assets),
        _alike(page, visitor, assets),
        _driver_card(place, visitor),
    ]


def _trail(place: Place, visitor: Visitor) -> Element:
    theme = Theme(place.themes[0])
    return nav(".trail", aria_label=visitor.t("You are here"))[
        ol[
            li[a(href="/")[visitor.t("Explore")]],
            li[a(href=f"/?region={place.region}#explore")[visitor.text(REGIONS[Region(place.region)].name)]],
            li[a(href=f"/?theme={theme}#explore")[visitor.text(THEMES[theme].name)]],
        ]
    ]


def _gallery(place: Place, visitor: Visitor, assets: Assets) -> Element:
    """The photos over the poster of the theme; where there are fewer than two, the poster of the region joins them."""
    theme = assets.url(f"illustrations/themes/{place.themes[0]}.svg")
    region = assets.url(f"illustrations/regions/{place.region}.svg")
    photos = photos_of(place.photos)
    alt = visitor.text(place.name)
    return div(".gallery")[
        (credited_photo(photo, theme, alt=alt, eager=number == 0) for number, photo in enumerate(photos)),
        (
            span(".picture")[img(".poster", src=address, alt="", width="640", height="480")]
            for address in (theme, region)[len(photos) :]
        ),
    ]


def _title(place: Place, visitor: Visitor) -> Element:
    korean = place.name.get(Language.KO, "")
    return div(".place-title")[
        p(".card-kicker")[
            " · ".join(
                [
                    visitor.text(REGIONS[Region(place.region)].name),
                    *(visitor.text(THEMES[Theme(t)].name) for t in place.themes),
                ]
            )
        ],
        h1(data_testid="place-name")[visitor.text(place.name)],
        p(".place-korean", lang="ko", data_testid="place-name-ko")[korean]
        if visitor.language is not Language.KO
        else fragment[
            p(".place-korean", lang="en")[place.name.get(Language.EN, "")],
            span(".visually-hidden", lang="ko", data_testid="place-name-ko")[korean],
        ],
        place.rating is not None
        and p(".rating")[
            icon("star", size=16),
            visitor.t("{rating} from {count} travellers").format(
                rating=number(place.rating, visitor), count=place.rating_count
            ),
        ],
    ]


def _actions(place: Place, visitor: Visitor) -> Element:
    to_sign_in = f"/login?next={quote(f'/places/{place.id}')}"
    return div(".actions")[
        a(".primary", href=to_sign_in, data_testid="add-to-schedule")[
            icon("calendar-plus"), visitor.t("Add to schedule")
        ],
        button(".secondary", type="button", data_testid="driver-card-button", data_opens="driver-card")[
            icon("car"), visitor.t("Show to driver")
        ],
        button(".secondary", type="button", data_share=True, data_done=visitor.t("Link copied"))[
            icon("share"), visitor.t("Share")
        ],
        like_button(place.id, visitor.text(place.name), place.likes_count, visitor),
    ]


def _description(place: Place, visitor: Visitor) -> Node:
    text = visitor.text(place.description)
    return text and p(".description", lang=_language_of(text, place.description))[text]


def _language_of(text: str, texts: Texts) -> str | None:
    return next((tag for tag, other in texts.items() if other == text), None)


def _facts(page: PlacePage, visitor: Visitor) -> Element:
    place = page.place
    return section(".facts", aria_label=visitor.t("At a glance"))[
        _now(place, visitor),
        dl[
            _fact(
                "clock", visitor.t("Usual stay"), place.stay_minutes and minutes(place.stay_minutes, visitor)
            ),
            _fact("ticket", visitor.t("Admission"), _admission(place, visitor)),
            _fact(
                "phone",
                visitor.t("Phone"),
                place.phone and a(href=f"tel:{place.phone.replace(' ', '')}")[place.phone],
            ),
            _fact(
                "globe",
                visitor.t("Website"),
                place.website
                and a(href=place.website, rel="noopener nofollow", target="_blank")[_host(place.website)],
            ),
        ],
    ]


def _fact(icon_name: str, name: str, value: Node) -> Node:
    return value and div(".fact")[dt[icon(icon_name), name], dd[value]]


def _now(place: Place, visitor: Visitor) -> Node:
    """What the opening hours mean at this moment in Korea."""
    now = state_at(place.opening_hours, visitor.now)
    if now.state is DayState.UNKNOWN:
        return p(".now.unknown", data_testid="open-state")[
            visitor.t("Opening hours are not known to us. Please check before you go.")
        ]
    if now.state is DayState.OPEN:
        text = (
            visitor.t("Open now until {time}").format(time=clock(now.until.time()))
            if now.until
            else visitor.t("Open now, day and night")
        )
        if now.until and now.until.date() > visitor.today and now.until.time().hour >= 6:
            text = visitor.t("Open now, day and night")
        return p(".now.open", data_testid="open-state")[text]
    if now.until is None:
        return p(".now.closed", data_testid="open-state")[visitor.t("Closed now")]
    if now.until.date() == visitor.today:
        text = visitor.t("Closed now, opens today at {time}").format(time=clock(now.until.time()))
    else:
        text = visitor.t("Closed now, opens {day} at {time}").format(
            day=short_day(now.until.date(), visitor), time=clock(now.until.time())
        )
    return p(".now.closed", data_testid="open-state")[text]


def _admission(place: Place, visitor: Visitor) -> Node:
    fees = place.admission
    if not fees:
        return None
    if fees.get("free"):
        return visitor.t("Free")
    kinds = {"adult": visitor.t("Adults"), "youth": visitor.t("Youths"), "child": visitor.t("Children")}
    free = visitor.t("free")
    lines = [
        f"{name} {won(fees[kind], visitor) if fees[kind] else free}"
        for kind, name in kinds.items()
        if kind in fees
    ]
    note = fees.get("note_ko" if visitor.language is Language.KO else "note_en")
    return ul(".plain")[(li[line] for line in lines), note and li(".note")[note]]


def _host(address: str) -> str:
    return address.split("/")[2].removeprefix("www.")


def _hours(page: PlacePage, visitor: Visitor) -> Element:
    place = page.place
    return section(".hours", aria_labelledby="hours-title", data_testid="opening-hours")[
        h2("#hours-title")[visitor.t("Opening hours")],
        _week(place, page.day, visitor),
        _on_chosen_day(page, visitor),
    ]


def _week(place: Place, day: date, visitor: Visitor) -> Element:
    if place.opening_hours is None:
        return p[visitor.t("Opening hours are not known to us. Please check before you go.")]
    week = week_from(place.opening_hours, visitor.today)
    if all(span_text(each) == "00:00–24:00" for one in week for each in one.spans) and all(
        one.spans for one in week
    ):
        return p[visitor.t("Open day and night, every day.")]
    return table(".week")[tbody[(_week_row(one, place, day, visitor) for one in week)]]


def _week_row(one: WeekDay, place: Place, day: date, visitor: Visitor) -> Element:
    hours = ", ".join(span_text(each) for each in one.spans) or visitor.t("Closed")
    last = last_admission(one.spans[-1], place.last_admission_minutes) if one.spans else None
    classes = {"picked": one.day == day, "closed": not one.spans}
    return tr(class_=classes)[
        th(scope="row")[
            weekday(one.day, visitor),
            one.day == visitor.today and span(".today")[visitor.t("today")],
            one.holiday and span(".holiday")[visitor.t("public holiday")],
        ],
        td[hours],
        td(".last")[last and visitor.t("last entry {time}").format(time=clock(last))],
    ]


def _on_chosen_day(page: PlacePage, visitor: Visitor) -> Element:
    """Ask about another day, and the answer for the chosen one."""
    return form(
        ".on-day",
        action=f"/places/{page.place.id}#hours-title",
        method="get",
        data_submit_on_change_form=True,
    )[
        label(".tool")[
            span[visitor.t("Going on")],
            input(
                type="date",
                name="on",
                value=page.day.isoformat(),
                min="1970-01-01",
                max="2100-12-31",
                data_testid="open-on-date",
                data_submit_on_change=True,
            ),
        ],
        button(".secondary.only-without-scripts", type="submit")[visitor.t("Check")],
        p(class_=["answer", state_on(page.place.opening_hours, page.day).value.lower()], role="status")[
            _day_sentence(page, visitor)
        ],
    ]


def _day_sentence(page: PlacePage, visitor: Visitor) -> str:
    place, day = page.place, long_day(page.day, visitor)
    state = state_on(place.opening_hours, page.day)
    if state is DayState.UNKNOWN:
        return visitor.t("We do not know the hours on {day}.").format(day=day)
    if state is DayState.CLOSED:
        return visitor.t("Closed on {day}.").format(day=day)
    spans = spans_on(place.opening_hours or "", page.day)
    hours = ", ".join(span_text(one) for one in spans)
    last = last_admission(spans[-1], place.last_admission_minutes)
    if last is None:
        return visitor.t("Open on {day}, {hours}.").format(day=day, hours=hours)
    return visitor.t("Open on {day}, {hours}. Last entry at {time}.").format(
        day=day, hours=hours, time=clock(last)
    )


def _names(place: Place, visitor: Visitor) -> Element:
    return details(".names")[
        summary[visitor.t("The name in five languages")],
        dl[
            (
                div[dt[LANGUAGE_NAMES[language]], dd(lang=language.value)[place.name[language]]]
                for language in Language
                if place.name.get(language)
            )
        ],
    ]


def _address(place: Place, visitor: Visitor) -> Node:
    korean = place.address.get(Language.KO, "")
    own = visitor.text(place.address)
    if not own:
        return None
    return section(".address", aria_labelledby="address-title")[
        h2("#address-title")[visitor.t("Getting there")],
        p(".address-own")[icon("pin"), own],
        own != korean and p(".address-korean", lang="ko")[korean],
        div(".actions.small")[
            button(
                ".secondary", type="button", data_copy=korean or own, data_done=visitor.t("Address copied")
            )[icon("copy"), visitor.t("Copy address")],
        ],
        p(".open-in-lead")[visitor.t("Open in")],
        div(".actions.small")[_map_links(place)],
    ]


def _map_links(place: Place) -> Node:
    """Hand over to the map apps; Naver and Kakao find their way in Korea, Google's walking and driving often does not."""
    korean = quote(place.name.get(Language.KO, ""))
    links = {
        "naver": (
            "Naver Map",
            f"https://map.naver.com/p/search/{korean}?c={place.lng},{place.lat},16,0,0,0,dh",
        ),
        "kakao": (
            "KakaoMap",
            f"https://map.kakao.com/link/map/{korean.replace('%2C', '')},{place.lat},{place.lng}",
        ),
        "google": ("Google Maps", f"https://www.google.com/maps/search/?api=1&query={place.lat},{place.lng}"),
    }
    return [
        a(".secondary", href=address, target="_blank", rel="noopener", data_testid=f"open-in-{key}")[name]
        for key, (name, address) in links.items()
    ]


def _surroundings(page: PlacePage, visitor: Visitor, assets: Assets) -> Element:
    place = page.place
    here = {
        "lat": str(place.lat),
        "lng": str(place.lng),
        "name": visitor.text(place.name),
        "place": place.id,
        "theme": place.themes[0],
    }
    return section(".surroundings", aria_labelledby="near-title")[
        div(".near")[
            h2("#near-title")[visitor.t("Near here")],
            ol[(_near(one, visitor) for one in page.near)]
            if page.near
            else p(".note")[visitor.t("None of our other places is within five kilometres.")],
            p(".note")[visitor.t("Walking times are estimates.")] if page.near else None,
        ],
        map_frame(visitor, assets, data=here, tools=False),
    ]


def _near(one: NearbyPlace, visitor: Visitor) -> Element:
    walk = minutes(one.walk_minutes, visitor) if one.walk_minutes <= _LONGEST_WALK_MINUTES else None
    return li(data_testid="nearby-place", data_place_id=one.place.id)[
        a(href=f"/places/{one.place.id}")[
            span(".near-name")[visitor.text(one.place.name)],
            span(".near-walk")[
                walk and [icon("walk", size=16), walk, " · "],
                metres(one.distance_m, visitor),
            ],
        ]
    ]


def _alike(page: PlacePage, visitor: Visitor, assets: Assets) -> Node:
    if not page.alike:
        return None
    return section(".alike", aria_labelledby="alike-title")[
        h2("#alike-title")[visitor.t("Places like this one")],
        ol(".card-grid")[(place_card(one, page.day, visitor, assets) for one in page.alike)],
    ]


def _driver_card(place: Place, visitor: Visitor) -> Element:
    """Name and address in large Hangul, to hold up to a driver."""
    return dialog("#driver-card", data_testid="driver-card", aria_label=visitor.t("Show to driver"))[
        div(".driver", lang="ko")[
            p(".driver-please")["이곳으로 가 주세요"],
            p(".driver-name")[place.name.get(Language.KO, "")],
            p(".driver-address")[place.address.get(Language.KO, "")],
            place.phone and p(".driver-phone")[place.phone],
        ],
        form(method="dialog")[button(".secondary", autofocus=True)[icon("close"), visitor.t("Close")]],
    ]
