"""Disks that fail at a chosen step, and one that writes down what it was told so that a power cut can be played."""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from morgue.core.durable_files import Disk


class Killed(BaseException):
    """The process has ended here: nothing after this reaches the disk."""


class _File:
    """A new file whose every write is counted, and which holds nothing back in memory."""

    def __init__(self, disk: StepDisk, path: Path) -> None:
        self._disk = disk
        self.path = path
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        self.closed = False

    def write(self, data: Any) -> int:
        raw = bytes(memoryview(data).cast("B"))
        at = os.lseek(self._fd, 0, os.SEEK_CUR)
        self._disk.step("write", self.path, half=lambda: os.write(self._fd, raw[: len(raw) // 2]))
        self._disk.takes(len(raw))
        os.write(self._fd, raw)
        self._disk.wrote(self.path, at, raw)
        return len(raw)

    def seek(self, at: int) -> int:
        return os.lseek(self._fd, at, os.SEEK_SET)

    def flush(self) -> None:
        """Nothing is held back."""

    def fileno(self) -> int:
        return self._fd

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            os.close(self._fd)

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class StepDisk(Disk):
    """The real disk, each change of it counted as a step. Subclasses say what a step does."""

    def step(self, kind: str, path: Path, half: Callable[[], object] = lambda: None) -> None:
        """Called before each change; `half` does a part of it."""

    def takes(self, size: int) -> None:
        """Called before each write with its bytes."""

    def wrote(self, path: Path, at: int, data: bytes) -> None:
        """Called after each write."""

    def create(self, path: Path) -> BinaryIO:
        self.step("create", path)
        return cast("BinaryIO", _File(self, path))

    def sync(self, file: BinaryIO) -> None:
        self.step("sync", cast("_File", file).path)

    def rename(self, old: Path, new: Path) -> None:
        self.step("rename", old)
        super().rename(old, new)

    def remove(self, path: Path) -> None:
        self.step("remove", path)
        super().remove(path)

    def sync_folder(self, folder: Path) -> None:
        self.step("sync_folder", folder)


class FailingDisk(StepDisk):
    """Fails at step `at`: with EIO once, with ENOSPC wherever room is needed from then on, or as a kill does."""

    def __init__(self, at: int, fault: str) -> None:
        self.steps = 0
        self.failed: str | None = None
        self._at = at
        self._fault = fault

    def step(self, kind: str, path: Path, half: Callable[[], object] = lambda: None) -> None:
        self.steps += 1
        if self.steps == self._at:
            self.failed = f"{kind} {path.name}"
            half()
            self._fail()
        if self.steps > self._at and (self._fault == "kill" or (self._fault == "full" and kind in ("create", "write"))):
            self._fail()

    def _fail(self) -> None:
        if self._fault == "kill":
            raise Killed
        number = errno.EIO if self._fault == "io" else errno.ENOSPC
        raise OSError(number, os.strerror(number))


class FullDisk(StepDisk):
    """Has room for so many more bytes; what is removed gives its own back."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.most = 0
        self._used = 0

    def takes(self, size: int) -> None:
        if size > self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.room -= size
        self._used += size
        self.most = max(self.most, self._used)

    def remove(self, path: Path) -> None:
        size = path.stat().st_size if path.exists() else 0
        super().remove(path)
        self.room += size
        self._used -= size


@dataclass(slots=True)
class _Inode:
    """What was written to a file, in order; `synced` counts the writes that a sync has made certain."""

    writes: list[tuple[int, bytes]] = field(default_factory=list)
    synced: int = 0


@dataclass(frozen=True, slots=True)
class _Naming:
    """A change of a folder: `name` is now this inode's, or nobody's; `old` is free."""

    name: Path
    inode: _Inode | None
    old: Path | None = None


class RecordingDisk(StepDisk):
    """Writes every change down. `cut` plays a power cut after so many of them; `mark` notes what was acknowledged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log: list[tuple[str, Path, Any]] = []
        self._marks: list[int] = []
        self._start = 0

    def __len__(self) -> int:
        return len(self._log)

    def mark(self) -> None:
        """What was done so far has been acknowledged to the user."""
        self._marks.append(len(self._log))

    def acknowledged(self, moment: int) -> int:
        """How many marks had been made when so many changes had been."""
        return sum(m <= moment for m in self._marks)

    def step(self, kind: str, path: Path, half: Callable[[], object] = lambda: None) -> None:
        if kind not in ("write", "rename"):
            self._log.append((kind, path, None))

    def wrote(self, path: Path, at: int, data: bytes) -> None:
        self._log.append(("write", path, (at, data)))

    def rename(self, old: Path, new: Path) -> None:
        super().rename(old, new)
        self._log.append(("rename", old, new))

    def begin(self) -> None:
        """What lies in the folder now is on the medium."""
        for path in sorted(p for p in self._folder.rglob("*") if p.is_file()):
            self._log += [("create", path, None), ("write", path, (0, path.read_bytes())), ("sync", path, None)]
        self._log += [("sync_folder", folder, None) for folder in (self._folder, *self._folder.rglob("*"))]
        self._start = len(self._log)

    def moments(self) -> list[int]:
        """Right before and right after each sync and each rename."""
        told = ("sync", "sync_folder", "rename")
        found = {at + n for at, (kind, _, _) in enumerate(self._log) if kind in told for n in (0, 1)}
        return sorted(m for m in found if m >= self._start)

    def make_folder(self, path: Path) -> None:
        self.step("make_folder", path)
        Disk.make_folder(self, path)

    def remove_folder(self, path: Path) -> None:
        Disk.remove_folder(self, path)
        self.step("remove_folder", path)

    def _played(self, moment: int) -> tuple[dict[Path, _Inode], list[_Naming], set[Path]]:
        """The names that are certain after so many changes, those that are not, and the folders within."""
        names: dict[Path, _Inode] = {}
        certain: dict[Path, _Inode] = {}
        waiting: list[_Naming] = []
        folders: set[Path] = set()
        for kind, path, what in self._log[:moment]:
            if kind == "create":
                names[path] = _Inode()
                waiting.append(_Naming(path, names[path]))
            elif kind == "write":
                names[path].writes.append(what)
            elif kind == "sync":
                names[path].synced = len(names[path].writes)
            elif kind == "rename":
                names[what] = names.pop(path)
                waiting.append(_Naming(what, names[what], path))
            elif kind == "remove":
                names.pop(path, None)
                waiting.append(_Naming(path, None))
            elif kind in ("make_folder", "remove_folder"):
                (folders.add if kind == "make_folder" else folders.discard)(path)
            else:
                certain = {p: i for p, i in certain.items() if p.parent != path}
                certain |= {p: i for p, i in names.items() if p.parent == path}
                waiting = [w for w in waiting if w.name.parent != path]
        return certain, waiting, folders

    def cut(self, moment: int, rng: random.Random, folder: Path) -> None:
        """Lays in a new folder what the medium might hold when the power went after `moment` changes."""
        certain, waiting, folders = self._played(moment)
        for change in waiting:  # each may have reached the medium or not, in whatever order
            if rng.random() < 0.5:
                _apply(certain, change)
        self._lay(certain, folders, folder, lambda inode: _content(inode, rng))

    def cut_at_worst(self, moment: int, kept: str, folder: Path) -> None:
        """The same when of what is not certain only one kind of names has reached the medium, and no content."""
        certain, waiting, folders = self._played(moment)
        for change in waiting:
            kind = "removals" if change.inode is None else "renames" if change.old is not None else "creations"
            if kept in ("all", kind):
                _apply(certain, change)
        self._lay(certain, folders, folder, _certain_content)

    def _lay(
        self, names: dict[Path, _Inode], folders: set[Path], folder: Path, content: Callable[[_Inode], bytes]
    ) -> None:
        folder.mkdir()
        for made in folders:
            (folder / made.relative_to(self._folder)).mkdir()
        for path, inode in names.items():
            target = folder / path.relative_to(self._folder)
            if target.parent.exists():
                target.write_bytes(content(inode))


#: Kinds of names that alone may reach the medium.
WORST = ("none", "all", "renames", "removals", "creations")


def _apply(names: dict[Path, _Inode], change: _Naming) -> None:
    if change.old is not None:
        names.pop(change.old, None)
    if change.inode is None:
        names.pop(change.name, None)
    else:
        names[change.name] = change.inode


def _content(inode: _Inode, rng: random.Random) -> bytes:
    """What was synced, and of each later write all, a part, zeros or nothing."""
    data = bytearray()
    for number, (at, raw) in enumerate(inode.writes):
        kept = raw
        if number >= inode.synced:
            kept = rng.choice((raw, raw[: rng.randrange(len(raw) + 1)], bytes(len(raw)), b""))
        if kept:
            data.extend(bytes(max(0, at + len(kept) - len(data))))
            data[at : at + len(kept)] = kept
    return bytes(data)


def _certain_content(inode: _Inode) -> bytes:
    """What was synced, and nothing more."""
    data = bytearray()
    for at, raw in inode.writes[: inode.synced]:
        data.extend(bytes(max(0, at + len(raw) - len(data))))
        data[at : at + len(raw)] = raw
    return bytes(data)
