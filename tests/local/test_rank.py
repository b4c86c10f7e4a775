"""The total order where much is tied: by id, however many there are, wherever they lie, however deep the page is."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from morgue.index.archive.snapshot import Snapshot
from morgue.search.local.backend import LocalBackend
from morgue.search.local.docset import Merged
from morgue.search.local.ranking import sort_order
from morgue.search.local.top_k import at_least, leading
from morgue.search.query import All, Query, Word
from morgue.search.request import SearchRequest, Sort
from tests.local.build import article, snapshot

DATES = (None, "2021-03-04", "2021-03", "2021-03-05T08:00:00Z")


@pytest.fixture
def tied(tmp_path: Path) -> Snapshot:
    """Five segments whose ids interleave, with few dates and few different texts; some deleted, some in stories."""
    rng = random.Random("ties")
    names = [f"{rng.choice('ABzé')}{n}" for n in range(300)]
    rng.shuffle(names)
    rows = [article(n, "The tide came in. " * rng.randint(1, 2), date=rng.choice(DATES)) for n in names]
    parts = [rows[:7], rows[7:90], rows[90:91], rows[91:200], rows[200:]]
    stories = [sorted(names[at : at + 4]) for at in range(10, 200, 7)]
    return snapshot(tmp_path, parts, deleted=names[5:60:9], stories=stories)


def page(snap: Snapshot, query: Query, sort: Sort, offset: int, limit: int, collapse: bool) -> list[str]:
    request = SearchRequest(query, sort=sort, offset=offset, limit=limit, collapse=collapse)
    return [hit.id for hit in LocalBackend(snap).run(request).hits]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "recent"])
@pytest.mark.parametrize("query", [All(), Word("tide")], ids=["all", "word"])
@pytest.mark.parametrize("collapse", [False, True])
def test_pages_are_pieces_of_one_list(
    tied: Snapshot, monkeypatch: pytest.MonkeyPatch, sort: Sort, query: Query, collapse: bool
) -> None:
    """Whether ids are read and sorted, as few are, or their places looked up, as those of many are."""
    lists = []
    for many in (10**9, 0):
        monkeypatch.setattr(sort_order, "_MANY_TIES", many)
        whole = page(tied, query, sort, 0, 1_000, collapse)
        pieces = [page(tied, query, sort, at, 23, collapse) for at in range(0, len(whole) + 40, 23)]
        assert [name for piece in pieces for name in piece] == whole
        assert page(tied, query, sort, 10**9, 10, collapse) == []
        lists.append(whole)
    assert lists[0] == lists[1]
    assert len(lists[0]) == len(set(lists[0])) == (tied.articles if not collapse else len(lists[0]))


def test_ties_come_in_the_order_of_ids(tied: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sort_order, "_MANY_TIES", 0)
    found = page(tied, All(), "newest", 0, 1_000, False)
    date = {tied.id(d): next(tied.filed([d])).article.date for d in range(tied.documents) if tied.live(d)}
    by_date = {when: [name for name in found if date[name] == when] for when in DATES}
    assert all(names == sorted(names) and len(names) > 20 for names in by_date.values())
    assert found == by_date[DATES[3]] + by_date[DATES[1]] + by_date[DATES[2]] + by_date[None]


@pytest.mark.parametrize("size", [0, 1, 5, 31, 200, 5_000, 40_001])
@pytest.mark.parametrize("k", [0, 1, 3, 128, 3_000])
def test_the_largest_few_are_those_of_a_sort(size: int, k: int) -> None:
    values = np.random.default_rng(size + k).integers(0, max(1, size // 3), size).astype(np.float32)
    bound, kth = at_least(values, k), np.sort(values)[::-1][k - 1 : k]
    assert bound is None if size <= k or not k else bound <= kth[0]
    if k:
        sure, tied = leading(values, k)
        assert len(sure) <= k and (len(sure) == size if size <= k else len(sure) + len(tied) >= k)
        assert set(sure.tolist()) == (set(np.flatnonzero(values > kth[0]).tolist()) if size > k else set(range(size)))
        assert tied.tolist() == (np.flatnonzero(values == kth[0]).tolist() if size > k else [])


@pytest.mark.parametrize("seed", range(20))
def test_merged_lists_add_up_as_one_after_another(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lists = [np.sort(rng.choice(60, rng.integers(0, 40), replace=False)) for _ in range(rng.integers(1, 6))]
    values = [rng.random(len(docs)).astype(np.float32) for docs in lists]
    plain: dict[int, np.float32] = {}
    for docs, some in zip(lists, values, strict=True):
        for doc, value in zip(docs.tolist(), some, strict=True):
            plain[doc] = plain.get(doc, np.float32(0)) + value
    merged = Merged.of(lists)
    assert merged.docs.tolist() == sorted(plain)
    in_order = np.concatenate(values)[merged.order]
    assert merged.ordered.tolist() == np.concatenate(lists)[merged.order].tolist()
    assert merged.sums(in_order).tolist() == [float(plain[doc]) for doc in sorted(plain)]  # to the bit
