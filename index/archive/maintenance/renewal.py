"""Indexes an archive anew in place from its stored articles, for one whose words were parted by older rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from morgue.core.errors import ArchiveDamaged, ArchiveError
from morgue.core.health import Repair
from morgue.core.loading.arrays import NDArray
from morgue.index.archive import manifest, overlay
from morgue.index.archive.access import own_archive
from morgue.index.archive.commit import publish, sweep
from morgue.index.archive.lock import WriterLock
from morgue.index.archive.maintenance.repair import drop, forgotten_keys, live_articles, rebuilt
from morgue.index.archive.maintenance.salvage import Salvage
from morgue.index.archive.manifest import Manifest


def renew(folder: Path) -> Repair:
    """Files every stored article of the newest generation anew, stories and boilerplate with it.

    Text, dates and provenance stay as they are stored, and what was forgotten stays forgotten. The archive is as it was
    until the last moment, so a run that was killed is simply run again; it takes the room of a second archive. What is
    damaged and cannot be read is told in `lost`. Raises ArchiveDamaged where nothing can be read.
    """
    folder = own_archive(folder)
    lock = WriterLock(folder)
    try:
        return _renewed(folder, lock)
    finally:
        lock.release()


def _renewed(folder: Path, lock: WriterLock) -> Repair:
    found = manifest.generations(folder)
    current = manifest.read(folder, found[0], any_age=True)
    forgotten = forgotten_keys(folder, found)
    salvage = Salvage(folder, [s.name for s in current.segments], forgotten, _followers(folder, current))
    if current.documents:
        new = rebuilt(folder, found, salvage, forgotten, lock)
    else:
        new = publish(folder, found[0] + 1, (), replace(overlay.empty(), forgotten=forgotten), lock)
        for generation in found:
            drop(folder, generation)
        sweep(folder)
    if new is None:
        raise ArchiveDamaged(f"no article stored in {folder} can be read", "index its sources again")
    return Repair("indexed anew from the stored articles", new.generation, live_articles(folder), tuple(salvage.lost))


def _followers(folder: Path, current: Manifest) -> NDArray[np.bool_] | None:
    """The documents that joined a story begun by another: filed after those, so that stories keep their ids."""
    try:
        founders = overlay.of(folder, current).book.columns.founder
    except (ArchiveError, OSError, ValueError, LookupError):
        return None  # stories are then called by whichever article comes first
    last = np.ones(current.documents, np.bool_)
    last[founders[founders >= 0]] = False
    return last
