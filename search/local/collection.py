"""Shows the executor an archive: its segments side by side, and the statistics that ranking takes over all of them.

Everything here is of one snapshot, computed when first needed and then kept: a one-shot search pays only for what it
touches, a browser pays once.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from morgue.core.loading.compiled import ready
from morgue.index.codec.postings.lazy_postings import positives
from morgue.search.local.docset import DocSet, parts_of
from morgue.search.local.kernels import counting
from morgue.search.local.lru_cache import LruCache, Sized

if TYPE_CHECKING:
    from pathlib import Path

    from morgue.core.loading.arrays import NDArray
    from morgue.index.archive.snapshot import Snapshot
    from morgue.index.codec.columns import OrdinalColumn
    from morgue.index.codec.postings.lazy_postings import LazyPostings
    from morgue.index.codec.reader import SegmentReader
    from morgue.index.stories.clusters.columns import StoryColumns
    from morgue.search.local.docset import Docs, Floats, Ints, Mask
    from morgue.search.query import Keyword, Regex

TITLE, LEAD, BODY = 0, 1, 2
#: More documents than one in so many lie so close together that reading more bytes of each takes little longer.
_CLOSE = 8


class Segment:
    """One segment: its reader, its place among the global numbers, its live documents, and length norms."""

    def __init__(self, reader: SegmentReader, base: int, live: Mask | None, number: int) -> None:
        self.reader = reader
        self.base = base
        self.live = live
        self.number = number
        self.size = reader.doc_count
        self._spare: list[Floats] = []
        self._norms: dict[tuple[int, float], Floats] = {}
        self._looked_up = 0
        self._columns: dict[str, OrdinalColumn] = {}
        self._postings: dict[int, LazyPostings] = {}

    def postings(self, ordinal: int) -> LazyPostings:
        """The postings of one form, which stay decoded as far as they are until the next question."""
        held = self._postings.get(ordinal)
        if held is None:
            held = self._postings[ordinal] = self.reader.lazy_postings(ordinal)
        return held

    def forget(self) -> None:
        """Lets go of what the last question decoded."""
        self._postings = {}

    @cached_property
    def lengths(self) -> tuple[Ints, Ints, Ints]:
        """Terms of each document's title, lead and body."""
        held = self.reader.lengths
        return held.title, held.lead, held.body

    @cached_property
    def length_bytes(self) -> tuple[NDArray[np.uint8], int]:
        """The bytes of all lengths of bodies, and how many each has: what kernels look up."""
        lengths = np.ascontiguousarray(self.lengths[BODY])
        if lengths.itemsize > 4 or len(lengths) != self.size:
            raise ValueError("lengths of another size than there are documents")
        return lengths.view(np.uint8), lengths.itemsize

    def column(self, name: str) -> OrdinalColumn:
        """One of the columns of strings."""
        held = self._columns.get(name)
        if held is None:
            held = self._columns[name] = self.reader.column(name)
        return held

    @property
    def all(self) -> DocSet:
        """Every live document."""
        return DocSet.full(self.size) if self.live is None else DocSet.where(self.live)

    def only_live(self, found: DocSet) -> DocSet:
        """Without the deleted ones."""
        if self.live is None:
            return found
        if found.sparse:
            return DocSet.of(self.size, found.docs[self.live[found.docs]])
        return DocSet.where(found.mask & self.live)

    def norm(self, field: int, b: float, average: float, docs: Docs) -> Floats:
        """1 / (1 - b + b * length / average) of each document: float32, the same bits whether looked up or computed.

        Worked out anew from the lengths as they lie, of one or two bytes: to read norms of four takes longer. Not so
        where the documents lie close together; for these a table over all is made once as many have been asked for as
        there are: it costs as much again at most.
        """
        if len(docs) * _CLOSE > self.size:
            table = self._norms.get((field, b))
            if table is None:
                self._looked_up += len(docs)
                if self._looked_up >= self.size:
                    table = self._norms[field, b] = length_norm(self.lengths[field][:], b, average)
            if table is not None:
                return table.take(docs)
        return length_norm(self.lengths[field].take(docs), b, average)

    def borrow(self) -> Floats:
        """An array of zeros over all documents, to be given back as zeros: kept, since clearing it costs too much."""
        return self._spare.pop() if self._spare else np.zeros(self.size, np.float32)

    def give_back(self, scratch: Floats) -> None:
        """Returns what `borrow` gave, cleared by the borrower."""
        self._spare.append(scratch)


def length_norm(lengths: Ints, b: float, average: float) -> Floats:
    """The length normalisation of BM25 (Robertson and others, TREC-3, 1994), inverted."""
    norm = lengths.astype(np.float32)
    norm *= np.float32(b / average)
    norm += np.float32(1 - b)
    return np.divide(np.float32(1), norm, out=norm)


