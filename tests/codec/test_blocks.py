"""Stored articles lie in blocks of a few, in the order in which they came, whoever packed them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from morgue.core.article import Article, Provenance
from morgue.core.errors import ArchiveError
from morgue.index.codec import store_writer
from morgue.index.codec.layout import BLOCK_BYTES, Entry
from morgue.index.codec.merge import merge_segments
from morgue.index.codec.reader import SegmentReader
from morgue.index.codec.store_writer import BLOCK
from morgue.index.codec.writer import write_segment


def numbered(name: str, count: int, size: int = 40) -> list[Article]:
    """Articles that differ, each with a text of so many bytes."""
    return [
        Article(f"{name}{n:03}", f"{name} {n:03} ".ljust(size, "x"), Provenance("bay", "", "text"))
        for n in range(count)
    ]


def written(folder: Path, name: str, given: list[Article]) -> SegmentReader:
    write_segment(folder, name, map(Entry, given))
    return SegmentReader(folder, name)


def blocks(reader: SegmentReader) -> list[list[int]]:
    """The bytes of the texts of each block."""
    first = reader._file.array("store.first").tolist()
    lengths = reader.plain("store.lengths").tolist()
    return [lengths[a:b] for a, b in pairwise(first)]


@pytest.mark.parametrize(
    ("size", "count"), [(0, 50), (40, 50), (BLOCK_BYTES // 5, 20), (BLOCK_BYTES // 5, 50), (BLOCK_BYTES, 5)]
)
def test_a_block_is_full_and_no_fuller(tmp_path: Path, size: int, count: int) -> None:
    """Of articles or of bytes, whichever comes first: one text costs no more to read than its block."""
    given = numbered("a", count, size)
    reader = written(tmp_path, "bay", given)
    merge_segments(tmp_path, "fewer", [(reader, np.arange(count) % 2 == 0)])
    for articles, packed in ((given, reader), (given[::2], SegmentReader(tmp_path, "fewer"))):
        found = blocks(packed)
        for block in found:
            assert len(block) <= BLOCK and sum(block[:-1]) < BLOCK_BYTES
        for block in found[:-1]:
            assert len(block) == BLOCK or sum(block) >= BLOCK_BYTES
        assert packed.stored_many(range(len(articles))) == articles


def test_a_merge_of_whole_blocks_and_of_single_articles_keeps_order_and_bounds(tmp_path: Path) -> None:
    """Blocks are copied as they are between articles that are packed anew."""
    parts = [numbered(name, count) for name, count in (("a", 45), ("b", 36), ("c", 3), ("d", 33), ("e", 5))]
    lives = [np.arange(len(p)) % 2 == 0 if n in (0, 3) else np.ones(len(p), np.bool_) for n, p in enumerate(parts)]
    readers = [written(tmp_path, f"part{n}", part) for n, part in enumerate(parts)]
    merge_segments(tmp_path, "whole", list(zip(readers, lives, strict=True)))
    whole = SegmentReader(tmp_path, "whole")
    whole.verify(deep=True)
    live = [a for part, alive in zip(parts, lives, strict=True) for a, kept in zip(part, alive, strict=True) if kept]
    assert whole.stored_many(range(whole.doc_count)) == live
    found = [len(block) for block in blocks(whole)]
    assert max(found) <= BLOCK and sum(found) == len(live)
    assert len(found) < len(live) / 8


def test_the_longest_text_that_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in bytes, as it is stored."""
    monkeypatch.setattr(store_writer, "LONGEST_BODY", 10)
    fits = Article("fits", "h\u00e9" * 3 + "x", Provenance("bay", "", "text"))
    assert written(tmp_path, "bay", [fits]).stored(0) == fits
    long = Article("too-long", "h\u00e9" * 3 + "xx", Provenance("bay", "", "text"))
    with pytest.raises(ArchiveError, match="article too-long has a text of 11 bytes"):
        write_segment(tmp_path, "long", map(Entry, [fits, long]))
