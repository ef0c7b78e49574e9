"""A fixed sample of the labelled queries finds what they mean in the shipped catalogue."""

import pytest

from benchmarks.search_labels import SHOWN, Judge, Labelled, Scored, Shares, labelled_queries
from main import CATALOGUE
from services.catalogue_files import read_catalogue
from services.unit_of_work import Services

SAMPLE = labelled_queries()[::13]
FIRST, AMONG_FIVE = 0.92, 0.98


async def test_a_sample_of_the_labelled_queries_is_answered_as_often_as_promised(services: Services) -> None:
    scored = [await answered(services, query) for query in SAMPLE]
    missed = [(one.query.typed, one.rank) for one in scored if one.rank != 1]
    shares = Shares.of(scored)
    assert shares.count >= 60
    assert shares.first >= FIRST, missed
    assert shares.among_five >= AMONG_FIVE, missed


def test_every_label_names_places_of_the_catalogue_and_all_five_languages_are_asked_in() -> None:
    queries, ids = labelled_queries(), {entry.id for entry in read_catalogue(CATALOGUE)}
    assert len(queries) >= 400
    assert len({query.language for query in queries}) == 5
    assert [query.typed for query in queries if not query.wanted or not query.wanted <= ids] == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Ulsan Museum", "ulsan-museum"),
        ("beaches in Busan", "haeundae-beach"),
        ("부산의 해변", "haeundae-beach"),
        ("ソウルの王宮", "gyeongbokgung"),
        ("首尔的宫殿", "gyeongbokgung"),
        ("Daegu market", "seomun-market"),
        ("부산 해운대", "haeundae-beach"),
    ],
)
async def test_regions_and_themes_find_what_is_called_so_or_mainly_about_it_first(
    services: Services, typed: str, first: str
) -> None:
    found = await services.search.places(typed)
    assert found.items[0].id == first


async def test_what_must_not_stand_above_makes_a_query_count_as_missed() -> None:
    query = Labelled(
        "told_apart",
        language=labelled_queries()[0].language,
        typed="-",
        wanted=frozenset({"a"}),
        unwanted="b",
    )
    judge = Judge(())
    assert judge.score(query, [("c", {}), ("a", {})]).rank == 2
    assert judge.score(query, [("b", {}), ("a", {})]).rank is None
    assert judge.score(query, [("c", {})]).rank is None
    assert judge.score(query, [("a", {}), ("b", {})]) == Scored(query, 1)


async def answered(services: Services, query: Labelled) -> Scored:
    found = await services.search.places(query.typed, language=query.language, limit=SHOWN)
    return Judge(()).score(query, [(place.id, place.name) for place in found.items])
