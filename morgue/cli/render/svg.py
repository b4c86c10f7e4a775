"""Draws a timeline in plain SVG, without scripts, styles or links; every text in it is escaped. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from morgue.render.cells import clip
from morgue.render.svg import opening, text
from morgue.search.answer import TimeBucket, Timeline

_WIDTH, _HEIGHT = 960, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 12, 44, 40
_FOUND, _HELD = "#b03a2e", "#e3e1dc"
_MOST_LABELS = 12
#: Characters of the query that have room in the heading.
_LONGEST_QUERY = 110


def timeline_svg(timeline: Timeline) -> str:
    """Matches as dark columns on their own scale, before pale ones for the holdings on theirs; from first to last."""
    return "\n".join([*_parts(timeline), "</svg>", ""])


def _parts(timeline: Timeline) -> Iterator[str]:
    buckets = _matched(timeline.buckets)
    most = max((bucket.articles for bucket in buckets), default=0)
    held = max((bucket.holdings for bucket in buckets), default=0)
    yield opening(_WIDTH, _HEIGHT)
    yield text(_LEFT, 18, clip(timeline.query, _LONGEST_QUERY), "start", 'font-weight="bold" font-size="14"')
    note = f"articles by {timeline.by}, at most {most:,}; pale: all held, at most {held:,}"
    undated = f"; {timeline.undated:,} without so exact a date" if timeline.undated else ""
    yield text(_LEFT, 34, note + undated, "start")
    yield from _columns(buckets, most, held)
    yield text(_LEFT - 6, _TOP + 10, f"{most:,}", "end")
    yield text(_LEFT - 6, _HEIGHT - _BOTTOM, "0", "end")


def _columns(buckets: Sequence[TimeBucket], most: int, held: int) -> Iterator[str]:
    """The columns of each bucket, with the names of some below them."""
    tall = _HEIGHT - _TOP - _BOTTOM
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(buckets))
    every = -(-len(buckets) // _MOST_LABELS) if buckets else 1
    for i, bucket in enumerate(buckets):
        x = _LEFT + i * step
        if bucket.holdings:
            yield _column(x, step * 0.9, tall * bucket.holdings / held, _HELD)
        if bucket.articles:
            yield _column(x + step * 0.2, step * 0.5, tall * bucket.articles / most, _FOUND)
        if i % every == 0:
            yield text(x + step / 2, _HEIGHT - _BOTTOM + 16, bucket.start, "middle")


def _matched(buckets: Sequence[TimeBucket]) -> Sequence[TimeBucket]:
    """From the first match to the last: silence before and after would leave the columns no room."""
    found = [i for i, bucket in enumerate(buckets) if bucket.articles]
    return buckets[found[0] : found[-1] + 1] if found else buckets


def _column(x: float, wide: float, tall: float, colour: str) -> str:
    y = _HEIGHT - _BOTTOM - tall
    return f'<rect x="{x:.2f}" y="{y:.2f}" width="{wide:.2f}" height="{tall:.2f}" fill="{colour}"/>'
