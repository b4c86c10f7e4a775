"""Locks the archive for one writer, by an flock that the kernel releases however the process ends."""

from __future__ import annotations

import fcntl
import os
import socket
import stat
from contextlib import suppress
from pathlib import Path
from weakref import WeakSet

from morgue.core import regular_files
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
        self._path = folder / LOCK_FILE
        self._descriptor = _opened(self._path)
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
        self._say(f"process {os.getpid()} on {socket.gethostname()}\n")

    def check(self) -> None:
        """ArchiveLocked when the file that is locked no longer has the lock's name: another writer may hold its own.

        Whoever removes the file (`rm MAIN_WRITELOCK`) lets a second writer in; then the first may not commit.
        """
        own = os.fstat(self._descriptor)
        try:
            with regular_files.at(self._path) as (folder, name):
                there = os.stat(name, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            there = None
        if self not in _held or there is None or (there.st_dev, there.st_ino) != (own.st_dev, own.st_ino):
            raise ArchiveLocked(
                f"{self._path} was removed or exchanged during the run, so another run may be writing",
                "nothing of this run since its last commit is in the archive: run the same command again",
            )

    def release(self) -> None:
        """Lets the next writer in; a second call does nothing."""
        if self not in _held:
            return
        _held.discard(self)
        self._say("")
        os.close(self._descriptor)

    def _say(self, text: str) -> None:
        """Writes who holds the lock, but not into a file that has another name elsewhere (a hard link)."""
        if os.fstat(self._descriptor).st_nlink > 1:
            return
        with suppress(OSError):
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, text.encode(), 0)

    def abandon(self) -> None:
        """Closes this process's copy of the descriptor; whoever else has it still holds the lock."""
        os.close(self._descriptor)


def _opened(path: Path) -> int:
    """The lock's file, made when there is none; NotAFile when something else has its name."""
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
    regular_files.size(path)
    with regular_files.at(path) as (folder, name):
        descriptor = os.open(name, flags, 0o666, dir_fd=folder)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise regular_files.NotAFile(path)
    return descriptor
