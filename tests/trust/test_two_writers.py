"""A lock's file that is removed lets a second writer in: then the first commits no more, and nothing is overwritten."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from morgue.cli.main import main
from morgue.core.errors import ArchiveError, ArchiveLocked
from morgue.index.archive import commit, manifest
from morgue.index.archive.archive import Archive
from morgue.index.archive.lock import LOCK_FILE, WriterLock
from morgue.index.archive.maintenance.repair import verify
from morgue.index.archive.writer import Writer
from tests.trust.sizes import sized
from tests.trust.small import news, orphans, state


def _ids(folder: Path) -> set[str]:
    return {a.id for a in state(folder).articles}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Writer(Archive.open_or_create(tmp_path / "archive")) as writer:
        for prepared in news(12)[:3]:
            writer.add(prepared)
        writer.commit()
    return tmp_path / "archive"


def _removed(lock: Path) -> None:
    lock.unlink()


def _exchanged(lock: Path) -> None:
    lock.rename(lock.with_name("elsewhere"))
    lock.write_bytes(b"")


def _linked(lock: Path) -> None:
    lock.rename(lock.parent.with_name("elsewhere"))
    lock.symlink_to(lock.parent.with_name("elsewhere"))


@pytest.mark.parametrize("change", [_removed, _exchanged, _linked])
@pytest.mark.parametrize("act", ["commit", "settle", "forget", "compact"])
def test_without_its_lock_a_writer_changes_nothing(folder: Path, change: object, act: str) -> None:
    writer = Writer(Archive.open(folder))
    for prepared in news(12)[3:6] if act == "commit" else ():
        writer.add(prepared)
    if act == "settle":  # a commit of fewer articles than an outlet has leaves its lines to be counted
        for prepared in news(12)[3:5]:
            writer.add(prepared)
        writer.commit()
    assert callable(change)
    change(folder / LOCK_FILE)
    before, newest = _ids(folder), manifest.generations(folder)[0]
    with pytest.raises(ArchiveLocked, match="removed or exchanged"):
        getattr(writer, act)(*([["h0001"]] if act == "forget" else []))
    writer.close()
    assert (_ids(folder), manifest.generations(folder)[0]) == (before, newest)
    assert verify(folder).ok


@sized(smoke=3, trust=24)
def test_of_two_writers_no_acknowledged_article_is_lost(tmp_path: Path, folder: Path, cases: range) -> None:
    """Each commits a few articles at a time, in whatever order, and the lock's file goes at some moment."""
    start = tmp_path / "start"
    shutil.copytree(folder, start)
    for seed in cases:
        rng = random.Random(f"two writers {seed}")
        shutil.rmtree(folder)
        shutil.copytree(start, folder)
        first = Writer(Archive.open(folder))
        second: Writer | None = None
        waiting = list(news(12)[3:])
        done = _ids(folder)
        while waiting:
            if second is None and rng.random() < 0.4:
                (folder / LOCK_FILE).unlink()
                second = Writer(Archive.open(folder))
            writer = rng.choice((first, second or first))
            new = waiting.pop()
            try:
                writer.add(new)
                writer.commit()
            except ArchiveError:
                assert second is not None and writer is first, f"seed {seed}: the one with the lock was refused"
            else:
                done.add(new.article.id)
            assert done <= _ids(folder), f"seed {seed}: an acknowledged article is gone"
        first.close()
        if second is not None:
            second.close()
        assert _ids(folder) == done and verify(folder).ok, f"seed {seed}"
        Writer(Archive.open(folder)).close()
        assert orphans(folder) <= {"elsewhere"}


def test_a_commit_follows_the_newest_manifest_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the lock says nothing: on a file system whose locks do not reach other machines."""
    monkeypatch.setattr(WriterLock, "check", lambda self: None)
    first = Writer(Archive.open(folder))
    first.add(news(12)[3])
    (folder / LOCK_FILE).unlink()
    second = Writer(Archive.open(folder))
    second.add(news(12)[4])
    second.commit()
    with pytest.raises(ArchiveLocked, match="another run wrote"):
        first.commit()
    assert "h0004" in _ids(folder) and "h0003" not in _ids(folder)


def test_the_lock_is_looked_at_again_right_before_the_commit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second writer that came in while the first was writing its files."""
    writer = Writer(Archive.open(folder))
    writer.add(news(12)[3])
    from morgue.index.codec.whoosh.whoosh_toc import toc_bytes

    def slow(*args: Any) -> bytes:
        monkeypatch.undo()
        (folder / LOCK_FILE).unlink()
        with Writer(Archive.open(folder)) as second:
            second.add(news(12)[4])
            second.commit()
        return toc_bytes(*args)

    monkeypatch.setattr(commit, "toc_bytes", slow)
    with pytest.raises((ArchiveLocked, OSError)):
        writer.commit()
    assert "h0004" in _ids(folder) and verify(folder).ok


def test_a_run_that_lost_its_lock_says_so_in_a_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    real = Writer.compact

    def compact(self: Writer) -> tuple[int, int]:
        (folder / LOCK_FILE).unlink()
        return real(self)

    monkeypatch.setattr(Writer, "compact", compact)
    assert main(["compact", "--archive", str(folder)]) == 2
    said = capfd.readouterr().err
    assert said.count("\n") == 1 and "run the same command again" in said
