"""What is read of a damaged archive: each article once, in order, without the forgotten; and what is told lost."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from morgue.core.errors import ArchiveDamaged
from morgue.index.archive import manifest
from morgue.index.archive.archive import Archive
from morgue.index.archive.ids.tombstone import forget_key
from morgue.index.archive.maintenance.salvage import Salvage, _said, segments_there
from morgue.index.codec.container import Container
from tests.archive.conftest import article, file_all

NONE = np.empty(0, np.uint64)


@pytest.fixture
def folder(archive: Archive) -> Path:
    """Two segments: four articles, and two."""
    file_all(archive, *map(article, range(4)))
    file_all(archive, *map(article, range(4, 6)))
    return archive.folder


def _names(folder: Path) -> list[str]:
    """In the order of the manifest."""
    return [s.name for s in manifest.read(folder, manifest.generations(folder)[0]).segments]


def _ids(salvage: Salvage) -> list[str]:
    return [one.id for one in salvage]


def _flip(path: Path, stream: str) -> None:
    data = bytearray(path.read_bytes())
    held = Container(path).array(stream).tobytes()
    data[data.index(held) + len(held) // 2] ^= 0x55
    path.write_bytes(data)


def test_each_article_comes_once_in_its_order(folder: Path) -> None:
    names = _names(folder)
    assert sorted(names) == segments_there(folder) and len(names) == 2
    (folder / "MAIN_0.segment").write_bytes(b"somebody's")
    assert sorted(names) == segments_there(folder)
    salvage = Salvage(folder, names, NONE)
    assert _ids(salvage) == [f"a{n}" for n in range(6)] and salvage.lost == []
    twice = Salvage(folder, [*names, *names], NONE)
    assert _ids(twice) == [f"a{n}" for n in range(6)]


def test_what_is_said_to_come_last_does(folder: Path) -> None:
    last = np.array([1, 0, 0, 1, 1, 0], np.bool_)
    assert _ids(Salvage(folder, _names(folder), NONE, last)) == ["a1", "a2", "a5", "a0", "a3", "a4"]
    assert _ids(Salvage(folder, _names(folder), NONE, last[:5])) == [f"a{n}" for n in range(6)]  # of another archive


def test_the_forgotten_do_not_come(folder: Path) -> None:
    keys = [forget_key(f"a{n}", article(n).provenance.sha256) for n in (1, 4)]
    assert _ids(Salvage(folder, _names(folder), np.array(keys, np.uint64))) == ["a0", "a2", "a3", "a5"]


def test_a_segment_that_cannot_be_opened_is_told_and_the_others_are_read(folder: Path) -> None:
    first, second = _names(folder)
    (folder / f"{first}.segment").write_bytes(b"half")
    salvage = Salvage(folder, [first, second], NONE)
    assert _ids(salvage) == ["a4", "a5"]
    assert len(salvage.lost) == 1 and salvage.lost[0].startswith(f"{first}.segment cannot be opened: ")
    gone = Salvage(folder, ["MAIN_00000000000000ff"], NONE)
    assert _ids(gone) == [] and gone.lost[0].startswith("MAIN_00000000000000ff.segment cannot be opened: ")


@pytest.mark.parametrize("stream", ["store.first", "store.lengths", "store.bodies.at", "store.headers.at"])
def test_where_the_places_are_damaged_no_article_is_cut_from_anothers_text(folder: Path, stream: str) -> None:
    first, second = _names(folder)
    _flip(folder / f"{first}.segment", stream)
    salvage = Salvage(folder, [first, second], NONE)
    assert _ids(salvage) == ["a4", "a5"]
    assert salvage.lost == [f"4 articles of {first}: its stream {stream} is damaged"]


def test_a_damaged_text_is_told_by_its_number(folder: Path) -> None:
    first, second = _names(folder)
    _flip(folder / f"{second}.segment", "store.bodies")
    salvage = Salvage(folder, [first, second], NONE)
    assert _ids(salvage) == ["a0", "a1", "a2", "a3"]
    assert [line.partition(": ")[0] for line in salvage.lost] == [f"article {n} of {second}" for n in range(2)]
    assert all(line.partition(": ")[2] not in ("", "None", "True", "False") for line in salvage.lost)


def test_an_article_whose_digest_is_damaged_says_so(folder: Path) -> None:
    first, _ = _names(folder)
    _flip(folder / f"{first}.segment", "sha")
    found = [*Salvage(folder, [first], NONE)]
    assert [one.id for one in found] == [f"a{n}" for n in range(4)]
    for one in found:
        assert one.provenance.sha256 == ""
        assert one.provenance.notes[-1] == "the digest of its source was lost to damage"
    whole = [*Salvage(folder, [_names(folder)[1]], NONE)]
    assert all(one.provenance.sha256 and not one.provenance.notes for one in whole)


def test_what_is_lost_is_told_with_a_reason_even_where_the_error_has_no_words() -> None:
    assert _said(ArchiveDamaged("x is damaged", "run: morgue verify"), "article 3") == "article 3: x is damaged"
    assert _said(OSError(5, "Input/output error"), "article 3") == "article 3: [Errno 5] Input/output error"
    assert _said(ValueError("no number"), "article 3") == "article 3: no number"
    assert _said(ValueError(), "article 3") == "article 3: ValueError"
