from unicodedata import category, normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.hangul import fold, initials, is_initials, keystrokes, romanise, sound

FUNCTIONS = [fold, keystrokes, initials, romanise, sound]

hangul = st.text(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")))
mixed = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("가힣ㄱㄳㅏㅘ각ﾡￂ゙が゚ハﾊﾟー'’-·「」éŏßİ\u0301\u200b\u200e\u3164\ufe0f\0\n 12"),
    )
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Gyeongbokgung Palace", "gyeongbokgung palace"),
        ("  Ｓｅｏｕｌ\t\nＴｏｗｅｒ ", "seoul tower"),
        ("경복궁", "경복궁"),
        (normalize("NFD", "경복궁"), "경복궁"),
        ("ㄱㅂㄱ", "ㄱㅂㄱ"),
        ("ᄀᄇᄀ", "ㄱㅂㄱ"),
        ("ﾡﾲﾡ", "ㄱㅂㄱ"),
        ("경보ㄱ", "경보ㄱ"),
        ("남대문(숭례문)·시장", "남대문 숭례문 시장"),
        ("「景福宮」【서울】", "景福宮 서울"),
        ("N서울타워", "n서울타워"),
        ("Café Müller", "cafe muller"),
        ("Kyŏngbokkung", "kyongbokkung"),
        ("Straße", "strasse"),
        ("Bukchon-ro", "bukchon ro"),
        ("Children's Park", "children s park"),
        ("きょんぼっくん", "キョンボックン"),
        ("ｷｮﾝﾎﾞｯｸﾝ", "キョンボックン"),
        ("プサン・タワー", "プサン タワー"),
        ("서\u200b울\u200e\0역\ufeff", "서울역"),
        ("\u202eseoul\u202c", "seoul"),
        ("가\u3164나", "가나"),
        ("①②", "12"),
        ("★ 맛집 ♥", "맛집"),
        ("\ud800서울", "서울"),
        ("", ""),
        ("!?", ""),
    ],
)
def test_spellings_of_one_text_fold_together(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("경복궁", "ㄱㅕㅇㅂㅗㄱㄱㅜㅇ"),
        ("경보ㄱ", "ㄱㅕㅇㅂㅗㄱ"),
        ("닭", "ㄷㅏㄹㄱ"),
        ("값", "ㄱㅏㅂㅅ"),
        ("과", "ㄱㅗㅏ"),
        ("왜", "ㅇㅗㅐ"),
        ("위", "ㅇㅜㅣ"),
        ("의", "ㅇㅡㅣ"),
        ("개게걔계", "ㄱㅐㄱㅔㄱㅒㄱㅖ"),
        ("까쌌", "ㄲㅏㅆㅏㅆ"),
        ("ㄳㅘ", "ㄱㅅㅗㅏ"),
        ("서울 N타워", "ㅅㅓㅇㅜㄹ nㅌㅏㅇㅜㅓ"),
    ],
)
def test_keystrokes_are_those_of_a_korean_keyboard(text: str, keys: str) -> None:
    assert keystrokes(text) == keys


@pytest.mark.parametrize("typed", ["ㄱ", "겨", "경", "경ㅂ", "경보", "경복", "경복ㄱ", "경복구", "경복궁"])
def test_a_half_typed_name_begins_the_whole(typed: str) -> None:
    assert keystrokes("경복궁").startswith(keystrokes(typed))


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("해운대 해수욕장", "ㅎㅇㄷ ㅎㅅㅇㅈ"),
        ("경복궁", "ㄱㅂㄱ"),
        ("까치 쌈지", "ㄲㅊ ㅆㅈ"),
        ("N서울타워 (Seoul)", "ㅅㅇㅌㅇ"),
        ("Seoul 景福宮", ""),
        ("ㄳ", "ㄱㅅ"),
        ("ㅏ", ""),
    ],
)
def test_initials_stand_word_by_word(text: str, letters: str) -> None:
    assert initials(text) == letters


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("ㄱㅂㄱ", True),
        ("ㅎㅇㄷ ㅎㅅㅇㅈ", True),
        ("ㄱ", True),
        ("ㄳ", True),
        ("경ㅂㄱ", False),
        ("ㅏ", False),
        ("ㄱa", False),
        ("", False),
        ("...", False),
    ],
)
def test_a_search_by_initials_is_recognised(text: str, *, asked: bool) -> None:
    assert is_initials(text) is asked


