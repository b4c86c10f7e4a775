"""A file that is not what was written is never read as if it were."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from morgue.core.article import Article, Provenance
from morgue.core.errors import ArchiveDamaged, ArchiveError, ArchiveTooNew
from morgue.index.codec import container, store_writer
from morgue.index.codec.container import Container, ContainerWriter
from morgue.index.codec.layout import BODY_OCCURRENCES, TITLE_BASE, TITLE_OCCURRENCES, TITLE_TERMS, Entry
from morgue.index.codec.reader import SegmentReader
from morgue.index.codec.terms import token_layout
from morgue.index.codec.terms.chunk_terms import Vocabulary
from morgue.index.codec.writer import write_segment
from tests.codec.oracle import check_terms, plain


def article(body: str, title: str | None = None, id: str = "one") -> Entry:
    return Entry(Article(id, body, Provenance("bay", "", "text"), title=title, language="en"))


@pytest.fixture
def segment(tmp_path: Path, bay: list[Entry]) -> Path:
    write_segment(tmp_path, "bay", bay)
    return tmp_path / "bay.segment"


def test_every_flipped_bit_is_found(segment: Path) -> None:
    data = bytearray(segment.read_bytes())
    dice = random.Random(7)
    table = struct.unpack_from("<Q", data, 16)[0]
    places = [*range(64), *dice.sample(range(64, table), 150), *dice.sample(range(table, len(data)), 50)]
    for at in places:
        data[at] ^= 1 << dice.randrange(8)
        copy = segment.with_name("copy.segment")
        copy.write_bytes(data)
        with pytest.raises((ArchiveDamaged, ArchiveTooNew), match=r"copy\.segment"):
            SegmentReader(segment.parent, "copy").verify()
        data = bytearray(segment.read_bytes())


@pytest.mark.parametrize("kept", [0, 1, 63, 64, 1000, -1])
def test_a_truncated_file_does_not_open(segment: Path, kept: int) -> None:
    segment.write_bytes(segment.read_bytes()[:kept])
    with pytest.raises(ArchiveDamaged, match=r"bay\.segment"):
        SegmentReader(segment.parent, "bay")


def test_a_file_that_has_grown_does_not_open(segment: Path) -> None:
    segment.write_bytes(segment.read_bytes() + b"\0")
    with pytest.raises(ArchiveDamaged, match="bytes where"):
        SegmentReader(segment.parent, "bay")


def test_a_newer_version_says_so(segment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "VERSION", container.VERSION + 1)
    with ContainerWriter(segment.with_name("new.segment")) as out:
        out.close()
    monkeypatch.undo()
    with pytest.raises(ArchiveTooNew, match=r"new\.segment"):
        Container(segment.with_name("new.segment"))


def test_something_else_is_not_a_segment(tmp_path: Path) -> None:
    (tmp_path / "x.segment").write_bytes(b"PK" * 100)
    with pytest.raises(ArchiveDamaged, match="not a segment"):
        SegmentReader(tmp_path, "x")


def test_damage_met_while_reading_is_named(segment: Path) -> None:
    data = bytearray(segment.read_bytes())
    plain_reader = SegmentReader(segment.parent, "bay")
    at = plain_reader._file._streams["store.bodies"][1]  # the first block's first bytes
    data[at : at + 4] = b"\0\0\0\0"
    segment.with_name("bad.segment").write_bytes(data)
    with pytest.raises(ArchiveDamaged, match=r"bad\.segment"):
        SegmentReader(segment.parent, "bad").stored(0)


def test_no_flipped_bit_of_a_stored_block_gives_another_article(segment: Path, bay: list[Entry]) -> None:
    """Whoever reads one article reads no more than its block: the block itself must say that it is whole."""
    data = segment.read_bytes()
    reader = SegmentReader(segment.parent, "bay")
    right = [e.article for e in bay]
    dice = random.Random(11)
    refused = 0
    for stream in ("store.bodies", "store.headers"):
        start, size = reader._file._streams[stream][1:3]
        for at in dice.sample(range(start, start + size), min(size, 250)):
            bad = bytearray(data)
            bad[at] ^= 1 << dice.randrange(8)
            segment.with_name("bad.segment").write_bytes(bad)
            for doc, article in enumerate(right):
                try:
                    found = SegmentReader(segment.parent, "bad").stored(doc)
                except ArchiveDamaged:
                    refused += 1
                else:
                    assert found == article, f"byte {at} of {stream}"
    assert refused > 400


def test_a_taken_name_is_refused_and_a_failed_write_leaves_nothing(tmp_path: Path, bay: list[Entry]) -> None:
    write_segment(tmp_path, "bay", bay)
    before = (tmp_path / "bay.segment").read_bytes()
    with pytest.raises(FileExistsError):
        write_segment(tmp_path, "bay", [])
    assert (tmp_path / "bay.segment").read_bytes() == before

    def failing() -> Iterator[Entry]:
        yield bay[0]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_segment(tmp_path, "other", failing())
    assert [p.name for p in tmp_path.iterdir()] == ["bay.segment"]


def test_an_open_segment_outlives_its_file(segment: Path, bay: list[Entry]) -> None:
    reader = SegmentReader(segment.parent, "bay")
    segment.unlink()
    assert reader.stored_many([3, 0]) == [bay[3].article, bay[0].article]
    check_terms(reader, plain(bay))


def test_an_article_too_large_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_writer, "LONGEST_BODY", 10)
    with pytest.raises(ArchiveError, match="article one"):
        write_segment(tmp_path, "big", [article("more than ten bytes")])


def test_a_body_beyond_the_positions_is_cut_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_layout, "TITLE_BASE", 4)
    monkeypatch.setattr(token_layout, "TITLE_TERMS", 2)
    given = [article("one two three. Four five six", "a b c", "long"), article("one two", "a", "short")]
    info = write_segment(tmp_path, "cut", given)
    assert info.cut == ("long",)
    reader = SegmentReader(tmp_path, "cut")
    assert [t for _, t in reader.lexicon.scan()] == ["a", "b", "four", "one", "three", "two"]
    assert reader.lengths.body.tolist() == [4, 2]
    assert reader.lengths.title.tolist() == [2, 1]
    assert reader.stored(0) == given[0].article


def test_a_word_repeated_beyond_all_measure(tmp_path: Path) -> None:
    times = BODY_OCCURRENCES + 5
    info = write_segment(tmp_path, "many", [article("ferry " * times, "quay " * (TITLE_TERMS + 1)), article("b")])
    assert info.cut == ("one",)
    reader = SegmentReader(tmp_path, "many")
    ferry, quay = (reader.lexicon.find(t) for t in ("ferry", "quay"))
    assert ferry is not None
    assert quay is not None
    assert reader.postings(ferry).body.tolist() == [BODY_OCCURRENCES]
    assert reader.postings(ferry).lead.tolist() == [60]
    assert np.array_equal(reader.positions(ferry).flat, np.arange(BODY_OCCURRENCES))
    assert reader.postings(quay).title.tolist() == [TITLE_OCCURRENCES]
    assert np.array_equal(reader.positions(quay).flat, TITLE_BASE + np.arange(TITLE_OCCURRENCES))
    assert reader.lengths.body.tolist() == [times, 1]


def test_hostile_text_comes_back_as_it_was(tmp_path: Path) -> None:
    bodies = ["\ud800 lone", "a\0b \0", "\r\n\x85\u2028 x", "‮evil\x1b[31m", "x" * 100_000, " " * 50_000, "😀😀 café"]
    given = [article(b, b[:100], f"{i}\n\udc00") for i, b in enumerate(bodies)]
    write_segment(tmp_path, "bad", given)
    reader = SegmentReader(tmp_path, "bad")
    assert reader.stored_many(range(len(given))) == [e.article for e in given]
    assert [reader.find_id(e.article.id) for e in given] == list(range(len(given)))
    check_terms(reader, plain(given))


def test_a_vocabulary_kept_over_segments_changes_nothing(tmp_path: Path, bay: list[Entry]) -> None:
    kept = Vocabulary()
    for name, given in (("a", bay[2:]), ("b", bay), ("c", bay[:1])):
        write_segment(tmp_path, name, given, kept)
        write_segment(tmp_path, name + "-fresh", given)
        assert (tmp_path / f"{name}.segment").read_bytes() == (tmp_path / f"{name}-fresh.segment").read_bytes()


def test_many_documents_use_every_form_of_a_list(tmp_path: Path) -> None:
    dice = random.Random(3)
    words = ["the", "of", "harbour", "ferry", "quay", *(f"w{i}" for i in range(300))]
    weights = [900, 500, 60, 20, 5, *([1] * 300)]
    given = [
        article(
            " ".join(dice.choices(words, weights, k=dice.choice([1, 30, 400]))), dice.choice([None, "ferry"]), str(i)
        )
        for i in range(1500)
    ]
    write_segment(tmp_path, "large", given)
    check_terms(SegmentReader(tmp_path, "large"), plain(given))
