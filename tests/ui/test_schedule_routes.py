"""What the forms and scripts of the schedule page do, with scripts and without."""

import json
import random
import re
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests.html_page import Page
from tests.ui.test_session_forms import FOREIGN

PALACE, TOWER = "gyeongbokgung", "n-seoul-tower"
DAY, NEXT = "2027-03-10", "2027-03-11"
TUESDAY = "2027-03-09"
"""A day on which the palace is closed."""
SCRIPT = {"Accept": "application/json"}
NOBODYS = "00000000-0000-4000-8000-000000000000"
ROUTES = [
    "/schedule/entries", f"/schedule/entries/{NOBODYS}", f"/schedule/entries/{NOBODYS}/remove",
    "/schedule/fix", "/schedule/undo", "/schedule/redo", "/schedule/preview", "/schedule/optimise",
]  # fmt: skip

Traveller = Callable[[], httpx.Client]


@pytest.fixture
def traveller(app_url: str) -> Iterator[Traveller]:
    """Make browsers of travellers who have just made an account."""
    opened: list[httpx.Client] = []

    def made() -> httpx.Client:
        headers = {"Origin": app_url, "X-Forwarded-For": str(ip_address(random.getrandbits(32)))}
        client = httpx.Client(base_url=app_url, timeout=60, headers=headers)
        opened.append(client)
        email = f"{uuid.uuid4()}@example.com"
        form = {"email": email, "password": "a quiet palace garden", "display_name": "Minji"}
        assert client.post("/register", data=form).status_code == 303
        client.params = {}
        client.headers["X-Email"] = email
        return client

    yield made
    for client in opened:
        client.close()


@pytest.fixture
def minji(traveller: Traveller) -> httpx.Client:
    return traveller()


TripOf = Callable[..., str]


@pytest.fixture
def trip_of(app_database: str) -> TripOf:
    """Make a trip of travellers, of whom all but the first have the given role."""

    def made(owner: httpx.Client, *others: httpx.Client, role: str = "editor") -> str:
        url = make_url(app_database).set(drivername="postgresql").render_as_string(hide_password=False)
        trip_id = str(uuid.uuid4())
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "INSERT INTO trips (id, user_id, title, starts_on, ends_on) SELECT %s, id, 'Spring', %s, %s FROM users WHERE email = %s",
                [trip_id, TUESDAY, NEXT, owner.headers["X-Email"]],
            )
            for other in others:
                connection.execute(
                    "INSERT INTO trip_members (trip_id, user_id, role) SELECT %s, id, %s FROM users WHERE email = %s",
                    [trip_id, role, other.headers["X-Email"]],
                )
        return trip_id

    return made


@pytest.fixture
def trip_of_two(
    traveller: Traveller, trip_of: TripOf
) -> Callable[[str], tuple[httpx.Client, httpx.Client, str]]:
    """Make a trip of two travellers, of whom the second has the given role."""

    def made(role: str) -> tuple[httpx.Client, httpx.Client, str]:
        owner, other = traveller(), traveller()
        return owner, other, trip_of(owner, other, role=role)

    return made


def post(client: httpx.Client, path: str, **fields: str) -> httpx.Response:
    """Post as the script does."""
    return client.post(f"/schedule/{path}", data=fields, headers=SCRIPT)


def added(client: httpx.Client, **fields: str) -> dict[str, Any]:
    answer = post(client, "entries", **({"date": DAY, "place_id": PALACE} | fields))
    assert answer.status_code == 200, answer.text
    return answer.json()["schedule"]


def moves(*entries: dict[str, Any], **changes: Any) -> str:
    return json.dumps(
        [{"id": one["id"], "date": DAY, "start": None, "end": None, **changes} for one in entries]
    )


