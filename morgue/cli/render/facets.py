"""Sets facets: a bar for each value, and sparks along time. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from morgue.render.bars import solid, spark
from morgue.render.cells import pad
from morgue.render.spans import Line, Look, Span, faint, held
from morgue.render.wrap import wrap
from morgue.search.request import Facet

INDENT = "    "
_LABEL = 9
_LONGEST_BAR = 15
#: A value up to so many characters is not parted from its bar.
_LONGEST_HELD = 40
_TIMES = {"year": "when", "month": "when", "day": "when"}


def facet_lines(facets: Sequence[Facet], look: Look) -> Iterator[Line]:
    """Every facet: its name, then value, bar and count, broken into rows under each other."""
    times = sum(facet.name in _TIMES for facet in facets)
    for facet in facets:
        name = _TIMES.get(facet.name, facet.name) if times == 1 else facet.name
        entries = _sparks(facet) if facet.name in _TIMES else _bars(facet, look)
        entries += _rest(facet)
        spans: list[Span] = []
        for i, entry in enumerate(entries):
            spans += ([Span(" · ", "plain")] if i else []) + entry
        first = INDENT + pad(name, _LABEL)
        yield from wrap(spans or [faint("none")], look.width, look, first=first, rest=" " * len(first))


def _bars(facet: Facet, look: Look) -> list[list[Span]]:
    most = max((bucket.articles for bucket in facet.buckets), default=0)
    longest = min(_LONGEST_BAR, max(4, look.width // 6))
    return [_entry(bucket.value, solid(bucket.articles, most, longest), bucket.articles) for bucket in facet.buckets]


def _sparks(facet: Facet) -> list[list[Span]]:
    most = max((bucket.articles for bucket in facet.buckets), default=0)
    return [_entry(bucket.value, spark(bucket.articles, most), bucket.articles) for bucket in facet.buckets]


def _entry(label: str, picture: str, count: int) -> list[Span]:
    name = held(label) if len(label) <= _LONGEST_HELD else label
    return [Span(name + held(" ")), Span(picture, "good"), Span(held(f" {count:,}"))]


def _rest(facet: Facet) -> list[list[Span]]:
    rest = []
    if facet.others:
        rest.append([faint(held(f"others {facet.others:,}"))])
    if facet.missing:
        rest.append([faint(held(f"none {facet.missing:,}"))])
    return rest
