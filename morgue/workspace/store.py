"""Where a workspace is kept: a few small files by name. The engine of a location says which store is its own."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from morgue.core.durable_files import replace
from morgue.core.errors import MorgueError


class Store(Protocol):
    """Small files by name, each replaced whole and durable when `replace` returns.

    Names have one or two parts, `saved.json` or `lists/NAME.jsonl`, made and checked by the rooms of the workspace.
    Every method raises MorgueError when the place cannot be used.
    """

    def read(self, name: str) -> bytes | None:
        """The file's bytes; None where there is none."""

    def replace(self, name: str, data: bytes) -> None:
        """Writes the file, or all of it anew."""

    def remove(self, name: str) -> None:
        """Takes the file away; nothing where there is none."""

    def names(self, group: str = "") -> list[str]:
        """The names of all files in a group (`lists`), or of those in none, in order."""


class FolderStore:
    """A store in a folder: the archive's own, or one the user named."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> bytes | None:
        """The file's bytes; None where there is none."""
        try:
            return self._path(name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise MorgueError(f"cannot read {self._path(name)}: {error.strerror}", "mend it or remove it") from None

    def replace(self, name: str, data: bytes) -> None:
        """Writes the file, or all of it anew."""
        path = self._path(name)
        try:
            if path.parent != self._folder:
                path.parent.mkdir(exist_ok=True)
            replace(path, data)
        except OSError as error:
            raise MorgueError(f"cannot write to {path.parent}: {error.strerror}", "check its permissions") from None

    def remove(self, name: str) -> None:
        """Takes the file away; nothing where there is none."""
        try:
            self._path(name).unlink(missing_ok=True)
        except OSError as error:
            raise MorgueError(f"cannot remove {self._path(name)}: {error.strerror}", "check its permissions") from None

    def names(self, group: str = "") -> list[str]:
        """The names of all files in a group, or of those in none, in order."""
        folder = self._folder / group
        if not folder.is_dir():
            return []
        start = f"{group}/" if group else ""
        return sorted(start + p.name for p in folder.iterdir() if p.is_file() and not p.is_symlink())

    def _path(self, name: str) -> Path:
        return self._folder.joinpath(*name.split("/"))
