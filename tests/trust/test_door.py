"""The door of the archive's folder, one rule after another: what it refuses, closes, names and leaves alone."""

from __future__ import annotations

import errno
import os
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from morgue.core import durable_files, regular_files
from morgue.core.errors import ArchiveDamaged
from morgue.core.regular_files import NotAFile
from morgue.index.archive import lock
from morgue.index.archive.lock import LOCK_FILE, WriterLock

pytestmark = pytest.mark.usefixtures("closed")


@pytest.fixture
def bare() -> Iterator[None]:
    """Modes as they are asked for."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder with a link to a file, to a folder, to nothing and to itself, a pipe, a folder and a file."""
    (tmp_path / "file").write_bytes(b"text")
    (tmp_path / "full").mkdir()
    for name, target in (("link", "file"), ("away", "full"), ("nothing", "gone"), ("self", "self")):
        (tmp_path / name).symlink_to(target)
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


NO_FILES = ("link", "away", "nothing", "self", "pipe", "full")
ACTS: dict[str, Callable[[Path], object]] = {
    "size": regular_files.size,
    "open": regular_files.open_file,
    "read": lambda path: regular_files.read(path, 10),
    "remove": regular_files.remove,
    "rename": lambda path: regular_files.rename(path, path.with_name("new")),
    "rename to": lambda path: regular_files.rename(path.with_name("file"), path),
    "lock": lambda path: lock._opened(path),
}


@pytest.mark.parametrize("name", NO_FILES)
@pytest.mark.parametrize("act", ACTS)
def test_what_is_no_file_is_not_even_opened(odd: Path, monkeypatch: pytest.MonkeyPatch, act: str, name: str) -> None:
    real, opened = os.open, list[str]()

    def watched(path: Any, *args: Any, **more: Any) -> int:
        opened.append(str(path))
        return real(path, *args, **more)

    monkeypatch.setattr(os, "open", watched)
    before = sorted(p.name for p in odd.iterdir())
    with pytest.raises(NotAFile, match=f"{name} is not a regular file"):
        ACTS[act](odd / name)
    assert name not in opened
    assert sorted(p.name for p in odd.iterdir()) == before


@contextmanager
def _never_waiting() -> Iterator[None]:
    """An error, and not a test without an end, where something waits for the other end of a pipe."""

    def waits(*args: object) -> None:
        raise TimeoutError("waits for a pipe")

    before = signal.signal(signal.SIGALRM, waits)
    signal.alarm(60)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", ["pipe", "link", "self"])
@pytest.mark.parametrize("act", ["open", "read", "lock"])
def test_what_takes_a_files_place_after_the_look_is_refused(
    odd: Path, monkeypatch: pytest.MonkeyPatch, act: str, name: str
) -> None:
    """Between the look and the opening somebody may put anything there: here the look lies."""
    file = (odd / "file").stat()
    real = os.stat
    monkeypatch.setattr(os, "stat", lambda path, **more: file if path == name else real(path, **more))
    with _never_waiting(), pytest.raises(NotAFile):
        ACTS[act](odd / name)


@pytest.mark.parametrize(
    ("act", "name", "wanted"),
    [
        ("read", "file", os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY),
        ("create", "new", os.O_CREAT | os.O_EXCL | os.O_RDWR),
        ("lock", "file", os.O_NOFOLLOW | os.O_CREAT | os.O_RDWR),
    ],
)
def test_a_file_is_opened_so_that_nothing_put_in_its_place_matters(
    odd: Path, monkeypatch: pytest.MonkeyPatch, act: str, name: str, wanted: int
) -> None:
    """No link is followed, no pipe waited for, and no terminal becomes that of the program."""
    real, flags = os.open, dict[str, int]()

    def watched(path: Any, how: int, *args: Any, **more: Any) -> int:
        flags[str(path)] = how
        return real(path, how, *args, **more)

    monkeypatch.setattr(os, "open", watched)
    if act == "lock":
        os.close(lock._opened(odd / name))
    else:
        (regular_files.create if act == "create" else regular_files.open_file)(odd / name).close()
    assert flags[name] & wanted == wanted
    assert flags[str(odd)] & os.O_DIRECTORY and flags[str(odd)] & os.O_NOFOLLOW


