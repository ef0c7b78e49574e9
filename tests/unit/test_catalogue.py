"""The catalogue that ships is worth travelling with: enough of it, whole in every language, sane and sourced."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import combinations
from statistics import quantiles
from zoneinfo import ZoneInfo

import pytest

from main import CATALOGUE
from models.language import Language
from models.region import Region
from models.theme import Theme
from services.catalogue_files import CatalogueEntry, FactName, read_catalogue
from services.geography import Point, metres_between
from services.holidays_of_korea import is_holiday
from services.opening_hours import spans_on

YEAR = 2026
PHONE = re.compile(r"\+82-(1\d{3}|[2-6]\d?-\d{3,4}|70-\d{4})-\d{4}")
DATED = re.compile(r"\b20[2-9]\d ")
SEASONS = {"winter": 1, "spring": 4, "summer": 7, "autumn": 10}

LONGEST_DESCRIPTION = {
    Language.KO: 200,
    Language.EN: 320,
    Language.JA: 200,
    Language.ZH_HANS: 200,
    Language.ZH_HANT: 200,
}
"""In characters: what a card shows of a place without being cut."""

LONGEST_SENTENCE = {
    Language.KO: 110,
    Language.EN: 200,
    Language.JA: 90,
    Language.ZH_HANS: 70,
    Language.ZH_HANT: 70,
}
"""In characters: about three lines of a card on a telephone, beyond which a sentence is hard to take in."""

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_WAY = 60, 110, 150

STAYS = {
    Theme.MUSEUMS: (20, 300),
    Theme.TEMPLES: (20, 300),
    Theme.HERITAGE: (15, 360),
    Theme.FOOD: (20, 300),
    Theme.NIGHT: (15, 480),
    Theme.COAST: (15, 480),
    Theme.FAMILY: (20, 480),
    Theme.TRAILS: (20, 600),
    Theme.NATURE: (15, 600),
    Theme.KCULTURE: (15, 480),
    Theme.FESTIVALS: (60, 480),
}

SAME_CHARACTERS_ARE_FINE = 0.25
"""The share of texts whose simplified and traditional forms may be alike, as short names often are."""


@pytest.fixture(scope="module")
def entries() -> list[CatalogueEntry]:
    return read_catalogue(CATALOGUE, YEAR)


def is_festival(entry: CatalogueEntry) -> bool:
    return Theme.FESTIVALS in entry.themes


def position(entry: CatalogueEntry) -> Point:
    return Point(entry.lat, entry.lng)


def texts(entry: CatalogueEntry) -> Iterator[tuple[str, Language, str]]:
    """Every text a traveller reads of an entry: what it is, its language, and the text."""
    for kind in ("name", "address", "description", "getting_there"):
        for language, text in (getattr(entry, kind) or {}).items():
            yield kind, language, text
    if entry.admission and entry.admission.note_ko:
        yield "admission", Language.KO, entry.admission.note_ko
    if entry.admission and entry.admission.note_en:
        yield "admission", Language.EN, entry.admission.note_en


def sentences(text: str) -> list[str]:
    marked = text.replace("。", "。\n").replace(". ", ".\n").replace("! ", "!\n").replace("? ", "?\n")
    return [sentence.strip() for sentence in marked.splitlines() if sentence.strip()]


def has(first: str, last: str, text: str) -> bool:
    return any(first <= letter <= last for letter in text)


def has_hangul(text: str) -> bool:
    return has("가", "힣", text)


def has_kana(text: str) -> bool:
    return any(has(*letters, text) for letters in (("ぁ", "ゖ"), ("ァ", "ヺ")))


def has_ideographs(text: str) -> bool:
    return has("一", "鿿", text)


def has_latin_words_only(text: str) -> bool:
    return not (has_hangul(text) or has_kana(text) or has_ideographs(text))


class TestEnoughOfIt:
    def test_there_are_400_places_and_60_yearly_festivals(self, entries: list[CatalogueEntry]) -> None:
        festivals = sum(map(is_festival, entries))
        assert festivals >= 60
        assert len(entries) - festivals >= 400

    def test_every_region_has_20_places_and_the_great_ones_more(self, entries: list[CatalogueEntry]) -> None:
        regions = Counter(entry.region for entry in entries)
        assert {region: regions[region] for region in Region if regions[region] < 20} == {}
        great = (Region.SEOUL, Region.BUSAN, Region.GYEONGBUK, Region.JEJU)
        assert {region: regions[region] for region in great if regions[region] < 35} == {}

    def test_every_theme_has_enough_places_in_enough_regions(self, entries: list[CatalogueEntry]) -> None:
        themes = Counter(theme for entry in entries for theme in entry.themes)
        assert {theme: themes[theme] for theme in Theme if themes[theme] < 40} == {}
        regions = Counter(theme for theme, _ in {(theme, e.region) for e in entries for theme in e.themes})
        assert {theme: regions[theme] for theme in Theme if regions[theme] < 10} == {}

    def test_prominence_tells_the_famous_from_the_rest(self, entries: list[CatalogueEntry]) -> None:
        lowest, *_, highest = quantiles([entry.prominence for entry in entries], n=10)
        assert lowest <= 56
        assert highest >= 76
        assert sum(entry.prominence >= 90 for entry in entries) <= 25
        best = {region: max(e.prominence for e in entries if e.region is region) for region in Region}
        assert {region: most for region, most in best.items() if most < 55} == {}


class TestEveryLanguage:
    def test_names_addresses_and_descriptions_are_there_in_all_five(
        self, entries: list[CatalogueEntry]
    ) -> None:
        missing = [
            (entry.id, kind, language)
            for entry in entries
            for kind in ("name", "address", "description")
            for language in Language
            if not getattr(entry, kind).get(language)
        ]
        assert missing == []

    def test_each_text_is_in_the_letters_of_its_language(self, entries: list[CatalogueEntry]) -> None:
        right = {
            Language.KO: has_hangul,
            Language.EN: has_latin_words_only,
            Language.JA: lambda text: (has_kana(text) or has_ideographs(text)) and not has_hangul(text),
            Language.ZH_HANS: lambda text: has_ideographs(text) and not (has_kana(text) or has_hangul(text)),
            Language.ZH_HANT: lambda text: has_ideographs(text) and not (has_kana(text) or has_hangul(text)),
        }
        wrong = [
            (entry.id, kind, language, text)
            for entry in entries
            for kind, language, text in texts(entry)
            if not right[language](text) and not (kind == "name" and text.isascii())
        ]
        assert wrong == []

    def test_japanese_sentences_have_kana(self, entries: list[CatalogueEntry]) -> None:
        sentences_in_japanese = [
            (entry.id, text)
            for entry in entries
            for kind, language, text in texts(entry)
            if language is Language.JA and kind in ("description", "getting_there")
        ]
        assert [one for one in sentences_in_japanese if not has_kana(one[1])] == []

    def test_simplified_and_traditional_chinese_are_two_texts(self, entries: list[CatalogueEntry]) -> None:
        for kind in ("description", "getting_there"):
            pairs = [(e.id, getattr(e, kind) or {}) for e in entries]
            alike = [i for i, text in pairs if text and text[Language.ZH_HANS] == text[Language.ZH_HANT]]
            assert alike == []
        for kind in ("name", "address"):
            alike = [
                e.id
                for e in entries
                if getattr(e, kind)[Language.ZH_HANS] == getattr(e, kind)[Language.ZH_HANT]
            ]
            assert len(alike) <= SAME_CHARACTERS_ARE_FINE * len(entries), (kind, alike)

    def test_neither_chinese_has_the_characters_of_the_other(self, entries: list[CatalogueEntry]) -> None:
        wrong = [
            (entry.id, kind, language, letter)
            for entry in entries
            for kind, language, text in texts(entry)
            for letter in text
            if letter in {Language.ZH_HANS: TRADITIONAL, Language.ZH_HANT: SIMPLIFIED}.get(language, "")
        ]
        assert wrong == []

    def test_no_two_places_share_a_description(self, entries: list[CatalogueEntry]) -> None:
        for language in Language:
            told = Counter(sentence for e in entries for sentence in sentences(e.description[language]))
            assert [sentence for sentence, count in told.items() if count > 1] == []


class TestCards:
    def test_no_text_is_longer_than_its_card(self, entries: list[CatalogueEntry]) -> None:
        limits = {
            "name": LONGEST_NAME,
            "address": LONGEST_ADDRESS,
            "getting_there": LONGEST_WAY,
            "admission": LONGEST_WAY,
        }
        long = [
            (entry.id, kind, language, len(text))
            for entry in entries
            for kind, language, text in texts(entry)
            if len(text) > limits.get(kind, LONGEST_DESCRIPTION[language])
        ]
        assert long == []

    def test_no_sentence_is_too_long_to_take_in(self, entries: list[CatalogueEntry]) -> None:
        long = [
            (entry.id, language, len(sentence), sentence)
            for entry in entries
            for language, text in entry.description.items()
            for sentence in sentences(text)
            if len(sentence) > LONGEST_SENTENCE[language]
        ]
        assert long == []

    def test_a_description_has_two_to_four_sentences(self, entries: list[CatalogueEntry]) -> None:
        odd = [
            (entry.id, language, len(sentences(text)))
            for entry in entries
            for language, text in entry.description.items()
            if not 2 <= len(sentences(text)) <= 4
        ]
        assert odd == []

    def test_texts_are_plain_and_whole(self, entries: list[CatalogueEntry]) -> None:
        marks = ("<", ">", "&amp;", "&nbsp;", "http", "  ", "\n", "\t", "\ufffd", "**", "&#")
        odd = [
            (entry.id, kind, language, mark)
            for entry in entries
            for kind, language, text in texts(entry)
            for mark in marks
            if mark in text
        ]
        assert odd == []
        ends = (".", "。", "!", "?", "！", "？", "」", "”", ")")
        broken = [
            (entry.id, language, text[-12:])
            for entry in entries
            for language, text in entry.description.items()
            if not text.endswith(ends)
        ]
        assert broken == []


class TestHours:
    def test_a_place_with_hours_opens_in_every_season(self, entries: list[CatalogueEntry]) -> None:
        shut = [
            (entry.id, season)
            for entry in entries
            if entry.opening_hours
            for season, month in SEASONS.items()
            if not any(open_minutes(entry, day) >= 60 for day in a_week_of(month))
        ]
        assert shut == []

    def test_no_day_is_open_for_minutes_only(self, entries: list[CatalogueEntry]) -> None:
        short = [
            (entry.id, day, open_minutes(entry, day))
            for entry in entries
            if entry.opening_hours
            for month in SEASONS.values()
            for day in a_week_of(month)
            if 0 < open_minutes(entry, day) < 60
        ]
        assert short == []

    def test_no_museum_and_no_house_is_open_day_and_night(self, entries: list[CatalogueEntry]) -> None:
        indoors = [
            entry.id
            for entry in entries
            if entry.opening_hours
            and (Theme.MUSEUMS in entry.themes or entry.setting == "indoor")
            and open_minutes(entry, date(YEAR, 4, 8)) > 20 * 60
        ]
        assert indoors == []

    def test_last_admission_is_within_the_hours(self, entries: list[CatalogueEntry]) -> None:
        assert [e.id for e in entries if e.last_admission_minutes and not e.opening_hours] == []
        late = [
            (entry.id, day)
            for entry in entries
            if entry.last_admission_minutes
            for month in SEASONS.values()
            for day in a_week_of(month)
            if 0 < open_minutes(entry, day) <= entry.last_admission_minutes
        ]
        assert late == []

    def test_files_name_no_date_that_runs_out(self) -> None:
        dated = [
            (file.name, line)
            for file in CATALOGUE.glob("*.toml")
            for line in file.read_text(encoding="utf-8").splitlines()
            if line.startswith("opening_hours") and DATED.search(line)
        ]
        assert dated == []


class TestFacts:
    def test_no_place_is_there_twice(self, entries: list[CatalogueEntry]) -> None:
        twins = [
            (one.id, other.id)
            for one, other in combinations(entries, 2)
            if metres_between(position(one), position(other)) < 30 and alike(one, other)
        ]
        assert twins == []

    def test_gyeongbokgung_stands_where_it_stands(self, entries: list[CatalogueEntry]) -> None:
        palace = next(entry for entry in entries if entry.id == "gyeongbokgung")
        assert metres_between(position(palace), Point(37.5788, 126.9770)) < 400

    def test_hours_fees_phones_and_their_like_name_their_source(self, entries: list[CatalogueEntry]) -> None:
        told = {
            FactName.POSITION: lambda _: True,
            FactName.NAMES: lambda _: True,
            FactName.ADDRESS: lambda _: True,
            FactName.OPENING_HOURS: lambda entry: entry.opening_hours,
            FactName.LAST_ADMISSION: lambda entry: entry.last_admission_minutes,
            FactName.ADMISSION: lambda entry: entry.admission,
            FactName.PHONE: lambda entry: entry.phone,
            FactName.WEBSITE: lambda entry: entry.website,
            FactName.GETTING_THERE: lambda entry: entry.getting_there,
            FactName.DATES: lambda entry: entry.starts_on or entry.usual_months,
            FactName.PHOTOS: lambda entry: entry.photos,
        }
        assert set(told) == set(FactName)
        unlike = [
            (entry.id, fact, "has no source" if given(entry) else "has only a source")
            for entry in entries
            for fact, given in told.items()
            if bool(given(entry)) != (fact in entry.facts)
        ]
        assert unlike == []

    def test_phones_can_be_called_from_abroad(self, entries: list[CatalogueEntry]) -> None:
        assert [(e.id, e.phone) for e in entries if e.phone and not PHONE.fullmatch(e.phone)] == []

    def test_nothing_was_checked_in_the_future(self, entries: list[CatalogueEntry]) -> None:
        today = datetime.now(ZoneInfo("Asia/Seoul")).date()
        assert [(e.id, name) for e in entries for name, fact in e.facts.items() if fact.checked > today] == []

    def test_festivals_say_when_they_are(self, entries: list[CatalogueEntry]) -> None:
        festivals = [entry for entry in entries if Theme.FESTIVALS in entry.themes]
        assert [e.id for e in festivals if not e.usual_months and not (e.starts_on and e.ends_on)] == []
        odd = [
            entry.id
            for entry in entries
            if (entry.starts_on is None) != (entry.ends_on is None)
            or (entry.starts_on and entry.ends_on and not 0 <= (entry.ends_on - entry.starts_on).days <= 120)
        ]
        assert odd == []
        elsewhen = [
            entry.id
            for entry in entries
            if entry.starts_on and entry.usual_months and entry.starts_on.month not in entry.usual_months
        ]
        assert elsewhen == []

    def test_photos_are_official_and_credited(self, entries: list[CatalogueEntry]) -> None:
        photos = [(entry.id, photo) for entry in entries for photo in entry.photos]
        assert [i for i, photo in photos if not photo.url.startswith("https://tong.visitkorea.or.kr/")] == []
        assert [
            i for i, photo in photos if photo.credit != "한국관광공사" or "KOGL" not in photo.licence
        ] == []

    def test_stays_are_as_long_as_their_themes_allow(self, entries: list[CatalogueEntry]) -> None:
        odd = [
            (entry.id, theme, entry.stay_minutes)
            for entry in entries
            for theme in entry.themes
            if not STAYS[theme][0] <= entry.stay_minutes <= STAYS[theme][1]
        ]
        assert odd == []


def a_week_of(month: int) -> list[date]:
    """The first seven days in a row of a month that are no holidays."""
    day = date(YEAR, month, 1)
    while any(is_holiday(day + timedelta(days=offset)) for offset in range(7)):
        day += timedelta(days=1)
    return [day + timedelta(days=offset) for offset in range(7)]


def open_minutes(entry: CatalogueEntry, day: date) -> int:
    minutes = 0
    for span in spans_on(entry.opening_hours or "", day):
        closes = span.closes.hour * 60 + span.closes.minute + 24 * 60 * span.past_midnight
        minutes += closes - span.opens.hour * 60 - span.opens.minute
    return minutes


def alike(one: CatalogueEntry, other: CatalogueEntry) -> bool:
    """Tell whether a name of one is, spaces aside, part of a name of the other."""
    mine, theirs = (
        {name.replace(" ", "").casefold() for name in entry.name.values()} for entry in (one, other)
    )
    return any(name in another or another in name for name in mine for another in theirs)


# Common characters that only one of the two Chinese writes.
SIMPLIFIED = set(
    "园馆时广开场别车岛庆钟约线东铁为这门过济间边节桥尔长头树顶阳还鱼传罗楼层观红龙脚滩纪术遗风进连带见条汉宫鲜现统对发环们鸡铺电"
    "马达军剧个艺动队饭设种归华营运阶经宝复侧无战师独顺绕银历视远讲办说义鸟兴儿换阁厅总绿酱则许单锦机缆镇戏将圣陆莲实库随盘适岭刚"
)
TRADITIONAL = set(
    "園區國號館車時場廣開別島約鐘線慶東為鐵這門濟間過節橋邊頭爾長樹頂陽魚樓還傳處羅龍腳觀層紅舊風遺灘紀連術現進帶漢見宮對統雞環達"
    "鮮學發馬條軍設當華鋪說劇無們運飯個側營種藝歸寶隊階獨興戰師數動轉經復電順銀聲繞將則義廳遠歷閣戲鳥總禮鎮綠單陸許雙辦兒錦醬請蓮"
)
