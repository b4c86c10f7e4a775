"""Postings decoded in part are those decoded whole."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from morgue.index.codec.postings.lazy_postings import positions_of
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


def test_places_and_positions_of_some(reader: SegmentReader) -> None:
    rng = np.random.default_rng(3)
    for ordinal in range(len(reader.lexicon)):
        whole, part = reader.positions(ordinal), reader.lazy_postings(ordinal)
        some = np.unique(np.append(rng.integers(0, reader.doc_count, 60), 77))
        docs, places = part.locate(some)
        assert np.array_equal(docs, np.intersect1d(some, part.docs))
        assert np.array_equal(part.docs[places], docs)
        wanted = [whole.flat[whole.start[p] : whole.start[p + 1]] for p in places]
        assert part.symbols_at(places).occurrences().tolist() == [len(w) for w in wanted]
        if len(places):
            found = positions_of([(part, places)], np.zeros(len(places), np.int64))
            assert np.array_equal(found, np.concatenate(wanted))


def test_several_terms_at_once(reader: SegmentReader) -> None:
    ordinals = np.arange(2, len(reader.lexicon))
    docs, symbols = reader.joined_postings(ordinals)
    title, _, body = symbols.frequencies()
    each = [reader.postings(int(o)) for o in ordinals]
    assert sorted(docs.tolist()) == sorted(d for p in each for d in p.docs.tolist())
    assert int(title.sum(dtype=np.int64)) == sum(int(p.title.sum(dtype=np.int64)) for p in each)
    assert int(body.sum(dtype=np.int64)) == sum(int(p.body.sum(dtype=np.int64)) for p in each)