class TestAnEntry:
    def test_is_made_and_answered_as_it_is_now(self, minji: httpx.Client) -> None:
        answer = post(
            minji, "entries", date=DAY, place_id=PALACE, start_time="10:00", end_time="12:00", note="early"
        )
        entry = answer.json()["schedule"]
        assert answer.headers["cache-control"] == "no-store"
        assert (entry["name"], entry["date"], entry["start_time"], entry["end_time"], entry["note"]) == (
            "Gyeongbokgung Palace", DAY, "10:00", "12:00", "early",
        )  # fmt: skip
        assert (entry["version"], entry["trip_id"]) == (1, None)
        assert answer.json()["overwritten"] is None
        assert answer.json()["notice"] is None

    def test_may_have_only_a_name(self, minji: httpx.Client) -> None:
        entry = added(minji, place_id="", place_name="Lunch with Joon")
        assert (entry["place_id"], entry["name"], entry["start_time"]) == (None, "Lunch with Joon", None)

    def test_that_ends_before_it_starts_ends_on_the_following_day_and_says_so(
        self, minji: httpx.Client
    ) -> None:
        answer = post(
            minji, "entries", date=DAY, place_name="Night market", start_time="22:00", end_time="01:30"
        )
        assert answer.json()["schedule"]["end_time"] == "01:30"
        assert "01:30" in answer.json()["notice"]

    def test_changes_in_the_fields_that_are_sent(self, minji: httpx.Client) -> None:
        entry = added(minji, start_time="10:00", end_time="12:00", note="early")
        answer = post(minji, f"entries/{entry['id']}", version="1", start_time="11:00")
        assert answer.json()["schedule"] == entry | {"start_time": "11:00", "version": 2}
        cleared = post(minji, f"entries/{entry['id']}", version="2", start_time="", end_time="", note="")
        assert cleared.json()["schedule"] == entry | {
            "start_time": None, "end_time": None, "note": "", "version": 3,
        }  # fmt: skip

    def test_whose_text_alone_was_changed_is_no_longer_at_the_place(self, minji: httpx.Client) -> None:
        entry = added(minji)
        same = {"place_id": PALACE, "place_name": entry["name"], "place_shown": entry["name"]}
        assert post(minji, f"entries/{entry['id']}", **same).json()["schedule"]["place_id"] == PALACE
        other = same | {"place_name": "The gate"}
        changed = post(minji, f"entries/{entry['id']}", **other).json()["schedule"]
        assert (changed["place_id"], changed["name"]) == (None, "The gate")

    def test_goes_and_comes_back(self, minji: httpx.Client) -> None:
        entry = added(minji, note="early")
        assert post(minji, f"entries/{entry['id']}/remove", version="1").json()["schedule"] is None
        assert post(minji, f"entries/{entry['id']}", note="late").status_code == 404
        assert post(minji, "undo").json()["schedule"]["note"] == "early"
        assert post(minji, "redo").json()["schedule"] is None
        assert post(minji, f"entries/{entry['id']}/remove").status_code == 404

    @pytest.mark.parametrize(
        ("fields", "code", "field"),
        [
            ({"start_time": "9:30"}, "invalid_time", "start_time"),
            ({"start_time": "24:00"}, "invalid_time", "start_time"),
            ({"start_time": "09:30:00"}, "invalid_time", "start_time"),
            ({"start_time": "09:30+09:00"}, "invalid_time", "start_time"),
            ({"start_time": "09:30", "end_time": "1O:00"}, "invalid_time", "end_time"),
            ({"start_time": "09:30", "end_time": "09:30"}, "no_length", "end_time"),
            ({"end_time": "09:30"}, "end_without_start", "start_time"),
            ({"date": ""}, "invalid_date", "date"),
            ({"date": "10.3.2027"}, "invalid_date", "date"),
            ({"date": "2027-02-29"}, "invalid_date", "date"),
            ({"date": "1969-12-31"}, "invalid_date", "date"),
            ({"date": "2101-01-01"}, "invalid_date", "date"),
            ({"date": "２０２７-03-10"}, "invalid_date", "date"),
            ({"place_id": "", "place_name": " \u200b "}, "schedule_needs_a_place", "place_name"),
            ({"place_id": "", "place_name": "x" * 201}, "schedule_needs_a_place", "place_name"),
            ({"place_id": "atlantis"}, "place_not_found", None),
            ({"place_id": "\0"}, "place_not_found", None),
            ({"trip_id": "mine"}, "trip_not_found", None),
            ({"trip_id": str(uuid.uuid4())}, "trip_not_found", None),
            ({"note": "x" * 2001}, "note_too_long", "note"),
            ({"position": "-1"}, "invalid_position", "position"),
            ({"position": "1000001"}, "invalid_position", "position"),
        ],
    )
    def test_that_cannot_be_is_refused_with_the_field_at_fault(
        self, minji: httpx.Client, fields: dict[str, str], code: str, field: str | None
    ) -> None:
        answer = post(minji, "entries", **({"date": DAY, "place_id": PALACE} | fields))
        assert (answer.status_code, answer.json()["code"]) == (404 if "not_found" in code else 422, code)
        assert answer.json().get("field") == field
        assert answer.json()["detail"]
        entry = added(minji)
        assert post(minji, f"entries/{entry['id']}", **fields).json()["code"] == code
        assert post(minji, "undo").json()["schedule"] is None, "the refused change left nothing to undo"

    @pytest.mark.parametrize("schedule_id", ["1", "%00", "%ff", "a" * 3000, NOBODYS])
    def test_that_there_is_not_is_not_found(self, minji: httpx.Client, schedule_id: str) -> None:
        for path in (f"entries/{schedule_id}", f"entries/{schedule_id}/remove"):
            assert post(minji, path, note="x").status_code == 404

    def test_of_a_version_that_is_none_is_refused(self, minji: httpx.Client) -> None:
        entry = added(minji)
        assert post(minji, f"entries/{entry['id']}", version="one").json()["code"] == "invalid_version"


