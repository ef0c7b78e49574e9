from hypothesis import given
from hypothesis import strategies as st

from services.hangul import keystrokes, sound
from services.place_text import LINE, search_columns

texts = st.dictionaries(st.sampled_from(["ko", "en", "ja", "zh-Hans"]), st.text(max_size=20))
aliases = st.dictionaries(st.sampled_from(["ko", "en"]), st.lists(st.text(max_size=10), max_size=3))


def test_every_way_to_write_a_name_stands_in_its_columns() -> None:
    columns = search_columns(
        {"ko": "경복궁", "en": "Gyeongbokgung Palace"},
        {"ko": ["광화문"]},
        {"ko": "사직로 161", "en": "161 Sajik-ro"},
    )
    for name in ("경복궁", "광화문", "gyeongbokgung palace", "gyeongbokgungpalace", "gyeongbokgung"):
        assert LINE + keystrokes(name) + LINE in columns.names
    assert LINE + "ㄱㅂㄱ" + LINE in columns.initials
    assert sound("Gyeongbokgung Palace") in columns.sounds
    assert keystrokes("161 sajik ro") in columns.addresses
    assert keystrokes("161 sajik ro") not in columns.names


def test_a_place_without_korean_has_no_initials() -> None:
    assert search_columns({"en": "Somewhere"}, {}, {}).initials == ""


@given(name=texts, other_names=aliases, address=texts)
def test_a_column_is_whole_lines_whatever_the_texts_hold(
    name: dict[str, str], other_names: dict[str, list[str]], address: dict[str, str]
) -> None:
    columns = search_columns(name, other_names, address)
    for column in (columns.names, columns.sounds, columns.initials):
        assert column == "" or (column.startswith(LINE) and column.endswith(LINE))
    for column in (columns.names, columns.addresses, columns.sounds, columns.initials):
        assert LINE * 2 not in column
        assert "\x00" not in column


@given(name=texts)
def test_a_name_stands_as_it_is_typed(name: dict[str, str]) -> None:
    columns = search_columns(name, {}, {})
    for spelling in name.values():
        assert keystrokes(spelling) in columns.names
