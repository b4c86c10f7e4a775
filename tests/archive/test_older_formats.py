"""Archives of format 4, whose numbers all lie in full, are read, added to and rewritten."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from morgue.core.errors import ArchiveDamaged
from morgue.index.archive import manifest, overlay
from morgue.index.archive.archive import Archive
from morgue.index.archive.maintenance.repair import verify
from morgue.index.archive.writer import Writer
from morgue.index.codec.container import Container
from morgue.index.codec.layout import AFTER
from morgue.index.codec.reader import SegmentReader
from morgue.index.stories.clusters.columns import StoryColumns
from tests.trust.numbers import Streams, stored_streams_of, streams_of, vouch, write_container
from tests.trust.small import filing, forgetting, news, state

COLUMNS = ("story", "role", "of", "kept", "founder", "articles", "copies", "versions", "outlets")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Segments of several commits, copies among the articles, one of them deleted by being forgotten."""
    folder = tmp_path / "archive"
    for at in range(0, 27, 9):
        filing(news(30)[at : at + 9])(folder)
    forgetting("h0007")(folder)
    return folder


def _segment(folder: Path, name: str) -> None:
    """Writes a segment anew as it was written until format 4."""
    path = folder / name
    streams, notes = streams_of(path)
    full = {n: s for n, s in streams.items() if not n.endswith(".full") and n != AFTER}
    full["instant"] = "<i8", SegmentReader(folder, path.stem).instant.tobytes()
    write_container(path, full, notes, lambda lines: None)
    vouch(folder, name)


def _stories_in_full(folder: Path, name: str, columns: StoryColumns) -> Streams:
    streams, _ = streams_of(folder / name)
    full = {n: s for n, s in streams.items() if not n.endswith(".full") and not n.startswith("book.derived")}
    for column in ("of", "kept", "articles", "copies", "versions", "outlets"):
        held = getattr(columns, column)
        full[f"book.{column}"] = (
            ("<f4" if column == "kept" else "<i4"),
            held.astype("<f4" if column == "kept" else "<i4").tobytes(),
        )
    return full


def _aged(folder: Path) -> None:
    """All of the archive as format 4 has it."""
    for generation in manifest.generations(folder):
        listed = manifest.read(folder, generation)
        assert listed.overlay is not None
        for segment in listed.segments:
            _segment(folder, segment.files[0].name)
        columns = overlay.of(folder, listed).book.columns
        notes = streams_of(folder / listed.overlay.name)[1]
        write_container(
            folder / listed.overlay.name,
            _stories_in_full(folder, listed.overlay.name, columns),
            notes,
            lambda lines: None,
        )
        vouch(folder, listed.overlay.name)
    for generation in manifest.generations(folder):
        path = folder / manifest.manifest_name(generation)
        data = json.loads(path.read_bytes().rstrip(b"\n").rpartition(b"\n")[0]) | {"format": 4}
        text = json.dumps(data, indent=1, sort_keys=True) + "\n"
        path.write_bytes((text + sha256(text.encode()).hexdigest() + "\n").encode())
        listed = manifest.read(folder, generation)
        for file in [*(f for s in listed.segments for f in s.files), *filter(None, [listed.overlay])]:
            assert not stored_streams_of(folder / file.name)[2]


def test_an_archive_of_format_4_is_the_same_archive(new: Path) -> None:
    before = state(new)
    columns = {name: getattr(Archive.open(new).snapshot().stories, name).tolist() for name in COLUMNS}
    instants = [v.reader.instant.tolist() for v in Archive.open(new).snapshot().segments]
    assert max(columns["of"]) > 0
    _aged(new)
    assert manifest.read(new, manifest.generations(new)[0]).format == 4
    assert state(new) == before
    again = Archive.open(new).snapshot()
    assert [v.reader.instant.tolist() for v in again.segments] == instants
    for name, was in columns.items():
        np.testing.assert_array_equal(getattr(again.stories, name), was, name)
    found = verify(new, deep=True)
    assert not found.problems, found


def test_an_archive_of_format_4_is_added_to_and_rewritten(new: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for at in range(0, 27, 9):
        filing(news(30)[at : at + 9])(other)
    forgetting("h0007")(other)
    _aged(new)
    for folder in (new, other):
        filing(news(33)[27:])(folder)
        forgetting("h0012")(folder)
    assert state(new) == state(other)
    with Writer(Archive.open(new)) as writer:
        writer.compact()
    assert state(new) == state(other)
    newest = manifest.read(new, manifest.generations(new)[0])
    assert newest.format == manifest.FORMAT == 5 and newest.overlay is not None
    assert "book.of" not in Container(new / newest.overlay.name)
    assert not verify(new, deep=True).problems


@pytest.mark.parametrize(
    ("stream", "values", "said"),
    [
        ("derived", [1, 1], "derived documents that are not there"),
        ("derived", [2, 1], "derived documents that are not there"),
        ("derived", [-1, 1], "derived documents that are not there"),
        ("derived", [1, 1 << 20], "derived documents that are not there"),
        ("derived", [1], "numbers of derived"),
        ("derived_of", [-2, 1], "of of what is not there"),
        ("derived_of", [1, 1 << 20], "of of what is not there"),
        ("derived_of", [1], "numbers of derived_of"),
        ("articles", [1 << 40], "articles of another type"),
    ],
)
def test_a_book_whose_parts_do_not_fit_is_damage(new: Path, stream: str, values: list[int], said: str) -> None:
    newest = manifest.read(new, manifest.generations(new)[0])
    assert newest.overlay is not None
    name = newest.overlay.name
    streams, notes, forms = stored_streams_of(new / name)
    kind = "<i8" if stream == "articles" else "<i4"
    two: dict[str, tuple[str, bytes]] = {
        "book.derived": ("<i4", np.array([1, 2], np.int32).tobytes()),
        "book.derived_of": ("<i4", np.array([-1, -1], np.int32).tobytes()),
        "book.derived_kept": ("<f4", bytes(8)),
    }
    bad = {**streams, **two, f"book.{stream}": (kind, np.array(values, kind).tobytes())}
    forms = {n: f for n, f in forms.items() if n in bad and not n.startswith("book.derived")}
    write_container(new / name, bad, notes, lambda lines: None, forms)
    vouch(new, name)
    for look in (lambda: Archive.open(new).snapshot(), lambda: overlay.read(new / name, newest.documents)):
        with pytest.raises(ArchiveDamaged, match=name.replace(".", r"\.")) as caught:
            look()
        assert said.split()[0] in caught.value.what


def test_one_number_for_many_is_nothing_that_a_book_has(new: Path) -> None:
    """Its count is nothing but a word: as many numbers as it says would take all memory."""
    newest = manifest.read(new, manifest.generations(new)[0])
    assert newest.overlay is not None
    name = newest.overlay.name
    streams, notes, forms = stored_streams_of(new / name)
    bad = {**streams, "book.story": ("<i4", b"\1\0\0\0")}
    write_container(new / name, bad, notes, lambda lines: None, {**forms, "book.story": f" times {10**15}"})
    vouch(new, name)
    with pytest.raises(ArchiveDamaged, match="one number for many"):
        Archive.open(new).snapshot()
