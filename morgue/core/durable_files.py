"""Makes every change of the archive's folder, so that a power cut leaves the old state or the new.

The order that makes it so is the callers': write and sync files, sync the folder, rename, sync the folder, only then
remove. Tests put another `Disk` in the place of the real one to fail, or to forget what was not synced, at every step.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from morgue.core import regular_files

if sys.platform == "darwin":  # there fsync macOS leaves data in the drive's cache
    import fcntl

    def _sync(descriptor: int) -> None:
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)

else:
    _sync = os.fsync


class Disk:
    """All changes: a new file, its sync, a rename, a removal, a folder made, removed, synced.

    Each goes through the door: nothing but regular files of the very folder is touched. OSErrors are the system's own.
    """

    def create(self, path: Path) -> BinaryIO:
        """A new file open for writing; FileExistsError when the name is taken."""
        return regular_files.create(path)

    def sync(self, file: BinaryIO) -> None:
        """Returns once what was written to the file is on the medium."""
        file.flush()
        _sync(file.fileno())

    def rename(self, old: Path, new: Path) -> None:
        """The file has the new name, whatever had it before is gone: at once or not at all."""
        regular_files.rename(old, new)

    def remove(self, path: Path) -> None:
        """The name is gone; that it was gone already is no error."""
        regular_files.remove(path)

    def make_folder(self, path: Path) -> None:
        """A new folder; FileExistsError when the name is taken."""
        regular_files.make_folder(path)

    def remove_folder(self, path: Path) -> None:
        """Removes an empty folder."""
        regular_files.remove_folder(path)

    def sync_folder(self, folder: Path) -> None:
        """Returns once the folder's new names, renames and removals are on the medium."""
        descriptor = regular_files.folder_descriptor(folder)
        try:
            _sync(descriptor)
        finally:
            os.close(descriptor)


_disk = Disk()


def disk() -> Disk:
    """The disk in use."""
    return _disk


@contextmanager
def using(other: Disk) -> Iterator[None]:
    """Has all changes go to another disk; for tests that let it fail."""
    global _disk
    real, _disk = _disk, other
    try:
        yield
    finally:
        _disk = real


def write_new(path: Path, data: bytes) -> None:
    """Creates a file that must not exist yet, with this content, synced."""
    with _disk.create(path) as file:
        file.write(data)
        _disk.sync(file)


def replace(path: Path, data: bytes) -> None:
    """Gives a file new content atomically: whoever reads sees all of the old or all of the new."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    _disk.remove(temporary)
    write_new(temporary, data)
    _disk.rename(temporary, path)
    _disk.sync_folder(path.parent)
