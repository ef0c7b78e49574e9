"""The words of travel in Korea: what regions and themes are called, and what people type when they mean them."""

from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from models.language import Texts
from models.region import Region
from models.theme import Theme
from services.hangul import fold

_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Term:
    """The name of a region or theme in every language, and further words that mean it in a search."""

    name: Texts
    words: tuple[str, ...] = ()


def _term(ko: str, en: str, ja: str, zh_hans: str, zh_hant: str, words: str = "") -> Term:
    name = {"ko": ko, "en": en, "ja": ja, "zh-Hans": zh_hans, "zh-Hant": zh_hant}
    return Term(name, tuple(word.strip() for word in words.split(",") if word.strip()))


REGIONS: dict[Region, Term] = {
    Region.SEOUL: _term("서울", "Seoul", "ソウル", "首尔", "首爾", "서울특별시, 서울시, 汉城, 漢城"),
    Region.INCHEON: _term(
        "인천", "Incheon", "仁川", "仁川", "仁川", "인천광역시, 인천시, Inchon, インチョン"
    ),
    Region.GYEONGGI: _term(
        "경기", "Gyeonggi", "京畿", "京畿", "京畿", "경기도, Gyeonggi-do, Kyonggi, キョンギ, 京畿道"
    ),
    Region.GANGWON: _term(
        "강원",
        "Gangwon",
        "江原",
        "江原",
        "江原",
        "강원도, 강원특별자치도, Gangwon-do, Kangwon, カンウォン, 江原道",
    ),
    Region.DAEJEON: _term("대전", "Daejeon", "大田", "大田", "大田", "대전광역시, 대전시, Taejon, テジョン"),
    Region.SEJONG: _term("세종", "Sejong", "世宗", "世宗", "世宗", "세종시, 세종특별자치시, セジョン"),
    Region.CHUNGBUK: _term(
        "충북",
        "Chungbuk",
        "忠清北道",
        "忠清北道",
        "忠清北道",
        "충청북도, Chungcheongbuk-do, North Chungcheong, チュンチョンブク, 忠北",
    ),
    Region.CHUNGNAM: _term(
        "충남",
        "Chungnam",
        "忠清南道",
        "忠清南道",
        "忠清南道",
        "충청남도, Chungcheongnam-do, South Chungcheong, チュンチョンナム, 忠南",
    ),
    Region.GWANGJU: _term(
        "광주", "Gwangju", "光州", "光州", "光州", "광주광역시, 광주시, Kwangju, クァンジュ"
    ),
    Region.JEONBUK: _term(
        "전북",
        "Jeonbuk",
        "全北",
        "全北",
        "全北",
        "전라북도, 전북특별자치도, Jeollabuk-do, North Jeolla, チョンブク, 全羅北道, 全罗北道",
    ),
    Region.JEONNAM: _term(
        "전남",
        "Jeonnam",
        "全羅南道",
        "全罗南道",
        "全羅南道",
        "전라남도, Jeollanam-do, South Jeolla, チョンナム, 全南",
    ),
    Region.DAEGU: _term("대구", "Daegu", "大邱", "大邱", "大邱", "대구광역시, 대구시, Taegu, テグ"),
    Region.GYEONGBUK: _term(
        "경북",
        "Gyeongbuk",
        "慶尚北道",
        "庆尚北道",
        "慶尚北道",
        "경상북도, Gyeongsangbuk-do, North Gyeongsang, キョンブク, 慶北, 庆北",
    ),
    Region.BUSAN: _term("부산", "Busan", "釜山", "釜山", "釜山", "부산광역시, 부산시, Pusan, プサン"),
    Region.ULSAN: _term("울산", "Ulsan", "蔚山", "蔚山", "蔚山", "울산광역시, 울산시, ウルサン"),
    Region.GYEONGNAM: _term(
        "경남",
        "Gyeongnam",
        "慶尚南道",
        "庆尚南道",
        "慶尚南道",
        "경상남도, Gyeongsangnam-do, South Gyeongsang, キョンナム, 慶南, 庆南",
    ),
    Region.JEJU: _term(
        "제주",
        "Jeju",
        "済州",
        "济州",
        "濟州",
        "제주도, 제주특별자치도, 제주시, Jeju-do, Cheju, チェジュ, 济州岛, 濟州島, 済州島",
    ),
}

