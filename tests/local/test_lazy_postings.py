"""Postings decoded in part are those decoded whole."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from morgue.index.codec.postings.lazy_postings import LazyPostings
from morgue.index.codec.postings.packed import Packed
from morgue.index.codec.postings.packing import pack_lists, unpack
from morgue.index.codec.postings.term_positions import positions_of
from morgue.index.codec.reader import SegmentReader
from tests.local.build import article, snapshot


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> SegmentReader:
    """A segment of 2,000 articles with words from rare to everywhere, and gaps from small to very large."""
    rng = random.Random(5)
    words = [f"w{i}" for i in range(40)]
    weights = [1 / (i + 1) ** 1.5 for i in range(40)]
    made = []
    for number in range(2_000):
        length = rng.choice([3, 30, 30, 30, 400]) if number != 77 else 70_000
        body = "\n".join(" ".join(rng.choices(words, weights, k=12)) for _ in range(length // 12 + 1))
        made.append(article(f"n{number}", body, " ".join(rng.choices(words, weights, k=4)) if number % 3 else None))
    folder: Path = tmp_path_factory.mktemp("lazy")
    return snapshot(folder, [made]).segments[0].reader


def test_documents_frequencies_and_masks(reader: SegmentReader) -> None:
    for ordinal in range(len(reader.lexicon)):
        whole, part = reader.postings(ordinal), reader.lazy_postings(ordinal)
        assert np.array_equal(part.docs, whole.docs)
        assert np.array_equal(np.flatnonzero(part.mask), whole.docs)
        for ours, theirs in zip(part.symbols.frequencies(), (whole.title, whole.lead, whole.body), strict=True):
            assert np.array_equal(ours, theirs)


@pytest.mark.parametrize("many", [1, 60, 1_500])
def test_places_and_positions_of_some(reader: SegmentReader, many: int) -> None:
    rng = np.random.default_rng(3)
    for ordinal in range(len(reader.lexicon)):
        whole, part = reader.positions(ordinal), reader.lazy_postings(ordinal)
        some = np.unique(np.append(rng.integers(0, reader.doc_count, many), (77, reader.doc_count - 1)))
        docs, places = part.locate(some)
        assert np.array_equal(docs, np.intersect1d(some, part.docs))
        assert np.array_equal(part.docs[places], docs)
        wanted = [whole.flat[whole.start[p] : whole.start[p + 1]] for p in places]
        assert part.symbols_at(places).occurrences().tolist() == [len(w) for w in wanted]
        if len(places):
            found = positions_of([(part, places)], np.zeros(len(places), np.int64))
            assert np.array_equal(found, np.concatenate(wanted))


def test_a_term_that_no_document_has_and_documents_beyond_the_last() -> None:
    nowhere = LazyPostings(np.zeros(1, np.uint8), 0, 0, 100)
    assert [len(found) for found in nowhere.locate(np.arange(40))] == [0, 0]
    packed, _ = pack_lists(np.array([4, 2], np.uint32), np.array([2]))  # gaps less one of documents 4 and 7
    for few in ([0, 4, 7, 8, 99], [4], [8, 99], [5, 6]):
        docs, places = LazyPostings(packed, 0, 2, 100).locate(np.array(few))
        assert docs.tolist() == [d for d in few if d in (4, 7)]
        assert places.tolist() == [(4, 7).index(d) for d in docs]


@pytest.mark.parametrize("width", [1, 2, 3, 4, 5, 6, 9, 10, 12, 17])
def test_long_and_short_packed_lists(width: int) -> None:
    rng = np.random.default_rng(width)
    for count in (1, 7, 2_047, 2_048, 2_049, 4_096, 4_097, 20_000):
        values = rng.integers(0, (1 << width) - 1, count).astype(np.uint32)
        values[:: max(1, count // 3)] = (1 << width) + 5
        packed, _ = pack_lists(values, np.array([count]))
        found, end = unpack(packed, 0, count)
        assert end == len(packed) and np.array_equal(found, values)
        held = Packed.of(packed, 0, count)
        places = np.unique(rng.integers(0, count, 50))
        assert np.array_equal(held.values(places, held.escapes(count)), values[places])


def test_several_terms_at_once(reader: SegmentReader) -> None:
    ordinals = np.arange(2, len(reader.lexicon))
    docs, symbols = reader.joined_postings(ordinals)
    title, _, body = symbols.frequencies()
    each = [reader.postings(int(o)) for o in ordinals]
    assert sorted(docs.tolist()) == sorted(d for p in each for d in p.docs.tolist())
    assert int(title.sum(dtype=np.int64)) == sum(int(p.title.sum(dtype=np.int64)) for p in each)
    assert int(body.sum(dtype=np.int64)) == sum(int(p.body.sum(dtype=np.int64)) for p in each)
