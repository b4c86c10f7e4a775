"""Keeps the state of all stories: takes in each commit's new and removed articles, gives the archive's columns.

What a commit costs depends on its own articles and on the stories they touch; of the rest of the archive only arrays
are copied. The stories are a function of what is held (see `candidates`, `partition`); only their ids remember history.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np

from morgue.core.loading.arrays import NDArray
from morgue.index.stories.clusters.article_cache import Subjects
from morgue.index.stories.clusters.assignment import file_stories
from morgue.index.stories.clusters.columns import StoryColumns, no_stories
from morgue.index.stories.clusters.comparison_cache import Comparisons
from morgue.index.stories.clusters.edges import Edges
from morgue.index.stories.clusters.ids import unlike
from morgue.index.stories.clusters.lookup import Holdings
from morgue.index.stories.clusters.matching import Texts, by_content, by_link, promoted, representatives, verify
from morgue.index.stories.clusters.serialization import columns_from_arrays, columns_to_arrays, renumbered
from morgue.index.stories.similarity.pieces import term_hash
from morgue.index.stories.similarity.signature import NO_KEYS, StoryKeys, link_keys
from morgue.index.stories.similarity.words import Hashes, mix

Docs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Added:
    """A new article: its global document number, its id, its keys and the number of words of its body."""

    doc: int
    id: str
    keys: StoryKeys
    words: int = 0


@dataclass(frozen=True, slots=True)
class _Changes:
    """What a commit changes: texts to be looked up with their keys, articles whose links are, and texts disturbed."""

    fresh: Hashes
    keys: list[StoryKeys]
    linking: Hashes
    link_keys: list[Hashes]
    disturbed: Hashes


class StoryBook:
    """All stories of one archive; for one writer. `columns` is replaced by each commit, never changed."""

    def __init__(self) -> None:
        self.columns: StoryColumns = no_stories()
        self._texts = _no_texts(0)
        self._edges = Edges.none()
        self._comparisons = Comparisons()
        #: The texts whose articles the last update filed anew, ascending.
        self.reached: Hashes = NO_KEYS

    @classmethod
    def of(cls, texts: Texts, edges: Edges, columns: StoryColumns) -> Self:
        """The state of some articles: all that a change of these touches, for an engine that does not hold the rest."""
        book = cls()
        book._texts, book._edges, book.columns = texts, edges, columns
        return book

    @property
    def texts(self) -> Texts:
        """The text of each document."""
        return self._texts

    @property
    def edges(self) -> Edges:
        """The relations between texts."""
        return self._edges

    def update(
        self, holdings: Holdings, added: Sequence[Added], removed: Sequence[int] = (), total: int | None = None
    ) -> StoryColumns:
        """Takes a commit in; `total` is the number of documents after it (default: up to the last one added)."""
        size = max([len(self.columns.story), *(a.doc + 1 for a in added)]) if total is None else total
        self._grow(size)
        new = self._taken_in(holdings, added)
        changes = _merged(new, self._taken_out(holdings, np.array(sorted(removed), np.int64)))
        subjects = self._subjects(holdings)
        self.reached = self._edges.reach(self._relate(holdings, subjects, changes))
        self._before_filing()
        self.columns = file_stories(
            self._numbered(added),
            self._texts,
            self._edges,
            self.reached,
            holdings,
            subjects,
            self._comparisons,
        )
        return self.columns

    def compared_in(self, comparisons: Comparisons, named: Callable[[int], Hashable]) -> None:
        """Has the comparisons that other books made, and leaves its own to them; see `Comparisons.named`."""
        comparisons.named = named
        self._comparisons = comparisons

    def _subjects(self, holdings: Holdings) -> Subjects:
        return Subjects(holdings)

    def _before_filing(self) -> None:
        """For a book over some articles alone: which texts are `reached` is known now, whether it has them or not."""

    def renumber(self, mapping: NDArray[np.integer[Any]]) -> StoryColumns:
        """Documents got new numbers: mapping[old] = new, -1 for one that is gone for good (removed in a commit)."""
        new = np.asarray(mapping, np.int64)
        kept = new >= 0
        size = int(new.max(initial=-1)) + 1
        texts = _no_texts(size)
        for column in fields(texts):
            getattr(texts, column.name)[new[kept]] = getattr(self._texts, column.name)[kept]
        self._texts = texts
        self.columns = renumbered(self.columns, new)
        self._comparisons.forget()
        return self.columns

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The whole state as plain arrays by name, for the archive's overlay."""
        texts = self._texts
        own: dict[str, NDArray[Any]] = {
            "text": texts.name,
            "tie": texts.tie,
            "title": texts.title,
            "words": texts.words,
        }
        return own | self._edges.to_arrays() | columns_to_arrays(self.columns)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> StoryBook:
        """The state that `to_arrays` gave."""
        book = cls()
        book._texts = Texts(*(np.array(arrays[name]) for name in ("text", "tie", "title", "words")))
        book._edges = Edges.from_arrays(arrays)
        book.columns = columns_from_arrays(arrays)
        return book

    def _grow(self, size: int) -> None:
        more = _no_texts(size - len(self._texts.name))
        columns = (np.concatenate([getattr(t, f.name) for t in (self._texts, more)]) for f in fields(more))
        self._texts = Texts(*columns)
        self.columns = self.columns.grown(size)

    def _taken_out(self, holdings: Holdings, docs: Docs) -> _Changes:
        """Forgets removed articles; what led, stood for a text or tied by its address is to be looked up again."""
        if not len(docs):
            return _Changes(NO_KEYS, [], NO_KEYS, [], NO_KEYS)
        names = np.unique(self._texts.name[docs])
        touched = np.unique(self.columns.story[docs])
        mates = np.flatnonzero(np.isin(self.columns.story, touched[touched >= 0]))
        disturbed = np.unique(self._texts.name[mates])
        linked = self._edges.linked & self._edges.touching(names)
        relink = np.unique(np.concatenate([self._edges.a[linked], self._edges.b[linked]]))
        keys = holdings.keys(docs.tolist())
        self._texts.name[docs] = 0
        left = np.flatnonzero(np.isin(self._texts.name, np.union1d(names, relink)))
        gone = np.setdiff1d(names, self._texts.name[left])
        lost = self._edges.touching(names) | (self._edges.linked & self._edges.touching(relink))
        self._edges = self._edges.where(~lost)
        leading = promoted(holdings, self._texts, keys, gone)
        stays = left[np.isin(self._texts.name[left], names)]
        fresh, stand = representatives(self._texts, np.union1d(stays, leading))
        return _Changes(
            fresh,
            list(holdings.keys(stand.tolist())),
            np.unique(self._texts.name[left]),
            [link_keys(a) for a in holdings.headers(left.tolist())],
            np.setdiff1d(np.union1d(disturbed, relink), gone),
        )

    def _taken_in(self, holdings: Holdings, added: Sequence[Added]) -> _Changes:
        """Names the new texts. Those that stand for equal ones from now on are looked up, the others by link alone."""
        if not added:
            return _Changes(NO_KEYS, [], NO_KEYS, [], NO_KEYS)
        docs = np.array([a.doc for a in added], np.int64)
        tie = mix(np.array([term_hash(a.id) for a in added], np.uint64)) | np.uint64(1)
        name = np.array([int(a.keys.text[0]) if len(a.keys.text) else 0 for a in added], np.uint64)
        self._texts.tie[docs] = tie
        self._texts.name[docs] = np.where(name == 0, mix(tie), name)
        self._texts.title[docs] = np.array([a.keys.title for a in added], np.uint64)
        self._texts.words[docs] = [a.words for a in added]
        wanted = np.unique(name[name != 0])
        holders = np.asarray(holdings.matches("text", wanted)[1], np.int64)
        names, stand = representatives(self._texts, np.union1d(holders, docs))
        new = np.isin(stand, docs)
        fresh = names[new]
        lost = self._edges.touching(fresh) & ~self._edges.linked
        parted = [self._edges.a[lost], self._edges.b[lost]]
        self._edges = self._edges.where(~lost)
        each, count = np.unique(self._texts.name[np.union1d(holders, docs)], return_counts=True)
        at = {a.doc: a.keys for a in added}
        return _Changes(
            fresh,
            [at[d] for d in stand[new].tolist()],
            np.unique(self._texts.name[docs]),
            [a.keys.link for a in added],
            np.unique(np.concatenate([each[count > 1], *parted])),
        )

    def _relate(self, holdings: Holdings, subjects: Subjects, changes: _Changes) -> Hashes:
        """Looks new texts up, verifies, and lets go of edges that a new leader took the ground from."""
        found, displaced = by_content(holdings, self._texts, changes.keys, changes.fresh)
        content = self._edges.where(~self._edges.linked & self._edges.touching(changes.fresh))
        fresh = verify(found, content, subjects, linked=False)
        links = by_link(holdings, self._texts, changes.link_keys, changes.linking)
        linked = verify(links, self._edges.where(self._edges.linked), subjects, linked=True)
        loose = self._unsupported(holdings, found.docs, displaced)
        parted = np.concatenate([self._edges.a[loose], self._edges.b[loose]])
        self._edges = self._edges.where(~loose).plus(fresh).plus(linked)
        return np.unique(np.concatenate([changes.disturbed, parted, fresh.a, fresh.b, linked.a, linked.b]))

    def _unsupported(self, holdings: Holdings, docs: Docs, displaced: Hashes) -> NDArray[np.bool_]:
        """Which edges of texts that no longer lead would not be found any more."""
        loose = np.zeros(len(self._edges), np.bool_)
        displaced = np.intersect1d(displaced, np.concatenate([self._edges.a, self._edges.b]))
        if not len(displaced):
            return loose
        names, stand = representatives(self._texts, docs)
        keys = holdings.keys(stand[np.searchsorted(names, displaced)].tolist())
        found, _ = by_content(holdings, self._texts, keys, displaced)
        held = set(zip(found.low.tolist(), found.high.tolist(), strict=True))
        for i in np.flatnonzero(self._edges.touching(displaced) & ~self._edges.linked):
            loose[i] = (int(self._edges.a[i]), int(self._edges.b[i])) not in held
        return loose

    def _numbered(self, added: Sequence[Added]) -> StoryColumns:
        """New articles as stories of their own, and removed ones in none."""
        docs = np.array([a.doc for a in added], np.int32)
        first = len(self.columns.founder)
        story = np.where(self._texts.name == 0, -1, self.columns.story).astype(np.int32)
        story[docs] = np.arange(first, first + len(docs), dtype=np.int32)
        founder = np.concatenate([self.columns.founder, docs])
        names, taken = dict(self.columns.names), set(self.columns.names.values())
        for i, a in enumerate(added if taken else ()):
            if a.id in taken:  # a story is called by the id of an article that was removed and came again
                names[first + i], founder[first + i] = unlike(a.id, taken), -1
        return replace(self.columns, story=story, founder=founder, names=names)


def _no_texts(size: int) -> Texts:
    name, tie, title = (np.zeros(size, np.uint64) for _ in range(3))
    return Texts(name, tie, title, np.zeros(size, np.int32))


def _merged(a: _Changes, b: _Changes) -> _Changes:
    """Both; texts known to both count once, with the first's keys."""
    new = ~np.isin(b.fresh, a.fresh)
    return _Changes(
        np.concatenate([a.fresh, b.fresh[new]]),
        a.keys + [k for k, use in zip(b.keys, new, strict=True) if use],
        np.union1d(a.linking, b.linking),
        a.link_keys + b.link_keys,
        np.union1d(a.disturbed, b.disturbed),
    )
