"""The stories while a tombstone stands: what the forgotten leave behind them, counted article by article."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest

from morgue.core.article import ROLES
from morgue.index.archive.ids import tombstone
from morgue.index.archive.snapshot import SegmentView
from morgue.index.stories.clusters.columns import StoryColumns

ORIGINAL, COPY, EXCERPT, VERSION = (ROLES.index(role) for role in ("original", "copy", "excerpt", "version"))
#: Of each document: its story, its role, the document it derives from, its outlet. The first story is of 0 to 3, the
#: next of 4 and 5, the third of 6 alone; 7 was removed before.
ROWS = (
    (0, ORIGINAL, -1, "Harrow Courier"),
    (0, COPY, 0, "Dunmore Post"),
    (0, EXCERPT, 0, ""),
    (0, VERSION, 1, "Dunmore Post"),
    (1, ORIGINAL, -1, ""),
    (1, COPY, 4, ""),
    (2, ORIGINAL, -1, "Quay Herald"),
    (-1, ORIGINAL, -1, "Quay Herald"),
)
#: Documents of the segments.
SIZES = (3, 5)


class _Reader:
    """As much of a segment's reader as the stories need."""

    def __init__(self, base: int, size: int) -> None:
        self._base = base
        outlets = [row[3] for row in ROWS[base : base + size]]
        self.strings = sorted(set(outlets))
        self.values = np.array([self.strings.index(outlet) for outlet in outlets])
        self.doc_count = size

    def id(self, local: int) -> str:
        assert 0 <= local < self.doc_count
        return f"a{self._base + local}"

    def column(self, name: str) -> _Reader:
        assert name == "outlet"
        return self


@pytest.fixture
def views() -> list[SegmentView]:
    first, second = SIZES
    return [SegmentView(cast(Any, _Reader(*at)), at[0], None) for at in ((0, first), (first, second))]


@pytest.fixture
def columns() -> StoryColumns:
    story, role, of, _ = (np.array(column) for column in zip(*ROWS, strict=True))
    return StoryColumns(
        story=story.astype(np.int32),
        role=role.astype(np.uint8),
        of=of.astype(np.int32),
        kept=np.where(of < 0, np.nan, 0.5).astype(np.float32),
        founder=np.array([0, 4, 6], np.int32),
        articles=np.array([4, 2, 1], np.int32),
        copies=np.array([2, 1, 0], np.int32),
        versions=np.array([1, 0, 0], np.int32),
        outlets=np.array([2, 1, 1], np.int32),
    )


def _counts(columns: StoryColumns) -> list[tuple[int, ...]]:
    counted = (columns.founder, columns.articles, columns.copies, columns.versions, columns.outlets)
    return [tuple(int(n) for n in row) for row in zip(*counted, strict=True)]


def test_without_nobody_the_stories_are_what_they_were(columns: StoryColumns, views: list[SegmentView]) -> None:
    assert tombstone.without(columns, np.empty(0, np.int64), views) is columns


def test_a_copy_is_gone_and_its_story_counts_one_less(columns: StoryColumns, views: list[SegmentView]) -> None:
    new = tombstone.without(columns, np.array([1]), views)
    assert new.story.tolist() == [0, -1, 0, 0, 1, 1, 2, -1]
    assert new.of.tolist() == [-1, 0, 0, -1, -1, 4, -1, -1]  # the version of the copy is an original for now
    assert new.role.tolist() == [ORIGINAL, COPY, EXCERPT, ORIGINAL, ORIGINAL, COPY, ORIGINAL, ORIGINAL]
    assert np.isnan(new.kept).tolist() == [True, False, False, True, True, False, True, True]
    assert _counts(new) == [(0, 3, 1, 0, 2), (4, 2, 1, 0, 1), (6, 1, 0, 0, 1)]
    assert new.names == {}
    assert columns.story.tolist() == [row[0] for row in ROWS] and _counts(columns)[0] == (0, 4, 2, 1, 2)


@pytest.mark.parametrize(("doc", "story"), [(0, 0), (4, 1)])
def test_a_story_keeps_its_id_when_its_founder_is_gone(
    columns: StoryColumns, views: list[SegmentView], doc: int, story: int
) -> None:
    new = tombstone.without(columns, np.array([doc]), views)
    assert new.names == {story: f"a{doc}"} and columns.names == {}
    assert new.founder.tolist() == [-1 if n == story else f for n, f in enumerate((0, 4, 6))]
    assert new.id_of(story, lambda doc: f"a{doc}") == f"a{doc}"
    assert _counts(new)[story] == ((-1, 3, 0, 1, 1) if doc == 0 else (-1, 1, 0, 0, 1))


def test_a_story_of_which_nobody_is_left_has_no_members(columns: StoryColumns, views: list[SegmentView]) -> None:
    new = tombstone.without(columns, np.array([4, 5, 6]), views)
    assert _counts(new) == [(0, 4, 2, 1, 2), (4, 0, 0, 0, 1), (6, 0, 0, 0, 1)] and new.names == {}


def test_one_that_was_removed_before_takes_nothing_along(columns: StoryColumns, views: list[SegmentView]) -> None:
    new = tombstone.without(columns, np.array([7]), views)
    assert _counts(new) == _counts(columns) and new.story.tolist() == columns.story.tolist()


def test_the_outlets_left_are_counted_each_once_over_all_segments(
    columns: StoryColumns, views: list[SegmentView]
) -> None:
    three = replace(columns, story=np.array([0, 0, 0, 0, 0, 0, 0, -1], np.int32))
    new = tombstone.without(three, np.array([5]), views)
    assert int(new.outlets[0]) == 3 and int(new.articles[0]) == 6


@pytest.mark.parametrize("doc", range(len(ROWS)))
def test_a_document_is_in_the_last_segment_that_begins_by_it(views: list[SegmentView], doc: int) -> None:
    assert tombstone._id(views, doc) == f"a{doc}"
