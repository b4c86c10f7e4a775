"""What a check says of each kind of damage, and what a repair leaves in the folder and what not."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from morgue.core.errors import ArchiveDamaged, ArchiveError, ArchiveTooNew, ArchiveTooOld
from morgue.index.archive import manifest, overlay
from morgue.index.archive.archive import Archive
from morgue.index.archive.commit import bury
from morgue.index.archive.ids import tombstone
from morgue.index.archive.ids.tombstone import Tombstone, forget_key
from morgue.index.archive.lock import LOCK_FILE, WriterLock
from morgue.index.archive.maintenance import repair as repairing
from morgue.index.archive.maintenance.repair import forgotten_keys, problems, repair, verify
from morgue.index.archive.writer import Writer
from morgue.index.codec.container import Container
from tests.archive.conftest import article, file_all
from tests.archive.test_furniture import PROMO, bodies, courier
from tests.trust.numbers import streams_of, vouch, write_container


@pytest.fixture
def folder(archive: Archive) -> Path:
    """Two generations, the newer with an article more."""
    for number in range(3):
        file_all(archive, article(number))
    assert len(manifest.generations(archive.folder)) == 2
    return archive.folder


def _newest(folder: Path) -> manifest.Manifest:
    return manifest.read(folder, manifest.generations(folder)[0])


def _flip(path: Path, at: int = -1) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def _orphans(folder: Path) -> set[str]:
    kept = manifest.generations(folder)
    named = {f.name for g in kept for f in manifest.read(folder, g).files()}
    return {p.name for p in folder.iterdir()} - named - {manifest.manifest_name(g) for g in kept} - {LOCK_FILE}


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
    "flipped": (_flip, "is not what was written"),
    "a link": (_linked, "is not a regular file"),
    "a folder": (_folder, "is not a regular file"),
}


@pytest.mark.parametrize("harm", HARM)
def test_every_kind_of_damage_has_its_line(folder: Path, harm: str) -> None:
    assert verify(folder).ok and verify(folder, deep=True).ok
    newest, files = _newest(folder).generation, _newest(folder).files()
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
    _flip(folder / manifest.manifest_name(newest), 40)
    assert [line.endswith("is damaged") for line in problems(folder, newest)] == [True]
    (folder / manifest.manifest_name(newest)).unlink()
    assert problems(folder, newest) == [f"{manifest.manifest_name(newest)} is missing"]


def test_an_overlay_or_a_tombstone_of_something_else_is_seen_under_its_right_hash(folder: Path, tmp_path: Path) -> None:
    other = Archive.open_or_create(tmp_path / "other")
    file_all(other, *map(article, range(9)))
    overlay = _newest(folder).overlay
    theirs = _newest(other.folder).overlay
    assert overlay and theirs
    keep = (folder / overlay.name).read_bytes()
    shutil.copy(other.folder / theirs.name, folder / overlay.name)
    vouch(folder, overlay.name)
    assert len(problems(folder, _newest(folder).generation)) == 1
    (folder / overlay.name).write_bytes(keep)
    vouch(folder, overlay.name)
    assert verify(folder).ok


def test_a_segment_whose_stream_lies_is_seen_and_named(folder: Path) -> None:
    name = _newest(folder).segments[0].files[0].name
    streams, notes = streams_of(folder / name)
    write_container(folder / name, streams, {**notes, "documents": notes["documents"] + 1}, lambda lines: None)
    vouch(folder, name)
    found = problems(folder, _newest(folder).generation, deep=True)
    assert len(found) == 1 and name in found[0]


@pytest.mark.parametrize(("form", "error"), [(1, ArchiveTooOld), (99, ArchiveTooNew)])
def test_an_archive_of_another_program_is_not_called_damaged(folder: Path, form: int, error: type[Exception]) -> None:
    newest = _newest(folder)
    (folder / manifest.manifest_name(newest.generation)).write_bytes(manifest.to_bytes(replace(newest, format=form)))
    with pytest.raises(error):
        problems(folder, newest.generation)


def test_a_file_that_the_disk_does_not_give_is_a_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path) -> manifest.FileRecord:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(manifest, "record", broken)
    found = problems(folder, _newest(folder).generation)
    assert found == [f"{f.name} cannot be read: Input/output error" for f in _newest(folder).files()]


def _entombed(folder: Path, *docs: int) -> manifest.Manifest:
    """A newest generation with a tombstone of these documents."""
    lock = WriterLock(folder)
    try:
        return bury(folder, _newest(folder), None, Tombstone(np.array(docs), np.array([7], np.uint64)), lock)
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
    _buried(path, [newest.documents])
    vouch(folder, path.name)
    found = problems(folder, newest.generation)
    assert len(found) == 1 and "names documents that are not there" in found[0]


def _mislead(folder: Path, segment: str) -> None:
    """Texts are packed otherwise than can be unpacked, under checksums that are all right."""
    name = f"{segment}.segment"
    streams, notes = streams_of(folder / name)
    kind, data = streams["store.bodies"]
    streams["store.bodies"] = kind, bytes(b ^ 0xFF for b in data)
    write_container(folder / name, streams, notes, lambda lines: None)
    vouch(folder, name)


def test_what_was_made_to_mislead_is_found_by_a_deep_look_alone(folder: Path) -> None:
    newest = _newest(folder)
    _mislead(folder, newest.segments[-1].name)
    assert verify(folder).ok and problems(folder, newest.generation) == []
    assert not verify(folder, deep=True).ok and len(problems(folder, newest.generation, deep=True)) == 1


# -- a repair


def test_a_repair_looks_deep_into_each_generation(folder: Path) -> None:
    newest, before = (manifest.read(folder, g) for g in manifest.generations(folder))
    assert newest.segments[-1] not in before.segments and before.segments[0] in newest.segments
    _mislead(folder, newest.segments[-1].name)
    done = repair(folder)
    assert done is not None and done.how == f"went back to generation {before.generation}"  # none later can be read
    assert done.articles == before.documents and len(done.lost) == 1
    assert verify(folder, deep=True).ok and _orphans(folder) == set()
    assert manifest.generations(folder) == [newest.generation + 1, before.generation]
    _mislead(folder, before.segments[0].name)
    done = repair(folder)
    assert done is not None and done.how == "rebuilt from the stored articles"


def test_a_repair_that_goes_back_hides_what_is_live_and_was_forgotten_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = Archive.open(folder).snapshot().find
    first, second, third = (find(f"a{number}") for number in range(3))
    assert first is not None and second is not None and third is not None
    live = np.ones(3, np.bool_)
    live[second] = False
    keys = np.array([_key(0), _key(1)], np.uint64)
    assert repairing._forgotten_again(folder, _newest(folder), keys)[1].tolist() == sorted((first, second))
    known = replace(overlay.of(folder, _newest(folder)), live=live)
    monkeypatch.setattr(overlay, "of", lambda folder, listed: known)
    told, gone = repairing._forgotten_again(folder, _newest(folder), keys)
    assert gone.tolist() == [first] and told is live  # the other was removed before, and stays so


@pytest.fixture
def unsettled(folder: Path) -> Path:
    """An archive with a line that recurs at an outlet, which no commit has seen by itself."""
    for some in ([1], range(2, 6)):
        file_all(Archive.open(folder), *map(courier, [n + 10 for n in some]))
    assert overlay.of(folder, _newest(folder)).unsettled
    return folder


def _settled(folder: Path) -> bool:
    return not overlay.of(folder, _newest(folder)).unsettled and not any(
        PROMO in body for body in bodies(Archive.open(folder)).values()
    )


def test_a_repair_of_what_is_whole_ends_what_was_left_undone(unsettled: Path) -> None:
    assert not _settled(unsettled)
    assert repair(unsettled) is None
    assert _settled(unsettled)


def test_rebuilt_articles_are_committed_some_at_a_time_and_settled_at_the_end(
    unsettled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, commits = Writer.commit, list[int]()

    def commit(writer: Writer) -> None:
        commits.append(1)
        real(writer)

    monkeypatch.setattr(Writer, "commit", commit)
    monkeypatch.setattr(repairing, "_COMMIT", 1)
    newest = manifest.generations(unsettled)[0]
    for path in unsettled.glob("*.overlay"):
        _flip(path)
    done = repair(unsettled)
    assert done is not None and done.articles == 8 and done.generation == newest + 1
    assert len(commits) == 9
    assert _settled(unsettled)


# -- what was forgotten


def _forget(folder: Path, *ids: str) -> None:
    with Writer(Archive.open(folder)) as writer:
        writer.forget(ids)


def _key(number: int) -> int:
    return forget_key(f"a{number}", article(number).provenance.sha256)


def test_what_was_forgotten_is_asked_of_the_newest_generation_that_can_say_it(folder: Path) -> None:
    _forget(folder, "a0")
    generations = manifest.generations(folder)
    assert forgotten_keys(folder, generations).tolist() == [_key(0)]
    with Writer(Archive.open(folder)) as writer:
        writer.remember([_key(1)])
        writer.commit()
    file_all(Archive.open(folder), article(7))
    newest, before = manifest.generations(folder)
    assert set(forgotten_keys(folder, [newest]).tolist()) == {_key(0), _key(1)}
    listed = manifest.read(folder, newest)
    assert listed.overlay
    path = folder / listed.overlay.name
    file = Container(path)
    place = path.read_bytes().index(file.array("forgotten").tobytes())
    whole = path.read_bytes()
    _flip(path, place)
    assert forgotten_keys(folder, [newest]).tolist() == []  # it is not what was written
    assert _key(0) in forgotten_keys(folder, [newest, before])
    path.write_bytes(whole)
    (folder / manifest.manifest_name(newest)).unlink()
    assert set(forgotten_keys(folder, [newest]).tolist()) == {_key(0), _key(1)}  # by its usual name


def test_what_was_let_in_again_is_not_forgotten(folder: Path) -> None:
    """The newest generation says so, and an older one is not asked."""
    _forget(folder, "a0")
    newest = manifest.generations(folder)[0]
    listed = manifest.read(folder, newest)
    assert listed.overlay
    streams, notes = streams_of(folder / listed.overlay.name)
    streams["forgotten"] = streams["forgotten"][0], b""
    later = folder / f"MAIN-{newest + 1}.overlay"
    write_container(later, streams, notes, lambda lines: None)
    toc = manifest.record_bytes(manifest.toc_name(newest + 1), b"")
    told = replace(listed, generation=newest + 1, overlay=manifest.record(later), toc=toc)
    (folder / manifest.manifest_name(newest + 1)).write_bytes(manifest.to_bytes(told))
    assert forgotten_keys(folder, [newest + 1, newest]).tolist() == []
    assert forgotten_keys(folder, [newest]).tolist() == [_key(0)]


def test_a_generation_that_says_nothing_of_the_forgotten_is_not_the_last_that_is_asked(folder: Path) -> None:
    _forget(folder, "a0")
    listed = _newest(folder)
    newest = listed.generation
    told = replace(
        listed,
        generation=newest + 1,
        overlay=None,
        segments=(),
        toc=manifest.record_bytes(manifest.toc_name(newest + 1), b""),
        tombstone=None,
    )
    (folder / manifest.manifest_name(newest + 1)).write_bytes(manifest.to_bytes(told))
    assert manifest.read(folder, newest + 1).overlay is None
    assert forgotten_keys(folder, [newest + 1, newest]).tolist() == [_key(0)]


# -- tombstones


def _buried(path: Path, docs: list[int], kind: type = np.int64) -> Path:
    path.unlink(missing_ok=True)
    tombstone.write(path, Tombstone(np.array(docs, np.int64), np.array([5, 9], np.uint64)))
    return path


def test_a_tombstone_names_documents_that_are_there_in_order(tmp_path: Path) -> None:
    path = tmp_path / "MAIN-1.tombstone"
    for docs in ([], [0], [4], [0, 1, 4]):
        found = tombstone.read(_buried(path, docs), 5)
        assert (found.docs.tolist(), found.forgotten.tolist()) == (docs, [5, 9])
    for docs in ([5], [-1], [0, 0], [1, 0], [0, 5], [-1, 2]):
        with pytest.raises(ArchiveDamaged, match="not there"):
            tombstone.read(_buried(path, docs), 5)


@pytest.mark.parametrize("stream", ["docs", "forgotten"])
def test_a_tombstone_of_other_numbers_is_damage(tmp_path: Path, stream: str) -> None:
    path = _buried(tmp_path / "MAIN-1.tombstone", [1])
    streams, notes = streams_of(path)
    streams[stream] = "<f8", streams[stream][1]
    write_container(path, streams, notes, lambda lines: None)
    with pytest.raises(ArchiveError, match="other numbers"):
        tombstone.read(path, 5)


def test_what_a_tombstone_hides_is_hidden_and_nothing_else() -> None:
    docs = np.array([1, 3])
    assert tombstone.hidden(None, docs, 4).tolist() == [True, False, True, False]
    live = np.array([False, True, True, True])
    assert tombstone.hidden(live, docs, 4).tolist() == [False, False, True, False]
    assert live.tolist() == [False, True, True, True]


@pytest.mark.parametrize("number", ["ENOSPC", "EDQUOT", "EFBIG", "EIO", "EACCES"])
def test_when_there_is_no_room(number: str) -> None:
    assert tombstone.no_room(OSError(getattr(errno, number), "x")) is (number in ("ENOSPC", "EDQUOT", "EFBIG"))
