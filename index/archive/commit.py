"""How a generation becomes the archive: all its files are durable before one rename makes it the newest.

The new segment, the overlay and the manifest are written and synced, then the folder, and then Whoosh's table of
contents is renamed into place: until that rename the archive is the old one, after it the new one. The generation
before stays on disk until the next commit.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from morgue.core.analyzer import ANALYZER_VERSION
from morgue.core.durable_files import disk, write_new
from morgue.core.errors import ArchiveError
from morgue.index.archive import manifest, overlay
from morgue.index.archive.archive import check_owner
from morgue.index.archive.lock import LOCK_FILE, WriterLock
from morgue.index.archive.manifest import Manifest, SegmentRecord
from morgue.index.archive.overlay import Overlay
from morgue.index.codec.whoosh.whoosh_toc import Listed, toc_bytes


def create(folder: Path) -> None:
    """Makes an archive without articles in a folder that is missing or empty."""
    try:
        new = [p for p in (folder, *folder.absolute().parents) if not p.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        for made in new or [folder]:
            disk().sync_folder(made.parent)
        check_owner(folder)
        lock = WriterLock(folder)
    except PermissionError:
        raise ArchiveError(f"{folder} cannot be written", "name another folder with --archive") from None
    try:
        if not manifest.generations(folder):
            publish(folder, 0, (), overlay.empty())
    finally:
        lock.release()


def publish(folder: Path, generation: int, segments: tuple[SegmentRecord, ...], state: Overlay) -> Manifest:
    """Makes these segments and this overlay the newest generation; durable when it returns."""
    path = folder / overlay.overlay_name(generation)
    disk().remove(path)
    overlay.write(path, state)
    toc = toc_bytes(generation, _listed(segments, state.live))
    new = Manifest(
        generation,
        segments,
        manifest.record(path),
        manifest.record_bytes(manifest.toc_name(generation), toc),
        ANALYZER_VERSION,
    )
    listed = folder / manifest.manifest_name(generation)
    disk().remove(listed)
    write_new(listed, manifest.to_bytes(new))
    temporary = folder / f"{manifest.toc_name(generation)}.tmp"
    disk().remove(temporary)
    write_new(temporary, toc)
    disk().sync_folder(folder)
    disk().rename(temporary, folder / manifest.toc_name(generation))
    disk().sync_folder(folder)
    return new


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
    """Removes what no kept generation names: older generations than the last two, and what a killed run left."""
    kept = manifest.generations(folder)[:2]
    wanted = {name for g in kept for name in (manifest.manifest_name(g), manifest.toc_name(g))}
    for generation in kept:
        try:
            wanted |= {f.name for f in manifest.read(folder, generation).files()}
        except (ArchiveError, FileNotFoundError):
            return  # a damaged generation: nothing is removed until `verify --repair` has looked
    for path in folder.iterdir():
        if path.name.startswith(("MAIN_", "MAIN-", "_MAIN_")) and path.name not in wanted and path.name != LOCK_FILE:
            disk().remove(path)