THEMES: dict[Theme, Term] = {
    Theme.HERITAGE: _term(
        "궁궐·문화유산",
        "Palaces & heritage",
        "王宮・文化遺産",
        "宫殿与文化遗产",
        "宮殿與文化遺產",
        "궁궐, 궁, 고궁, 문화유산, 유적, 한옥, 한옥마을, palace, palaces, heritage, hanok, historic, 王宮, 古宮, 遺跡, 世界遺産, 宫殿, 古宫, 宮殿, 古蹟, 古迹",
    ),
    Theme.TEMPLES: _term(
        "사찰",
        "Temples",
        "お寺",
        "寺庙",
        "寺廟",
        "절, 사찰, 템플, temple, temples, buddhist temple, 寺, 寺院, 佛寺",
    ),
    Theme.NATURE: _term(
        "자연·산",
        "Nature & mountains",
        "自然・山",
        "自然与山岳",
        "自然與山岳",
        "산, 자연, 숲, 국립공원, 계곡, 폭포, mountain, mountains, nature, forest, national park, waterfall, valley, 山, 自然, 森, 国立公園, 国家公园, 國家公園, 滝, 瀑布",
    ),
    Theme.COAST: _term(
        "바다·섬",
        "Coast & islands",
        "海・島",
        "海岸与岛屿",
        "海岸與島嶼",
        "바다, 해변, 해수욕장, 섬, 해안, 등대, beach, beaches, sea, island, islands, coast, seaside, ocean, 海, 島, 海辺, ビーチ, 海水浴場, 海滩, 海边, 岛, 沙滩, 海灘, 海邊, 沙灘",
    ),
    Theme.MUSEUMS: _term(
        "박물관·미술",
        "Museums & art",
        "博物館・アート",
        "博物馆与艺术",
        "博物館與藝術",
        "박물관, 미술관, 전시, museum, museums, gallery, art, 博物館, 美術館, ギャラリー, 博物馆, 美术馆",
    ),
    Theme.FOOD: _term(
        "맛집·시장",
        "Food & markets",
        "グルメ・市場",
        "美食与市场",
        "美食與市場",
        "맛집, 시장, 먹거리, 음식, 카페거리, market, markets, food, street food, eat, 市場, グルメ, 食べ物, 美食, 市场, 夜市",
    ),
    Theme.KCULTURE: _term(
        "K-컬처",
        "K-culture",
        "K-カルチャー",
        "K文化",
        "K文化",
        "한류, 케이팝, 드라마, 촬영지, kpop, k-pop, kdrama, k-drama, drama, hallyu, film, 韓流, ドラマ, ロケ地, 韩流, 韓劇, 韩剧, 拍摄地",
    ),
    Theme.FAMILY: _term(
        "가족·공원",
        "Family & parks",
        "家族・公園",
        "亲子与公园",
        "親子與公園",
        "가족, 아이, 놀이공원, 테마파크, 동물원, 공원, family, kids, children, theme park, amusement park, zoo, park, 家族, 子供, 遊園地, 公園, 亲子, 乐园, 公园, 親子, 樂園",
    ),
    Theme.NIGHT: _term(
        "야경", "Night views", "夜景", "夜景", "夜景", "야간, 밤, night, night view, nightview, 夜, 夜晚"
    ),
    Theme.TRAILS: _term(
        "걷기 길",
        "Trails",
        "散策・トレイル",
        "步道",
        "步道",
        "둘레길, 올레, 올레길, 등산, 산책, 트레킹, 산책로, trail, trails, hike, hiking, walk, trekking, トレッキング, 散策, ハイキング, 徒步, 登山, 健行",
    ),
    Theme.FESTIVALS: _term(
        "축제",
        "Festivals",
        "お祭り",
        "节庆",
        "節慶",
        "페스티벌, festival, festivals, 祭り, 祭, 庆典, 慶典, 节日",
    ),
}


@cache
def region_words() -> dict[str, Region]:
    """Every folded word or phrase that means a region."""
    return _folded(REGIONS)


@cache
def theme_words() -> dict[str, Theme]:
    """Every folded word or phrase that means a theme."""
    return _folded(THEMES)


def _folded(terms: dict[_Key, Term]) -> dict[str, _Key]:
    return {fold(word): key for key, term in terms.items() for word in (*term.name.values(), *term.words)}
