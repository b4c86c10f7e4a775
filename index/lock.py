"""One writer at a time: an flock on a file of the archive, released by the kernel however the process ends."""

from __future__ import annotations

import fcntl
import os
import socket
from pathlib import Path

from index.errors import ArchiveLocked

#: The name stock Whoosh locks too, so that neither writes while the other does.
LOCK_FILE = "MAIN_WRITELOCK"


class WriterLock:
    """Held from construction until `release` (or the end of the process). Not inherited by child programs."""

    def __init__(self, folder: Path) -> None:
        self._descriptor = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(self._descriptor, 200, 0).decode("utf-8", "replace").strip() or "another process"
            os.close(self._descriptor)
            raise ArchiveLocked(
                f"the archive {folder} is being written by {holder}", "wait for it to end, or stop it"
            ) from None
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"process {os.getpid()} on {socket.gethostname()}\n".encode(), 0)

    def release(self) -> None:
        """Lets the next writer in."""
        os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)
