"""Stems words, by Snowball's stemmers and a few of our own: which forms belong together in a language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Protocol, cast

from morgue.core.stems.light_stems import has_endings, light_stem

#: ISO 639-1 codes of the languages with a stemmer, and the name of Snowball's. English is Porter's second.
_ALGORITHMS = {
    "ar": "arabic",
    "bg": "",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "uk": "",
    "yi": "yiddish",
}


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802  the library's own name
    def stemWords(self, words: list[str]) -> list[str]: ...  # noqa: N802  the library's own name


@cache
def languages() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages that can be stemmed, in alphabetical order."""
    return tuple(_ALGORITHMS)


@cache
def _stemmer(language: str) -> _Stemmer | None:
    name = _ALGORITHMS.get(language)
    if name is None:
        return None
    import Stemmer

    if name not in Stemmer.algorithms():  # an older library: the language is matched by its forms as written
        return None
    return cast(_Stemmer, Stemmer.Stemmer(name, 0))


@lru_cache(maxsize=50_000)
def stem(language: str, term: str) -> str:
    """The stem of a term; the term itself in a language without a stemmer."""
    if has_endings(language):
        return light_stem(language, term)
    stemmer = _stemmer(language)
    return term if stemmer is None else stemmer.stemWord(term)


def stem_all(language: str, terms: Iterable[str]) -> list[str]:
    """The stems of many terms, in their order (a whole dictionary is stemmed at once, without filling the cache)."""
    if has_endings(language):
        return [light_stem(language, term) for term in terms]
    stemmer = _stemmer(language)
    return list(terms) if stemmer is None else stemmer.stemWords(list(terms))


def roots(language: str, term: str) -> set[str]:
    """The stems by which forms of a term are looked up: its own, and what Snowball makes of other forms of it.

    A name in Hungarian that ends in t or k and a word in Turkish that ends in n lose it to a stemmer that takes it for
    an ending, and keep it before a real one (`Budapest`, `Budapesten`; `öğretmen`, `öğretmenler`).
    """
    own = stem(language, term)
    if language in ("hu", "tr"):
        return {own, stem(language, own), term}
    others = _OTHER_FORMS.get(language)
    return {own} if others is None else {own, *others(term, own)}


def _arabic(term: str, own: str) -> set[str]:
    """A first letter that may be "and" or "so" is cut off a word that stands alone, and not behind the article."""
    return {term, stem("ar", own)} if term[:1] in _AND or own[:1] in _AND else set()


def _portuguese(term: str, own: str) -> set[str]:
    """-ão has its plural in -ões."""
    return {own[:-1] + "ã", own[:-1] + "õ"} if term.endswith(("ão", "ões", "ao", "oes")) else set()


def _spanish(term: str, own: str) -> set[str]:
    """-z has its plural in -ces."""
    if term.endswith("ces"):
        return {own[:-1] + "z"}
    return {own[:-1] + "c"} if term.endswith("z") else set()


def _dutch(term: str, own: str) -> set[str]:
    """-ee and -ie have their plural in -ën, which is no ending to the stemmer."""
    if term.endswith(("eeën", "ieën")):
        return {stem("nl", term[:-2])}
    if term.endswith("iën"):
        return {stem("nl", term[:-2] + "e")}
    return {term + "ën", term[:-1] + "ën"} if term.endswith(("ee", "ie")) else set()


def _norwegian(term: str, own: str) -> set[str]:
    """-er, which names who does something, is an ending to the stemmer where nothing follows it, and else it stays."""
    base = next((term[: len(term) - cut] for end, cut in _NORWEGIAN_ENDS if term.endswith(end)), "")
    return {stem("no", base + end) for end in ("", "e", "en", "ne")} if len(base) > 4 else set()


def _ukrainian(term: str, own: str) -> set[str]:
    """An o or e in an open syllable is an i in a closed one: Харкова is of Харків, Києва of Київ, ночі of ніч."""
    if len(term) > 3 and term[-1] in _CONSONANTS and term[-2] in _OPENED:
        return {own, *(stem("uk", f"{term[:-2]}{vowel}{term[-1]}а") for vowel in _OPENED[term[-2]])}
    if len(own) > 3 and own != term and own[-1] in _CONSONANTS and own[-2] in _CLOSED:
        closed = own[:-2] + _CLOSED[own[-2]] + own[-1]
        return {own, closed, stem("uk", closed)}
    return set()


_CONSONANTS = frozenset("бвгґджзйклмнпрстфхцчшщ")
_OPENED = {"і": "ое", "ї": "єо"}
_CLOSED = {"о": "і", "е": "і", "є": "ї"}
#: Endings of Norwegian words in -er, and how many letters of them follow it.
_NORWEGIAN_ENDS = (("erne", 2), ("eren", 2), ("ere", 1), ("er", 0))
#: The letters waw and fa.
_AND = ("\u0648", "\u0641")
_OTHER_FORMS: dict[str, Callable[[str, str], set[str]]] = {
    "ar": _arabic,
    "es": _spanish,
    "nl": _dutch,
    "no": _norwegian,
    "pt": _portuguese,
    "uk": _ukrainian,
}
