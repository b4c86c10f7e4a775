"""What a check says of each kind of damage."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from morgue.core.errors import ArchiveTooNew, ArchiveTooOld
from morgue.index.archive import manifest
from morgue.index.archive.archive import Archive
from morgue.index.archive.commit import bury
from morgue.index.archive.ids.tombstone import Tombstone
from morgue.index.archive.lock import WriterLock
from morgue.index.archive.maintenance.repair import problems, verify
from morgue.index.codec.container import Container
from tests.archive.conftest import article, file_all
from tests.archive.harm import buried, flip, mislead, newest_of
from tests.trust.numbers import streams_of, vouch, write_container


def _shorter(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


def _linked(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/null")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


HARM: dict[str, tuple[Callable[[Path], None], str]] = {
    "gone": (Path.unlink, "is missing"),
    "shorter": (_shorter, "were written"),
    "longer": (_longer, "were written"),
    "flipped": (flip, "is not what was written"),
    "a link": (_linked, "is not a regular file"),
    "a folder": (_folder, "is not a regular file"),
}


@pytest.mark.parametrize("harm", HARM)
def test_every_kind_of_damage_has_its_line(folder: Path, harm: str) -> None:
    assert verify(folder).ok and verify(folder, deep=True).ok
    newest, files = newest_of(folder).generation, newest_of(folder).files()
    act, said = HARM[harm]
    for file in files:
        keep = (folder / file.name).read_bytes()
        act(folder / file.name)
        found = problems(folder, newest)
        assert len(found) == 1 and file.name in found[0] and said in found[0]
        shutil.rmtree(folder / file.name) if (folder / file.name).is_dir() else (folder / file.name).unlink(True)
        (folder / file.name).write_bytes(keep)
    for file in files:
        act(folder / file.name)
    assert len(problems(folder, newest)) == len(files)


def test_a_manifest_that_is_gone_or_damaged_is_a_line(folder: Path) -> None:
    newest = manifest.generations(folder)[0]
    flip(folder / manifest.manifest_name(newest), 40)
    assert [line.endswith("is damaged") for line in problems(folder, newest)] == [True]
    (folder / manifest.manifest_name(newest)).unlink()
    assert problems(folder, newest) == [f"{manifest.manifest_name(newest)} is missing"]


def test_an_overlay_or_a_tombstone_of_something_else_is_seen_under_its_right_hash(folder: Path, tmp_path: Path) -> None:
    other = Archive.open_or_create(tmp_path / "other")
    file_all(other, *map(article, range(9)))
    overlay = newest_of(folder).overlay
    theirs = newest_of(other.folder).overlay
    assert overlay and theirs
    keep = (folder / overlay.name).read_bytes()
    shutil.copy(other.folder / theirs.name, folder / overlay.name)
    vouch(folder, overlay.name)
    assert len(problems(folder, newest_of(folder).generation)) == 1
    (folder / overlay.name).write_bytes(keep)
    vouch(folder, overlay.name)
    assert verify(folder).ok


def test_a_segment_whose_stream_lies_is_seen_and_named(folder: Path) -> None:
    name = newest_of(folder).segments[0].files[0].name
    streams, notes = streams_of(folder / name)
    write_container(folder / name, streams, {**notes, "documents": notes["documents"] + 1}, lambda lines: None)
    vouch(folder, name)
    found = problems(folder, newest_of(folder).generation, deep=True)
    assert len(found) == 1 and name in found[0]


@pytest.mark.parametrize(("form", "error"), [(1, ArchiveTooOld), (99, ArchiveTooNew)])
def test_an_archive_of_another_program_is_not_called_damaged(folder: Path, form: int, error: type[Exception]) -> None:
    newest = newest_of(folder)
    (folder / manifest.manifest_name(newest.generation)).write_bytes(manifest.to_bytes(replace(newest, format=form)))
    with pytest.raises(error):
        problems(folder, newest.generation)


def test_a_file_that_the_disk_does_not_give_is_a_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path) -> manifest.FileRecord:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(manifest, "record", broken)
    found = problems(folder, newest_of(folder).generation)
    assert found == [f"{f.name} cannot be read: Input/output error" for f in newest_of(folder).files()]


def _entombed(folder: Path, *docs: int) -> manifest.Manifest:
    """A newest generation with a tombstone of these documents."""
    lock = WriterLock(folder)
    try:
        return bury(folder, newest_of(folder), None, Tombstone(np.array(docs), np.array([7], np.uint64)), lock)
    finally:
        lock.release()


def _within(path: Path, stream: str) -> None:
    """A bit of a stream is another, and no checksum of the file knows."""
    data = bytearray(path.read_bytes())
    held = Container(path).array(stream).tobytes()
    data[data.index(held) + len(held) // 2] ^= 0x10
    path.write_bytes(data)


def test_a_stream_that_its_own_checksum_denies_is_seen_under_the_files_right_hash(folder: Path) -> None:
    newest = _entombed(folder, 0)
    assert newest.overlay and newest.tombstone and verify(folder).ok
    for name, stream in (
        (newest.segments[0].files[0].name, "store.bodies"),
        (newest.overlay.name, "forgotten"),
        (newest.tombstone.name, "forgotten"),
    ):
        whole = (folder / name).read_bytes()
        if name == newest.overlay.name:
            streams, notes = streams_of(folder / name)
            write_container(folder / name, {**streams, "forgotten": ("<u8", b"otherkey")}, notes, lambda lines: None)
        _within(folder / name, stream)
        vouch(folder, name)
        assert [f"{name} has a damaged stream {stream}" in line for line in problems(folder, newest.generation)] == [
            True
        ]
        (folder / name).write_bytes(whole)
        vouch(folder, name)
    assert verify(folder).ok


def test_a_tombstone_of_other_documents_than_there_are_is_seen_under_right_checksums(folder: Path) -> None:
    newest = _entombed(folder, 0)
    assert newest.tombstone
    path = folder / newest.tombstone.name
    buried(path, [newest.documents])
    vouch(folder, path.name)
    found = problems(folder, newest.generation)
    assert len(found) == 1 and "names documents that are not there" in found[0]


def test_what_was_made_to_mislead_is_found_by_a_deep_look_alone(folder: Path) -> None:
    newest = newest_of(folder)
    mislead(folder, newest.segments[-1].name)
    assert verify(folder).ok and problems(folder, newest.generation) == []
    assert not verify(folder, deep=True).ok and len(problems(folder, newest.generation, deep=True)) == 1
