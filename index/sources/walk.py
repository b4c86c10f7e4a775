"""Walks named paths and opens files: only regular ones, never out of a named folder, never in a loop."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import FileIO
from pathlib import Path

from morgue.core.article import Rejected
from morgue.core.errors import SourceError
from morgue.index.archive.lock import LOCK_FILE
from morgue.index.sources import sniff
from morgue.index.sources.limits import FOLDER_DEPTH, SIDECAR_BYTES
from morgue.index.sources.location import Broken, Place, printable
from morgue.index.sources.registry import READERS, Format
from morgue.index.sources.registry.listing import Listing, Refusal

# A pipe that nobody writes to would block open() for ever; O_NONBLOCK opens it at once and fstat then refuses it.
_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY


def check(path: str) -> None:
    """Raises SourceError when a path named by the user is missing, unreadable, or neither file nor folder."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116  # Path("") would be the folder one stands in
    except FileNotFoundError:
        raise SourceError(f"no such file or folder: {printable(path)}", "check the name") from None
    except (OSError, ValueError) as e:
        raise SourceError(f"cannot read {printable(path)}", _words(e)) from None
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise SourceError(f"not a regular file or folder: {printable(path)}", "pipe JSON Lines to '-' instead")
    if not os.access(path, os.R_OK | (os.X_OK if stat.S_ISDIR(mode) else 0)):
        raise SourceError(f"cannot read {printable(path)}", "no permission")


def files(path: str) -> Iterator[tuple[Path, Place] | Rejected]:
    """The regular files at or below a path, folders in the order of their names; hidden names below it are left out."""
    root = Path(path)
    if not root.is_dir():
        yield root, Place(printable(path), root.name)
        return
    yield from _below(root, Path(os.path.realpath(root)))


def size(path: Path) -> int:
    """Bytes of a file; 0 where that cannot be told."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def open_file(path: Path) -> FileIO:
    """Opens a regular file for reading; raises Broken for anything else."""
    try:
        fd = os.open(path, _FLAGS)
    except OSError as e:
        raise Broken("unreadable", _words(e)) from e
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise Broken("not a regular file")
    except BaseException:
        os.close(fd)
        raise
    return FileIO(fd, "rb")


def _below(folder: Path, root: Path, depth: int = 0) -> Iterator[tuple[Path, Place] | Rejected]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda e: os.fsencode(e.name))
    except OSError as e:
        yield Rejected(printable(str(folder)), "unreadable", detail=_words(e))
        return
    if any(entry.name == LOCK_FILE for entry in entries):
        yield Rejected(printable(str(folder)), "a morgue archive", detail="an archive is not read as news")
        return
    form = sniff.folder(frozenset(printable(entry.name) for entry in entries), printable(folder.name))
    if form is not None:
        yield from _kept(folder, form, root, depth)
        return
    for entry in entries:
        if entry.name.startswith(".") and not _mail_folder(folder, entry):
            continue
        yield from _entry(folder / entry.name, entry, root, depth)


def _mail_folder(folder: Path, entry: os.DirEntry[str]) -> bool:
    """Whether a hidden name is a folder of mails beside the inbox, as Maildir keeps them (`.Archive/cur`)."""
    try:
        own = entry.is_dir(follow_symlinks=False) and (folder / entry.name / "cur").is_dir()
        return own and (folder / "cur").is_dir()
    except OSError:
        return False


def _entry(path: Path, entry: os.DirEntry[str], root: Path, depth: int) -> Iterator[tuple[Path, Place] | Rejected]:
    name = printable(str(path))
    folder = "/".join(map(printable, path.parent.parts[-depth:])) if depth else None
    try:
        if entry.is_symlink():
            yield _link(path, name, root, folder)
        elif entry.is_dir(follow_symlinks=False):
            if depth >= FOLDER_DEPTH:
                yield Rejected(name, "nested too deep", detail=f"more than {FOLDER_DEPTH} folders")
            else:
                yield from _below(path, root, depth + 1)
        elif entry.is_file(follow_symlinks=False):
            yield path, Place(name, entry.name, folder=folder)
        else:
            yield Rejected(name, "not a regular file")
    except OSError as e:
        yield Rejected(name, "unreadable", detail=_words(e))


def _kept(folder: Path, form: Format, root: Path, depth: int) -> Iterator[tuple[Path, Place] | Rejected]:
    """The files that the reader of a folder picks, with what it knows of each."""
    names = tuple(_names(folder))
    listing = Listing(printable(folder.name), names, partial(_sidecar, folder, frozenset(names)))
    for pick in READERS[form].load()(listing):
        if isinstance(pick, Refusal):
            yield Rejected(printable(str(folder)), pick.reason, format=form, detail=pick.detail)
            continue
        path = folder / pick.path
        if path.is_symlink():
            yield Rejected(printable(str(path)), "link to a folder", detail="its target is read under its own name")
        elif path.is_dir():
            yield from _below(path, root, depth + 1)
        else:
            place = Place(printable(str(path)), path.name, captured=pick.captured, form=pick.form, folder_form=form)
            yield path, place if pick.stated is None else replace(place, stated=pick.stated)


def _names(folder: Path) -> Iterator[str]:
    """The regular files below a folder."""
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        below = Path(where).relative_to(folder)
        if len(below.parts) >= FOLDER_DEPTH:
            folders.clear()
        for name in sorted(names):
            path = Path(where, name)
            if not name.startswith(".") and stat.S_ISREG(path.lstat().st_mode):
                yield (below / name).as_posix()


def _sidecar(folder: Path, names: frozenset[str], name: str) -> bytes | None:
    """A small file that a program keeps beside its captures; none that a link stands for."""
    if name not in names:
        return None
    try:
        with open_file(folder / name) as file:
            data = file.read(SIDECAR_BYTES + 1)
    except (Broken, OSError, ValueError):
        return None
    return data if data is not None and len(data) <= SIDECAR_BYTES else None


def _link(path: Path, name: str, root: Path, folder: str | None) -> tuple[Path, Place] | Rejected:
    """A link to a file inside the named folder is that file; any other is refused."""
    target = Path(os.path.realpath(path))
    if not target.is_relative_to(root):
        return Rejected(name, "link out of the folder")
    if target.is_dir():
        return Rejected(name, "link to a folder", detail="its target is read under its own name")
    if not target.is_file():
        return Rejected(name, "broken link")
    return target, Place(name, path.name, folder=folder)


def _words(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
