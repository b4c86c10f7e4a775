"""Declares what scoring asks of a leaf of the query, and a phrase of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from morgue.search.local.collection import Segment
    from morgue.search.local.docset import Docs, DocSet, Floats

    #: Ascending documents and a number for each.
    Frequencies = tuple[Docs, Floats]


class Matcher(Protocol):
    """What a text leaf of a query gives for each segment: documents, and how often it occurs there."""

    label: str

    def found(self, segment: Segment) -> DocSet:
        """The documents in which it occurs, deleted ones included."""

    def size(self, segment: Segment) -> int:
        """Postings to look at when all its documents are scored."""

    def pseudo(self, segment: Segment, within: DocSet | None) -> list[Frequencies]:
        """Its pseudo-frequency, in one or more lists of ascending documents, to be added up.

        `within` may leave out documents outside it; None takes all.
        """

    def counts(self, segment: Segment, within: DocSet) -> list[Frequencies]:
        """How often it occurs in its fields, unweighted, likewise."""

    def idf(self) -> float:
        """Its weight by rarity in the whole archive."""
