import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.region import Region
from models.theme import Theme
from services.search_query import understand
from services.vocabulary import REGIONS, THEMES


@pytest.mark.parametrize("region", Region)
def test_a_region_means_itself_in_every_language(region: Region) -> None:
    for name in REGIONS[region].name.values():
        assert [word.region for word in understand(name).words] == [region], name


@pytest.mark.parametrize("theme", Theme)
def test_a_theme_means_itself_in_every_language(theme: Theme) -> None:
    for name in THEMES[theme].name.values():
        assert [word.theme for word in understand(name).words] == [theme], name


@pytest.mark.parametrize(
    "typed", ["부산 해변", "Busan BEACH", "釜山 海滩", "부산해변", "  부산   해변 ", "プサン 海"]
)
def test_a_region_beside_a_theme_means_both(typed: str) -> None:
    words = understand(typed).words
    assert [word.region for word in words if word.region] == [Region.BUSAN]
    assert [word.theme for word in words if word.theme] == [Theme.COAST]


def test_phrases_of_several_words_mean_one_thing() -> None:
    assert [word.region for word in understand("North Chungcheong").words] == [Region.CHUNGBUK]
    assert [word.theme for word in understand("theme park").words] == [Theme.FAMILY]


def test_initial_consonants_are_told_from_words() -> None:
    assert understand("ㄱㅂㄱ").initials == "ㄱㅂㄱ"
    assert understand("ㄱ ㅂ").initials == "ㄱㅂ"
    assert understand("경ㅂ").initials == ""
    assert understand("k").initials == ""


@pytest.mark.parametrize("typed", ["", "   ", "!?", "\x00", "‮", "😀"])
def test_what_has_no_letter_is_empty(typed: str) -> None:
    assert understand(typed).is_empty
    assert understand(typed).words == ()


@given(typed=st.text(max_size=200))
@example(typed="부산 " * 60)
@example(typed="\ud800")
def test_any_text_is_understood_somehow(typed: str) -> None:
    query = understand(typed)
    assert query.joined == query.phrase.replace(" ", "")
    assert query.is_empty == (not query.words)
    assert not any(letter < " " for letter in query.phrase)
    assert all(word.typed for word in query.words)


@given(typed=st.text(max_size=60))
def test_space_around_and_case_change_nothing(typed: str) -> None:
    assert understand(f"  {typed} ") == understand(typed)
