"""Scores a term: blends all forms that a word stands for into one frequency a document."""

from __future__ import annotations

from functools import reduce
from math import log
from typing import TYPE_CHECKING

import numpy as np

from morgue.core.loading.compiled import ready
from morgue.index.codec.postings.lazy_postings import positives
from morgue.search.deadline import Deadline
from morgue.search.local.docset import DocSet, Merged, distinct
from morgue.search.local.matching.compounds import SideBySide
from morgue.search.local.matching.postings import Form, PostingsUnion, forms_of, pseudo_merged, pseudo_of_each
from morgue.search.local.matching.pseudo_frequency import joined, summed

if TYPE_CHECKING:
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.field_weights import Fields
    from morgue.search.local.matching.forms import Forms
    from morgue.search.local.matching.matcher import Frequencies

#: The forms of a word that has fewer postings than one in so many documents are merged by sorting.
_MERGED = 12


def inverse_document_frequency(articles: int, frequency: int) -> float:
    """ln(1 + (N - df + 0.5) / (df + 0.5)): Robertson and Spärck Jones's weight, kept above zero as in Lucene's BM25."""
    return log(1 + (articles - frequency + 0.5) / (frequency + 0.5))


class Term:
    """A word's forms in every segment. Postings are read when first asked for and kept as long as the question."""

    def __init__(
        self, collection: Collection, label: str, forms: Forms, fields: Fields, deadline: Deadline | None = None
    ) -> None:
        self.collection = collection
        self.deadline = deadline or Deadline()
        self.label = label
        self.forms = forms
        self.fields = fields
        self._parts: dict[int, list[Form | PostingsUnion | SideBySide]] = {}
        self._found: dict[int, DocSet] = {}
        self._merged: dict[int, Merged] = {}
        self._summed: dict[int, Frequencies] = {}

    def parts(self, segment: Segment) -> list[Form | PostingsUnion | SideBySide]:
        """The postings of each form (of many forms, joined), in the dictionary's order; then a compound's parts."""
        parts = self._parts.get(segment.number)
        if parts is None:
            ordinals = self.forms.ordinals[segment.number]
            parts = [*forms_of(self.collection, segment, ordinals, self.fields, self.deadline)]
            if self.forms.beside is not None:
                beside = SideBySide(self.collection, segment, self.forms.beside.counted(segment), self.fields)
                parts += [beside] if beside.size else []
            self._parts[segment.number] = parts
        return parts

    def found(self, segment: Segment) -> DocSet:
        """Documents that have any of the forms in the asked fields."""
        found = self._found.get(segment.number)
        if found is None:
            found = self._found[segment.number] = self._union(segment)
        return found

    def alone(self, segment: Segment) -> DocSet:
        """`found`, where all that are found will be scored."""
        if segment.number not in self._found and (every := self._every(segment)) is not None:
            self._found[segment.number] = DocSet.of(segment.size, every[0])
        return self.found(segment)

    def gave(self, segment: Segment, found: DocSet) -> bool:
        """Whether these are what `found` gave; it is not worked out for the question."""
        return self._found.get(segment.number) is found

    def _union(self, segment: Segment) -> DocSet:
        parts = self.parts(segment)
        if not parts:
            return DocSet.empty(segment.size)
        if len(parts) == 1:
            return parts[0].found
        if self.size(segment) * _MERGED < segment.size:
            if (every := self._every(segment)) is not None:
                return DocSet.of(segment.size, every[0])
            merged = self._merged[segment.number] = Merged.of([p.docs for p in parts])
            return DocSet.of(segment.size, merged.docs)
        return self._masked(segment)

    def _every(self, segment: Segment) -> Frequencies | None:
        """All documents and the sums of all forms there, by machine code; None without it, and for other parts."""
        every = self._summed.get(segment.number)
        if every is not None or not ready() or not self.fields.whole:
            return every
        parts = self.parts(segment)
        forms = [part.postings for part in parts if isinstance(part, Form)]
        if len(forms) < 2 or len(forms) < len(parts):
            return None
        every = self._summed[segment.number] = summed(self.collection, segment, forms)
        if segment.number in self._found:
            self._found[segment.number].learn(every[0])
        return every

    def _masked(self, segment: Segment) -> DocSet:
        """The documents that have any of the forms, of which there is at least one, as a mask."""
        parts, mask = self.parts(segment), None
        for part in sorted(parts, key=lambda part: -part.size):
            if mask is None:
                mask = part.found.mask.copy()
            elif part.found.has_mask:
                mask |= part.found.mask
            else:
                mask[part.docs] = True
        assert mask is not None
        return DocSet.where(mask)

    def among(self, segment: Segment, within: DocSet | None) -> DocSet:
        """Those of the documents (None: of all) that have any of the forms, where few of these will be scored.

        Nothing is kept for the sums of all forms in all documents, which `found` makes ready.
        """
        parts = self.parts(segment)
        if segment.number in self._found or len(parts) < 2 or self.size(segment) * _MERGED >= segment.size:
            weighed = segment.number in self._found or len(parts) < 2 or not ready()
            found = self.found(segment) if weighed else self._masked(segment)
            return found if within is None else within & found
        if within is None:
            return DocSet.of(segment.size, distinct([p.docs for p in parts], "stable"))
        forms = [(part, part.at(within)) for part in parts if isinstance(part, Form)]
        rest = [p.docs.take(positives(within.holds(p.docs))) for p in parts if not isinstance(p, Form)]
        found = DocSet.of(segment.size, distinct([*(docs for _, (docs, _) in forms), *rest], "stable"))
        for form, at in forms:
            form.remember(found, at)
        return found

    def size(self, segment: Segment) -> int:
        """Postings of all forms."""
        return sum(p.size for p in self.parts(segment))

    def pseudo(self, segment: Segment, within: DocSet | None) -> list[Frequencies]:
        """BM25F's frequency: form by form, or their sum where all are asked for and the forms were merged."""
        every = self._every(segment) if within is None else None
        if every is not None:
            docs, values = every
            return [(docs, values.copy())]  # whoever asked works in it
        merged = self._merged.get(segment.number) if within is None else None
        if merged is None:
            return self._pseudo(segment, within)
        parts = self.parts(segment)
        forms = [part for part in parts if isinstance(part, Form)]
        if len(forms) == len(parts):
            return [(merged.docs, pseudo_merged(self.collection, segment, forms, self.fields, merged))]
        values = np.concatenate([held for _, held in self._pseudo(segment, within)])
        return [(merged.docs, merged.sums(values.take(merged.order)))]

    def _pseudo(self, segment: Segment, within: DocSet | None) -> list[Frequencies]:
        parts = self.parts(segment)
        forms = [part for part in parts if isinstance(part, Form)]
        if len(forms) < 2:
            return [part.pseudo(within) for part in parts]
        if ready() and len(forms) == len(parts) and self.fields.whole:
            return [reduce(joined, (form.pseudo(within) for form in forms))]
        rest = [part.pseudo(within) for part in parts if not isinstance(part, Form)]  # they come after the forms
        return pseudo_of_each(self.collection, segment, forms, self.fields, within) + rest

    def counts(self, segment: Segment, within: DocSet) -> list[Frequencies]:
        """Occurrences, form by form."""
        return [part.counts(within) for part in self.parts(segment)]

    def document_frequency(self) -> int:
        """Live documents with any of the forms in the asked fields, over all segments."""
        known = self.forms.frequencies.get(self.fields)
        if known is None:
            known = sum(self._frequency(s) for s in self.collection.segments)
            if not self.deadline.ran_out:  # else another question would take what was found so far for all
                self.forms.frequencies[self.fields] = known
        return known

    def _frequency(self, segment: Segment) -> int:
        ordinals = self.forms.ordinals[segment.number]
        if not len(ordinals) and self.forms.beside is None:
            return 0
        if len(ordinals) == 1 and self.fields.whole and segment.live is None and self.forms.beside is None:
            return int(segment.reader.lexicon.doc_freq[int(ordinals[0])])
        return segment.only_live(self.found(segment)).count

    def idf(self) -> float:
        """Weight by rarity among all live documents."""
        return inverse_document_frequency(self.collection.articles, self.document_frequency())
