"""Writing so that a power cut leaves the old state or the new one: sync the file, rename, sync the folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "darwin":  # pragma: no cover - fsync on macOS leaves data in the drive's cache
    import fcntl

    def sync_descriptor(descriptor: int) -> None:
        """Returns once what was written through this descriptor is on the medium."""
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)

else:

    def sync_descriptor(descriptor: int) -> None:
        """Returns once what was written through this descriptor is on the medium."""
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Returns once the folder's entries (new names, renames, removals) are on the medium."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        sync_descriptor(descriptor)
    finally:
        os.close(descriptor)


def write_new(path: Path, data: bytes) -> None:
    """Creates a file that must not exist yet, with this content, synced."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        sync_descriptor(file.fileno())


def replace(path: Path, data: bytes) -> None:
    """Gives a file new content atomically: whoever reads sees all of the old or all of the new."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    write_new(temporary, data)
    temporary.rename(path)
    sync_folder(path.parent)
