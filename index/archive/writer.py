"""Writes an archive: files articles, finds their stories, commits generations, merges segments, forgets."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from morgue.core.article import RawItem
from morgue.index.archive.archive import Archive
from morgue.index.archive.change import Changing
from morgue.index.archive.commit import bury, sweep
from morgue.index.archive.entries import entry
from morgue.index.archive.ids.id_registry import Register
from morgue.index.archive.ids.older_generations import in_older_generations
from morgue.index.archive.ids.tombstone import Tombstone, forget_key, no_room
from morgue.index.archive.maintenance.boilerplate_refresh import furnish, refurnished
from morgue.index.archive.manifest import Manifest
from morgue.index.archive.process.segment_process import Writing
from morgue.index.archive.segments import unnumbered
from morgue.index.archive.stats import totals
from morgue.index.pipeline.archive_writer import Totals
from morgue.index.pipeline.prepared import Prepared, with_keys_of_many
from morgue.index.stories.clusters.story_index import Added

#: Segments that a run may leave to be merged at its end: merging earlier costs more than looking through so many.
_MOST_SEGMENTS = 16
#: Articles filed anew at a time when furniture changed.
_SETTLED_AT_ONCE = 4_000
_FULL = "the disk is full (free some room, then: morgue compact)"


@dataclass(frozen=True, slots=True)
class _Begun:
    """Articles whose segment is being written: they are in no generation, and in `Writer._pending`."""

    filed: Sequence[Prepared]
    writing: Writing


class Writer(Changing):
    """Holds the archive's lock from construction to `close`. A context manager; nothing is kept without `commit`.

    ArchiveLocked where another writer holds the lock.
    """

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        #: Says so where the text of forgotten articles is still on the disk for want of room to rewrite their segments.
        self.unpurged = ""
        self._purged: set[str] = set()
        try:
            self._load(archive.current())
            self._purge_if_there_is_room()
        except BaseException:
            self._lock.release()
            raise

    def _load(self, current: Manifest) -> None:
        super()._load(current)
        self._pending: dict[str, Prepared] = {}
        self._waiting: list[Prepared] = []
        self._begun: deque[_Begun] = deque()
        self._register = Register(self._segments, self._pending)

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    prepare = staticmethod(with_keys_of_many)

    def holds(self, item: RawItem) -> bool:
        """Whether this very source item, its id and its bytes, is here already."""
        return self._register.holds(item.id, item.sha256)

    def forgotten(self, item: RawItem) -> bool:
        """Whether the item was removed on purpose."""
        return forget_key(item.id, item.sha256) in self._forgotten

    def add(self, prepared: Prepared) -> bool:
        """Files the article at the next commit, under `ID~2` when its id is taken by other text; False: it is here."""
        article = prepared.article
        name = self._register.place(article)
        if name is None:
            return False
        if name != article.id:
            note = f"the id {article.id} was taken by other text"
            origin = replace(article.provenance, notes=(*article.provenance.notes, note))
            article = replace(article, id=name, provenance=origin)
        self._forgotten.discard(forget_key(prepared.article.id, article.provenance.sha256))
        self._unsettled.update(filter(None, [article.outlet]))
        self._pending[name] = replace(prepared, article=article)
        self._waiting.append(self._pending[name])
        return True

    def commit(self) -> None:
        """Makes everything added, removed or merged so far durable and searchable."""
        self._end_begun()
        if self._waiting:
            with self._change():
                filed = self._furnished()
                self._file(filed, partial(self._segments.take, [entry(p) for p in filed]))

    def commit_beside(self) -> None:
        """Begins a commit of everything added so far: another process writes its segment, and the caller may go on.

        The next call, `keep_up` once the segment is there, or `commit` makes it durable and searchable.
        """
        if self._waiting:
            with self._change():
                filed = self._furnished()
                self._begun.append(_Begun(filed, self._segments.begin([entry(p) for p in filed])))
            self._end_begun(but=1)

    def keep_up(self) -> None:
        """Ends the commit that was begun, where its segment is written."""
        if self._begun and self._begun[0].writing.done():
            self._end_begun(but=len(self._begun) - 1)

    def _end_begun(self, but: int = 0) -> None:
        """Ends commits that were begun, the first first, but for the last so many."""
        while len(self._begun) > but:
            with self._change():
                begun = self._begun.popleft()
                self._file(begun.filed, partial(self._segments.end, begun.writing))

    def _furnished(self) -> list[Prepared]:
        """What was added since the last commit, with its furniture."""
        filed, self._waiting = self._waiting, []
        self._unsettled -= furnish(self._segments.views, filed, [p for begun in self._begun for p in begun.filed])
        return filed

    def _file(self, filed: Sequence[Prepared], written: Callable[[], Sequence[int]]) -> None:
        """Commits articles of which `written` makes the last segment, and tells the words of each."""
        self._purge_buried()
        base = self._segments.total
        added = self._added_of(filed, base, written())
        self._added = np.concatenate([self._added, np.arange(base, base + len(filed))])
        for prepared in filed:
            del self._pending[prepared.article.id]
        self._update(added)
        if len(self._segments) > _MOST_SEGMENTS:  # what is merged in the midst of a run is merged again at its end
            self._renumber_each(self._segments.tidy())
        self._publish()

    def settle(self) -> None:
        """Takes lines that recur at an outlet out of its articles, for the outlets touched since this was last done.

        Nothing is lost: an article whose furniture changed is filed anew, its body as it was, other spans left out.
        Segments of like size are merged; a run that brought most of the archive leaves it in one, searched fastest.
        """
        self._end_begun()
        if not self._unsettled and not len(self._added):
            return
        with self._change():
            self._purge_buried()
            found = [*refurnished(self._segments.views, sorted(self._unsettled), self._lines).items()]
            for at in range(0, len(found), _SETTLED_AT_ONCE):
                self._refile(dict(found[at : at + _SETTLED_AT_ONCE]))
            self._unsettled = set()
            self._lines.clear()
            self._process.close()  # a merge of all needs the memory
            self._renumber_each(self._segments.tidy())
            if 2 * len(self._added) > self._segments.live.sum():
                self._renumber_each(self._segments.merge_all())
                if self._segments.records != self._manifest.segments:
                    self._publish()  # this and the next generation share the segment: the parts leave the disk at once
            self._publish()

    def totals(self) -> Totals:
        """Counts as of the last commit; copies and versions among the articles added since this writer was opened."""
        return totals(self._segments.live, self._book.columns, self._added)

    def forget(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Removes articles for good: their segments are rewritten, no generation on disk holds them afterwards.

        What was added before is committed first. Where there is no room to rewrite segments, no reader shows the
        articles any more, `unpurged` says so, and the next writer that finds room takes their text off the disk.

        Returns the ids that were there. Indexing their source again does not bring them back unless asked.
        """
        self.commit()
        ids = tuple(ids)
        docs = {doc: wanted for wanted in ids if (doc := self._segments.find(wanted)) is not None}
        if not docs:
            with self._change():
                done = dict.fromkeys(i for i in ids if i in self._purged)
                self._purged -= done.keys()
                return (*done, *self._purge(ids))
        with self._change():
            self._bury(docs)
        self._purge_if_there_is_room()
        self._purged -= set(docs.values())  # they are told now
        return tuple(docs.values())

    def remember(self, keys: Iterable[int]) -> None:
        """Takes keys of articles that were removed on purpose elsewhere, so that no source brings them back here."""
        self._end_begun()
        fresh = set(keys) - self._forgotten
        if fresh:
            with self._change():
                self._forgotten |= fresh
                self._publish()

    def _bury(self, docs: dict[int, str]) -> None:
        """Hides the articles from all readers, by one small file and its commit."""
        for doc in docs:
            view = self._segments.view(doc)
            sha = view.reader.sha(doc - view.base).hex()
            self._forgotten |= {forget_key(name, sha) for name in (docs[doc], unnumbered(docs[doc]))}
        live = self._segments.live.copy()
        live[self._buried] = True
        self._buried = sorted({*self._buried, *docs})
        forgotten = np.array(sorted(self._forgotten), np.uint64)
        buried = Tombstone(np.array(self._buried, np.int64), forgotten)
        self._manifest = bury(self._folder, self._manifest, live, buried, self._lock)
        self._register.clear()
        self._segments.live[self._buried] = False
        self._segments.refresh()
        sweep(self._folder)

    def _purge_if_there_is_room(self) -> None:
        if not self._buried:
            return
        try:
            with self._change():
                self._purge_buried()
        except OSError as error:
            if not no_room(error):
                raise
            self._spoiled = False
            self._load(self._archive.current())
        self.unpurged = _FULL if self._buried else ""

    def _purge_buried(self) -> None:
        """Takes what is buried off the disk: stories worked out anew, segments rewritten, two generations."""
        if not self._buried:
            return
        gone = {doc: self._segments.view(doc) for doc in self._buried}
        ids = {view.reader.id(doc - view.base) for doc, view in gone.items()}
        for doc, view in gone.items():
            self._unsettled.update(filter(None, [view.reader.headers(doc - view.base).outlet]))
        self._update((), tuple(gone))
        self._renumber_each(self._segments.rewrite(ids))
        self._buried = []
        self._purged |= ids
        self._publish()
        self._publish()  # a second generation, so that none with the article remains on disk

    def _purge(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Takes off the disk what was forgotten by a run that ended before it had removed the generation before."""
        there = in_older_generations(self._folder, {s.name for s in self._segments.records}, ids)
        if there:
            self._publish()
        return tuple(dict.fromkeys(there))

    def compact(self) -> tuple[int, int]:
        """Merges all segments into as few as may be; bytes on disk before and after."""
        self._end_begun()
        before = self._archive.bytes_on_disk()
        with self._change():
            self._purge_buried()
            self._renumber_each(self._segments.merge_all())
            if self._segments.records != self._manifest.segments:
                self._publish()
            self._publish()
        return before, self._archive.bytes_on_disk()

    def _refile(self, furniture: dict[int, tuple[tuple[int, int], ...]]) -> None:
        """Files these documents anew with these spans left out; their old numbers are no longer live."""
        base, segments = self._segments.total, self._segments
        stored = [segments.view(d).reader.stored(d - segments.view(d).base) for d in furniture]
        filed = with_keys_of_many(stored, list(furniture.values()), [self._lines.of(d) for d in furniture])
        added = self._added_of(filed, base, segments.take([entry(p) for p in filed]))
        old = np.array(list(furniture), np.int64)
        segments.live[old] = False
        segments.refresh()
        at = np.searchsorted(old, self._added)
        moved = (at < len(old)) & (old[np.minimum(at, len(old) - 1)] == self._added)
        self._added = np.where(moved, base + at, self._added)
        self._update(added, tuple(furniture))

    def _added_of(self, filed: Sequence[Prepared], base: int, words: Sequence[int]) -> list[Added]:
        """Articles of a segment whose documents are numbered from `base` on; their lines are remembered."""
        self._lines.take(base, (p.known for p in filed))
        return [Added(base + i, p.article.id, p.keys, n) for i, (p, n) in enumerate(zip(filed, words, strict=True))]
