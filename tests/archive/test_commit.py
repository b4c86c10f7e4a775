"""A commit, one rule after another: what it looks at before it writes, what it syncs, numbers, lists and sweeps."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest

from morgue.core.durable_files import Disk, using
from morgue.core.errors import ArchiveDamaged, ArchiveError, ArchiveLocked
from morgue.index.archive import commit, manifest, overlay
from morgue.index.archive.archive import Archive
from morgue.index.archive.ids import tombstone
from morgue.index.archive.ids.tombstone import Tombstone
from morgue.index.archive.lock import LOCK_FILE, WriterLock
from morgue.index.archive.manifest import LAST_GENERATION, SegmentRecord
from tests.archive.conftest import article, file_all

SEGMENT = "MAIN_00000000deadbeef.segment"


class Watched(Disk):
    """The real disk; tells what is done, and does something before some of it."""

    def __init__(self, before: Callable[[str, Path], None] = lambda what, path: None) -> None:
        self.done: list[tuple[str, Path]] = []
        self._before = before

    def _tell(self, what: str, path: Path) -> None:
        self._before(what, path)
        self.done.append((what, path))

    def create(self, path: Path) -> BinaryIO:
        self._tell("create", path)
        return super().create(path)

    def rename(self, old: Path, new: Path) -> None:
        self._tell("rename", new)
        super().rename(old, new)

    def sync_folder(self, folder: Path) -> None:
        self._tell("sync", folder)
        super().sync_folder(folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    commit.create(tmp_path / "archive")
    return tmp_path / "archive"


def _published(folder: Path, generation: int = 1) -> None:
    lock = WriterLock(folder)
    try:
        commit.publish(folder, generation, (), overlay.empty(), lock)
    finally:
        lock.release()


# -- a new archive


def test_every_folder_that_is_made_is_put_on_the_disk(tmp_path: Path) -> None:
    disk = Watched()
    with using(disk):
        commit.create(tmp_path / "a" / "b" / "archive")
    first = disk.done[: [what for what, _ in disk.done].index("create")]
    assert {path for _, path in first} == {tmp_path, tmp_path / "a", tmp_path / "a" / "b"}
    assert manifest.generations(tmp_path / "a" / "b" / "archive") == [0]
    (tmp_path / "there").mkdir()
    again = Watched()
    with using(again):
        commit.create(tmp_path / "there")
    assert again.done[0] == ("sync", tmp_path)
    assert [what for what, _ in again.done[:2]] == ["sync", "create"]


def test_an_archive_that_is_there_is_not_made_anew(folder: Path) -> None:
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    commit.create(folder)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
    WriterLock(folder).release()  # which nobody holds


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> None:
        raise ArchiveError("another user's", "")

    monkeypatch.setattr(commit, "check_owner", refused)
    with pytest.raises(ArchiveError, match="another user's"):
        commit.create(tmp_path / "theirs")
    assert [*(tmp_path / "theirs").iterdir()] == []

    def forbidden(path: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(commit, "_make", forbidden)
    with pytest.raises(ArchiveError, match="cannot be written"):
        commit.create(tmp_path / "theirs")


# -- whose turn it is


def test_nothing_is_written_once_the_lock_is_gone(folder: Path) -> None:
    """Whatever has been done: before the overlay, after it, after the manifest."""
    before = {p.name for p in folder.iterdir()}
    made = {
        "": set[str](),
        ".overlay": {"MAIN-1.overlay"},
        ".manifest": {"MAIN-1.overlay", "MAIN-1.manifest", "_MAIN_1.toc.tmp"},
    }
    for ending, there in made.items():

        def steal(what: str, path: Path, ending: str = ending) -> None:
            if what == "create" and path.suffix == ending:
                (folder / LOCK_FILE).unlink()
                (folder / LOCK_FILE).touch()

        disk, lock = Watched(steal), WriterLock(folder)
        if not ending:
            steal("create", folder)
        with using(disk), pytest.raises(ArchiveLocked, match="removed or exchanged"):
            commit.publish(folder, 1, (), overlay.empty(), lock)
        lock.release()
        assert {p.name for p in folder.iterdir()} - before == there
        assert "rename" not in {what for what, _ in disk.done}
        for name in there:
            (folder / name).unlink()
    _published(folder)


def test_a_burial_looks_whose_turn_it_is_before_it_writes(folder: Path) -> None:
    lock = WriterLock(folder)
    (folder / LOCK_FILE).unlink()
    nothing = Tombstone(np.empty(0, np.int64), np.empty(0, np.uint64))
    with pytest.raises(ArchiveLocked):
        commit.bury(folder, manifest.read(folder, 0), None, nothing, lock)
    lock.release()
    assert not (folder / tombstone.tombstone_name(1)).exists()


def test_a_generation_follows_the_newest_and_no_other(folder: Path) -> None:
    with pytest.raises(ArchiveLocked, match="at generation 0 already"):
        _published(folder, 0)
    _published(folder, 5)
    for taken in (1, 4, 5):
        with pytest.raises(ArchiveLocked, match="at generation 5 already"):
            _published(folder, taken)
    with pytest.raises(ArchiveDamaged, match="after which there is none"):
        _published(folder, LAST_GENERATION + 1)
    _published(folder, LAST_GENERATION)
    assert manifest.generations(folder) == [LAST_GENERATION, 5, 0]


# -- what is written


def test_rests_of_a_commit_that_was_cut_off_do_not_hinder(folder: Path) -> None:
    for name in ("MAIN-1.overlay", "MAIN-1.manifest", "_MAIN_1.toc.tmp", "MAIN-2.tombstone"):
        (folder / name).write_bytes(b"half")
    _published(folder)
    lock = WriterLock(folder)
    gone = Tombstone(np.empty(0, np.int64), np.array([7], np.uint64))
    made = commit.bury(folder, manifest.read(folder, 1), None, gone, lock)
    lock.release()
    assert manifest.generations(folder) == [2, 1, 0]
    assert manifest.read(folder, 2) == made and made.generation == 2
    assert made.format == manifest.FORMAT and made.tombstone is not None
    assert manifest.read(folder, 1).format == manifest.FORMAT
    assert tombstone.read(folder / made.tombstone.name, 0).forgotten.tolist() == [7]


def test_files_folder_rename_folder_in_this_order(folder: Path) -> None:
    disk = Watched()
    with using(disk):
        _published(folder)
    assert [what for what, _ in disk.done] == ["create", "create", "create", "sync", "rename", "sync"]


def test_the_table_of_contents_numbers_each_segments_deletions_from_0() -> None:
    segments = tuple(SegmentRecord(f"MAIN_{n:016x}", size, ()) for n, size in enumerate((3, 2, 4)))
    live = np.array([1, 0, 1, 0, 1, 1, 1, 1, 0], np.bool_)
    told = commit._listed(segments, live)
    assert [(each.name, each.documents, each.deleted.tolist()) for each in told] == [
        ("MAIN_0000000000000000", 3, [1]),
        ("MAIN_0000000000000001", 2, [0]),
        ("MAIN_0000000000000002", 4, [3]),
    ]
    assert [each.deleted.tolist() for each in commit._listed(segments, None)] == [[], [], []]


# -- what is swept


def _young(path: Path, like: Path, by: int) -> None:
    moment = like.stat().st_mtime_ns + by
    os.utime(path, ns=(moment, moment))


@pytest.mark.parametrize(("by", "stays"), [(-1, True), (0, False), (1, False)])
@pytest.mark.parametrize(
    "name", ["MAIN_00000000deadbeef.segment", "MAIN-9.overlay", "MAIN-9.tombstone", "MAIN-9.manifest"]
)
def test_what_nobody_lists_goes_when_it_is_no_older_than_the_newest_commit(
    folder: Path, name: str, by: int, stays: bool
) -> None:
    (folder / name).write_bytes(b"Dear diary")
    _young(folder / name, folder / manifest.toc_name(0), by)
    commit.sweep(folder)
    assert (folder / name).exists() is stays


@pytest.mark.parametrize(
    "name", ["MAIN_00000000deadbeef.segment", "MAIN-9.overlay", "MAIN-9.manifest", "_MAIN_9.toc.tmp"]
)
@pytest.mark.parametrize("kept", [0, 1, 4, 1_000])
def test_what_begins_as_ours_goes_however_old(folder: Path, name: str, kept: int) -> None:
    """A run that was cut off leaves zeros from some point on."""
    whole = (folder / ("MAIN-0.manifest" if name.endswith("manifest") else "MAIN-0.overlay")).read_bytes()
    (folder / name).write_bytes(whole[:kept] + bytes(len(whole[kept:])))
    _young(folder / name, folder / manifest.toc_name(0), -(10**12))
    commit.sweep(folder)
    assert not (folder / name).exists()


def test_two_generations_stay_and_no_more(archive: Archive) -> None:
    folder = archive.folder
    for number in range(4):
        file_all(archive, article(number))
    kept = manifest.generations(folder)
    assert len(kept) == 2
    named = {f.name for g in kept for f in manifest.read(folder, g).files()} | {manifest.manifest_name(g) for g in kept}
    assert {p.name for p in folder.iterdir()} == named | {LOCK_FILE}


def test_nothing_is_swept_beside_a_damaged_generation(folder: Path) -> None:
    _published(folder)
    (folder / manifest.manifest_name(0)).write_bytes(b"{}")
    (folder / "MAIN-9.overlay").write_bytes(b"")
    commit.sweep(folder)
    assert (folder / "MAIN-9.overlay").exists()


def test_where_nothing_was_ever_committed_whatever_has_our_names_goes(folder: Path) -> None:
    (folder / manifest.toc_name(0)).unlink()
    (folder / "MAIN-9.overlay").write_bytes(b"Dear diary")
    os.utime(folder / "MAIN-9.overlay", ns=(0, 0))  # as some that unpack an archive leave it
    commit.sweep(folder)
    assert {p.name for p in folder.iterdir()} <= {LOCK_FILE}


def test_the_last_generation_is_the_last_that_four_bytes_can_say() -> None:
    assert struct.unpack("!i", struct.pack("!i", LAST_GENERATION)) == (LAST_GENERATION,)
    with pytest.raises(struct.error):
        struct.pack("!i", LAST_GENERATION + 1)
