"""Measures which share of the archive matches, over time, by outlet and the like, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from morgue.core.errors import MorgueError
from morgue.core.json import Document, Json, answered, frame
from morgue.search.answer import Match, Unit
from morgue.search.deadline import USUAL_MS
from morgue.search.desk.statistics import wilson
from morgue.search.desk.tabulation import Cell, Dimension
from morgue.search.periods import bucket_names, first_day, is_unit
from morgue.search.query import All

if TYPE_CHECKING:
    from morgue.search.backend import Backend
    from morgue.search.deadline import Deadline
    from morgue.search.query import Query


@dataclass(frozen=True, slots=True)
class RatesAsk:
    """Several queries, each as typed, counted by one or two dimensions; with occurrences where `hits`."""

    texts: tuple[str, ...]
    by: tuple[Dimension, ...] = ("month",)
    match: Match = "all"
    hits: bool = True
    budget_ms: int | None = USUAL_MS


@dataclass(frozen=True, slots=True)
class Rate:
    """One query in one cell, beside all that the archive holds there.

    share  matching articles of those held, with the ends of its 95 per cent interval (Wilson); None where none is held
    per_million  occurrences a million words held; None where occurrences were not counted, or no word is held
    """

    query: str
    values: tuple[str, ...]
    articles: int
    stories: int
    hits: int | None
    holdings: int
    words: int
    share: float | None
    share_low: float | None
    share_high: float | None
    per_million: float | None

    def as_dict(self, by: Sequence[str]) -> Document:
        """A row: the values by their names, empty for none."""
        values: dict[str, Json] = dict(zip(by, self.values, strict=True))
        return {
            "query": self.query,
            **values,
            "articles": self.articles,
            "stories": self.stories,
            "hits": self.hits,
            "holdings": self.holdings,
            "words": self.words,
            "share": self.share,
            "share_low": self.share_low,
            "share_high": self.share_high,
            "per_million": self.per_million,
        }


@dataclass(frozen=True, slots=True)
class Rates:
    """A row a query and cell in which the archive holds anything; along time every unit, empty ones too."""

    ask: RatesAsk
    rows: tuple[Rate, ...]
    partial: str | None = None
    remarks: tuple[str, ...] = ()

    def of(self, query: str) -> tuple[Rate, ...]:
        """The rows of one query."""
        return tuple(row for row in self.rows if row.query == query)

    def as_dict(self) -> Document:
        """The object of `rates --json`."""
        body: Document = {
            "queries": list(self.ask.texts),
            "by": list(self.ask.by),
            "rows": [row.as_dict(self.ask.by) for row in self.rows],
        }
        return answered(body, self.partial, self.remarks)

    def to_pandas(self) -> Any:
        """A DataFrame with a row for each row."""
        return frame(row.as_dict(self.ask.by) for row in self.rows)


def rates(backend: Backend, queries: Sequence[Query], ask: RatesAsk, deadline: Deadline) -> Rates:
    """The rates of some queries, in their order."""
    held = {cell.values: cell for cell in backend.tabulate(All(), ask.by, False, deadline).cells}
    notes: list[str] = []
    rows: list[Rate] = []
    names = _names(held, ask.by)
    for text, query in zip(ask.texts, queries, strict=True):
        told = backend.tabulate(query, ask.by, ask.hits, deadline)
        found = {cell.values: cell for cell in told.cells}
        rows += (_rate(text, values, found.get(values), held.get(values), ask.hits) for values in names)
        notes += [told.partial] if told.partial else []
    return Rates(ask, tuple(rows), "; ".join(dict.fromkeys(notes)) or deadline.partial)


def _names(held: dict[tuple[str, ...], Cell], by: tuple[Dimension, ...]) -> list[tuple[str, ...]]:
    """The cells that are told, in order: those held, and where time is the only dimension all between."""
    names = sorted(held)
    known = [values[0] for values in names if values[0]]
    if len(by) != 1 or not is_unit(by[0]) or not known:
        return names
    every = _between(known, by[0])
    return [*([("",)] if ("",) in held else []), *((name,) for name in every)]


def _between(known: list[str], unit: Unit) -> Sequence[str]:
    try:
        return bucket_names(first_day(known[0]), first_day(known[-1]), unit)
    except MorgueError:  # too many to tell the empty ones
        return known


def _rate(text: str, values: tuple[str, ...], cell: Cell | None, held: Cell | None, hits: bool) -> Rate:
    articles, holdings = (cell.articles if cell else 0), (held.articles if held else 0)
    words = held.words if held else 0
    told = (cell.hits if cell else 0) if hits else None
    low, high = wilson(articles, holdings) if holdings else (None, None)
    return Rate(
        query=text,
        values=values,
        articles=articles,
        stories=cell.stories if cell else 0,
        hits=told,
        holdings=holdings,
        words=words,
        share=articles / holdings if holdings else None,
        share_low=low,
        share_high=high,
        per_million=None if told is None or not words else told * 1_000_000 / words,
    )
