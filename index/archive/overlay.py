"""What changes after indexing, one file a generation: stories, deletions, what was forgotten. Segments never change.

Streams: `live` (packed bits over all documents; absent when none is deleted), `forgotten` (sorted 64-bit hashes),
`unsettled` (outlets, joined by NUL) and the story book's arrays under `book.`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from morgue.index.archive.ids import tombstone as forgetting
from morgue.index.archive.ids.tombstone import Tombstone
from morgue.index.archive.manifest import Manifest
from morgue.index.archive.snapshot import SegmentView, Snapshot
from morgue.index.codec.container import Container, ContainerWriter
from morgue.index.codec.reader import SegmentReader
from morgue.index.stories.clusters.columns import no_stories
from morgue.index.stories.clusters.serialization import columns_over

if TYPE_CHECKING:
    from morgue.index.stories.clusters.story_index import StoryBook

_BOOK = "book."


@dataclass(frozen=True, slots=True)
class Overlay:
    """live: bool over all documents, or None when all are; forgotten: sorted uint64.

    unsettled: outlets with articles added or removed since their furniture was last looked for, in order.
    """

    book: StoryBook
    live: NDArray[np.bool_] | None
    forgotten: NDArray[np.uint64]
    unsettled: tuple[str, ...] = ()


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
            out.add(_BOOK + name, array)
        out.close()


def read(path: Path) -> Overlay:
    """The overlay in a file, for a writer; ArchiveDamaged when it is not what was written."""
    from morgue.index.stories.clusters.story_index import StoryBook

    file = Container(path)
    names = bytes(file.view("unsettled")).decode("utf-8", "surrogatepass")
    unsettled = tuple(names.split("\0")) if names else ()
    return Overlay(StoryBook.from_arrays(_book_arrays(file)), _live(file), file.array("forgotten"), unsettled)


def empty() -> Overlay:
    """The overlay of an archive without articles, for a writer."""
    from morgue.index.stories.clusters.story_index import StoryBook

    return Overlay(StoryBook(), None, np.empty(0, np.uint64))


def _live(file: Container) -> NDArray[np.bool_] | None:
    if "live" not in file:
        return None
    return np.unpackbits(file.array("live"), count=file.note("documents")).astype(np.bool_)


def _book_arrays(file: Container) -> dict[str, NDArray[Any]]:
    return {name.removeprefix(_BOOK): file.array(name) for name in file.names() if name.startswith(_BOOK)}


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
    live, columns = None, no_stories()
    if newest.overlay is not None:
        file = Container(folder / newest.overlay.name)
        live, columns = _live(file), columns_over(_book_arrays(file))
    readers = [SegmentReader(folder, s.name) for s in newest.segments]
    buried = tombstone(folder, newest)
    if buried is not None:
        live = forgetting.hidden(live, buried.docs, newest.documents)
        columns = forgetting.without(columns, buried.docs, views(readers, live))
    return Snapshot(newest.generation, views(readers, live), columns)


def tombstone(folder: Path, listed: Manifest) -> Tombstone | None:
    """The tombstone of a generation."""
    if listed.tombstone is None:
        return None
    return forgetting.read(folder / listed.tombstone.name, listed.documents)
