"""Nothing is made, written, renamed or removed outside the archive's own files, whatever names its folder holds."""

from __future__ import annotations

import json
import os
import shutil
import tracemalloc
from pathlib import Path

import pytest

from morgue.cli.main import main
from morgue.core import regular_files
from morgue.core.durable_files import disk, replace, write_new
from morgue.core.errors import ArchiveDamaged, ArchiveError, MorgueError
from morgue.index.archive import manifest
from morgue.index.archive.archive import Archive
from morgue.index.archive.lock import WriterLock
from morgue.index.archive.maintenance.repair import repair, verify
from morgue.index.archive.writer import Writer
from morgue.workspace.reading_lists import Kept, Lists
from morgue.workspace.saved_searches import SavedSearches
from morgue.workspace.store import FolderStore
from tests.trust.small import filing, news, state
from tests.trust.test_crafted import DIARY, tree


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    filing(news(3))(tmp_path / "archive")
    return tmp_path / "archive"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    made = tmp_path / "outside"
    made.mkdir()
    for name in ("diary.txt", "MAIN_0123456789abcdef.segment", "_MAIN_3.toc", "saved.json"):
        (made / name).write_bytes(DIARY)
    return made


def _no_whole_generation(folder: Path) -> None:
    for overlay in folder.glob("*.overlay"):
        overlay.write_bytes(overlay.read_bytes()[:-1])


# -- a link, or somebody's folder, where a repair works


def test_a_repair_does_not_work_through_a_link(folder: Path, outside: Path) -> None:
    _no_whole_generation(folder)
    (folder / "rebuilt").symlink_to(outside)
    before = tree(outside)
    with pytest.raises(MorgueError, match="rebuilt is not a folder of its own"):
        repair(folder)
    assert tree(outside) == before and (folder / "rebuilt").is_symlink()


def test_a_repair_removes_nothing_that_no_repair_has_made(folder: Path) -> None:
    _no_whole_generation(folder)
    (folder / "rebuilt").mkdir()
    (folder / "rebuilt" / "diary.txt").write_bytes(DIARY)
    (folder / "rebuilt" / "_MAIN_0.toc").write_bytes(b"left by a repair that was killed")
    before = tree(folder)
    with pytest.raises(MorgueError, match=r"holds diary\.txt"):
        repair(folder)
    assert tree(folder) == before | {"MAIN_WRITELOCK": tree(folder)["MAIN_WRITELOCK"]}
    (folder / "rebuilt" / "diary.txt").unlink()
    done = repair(folder)
    assert done is not None and len(state(folder).articles) == 3


def test_a_repair_of_an_archive_that_a_person_named_by_a_link_mends_that(folder: Path, tmp_path: Path) -> None:
    """What a person names is followed: the archive may lie on another disk."""
    _no_whole_generation(folder)
    (tmp_path / "link").symlink_to(folder)
    assert repair(tmp_path / "link") is not None
    assert verify(folder).ok and verify(tmp_path / "link").ok
    filing(news(6))(tmp_path / "link")
    assert len(state(tmp_path / "link").articles) == len(state(folder).articles) == 6
    assert main(["search", "harbour", "--archive", str(tmp_path / "link")]) == 0
    SavedSearches(FolderStore(tmp_path / "link")).save("mine", "harbour")
    assert SavedSearches(FolderStore(folder)).query("mine") == "harbour"


# -- names that lead out of the folder


LEADING = (
    "/../../diary.txt",
    "../diary",
    "x/../../../outside/diary.txt",
    "..",
    ".",
    "a/b",
    "",
    "a\0b",
    "x" * 65,
    "a b",
)


@pytest.mark.parametrize("name", LEADING)
def test_a_name_in_a_file_is_checked_as_one_that_is_typed(folder: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "diary.txt").write_bytes(DIARY)
    (folder / "seen-").mkdir()
    (folder / "saved.json").write_text(json.dumps({"schema": 1, "searches": {name: "harbour", "good": "harbour"}}))
    before = {k: v for k, v in tree(tmp_path).items() if "WRITELOCK" not in k}
    searches = SavedSearches(FolderStore(folder))
    for call in (
        lambda: searches.query(name),
        lambda: searches.mark_seen(name, ["h0001"]),
        lambda: searches.unseen(name, ["h0001"]),
        lambda: searches.remove(name),
        lambda: searches.save(name, "council"),
        lambda: Lists(FolderStore(folder)).add(name, [Kept("h0001", "t", "o", "d", "u")]),
        lambda: Lists(FolderStore(folder)).remove(name, "h0001"),
        lambda: Lists(FolderStore(folder)).read(name),
    ):
        with pytest.raises(MorgueError):
            call()
    if "\0" not in name:
        for args in (["new", name], ["saved", "--remove", name], ["save", name, "harbour"]):
            assert main([*args, "--archive", str(folder)]) == 2, args
    assert {k: v for k, v in tree(tmp_path).items() if "WRITELOCK" not in k} == before


def test_lists_are_not_written_through_a_link(folder: Path, outside: Path) -> None:
    before = tree(outside)
    (folder / "lists").symlink_to(outside)
    lists = Lists(FolderStore(folder))
    with pytest.raises(MorgueError, match="not a folder of its own"):
        lists.add("kept", [Kept("h0001", "t", "o", "d", "u")])
    assert lists.names() == []
    (folder / "lists").unlink()
    (folder / "lists").mkdir()
    (folder / "lists" / "kept.jsonl").symlink_to(outside / "diary.txt")
    for call in (
        lambda: lists.add("kept", [Kept("h0001", "t", "o", "d", "u")]),
        lambda: lists.read("kept"),
        lambda: lists.remove("kept", "h0001"),
    ):
        with pytest.raises(MorgueError, match="not a regular file"):
            call()
    assert tree(outside) == before