@pytest.mark.parametrize(
    ("hangul", "latin"),
    [
        # From the official notice, section by section.
        ("구미", "gumi"),
        ("영동", "yeongdong"),
        ("백암", "baegam"),
        ("옥천", "okcheon"),
        ("합덕", "hapdeok"),
        ("호법", "hobeop"),
        ("월곶", "wolgot"),
        ("벚꽃", "beotkkot"),
        ("한밭", "hanbat"),
        ("구리", "guri"),
        ("설악", "seorak"),
        ("칠곡", "chilgok"),
        ("임실", "imsil"),
        ("울릉", "ulleung"),
        ("대관령", "daegwallyeong"),
        ("백마", "baengma"),
        ("신문로", "sinmunno"),
        ("종로", "jongno"),
        ("왕십리", "wangsimni"),
        ("별내", "byeollae"),
        ("신라", "silla"),
        ("해돋이", "haedoji"),
        ("같이", "gachi"),
        ("맞히다", "machida"),
        ("좋고", "joko"),
        ("놓다", "nota"),
        ("낳지", "nachi"),
        ("묵호", "mukho"),
        ("집현전", "jiphyeonjeon"),
        ("압구정", "apgujeong"),
        ("낙동강", "nakdonggang"),
        ("죽변", "jukbyeon"),
        ("낙성대", "nakseongdae"),
        ("합정", "hapjeong"),
        ("팔당", "paldang"),
        ("샛별", "saetbyeol"),
        ("울산", "ulsan"),
        ("중앙", "jungang"),
        ("반구대", "bangudae"),
        ("세운", "seun"),
        ("해운대", "haeundae"),
        ("부산", "busan"),
        ("세종", "sejong"),
        ("남산", "namsan"),
        ("속리산", "songnisan"),
        ("금강", "geumgang"),
        ("독도", "dokdo"),
        ("경복궁", "gyeongbokgung"),
        ("무량수전", "muryangsujeon"),
        ("연화교", "yeonhwagyo"),
        ("극락전", "geungnakjeon"),
        ("안압지", "anapji"),
        ("남한산성", "namhansanseong"),
        ("화랑대", "hwarangdae"),
        ("불국사", "bulguksa"),
        ("현충사", "hyeonchungsa"),
        ("독립문", "dongnimmun"),
        ("오죽헌", "ojukheon"),
        ("촉석루", "chokseongnu"),
        ("종묘", "jongmyo"),
        ("다보탑", "dabotap"),
        ("광희문", "gwanghuimun"),
        # Names on road signs.
        ("설악산", "seoraksan"),
        ("한라산", "hallasan"),
        ("의정부", "uijeongbu"),
        ("압록강", "amnokgang"),
        ("삼랑진", "samnangjin"),
        ("천안", "cheonan"),
        ("값", "gap"),
        ("닭갈비", "dakgalbi"),
        # All else stays.
        ("해운대 (Busan) 景福宮", "haeundae (busan) 景福宮"),
        ("종로3가", "jongno3ga"),
    ],
)
def test_hangul_is_romanised_as_on_a_road_sign(hangul: str, latin: str) -> None:
    assert romanise(hangul) == latin


@pytest.mark.parametrize(
    "spellings",
    [
        "경복궁 Gyeongbokgung Gyungbokgung Kyongbokkung Kyŏngbokkung キョンボックン Gyeongbok-gung",
        "부산 Busan Pusan プサン",
        "대구 Daegu Taegu テグ",
        "제주 Jeju Cheju チェジュ",
        "경주 Gyeongju Kyongju Kyungju キョンジュ",
        "전주 Jeonju Chonju チョンジュ",
        "인천 Incheon Inchon インチョン",
        "설악 Seorak Sorak ソラク",
        "인사동 Insadong インサドン",
        "해운대 Haeundae ヘウンデ",
        "남대문 Namdaemun ナムデムン",
        "동대문 Dongdaemun Tongdaemun トンデムン",
        "불국사 Bulguksa Pulguksa プルグクサ",
        "서울 Seoul ソウル Sŏul",
        "청주 Cheongju Ch'ŏngju Ch’ongju チョンジュ",
        "강릉 Gangneung Kangnung Kangnŭng カンヌン",
        "종로 Jongno Chongno Jongro チョンノ",
        "독립문 Dongnimmun Dokripmun トンニムン",
        "광화문 Gwanghwamun Kwanghwamun クァンファムン グァンファムン",
        "여의도 Yeouido Yoido ヨイド",
        "서귀포 Seogwipo Sogwipo ソギポ",
        "하회마을 Hahoemaeul ハフェマウル",
        "남해 Namhae ナメ",
        "보은 Boeun ポウン",
        "북촌로 Bukchon-ro プクチョンロ",
        "삼성 Samseong Samsung サムソン",
        "계룡 Gyeryong ケリョン",
    ],
)
def test_spellings_of_a_name_sound_the_same(spellings: str) -> None:
    first, *others = spellings.split()
    assert {other: sound(other) for other in others} == dict.fromkeys(others, sound(first))


@pytest.mark.parametrize(
    ("beginning", "name"),
    [("Kyongbok", "경복궁"), ("Gyeongbok", "キョンボックン"), ("Haeun", "해운대"), ("Seong", "성산일출봉")],
)
def test_the_beginning_of_a_name_sounds_like_its_beginning(beginning: str, name: str) -> None:
    assert sound(name).startswith(sound(beginning))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("부산", "부천"),
        ("경주", "공주"),
        ("남산", "남한"),
        ("강남", "강북"),
        ("설악산", "속리산"),
        ("울산", "일산"),
    ],
)
def test_other_names_sound_different(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_words_keep_their_distance_in_a_sound() -> None:
    assert sound("Haeundae Beach").split()[0] == sound("해운대")
    assert sound("해운대 해수욕장").count(" ") == 1


@given(mixed)
@example("ㄱ\u0301ㅏ")
@example("ㄱ\u200bㅏ")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(hangul, st.data())
def test_keystrokes_of_a_beginning_begin_the_keystrokes(name: str, data: st.DataObject) -> None:
    keys = keystrokes(name)
    assert keys.startswith(keystrokes(name[: data.draw(st.integers(0, len(name)))]))


@given(st.lists(hangul.filter(bool), min_size=1))
def test_every_syllable_has_one_initial_and_words_stay_apart(words: list[str]) -> None:
    assert [len(letters) for letters in initials(" ".join(words)).split(" ")] == [len(word) for word in words]
    assert is_initials(initials("".join(words)))


@given(hangul)
def test_hangul_sounds_like_its_own_romanisation(name: str) -> None:
    assert romanise(name).isascii()
    assert sound(name).isascii()
    if not name.endswith("리"):
        assert sound(romanise(name)) == sound(name)


@given(mixed)
@example("\ud800\0\x7f\x9f\u2028\u202e\ufeff")
def test_no_text_makes_it_fail_or_brings_control_characters_through(text: str) -> None:
    is_initials(text)
    for function in FUNCTIONS:
        answer = function(text)
        assert not any(category(character) in {"Cc", "Cf", "Cs"} for character in answer)
