"""Plans in /v1: entries made, changed, removed, checked; versions, batches, keys against making things twice."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from httpx import Response

from api.versions import version_from
from services.cursors import written_cursor
from tests.api.people import SignedIn
from tests.nasty_values import NASTY
from tests.problems import assert_problem

DAY = "2026-12-01"
TUESDAY = "2026-12-01"


def add(owner: SignedIn, **fields: Any) -> dict[str, Any]:
    answer = owner.http.post("/v1/schedules", json={"date": DAY, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


def names(owner: SignedIn, first: str = DAY, last: str = DAY) -> list[str]:
    answer = owner.http.get("/v1/schedules", params={"from": first, "to": last, "limit": 100})
    assert answer.status_code == 200, answer.text
    return [item["place_name"] for item in answer.json()["items"]]


def whole(entry: dict[str, Any], **changes: Any) -> dict[str, Any]:
    sent = ("date", "place_id", "start_time", "end_time", "trip_id", "note", "position", "version")
    own_name = {} if entry["place_id"] else {"place_name": entry["place_name"]}
    return {**{name: entry[name] for name in sent}, **own_name, **changes}


class TestEntries:
    def test_an_entry_is_made_read_changed_and_removed(self, minji: SignedIn) -> None:
        entry = add(minji, place_id="gyeongbokgung", start_time="10:00", end_time="12:00", note="Hanbok")
        assert (entry["version"], entry["start_time"], entry["end_time"]) == (1, "10:00", "12:00")
        read = minji.http.get(f"/v1/schedules/{entry['id']}", params={"lang": "ko"})
        assert read.json()["place_name"] == "경복궁"
        assert read.headers["etag"] == '"1-ko"'
        changed = minji.http.put(f"/v1/schedules/{entry['id']}", json=whole(entry, note="No hanbok"))
        assert (changed.status_code, changed.json()["note"], changed.json()["version"]) == (
            200,
            "No hanbok",
            2,
        )
        assert minji.http.delete(f"/v1/schedules/{entry['id']}").status_code == 204
        assert_problem(minji.http.delete(f"/v1/schedules/{entry['id']}"), 404, "schedule_not_found")
        assert names(minji) == []

    def test_the_name_of_a_place_is_told_in_the_language_asked_for_or_in_all(self, minji: SignedIn) -> None:
        add(minji, place_id="gyeongbokgung")
        for lang, name in (("en", "Gyeongbokgung Palace"), ("ja", "景福宮")):
            item = minji.http.get(f"/v1/schedules?from={DAY}&to={DAY}&lang={lang}").json()["items"][0]
            assert item["place_name"] == name
        every = minji.http.get(f"/v1/schedules?from={DAY}&to={DAY}&lang=*").json()["items"][0]["place_name"]
        assert set(every) == {"ko", "en", "ja", "zh-Hans", "zh-Hant"}

    def test_a_list_goes_by_day_and_position_and_on_from_its_cursor(self, minji: SignedIn) -> None:
        made = [
            add(minji, place_name=str(number), date=f"2026-12-0{1 + number % 3}")["place_name"]
            for number in range(9)
        ]
        seen, cursor = [], None
        while True:
            query = {"from": DAY, "to": "2026-12-03", "limit": 4} | ({"cursor": cursor} if cursor else {})
            answer = minji.http.get("/v1/schedules", params=query).json()
            seen += [item["place_name"] for item in answer["items"]]
            cursor = answer["next_cursor"]
            if cursor is None:
                break
        assert seen == sorted(made, key=lambda name: (int(name) % 3, int(name)))

    def test_what_has_not_changed_is_not_sent_again(self, minji: SignedIn) -> None:
        add(minji, place_name="Tea")
        first = minji.http.get(f"/v1/schedules?from={DAY}&to={DAY}")
        again = minji.http.get(
            f"/v1/schedules?from={DAY}&to={DAY}", headers={"If-None-Match": first.headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b"")

    def test_an_entry_is_sent_again_once_it_is_told_in_another_language(self, minji: SignedIn) -> None:
        address = f"/v1/schedules/{add(minji, place_id='gyeongbokgung')['id']}"
        first = minji.http.get(address)
        seen = {"If-None-Match": first.headers["etag"]}
        assert minji.http.get(address, headers=seen).status_code == 304
        assert minji.http.get(f"{address}?lang=*", headers=seen).status_code == 200
        minji.http.patch("/v1/users/me", json={"lang": "ja"})
        again = minji.http.get(address, headers=seen)
        assert (again.status_code, again.json()["place_name"]) == (200, "景福宮")

    @pytest.mark.parametrize("etag", ['"{}"', 'W/"{}"', "{}"])
    @pytest.mark.parametrize("said", ["1", "1-ja", "1-zh-Hans", "1-*"])
    def test_an_etag_in_any_language_is_the_version(self, said: str, etag: str) -> None:
        assert version_from(None, etag.format(said)) == 1


class TestRefusals:
    @pytest.mark.parametrize(
        ("fields", "code", "field"),
        [
            ({}, "schedule_needs_a_place", "place_name"),
            ({"place_name": "  "}, "schedule_needs_a_place", "place_name"),
            ({"place_name": "Tea", "date": "1969-12-31"}, "invalid", "date"),
            ({"place_name": "Tea", "date": "2101-01-01"}, "invalid", "date"),
            ({"place_name": "Tea", "date": "2026-02-30"}, "invalid", "date"),
            ({"place_name": "Tea", "start_time": "09:00:30"}, "invalid", "start_time"),
            ({"place_name": "Tea", "start_time": "09:00+09:00"}, "invalid", "start_time"),
            ({"place_name": "Tea", "start_time": "24:00"}, "invalid", "start_time"),
            ({"place_name": "Tea", "end_time": "09:00"}, "end_without_start", "start_time"),
            ({"place_name": "Tea", "start_time": "09:00", "end_time": "09:00"}, "no_length", "end_time"),
            ({"place_name": "Tea", "position": -1}, "invalid", "position"),
            ({"place_name": "Tea", "colour": "red"}, "invalid", "colour"),
            ({"place_name": "Tea", "note": "x" * 2001}, "note_too_long", "note"),
        ],
    )
    def test_a_wrong_field_is_named_and_nothing_is_kept(
        self, minji: SignedIn, fields: dict[str, Any], code: str, field: str
    ) -> None:
        answer = minji.http.post("/v1/schedules", json={"date": DAY, **fields})
        problem = assert_problem(answer, 422, code)
        assert [error["field"] for error in problem["errors"]] == [field]
        assert names(minji) == []

    def test_unknown_places_and_strangers_trips_are_not_found(self, minji: SignedIn) -> None:
        for fields, code in (
            ({"place_id": "atlantis"}, "place_not_found"),
            ({"place_name": "Tea", "trip_id": str(uuid4())}, "trip_not_found"),
        ):
            assert_problem(minji.http.post("/v1/schedules", json={"date": DAY, **fields}), 404, code)

    @pytest.mark.parametrize("nasty", NASTY)
    def test_odd_names_and_notes_come_back_as_text_or_are_refused(self, minji: SignedIn, nasty: str) -> None:
        answer = minji.http.post(
            "/v1/schedules", json={"date": DAY, "place_name": f"T{nasty}", "note": nasty}
        )
        assert answer.status_code in {201, 400, 422}

    def test_too_many_days_at_once_are_refused(self, minji: SignedIn) -> None:
        for first, last in (("2026-01-01", "2027-12-31"), ("2026-12-02", "2026-12-01")):
            answer = minji.http.get("/v1/schedules", params={"from": first, "to": last})
            assert_problem(answer, 422, "too_many_days")

    def test_a_stranger_finds_nothing(self, minji: SignedIn, stranger: SignedIn) -> None:
        entry = add(minji, place_name="Tea")
        address = f"/v1/schedules/{entry['id']}"
        for answer in (
            stranger.http.get(address),
            stranger.http.put(address, json=whole(entry, note="mine")),
            stranger.http.delete(address),
            stranger.http.post(
                "/v1/schedules/batch", json={"changes": [{"op": "delete", "id": entry["id"]}]}
            ),
        ):
            assert_problem(answer, 404, "schedule_not_found")
        assert minji.http.get(address).json()["note"] == ""


class TestVersions:
    def test_a_change_from_an_old_version_is_refused_and_told_the_present_one(self, minji: SignedIn) -> None:
        entry = add(minji, place_name="Tea")
        address = f"/v1/schedules/{entry['id']}"
        assert minji.http.put(address, json=whole(entry, note="green")).status_code == 200
        problem = assert_problem(
            minji.http.put(address, json=whole(entry, note="black")), 412, "version_conflict"
        )
        assert (problem["current"]["note"], problem["current"]["version"]) == ("green", 2)

    def test_if_match_stands_for_the_version(self, minji: SignedIn) -> None:
        entry = add(minji, place_name="Tea")
        address, sent = f"/v1/schedules/{entry['id']}", whole(entry, note="green")
        del sent["version"]
        assert_problem(minji.http.put(address, json=sent), 422, "version_needed")
        refused = minji.http.put(address, json=sent, headers={"If-Match": '"7"'})
        assert_problem(refused, 412, "version_conflict")
        accepted = minji.http.put(address, json=sent, headers={"If-Match": '"1"'})
        assert (accepted.status_code, accepted.headers["etag"]) == (200, '"2"')
        assert_problem(minji.http.delete(address, headers={"If-Match": '"1"'}), 412, "version_conflict")
        assert_problem(minji.http.delete(address, headers={"If-Match": "abc"}), 422, "version_needed")
        assert minji.http.delete(address, headers={"If-Match": '"2"'}).status_code == 204


class TestBatches:
    def test_all_changes_are_made_in_their_order(self, minji: SignedIn) -> None:
        tea, lunch = add(minji, place_name="Tea"), add(minji, place_name="Lunch")
        answer = minji.http.post(
            "/v1/schedules/batch",
            json={
                "changes": [
                    {"op": "create", "date": DAY, "place_name": "Walk"},
                    {"op": "update", "id": tea["id"], **whole(tea, note="green")},
                    {"op": "delete", "id": lunch["id"]},
                ]
            },
        )
        assert answer.status_code == 200, answer.text
        walk, changed, gone = answer.json()["items"]
        assert (walk["place_name"], changed["note"], gone) == ("Walk", "green", None)
        assert names(minji) == ["Tea", "Walk"]

    @pytest.mark.parametrize(
        ("bad", "status", "code", "field"),
        [
            ({"op": "create", "date": DAY, "place_id": "atlantis"}, 404, "place_not_found", "changes.1"),
            ({"op": "delete", "id": str(uuid4())}, 404, "schedule_not_found", "changes.1"),
            ({"op": "create", "date": DAY}, 422, "schedule_needs_a_place", "changes.1.place_name"),
            ({"op": "create", "date": "soon", "place_name": "x"}, 422, "invalid", "changes.1.create.date"),
            ({"op": "explode"}, 422, "invalid", "changes.1"),
        ],
    )
    def test_one_bad_member_is_named_and_nothing_is_saved(
        self, minji: SignedIn, bad: dict[str, Any], status: int, code: str, field: str
    ) -> None:
        good = {"op": "create", "date": DAY, "place_name": "Walk"}
        answer = minji.http.post("/v1/schedules/batch", json={"changes": [good, bad, good]})
        problem = assert_problem(answer, status, code)
        assert [error["field"] for error in problem["errors"]] == [field]
        assert names(minji) == []

    def test_a_batch_of_ten_thousand_is_refused(self, minji: SignedIn) -> None:
        changes = [{"op": "delete", "id": str(uuid4())}] * 3_000
        assert minji.http.post("/v1/schedules/batch", json={"changes": changes}).status_code == 422
        answer = minji.http.post("/v1/schedules/batch", json={"changes": changes * 4})
        assert answer.status_code == 413


class TestKeys:
    def test_the_same_request_with_the_same_key_is_made_once(self, minji: SignedIn) -> None:
        key = {"Idempotency-Key": "once-1"}
        body = {"date": DAY, "place_name": "Tea"}
        first, again = (minji.http.post("/v1/schedules", json=body, headers=key) for _ in range(2))
        assert (first.status_code, first.json()) == (again.status_code, again.json())
        assert names(minji) == ["Tea"]

    def test_twenty_at_once_with_one_key_make_one_entry(self, minji: SignedIn) -> None:
        def send(_: int) -> str:
            answer = minji.http.post(
                "/v1/schedules", json={"date": DAY, "place_name": "Tea"}, headers={"Idempotency-Key": "race"}
            )
            assert answer.status_code == 201, answer.text
            return answer.json()["id"]

        with ThreadPoolExecutor(10) as threads:
            assert len(set(threads.map(send, range(20)))) == 1
        assert names(minji) == ["Tea"]

    def test_a_key_belongs_to_one_request_of_one_traveller(self, minji: SignedIn, stranger: SignedIn) -> None:
        key = {"Idempotency-Key": "mine"}
        minji.http.post("/v1/schedules", json={"date": DAY, "place_name": "Tea"}, headers=key)
        other = minji.http.post("/v1/schedules", json={"date": DAY, "place_name": "Lunch"}, headers=key)
        assert_problem(other, 409, "idempotency_key_reused")
        theirs = stranger.http.post("/v1/schedules", json={"date": DAY, "place_name": "Tea"}, headers=key)
        assert theirs.status_code == 201
        assert names(stranger) == ["Tea"]

    def test_a_request_that_failed_leaves_its_key_free(self, minji: SignedIn) -> None:
        key = {"Idempotency-Key": "again"}
        bad = minji.http.post("/v1/schedules", json={"date": DAY, "place_id": "atlantis"}, headers=key)
        assert bad.status_code == 404
        good = minji.http.post("/v1/schedules", json={"date": DAY, "place_name": "Tea"}, headers=key)
        assert good.status_code == 201


class TestWhatIsPutBackAsItWasRead:
    def test_the_name_of_a_place_stays_one_in_every_language(self, minji: SignedIn) -> None:
        made = add(minji, place_id="gyeongbokgung")
        read = minji.http.get(f"/v1/schedules/{made['id']}?lang=en").json()
        assert read["place_name"] == "Gyeongbokgung Palace"
        minji.http.put(
            f"/v1/schedules/{made['id']}", json=whole(read, place_name=read["place_name"])
        ).raise_for_status()
        assert minji.http.get(f"/v1/schedules/{made['id']}?lang=ko").json()["place_name"] == "경복궁"
        named = whole(minji.http.get(f"/v1/schedules/{made['id']}").json(), place_name="Meet Jun")
        minji.http.put(f"/v1/schedules/{made['id']}", json=named).raise_for_status()
        assert minji.http.get(f"/v1/schedules/{made['id']}?lang=ko").json()["place_name"] == "Meet Jun"

    @pytest.mark.parametrize("method", ["post", "put"])
    def test_a_place_without_an_id_is_none(self, minji: SignedIn, method: str) -> None:
        nowhere = {"date": DAY, "place_id": "", "place_name": "x"}
        if method == "put":
            tea = add(minji, place_name="Tea")
            answer = minji.http.put(f"/v1/schedules/{tea['id']}", json=whole(tea, **nowhere))
        else:
            answer = minji.http.post("/v1/schedules", json=nowhere)
        assert_problem(answer, 404, "place_not_found")

    @pytest.mark.parametrize("position", [1e30, -1, "1", None, 2**63])
    def test_a_cursor_with_a_position_that_is_none_is_refused(
        self, minji: SignedIn, position: object
    ) -> None:
        cursor = written_cursor([DAY, position, str(uuid4())])
        answer = minji.http.get("/v1/schedules", params={"from": DAY, "to": DAY, "cursor": cursor})
        assert_problem(answer, 422, "bad_cursor")


class TestTheCheck:
    def test_a_plan_that_cannot_work_is_kept_and_told_with_a_fix(self, minji: SignedIn) -> None:
        entry = add(minji, place_id="gyeongbokgung", date=TUESDAY, start_time="10:00", end_time="12:00")
        (warning,) = entry["warnings"]
        assert (warning["code"], warning["schedule_ids"]) == ("closed_that_day", [entry["id"]])
        assert "Gyeongbokgung" in warning["detail"]
        (move,) = warning["fix"]["changes"]
        assert (move["id"], move["date"] > TUESDAY) == (entry["id"], True)
        checked = minji.http.get(f"/v1/schedules/check?date={TUESDAY}").json()["items"]
        assert [found["code"] for found in checked] == ["closed_that_day"]
        moved = whole(entry, date=move["date"], start_time=move["start_time"], end_time=move["end_time"])
        answer = minji.http.put(f"/v1/schedules/{entry['id']}", json=moved)
        assert answer.json()["warnings"] == []

    def test_a_fix_does_not_lead_out_of_the_trip(self, minji: SignedIn) -> None:
        fixes: list[Any] = []
        for last in (TUESDAY, "2026-12-02"):
            dates = {"title": "Seoul", "starts_on": TUESDAY, "ends_on": last}
            trip = minji.http.post("/v1/trips", json=dates).json()["id"]
            planned = {"date": TUESDAY, "start_time": "10:00", "end_time": "12:00", "trip_id": trip}
            (warning,) = add(minji, place_id="gyeongbokgung", **planned)["warnings"]
            fixes.append(warning["fix"] and warning["fix"]["changes"][0]["date"])
        assert fixes == [None, "2026-12-02"]

    def test_the_day_of_a_strangers_trip_is_not_found(self, minji: SignedIn) -> None:
        answer = minji.http.get(f"/v1/schedules/check?date={DAY}&trip_id={uuid4()}")
        assert_problem(answer, 404, "trip_not_found")


class TestTheBestOrder:
    def test_a_crossing_day_is_put_in_order_and_nothing_is_changed(self, minji: SignedIn) -> None:
        hour = {
            "gyeongbokgung": 9,
            "haeundae-beach": 11,
            "bukchon-hanok-village": 16,
            "gamcheon-culture-village": 20,
        }
        made = {
            place_id: add(
                minji,
                date="2026-12-02",
                place_id=place_id,
                start_time=f"{at:02}:00",
                end_time=f"{at + 1:02}:00",
            )["id"]
            for place_id, at in hour.items()
        }
        asked = {"date": "2026-12-02", "fixed": [made["gyeongbokgung"]]}
        answer = minji.http.post("/v1/schedules/optimise", json=asked)
        assert answer.status_code == 200, answer.text
        order = answer.json()
        assert order["is_better"]
        assert order["after"]["travel"] < order["before"]["travel"]
        ids = [change["id"] for change in order["changes"]]
        assert ids[:2] == [made["gyeongbokgung"], made["bukchon-hanok-village"]]
        assert order["changes"][0]["start_time"] == "09:00"
        assert names(minji, "2026-12-02", "2026-12-02")[1].startswith("Haeundae")

    def test_an_empty_day_and_one_with_too_many_stops(self, minji: SignedIn) -> None:
        empty = minji.http.post("/v1/schedules/optimise", json={"date": DAY}).json()
        assert (empty["is_better"], empty["changes"]) == (False, [])
        for number in range(13):
            add(minji, place_id="gyeongbokgung", note=str(number))
        assert_problem(minji.http.post("/v1/schedules/optimise", json={"date": DAY}), 422, "too_many_stops")


def until_taken(send: Callable[[], Response]) -> Response:
    """Try again as often as the server says that it is too busy just now, as a client should."""
    while (answer := send()).status_code == 503:
        time.sleep(float(answer.headers["Retry-After"]))
    return answer


class TestManyAtOnce:
    def test_every_acknowledged_change_of_fifty_clients_is_there(self, minji: SignedIn) -> None:
        entry = add(minji, place_name="Tea", note="")

        def work(number: int) -> tuple[str, bool]:
            named = {"date": "2026-12-02", "place_name": f"entry {number}"}
            made = until_taken(lambda: minji.http.post("/v1/schedules", json=named))
            assert made.status_code == 201, made.text
            noted = whole(entry, note=f"note {number}")
            note = until_taken(lambda: minji.http.put(f"/v1/schedules/{entry['id']}", json=noted)).status_code
            assert note in {200, 412}
            return made.json()["id"], note == 200

        with ThreadPoolExecutor(50) as threads:
            outcomes = list(threads.map(work, range(50)))
        kept = minji.http.get(
            "/v1/schedules", params={"from": "2026-12-02", "to": "2026-12-02", "limit": 100}
        )
        assert {item["id"] for item in kept.json()["items"]} == {made for made, _ in outcomes}
        assert sum(accepted for _, accepted in outcomes) == 1
        assert minji.http.get(f"/v1/schedules/{entry['id']}").json()["version"] == 2
