"""Pictures that travellers send through the pages, as a browser without scripts does, and as others then see them."""

import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import count
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image
from starlette.types import Receive, Scope, Send

from edge.assets import Assets
from edge.security import SecurityHeaders
from main import ASSETS
from models.language import Language
from services.accounts import Caller
from services.pictures import MOST_BYTES
from services.platform import Platform
from settings import Settings
from tests.drawings import picture, picture_from_seoul
from tests.html_page import Page
from tests.travellers import a_traveller, travellers
from tests.ui.test_session_forms import FOREIGN
from ui import media
from ui.pages import photos

GOOD = "three rivers and a hill"
_number = count(1)


@pytest.fixture
def minji(app_url: str) -> Iterator[httpx.Client]:
    with signed_in(app_url, "Minji") as browser:
        yield browser


@pytest.fixture
def jun(app_url: str) -> Iterator[httpx.Client]:
    with signed_in(app_url, "Jun") as browser:
        yield browser


@pytest.fixture(scope="module")
def places(app_url: str) -> Iterator[str]:
    """Places that no other test shows photos of, or looks for those of."""
    found = httpx.get(f"{app_url}/v1/places/search?limit=60&fields=id", timeout=30).json()["items"]
    return (place["id"] for place in reversed(found) if place["id"] != "gyeongbokgung")


@pytest.fixture
def place(places: Iterator[str]) -> str:
    return next(places)


@contextmanager
def signed_in(app_url: str, name: str) -> Iterator[httpx.Client]:
    """A browser of a traveller who has just registered, from a household of their own."""
    number = next(_number)
    headers = {"Origin": app_url, "X-Forwarded-For": f"203.0.113.{number}"}
    with httpx.Client(base_url=app_url, timeout=30, headers=headers) as browser:
        email = f"photographer{number}@photos.example"
        browser.post("/register", data={"email": email, "password": GOOD, "display_name": name})
        yield browser


def send(
    browser: httpx.Client,
    place: str,
    content: bytes | None = None,
    *,
    name: str = "trip.jpg",
    kind: str = "image/jpeg",
    consent: str | None = "true",
) -> httpx.Response:
    content = picture() if content is None else content
    fields = {"consent": consent} if consent else {}
    return browser.post(f"/places/{place}/photos", files={"photo": (name, content, kind)}, data=fields)


def set_avatar(browser: httpx.Client, content: bytes) -> httpx.Response:
    return browser.post("/mypage/avatar", files={"avatar": ("me.png", content, "image/png")})


def shown(browser: httpx.Client, place: str) -> list[str]:
    """The ids of the photos on the page of a place."""
    tiles = Page(browser.get(f"/places/{place}").text).testids("traveller-photo")
    return [tile["data-photo-id"] for tile in tiles]


def of_travellers(http: httpx.Client, place: str) -> list[dict[str, object]]:
    items = http.get(f"/v1/places/{place}/photos").json()["items"]
    return [item for item in items if item["source"] == "traveller"]


def refusal(answer: httpx.Response) -> str:
    (error,) = Page(answer.text).testids("form-error")
    return error.text


def test_a_photo_is_shown_to_everybody_with_its_credit(
    http: httpx.Client, minji: httpx.Client, place: str
) -> None:
    answer = send(minji, place, picture(2400, 1200))
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/places/{place}?notice=photo-added#photos",
    )
    page = Page(http.get(f"/places/{place}?notice=photo-added&fresh=1").text)
    (tile,) = page.testids("traveller-photo")
    assert "© Minji" in tile.text
    assert not page.testids("remove-photo")
    assert not page.testids("form-notice")
    (image,) = page.all("img", **{"data-photo": "", "class": "photo", "width": "1920"})
    assert (image["height"], image["loading"]) == ("960", "lazy")
    assert "Minji" in image["alt"]
    sources = dict(reversed(source.split(" ")) for source in image["srcset"].split(", "))
    assert list(sources) == ["320w", "960w", "1920w"]
    for width, address in sources.items():
        content = http.get(address)
        assert content.headers["content-type"] == "image/webp"
        assert content.headers["cache-control"] == "private, max-age=31536000, immutable"
        assert content.headers["x-content-type-options"] == "nosniff"
        assert f"{Image.open(BytesIO(content.content)).width}w" == width


