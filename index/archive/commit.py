"""Commits a generation: all its files are durable before one rename makes it the newest.

The new segment, the overlay and the manifest are written and synced, then the folder, and then Whoosh's table of
contents is renamed into place: until that rename the archive is the old one, after it the new one. The generation
before stays on disk until the next commit.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np

from morgue.core import regular_files
from morgue.core.analyzer import ANALYZER_VERSION
from morgue.core.durable_files import disk, write_new
from morgue.core.errors import ArchiveDamaged, ArchiveError, ArchiveLocked
from morgue.core.loading.arrays import NDArray
from morgue.index.archive import manifest, overlay
from morgue.index.archive.access import check_owner
from morgue.index.archive.ids import tombstone
from morgue.index.archive.ids.tombstone import Tombstone
from morgue.index.archive.lock import LOCK_FILE, WriterLock
from morgue.index.archive.manifest import FileRecord, Manifest, SegmentRecord
from morgue.index.archive.overlay import Overlay
from morgue.index.codec.container import MAGIC
from morgue.index.codec.whoosh.whoosh_toc import Listed, toc_bytes


def _make(folder: Path) -> None:
    """Makes the folder and those above it, and puts their names on the disk."""
    new = [p for p in (folder, *folder.absolute().parents) if not p.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in new or [folder]:
        disk().sync_folder(made.parent.resolve())


def create(folder: Path) -> None:
    """Makes an archive without articles in a folder that is missing or empty."""
    try:
        _make(folder)
        check_owner(folder)
        folder = regular_files.rooted(folder)
        lock = WriterLock(folder)
    except PermissionError:
        raise ArchiveError(f"{folder} cannot be written", "name another folder with --archive") from None
    try:
        if not manifest.generations(folder):
            publish(folder, 0, (), overlay.empty(), lock)
    finally:
        lock.release()


def publish(
    folder: Path,
    generation: int,
    segments: tuple[SegmentRecord, ...],
    state: Overlay,
    lock: WriterLock,
    before: FileRecord | None = None,
) -> Manifest:
    """Makes these segments and this overlay the newest generation; durable when it returns.

    before: the overlay of the generation before, which is this one's too where it is the same and holds nothing but
    what can be worked out again from the articles.
    ArchiveLocked when the lock was taken away or the archive is no longer at the generation before.
    """
    _still_ours(folder, generation, lock)
    path = folder / overlay.overlay_name(generation)
    disk().remove(path)
    overlay.write(path, state)
    written = manifest.record(path)
    if before is not None and written.sha256 == before.sha256 and state.can_be_made_again():
        disk().remove(path)
        written = before
    return _commit(folder, generation, segments, written, state.live, lock)


def bury(
    folder: Path, current: Manifest, live: NDArray[np.bool_] | None, buried: Tombstone, lock: WriterLock
) -> Manifest:
    """Makes a generation that differs from a kept one by its tombstone alone; needs little room on the disk.

    live: bool over all documents, those of the tombstone included.
    """
    generation = max(manifest.generations(folder)) + 1
    _still_ours(folder, generation, lock)
    path = folder / tombstone.tombstone_name(generation)
    disk().remove(path)
    tombstone.write(path, buried)
    shown = tombstone.hidden(live, buried.docs, current.documents)
    record = manifest.record(path)
    return _commit(folder, generation, current.segments, current.overlay, shown, lock, record)


def _commit(
    folder: Path,
    generation: int,
    segments: tuple[SegmentRecord, ...],
    overlaid: FileRecord | None,
    live: NDArray[np.bool_] | None,
    lock: WriterLock,
    buried: FileRecord | None = None,
) -> Manifest:
    """Writes the manifest and the table of contents of files that are there, and commits."""
    toc = toc_bytes(generation, _listed(segments, live))
    new = Manifest(
        generation,
        segments,
        overlaid,
        manifest.record_bytes(manifest.toc_name(generation), toc),
        ANALYZER_VERSION,
        manifest.FORMAT,
        buried,
    )
    listed = folder / manifest.manifest_name(generation)
    temporary = folder / f"{manifest.toc_name(generation)}.tmp"
    _still_ours(folder, generation, lock)  # what a second writer has put there is not removed
    for path, data in ((listed, manifest.to_bytes(new)), (temporary, toc)):
        disk().remove(path)
        write_new(path, data)
    disk().sync_folder(folder)
    _still_ours(folder, generation, lock)
    disk().rename(temporary, folder / manifest.toc_name(generation))
    disk().sync_folder(folder)
    return new


def _still_ours(folder: Path, generation: int, lock: WriterLock) -> None:
    """Looked at before anything is written and again before the commit, since anybody can remove a lock's file."""
    lock.check()
    newest = max(manifest.generations(folder), default=-1)
    if newest >= generation:
        raise ArchiveLocked(
            f"{folder} is at generation {newest} already, which another run wrote", "run the same command again"
        )
    if generation > manifest.LAST_GENERATION:
        raise ArchiveDamaged(f"{folder} has a generation {newest}, after which there is none", "index its sources anew")


def _listed(segments: tuple[SegmentRecord, ...], live: NDArray[np.bool_] | None) -> list[Listed]:
    """The segments with the deleted documents of each."""
    out: list[Listed] = []
    base = 0
    for segment in segments:
        part = slice(base, base + segment.documents)
        deleted = np.empty(0, np.int64) if live is None else np.flatnonzero(~live[part])
        out.append(Listed(segment.name, segment.documents, deleted))
        base += segment.documents
    return out


def sweep(folder: Path) -> None:
    """Removes what no kept generation names: older generations than the last two, and what a killed run left.

    Only regular files with a name that a writer gives are looked at, and of those that no manifest lists only the ones
    that are younger than the newest commit or begin as a writer's do: whatever else lies in the folder is somebody's.
    """
    kept = manifest.generations(folder)[:2]
    wanted = {name for g in kept for name in (manifest.manifest_name(g), manifest.toc_name(g))}
    for generation in kept:
        try:
            wanted |= {f.name for f in manifest.read(folder, generation).files()}
        except (ArchiveError, FileNotFoundError):
            return  # a damaged generation: nothing is removed until `verify --repair` has looked
    listed = _ever_listed(folder)
    since = regular_files.modified(folder / manifest.toc_name(kept[0])) if kept else 0
    for name in regular_files.names(folder):
        if name in wanted or name == LOCK_FILE or not manifest.own(name):
            continue
        with suppress(regular_files.NotAFile):
            if name in listed or regular_files.modified(folder / name) >= since or _begins_as_ours(folder / name):
                disk().remove(folder / name)


def _ever_listed(folder: Path) -> set[str]:
    """The names that any manifest in the folder vouches for."""
    out: set[str] = set()
    for generation in manifest.generations(folder):
        with suppress(ArchiveError, FileNotFoundError):
            out |= {f.name for f in manifest.read(folder, generation).files()}
            out.add(manifest.manifest_name(generation))
    return out


#: How files begin, by the end of their names. A run that was cut off leaves zeros from some point on.
_BEGINNINGS = {
    ".manifest": b'{\n "analyz',
    ".overlay": MAGIC,
    ".tombstone": MAGIC,
    manifest.SEGMENT_SUFFIX: MAGIC,
}


def _begins_as_ours(path: Path) -> bool:
    """Whether a file that no manifest lists is the rest of a commit that did not come to its end."""
    if path.suffix in (".toc", ".tmp"):
        return True  # stock Whoosh's pickle, whose name alone says all
    ours = _BEGINNINGS[path.suffix]
    with regular_files.open_file(path) as file:
        return ours.startswith(file.read(len(ours)).rstrip(b"\0"))
