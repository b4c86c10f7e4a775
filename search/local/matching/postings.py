"""Postings of one form, or of many at once, as far as a question needs them: documents, and BM25F's frequency there."""

from __future__ import annotations

from functools import cached_property, partial
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from morgue.core.loading.compiled import ready
from morgue.index.codec.postings.frequency_codes import Symbols
from morgue.index.codec.postings.lazy_postings import positives
from morgue.search.deadline import Deadline
from morgue.search.local.docset import SPARSE, DocSet, first_of_runs, in_order
from morgue.search.local.matching.pseudo_frequency import occurrences, pseudo_of, worth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from morgue.index.codec.postings.lazy_postings import LazyPostings
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.docset import Docs, Floats, Ints, Merged
    from morgue.search.local.field_weights import Fields

#: At most so many forms, those in most documents and in at least _JOINED, are decoded one by one. The others are joined
#: in one go where they are as many as this: an array costs its call, however short.
_FEW_FORMS, _JOINED, _FEWEST_JOINED = 8, 512, 3
#: Postings decoded and joined in one go: about a hundredth of a second.
_AT_ONCE = 1 << 18
_CUT = "not every form of its words was looked for"
#: A list is searched for documents that are fewer than one in so many of its postings; else it is gone through.
_RARE = 24
#: Likewise where they have no mask yet and are fewer than one in so many of all: to make one costs more.
_MASKED = 1024


class Form:
    """One form in one segment; where only some fields are asked for, reduced to the documents that have it there."""

    def __init__(self, collection: Collection, segment: Segment, postings: LazyPostings, fields: Fields) -> None:
        self._collection = collection
        self._segment = segment
        self.postings = postings
        self._fields = fields
        self._located: tuple[DocSet, tuple[Docs, Docs | None]] | None = None

    @cached_property
    def _kept(self) -> Docs | None:
        """The places of the postings that count, None for all."""
        if self._fields.whole:
            return None
        title, lead, body = self.postings.symbols.frequencies()
        wanted = np.zeros(self.postings.df, np.bool_)
        for asked, held in ((self._fields.title, title), (self._fields.lead, lead), (self._fields.body, body)):
            if asked:
                wanted |= held != 0
        return wanted.nonzero()[0]

    @property
    def size(self) -> int:
        """Postings that count."""
        return self.postings.df if self._kept is None else len(self._kept)

    @property
    def docs(self) -> Docs:
        """The documents of the postings that count, ascending."""
        docs = self.postings.docs
        return docs if self._kept is None else docs[self._kept]

    @cached_property
    def found(self) -> DocSet:
        """The documents as a set, with a mask where the postings have one."""
        if self._kept is None and self.postings.bitmap:
            return DocSet.lazy(self._segment.size, self.postings.df, self.postings)
        return DocSet.of(self._segment.size, self.docs)

    def at(self, within: DocSet | None) -> tuple[Docs, Docs | None]:
        """The documents asked for that have the form, and the places of their postings (None for all)."""
        postings = self.postings
        if self._located is not None and within is self._located[0]:
            return self._located[1]
        if self._kept is not None:
            docs, places = self.docs, self._kept
            if within is None:
                return docs, places
            keep = within.holds(docs).nonzero()[0]
            return docs.take(keep), places.take(keep)
        if within is None:
            return postings.docs, None
        if within.count * _RARE < postings.df or (postings.bitmap and within.count * 4 < postings.df):
            return postings.locate(within.docs)
        if not within.has_mask and within.count * _MASKED < self._segment.size:
            return postings.locate(within.docs)
        keep = within.holds(postings.docs).nonzero()[0]
        return postings.docs.take(keep), keep

    def remember(self, found: DocSet, at: tuple[Docs, Docs | None]) -> None:
        """Keeps what `at` gave, for when it is asked again: `found` has the same documents of this form."""
        self._located = found, at

    def symbols(self, within: DocSet | None) -> tuple[Docs, Symbols]:
        """Documents and their frequencies."""
        docs, places = self.at(within)
        return docs, self.postings.symbols if places is None else self.postings.symbols_at(places)

    def pseudo(self, within: DocSet | None) -> tuple[Docs, Floats]:
        """Documents and pseudo-frequencies."""
        if ready() and self._fields.whole:
            docs, places = self.at(within)
            return docs, worth(self._collection, self._segment, self.postings, places, docs)
        docs, symbols = self.symbols(within)
        return docs, pseudo_of(self._collection, self._segment, docs, symbols, self._fields)

    def counts(self, within: DocSet) -> tuple[Docs, Floats]:
        """Documents and occurrences in the asked fields; the lead is a part of the body."""
        docs, symbols = self.symbols(within)
        title, lead, body = symbols.frequencies()
        return docs, occurrences(self._fields, title, lead, body)


def pseudo_of_each(
    collection: Collection, segment: Segment, forms: Sequence[Form], fields: Fields, within: DocSet | None = None
) -> list[tuple[Docs, Floats]]:
    """`Form.pseudo` of several forms in the same fields, worked out in one go."""
    if ready() and fields.whole:
        return [form.pseudo(within) for form in forms]
    parts = [form.symbols(within) for form in forms]
    docs = np.concatenate([held for held, _ in parts])
    values = pseudo_of(collection, segment, docs, Symbols.joined([symbols for _, symbols in parts]), fields)
    ends = accumulate(len(held) for held, _ in parts)
    return [(held, values[end - len(held) : end]) for (held, _), end in zip(parts, ends, strict=True)]