def test_nothing_of_where_and_with_what_it_was_taken_is_served(
    http: httpx.Client, minji: httpx.Client, place: str
) -> None:
    sent = picture_from_seoul()
    assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825)
    send(minji, place, sent)
    set_avatar(minji, sent)
    avatar = Page(minji.get("/about").text).one("img", **{"class": "avatar"})["src"]
    addresses = [str(photo["url"]) for photo in of_travellers(http, place)]
    for address in (*addresses, *(a.replace("1920", "320") for a in addresses), avatar):
        content = http.get(address).content
        served = Image.open(BytesIO(content))
        assert not served.getexif()
        assert set(served.info) <= {"loop", "background", "timestamp", "duration"}
        assert b"camera of the sender" not in content
    assert addresses


def test_search_engines_and_the_api_hear_of_it_with_credit(
    http: httpx.Client, minji: httpx.Client, place: str
) -> None:
    send(minji, place)
    (photo,) = of_travellers(http, place)
    assert (photo["width"], photo["height"], photo["credit"]) == (640, 480, "Minji")
    assert "consent" in str(photo["licence"])
    assert http.get(str(photo["url"])).status_code == 200
    (data,) = Page(http.get(f"/places/{place}?fresh=1").text).linked_data()
    image = data["image"][-1]
    assert (image["contentUrl"], image["creditText"]) == (photo["url"], "Minji")


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("trip.jpg", b"", "image/jpeg"), "We received no picture"),
        (("trip.jpg", b"Dear diary", "image/jpeg"), "cannot read that as a picture"),
        (("trip.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"), "cannot read that"),
        (("trip.png", b"<!doctype html><script>alert(1)</script>", "image/png"), "cannot read that"),
        (("trip.gif", picture(kind="GIF"), "image/gif"), "cannot read that as a picture"),
        (("trip.jpg", picture(1200, 900)[:4000], "image/jpeg"), "damaged or incomplete"),
        (("trip.jpg", picture(120, 120), "image/jpeg"), "too small"),
        (("trip.jpg", picture() + bytes(MOST_BYTES), "image/jpeg"), "larger than 10 MB"),
    ],
)
def test_what_is_no_picture_gets_its_sentence_and_is_not_kept(
    http: httpx.Client, minji: httpx.Client, place: str, file: tuple[str, bytes, str], sentence: str
) -> None:
    answer = minji.post(f"/places/{place}/photos", files={"photo": file}, data={"consent": "true"})
    assert answer.status_code == 422
    assert sentence in refusal(answer)
    assert Page(answer.text).testids("photo-form")
    assert of_travellers(http, place) == []


