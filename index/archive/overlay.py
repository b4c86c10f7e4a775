"""Keeps what changes after indexing, one file a generation: stories, deletions, what was forgotten.

Streams: `live` (packed bits over all documents; absent when none is deleted), `forgotten` (sorted 64-bit hashes),
`unsettled` (outlets, joined by NUL) and the story book's arrays under `book.`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from morgue.core.dataclass import dataclass
from morgue.core.errors import ArchiveDamaged
from morgue.core.loading.arrays import NDArray
from morgue.index.archive.ids import tombstone as forgetting
from morgue.index.archive.ids.tombstone import Tombstone
from morgue.index.archive.manifest import Manifest, SegmentRecord
from morgue.index.archive.snapshot import SegmentView, Snapshot
from morgue.index.codec.container import Container, ContainerWriter
from morgue.index.codec.reader import SegmentReader
from morgue.index.codec.streams.table import FULL
from morgue.index.stories.clusters.columns import StoryColumns, no_stories
from morgue.index.stories.clusters.serialization import columns_over

if TYPE_CHECKING:
    from morgue.index.stories.clusters.story_index import StoryBook

_BOOK = "book."
#: What finds stories, of each document.
_OF_WRITERS = ("text", "tie", "title", "words")


@dataclass(frozen=True, slots=True)
class Overlay:
    """live: bool over all documents, or None when all are; forgotten: sorted uint64.

    unsettled: outlets with articles added or removed since their furniture was last looked for, in order.
    """

    book: StoryBook
    live: NDArray[np.bool_] | None
    forgotten: NDArray[np.uint64]
    unsettled: tuple[str, ...] = ()

    def can_be_made_again(self) -> bool:
        """Whether the articles of the segments alone give all of it."""
        columns = self.book.columns
        known = self.live is None and not len(self.forgotten) and not self.unsettled
        return known and not columns.names and not columns.aliases


def overlay_name(generation: int) -> str:
    """The overlay file of a generation."""
    return f"MAIN-{generation}.overlay"


def write(path: Path, overlay: Overlay) -> None:
    """Writes and syncs a new overlay file."""
    with ContainerWriter(path) as out:
        if overlay.live is not None:
            out.note("documents", len(overlay.live))
            out.add("live", np.packbits(overlay.live))
        out.add("forgotten", overlay.forgotten)
        out.add_bytes("unsettled", "\0".join(overlay.unsettled).encode("utf-8", "surrogatepass"))
        for name, array in overlay.book.to_arrays().items():
            out.add_narrow(_BOOK + name, array)
        out.close()


def read(path: Path, documents: int) -> Overlay:
    """The overlay in a file over so many documents, for a writer; ArchiveDamaged when it is not what was written."""
    from morgue.index.stories.clusters.story_index import StoryBook
    from morgue.index.stories.soundness import unsound_book

    file = Container(path)
    file.length("unsettled", "|u1")
    file.length("forgotten", "<u8")
    unsettled = _unsettled(file)
    arrays, live = _book_arrays(file), _live(file, documents)
    if (wrong := unsound_book(arrays, documents)) is not None:
        raise file.damaged(f"has {wrong}")
    shown = np.ones(documents, np.bool_) if live is None else live
    if (shown != (arrays["story"] >= 0)).any():
        raise file.damaged("has stories of other articles than are live")
    return Overlay(StoryBook.from_arrays(arrays), live, file.array("forgotten"), unsettled)


def of(folder: Path, listed: Manifest) -> Overlay:
    """The overlay of a generation, for a writer."""
    if listed.overlay is not None:
        return read(folder / listed.overlay.name, listed.documents)
    if listed.documents:
        raise ArchiveDamaged(f"generation {listed.generation} has no overlay", "run: morgue verify --repair")
    return empty()


def empty() -> Overlay:
    """The overlay of an archive without articles, for a writer."""
    from morgue.index.stories.clusters.story_index import StoryBook

    return Overlay(StoryBook(), None, np.empty(0, np.uint64))


def _unsettled(file: Container) -> tuple[str, ...]:
    """The outlets whose recurring lines are still to be looked for."""
    try:
        names = bytes(file.view("unsettled")).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise file.damaged("names outlets that are no text") from None
    return tuple(names.split("\0")) if names else ()


def _live(file: Container, documents: int) -> NDArray[np.bool_] | None:
    if "live" not in file:
        return None
    if file.note("documents") != documents or file.length("live", "|u1") != (documents + 7) // 8:
        raise file.damaged(f"is over another number of documents than {documents:,}")
    return np.unpackbits(file.array("live"), count=file.note("documents")).astype(np.bool_)


def _book_arrays(file: Container, for_readers: bool = False) -> dict[str, NDArray[Any]]:
    found = {name.removeprefix(_BOOK): name for name in file.names() if name.startswith(_BOOK)}
    for stream in found.values():
        file.length(stream)  # one number for many is nothing that a book has
    left = _OF_WRITERS if for_readers else ()
    return {name: file.array(stream) for name, stream in found.items() if not name.endswith(FULL) and name not in left}


def views(readers: Sequence[SegmentReader], live: NDArray[np.bool_] | None) -> tuple[SegmentView, ...]:
    """The segments side by side, each with its part of the live documents."""
    out: list[SegmentView] = []
    base = 0
    for reader in readers:
        part = None if live is None else live[base : base + reader.doc_count]
        out.append(SegmentView(reader, base, None if part is None or part.all() else part))
        base += reader.doc_count
    return tuple(out)


def open_snapshot(folder: Path, newest: Manifest) -> Snapshot:
    """Opens every file of a generation; FileNotFoundError when a commit has just removed one.

    Reads the columns only: what finds stories is loaded by writers alone.
    """
    live, columns, book = _live_and_stories(folder, newest)
    readers = open_readers(folder, newest.segments)
    buried = tombstone(folder, newest)
    if buried is not None:
        live = forgetting.hidden(live, buried.docs, newest.documents)
        columns = forgetting.without(columns, buried.docs, views(readers, live))
    return Snapshot(newest.generation, views(readers, live), columns, book)


def _live_and_stories(
    folder: Path, newest: Manifest
) -> tuple[NDArray[np.bool_] | None, StoryColumns, Container | None]:
    """Which documents the overlay shows (None for all), their stories, and its file."""
    if newest.overlay is None and newest.documents:
        raise ArchiveDamaged(f"generation {newest.generation} has no overlay", "run: morgue verify --repair")
    if newest.overlay is None:
        return None, no_stories(), None
    from morgue.index.stories.soundness import unsound_columns

    file = Container(folder / newest.overlay.name)
    live, arrays = _live(file, newest.documents), _book_arrays(file, for_readers=True)
    if (wrong := unsound_columns(arrays, newest.documents)) is not None:
        raise file.damaged(f"has {wrong}")
    file.let_go()  # all of it was looked at, and a search reads little of it
    return live, columns_over(arrays), file


def open_readers(folder: Path, records: Sequence[SegmentRecord]) -> list[SegmentReader]:
    """The segments of a manifest; ArchiveDamaged when one holds another number of documents than it says."""
    readers = [SegmentReader(folder, s.name) for s in records]
    for reader, record in zip(readers, records, strict=True):
        if reader.doc_count != record.documents:
            raise reader.damaged(f"has {reader.doc_count:,} documents, not {record.documents:,}")
    return readers


def tombstone(folder: Path, listed: Manifest) -> Tombstone | None:
    """The tombstone of a generation."""
    if listed.tombstone is None:
        return None
    return forgetting.read(folder / listed.tombstone.name, listed.documents)
