"""Says which segments to merge: few enough to be searched fast, none so large that merging it takes too much memory.

Pure. A merge holds some 400 bytes of memory a document, and some 40 a position of its commonest term, the borders of
sentences, of which there is one to 15 to 20 words; so a segment is not merged beyond a size, as in other engines
(Lucene's `maxMergedSegmentMB`): the memory of a writer does not grow with its archive then, and what is there once is
not written again and again.
"""

from __future__ import annotations

from collections.abc import Sequence

from morgue.core.dataclass import dataclass

#: So many segments of a like size are merged into one; segments below the floor are all of a like size.
MERGE_FACTOR = 8
MERGE_FLOOR = 256
#: The most documents, and words, of a merged segment: its merge takes less than a gigabyte of memory.
MOST_DOCUMENTS, MOST_WORDS = 1_500_000, 250_000_000
#: A segment of more than this share of the largest size is left as it is, unless all of an archive fits into one.
FULL = 0.5


@dataclass(frozen=True, slots=True)
class Size:
    """Documents of a segment, deleted ones included, and the words of their titles and bodies."""

    documents: int
    words: int

    @property
    def share(self) -> float:
        """Of the largest segment that a merge may make."""
        return max(self.documents / MOST_DOCUMENTS, self.words / MOST_WORDS)


def due(sizes: Sequence[Size]) -> tuple[int, ...]:
    """A group of segments (by index) to merge now, the smallest that are due; empty when none is.

    A segment's tier is the logarithm of its documents to the base MERGE_FACTOR, and a full tier is merged: each
    document is rewritten once a tier, so the cost of growing to n documents is O(n log n) however small the additions.
    A segment of more than half the largest size is left as it is.
    """
    tiers: dict[int, list[int]] = {}
    for i, size in enumerate(sizes):
        if size.share <= FULL:
            tier, bound = 0, MERGE_FLOOR
            while size.documents >= bound:
                tier, bound = tier + 1, bound * MERGE_FACTOR
            tiers.setdefault(tier, []).append(i)
    full = [group for _, group in sorted(tiers.items()) if len(group) >= MERGE_FACTOR]
    return _fitting(full[0], sizes)[0] if full else ()


def fewest(sizes: Sequence[Size]) -> list[tuple[int, ...]]:
    """All segments in as few groups as may be, each to become one: those of one segment alone stay as they are."""
    if sum(size.share for size in sizes) <= 1:
        return [tuple(range(len(sizes)))] if sizes else []
    large = [i for i, size in enumerate(sizes) if size.share > FULL]
    small = [i for i, size in enumerate(sizes) if size.share <= FULL]
    return [*((i,) for i in large), *_fitting(small, sizes)]


def _fitting(group: Sequence[int], sizes: Sequence[Size]) -> list[tuple[int, ...]]:
    """Cuts a group, none of more than half the largest size, into parts of at most that size, in their order."""
    parts: list[tuple[int, ...]] = []
    share = 2.0
    for i in group:
        if share + sizes[i].share > 1:
            parts.append(())
            share = 0.0
        parts[-1] += (i,)
        share += sizes[i].share
    return parts
