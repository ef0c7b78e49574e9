"""A catalogue is loaded whole or not at all, and loading it again changes nothing."""

from pathlib import Path

import pytest
from sqlalchemy import text

from main import CATALOGUE
from services.catalogue import ImportReport, import_places, load_catalogue
from services.catalogue_files import CatalogueEntry, CatalogueRefused
from services.database import Database
from tests.made_up_places import SOURCE, a_place, load, made_up_entries
from tests.toml_files import write_region


async def test_loading_a_catalogue_twice_changes_nothing(empty: Database) -> None:
    first = await load_catalogue(empty, CATALOGUE)
    before = await rows(empty, "SELECT * FROM places ORDER BY id")
    assert first is not None
    assert (first.added, first.changed, first.withdrawn) == (len(before), 0, 0)
    assert await load_catalogue(empty, CATALOGUE) is None
    assert await rows(empty, "SELECT * FROM places ORDER BY id") == before


async def test_the_same_entries_again_count_as_unchanged(empty: Database) -> None:
    entries = made_up_entries(50)
    assert await load(empty, entries) == ImportReport(added=50)
    before = await rows(empty, "SELECT * FROM places ORDER BY id")
    assert await load(empty, entries) == ImportReport(unchanged=50)
    assert await rows(empty, "SELECT * FROM places ORDER BY id") == before


async def test_a_changed_entry_counts_as_changed_and_a_removed_one_is_withdrawn_and_comes_back(
    empty: Database, tmp_path: Path
) -> None:
    both = [a_place("one"), a_place("two")]
    write_region(tmp_path, "seoul", both)
    assert await load_catalogue(empty, tmp_path) == ImportReport(added=2)

    write_region(tmp_path, "seoul", [a_place("one", prominence=99), a_place("two")])
    assert await load_catalogue(empty, tmp_path) == ImportReport(changed=1, unchanged=1)
    assert await rows(empty, "SELECT prominence FROM places WHERE id = 'one'") == [(99,)]

    write_region(tmp_path, "seoul", [a_place("one", prominence=99)])
    assert await load_catalogue(empty, tmp_path) == ImportReport(unchanged=1, withdrawn=1)
    assert await rows(empty, "SELECT id FROM places WHERE withdrawn_at IS NOT NULL") == [("two",)]

    write_region(tmp_path, "seoul", both)
    assert await load_catalogue(empty, tmp_path) == ImportReport(changed=2)
    assert await rows(empty, "SELECT id FROM places WHERE withdrawn_at IS NOT NULL") == []


async def test_what_travellers_gave_a_place_stays_when_it_changes_goes_and_comes_back(
    empty: Database, tmp_path: Path
) -> None:
    other = a_place("other")
    write_region(tmp_path, "seoul", [a_place("one"), other])
    await load_catalogue(empty, tmp_path)
    async with empty.transaction() as session:
        await session.execute(
            text("UPDATE places SET likes_count = 7, rating = 4.25, rating_count = 4 WHERE id = 'one'")
        )
    for entries in ([a_place("one", prominence=99), other], [other], [a_place("one", prominence=50), other]):
        write_region(tmp_path, "seoul", entries)
        await load_catalogue(empty, tmp_path)
        given = await rows(empty, "SELECT likes_count, rating, rating_count FROM places WHERE id = 'one'")
        assert given == [(7, 4.25, 4)]
    assert await rows(empty, "SELECT prominence FROM places WHERE id = 'one'") == [(50,)]


async def test_one_source_does_not_withdraw_the_places_of_another(empty: Database, tmp_path: Path) -> None:
    await load(empty, made_up_entries(3))
    write_region(tmp_path, "seoul", [a_place("one")])
    await load_catalogue(empty, tmp_path)
    assert await rows(empty, "SELECT count(*) FROM places WHERE withdrawn_at IS NULL") == [(4,)]


async def test_a_refused_catalogue_leaves_what_was_loaded(empty: Database, tmp_path: Path) -> None:
    write_region(tmp_path, "seoul", [a_place("one")])
    await load_catalogue(empty, tmp_path)
    write_region(tmp_path, "seoul", [a_place("one", prominence=50), a_place("two", prominence=101)])
    with pytest.raises(CatalogueRefused, match="seoul.toml: two: prominence"):
        await load_catalogue(empty, tmp_path)
    assert await rows(empty, "SELECT id, prominence FROM places") == [("one", 10)]


async def test_five_thousand_places_load_with_their_progress(empty: Database) -> None:
    told: list[int] = []
    entries = made_up_entries(5_000)
    async with empty.transaction() as session:
        report = await import_places(session, entries, source=SOURCE, progress=told.append)
    assert report == ImportReport(added=5_000)
    assert told == list(range(1, 5_001))


async def test_a_load_that_breaks_off_in_the_middle_leaves_nothing(empty: Database) -> None:
    def break_off(staged: int) -> None:
        if staged == 2_500:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        async with empty.transaction() as session:
            await import_places(session, made_up_entries(5_000), source=SOURCE, progress=break_off)
    assert await rows(empty, "SELECT count(*) FROM places") == [(0,)]
    assert await load(empty, made_up_entries(10)) == ImportReport(added=10)


async def test_one_row_the_database_refuses_leaves_nothing_of_the_others(empty: Database) -> None:
    entries = made_up_entries(500)
    entries[400] = CatalogueEntry.model_construct(**dict(entries[400]) | {"prominence": 900})
    with pytest.raises(Exception, match="prominence_is_percent"):
        await load(empty, entries)
    assert await rows(empty, "SELECT count(*) FROM places") == [(0,)]


async def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    async with database.transaction() as session:
        return [tuple(row) for row in await session.execute(text(query))]
