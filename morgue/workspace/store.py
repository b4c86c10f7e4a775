"""Declares the store of a workspace: a few small files by name; each engine gives its own."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import RLock
from typing import Protocol

from morgue.core import regular_files
from morgue.core.durable_files import disk, replace
from morgue.core.errors import ArchiveDamaged, MorgueError

#: Seconds that a change waits for another one to end, and between two looks.
_PATIENCE, _A_MOMENT = 10.0, 0.005


class Store(Protocol):
    """Small files by name, each replaced whole and durable when `replace` returns.

    Names have one or two parts, `saved.json` or `lists/NAME.jsonl`, made and checked by the rooms of the workspace.
    Every method raises MorgueError when the place cannot be used.
    """

    def read(self, name: str, most: int) -> bytes | None:
        """The file's bytes, None where there is none. MorgueError, with nothing read, for more than `most` bytes."""

    def replace(self, name: str, data: bytes) -> None:
        """Writes the file, or all of it anew."""

    def remove(self, name: str) -> None:
        """Takes the file away, durably; nothing where there is none."""

    def names(self, group: str) -> list[str]:
        """The names of all files in a group (`lists`), without the group, in order."""

    def alone(self) -> AbstractContextManager[None]:
        """Whoever reads a file and writes it anew does so within this: no other process is within it meanwhile."""


class FolderStore:
    """A store in a folder, the archive's own: regular files of it alone, never through a link."""

    def __init__(self, folder: Path) -> None:
        self._folder = regular_files.rooted(folder)
        self._turn = RLock()
        self._within = False

    def read(self, name: str, most: int) -> bytes | None:
        """The file's bytes; None where there is none."""
        path = self._path(name)
        try:
            return regular_files.read(path, most)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except ArchiveDamaged as error:
            raise MorgueError(error.what, "mend it or remove it") from None
        except OSError as error:
            raise MorgueError(f"cannot read {path}: {error.strerror}", "check its permissions") from None

    def replace(self, name: str, data: bytes) -> None:
        """Writes the file, or all of it anew."""
        path = self._path(name)
        try:
            if path.parent != self._folder:
                if not regular_files.is_folder(path.parent):
                    disk().make_folder(path.parent)
                disk().sync_folder(self._folder)  # also one that is there: who made it may have ended before his sync
            replace(path, data)
        except OSError as error:
            raise MorgueError(f"cannot write to {path.parent}: {error.strerror}", "check its permissions") from None

    def remove(self, name: str) -> None:
        """Takes the file away; nothing where there is none."""
        path = self._path(name)
        try:
            disk().remove(path)
            disk().sync_folder(path.parent)
        except OSError as error:
            raise MorgueError(f"cannot remove {path}: {error.strerror}", "check its permissions") from None

    def names(self, group: str) -> list[str]:
        """The names of all files in a group, in order."""
        try:
            return sorted(regular_files.names(self._folder / group))
        except (OSError, ArchiveDamaged):
            return []

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Holds the folder's lock (flock), which ends with the process however that ends.

        On a file system without locks for folders, as NFS, of two changes at one moment the later holds.
        """
        with self._turn:
            if self._within:
                yield
                return
            folder = self._locked()
            self._within = True
            try:
                yield
            finally:
                self._within = False
                os.close(folder)

    def _locked(self) -> int:
        """The folder's descriptor with its lock; MorgueError when another process keeps it for long."""
        try:
            folder = regular_files.folder_descriptor(self._folder)
        except OSError as error:
            raise MorgueError(f"cannot write to {self._folder}: {error.strerror}", "check its permissions") from None
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    os.close(folder)
                    raise MorgueError(f"another process keeps {self._folder} for itself", "try it again") from None
                time.sleep(_A_MOMENT)
            except OSError:
                return folder
            else:
                return folder

    def _path(self, name: str) -> Path:
        return self._folder.joinpath(*(regular_files.checked(part) for part in name.split("/")))
