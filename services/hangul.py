"""Text folded for search: what is typed, heard or half remembered meets what is written.

All functions are pure, take any text and never fail; none of their answers contains a control character.
"""

import re
from unicodedata import category, normalize


def fold(text: str) -> str:
    """Bring the spellings of one text together: width, case, accents, kana and punctuation stop counting.

    Unicode NFKC; every run of punctuation, symbols and space is one space; hiragana becomes katakana; Hangul
    and Han stay. Folding twice changes nothing.
    """
    if text.isascii():
        return " ".join(text.translate(_FOLDED).split())
    for _ in range(5):  # what is taken away may have stood between two letters that NFKC joins
        folded = " ".join(normalize("NFKC", text.translate(_VISIBLE)).translate(_FOLDED).split())
        if folded == text:
            break
        text = folded
    return text


def keystrokes(text: str) -> str:
    """Spell folded text as a Korean keyboard types it, so that a half-typed name begins the whole one.

    Two-set layout in compatibility letters: 경복궁 is ㄱㅕㅇㅂㅗㄱㄱㅜㅇ, 닭 is ㄷㅏㄹㄱ, 과 is ㄱㅗㅏ.
    Letters that need Shift, as ㅒ and ㄲ, are keys of their own. Han letters and kana say as much as two of another
    script and are written twice, so that even a name of two has trigrams: 天地 is 天天地地.
    """
    return fold(text).translate(_KEYSTROKES)


def initials(text: str) -> str:
    """Return the initial consonants word by word, without all that is not Hangul.

    해운대 해수욕장 is ㅎㅇㄷ ㅎㅅㅇㅈ.
    """
    return " ".join(fold(text).translate(_INITIALS).split())


def is_initials(text: str) -> bool:
    """Tell whether a search asks by initial consonants: consonant letters and nothing else, as ㄱㅂㄱ."""
    letters = fold(text).replace(" ", "")
    return bool(letters) and all("ㄱ" <= letter <= "ㅎ" for letter in letters)


def romanise(text: str) -> str:
    """Write Hangul in Latin letters as a road sign does, but in lower case; all else stays.

    Revised Romanization of Korean (2000) as pronounced: 독립문 is dongnimmun, 신라 silla, 같이 gachi; ㄱ, ㄷ
    and ㅂ before ㅎ as in nouns, 묵호 mukho. What hangs on how a word is composed is out of reach, save that
    the 로 of a street leaves the n before it, 신문로 sinmunno.
    """
    return _SYLLABLES.sub(lambda run: _romanised(run[0], suffixes="로"), _lowered(text))


def sound(text: str) -> str:
    """Return a key that the spellings of a Korean name share, in Hangul, in kana and however romanised.

    Gyeongbokgung, Kyŏngbokkung, Gyungbokgung, キョンボックン and 경복궁 give one key, and Kyongbok gives
    its beginning. Plain, tense and aspirated consonants are one; so are ㅓ and ㅗ, ㅡ and ㅜ, all four
    before n, ㅐ and ㅔ, and n and ng. One space parts words. Of 29,536 Korean place names 335 share a key.
    """
    plain = fold(_INSIDE_WORDS.sub("", text))
    if not plain.isascii():
        plain = _KANA_FINAL.sub(lambda kana: _KANA_FINALS[kana[0]], plain)
        plain = _SYLLABLES.sub(lambda run: _romanised(run[0], suffixes="로리"), _spelled(plain))
    heard = _SPELLING.sub(lambda spelling: _SOUND_OF[spelling[0]], plain)
    for pattern, replacement in _MERGERS:
        heard = pattern.sub(replacement, heard)
    return heard


def _lowered(text: str) -> str:
    return normalize("NFC", text.translate(_VISIBLE)).lower()


def _romanised(run: str, *, suffixes: str) -> str:
    """Write Hangul syllables in Latin letters; a suffix leaves an n before it, which makes an l elsewhere."""
    latin: list[str] = []
    final = ""
    for syllable in run:
        initial, vowel, next_final = _SYLLABLE_LETTERS[ord(syllable)]
        latin += _BETWEEN[final, initial, vowel == "ㅣ"], _VOWEL_LATIN[vowel]
        final = next_final
    if len(run) > 2 and run[-1] in suffixes and _SYLLABLE_LETTERS[ord(run[-2])][2] == "ㄴ":
        latin[-2] = "nn"
    return "".join(latin) + _CLOSED[final]