def test_a_link_met_while_a_name_is_used_is_told(odd: Path) -> None:
    with pytest.raises(NotAFile, match="link is not a regular file"), regular_files.at(odd / "link") as (folder, name):
        os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=folder)


def test_a_folder_is_one_of_its_own(odd: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (odd / "away", odd / "nothing", odd / "self", odd / "self" / "below"):
        with pytest.raises(NotAFile, match="is not a folder of its own"):
            regular_files.folder_descriptor(path)
    with pytest.raises(NotADirectoryError):
        regular_files.folder_descriptor(odd / "file")
    with pytest.raises(FileNotFoundError):
        regular_files.folder_descriptor(odd / "gone")
    assert regular_files.is_folder(odd / "full") is True
    assert regular_files.is_folder(odd / "gone") is False
    assert regular_files.is_folder(odd / "file" / "below") is False
    for name in ("file", "link", "away", "pipe", "nothing"):
        with pytest.raises(NotAFile, match="is not a folder of its own"):
            regular_files.is_folder(odd / name)

    def no_more(*args: object, **more: object) -> int:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(os, "open", no_more)
    for name in ("away", "full"):
        with pytest.raises(OSError, match="Too many"):
            regular_files.folder_descriptor(odd / name)


def test_sizes_times_and_names_are_those_of_the_name_itself(odd: Path) -> None:
    os.utime(odd / "link", ns=(5, 5), follow_symlinks=False)
    assert regular_files.modified(odd / "link") == 5
    assert regular_files.modified(odd / "file") == (odd / "file").stat().st_mtime_ns
    assert regular_files.size(odd / "file") == 4
    assert regular_files.size(odd / "gone") is None
    assert regular_files.size(odd / "gone" / "below") is None
    assert sorted(regular_files.names(odd)) == sorted(p.name for p in odd.iterdir())
    assert regular_files.rooted(odd / "away") == (odd / "full").resolve()
    assert regular_files.rooted(odd / "full") == odd / "full"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="a file that says it has no bytes")
def test_a_file_that_grows_while_it_is_read_is_too_large() -> None:
    with pytest.raises(ArchiveDamaged, match="has 11 bytes, at most 10"):
        regular_files.read(Path("/proc/self/status").resolve(), 10)
    assert regular_files.read(Path("/proc/self/status").resolve(), 1 << 20).startswith(b"Name:")
    assert len(regular_files.read(Path("/proc/self/status").resolve(), 1 << 20)) > 500


def test_a_change_names_the_whole_path_and_leaves_nothing_open(odd: Path, bare: None) -> None:
    for act in (
        lambda: regular_files.rename(odd / "gone", odd / "new"),
        lambda: regular_files.open_file(odd / "gone"),
        lambda: regular_files.remove_folder(odd / "gone"),
        lambda: regular_files.modified(odd / "gone"),
    ):
        with pytest.raises(FileNotFoundError) as raised:
            act()
        assert raised.value.filename == str(odd / "gone")
    with pytest.raises(FileNotFoundError) as raised:
        regular_files.rename(odd / "gone" / "below", odd / "new")
    assert (raised.value.filename, raised.value.filename2) == (str(odd / "gone" / "below"), None)
    regular_files.make_folder(odd / "made")
    with regular_files.create(odd / "new") as file:
        file.write(b"new")
    WriterLock(odd).release()
    modes = [stat.S_IMODE((odd / name).stat().st_mode) for name in ("made", "new", LOCK_FILE)]
    assert modes == [0o777, 0o666, 0o666]
    for name in ("new", "made", "file", "link", "pipe"):
        with pytest.raises(FileExistsError):
            regular_files.create(odd / name)
        with pytest.raises(FileExistsError):
            regular_files.make_folder(odd / name)
    regular_files.remove_folder(odd / "made")
    regular_files.remove(odd / "new")
    regular_files.remove(odd / "new")
    assert not (odd / "made").exists() and not (odd / "new").exists()
    with pytest.raises(ValueError, match="no name"), regular_files.at(Path("/")):
        pass


def test_a_rest_of_a_process_of_this_number_does_not_hinder(tmp_path: Path) -> None:
    (tmp_path / f"saved.json.{os.getpid()}.tmp").write_bytes(b"of one that was killed")
    durable_files.replace(tmp_path / "saved.json", b"new")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"saved.json": b"new"}
