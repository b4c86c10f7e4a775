"""Finds the articles whose boilerplate changed in a run: counts lines anew for the outlets that the run touched.

Only articles that hold a recurring line, or had furniture before, are looked at; what is found depends on the articles
there, not on their order of arrival. Articles about to be filed are furnished by what is known then, so that most need
not be filed again when the run ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.archive.maintenance.known_lines import KnownLines
from morgue.index.archive.snapshot import SegmentView
from morgue.index.clean.boilerplate import Keys, LineCounts, furniture_of, lines_of
from morgue.index.codec.postings.packing import offsets, spread
from morgue.index.pipeline.prepared import Prepared
from morgue.index.stories.similarity.signature import story_keys_many

Spans = tuple[tuple[int, int], ...]


def refurnished(views: Sequence[SegmentView], outlets: Iterable[str], known: KnownLines) -> dict[int, Spans]:
    """The live documents (global numbers) of some outlets whose furniture is not what their segment says: what it is.

    Ascending. known: lines of documents that need not be read and judged again.
    """
    segments = [_ByOutlet(view) for view in views]
    changed: dict[int, Spans] = {}
    for outlet in outlets:
        here = [(s.view, docs) for s in segments if len(docs := s.docs(outlet))]
        count = sum(len(docs) for _, docs in here)
        table = LineCounts.of(count, [_lines(view, docs)[0] for view, docs in here])
        recurring = table.recurring()
        for view, docs in here:
            for doc in _concerned(view, docs, recurring).tolist():
                lines = known.of(view.base + doc)
                found = furniture_of(lines_of(view.reader.store.text(doc)) if lines is None else lines, table)
                if found != view.reader.furniture(doc):
                    changed[view.base + doc] = found
    return dict(sorted(changed.items()))


#: Counting the lines of so many held articles takes a hundredth of the time in which one is filed again.
_TIMES = 8
#: Articles whose keys are made anew at a time.
_AT_ONCE = 4_000


def furnish(views: Sequence[SegmentView], filed: list[Prepared]) -> set[str]:
    """Gives articles about to be filed, in place, the furniture that the archive and they themselves show.

    Returns the outlets all of whose articles are among them: of these nothing remains to be found. An outlet of which
    the archive holds many times what comes is left as it is, or each commit would count all of the archive.
    """
    segments = [_ByOutlet(view) for view in views]
    by_outlet: defaultdict[str, list[int]] = defaultdict(list)
    for at, prepared in enumerate(filed):
        if prepared.article.outlet:
            by_outlet[prepared.article.outlet].append(at)
    settled: set[str] = set()
    found: dict[int, Spans] = {}
    for outlet, places in by_outlet.items():
        held = [(s.view, docs) for s in segments if len(docs := s.docs(outlet))]
        count = sum(len(docs) for _, docs in held)
        if count > _TIMES * len(places):
            continue
        lines = [np.asarray(filed[at].lines, np.uint32) for at in places]
        table = LineCounts.of(count + len(places), [*(_lines(view, docs)[0] for view, docs in held), *lines])
        for at in _holders(places, lines, table.recurring(), filed):
            furniture = furniture_of(filed[at].known or lines_of(filed[at].article.body), table)
            if furniture != filed[at].furniture:
                found[at] = furniture
        if not count:
            settled.add(outlet)
    _refurnish(filed, found)
    return settled


def _holders(places: Sequence[int], lines: Sequence[Keys], recurring: Keys, filed: Sequence[Prepared]) -> Iterator[int]:
    """The places of articles, with these lines each, that hold a recurring line or have furniture."""
    owner = np.repeat(np.arange(len(places)), [len(keys) for keys in lines])
    holds = np.bincount(owner[np.isin(np.concatenate(lines), recurring)], minlength=len(places)) > 0
    return (at for at, some in zip(places, holds.tolist(), strict=True) if some or filed[at].furniture)


def _refurnish(filed: list[Prepared], found: dict[int, Spans]) -> None:
    """Puts articles with other furniture in their places, their keys made without it."""
    changed = list(found)
    for start in range(0, len(changed), _AT_ONCE):
        part = changed[start : start + _AT_ONCE]
        keys = story_keys_many([filed[at].article for at in part], [found[at] for at in part])
        for at, own in zip(part, keys, strict=True):
            filed[at] = replace(filed[at], keys=own, furniture=found[at])


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