class TestWithoutScripts:
    def test_a_change_leads_back_to_where_one_was(self, minji: httpx.Client) -> None:
        back = f"/schedule?view=day&date={DAY}"
        answer = minji.post("/schedule/entries", data={"date": DAY, "place_id": PALACE, "back": back})
        assert (answer.status_code, answer.headers["location"]) == (303, back)

    @pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil.example"])
    def test_no_change_leads_away_from_this_site(self, minji: httpx.Client, back: str) -> None:
        answer = minji.post("/schedule/entries", data={"date": DAY, "place_id": PALACE, "back": back})
        assert answer.headers["location"] == "/"

    def test_a_notice_is_a_page_with_the_way_back(self, minji: httpx.Client) -> None:
        back = f"/schedule?date={DAY}"
        answer = minji.post("/schedule/redo", data={"back": back})
        assert answer.status_code == 200
        assert Page(answer.text).all("a", href=back)

    def test_bad_input_shows_the_designed_page(self, minji: httpx.Client) -> None:
        answer = minji.post("/schedule/entries", data={"date": "never", "place_id": PALACE})
        assert answer.status_code == 422
        assert Page(answer.text).testids("error-page")


class TestSeveralAtOnce:
    def test_move_in_one_step(self, minji: httpx.Client) -> None:
        one, two = added(minji, start_time="10:00", end_time="11:00"), added(minji, place_id=TOWER)
        changes = moves(one, two, date=NEXT, start="14:00", end="15:00")
        assert post(minji, "fix", changes=changes).status_code == 200
        assert post(minji, f"entries/{one['id']}").json()["schedule"]["date"] == NEXT
        assert post(minji, "undo").status_code == 200
        for entry in (one, two):
            now = post(minji, f"entries/{entry['id']}").json()["schedule"]
            assert (now["date"], now["start_time"]) == (DAY, entry["start_time"])

    def test_move_all_or_none(self, minji: httpx.Client) -> None:
        entry = added(minji)
        both = json.loads(moves(entry, date=NEXT)) + json.loads(moves({"id": str(uuid.uuid4())}))
        assert post(minji, "fix", changes=json.dumps(both)).status_code == 404
        assert post(minji, f"entries/{entry['id']}").json()["schedule"]["date"] == DAY

    @pytest.mark.parametrize(
        "changes",
        ["", "{", "[]", "{}", "null", "[1]", "[{}]", '[{"id": 1, "date": 2, "start": 3, "end": 4}]', "[[]]"],
    )
    def test_that_cannot_be_read_are_refused(self, minji: httpx.Client, changes: str) -> None:
        answer = post(minji, "fix", changes=changes)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_changes")

    def test_are_at_most_a_hundred(self, minji: httpx.Client) -> None:
        changes = moves(*[{"id": str(uuid.uuid4())}] * 101)
        assert post(minji, "fix", changes=changes).json()["code"] == "too_many_changes"


