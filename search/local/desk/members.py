"""Gives the embedded backend the members that the desk asks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from morgue.search.deadline import Deadline
from morgue.search.desk.texts import Made
from morgue.search.local.aggregation.facets import Facets, Matches
from morgue.search.local.ranking.page import Ranking
from morgue.search.request import SearchRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from morgue.index.archive.snapshot import Snapshot
    from morgue.search.desk.neighbours import Neighbours
    from morgue.search.desk.receipts.fingerprint import Fingerprint
    from morgue.search.desk.samples.sampling import Draw, DrawRequest
    from morgue.search.desk.tabulation import Dimension, Tabulation
    from morgue.search.desk.texts import ArticleText
    from morgue.search.desk.vocabulary import Vocabulary
    from morgue.search.local.matching.evaluate import Evaluation
    from morgue.search.query import Query, Text

T = TypeVar("T")

#: The share of a question's time that is left for ranking.
_FOR_RANKING = 0.25


class DeskMembers(ABC):
    """What `LocalBackend` answers the desk, over its collection and its facets."""

    snapshot: Snapshot
    _facets: Facets

    @abstractmethod
    def _ask(self, deadline: Deadline | None = None) -> Evaluation:
        """A question begins: all that is worked out for its parts."""

    @abstractmethod
    def _matches(self, evaluation: Evaluation, query: Query) -> Matches:
        """What a query matches."""

    def forms(self, word: Text, language: str | None = None) -> frozenset[str]:
        """The forms of the archive that a word of a query stands for; of a compound those that are written as one."""
        return frozenset(self._ask().leaves.term(word, language).forms.texts)

    def texts(
        self, request: SearchRequest | Query, make: Callable[[ArticleText], T], deadline: Deadline | None = None
    ) -> Made[T]:
        """What `make` gives of each hit of a request, in their order; of a bare query as the articles are stored."""
        from morgue.search.local.desk.texts import as_stored, in_order

        evaluation = self._ask(deadline)
        if not isinstance(request, SearchRequest):
            docs = self._matches(evaluation, request).docs
            return Made(map(make, as_stored(evaluation.collection, docs)), evaluation.deadline.partial)
        with evaluation.deadline.keeping(_FOR_RANKING):
            matches = self._matches(evaluation, request.query)
        docs = np.array([doc for doc, _ in Ranking(evaluation, request, matches).page()], np.intp)
        return Made(in_order(evaluation.collection, docs, make), evaluation.deadline.partial)

    def draw(self, request: DrawRequest, deadline: Deadline | None = None) -> Draw:
        """A sample of the matches."""
        from morgue.search.local.desk.drawing import draw

        evaluation = self._ask(deadline)
        matches = self._matches(evaluation, request.query)
        return draw(self._facets, matches, request, evaluation.deadline.partial)

    def fingerprint(self, query: Query, deadline: Deadline | None = None) -> Fingerprint:
        """What the matches are known by."""
        from morgue.search.local.desk.fingerprint import fingerprint

        evaluation = self._ask(deadline)
        return fingerprint(self._matches(evaluation, query), evaluation.deadline)

    def vocabulary(self, query: Query, least: int = 1, deadline: Deadline | None = None) -> Vocabulary:
        """The forms that stand in at least so many matches, with what they have there and in the whole archive."""
        from morgue.search.local.desk.vocabulary import vocabulary

        evaluation = self._ask(deadline)
        return vocabulary(self._matches(evaluation, query), least, evaluation.deadline)

    def tabulate(
        self, query: Query, by: tuple[Dimension, ...], hits: bool = False, deadline: Deadline | None = None
    ) -> Tabulation:
        """The matches by one or two dimensions."""
        from morgue.search.local.desk.tabulation import tabulate

        evaluation = self._ask(deadline)
        return tabulate(self._facets, evaluation, self._matches(evaluation, query), query if hits else None, by)

    def neighbours(self, query: Query, left: int, right: int, deadline: Deadline | None = None) -> Neighbours:
        """The words near the query's occurrences."""
        from morgue.search.local.desk import neighbours as near

        finding = self._ask(deadline)
        matches = self._matches(finding, query)
        reading = self._ask(Deadline(None, finding.deadline.wanted))
        told = near.neighbours(reading, matches, query, self.forms, (left, right))
        return told._replace(partial=finding.deadline.partial)
