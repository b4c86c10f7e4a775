"""Opens regular files by their names from a descriptor of their folder, and never through a link.

An archive may come from a stranger. A name in its folder may be a link that leads out of it, a pipe that never answers,
a device without an end or a folder; so every name is checked, looked at and opened relative to the folder that holds it
(`openat` with `O_NOFOLLOW`). What a person names, an archive's folder, may be a link: `rooted` follows it once.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from morgue.core.errors import ArchiveDamaged

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
#: A pipe or a device put in a file's place between the look and the opening must not block.
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class NotAFile(ArchiveDamaged):
    """Something stands at a name that is no regular file of the folder: a link, a pipe, a device, a folder."""

    def __init__(self, path: Path, kind: str = "a regular file") -> None:
        super().__init__(f"{path} is not {kind}", "remove it or move it away, then: morgue verify --repair")


class TooLarge(ArchiveDamaged):
    """A file is larger than one of its kind can be."""

    def __init__(self, path: Path, size: int, most: int) -> None:
        super().__init__(f"{path} has {size:,} bytes, at most {most:,} can be right", "run: morgue verify --repair")


def rooted(folder: Path) -> Path:
    """The folder that a person named, itself: a link is followed here and nowhere else."""
    return folder.resolve() if folder.is_symlink() else folder


def checked(name: str) -> str:
    """The name, when it is one of a file within its folder; ValueError for one that leads elsewhere."""
    if name in ("", ".", "..") or "/" in name or "\0" in name:
        raise ValueError(f"{name!r} is no name of a file")
    return name


@contextmanager
def at(path: Path) -> Iterator[tuple[int, str]]:
    """The descriptor of the folder that holds a path, and the path's name in it.

    An OSError raised within names the whole path; NotAFile where a link stands at it; ValueError for no name of a file.
    """
    name = checked(path.name)
    descriptor = folder_descriptor(path.parent)
    try:
        yield descriptor, name
    except OSError as error:
        if error.filename is not None:
            error.filename = str(path)
        if error.errno == errno.ELOOP:
            raise NotAFile(path) from None
        raise
    finally:
        os.close(descriptor)


def folder_descriptor(folder: Path) -> int:
    """A folder, open; NotAFile when a link or something else stands there."""
    try:
        return os.open(folder, _FOLDER)
    except OSError as error:
        if error.errno == errno.ELOOP or (error.errno == errno.ENOTDIR and folder.is_symlink()):
            raise NotAFile(folder, "a folder of its own") from None
        raise


def names(folder: Path) -> list[str]:
    """All names in a folder."""
    descriptor = folder_descriptor(folder)
    try:
        return os.listdir(descriptor)  # noqa: PTH208 - of the very folder that was opened
    finally:
        os.close(descriptor)


def size(path: Path) -> int | None:
    """The bytes of a regular file; None when there is nothing. NotAFile when something else has the name."""
    try:
        with at(path) as (folder, name):
            info = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(info.st_mode):
        raise NotAFile(path)
    return info.st_size


def modified(path: Path) -> int:
    """When a file was last written to, in nanoseconds since 1970; of a link, when the link was made."""
    with at(path) as (folder, name):
        return os.stat(name, dir_fd=folder, follow_symlinks=False).st_mtime_ns


def is_folder(path: Path) -> bool:
    """Whether a folder of its own has the name; NotAFile when something else has it, False when nothing has."""
    try:
        with at(path) as (folder, name):
            info = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except (FileNotFoundError, NotADirectoryError):
        return False
    if not stat.S_ISDIR(info.st_mode):
        raise NotAFile(path, "a folder of its own")
    return True


def open_file(path: Path) -> BinaryIO:
    """A regular file, open for reading. FileNotFoundError when there is none, NotAFile when it is something else."""
    with at(path) as (folder, name):
        if not stat.S_ISREG(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            raise NotAFile(path)
        descriptor = os.open(name, _READ, dir_fd=folder)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotAFile(path)
    return os.fdopen(descriptor, "rb")


def read(path: Path, most: int) -> bytes:
    """The content of a regular file of at most so many bytes; TooLarge before anything of a larger one is read."""
    with open_file(path) as file:
        there = os.fstat(file.fileno()).st_size
        # what is asked for is allocated at once: sixteen million bytes for each small file, where `most` was asked for
        data = b"" if there > most else file.read(there + 1)
        if there < len(data) <= most:  # it has grown since
            data += file.read(most + 1 - len(data))
    if max(there, len(data)) > most:
        raise TooLarge(path, max(there, len(data)), most)
    return data


# -- changes, for morgue.core.durable_files alone


def create(path: Path) -> BinaryIO:
    """A new file, open for writing; FileExistsError when anything has the name."""
    with at(path) as (folder, name):
        return os.fdopen(os.open(name, _NEW, 0o666, dir_fd=folder), "w+b")


def rename(old: Path, new: Path) -> None:
    """Gives a regular file a new name, which nothing or another regular file has."""
    size(new)
    if size(old) is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(old))
    with at(old) as (source, name), at(new) as (target, new_name):
        os.rename(name, new_name, src_dir_fd=source, dst_dir_fd=target)


def remove(path: Path) -> None:
    """Takes a regular file's name away; nothing to do when there is none. NotAFile when something else has the name."""
    if size(path) is None:
        return
    with at(path) as (folder, name):
        os.unlink(name, dir_fd=folder)


def make_folder(path: Path) -> None:
    """A new folder; FileExistsError when anything has the name."""
    with at(path) as (folder, name):
        os.mkdir(name, 0o777, dir_fd=folder)


def remove_folder(path: Path) -> None:
    """Takes an empty folder away; OSError where it holds anything, or nothing has the name."""
    with at(path) as (folder, name):
        os.rmdir(name, dir_fd=folder)