class TestTogether:
    def test_different_fields_are_both_kept(self, trip_of_two: Any) -> None:
        owner, other, trip_id = trip_of_two("editor")
        entry = added(owner, trip_id=trip_id, start_time="10:00", end_time="11:00")
        post(owner, f"entries/{entry['id']}", version="1", note="bring water")
        answer = post(other, f"entries/{entry['id']}", version="1", start_time="10:30").json()
        assert answer["overwritten"] is None
        assert (answer["schedule"]["note"], answer["schedule"]["start_time"]) == ("bring water", "10:30")

    def test_the_same_field_tells_what_the_other_had_set_and_how_to_put_it_back(
        self, trip_of_two: Any
    ) -> None:
        owner, other, trip_id = trip_of_two("editor")
        entry = added(owner, trip_id=trip_id, start_time="10:00", end_time="11:00")
        post(owner, f"entries/{entry['id']}", version="1", date=DAY, start_time="13:00", end_time="14:00")
        answer = post(
            other, f"entries/{entry['id']}", version="1", date=DAY, start_time="15:00", end_time="16:00"
        ).json()
        assert answer["schedule"]["start_time"] == "15:00"
        assert "13:00–14:00" in answer["overwritten"]["sentence"]
        again = other.post(
            answer["overwritten"]["address"], data=answer["overwritten"]["fields"], headers=SCRIPT
        )
        assert again.json()["schedule"]["start_time"] == "13:00"
        assert again.json()["overwritten"] is None

    def test_without_scripts_the_other_value_is_one_button_away(self, trip_of_two: Any) -> None:
        owner, other, trip_id = trip_of_two("editor")
        entry = added(owner, trip_id=trip_id)
        post(owner, f"entries/{entry['id']}", version="1", note="bring water")
        page = Page(other.post(f"/schedule/entries/{entry['id']}", data={"version": "1", "note": "no"}).text)
        assert "bring water" in page.html
        (form,) = [one for one in page.all("form") if one["action"] == f"/schedule/entries/{entry['id']}"]
        fields = {
            one["name"]: one["value"]
            for one in page.all("input", type="hidden")
            if one.position > form.position
        }
        assert other.post(form["action"], data=fields).status_code == 303
        assert post(owner, f"entries/{entry['id']}").json()["schedule"]["note"] == "bring water"

    def test_several_moved_at_once_tell_what_the_other_had_set(self, trip_of_two: Any) -> None:
        owner, other, trip_id = trip_of_two("editor")
        one, two = (added(owner, trip_id=trip_id, start_time="10:00", end_time="11:00") for _ in range(2))
        post(owner, f"entries/{one['id']}", version="1", start_time="13:00", end_time="14:00")
        changes = moves(one, two, start="15:00", end="16:00", version=1)
        overwritten = post(other, "fix", changes=changes).json()["overwritten"]
        assert "13:00–14:00" in overwritten["sentence"]
        other.post(overwritten["address"], data=overwritten["fields"], headers=SCRIPT)
        assert post(owner, f"entries/{one['id']}").json()["schedule"]["start_time"] == "13:00"
        assert post(owner, f"entries/{two['id']}").json()["schedule"]["start_time"] == "15:00"

    def test_undoing_leaves_what_others_have_changed_since_and_says_so(self, trip_of_two: Any) -> None:
        owner, other, trip_id = trip_of_two("editor")
        entry = added(owner, trip_id=trip_id)
        post(owner, f"entries/{entry['id']}", note="mine")
        post(other, f"entries/{entry['id']}", note="theirs")
        answer = post(owner, "undo").json()
        assert answer["schedule"]["note"] == "theirs"
        assert answer["notice"]

    def test_a_reader_changes_nothing(self, trip_of_two: Any) -> None:
        owner, reader, trip_id = trip_of_two("reader")
        entry = added(owner, trip_id=trip_id)
        for path, fields in {
            "entries": {"date": DAY, "place_id": PALACE, "trip_id": trip_id},
            f"entries/{entry['id']}": {"note": "x"},
            f"entries/{entry['id']}/remove": {},
            "fix": {"changes": moves(entry, date=NEXT)},
        }.items():
            answer = post(reader, path, **fields)
            assert (answer.status_code, answer.json()["detail"] != "") == (403, True), path
        assert post(owner, f"entries/{entry['id']}").json()["schedule"] == entry
        assert post(reader, "preview", id=entry["id"], start_time="10:00").status_code == 200


