"""Sets the syndication card of a story: a line an article, with what it changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from morgue.cli.render.stories import outlets, period
from morgue.core.wording import stand_in
from morgue.core.wording.quantities import quantity
from morgue.index.stories.card import CardRow, phrases
from morgue.render import dates
from morgue.render.cells import apart, pad, pad_left, width
from morgue.render.labels import joined
from morgue.render.spans import Line, Look, Span, faint, held, line, strong
from morgue.render.wrap import wrap
from morgue.search.request import Story

_INDENT = "   "
_NARROW = 72
#: Columns for the outlet at most, and its part of a narrow terminal.
_LONGEST_OUTLET, _PART_FOR_OUTLET = 24, 5


def card_lines(story: Story, rows: Sequence[CardRow], look: Look) -> Iterator[Line]:
    """The whole card."""
    first = story.members[0].article
    where = quantity(len(outlets(story)), "outlet", "outlets")
    about = faint(joined([first.agency or "", where, period(story)]))
    title = stand_in.headline(first.title, first.body)
    head = apart((strong(title),), (about,), look)
    if head:
        yield head
    else:
        yield from wrap([strong(title)], look.width, look)
        yield from wrap([about], look.width, look)
    yield ()
    if look.width < _NARROW:
        for row in rows:
            yield from _stacked(row, title, look)
    else:
        yield from _table(rows, title, look)


def _table(rows: Sequence[CardRow], title: str, look: Look) -> Iterator[Line]:
    seen = [dates.short(row.first_seen) for row in rows]
    wide_seen = max(10, *map(width, seen))
    longest = min(_LONGEST_OUTLET, look.width // _PART_FOR_OUTLET)
    wide_outlet = min(longest, max(6, *(width(_outlet(row)) for row in rows)))
    start = len(_INDENT) + wide_seen + wide_outlet + 23
    head = f"{_INDENT}{pad('first seen', wide_seen)}  {pad('outlet', wide_outlet)}  {'role':<9}  {'kept':>6}  "
    yield line(faint(f"{head}what changed"))
    for row, when in zip(rows, seen, strict=True):
        first = f"{_INDENT}{pad(when, wide_seen)}  {pad(_outlet(row), wide_outlet)}  {row.role:<9}  {_kept(row):>6}  "
        yield from wrap(_changes(row, title, look), look.width, look, first=first, rest=" " * start)


def _stacked(row: CardRow, title: str, look: Look) -> Iterator[Line]:
    about = f"{dates.short(row.first_seen)} · {_outlet(row)} · {row.role} {_kept(row).strip()}"
    yield from wrap([Span(about)], look.width, look, rest=_INDENT)
    yield from wrap(_changes(row, title, look), look.width, look, first=_INDENT, rest=_INDENT)


def _changes(row: CardRow, title: str, look: Look) -> list[Span]:
    told = f"“{title}”" if row.role == "original" else joined(phrases(row)).replace("¶ ", held("¶ ")) or "–"
    return [Span(told), faint(" · " + held(f"id {look.brief(row.id)}"))]


def _outlet(row: CardRow) -> str:
    return row.outlet or "unknown outlet"


def _kept(row: CardRow) -> str:
    return pad_left("–" if row.kept is None else f"{row.kept:.0%}", 6)