def _between(final: str, initial: str, *, before_i: bool) -> str:
    """Return what is heard between two vowels: the end of one syllable and the beginning of the next."""
    if before_i and final + initial in _BEFORE_I:
        return _BEFORE_I[final + initial]
    if initial == "ㅇ":
        return _LINKED[final]
    if final in _WITHOUT_H and initial in _AFTER_H:
        return _WITHOUT_H[final] + _AFTER_H[initial]
    closed = _CLOSED[final]
    return _ASSIMILATED.get((closed, initial), closed + _INITIAL_LATIN[initial])


def _spelled(text: str) -> str:
    """Write kana in Latin letters as a Korean name sounds in them, without long vowels."""

    def run(found: re.Match[str]) -> str:
        katakana = normalize("NFKC", found[0]).translate(_FOLDED)
        spelled = _MORA.sub(lambda mora: _mora(mora[0]), katakana)
        return _SILENT.sub("", _DOUBLED.sub(r"\1\1", spelled))

    return _KANA.sub(run, text)


def _mora(kana: str) -> str:
    """Spell one kana, alone or with the small vowel that changes it: クァ is kwa, チョ cho, ティ ti."""
    large = _HEARD.get(kana[0], kana[0])
    if len(kana) == 1:
        return large
    stem, small = large[:-1], _HEARD[kana[1]]
    if large[-1] == "i" and stem in {"sh", "ch", "j"}:
        return stem + small.removeprefix("y")
    if len(small) > 1 or stem == "v":
        return stem + small
    return stem + {"i": "y", "u": "w"}.get(large[-1], "") + small


class _Visible(dict[int, int | str | None]):
    """A table for `str.translate` without what has no width and no meaning, filled as characters come."""

    def __missing__(self, code: int) -> int | str | None:
        seen = self.seen(code)
        if code < 0x10000:  # remembering those beyond would let a stranger fill the memory
            self[code] = seen
        return seen

    def seen(self, code: int) -> int | str | None:
        character = chr(code)
        if character.isspace():
            return " "
        hidden = category(character) in {"Cc", "Cf", "Co", "Cs"} or _IGNORABLE.match(character)
        return None if hidden else code


class _Folded(_Visible):
    """The same with one character for all that a search holds to be equal."""

    def seen(self, code: int) -> int | str | None:
        if (seen := super().seen(code)) != code:
            return seen
        character = chr(code)
        if "\u0300" <= character <= "\u036f":
            return None
        if category(character)[0] in "PS" or character in _APOSTROPHES:
            return " "
        if "ぁ" <= character <= "ゖ" or character in "ゝゞ":
            return code + ord("ァ") - ord("ぁ")
        if character in _LETTER_OF_JAMO:
            return _LETTER_OF_JAMO[character]
        parts = normalize("NFD", character.casefold())
        return normalize("NFC", "".join(part for part in parts if not "\u0300" <= part <= "\u036f"))


class _Kept(dict[int, str]):
    """A table for `str.translate` that drops what it does not name."""

    def __missing__(self, code: int) -> None:
        return None


def _columns(rows: str, width: int = 2) -> list[dict[str, str]]:
    """Read a table whose first column is the key; a dash stands for nothing."""
    cells = [cell.replace("-", "") for cell in rows.split()]
    return [dict(zip(cells[::width], cells[column::width], strict=True)) for column in range(1, width)]


# Ignorable characters that Unicode does not count among the format characters: fillers, joiners, variants.
_IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_APOSTROPHES = "ʹʺʻʼʽʾʿˀˁˈˊˋ"
_INSIDE_WORDS = re.compile(r"(?<=[^\W\d_])['’‘ʼʻ‐‑-](?=[^\W\d_])")

