"""Opens the archive folder for readers: finds the current generation, checks its files, gives a snapshot of it.

Reading never locks and never waits. A commit can remove the files of an old generation between the moment its name is
read and the moment they are opened; then the newest generation is looked up again.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

from morgue.core import regular_files
from morgue.core.errors import ArchiveDamaged, ArchiveError, ArchiveMissing
from morgue.index.archive import manifest
from morgue.index.archive.access import check_owner, check_sizes
from morgue.index.archive.manifest import Manifest

if TYPE_CHECKING:
    from morgue.core.health import Stats
    from morgue.index.archive.snapshot import Snapshot

#: How often a reader looks again when files vanish under it; each time a newer generation is there.
_ATTEMPTS = 10


class Archive:
    """An archive on disk. Opening checks the newest generation's sizes and reads nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def open(cls, folder: Path) -> Archive:
        """An existing archive; ArchiveMissing, ArchiveDamaged, ArchiveTooNew or ArchiveError say what is wrong."""
        check_owner(folder)
        archive = cls(regular_files.rooted(folder))
        archive.current()
        return archive

    @classmethod
    def open_or_create(cls, folder: Path) -> Archive:
        """The archive in a folder, made when the folder is missing or empty."""
        try:
            return cls.open(folder)
        except ArchiveMissing:
            from morgue.index.archive.commit import create

            create(folder)
            return cls.open(folder)

    def current(self) -> Manifest:
        """The newest generation's manifest, its files checked for presence and size."""
        for attempt in range(_ATTEMPTS):
            found = manifest.generations(self.folder)
            if not found and attempt == _ATTEMPTS - 1:
                raise self._missing()
            if not found and not any(name.endswith(".manifest") for name in regular_files.names(self.folder)):
                raise self._missing()
            if not found:
                continue  # the folder was listed while names in it came and went
            try:
                newest = manifest.read(self.folder, found[0])
                check_sizes(self.folder, newest)
            except FileNotFoundError as error:
                if attempt == _ATTEMPTS - 1:
                    raise ArchiveDamaged(f"{error.filename} is missing", "run: morgue verify --repair") from None
            else:
                return newest
        raise AssertionError

    def snapshot(self) -> Snapshot:
        """The newest generation, every file of it open."""
        from morgue.index.archive.overlay import open_snapshot

        for attempt in range(_ATTEMPTS):
            newest = self.current()
            try:
                return open_snapshot(self.folder, newest)
            except FileNotFoundError:
                if attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError

    def stats(self) -> Stats:
        """What the newest generation holds."""
        from morgue.index.archive.stats import stats

        return stats(self.snapshot())

    def bytes_on_disk(self) -> int:
        """The size of all files in the folder."""
        infos = (entry.lstat() for entry in self.folder.iterdir())
        return sum(info.st_size for info in infos if stat.S_ISREG(info.st_mode))

    def _missing(self) -> ArchiveError:
        if not all(map(manifest.own, regular_files.names(self.folder))):
            return ArchiveError(f"{self.folder} holds something else, not an archive", "name a new or an empty folder")
        return ArchiveMissing(f"there is no archive at {self.folder}", "make one: morgue index PATH...")