class TestBeforeAnythingIsChanged:
    def test_a_preview_tells_what_would_be_wrong_and_changes_nothing(self, minji: httpx.Client) -> None:
        entry = added(minji, start_time="10:00", end_time="12:00")
        tower = {"date": DAY, "place_id": TOWER, "start_time": "11:00", "end_time": "12:30"}
        warnings = post(minji, "preview", **tower).json()["warnings"]
        assert [one["code"] for one in warnings] == ["overlap"]
        assert "Gyeongbokgung" in warnings[0]["sentence"]
        assert warnings[0]["own"] is True
        moved = {"id": entry["id"], "date": TUESDAY, "start_time": "10:00", "end_time": "12:00"}
        assert [one["code"] for one in post(minji, "preview", **moved).json()["warnings"]] == [
            "closed_that_day"
        ]
        assert post(minji, "preview", **(moved | {"date": DAY})).json()["warnings"] == []
        assert post(minji, f"entries/{entry['id']}").json()["schedule"] == entry

    def test_the_fix_of_a_new_entry_stays_within_the_trip_it_is_put_into(
        self, minji: httpx.Client, trip_of: TripOf
    ) -> None:
        for day in (DAY, NEXT):
            added(minji, date=day, start_time="00:00", end_time="23:30")
        visit = {"date": TUESDAY, "place_id": PALACE, "start_time": "10:00", "end_time": "12:00"}
        (free,) = post(minji, "preview", **visit).json()["warnings"]
        assert "Mar 12" in free["fix_label"]
        (bound,) = post(minji, "preview", **visit, trip_id=trip_of(minji)).json()["warnings"]
        assert bound["fix_label"] is None

    def test_a_preview_of_a_night_tells_whom_it_disturbs_in_the_morning(self, minji: httpx.Client) -> None:
        added(minji, date=NEXT, start_time="01:00", end_time="02:00")
        night = {"date": DAY, "place_name": "Norebang", "start_time": "22:30", "end_time": "01:30"}
        (warning,) = post(minji, "preview", **night).json()["warnings"]
        assert (warning["code"], warning["own"]) == ("overlap", True)
        assert post(minji, "preview", **(night | {"end_time": "00:15"})).json()["warnings"] == []

    @pytest.mark.parametrize(
        "fields",
        [{"date": "never"}, {}, {"date": DAY}, {"date": DAY, "place_id": "atlantis"}, {"date": DAY, "place_name": "x", "end_time": "10:00"}],
    )  # fmt: skip
    def test_a_preview_of_what_cannot_be_says_why(self, minji: httpx.Client, fields: dict[str, str]) -> None:
        answer = post(minji, "preview", **fields)
        assert answer.status_code in {404, 422}
        assert answer.json()["detail"]

    def test_the_best_order_is_proposed_and_accepted_as_one_step(self, minji: httpx.Client) -> None:
        places = {"haeundae-beach": "09:00", PALACE: "11:00", "gamcheon-culture-village": "13:00"}
        entries = [
            added(minji, place_id=place, start_time=start, end_time=start.replace(":00", ":45"))
            for place, start in places.items()
        ]
        page = Page(post(minji, "optimise", date=DAY).text)
        assert int(page.testids("proposal")[0]["data-minutes-saved"]) > 0
        assert page.testids("optimise-accept")
        changes = page.one("input", name="changes")["value"]
        assert all(one["date"] == DAY for one in json.loads(changes))
        assert post(minji, f"entries/{entries[0]['id']}").json()["schedule"] == entries[0]
        assert minji.post("/schedule/fix", data={"changes": changes}).status_code == 303
        best = Page(post(minji, "optimise", date=DAY).text)
        assert not best.testids("optimise-accept")
        post(minji, "undo")
        now = [post(minji, f"entries/{one['id']}").json()["schedule"]["start_time"] for one in entries]
        assert now == list(places.values())

    def test_of_an_empty_day_nothing_better_is_proposed(self, minji: httpx.Client) -> None:
        answer = post(minji, "optimise", date=DAY)
        assert answer.status_code == 200
        assert not Page(answer.text).testids("optimise-accept")

    def test_without_scripts_the_best_order_is_a_page_with_the_way_back(self, minji: httpx.Client) -> None:
        for start in ("13:00", "09:00", "17:00"):
            added(minji, start_time=start, end_time=start.replace(":00", ":45"))
        back = f"/schedule?view=day&date={DAY}"
        page = Page(minji.post("/schedule/optimise", data={"date": DAY, "back": back}).text)
        assert page.testids("proposal")
        assert page.testids("optimise-drop")[0]["href"] == back
        assert page.all("header", **{"class": "top-bar"})

    def test_an_order_is_asked_for_again_with_what_is_to_stay_as_it_is(self, minji: httpx.Client) -> None:
        places = {"haeundae-beach": "09:00", PALACE: "11:00", "gamcheon-culture-village": "13:00"}
        entries = [
            added(minji, place_id=place, start_time=start, end_time=start.replace(":00", ":45"))
            for place, start in places.items()
        ]
        shelved = added(minji, place_id=TOWER)
        minji.post("/likes/bulguksa", data={"liked": "true"})
        back = f"/schedule?view=day&date={DAY}"
        page = Page(minji.post("/schedule/optimise", data={"date": DAY, "back": back}).text)
        boxes = page.all("input", type="checkbox", name="fixed")
        assert {box["value"] for box in boxes} == {one["id"] for one in entries}, "a shelved one has no time"
        assert not any("checked" in box.attributes for box in boxes)
        for end in ("start", "end"):
            (offered,) = page.testids(f"optimise-{end}")
            ids = {one["value"] for one in page.all("option") if one.position > offered.position}
            assert {"", *places, TOWER, "bulguksa"} <= ids
        kept = entries[1]
        asked = {"date": DAY, "back": back, "fixed": [kept["id"]], "start": TOWER, "end": "bulguksa"}
        again = Page(minji.post("/schedule/optimise", data=asked).text)
        assert [box["value"] for box in again.all("input", name="fixed") if "checked" in box.attributes] == [
            kept["id"]
        ]
        chosen = [
            one["value"] for one in again.all("option") if "selected" in one.attributes and one["value"]
        ]
        assert chosen[-2:] == [TOWER, "bulguksa"]
        moved = {one["id"] for one in json.loads(again.one("input", name="changes")["value"])}
        assert kept["id"] not in moved
        assert moved <= {one["id"] for one in (*entries, shelved)}

    def test_what_one_may_only_read_is_never_moved_by_an_order(self, trip_of_two: Any) -> None:
        owner, reader, trip_id = trip_of_two("reader")
        theirs = added(
            owner, place_id=PALACE, trip_id=trip_id, date=DAY, start_time="11:00", end_time="11:45"
        )
        for place, start in {"haeundae-beach": "09:00", "gamcheon-culture-village": "13:00"}.items():
            added(reader, place_id=place, start_time=start, end_time=start.replace(":00", ":45"))
        page = Page(post(reader, "optimise", date=DAY).text)
        (box,) = [one for one in page.all("input", name="fixed") if one["value"] == theirs["id"]]
        assert "disabled" in box.attributes
        changes = page.one("input", name="changes")["value"]
        assert theirs["id"] not in changes
        if changes != "[]":
            assert post(reader, "fix", changes=changes).status_code == 200

    @pytest.mark.parametrize(
        ("fields", "status"),
        [({"date": "x"}, 422), ({"mode": "balloon"}, 422), ({"trip": str(uuid.uuid4())}, 404), ({"fixed": "x"}, 404), ({"start": "atlantis"}, 404)],
    )  # fmt: skip
    def test_an_order_that_cannot_be_asked_for_is_refused(
        self, minji: httpx.Client, fields: dict[str, str], status: int
    ) -> None:
        assert post(minji, "optimise", **({"date": DAY} | fields)).status_code == status


