"""Matches a compound typed as one word (`e-mail`): its parts side by side, and the forms that are one word."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from morgue.search.local.docset import DocSet
from morgue.search.local.matching.pseudo_frequency import occurrences, weighted
from morgue.search.query import Phrase

if TYPE_CHECKING:
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.docset import Docs, Floats
    from morgue.search.local.field_weights import Fields
    from morgue.search.local.places.positions import SpanCounts


class Parts(Phrase):
    """The parts of a compound side by side, the last of them in all its forms: `co-founders`, `co founder`.

    A phrase in all but its class; the decorator would compile every method of a class that inherits its fields.
    """

    __slots__ = ()


class SideBySide:
    """Where the parts of a compound stand side by side in one segment, as if that were postings of one form."""

    def __init__(self, collection: Collection, segment: Segment, counts: SpanCounts, fields: Fields) -> None:
        self._collection = collection
        self._segment = segment
        self._fields = fields
        kept = np.flatnonzero(occurrences(fields, counts.title, counts.lead, counts.body))
        self._title, self._lead, self._body = counts.title[kept], counts.lead[kept], counts.body[kept]
        self.docs: Docs = counts.docs[kept]
        self.size = len(kept)

    @cached_property
    def found(self) -> DocSet:
        """The documents as a set."""
        return DocSet.of(self._segment.size, self.docs)

    def _places(self, within: DocSet | None) -> Docs:
        return np.arange(self.size) if within is None else np.flatnonzero(within.mask[self.docs])

    def pseudo(self, within: DocSet | None) -> tuple[Docs, Floats]:
        """Documents and pseudo-frequencies."""
        at = self._places(within)
        held = self._title[at], self._lead[at], self._body[at]
        return self.docs[at], weighted(self._collection, self._segment, self.docs[at], self._fields, *held)

    def counts(self, within: DocSet) -> tuple[Docs, Floats]:
        """The documents of a set that have the compound, ascending, and its occurrences in each."""
        at = self._places(within)
        return self.docs[at], occurrences(self._fields, self._title[at], self._lead[at], self._body[at])
