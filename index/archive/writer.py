"""Writes an archive: files articles, finds their stories, commits generations, merges segments, forgets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from morgue.core.article import RawItem
from morgue.core.errors import ArchiveError
from morgue.core.loading.arrays import NDArray
from morgue.index.archive import overlay
from morgue.index.archive.archive import Archive
from morgue.index.archive.commit import bury, publish, sweep
from morgue.index.archive.entries import entry
from morgue.index.archive.freed_memory import give_back
from morgue.index.archive.ids.id_registry import Register
from morgue.index.archive.ids.older_generations import in_older_generations
from morgue.index.archive.ids.tombstone import Tombstone, forget_key, hidden, no_room
from morgue.index.archive.lock import WriterLock
from morgue.index.archive.maintenance.boilerplate_refresh import furnish, refurnished
from morgue.index.archive.maintenance.known_lines import KnownLines
from morgue.index.archive.manifest import Manifest
from morgue.index.archive.overlay import Overlay
from morgue.index.archive.segments import Segments, unnumbered
from morgue.index.archive.sigint import held_back
from morgue.index.archive.stats import totals
from morgue.index.archive.story_lookup import SegmentHoldings
from morgue.index.pipeline.archive_writer import Totals
from morgue.index.pipeline.prepared import Prepared, with_keys_of_many
from morgue.index.stories.clusters.story_index import Added

#: Segments that a run may leave to be merged at its end: merging earlier costs more than looking through so many.
_MOST_SEGMENTS = 16
#: Articles filed anew at a time when furniture changed.
_SETTLED_AT_ONCE = 4_000
_FULL = "the disk is full (free some room, then: morgue compact)"


class Writer:
    """Holds the archive's lock from construction to `close`. A context manager; nothing is kept without `commit`.

    ArchiveLocked where another writer holds the lock.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive, self._folder = archive, archive.folder
        self._spoiled = False
        #: Says so where the text of forgotten articles is still on the disk for want of room to rewrite their segments.
        self.unpurged = ""
        self._purged: set[str] = set()
        self._lock = WriterLock(archive.folder)
        try:
            self._load(archive.current())
            self._purge_if_there_is_room()
        except BaseException:
            self._lock.release()
            raise

    def _load(self, current: Manifest) -> None:
        self._manifest = current
        state = overlay.of(self._folder, current)
        buried = overlay.tombstone(self._folder, current)
        self._buried = [] if buried is None else buried.docs.tolist()
        live = state.live if buried is None else hidden(state.live, buried.docs, current.documents)
        self._segments = Segments(self._folder, current.segments, live)
        self._book = state.book
        self._forgotten = set(state.forgotten.tolist()) | set(() if buried is None else buried.forgotten.tolist())
        self._unsettled = set(state.unsettled)
        self._added = np.empty(0, np.int64)
        self._pending: dict[str, Prepared] = {}
        self._lines = KnownLines()
        self._register = Register(self._segments, self._pending)
        sweep(self._folder)

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets the next writer in; what was added since the last commit is dropped."""
        self._lock.release()

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
        return True

    def commit(self) -> None:
        """Makes everything added, removed or merged so far durable and searchable."""
        if not self._pending:
            return
        with self._change():
            self._purge_buried()
            self._update(self._file_pending())
            if len(self._segments) > _MOST_SEGMENTS:  # what is merged in the midst of a run is merged again at its end
                self._renumber_each(self._segments.tidy())
            self._publish()

    def settle(self) -> None:
        """Takes lines that recur at an outlet out of its articles, for the outlets touched since this was last done.

        Nothing is lost: an article whose furniture changed is filed anew, its body as it was, other spans left out.
        Segments of like size are merged; a run that brought most of the archive leaves it in one, searched fastest.
        """
        if not self._unsettled and not len(self._added):
            return
        with self._change():
            self._purge_buried()
            found = [*refurnished(self._segments.views, sorted(self._unsettled), self._lines).items()]
            for at in range(0, len(found), _SETTLED_AT_ONCE):
                self._refile(dict(found[at : at + _SETTLED_AT_ONCE]))
            self._unsettled = set()
            self._lines.clear()
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
        before = self._archive.bytes_on_disk()
        with self._change():
            self._purge_buried()
            self._renumber_each(self._segments.merge_all())
            if self._segments.records != self._manifest.segments:
                self._publish()
            self._publish()
        return before, self._archive.bytes_on_disk()

    @contextmanager
    def _change(self) -> Iterator[None]:
        """A change is whole or this writer is of no more use; Ctrl-C waits for its end."""
        if self._spoiled:
            raise ArchiveError("a change of the archive failed before", "run the same command again")
        with held_back():
            self._spoiled = True
            yield
            self._spoiled = False

    def _file_pending(self) -> list[Added]:
        """Writes what was added since the last commit as a segment."""
        filed = list(self._pending.values())
        self._pending.clear()
        self._unsettled -= furnish(self._segments.views, filed)
        added = self._take(filed)
        self._added = np.concatenate([self._added, np.array([a.doc for a in added], np.int64)])
        return added

    def _refile(self, furniture: dict[int, tuple[tuple[int, int], ...]]) -> None:
        """Files these documents anew with these spans left out; their old numbers are no longer live."""
        base, segments = self._segments.total, self._segments
        stored = [segments.view(d).reader.stored(d - segments.view(d).base) for d in furniture]
        added = self._take(with_keys_of_many(stored, list(furniture.values()), [self._lines.of(d) for d in furniture]))
        old = np.array(list(furniture), np.int64)
        segments.live[old] = False
        segments.refresh()
        at = np.searchsorted(old, self._added)
        moved = (at < len(old)) & (old[np.minimum(at, len(old) - 1)] == self._added)
        self._added = np.where(moved, base + at, self._added)
        self._update(added, tuple(furniture))

    def _take(self, filed: Sequence[Prepared]) -> list[Added]:
        base = self._segments.total
        words = self._segments.take([entry(p) for p in filed])
        self._lines.take(base, (p.known for p in filed))
        return [Added(base + i, p.article.id, p.keys, words[i]) for i, p in enumerate(filed)]

    def _update(self, added: Sequence[Added], removed: Sequence[int] = ()) -> None:
        """Brings the stories up to date."""
        self._book.update(SegmentHoldings(self._segments.views), added, removed, self._segments.total)

    def _renumber_each(self, mappings: Iterable[NDArray[np.int32]]) -> None:
        for mapping in mappings:
            moved = mapping[self._added].astype(np.int64)
            self._added = moved[moved >= 0]
            self._book.renumber(mapping)
            self._lines.renumber(mapping)

    def _publish(self) -> None:
        live = self._segments.live
        forgotten = np.array(sorted(self._forgotten), np.uint64)
        state = Overlay(self._book, None if live.all() else live, forgotten, tuple(sorted(self._unsettled)))
        new, records, before = self._manifest.generation + 1, self._segments.records, self._manifest.overlay
        self._manifest = publish(self._folder, new, records, state, self._lock, before)
        self._segments.let_go()
        give_back()
        sweep(self._folder)
