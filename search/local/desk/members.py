"""The members of the embedded backend that the desk asks."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from morgue.search.answer import Stream
from morgue.search.local.aggregation.facets import Facets, Matches
from morgue.search.local.ranking.page import Ranking

if TYPE_CHECKING:
    from morgue.core.article import Filed
    from morgue.index.archive.snapshot import Snapshot
    from morgue.search.deadline import Deadline
    from morgue.search.desk.receipts.fingerprint import Fingerprint
    from morgue.search.desk.samples.sampling import Draw, DrawRequest
    from morgue.search.desk.tabulation import Dimension, Tabulation
    from morgue.search.desk.vocabulary import Vocabulary
    from morgue.search.local.matching.evaluate import Evaluation
    from morgue.search.query import Query, Text
    from morgue.search.request import SearchRequest

#: Articles read at a time where many are read one after the other, and the share of a question's time for ranking.
_AT_ONCE, _FOR_RANKING = 256, 0.25


class DeskMembers:
    """What `LocalBackend` answers the desk, over its collection and its facets."""

    snapshot: Snapshot
    _facets: Facets

    def _ask(self, deadline: Deadline | None = None) -> Evaluation:
        raise NotImplementedError

    def _matches(self, evaluation: Evaluation, query: Query) -> Matches:
        raise NotImplementedError

    def forms(self, word: Text, language: str | None = None) -> frozenset[str]:
        """The forms of the archive that a word of a query stands for; of a compound those that are written as one."""
        return frozenset(self._ask().leaves.term(word, language).forms.texts)

    def read(self, request: SearchRequest, deadline: Deadline | None = None) -> Stream[Filed]:
        """The articles of the hits of a request, in their order, whole. Found at once, read as they are asked for."""
        evaluation = self._ask(deadline)
        with evaluation.deadline.keeping(_FOR_RANKING):
            matches = self._matches(evaluation, request.query)
        docs = [doc for doc, _ in Ranking(evaluation, request, matches).page()]
        steps = (docs[start : start + _AT_ONCE] for start in range(0, len(docs), _AT_ONCE))
        return Stream(chain.from_iterable(map(self.snapshot.filed, steps)), evaluation.deadline.partial)

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
