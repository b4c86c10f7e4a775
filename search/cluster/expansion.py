"""Expands what was typed to the forms that a cluster's archive holds, by the rules of the embedded engine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from morgue.core.analyzer import joints
from morgue.core.folding import fold, key
from morgue.search.cluster.lexicon import ClusterLexicon
from morgue.search.local.globs import glob_regex
from morgue.search.query import Exact, Fuzzy, Phrase, Prefix, Text, Wildcard, Word
from morgue.search.word_forms import mates, spelt

#: Forms that a prefix or wildcard stands for, and a fuzzy word; beyond that some are left out and the answer says so.
MOST_FORMS, MOST_FUZZY = 5_000, 200
#: Documents of the lexicon looked at for one pattern: a form has one for each language.
_LOOKED_AT = 60_000
#: Suggestions are sought within so many edits, fewer for short words.
_SUGGEST_EDITS = ((4, 1), (1 << 30, 2))


@dataclass(frozen=True, slots=True)
class Forms:
    """texts: the forms themselves, in order. parts: what a compound stands for besides, side by side, each place the
    forms that may stand there."""

    texts: tuple[str, ...]
    note: str = ""
    parts: tuple[tuple[str, ...], ...] = ()


class Expander:
    """Expands text leaves; remembers what it found for the point in time."""

    def __init__(self, lexicon: ClusterLexicon) -> None:
        self.lexicon = lexicon
        self._known: dict[tuple[Text, str | None], Forms] = {}

    def forget(self) -> None:
        """Lets go of what was found."""
        self._known.clear()

    def forms(self, query: Text, language: str | None) -> Forms:
        """The forms of a leaf that is a word or a pattern."""
        bare: Text = replace(query, field=None)
        found = self._known.get((bare, language))
        if found is None:
            if len(self._known) > 4_096:
                self._known.clear()
            found = self._known[bare, language] = self._forms(bare, language)
        return found

    def _forms(self, query: Text, language: str | None) -> Forms:
        match query:
            case Word(text):
                return self._word(text, language)
            case Exact(text):
                return Forms(self._held([text])) if query.strict else Forms(self.spelt(text))
            case Prefix(text):
                return self._prefix(text)
            case Wildcard(pattern):
                return self._wildcard(pattern)
            case Fuzzy(text, edits):
                return self._fuzzy(text, edits, language)
            case _:
                raise TypeError(f"{type(query).__name__} is not a word of the text")

    def _held(self, texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(self.lexicon.held(texts)))

    def spelt(self, text: str) -> tuple[str, ...]:
        """Of a form and those that differ from it in spelling only, in as many parts, those that the archive has."""
        parts = len(joints(text))
        return self._held(f for f in spelt(self.lexicon, text) if len(joints(f)) == parts)

    def phrase(self, query: Phrase) -> tuple[tuple[str, ...], ...]:
        """The forms at each place of a phrase."""
        return tuple(self.forms(Exact(word, strict=query.strict), None).texts for word in query.words)

    def _word(self, text: str, language: str | None) -> Forms:
        found = self._held(mates(self.lexicon, [text], language))
        parts = joints(text)
        if len(parts) < 2:
            return Forms(found)
        last = self.forms(Word(parts[-1]), language).texts
        heads = [key(p) for p in parts[:-1]]
        apart = tuple(f for f in found if not _made_of(joints(f), heads, set(last)))
        return Forms(apart, parts=(*(self.spelt(p) for p in parts[:-1]), last))

    def _prefix(self, text: str) -> Forms:
        bare = fold(text)
        kept = [f for f in self.lexicon.beginning(bare, _LOOKED_AT) if "-" not in f or _tells(f, bare)]
        return self._commonest(kept, f"{text}*")

    def _wildcard(self, pattern: str) -> Forms:
        bare = fold(pattern)
        fits = re.compile(glob_regex(bare)).fullmatch
        found = self.lexicon.fitting(bare, _LOOKED_AT)
        return self._commonest([f for f, keys in found.items() if fits(f) or any(map(fits, keys))], pattern)

    def _commonest(self, found: list[str], shown: str) -> Forms:
        """At most MOST_FORMS, those in most articles where that is few enough to be counted."""
        if len(found) <= MOST_FORMS:
            return Forms(tuple(sorted(found)))
        note = f"{shown} stands for {len(found):,} forms; {MOST_FORMS:,} (the limit) of them were searched"
        counts = self.lexicon.frequencies(found)
        return Forms(tuple(sorted(sorted(found, key=lambda f: (-counts[f], f))[:MOST_FORMS])), note)

    def near(self, text: str, edits: int) -> list[tuple[str, int, int]]:
        """Forms within so many edits, accents aside: (form, edits, articles), nearest first, then commonest."""
        bare = fold(text)
        rated = []
        for form, keys in self.lexicon.near(bare, edits, _LOOKED_AT).items():
            distance = min(OSA.distance(bare, each) for each in (form, *keys))
            if distance <= edits:
                rated.append((form, distance))
        counts = self.lexicon.frequencies([f for f, _ in rated])
        return sorted(((f, d, counts[f]) for f, d in rated), key=lambda x: (x[1], -x[2], x[0]))

    def _fuzzy(self, text: str, edits: int, language: str | None) -> Forms:
        near = self.near(text, edits)
        note = ""
        if len(near) > MOST_FUZZY:
            note = f"{text}~{edits} stands for {len(near):,} forms; the nearest {MOST_FUZZY} (the limit) were searched"
        return Forms(self._held(mates(self.lexicon, [f for f, _, _ in near[:MOST_FUZZY]], language)), note)

    def suggestions(self, word: str, limit: int) -> tuple[str, ...]:
        """Words of the archive that one may have been meant for, best first; see `search.local.matching.spelling`."""
        edits = next(e for length, e in _SUGGEST_EDITS if len(word) <= length)
        near = [x for x in self.near(word, edits) if x[0] != word and x[2]]
        common = [x for x in near if x[2] > 1] or near
        return tuple(form for form, _, _ in common[:limit])


def _made_of(parts: list[str], heads: list[str], last: set[str]) -> bool:
    return len(parts) == len(heads) + 1 and [key(p) for p in parts[:-1]] == heads and parts[-1] in last


def _tells(term: str, prefix: str) -> bool:
    return not joints(term)[0].startswith(prefix)
