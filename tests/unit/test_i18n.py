import re
from string import Formatter

import pytest
from babel.messages import Message
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from models.language import Language, text_in
from services.i18n import language_from, translator
from tests.serving import ROOT

FOREIGN = [language for language in Language if language is not Language.EN]
CATALOGUES = {
    Language.KO: "ko",
    Language.JA: "ja",
    Language.ZH_HANS: "zh_Hans",
    Language.ZH_HANT: "zh_Hant",
}


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", Language.EN),
        ("fr,de;q=0.9", Language.EN),
        ("ko-KR,ko;q=0.9,en;q=0.8", Language.KO),
        ("en-US", Language.EN),
        ("ja", Language.JA),
        ("zh-CN,zh;q=0.9", Language.ZH_HANS),
        ("zh", Language.ZH_HANS),
        ("zh-TW", Language.ZH_HANT),
        ("zh-HK,en;q=0.5", Language.ZH_HANT),
        ("zh-Hant-SG", Language.ZH_HANT),
        ("en;q=0.1,ko;q=0.9", Language.KO),
        ("fr,ja;q=0.2,ko;q=0.3", Language.KO),
        ("KO", Language.KO),
    ],
)
def test_the_header_chooses_the_best_of_our_languages(accepted: str, language: Language) -> None:
    assert language_from(accepted) is language


def test_a_language_with_quality_zero_is_not_wanted() -> None:
    assert language_from("ko;q=0, ja;q=0.5") is Language.JA
    assert language_from("ko;q=0") is Language.EN


def test_words_that_only_begin_like_a_language_are_not_it() -> None:
    assert language_from("kok,ja;q=0.5") is Language.JA, "Konkani is not Korean"


@given(accepted=st.text(max_size=300))
def test_any_header_chooses_some_language(accepted: str) -> None:
    assert language_from(accepted) in Language


@given(accepted=st.text(alphabet="enkojazh-HTWCNq=;,.0123456789 ainfe", max_size=80))
def test_any_header_that_looks_like_one_chooses_some_language(accepted: str) -> None:
    assert language_from(accepted) in Language


def test_english_is_what_the_code_says() -> None:
    assert translator(Language.EN)("Opening hours") == "Opening hours"


@given(template=st.text(max_size=40), language=st.sampled_from(Language))
def test_a_sentence_nobody_translated_stays_english(template: str, language: Language) -> None:
    assert translator(language)(f"~{template}") == f"~{template}"


@pytest.mark.parametrize("language", FOREIGN)
def test_a_translation_keeps_the_gaps_of_its_template(language: Language) -> None:
    broken = [
        str(entry.id)
        for entry in sentences(language)
        if entry.string and gaps(str(entry.string)) != gaps(str(entry.id))
    ]
    assert broken == []


@pytest.mark.parametrize("language", FOREIGN)
def test_every_sentence_is_translated(language: Language) -> None:
    assert [str(entry.id) for entry in sentences(language) if not entry.string] == []


@pytest.mark.parametrize("language", FOREIGN)
def test_no_translation_has_markup(language: Language) -> None:
    assert [str(entry.id) for entry in sentences(language) if re.search(r"<\w", str(entry.string))] == []


def test_a_text_falls_back_to_a_language_the_reader_may_know() -> None:
    assert text_in({"ko": "가", "en": "a"}, Language.JA) == "a"
    assert text_in({"zh-Hant": "宮", "en": "palace"}, Language.ZH_HANS) == "宮"
    assert text_in({"ko": "가"}, Language.ZH_HANT) == "가"
    assert text_in({}, Language.KO) == ""


def sentences(language: Language) -> list[Message]:
    with (ROOT / "locale" / CATALOGUES[language] / "LC_MESSAGES" / "ffff.po").open("rb") as file:
        return [entry for entry in read_po(file) if entry.id]


def gaps(template: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(template) if name is not None)