# -- files that are not the archive's


FOREIGN = (
    "MAIN_report.doc",
    "MAIN_0123.segment",
    "MAIN_0123456789ABCDEF.segment",
    "MAIN_0123456789abcdef.segment.bak",
    "MAIN-notes.txt",
    "MAIN-7.manifest.old",
    "MAIN-07.manifest",
    "MAIN-x.overlay",
    "_MAIN_7.toc.txt",
    "_MAIN_٣.toc",
    "_MAIN_1.toc.123.tmp",
    "MAIN_",
    "MAIN",
)


@pytest.mark.parametrize("name", FOREIGN)
def test_a_folder_of_other_files_is_not_made_an_archive(
    tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    folder, source = tmp_path / "papers", tmp_path / "news.txt"
    folder.mkdir()
    source.write_text("The harbour of the town is calm today, and the ferry sails at noon.")
    (folder / name).write_bytes(DIARY)
    before = tree(folder)
    for args in (["index", str(source)], ["compact"], ["verify", "--repair"], ["forget", "x"], ["search", "x"]):
        assert main([*args, "--archive", str(folder)]) == 2, args
        assert capfd.readouterr().err.count("\n") == 1
    assert tree(folder) == before


@pytest.mark.parametrize("name", FOREIGN)
def test_other_files_in_an_archive_stay(folder: Path, name: str) -> None:
    (folder / name).write_bytes(DIARY)
    filing(news(6))(folder)
    with Writer(Archive.open(folder)) as writer:
        writer.forget(["h0001"])
        writer.compact()
    assert (folder / name).read_bytes() == DIARY
    assert verify(folder).ok and len(state(folder).articles) == 5


def test_a_file_of_our_form_that_is_older_and_nobodys_stays(folder: Path) -> None:
    kept = folder / "MAIN_0123456789abcdef.segment"
    kept.write_bytes(DIARY)
    os.utime(kept, (1_000_000_000, 1_000_000_000))
    filing(news(6))(folder)
    assert kept.read_bytes() == DIARY


@pytest.mark.parametrize("name", ["MAIN_dir", "MAIN_0123456789abcdef.segment", "MAIN-0.overlay", "_MAIN_0.toc"])
def test_a_folder_among_the_files_hinders_nothing(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()
    filing(news(6))(folder)
    with Writer(Archive.open(folder)) as writer:
        writer.compact()
    assert (folder / name).is_dir() and verify(folder).ok


def test_a_generation_beyond_all_others_does_not_swallow_commits(folder: Path) -> None:
    """A commit whose number no reader would find again is refused, not lost."""
    newest = manifest.generations(folder)[0]
    for name in (manifest.toc_name, manifest.manifest_name):
        shutil.copy(folder / name(newest), folder / name(manifest.LAST_GENERATION))
    with pytest.raises(ArchiveError):
        filing(news(6))(folder)
    with pytest.raises(ArchiveError):
        repair(folder)


# -- the door


def test_the_door_opens_nothing_but_files_of_the_folder(tmp_path: Path, outside: Path) -> None:
    (tmp_path / "link").symlink_to(outside / "diary.txt")
    (tmp_path / "away").symlink_to(outside)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "full").mkdir()
    before = tree(outside)
    for name in ("link", "pipe", "full", "away", "away/diary.txt"):
        for act in (
            regular_files.open_file,
            lambda path: regular_files.read(path, 10),
            disk().remove,
            lambda path: replace(path, b"new"),
            lambda path: disk().rename(path, tmp_path / "new"),
            lambda path: disk().rename(outside / "saved.json", path),
        ):
            with pytest.raises(ArchiveDamaged, match="is not a"):
                act(tmp_path / name)
    for name in ("link", "pipe", "full", "away", "gone/x"):
        with pytest.raises((OSError, ArchiveDamaged)):
            write_new(tmp_path / name, b"new")
    with pytest.raises(ArchiveDamaged, match="is not a"):
        write_new(tmp_path / "away" / "written", b"new")
    assert tree(outside) == before


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "/etc/passwd", "a\0b"])
def test_a_name_is_one_of_the_folder(name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        regular_files.checked(name)


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"12345")
    assert regular_files.read(tmp_path / "large", 5) == b"12345"
    with pytest.raises(ArchiveDamaged, match="at most 4"):
        regular_files.read(tmp_path / "large", 4)


def test_a_small_file_takes_no_more_memory_than_it_has(tmp_path: Path) -> None:
    """However large it might be: room for all that may be read at most stays taken, now and then, as the heap lies."""
    (tmp_path / "small").write_bytes(b"12345" * 1_000)
    tracemalloc.start()
    assert regular_files.read(tmp_path / "small", 64 << 20) == b"12345" * 1_000
    assert tracemalloc.get_traced_memory()[1] < 1 << 20
    tracemalloc.stop()


def test_a_lock_that_is_somebodys_file_too_is_not_written_to(folder: Path, outside: Path) -> None:
    (folder / "MAIN_WRITELOCK").unlink()
    (folder / "MAIN_WRITELOCK").hardlink_to(outside / "diary.txt")
    before = tree(outside)
    WriterLock(folder).release()
    filing(news(6))(folder)
    assert tree(outside) == before


def test_a_missing_file_is_named_whole(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised:
        regular_files.open_file(tmp_path / "nothing")
    assert raised.value.filename == str(tmp_path / "nothing")
    write_new(tmp_path / "twice", b"")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "twice", b"")
