"""Which segments are merged: at a linear-logarithmic cost, and never to one too large."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.index.archive import merge_policy
from morgue.index.archive.archive import Archive
from morgue.index.archive.merge_policy import MERGE_FACTOR, MOST_DOCUMENTS, MOST_WORDS, Size, due, fewest
from morgue.index.archive.writer import Writer
from morgue.search.local.backend import LocalBackend
from morgue.search.query import Word
from tests.archive.conftest import article, prepared

sizes_of_segments = st.lists(
    st.builds(Size, st.integers(1, 2 * MOST_DOCUMENTS), st.integers(0, MOST_WORDS * 3 // 2)), max_size=30
)


def _grown(additions: int, each: Size) -> tuple[list[Size], int]:
    """The segments after so many additions of a like size, and how many documents were written in merges."""
    sizes: list[Size] = []
    moved = 0
    for _ in range(additions):
        sizes.append(each)
        while group := due(sizes):
            merged = Size(sum(sizes[i].documents for i in group), sum(sizes[i].words for i in group))
            sizes = [s for i, s in enumerate(sizes) if i not in group] + [merged]
            moved += merged.documents
    return sizes, moved


def test_growth_by_small_additions_costs_little_more_than_linear() -> None:
    sizes, moved = _grown(20_000, Size(1, 100))
    assert sum(size.documents for size in sizes) == 20_000
    assert len(sizes) < 4 * MERGE_FACTOR
    assert moved < 25 * 20_000


def test_growth_beyond_the_largest_segment_writes_what_is_full_no_more() -> None:
    sizes, moved = _grown(1_000, Size(20_000, 20_000 * 130))
    assert sum(size.documents for size in sizes) == 20_000_000
    assert max(size.documents for size in sizes) <= MOST_DOCUMENTS
    assert len(sizes) < 20_000_000 / MOST_DOCUMENTS * 2 + 2 * MERGE_FACTOR
    assert moved <= 2 * 20_000_000


def test_long_articles_make_a_segment_full_as_many_do() -> None:
    sizes, _ = _grown(100, Size(20_000, 20_000 * 1_000))
    assert max(size.words for size in sizes) <= MOST_WORDS
    assert len(sizes) <= 2_000_000_000 / MOST_WORDS * 2 + MERGE_FACTOR


def test_a_few_large_segments_are_left_alone() -> None:
    assert due([Size(n, n) for n in (700_000, 600_000, 5, 3)]) == ()
    assert due([]) == ()
    assert fewest([]) == []


def test_what_fits_becomes_one_segment() -> None:
    assert fewest([Size(MOST_DOCUMENTS - 30, 0), Size(10, 0), Size(20, 0)]) == [(0, 1, 2)]


@given(sizes_of_segments)
def test_a_group_that_is_due_makes_no_segment_too_large(sizes: list[Size]) -> None:
    group = due(sizes)
    assert not group or len(set(group)) >= 2
    assert sum(sizes[i].share for i in group) <= 1.000001


@given(sizes_of_segments)
def test_the_fewest_groups_hold_every_segment_once_and_leave_no_two_that_fit(sizes: list[Size]) -> None:
    groups = fewest(sizes)
    assert sorted(i for group in groups for i in group) == list(range(len(sizes)))
    shares = [sum(sizes[i].share for i in group) for group in groups]
    assert all(share <= 1.000001 for share, group in zip(shares, groups, strict=True) if len(group) > 1)
    # two in turn of the small ones never fit into one, and what is large is more than half full
    assert len(groups) <= 2 * sum(shares) + 2


def test_an_archive_of_more_than_one_full_segment_holds_and_finds_everything(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge_policy, "MOST_DOCUMENTS", 10)
    monkeypatch.setattr(merge_policy, "MERGE_FACTOR", 3)
    with Writer(archive) as writer:
        for start in range(0, 40, 4):
            numbers = range(start, start + 4)
            for one in prepared(*(article(n, f"Pier {n} is a pier{' and even' * (n % 2 == 0)}.") for n in numbers)):
                writer.add(one)
            writer.commit()
        writer.settle()
        writer.forget(["a3", "a17"])
        writer.compact()
    segments = archive.snapshot().segments
    assert 4 <= len(segments) <= 8
    assert max(view.reader.doc_count for view in segments) <= 10
    assert all(view.live is None for view in segments)
    assert LocalBackend(archive.snapshot()).count(Word("pier")).articles == 38
    assert LocalBackend(archive.snapshot()).count(Word("even")).articles == 20
