"""Counts the cells of a table over whole columns: articles, stories, words and occurrences, in one pass."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from morgue.search.desk.tabulation import Cell, Tabulation
from morgue.search.local.desk.occurrences import counts
from morgue.search.local.docset import first_of_runs
from morgue.search.periods import bucket_of

if TYPE_CHECKING:
    from morgue.search.desk.tabulation import Dimension
    from morgue.search.local.aggregation.facets import Facets, Matches
    from morgue.search.local.docset import Ints
    from morgue.search.local.matching.evaluate import Evaluation
    from morgue.search.query import Query


def tabulate(
    facets: Facets, evaluation: Evaluation, matches: Matches, counted: Query | None, by: tuple[Dimension, ...]
) -> Tabulation:
    """The cells of the matches; `counted` is the query whose occurrences are told, None for none."""
    joined = _joined(facets, matches, by)
    held, cells = _numbered(joined)
    size = len(held)
    hits = np.zeros(size, np.int64)
    if counted is not None:
        segments = zip(matches.collection.segments, matches.found, strict=True)
        parts = [counts(evaluation, counted, segment, found) for segment, found in segments]
        hits = _summed(cells, np.concatenate(parts) if parts else np.empty(0, np.int64), size)
    columns = (
        np.bincount(cells, minlength=size),
        _stories(matches, cells, size),
        _summed(cells, _words(matches), size),
        hits,
    )
    rows = zip(_names(facets, held, by), *(column.tolist() for column in columns), strict=True)
    told = (Cell(values, *row) for values, *row in rows)
    return Tabulation(tuple(sorted(told, key=lambda cell: cell.values)), evaluation.deadline.partial)


def _joined(facets: Facets, matches: Matches, by: tuple[Dimension, ...]) -> Ints:
    """The values of each match in one number."""
    joined = np.zeros(matches.articles, np.int64)
    for name in by:
        column = facets.column(name)
        joined = joined * column.size() + matches.values(column)
    return joined


def _numbered(joined: Ints) -> tuple[Ints, Ints]:
    """The different numbers in order, and the place of each match's among them."""
    most = int(joined.max(initial=0)) + 1
    if most > max(1 << 22, 4 * len(joined)):
        held, cells = np.unique(joined, return_inverse=True)
        return held, cells
    held = np.flatnonzero(np.bincount(joined, minlength=most)) if len(joined) else np.empty(0, np.int64)
    place = np.zeros(most, np.int64)
    place[held] = np.arange(len(held))
    return held, place[joined]


def _words(matches: Matches) -> Ints:
    """Terms of headline and body of each match."""
    parts = []
    for segment, found in zip(matches.collection.segments, matches.found, strict=True):
        title, _, body = segment.lengths
        parts.append(title[found.docs].astype(np.int64) + body[found.docs])
    return np.concatenate(parts) if parts else np.empty(0, np.int64)


def _summed(cells: Ints, values: Ints, size: int) -> Ints:
    """The sum of the values a cell, exact: floats hold whole numbers up to 2^53."""
    return np.bincount(cells, weights=values, minlength=size).astype(np.int64)


def _stories(matches: Matches, cells: Ints, size: int) -> Ints:
    """How many different stories each cell has."""
    stories = matches.collection.stories.story[matches.docs].astype(np.int64)
    pairs = stories * size + cells
    pairs.sort()
    return np.bincount(pairs[first_of_runs(pairs)] % size, minlength=size)


def _names(facets: Facets, cells: Ints, by: tuple[Dimension, ...]) -> list[tuple[str, ...]]:
    """The values of each cell."""
    rows: list[list[str]] = []
    for name in by[::-1]:
        column = facets.column(name)
        cells, at = np.divmod(cells, column.size())
        labels = column.labels
        rows.insert(0, [_label(labels[i], name) for i in at.tolist()])
    return list(zip(*rows, strict=True))


def _label(label: str, name: Dimension) -> str:
    """A week by its number, as timelines have it; the column has its first day."""
    return bucket_of(date.fromisoformat(label).toordinal(), "week") if name == "week" and label else label