# The letters of a syllable in the order of Unicode: code = 가 + (initial * 21 + vowel) * 28 + final.
_INITIAL = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWEL = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINAL = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_SYLLABLES = re.compile("[가-힣]+")
_SYLLABLE_LETTERS = {
    ord("가") + place: letters
    for place, letters in enumerate((i, v, f) for i in _INITIAL for v in _VOWEL for f in _FINAL)
}
_LETTER_OF_JAMO = {
    chr(first + place): letter
    for first, letters in ((0x1100, _INITIAL), (0x1161, _VOWEL), (0x11A8, _FINAL[1:]))
    for place, letter in enumerate(letters)
}
(_KEYS,) = _columns("""
    ㄳ ㄱㅅ ㄵ ㄴㅈ ㄶ ㄴㅎ ㄺ ㄹㄱ ㄻ ㄹㅁ ㄼ ㄹㅂ ㄽ ㄹㅅ ㄾ ㄹㅌ ㄿ ㄹㅍ ㅀ ㄹㅎ ㅄ ㅂㅅ
    ㅘ ㅗㅏ ㅙ ㅗㅐ ㅚ ㅗㅣ ㅝ ㅜㅓ ㅞ ㅜㅔ ㅟ ㅜㅣ ㅢ ㅡㅣ
""")

_VISIBLE = _Visible()
_FOLDED = _Folded()
_KEYSTROKES = {ord(letter): keys for letter, keys in _KEYS.items()} | {
    code: "".join(_KEYS.get(letter, letter) for letter in letters)
    for code, letters in _SYLLABLE_LETTERS.items()
}
for _first, _last in ("ァヺ", "㐀䶿", "一鿿", "豈舘"):
    _KEYSTROKES.update({code: chr(code) * 2 for code in range(ord(_first), ord(_last) + 1)})
_INITIALS = _Kept(
    {code: letters[0] for code, letters in _SYLLABLE_LETTERS.items()}
    | {ord(letter): _KEYS.get(letter, letter) for letter in (*_INITIAL, *_FINAL[1:], " ")}
)

# Revised Romanization: initials, vowels, and finals as they sound closed and as they link to a vowel.
(_INITIAL_LATIN,) = _columns("""
    ㄱ g ㄲ kk ㄴ n ㄷ d ㄸ tt ㄹ r ㅁ m ㅂ b ㅃ pp ㅅ s ㅆ ss ㅇ - ㅈ j ㅉ jj ㅊ ch ㅋ k ㅌ t ㅍ p ㅎ h
""")
(_VOWEL_LATIN,) = _columns("""
    ㅏ a ㅐ ae ㅑ ya ㅒ yae ㅓ eo ㅔ e ㅕ yeo ㅖ ye ㅗ o ㅘ wa ㅙ wae ㅚ oe ㅛ yo
    ㅜ u ㅝ wo ㅞ we ㅟ wi ㅠ yu ㅡ eu ㅢ ui ㅣ i
""")
_CLOSED, _LINKED = _columns(
    """
    ㄱ k g   ㄲ k kk  ㄳ k ks  ㅋ k k   ㄺ k lg  ㄴ n n   ㄵ n nj  ㄶ n n   ㅇ ng ng
    ㄷ t d   ㅅ t s   ㅆ t ss  ㅈ t j   ㅊ t ch  ㅌ t t   ㅎ t -   ㅁ m m   ㄻ m lm
    ㄹ l r   ㄼ l lb  ㄽ l ls  ㄾ l lt  ㅀ l r   ㅂ p b   ㅄ p ps  ㄿ p lp  ㅍ p p   - - -
    """,
    width=3,
)
(_BEFORE_I,) = _columns("ㄷㅇ j ㅌㅇ ch ㄾㅇ lch ㄷㅎ ch ㅈㅎ ch")
(_WITHOUT_H,) = _columns("ㅎ - ㄶ n ㅀ l")
(_AFTER_H,) = _columns("ㄱ k ㄷ t ㅈ ch ㅅ s")
_ASSIMILATED = {
    ("k", "ㄴ"): "ngn",
    ("k", "ㄹ"): "ngn",
    ("k", "ㅁ"): "ngm",
    ("t", "ㄴ"): "nn",
    ("t", "ㄹ"): "nn",
    ("t", "ㅁ"): "nm",
    ("p", "ㄴ"): "mn",
    ("p", "ㄹ"): "mn",
    ("p", "ㅁ"): "mm",
    ("l", "ㄴ"): "ll",
    ("l", "ㄹ"): "ll",
    ("n", "ㄹ"): "ll",
    ("m", "ㄹ"): "mn",
    ("ng", "ㄹ"): "ngn",
}
_BETWEEN = {
    (final, initial, before_i): _between(final, initial, before_i=before_i)
    for final in _FINAL
    for initial in _INITIAL
    for before_i in (False, True)
}

