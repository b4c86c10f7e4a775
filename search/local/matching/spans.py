"""Scores phrases and proximities: which documents have them, and how often in each field."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from morgue.search.deadline import TimeUp
from morgue.search.local.docset import DocSet
from morgue.search.local.field_weights import fields_of
from morgue.search.local.matching.labels import label
from morgue.search.local.matching.occurrences import Occurrences
from morgue.search.local.matching.pseudo_frequency import weighted
from morgue.search.local.matching.terms import inverse_document_frequency
from morgue.search.local.parallel import in_halves
from morgue.search.local.places import positions
from morgue.search.local.places.positions import SpanCounts
from morgue.search.query import Boost, Near, Or, Phrase

if TYPE_CHECKING:
    from morgue.search.deadline import Deadline
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.docset import Docs
    from morgue.search.local.field_weights import Fields
    from morgue.search.local.matching.matcher import Frequencies
    from morgue.search.local.matching.occurrences import LeafMatchers
    from morgue.search.query import Query

#: Documents whose positions are looked at in one step: of a phrase, and of a proximity at first. Its words may have
#: thousands of forms and its pairs be many, so its steps grow only while they take less than `_BRIEF` seconds.
STEP, _FIRST_STEP = 1 << 16, 1 << 11
_BRIEF = 0.1
_NOTHING = np.empty(0, np.float32)


class SpanMatcher:
    """A Phrase or Near of the query. Positions are read only for documents that have all its words."""

    def __init__(self, leaves: LeafMatchers, query: Phrase | Near, language: str | None) -> None:
        self.query = query
        self.label = label(query)
        self.fields: Fields = fields_of(query.field) if isinstance(query, Phrase) else fields_of(None)
        self._leaves = leaves
        self._language = language
        self._occurrences = Occurrences(leaves, self.label, language)
        self._counts: dict[int, tuple[DocSet | None, SpanCounts]] = {}

    @property
    def collection(self) -> Collection:
        """The archive."""
        return self._leaves.collection

    def found(self, segment: Segment, within: DocSet | None = None) -> DocSet:
        """Documents with an occurrence; `within` leaves out the others, for what is added too."""
        known = self._counts.get(segment.number)
        if known is None or (known[0] is not None and known[0] is not within):
            limit = within if known is None else None
            known = self._counts[segment.number] = (limit, self._count(segment, limit))
        return DocSet.of(segment.size, known[1].docs)

    def counted(self, segment: Segment) -> SpanCounts:
        """How often it occurs in each field of the documents of a segment."""
        if segment.number not in self._counts:
            self.found(segment)
        return self._counts[segment.number][1]

    def size(self, segment: Segment) -> int:
        """Documents with an occurrence."""
        return len(self.counted(segment).docs)

    def pseudo(self, segment: Segment, within: DocSet | None) -> list[Frequencies]:
        """The frequency of the whole as if it were one word."""
        c = self.counted(segment)
        return [(c.docs, weighted(self.collection, segment, c.docs, self.fields, c.title, c.lead, c.body))]

    def counts(self, segment: Segment, within: DocSet) -> list[Frequencies]:
        """How often the whole occurs."""
        c = self.counted(segment)
        return [(c.docs, c.title + c.body)]

    def idf(self) -> float:
        """The sum of its words' weights, so that it does not depend on what else the query asks."""
        return self._weight(self.query)

    def _weight(self, query: Query) -> float:
        match query:
            case Phrase():
                return sum(term.idf() for term in self._occurrences.terms(query))
            case Near(left, right):
                return self._weight(left) + self._weight(right)
            case Boost(part):
                return self._weight(part)
            case Or():
                segments = self.collection.segments
                frequency = sum(s.only_live(self._matching(query, s)).count for s in segments)
                return inverse_document_frequency(self.collection.articles, frequency)
            case _:
                return self._leaves.term(query, self._language).idf()

    def _matching(self, query: Query, segment: Segment) -> DocSet:
        """The documents of a group of alternatives."""
        match query:
            case Or(parts):
                found = DocSet.empty(segment.size)
                for part in parts:
                    found = found | self._matching(part, segment)
                return found
            case Phrase() | Near():
                return self._leaves.spans(query, self._language).found(segment)
            case Boost(part):
                return self._matching(part, segment)
            case _:
                return self._candidates(query, segment)

    # -- documents that have all the words

    def _candidates(self, query: Query, segment: Segment) -> DocSet:
        match query:
            case Phrase():
                sets = [term.found(segment) for term in dict.fromkeys(self._occurrences.terms(query))]
                sets.sort(key=lambda s: s.count)
                found = sets[0]
                for other in sets[1:]:
                    found = found & other
                return found
            case Near(left, right):
                return self._candidates(left, segment) & self._candidates(right, segment)
            case Or(parts):
                found = DocSet.empty(segment.size)
                for part in parts:
                    found = found | self._candidates(part, segment)
                return found
            case Boost(part):
                return self._candidates(part, segment)
            case _:
                return self._leaves.term(query, self._language).found(segment)

    def _count(self, segment: Segment, within: DocSet | None) -> SpanCounts:
        candidates = self._candidates(self.query, segment)
        docs = (candidates if within is None else candidates & within).docs
        found: list[SpanCounts] = []
        deadline = self._leaves.deadline
        start, size = 0, STEP if isinstance(self.query, Phrase) else _FIRST_STEP
        while start < len(docs):
            began = time.monotonic()
            try:
                deadline.check()
                found += self._counts_of(segment, docs[start : start + size], deadline)
            except TimeUp:
                deadline.cut(f"{self.label} was checked in {start:,} of {len(docs):,} articles with its words")
                break
            start += size
            took = time.monotonic() - began
            size = min(STEP, 2 * size) if took < _BRIEF else max(1, size // 2) if took > 2 * _BRIEF else size
        if not found:
            return SpanCounts(np.empty(0, np.intp), _NOTHING, _NOTHING, _NOTHING)
        if len(found) == 1:
            return found[0]
        join = np.concatenate
        return SpanCounts(
            join([f.docs for f in found]),
            join([f.title for f in found]),
            join([f.lead for f in found]),
            join([f.body for f in found]),
        )

    def _counts_of(self, segment: Segment, docs: Docs, deadline: Deadline) -> list[SpanCounts]:
        """The counts in some documents. What stands inside a proximity may be counted by itself: not in halves."""
        outer = self._occurrences.outer
        if isinstance(self.query, Phrase):
            return in_halves(docs, lambda part: positions.count(segment, outer(self.query, segment, part, deadline)))
        return [positions.count(segment, outer(self.query, segment, docs, deadline))]
