"""Makes a story book over a neighbourhood, columns from rows, and takes a change into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan
from typing import Any

import numpy as np

from morgue.index.cluster.document import signed, unsigned
from morgue.index.cluster.filing.batch import unsigned_of
from morgue.index.cluster.filing.neighbourhood import Known, Missing, Numbered
from morgue.index.cluster.filing.rows import Row
from morgue.index.stories.clusters.article_cache import Subjects
from morgue.index.stories.clusters.columns import StoryColumns
from morgue.index.stories.clusters.edges import Edges
from morgue.index.stories.clusters.lookup import Holdings
from morgue.index.stories.clusters.matching import Texts
from morgue.index.stories.clusters.story_index import Added, StoryBook
from morgue.index.stories.similarity.align import Relation


class _Judged(Subjects):
    """Remembers through the rounds of a change what ties two articles, whatever numbers they have in each."""

    def __init__(self, numbered: Numbered) -> None:
        super().__init__(numbered)
        self._numbered = numbered

    def relations(self, pairs: Sequence[tuple[int, int]]) -> Iterator[Relation | None]:
        named = self._numbered.named
        names = [(named(x), named(y)) for x, y in pairs]
        judged = self._numbered.known.judged
        lacking = [i for i, name in enumerate(names) if name not in judged]
        fresh = super().relations([pairs[i] for i in lacking])
        judged.update(zip((names[i] for i in lacking), fresh, strict=True))
        return (judged[name] for name in names)


class _Book(StoryBook):
    """A book over a neighbourhood, which lacks the far ends of some ties."""

    numbered: Numbered

    def _subjects(self, holdings: Holdings) -> Subjects:
        return _Judged(self.numbered)

    def _before_filing(self) -> None:
        """Missing where a text is reached of which no article was given. One that goes was given, and is reached still
        where what comes in its place was tied to it.
        """
        lacking = set(signed(np.setdiff1d(self.reached, self.texts.name)))
        if not lacking:
            return
        known = self.numbered.known
        found = known.grouped("name", lacking)
        if lost := lacking - {known.rows[each].name for each in found}:
            raise KeyError(f"ties to texts that are not in the archive: {sorted(lost)[:3]}")
        if unknown := found.difference(self.numbered.old):
            raise Missing(unknown, reached=True)


class Worked:
    """One book over a neighbourhood, the change worked out: what it says of every article in it."""

    def __init__(self, numbered: Numbered, aliases: dict[str, str]) -> None:
        self.numbered = numbered
        self.aliases = aliases
        known, old = numbered.known, numbered.old
        rows = [known.rows[each] for each in old]
        self.stories = list(dict.fromkeys(r.story for r in sorted(rows, key=lambda r: r.born)))
        self.book = _Book.of(_texts(rows), _edges(known, rows), _columns(numbered, rows, self.stories, aliases))
        self.book.numbered = numbered
        self.book.compared_in(known.comparisons, numbered.named)

    def run(self) -> None:
        """Takes the change in; Missing when more is needed."""
        numbered = self.numbered
        added = [Added(numbered.new[a.id], a.id, a.prepared.keys, a.words) for a in numbered.arrivals]
        removed = [numbered.place[each] for each in numbered.removed if each in numbered.place]
        self.book.update(numbered, added, removed, len(numbered))


def _texts(rows: Sequence[Row]) -> Texts:
    return Texts(
        unsigned([r.name for r in rows]),
        unsigned([r.tie for r in rows]),
        unsigned([r.marks for r in rows]),
        np.array([r.words for r in rows], np.int32),
    )


def _edges(known: Known, rows: Sequence[Row]) -> Edges:
    names = {r.name for r in rows}
    found = [
        (unsigned_of(a), unsigned_of(b), *shares, linked)
        for (a, b, linked), shares in known.ties.items()
        if a in names or b in names
    ]
    found.sort(key=lambda t: (t[0], t[1], t[-1]))
    columns: list[list[Any]] = [list(c) for c in zip(*found, strict=True)] if found else [[] for _ in range(8)]
    kinds = (np.uint64, np.uint64, np.float32, np.float32, np.float32, np.float32, np.bool_, np.bool_)
    return Edges(*(np.array(c, kind) for c, kind in zip(columns, kinds, strict=True)))


def _columns(numbered: Numbered, rows: Sequence[Row], stories: Sequence[str], aliases: dict[str, str]) -> StoryColumns:
    number = {s: i for i, s in enumerate(stories)}
    story = np.array([number[r.story] for r in rows], np.int32)
    of = [-1 if r.of is None else numbered.place.get(r.of, -2) for r in rows]
    if -2 in of:
        raise Missing(r.of for r in rows if r.of is not None and r.of not in numbered.place)
    mates = [numbered.place.get(s) for s in stories]
    founder = [-1 if m is None or rows[m].story != s else m for m, s in zip(mates, stories, strict=True)]
    none = np.zeros(len(stories), np.int32)
    return StoryColumns(
        story,
        np.array([r.role for r in rows], np.uint8),
        np.array(of, np.int32),
        np.array([np.nan if r.kept is None else r.kept for r in rows], np.float32),
        np.array(founder, np.int32),
        np.bincount(story, minlength=len(stories)).astype(np.int32),
        none,
        none,
        np.ones(len(stories), np.int32),
        {i: s for i, s in enumerate(stories) if founder[i] < 0},
        {alias: number[s] for alias, s in aliases.items() if s in number},
    )


def kept_of(value: float) -> float | None:
    """The share that survives, None for an original."""
    return None if isnan(value) else float(value)
