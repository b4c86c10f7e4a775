"""Stored texts packed with what their segment's other texts have in common."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import zstandard

from morgue.core.article import Article, Provenance
from morgue.core.errors import ArchiveDamaged
from morgue.index.codec import store_dictionaries
from morgue.index.codec.container import ContainerWriter
from morgue.index.codec.layout import Entry
from morgue.index.codec.merge import merge_segments
from morgue.index.codec.reader import SegmentReader
from morgue.index.codec.stored_articles import StoredArticles
from morgue.index.codec.writer import write_segment

BODIES, RECORDS = "store.bodies.dictionary", "store.headers.dictionary"


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Segments of a hundred articles have dictionaries, smaller ones have none."""
    monkeypatch.setattr(store_dictionaries, "ENOUGH", 60_000)
    monkeypatch.setattr(store_dictionaries, "_BODIES", 4096)
    monkeypatch.setattr(store_dictionaries, "_RECORDS", 1024)
    yield


def invented(count: int, seed: int = 3) -> list[Entry]:
    dice = random.Random(seed)
    words = ["".join(dice.choices("abcdefghij", k=dice.randrange(2, 9))) for _ in range(400)]

    def text(length: int) -> str:
        return " ".join(dice.choices(words, k=length))

    return [
        Entry(Article(f"{seed}-{i:04d}", text(150), Provenance("bay", "", "text"), title=text(6), language="en"))
        for i in range(count)
    ]


def written(folder: Path, name: str, given: list[Entry]) -> SegmentReader:
    write_segment(folder, name, given)
    return SegmentReader(folder, name)


def stored(reader: SegmentReader) -> list[Article]:
    return reader.stored_many(range(reader.doc_count))


