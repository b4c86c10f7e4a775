"""Counts articles and stories by value, over all matches at once.

Distinct stories cost little because most stories have one article: there the count of articles is the count of stories.
Only matches in stories of several articles are sorted, by (story, value), and each run counts once.
"""

from __future__ import annotations

from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from morgue.core.dataclass import dataclass
from morgue.core.loading.compiled import ready
from morgue.index.codec.postings.lazy_postings import positives
from morgue.search.local.aggregation import compiled_counts
from morgue.search.local.aggregation.facet_columns import MOST_JOINED, Dates, Joined, Named, Roles, Written, order_of
from morgue.search.local.docset import distinct
from morgue.search.local.places.positions import slices
from morgue.search.periods import is_unit
from morgue.search.request import Count, Facet, FacetBucket

if TYPE_CHECKING:
    from collections.abc import Sequence

    from morgue.search.local.aggregation.facet_columns import Counted
    from morgue.search.local.collection import Collection, Segment
    from morgue.search.local.docset import Docs, DocSet, Ints, Mask
    from morgue.search.request import FacetName

#: Two columns are counted one by one where the pairs there could be, which all are gone through, are so many times as
#: many as the matches.
_SPARSE_PAIRS = 2
_DATES = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class Tally:
    """Articles and stories by value: int arrays over all values, the missing one first."""

    articles: Ints
    stories: Ints


class Matches:
    """The matches of a question in all segments, with the stories of those that share one."""

    def __init__(self, collection: Collection, found: list[DocSet]) -> None:
        self.collection = collection
        self.found = found

    @cached_property
    def articles(self) -> int:
        """How many articles match."""
        return sum(f.count for f in self.found)

    @cached_property
    def docs(self) -> Docs:
        """Global numbers, ascending."""
        if len(self.found) == 1:
            return self.found[0].docs
        docs = np.empty(self.articles, np.intp)
        start = 0
        for segment, found in zip(self.collection.segments, self.found, strict=True):
            np.add(found.docs, segment.base, out=docs[start : start + found.count])
            start += found.count
        return docs

    @cached_property
    def _company(self) -> tuple[Docs, Ints]:
        """Indexes into `docs` of those in stories of several articles, and the numbers of these stories."""
        return self.collection.company(self.docs)

    @cached_property
    def stories(self) -> int:
        """How many stories have a match."""
        _, stories = self._company
        again = compiled_counts.met_again(stories, np.zeros(len(stories), np.int32), 1) if ready() else None
        return self.articles - (len(_again(stories.copy())) if again is None else int(again[0]))

    @property
    def count(self) -> Count:
        """How many articles and how many stories match."""
        return Count(self.articles, self.stories)

    def values(self, column: Written) -> Ints:
        """The value of each match."""
        return column.values(self.docs, self.found)

    def tally(self, column: Written) -> Tally:
        """Articles and stories by value, for a column with one value a document."""
        size = column.size()
        at, stories = self._company
        if ready() and (written := column.written(())) is not None:
            values, _ = compiled_counts.values_of(self.docs, at, written, 1)
            return _tally(compiled_counts.counted(self.docs, written, size), stories, values, size)
        values = self.values(column)
        return _tally(np.bincount(values, minlength=size), stories, values.take(at), size)

    def tally_both(self, both: Written, size: int) -> tuple[Tally, Tally]:
        """Articles and stories by value, for two columns read as one; values of the second are below `size`."""
        at, stories = self._company
        if ready() and (written := both.written(())) is not None:
            articles = compiled_counts.counted(self.docs, written, both.size()).reshape(-1, size)
            first, second = compiled_counts.values_of(self.docs, at, written, size)
        else:
            values = self.values(both)
            articles = np.bincount(values, minlength=both.size()).reshape(-1, size)
            first, second = np.divmod(values.take(at), values.dtype.type(size))
        return (
            _tally(articles.sum(axis=1), stories, first, len(articles)),
            _tally(articles.sum(axis=0), stories, second, size),
        )


def _tally(articles: Ints, stories: Ints, values: Ints, size: int) -> Tally:
    """With the number of stories; `stories` and `values` of the matches that are not alone in theirs."""
    if ready() and (counts := compiled_counts.met_again(stories, values, size)) is not None:
        return Tally(articles, articles - counts)
    again = _again(_pairs(stories, values, size))
    if not len(again):
        return Tally(articles, articles)
    return Tally(articles, articles - np.bincount(again % size, minlength=size))


def _pairs(stories: Ints, values: Ints, size: int) -> Ints:
    """One number for each story and value, which is below `size`."""
    wide = len(stories) > 0 and (int(stories.max()) + 1) * size >= 1 << 31
    pairs: Ints = np.multiply(stories, size, dtype=np.int64 if wide else np.int32)
    pairs += values.astype(pairs.dtype)
    return pairs


def _again(values: Ints) -> Ints:
    """The values that occur more than once, ascending, each once less often than it occurs. Sorts what it is given."""
    values.sort()
    again: Ints = values[1:][values[1:] == values[:-1]]
    return again


