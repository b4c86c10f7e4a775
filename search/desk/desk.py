"""The door to the desk: queries as typed go in, lines, samples, rates and words come out, all of one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from morgue.core.article import Filed
from morgue.search.answer import Match
from morgue.search.deadline import Deadline
from morgue.search.language.build import all_of
from morgue.search.language.parse import Reading
from morgue.search.query import IdSet
from morgue.search.request import SearchRequest

if TYPE_CHECKING:
    from morgue.search.backend import Backend
    from morgue.search.desk.kwic import Concordance, KwicAsk
    from morgue.search.desk.sampling import Sample, SampleAsk

#: Articles fetched at a time where many are asked for by their ids.
_AT_ONCE = 256


class Reads(Protocol):
    """What reads a query as the searcher does, with its saved queries and sets."""

    def __call__(self, text: str, match: Match = "all") -> Reading:
        """The query with remarks; QueryError."""


class Desk:
    """What a researcher asks of one snapshot. `wanted` says whether anybody still waits for the answer."""

    def __init__(self, backend: Backend, read: Reads, wanted: Callable[[], bool]) -> None:
        self._backend = backend
        self._read = read
        self._wanted = wanted

    def kwic(self, ask: KwicAsk) -> Concordance:
        """Every occurrence of a query's words, phrases and proximities as a line; the time is for finding them."""
        from morgue.search.desk.kwic import concordance

        reading = self._read(ask.text, ask.match)
        told = concordance(self._backend, reading.query, ask, self._deadline(ask.budget_ms))
        return replace(told, remarks=reading.remarks)

    def sample(self, ask: SampleAsk) -> Sample:
        """Articles drawn by chance from the matches; the time is for finding them."""
        from morgue.search.desk.sampling import DrawRequest, Sample, checked

        reading = self._read(ask.text, ask.match)
        request = DrawRequest(reading.query, ask.size, ask.seed, ask.by, ask.equal, ask.one_per_story)
        draw = self._backend.draw(checked(request), self._deadline(ask.budget_ms))
        return Sample(ask, draw, self.articles(draw.ids), reading.remarks)

    def articles(self, ids: Sequence[str]) -> Iterator[Filed]:
        """Those of some articles that exist, in the order asked, read as they are asked for."""
        for at in range(0, len(ids), _AT_ONCE):
            yield from self._backend.fetch_many(tuple(ids[at : at + _AT_ONCE]))

    def matching(self, text: str, ids: Iterable[str], match: Match = "all") -> frozenset[str]:
        """Those of some articles that match a query; an empty query is matched by all that exist."""
        among = IdSet("id", "these", frozenset(ids))
        query = all_of((self._read(text, match).query, among))
        request = SearchRequest(query, limit=max(1, len(among.ids)), sort="newest", collapse=False)
        return frozenset(hit.id for hit in self._backend.run(request).hits)

    def _deadline(self, budget_ms: int | None) -> Deadline:
        return Deadline(budget_ms, self._wanted)
