"""Counts the words near the occurrences of a query: places from the index, and from the text only what stands there.

The places say which texts have an occurrence and which tokens of them are within a window; the texts are parted at
white space and looked up chunk by chunk, as when they were indexed, so that no text is analysed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from morgue.core.analyzer import UNSPACED, joints
from morgue.core.patterns import compiled
from morgue.index.codec.layout import TITLE_BASE
from morgue.index.codec.stored_texts import stored_bodies, stored_titles
from morgue.index.codec.terms.chunk_terms import Tables, Vocabulary
from morgue.search.desk.neighbours import Neighbours, Windows, counted
from morgue.search.desk.text.occurrences import FormsOf, Occurrences
from morgue.search.desk.text.windows import Numbers, Pairs, together
from morgue.search.local.desk.occurrences import Lines, distinct
from morgue.search.local.docset import first_of_runs
from morgue.search.local.places.positions import SHIFT
from morgue.search.text_leaves import text_leaves

if TYPE_CHECKING:
    from morgue.search.local.aggregation.facets import Matches
    from morgue.search.local.collection import Segment
    from morgue.search.local.docset import Docs, Ints
    from morgue.search.local.matching.evaluate import Evaluation
    from morgue.search.local.places.positions import Spans
    from morgue.search.query import Query

#: Documents looked at in one step.
STEP = 1 << 13
#: Bits of a place within one text: bodies are even, headlines odd among the texts that the others number.
_WITHIN = SHIFT - 1
#: Chunks without a term that a text may have, one in so many and a few, before it is parted once more, to its end.
_EMPTY, _FEW = 8, 4


def neighbours(
    evaluation: Evaluation, matches: Matches, query: Query, forms: FormsOf, window: tuple[int, int]
) -> Neighbours:
    """The words near the occurrences in the matches."""
    occurrences = Occurrences(query, forms)
    if occurrences.plain or not _apart(occurrences):
        return _around(evaluation, matches, query, Windows(occurrences, *window))
    return Reader(evaluation, query, *window).told(matches)


def _apart(occurrences: Occurrences) -> bool:
    """Whether each form takes one place, and shares no character with the next.

    A compound found as a whole is one word that stands on several places; pairs of characters overlap.
    """
    unspaced = compiled(f"[{UNSPACED}]")
    return all(len(joints(form)) == 1 and not unspaced.search(form) for form in occurrences.terms)


def _around(evaluation: Evaluation, matches: Matches, query: Query, windows: Windows) -> Neighbours:
    """By looking for the words in the texts: bodies where they have one, and headlines where they have one."""
    matchers = _matchers(evaluation, query)
    for segment, docs in _lots(evaluation, matches):
        spans = distinct([matcher.of(segment, docs, evaluation.deadline) for matcher in matchers])
        keys = (spans.starts >> _WITHIN)[first_of_runs(spans.starts >> _WITHIN)]
        held = (keys >> 1)[first_of_runs(keys >> 1)].astype(np.intp)
        titled = (keys[(keys & 1) == 1] >> 1).astype(np.intp)
        titles = dict(zip(titled.tolist(), stored_titles(segment.reader, titled), strict=True))
        stories = matches.collection.stories.story[held + segment.base].tolist()
        bodies = stored_bodies(segment.reader, held)
        for doc, story, body in zip(held.tolist(), stories, bodies, strict=True):
            windows.look(Text(titles.get(doc), body), story)
    return windows.told()


def _matchers(evaluation: Evaluation, query: Query) -> list[Lines]:
    return [Lines(evaluation.leaves, leaf, language) for leaf, language in text_leaves(query)]


def _lots(evaluation: Evaluation, matches: Matches) -> Iterator[tuple[Segment, Docs]]:
    """The matches some at a time, as long as anybody waits."""
    for segment, found in zip(matches.collection.segments, matches.found, strict=True):
        docs = found.docs
        for start in range(0, len(docs), STEP):
            if evaluation.deadline.wanted():
                yield segment, docs[start : start + STEP]


class Text(NamedTuple):
    """A headline and a body, as far as they are looked at."""

    title: str | None
    body: str


class _Texts(NamedTuple):
    """Texts as one run of chunk numbers: where those of each begin, and whether it goes on behind its last one."""

    chunks: Ints
    starts: Ints
    cut: Ints


class Reader:
    """Reads what stands within so many places of the occurrences of a query."""

    def __init__(self, evaluation: Evaluation, query: Query, left: int, right: int) -> None:
        self._evaluation = evaluation
        self._matchers = _matchers(evaluation, query)
        self._sizes = left, right
        self._vocabulary = Vocabulary()
        self._numbers = Numbers()
        self._number_of = np.empty(0, np.int32)
        self._pairs: tuple[list[Pairs], list[Pairs]] = [], []
        self._stories: list[Ints] = []
        self._hits = self._articles = 0

    def told(self, matches: Matches) -> Neighbours:
        """The counts of each word near an occurrence in the matches."""
        for segment, docs in _lots(self._evaluation, matches):
            self._look(segment, docs, matches.collection.stories.story)
        stories = np.concatenate([np.empty(0, np.int64), *self._stories])
        left, right = map(together, self._pairs)
        words = counted(self._numbers, left, right, stories)
        return Neighbours(self._hits, self._articles, len(np.unique(stories)), words)

    def _look(self, segment: Segment, docs: Docs, story_of: Ints) -> None:
        """Takes in the occurrences in some documents."""
        deadline = self._evaluation.deadline
        spans = distinct([matcher.of(segment, docs, deadline) for matcher in self._matchers])
        if not len(spans.starts):
            return
        key = spans.starts >> _WITHIN
        new = first_of_runs(key)
        text_of, keys = np.cumsum(new) - 1, key[new]
        first = first_of_runs(keys >> 1)
        held, article_of = (keys[first] >> 1).astype(np.intp), np.cumsum(first) - 1 + self._articles
        needed = np.maximum.reduceat((spans.ends & (TITLE_BASE - 1)) + self._sizes[1] + 1, np.flatnonzero(new))
        texts = list(_texts(segment, keys))
        tables, run = self._parted(texts, needed)
        self._take(tables, run, spans, text_of, article_of.astype(np.int32))
        self._stories.append(story_of[held + segment.base].astype(np.int64))
        self._hits += len(spans.starts)
        self._articles += len(held)

    def _parted(self, texts: list[str], needed: Ints) -> tuple[Tables, _Texts]:
        """The texts as chunks, each at least to so many tokens or to its end."""
        self._vocabulary.trim()
        if not self._vocabulary.terms:
            self._number_of = np.empty(0, np.int32)
        run = self._chunks(texts, (needed + needed // _EMPTY + _FEW).tolist())
        tables = self._vocabulary.settle()
        tokens = np.add.reduceat(np.append(tables.count[run.chunks], 0), run.starts[:-1])
        tokens[run.starts[1:] == run.starts[:-1]] = 0
        if ((tokens < needed) & run.cut).any():
            run = self._chunks(texts, [-1] * len(texts))
            tables = self._vocabulary.settle()
        return tables, run

    def _chunks(self, texts: list[str], most: list[int]) -> _Texts:
        """The chunks of texts, of each at most so many; -1 for all."""
        parts = list(map(str.split, texts, (None for _ in texts), most))
        cut = np.zeros(len(parts), np.bool_)
        for i, (each, limit) in enumerate(zip(parts, most, strict=True)):
            if limit >= 0 and len(each) > limit:
                each.pop()  # all the rest
                cut[i] = True
        sizes = np.fromiter(map(len, parts), np.int64, len(parts))
        numbers = map(self._vocabulary.chunks.__getitem__, chain.from_iterable(parts))
        chunks = np.fromiter(numbers, np.int32, int(sizes.sum()))
        return _Texts(chunks, np.concatenate(([0], np.cumsum(sizes))), cut)

    def _take(self, tables: Tables, run: _Texts, spans: Spans, text_of: Ints, article_of: Ints) -> None:
        """Adds the pairs of some occurrences; text_of: the text of each; article_of: the article of each text."""
        before = np.concatenate(([0], np.cumsum(tables.count[run.chunks], dtype=np.int64)))
        low, high = (before[run.starts[at]][text_of] for at in (slice(None, -1), slice(1, None)))
        first = low + (spans.starts & (TITLE_BASE - 1))
        last = low + (spans.ends & (TITLE_BASE - 1))
        owner = article_of[text_of]
        left = first[:, None] - np.arange(1, self._sizes[0] + 1)
        right = last[:, None] + np.arange(1, self._sizes[1] + 1)
        for places, inside, pairs in (
            (left, left >= low[:, None], self._pairs[0]),
            (right, right < high[:, None], self._pairs[1]),
        ):
            at = places[inside]
            chunk = before.searchsorted(at, side="right") - 1
            terms = tables.flat[tables.first[run.chunks[chunk]] + at - before[chunk]]
            owners = np.repeat(owner, np.count_nonzero(inside, axis=1))
            pairs.append(Pairs(self._own(terms), owners))

    def _own(self, terms: Ints) -> Ints:
        """Our numbers of some of the vocabulary's, which forgets its own when it has grown too large."""
        known = len(self._number_of)
        every = self._vocabulary.terms
        if len(every) > known:
            self._number_of = np.concatenate((self._number_of, np.full(len(every) - known, -1, np.int32)))
        new = np.zeros(len(every), np.bool_)
        new[terms] = True
        new &= self._number_of < 0
        for number in np.flatnonzero(new).tolist():
            self._number_of[number] = self._numbers[every[number]]
        return self._number_of[terms]


def _texts(segment: Segment, keys: Ints) -> Iterator[str]:
    """The bodies (even) and headlines (odd) of documents, by twice their numbers."""
    docs, odd = (keys >> 1).astype(np.intp), (keys & 1).astype(np.bool_)
    bodies = stored_bodies(segment.reader, docs[~odd])
    titles = stored_titles(segment.reader, docs[odd])
    for title in odd.tolist():
        yield next(titles if title else bodies)
