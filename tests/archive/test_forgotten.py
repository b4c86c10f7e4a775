"""What was forgotten: which generation says so, and what a tombstone hides until the text is gone."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from morgue.core.errors import ArchiveDamaged, ArchiveError
from morgue.index.archive import manifest
from morgue.index.archive.archive import Archive
from morgue.index.archive.ids import tombstone
from morgue.index.archive.maintenance.repair import forgotten_keys
from morgue.index.archive.writer import Writer
from morgue.index.codec.container import Container
from tests.archive.conftest import article, file_all
from tests.archive.harm import buried, flip, key, newest_of
from tests.trust.numbers import streams_of, write_container


def _forget(folder: Path, *ids: str) -> None:
    with Writer(Archive.open(folder)) as writer:
        writer.forget(ids)


def test_what_was_forgotten_is_asked_of_the_newest_generation_that_can_say_it(folder: Path) -> None:
    _forget(folder, "a0")
    generations = manifest.generations(folder)
    assert forgotten_keys(folder, generations).tolist() == [key(0)]
    with Writer(Archive.open(folder)) as writer:
        writer.remember([key(1)])
        writer.commit()
    file_all(Archive.open(folder), article(7))
    newest, before = manifest.generations(folder)
    assert set(forgotten_keys(folder, [newest]).tolist()) == {key(0), key(1)}
    listed = manifest.read(folder, newest)
    assert listed.overlay
    path = folder / listed.overlay.name
    file = Container(path)
    place = path.read_bytes().index(file.array("forgotten").tobytes())
    whole = path.read_bytes()
    flip(path, place)
    assert forgotten_keys(folder, [newest]).tolist() == []  # it is not what was written
    assert key(0) in forgotten_keys(folder, [newest, before])
    path.write_bytes(whole)
    (folder / manifest.manifest_name(newest)).unlink()
    assert set(forgotten_keys(folder, [newest]).tolist()) == {key(0), key(1)}  # by its usual name


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
    assert forgotten_keys(folder, [newest]).tolist() == [key(0)]


def test_a_generation_that_says_nothing_of_the_forgotten_is_not_the_last_that_is_asked(folder: Path) -> None:
    _forget(folder, "a0")
    listed = newest_of(folder)
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
    assert forgotten_keys(folder, [newest + 1, newest]).tolist() == [key(0)]


def test_a_tombstone_names_documents_that_are_there_in_order(tmp_path: Path) -> None:
    path = tmp_path / "MAIN-1.tombstone"
    for docs in ([], [0], [4], [0, 1, 4]):
        found = tombstone.read(buried(path, docs), 5)
        assert (found.docs.tolist(), found.forgotten.tolist()) == (docs, [5, 9])
    for docs in ([5], [-1], [0, 0], [1, 0], [0, 5], [-1, 2]):
        with pytest.raises(ArchiveDamaged, match="not there"):
            tombstone.read(buried(path, docs), 5)


@pytest.mark.parametrize("stream", ["docs", "forgotten"])
def test_a_tombstone_of_other_numbers_is_damage(tmp_path: Path, stream: str) -> None:
    path = buried(tmp_path / "MAIN-1.tombstone", [1])
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
