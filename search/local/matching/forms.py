"""Finds the forms that a leaf of the query stands for, by their ordinals in each segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.docset import Ints
    from morgue.search.local.field_weights import Fields
    from morgue.search.local.places.positions import SpanCounts
    from morgue.search.query import Near, Phrase


class Together(Protocol):
    """Where the parts of a compound stand side by side."""

    query: Phrase | Near

    def counted(self, segment: Segment) -> SpanCounts:
        """How often the parts stand side by side in each document of a segment."""


class Forms:
    """The forms a text leaf stands for: their ordinals in each segment, ascending. Compared by identity.

    beside: what a compound stands for besides, its parts side by side; None for others
    """

    __slots__ = ("__weakref__", "_collection", "_texts", "beside", "frequencies", "note", "ordinals")

    def __init__(
        self, collection: Collection, ordinals: tuple[Ints, ...], note: str = "", beside: Together | None = None
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