def damage(path: Path, *streams: str) -> None:
    """Turns a byte in the middle of each of some streams."""
    data = bytearray(path.read_bytes())
    places = SegmentReader(path.parent, path.stem)._file._streams
    for name in streams:
        _, start, size, _ = places[name]
        data[start + size // 2] ^= 0xFF
    path.write_bytes(data)


def test_many_texts_take_fewer_bytes_and_come_back_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = invented(300)
    packed = written(tmp_path, "packed", given)
    monkeypatch.setattr(store_dictionaries, "ENOUGH", 1 << 40)
    alone = written(tmp_path, "plain", given)
    assert BODIES in packed._file and RECORDS in packed._file and BODIES not in alone._file
    assert stored(packed) == stored(alone) == [e.article for e in given]
    first = packed._file.array("store.first")
    assert np.array_equal(first, alone._file.array("store.first"))
    assert [len(packed.store.records(b)) for b in range(len(first) - 1)] == np.diff(first).tolist()
    assert len(packed._file.view("store.bodies")) < len(alone._file.view("store.bodies"))
    packed.verify(deep=True)


def test_few_texts_have_no_dictionary(tmp_path: Path) -> None:
    assert BODIES not in written(tmp_path, "few", invented(20))._file


@pytest.mark.parametrize("sizes", [(20, 20), (20, 150), (150, 20, 150), (40, 40)])
def test_a_merge_learns_from_its_own_live_articles(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    given = invented(sum(sizes))
    borders = np.cumsum([0, *sizes]).tolist()
    alive = np.array([i % 7 != 2 for i in range(len(given))])
    parts = [written(tmp_path, f"part{a}", given[a:b]) for a, b in pairwise(borders)]
    merge_segments(tmp_path, "whole", [(p, alive[a:b]) for p, (a, b) in zip(parts, pairwise(borders), strict=True)])
    whole = SegmentReader(tmp_path, "whole")
    whole.verify(deep=True)
    live = [e.article for e, kept in zip(given, alive, strict=True) if kept]
    assert stored(whole) == live
    assert (BODIES in whole._file) == (sum(len(a.body) for a in live) >= store_dictionaries.ENOUGH)


def test_a_text_that_left_is_in_no_dictionary(tmp_path: Path) -> None:
    """What was forgotten is not kept as something that texts have in common."""
    told, others = invented(100, seed=9), invented(100)
    reader = written(tmp_path, "before", [entry for pair in zip(told, others, strict=True) for entry in pair])
    assert _stretches_of(reader, told) and _stretches_of(reader, others)
    merge_segments(tmp_path, "after", [(reader, np.tile([False, True], 100))])
    after = SegmentReader(tmp_path, "after")
    assert not _stretches_of(after, told) and _stretches_of(after, others)


def _stretches_of(reader: SegmentReader, entries: list[Entry]) -> int:
    """How many places of the dictionary of bodies begin 30 bytes that stand in some articles."""
    data = bytes(reader._file.view(BODIES))
    texts = b"\n".join(e.article.body.encode() for e in entries)
    return sum(data[at : at + 30] in texts for at in range(0, len(data) - 30, 10))


@pytest.mark.parametrize("name", [BODIES, RECORDS])
def test_a_damaged_dictionary_is_found_and_its_copy_read(tmp_path: Path, name: str) -> None:
    given = invented(150)
    written(tmp_path, "bay", given)
    damage(tmp_path / "bay.segment", name)
    with pytest.raises(ArchiveDamaged, match=name):
        SegmentReader(tmp_path, "bay").verify()
    assert stored(SegmentReader(tmp_path, "bay")) == [e.article for e in given]
    damage(tmp_path / "bay.segment", f"{name}.again")
    with pytest.raises(ArchiveDamaged, match="lost the dictionary"):
        StoredArticles(tmp_path, "bay").stored(0)


def test_a_dictionary_that_is_none_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = invented(150)
    true = store_dictionaries.write
    monkeypatch.setattr(store_dictionaries, "write", lambda out, stream, _: true(out, stream, b"no dictionary" * 100))
    reader = written(tmp_path, "none", given)
    with pytest.raises(ArchiveDamaged, match="block"):
        reader.stored(0)
    monkeypatch.setattr(store_dictionaries, "write", true)
    written(tmp_path, "large", given)
    monkeypatch.setattr(store_dictionaries, "_MOST", 100)
    with pytest.raises(ArchiveDamaged, match="dictionary"):
        SegmentReader(tmp_path, "large")
    monkeypatch.undo()


def test_the_largest_dictionary_that_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is the dictionary's: a segment has any number of bytes of blocks."""
    given = invented(150)
    packed = written(tmp_path, "bay", given)
    size = max(len(packed._file.view(name)) for name in (BODIES, RECORDS))
    assert size < len(packed._file.view("store.bodies"))
    monkeypatch.setattr(store_dictionaries, "_MOST", size)
    assert stored(SegmentReader(tmp_path, "bay")) == [e.article for e in given]
    monkeypatch.setattr(store_dictionaries, "_MOST", size - 1)
    with pytest.raises(ArchiveDamaged, match="dictionary"):
        SegmentReader(tmp_path, "bay")


@pytest.mark.parametrize("copy", ["dictionary", "dictionary.again"])
def test_a_dictionary_without_its_copy_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copy: str) -> None:
    monkeypatch.setattr(store_dictionaries, "write", lambda out, stream, data: out.add_bytes(f"{stream}.{copy}", data))
    write_segment(tmp_path, "alone", invented(150))
    with pytest.raises(ArchiveDamaged, match="dictionary"):
        SegmentReader(tmp_path, "alone")


def test_a_copy_that_is_another_dictionary_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of contents says so, and nothing of either is read."""
    others = bytes(written(tmp_path, "other", invented(150, seed=4))._file.view(BODIES))

    def write(out: ContainerWriter, stream: str, data: bytes) -> None:
        out.add_bytes(f"{stream}.dictionary", data)
        out.add_bytes(f"{stream}.dictionary.again", others)

    monkeypatch.setattr(store_dictionaries, "write", write)
    write_segment(tmp_path, "two", invented(150))
    with pytest.raises(ArchiveDamaged, match="dictionary"):
        SegmentReader(tmp_path, "two")


@pytest.mark.parametrize(("count", "least"), [(25, 1.0), (400, 0.0)])
def test_a_dictionary_is_chosen_from_a_bounded_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, least: float
) -> None:
    """From all where they are few; else from a part that does not grow with the segment."""
    seen: list[tuple[int, int]] = []
    true = zstandard.train_dictionary

    def train(size: int, samples: list[bytes], **more: int) -> object:
        seen.append((size, sum(map(len, samples))))
        return true(size, samples, **more)  # type: ignore[arg-type]  # the options are passed on as they come

    monkeypatch.setattr(zstandard, "train_dictionary", train)
    given = invented(count)
    lengths = sum(len(e.article.body.encode()) for e in given)
    monkeypatch.setattr(store_dictionaries, "ENOUGH", lengths)
    assert BODIES in written(tmp_path, "bay", given)._file
    size, chosen = seen[0]
    assert least * lengths <= chosen <= 1.1 * 18 * size
    assert chosen > 2 * size


def test_texts_that_have_nothing_in_common_need_no_dictionary(tmp_path: Path) -> None:
    """Too short to be learned from: none is made, and they come back all the same."""
    given = [Entry(Article(f"s{n}", "ab" * 3, Provenance("bay", "", "text"))) for n in range(20_000)]
    reader = written(tmp_path, "short", given)
    assert BODIES not in reader._file
    assert reader.stored_many([0, 19_999]) == [given[0].article, given[-1].article]
