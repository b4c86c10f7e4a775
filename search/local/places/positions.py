"""Matches phrases and proximities on whole arrays of positions.

A place is one number, document * 2^25 + position (positions in the title begin at 2^24), so that order, adjacency and
distance are arithmetic on ascending int64 arrays, and no step looks at one posting after the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.core.dataclass import dataclass
from morgue.core.loading.compiled import ready
from morgue.index.codec.layout import TITLE_BASE
from morgue.index.codec.postings.term_positions import positions_of
from morgue.search.local.docset import first_of_runs, member
from morgue.search.local.kernels import places as kernels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from morgue.core.loading.arrays import NDArray
    from morgue.search.deadline import Deadline
    from morgue.search.local.collection import Segment
    from morgue.search.local.docset import Docs, Floats, Ints, Mask
    from morgue.search.local.field_weights import Fields

    Places = NDArray[np.int64]

#: Bits of a place that hold the position.
SHIFT = 25
POSITION = (1 << SHIFT) - 1
#: No two words of one field are further apart than this; a larger distance asks for no more.
FARTHEST = 1 << 22
#: Forms whose positions are sought before the time is looked at.
_FORMS = 64


@dataclass(frozen=True, slots=True)
class Spans:
    """Occurrences of something, by their first and last places: equally long, ascending by `starts`, then `ends`."""

    starts: Places
    ends: Places

    @property
    def docs(self) -> Docs:
        """The document of each span."""
        return np.asarray(self.starts >> SHIFT, np.intp)

    def take(self, keep: Mask) -> Spans:
        """The spans at which a mask is true."""
        return Spans(self.starts[keep], self.ends[keep])


EMPTY = Spans(np.empty(0, np.int64), np.empty(0, np.int64))


def form_places(segment: Segment, ordinals: Iterable[int], docs: Docs, deadline: Deadline | None = None) -> Places:
    """The ascending places of any of some forms in those of the ascending `docs` that have them.

    TimeUp after the deadline, which is looked at now and then: a prefix has thousands of forms.
    """
    asked, owners = [], []
    for i, ordinal in enumerate(ordinals):
        if deadline is not None and i % _FORMS == 0:
            deadline.check()
        postings = segment.postings(ordinal)
        held, at = postings.locate(docs)
        if len(at):
            asked.append((postings, at))
            owners.append(held)
    if not asked:
        return EMPTY.starts
    every = owners[0] if len(owners) == 1 else np.concatenate(owners)
    places = positions_of(asked, every.astype(np.int64) << SHIFT)
    if len(owners) > 1:
        places.sort()
    return places


def slices(begin: Places, counts: Places) -> Places:
    """begin[0], begin[0] + 1, ... (counts[0] of them), begin[1], ...: the indexes of many slices end to end."""
    ends = np.cumsum(counts)
    return np.repeat(begin - (ends - counts), counts) + np.arange(int(ends[-1]) if len(ends) else 0)


def merged(lists: list[Places]) -> Places:
    """The ascending union of ascending lists."""
    lists = [x for x in lists if len(x)]
    if not lists:
        return EMPTY.starts
    if len(lists) == 1:
        return lists[0]
    places = np.concatenate(lists)
    places.sort(kind="stable")
    return places[first_of_runs(places)]


def together(spans: list[Spans]) -> Spans:
    """The union of several kinds of occurrences, each distinct one once."""
    spans = [s for s in spans if len(s.starts)]
    if len(spans) < 2:
        return spans[0] if spans else EMPTY
    starts = np.concatenate([s.starts for s in spans])
    ends = np.concatenate([s.ends for s in spans])
    order = np.lexsort((ends, starts))
    starts, ends = starts[order], ends[order]
    keep = first_of_runs(starts) | first_of_runs(ends)
    return Spans(starts[keep], ends[keep])


def inside(segment: Segment, spans: Spans, fields: Fields) -> Spans:
    """The spans that lie in the asked fields from end to end."""
    if fields.whole or not len(spans.starts):
        return spans
    keep = np.zeros(len(spans.starts), np.bool_)
    in_title = (spans.starts & POSITION) >= TITLE_BASE
    if fields.title:
        keep |= in_title
    if fields.body:
        keep |= ~in_title
    elif fields.lead:
        lead = segment.lengths[1][spans.docs]
        keep |= ~in_title & ((spans.ends & POSITION) < lead)
    return spans.take(keep)


def phrase(words: list[Places], slop: int) -> Spans:
    """Words in this order with at most `slop` others between them in all, one or more. Each first word gives one span,
    the shortest: taking the nearest next word each time ends earliest.
    """
    if any(not len(w) for w in words):
        return EMPTY
    starts = ends = words[0]
    for places in words[1:]:
        at = places.searchsorted(ends, side="right")
        keep = at < len(places)
        starts, ends = starts[keep], places[at[keep]]
    near = ends - starts <= min(slop, FARTHEST) + len(words) - 1
    return Spans(starts[near], ends[near])


def side_by_side(starts: Places, shifted: Places) -> Places:
    """The places in `starts` that are in `shifted` too: places of a later word, moved to where its phrase begins."""
    if ready():
        out = np.empty(min(len(starts), len(shifted)), np.int64)
        return out[: kernels.in_both(starts, shifted, out)]
    small, large = (starts, shifted) if len(starts) <= len(shifted) else (shifted, starts)
    if len(small) * 4 < len(large):
        return small[member(large, small)]
    both = np.concatenate((starts, shifted))
    both.sort(kind="stable")  # merges the two runs
    return np.asarray(both.take((both[1:] == both[:-1]).nonzero()[0]))


def reach(spans: Spans, distance: int) -> Places:
    """The last place at which a partner may begin that stands at most `distance` after each span."""
    return spans.ends + min(distance, FARTHEST)


def unit_of(boundaries: Places, places: Places) -> Ints:
    """The number of the sentence or paragraph each place lies in."""
    return boundaries.searchsorted(places, side="right")


def unit_reach(boundaries: Places, spans: Spans) -> Places:
    """The last place of the sentence or paragraph in which each span ends."""
    at = unit_of(boundaries, spans.ends)
    last = np.int64(1 << 62)
    return np.append(boundaries, last)[at] - 1


def followers(left: Spans, right: Spans, limit: Places) -> tuple[Ints, Ints]:
    """For each left span the half-open range of right spans that begin after its end and no later than its limit."""
    low = right.starts.searchsorted(left.ends, side="right")
    high = right.starts.searchsorted(limit, side="right")
    return low, np.maximum(low, high)


def covered(low: Ints, high: Ints, size: int) -> Mask:
    """Which of `size` numbers lie in one of the ranges."""
    edges = np.zeros(size + 1, np.int64)
    np.add.at(edges, low, 1)
    np.add.at(edges, high, -1)
    return np.cumsum(edges)[:-1] > 0


def pairs(left: Spans, right: Spans, low: Ints, high: Ints) -> Spans:
    """Every left span joined with each right span of its range."""
    counts = (high - low).astype(np.int64)
    if not counts.any():
        return EMPTY
    first = np.repeat(np.arange(len(counts)), counts)
    second = slices(low.astype(np.int64), counts)
    return Spans(left.starts[first], np.maximum(left.ends[first], right.ends[second]))


@dataclass(frozen=True, slots=True)
class SpanCounts:
    """Documents with an occurrence, ascending, and how many each has in the title, the lead and the body."""

    docs: Docs
    title: Floats
    lead: Floats
    body: Floats


def count(segment: Segment, spans: Spans) -> SpanCounts:
    """Occurrences a document and field; one that begins in the lead counts there and in the body."""
    every = spans.docs
    new = first_of_runs(every)
    docs = every[new]
    row = np.cumsum(new) - 1
    position = spans.starts & POSITION
    in_title = position >= TITLE_BASE
    in_lead = position < segment.lengths[1][every]

    def of(mask: Mask) -> Floats:
        return np.bincount(row[mask], minlength=len(docs)).astype(np.float32)

    return SpanCounts(docs, of(in_title), of(in_lead), of(~in_title))
