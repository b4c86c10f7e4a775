"""Finds phrases and proximities in the documents that have their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from morgue.core.loading.compiled import ready
from morgue.index.codec.layout import PARAGRAPH, SENTENCE, TITLE_BASE
from morgue.search.local.docset import first_of_runs
from morgue.search.local.field_weights import fields_of
from morgue.search.local.matching.compounds import Parts
from morgue.search.local.places import positions
from morgue.search.local.places.position_signatures import may_be_beside
from morgue.search.local.places.positions import EMPTY, SHIFT, Spans
from morgue.search.query import Boost, Exact, Near, Or, Phrase, Word

if TYPE_CHECKING:
    from morgue.search.deadline import Deadline
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.docset import Docs
    from morgue.search.local.matching.matcher import Matcher
    from morgue.search.local.matching.terms import Term
    from morgue.search.local.places.positions import Places
    from morgue.search.query import Query

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


class Occurrences:
    """The places of what phrases and proximities find; `label` is what a note about too many calls the whole."""

    def __init__(self, leaves: LeafMatchers, label: str, language: str | None) -> None:
        self._leaves = leaves
        self._label = label
        self._language = language

    def outer(self, query: Phrase | Near, segment: Segment, docs: Docs, deadline: Deadline) -> Spans:
        """Occurrences of the whole: of a Near, its left spans that have a partner, so that none counts twice."""
        if isinstance(query, Phrase):
            return self._spans(query, segment, docs, deadline)
        left, right = self._sides(query, segment, docs, deadline)
        if not len(left.starts) or not len(right.starts):
            return EMPTY
        forward, backward = self._ranges(query, segment, docs, left, right)
        partnered = forward[1] > forward[0]
        if backward is not None:
            partnered |= positions.covered(*backward, len(left.starts))
        return left.take(partnered)

    def _sides(self, near: Near, segment: Segment, docs: Docs, deadline: Deadline) -> tuple[Spans, Spans]:
        left = self._spans(near.left, segment, docs, deadline)
        right = self._spans(near.right, segment, docs, deadline)
        if near.unit == "word":
            return left, right
        edges = self._boundaries(near, segment, docs)

        def within_one(spans: Spans) -> Spans:
            return spans.take(positions.unit_of(edges, spans.starts) == positions.unit_of(edges, spans.ends))

        return within_one(left), within_one(right)

    def _ranges(
        self, near: Near, segment: Segment, docs: Docs, left: Spans, right: Spans
    ) -> tuple[tuple[Places, Places], tuple[Places, Places] | None]:
        """For each left span the right ones after it, and for each right span the left ones after it (unordered)."""
        if near.unit == "word":
            limits = positions.reach(left, near.distance), positions.reach(right, near.distance)
        else:
            edges = self._boundaries(near, segment, docs)
            limits = positions.unit_reach(edges, left), positions.unit_reach(edges, right)
        forward = positions.followers(left, right, limits[0])
        return forward, None if near.ordered else positions.followers(right, left, limits[1])

    def _boundaries(self, near: Near, segment: Segment, docs: Docs) -> Places:
        """The first places of the sentences or paragraphs of the documents; a title is one of its own."""
        ordinal = SENTENCE if near.unit == "sentence" else PARAGRAPH
        places = positions.form_places(segment, (ordinal,), docs)
        start = docs.astype(np.int64) << SHIFT
        return positions.merged([places, start, start + TITLE_BASE])

    def _spans(self, query: Query, segment: Segment, docs: Docs, deadline: Deadline) -> Spans:
        match query:
            case Phrase(_, field, slop):
                terms = self.terms(query)
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

    def terms(self, phrase: Phrase) -> list[Term]:
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
            docs = owners.take(first_of_runs(owners).nonzero()[0])
        return Spans(starts, starts + (len(terms) - 1))

    def _beside(self, terms: list[Term], two: list[int], segment: Segment, docs: Docs) -> Docs:
        """Documents in which two of the words may stand side by side."""
        forms = [(i, o) for i in two for o in terms[i].forms.ordinals[segment.number].tolist()]
        if len(forms) != 2 or ready():
            return docs
        (i, first), (j, second) = forms
        return may_be_beside(((i, segment.postings(first)), (j, segment.postings(second))), docs)

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
            deadline.note(f"{self._label} has over {MOST_PAIRS:,} pairs; the rest was left out (that is the limit)")
            high = np.where(total <= MOST_PAIRS, high, low)
        return positions.together([positions.pairs(first, second, low, high)])