class Collection:
    """All segments of a snapshot with collection-wide statistics over live documents.

    outlets: the user's table of outlet names, where there is one. fitting: what `matching.filters` remembers, for
    a value and a segment which strings of the column fit. unions: joined forms of earlier questions.
    """

    def __init__(self, snapshot: Snapshot, outlets: Path | None = None) -> None:
        self.snapshot = snapshot
        self.outlets = outlets
        self.stories = snapshot.stories
        self.segments = tuple(Segment(v.reader, v.base, v.live, i) for i, v in enumerate(snapshot.segments))
        self.size = sum(s.size for s in self.segments)
        self.fitting: dict[tuple[Keyword | Regex, int], Mask] = {}
        self.unions: LruCache[Sized] = LruCache()
        self._company: Ints | None = None
        self._shared: Mask | None = None
        self._looked_up = 0

    @cached_property
    def articles(self) -> int:
        """How many documents are live: those of all segments but the deleted ones."""
        return sum(s.size if s.live is None else int(np.count_nonzero(s.live)) for s in self.segments)

    @cached_property
    def id_places(self) -> Ints:
        """The place of each document, by its global number, among all in the order of their ids."""
        order = np.concatenate([s.reader.ids.order.astype(np.int64) + s.base for s in self.segments])
        if len(self.segments) > 1:
            names = [s.reader.ids.get(doc) for s in self.segments for doc in s.reader.ids.order.tolist()]
            order = order[sorted(range(len(names)), key=names.__getitem__)]  # a run a segment, so that it only merges
        places = np.empty(self.size, np.int32)
        places[order] = np.arange(self.size)
        return places

    @cached_property
    def averages(self) -> tuple[float, float, float]:
        """Mean length of title, lead and body over the live documents that have one; 1 where none has."""
        found = self._average(TITLE), self._average(LEAD), self._average(BODY)
        self.snapshot.let_go()  # whole columns were looked at, as they are once
        return found

    def _average(self, field: int) -> float:
        total = having = 0
        for segment in self.segments:
            lengths = segment.lengths[field][:]
            if segment.live is not None:
                lengths = lengths[segment.live]
            total += int(lengths.sum(dtype=np.int64))
            having += int(np.count_nonzero(lengths))
        return total / having if having else 1.0

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages with a stem table in some segment, in alphabetical order."""
        return tuple(sorted({code for s in self.segments for code in s.reader.languages}))

    @cached_property
    def main_language(self) -> str | None:
        """The language of most live documents (the first in the alphabet among equals); None where none is known."""
        counts: dict[str, int] = {}
        for segment in self.segments:
            column = segment.column("language")
            strings = column.strings
            if len(strings) == 2 and len(self.segments) == 1 and segment.live is None:
                return strings[1]
            held = np.zeros(len(strings), np.int64)
            for part in parts_of(segment.size):
                held += _counted(column.values, segment.live, part, len(strings))
            for ordinal in np.flatnonzero(held[1:]) + 1:
                code = strings[int(ordinal)]
                counts[code] = counts.get(code, 0) + int(held[ordinal])
        return min(counts, key=lambda code: (-counts[code], code), default=None)

    def company(self, docs: Docs) -> tuple[Docs, Ints]:
        """Indexes into `docs` of the documents that are not alone in their story, and for each its number, one above 0.

        A table of one byte tells first which these are: most are alone, and reading four bytes of each costs more,
        where the documents lie far apart.
        """
        if self._company is None or self._shared is None:
            self._looked_up += len(docs)
            if self._looked_up < self.size:
                return _told_apart(_in_company(self.stories, self.stories.story[docs]))
            self._company, self._shared = self._in_tables()
        if ready():
            places, found = np.empty(len(docs) + 1, np.int64), np.empty(len(docs), np.int32)
            count = counting.in_company(docs, self._shared.view(np.uint8), self._company, places, found)
            return places[:count], found[:count]
        if len(docs) * _CLOSE > self.size:
            return _told_apart(self._company.take(docs))
        at = positives(self._shared.take(docs))
        return at, self._company.take(docs.take(at))

    def _in_tables(self) -> tuple[Ints, Mask]:
        """Of all documents the number of the story, 0 of one that is alone in it, and whether it is not."""
        numbers = np.empty(self.size, np.int32)
        several = self.stories.articles[:] > 1
        rank = several.cumsum(dtype=np.int32)
        rank *= several
        for part in parts_of(self.size):
            numbers[part] = rank.take(self.stories.story[part])
        self.snapshot.let_go()
        return numbers, numbers > 0


def _counted(values: Ints, live: Mask | None, part: slice, size: int) -> Ints:
    """How many live documents of a part of all have each value."""
    held = values[part] if live is None else values[part][live[part]]
    return np.bincount(held, minlength=size)


def _told_apart(numbers: Ints) -> tuple[Docs, Ints]:
    """The places of those that are not 0, and these."""
    at = positives(numbers > 0)
    return at, numbers.take(at)


def _in_company(columns: StoryColumns, stories: Ints) -> Ints:
    return np.where(columns.articles[stories] > 1, stories + np.int32(1), np.int32(0))
