"""From what was typed to the forms the archive holds: stem mates, spellings, prefixes, wildcards, near spellings."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from morgue.core.analyzer import in_capitals, joints
from morgue.core.attached_words import bases, may_be_attached
from morgue.core.folding import SPELLINGS, dotted, fold, key, signs, spellings
from morgue.core.stemmer import stem
from morgue.search.local.docset import distinct
from morgue.search.local.globs import glob_bytes, glob_regex
from morgue.search.local.matching import spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from morgue.search.deadline import Deadline
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.docset import Ints
    from morgue.search.local.field_weights import Fields
    from morgue.search.local.matching.spans import SpanMatcher

#: Most forms that a prefix or wildcard stands for in one segment, and a fuzzy word in the whole archive; beyond that
#: the commonest are taken (of a fuzzy word, the nearest first) and the answer says so.
MOST_FORMS = 5_000
MOST_FUZZY = 200
#: Below so many candidates a wildcard is tried form by form instead of by one search through the dictionary.
_FEW = 20_000
#: Letters of the shortest stem by which a word of the main language is looked for in another that does not have it.
SHORTEST_STEM = 4
_KEPT = 4_096


class Forms:
    """The forms a text leaf stands for: their ordinals in each segment, ascending. Compared by identity.

    beside: what a compound stands for besides, its parts side by side; None for others
    """

    __slots__ = ("__weakref__", "_collection", "_texts", "beside", "frequencies", "note", "ordinals")

    def __init__(
        self, collection: Collection, ordinals: tuple[Ints, ...], note: str = "", beside: SpanMatcher | None = None
    ) -> None:
        self._collection = collection
        self._texts: tuple[str, ...] | None = None
        self.ordinals = ordinals
        self.note = note
        self.beside = beside
        #: Document frequency by field selection, filled in by the terms made of these forms.
        self.frequencies: dict[Fields, int] = {}

    @property
    def texts(self) -> tuple[str, ...]:
        """The forms themselves, in order."""
        if self._texts is None:
            found: set[str] = set()
            for segment, ordinals in zip(self._collection.segments, self.ordinals, strict=True):
                found.update(segment.reader.lexicon.terms(int(o) for o in ordinals))
            self._texts = tuple(sorted(found))
        return self._texts


class Expander:
    """Expands text leaves over all segments of one collection; remembers what it found."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._known: dict[tuple[str, str, str | None], Forms] = {}
        #: Articles that have the parts of a compound side by side and apart, as far as they were counted.
        self.counted_apart: dict[tuple[str, ...], int] = {}

    @cached_property
    def _segments(self) -> tuple[Segment, ...]:
        return self._collection.segments

    def exact(self, text: str) -> Forms:
        """This very form."""
        return self._remember(("exact", text, None), lambda: self._everywhere([text]))

    def spelt(self, text: str) -> Forms:
        """The form and those that are only spelt otherwise, with other accents or separators; no compounds of parts."""
        parts = len(joints(text))
        alike = (f for f in self._spelt(text) if len(joints(f)) == parts)
        return self._remember(("spelt", text, None), lambda: self._everywhere(alike))

    def word(self, text: str, language: str | None) -> Forms:
        """The form, its other spellings, the stem mates of them all, and forms with something written on to it.

        The form is stemmed in every language of the archive that it may be of, and stands for the forms at home there
        that have the same stem. A `language` named by the query is the only one used.
        """
        return self._remember(("word", text, language), lambda: self._everywhere(self._mates([text], language)))

    def compound(self, texts: Iterable[str], beside: SpanMatcher) -> Forms:
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
        """Those of the forms that each segment holds."""
        listed = list(texts)
        ordinals = []
        for segment in self._segments:
            found = (segment.reader.lexicon.find(t) for t in listed)
            ordinals.append(np.array(sorted(o for o in found if o is not None), np.intp))
        return Forms(self._collection, tuple(ordinals), note)

    def _spelt(self, text: str) -> set[str]:
        """The text and the forms in the archive that have its key, and its signs if it has some.

        An abbreviation with dots stands for the same one and for the word in capitals, not for the word as such: `U.S.`
        for US and not for us.
        """
        found = self._keyed(key(text))
        if dotted(text):
            capitals = text.replace(".", "").upper()
            found = {f for f in found if dotted(f)} | self._held([capitals])
        elif demanded := signs(text):
            found = {f for f in found if signs(f) == demanded}
        return found | self._otherwise(found | {text}) | {text}

    def _keyed(self, wanted: str) -> set[str]:
        """The forms with a key."""
        found = self._held([wanted])
        for segment in self._segments:
            reader = segment.reader
            found.update(reader.lexicon.terms(int(o) for o in reader.folds.find(wanted)))
        return found

    def _held(self, texts: Iterable[str]) -> set[str]:
        """Those of the texts that are forms in some segment."""
        return {t for t in texts if any(s.reader.lexicon.find(t) is not None for s in self._segments)}

    def _otherwise(self, texts: Iterable[str]) -> set[str]:
        """Forms of a language that has the letters, spelt as those do who lack them: `Buerger` for `Bürger`."""
        found: set[str] = set()
        for text in () if all(t.isascii() for t in texts) else texts:
            for code in SPELLINGS:
                found |= {f for spelt in spellings(text, code) for f in self._keyed(spelt) if self._seen(code, f)}
        return found

    def _seen(self, code: str, form: str) -> bool:
        """Whether the form occurs in a document of this language, in any segment."""
        for segment in self._segments:
            if code in segment.reader.languages:
                ordinal = segment.reader.lexicon.find(form)
                if ordinal is not None and segment.reader.stems(code).seen(ordinal):
                    return True
        return False

    def _mates(self, texts: Iterable[str], language: str | None) -> set[str]:
        starts: set[str] = set()
        for text in texts:
            starts |= self._spelt(text)
        found = set(starts)
        plain = [s for s in starts if not (signs(s) or dotted(s) or in_capitals(s))]
        main = language or self._collection.main_language
        for code in (language,) if language else self._collection.languages:
            roots = {key(stem(code, s)) for s in plain if self._may_be_of(code, s, main)}
            mates = self._with_stems(code, roots)
            found |= mates if code == main else {f for f in mates if self._at_home(f, code, main)}
        for text in texts:
            found |= self._attached(text)
        return {f for f in found if not (in_capitals(f) and f.casefold() in found)}  # else it would count twice

    def _with_stems(self, code: str, roots: set[str]) -> set[str]:
        """The forms seen in a language whose stems have one of these keys."""
        found: set[str] = set()
        for segment in self._segments:
            if code in segment.reader.languages:
                table = segment.reader.stems(code)
                ordinals = (int(o) for root in roots for o in table.forms(root))
                found.update(segment.reader.lexicon.terms(ordinals))
        return found

    def _may_be_of(self, code: str, form: str, main: str | None) -> bool:
        """Whether a form is stemmed in a language: one that has it, the main one, or any if the main one has it not.

        A short stem of a word of the main language is that of another word elsewhere (`nose`, Polish `nos`).
        """
        if code == main or main is None or not self._seen(main, form) or self._seen(code, form):
            return True
        return len(key(stem(code, form))) >= SHORTEST_STEM

    def _at_home(self, form: str, code: str, main: str | None) -> bool:
        """Whether a form is in no more articles of the main language than of this one.

        Words of the main language stand in articles of others too: `can` is no form of `Canada` by Spanish stems.
        """
        if main is None or not self._seen(main, form):
            return True
        return self._documents_in(code, form) >= self._documents_in(main, form)

    def _documents_in(self, code: str, form: str) -> int:
        """Documents of a language that have the form, deleted ones included."""
        count = 0
        for segment in self._segments:
            ordinal = segment.reader.lexicon.find(form)
            column = segment.column("language")
            if ordinal is not None and code in column.strings:
                docs = segment.reader.postings(ordinal).docs
                count += int(np.count_nonzero(column.values[docs] == column.strings.index(code)))
        return count

    def _attached(self, text: str) -> set[str]:
        """Forms with particles or prefixes written on to the word; also those of a shorter word that it is a form of.

        That the shorter word is meant, and not another that only ends so, the archive has to say: its other forms are
        in more articles than those of the word itself.
        """
        if not may_be_attached(text + " "):
            return set()
        own = self._family(text)
        for base in bases(text):
            family = self._family(base)
            if self._documents(family - own) > self._documents(own):
                return family | own
        return own

    def _family(self, base: str) -> set[str]:
        found = self._held([base])
        for segment in self._segments:
            reader = segment.reader
            found.update(reader.lexicon.terms(int(o) for o in reader.attached.find(base)))
        return found

    def _documents(self, texts: Iterable[str]) -> int:
        """The sum of the documents of the forms, deleted ones included."""
        lexicons = [s.reader.lexicon for s in self._segments]
        places = ((x, x.find(t)) for t in texts for x in lexicons)
        return sum(int(lexicon.doc_freq[o]) for lexicon, o in places if o is not None)

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
        return self._everywhere(self._mates([form for form, _, _ in near[:MOST_FUZZY]], language), note)


def _tells(term: str, prefix: str) -> bool:
    """Whether a compound stands for more than its first part, which begins so itself and stands at the same place."""
    return not joints(term)[0].startswith(prefix)
