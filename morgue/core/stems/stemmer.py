"""Stems words, by Snowball's stemmers and a few of our own: which forms belong together in a language."""

from __future__ import annotations

from collections.abc import Iterable
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

    A Hungarian name that ends in t or k loses it to a stemmer that takes it for an ending, and keeps it before a real
    one (`Budapest`, `Budapesten`); Portuguese words in -ão have their plural in -ões.
    """
    own = stem(language, term)
    if language == "hu":
        return {own, stem(language, own), term}
    if language == "pt" and term.endswith(("ão", "ões", "ao", "oes")):
        return {own[:-1] + "ã", own[:-1] + "õ"}
    return {own}
