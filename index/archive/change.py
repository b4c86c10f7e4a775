"""Holds what a writer changes (segments, stories, what is forgotten) and publishes each change as a generation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from morgue.core.errors import ArchiveError
from morgue.core.loading.arrays import NDArray
from morgue.index.archive import overlay
from morgue.index.archive.archive import Archive
from morgue.index.archive.commit import publish, sweep
from morgue.index.archive.ids.tombstone import hidden
from morgue.index.archive.lock import WriterLock
from morgue.index.archive.maintenance.known_lines import KnownLines
from morgue.index.archive.manifest import Manifest
from morgue.index.archive.overlay import Overlay
from morgue.index.archive.process.freed_memory import give_back
from morgue.index.archive.process.segment_process import SegmentProcess
from morgue.index.archive.process.sigint import held_back
from morgue.index.archive.segments import Segments
from morgue.index.archive.story_lookup import SegmentHoldings
from morgue.index.stories.clusters.story_index import Added


class Changing:
    """The state of an archive in the hands of the one that holds its lock.

    ArchiveLocked where another writer holds it.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive, self._folder = archive, archive.folder
        self._spoiled = False
        self._process = SegmentProcess(archive.folder)
        self._lock = WriterLock(archive.folder)

    def _load(self, current: Manifest) -> None:
        self._manifest = current
        state = overlay.of(self._folder, current)
        buried = overlay.tombstone(self._folder, current)
        self._buried = [] if buried is None else buried.docs.tolist()
        live = state.live if buried is None else hidden(state.live, buried.docs, current.documents)
        self._segments = Segments(self._folder, current.segments, live, self._process)
        self._book = state.book
        self._forgotten = set(state.forgotten.tolist()) | set(() if buried is None else buried.forgotten.tolist())
        self._unsettled = set(state.unsettled)
        self._added = np.empty(0, np.int64)
        self._lines = KnownLines()
        sweep(self._folder)

    def close(self) -> None:
        """Lets the next writer in; what was added since the last commit is dropped."""
        self._process.close()
        self._lock.release()

    @contextmanager
    def _change(self) -> Iterator[None]:
        """A change is whole or this writer is of no more use; Ctrl-C waits for its end."""
        if self._spoiled:
            raise ArchiveError("a change of the archive failed before", "run the same command again")
        with held_back():
            self._spoiled = True
            yield
            self._spoiled = False

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
        sweep(self._folder, self._segments.being_written)