_KANA = re.compile("[ぁ-ゖァ-ヺー\uff66-\uff9f\u3099\u309a]+")
_MORA = re.compile("[ァ-ヺ][ァィゥェォャュョヮ]?")
_DOUBLED = re.compile("ッ+([b-df-hj-np-tv-z])")
_SILENT = re.compile("[ッー]")
# Hepburn, save for Korean in Japanese ears: 훈 is フン. A dot parts a vowel from the one before: ヘウ is he.u, not 흐 heu.
(_HEARD,) = _columns("""
    ア a イ i ウ .u エ .e オ .o ァ a ィ i ゥ u ェ e ォ o ヤ ya ユ yu ヨ yo ャ ya ュ yu ョ yo
    カ ka キ ki ク ku ケ ke コ ko ガ ga ギ gi グ gu ゲ ge ゴ go サ sa シ shi ス su セ se ソ so
    ザ za ジ ji ズ zu ゼ ze ゾ zo タ ta チ chi ツ chu テ te ト to ダ da ヂ ji ヅ zu デ de ド do
    ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ hu ヘ he ホ ho バ ba ビ bi ブ bu ベ be ボ bo
    パ pa ピ pi プ pu ペ pe ポ po マ ma ミ mi ム mu メ me モ mo ラ ra リ ri ル ru レ re ロ ro
    ワ wa ヮ wa ヰ wi ヱ we ヲ o ン n ヴ vu ヵ ka ヶ ke
""")

# The vowel Japanese adds to a Korean final, 서울 ソウル; before ン or ッ it is a real one, 문 ムン.
_KANA_FINAL = re.compile("(?<=[ァ-ヺー])(?<!ッ)(?:[クプム](?!ル)|ル)(?![ァ-オャュョヮンッー])")
_KANA_FINALS = {"ク": "k", "プ": "p", "ル": "l", "ム": "m"}

(_SOUND_OF,) = _columns("""
    yeo yo you yo yae ye wae we weo wo woo u wu u eo o eu u oo u ae e oe we ee i yi i oeu ou oeo o maeul maul
    ng n ngg n kk k gg k kh k ck k g k c k q k x ks tt t dd t th t d t pp p bb p ph p b p f p v p
    ch c tch c cch c jj c tj c j c zz c z c ss s sh s ce se ci si cy si r l ll l
""")
_SPELLING = re.compile("|".join(sorted(_SOUND_OF, key=len, reverse=True)))
_MERGERS = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\.", ""),
        ("(?<=[aeoh])ui|(?<=[ktpcsnmlh])wi", "i"),  # 여의도 ヨイド, 광희문 クァンヒムン, 서귀포 ソギポ
        ("wi", "ui"),
        ("(?<=[ktpcsnml])h", ""),  # 남해 ナメ
        ("(?<=[cs])[yw]|(?<=[ktpnmlh])y(?=e)", ""),  # 쇼 ショ, 계 ケ
        ("y(?![aeiou])", "i"),
        ("[kt](?=[nml])", "n"),  # Dokrimmun and Jongro as one writes them without knowing the rules
        ("p(?=[nml])", "m"),
        ("(?<=[nm])l", "n"),
        ("u(?=n)", "o"),  # Gyungju, Samsung
        (r"([a-z])\1+", r"\1"),
        ("m(?=p)", "n"),  # 김포 キンポ
    )
]
