"""Snowball stems: which forms of a word belong together in a language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Protocol, cast

#: ISO 639-1 codes of the languages with a Snowball stemmer, and the stemmer's name. English is Porter's second.
_ALGORITHMS = {
    "ar": "arabic",
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
    stemmer = _stemmer(language)
    return term if stemmer is None else stemmer.stemWord(term)


def stem_all(language: str, terms: Iterable[str]) -> list[str]:
    """The stems of many terms, in their order (a whole dictionary is stemmed at once, without filling the cache)."""
    stemmer = _stemmer(language)
    return list(terms) if stemmer is None else stemmer.stemWords(list(terms))
