"""Checks whether an archive folder may be used: its owner, who else may change it, and the sizes of its files."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from morgue.core import regular_files
from morgue.core.errors import ArchiveDamaged, ArchiveError, ArchiveMissing
from morgue.index.archive import manifest
from morgue.index.archive.manifest import Manifest

#: Bytes of a table of contents at most: four for each deleted document, and what is mostly dead is rewritten.
_MOST_TOC = 64 << 20


def check_sizes(folder: Path, newest: Manifest) -> None:
    """ArchiveDamaged when a file is not as long as it was written; FileNotFoundError when one is gone."""
    for file in newest.files():
        size = regular_files.size(folder / file.name)
        if size is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder / file.name))
        if size != file.size:
            raise ArchiveDamaged(
                f"{folder / file.name} is damaged: {size} bytes, {file.size} were written",
                "run: morgue verify --repair",
            )
    toc = regular_files.read(folder / newest.toc.name, _MOST_TOC)
    if manifest.record_bytes(newest.toc.name, toc) != newest.toc:
        raise ArchiveDamaged(f"{folder / newest.toc.name} is damaged", "run: morgue verify --repair")


def check_owner(folder: Path) -> None:
    """ArchiveError for a folder of another user (root may read any)."""
    try:
        info = folder.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise ArchiveMissing(f"there is no archive at {folder}", "make one: morgue index PATH...") from None
    except PermissionError:
        raise ArchiveError(f"{folder} may not be read", "check its permissions") from None
    if not stat.S_ISDIR(info.st_mode):
        raise ArchiveError(f"{folder} is a file, not an archive", "name a folder")
    if info.st_uid != os.geteuid() and os.geteuid() != 0:
        raise ArchiveError(f"{folder} belongs to another user", "copy it to a folder of your own first")


def writable_by_all(folder: Path) -> bool:
    """Whether anyone on the machine may change the archive: worth a warning (always so on exFAT and WSL drives)."""
    return bool(folder.stat().st_mode & stat.S_IWOTH)


def own_archive(folder: Path) -> Path:
    """The real path of an archive's folder; ArchiveMissing where there is none, ArchiveError for another user's."""
    check_owner(folder)
    root = regular_files.rooted(folder)
    if not manifest.generations(root):
        raise ArchiveMissing(f"there is no archive at {root}", "make one: morgue index PATH...")
    return root
