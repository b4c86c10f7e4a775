"""Finds the articles whose boilerplate changed in a run: counts lines anew for the outlets that the run touched.

Only articles that hold a recurring line, or had furniture before, are looked at; what is found depends on the articles
there, not on their order of arrival.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from morgue.index.archive.snapshot import SegmentView
from morgue.index.clean.boilerplate import Keys, LineCounts, spans
from morgue.index.codec.postings.packing import offsets, spread

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Refurnished:
    """A live document (global number) whose furniture is not what its segment says."""

    doc: int
    furniture: Spans


def refurnished(views: Sequence[SegmentView], outlets: Iterable[str]) -> Iterator[Refurnished]:
    """The articles of some outlets whose furniture changed."""
    segments = [_ByOutlet(view) for view in views]
    for outlet in outlets:
        here = [(s.view, docs) for s in segments if len(docs := s.docs(outlet))]
        count = sum(len(docs) for _, docs in here)
        table = LineCounts.of(count, [_lines(view, docs)[0] for view, docs in here])
        recurring = table.recurring()
        for view, docs in here:
            for doc in _concerned(view, docs, recurring).tolist():
                found = spans(view.reader.stored(doc).body, table)
                if found != view.reader.furniture(doc):
                    yield Refurnished(view.base + doc, found)


class _ByOutlet:
    """The documents of a segment, ordered by outlet once for all outlets that are asked for."""

    def __init__(self, view: SegmentView) -> None:
        self.view = view
        column = view.reader.column("outlet")
        self._order = np.argsort(column.values, kind="stable")
        self._first = offsets(np.bincount(column.values, minlength=len(column.strings)))
        self._numbers = {name: number for number, name in enumerate(column.strings)}

    def docs(self, outlet: str) -> NDArray[np.int64]:
        """Live documents of an outlet, ascending."""
        number = self._numbers.get(outlet)
        if number is None:
            return np.empty(0, np.int64)
        docs = self._order[self._first[number] : self._first[number + 1]]
        return docs if self.view.live is None else docs[self.view.live[docs]]


def _lines(view: SegmentView, docs: NDArray[np.int64]) -> tuple[Keys, NDArray[np.int64]]:
    """The line keys of documents one after another, and how many each has."""
    column = view.reader.numbers("lines").sound()
    first = column.offsets[docs].astype(np.int64)
    counts = column.offsets[docs + 1].astype(np.int64) - first
    return column.values[spread(first, counts)], counts


def _concerned(view: SegmentView, docs: NDArray[np.int64], recurring: Keys) -> NDArray[np.int64]:
    """The documents, among some, that hold a recurring line or have furniture."""
    keys, counts = _lines(view, docs)
    owner = np.repeat(np.arange(len(docs)), counts)
    holds = np.bincount(owner[np.isin(keys, recurring)], minlength=len(docs)) > 0
    first = view.reader.numbers("furniture").sound().offsets
    return docs[holds | (first[docs + 1] > first[docs])]
