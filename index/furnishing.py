"""Which articles' furniture changed, after a run: counted anew for the outlets that the run touched.

Only articles that hold a recurring line, or had furniture before, are looked at; what is found depends on the articles
there, not on their order of arrival.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.clean.furniture import Keys, LineCounts, spans
from index.codec.packing import spread
from index.snapshot import SegmentView

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Refurnished:
    """A live document (global number) whose furniture is not what its segment says."""

    doc: int
    furniture: Spans


def refurnished(views: Sequence[SegmentView], outlet: str) -> Iterator[Refurnished]:
    """The articles of one outlet whose furniture changed."""
    here = [(view, docs) for view in views if len(docs := _docs_of(view, outlet))]
    count = sum(len(docs) for _, docs in here)
    table = LineCounts.of(count, [_lines(view, docs)[0] for view, docs in here])
    recurring = table.recurring()
    for view, docs in here:
        for doc in _concerned(view, docs, recurring).tolist():
            found = spans(view.reader.stored(doc).body, table)
            if found != view.reader.furniture(doc):
                yield Refurnished(view.base + doc, found)


def _docs_of(view: SegmentView, outlet: str) -> NDArray[np.int64]:
    """Live documents of an outlet in one segment."""
    column = view.reader.column("outlet")
    if outlet not in column.strings:
        return np.empty(0, np.int64)
    mine = column.values == column.strings.index(outlet)
    return np.flatnonzero(mine if view.live is None else mine & view.live)


def _lines(view: SegmentView, docs: NDArray[np.int64]) -> tuple[Keys, NDArray[np.int64]]:
    """The line keys of documents one after another, and how many each has."""
    column = view.reader.numbers("lines")
    first = column.offsets.astype(np.int64)
    counts = first[docs + 1] - first[docs]
    return column.values[spread(first[docs], counts)], counts


def _concerned(view: SegmentView, docs: NDArray[np.int64], recurring: Keys) -> NDArray[np.int64]:
    """Those of the documents that hold a recurring line or have furniture."""
    keys, counts = _lines(view, docs)
    owner = np.repeat(np.arange(len(docs)), counts)
    holds = np.bincount(owner[np.isin(keys, recurring)], minlength=len(docs)) > 0
    first = view.reader.numbers("furniture").offsets
    return docs[holds | (first[docs + 1] > first[docs])]
