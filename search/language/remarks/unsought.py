"""Tells of forms of a question's words that were not looked for, each with how many articles have it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from morgue.core.analyzer import joints
from morgue.core.folding import SPELLINGS, signs, spellings
from morgue.core.patterns import compiled
from morgue.search.english_spellings import other_spelling
from morgue.search.language.clauses import positive_leaves
from morgue.search.query import Query, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Words of a question that are looked at, and articles of a pair's rarer half up to which it is counted apart.
_WORDS, _POSTINGS = 8, 20_000
#: Letters of the shortest word that may be written as two, and of the shortest of the two; that may be in one of so
#: many articles: `maybe` is no `may be`.
_LEAST, _SHORTEST, _RARE = 7, 3, 8
#: Forms of an archive up to which all are tried for those that a Korean word stands in.
_MOST_FORMS = 500_000
_HANGUL = compiled("[\uac00-\ud7a3]+")
#: Words of which is remembered what they were not looked for as.
_REMEMBERED = 4_096
#: How `%` is written out, in the languages that most archives are in.
_PER_CENT = (("percent",), ("per", "cent"), ("prozent",), ("pour", "cent"), ("por", "ciento"), ("procent",))


class Counted(Protocol):
    """What an engine counts for these remarks, within the time of one question."""

    @property
    def articles(self) -> int:
        """How many articles there are."""

    @property
    def lexicon_size(self) -> int:
        """How many forms there are."""

    @property
    def remembered(self) -> dict[Word, tuple[tuple[str, int], ...]]:
        """What was told of words by earlier questions to the same state of the archive."""

    def stopped(self) -> bool:
        """Whether time ran out, or something else kept what was counted from being whole."""

    def forms(self, word: Word) -> frozenset[str]:
        """The forms that the word was looked for as."""

    def count(self, form: str) -> int:
        """Articles with a form; those that were deleted may be counted too."""

    def both_held(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """The pairs of which the archive has both forms."""

    def apart(self, parts: tuple[str, ...]) -> int:
        """Articles with forms side by side, but for those that have them with hyphens alone."""

    def inside(self, word: Word, pattern: str) -> int:
        """Articles with a form that fits a pattern of ? and *, but without the word."""


def words_of(query: Query) -> tuple[Word, ...]:
    """The words that are looked at."""
    return tuple(dict.fromkeys([leaf for leaf in positive_leaves(query) if isinstance(leaf, Word)][:_WORDS]))


def unsought(counted: Counted, query: Query) -> tuple[str, ...]:
    """A short sentence for each such form; none where time ran out, for then more than forms was not looked for."""
    out: list[str] = []
    for word in words_of(query):
        for shown, articles in _known(counted, word):
            if counted.stopped():
                return tuple(out)
            if articles:
                told = f"{articles:,} article{'' if articles == 1 else 's'}"
                out.append(
                    f"{word.text} was not looked for as {shown}, which {told} ha{'s' if articles == 1 else 've'}"
                )
    return tuple(dict.fromkeys(out))


def _known(counted: Counted, word: Word) -> Iterator[tuple[str, int]]:
    """What `_forms` tells of a word; remembered once it was told to the end."""
    known = counted.remembered.get(word)
    if known is not None:
        yield from known
        return
    told: list[tuple[str, int]] = []
    for each in _forms(counted, word):
        told.append(each)
        yield each
    if not counted.stopped():
        if len(counted.remembered) >= _REMEMBERED:
            counted.remembered.clear()
        counted.remembered[word] = tuple(told)


def _forms(counted: Counted, word: Word) -> Iterator[tuple[str, int]]:
    """What a word was not looked for as, with how many articles have that, none perhaps."""
    if signs(word.text) == ("%",):
        for written in _PER_CENT:
            yield _apart(counted, (word.text[:-1], *written))
        return
    forms = counted.forms(word)
    for spelt in spelt_otherwise(word.text) - forms:
        yield spelt, counted.count(spelt)
    if not word.text.isascii() and len(word.text) > 1 and _HANGUL.fullmatch(word.text):
        pattern = f"*{word.text}*"
        yield pattern, 0 if counted.lexicon_size > _MOST_FORMS else counted.inside(word, pattern)
    for parts in _written_apart(counted, word.text, forms):
        yield _apart(counted, parts)


def spelt_otherwise(text: str) -> set[str]:
    """Other spellings of a word: those of languages without its letters, that of the other English."""
    other = other_spelling(text)
    found = {other} if other is not None else set()
    return found.union(*(spellings(text, code) for code in SPELLINGS)) if not text.isascii() else found


def halves(text: str) -> list[tuple[str, str]]:
    """The ways to cut a long word of letters in two."""
    cuts = range(_SHORTEST, len(text) - _SHORTEST + 1) if text.isalpha() and len(text) >= _LEAST else ()
    return [(text[:at], text[at:]) for at in cuts]


def _written_apart(counted: Counted, text: str, forms: frozenset[str]) -> list[tuple[str, ...]]:
    """The ways to write a word as two; a compound that was typed as one is looked for apart anyway.

    Of its halves each must stand in some articles, and in few enough.
    """
    if len(joints(text)) > 1:
        return []
    most = counted.articles // _RARE
    hyphened = (tuple(joints(form)) for form in forms if "".join(joints(form)) == text)
    halved = {p for p in counted.both_held(halves(text)) if all(0 < counted.count(half) <= most for half in p)}
    return sorted({p for p in hyphened if len(p) == 2 and min(map(len, p)) > 1} | halved)


def _apart(counted: Counted, parts: tuple[str, ...]) -> tuple[str, int]:
    """The words side by side, and the articles that have them so; 0 where counting would take long."""
    rarest = min(counted.count(part) for part in parts)
    return f'"{" ".join(parts)}"', counted.apart(parts) if 0 < rarest <= _POSTINGS else 0
