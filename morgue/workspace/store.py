"""Declares the store of a workspace: a few small files by name; each engine gives its own."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from morgue.core import regular_files
from morgue.core.durable_files import disk, replace
from morgue.core.errors import ArchiveDamaged, MorgueError


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


class FolderStore:
    """A store in a folder, the archive's own: regular files of it alone, never through a link."""

    def __init__(self, folder: Path) -> None:
        self._folder = regular_files.rooted(folder)

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

    def _path(self, name: str) -> Path:
        return self._folder.joinpath(*(regular_files.checked(part) for part in name.split("/")))
