"""Finds the forms that a typed word stands for: other spellings, stem mates, forms with particles attached. Pure.

Stands on a `Lexicon` alone, so that every engine expands words alike.
"""

from __future__ import annotations

from collections.abc import Iterable

from morgue.core.analyzer import in_capitals
from morgue.core.folding import SPELLINGS, dotted, key, signs, spellings
from morgue.core.han_variants import han_variants
from morgue.core.patterns import compiled
from morgue.core.stems.attached_words import bases, may_be_attached, numbers
from morgue.core.stems.stemmer import roots, stem
from morgue.search.lexicon import Lexicon

#: Letters of the shortest stem by which a word of the main language is looked for in another that does not have it.
SHORTEST_STEM = 4


#: Letters without a vowel, or letters and a number.
_ABBREVIATION = compiled(r"(?:[b-df-hj-np-tv-xz]{2,5}|[a-z]{1,4}-?\d{1,4})\Z")


def spelt(lexicon: Lexicon, text: str) -> set[str]:
    """The text and the forms in the archive that have its key, and its signs if it has some.

    An abbreviation with dots stands for the same one and for the word in capitals, not for the word as such: `U.S.`
    for US and not for us.
    """
    found = lexicon.keyed(key(text))
    if dotted(text):
        capitals = text.replace(".", "").upper()
        found = {f for f in found if dotted(f)} | lexicon.held([capitals])
    elif demanded := signs(text):
        found = {f for f in found if signs(f) == demanded}
    found |= lexicon.held(han_variants(text))
    return found | _respelt(lexicon, found | {text}) | {text}


def mates(lexicon: Lexicon, texts: Iterable[str], language: str | None) -> set[str]:
    """The forms of some words: their spellings, the stem mates of these, and what is written on to the words.

    A form is stemmed in every language of the archive that it may be of; a `language` named by the query is the only
    one used.
    """
    texts = tuple(texts)
    starts = set().union(*(spelt(lexicon, text) for text in texts))
    found = set(starts)
    plain = [s for s in starts if not (signs(s) or dotted(s) or in_capitals(s))]
    main = language or lexicon.main_language
    for code in (language,) if language else lexicon.languages:
        stems = {key(root) for s in plain if _may_be_of(lexicon, code, s, main) for root in roots(code, s)}
        akin = lexicon.stem_mates(code, stems)
        found |= akin if code == main else {f for f in akin if _at_home(lexicon, f, code, main)}
    for text in texts:
        found |= attached(lexicon, text) | _numbered(lexicon, text)
    return {f for f in found if not (in_capitals(f) and f.casefold() in found)}  # else it would count twice


def attached(lexicon: Lexicon, text: str) -> set[str]:
    """Forms with particles or prefixes written on to the word; also those of a shorter word that it is a form of.

    That the shorter word is meant, and not another that only ends so, the archive has to say: its other forms are
    in more articles than those of the word itself.
    """
    if not may_be_attached(text + " "):
        return set()
    own = _family(lexicon, text)
    for base in bases(text):
        family = _family(lexicon, base)
        if lexicon.documents(family - own) > lexicon.documents(own):
            return family | own
    return own


def _family(lexicon: Lexicon, word: str) -> set[str]:
    """The word, its other number in Hebrew, and the forms that have something written on to either."""
    return set().union(*(lexicon.attached(each) for each in (word, *numbers(word))))


def _numbered(lexicon: Lexicon, text: str) -> set[str]:
    """Singular and plural of an abbreviation, which stemmers leave alone: `MP` and `MPs`, `F-16` and `F-16s`.

    In letters it is one when the singular is mostly written in capitals and the plural is not: `GPS` is none of `GP`.
    """
    one = text.removesuffix("s")
    if not _ABBREVIATION.match(one):
        return set()
    several = f"{one}s"
    singular, plural = lexicon.keyed(key(one)), lexicon.keyed(key(several))
    if one.isalpha():
        mostly = [2 * lexicon.documents([t.upper()]) >= lexicon.documents([t]) for t in (one, several)]
        if not (singular and plural) or mostly != [True, False]:
            return set()
    return singular | plural


def _respelt(lexicon: Lexicon, texts: set[str]) -> set[str]:
    """Forms of a language that has the letters, spelt as those do who lack them: `Buerger` for `Bürger`."""
    found: set[str] = set()
    for text in () if all(t.isascii() for t in texts) else texts:
        for code in SPELLINGS:
            found |= {f for other in spellings(text, code) for f in lexicon.keyed(other) if lexicon.seen(code, f)}
    return found


def _may_be_of(lexicon: Lexicon, code: str, form: str, main: str | None) -> bool:
    """Whether a form is stemmed in a language: one that has it, the main one, or any if the main one has it not.

    A short stem of a word of the main language is that of another word elsewhere (`nose`, Polish `nos`).
    """
    if code == main or main is None or not lexicon.seen(main, form) or lexicon.seen(code, form):
        return True
    return len(key(stem(code, form))) >= SHORTEST_STEM


def _at_home(lexicon: Lexicon, form: str, code: str, main: str | None) -> bool:
    """Whether a form is in no more articles of the main language than of this one.

    Words of the main language stand in articles of others too: `can` is no form of `Canada` by Spanish stems.
    """
    if main is None or not lexicon.seen(main, form):
        return True
    return lexicon.documents_in(code, form) >= lexicon.documents_in(main, form)
