"""What the worker is asked for the screens of the desk. Runs in the worker thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from morgue.tui import messages

if TYPE_CHECKING:
    from morgue.search.desk.tabulation import Dimension
    from morgue.search.searcher import Searcher
    from morgue.tui.worker import Job

#: Occurrences, and passages, listed at most.
MOST_LINES, MOST_QUOTES = 1_000, 200


def kwic(query: str, sort: str, collapse: bool, words: int) -> Job:
    """The occurrences of a query as lines in an order, with so many words on either side."""

    def job(searcher: Searcher, number: int) -> messages.LinesFound:
        from morgue.search.desk.kwic import KwicAsk

        ask = KwicAsk(query, limit=MOST_LINES, sort=(sort,), width=words, collapse=collapse)
        found = searcher.desk.kwic(ask)
        return messages.LinesFound(number, tuple(found), found.articles, found.stories, found.partial)

    return job


def rates(queries: tuple[str, ...], by: Dimension) -> Job:
    """How much of what the archive holds matches each query, by a dimension."""

    def job(searcher: Searcher, number: int) -> messages.RatesCounted:
        from morgue.search.desk.rates import RatesAsk

        return messages.RatesCounted(number, searcher.desk.rates(RatesAsk(queries, (by,))))

    return job


def quotes(query: str) -> Job:
    """The passages in quotation marks of all matches."""

    def job(searcher: Searcher, number: int) -> messages.QuotesFound:
        return messages.QuotesFound(number, searcher.desk.quotes(query, limit=MOST_QUOTES))

    return job


def receipt(query: str) -> Job:
    """What was asked, and what came of it."""

    def job(searcher: Searcher, number: int) -> messages.ReceiptMade:
        from morgue.search.desk.samples.sampling import SampleAsk

        return messages.ReceiptMade(number, searcher.desk.receipt(SampleAsk(query, budget_ms=None), drawn=False))

    return job