def test_sixty_megapixels_are_refused_before_they_are_drawn(
    http: httpx.Client, minji: httpx.Client, place: str
) -> None:
    bomb = BytesIO()
    Image.new("1", (10_000, 6_000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 100_000
    answer = send(minji, place, bomb.getvalue(), name="bomb.png", kind="image/png")
    assert answer.status_code == 422
    assert "megapixels" in refusal(answer)
    assert of_travellers(http, place) == []


def test_a_picture_is_known_by_what_it_is_and_not_by_its_name(minji: httpx.Client, place: str) -> None:
    answer = send(minji, place, picture(kind="PNG"), name="../../notes.txt", kind="text/plain")
    assert answer.status_code == 303
    assert len(shown(minji, place)) == 1


def test_without_consent_nothing_is_shown(http: httpx.Client, minji: httpx.Client, place: str) -> None:
    for consent in (None, "", "false"):
        answer = send(minji, place, consent=consent)
        assert answer.status_code == 422
        assert "your own" in refusal(answer)
    assert of_travellers(http, place) == []


@pytest.mark.parametrize(
    "request_parts",
    [
        {"data": {"photo": "no file", "consent": "true"}},
        {"files": [("photo", ("a.jpg", picture())), ("photo", ("b.jpg", picture()))]},
        {"files": {"photo": ("a.jpg", picture())}, "data": {f"field{n}": "x" for n in range(30)}},
        {"content": b"--broken", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
        {"content": picture(), "headers": {"Content-Type": "image/jpeg"}},
    ],
)
def test_a_malformed_form_gets_a_sentence(
    minji: httpx.Client, place: str, request_parts: dict[str, object]
) -> None:
    answer = minji.post(f"/places/{place}/photos", **request_parts)
    assert answer.status_code == 422
    assert refusal(answer)


def test_a_place_that_is_not_there_has_no_photos(minji: httpx.Client) -> None:
    assert send(minji, "no-such-place").status_code == 404
    assert minji.get("/places/no-such-place/photos").status_code == 404


def test_only_who_is_signed_in_and_on_our_own_pages_sends_anything(
    app_url: str, minji: httpx.Client, place: str
) -> None:
    with httpx.Client(base_url=app_url, timeout=30, headers={"Origin": app_url}) as stranger:
        for answer in (send(stranger, place), set_avatar(stranger, picture())):
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/login?next=")
    for origin in FOREIGN:
        minji.headers["Origin"] = origin
        assert send(minji, place).status_code == 403
        assert set_avatar(minji, picture()).status_code == 403
    assert shown(minji, place) == []


def test_only_its_owner_removes_a_photo_and_then_it_is_gone_everywhere(
    http: httpx.Client, minji: httpx.Client, jun: httpx.Client, place: str
) -> None:
    send(minji, place)
    (photo_id,) = shown(minji, place)
    address = f"/media/photos/{photo_id}-320.webp"
    assert jun.post(f"/photos/{photo_id}/remove").status_code == 404
    assert http.post(f"/photos/{photo_id}/remove").status_code == 403
    assert http.get(address).status_code == 200

    back = {"Referer": f"{minji.base_url}/places/{place}/photos"}
    answer = minji.post(f"/photos/{photo_id}/remove", headers=back)
    assert answer.headers["location"] == f"/places/{place}/photos?notice=photo-removed#photos"
    assert Page(minji.get(answer.headers["location"]).text).testids("form-notice")
    assert http.get(address).status_code == 404
    assert shown(minji, place) == []
    assert of_travellers(http, place) == []
    assert minji.post(f"/photos/{photo_id}/remove").status_code == 404
    for never in (uuid4(), "x", "%00"):
        assert minji.post(f"/photos/{never}/remove").status_code == 404
        assert minji.post(f"/photos/{never}/report").status_code == 404


def test_one_reports_what_others_show(minji: httpx.Client, jun: httpx.Client, place: str) -> None:
    send(minji, place)
    (photo_id,) = shown(minji, place)
    assert minji.post(f"/photos/{photo_id}/report").status_code == 409
    answer = jun.post(f"/photos/{photo_id}/report", data={"reason": "That is my face"})
    assert answer.headers["location"] == f"/places/{place}?notice=photo-reported#photos"
    assert Page(jun.get(answer.headers["location"]).text).testids("form-notice")
    assert shown(jun, place) == [photo_id]


@pytest.mark.parametrize(
    "path",
    [
        f"/media/photos/{UUID(int=1)}-320.webp",
        "/media/photos/x-320.webp",
        f"/media/avatars/{'0' * 32}-128.webp",
        "/media/avatars/..%2Fexports%2Fx-128.webp",
        "/media/avatars/ä-128.webp",
        f"/media/exports/{UUID(int=2)}.zip",
        f"/media/photos/{UUID(int=3)}-99999999999999999999.webp",
        "/media/",
        "/media/photos/",
    ],
)
def test_an_address_without_a_picture_is_not_found_and_not_kept(http: httpx.Client, path: str) -> None:
    answer = http.get(path)
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"


def test_only_the_sizes_that_were_drawn_are_served(
    http: httpx.Client, minji: httpx.Client, place: str
) -> None:
    send(minji, place)
    (photo_id,) = shown(minji, place)
    assert [
        http.get(f"/media/photos/{photo_id}-{edge}.webp").status_code for edge in (320, 321, 960, 1920, 0)
    ] == [200, 404, 200, 200, 404]


def test_all_photos_of_a_place_are_on_a_page_of_their_own(
    http: httpx.Client, minji: httpx.Client, jun: httpx.Client, place: str
) -> None:
    for browser in (minji, jun):
        for _ in range(6):
            send(browser, place)
    page = Page(http.get(f"/places/{place}?not-kept={uuid4()}").text)
    assert len(page.testids("traveller-photo")) == 8
    assert page.all("a", href=f"/places/{place}/photos")
    every = Page(http.get(f"/places/{place}/photos").text).testids("traveller-photo")
    assert len(every) == 12
    after = Page(http.get(f"/places/{place}/photos?before={every[9]['data-photo-id']}").text)
    assert [tile["data-photo-id"] for tile in after.testids("traveller-photo")] == [
        tile["data-photo-id"] for tile in every[10:]
    ]
    assert http.get(f"/places/{place}/photos?before=x").status_code == 422


def test_a_name_full_of_markup_stays_a_name(app_url: str, http: httpx.Client, place: str) -> None:
    with signed_in(app_url, "<img src=x onerror=alert(1)>\"'") as browser:
        send(browser, place)
        page = browser.get(f"/places/{place}").text
    assert "<img src=x" not in page
    assert "<img src=x" not in http.get(f"/places/{place}").text
    (tile,) = Page(page).testids("traveller-photo")
    assert "© <img src=x onerror=alert(1)>\"'" in tile.text


@pytest.mark.parametrize("language", Language)
def test_the_pages_open_in_every_language(minji: httpx.Client, place: str, language: Language) -> None:
    for path in (f"/places/{place}/photos", "/mypage/avatar"):
        page = Page(minji.get(f"{path}?lang={language}").text)
        assert page.one("html")["lang"] == language
        assert page.one("form", enctype="multipart/form-data")


def test_an_avatar_is_shown_on_every_page_until_it_is_removed(
    http: httpx.Client, minji: httpx.Client
) -> None:
    here = {"Referer": f"{minji.base_url}/mypage/avatar"}
    answer = minji.post(
        "/mypage/avatar", files={"avatar": ("me.jpg", picture(900, 600), "image/jpeg")}, headers=here
    )
    assert answer.headers["location"] == "/mypage/avatar?notice=avatar-changed"
    page = Page(minji.get(answer.headers["location"]).text)
    assert page.testids("form-notice")
    corner = Page(minji.get("/about").text).one("img", **{"class": "avatar"})["src"]
    content = http.get(corner)
    assert Image.open(BytesIO(content.content)).size == (64, 64)
    assert content.headers["content-type"] == "image/webp"

    assert minji.post("/mypage/avatar/remove").status_code == 303
    assert http.get(corner).status_code == 404
    assert not Page(minji.get("/about").text).all("img", **{"class": "avatar"})


def test_a_script_is_told_where_to_go(minji: httpx.Client, place: str) -> None:
    minji.headers["Accept"] = "application/json"
    answer = send(minji, place)
    assert (answer.status_code, answer.json()) == (
        201,
        {"address": f"/places/{place}?notice=photo-added#photos"},
    )
    assert send(minji, place, b"Dear diary").status_code == 422


def test_what_is_no_picture_is_no_avatar(minji: httpx.Client) -> None:
    for content in (b"", b"Dear diary", picture(32, 32), picture()[:2000]):
        answer = set_avatar(minji, content)
        assert answer.status_code == 422
        assert refusal(answer)
    assert not Page(minji.get("/about").text).all("img", **{"class": "avatar"})


class TestASiteWhoseInsideWeReach:
    """The photo pages alone, on a database and a store that this test can break."""

    @pytest.fixture
    async def site(self, own_platform: Platform, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
        app = FastAPI()
        app.include_router(media.router)
        app.get("/places/{place_id}/photos", response_model=None)(photos.photos_page)
        app.post("/places/{place_id}/photos", response_model=None)(photos.add_photo)
        state = {
            "platform": own_platform,
            "assets": Assets(ASSETS, subfolders=("css", "js", "illustrations")),
            "settings": Settings(data_dir=tmp_path),
        }

        async def with_state(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("state", {}).update(state)
            await app(scope, receive, send)

        minji = await a_traveller(own_platform, "Minji")
        token = await own_platform.accounts.begin_page(minji.user_id, Caller("192.0.2.7", "Firefox"))
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(SecurityHeaders(with_state)),
            base_url="http://ffff.example",
            cookies={"session": token},
            headers={"Origin": "http://ffff.example"},
        ) as client:
            yield client

    async def send(self, site: httpx.AsyncClient) -> httpx.Response:
        files = {"photo": ("a.jpg", picture(), "image/jpeg")}
        return await site.post("/places/gyeongbokgung/photos", files=files, data={"consent": "true"})

    async def address(self, site: httpx.AsyncClient) -> str:
        assert (await self.send(site)).status_code == 303
        page = (await site.get("/places/gyeongbokgung/photos")).text
        found = re.search(r"/media/photos/\S+?-320\.webp", page)
        assert found
        return found[0]

    async def test_a_hidden_photo_is_served_to_nobody_until_it_is_shown_again(
        self, site: httpx.AsyncClient, own_platform: Platform
    ) -> None:
        address = await self.address(site)
        async with own_platform.open_unit() as services:
            (photo,) = await services.photos.of_place("gyeongbokgung", limit=5)
        for reporter in await travellers(own_platform, 3):
            async with own_platform.open_unit(reporter) as services:
                await services.reports.report_photo(photo.id)
        assert (await site.get(address)).status_code == 404
        page = (await site.get("/places/gyeongbokgung/photos")).text
        assert address not in page
        assert "reported your photo" in page
        site.cookies.clear()
        assert str(photo.id) not in (await site.get("/places/gyeongbokgung/photos")).text
        async with own_platform.open_unit() as services:
            await services.reports.keep(photo.id)
        assert (await site.get(address)).status_code == 200

    async def test_a_photo_that_an_operator_removes_is_gone_at_once(
        self, site: httpx.AsyncClient, own_platform: Platform
    ) -> None:
        address = await self.address(site)
        async with own_platform.open_unit(await a_traveller(own_platform, "Jun")) as services:
            (photo,) = await services.photos.of_place("gyeongbokgung", limit=5)
            await services.reports.report_photo(photo.id)
        async with own_platform.open_unit() as services:
            await services.reports.remove(photo.id)
        assert (await site.get(address)).status_code == 404

    async def test_a_store_that_is_away_is_told_in_a_sentence(
        self, site: httpx.AsyncClient, own_platform: Platform, tmp_path: Path
    ) -> None:
        address = await self.address(site)
        shutil.rmtree(tmp_path / "objects")
        (tmp_path / "objects").write_text("a file where the folder was")
        answer = await self.send(site)
        assert answer.status_code == 503
        assert "not available right now" in refusal(answer)
        picture_away = await site.get(address)
        assert (picture_away.status_code, picture_away.headers["cache-control"]) == (503, "no-store")
        async with own_platform.open_unit() as services:
            assert len(await services.photos.of_place("gyeongbokgung", limit=5)) == 1

    async def test_whoever_sends_too_many_hears_when_to_come_back(self, site: httpx.AsyncClient) -> None:
        for _ in range(30):
            files = {"photo": ("a.jpg", b"no picture", "image/jpeg")}
            await site.post("/places/gyeongbokgung/photos", files=files, data={"consent": "true"})
        answer = await self.send(site)
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 0
        assert "Too many attempts" in refusal(answer)
