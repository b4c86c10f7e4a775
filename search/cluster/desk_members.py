"""What the desk asks of a cluster: forms of words, whole hits, samples, fingerprints and tables, by reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from morgue.search.backend import Backend
    from morgue.search.cluster.expansion import Expander
    from morgue.search.deadline import Deadline
    from morgue.search.desk.neighbours import Neighbours
    from morgue.search.desk.receipts.fingerprint import Fingerprint
    from morgue.search.desk.samples.sampling import Draw, DrawRequest
    from morgue.search.desk.tabulation import Dimension, Tabulation
    from morgue.search.desk.texts import ArticleText, Made
    from morgue.search.desk.vocabulary import Vocabulary
    from morgue.search.query import Query, Text
    from morgue.search.request import SearchRequest

T = TypeVar("T")


class DeskMembers:
    """A part of the backend over a cluster, which needs its other members."""

    if TYPE_CHECKING:
        _expander: Expander

        def _backend(self) -> Backend: ...

    def forms(self, word: Text, language: str | None = None) -> frozenset[str]:
        """The forms of the archive that a word of a query stands for; of a compound those that are written as one."""
        return frozenset(self._expander.forms(word, language).texts)

    def texts(
        self, request: SearchRequest | Query, make: Callable[[ArticleText], T], deadline: Deadline | None = None
    ) -> Made[T]:
        """What `make` gives of each hit of a request, in the hits' order; of a bare query, of each match."""
        from morgue.search.desk.by_reading import texts_by_reading

        return texts_by_reading(self._backend(), request, make, deadline)

    def draw(self, request: DrawRequest, deadline: Deadline | None = None) -> Draw:
        """A sample of the matches."""
        from morgue.search.desk.by_reading import draw_by_reading

        return draw_by_reading(self._backend(), request, deadline)

    def fingerprint(self, query: Query, deadline: Deadline | None = None) -> Fingerprint:
        """What the matches are known by."""
        from morgue.search.desk.by_reading import fingerprint_by_reading

        return fingerprint_by_reading(self._backend(), query, deadline)

    def tabulate(
        self, query: Query, by: tuple[Dimension, ...], hits: bool = False, deadline: Deadline | None = None
    ) -> Tabulation:
        """The matches by one or two dimensions; with `hits` occurrences are counted, too (else they are 0)."""
        from morgue.search.desk.by_reading import tabulate_by_reading

        return tabulate_by_reading(self._backend(), query, by, hits, deadline)

    def vocabulary(self, query: Query, least: int = 1, deadline: Deadline | None = None) -> Vocabulary:
        """The forms that stand in at least so many matches, with what they have there and in the rest."""
        from morgue.search.desk.by_reading import vocabulary_by_reading

        return vocabulary_by_reading(self._backend(), query, least, deadline)

    def neighbours(self, query: Query, left: int, right: int, deadline: Deadline | None = None) -> Neighbours:
        """The words near the query's occurrences."""
        from morgue.search.desk.by_reading import neighbours_by_reading

        return neighbours_by_reading(self._backend(), query, left, right, deadline)
