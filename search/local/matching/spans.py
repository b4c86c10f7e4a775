"""Phrases and proximity as scored leaves: which documents, and how often in each field."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

import numpy as np

from morgue.index.codec.layout import PARAGRAPH, SENTENCE
from morgue.search.deadline import TimeUp
from morgue.search.local.docset import DocSet, first_of_runs
from morgue.search.local.field_weights import fields_of
from morgue.search.local.matching import positions
from morgue.search.local.matching.compounds import Parts
from morgue.search.local.matching.labels import label
from morgue.search.local.matching.position_signatures import may_be_beside
from morgue.search.local.matching.positions import EMPTY, SHIFT, SpanCounts, Spans
from morgue.search.local.matching.postings import weighted
from morgue.search.local.matching.terms import Term, inverse_document_frequency
from morgue.search.local.parallel import in_halves
from morgue.search.query import Boost, Exact, Near, Or, Phrase, Word

if TYPE_CHECKING:
    from morgue.search.deadline import Deadline
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.docset import Docs
    from morgue.search.local.field_weights import Fields
    from morgue.search.local.matching.matcher import Frequencies, Matcher
    from morgue.search.local.matching.positions import Places
    from morgue.search.query import Query

#: Documents whose positions are looked at in one step: of a phrase, and of a proximity at first. Its words may have
#: thousands of forms and its pairs be many, so its steps grow only while they take less than `_BRIEF` seconds.
STEP, _FIRST_STEP = 1 << 16, 1 << 11
_BRIEF = 0.1
#: Most pairs that one proximity group inside another may make in a step; the rest is left out and said.
MOST_PAIRS = 4_000_000


class LeafMatchers(Protocol):
    """What gives the matchers of the parts of a phrase: the leaves of the question."""

    collection: Collection
    deadline: Deadline

    def term(self, query: Query, language: str | None) -> Term:
        """The matcher of a word."""

    def spans(self, query: Phrase | Near, language: str | None) -> Matcher:
        """The matcher of a phrase or proximity."""


class SpanMatcher:
    """A Phrase or Near of the query. Positions are read only for documents that have all its words."""

    def __init__(self, leaves: LeafMatchers, query: Phrase | Near, language: str | None) -> None:
        self.query = query
        self.label = label(query)
        self.fields: Fields = fields_of(query.field) if isinstance(query, Phrase) else fields_of(None)
        self._leaves = leaves
        self._language = language
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
                return sum(term.idf() for term in self._terms(query))
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
                sets = [term.found(segment) for term in dict.fromkeys(self._terms(query))]
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
        return positions.in_one(found)

    def _counts_of(self, segment: Segment, docs: Docs, deadline: Deadline) -> list[SpanCounts]:
        """The counts in some documents. What stands inside a proximity may be counted by itself: not in halves."""
        if isinstance(self.query, Phrase):
            return in_halves(docs, lambda part: positions.count(segment, self._outer(segment, part, deadline)))
        return [positions.count(segment, self._outer(segment, docs, deadline))]

    # -- occurrences

    def _outer(self, segment: Segment, docs: Docs, deadline: Deadline) -> Spans:
        """Occurrences of the whole: of a Near, its left spans that have a partner, so that none counts twice."""
        if isinstance(self.query, Phrase):
            return self._spans(self.query, segment, docs, deadline)
        near = self.query
        left, right = self._sides(near, segment, docs, deadline)
        if not len(left.starts) or not len(right.starts):
            return EMPTY
        forward, backward = self._ranges(near, segment, docs, left, right)
        partnered = forward[1] > forward[0]
        if backward is not None:
            partnered |= positions.covered(*backward, len(left.starts))
        return left.take(partnered)

    def _sides(self, near: Near, segment: Segment, docs: Docs, deadline: Deadline) -> tuple[Spans, Spans]:
        left = self._spans(near.left, segment, docs, deadline)
        right = self._spans(near.right, segment, docs, deadline)
        if near.unit == "word":
            return left, right
        edges = positions.boundaries(segment, SENTENCE if near.unit == "sentence" else PARAGRAPH, docs)
        return tuple(  # type: ignore[return-value]  # two in, two out
            s.take(positions.unit_of(edges, s.starts) == positions.unit_of(edges, s.ends)) for s in (left, right)
        )

    def _ranges(
        self, near: Near, segment: Segment, docs: Docs, left: Spans, right: Spans
    ) -> tuple[tuple[Places, Places], tuple[Places, Places] | None]:
        """For each left span the right ones after it, and for each right span the left ones after it (unordered)."""
        if near.unit == "word":
            limits = positions.reach(left, near.distance), positions.reach(right, near.distance)
        else:
            edges = positions.boundaries(segment, SENTENCE if near.unit == "sentence" else PARAGRAPH, docs)
            limits = positions.unit_reach(edges, left), positions.unit_reach(edges, right)
        forward = positions.followers(left, right, limits[0])
        return forward, None if near.ordered else positions.followers(right, left, limits[1])

    def _spans(self, query: Query, segment: Segment, docs: Docs, deadline: Deadline) -> Spans:
        match query:
            case Phrase(_, field, slop):
                terms = self._terms(query)
                if slop == 0:
                    found = self._adjacent(terms, segment, docs)
                else:
                    found = positions.phrase([self._places(t, segment, docs) for t in terms], slop)
                return positions.inside(segment, found, fields_of(field))
            case Near():
                return self._inner(query, segment, docs, deadline)
            case Or(parts):
                return positions.together([self._spans(p, segment, docs, deadline) for p in parts])
            case Boost(part):
                return self._spans(part, segment, docs, deadline)
            case _:
                term = self._leaves.term(query, self._language)
                places = self._places(term, segment, docs)
                spans = Spans(places, places)
                if term.forms.beside is not None:
                    side_by_side = self._spans(term.forms.beside.query, segment, docs, deadline)
                    spans = positions.together([spans, side_by_side])
                return positions.inside(segment, spans, term.fields)

    def _terms(self, phrase: Phrase) -> list[Term]:
        """The words of a phrase, each in its spellings; the last one of a compound's parts in all its forms."""
        terms = [self._leaves.term(Exact(w, strict=phrase.strict), None) for w in phrase.words]
        if isinstance(phrase, Parts):
            terms[-1] = self._leaves.term(Word(phrase.words[-1]), self._language)
        return terms

    def _adjacent(self, terms: list[Term], segment: Segment, docs: Docs) -> Spans:
        """Where the words stand side by side: the rarest first, of the others only where those before do so."""
        order = sorted(range(len(terms)), key=lambda i: terms[i].size(segment))
        docs = self._beside(terms, order[:2], segment, docs)
        found: set[int] = set()
        starts = EMPTY.starts
        for i in order:
            places = self._places(terms[i], segment, docs)
            starts = positions.side_by_side(starts, places - i) if found else places - i
            found.add(i)
            if not len(starts):
                return EMPTY
            owners = starts >> SHIFT
            docs = owners.take(np.flatnonzero(first_of_runs(owners)))
        return Spans(starts, starts + (len(terms) - 1))

    def _beside(self, terms: list[Term], two: list[int], segment: Segment, docs: Docs) -> Docs:
        """Documents in which two of the words may stand side by side."""
        forms = [(i, o) for i in two for o in terms[i].forms.ordinals[segment.number].tolist()]
        if len(forms) != 2:
            return docs
        (i, first), (j, second) = forms
        return may_be_beside(((i, segment.coded(first)), (j, segment.coded(second))), docs)

    def _places(self, term: Term, segment: Segment, docs: Docs) -> Places:
        ordinals = term.forms.ordinals[segment.number].tolist()
        return positions.form_places(segment, ordinals, docs, self._leaves.deadline)

    def _inner(self, near: Near, segment: Segment, docs: Docs, deadline: Deadline) -> Spans:
        """Every pair, since another group outside may need any of them."""
        left, right = self._sides(near, segment, docs, deadline)
        if not len(left.starts) or not len(right.starts):
            return EMPTY
        forward, backward = self._ranges(near, segment, docs, left, right)
        found = [self._paired(left, right, forward, deadline)]
        if backward is not None:
            found.append(self._paired(right, left, backward, deadline))
        return positions.together(found)

    def _paired(self, first: Spans, second: Spans, ranges: tuple[Places, Places], deadline: Deadline) -> Spans:
        low, high = ranges
        total = np.cumsum(high - low)
        if len(total) and total[-1] > MOST_PAIRS:
            deadline.note(f"{self.label} has over {MOST_PAIRS:,} pairs; the rest was left out (that is the limit)")
            high = np.where(total <= MOST_PAIRS, high, low)
        return positions.together([positions.pairs(first, second, low, high)])
