"""Opens the desk: takes queries as typed, gives lines, samples, rates and words, all of one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from morgue.core.article import Filed
from morgue.search.answer import Match
from morgue.search.deadline import Deadline
from morgue.search.language.build import all_of
from morgue.search.language.parse import Reading
from morgue.search.language.printing import print_query
from morgue.search.query import All, IdSet, Query
from morgue.search.request import SearchRequest

if TYPE_CHECKING:
    from morgue.search.backend import Backend
    from morgue.search.desk.collocates import Collocates, CollocatesAsk
    from morgue.search.desk.kwic import Concordance, KwicAsk
    from morgue.search.desk.outlets import Outlets
    from morgue.search.desk.quotes import Quotes
    from morgue.search.desk.rates import Rates, RatesAsk
    from morgue.search.desk.receipts.receipt import Receipt
    from morgue.search.desk.receipts.receipt_check import Checked
    from morgue.search.desk.samples.sampling import Draw, Sample, SampleAsk
    from morgue.search.desk.words import KeyWords, WordsAsk

    Ask = TypeVar("Ask", KwicAsk, WordsAsk, CollocatesAsk)
    Answer = TypeVar("Answer", Concordance, KeyWords, Collocates)

#: Articles fetched at a time where many are asked for by their ids.
_AT_ONCE = 256


class Reads(Protocol):
    """What reads a query as the searcher does, with its saved queries and sets."""

    def __call__(
        self, text: str, match: Match = "all", today: date | None = None, saved: Mapping[str, str] | None = None
    ) -> Reading:
        """The query with remarks; QueryError."""


class Desk:
    """What a researcher asks of one snapshot. `wanted` says whether anybody still waits for the answer."""

    def __init__(
        self, backend: Backend, read: Reads, wanted: Callable[[], bool], today: date, saved: Mapping[str, str]
    ) -> None:
        self._backend = backend
        self._read = read
        self._wanted = wanted
        self._today = today
        self._saved = saved

    def kwic(self, ask: KwicAsk) -> Concordance:
        """Every occurrence of a query's words, phrases and proximities as a line; the time is for finding them."""
        from morgue.search.desk.kwic import concordance

        return self._told(concordance, ask)

    def _told(self, answer: Callable[[Backend, Query, Ask, Deadline], Answer], ask: Ask) -> Answer:
        """An answer over the query as it is read, with the remarks on how it was; the time is for finding."""
        reading = self._read(ask.text, ask.match)
        told = answer(self._backend, reading.query, ask, self._deadline(ask.budget_ms))
        return replace(told, remarks=reading.remarks)

    def sample(self, ask: SampleAsk) -> Sample:
        """Articles drawn by chance from the matches; the time is for finding them."""
        from morgue.search.desk.samples.sampling import Sample

        reading = self._read(ask.text, ask.match)
        draw = self._draw(ask, reading.query, self._deadline(ask.budget_ms))
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

    def rates(self, ask: RatesAsk) -> Rates:
        """How much of what the archive holds matches each of several queries, by one or two dimensions."""
        from morgue.search.desk.rates import rates

        readings = [self._read(text, ask.match) for text in ask.texts]
        queries = [reading.query for reading in readings]
        told = rates(self._backend, queries, ask, self._deadline(ask.budget_ms))
        return replace(told, remarks=tuple(dict.fromkeys(r for reading in readings for r in reading.remarks)))

    def words(self, ask: WordsAsk) -> KeyWords:
        """The words that mark the matches off from the rest of the archive."""
        from morgue.search.desk.words import key_words

        return self._told(key_words, ask)

    def collocates(self, ask: CollocatesAsk) -> Collocates:
        """The words that stand near the occurrences of a query."""
        from morgue.search.desk.collocates import collocates

        return self._told(collocates, ask)

    def quotes(self, text: str, shortest: int = 4, limit: int | None = None) -> Quotes:
        """The passages in quotation marks of all matches, variants together."""
        from morgue.search.desk.quotes import Quotes, gathered

        reading = self._read(text)
        found = self._backend.stream(reading.query, self._deadline(None))
        count, quotes = gathered(found, shortest)
        return Quotes(text, count, quotes[:limit], found.partial, reading.remarks)

    def outlets(self, text: str = "") -> Outlets:
        """What each outlet's articles among the matches are, and how often it was first."""
        from morgue.search.desk.outlets import outlets

        reading = self._read(text)
        return replace(outlets(self._backend, text, reading.query, self._deadline(None)), remarks=reading.remarks)

    def receipt(self, ask: SampleAsk, drawn: bool, at: Receipt | None = None) -> Receipt:
        """What was asked, and what came of it; with the sample where one was `drawn`.

        at: a receipt whose day and saved searches hold instead of today's.
        """
        from morgue.search.desk.receipts import receipt as paper

        today = date.fromisoformat(at.today) if at else self._today
        saved = {**self._saved, **((at.saved or {}) if at else {})}
        reading = self._read(ask.text, ask.match, today, saved)
        deadline = self._deadline(ask.budget_ms)
        found = self._backend.fingerprint(reading.query, deadline)
        sample = self._draw(ask, reading.query, deadline) if drawn else None
        held = self._backend.stats()
        return paper.Receipt(
            query=ask.text,
            parsed=print_query(reading.query),
            match=ask.match,
            made=paper.now(),
            today=today.isoformat(),
            program=paper.program(),
            commit=self._backend.version,
            archive=self._backend.fingerprint(All(), deadline),
            found=found,
            saved=paper.saved_in(ask.text, saved),
            sets=paper.sets_in(reading.query),
            sample=None if sample is None else paper.sample_part(ask, sample),
            span=(held.first, held.last) if held.first and held.last else None,
            outlets=len(held.outlets),
            partial=deadline.partial,
            remarks=reading.remarks,
        )

    def check(self, then: Receipt, budget_ms: int | None = None) -> Checked:
        """Asks again what a receipt says was asked, and what has changed."""
        from morgue.search.desk.receipts.receipt_check import compare
        from morgue.search.desk.samples.sampling import SampleAsk

        ask = SampleAsk(then.query, then.match, budget_ms=budget_ms)
        part = cast("dict[str, Any]", then.sample)
        if part is not None:
            chosen = {name: part[name] for name in ("size", "seed", "equal", "one_per_story")}
            ask = replace(ask, **chosen, by=tuple(part["by"]))
        again = self.receipt(ask, part is not None, then)
        return compare(then, again, self.matching("", then.found.listed or ()))

    def _draw(self, ask: SampleAsk, query: Query, deadline: Deadline) -> Draw:
        from morgue.search.desk.samples.sampling import DrawRequest, checked

        request = DrawRequest(query, ask.size, ask.seed, ask.by, ask.equal, ask.one_per_story)
        return self._backend.draw(checked(request), deadline)

    def _deadline(self, budget_ms: int | None) -> Deadline:
        return Deadline(budget_ms, self._wanted)
