"""The lock of the archive's folder, one rule after another: who holds it, who has let it go, what is none."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
from pathlib import Path

import pytest

from morgue.core.errors import ArchiveError, ArchiveLocked
from morgue.index.archive.lock import LOCK_FILE, WriterLock

pytestmark = pytest.mark.usefixtures("closed")


def _said(folder: Path) -> str:
    return (folder / LOCK_FILE).read_text()


def test_the_lock_says_who_holds_it_and_nothing_after(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).write_text("x" * 500)
    held = WriterLock(tmp_path)
    assert _said(tmp_path) == f"process {os.getpid()} on {socket.gethostname()}\n"
    with pytest.raises(ArchiveLocked, match=f"process {os.getpid()} on"):
        WriterLock(tmp_path)
    held.check()
    held.release()
    assert _said(tmp_path) == ""


def test_a_lock_that_says_nothing_of_its_holder(tmp_path: Path) -> None:
    with (tmp_path / LOCK_FILE).open("wb") as file:  # as stock Whoosh holds it
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(ArchiveLocked, match="is being written by another process"):
            WriterLock(tmp_path)


def test_a_lock_that_was_let_go_is_no_lock(tmp_path: Path) -> None:
    old = WriterLock(tmp_path)
    old.release()
    new = WriterLock(tmp_path)  # of the same number, as often as not
    assert new._descriptor == old._descriptor
    with pytest.raises(ArchiveLocked, match="removed or exchanged"):
        old.check()
    old.release()
    new.check()
    new.release()


def test_a_forked_process_has_no_lock_to_let_go(tmp_path: Path) -> None:
    held = WriterLock(tmp_path)
    child = os.fork()
    if not child:
        status = 1
        try:
            held.release()
            status = 0
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert _said(tmp_path)
    held.release()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_file_system_without_locks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def no_locks(*args: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(ArchiveError, match=f"cannot be locked: {os.strerror(number)}"):
        WriterLock(tmp_path)


def test_a_lock_with_another_name_elsewhere_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "diary").write_text("Dear diary")
    (tmp_path / LOCK_FILE).hardlink_to(tmp_path / "diary")
    WriterLock(tmp_path).release()
    assert (tmp_path / "diary").read_text() == "Dear diary"


def test_a_lock_whose_file_was_put_back_is_not_the_same(tmp_path: Path) -> None:
    held = WriterLock(tmp_path)
    (tmp_path / LOCK_FILE).rename(tmp_path / "kept")
    with pytest.raises(ArchiveLocked):
        held.check()
    (tmp_path / LOCK_FILE).touch()
    with pytest.raises(ArchiveLocked):
        held.check()
    (tmp_path / LOCK_FILE).unlink()
    (tmp_path / LOCK_FILE).symlink_to("kept")
    with pytest.raises(ArchiveLocked):
        held.check()
    (tmp_path / "kept").rename(tmp_path / LOCK_FILE)
    held.check()
    held.release()
