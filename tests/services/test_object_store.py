from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.errors import Invalid
from services.object_store import InvalidKey, NoSuchObject, ObjectStore, ObjectStoreAway
from tests.heard_log import HeardLog
from tests.stand_ins.s3_server import BUCKET, Fault, S3Server

MIB = 1024 * 1024
KEY_ID, SECRET = "AKIAOFATRAVELLER", "a-secret-that-nobody-reads"


@pytest.fixture(scope="module")
def running_s3() -> Iterator[S3Server]:
    with S3Server.running() as server:
        yield server


@pytest.fixture
def s3(running_s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> S3Server:
    """An empty bucket without faults, and the settings that lead to it."""
    running_s3.objects.clear()
    running_s3.asked.clear()
    running_s3.fault, running_s3.faults_left, running_s3.page = None, 1_000_000, 1000
    for name, value in {
        "AWS_ACCESS_KEY_ID": KEY_ID,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_ENDPOINT_URL": running_s3.address,
        "AWS_REGION": "ap-northeast-2",
        "NO_PROXY": "127.0.0.1",
    }.items():
        monkeypatch.setenv(name, value)
    return running_s3


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return ObjectStore.at(str(tmp_path / "pictures"))
    request.getfixturevalue("s3")
    return ObjectStore.at(f"s3://{BUCKET}/ffff")


async def test_what_is_put_is_there_until_it_is_deleted(store: ObjectStore) -> None:
    await store.put("photos/p1/320.webp", b"small", "image/webp")
    await store.put("photos/p1/960.webp", bytes(range(256)) * 40_000, "image/webp")
    assert await store.get("photos/p1/320.webp") == b"small"
    assert await store.get("photos/p1/960.webp") == bytes(range(256)) * 40_000

    await store.put("photos/p1/320.webp", b"another", "image/webp")
    assert await store.get("photos/p1/320.webp") == b"another"

    await store.delete(["photos/p1/320.webp"])
    with pytest.raises(NoSuchObject):
        await store.get("photos/p1/320.webp")
    assert await store.keys_below("photos") == ["photos/p1/960.webp"]


async def test_an_empty_file_is_a_file(store: ObjectStore) -> None:
    await store.put("nothing", b"", "text/plain")
    assert await store.get("nothing") == b""


@pytest.mark.parametrize("size", [0, 10, 5 * MIB, 12 * MIB + 1])
async def test_a_file_is_put_and_comes_back_in_parts(store: ObjectStore, tmp_path: Path, size: int) -> None:
    content = bytes(number % 251 for number in range(256)) * (size // 256) + b"x" * (size % 256)
    (tmp_path / "file").write_bytes(content)
    await store.put_file("exports/1.zip", tmp_path / "file", "application/zip")
    length, parts = await store.get_in_parts("exports/1.zip")
    received = [part async for part in parts]
    assert length == size
    assert b"".join(received) == content
    assert all(len(part) <= 5 * MIB for part in received)
    with pytest.raises(NoSuchObject):
        await store.get_in_parts("exports/2.zip")


async def test_only_what_was_put_before_a_moment_is_old(store: ObjectStore) -> None:
    for number in range(3):
        await store.put(f"a/{number}", b"x", "text/plain")
    await store.put("b/1", b"x", "text/plain")
    now = datetime.now(UTC)
    later = [keys async for keys in store.keys_older("a", now + timedelta(days=400))]
    assert sorted(key for keys in later for key in keys) == ["a/0", "a/1", "a/2"]
    assert not any([keys async for keys in store.keys_older("a", datetime(2026, 1, 1, tzinfo=UTC))])
    assert not any([keys async for keys in store.keys_older("c", now)])


async def test_deleting_what_is_gone_deletes_the_rest(store: ObjectStore) -> None:
    keys = [f"a/{number}" for number in range(30)]
    for key in keys[::2]:
        await store.put(key, b"x", "text/plain")
    await store.delete(keys)
    await store.delete(keys)
    await store.delete([])
    assert await store.keys_below("a") == []


async def test_a_prefix_ends_where_a_word_ends(store: ObjectStore) -> None:
    for key in ("users/1/a.webp", "users/1/b/c.webp", "users/10/a.webp", "users/1.webp"):
        await store.put(key, b"x", "image/webp")
    assert await store.keys_below("users/1") == ["users/1/a.webp", "users/1/b/c.webp"]
    assert await store.keys_below("users/2") == []

    await store.delete(await store.keys_below("users/1"))
    await store.delete(await store.keys_below("users/2"))
    assert await store.keys_below("users") == ["users/1.webp", "users/10/a.webp"]


@pytest.mark.parametrize(
    "key",
    ["", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/..", "a/.b", ".a", "-a", "a\\b", "a b", "a\n", "a\0b",
     "%2e%2e/a", "a?b", "a#1", "https://a", "사진", "a" * 513, "a\udc80", "a\u202e"],
)  # fmt: skip
async def test_a_key_that_could_lead_elsewhere_is_refused(key: str, tmp_path: Path) -> None:
    store = ObjectStore.at(str(tmp_path / "pictures"))
    (tmp_path / "a").write_text("not ours")
    for attempt in (
        store.put(key, b"x", "text/plain"),
        store.get(key),
        store.delete(["fine", key]),
        store.keys_below(key),
    ):
        with pytest.raises(InvalidKey) as refused:
            await attempt
        assert isinstance(refused.value, Invalid)
    assert (tmp_path / "a").read_text() == "not ours"
    assert everything_in(tmp_path) == ["a", "pictures"]


async def test_a_folder_may_be_named_in_either_way(tmp_path: Path) -> None:
    folder = tmp_path / "내 사진 100%"
    await ObjectStore.at(folder.as_uri()).put("a", b"x", "text/plain")
    assert await ObjectStore.at(str(folder)).get("a") == b"x"


async def test_a_folder_keeps_no_empty_folders(tmp_path: Path) -> None:
    store = ObjectStore.at(str(tmp_path / "pictures"))
    await store.put("users/1/a.webp", b"x", "image/webp")
    await store.put("users/2/a.webp", b"x", "image/webp")
    await store.delete(await store.keys_below("users/1"))
    assert everything_in(tmp_path / "pictures") == ["users", "users/2", "users/2/a.webp"]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/a",
        "gs://bucket",
        "s3://",
        "ftp://a",
        "file://host/a",
        f"s3://{KEY_ID}:{SECRET}@b/c",
    ],
)
def test_an_address_of_another_kind_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(ValueError, match="s3://bucket/prefix") as refused:
        ObjectStore.at(address)
    assert SECRET not in str(refused.value)


