"""One writer at a time: an flock on a file of the archive, released by the kernel however the process ends."""

from __future__ import annotations

import fcntl
import os
import socket
from pathlib import Path
from weakref import WeakSet

from morgue.core.errors import ArchiveError, ArchiveLocked

#: The name stock Whoosh locks too, so that neither writes while the other does.
LOCK_FILE = "MAIN_WRITELOCK"

_held: WeakSet[WriterLock] = WeakSet()


def _not_ours() -> None:
    """In a forked process: a worker that outlives a killed writer must not keep the next one out."""
    for lock in list(_held):
        lock.abandon()
    _held.clear()


os.register_at_fork(after_in_child=_not_ours)


class WriterLock:
    """Held from construction until `release` (or the end of the process). Not inherited by child processes."""

    def __init__(self, folder: Path) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        self._descriptor = os.open(folder / LOCK_FILE, flags, 0o666)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._descriptor, 200, 0).decode("utf-8", "replace").strip() or "another process"
            os.close(self._descriptor)
            raise ArchiveLocked(
                f"the archive {folder} is being written by {holder}", "wait for it to end, or stop it"
            ) from None
        except OSError as error:
            os.close(self._descriptor)
            raise ArchiveError(
                f"{folder} cannot be locked: {error.strerror}", "keep the archive on a file system with locks"
            ) from None
        _held.add(self)
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"process {os.getpid()} on {socket.gethostname()}\n".encode(), 0)

    def release(self) -> None:
        """Lets the next writer in; a second call does nothing."""
        if self not in _held:
            return
        _held.discard(self)
        os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)

    def abandon(self) -> None:
        """Closes this process's copy of the descriptor; whoever else has it still holds the lock."""
        os.close(self._descriptor)