class TestWhoMayNot:
    @pytest.mark.parametrize("path", ROUTES)
    def test_a_stranger_is_told_to_sign_in(self, http: httpx.Client, app_url: str, path: str) -> None:
        origin = {"Origin": app_url}
        answer = http.post(path, data={"date": DAY}, headers=SCRIPT | origin)
        assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_needed")
        led = http.post(path, data={"date": DAY}, headers=origin)
        assert led.headers["location"].startswith("/login?next=")

    @pytest.mark.parametrize("path", ROUTES)
    def test_another_site_changes_nothing(self, minji: httpx.Client, path: str) -> None:
        for origin in FOREIGN:
            assert minji.post(path, data={"date": DAY}, headers={"Origin": origin}).status_code == 403

    def test_nobody_touches_the_entries_of_others(self, minji: httpx.Client, traveller: Traveller) -> None:
        mallory, entry = traveller(), added(minji)
        for path, fields in {
            f"entries/{entry['id']}": {"note": "x"},
            f"entries/{entry['id']}/remove": {},
            "fix": {"changes": moves(entry, date=NEXT)},
            "preview": {"id": entry["id"], "date": DAY},
        }.items():
            answer = post(mallory, path, **fields)
            assert answer.status_code == 404, path
            assert not re.search("Gyeongbokgung", answer.text)
        assert post(mallory, "undo").json()["schedule"] is None
        assert post(minji, f"entries/{entry['id']}").json()["schedule"] == entry