async def test_a_folder_that_fails_is_away(tmp_path: Path, log: HeardLog) -> None:
    store = ObjectStore.at(str(tmp_path))
    await store.put("a", b"x", "text/plain")
    with pytest.raises(ObjectStoreAway):
        await store.put("a/b", b"x", "text/plain")
    assert log.names() == ["object_store_away"]


async def test_the_bucket_knows_the_type_and_the_prefix(s3: S3Server) -> None:
    await ObjectStore.at(f"s3://{BUCKET}/ffff").put("a/b.webp", b"x", "image/webp")
    await ObjectStore.at(f"s3://{BUCKET}").put("a/c.webp", b"y", "image/webp")
    assert s3.objects == {"ffff/a/b.webp": (b"x", "image/webp"), "a/c.webp": (b"y", "image/webp")}


async def test_many_are_listed_page_by_page_and_deleted_in_one_go(s3: S3Server) -> None:
    store = ObjectStore.at(f"s3://{BUCKET}/ffff")
    s3.objects |= {f"ffff/a/{number:03}": (b"x", "") for number in range(25)}
    s3.page = 10
    assert await store.keys_below("a") == [f"a/{number:03}" for number in range(25)]
    assert s3.asked == [f"GET /{BUCKET}"] * 3
    await store.delete(await store.keys_below("a"))
    assert s3.objects == {}
    assert s3.asked.count(f"POST /{BUCKET}") == 1


@pytest.mark.parametrize("fault", ["error", "refusal", "slow", "cut"])
async def test_a_bucket_that_fails_is_away_and_nothing_secret_is_said(
    s3: S3Server, log: HeardLog, fault: Fault
) -> None:
    """The refusal repeats the signature, as S3 does."""
    s3.objects["ffff/a/b"] = (b"x", "text/plain")
    store = ObjectStore.at(f"s3://{BUCKET}/ffff", patience_s=0.5)
    s3.fault = fault
    for attempt in (store.get("a/b"), store.keys_below("a"), store.delete(["a/b"])):
        with pytest.raises(ObjectStoreAway) as failed:
            await attempt
        assert failed.value.__suppress_context__
        assert str(failed.value) == ObjectStoreAway.message
    if fault != "cut":  # an answer to PUT is empty, so nothing of it can be missing
        for attempt in (store.put("a/c", b"y", "text/plain"), store.delete(["a/b"])):
            with pytest.raises(ObjectStoreAway):
                await attempt

    assert any(KEY_ID in signature for signature in s3.signatures)
    heard = str(log.events) + "".join(record.getMessage() for record in log.handler.records)
    assert "object_store_away" in heard
    for secret in (KEY_ID, SECRET, "Signature", "AWS4"):
        assert secret not in heard
        assert secret not in repr(store)


async def test_an_error_that_passes_is_not_noticed(s3: S3Server, log: HeardLog) -> None:
    store = ObjectStore.at(f"s3://{BUCKET}/ffff")
    s3.fault, s3.faults_left = "error", 2
    await store.put("a", b"x", "text/plain")
    s3.faults_left = 1
    assert await store.get("a") == b"x"
    assert log.names() == []


async def test_a_bucket_that_is_not_there_is_away(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(ObjectStoreAway):
        await ObjectStore.at(f"s3://{BUCKET}", patience_s=2).get("a")


def everything_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