class Facets:
    """Counts the facets of one collection; remembers its columns."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._columns: dict[str, Written] = {}
        self._pairs: dict[tuple[str, str], Written] = {}
        self._with_author: dict[int, Mask] = {}

    def column(self, name: FacetName | str) -> Written:
        """The column behind a facet that has one value a document, or behind a unit of time."""
        held = self._columns.get(name)
        if held is None:
            made: Counted
            if name == "role":
                made = Roles(self._collection)
            elif is_unit(name):
                made = Dates(self._collection, name)
            else:
                made = Named(self._collection, name)
            held = self._columns[name] = Written(self._collection, made)
        return held

    def facets(self, names: Sequence[FacetName], matches: Matches, buckets: int) -> tuple[Facet, ...]:
        """Several facets, two columns read as one where they have few values."""
        tallies: dict[str, Tally] = {}
        single = [n for n in dict.fromkeys(names) if n != "byline"]
        while len(single) > 1:
            first, second = single[0], single[1]
            size = self.column(second).size()
            if self.column(first).size() * size > min(MOST_JOINED, _SPARSE_PAIRS * matches.articles):
                single.pop(0)
                continue
            pair = self._pairs.get((first, second))
            if pair is None:
                joined = Joined(self.column(first).column, self.column(second).column)
                pair = self._pairs[first, second] = Written(self._collection, joined)
            tallies[first], tallies[second] = matches.tally_both(pair, size)
            del single[:2]
        return tuple(self.facet(n, matches, buckets, tallies.get(n)) for n in names)

    def facet(self, name: FacetName, matches: Matches, buckets: int, tally: Tally | None = None) -> Facet:
        """One facet: buckets by falling count and then by name, dates by time and all of them."""
        if name == "byline":
            return self._bylines(matches, buckets)
        column = self.column(name)
        if tally is None:
            tally = matches.tally(column)
        missing = int(tally.articles[0])
        held = (tally.articles[1:] > 0).nonzero()[0] + 1
        if name in _DATES:
            return Facet(name, _buckets(held, tally, column.labels), 0, missing)
        top = _top(held, tally.articles, buckets, column.order)
        beyond = 0 if len(top) == len(held) else matches.articles - int(tally.articles[top].sum()) - missing
        return Facet(name, _buckets(top, tally, column.labels), beyond, missing)

    def _bylines(self, matches: Matches, buckets: int) -> Facet:
        """Each author of an article counts; `others` counts articles by none of the authors listed."""
        numbers: dict[str, int] = {"": 0}
        authors, owners, base, missing = [], [], 0, 0
        for segment, found in zip(self._collection.segments, matches.found, strict=True):
            column = segment.reader.bylines
            at = self._signed(segment, found)
            docs = found.docs[at]
            begin, end = column.offsets[docs].astype(np.int64), column.offsets[docs + 1].astype(np.int64)
            counts = end - begin
            held = column.values[slices(begin, counts)]
            local, inverse = np.unique(held, return_inverse=True)
            names = [numbers.setdefault(column.strings[int(v)], len(numbers)) for v in local]
            authors.append(np.array(names, np.int64)[inverse])
            owners.append(np.repeat(base + at, counts))
            base += found.count
            missing += found.count - len(at)
        author, owner = (np.concatenate(x) if x else np.empty(0, np.int64) for x in (authors, owners))
        return self._authors(matches, buckets, tuple(numbers), author, owner, missing)

    def _signed(self, segment: Segment, found: DocSet) -> Docs:
        """Which of the matches have an author at all: in many archives few have."""
        signed = self._with_author.get(segment.number)
        if signed is None:
            offsets = segment.reader.bylines.offsets
            signed = self._with_author[segment.number] = offsets[1:] > offsets[:-1]
        return positives(signed.take(found.docs))

    def _authors(
        self, matches: Matches, buckets: int, names: tuple[str, ...], author: Ints, owner: Ints, missing: int
    ) -> Facet:
        size = len(names)
        pairs = distinct([owner * size + author])
        owner, author = pairs // size, pairs % size
        stories = self._collection.stories.story[matches.docs[owner]].astype(np.int64)
        tally = _tally(np.bincount(author, minlength=size), stories, author, size)
        top = _top(np.flatnonzero(tally.articles[1:]) + 1, tally.articles, buckets, order_of(names))
        chosen: Mask = np.zeros(size, np.bool_)
        chosen[top] = True
        others = matches.articles - missing - len(distinct([owner[chosen[author]]]))
        return Facet("byline", _buckets(top, tally, names), others, missing)


def _buckets(held: Docs, tally: Tally, labels: Sequence[str]) -> tuple[FacetBucket, ...]:
    """Buckets by whole columns: hundreds of calls of `FacetBucket` take longer than counting did."""
    columns = map(labels.__getitem__, held.tolist()), tally.articles[held].tolist(), tally.stories[held].tolist()
    return tuple(map(tuple.__new__, repeat(FacetBucket), zip(*columns, strict=True)))


def _top(held: Docs, articles: Ints, buckets: int, order: Ints) -> Docs:
    """The commonest values, equally common ones by name, of which `order` tells the place."""
    keys = order.take(held)
    keys -= articles.take(held) * len(order)
    return held.take(keys.argsort()[: max(0, buckets)])
