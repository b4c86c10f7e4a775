"""Expands what was typed to forms that the archive holds: stem mates, spellings, prefixes, wildcards."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from morgue.core.analyzer import joints
from morgue.core.folding import fold
from morgue.search.local.docset import distinct
from morgue.search.local.globs import glob_bytes, glob_regex
from morgue.search.local.matching import spelling
from morgue.search.local.matching.forms import Forms
from morgue.search.local.matching.local_lexicon import LocalLexicon
from morgue.search.word_forms import mates, spelt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from morgue.search.deadline import Deadline
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.docset import Ints
    from morgue.search.local.matching.forms import Together
    from morgue.search.query import Word

#: Most forms that a prefix or wildcard stands for in one segment, and a fuzzy word in the whole archive; beyond that
#: the commonest are taken (of a fuzzy word, the nearest first) and the answer says so.
MOST_FORMS = 5_000
MOST_FUZZY = 200
#: Below so many candidates a wildcard is tried form by form instead of by one search through the dictionary.
_FEW = 20_000
_KEPT = 4_096


class Expander:
    """Expands text leaves over all segments of one collection; remembers what it found."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._lexicon = LocalLexicon(collection)
        self._known: dict[tuple[str, str, str | None], Forms] = {}
        self._frequencies: dict[str, int] = {}
        #: Articles that have the parts of a compound side by side and apart, as far as they were counted.
        self.counted_apart: dict[tuple[str, ...], int] = {}
        #: What words were not looked for as, and how many articles have that.
        self.unsought: dict[Word, tuple[tuple[str, int], ...]] = {}

    @cached_property
    def _segments(self) -> tuple[Segment, ...]:
        return self._collection.segments

    def frequency(self, form: str) -> int:
        """Articles with a form, deleted ones included. Remembered: news of all kinds has many words in common."""
        known = self._frequencies.get(form)
        if known is None:
            if len(self._frequencies) >= _KEPT:
                self._frequencies.clear()
            known = self._frequencies[form] = sum(s.reader.lexicon.frequency(form) for s in self._segments)
        return known

    def exact(self, text: str) -> Forms:
        """This very form."""
        return self._remember(("exact", text, None), lambda: self._everywhere([text]))

    def spelt(self, text: str) -> Forms:
        """The form and those that are only spelt otherwise, with other accents or separators; no compounds of parts."""
        return self._remember(("spelt", text, None), lambda: self._spelt(text))

    def _spelt(self, text: str) -> Forms:
        parts = len(joints(text))
        return self._everywhere(f for f in spelt(self._lexicon, text) if len(joints(f)) == parts)

    def word(self, text: str, language: str | None) -> Forms:
        """The form, its other spellings, the stem mates of them all, and forms with something written on to it.

        The form is stemmed in every language of the archive that it may be of, and stands for the forms at home there
        that have the same stem. A `language` named by the query is the only one used.
        """
        return self._remember(
            ("word", text, language), lambda: self._everywhere(mates(self._lexicon, [text], language))
        )

    def compound(self, texts: Iterable[str], beside: Together) -> Forms:
        """These forms and what stands beside them, for one question."""
        return Forms(self._collection, self._everywhere(texts).ordinals, beside=beside)

    def prefix(self, text: str) -> Forms:
        """Every form that begins so, accents aside."""
        return self._remember(("prefix", text, None), lambda: self._prefix(text))

    def none(self) -> Forms:
        """No form at all."""
        return Forms(self._collection, tuple(np.empty(0, np.int64) for _ in self._collection.segments))

    def wildcard(self, pattern: str) -> Forms:
        """Every form that fits a pattern of ? (one character) and * (any number), accents aside."""
        return self._remember(("wildcard", pattern, None), lambda: self._wildcard(pattern))

    def fuzzy(self, text: str, edits: int, language: str | None, deadline: Deadline) -> Forms:
        """Every form within so many edits, accents aside, and the stem mates of each."""
        key = (f"fuzzy{edits}", text, language)
        forms = self._remember(key, lambda: self._fuzzy(text, edits, language, deadline))
        if deadline.ran_out:  # perhaps not all of them: another question begins anew
            self._known.pop(key, None)
        return forms

    def _remember(self, key: tuple[str, str, str | None], make: Callable[[], Forms]) -> Forms:
        forms = self._known.get(key)
        if forms is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            forms = self._known[key] = make()
        return forms

    def _everywhere(self, texts: Iterable[str], note: str = "") -> Forms:
        """The forms, among some, that each segment holds."""
        listed = list(texts)
        ordinals = []
        for segment in self._segments:
            found = (segment.reader.lexicon.find(t) for t in listed)
            ordinals.append(np.array(sorted(o for o in found if o is not None), np.intp))
        return Forms(self._collection, tuple(ordinals), note)

    def _prefix(self, text: str) -> Forms:
        bare = fold(text)
        found = []
        for segment in self._segments:
            lexicon = segment.reader.lexicon
            near = lexicon.prefix(bare)
            own = [o for o, t in zip(near, lexicon.terms(near), strict=True) if "-" not in t or _tells(t, bare)]
            found.append(distinct([np.array(own, np.intp), self._folded(segment, bare)]))
        return self._commonest(found, f"{text}*")

    def _folded(self, segment: Segment, bare: str) -> Ints:
        """Forms whose keys begin so, without compounds whose first part does."""
        reader = segment.reader
        ordinals = reader.folds.prefix(bare).astype(np.intp)
        kept = [_tells(t, bare) if "-" in t else True for t in reader.lexicon.terms(ordinals.tolist())]
        return ordinals[np.array(kept, np.bool_)]

    def _wildcard(self, pattern: str) -> Forms:
        bare = fold(pattern)
        characters = re.compile(glob_regex(bare))
        begin = re.split(r"[*?]", bare, maxsplit=1)[0]
        found = []
        for segment in self._segments:
            lexicon = segment.reader.lexicon
            near = lexicon.prefix(begin) if begin else range(0)
            if begin and len(near) <= _FEW:
                own = [o for o, t in zip(near, lexicon.terms(near), strict=True) if characters.fullmatch(t)]
                plain = np.array(own, np.intp)
            else:
                plain = np.asarray(lexicon.matching(re.compile(glob_bytes(bare))), np.intp)
            folded = [ordinals for text, ordinals in segment.reader.folds.scan() if characters.fullmatch(text)]
            found.append(distinct([plain.astype(np.intp), *(f.astype(np.intp) for f in folded)]))
        return self._commonest(found, pattern)

    def _commonest(self, found: list[Ints], shown: str) -> Forms:
        """At most MOST_FORMS a segment, those in most documents (the earlier in the alphabet among equals)."""
        most = max((len(f) for f in found), default=0)
        if most <= MOST_FORMS:
            return Forms(self._collection, tuple(found))
        kept = []
        for segment, ordinals in zip(self._segments, found, strict=True):
            frequency = segment.reader.lexicon.doc_freq[ordinals].astype(np.int64)
            best = np.argsort(-frequency, kind="stable")[:MOST_FORMS]
            kept.append(np.sort(ordinals[best]))
        note = f"{shown} stands for {most:,} forms; the commonest {MOST_FORMS:,} (the limit) were searched"
        return Forms(self._collection, tuple(kept), note)

    def _fuzzy(self, text: str, edits: int, language: str | None, deadline: Deadline) -> Forms:
        near = spelling.near_forms(self._collection, text, edits, deadline)
        note = ""
        if len(near) > MOST_FUZZY:
            note = f"{text}~{edits} stands for {len(near):,} forms; the nearest {MOST_FUZZY} (the limit) were searched"
        return self._everywhere(mates(self._lexicon, [form for form, _, _ in near[:MOST_FUZZY]], language), note)


def _tells(term: str, prefix: str) -> bool:
    """Whether a compound stands for more than its first part, which begins so itself and stands at the same place."""
    return not joints(term)[0].startswith(prefix)
