"""Folds terms for comparison: letters without accents, numbers without separators, words without joints. Pure.

Two terms with one `key` are two spellings of a word: `café` and `cafe`, `Łódź` and `lodz`, `e-mail` and `email`,
`1,000` and `1000`. `signs` are the marks of a term that a typed word asks for when it has them: `C++`, `5%`, `$5bn`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from morgue.core.patterns import compiled

#: Letters whose Unicode names tell no base letter, as they are typed where the key is missing.
_TYPED_AS = {
    "ß": "ss", "ẞ": "ss", "þ": "th", "ð": "d", "ŋ": "ng", "ĸ": "k", "ŀ": "l", "ə": "e", "ɛ": "e", "ǝ": "e", "ɔ": "o",
    "ʒ": "z", "ʃ": "s", "ƿ": "w", "ȝ": "y", "ɣ": "g", "ʊ": "u", "ɩ": "i", "ƣ": "oi", "ʻ": "", "ʼ": "", "ʽ": "",
    "ʹ": "", "ʾ": "", "ʿ": "",
}  # fmt: skip
#: Arabic, Persian and Urdu letters that look alike, and marks that only stretch or join a word.
_ARABIC = {
    "ی": "ي", "ى": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ٱ": "ا", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه",
    "ە": "ه", "ۃ": "ه", "ۆ": "و", "ۇ": "و", "ـ": "", "\u200c": "", "\u200d": "",
}  # fmt: skip
#: A nasal before a consonant is also written as a dot: हिन्दी is हिंदी. Devanagari to Malayalam, by offset in a block.
_NASAL = compiled(
    "|".join(
        f"[{chr(b + 0x19)}{chr(b + 0x1E)}{chr(b + 0x23)}{chr(b + 0x28)}{chr(b + 0x2E)}]{chr(b + 0x4D)}"
        f"(?=[{chr(b + 0x15)}-{chr(b + 0x2E)}])"
        for b in range(0x900, 0xD80, 0x80)
    )
)
_NAMED = compiled(r"(LATIN|GREEK|CYRILLIC) (?:SMALL |CAPITAL )?(?:LETTER|LIGATURE) ((?:\w+ )*?\w+)(?: WITH .*)?\Z")
_NUMBER = compiled(r"([$€£¥₹₩₽₺₪฿]?)(\d[\d.,'’]*)(.*)", re.DOTALL)
_GROUPED = compiled(
    r"\d{1,3}([,'’])\d{2,3}(?:\1\d{2,3})*(?<=\1\d{3})(?:\.\d+)?\Z|\d{1,3}(?:\.\d{3})+,\d+\Z|\d{1,3}(?:\.\d{3}){2,}\Z"
)
_SIGNS = compiled(r"\A[$€£¥₹₩₽₺₪฿]|[%‰]\Z|\+{1,2}\Z|#\Z")
_DOTTED = compiled(r"(?:[^\W\d_]\.){2,}\Z")
_PLAIN = compiled(r"[^\W\d_]+\Z")
#: Spellings of a letter without its mark, by language.
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
_NORDIC = {"ø": "oe", "ö": "oe", "å": "aa", "ä": "ae", "æ": "ae"}
SPELLINGS: dict[str, dict[str, str]] = {
    "de": _UMLAUTS,
    "da": _NORDIC,
    "no": _NORDIC,
    "nb": _NORDIC,
    "nn": _NORDIC,
    "sv": _NORDIC,
}
_SPELT = compiled("[äöüøåæ]")


@lru_cache(maxsize=4_096)
def _letter(c: str) -> str:
    """A letter of Latin, Greek or Cyrillic that no mark comes off from, by the base letter in its Unicode name."""
    if c in _TYPED_AS:
        return _TYPED_AS[c]
    if c in _ARABIC:
        return _ARABIC[c]
    digit = unicodedata.decimal(c, None)
    if digit is not None:
        return str(digit)
    m = _NAMED.match(unicodedata.name(c, ""))
    if m is None:
        return c
    base = m[2].removeprefix("DOTLESS ").removeprefix("LONG ").removeprefix("REVERSED ").removeprefix("OPEN ")
    if m[1] == "LATIN" and len(base) <= 2 and base.isascii() and base.isalpha():
        return base.lower()
    try:
        return unicodedata.lookup(f"{m[1]} SMALL LETTER {m[2]}")
    except KeyError:
        return c


@lru_cache(maxsize=200_000)
def fold(term: str) -> str:
    """A text without accents (`café` and `cafe` fold alike), other letters as they are typed (`Łódź` is `lodz`)."""
    if term.isascii():
        return term
    term = _NASAL.sub(lambda m: chr((ord(m[0][0]) & ~0x7F) + 2), term)
    bare = unicodedata.normalize("NFKD", term)
    kept = "".join(c if c.isascii() else _letter(c) for c in bare if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", kept)


@lru_cache(maxsize=200_000)
def key(term: str) -> str:
    """What a term is looked up by: folded, a compound written as one, a number without separators, without signs."""
    if term.isalpha():
        return term if term.isascii() else fold(term)
    if _PLAIN.match(term):
        return fold(term)
    if dotted(term):
        return fold(term.replace(".", ""))
    bare = fold(term).rstrip("+#%‰")
    m = _NUMBER.match(bare)
    if m is not None:
        bare = _number(m[2]) + m[3]
    return bare.replace("-", "") or term


def _number(digits: str) -> str:
    """`1,250.75`, `1.250,75`, `1’250.75` and `1250,75` as `1250.75`; `1.250` stays, for it may be either."""
    m = _GROUPED.match(digits)
    if m is None:
        return digits.replace(",", ".") if digits.count(",") == 1 and "." not in digits else digits
    european = ("," in digits and digits.rfind(",") > digits.rfind(".") >= 0) or digits.count(".") > 1
    if european:
        return digits.replace(".", "").replace(",", ".")
    return re.sub("[,'’]", "", digits)


def dotted(term: str) -> bool:
    """Whether it is an abbreviation with dots, as `u.s.`."""
    return len(term) > 3 and term[1] == "." and _DOTTED.match(term) is not None


def signs(term: str) -> tuple[str, ...]:
    """The signs before and behind a term that tell it from another: `$`, `%`, `++`."""
    return () if term.isalnum() or _PLAIN.match(term) else tuple(_SIGNS.findall(term))


def spellings(term: str, language: str) -> tuple[str, ...]:
    """How the term is written in a language by those who have no such letters: `Bürger` is `buerger` in German."""
    table = SPELLINGS.get(language)
    if table is None or term.isascii() or not _SPELT.search(term):
        return ()
    spelt = key("".join(table.get(c, c) for c in term))
    return (spelt,) if spelt != key(term) else ()
