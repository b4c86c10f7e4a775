"""Counts of articles and of stories by value, over all matches at once.

Distinct stories cost little because most stories have one article: there the count of articles is the count of stories.
Only matches in stories of several articles are sorted, by (story, value), and each run counts once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from search.local.columns import Counted, Dates, Named, Roles
from search.local.docset import first_of_runs
from search.local.positions import slices
from search.request import Count, Facet, FacetBucket

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.local.collection import Collection
    from search.local.docset import Docs, DocSet, Ints, Mask
    from search.request import FacetName

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
        """How many."""
        return sum(f.count for f in self.found)

    @cached_property
    def docs(self) -> Docs:
        """Global numbers, ascending."""
        parts = [
            f.docs + s.base if s.base else f.docs for s, f in zip(self.collection.segments, self.found, strict=True)
        ]
        return parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else np.empty(0, np.intp)

    @cached_property
    def shared(self) -> Docs:
        """Indexes into `docs` of those in stories of several articles."""
        return np.flatnonzero(self.collection.in_company(self.docs))

    @cached_property
    def shared_stories(self) -> Ints:
        """The stories of `shared`."""
        return self.collection.stories.story[self.docs[self.shared]].astype(np.int64)

    @cached_property
    def stories(self) -> int:
        """How many stories have a match."""
        ordered = np.sort(self.shared_stories)
        return self.articles - len(ordered) + int(np.count_nonzero(first_of_runs(ordered)))

    @property
    def count(self) -> Count:
        """Both sizes."""
        return Count(self.articles, self.stories)

    def values(self, column: Counted) -> Ints:
        """The value of each match."""
        parts = [column.values(s, f.docs) for s, f in zip(self.collection.segments, self.found, strict=True)]
        return parts[0] if len(parts) == 1 else np.concatenate(parts) if parts else np.empty(0, np.intp)

    def tally(self, column: Counted) -> Tally:
        """Articles and stories by value, for a column with one value a document."""
        values, size = self.values(column), column.size()
        articles = np.bincount(values, minlength=size)
        held = values.take(self.shared)
        return Tally(
            articles, articles + _distinct(self.shared_stories, held, size) - np.bincount(held, minlength=size)
        )


def _distinct(stories: Ints, values: Ints, size: int) -> Ints:
    """How many different stories each value has."""
    pairs = stories * size + values
    pairs.sort()
    return np.bincount(pairs[first_of_runs(pairs)] % size, minlength=size)


class Facets:
    """Counts the facets of one collection; remembers its columns."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._columns: dict[str, Counted] = {}

    def column(self, name: FacetName | str) -> Counted:
        """The column behind a facet that has one value a document, or behind a unit of time."""
        held = self._columns.get(name)
        if held is None:
            if name == "role":
                held = Roles(self._collection)
            elif name in ("day", "week", "month", "year"):
                held = Dates(self._collection, name)  # type: ignore[arg-type]  # the literal was just checked
            else:
                held = Named(self._collection, name)
            self._columns[name] = held
        return held

    def facet(self, name: FacetName, matches: Matches, buckets: int) -> Facet:
        """One facet: buckets by falling count and then by name, dates by time and all of them."""
        if name == "byline":
            return self._bylines(matches, buckets)
        column = self.column(name)
        tally = matches.tally(column)
        missing = int(tally.articles[0])
        held = np.flatnonzero(tally.articles[1:]) + 1
        if name in _DATES:
            return Facet(name, tuple(_buckets(held, tally, column.labels)), 0, missing)
        listed = _top(held, tally, buckets, column.labels)
        shown = sum(b.articles for b in listed)
        return Facet(name, listed, matches.articles - shown - missing, missing)

    def _bylines(self, matches: Matches, buckets: int) -> Facet:
        """Each author of an article counts; `others` counts articles by none of the authors listed."""
        numbers: dict[str, int] = {"": 0}
        authors, owners, base, missing = [], [], 0, 0
        for segment, found in zip(self._collection.segments, matches.found, strict=True):
            column = segment.reader.bylines
            docs = found.docs
            begin, end = column.offsets[docs].astype(np.int64), column.offsets[docs + 1].astype(np.int64)
            counts = end - begin
            held = column.values[slices(begin, counts)]
            local, inverse = np.unique(held, return_inverse=True)
            names = [numbers.setdefault(column.strings[int(v)], len(numbers)) for v in local]
            authors.append(np.array(names, np.int64)[inverse])
            owners.append(np.repeat(np.arange(base, base + len(docs)), counts))
            base += len(docs)
            missing += int(np.count_nonzero(counts == 0))
        author, owner = (np.concatenate(x) if x else np.empty(0, np.int64) for x in (authors, owners))
        return self._authors(matches, buckets, tuple(numbers), author, owner, missing)

    def _authors(
        self, matches: Matches, buckets: int, names: tuple[str, ...], author: Ints, owner: Ints, missing: int
    ) -> Facet:
        size = len(names)
        pairs = np.unique(owner * size + author)
        owner, author = pairs // size, pairs % size
        stories = self._collection.stories.story[matches.docs[owner]].astype(np.int64)
        tally = Tally(np.bincount(author, minlength=size), _distinct(stories, author, size))
        listed = _top(np.flatnonzero(tally.articles[1:]) + 1, tally, buckets, names)
        known = {b.value for b in listed}
        shown: Mask = np.array([n in known for n in names], np.bool_)[author]
        return Facet("byline", listed, matches.articles - missing - len(np.unique(owner[shown])), missing)


def _buckets(held: Docs, tally: Tally, labels: Sequence[str]) -> list[FacetBucket]:
    articles, stories = tally.articles[held].tolist(), tally.stories[held].tolist()
    return [FacetBucket(labels[v], a, s) for v, a, s in zip(held.tolist(), articles, stories, strict=True)]


def _top(held: Docs, tally: Tally, buckets: int, labels: Sequence[str]) -> tuple[FacetBucket, ...]:
    """The commonest values, equally common ones by name."""
    counts = tally.articles[held]
    if len(held) > buckets > 0:
        least = np.partition(counts, len(counts) - buckets)[len(counts) - buckets]
        held = held[counts >= least]
    listed = _buckets(held, tally, labels)
    listed.sort(key=lambda b: (-b.articles, b.value))
    return tuple(listed[: max(0, buckets)])