def test_of_fifty_who_write_at_once_nobody_loses_anything(traveller: Traveller, trip_of: TripOf) -> None:
    fifty = [traveller() for _ in range(50)]
    trip_id = trip_of(*fifty)
    shared = added(fifty[0], trip_id=trip_id)

    def sure(client: httpx.Client, path: str, **fields: str) -> dict[str, Any]:
        answer = post(client, path, **fields)
        while answer.status_code == 503:  # a slow machine asks to try again, as it should
            answer = post(client, path, **fields)
        assert answer.status_code == 200, answer.text
        return answer.json()["schedule"]

    def write(number: int) -> list[str]:
        client, ids = fifty[number], list[str]()
        for day in ("2027-03-08", TUESDAY, DAY, NEXT):
            entry = sure(client, "entries", date=day, place_id=TOWER, trip_id=trip_id)
            sure(client, f"entries/{entry['id']}", version="1", note=f"{number} {day}")
            sure(client, f"entries/{shared['id']}", note=f"{number} {day}")
            ids.append(entry["id"])
        return ids

    with ThreadPoolExecutor(50) as threads:
        written = list(threads.map(write, range(50)))
        found = list(
            threads.map(
                lambda number: [sure(fifty[number - 1], f"entries/{one}")["note"] for one in written[number]],
                range(50),
            )
        )
    for number, notes in enumerate(found):
        assert notes == [f"{number} {day}" for day in ("2027-03-08", TUESDAY, DAY, NEXT)]
    assert sure(fifty[0], f"entries/{shared['id']}")["version"] == 1 + 50 * 4
