"""Writes, merges and rewrites the segments of an archive for its writer, and knows which documents are live."""

from __future__ import annotations

import re
import secrets
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from morgue.core.article import Article
from morgue.core.loading.arrays import NDArray
from morgue.index.archive import manifest, merge_policy, overlay
from morgue.index.archive.freed_memory import give_back
from morgue.index.archive.ids.id_filter import Familiar
from morgue.index.archive.manifest import SegmentRecord
from morgue.index.archive.merge_policy import Size
from morgue.index.archive.snapshot import SegmentView
from morgue.index.codec.layout import Entry
from morgue.index.codec.merge import merge_segments
from morgue.index.codec.reader import SegmentReader
from morgue.index.codec.terms.chunk_terms import Vocabulary
from morgue.index.codec.writer import write_segment

#: New numbers of documents by old ones, int32; -1: gone.
Mapping = NDArray[np.int32]

_NUMBERED = re.compile(r"~([2-9]|[1-9]\d+)\Z")

#: The share of live documents under which a segment is rewritten.
_MOSTLY_DEAD = 0.6


class Segments:
    """The segments side by side; a document's number counts through all of them. Changed by one writer alone.

    live: bool by document. Whoever changes it calls `refresh`.
    """

    def __init__(self, folder: Path, records: Sequence[SegmentRecord], live: NDArray[np.bool_] | None) -> None:
        self._folder = folder
        self._readers = overlay.open_readers(folder, records)
        self._records = list(records)
        self._vocabulary = Vocabulary()
        self._familiar = Familiar()
        self.live = np.ones(self.total, np.bool_) if live is None else live
        self.refresh()

    def __len__(self) -> int:
        return len(self._readers)

    @property
    def total(self) -> int:
        """Documents, deleted ones included."""
        return sum(r.doc_count for r in self._readers)

    @property
    def records(self) -> tuple[SegmentRecord, ...]:
        """The records of the segments, as a manifest lists them."""
        return tuple(self._records)

    def refresh(self) -> None:
        """Lays out the segments anew after one came, went or lost a document."""
        self.views = overlay.views(self._readers, self.live)
        self._ends = [v.base + v.reader.doc_count for v in self.views]

    def view(self, doc: int) -> SegmentView:
        """The segment that holds a document."""
        return self.views[bisect_right(self._ends, doc)]

    def find(self, id: str) -> int | None:
        """The live document with an article id."""
        if not self._may_hold(id):
            return None
        for view in self.views:
            doc = view.reader.find_id(id)
            if doc is not None and (view.live is None or view.live[doc]):
                return view.base + doc
        return None

    def named(self, id: str) -> list[tuple[str, str]]:
        """The live documents filed as ID, ID~2, ID~3, …, with gaps where some are gone: their ids and SHA-256."""
        if not self._may_hold(id):
            return []
        out: list[tuple[str, str]] = []
        for view in self.views:
            for name in (id, *view.reader.ids_with_prefix(f"{id}~", view.reader.doc_count)):
                doc = view.reader.find_id(name) if number(name, id) else None
                if doc is not None and (view.live is None or view.live[doc]):
                    out.append((name, view.reader.sha(doc).hex()))
        return out

    def stored(self, id: str) -> Article:
        """The live document with an article id, which must be there."""
        doc = self.find(id)
        assert doc is not None
        view = self.view(doc)
        return view.reader.stored(doc - view.base)

    def _may_hold(self, id: str) -> bool:
        if self._familiar.worth_learning(self.total, len(self._readers)):
            self._familiar.learn(unnumbered(name) for reader in self._readers for name in reader.ids.all())
        return self._familiar.knows(unnumbered(id))

    def let_go(self) -> None:
        """Gives back the memory that reading them took."""
        for reader in self._readers:
            reader.let_go()

    def take(self, entries: Sequence[Entry]) -> list[int]:
        """Writes one more segment; the number of words of each entry's body."""
        name = new_name()
        self._append(name, write_segment(self._folder, name, entries, self._vocabulary).files)
        self.live = np.concatenate([self.live, np.ones(len(entries), np.bool_)])
        self._familiar.learn_more(unnumbered(e.article.id) for e in entries)
        self.refresh()
        words: list[int] = self._readers[-1].words.tolist()
        return words

    def tidy(self) -> Iterator[Mapping]:
        """Rewrites segments that are dead for the most part and merges what the policy says, with each change."""
        for n in reversed(range(len(self._readers))):
            live = self.views[n].live
            if live is not None and live.mean() < _MOSTLY_DEAD:
                yield self.merge([n])
        while group := merge_policy.due(sizes := self._sizes()):
            yield self.merge(group, lasting=sum(sizes[n].share for n in group) > merge_policy.FULL)

    def merge_all(self) -> Iterator[Mapping]:
        """Merges all segments into as few as may be, without what is deleted; each change."""
        return self._merge_some(range(len(self._readers)))

    def rewrite(self, ids: Iterable[str]) -> Iterator[Mapping]:
        """Does so with the segments that hold one of the articles, if only a dead copy from before its furniture."""
        wanted = list(ids)
        holding = [any(r.find_id(name) is not None for name in wanted) for r in self._readers]
        return self._merge_some([n for n, holds in enumerate(holding) if holds])

    def _merge_some(self, chosen: Sequence[int]) -> Iterator[Mapping]:
        """Merges some segments into as few as may be. They are known by name, since each merge numbers them anew."""
        sizes = self._sizes()
        groups = [{self._records[chosen[i]].name for i in g} for g in merge_policy.fewest([sizes[n] for n in chosen])]
        for names in groups:
            group = [n for n, record in enumerate(self._records) if record.name in names]
            if len(group) > 1 or self.views[group[0]].live is not None:
                yield self.merge(group, lasting=True)

    def _sizes(self) -> list[Size]:
        return [Size(r.doc_count, r.token_count) for r in self._readers]

    def merge(self, group: Sequence[int], lasting: bool = False) -> Mapping:
        """Replaces these segments by one of their live documents; it comes last, and documents get new numbers.

        lasting: it is not soon merged again.
        """
        views = self.views
        rest = [n for n in range(len(views)) if n not in set(group)]
        mapping, total = _numbering(views, rest, sorted(group))
        self._readers = [self._readers[n] for n in rest]
        self._records = [self._records[n] for n in rest]
        if total > self.total:
            give_back()
            name = new_name()
            sources = [(views[n].reader, views[n].live) for n in sorted(group)]
            info = merge_segments(self._folder, name, sources, lasting)
            self._append(name, info.files)
        live = np.ones(total, np.bool_)
        live[mapping[mapping >= 0]] = self.live[mapping >= 0]
        self.live = live
        self.refresh()
        return mapping

    def _append(self, name: str, files: Sequence[str]) -> None:
        reader = SegmentReader(self._folder, name)
        self._readers.append(reader)
        records = tuple(manifest.record(self._folder / f) for f in files)
        self._records.append(SegmentRecord(name, reader.doc_count, records))


def _numbering(views: Sequence[SegmentView], kept: Sequence[int], merged: Sequence[int]) -> tuple[Mapping, int]:
    """New numbers when these segments stay and those are merged behind them; the new total."""
    mapping = np.full(sum(v.reader.doc_count for v in views), -1, np.int32)
    at = 0
    for n in (*kept, *merged):
        view = views[n]
        local = np.arange(view.reader.doc_count)
        if n in merged and view.live is not None:
            local = np.flatnonzero(view.live)
        mapping[view.base + local] = np.arange(at, at + len(local))
        at += len(local)
    return mapping, at


def number(name: str, id: str) -> int:
    """The number in a name under an id: 1 for ID, 2 for ID~2; 0 for a name that belongs to another id."""
    if name == id:
        return 1
    found = _NUMBERED.search(name)
    return int(found[1]) if found and unnumbered(name) == id else 0


def unnumbered(name: str) -> str:
    """The id that an article came under: ID of ID~2."""
    return _NUMBERED.sub("", name) if "~" in name else name


def new_name() -> str:
    """A segment name never used before."""
    return f"MAIN_{secrets.token_hex(8)}"