def pseudo_merged(
    collection: Collection, segment: Segment, forms: Sequence[Form], fields: Fields, merged: Merged
) -> Floats:
    """The sum of `Form.pseudo` of several forms for each document of their lists, which were merged.

    Documents are looked up in the order in which they lie, all forms together: half as much memory is waited for.
    """
    symbols = Symbols.joined([form.symbols(None)[1] for form in forms]).reordered(merged.order)
    return merged.sums(pseudo_of(collection, segment, merged.ordered, symbols, fields))


class PostingsUnion:
    """Many forms in one segment, decoded together; a document's frequencies are added up over the forms.

    Outlives its question (`Collection.unions`), so nothing may write to its arrays.
    """

    def __init__(
        self, collection: Collection, segment: Segment, ordinals: Docs, fields: Fields, deadline: Deadline
    ) -> None:
        self._segment = segment
        self._ordinals = ordinals
        self._fields = fields
        self._whole = True
        self.docs, self._pseudo = self._summed(deadline, partial(pseudo_of, collection, segment, fields=fields))
        self.size = len(self.docs)
        self.docs.flags.writeable = self._pseudo.flags.writeable = False

    def _summed(self, deadline: Deadline, value: Callable[[Docs, Symbols], Floats]) -> tuple[Docs, Floats]:
        """Documents, and the sum over the forms of what their postings are worth there; without some when time is up.

        Few postings are sorted; many are added to a table of all documents, the commoner forms first.
        """
        frequency = self._segment.reader.lexicon.doc_freq[self._ordinals].astype(np.int64)
        if int(frequency.sum()) * SPARSE <= self._segment.size:
            docs, symbols = self._decoded(self._ordinals)
            values = value(docs, symbols)
            order, ordered = in_order(docs)
            starts = first_of_runs(ordered).nonzero()[0]
            return ordered[starts], np.add.reduceat(values[order], starts) if len(starts) else values
        table = np.zeros(self._segment.size, np.float32)
        for some in _heaps(self._ordinals, frequency):
            if deadline.passed():
                deadline.cut(_CUT)
                self._whole = False
                break
            docs, symbols = self._decoded(some)
            np.add.at(table, docs, value(docs, symbols))
        docs = positives(table > 0)
        return docs, table.take(docs)

    def _decoded(self, ordinals: Docs) -> tuple[Docs, Symbols]:
        """Every posting of some forms that counts."""
        docs, symbols = self._segment.reader.joined_postings(ordinals)
        if self._fields.whole:
            return docs, symbols
        wanted = occurrences(self._fields, *symbols.frequencies()).nonzero()[0]
        return docs[wanted], symbols.take(wanted)

    @property
    def bytes(self) -> int:
        """Memory that it takes, the mask included; none where it is not whole, and so not to be remembered."""
        return self.docs.nbytes + self._pseudo.nbytes + self._segment.size if self._whole else 0

    @cached_property
    def found(self) -> DocSet:
        """The documents as a set."""
        return DocSet.of(self._segment.size, self.docs)

    def _at(self, within: DocSet | None, docs: Docs, values: Floats) -> tuple[Docs, Floats]:
        if within is None:
            return docs, values.copy()  # whoever asked works in it
        keep = within.mask[docs].nonzero()[0]
        return docs[keep], values[keep]

    def pseudo(self, within: DocSet | None) -> tuple[Docs, Floats]:
        """Documents and pseudo-frequencies."""
        return self._at(within, self.docs, self._pseudo)

    def counts(self, within: DocSet) -> tuple[Docs, Floats]:
        """Documents and occurrences: decoded again, for hardly any question asks how often."""
        return self._at(within, *self._summed(Deadline(), self._how_often))

    def _how_often(self, _: Docs, symbols: Symbols) -> Floats:
        return occurrences(self._fields, *symbols.frequencies())


def forms_of(
    collection: Collection, segment: Segment, ordinals: Docs, fields: Fields, deadline: Deadline
) -> list[Form | PostingsUnion]:
    """The postings of these forms: the commonest each by itself, many rare ones joined; those without any left out."""
    joined = ordinals[:0]
    if len(ordinals) > _FEW_FORMS and deadline.passed():
        deadline.cut(_CUT)
        return []
    if len(ordinals) >= _FEWEST_JOINED:
        frequency = segment.reader.lexicon.doc_freq[ordinals]
        apart = frequency >= _JOINED
        if len(ordinals) > _FEW_FORMS:
            apart &= frequency >= np.sort(frequency)[-_FEW_FORMS]
        if len(ordinals) - int(np.count_nonzero(apart)) >= _FEWEST_JOINED:
            ordinals, joined = ordinals[apart], ordinals[~apart]
    parts: list[Form | PostingsUnion] = [
        Form(collection, segment, segment.postings(o), fields) for o in ordinals.tolist()
    ]
    if len(joined):
        key = (segment.number, fields, joined.tobytes())
        make = partial(PostingsUnion, collection, segment, joined, fields, deadline)
        held = collection.unions.get(key, make)
        assert isinstance(held, PostingsUnion)
        parts.append(held)
    return [p for p in parts if p.size]


def _heaps(ordinals: Docs, frequency: Ints) -> Iterator[Docs]:
    """The forms in lots of so many postings, ascending within each."""
    if int(frequency.sum()) <= _AT_ONCE:
        if len(ordinals):
            yield ordinals
        return
    order = np.argsort(-frequency, kind="stable")
    lots = np.cumsum(frequency[order]) // _AT_ONCE
    for lot in np.split(order, np.diff(lots).nonzero()[0] + 1):
        yield ordinals[np.sort(lot)]
