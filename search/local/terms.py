"""A scored term: all forms a word stands for, blended into one list of documents with one frequency each."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Protocol

import numpy as np

from search.local.collection import BODY, LEAD, TITLE
from search.local.docset import DocSet, union
from search.local.fields import BODY_B, BODY_WEIGHT, LEAD_B, LEAD_WEIGHT, TITLE_B, TITLE_WEIGHT

if TYPE_CHECKING:
    from index.codec.reader import Postings
    from search.local.collection import Collection, Segment
    from search.local.docset import Docs, Floats, Ints
    from search.local.expand import Forms
    from search.local.fields import Fields


class Matcher(Protocol):
    """What a text leaf of a query gives for each segment: documents, and how often it occurs there."""

    label: str

    def found(self, segment: Segment) -> DocSet:
        """The documents in which it occurs, deleted ones included."""

    def scored(self, segment: Segment) -> Docs:
        """The same as ascending numbers, in the order of `pseudo`."""

    def pseudo(self, segment: Segment) -> Floats:
        """For each document of `scored`: its frequency weighted and length-normalised a field, summed over fields."""

    def pseudo_at(self, segment: Segment, docs: Docs) -> Floats:
        """The same for a few documents, 0 where it does not occur."""

    def counts(self, segment: Segment) -> Floats:
        """For each document of `scored`: how often it occurs in its fields, unweighted."""

    def idf(self) -> float:
        """Its weight by rarity in the whole archive."""


def inverse_document_frequency(articles: int, frequency: int) -> float:
    """ln(1 + (N - df + 0.5) / (df + 0.5)): Robertson and Spärck Jones's weight, kept above zero as in Lucene's BM25."""
    return log(1 + (articles - frequency + 0.5) / (frequency + 0.5))


def weighted(
    collection: Collection, segment: Segment, docs: Docs, fields: Fields, title: Ints, lead: Ints, body: Ints
) -> Floats:
    """BM25F's pseudo-frequency (Robertson, Zaragoza and Taylor, CIKM 2004), before saturation: float32 a document.

    The sum over fields of weight * tf / (1 - b + b * length / average). Few postings have their word in the title, so
    that part is computed only where it is not zero; a field with b = 0 needs no length.
    """
    averages = collection.averages
    total: Floats
    if fields.body:
        total = segment.norm(BODY, BODY_B, averages[BODY], docs)
        total *= body if body.dtype.itemsize < 4 else body.astype(np.float32)
        if BODY_WEIGHT != 1:
            total *= np.float32(BODY_WEIGHT)
    else:
        total = np.zeros(len(docs), np.float32)
    if fields.lead:
        _add(total, collection, segment, docs, lead, (LEAD, LEAD_B, LEAD_WEIGHT))
    if fields.title:
        _add(total, collection, segment, docs, title, (TITLE, TITLE_B, TITLE_WEIGHT))
    return total


def _add(
    total: Floats,
    collection: Collection,
    segment: Segment,
    docs: Docs,
    frequencies: Ints,
    field: tuple[int, float, float],
) -> None:
    number, b, weight = field
    at = np.flatnonzero(frequencies)
    if not len(at):
        return
    part = frequencies[at].astype(np.float32)
    part *= np.float32(weight)
    if b:
        part *= segment.norm(number, b, collection.averages[number], docs[at])
    total[at] += part


class _Part:
    """The postings of one form in one segment, reduced to the documents that have it in the asked fields."""

    __slots__ = ("body", "docs", "lead", "title")

    def __init__(self, postings: Postings, fields: Fields) -> None:
        docs = postings.docs.astype(np.intp)
        title, lead, body = postings.title, postings.lead, postings.body
        if not fields.whole:
            wanted = np.zeros(len(docs), np.bool_)
            for asked, held in ((fields.title, title), (fields.lead, lead), (fields.body, body)):
                if asked:
                    wanted |= held != 0
            keep = np.flatnonzero(wanted)
            docs, title, lead, body = docs[keep], title[keep], lead[keep], body[keep]
        self.docs, self.title, self.lead, self.body = docs, title, lead, body

    def occurrences(self, fields: Fields) -> Floats:
        """How often the form occurs in the asked fields; the lead is a part of the body."""
        total = np.zeros(len(self.docs), np.float32)
        if fields.title:
            total += self.title
        if fields.body:
            total += self.body
        elif fields.lead:
            total += self.lead
        return total


class Term:
    """A word's forms in every segment. Postings are read when first asked for and kept as long as the question."""

    def __init__(self, collection: Collection, label: str, forms: Forms, fields: Fields) -> None:
        self.collection = collection
        self.label = label
        self.forms = forms
        self.fields = fields
        self._parts: dict[int, list[_Part]] = {}
        self._docs: dict[int, Docs] = {}
        self._found: dict[int, DocSet] = {}

    def parts(self, segment: Segment) -> list[_Part]:
        """The postings of each form, in the order of the dictionary."""
        parts = self._parts.get(segment.number)
        if parts is None:
            ordinals = self.forms.ordinals[segment.number]
            parts = [_Part(segment.reader.postings(int(o)), self.fields) for o in ordinals]
            self._parts[segment.number] = parts = [p for p in parts if len(p.docs)]
        return parts

    def found(self, segment: Segment) -> DocSet:
        """Documents that have any of the forms in the asked fields."""
        found = self._found.get(segment.number)
        if found is None:
            found = self._found[segment.number] = self._union(segment)
        return found

    def _union(self, segment: Segment) -> DocSet:
        parts = self.parts(segment)
        if not parts:
            return DocSet.empty(segment.size)
        if len(parts) == 1:
            return DocSet.of(segment.size, parts[0].docs)
        if sum(len(p.docs) for p in parts) * 32 < segment.size:
            return DocSet.of(segment.size, union([p.docs for p in parts]))
        mask = np.zeros(segment.size, np.bool_)
        for part in parts:
            mask[part.docs] = True
        return DocSet.where(mask)

    def scored(self, segment: Segment) -> Docs:
        """The documents of `pseudo` and `counts`, ascending."""
        return self.found(segment).docs

    def pseudo(self, segment: Segment) -> Floats:
        """BM25F's frequency of each document of `scored`."""
        parts = self.parts(segment)
        if len(parts) == 1:
            return self._weighted(segment, parts[0])
        return self._sum(segment, [self._weighted(segment, p) for p in parts])

    def counts(self, segment: Segment) -> Floats:
        """Occurrences in each document of `scored`, unweighted."""
        return self._sum(segment, [p.occurrences(self.fields) for p in self.parts(segment)])

    def _sum(self, segment: Segment, values: list[Floats]) -> Floats:
        """Values of each form added up a document, by way of one array over all documents."""
        docs = self.scored(segment)
        scratch = segment.borrow()
        for part, value in zip(self.parts(segment), values, strict=True):
            scratch[part.docs] += value
        total = scratch[docs]
        scratch[docs] = 0
        segment.give_back(scratch)
        return total

    def pseudo_at(self, segment: Segment, docs: Docs) -> Floats:
        """The same for other documents, 0 where there is none."""
        total = np.zeros(len(docs), np.float32)
        for part in self.parts(segment):
            at = part.docs.searchsorted(docs)
            at[at == len(part.docs)] = 0
            here = np.flatnonzero(part.docs[at] == docs)
            if len(here):
                total[here] += self._weighted(segment, part, at[here])
        return total

    def _weighted(self, segment: Segment, part: _Part, at: Docs | None = None) -> Floats:
        if at is None:
            return weighted(self.collection, segment, part.docs, self.fields, part.title, part.lead, part.body)
        return weighted(
            self.collection, segment, part.docs[at], self.fields, part.title[at], part.lead[at], part.body[at]
        )

    def document_frequency(self) -> int:
        """Live documents with any of the forms in the asked fields, over all segments."""
        known = self.forms.frequencies.get(self.fields)
        if known is None:
            known = self.forms.frequencies[self.fields] = sum(self._frequency(s) for s in self.collection.segments)
        return known

    def _frequency(self, segment: Segment) -> int:
        ordinals = self.forms.ordinals[segment.number]
        if len(ordinals) == 1 and self.fields.whole and segment.live is None:
            return int(segment.reader.lexicon.doc_freq[int(ordinals[0])])
        return segment.only_live(self.found(segment)).count

    def idf(self) -> float:
        """Weight by rarity among all live documents."""
        return inverse_document_frequency(self.collection.articles, self.document_frequency())
